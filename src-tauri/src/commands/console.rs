use slipway_engine::{Result, console::Output, wire::Shells};
use tauri::ipc::Response;

use super::TheSession;

#[tauri::command]
pub async fn shells(session: TheSession<'_>, container: String) -> Result<Shells> {
    session.shells(&container).await
}

/// Pulled by the page one read at a time, so that the pressure reaches the program in the container. As raw bytes: where the
/// next read begins (8 bytes, the lowest first), whether this was shown before (1 byte), then what was printed.
#[tauri::command]
pub async fn console_read(session: TheSession<'_>, console: String, from: u64) -> Result<Response> {
    let Output { bytes, next, replayed } = session.consoles().read(&console, from).await?;
    Ok(Response::new([&next.to_le_bytes()[..], &[replayed.into()], &bytes].concat()))
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
