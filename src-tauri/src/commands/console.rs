use slipway_engine::{Result, wire::Shells};
use tauri::ipc::Response;

use super::TheSession;

#[tauri::command]
pub async fn shells(session: TheSession<'_>, container: String) -> Result<Shells> {
    session.shells(&container).await
}

/// Pulled by the page one read at a time, as raw bytes: so the pressure reaches the program in the container.
#[tauri::command]
pub async fn console_read(session: TheSession<'_>, console: String) -> Result<Response> {
    session.consoles().read(&console).await.map(|bytes| Response::new(bytes.to_vec()))
}

#[tauri::command]
pub async fn console_write(session: TheSession<'_>, console: String, data: String) -> Result<()> {
    session.consoles().write(&console, data.into()).await
}

#[tauri::command]
pub async fn console_resize(session: TheSession<'_>, console: String, columns: u16, rows: u16) -> Result<()> {
    session.consoles().resize(&console, columns, rows).await
}

#[tauri::command]
pub async fn console_close(session: TheSession<'_>, console: String) -> Result<()> {
    session.consoles().close(&console).await
}
