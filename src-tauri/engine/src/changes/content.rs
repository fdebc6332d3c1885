use std::io::Read;

use bollard::query_parameters::DownloadFromContainerOptionsBuilder;
use futures_util::TryStreamExt;

use super::diff::is_mounted;
use crate::{
    api::{
        self, HelperContainer,
        archive::{self, PathStat},
    },
    connect::Engine,
    error::{Error, ErrorCode, Result},
    grammar::mode,
    wire::{ChangeContent, EngineProduct, FileContent, FileKind, FileState},
};

/// What is fetched of a file at most, to be shown.
const LARGEST: u64 = 1024 * 1024;
/// What an archive has around one file at most: headers, long names, padding.
const WRAPPING: u64 = 64 * 1024;
/// What is shown of a file that is no text.
const HEAD: usize = 256;
/// What the engine mounts over files of the image in every container.
const STUBS: [&str; 3] = ["/etc/hostname", "/etc/hosts", "/etc/resolv.conf"];

/// A changed path before (in the container's image) and after (in the container).
///
/// The image's side is looked at through a container that is made from the image's ID and never started: engines read
/// files of containers only. What lies in a mount is no part of either side.
///
/// # Errors
/// [`ErrorCode::ContainerNotFound`]; [`ErrorCode::PathNotFound`] when it is on neither side, or mounted.
pub async fn content(engine: &Engine, container: &str, path: &str) -> Result<ChangeContent> {
    let inspected = api::containers::inspect(engine, container).await?;
    let missing = || Error::new(ErrorCode::PathNotFound).with("path", path);
    if !path.starts_with('/') || is_mounted(path, &inspected.mount_paths()) || STUBS.contains(&path) {
        return Err(missing());
    }
    HelperContainer::sweep(engine.docker()).await?;
    let side = HelperContainer::of(engine.docker(), &inspected.image).await?;
    let sides =
        futures_util::future::try_join(state(engine, side.id(), path), state(engine, &inspected.id, path)).await;
    side.remove().await?;
    match sides? {
        (None, None) => Err(missing()),
        (before, after) => Ok(ChangeContent { before, after }),
    }
}

/// A text in a container as it stands; `None` for what is not there, and what is no text. Nothing is made for it.
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
        FileKind::File if size > LARGEST => (String::new(), FileContent::TooLarge),
        FileKind::File => (String::new(), shown(fetch(engine, container, path).await?.content)),
        // The stat has a link's target only resolved; `ls -l` prints it as it is written. Podman's archive follows it.
        FileKind::Symlink if engine.info().product == EngineProduct::Podman => {
            (stat.link_target.clone(), FileContent::None)
        }
        FileKind::Symlink => (fetch(engine, container, path).await?.link_target, FileContent::None),
    };
    let size = if kind == FileKind::Folder { 0 } else { size };
    let modified = modified(&stat);
    Ok(Some(FileState { kind, size, mode: mode::letters(stat.mode), modified, link_target, content }))
}

fn modified(stat: &PathStat) -> i64 {
    let instant = time::OffsetDateTime::parse(&stat.mtime, &time::format_description::well_known::Rfc3339);
    instant.map(time::OffsetDateTime::unix_timestamp).unwrap_or_default()
}

struct Entry {
    link_target: String,
    content: Vec<u8>,
}

/// Reads one path's archive. It is read to its end or dropped: the engine holds the container's lock until then.
async fn fetch(engine: &Engine, container: &str, path: &str) -> Result<Entry> {
    let options = DownloadFromContainerOptionsBuilder::default().path(path).build();
    let mut download = std::pin::pin!(engine.docker().download_from_container(container, Some(options)));
    let mut archive = Vec::new();
    while let Some(chunk) = download.try_next().await? {
        archive.extend_from_slice(&chunk);
        // It may have grown since it was looked at.
        if archive.len() as u64 > LARGEST + WRAPPING {
            break;
        }
    }
    first_entry(&archive).map_err(|error| Error::internal(error.to_string()))
}

fn first_entry(archive: &[u8]) -> std::io::Result<Entry> {
    let mut archive = tar::Archive::new(archive);
    let entry = archive.entries()?.next().ok_or(std::io::ErrorKind::UnexpectedEof)??;
    let link_target = entry.link_name_bytes().map(|name| String::from_utf8_lossy(&name).into_owned());
    let mut content = Vec::new();
    entry.take(LARGEST).read_to_end(&mut content)?;
    Ok(Entry { link_target: link_target.unwrap_or_default(), content })
}

/// Text has no byte 0, as `git` and `grep` see it.
fn shown(content: Vec<u8>) -> FileContent {
    match String::from_utf8(content) {
        Ok(text) if !text.contains('\0') => FileContent::Text { text },
        Ok(text) => binary(text.as_bytes()),
        Err(error) => binary(error.as_bytes()),
    }
}

fn binary(content: &[u8]) -> FileContent {
    let pairs: Vec<String> = content.iter().take(HEAD).map(|byte| format!("{byte:02x}")).collect();
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
            Some(link) => builder.append_link(&mut header, path, link).expect("a link is appended"),
            None => builder.append_data(&mut header, path, content).expect("a file is appended"),
        }
        builder.into_inner().expect("the archive ends")
    }

    #[test]
    fn the_one_entry_is_read_also_with_a_long_name() {
        let long = "a".repeat(200);
        let entry = first_entry(&archive(&long, tar::EntryType::Regular, None, b"hello")).expect("it is an archive");
        assert_eq!(entry.content, b"hello", "the content behind a long name");
        let entry = first_entry(&archive("l", tar::EntryType::Symlink, Some(&long), b"")).expect("it is an archive");
        assert_eq!(entry.link_target, long, "a link's target as it is written");
    }

    #[test]
    fn text_and_binary_are_told_apart() {
        let text = "<h1>船台</h1>\n".to_owned();
        assert_eq!(shown(text.clone().into_bytes()), FileContent::Text { text }, "UTF-8 is text");
        let head = "7f 45 4c 46 00".to_owned();
        assert_eq!(shown(b"\x7fELF\0".to_vec()), FileContent::Binary { head }, "a byte 0 makes it binary");
        let head = "ff fe".to_owned();
        assert_eq!(shown(vec![0xff, 0xfe]), FileContent::Binary { head }, "what is no UTF-8 is binary");
    }
}
