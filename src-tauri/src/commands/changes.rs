use slipway_engine::{
    Result,
    wire::{ChangeContent, Changes, CommitPreview},
};

use super::SessionState;

#[tauri::command]
pub async fn changes(session: SessionState<'_>, container: String) -> Result<Changes> {
    session.changes(&container).await
}

#[tauri::command]
pub async fn change_content(session: SessionState<'_>, container: String, path: String) -> Result<ChangeContent> {
    session.change_content(&container, &path).await
}

#[tauri::command]
pub async fn commit_preview(session: SessionState<'_>, container: String) -> Result<CommitPreview> {
    session.commit_preview(&container).await
}
