//! Layers upon each other: what an image shows in the end, what each layer does, and what is wasted.
//!
//! The layers' trees are walked together in one pass, folder by folder, each in its own order: so memory holds the way to
//! the current path and a bit per file, whatever the image's size. A second pass over what was hidden tells what of it
//! no other name shows.

use std::{
    cmp::Reverse,
    fs::File,
    io::{self, BufReader, BufWriter, Read, Seek, Write},
    path::{Path, PathBuf},
};

use bytes::{Buf, BufMut};
use serde::{Deserialize, Serialize};

use super::{
    failure::{Limit, on_disk},
    record::{NO_HASH, Record},
    spill::Sorter,
    top::Top,
    tree::{Tree, TreeWriter},
};
use crate::{
    error::{Error, Result},
    wire::{ChangeKind, LayerNodeKind},
};

const FIGURES: &str = "figures.json";
/// How many entries a list keeps.
pub(super) const LISTED: usize = 10_000;
/// How many paths of a duplicate content are kept.
const EXAMPLES: usize = 16;
/// Entries of a final tree: more than of a layer, since many add up.
const ENTRIES: u64 = 4 * Limit::Entries.most();

/// Signs of changes that are in memory before they are written.
const UNWRITTEN: usize = 1 << 16;

/// What layers make together, beside their final tree.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Figures {
    /// By layer, base first.
    pub layers: Vec<OfLayer>,
    pub visible: u64,
    pub wasted: u64,
    pub wasted_paths: u64,
    pub duplicated: u64,
    pub duplicates: u64,
    pub entries: u64,
    pub efficiency: f64,
    /// Records of the final tree, largest first.
    pub largest: Vec<u32>,
    /// Most bytes first.
    pub wasted_list: Vec<Wasted>,
    /// Most superfluous bytes first.
    pub duplicate_list: Vec<Duplicate>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct OfLayer {
    pub size: u64,
    pub wasted: u64,
    pub added: u64,
    pub changed: u64,
    pub deleted: u64,
}

/// A path with what is wasted at it, lowest layer first.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Wasted {
    pub bytes: u64,
    pub pieces: Vec<Piece>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Piece {
    pub layer: u16,
    /// In that layer's tree.
    pub record: u32,
    pub bytes: u64,
    pub hidden_by: u16,
    pub identical: bool,
}

/// A content with the records of the final tree that have it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Duplicate {
    /// All but one of them together.
    pub superfluous: u64,
    pub bytes: u64,
    pub count: u64,
    pub examples: Vec<u32>,
}

/// Lays the layers of these folders upon each other, base first, and writes the outcome into a folder.
///
/// # Errors
/// [`crate::ErrorCode::ArchiveTooLarge`], [`crate::ErrorCode::FileFailed`], and [`crate::ErrorCode::Cancelled`] once
/// `is_cancelled` says so.
pub(super) fn write(layers: &[PathBuf], folder: &Path, is_cancelled: &dyn Fn() -> bool) -> Result<()> {
    let mut stacking = Stacking::begin(layers, folder, is_cancelled)?;
    stacking.walk()?;
    let figures = stacking.finish()?;
    let text = serde_json::to_vec(&figures).map_err(|error| Error::internal(error.to_string()))?;
    std::fs::write(folder.join(FIGURES), text).map_err(on_disk(folder))
}

/// What was written beside the final tree.
pub(super) fn figures(folder: &Path) -> io::Result<Figures> {
    Ok(serde_json::from_slice(&std::fs::read(folder.join(FIGURES))?)?)
}

/// The file that has, for each record of a layer, what the layer does to the path.
fn changes_file(folder: &Path, layer: usize) -> PathBuf {
    folder.join(format!("changes-{layer}"))
}

/// What a layer does to the paths of its records.
pub(super) fn changes(folder: &Path, layer: usize) -> io::Result<Vec<u8>> {
    std::fs::read(changes_file(folder, layer))
}

/// Such a file being written. It is open only while it is written to.
struct Signs {
    path: PathBuf,
    unwritten: Vec<u8>,
}

