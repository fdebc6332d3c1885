//! Paths in containers, running or not: their stats, and the archives that engines make of them.

use std::{
    io::{self, Read},
    ops::ControlFlow,
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use hyper::{Method, body::Incoming};
use serde::Deserialize;
use tar::EntryType;
use url::form_urlencoded;

use super::pipe::{chunks, read_stream};
use crate::{
    connect::Engine,
    encoding,
    error::{Error, ErrorCode, Result},
    jobs::Report,
};

/// A path's stat: the `X-Docker-Container-Path-Stat` header of `HEAD /containers/{id}/archive`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct PathStat {
    /// Bytes.
    pub size: i64,
    /// Go's `os.FileMode`.
    pub mode: u32,
    /// RFC 3339.
    pub mtime: String,
    /// The final target of a link.
    #[serde(default, rename = "linkTarget")]
    pub link_target: String,
}

/// An entry of a path's archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ArchiveEntry {
    /// The path relative to the folder that was archived; empty for that folder, or for a single file.
    pub path: Vec<u8>,
    pub kind: EntryType,
    /// The permission bits with setuid, setgid and sticky.
    pub mode: u16,
    /// The owner's and the group's number.
    pub owner: (u64, u64),
    /// Seconds since 1970.
    pub modified: i64,
    /// The target of a link, as written.
    pub link_target: Vec<u8>,
}

/// Stats a path in a container; `None` when it does not exist. Links are not followed.
pub(crate) async fn stat(engine: &Engine, container: &str, path: &str) -> Result<Option<PathStat>> {
    let headers = engine.head(&archive_of(container, path)).await?;
    // Podman answers 404 for a dangling link, but sends the header.
    let Some(header) = headers.get("x-docker-container-path-stat") else { return Ok(None) };
    let json = BASE64_STANDARD.decode(header).map_err(|error| Error::internal(error.to_string()))?;
    serde_json::from_slice(&json).map(Some).map_err(|error| Error::internal(error.to_string()))
}

/// The path's own entry, and at most `max_content` bytes of a file's content; `None` for what has no entry, as a socket.
///
/// The engine holds the container's lock until its archive was read to the end, or dropped.
pub(crate) async fn entry(
    engine: &Engine,
    container: &str,
    path: &str,
    max_content: u64,
) -> Result<Option<(ArchiveEntry, Vec<u8>)>> {
    let name = base_name(path);
    let body = download(engine, container, path).await?;
    read_stream(chunks(body), &Report::discard(), move |pipe| {
        let mut archive = tar::Archive::new(pipe);
        let Some(first) = archive.entries().map_err(read_failed)?.next() else { return Ok(None) };
        let mut first = first.map_err(read_failed)?;
        let entry = archive_entry(&mut first, &name).map_err(read_failed)?;
        let mut content = Vec::new();
        first.take(max_content).read_to_end(&mut content).map_err(read_failed)?;
        Ok(Some((entry, content)))
    })
    .await
}

/// A path's entry and content, as [`entry`] has them, from the archive of its folder: the innermost whose own path is
/// UTF-8. Docker up to 24 finds no entry for a path that is not (moby `pkg/chrootarchive` passes names as JSON), and none
/// for a link that leads to itself. `None` if it is not among the first `max` bytes.
pub(crate) async fn entry_in_folder(
    engine: &Engine,
    container: &str,
    path: &str,
    max: u64,
    max_content: u64,
) -> Result<Option<(ArchiveEntry, Vec<u8>)>> {
    let (folder, relative) = known_folder(path);
    let name = base_name(folder);
    let body = download(engine, container, folder).await?;
    read_stream(chunks(body), &Report::discard(), move |pipe| {
        let mut archive = tar::Archive::new(pipe.take(max));
        for entry in archive.entries().map_err(read_failed)? {
            // The archive ends early at the limit.
            let Ok(mut entry) = entry else { break };
            let found = archive_entry(&mut entry, &name).map_err(read_failed)?;
            if found.path == relative {
                let mut content = Vec::new();
                entry.take(max_content).read_to_end(&mut content).map_err(read_failed)?;
                return Ok(Some((found, content)));
            }
        }
        Ok(None)
    })
    .await
}

/// The innermost folder around a path that is UTF-8, and the path relative to it.
fn known_folder(path: &str) -> (&str, Vec<u8>) {
    let is_known = |folder: &str| !encoding::is_guessable(folder);
    let slashes = path.match_indices('/').map(|(at, _)| at);
    let end = slashes.take_while(|at| is_known(&path[..*at])).last().unwrap_or_default();
    let folder = if end == 0 { "/" } else { &path[..end] };
    (folder, encoding::bytes_of(&path[(end + 1).min(path.len())..]))
}

/// Visits the entries within a folder, while `visit` continues and until `max` bytes were read. Returns the number of
/// bytes read: 0 for a folder that does not exist.
///
/// An archive is all that engines say of a folder, and it has everything in it; so the limit.
pub(crate) async fn walk(
    engine: &Engine,
    container: &str,
    folder: &str,
    max: u64,
    mut visit: impl FnMut(ArchiveEntry) -> ControlFlow<()> + Send + 'static,
) -> Result<u64> {
    let name = base_name(folder);
    let body = match download(engine, container, folder).await {
        Err(error) if error.code == ErrorCode::PathNotFound => return Ok(0),
        body => body?,
    };
    read_stream(chunks(body), &Report::discard(), move |pipe| {
        let mut limited = pipe.take(max);
        let mut archive = tar::Archive::new(&mut limited);
        for entry in archive.entries().map_err(read_failed)? {
            // The archive ends early at the limit.
            let Ok(entry) = entry.and_then(|mut entry| archive_entry(&mut entry, &name)) else { break };
            if visit(entry).is_break() {
                break;
            }
        }
        Ok(max - limited.limit())
    })
    .await
}

