//! What the practice engine needs on this machine, checked before it is started.

#[cfg(target_os = "linux")]
use super::rootless;
use crate::error::{Error, ErrorCode, Result};
#[cfg(target_os = "linux")]
use crate::host::{find_program, is_root};

/// The privileges to run the engine with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Privileges {
    /// This process's own: root's, or those that a user has in a namespace.
    Own,
    /// Root's, after the system has asked the person (polkit's `pkexec`).
    Authorised,
}

/// Why the practice engine cannot be started here, as far as is known beforehand:
/// [`ErrorCode::PracticeUnavailable`] with what is missing.
pub fn unavailable_reason() -> Option<Error> {
    usable_privileges().err().or_else(missing_program)
}

/// A missing program that the engine needs with any privileges.
#[cfg(target_os = "linux")]
fn missing_program() -> Option<Error> {
    let root: &[&str] = if is_root() { &["dockerd", "ip"] } else { &[] };
    let lacks = |program: &str| find_program(program).is_none();
    let missing = root.iter().chain(&["busybox", "bash-static"]).copied().find(|program| lacks(program));
    // The registry has two names.
    let missing = missing.or_else(|| (lacks("docker-registry") && lacks("registry")).then_some("docker-registry"));
    missing.map(|missing| Error::new(ErrorCode::PracticeUnavailable).with("missing", missing))
}

#[cfg(not(target_os = "linux"))]
fn missing_program() -> Option<Error> {
    None
}

/// The privileges that the engine can be started with, the preferred ones first: root's for a dockerd, which behaves
/// exactly as the commands shown; else the user's own for a Podman.
#[cfg(target_os = "linux")]
pub(super) fn usable_privileges() -> Result<Vec<Privileges>> {
    if is_root() {
        return Ok(vec![Privileges::Own]);
    }
    let has = |program: &str| find_program(program).is_some();
    let missing = rootless::missing_requirement();
    let mut usable = Vec::new();
    if has("pkexec") && has("dockerd") {
        usable.push(Privileges::Authorised);
    }
    if missing.is_none() {
        usable.push(Privileges::Own);
    }
    match missing {
        Some(missing) if usable.is_empty() => Err(Error::new(ErrorCode::PracticeUnavailable).with("missing", missing)),
        _ => Ok(usable),
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn usable_privileges() -> Result<Vec<Privileges>> {
    Err(Error::new(ErrorCode::PracticeUnavailable).with("missing", "linux"))
}
