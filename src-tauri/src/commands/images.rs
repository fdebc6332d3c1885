use slipway_engine::{
    Result,
    wire::{ImageDetail, Removal},
};

use super::TheSession;

#[tauri::command]
pub async fn image_detail(session: TheSession<'_>, image: String) -> Result<ImageDetail> {
    session.image_detail(&image).await
}

#[tauri::command]
pub async fn removal(session: TheSession<'_>, targets: Vec<String>) -> Result<Removal> {
    Ok(session.removal(&targets))
}
