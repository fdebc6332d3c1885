use std::{
    collections::BTreeSet,
    fs::{self, File, OpenOptions},
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use parking_lot::Mutex;

use crate::{
    error::{Error, Result},
    persist::{create_private, write_atomic},
    wire::RemovalRecord,
};

/// The number of lines that are kept at least; at twice as many the oldest are removed.
const MIN_LINES: usize = 2000;

/// The file of records. Lines are only appended, until there are too many; lines of one removal that concern the same image
/// are one record. Several processes may write it.
#[derive(Debug)]
pub struct Records {
    path: PathBuf,
    min_lines: usize,
    /// The file as it was after the last write; locked during a write.
    written: Mutex<Option<Written>>,
}

/// A file of records. One of another length has been written by another process since.
#[derive(Debug, Clone, Copy)]
struct Written {
    bytes: u64,
    lines: usize,
}

impl Records {
    /// The records in this file, which is created with the first one.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), min_lines: MIN_LINES, written: Mutex::default() }
    }

    /// Appends records; they are on the disk when this returns.
    ///
    /// # Errors
    /// [`ErrorCode::FileFailed`](crate::ErrorCode::FileFailed), [`ErrorCode::DiskFull`](crate::ErrorCode::DiskFull)
    pub fn append(&self, records: &[RemovalRecord]) -> Result<()> {
        if records.is_empty() {
            return Ok(());
        }
        let mut written = self.written.lock();
        self.try_append(records, &mut written).map_err(|error| Error::file(&self.path, &error))
    }

    fn try_append(&self, records: &[RemovalRecord], written: &mut Option<Written>) -> io::Result<()> {
        if let Some(folder) = self.path.parent() {
            create_private(folder)?;
        }
        // A file of its own, since trimming replaces the file of records. Closing it unlocks it.
        let lock = File::create(self.path.with_added_extension("lock"))?;
        lock.lock()?;
        let mut text = Vec::new();
        for record in records {
            serde_json::to_writer(&mut text, record)?;
            text.push(b'\n');
        }
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(&self.path)?;
        let before = file.metadata()?.len();
        if has_incomplete_line(&mut file)? {
            text.insert(0, b'\n');
        }
        file.write_all(&text)?;
        file.sync_data()?;
        let lines = match written.filter(|written| written.bytes == before) {
            Some(written) => written.lines + records.len(),
            None => BufReader::new(File::open(&self.path)?).split(b'\n').count(),
        };
        let lines = if lines < self.min_lines * 2 { lines } else { self.trim()? };
        *written = Some(Written { bytes: fs::metadata(&self.path)?.len(), lines });
        Ok(())
    }

    /// Removes the oldest lines and returns how many are left.
    fn trim(&self) -> io::Result<usize> {
        let text = fs::read(&self.path)?;
        let lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
        let newest = &lines[lines.len().saturating_sub(self.min_lines)..];
        write_atomic(&self.path, &newest.concat())?;
        Ok(newest.len())
    }

    /// All records, newest first. An incomplete line is skipped.
    ///
    /// # Errors
    /// [`ErrorCode::FileFailed`](crate::ErrorCode::FileFailed)
    pub fn list(&self) -> Result<Vec<RemovalRecord>> {
        let text = match fs::read(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(Error::file(&self.path, &error)),
        };
        let mut records = Vec::new();
        for line in text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            match serde_json::from_slice(line) {
                Ok(record) => add(&mut records, record),
                Err(error) => tracing::warn!(%error, path = %self.path.display(), "a record cannot be read"),
            }
        }
        Ok(records.into_iter().rev().filter_map(MergedRecord::finish).collect())
    }

    /// The path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Whether the last line has no end: Slipway ended while it was being written.
fn has_incomplete_line(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(false);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last != [b'\n'])
}

/// The lines of one removal about the same image.
struct MergedRecord {
    /// What is known to be removed.
    removed: RemovalRecord,
    /// The step that has begun and not ended.
    begun: Option<RemovalRecord>,
}

impl MergedRecord {
    fn add(&mut self, line: RemovalRecord) {
        if line.interrupted {
            self.begun = Some(line);
            return;
        }
        self.begun = None;
        merge(&mut self.removed, line);
    }

    /// The record; `None` if nothing was removed.
    fn finish(self) -> Option<RemovalRecord> {
        let mut record = self.removed;
        if let Some(begun) = self.begun {
            record.interrupted = true;
            merge(&mut record, begun);
        }
        let nothing = !record.deleted && !record.interrupted && record.tags.is_empty() && record.digests.is_empty();
        (!nothing).then_some(record)
    }
}

/// Adds a line to the records, merged with earlier ones of the same removal and image.
fn add(records: &mut Vec<MergedRecord>, line: RemovalRecord) {
    let mut same_removal = records.iter_mut().rev().take_while(|earlier| earlier.removed.when == line.when);
    match same_removal.find(|earlier| earlier.removed.image == line.image) {
        Some(earlier) => earlier.add(line),
        None => {
            let nothing = RemovalRecord {
                deleted: false,
                interrupted: false,
                tags: Vec::new(),
                digests: Vec::new(),
                parents: Vec::new(),
                ..line.clone()
            };
            let mut record = MergedRecord { removed: nothing, begun: None };
            record.add(line);
            records.push(record);
        }
    }
}

fn merge(record: &mut RemovalRecord, line: RemovalRecord) {
    let union = |names: &mut Vec<String>, more: Vec<String>| {
        let all: BTreeSet<String> = names.drain(..).chain(more).collect();
        names.extend(all);
    };
    record.deleted |= line.deleted;
    union(&mut record.tags, line.tags);
    union(&mut record.digests, line.digests);
    union(&mut record.parents, line.parents);
}

#[cfg(test)]
mod tests;
