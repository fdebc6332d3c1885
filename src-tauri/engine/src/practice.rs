//! An engine of Slipway's own to practise on, apart from every other engine on the machine.
//!
//! It is made of the distribution's parts: a dockerd with storage, socket, bridge and containerd of its own (for root), or a
//! Podman with storage and socket of its own (for others), and a registry on loopback that holds a few
//! [practice images](recipes), which the engine asks before Docker Hub. So a pull of `practice/shell:1.0` shows real
//! layers on their way, without the internet. It lives on Linux.
//!
//! Whoever wants it runs `slipway practice serve` ([`serve`]) and holds its pipes; the window does so by a [`Keeper`].

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::Error;

#[cfg(target_os = "linux")]
pub mod daemon;
mod empty;
#[cfg(target_os = "linux")]
mod engine;
#[cfg(target_os = "linux")]
pub mod images;
mod keeper;
#[cfg(target_os = "linux")]
pub mod process;
#[cfg(target_os = "linux")]
pub mod recipes;
#[cfg(target_os = "linux")]
pub mod registry;
#[cfg(target_os = "linux")]
pub mod rootless;
#[cfg(target_os = "linux")]
mod serve;

pub use empty::empty;
#[cfg(target_os = "linux")]
pub use engine::PracticeEngine;
pub use keeper::{Keeper, hindrance};
#[cfg(target_os = "linux")]
pub use serve::serve;

/// Names another socket for the practice engine, to whoever starts it and to whoever looks for it.
pub const SOCKET_VARIABLE: &str = "SLIPWAY_PRACTICE_SOCKET";

/// Names another folder for the practice engine's storage, to whoever starts it.
pub const FOLDER_VARIABLE: &str = "SLIPWAY_PRACTICE_FOLDER";

/// Where root's practice engine keeps its images and containers.
#[cfg(target_os = "linux")]
const SYSTEM_FOLDER: &str = "/var/lib/slipway/practice";

/// The label by which a dockerd is known to be a practice engine.
const LABEL: &str = "slipway.practice=true";

/// The last part of the folder of a Podman's storage, by which it is known to be a practice engine: Podman has no labels.
const STORAGE: &str = "slipway-practice";

/// The line that asks [`serve`] to empty the engine and start it anew.
const RESET: &str = "reset";

/// What the practice engine's process says, each as one line of JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Line {
    /// It answers, at this address, as `DOCKER_HOST` takes it.
    Ready(String),
    /// It cannot, and ends.
    Failed(Error),
}

/// Where a window finds the practice engine, and how it starts one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Where it listens, when it runs; no practice engine is looked for without.
    pub socket: Option<PathBuf>,
    /// Where it keeps its images and containers, when not at the [usual place](folder).
    pub folder: Option<PathBuf>,
    /// The program whose `practice serve` starts it; without, it can only be found.
    pub program: Option<PathBuf>,
}

/// Where the practice engine keeps its images and containers: what [`FOLDER_VARIABLE`] says; else root's in
/// `/var/lib/slipway/practice`, another user's in the folder for their data.
pub fn folder() -> PathBuf {
    if let Some(folder) = variable(FOLDER_VARIABLE) {
        return folder.into();
    }
    #[cfg(target_os = "linux")]
    if process::is_root() {
        return SYSTEM_FOLDER.into();
    }
    let data = variable("XDG_DATA_HOME")
        .map_or_else(|| std::env::home_dir().unwrap_or_default().join(".local/share"), PathBuf::from);
    data.join("slipway/practice")
}

/// Where the practice engine listens, when it runs: what [`SOCKET_VARIABLE`] says; `slipway/practice.sock` in the
/// user's own run-time folder; or, without such a folder, `/run/slipway/practice.sock`. Under sudo and pkexec it is the
/// socket of the user who called.
pub fn known_socket() -> PathBuf {
    if let Some(socket) = variable(SOCKET_VARIABLE) {
        return socket.into();
    }
    let callers = variable("SUDO_UID").or_else(|| variable("PKEXEC_UID"));
    let callers = callers.map(|uid| Path::new("/run/user").join(uid)).filter(|folder| folder.is_dir());
    let folder = callers.or_else(|| variable("XDG_RUNTIME_DIR").map(PathBuf::from)).unwrap_or_else(|| "/run".into());
    folder.join("slipway/practice.sock")
}

/// The user and group of who called us by sudo or pkexec (which tells the user alone).
#[cfg(target_os = "linux")]
fn caller() -> Option<(u32, u32)> {
    let number = |name: &str| -> Option<u32> { variable(name)?.to_str()?.parse().ok() };
    let user = number("SUDO_UID").or_else(|| number("PKEXEC_UID"))?;
    Some((user, number("SUDO_GID").unwrap_or(user)))
}

fn variable(name: &str) -> Option<std::ffi::OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// The practice engine is made of Linux parts.
#[cfg(not(target_os = "linux"))]
pub async fn serve(_folder: &Path, _tell: impl FnMut(Line)) -> crate::Result<()> {
    Err(crate::Error::new(crate::ErrorCode::PracticeUnavailable).with("missing", "linux"))
}
