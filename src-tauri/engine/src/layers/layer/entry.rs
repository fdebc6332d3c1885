use std::io::{self, Read};

use bytes::{Buf, BufMut};
use tar::EntryType;

use super::pax::PaxHeaders;
use crate::{
    error::Result,
    layers::{
        entry_path,
        failure::{Limit, invalid_archive, read_failed},
        record::{NO_HASH, Record},
    },
    wire::LayerNodeKind,
};

/// What an entry of a layer's archive does to its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LayerEntry {
    /// Adds or replaces it; with the link target.
    Node(Record, Vec<u8>),
    /// Deletes what lower layers have at it.
    Whiteout,
    /// Hides what lower layers have in it.
    Opaque,
}

impl LayerEntry {
    /// Reads an entry with its path; `None` for one that describes no path.
    pub(super) fn read(entry: &mut tar::Entry<'_, impl Read>, buffer: &mut [u8]) -> Result<Option<(Vec<u8>, Self)>> {
        let pax = PaxHeaders::of(entry)?;
        let raw = pax.name.clone().unwrap_or_else(|| entry.path_bytes().into_owned());
        let Some(kind) = kind(entry.header().entry_type(), &raw) else { return Ok(None) };
        let path = entry_path::normalize(&raw)?;
        let (folder, name) = match path.iter().rposition(|byte| *byte == 0) {
            Some(at) => (&path[..at], &path[at + 1..]),
            None => (&path[..0], &path[..]),
        };
        if let Some(hidden) = name.strip_prefix(b".wh.") {
            return whiteout(folder, hidden);
        }
        let link = link_target(entry, kind)?;
        let record = record(entry, kind, &pax, buffer)?;
        Ok(Some((path, Self::Node(record, link))))
    }

    /// The link target; empty for what is no link.
    pub(super) fn link(&self) -> &[u8] {
        match self {
            Self::Node(_, link) => link,
            Self::Whiteout | Self::Opaque => &[],
        }
    }

    /// Encodes the entry for sorting: its position in the archive comes first, so that later entries sort later.
    pub(super) fn encode(&self, position: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        bytes.put_u64(position);
        match self {
            Self::Whiteout => bytes.put_u8(0),
            Self::Opaque => bytes.put_u8(1),
            Self::Node(record, link) => {
                bytes.put_u8(2);
                bytes.put_slice(&record.encode());
                bytes.put_slice(link);
            }
        }
        bytes
    }

    /// # Errors
    /// `InvalidData` for bytes that [`Self::encode`] did not write.
    pub(super) fn decode(mut bytes: &[u8]) -> io::Result<Self> {
        bytes.advance(size_of::<u64>());
        match bytes.get_u8() {
            0 => Ok(Self::Whiteout),
            1 => Ok(Self::Opaque),
            _ => {
                let (record, link) = bytes.split_first_chunk().ok_or(io::ErrorKind::InvalidData)?;
                Ok(Self::Node(Record::decode(record)?, link.to_vec()))
            }
        }
    }
}

fn record(
    entry: &mut tar::Entry<'_, impl Read>,
    kind: LayerNodeKind,
    pax: &PaxHeaders,
    buffer: &mut [u8],
) -> Result<Record> {
    let header = entry.header();
    let number =
        |number: io::Result<u64>| number.ok().and_then(|number| u32::try_from(number).ok()).unwrap_or_default();
    let modified = i64::try_from(header.mtime().unwrap_or_default()).unwrap_or_default();
    let mut record = Record {
        kind,
        implied: false,
        mode: u16::try_from(header.mode().unwrap_or_default() & 0o7777).unwrap_or_default(),
        uid: number(header.uid()),
        gid: number(header.gid()),
        modified: pax.modified.unwrap_or(modified),
        ..Record::implied_folder()
    };
    if kind == LayerNodeKind::File {
        record.size = pax.size.unwrap_or_else(|| entry.size());
        // The holes of a sparse file may have any size: they are not read.
        if entry.header().entry_type() != EntryType::GNUSparse {
            record.hash = hash(entry, buffer)?;
        }
    }
    Ok(record)
}

