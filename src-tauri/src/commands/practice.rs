use slipway_engine::Result;

use super::SessionState;

#[tauri::command]
pub async fn start_practice(session: SessionState<'_>) -> Result<()> {
    session.start_practice().await
}

#[tauri::command]
pub async fn stop_practice(session: SessionState<'_>) -> Result<()> {
    session.stop_practice().await;
    Ok(())
}

#[tauri::command]
pub async fn reset_practice(session: SessionState<'_>) -> Result<()> {
    session.reset_practice().await
}
