//! An engine of Slipway's own to practise on, apart from every other engine on the machine.
//!
//! It is made of the distribution's parts: a dockerd with storage, socket, bridge and containerd of its own, and a
//! registry on loopback that holds a few [practice images](recipes), which the dockerd asks before Docker Hub. So a
//! pull of `practice/shell:1.0` shows real layers on their way, without the internet. It lives on Linux, and needs root.

use std::path::{Path, PathBuf};

#[cfg(target_os = "linux")]
pub mod daemon;
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

#[cfg(target_os = "linux")]
pub use engine::{PracticeEngine, serve};

/// Names another socket for the practice engine, to whoever starts it and to whoever looks for it.
pub const SOCKET_VARIABLE: &str = "SLIPWAY_PRACTICE_SOCKET";

/// Where the practice engine keeps its images and containers.
pub const FOLDER: &str = "/var/lib/slipway/practice";

/// Where the practice engine listens, when it runs: what [`SOCKET_VARIABLE`] says; `slipway/practice.sock` in the
/// user's own run-time folder; or, without such a folder, `/run/slipway/practice.sock`. Under sudo it is the socket of
/// the user who called.
pub fn known_socket() -> PathBuf {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    if let Some(socket) = variable(SOCKET_VARIABLE) {
        return socket.into();
    }
    let callers = variable("SUDO_UID").map(|uid| Path::new("/run/user").join(uid)).filter(|folder| folder.is_dir());
    let folder = callers.or_else(|| variable("XDG_RUNTIME_DIR").map(PathBuf::from)).unwrap_or_else(|| "/run".into());
    folder.join("slipway/practice.sock")
}

/// The practice engine is made of Linux parts.
#[cfg(not(target_os = "linux"))]
pub async fn serve(_folder: &Path, _ready: impl FnOnce(&Path)) -> crate::Result<()> {
    Err(crate::Error::new(crate::ErrorCode::PracticeUnavailable).with("missing", "linux"))
}