impl Signs {
    fn push(&mut self, change: Option<ChangeKind>) -> io::Result<()> {
        self.unwritten.push(sign(change));
        if self.unwritten.len() < UNWRITTEN { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> io::Result<()> {
        File::options().append(true).create(true).open(&self.path)?.write_all(&self.unwritten)?;
        self.unwritten.clear();
        Ok(())
    }
}

/// The sign of a change in that file.
fn sign(change: Option<ChangeKind>) -> u8 {
    match change {
        None => 0,
        Some(ChangeKind::Added) => 1,
        Some(ChangeKind::Changed) => 2,
        Some(ChangeKind::Deleted) => 3,
    }
}

/// What such a sign says.
pub(super) fn change(sign: u8) -> Option<ChangeKind> {
    [None, Some(ChangeKind::Added), Some(ChangeKind::Changed), Some(ChangeKind::Deleted)][usize::from(sign & 3)]
}

/// One layer's record of a path.
#[derive(Debug, Clone)]
struct Version {
    layer: u16,
    id: u32,
    record: Record,
}

/// A folder of one layer while its paths are passed: the one that is next.
struct Passing {
    version: Version,
    name: Vec<u8>,
    end: u32,
    is_over: bool,
}

/// A folder that a layer deletes, and what is found of what it had: dive counts that.
struct Deletion {
    layer: u16,
    bytes: u64,
}

struct Stacking<'a> {
    folder: &'a Path,
    is_cancelled: &'a dyn Fn() -> bool,
    layers: Vec<Tree>,
    changes: Vec<Signs>,
    figures: Figures,
    output: TreeWriter,
    /// Files of a layer that some path of the final tree shows.
    shown: Vec<Bits>,
    hidden: BufWriter<File>,
    /// How many paths have something hidden.
    hidden_paths: u32,
    deletions: Vec<Deletion>,
    /// dive's two sums.
    smallest: f64,
    all: f64,
    largest: Top<(u64, Reverse<u32>)>,
    contents: Sorter,
    passed: u64,
}

impl<'a> Stacking<'a> {
    fn begin(layers: &[PathBuf], folder: &'a Path, is_cancelled: &'a dyn Fn() -> bool) -> Result<Self> {
        let opened: Vec<Tree> =
            layers.iter().map(|layer| Tree::open(layer).map_err(on_disk(layer))).collect::<Result<_>>()?;
        let signs = |layer| Signs { path: changes_file(folder, layer), unwritten: Vec::new() };
        Ok(Self {
            folder,
            is_cancelled,
            changes: (0..layers.len()).map(signs).collect(),
            figures: Figures { layers: vec![OfLayer::default(); layers.len()], ..Figures::default() },
            output: TreeWriter::create(folder, ENTRIES)?,
            shown: opened.iter().map(|tree| Bits::of(tree.count())).collect(),
            hidden: BufWriter::new(tempfile::tempfile_in(folder).map_err(on_disk(folder))?),
            hidden_paths: 0,
            deletions: Vec::new(),
            smallest: 0.0,
            all: 0.0,
            largest: Top::new(LISTED),
            contents: Sorter::new(folder),
            passed: 0,
            layers: opened,
        })
    }

    fn walk(&mut self) -> Result<()> {
        let roots = (0..self.layers.len())
            .map(|layer| Ok(Version { layer: layer_number(layer)?, id: 0, record: self.record(layer, 0)? }))
            .collect::<Result<Vec<_>>>()?;
        if roots.is_empty() {
            return self.output.open(Record::implied_folder(), b"", b"").map(drop);
        }
        self.path(&roots, b"", &[])
    }

    /// One path, by all layers that have it, base first. `covers` are the layers, sorted, that hide what the layers
    /// below them have here.
    fn path(&mut self, versions: &[Version], name: &[u8], covers: &[u16]) -> Result<()> {
        self.passed += 1;
        if self.passed.is_multiple_of(4096) && (self.is_cancelled)() {
            return Err(Error::new(crate::ErrorCode::Cancelled));
        }
        let shown = shown_at(versions, covers, u16::MAX);
        for version in versions {
            self.note_change(version, versions, covers)?;
        }
        self.note_hidden(versions, covers, shown)?;
        self.note_deleted(versions, covers);
        let deletions = self.deletions.len();
        let leaves = self.leaves(versions, covers);
        if let Some(shown) = shown {
            self.show(shown, name)?;
        }
        let inner = inner_covers(versions, covers);
        self.within(versions, &inner)?;
        if shown.is_some() {
            self.output.close()?;
        }
        self.note_leaves(leaves, deletions);
        Ok(())
    }

    /// The paths in a folder, in order, each by all layers that have it.
    fn within(&mut self, folders: &[Version], covers: &[u16]) -> Result<()> {
        let mut passing = Vec::new();
        for folder in folders.iter().filter(|folder| folder.record.children > 0) {
            passing.extend(self.pass(folder.layer, folder.id + 1, folder.record.end)?);
        }
        while let Some(name) = passing.iter().map(|one: &Passing| &one.name).min().cloned() {
            let now = passing.iter().filter(|one| one.name == name);
            let versions: Vec<Version> = now.map(|one| one.version.clone()).collect();
            self.path(&versions, &name, covers)?;
            // Only now: so each layer's files are read from their beginning to their end.
            for one in passing.iter_mut().filter(|one| one.name == name) {
                match self.pass(one.version.layer, one.version.record.end, one.end)? {
                    Some(next) => *one = next,
                    None => one.is_over = true,
                }
            }
            passing.retain(|one| !one.is_over);
        }
        Ok(())
    }

