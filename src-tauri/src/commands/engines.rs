use std::path::Path;

use slipway_engine::{
    Result,
    host::disk_space,
    wire::{Endpoint, Examination, HostFigures, LocalService},
};
use sysinfo::System;

use super::SessionState;

#[tauri::command]
pub async fn endpoints(session: SessionState<'_>) -> Result<Vec<Endpoint>> {
    Ok(session.link().endpoints())
}

#[tauri::command]
pub async fn connect(session: SessionState<'_>, endpoint: Option<Endpoint>) -> Result<()> {
    session.link().choose(endpoint);
    Ok(())
}

#[tauri::command]
pub async fn reconnect(session: SessionState<'_>) -> Result<()> {
    session.link().retry();
    Ok(())
}

#[tauri::command]
pub async fn check_engine(session: SessionState<'_>) -> Result<()> {
    session.check_engine();
    Ok(())
}

#[tauri::command]
pub async fn refresh(session: SessionState<'_>) -> Result<()> {
    session.inventory().refresh();
    Ok(())
}

#[tauri::command]
pub async fn examine(session: SessionState<'_>) -> Result<Examination> {
    Ok(session.examine().await)
}

#[tauri::command]
pub async fn start_service(session: SessionState<'_>, service: LocalService) -> Result<()> {
    session.start_service(service).await
}

/// Figures about the disk with an engine's images, and about memory; `None` for an engine on another machine. The virtual
/// machine of Docker Desktop, Colima or OrbStack is another machine, although its socket is local: its host name differs.
#[tauri::command]
pub async fn host_figures(session: SessionState<'_>) -> Result<Option<HostFigures>> {
    let engine = session.engine()?;
    let info = engine.info();
    let is_this_machine = info.local && System::host_name().is_some_and(|name| name == info.host_name);
    Ok(if is_this_machine { figures(Path::new(&info.root_folder)) } else { None })
}

fn figures(root: &Path) -> Option<HostFigures> {
    let (disk_total, disk_free) = disk_space(root).ok()?;
    let mut system = System::new();
    system.refresh_memory();
    Some(HostFigures {
        disk_total,
        disk_free,
        memory_total: system.total_memory(),
        memory_free: system.available_memory(),
    })
}
