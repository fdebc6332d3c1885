//! The bytes of names that are not UTF-8. Engines list changes as JSON, in which each such byte is U+FFFD (Go's
//! `encoding/json`), so that `docker diff` prints 你好.txt and 世界.txt in GBK alike. The archive of the folder that
//! contains them has their bytes.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
    sync::Arc,
};

use parking_lot::Mutex;

use super::image_side::ImageSide;
use crate::{
    api::archive,
    connect::Engine,
    encoding::{distinguish, is_unknown, lossy, path_text},
    error::Result,
    wire::ChangeKind,
};

/// The maximum number of bytes that are read for the names of all folders on one side: an archive contains the files, too.
const MAX_READ: u64 = 256 * 1024 * 1024;
/// The maximum number of names that are remembered.
const MAX_NAMES: usize = 100_000;

/// A path that the engine lists, and what happened to it.
pub(super) type Listed = (String, ChangeKind);

/// The raw paths of one side, by what engines list them as.
type Names = BTreeMap<String, BTreeSet<Vec<u8>>>;

/// Replaces the paths whose bytes were lost by texts without loss (see [`path_text`]), as far as they can be found out;
/// distinguishes the rest.
pub(super) async fn resolve(
    engine: &Engine,
    container: &str,
    image: &mut ImageSide<'_>,
    mut listed: Vec<Listed>,
) -> Result<Vec<Listed>> {
    let folders = known_folders(&listed);
    if !folders.is_empty() {
        let in_container = read_names(engine, container, &folders).await?;
        let helper = if only_added(&listed, &in_container) { None } else { image.container().await? };
        let in_image = match helper {
            Some(helper) => Some(read_names(engine, helper, &folders).await?),
            None => None,
        };
        assign(&mut listed, &in_container, in_image.as_ref());
    }
    distinguish(listed.iter_mut().map(|(path, _)| path));
    Ok(listed)
}

/// The innermost folders with known bytes around the paths of which bytes were lost.
fn known_folders(listed: &[Listed]) -> BTreeSet<String> {
    let lost = listed.iter().filter(|(path, _)| is_unknown(path));
    lost.map(|(path, _)| {
        let known = &path[..path.find(char::REPLACEMENT_CHARACTER).unwrap_or_default()];
        match known.rfind('/') {
            Some(0) | None => "/".to_owned(),
            Some(end) => known[..end].to_owned(),
        }
    })
    .collect()
}

/// Whether every lost path was added, and the container has just as many that are listed like it: the image need not be
/// read.
fn only_added(listed: &[Listed], in_container: &Names) -> bool {
    let mut added: BTreeMap<&str, usize> = BTreeMap::new();
    for (path, kind) in listed.iter().filter(|(path, _)| is_unknown(path)) {
        if *kind != ChangeKind::Added {
            return false;
        }
        *added.entry(path).or_default() += 1;
    }
    added.into_iter().all(|(path, count)| in_container.get(path).map_or(0, BTreeSet::len) <= count)
}

