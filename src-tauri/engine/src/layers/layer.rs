//! One layer: its archive, read in one pass, as a tree on disk.
//!
//! Nothing of a layer is ever unpacked: a path is only a name, and contents are hashed as they pass. Where archives can be
//! read in several ways, it is as moby reads them (`pkg/archive/diff.go` `UnpackLayer`) and the OCI image specification
//! says (`layer.md`, whiteouts).

use std::{
    cell::Cell,
    io::{self, BufReader, Read},
    path::Path,
};

use bytes::{Buf, BufMut};
use sha2::{Digest, Sha256};
use tar::EntryType;
use tempfile::TempDir;

use super::{
    failure::{Limit, damaged, on_disk, reading},
    record::{NO_HASH, Record},
    spill::Sorter,
    tree::{PathWalk, Tree, TreePatch, TreeWriter},
};
use crate::{error::Result, wire::LayerNodeKind};

/// How hard links may follow each other: archives name the file itself.
const LINKS: usize = 16;

/// A layer that has been read.
pub(super) struct ReadLayer {
    /// `sha256:…` of the archive as it was read.
    pub diff_id: String,
    /// How many entries it has.
    pub entries: u64,
    /// Its tree, in a folder of its own that is to be put in its place.
    pub folder: TempDir,
}

/// Reads a layer's archive to its end.
///
/// # Errors
/// [`crate::ErrorCode::ArchiveInvalid`], [`crate::ErrorCode::ArchiveTooLarge`], and what the reader gives.
pub(super) fn read(archive: impl Read, folder: TempDir) -> Result<ReadLayer> {
    let mut hashing = Hashing { reader: archive, hash: Sha256::new() };
    let (sorter, entries) = gather(&mut hashing, folder.path())?;
    // What follows the archive's end is part of the digest, too.
    io::copy(&mut hashing, &mut io::sink()).map_err(reading)?;
    let diff_id = format!("sha256:{:x}", hashing.hash.finalize());
    write_tree(sorter, folder.path())?;
    Ok(ReadLayer { diff_id, entries, folder })
}

struct Hashing<R> {
    reader: R,
    hash: Sha256,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.hash.update(&buffer[..count]);
        Ok(count)
    }
}

/// A reader that gives so many bytes and no more. tar holds an entry's long name and headers in memory, whatever their size:
/// between entries it gets no more than they may have.
pub(super) struct Rationed<'a, R> {
    reader: R,
    ration: &'a Cell<u64>,
}

impl<'a, R> Rationed<'a, R> {
    pub(super) fn new(reader: R, ration: &'a Cell<u64>) -> Self {
        Self { reader, ration }
    }
}

impl<R: Read> Read for Rationed<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        match self.ration.get().checked_sub(count as u64) {
            Some(left) => {
                self.ration.set(left);
                Ok(count)
            }
            None => Err(io::Error::other(Limit::Headers.exceeded())),
        }
    }
}

/// What an entry says of its path.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Said {
    /// It is there.
    Is(Record, Vec<u8>),
    /// Lower layers' is deleted.
    Whiteout,
    /// What lower layers have in it is hidden.
    Opaque,
}

/// Reads the entries, to be sorted by their paths, those of one path in the order of the archive. Gives how many
/// there are, too.
fn gather(reader: impl Read, folder: &Path) -> Result<(Sorter, u64)> {
    let mut sorter = Sorter::new(folder);
    let ration = Cell::new(Limit::Headers.most());
    let buffered = BufReader::with_capacity(1 << 16, reader);
    let mut archive = tar::Archive::new(Rationed::new(buffered, &ration));
    let mut buffer = vec![0; 1 << 16];
    let mut count = 0_u64;
    for entry in archive.entries().map_err(reading)? {
        let mut entry = entry.map_err(reading)?;
        count += 1;
        Limit::Entries.check(count)?;
        ration.set(u64::MAX);
        let told = told(&mut entry, &mut buffer)?;
        let stored = match entry.header().entry_type() {
            EntryType::GNUSparse => entry.header().entry_size().map_err(reading)?,
            _ => entry.size(),
        };
        // What is left of it is passed over before the next.
        let unread = stored.saturating_sub(u64::MAX - ration.get());
        ration.set(unread.saturating_add(Limit::Headers.most()));
        if let Some((path, said)) = told {
            sorter.push(&path, &pack(count, &said)).map_err(on_disk(folder))?;
        }
    }
    Ok((sorter, count))
}

