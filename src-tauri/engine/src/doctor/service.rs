use std::process::Stdio;

use tokio::process::Command;

use crate::{
    error::{Error, ErrorCode, Result},
    host::is_root,
    wire::LocalService,
};

/// Starts an engine that is installed on this machine, in the system's own way, which may ask for a password. Only these
/// programs with these arguments are ever run.
///
/// # Errors
/// [`ErrorCode::ServiceFailed`], with the program's message.
pub async fn start(service: LocalService) -> Result<()> {
    let command = start_command(service, is_root(), std::path::Path::new("/run/systemd/system").is_dir());
    let (program, arguments) = command.split_first().ok_or_else(|| failed(service))?;
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output().await;
    let output = output.map_err(|error| failed(service).with_message(error.to_string()))?;
    if output.status.success() {
        return Ok(());
    }
    Err(failed(service).with_message(String::from_utf8_lossy(&output.stderr).trim()))
}

/// The command that starts the service.
pub(super) fn start_command(service: LocalService, root: bool, systemd: bool) -> Vec<&'static str> {
    let docker: &[_] = if systemd { &["systemctl", "start", "docker"] } else { &["service", "docker", "start"] };
    match service {
        LocalService::Docker if root => docker.to_vec(),
        LocalService::Docker => [&["pkexec"], docker].concat(),
        LocalService::Podman => vec!["systemctl", "--user", "start", "podman.socket"],
        LocalService::DockerDesktop if cfg!(target_os = "macos") => vec!["open", "-a", "Docker"],
        LocalService::DockerDesktop => vec!["systemctl", "--user", "start", "docker-desktop"],
    }
}

fn failed(service: LocalService) -> Error {
    let name = match service {
        LocalService::Docker => "Docker",
        LocalService::Podman => "Podman",
        LocalService::DockerDesktop => "Docker Desktop",
    };
    Error::new(ErrorCode::ServiceFailed).with("name", name)
}
