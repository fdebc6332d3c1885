use std::{collections::BTreeMap, path::Path};

use tokio::process::Command;

use crate::{
    connect::Surroundings,
    host::{find_program, is_root, user_name},
};

/// What this machine tells of its engines and its user; plain data, so that a test can make one up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// `linux`, `macos`, `windows`.
    pub os: String,
    /// What the system calls itself: `Debian GNU/Linux 12 (bookworm)`; empty where that is not known.
    pub system: String,
    /// The `ID` and `ID_LIKE` of os-release(5), the nearest first.
    pub distributions: Vec<String>,
    /// The system's dockerd.
    pub docker: Unit,
    /// The user's Podman socket.
    pub podman: Unit,
    /// Docker Desktop.
    pub desktop: Unit,
    /// Whether units are systemd's; else services are started by `service`.
    pub systemd: bool,
    /// Whether polkit's `pkexec` can ask for root's rights. Root needs none.
    pub may_ask: bool,
    /// The user's name.
    pub user: String,
    /// Whether the user has been put into the docker group, whether or not this session knows.
    pub in_group: bool,
    /// Whether this session has the rights of that group.
    pub group_counts: bool,
    /// The context that was chosen, where one other than the default was.
    pub context: Option<String>,
    /// Whether the environment's `DOCKER_CONTEXT` chose it, rather than Docker's configuration.
    pub context_by_environment: bool,
}

/// Whether something that can run is there, and runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Unit {
    /// It is not installed.
    #[default]
    Absent,
    /// It is installed; it does not run, or does not tell.
    Stopped,
    /// It runs, as its system says.
    Running,
}

impl Facts {
    /// As they are.
    pub async fn gather(surroundings: &Surroundings) -> Self {
        let release = os_release(&std::fs::read_to_string("/etc/os-release").unwrap_or_default());
        let named = |name: &str| release.get(name).cloned().unwrap_or_default();
        let systemd = Path::new("/run/systemd/system").is_dir();
        let user = user_name().unwrap_or_default();
        let groups = std::fs::read_to_string("/etc/group").unwrap_or_default();
        Self {
            os: std::env::consts::OS.to_owned(),
            system: named("PRETTY_NAME"),
            distributions: named("ID").split(' ').chain(named("ID_LIKE").split(' ')).map(str::to_owned).collect(),
            docker: docker(systemd).await,
            podman: podman(systemd).await,
            desktop: desktop(systemd).await,
            systemd,
            may_ask: is_root() || has_program("pkexec"),
            in_group: in_group(&groups, &user),
            group_counts: group_number(&groups).is_some_and(has_group),
            user,
            context: surroundings.chosen_context(),
            context_by_environment: surroundings.docker_context.is_some(),
        }
    }
}

fn has_program(name: &str) -> bool {
    find_program(name).is_some()
}

async fn docker(systemd: bool) -> Unit {
    if systemd {
        return unit(&["docker.service"]).await;
    }
    if Path::new("/etc/init.d/docker").exists() && has_program("dockerd") {
        // Its pid file is dockerd's own (`--pidfile`); a stale one names nobody, or somebody else.
        let pid = std::fs::read_to_string("/var/run/docker.pid").ok();
        let name = pid.and_then(|pid| std::fs::read_to_string(format!("/proc/{}/comm", pid.trim())).ok());
        return if name.is_some_and(|name| name.trim() == "dockerd") { Unit::Running } else { Unit::Stopped };
    }
    Unit::Absent
}

async fn podman(systemd: bool) -> Unit {
    if systemd && has_program("podman") { unit(&["--user", "podman.socket"]).await } else { Unit::Absent }
}

async fn desktop(systemd: bool) -> Unit {
    if cfg!(target_os = "macos") {
        let app = Path::new("/Applications/Docker.app");
        return if app.is_dir() { Unit::Stopped } else { Unit::Absent };
    }
    if systemd { unit(&["--user", "docker-desktop.service"]).await } else { Unit::Absent }
}

/// What systemd says of a unit (systemctl(1), `show`).
async fn unit(words: &[&str]) -> Unit {
    let mut systemctl = Command::new("systemctl");
    let asked = systemctl.args(["show", "--property=LoadState,ActiveState"]).args(words).output().await;
    let Ok(output) = asked else { return Unit::Absent };
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    match (said.contains("LoadState=loaded"), said.contains("ActiveState=active")) {
        (true, true) => Unit::Running,
        (true, false) => Unit::Stopped,
        (false, _) => Unit::Absent,
    }
}

/// The lines of os-release(5), without their quotes.
fn os_release(text: &str) -> BTreeMap<String, String> {
    let lines = text.lines().filter_map(|line| line.split_once('='));
    lines.map(|(name, value)| (name.to_owned(), value.trim_matches(['"', '\'']).to_owned())).collect()
}

/// Whether group(5) has the user in the docker group.
fn in_group(groups: &str, user: &str) -> bool {
    let members = docker_group(groups).and_then(|line| line.rsplit(':').next());
    !user.is_empty() && members.is_some_and(|members| members.split(',').any(|name| name == user))
}

fn group_number(groups: &str) -> Option<u32> {
    docker_group(groups)?.split(':').nth(2)?.parse().ok()
}

fn docker_group(groups: &str) -> Option<&str> {
    groups.lines().find(|line| line.starts_with("docker:"))
}

#[cfg(target_os = "linux")]
fn has_group(number: u32) -> bool {
    let groups = rustix::process::getgroups().unwrap_or_default();
    groups.into_iter().chain([rustix::process::getegid()]).any(|group| group.as_raw() == number)
}

#[cfg(not(target_os = "linux"))]
fn has_group(_: u32) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn os_release_is_read_as_the_shell_would() {
        let release = os_release("PRETTY_NAME=\"Linux Mint 22\"\nID=linuxmint\nID_LIKE=\"ubuntu debian\"\n");
        assert_eq!(release["PRETTY_NAME"], "Linux Mint 22", "without its quotes");
        assert_eq!(release["ID_LIKE"], "ubuntu debian", "several words");
    }

    #[test]
    fn members_of_the_group_are_known_by_their_whole_name() {
        let groups = "sudo:x:27:ann\ndocker:x:106:ann,bo\n";
        assert!(in_group(groups, "bo"), "a member");
        assert!(!in_group(groups, "b"), "a part of a member's name");
        assert!(!in_group("docker:x:106:\n", ""), "nobody is a member of an empty group");
        assert_eq!(group_number(groups), Some(106), "the group's number");
    }
}
