use slipway_engine::{Result, console::Output, wire::Shells};
use tauri::ipc::Response;

use super::SessionState;

#[tauri::command]
pub async fn shells(session: SessionState<'_>, container: String) -> Result<Shells> {
    session.shells(&container).await
}

/// The page pulls output one read at a time, so that back-pressure reaches the program in the container. The response is
/// raw bytes: where the next read starts (8 bytes, little-endian), whether this is replayed (1 byte), then the output.
///
/// Why: `docs/decisions/019-consoles-are-pulled.md`.
#[tauri::command]
pub async fn console_read(session: SessionState<'_>, console: String, from: u64) -> Result<Response> {
    let Output { bytes, next, replayed } = session.consoles().read(&console, from).await?;
    Ok(Response::new([&next.to_le_bytes()[..], &[replayed.into()], &bytes].concat()))
}

#[tauri::command]
pub async fn console_write(session: SessionState<'_>, console: String, data: String) -> Result<()> {
    session.consoles().write(&console, data.into()).await
}

#[tauri::command]
pub async fn console_resize(session: SessionState<'_>, console: String, columns: u16, rows: u16) -> Result<()> {
    session.consoles().resize(&console, columns, rows).await
}

#[tauri::command]
pub async fn console_close(session: SessionState<'_>, console: String) -> Result<()> {
    session.consoles().close(&console).await
}
