use slipway_engine::Result;

use super::TheSession;

#[tauri::command]
pub async fn start_practice(session: TheSession<'_>) -> Result<()> {
    session.start_practice().await
}

#[tauri::command]
pub async fn stop_practice(session: TheSession<'_>) -> Result<()> {
    session.stop_practice().await;
    Ok(())
}

#[tauri::command]
pub async fn reset_practice(session: TheSession<'_>) -> Result<()> {
    session.reset_practice().await
}
