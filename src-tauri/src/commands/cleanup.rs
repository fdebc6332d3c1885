use slipway_engine::{
    Result,
    wire::{CleanupChoice, DiskUsage, LayerForest, Plan, Suggestion, SuggestionRules},
};
use tauri::ipc::Channel;

use super::TheSession;

/// `progress` is told how many images of how many have been read.
#[tauri::command]
pub async fn layer_forest(session: TheSession<'_>, progress: Channel<(usize, usize)>) -> Result<LayerForest> {
    // That nobody listens any more is no reason to read less.
    session.layer_forest(|done, total| drop(progress.send((done, total)))).await
}

#[tauri::command]
pub async fn disk_usage(session: TheSession<'_>) -> Result<DiskUsage> {
    session.disk_usage().await
}

#[tauri::command]
pub async fn plan(session: TheSession<'_>, choice: CleanupChoice) -> Result<Plan> {
    session.plan(&choice)
}

#[tauri::command]
pub async fn suggestions(session: TheSession<'_>, rules: SuggestionRules) -> Result<Vec<Suggestion>> {
    session.suggestions(rules)
}
