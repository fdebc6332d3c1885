use std::{collections::BTreeMap, path::Path};

use tokio::process::Command;

use crate::{
    connect::Environment,
    host::{find_program, is_root, user_name},
    wire::LocalService,
};

/// What is known about this machine's engines and its user, as plain data, so that tests can make it up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The operating system: `linux`, `macos`, `windows`.
    pub os: String,
    /// The system's name: `Debian GNU/Linux 12 (bookworm)`; empty if unknown.
    pub system: String,
    /// The `ID` and `ID_LIKE` of os-release(5), the closest first.
    pub distributions: Vec<String>,
    /// The system's dockerd.
    pub docker: UnitState,
    /// The user's Podman socket.
    pub podman: UnitState,
    /// Docker Desktop.
    pub desktop: UnitState,
    /// Whether the system runs systemd; otherwise services are started with `service`.
    pub systemd: bool,
    /// Whether root privileges can be acquired: with polkit's `pkexec`, or because this process has them.
    pub can_elevate: bool,
    /// The user's name.
    pub user: String,
    /// Whether the user is a member of the docker group, even if this session started before.
    pub in_docker_group: bool,
    /// Whether the docker group is in effect in this session.
    pub docker_group_in_effect: bool,
    /// The context that is chosen, unless it is the default one.
    pub context: Option<String>,
    /// Whether `DOCKER_CONTEXT` chooses it, not Docker's configuration.
    pub context_from_environment: bool,
}

/// The state of a unit or a service.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum UnitState {
    /// Not installed.
    #[default]
    Absent,
    /// Installed; not running, or not known to be.
    Stopped,
    /// Running.
    Running,
}

impl Facts {
    /// Gathers the facts of this machine.
    pub async fn gather(environment: &Environment) -> Self {
        let release = os_release(&std::fs::read_to_string("/etc/os-release").unwrap_or_default());
        let field = |name: &str| release.get(name).cloned().unwrap_or_default();
        let systemd = Path::new("/run/systemd/system").is_dir();
        let user = user_name().unwrap_or_default();
        let groups = std::fs::read_to_string("/etc/group").unwrap_or_default();
        Self {
            os: std::env::consts::OS.to_owned(),
            system: field("PRETTY_NAME"),
            distributions: field("ID").split(' ').chain(field("ID_LIKE").split(' ')).map(str::to_owned).collect(),
            docker: docker(systemd).await,
            podman: podman(systemd).await,
            desktop: desktop(systemd).await,
            systemd,
            can_elevate: is_root() || has_program("pkexec"),
            in_docker_group: in_docker_group(&groups, &user),
            docker_group_in_effect: docker_group_id(&groups).is_some_and(session_has_group),
            user,
            context: environment.chosen_context().ok().flatten(),
            context_from_environment: environment.docker_context.is_some(),
        }
    }

    /// The installed engine that is most likely meant.
    pub(super) fn installed_engine(&self) -> Option<LocalService> {
        let engines = [
            (LocalService::Docker, self.docker),
            (LocalService::DockerDesktop, self.desktop),
            (LocalService::Podman, self.podman),
        ];
        engines.into_iter().find(|(_, state)| *state != UnitState::Absent).map(|(engine, _)| engine)
    }
}

fn has_program(name: &str) -> bool {
    find_program(name).is_some()
}

async fn docker(systemd: bool) -> UnitState {
    if systemd {
        return unit(&["docker.service"]).await;
    }
    if Path::new("/etc/init.d/docker").exists() && has_program("dockerd") {
        // The PID file is dockerd's own (`--pidfile`); a stale one contains no process's PID, or another's.
        let pid = std::fs::read_to_string("/var/run/docker.pid").ok();
        let name = pid.and_then(|pid| std::fs::read_to_string(format!("/proc/{}/comm", pid.trim())).ok());
        return if name.is_some_and(|name| name.trim() == "dockerd") { UnitState::Running } else { UnitState::Stopped };
    }
    UnitState::Absent
}

async fn podman(systemd: bool) -> UnitState {
    if systemd && has_program("podman") { unit(&["--user", "podman.socket"]).await } else { UnitState::Absent }
}

async fn desktop(systemd: bool) -> UnitState {
    if cfg!(target_os = "macos") {
        let app = Path::new("/Applications/Docker.app");
        return if app.is_dir() { UnitState::Stopped } else { UnitState::Absent };
    }
    if systemd { unit(&["--user", "docker-desktop.service"]).await } else { UnitState::Absent }
}

/// The state of a systemd unit (systemctl(1), `show`).
async fn unit(arguments: &[&str]) -> UnitState {
    let mut systemctl = Command::new("systemctl");
    let output = systemctl.args(["show", "--property=LoadState,ActiveState"]).args(arguments).output().await;
    let Ok(output) = output else { return UnitState::Absent };
    let properties = String::from_utf8_lossy(&output.stdout).into_owned();
    match (properties.contains("LoadState=loaded"), properties.contains("ActiveState=active")) {
        (true, true) => UnitState::Running,
        (true, false) => UnitState::Stopped,
        (false, _) => UnitState::Absent,
    }
}

/// The fields of os-release(5), without quotes.
fn os_release(text: &str) -> BTreeMap<String, String> {
    let lines = text.lines().filter_map(|line| line.split_once('='));
    lines.map(|(name, value)| (name.to_owned(), value.trim_matches(['"', '\'']).to_owned())).collect()
}

/// Whether the user is a member of the docker group in group(5).
fn in_docker_group(groups: &str, user: &str) -> bool {
    let members = docker_group(groups).and_then(|line| line.rsplit(':').next());
    !user.is_empty() && members.is_some_and(|members| members.split(',').any(|name| name == user))
}

fn docker_group_id(groups: &str) -> Option<u32> {
    docker_group(groups)?.split(':').nth(2)?.parse().ok()
}

fn docker_group(groups: &str) -> Option<&str> {
    groups.lines().find(|line| line.starts_with("docker:"))
}

#[cfg(target_os = "linux")]
fn session_has_group(id: u32) -> bool {
    let groups = rustix::process::getgroups().unwrap_or_default();
    groups.into_iter().chain([rustix::process::getegid()]).any(|group| group.as_raw() == id)
}

#[cfg(not(target_os = "linux"))]
fn session_has_group(_: u32) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn os_release_is_parsed_without_quotes() {
        let release = os_release("PRETTY_NAME=\"Linux Mint 22\"\nID=linuxmint\nID_LIKE=\"ubuntu debian\"\n");
        assert_eq!(release["PRETTY_NAME"], "Linux Mint 22", "without quotes");
        assert_eq!(release["ID_LIKE"], "ubuntu debian", "several words");
    }

    #[test]
    fn group_members_match_by_full_name() {
        let groups = "sudo:x:27:ann\ndocker:x:106:ann,bo\n";
        assert!(in_docker_group(groups, "bo"), "a member");
        assert!(!in_docker_group(groups, "b"), "a part of a member's name");
        assert!(!in_docker_group("docker:x:106:\n", ""), "an empty group has no members");
        assert_eq!(docker_group_id(groups), Some(106), "the group's ID");
    }
}
