//! Where the practice engine listens: known here, so that it can be found like any other engine.

use std::path::{Path, PathBuf};

use crate::host::variable;

/// The environment variable that overrides the practice engine's socket path.
pub const SOCKET_VARIABLE: &str = "SLIPWAY_PRACTICE_SOCKET";

/// Where a window finds the practice engine, and how it starts one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PracticeLocation {
    /// The socket it listens on while it runs. If `None`, no practice engine is looked for.
    pub socket: Option<PathBuf>,
    /// Where it stores images and containers, if not in the default folder.
    pub folder: Option<PathBuf>,
    /// The program whose `practice serve` starts it. If `None`, it can only be found.
    pub program: Option<PathBuf>,
}

/// The socket that the practice engine listens on while it runs: the value of [`SOCKET_VARIABLE`];
/// `slipway/practice.sock` in the user's runtime folder; or, without such a folder, `/run/slipway/practice.sock`. Under
/// sudo and pkexec it is the socket of the calling user.
pub fn known_socket() -> PathBuf {
    if let Some(socket) = variable(SOCKET_VARIABLE) {
        return socket.into();
    }
    let callers = variable("SUDO_UID").or_else(|| variable("PKEXEC_UID"));
    let callers = callers.map(|uid| Path::new("/run/user").join(uid)).filter(|folder| folder.is_dir());
    let folder = callers.or_else(|| variable("XDG_RUNTIME_DIR").map(PathBuf::from)).unwrap_or_else(|| "/run".into());
    folder.join("slipway/practice.sock")
}
