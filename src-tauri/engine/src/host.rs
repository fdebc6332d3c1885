//! This machine's programs and users.

use std::{
    ffi::{OsStr, OsString},
    io,
    path::{Path, PathBuf},
};

/// Finds a program in `PATH` and in the system's `sbin` folders, which a user's `PATH` lacks.
pub fn find_program(name: impl AsRef<OsStr>) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let system = ["/usr/local/sbin", "/usr/sbin", "/sbin"].map(PathBuf::from);
    let folders = std::env::join_paths(std::env::split_paths(&path).chain(system)).ok()?;
    which::which_in_global(name, Some(folders)).ok()?.next()
}

/// Whether this process runs as root, and may create mounts, bridges and PID namespaces.
#[cfg(target_os = "linux")]
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Whether this process runs as root. Nothing requires root outside Linux.
#[cfg(not(target_os = "linux"))]
pub fn is_root() -> bool {
    false
}

/// The bytes of the disk that a path is on, in all and available. Unlike a list of mounts, this includes file systems in
/// memory, and is right for a mount below a mount.
///
/// # Errors
/// The path does not exist, or is behind a folder that this user cannot enter.
pub fn disk_space(path: &Path) -> io::Result<(u64, u64)> {
    let disk = fs4::statvfs(path)?;
    Ok((disk.total_space(), disk.available_space()))
}

/// The value of an environment variable; `None` if it is empty.
pub(crate) fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// The user's name: from `/etc/passwd`, else from the environment, for users from a directory service.
pub fn user_name() -> Option<String> {
    let from_variable = |name: &str| variable(name)?.into_string().ok();
    name_in_passwd().or_else(|| from_variable("USER")).or_else(|| from_variable("USERNAME"))
}

#[cfg(target_os = "linux")]
fn name_in_passwd() -> Option<String> {
    let uid = rustix::process::getuid().as_raw().to_string();
    let passwd = std::fs::read_to_string("/etc/passwd").ok()?;
    let line = passwd.lines().find(|line| line.split(':').nth(2) == Some(&uid))?;
    line.split(':').next().map(str::to_owned)
}

#[cfg(not(target_os = "linux"))]
fn name_in_passwd() -> Option<String> {
    None
}
