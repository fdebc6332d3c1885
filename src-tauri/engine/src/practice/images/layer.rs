use bytes::Bytes;
use tar::{EntryType, Header};

use crate::error::{Error, Result};

/// A layer: its files, in order.
#[derive(Debug, Clone)]
pub struct Layer {
    /// The Dockerfile line in its history.
    pub created_by: String,
    entries: Vec<Entry>,
}

#[derive(Debug, Clone)]
struct Entry {
    path: String,
    mode: u32,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    Directory,
    File(Bytes),
    Link(String),
}

impl Layer {
    /// A layer without files, with the Dockerfile line of its history.
    pub fn new(created_by: impl Into<String>) -> Self {
        Self { created_by: created_by.into(), entries: Vec::new() }
    }

    /// Adds a file.
    #[must_use]
    pub fn file(self, path: &str, mode: u32, content: impl Into<Bytes>) -> Self {
        self.entry(path, mode, Kind::File(content.into()))
    }

    /// Adds a folder.
    #[must_use]
    pub fn directory(self, path: &str, mode: u32) -> Self {
        self.entry(path, mode, Kind::Directory)
    }

    /// Adds a symbolic link.
    #[must_use]
    pub fn link(self, path: &str, target: &str) -> Self {
        self.entry(path, 0o777, Kind::Link(target.to_owned()))
    }

    fn entry(mut self, path: &str, mode: u32, kind: Kind) -> Self {
        self.entries.push(Entry { path: path.to_owned(), mode, kind });
        self
    }

    /// The layer as an uncompressed tar archive.
    pub fn tar(&self) -> Result<Vec<u8>> {
        let mut archive = tar::Builder::new(Vec::new());
        for entry in &self.entries {
            let mut header = Header::new_gnu();
            header.set_mode(entry.mode);
            header.set_mtime(0);
            header.set_uid(0);
            header.set_gid(0);
            match &entry.kind {
                Kind::Directory => {
                    header.set_entry_type(EntryType::Directory);
                    header.set_size(0);
                    archive.append_data(&mut header, format!("{}/", entry.path), [].as_slice())
                }
                Kind::File(content) => {
                    header.set_entry_type(EntryType::Regular);
                    header.set_size(content.len() as u64);
                    archive.append_data(&mut header, &entry.path, content.as_ref())
                }
                Kind::Link(target) => {
                    header.set_entry_type(EntryType::Symlink);
                    header.set_size(0);
                    archive.append_link(&mut header, &entry.path, target)
                }
            }
            .map_err(|error| Error::internal(format!("{}: {error}", entry.path)))?;
        }
        archive.into_inner().map_err(|error| Error::internal(error.to_string()))
    }
}

/// Bytes that cannot be compressed, the same for the same seed (splitmix64), so that a download takes a while.
pub fn incompressible(seed: u64, length: usize) -> Bytes {
    let mut state = seed;
    let words = std::iter::repeat_with(|| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = state;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (word ^ (word >> 31)).to_le_bytes()
    });
    words.flatten().take(length).collect::<Vec<u8>>().into()
}
