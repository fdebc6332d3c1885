use std::path::Path;

use slipway_engine::{
    Result,
    wire::{Endpoint, Examination, HostFigures, LocalService},
};
use sysinfo::{Disks, System};

use super::TheSession;

#[tauri::command]
pub async fn endpoints(session: TheSession<'_>) -> Result<Vec<Endpoint>> {
    Ok(session.link().endpoints())
}

#[tauri::command]
pub async fn connect(session: TheSession<'_>, endpoint: Option<Endpoint>) -> Result<()> {
    session.link().choose(endpoint);
    Ok(())
}

#[tauri::command]
pub async fn reconnect(session: TheSession<'_>) -> Result<()> {
    session.link().retry();
    Ok(())
}

#[tauri::command]
pub async fn refresh(session: TheSession<'_>) -> Result<()> {
    session.inventory().refresh();
    Ok(())
}

#[tauri::command]
pub async fn examine(session: TheSession<'_>) -> Result<Examination> {
    Ok(session.examine().await)
}

#[tauri::command]
pub async fn start_service(session: TheSession<'_>, service: LocalService) -> Result<()> {
    session.start_service(service).await
}

/// What this machine tells of the disk that an engine's images live on; nothing for an engine on another machine, which we cannot
/// see. The virtual machine of Docker Desktop, Colima or OrbStack is another one, near as its socket is: it has a name of its own.
#[tauri::command]
pub async fn host_figures(session: TheSession<'_>) -> Result<Option<HostFigures>> {
    let engine = session.engine()?;
    let info = engine.info();
    let is_here = info.local && System::host_name().is_some_and(|name| name == info.host_name);
    Ok(if is_here { figures(Path::new(&info.root_folder)) } else { None })
}

fn figures(root: &Path) -> Option<HostFigures> {
    let disks = Disks::new_with_refreshed_list();
    let disk = disks
        .iter()
        .filter(|disk| root.starts_with(disk.mount_point()))
        .max_by_key(|disk| disk.mount_point().components().count())?;
    let mut system = System::new();
    system.refresh_memory();
    Some(HostFigures {
        disk_total: disk.total_space(),
        disk_free: disk.available_space(),
        memory_total: system.total_memory(),
        memory_free: system.available_memory(),
    })
}
