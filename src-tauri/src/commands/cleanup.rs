use slipway_engine::{
    Result,
    wire::{CleanupChoice, DiskUsage, LayerForest, Plan, Suggestion, SuggestionRules},
};
use tauri::ipc::Channel;

use super::SessionState;

/// `progress` receives how many images have been read, and of how many.
#[tauri::command]
pub async fn layer_forest(session: SessionState<'_>, progress: Channel<(usize, usize)>) -> Result<LayerForest> {
    // Without a receiver, reading continues.
    session.layer_forest(|done, total| drop(progress.send((done, total)))).await
}

#[tauri::command]
pub async fn disk_usage(session: SessionState<'_>) -> Result<DiskUsage> {
    session.disk_usage().await
}

#[tauri::command]
pub async fn plan(session: SessionState<'_>, choice: CleanupChoice) -> Result<Plan> {
    session.plan(&choice).await
}

#[tauri::command]
pub async fn suggestions(session: SessionState<'_>, rules: SuggestionRules) -> Result<Vec<Suggestion>> {
    session.suggestions(rules)
}
