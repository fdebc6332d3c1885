//! Slipway's own engine to learn on, apart from every other engine on the machine.
//!
//! It consists of the distribution's packages: a dockerd with its own storage, socket, bridge and containerd (for root),
//! or a Podman with its own storage and socket (for other users), and a registry on loopback with a few
//! [practice images](recipes), which the engine asks before Docker Hub. So a pull of `practice/shell:1.0` shows real
//! layers being downloaded, without the internet. It is available on Linux only.
//!
//! It runs as `slipway practice serve` ([`serve`]), whose standard input its parent process holds. The window starts it
//! with a [`Supervisor`].
//!
//! Why: `docs/decisions/046-the-practice-engine-is-dockerd.md`.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::{
    error::Error,
    host::{is_root, variable},
};

#[cfg(target_os = "linux")]
pub mod daemon;
mod empty;
#[cfg(target_os = "linux")]
mod engine;
#[cfg(target_os = "linux")]
pub mod images;
#[cfg(target_os = "linux")]
pub mod process;
#[cfg(target_os = "linux")]
pub mod recipes;
#[cfg(target_os = "linux")]
pub mod registry;
mod requirements;
#[cfg(target_os = "linux")]
pub mod rootless;
#[cfg(target_os = "linux")]
mod serve;
mod server_process;
mod supervisor;

pub use empty::empty;
#[cfg(target_os = "linux")]
pub use engine::PracticeEngine;
pub use requirements::unavailable_reason;
#[cfg(target_os = "linux")]
pub use serve::serve;
pub use supervisor::Supervisor;

/// The environment variable that overrides the folder of the practice engine's storage.
pub const FOLDER_VARIABLE: &str = "SLIPWAY_PRACTICE_FOLDER";

/// Where root's practice engine stores its images and containers.
const SYSTEM_FOLDER: &str = "/var/lib/slipway/practice";

/// The label that marks a dockerd as a practice engine.
const LABEL: &str = "slipway.practice=true";

/// The last part of the path of a Podman's storage, which marks it as a practice engine: Podman has no labels.
const PODMAN_STORAGE: &str = "slipway-practice";

/// The line that asks [`serve`] to empty the engine and restart it.
const RESET: &str = "reset";

/// What `slipway practice serve` reports, each as one line of JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ServeEvent {
    /// The engine answers at this address, in the form of `DOCKER_HOST`.
    Ready(String),
    /// The engine cannot run; the process exits.
    Failed(Error),
}

/// Where the practice engine stores its images and containers: the value of [`FOLDER_VARIABLE`]; else
/// `/var/lib/slipway/practice` for root, and the user's data folder for others.
pub fn folder() -> PathBuf {
    if let Some(folder) = variable(FOLDER_VARIABLE) {
        return folder.into();
    }
    if is_root() {
        return SYSTEM_FOLDER.into();
    }
    let data = variable("XDG_DATA_HOME")
        .map_or_else(|| std::env::home_dir().unwrap_or_default().join(".local/share"), PathBuf::from);
    data.join("slipway/practice")
}

/// The user and group that called this process with sudo or pkexec (which passes the user only).
#[cfg(target_os = "linux")]
fn caller() -> Option<(u32, u32)> {
    let number = |name: &str| -> Option<u32> { variable(name)?.to_str()?.parse().ok() };
    let user = number("SUDO_UID").or_else(|| number("PKEXEC_UID"))?;
    Some((user, number("SUDO_GID").unwrap_or(user)))
}

/// The practice engine needs Linux.
///
/// # Errors
/// [`ErrorCode::PracticeUnavailable`](crate::ErrorCode::PracticeUnavailable), always.
#[cfg(not(target_os = "linux"))]
pub async fn serve(_folder: &std::path::Path, _emit: impl FnMut(ServeEvent)) -> crate::Result<()> {
    Err(Error::new(crate::ErrorCode::PracticeUnavailable).with("missing", "linux"))
}
