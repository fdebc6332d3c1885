use std::io::Read;

use bollard::query_parameters::DownloadFromContainerOptionsBuilder;
use futures_util::TryStreamExt;

use super::diff::is_mounted;
use crate::{
    api::{self, HelperContainer, archive},
    connect::Engine,
    error::{Error, ErrorCode, Result},
    grammar::mode,
    wire::{ChangeContent, EngineProduct, FileContent, FileKind, FileState},
};

/// The maximum size of a file that is fetched.
const MAX_FILE: u64 = 1024 * 1024;
/// The maximum overhead of an archive of one file: headers, long names, padding.
const MAX_OVERHEAD: u64 = 64 * 1024;
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
/// [`ErrorCode::ContainerNotFound`]; [`ErrorCode::PathNotFound`] when it exists on neither side, or is mounted.
pub async fn content(engine: &Engine, container: &str, path: &str) -> Result<ChangeContent> {
    let inspected = api::containers::inspect(engine, container).await?;
    let not_found = || Error::new(ErrorCode::PathNotFound).with("path", path);
    if !path.starts_with('/') || is_mounted(path, &inspected.mount_paths()) || ENGINE_MOUNTS.contains(&path) {
        return Err(not_found());
    }
    HelperContainer::sweep(engine.docker()).await?;
    let helper = HelperContainer::of(engine.docker(), &inspected.image).await?;
    let sides =
        futures_util::future::try_join(state(engine, helper.id(), path), state(engine, &inspected.id, path)).await;
    helper.remove().await?;
    match sides? {
        (None, None) => Err(not_found()),
        (before, after) => Ok(ChangeContent { before, after }),
    }
}

/// A text file in a container; `None` for a path that does not exist or is not text. Creates no helper container.
///
/// # Errors
/// The engine's refusal by code.
pub(crate) async fn text(engine: &Engine, container: &str, path: &str) -> Result<Option<String>> {
    Ok(state(engine, container, path).await?.and_then(|state| match state.content {
        FileContent::Text { text } => Some(text),
        _ => None,
    }))
}

async fn state(engine: &Engine, container: &str, path: &str) -> Result<Option<FileState>> {
    let Some(stat) = archive::stat(engine, container, path).await? else { return Ok(None) };
    let kind = mode::kind(stat.mode);
    let size = u64::try_from(stat.size).unwrap_or_default();
    let (link_target, content) = match kind {
        FileKind::Folder | FileKind::Special => (String::new(), FileContent::None),
        FileKind::File if size > MAX_FILE => (String::new(), FileContent::TooLarge),
        FileKind::File => (String::new(), file_content(fetch(engine, container, path).await?.content)),
        // The stat has a link's target resolved; `ls -l` prints it as written. Podman's archive follows the link.
        FileKind::Symlink if engine.info().product == EngineProduct::Podman => {
            (stat.link_target.clone(), FileContent::None)
        }
        FileKind::Symlink => (fetch(engine, container, path).await?.link_target, FileContent::None),
    };
    let size = if kind == FileKind::Folder { 0 } else { size };
    let modified = parse_timestamp(&stat.mtime);
    Ok(Some(FileState { kind, size, mode: mode::letters(stat.mode), modified, link_target, content }))
}

/// Seconds since 1970.
fn parse_timestamp(text: &str) -> i64 {
    let time = time::OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339);
    time.map(time::OffsetDateTime::unix_timestamp).unwrap_or_default()
}

/// The one entry of a path's archive.
struct PathEntry {
    link_target: String,
    content: Vec<u8>,
}

/// Downloads one path's archive. It must be read to its end or dropped: the engine holds the container's lock until then.
async fn fetch(engine: &Engine, container: &str, path: &str) -> Result<PathEntry> {
    let options = DownloadFromContainerOptionsBuilder::default().path(path).build();
    let mut download = std::pin::pin!(engine.docker().download_from_container(container, Some(options)));
    let mut archive = Vec::new();
    while let Some(chunk) = download.try_next().await? {
        archive.extend_from_slice(&chunk);
        // The file may have grown since the stat.
        if archive.len() as u64 > MAX_FILE + MAX_OVERHEAD {
            break;
        }
    }
    first_entry(&archive).map_err(|error| Error::internal(error.to_string()))
}

fn first_entry(archive: &[u8]) -> std::io::Result<PathEntry> {
    let mut archive = tar::Archive::new(archive);
    let entry = archive.entries()?.next().ok_or(std::io::ErrorKind::UnexpectedEof)??;
    let link_target = entry.link_name_bytes().map(|name| String::from_utf8_lossy(&name).into_owned());
    let mut content = Vec::new();
    entry.take(MAX_FILE).read_to_end(&mut content)?;
    Ok(PathEntry { link_target: link_target.unwrap_or_default(), content })
}

/// The content as text or binary. Text has no byte 0, the rule of `git` and `grep`.
fn file_content(content: Vec<u8>) -> FileContent {
    match String::from_utf8(content) {
        Ok(text) if !text.contains('\0') => FileContent::Text { text },
        Ok(text) => binary(text.as_bytes()),
        Err(error) => binary(error.as_bytes()),
    }
}

fn binary(content: &[u8]) -> FileContent {
    let pairs: Vec<String> = content.iter().take(BINARY_HEAD).map(|byte| format!("{byte:02x}")).collect();
    FileContent::Binary { head: pairs.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(path: &str, kind: tar::EntryType, link: Option<&str>, content: &[u8]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_size(content.len() as u64);
        match link {
            Some(link) => builder.append_link(&mut header, path, link).expect("the link is appended"),
            None => builder.append_data(&mut header, path, content).expect("the file is appended"),
        }
        builder.into_inner().expect("the archive is finished")
    }

    #[test]
    fn the_entry_is_read_even_with_a_long_name() {
        let long = "a".repeat(200);
        let entry =
            first_entry(&archive(&long, tar::EntryType::Regular, None, b"hello")).expect("the archive is valid");
        assert_eq!(entry.content, b"hello", "the content behind a long name");
        let entry =
            first_entry(&archive("l", tar::EntryType::Symlink, Some(&long), b"")).expect("the archive is valid");
        assert_eq!(entry.link_target, long, "a link's target as written");
    }

    #[test]
    fn text_and_binary_are_distinguished() {
        let text = "<h1>船台</h1>\n".to_owned();
        assert_eq!(file_content(text.clone().into_bytes()), FileContent::Text { text }, "UTF-8 is text");
        let head = "7f 45 4c 46 00".to_owned();
        assert_eq!(file_content(b"\x7fELF\0".to_vec()), FileContent::Binary { head }, "a byte 0 makes it binary");
        let head = "ff fe".to_owned();
        assert_eq!(file_content(vec![0xff, 0xfe]), FileContent::Binary { head }, "anything but UTF-8 is binary");
    }
}