    /// The record there, unless the folder ends before.
    fn pass(&mut self, layer: u16, id: u32, end: u32) -> Result<Option<Passing>> {
        if id >= end {
            return Ok(None);
        }
        let record = self.record(usize::from(layer), id)?;
        let name = self.layers[usize::from(layer)].name(&record).map_err(on_disk(self.folder))?.to_vec();
        Ok(Some(Passing { version: Version { layer, id, record }, name, end, is_over: false }))
    }

    fn record(&mut self, layer: usize, id: u32) -> Result<Record> {
        self.layers[layer].record(id).map_err(on_disk(self.folder))
    }

    /// What the layer does to the path, as `docker diff` would tell it.
    fn note_change(&mut self, version: &Version, versions: &[Version], covers: &[u16]) -> Result<()> {
        let before = before(version.layer, versions, covers);
        // The root is always there.
        let change = if version.id == 0 { None } else { change_of(version, before) };
        let layer = usize::from(version.layer);
        let figures = &mut self.figures.layers[layer];
        match change {
            Some(ChangeKind::Added) => figures.added += 1,
            Some(ChangeKind::Changed) => figures.changed += 1,
            Some(ChangeKind::Deleted) => figures.deleted += 1,
            None => {}
        }
        if version.record.kind == LayerNodeKind::File {
            figures.size = figures.size.saturating_add(version.record.size);
        }
        self.changes[layer].push(change).map_err(on_disk(self.folder))
    }

    /// Puts the files aside that the final tree does not show here.
    fn note_hidden(&mut self, versions: &[Version], covers: &[u16], shown: Option<&Version>) -> Result<()> {
        let mut has_hidden = false;
        for (index, version) in versions.iter().enumerate() {
            let is_shown = shown.is_some_and(|shown| shown.layer == version.layer);
            if is_shown || !version.record.has_bytes() {
                continue;
            }
            let next = versions.get(index + 1);
            let cover = covers.iter().find(|cover| **cover > version.layer).copied();
            let hidden_by = next.map(|next| next.layer).into_iter().chain(cover).min().unwrap_or(version.layer);
            let identical =
                next.is_some_and(|next| next.layer == hidden_by && next.record.same_content(&version.record));
            let hidden = Hidden {
                path: self.hidden_paths,
                inode: version.record.inode,
                piece: Piece {
                    layer: version.layer,
                    record: version.id,
                    bytes: version.record.size,
                    hidden_by,
                    identical,
                },
            };
            self.hidden.write_all(&hidden.encode()).map_err(on_disk(self.folder))?;
            has_hidden = true;
        }
        self.hidden_paths += u32::from(has_hidden);
        Ok(())
    }

    /// Shows a path in the final tree.
    fn show(&mut self, version: &Version, name: &[u8]) -> Result<()> {
        let layer = usize::from(version.layer);
        let link = self.layers[layer].link(&version.record).map_err(on_disk(self.folder))?.to_vec();
        let mut record =
            Record { layer: version.layer, children: 0, total: 0, opaque: false, ..version.record.clone() };
        let is_first = record.has_bytes() && self.shown[layer].set(record.inode);
        if is_first {
            record.total = record.size;
            self.figures.visible = self.figures.visible.saturating_add(record.size);
        }
        let (size, hash) = (record.size, record.hash);
        let id = self.output.open(record, name, &link)?;
        if is_first && size > 0 {
            self.largest.push((size, Reverse(id)));
            if hash != NO_HASH {
                let mut key = [0; 24];
                (&mut key[..]).put_u64(size);
                key[8..].copy_from_slice(&hash);
                self.contents.push(&key, &id.to_be_bytes()).map_err(on_disk(self.folder))?;
            }
        }
        Ok(())
    }

    /// Adds the path to what was in each of the deleted folders that it is in.
    fn note_deleted(&mut self, versions: &[Version], covers: &[u16]) {
        for deletion in &mut self.deletions {
            let deleted = before(deletion.layer, versions, covers);
            if let Some(version) = deleted.filter(|version| version.record.kind == LayerNodeKind::File) {
                deletion.bytes = deletion.bytes.saturating_add(version.record.size);
            }
        }
    }

