//! One path of a tree as it is stored on disk.

use std::io;

use bytes::{Buf, BufMut};

use crate::wire::LayerNodeKind;

/// The size of a record on disk.
pub(super) const RECORD: usize = 96;
/// No record.
pub(super) const NONE: u32 = u32::MAX;
/// The hash of a content that was not hashed: of a sparse file, and of anything but a file.
pub(super) const NO_HASH: [u8; 16] = [0; 16];

/// One path. Its name and link target are in the tree's text; its parents give the whole path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    /// The position of its text: the name, then the link target.
    pub text: u64,
    /// The length of the name.
    pub name: u16,
    /// The length of the link target.
    pub link: u16,
    /// The folder that contains it; the root contains itself.
    pub parent: u32,
    /// The first record after those within it.
    pub end: u32,
    /// The number of its direct children.
    pub children: u32,
    /// The bytes of the file; of a hard link, those of the file that it names.
    pub size: u64,
    /// The bytes of everything within it, hard links once.
    pub total: u64,
    /// Seconds since 1970.
    pub modified: i64,
    /// The permission bits with setuid, setgid and sticky.
    pub mode: u16,
    /// The owner's ID.
    pub uid: u32,
    /// The group's ID.
    pub gid: u32,
    /// The kind of the path.
    pub kind: LayerNodeKind,
    /// Whether the archive has no entry for this folder, only for something within it.
    pub implied: bool,
    /// Whether it hides what lower layers have in it.
    pub opaque: bool,
    /// The layer it comes from.
    pub layer: u16,
    /// The record in that layer's tree that has the bytes: for a hard link the file it names, else the record itself;
    /// [`NONE`] for a hard link to nothing.
    pub inode: u32,
    /// The hash of its content.
    pub hash: [u8; 16],
}

impl Record {
    /// A folder without an entry, implied by something within it: owned by root, as engines create it.
    pub(super) fn implied_folder() -> Self {
        Self {
            text: 0,
            name: 0,
            link: 0,
            parent: 0,
            end: 0,
            children: 0,
            size: 0,
            total: 0,
            modified: 0,
            mode: 0o755,
            uid: 0,
            gid: 0,
            kind: LayerNodeKind::Folder,
            implied: true,
            opaque: false,
            layer: 0,
            inode: NONE,
            hash: NO_HASH,
        }
    }

    /// The deletion of what lower layers have at the path.
    pub(super) fn whiteout() -> Self {
        Self { kind: LayerNodeKind::Whiteout, mode: 0, implied: false, ..Self::implied_folder() }
    }

    /// Whether it can contain other paths.
    pub(super) fn is_folder(&self) -> bool {
        self.kind == LayerNodeKind::Folder
    }

    /// Whether it is a name of a file's bytes.
    pub(super) fn has_bytes(&self) -> bool {
        matches!(self.kind, LayerNodeKind::File | LayerNodeKind::HardLink) && self.inode != NONE
    }

    /// Whether it has the same content as another.
    pub(super) fn same_content(&self, other: &Self) -> bool {
        self.has_bytes()
            && other.has_bytes()
            && self.size == other.size
            && self.hash == other.hash
            && self.hash != NO_HASH
    }

    pub(super) fn encode(&self) -> [u8; RECORD] {
        let mut bytes = [0; RECORD];
        let mut to = &mut bytes[..];
        to.put_u64_le(self.text);
        to.put_u64_le(self.size);
        to.put_u64_le(self.total);
        to.put_i64_le(self.modified);
        for number in [self.parent, self.end, self.children, self.uid, self.gid, self.inode] {
            to.put_u32_le(number);
        }
        for number in [self.name, self.link, self.mode, self.layer] {
            to.put_u16_le(number);
        }
        to.put_u8(kind_number(self.kind));
        to.put_u8(u8::from(self.implied) | u8::from(self.opaque) << 1);
        to.put_slice(&self.hash);
        bytes
    }

    /// # Errors
    /// `InvalidData` for bytes that are not a record.
    pub(super) fn decode(bytes: &[u8; RECORD]) -> io::Result<Self> {
        let mut from = &bytes[..];
        let (text, size, total) = (from.get_u64_le(), from.get_u64_le(), from.get_u64_le());
        let modified = from.get_i64_le();
        let [parent, end, children, uid, gid, inode] = std::array::from_fn(|_| from.get_u32_le());
        let [name, link, mode, layer] = std::array::from_fn(|_| from.get_u16_le());
        let kind = KINDS.get(usize::from(from.get_u8())).copied().ok_or(io::ErrorKind::InvalidData)?;
        let flags = from.get_u8();
        let mut hash = NO_HASH;
        from.copy_to_slice(&mut hash);
        Ok(Self {
            text,
            name,
            link,
            parent,
            end,
            children,
            size,
            total,
            modified,
            mode,
            uid,
            gid,
            kind,
            implied: flags & 1 != 0,
            opaque: flags & 2 != 0,
            layer,
            inode,
            hash,
        })
    }
}

const KINDS: [LayerNodeKind; 8] = [
    LayerNodeKind::File,
    LayerNodeKind::Folder,
    LayerNodeKind::Symlink,
    LayerNodeKind::HardLink,
    LayerNodeKind::CharacterDevice,
    LayerNodeKind::BlockDevice,
    LayerNodeKind::Pipe,
    LayerNodeKind::Whiteout,
];

fn kind_number(kind: LayerNodeKind) -> u8 {
    // The order of the declaration, which is that of `KINDS`; a test checks it.
    kind as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoded_record_decodes_to_itself() {
        for (index, kind) in KINDS.into_iter().enumerate() {
            assert_eq!(usize::from(kind_number(kind)), index, "the number of {kind:?}");
            let record = Record {
                text: 1 << 40,
                name: 3,
                link: 4,
                parent: 5,
                end: 6,
                children: 7,
                size: u64::MAX,
                total: 1 << 63,
                modified: -1,
                mode: 0o7777,
                uid: 8,
                gid: 9,
                kind,
                implied: index % 2 == 0,
                opaque: index % 3 == 0,
                layer: 126,
                inode: 10,
                hash: [11; 16],
            };
            assert_eq!(Record::decode(&record.encode()).expect("it was encoded"), record, "what was encoded");
        }
        assert!(Record::decode(&[0xff; RECORD]).is_err(), "bytes that are not a record are rejected");
    }
}
