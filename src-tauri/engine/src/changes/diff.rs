use bollard::models::{ChangeType, FilesystemChange};
use futures_util::{StreamExt, TryStreamExt, future, stream};

use super::{
    image_side::ImageSide,
    names::{self, Listed},
};
use crate::{
    api::{self, archive},
    connect::Engine,
    encoding::{bytes_of, decode_paths, distinguish, is_guessable},
    error::{Error, Result},
    wire::{Change, ChangeKind, ChangeNoise, Changes, DecodedPath},
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

/// The maximum number of folders that are compared with the image's: each takes a few milliseconds.
const MAX_COMPARED: usize = 256;
/// The number of folders that are compared at a time.
const COMPARED_AT_ONCE: usize = 8;

/// `docker diff CONTAINER`, sorted by path, with the changes that are probably irrelevant classified as noise.
///
/// # Errors
/// [`crate::ErrorCode::ContainerNotFound`]; the engine's refusal by code.
pub async fn diff(engine: &Engine, container: &str) -> Result<Changes> {
    let inspected = api::containers::inspect(engine, container).await?;
    let mut image = ImageSide::of(engine, &inspected.image);
    let listed = names::resolve(engine, &inspected.id, &mut image, list(engine, &inspected.id).await?).await?;
    let mut changes = classify(listed, &inspected.mount_paths());
    decode(&mut changes);
    compare_folders(engine, &inspected.id, &mut image, &mut changes).await?;
    image.close().await?;
    Ok(Changes { changes })
}

/// [`diff`] from the engine's list alone, without the image's files: what is wrong with the list stays wrong.
///
/// # Errors
/// [`crate::ErrorCode::ContainerNotFound`]; the engine's refusal by code.
pub(crate) async fn listed(engine: &Engine, container: &str) -> Result<Vec<Change>> {
    let inspected = api::containers::inspect(engine, container).await?;
    let mut listed = list(engine, &inspected.id).await?;
    distinguish(listed.iter_mut().map(|(path, _)| path));
    Ok(classify(listed, &inspected.mount_paths()))
}

async fn list(engine: &Engine, container: &str) -> Result<Vec<Listed>> {
    let changes = engine.docker().container_changes(container).await?.unwrap_or_default();
    Ok(changes.into_iter().map(|FilesystemChange { path, kind: change }| (path, kind(change))).collect())
}

/// Decodes the paths that are not UTF-8.
fn decode(changes: &mut [Change]) {
    let mut undecoded: Vec<&mut Change> = changes.iter_mut().filter(|change| is_guessable(&change.path)).collect();
    let paths: Vec<Vec<u8>> = undecoded.iter().map(|change| bytes_of(&change.path)).collect();
    let decoded = decode_paths(paths.iter().map(Vec::as_slice));
    for (change, decoded) in undecoded.iter_mut().zip(decoded) {
        change.decoded =
            decoded.map(|decoded| DecodedPath { text: decoded.text, encoding: decoded.encoding.to_owned() });
    }
}

/// Finds the folders that are more than parents of something that changed: those that replaced a file, and those whose
/// own mode changed. Engines list both like a mere parent.
async fn compare_folders(
    engine: &Engine,
    container: &str,
    image: &mut ImageSide<'_>,
    changes: &mut [Change],
) -> Result<()> {
    let parents = changes.iter().enumerate().filter(|(_, change)| change.noise == Some(ChangeNoise::Parent));
    let parents: Vec<(usize, String)> =
        parents.take(MAX_COMPARED).map(|(index, change)| (index, change.path.clone())).collect();
    if parents.is_empty() {
        return Ok(());
    }
    let Some(helper) = image.container().await? else { return Ok(()) };
    let compared = parents.into_iter().map(|(index, path)| async move {
        let sides = future::try_join(archive::stat(engine, helper, &path), archive::stat(engine, container, &path));
        let (before, after) = sides.await?;
        let differs = before.map(|stat| stat.mode) != after.map(|stat| stat.mode);
        Ok::<_, Error>(differs.then_some(index))
    });
    let different: Vec<Option<usize>> = stream::iter(compared).buffer_unordered(COMPARED_AT_ONCE).try_collect().await?;
    for index in different.into_iter().flatten() {
        changes[index].noise = None;
    }
    Ok(())
}

/// Whether a path is a mount or in one.
pub fn is_mounted(path: &str, mounts: &[String]) -> bool {
    mounts.iter().any(|mount| path == mount || is_within(path, mount))
}

/// Sorts the changes by path and determines their noise.
fn classify(listed: Vec<Listed>, mounts: &[String]) -> Vec<Change> {
    let change = |(path, kind): Listed| Change { noise: own_noise(&path, mounts), path, decoded: None, kind };
    let mut changes: Vec<Change> = listed.into_iter().map(change).collect();
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
