//! An engine of Slipway's own to practise on, apart from every other engine on the machine.
//!
//! It is made of the distribution's parts: a dockerd with storage, socket, bridge and containerd of its own (for root), or a
//! Podman with storage and socket of its own (for others), and a registry on loopback that holds a few
//! [practice images](recipes), which the engine asks before Docker Hub. So a pull of `practice/shell:1.0` shows real
//! layers on their way, without the internet. It lives on Linux.
//!
//! Whoever wants it runs `slipway practice serve` ([`serve`]) and holds its pipes; the window does so by a [`Keeper`].

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
mod supervisor;
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
pub use supervisor::{Keeper, hindrance};
#[cfg(target_os = "linux")]
pub use serve::serve;

/// Names another folder for the practice engine's storage, to whoever starts it.
pub const FOLDER_VARIABLE: &str = "SLIPWAY_PRACTICE_FOLDER";

/// Where root's practice engine keeps its images and containers.
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

/// Where the practice engine keeps its images and containers: what [`FOLDER_VARIABLE`] says; else root's in
/// `/var/lib/slipway/practice`, another user's in the folder for their data.
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

/// The user and group of who called us by sudo or pkexec (which tells the user alone).
#[cfg(target_os = "linux")]
fn caller() -> Option<(u32, u32)> {
    let number = |name: &str| -> Option<u32> { variable(name)?.to_str()?.parse().ok() };
    let user = number("SUDO_UID").or_else(|| number("PKEXEC_UID"))?;
    Some((user, number("SUDO_GID").unwrap_or(user)))
}

/// The practice engine is made of Linux parts.
#[cfg(not(target_os = "linux"))]
pub async fn serve(_folder: &Path, _tell: impl FnMut(Line)) -> crate::Result<()> {
    Err(crate::Error::new(crate::ErrorCode::PracticeUnavailable).with("missing", "linux"))
}
