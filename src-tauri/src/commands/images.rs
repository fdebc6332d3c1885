use slipway_engine::{
    Result,
    wire::{ImageDetail, Removal},
};

use super::SessionState;

#[tauri::command]
pub async fn image_detail(session: SessionState<'_>, image: String) -> Result<ImageDetail> {
    session.image_detail(&image).await
}

#[tauri::command]
pub async fn removal(session: SessionState<'_>, targets: Vec<String>) -> Result<Removal> {
    session.removal(&targets)
}
