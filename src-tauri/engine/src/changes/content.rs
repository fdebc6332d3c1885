use super::{diff::is_mounted, image_side::ImageSide};
use crate::{
    api::{
        self,
        archive::{self, ArchiveEntry, PathStat},
    },
    connect::{Engine, parse_timestamp},
    encoding::{Decoded, bytes_of, decode_text, is_guessable, is_unknown, readable},
    error::{Error, ErrorCode, Result},
    grammar::mode,
    wire::{ChangeContent, EngineProduct, FileContent, FileKind, FileState, LayerNodeKind},
};

/// The maximum size of a file that is fetched.
const MAX_FILE: u64 = 1024 * 1024;
/// The maximum number of bytes that are read of a folder to find one path in it.
const MAX_SEARCHED: u64 = 256 * 1024 * 1024;
/// The number of bytes shown of a binary file.
const BINARY_HEAD: usize = 256;
/// The files that the engine mounts over those of the image in every container.
const ENGINE_MOUNTS: [&str; 3] = ["/etc/hostname", "/etc/hosts", "/etc/resolv.conf"];

/// A changed path before (in the container's image) and after (in the container).
///
/// The image's side is read from a container that is created from the image's ID and never started: engines read files
/// of containers only. The contents of mounts belong to neither side.
///
/// # Errors
/// [`ErrorCode::ContainerNotFound`]; [`ErrorCode::PathNotFound`] when it exists on neither side, or is mounted;
/// [`ErrorCode::NameUnknown`] when the engine's list has not all of its bytes.
pub async fn content(engine: &Engine, container: &str, path: &str) -> Result<ChangeContent> {
    let inspected = api::containers::inspect(engine, container).await?;
    let not_found = || {
        let code = if is_unknown(path) { ErrorCode::NameUnknown } else { ErrorCode::PathNotFound };
        Error::new(code).with("path", readable(&bytes_of(path)))
    };
    if !path.starts_with('/') || is_mounted(path, &inspected.mount_paths()) || ENGINE_MOUNTS.contains(&path) {
        return Err(not_found());
    }
    let mut image = ImageSide::of(engine, &inspected.image);
    let (before, image_missing) = match image.container().await? {
        Some(helper) => (state(engine, helper, path).await, false),
        None => (Ok(None), true),
    };
    image.close().await?;
    match (before?, state(engine, &inspected.id, path).await?) {
        (None, None) if !image_missing => Err(not_found()),
        (before, after) => Ok(ChangeContent { before, after, image_missing }),
    }
}

/// A text file in a container; `None` for a path that does not exist or is not text. Creates no helper container.
///
/// # Errors
/// The engine's refusal by code.
pub(crate) async fn text(engine: &Engine, container: &str, path: &str) -> Result<Option<String>> {
    Ok(state(engine, container, path).await?.and_then(|state| match state.content {
        FileContent::Text { text, .. } => Some(text),
        _ => None,
    }))
}

async fn state(engine: &Engine, container: &str, path: &str) -> Result<Option<FileState>> {
    let stat = match archive::stat(engine, container, path).await {
        Ok(Some(stat)) => stat,
        Ok(None) => return Ok(None),
        Err(error) if error.is_loss() => return Err(error),
        // Docker fails to stat a link that leads to itself: it evaluates links (moby `daemon/archive_unix.go`).
        Err(error) => return link(engine, container, path).await?.map(Some).ok_or(error),
    };
    let kind = mode::kind(stat.mode);
    let is_podman = engine.info().product == EngineProduct::Podman;
    let max_content = if kind == FileKind::File && size(&stat) <= MAX_FILE { MAX_FILE } else { 0 };
    let mut entry = match kind {
        // Podman's archive follows the link, and has an entry of what it leads to.
        FileKind::Symlink | FileKind::Special if is_podman => None,
        // The stat has neither the owner, nor a link's target as written, which `ls -l` prints.
        _ => archive::entry(engine, container, path, max_content).await?,
    };
    if entry.is_none() && is_guessable(path) {
        entry = archive::entry_in_folder(engine, container, path, MAX_SEARCHED, max_content).await?;
    }
    if entry.is_none() && kind == FileKind::File {
        return Err(Error::new(ErrorCode::NameUnknown).with("path", readable(&bytes_of(path))));
    }
    let mut state = file_state(kind, &stat, entry);
    // Podman's archive gives every file to root (`containers/podman` `pkg/copy`, `ChownFiles`).
    if is_podman {
        state.owner.clear();
    }
    Ok(Some(state))
}

