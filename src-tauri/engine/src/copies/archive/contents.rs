use std::{
    collections::HashMap,
    io::{self, Read},
    path::{Component, Path, PathBuf},
};

use serde::Deserialize;

use super::digest::{DigestedFile, digest_file};

/// The limit for manifests and configurations together; real ones are some kilobytes.
const MAX_JSON: u64 = 32 * 1024 * 1024;
/// How many links may lead to a layer.
const MAX_LINKS: usize = 8;

/// The files of an archive, by path.
pub(super) struct ArchiveContents {
    entries: HashMap<PathBuf, Entry>,
}

enum Entry {
    File(DigestedFile),
    Link(PathBuf),
}

impl ArchiveContents {
    /// Reads an archive to its end.
    pub(super) fn read(archive: impl Read) -> io::Result<Self> {
        let mut entries = HashMap::new();
        let mut json_left = MAX_JSON;
        let mut archive = tar::Archive::new(archive);
        for entry in archive.entries()? {
            let entry = entry?;
            let path = normalize(&entry.path()?);
            let kind = entry.header().entry_type();
            let target = entry.link_name()?.map(|target| target.into_owned()).unwrap_or_default();
            if kind.is_symlink() {
                let folder = path.parent().unwrap_or(Path::new(""));
                entries.insert(path.clone(), Entry::Link(normalize(&folder.join(target))));
            } else if kind.is_hard_link() {
                entries.insert(path, Entry::Link(normalize(&target)));
            } else if kind.is_file() {
                let file = digest_file(entry, json_left)?;
                json_left = json_left.saturating_sub(file.json.len() as u64);
                check_blob_name(&path, &file)?;
                entries.insert(path, Entry::File(file));
            }
        }
        // The tar reader leaves a rest unread, where the compression ends with a checksum.
        io::copy(&mut archive.into_inner(), &mut io::sink())?;
        Ok(Self { entries })
    }

    /// The file at a path, with links followed.
    pub(super) fn file(&self, path: impl AsRef<Path>) -> io::Result<&DigestedFile> {
        let mut path = normalize(path.as_ref());
        for _ in 0..=MAX_LINKS {
            match self.entries.get(&path) {
                Some(Entry::File(file)) => return Ok(file),
                Some(Entry::Link(target)) => path.clone_from(target),
                None => break,
            }
        }
        Err(invalid(format!("{} is missing", path.display())))
    }

    pub(super) fn json<T: for<'a> Deserialize<'a>>(&self, path: &str) -> io::Result<T> {
        serde_json::from_slice(&self.file(path)?.json).map_err(|error| invalid(format!("{path}: {error}")))
    }
}

/// In the OCI layout a file's name is its digest.
fn check_blob_name(path: &Path, file: &DigestedFile) -> io::Result<()> {
    let hex = path.strip_prefix("blobs/sha256").ok().and_then(Path::to_str);
    match hex.filter(|hex| format!("sha256:{hex}") != file.digest) {
        Some(hex) => Err(invalid(format!("the blob sha256:{hex} has another content"))),
        None => Ok(()),
    }
}

/// A path without `.` and `..`. It is only a key; nothing is opened by it.
fn normalize(path: &Path) -> PathBuf {
    let mut normalized = PathBuf::new();
    for component in path.components() {
        match component {
            Component::Normal(name) => normalized.push(name),
            Component::ParentDir => drop(normalized.pop()),
            _ => {}
        }
    }
    normalized
}

pub(super) fn invalid(what: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