    /// The sizes that dive takes of a path: those of the leaves of each layer's tree. A whiteout has none, but one of a
    /// folder has all that was in it: that is known once it has been passed.
    fn leaves(&mut self, versions: &[Version], covers: &[u16]) -> Vec<u64> {
        let mut sizes = Vec::new();
        for version in versions.iter().filter(|version| version.record.children == 0) {
            match version.record.kind {
                LayerNodeKind::Whiteout if before(version.layer, versions, covers).is_some_and(is_folder) => {
                    self.deletions.push(Deletion { layer: version.layer, bytes: 0 });
                }
                LayerNodeKind::File => sizes.push(version.record.size),
                _ => sizes.push(0),
            }
        }
        sizes
    }

    fn note_leaves(&mut self, mut sizes: Vec<u64>, deletions: usize) {
        sizes.extend(self.deletions.drain(deletions..).map(|deletion| deletion.bytes));
        self.all += sizes.iter().map(|size| *size as f64).sum::<f64>();
        self.smallest += sizes.iter().min().map_or(0.0, |size| *size as f64);
    }

    fn finish(mut self) -> Result<Figures> {
        let folder = self.folder;
        self.figures.entries = u64::from(self.output.finish()?.saturating_sub(1));
        for changes in &mut self.changes {
            changes.flush().map_err(on_disk(folder))?;
        }
        let hidden = self.hidden.into_inner().map_err(|error| on_disk(folder)(error.into_error()))?;
        find_waste(hidden, &self.shown, &mut self.figures).map_err(on_disk(folder))?;
        find_duplicates(self.contents, &mut self.figures).map_err(on_disk(folder))?;
        self.figures.largest = self.largest.into_sorted().into_iter().map(|(_, id)| id.0).collect();
        self.figures.efficiency = if self.all == 0.0 { 1.0 } else { self.smallest / self.all };
        Ok(self.figures)
    }
}

fn layer_number(layer: usize) -> Result<u16> {
    u16::try_from(layer).map_err(|_| Limit::Layers.exceeded())
}

/// What a path shows when the layers up to `level` lie upon each other.
fn shown_at<'a>(versions: &'a [Version], covers: &[u16], level: u16) -> Option<&'a Version> {
    let cut = covers.iter().rev().find(|cover| **cover <= level).copied().unwrap_or_default();
    let seen = versions.iter().filter(|version| (cut..=level).contains(&version.layer));
    seen.fold(None, |below, version| match version.record.kind {
        LayerNodeKind::Whiteout => None,
        // Something within it was written; the folder itself is as it was.
        LayerNodeKind::Folder if version.record.implied => {
            below.filter(|below: &&Version| is_folder(below)).or(Some(version))
        }
        _ => Some(version),
    })
}

/// What the path shows just below a layer.
fn before<'a>(layer: u16, versions: &'a [Version], covers: &[u16]) -> Option<&'a Version> {
    shown_at(versions, covers, layer.checked_sub(1)?)
}

fn is_folder(version: &Version) -> bool {
    version.record.is_folder()
}

/// The layers that hide what lower ones have within the path.
fn inner_covers(versions: &[Version], covers: &[u16]) -> Vec<u16> {
    let own = versions.iter().filter(|version| !version.record.is_folder() || version.record.opaque);
    let mut inner: Vec<u16> = covers.iter().copied().chain(own.map(|version| version.layer)).collect();
    inner.sort_unstable();
    inner.dedup();
    inner
}

/// What a version does to what was shown before it. A folder that stays one changes when its rights do, or its owner:
/// engines write every folder anew in which something has changed.
fn change_of(version: &Version, before: Option<&Version>) -> Option<ChangeKind> {
    let record = &version.record;
    match before {
        _ if record.kind == LayerNodeKind::Whiteout => Some(ChangeKind::Deleted),
        None => Some(ChangeKind::Added),
        Some(before) if record.is_folder() && before.record.is_folder() => {
            let rights = |record: &Record| (record.mode, record.uid, record.gid);
            let stays = record.implied || rights(record) == rights(&before.record);
            (!stays || record.opaque).then_some(ChangeKind::Changed)
        }
        Some(_) => Some(ChangeKind::Changed),
    }
}

/// A bit for each record of a layer.
struct Bits(Vec<u64>);

impl Bits {
    fn of(count: u32) -> Self {
        Self(vec![0; count as usize / 64 + 1])
    }

    /// As many, none of them set.
    fn cleared(&self) -> Self {
        Self(vec![0; self.0.len()])
    }

