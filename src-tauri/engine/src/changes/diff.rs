use bollard::models::{ChangeType, FilesystemChange};

use crate::{
    api,
    connect::Engine,
    error::Result,
    wire::{Change, ChangeKind, ChangeNoise, Changes},
};

/// The files that the engine itself adds to a container. They are mounted, and their mount points appear as changes.
const ENGINE_FILES: [&str; 10] = [
    "/.dockerenv",
    "/dev",
    "/etc/hostname",
    "/etc/hosts",
    "/etc/mtab",
    "/etc/resolv.conf",
    "/run/.containerenv",
    "/run/podman-init",
    "/run/secrets",
    "/sbin/docker-init",
];

/// The folders where the kernel's own file systems are mounted.
const ENGINE_FOLDERS: [&str; 3] = ["/dev/", "/proc/", "/sys/"];

/// `docker diff CONTAINER`, sorted by path, with the changes that are probably irrelevant classified as noise.
///
/// # Errors
/// [`crate::ErrorCode::ContainerNotFound`]; the engine's refusal by code.
pub async fn diff(engine: &Engine, container: &str) -> Result<Changes> {
    let inspected = api::containers::inspect(engine, container).await?;
    let changes = engine.docker().container_changes(&inspected.id).await?;
    Ok(Changes { changes: classify(changes.unwrap_or_default(), &inspected.mount_paths()) })
}

/// Whether a path is a mount or in one.
pub fn is_mounted(path: &str, mounts: &[String]) -> bool {
    mounts.iter().any(|mount| path == mount || is_within(path, mount))
}

/// Sorts the changes by path and determines their noise.
fn classify(changes: Vec<FilesystemChange>, mounts: &[String]) -> Vec<Change> {
    let change = |change: FilesystemChange| {
        let noise = own_noise(&change.path, mounts);
        Change { path: change.path, kind: kind(change.kind), noise }
    };
    let mut changes: Vec<Change> = changes.into_iter().map(change).collect();
    changes.sort_by(|one, other| one.path.cmp(&other.path));
    let noise: Vec<Option<ChangeNoise>> = changes.iter().map(|change| noise(change, &changes)).collect();
    for (change, noise) in changes.iter_mut().zip(noise) {
        change.noise = noise;
    }
    changes
}

fn kind(kind: ChangeType) -> ChangeKind {
    match kind {
        ChangeType::_0 => ChangeKind::Changed,
        ChangeType::_1 => ChangeKind::Added,
        ChangeType::_2 => ChangeKind::Deleted,
    }
}

/// The noise that a path's name alone determines.
fn own_noise(path: &str, mounts: &[String]) -> Option<ChangeNoise> {
    if ENGINE_FILES.contains(&path) || ENGINE_FOLDERS.iter().any(|folder| path.starts_with(folder)) {
        Some(ChangeNoise::Engine)
    } else if is_mounted(path, mounts) {
        Some(ChangeNoise::Mount)
    } else {
        None
    }
}

/// The reason why a change is probably irrelevant. `all` is sorted and has each path's own noise.
fn noise(change: &Change, all: &[Change]) -> Option<ChangeNoise> {
    let within = within(&change.path, all);
    match change.kind {
        _ if change.noise.is_some() => change.noise,
        ChangeKind::Changed if !within.is_empty() => Some(ChangeNoise::Parent),
        // Podman lists only the folders of its own files, not the files.
        ChangeKind::Changed => ENGINE_FILES
            .iter()
            .any(|file| file.rsplit_once('/').is_some_and(|(folder, _)| folder == change.path))
            .then_some(ChangeNoise::Engine),
        // Folders that were created for a mount or a file of the engine, and contain nothing else.
        ChangeKind::Added => within.iter().find_map(|one| one.noise).filter(|_| !has_own(within, all)),
        _ => None,
    }
}

/// Whether any change is relevant, folders that only contain other changes aside.
fn has_own(within: &[Change], all: &[Change]) -> bool {
    within.iter().any(|one| one.noise.is_none() && self::within(&one.path, all).is_empty())
}

/// The changes in a folder. Sorted by path, they are adjacent.
fn within<'a>(folder: &str, all: &'a [Change]) -> &'a [Change] {
    let prefix = format!("{}/", folder.trim_end_matches('/'));
    let start = all.partition_point(|one| one.path < prefix);
    let count = all[start..].partition_point(|one| one.path.starts_with(&prefix));
    &all[start..start + count]
}

fn is_within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder.trim_end_matches('/')).is_some_and(|rest| rest.len() > 1 && rest.starts_with('/'))
}

#[cfg(test)]
mod tests;
