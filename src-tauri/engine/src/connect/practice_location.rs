//! Where the practice engine listens: known here, so that it can be looked for like any other engine.

use std::path::{Path, PathBuf};

use crate::host::variable;

/// Names another socket for the practice engine, to whoever starts it and to whoever looks for it.
pub const SOCKET_VARIABLE: &str = "SLIPWAY_PRACTICE_SOCKET";

/// Where a window finds the practice engine, and how it starts one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Where it listens, when it runs; no practice engine is looked for without.
    pub socket: Option<PathBuf>,
    /// Where it keeps its images and containers, when not at the usual place.
    pub folder: Option<PathBuf>,
    /// The program whose `practice serve` starts it; without, it can only be found.
    pub program: Option<PathBuf>,
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