    /// Sets a bit; whether it was not set before. One that does not exist, as a damaged file might name it, never is.
    fn set(&mut self, index: u32) -> bool {
        let Some(word) = self.0.get_mut(index as usize / 64) else { return false };
        let was = *word;
        *word |= 1 << (index % 64);
        was != *word
    }

    fn has(&self, index: u32) -> bool {
        self.0.get(index as usize / 64).is_some_and(|word| word >> (index % 64) & 1 == 1)
    }
}

/// A file of a layer that the final tree does not show at its path.
struct Hidden {
    /// Which of the paths with something hidden.
    path: u32,
    inode: u32,
    piece: Piece,
}

const HIDDEN: usize = 25;

impl Hidden {
    fn encode(&self) -> [u8; HIDDEN] {
        let mut bytes = [0; HIDDEN];
        let mut to = &mut bytes[..];
        to.put_u32(self.path);
        to.put_u32(self.inode);
        to.put_u16(self.piece.layer);
        to.put_u32(self.piece.record);
        to.put_u64(self.piece.bytes);
        to.put_u16(self.piece.hidden_by);
        to.put_u8(self.piece.identical.into());
        bytes
    }

    /// The next of them.
    fn read(reader: &mut impl Read) -> io::Result<Option<Self>> {
        let mut bytes = [0; HIDDEN];
        match reader.read_exact(&mut bytes) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            Err(error) => return Err(error),
        }
        let mut from = &bytes[..];
        let (path, inode) = (from.get_u32(), from.get_u32());
        let (layer, record, bytes) = (from.get_u16(), from.get_u32(), from.get_u64());
        let (hidden_by, identical) = (from.get_u16(), from.get_u8() != 0);
        Ok(Some(Self { path, inode, piece: Piece { layer, record, bytes, hidden_by, identical } }))
    }
}

/// Of what is hidden, what has no other name that is shown: each file once.
fn find_waste(mut hidden: File, shown: &[Bits], figures: &mut Figures) -> io::Result<()> {
    hidden.rewind()?;
    let mut hidden = BufReader::new(hidden);
    let mut counted: Vec<Bits> = shown.iter().map(Bits::cleared).collect();
    let mut top = Top::new(LISTED);
    // The paths stand in a row, each with its lowest layer first.
    let mut path = 0;
    let mut wasted = Wasted::default();
    while let Some(next) = Hidden::read(&mut hidden)? {
        if next.path != path {
            figures.note_wasted(std::mem::take(&mut wasted), &mut top);
            path = next.path;
        }
        let layer = usize::from(next.piece.layer);
        if next.piece.bytes > 0 && !shown[layer].has(next.inode) && counted[layer].set(next.inode) {
            wasted.bytes = wasted.bytes.saturating_add(next.piece.bytes);
            wasted.pieces.push(next.piece);
        }
    }
    figures.note_wasted(wasted, &mut top);
    figures.wasted_list = top.into_sorted();
    Ok(())
}

/// Contents that stand at several places of the final tree: sorted, they stand in a row.
fn find_duplicates(contents: Sorter, figures: &mut Figures) -> io::Result<()> {
    let mut contents = contents.finish()?;
    let mut top = Top::new(LISTED);
    let mut key = Vec::new();
    let mut duplicate = Duplicate::default();
    while let Some((content, mut record)) = contents.next()? {
        if content != key {
            figures.note_duplicate(std::mem::take(&mut duplicate), &mut top);
            key.clear();
            key.extend_from_slice(content);
            duplicate.bytes = (&content[..]).get_u64();
        }
        duplicate.count += 1;
        if duplicate.examples.len() < EXAMPLES {
            duplicate.examples.push(record.get_u32());
        }
    }
    figures.note_duplicate(duplicate, &mut top);
    figures.duplicate_list = top.into_sorted();
    Ok(())
}

impl Figures {
    fn note_wasted(&mut self, wasted: Wasted, top: &mut Top<Wasted>) {
        if wasted.pieces.is_empty() {
            return;
        }
        for piece in &wasted.pieces {
            let layer = &mut self.layers[usize::from(piece.layer)];
            layer.wasted = layer.wasted.saturating_add(piece.bytes);
        }
        self.wasted = self.wasted.saturating_add(wasted.bytes);
        self.wasted_paths += 1;
        top.push(wasted);
    }

    fn note_duplicate(&mut self, duplicate: Duplicate, top: &mut Top<Duplicate>) {
        if duplicate.count < 2 {
            return;
        }
        let superfluous = duplicate.bytes.saturating_mul(duplicate.count - 1);
        self.duplicated = self.duplicated.saturating_add(superfluous);
        self.duplicates += 1;
        top.push(Duplicate { superfluous, ..duplicate });
    }
}