/// What an entry says, and of which path; `None` for one that says nothing of a path.
fn told(entry: &mut tar::Entry<'_, impl Read>, buffer: &mut [u8]) -> Result<Option<(Vec<u8>, Said)>> {
    let extensions = Extensions::of(entry)?;
    let raw = extensions.name.clone().unwrap_or_else(|| entry.path_bytes().into_owned());
    let Some(kind) = kind(entry.header().entry_type(), &raw) else { return Ok(None) };
    let path = clean(&raw)?;
    let (folder, name) = match path.iter().rposition(|byte| *byte == 0) {
        Some(at) => (&path[..at], &path[at + 1..]),
        None => (&path[..0], &path[..]),
    };
    if let Some(hidden) = name.strip_prefix(b".wh.") {
        return whiteout(folder, hidden);
    }
    let link = link(entry, kind)?;
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
        modified: extensions.modified.unwrap_or(modified),
        ..Record::implied_folder()
    };
    if kind == LayerNodeKind::File {
        record.size = extensions.size.unwrap_or_else(|| entry.size());
        // A sparse file's holes may be as large as they like: they are not read.
        if entry.header().entry_type() != EntryType::GNUSparse {
            record.hash = hash(entry, buffer)?;
        }
    }
    Ok(Some((path, Said::Is(record, link))))
}

