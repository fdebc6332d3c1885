use bollard::models::{ChangeType, FilesystemChange};

use crate::{
    api,
    connect::Engine,
    error::Result,
    wire::{Change, ChangeKind, ChangeNoise, Changes},
};

/// What the engine itself puts into a container. Its files are mounted, and their places show up as changes.
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

/// Where the kernel's own trees are mounted.
const ENGINE_FOLDERS: [&str; 3] = ["/dev/", "/proc/", "/sys/"];

/// `docker diff CONTAINER`, sorted by path, with what is probably not looked for told apart.
///
/// # Errors
/// [`crate::ErrorCode::ContainerNotFound`]; the engine's refusal by code.
pub async fn diff(engine: &Engine, container: &str) -> Result<Changes> {
    let inspected = api::containers::inspect(engine, container).await?;
    let changes = engine.docker().container_changes(&inspected.id).await?;
    Ok(Changes { changes: sorted(changes.unwrap_or_default(), &inspected.mount_paths()) })
}

/// Whether a path is a mount or lies in one.
pub fn is_mounted(path: &str, mounts: &[String]) -> bool {
    mounts.iter().any(|mount| path == mount || is_within(path, mount))
}

fn sorted(changes: Vec<FilesystemChange>, mounts: &[String]) -> Vec<Change> {
    let told = |change: FilesystemChange| {
        let noise = own_noise(&change.path, mounts);
        Change { path: change.path, kind: kind(change.kind), noise }
    };
    let mut changes: Vec<Change> = changes.into_iter().map(told).collect();
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

/// What a path is by its name alone.
fn own_noise(path: &str, mounts: &[String]) -> Option<ChangeNoise> {
    if ENGINE_FILES.contains(&path) || ENGINE_FOLDERS.iter().any(|folder| path.starts_with(folder)) {
        Some(ChangeNoise::Engine)
    } else if is_mounted(path, mounts) {
        Some(ChangeNoise::Mount)
    } else {
        None
    }
}

/// Why a change is probably not what one looks for. `all` is sorted and knows each path's own noise.
fn noise(change: &Change, all: &[Change]) -> Option<ChangeNoise> {
    let within = within(&change.path, all);
    match change.kind {
        _ if change.noise.is_some() => change.noise,
        ChangeKind::Changed if !within.is_empty() => Some(ChangeNoise::Parent),
        // Podman puts its files there unseen, and tells of their folder only.
        ChangeKind::Changed => ENGINE_FILES
            .iter()
            .any(|file| file.rsplit_once('/').is_some_and(|(folder, _)| folder == change.path))
            .then_some(ChangeNoise::Engine),
        // Folders that were made to hold a mount or a file of the engine's, and hold nothing else.
        ChangeKind::Added => within.iter().find_map(|one| one.noise).filter(|_| !has_own(within, all)),
        _ => None,
    }
}

/// Whether something counts that is no folder on the way to something else.
fn has_own(within: &[Change], all: &[Change]) -> bool {
    within.iter().any(|one| one.noise.is_none() && self::within(&one.path, all).is_empty())
}

/// The changes in a folder. Sorted by path, they stand in a row.
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
mod tests {
    use super::*;

    fn told(changes: &[(&str, ChangeType)], mounts: &[&str]) -> Vec<(String, Option<ChangeNoise>)> {
        let changes =
            changes.iter().map(|(path, kind)| FilesystemChange { path: (*path).to_owned(), kind: *kind }).collect();
        let mounts: Vec<String> = mounts.iter().map(|mount| (*mount).to_owned()).collect();
        sorted(changes, &mounts).into_iter().map(|change| (change.path, change.noise)).collect()
    }

    #[test]
    fn noise_is_told_from_what_counts() {
        use ChangeNoise::*;
        use ChangeType::{_0 as Changed, _1 as Added, _2 as Deleted};
        let changes = [
            ("/usr/share/nginx/html/index.html", Changed),
            ("/usr", Changed),
            ("/usr/share", Changed),
            ("/usr/share/nginx", Changed),
            ("/usr/share/nginx/html", Changed),
            ("/usr-local", Changed),
            ("/etc", Changed),
            ("/etc/hosts", Changed),
            ("/var", Changed),
            ("/var/old", Deleted),
            ("/srv", Added),
            ("/srv/data", Added),
            ("/new", Added),
            ("/new/file", Added),
            ("/.dockerenv", Added),
            ("/dev/console", Added),
            ("/empty", Changed),
            ("/sbin", Added),
            ("/sbin/docker-init", Added),
            ("/run", Changed),
        ];
        let expected = [
            ("/.dockerenv", Some(Engine)),
            ("/dev/console", Some(Engine)),
            ("/empty", None),
            ("/etc", Some(Parent)),
            ("/etc/hosts", Some(Engine)),
            ("/new", None),
            ("/new/file", None),
            ("/run", Some(Engine)),
            ("/sbin", Some(Engine)),
            ("/sbin/docker-init", Some(Engine)),
            ("/srv", Some(Mount)),
            ("/srv/data", Some(Mount)),
            ("/usr", Some(Parent)),
            ("/usr-local", None),
            ("/usr/share", Some(Parent)),
            ("/usr/share/nginx", Some(Parent)),
            ("/usr/share/nginx/html", Some(Parent)),
            ("/usr/share/nginx/html/index.html", None),
            ("/var", Some(Parent)),
            ("/var/old", None),
        ];
        let expected: Vec<_> = expected.iter().map(|(path, noise)| ((*path).to_owned(), *noise)).collect();
        assert_eq!(told(&changes, &["/srv/data"]), expected, "sorted, with the reason for each that is folded away");
    }

    #[test]
    fn a_great_many_changes_are_told_apart_in_time() {
        use ChangeType::_1 as Added;
        let paths: Vec<String> = (0..100_000).map(|n| format!("/usr/lib/{:03}/{n}", n % 1000)).collect();
        let changes: Vec<(&str, ChangeType)> = paths.iter().map(|path| (path.as_str(), Added)).collect();
        let started = std::time::Instant::now();
        let found = told(&changes, &["/data"]);
        assert!(found.iter().all(|(_, noise)| noise.is_none()), "all of them count");
        let taken = started.elapsed();
        assert!(taken < std::time::Duration::from_secs(5), "each looks at its own folder only, not at all: {taken:?}");
    }

    #[test]
    fn a_folder_made_for_a_mount_counts_once_something_else_is_in_it() {
        use ChangeType::_1 as Added;
        let changes = [("/srv", Added), ("/srv/data", Added), ("/srv/mine", Added)];
        let found = told(&changes, &["/srv/data"]);
        assert_eq!(found[0].1, None, "/srv holds a file of the container's own too");
        assert_eq!(found[1].1, Some(ChangeNoise::Mount), "/srv/data is the mount's place");
    }
}