/// Reads the names in the folders of which an engine's list loses bytes.
async fn read_names(engine: &Engine, container: &str, folders: &BTreeSet<String>) -> Result<Names> {
    let names = Arc::new(Mutex::new(Names::new()));
    let mut left = MAX_READ;
    for folder in folders {
        let (found, prefix) = (names.clone(), folder.trim_end_matches('/').to_owned().into_bytes());
        let visit = move |entry: archive::ArchiveEntry| {
            let path = [&prefix[..], &entry.path].join(&b'/');
            let listed = lossy(&path);
            let mut names = found.lock();
            if is_unknown(&listed) {
                names.entry(listed).or_default().insert(path);
            }
            if names.len() < MAX_NAMES { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        left = left.saturating_sub(archive::walk(engine, container, folder, left, visit).await?);
        if left == 0 {
            break;
        }
    }
    let names = std::mem::take(&mut *names.lock());
    Ok(names)
}

/// Gives the lost paths the bytes of the names that they can be. Where there are more or fewer names than paths, nobody
/// knows which is which, and they stay as listed.
fn assign(listed: &mut [Listed], in_container: &Names, in_image: Option<&Names>) {
    let none = BTreeSet::new();
    let mut lost: BTreeMap<Listed, Vec<usize>> = BTreeMap::new();
    for (index, one) in listed.iter().enumerate().filter(|(_, (path, _))| is_unknown(path)) {
        lost.entry(one.clone()).or_default().push(index);
    }
    for ((path, kind), places) in lost {
        let now = in_container.get(&path).unwrap_or(&none);
        let before = in_image.map(|names| names.get(&path).unwrap_or(&none));
        let candidates: Vec<&Vec<u8>> = match (kind, before) {
            (ChangeKind::Added | ChangeKind::Changed, None) => now.iter().collect(),
            (ChangeKind::Added, Some(before)) => now.difference(before).collect(),
            (ChangeKind::Changed, Some(before)) => now.intersection(before).collect(),
            (ChangeKind::Deleted, Some(before)) => before.difference(now).collect(),
            (ChangeKind::Deleted, None) => Vec::new(),
        };
        if candidates.len() == places.len() {
            for (place, bytes) in places.into_iter().zip(candidates) {
                listed[place].0 = path_text(bytes);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELLO: &[u8] = b"/root/\xc4\xe3\xba\xc3.txt";
    const WORLD: &[u8] = b"/root/\xca\xc0\xbd\xe7.txt";

    fn names(paths: &[&[u8]]) -> Names {
        let mut names = Names::new();
        for path in paths {
            names.entry(lossy(path)).or_default().insert(path.to_vec());
        }
        names
    }

    fn assigned(kinds: &[ChangeKind], now: &[&[u8]], before: Option<&[&[u8]]>) -> Vec<String> {
        let mut listed: Vec<Listed> = kinds.iter().map(|kind| (lossy(HELLO), *kind)).collect();
        assign(&mut listed, &names(now), before.map(names).as_ref());
        listed.into_iter().map(|(path, _)| path).collect()
    }

    #[test]
    fn lost_bytes_are_found_in_the_folders() {
        use ChangeKind::{Added, Changed, Deleted};
        let (hello, world) = (path_text(HELLO), path_text(WORLD));
        let lost = lossy(HELLO);
        assert_eq!(assigned(&[Added, Added], &[HELLO, WORLD], None), [&hello[..], &world], "two were added");
        assert_eq!(assigned(&[Added], &[HELLO, WORLD], Some(&[HELLO])), [&world[..]], "one of them was there before");
        assert_eq!(assigned(&[Deleted], &[WORLD], Some(&[HELLO, WORLD])), [&hello[..]], "one was deleted");
        let both = assigned(&[Changed, Deleted], &[WORLD], Some(&[HELLO, WORLD]));
        assert_eq!(both, [&world[..], &hello], "one was changed, another deleted");
        assert_eq!(assigned(&[Added], &[HELLO, WORLD], None), [&lost[..]], "which of two is unknown");
        assert_eq!(assigned(&[Deleted], &[], None), [&lost[..]], "without the image, no name is known");
    }

    #[test]
    fn the_innermost_folders_with_known_bytes_are_read() {
        let listed = ["/a/b", "/r/\u{fffd}", "/r/\u{fffd}/x", "/\u{fffd}/c", "/r/s/x\u{fffd}y"];
        let listed = listed.map(|path| (path.to_owned(), ChangeKind::Added));
        let folders: Vec<String> = known_folders(&listed).into_iter().collect();
        assert_eq!(folders, ["/", "/r", "/r/s"], "each once, and none for paths without loss");
    }

    #[test]
    fn the_image_is_read_only_if_needed() {
        let added = |count| vec![(lossy(HELLO), ChangeKind::Added); count];
        assert!(only_added(&added(2), &names(&[HELLO, WORLD])), "as many names as were added");
        assert!(!only_added(&added(1), &names(&[HELLO, WORLD])), "one of them was there before");
        assert!(!only_added(&[(lossy(HELLO), ChangeKind::Deleted)], &names(&[])), "a deleted one is in the image");
    }
}