fn file_state(kind: FileKind, stat: &PathStat, entry: Option<(ArchiveEntry, Vec<u8>)>) -> FileState {
    let link_target = match (&entry, kind) {
        (Some((entry, _)), FileKind::Symlink) => Decoded::path(&entry.link_target),
        (None, FileKind::Symlink) => stat.link_target.clone(),
        _ => String::new(),
    };
    let owner = entry.as_ref().map(|(entry, _)| owner(entry)).unwrap_or_default();
    let content = match entry {
        Some((_, content)) if kind == FileKind::File && size(stat) <= MAX_FILE => file_content(&content),
        _ if kind == FileKind::File => FileContent::TooLarge,
        _ => FileContent::None,
    };
    FileState {
        kind,
        size: if kind == FileKind::Folder { 0 } else { size(stat) },
        mode: mode::letters(stat.mode),
        owner,
        modified: parse_timestamp(&stat.mtime).unwrap_or_default(),
        link_target,
        content,
    }
}

fn size(stat: &PathStat) -> u64 {
    u64::try_from(stat.size).unwrap_or_default()
}

/// A symbolic link, as its folder's archive has it.
async fn link(engine: &Engine, container: &str, path: &str) -> Result<Option<FileState>> {
    let found = archive::entry_in_folder(engine, container, path, MAX_SEARCHED, 0).await?;
    let found = found.filter(|(entry, _)| entry.kind == tar::EntryType::Symlink);
    Ok(found.map(|(entry, _)| FileState {
        kind: FileKind::Symlink,
        size: entry.link_target.len() as u64,
        mode: mode::letters(mode::of_tar(LayerNodeKind::Symlink, entry.mode)),
        owner: owner(&entry),
        modified: entry.modified,
        link_target: Decoded::path(&entry.link_target),
        content: FileContent::None,
    }))
}

fn owner(entry: &ArchiveEntry) -> String {
    format!("{}:{}", entry.owner.0, entry.owner.1)
}

/// The content as text or binary.
fn file_content(content: &[u8]) -> FileContent {
    match decode_text(content) {
        Some(Decoded { text, encoding }) => FileContent::Text { text, encoding: encoding.to_owned() },
        None => binary(content),
    }
}

fn binary(content: &[u8]) -> FileContent {
    let pairs: Vec<String> = content.iter().take(BINARY_HEAD).map(|byte| format!("{byte:02x}")).collect();
    FileContent::Binary { head: pairs.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_binary_are_distinguished() {
        let text = |text: &str, encoding: &str| FileContent::Text { text: text.into(), encoding: encoding.into() };
        assert_eq!(file_content("<h1>船台</h1>\n".as_bytes()), text("<h1>船台</h1>\n", "UTF-8"), "UTF-8 is text");
        assert_eq!(file_content(b"\xc4\xe3\xba\xc3\n"), text("你好\n", "GBK"), "GBK, too");
        let head = "7f 45 4c 46 00".to_owned();
        assert_eq!(file_content(b"\x7fELF\0"), FileContent::Binary { head }, "a program is binary");
    }

    #[test]
    fn an_owner_and_a_link_are_read_from_the_archive() {
        let stat = PathStat { size: 5, mode: 0o777 | 1 << 27, mtime: String::new(), link_target: "/resolved".into() };
        let entry = ArchiveEntry {
            path: Vec::new(),
            kind: tar::EntryType::Symlink,
            mode: 0o777,
            owner: (1000, 33),
            modified: 0,
            link_target: b"../\xc4\xe3\xba\xc3".to_vec(),
        };
        let state = file_state(FileKind::Symlink, &stat, Some((entry, Vec::new())));
        assert_eq!((state.owner.as_str(), state.link_target.as_str()), ("1000:33", "../你好"), "as written");
        let state = file_state(FileKind::Symlink, &stat, None);
        assert_eq!((state.owner.as_str(), state.link_target.as_str()), ("", "/resolved"), "without an entry");
    }
}