fn kind(entry: EntryType, path: &[u8]) -> Option<LayerNodeKind> {
    match entry {
        // Before ustar a folder was a file with a slash at its end.
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

fn whiteout(folder: &[u8], hidden: &[u8]) -> Result<Option<(Vec<u8>, Said)>> {
    match hidden {
        b".wh..opq" => Ok(Some((folder.to_vec(), Said::Opaque))),
        // Other files that AUFS kept for itself.
        _ if hidden.starts_with(b".wh.") => Ok(None),
        b"" | b"." | b".." => Err(damaged("a whiteout of no name")),
        name if folder.is_empty() => Ok(Some((name.to_vec(), Said::Whiteout))),
        name => Ok(Some(([folder, name].join(&0), Said::Whiteout))),
    }
}

/// A link's target: of a symbolic link as it is written, of a hard link the path in the layer.
fn link(entry: &tar::Entry<'_, impl Read>, kind: LayerNodeKind) -> Result<Vec<u8>> {
    let target = entry.link_name_bytes().unwrap_or_default();
    Limit::Path.check(target.len() as u64)?;
    match kind {
        LayerNodeKind::Symlink => Ok(target.into_owned()),
        LayerNodeKind::HardLink => clean(&target),
        _ => Ok(Vec::new()),
    }
}

/// The first half of BLAKE3: enough to tell contents apart.
fn hash(entry: &mut tar::Entry<'_, impl Read>, buffer: &mut [u8]) -> Result<[u8; 16]> {
    let mut hasher = blake3::Hasher::new();
    let mut left = entry.size();
    loop {
        let count = entry.read(buffer).map_err(reading)?;
        if count == 0 {
            break;
        }
        left = left.saturating_sub(count as u64);
        hasher.update(&buffer[..count]);
    }
    if left > 0 {
        return Err(damaged("the archive ends in the middle of a file"));
    }
    let mut hash = NO_HASH;
    hash.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    Ok(hash)
}

/// A path as its names, parted by byte 0; the root is empty.
///
/// # Errors
/// Like moby, for one that leads out of the layer. [`Limit::Path`].
pub(super) fn clean(raw: &[u8]) -> Result<Vec<u8>> {
    Limit::Path.check(raw.len() as u64)?;
    if raw.contains(&0) {
        return Err(damaged("a path with a byte 0"));
    }
    let mut names: Vec<&[u8]> = Vec::new();
    for name in raw.split(|byte| *byte == b'/') {
        match name {
            b"" | b"." => {}
            b".." => {
                let outside = || damaged(format!("a path that leads outside: {}", String::from_utf8_lossy(raw)));
                names.pop().ok_or_else(outside)?;
            }
            name => names.push(name),
        }
    }
    Ok(names.join(&0))
}

/// What an entry's PAX headers say instead of its own header, as far as tar does not see to it.
#[derive(Default)]
struct Extensions {
    modified: Option<i64>,
    /// A sparse file as GNU tar writes it with PAX: its name and size.
    name: Option<Vec<u8>>,
    size: Option<u64>,
}

impl Extensions {
    fn of(entry: &mut tar::Entry<'_, impl Read>) -> Result<Self> {
        let mut found = Self::default();
        let Some(extensions) = entry.pax_extensions().map_err(reading)? else { return Ok(found) };
        for extension in extensions {
            let extension = extension.map_err(reading)?;
            let value = || extension.value().unwrap_or_default();
            match extension.key_bytes() {
                b"mtime" => found.modified = seconds(value()),
                b"GNU.sparse.name" => found.name = Some(extension.value_bytes().to_vec()),
                b"GNU.sparse.realsize" | b"GNU.sparse.size" => found.size = value().parse().ok(),
                _ => {}
            }
        }
        Ok(found)
    }
}

/// The whole seconds of a PAX time, `1700000000.25`, rounded down as everybody does.
fn seconds(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let whole: i64 = whole.parse().ok()?;
    let has_fraction = fraction.bytes().any(|digit| digit != b'0');
    Some(if text.starts_with('-') && has_fraction { whole.saturating_sub(1) } else { whole })
}

/// What goes with a path through the sorting: first its place in the archive, so that later entries come later.
fn pack(place: u64, said: &Said) -> Vec<u8> {
    let mut packed = Vec::new();
    packed.put_u64(place);
    match said {
        Said::Whiteout => packed.put_u8(0),
        Said::Opaque => packed.put_u8(1),
        Said::Is(record, link) => {
            packed.put_u8(2);
            packed.put_slice(&record.encode());
            packed.put_slice(link);
        }
    }
    packed
}

fn unpack(mut packed: &[u8]) -> io::Result<Said> {
    packed.advance(size_of::<u64>());
    match packed.get_u8() {
        0 => Ok(Said::Whiteout),
        1 => Ok(Said::Opaque),
        _ => {
            let (record, link) = packed.split_first_chunk().ok_or(io::ErrorKind::InvalidData)?;
            Ok(Said::Is(Record::decode(record)?, link.to_vec()))
        }
    }
}

/// What all entries of one path say together: the last that is there counts, and what it hides of lower layers.
#[derive(Default)]
struct Together {
    is: Option<(Record, Vec<u8>)>,
    whiteout: bool,
    opaque: bool,
}

impl Together {
    fn add(&mut self, said: Said) {
        match said {
            Said::Is(record, link) => self.is = Some((record, link)),
            Said::Whiteout => self.whiteout = true,
            Said::Opaque => self.opaque = true,
        }
    }

    fn record(self) -> (Record, Vec<u8>) {
        let hides = self.whiteout || self.opaque;
        match self.is {
            // Deleted below and made anew: nothing of the old one shines through.
            Some((record, link)) => (Record { opaque: hides && record.is_folder(), ..record }, link),
            None if self.whiteout && !self.opaque => (Record::whiteout(), Vec::new()),
            None => (Record { implied: !self.whiteout, opaque: self.opaque, ..Record::implied_folder() }, Vec::new()),
        }
    }
}

/// Writes the sorted entries as a tree, with the folders that they imply.
fn write_tree(sorter: Sorter, folder: &Path) -> Result<()> {
    let mut sorted = sorter.finish().map_err(on_disk(folder))?;
    let mut growing = Growing {
        tree: TreeWriter::create(folder, Limit::Entries.most())?,
        names: Vec::new(),
        links: Sorter::new(folder),
        folder,
    };
    // The root comes first, whether it has an entry or not.
    let mut path = Vec::new();
    let mut together = Together::default();
    while let Some((key, packed)) = sorted.next().map_err(on_disk(folder))? {
        if key != path {
            let (record, link) = std::mem::take(&mut together).record();
            growing.put(&path, record, &link)?;
            path.clear();
            path.extend_from_slice(key);
        }
        together.add(unpack(packed).map_err(on_disk(folder))?);
    }
    let (record, link) = together.record();
    growing.put(&path, record, &link)?;
    growing.tree.finish()?;
    resolve(growing.links, folder).map_err(on_disk(folder))
}

/// A layer's tree as it grows, path by path in order.
struct Growing<'a> {
    tree: TreeWriter,
    /// The names that are open, below the root.
    names: Vec<Vec<u8>>,
    links: Sorter,
    folder: &'a Path,
}

impl Growing<'_> {
    fn put(&mut self, path: &[u8], record: Record, link: &[u8]) -> Result<()> {
        if path.is_empty() {
            let root = if record.is_folder() { record } else { Record::implied_folder() };
            return self.tree.open(root, b"", b"").map(drop);
        }
        let names: Vec<&[u8]> = path.split(|byte| *byte == 0).collect();
        let (name, folders) = names.split_last().unwrap_or((&path, &[]));
        let shared = self.names.iter().zip(folders).take_while(|(open, wanted)| open == *wanted).count();
        while self.names.len() > shared {
            self.names.pop();
            self.tree.close()?;
        }
        for folder in &folders[shared..] {
            self.names.push(folder.to_vec());
            self.tree.open(Record::implied_folder(), folder, b"")?;
        }
        self.names.push(name.to_vec());
        self.open(record, name, link)
    }

    fn open(&mut self, mut record: Record, name: &[u8], link: &[u8]) -> Result<()> {
        let id = self.tree.count();
        if record.kind == LayerNodeKind::File {
            record.inode = id;
            record.total = record.size;
        }
        if record.kind == LayerNodeKind::HardLink {
            self.links.push(link, &id.to_be_bytes()).map_err(on_disk(self.folder))?;
        }
        self.tree.open(record, name, link).map(drop)
    }
}