fn kind(entry: EntryType, path: &[u8]) -> Option<LayerNodeKind> {
    match entry {
        // Before ustar, a folder was a file with a trailing slash.
        EntryType::Regular | EntryType::Continuous if path.ends_with(b"/") => Some(LayerNodeKind::Folder),
        EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => Some(LayerNodeKind::File),
        EntryType::Directory => Some(LayerNodeKind::Folder),
        EntryType::Symlink => Some(LayerNodeKind::Symlink),
        EntryType::Link => Some(LayerNodeKind::HardLink),
        EntryType::Char => Some(LayerNodeKind::CharacterDevice),
        EntryType::Block => Some(LayerNodeKind::BlockDevice),
        EntryType::Fifo => Some(LayerNodeKind::Pipe),
        _ => None,
    }
}

fn whiteout(folder: &[u8], hidden: &[u8]) -> Result<Option<(Vec<u8>, LayerEntry)>> {
    match hidden {
        b".wh..opq" => Ok(Some((folder.to_vec(), LayerEntry::Opaque))),
        // Other metadata of AUFS.
        _ if hidden.starts_with(b".wh.") => Ok(None),
        b"" | b"." | b".." => Err(invalid_archive("a whiteout without a name")),
        name if folder.is_empty() => Ok(Some((name.to_vec(), LayerEntry::Whiteout))),
        name => Ok(Some(([folder, name].join(&0), LayerEntry::Whiteout))),
    }
}

/// The target of a link: of a symbolic link as written, of a hard link the path in the layer.
fn link_target(entry: &tar::Entry<'_, impl Read>, kind: LayerNodeKind) -> Result<Vec<u8>> {
    let target = entry.link_name_bytes().unwrap_or_default();
    Limit::Path.check(target.len() as u64)?;
    match kind {
        LayerNodeKind::Symlink => Ok(target.into_owned()),
        LayerNodeKind::HardLink => entry_path::normalize(&target),
        _ => Ok(Vec::new()),
    }
}

/// The first half of BLAKE3: enough to distinguish contents.
fn hash(entry: &mut tar::Entry<'_, impl Read>, buffer: &mut [u8]) -> Result<[u8; 16]> {
    let mut hasher = blake3::Hasher::new();
    let mut left = entry.size();
    loop {
        let count = entry.read(buffer).map_err(read_failed)?;
        if count == 0 {
            break;
        }
        left = left.saturating_sub(count as u64);
        hasher.update(&buffer[..count]);
    }
    if left > 0 {
        return Err(invalid_archive("the archive ends in the middle of a file"));
    }
    let mut hash = NO_HASH;
    hash.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    Ok(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoded_entry_decodes_to_itself() {
        let node = LayerEntry::Node(Record { size: 7, ..Record::implied_folder() }, b"target".to_vec());
        for entry in [LayerEntry::Whiteout, LayerEntry::Opaque, node] {
            assert_eq!(LayerEntry::decode(&entry.encode(3)).expect("it was encoded"), entry, "what was encoded");
            assert!(entry.encode(3) < entry.encode(1 << 40), "a later entry sorts later");
        }
    }

    #[test]
    fn whiteouts_name_what_they_hide() {
        let whiteout = |folder: &str, name: &str| super::whiteout(folder.as_bytes(), name.as_bytes());
        assert_eq!(whiteout("a", "b"), Ok(Some((b"a\0b".to_vec(), LayerEntry::Whiteout))), "a path in a folder");
        assert_eq!(whiteout("", "b"), Ok(Some((b"b".to_vec(), LayerEntry::Whiteout))), "a path in the root");
        assert_eq!(whiteout("a", ".wh..opq"), Ok(Some((b"a".to_vec(), LayerEntry::Opaque))), "an opaque folder");
        assert_eq!(whiteout("a", ".wh.plnk"), Ok(None), "metadata of AUFS");
        assert!(whiteout("a", "..").is_err(), "no name");
    }
}
