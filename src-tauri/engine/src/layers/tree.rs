//! A tree of paths on disk: `records`, of one size each, in the order of the tree (a folder, then its contents, by
//! name), and `text`, the names and link targets. It is written in one pass and read with few seeks, whatever its size:
//! the next path in a folder is the record at which the previous one ends.

mod window;
mod writer;

use std::{io, path::Path};

use self::window::FileWindow;
pub(super) use self::writer::{TreePatch, TreeWriter};
use super::record::{RECORD, Record};

const RECORDS: &str = "records";
const TEXT: &str = "text";

/// A finished tree. A damaged file yields an error, never a read at a wrong place.
pub(super) struct Tree {
    records: FileWindow,
    text: FileWindow,
    count: u32,
}

impl Tree {
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        let records = FileWindow::open(&folder.join(RECORDS))?;
        let text = FileWindow::open(&folder.join(TEXT))?;
        let count = u32::try_from(records.file_length() / RECORD as u64).map_err(|_| io::ErrorKind::InvalidData)?;
        let is_whole = count > 0 && records.file_length() % RECORD as u64 == 0;
        let mut tree = Self { records, text, count };
        // Everything is within the root.
        if is_whole && tree.record(0)?.end == count { Ok(tree) } else { Err(io::ErrorKind::InvalidData.into()) }
    }

    /// The number of records, with the root.
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

    /// The folders that contain a path, the root first, and the path itself last.
    pub(super) fn ancestors(&mut self, id: u32) -> io::Result<Vec<u32>> {
        let mut ancestors = vec![id];
        let mut at = id;
        while at != 0 {
            at = self.record(at)?.parent;
            ancestors.push(at);
        }
        ancestors.reverse();
        Ok(ancestors)
    }

    /// The absolute path of a record.
    pub(super) fn path(&mut self, id: u32) -> io::Result<Vec<u8>> {
        let mut path = Vec::new();
        for id in self.ancestors(id)?.into_iter().skip(1) {
            let record = self.record(id)?;
            path.push(b'/');
            path.extend_from_slice(self.name(&record)?);
        }
        Ok(if path.is_empty() { b"/".to_vec() } else { path })
    }

    /// The direct children of a folder, in order, one by one: a folder may have millions.
    pub(super) fn children(&mut self, folder: u32) -> io::Result<impl Iterator<Item = io::Result<(u32, Record)>>> {
        let end = self.record(folder)?.end;
        let mut next = folder + 1;
        Ok(std::iter::from_fn(move || {
            (next < end).then(|| {
                let record = self.record(next).inspect_err(|_| next = end)?;
                let id = std::mem::replace(&mut next, record.end);
                Ok((id, record))
            })
        }))
    }
}
