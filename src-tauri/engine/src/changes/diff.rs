use bollard::models::{ChangeType, ContainerInspectResponse, FilesystemChange};

use crate::{
    connect::Engine,
    containers,
    error::Result,
    wire::{Change, ChangeKind, ChangeNoise, Changes},
};

/// What the engine itself puts into a container. Its files are mounted, and their places show up as changes.
const ENGINE_FILES: [&str; 8] = [
    "/.dockerenv",
    "/dev",
    "/etc/hostname",
    "/etc/hosts",
    "/etc/mtab",
    "/etc/resolv.conf",
    "/run/.containerenv",
    "/run/secrets",
];

/// Where the kernel's own trees are mounted.
const ENGINE_FOLDERS: [&str; 3] = ["/dev/", "/proc/", "/sys/"];

/// `docker diff CONTAINER`, sorted by path, with what is probably not looked for told apart.
///
/// # Errors
/// [`crate::ErrorCode::ContainerNotFound`]; the engine's refusal by code.
pub async fn diff(engine: &Engine, container: &str) -> Result<Changes> {
    let inspected = containers::inspect(engine, container).await?;
    let id = inspected.id.clone().unwrap_or_default();
    let changes = engine.docker().container_changes(&id).await?;
    Ok(Changes { changes: sorted(changes.unwrap_or_default(), &mount_paths(&inspected)) })
}

/// Where something is mounted in a container.
pub fn mount_paths(inspected: &ContainerInspectResponse) -> Vec<String> {
    let mounts = inspected.mounts.iter().flatten();
    let tmpfs = inspected.host_config.iter().flat_map(|config| config.tmpfs.iter().flatten());
    let paths = mounts.filter_map(|mount| mount.destination.clone()).chain(tmpfs.map(|(path, _)| path.clone()));
    paths.map(|path| path.trim_end_matches('/').to_owned()).collect()
}

/// Whether a path is a mount or lies in one.
pub fn is_mounted(path: &str, mounts: &[String]) -> bool {
    mounts.iter().any(|mount| path == mount || is_within(path, mount))
}

fn sorted(changes: Vec<FilesystemChange>, mounts: &[String]) -> Vec<Change> {
    let mut changes: Vec<Change> =
        changes.into_iter().map(|change| Change { path: change.path, kind: kind(change.kind), noise: None }).collect();
    changes.sort_by(|one, other| one.path.cmp(&other.path));
    let noise: Vec<Option<ChangeNoise>> = changes.iter().map(|change| noise(change, &changes, mounts)).collect();
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

/// Why a change is probably not what one looks for. `all` is sorted by path.
fn noise(change: &Change, all: &[Change], mounts: &[String]) -> Option<ChangeNoise> {
    let path = change.path.as_str();
    // A mount's place, and the folders that were made to hold it.
    let holds_mount = mounts.iter().any(|mount| is_within(mount, path)) && change.kind == ChangeKind::Added;
    if ENGINE_FILES.contains(&path) || ENGINE_FOLDERS.iter().any(|folder| path.starts_with(folder)) {
        Some(ChangeNoise::Engine)
    } else if is_mounted(path, mounts) || holds_mount && !has_change_within(path, all, mounts) {
        Some(ChangeNoise::Mount)
    } else if change.kind == ChangeKind::Changed && all.iter().any(|other| is_within(&other.path, path)) {
        Some(ChangeNoise::Parent)
    } else {
        None
    }
}

fn has_change_within(folder: &str, all: &[Change], mounts: &[String]) -> bool {
    all.iter().any(|other| {
        let leads_to_mount = mounts.iter().any(|mount| is_within(mount, &other.path));
        is_within(&other.path, folder) && !leads_to_mount && !is_mounted(&other.path, mounts)
    })
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
        ];
        let expected = [
            ("/.dockerenv", Some(Engine)),
            ("/dev/console", Some(Engine)),
            ("/empty", None),
            ("/etc", Some(Parent)),
            ("/etc/hosts", Some(Engine)),
            ("/new", None),
            ("/new/file", None),
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
    fn a_folder_made_for_a_mount_counts_once_something_else_is_in_it() {
        use ChangeType::_1 as Added;
        let changes = [("/srv", Added), ("/srv/data", Added), ("/srv/mine", Added)];
        let found = told(&changes, &["/srv/data"]);
        assert_eq!(found[0].1, None, "/srv holds a file of the container's own too");
        assert_eq!(found[1].1, Some(ChangeNoise::Mount), "/srv/data is the mount's place");
    }
}