/// Gives hard links the bytes of the files that they name.
fn resolve(links: Sorter, folder: &Path) -> io::Result<()> {
    let mut tree = Tree::open(folder)?;
    let targets = targets(links, &mut tree)?;
    let mut patch = TreePatch::open(folder)?;
    for (link, _) in &targets {
        let Some(inode) = follow(&targets, *link) else { continue };
        let file = tree.record(inode)?;
        if file.kind == LayerNodeKind::File {
            let record = Record { inode, size: file.size, hash: file.hash, ..tree.record(*link)? };
            patch.put(*link, &record)?;
        }
    }
    Ok(())
}

/// The hard links and the records that they name, by the links' IDs. Links and records are passed together, both in the
/// order of their paths.
fn targets(links: Sorter, tree: &mut Tree) -> io::Result<Vec<(u32, u32)>> {
    let mut links = links.finish()?;
    let mut targets = Vec::new();
    let mut walk = PathWalk::default();
    let mut next = links.next()?;
    for id in 0..tree.count() {
        if next.is_none() {
            break;
        }
        let record = tree.record(id)?;
        let path = walk.enter(id, &record, tree.name(&record)?);
        while let Some((target, link)) = next.filter(|(target, _)| *target <= path) {
            if target == path {
                targets.push((u32::from_be_bytes(link.try_into().map_err(|_| io::ErrorKind::InvalidData)?), id));
            }
            next = links.next()?;
        }
    }
    targets.sort_unstable();
    Ok(targets)
}

/// Follows links to links; `None` for those that go round in a circle.
fn follow(targets: &[(u32, u32)], link: u32) -> Option<u32> {
    let step = |from: u32| targets.binary_search_by_key(&from, |(link, _)| *link).ok().map(|at| targets[at].1);
    let mut at = link;
    for _ in 0..LINKS {
        match step(at) {
            Some(next) => at = next,
            None => return Some(at),
        }
    }
    None
}
