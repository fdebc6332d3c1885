//! A tree of paths on disk: `records`, of one size each, in the order of the tree (a folder, then what is in it, by
//! name), and `text`, the names and link targets. It is written in one pass and read by few seeks, whatever its size:
//! the next path in a folder is the record at which the one before it ends.

use std::{
    fs::File,
    io::{self, BufWriter, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use super::{
    failure::{Limit, on_disk},
    record::{RECORD, Record},
};
use crate::{error::Result, wire::LayerNodeKind};

const RECORDS: &str = "records";
const TEXT: &str = "text";
/// Bytes of records that are still in memory while a tree is written: most folders end within.
const UNWRITTEN: usize = 8192 * RECORD;
/// Bytes that are read at a time.
const WINDOW: usize = 512 * RECORD;

/// A tree being written: folders are opened, filled and closed, in order.
pub(super) struct TreeWriter {
    folder: PathBuf,
    records: File,
    /// Of the first record in `unwritten`.
    written: u64,
    unwritten: Vec<u8>,
    text: BufWriter<File>,
    text_length: u64,
    open: Vec<(u32, Record)>,
    count: u32,
    most: u64,
}

impl TreeWriter {
    /// A tree of at most so many records in the files of a folder.
    pub(super) fn create(folder: &Path, most: u64) -> Result<Self> {
        let create = |name| File::create(folder.join(name)).map_err(on_disk(folder));
        Ok(Self {
            folder: folder.to_owned(),
            records: create(RECORDS)?,
            written: 0,
            unwritten: Vec::with_capacity(UNWRITTEN),
            text: BufWriter::new(create(TEXT)?),
            text_length: 0,
            open: Vec::new(),
            count: 0,
            most,
        })
    }

    /// Begins a path within the innermost open one, and gives its ID.
    pub(super) fn open(&mut self, mut record: Record, name: &[u8], link: &[u8]) -> Result<u32> {
        let id = self.count;
        if u64::from(id) >= self.most {
            return Err(Limit::Entries.exceeded());
        }
        Limit::Depth.check(self.open.len() as u64)?;
        let length = |text: &[u8]| u16::try_from(text.len()).map_err(|_| Limit::Path.exceeded());
        (record.name, record.link, record.text) = (length(name)?, length(link)?, self.text_length);
        record.parent = self.open.last().map_or(0, |(parent, _)| *parent);
        if let Some((_, parent)) = self.open.last_mut() {
            parent.children += 1;
            // Deleted below and made anew, without an entry of its own.
            if parent.kind == LayerNodeKind::Whiteout {
                *parent = Record {
                    implied: false,
                    opaque: true,
                    name: parent.name,
                    link: parent.link,
                    text: parent.text,
                    parent: parent.parent,
                    children: parent.children,
                    ..Record::implied_folder()
                };
            }
        }
        self.text.write_all(name).and_then(|()| self.text.write_all(link)).map_err(on_disk(&self.folder))?;
        self.text_length += name.len() as u64 + link.len() as u64;
        if self.unwritten.len() >= UNWRITTEN {
            self.flush()?;
        }
        self.unwritten.extend_from_slice(&record.encode());
        self.open.push((id, record));
        self.count += 1;
        Ok(id)
    }

    /// How many there are so far: the ID of the next.
    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// Ends the innermost open path.
    pub(super) fn close(&mut self) -> Result<()> {
        let Some((id, mut record)) = self.open.pop() else { return Ok(()) };
        record.end = self.count;
        if let Some((_, parent)) = self.open.last_mut() {
            parent.total = parent.total.saturating_add(record.total);
        }
        self.put(id, &record)
    }

    /// Writes a record anew.
    pub(super) fn put(&mut self, id: u32, record: &Record) -> Result<()> {
        let place = u64::from(id) * RECORD as u64;
        match usize::try_from(place.wrapping_sub(self.written)) {
            Ok(at) if place >= self.written => {
                self.unwritten[at..at + RECORD].copy_from_slice(&record.encode());
                Ok(())
            }
            _ => self.put_back(place, record).map_err(on_disk(&self.folder)),
        }
    }

    fn put_back(&mut self, place: u64, record: &Record) -> io::Result<()> {
        self.records.seek(SeekFrom::Start(place))?;
        self.records.write_all(&record.encode())?;
        self.records.seek(SeekFrom::Start(self.written)).map(drop)
    }

    fn flush(&mut self) -> Result<()> {
        self.records.write_all(&self.unwritten).map_err(on_disk(&self.folder))?;
        self.written += self.unwritten.len() as u64;
        self.unwritten.clear();
        Ok(())
    }

    /// Closes what is open, and writes everything out. Gives how many records there are.
    pub(super) fn finish(mut self) -> Result<u32> {
        while !self.open.is_empty() {
            self.close()?;
        }
        self.flush()?;
        self.text.flush().map_err(on_disk(&self.folder))?;
        Ok(self.count)
    }
}

/// Rewrites single records of a finished tree.
pub(super) struct TreePatch(File);

impl TreePatch {
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        File::options().write(true).open(folder.join(RECORDS)).map(Self)
    }

    pub(super) fn put(&mut self, id: u32, record: &Record) -> io::Result<()> {
        self.0.seek(SeekFrom::Start(u64::from(id) * RECORD as u64))?;
        self.0.write_all(&record.encode())
    }
}

/// A finished tree. What was damaged on the disk gives an error, never a wrong place to read at.
pub(super) struct Tree {
    records: Window,
    text: Window,
    count: u32,
}

impl Tree {
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        let records = Window::open(&folder.join(RECORDS))?;
        let text = Window::open(&folder.join(TEXT))?;
        let count = u32::try_from(records.length / RECORD as u64).map_err(|_| io::ErrorKind::InvalidData)?;
        let is_whole = count > 0 && records.length % RECORD as u64 == 0;
        let mut tree = Self { records, text, count };
        // Everything is within the root.
        if is_whole && tree.record(0)?.end == count { Ok(tree) } else { Err(io::ErrorKind::InvalidData.into()) }
    }

    /// How many records there are, the root among them.
    pub(super) fn count(&self) -> u32 {
        self.count
    }

    pub(super) fn record(&mut self, id: u32) -> io::Result<Record> {
        if id >= self.count {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let bytes = self.records.read(u64::from(id) * RECORD as u64, RECORD)?;
        let bytes = bytes.try_into().map_err(|_| io::ErrorKind::InvalidData)?;
        let record = Record::decode(bytes)?;
        let is_sound = record.end > id && record.end <= self.count && (record.parent < id || id == 0);
        if is_sound { Ok(record) } else { Err(io::ErrorKind::InvalidData.into()) }
    }

    pub(super) fn name(&mut self, record: &Record) -> io::Result<&[u8]> {
        self.text.read(record.text, usize::from(record.name))
    }

    pub(super) fn link(&mut self, record: &Record) -> io::Result<&[u8]> {
        self.text.read(record.text + u64::from(record.name), usize::from(record.link))
    }

    /// The folders on the way to a path, the root first and the path itself last.
    pub(super) fn way(&mut self, id: u32) -> io::Result<Vec<u32>> {
        let mut way = vec![id];
        let mut at = id;
        while at != 0 {
            at = self.record(at)?.parent;
            way.push(at);
        }
        way.reverse();
        Ok(way)
    }

    /// `/` and the names on the way.
    pub(super) fn path(&mut self, id: u32) -> io::Result<Vec<u8>> {
        let mut path = Vec::new();
        for id in self.way(id)?.into_iter().skip(1) {
            let record = self.record(id)?;
            path.push(b'/');
            path.extend_from_slice(self.name(&record)?);
        }
        Ok(if path.is_empty() { b"/".to_vec() } else { path })
    }

    /// What stands directly in a folder, in order.
    pub(super) fn children(&mut self, folder: u32) -> io::Result<Vec<(u32, Record)>> {
        let end = self.record(folder)?.end;
        let mut children = Vec::new();
        let mut next = folder + 1;
        while next < end {
            let record = self.record(next)?;
            let id = std::mem::replace(&mut next, record.end);
            children.push((id, record));
        }
        Ok(children)
    }
}

/// Where a record's path stands while all records are passed in order.
#[derive(Default)]
pub(super) struct PathWalk {
    /// The records on the way, and where their names end in `path`.
    open: Vec<(u32, usize)>,
    path: Vec<u8>,
}

impl PathWalk {
    /// Goes on to the record, and gives its path, the names parted by byte 0, which no name has.
    pub(super) fn enter(&mut self, id: u32, record: &Record, name: &[u8]) -> &[u8] {
        while self.open.last().is_some_and(|(open, _)| id != 0 && *open != record.parent) {
            self.open.pop();
        }
        self.path.truncate(self.open.last().map_or(0, |(_, end)| *end));
        if !self.path.is_empty() {
            self.path.push(0);
        }
        self.path.extend_from_slice(name);
        self.open.push((id, self.path.len()));
        &self.path
    }
}

/// A file of which a stretch is in memory. It is open only while it is read: all layers of an image are looked at together,
/// and some systems let a program have 256 files open.
struct Window {
    path: PathBuf,
    length: u64,
    start: u64,
    bytes: Vec<u8>,
}

impl Window {
    fn open(path: &Path) -> io::Result<Self> {
        let length = std::fs::metadata(path)?.len();
        Ok(Self { path: path.to_owned(), length, start: 0, bytes: Vec::new() })
    }

    fn read(&mut self, place: u64, count: usize) -> io::Result<&[u8]> {
        let is_within =
            |window: &Self| place >= window.start && place + count as u64 <= window.start + window.bytes.len() as u64;
        if place.checked_add(count as u64).is_none_or(|end| end > self.length) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if !is_within(self) {
            let wanted = WINDOW.max(count).min(usize::try_from(self.length - place).unwrap_or(WINDOW));
            let mut file = File::open(&self.path)?;
            file.seek(SeekFrom::Start(place))?;
            self.bytes.clear();
            self.bytes.resize(wanted, 0);
            self.start = place;
            if let Err(error) = file.read_exact(&mut self.bytes) {
                self.bytes.clear();
                return Err(error);
            }
        }
        let at = usize::try_from(place - self.start).map_err(|_| io::ErrorKind::InvalidInput)?;
        Ok(&self.bytes[at..at + count])
    }
}