async fn download(engine: &Engine, container: &str, path: &str) -> Result<Incoming> {
    engine.body(Method::GET, &archive_of(container, path), &[]).await
}

/// The archive of a path. Its bytes are sent as they are: Go's URLs carry any.
fn archive_of(container: &str, path: &str) -> String {
    let path: String = form_urlencoded::byte_serialize(&encoding::bytes_of(path)).collect();
    format!("/containers/{container}/archive?path={path}")
}

fn base_name(path: &str) -> Vec<u8> {
    encoding::bytes_of(path).rsplit(|byte| *byte == b'/').find(|name| !name.is_empty()).unwrap_or_default().to_vec()
}

/// `name` is that of the path that was archived, which all entries begin with.
fn archive_entry(entry: &mut tar::Entry<'_, impl Read>, name: &[u8]) -> io::Result<ArchiveEntry> {
    let raw = entry.path_bytes().into_owned();
    let names = raw.split(|byte| *byte == b'/').filter(|name| !name.is_empty() && *name != b".");
    let mut names: Vec<&[u8]> = names.collect();
    if names.first() == Some(&name) {
        names.remove(0);
    }
    let mut owner = (entry.header().uid().unwrap_or_default(), entry.header().gid().unwrap_or_default());
    for extension in entry.pax_extensions()?.into_iter().flatten() {
        let extension = extension?;
        let number = || extension.value().ok().and_then(|value| value.parse().ok());
        match extension.key_bytes() {
            b"uid" => owner.0 = number().unwrap_or(owner.0),
            b"gid" => owner.1 = number().unwrap_or(owner.1),
            _ => {}
        }
    }
    Ok(ArchiveEntry {
        path: names.join(&b'/'),
        kind: entry.header().entry_type(),
        mode: u16::try_from(entry.header().mode()? & 0o7777).unwrap_or_default(),
        owner,
        modified: i64::try_from(entry.header().mtime().unwrap_or_default()).unwrap_or_default(),
        link_target: entry.link_name_bytes().unwrap_or_default().into_owned(),
    })
}

/// Returns the error of the stream, else reports the archive as broken.
fn read_failed(error: io::Error) -> Error {
    error.downcast::<Error>().unwrap_or_else(|error| Error::internal(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(name: &[u8], build: impl FnOnce(&mut tar::Builder<Vec<u8>>)) -> Vec<ArchiveEntry> {
        let mut builder = tar::Builder::new(Vec::new());
        build(&mut builder);
        let bytes = builder.into_inner().expect("the archive is finished");
        let mut archive = tar::Archive::new(&bytes[..]);
        let entries = archive.entries().expect("the archive is valid");
        entries.map(|entry| archive_entry(&mut entry.expect("it is valid"), name).expect("it is valid")).collect()
    }

    #[test]
    fn entries_are_relative_to_the_folder() {
        let found = entries(b"root", |archive| {
            for (path, kind) in
                [("root/", EntryType::Directory), ("root/root", EntryType::Regular), ("./root/a/b", EntryType::Regular)]
            {
                let mut header = tar::Header::new_gnu();
                header.set_entry_type(kind);
                header.set_size(0);
                header.set_mode(0o644);
                archive.append_data(&mut header, path, &b""[..]).expect("it is appended");
            }
        });
        let paths: Vec<&[u8]> = found.iter().map(|entry| &entry.path[..]).collect();
        assert_eq!(paths, [&b""[..], b"root", b"a/b"], "without the folder's own name");
        assert_eq!((base_name("/var/lib/"), base_name("/")), (b"lib".to_vec(), Vec::new()), "the folder's own name");
    }

    #[test]
    fn an_owner_beyond_the_header_is_read_from_its_extension() {
        let long = "a".repeat(200);
        let found = entries(long.as_bytes(), |archive| {
            archive.append_pax_extensions([("uid", &b"4000000"[..]), ("gid", b"7")]).expect("it is appended");
            let mut header = tar::Header::new_ustar();
            header.set_entry_type(EntryType::Symlink);
            header.set_size(0);
            header.set_mode(0o777);
            archive.append_link(&mut header, &long[..90], "t").expect("it is appended");
        });
        assert_eq!(found[0].owner, (4_000_000, 7), "larger than octal digits allow");
        assert_eq!(found[0].link_target, b"t", "a link's target as written");
    }

    #[test]
    fn a_path_is_found_in_the_innermost_folder_that_is_utf_8() {
        let text = |path: &[u8]| encoding::path_text(path);
        assert_eq!(known_folder(&text(b"/root/a/\xc4\xe3")), ("/root/a", b"\xc4\xe3".to_vec()), "its own folder");
        assert_eq!(known_folder(&text(b"/root/\xc4\xe3/b/c")), ("/root", b"\xc4\xe3/b/c".to_vec()), "one further out");
        assert_eq!(known_folder(&text(b"/\xc4\xe3")), ("/", b"\xc4\xe3".to_vec()), "the root");
        assert_eq!(known_folder("/root/loop"), ("/root", b"loop".to_vec()), "of a path in UTF-8");
    }

    #[test]
    fn a_path_is_asked_for_by_its_bytes() {
        let path = encoding::path_text(b"/root/\xc4\xe3 +");
        assert_eq!(archive_of("web", &path), "/containers/web/archive?path=%2Froot%2F%C4%E3+%2B", "not by U+FFFD");
    }
}
