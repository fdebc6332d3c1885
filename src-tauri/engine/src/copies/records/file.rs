use std::{
    collections::BTreeSet,
    fs::{self, File, OpenOptions},
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use parking_lot::Mutex;

use crate::{
    copies::failure::failed,
    error::Result,
    persist::{create_private, write_atomic},
    wire::RemovalRecord,
};

/// The number of lines that are kept at least; at twice as many the oldest are removed.
const MIN_LINES: usize = 2000;

/// The file of records. Lines are only appended, until there are too many; lines of one removal that concern the same image
/// are one record.
#[derive(Debug)]
pub struct Records {
    path: PathBuf,
    min_lines: usize,
    /// The number of lines, once counted; locked during a write.
    line_count: Mutex<Option<usize>>,
}

impl Records {
    /// The records in this file, which is created with the first one.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), min_lines: MIN_LINES, line_count: Mutex::default() }
    }

    /// Appends records; they are on the disk when this returns.
    ///
    /// # Errors
    /// [`ErrorCode::FileFailed`](crate::ErrorCode::FileFailed), [`ErrorCode::DiskFull`](crate::ErrorCode::DiskFull)
    pub fn append(&self, records: &[RemovalRecord]) -> Result<()> {
        if records.is_empty() {
            return Ok(());
        }
        let mut line_count = self.line_count.lock();
        self.try_append(records, &mut line_count).map_err(|error| failed(&self.path, &error))
    }

    fn try_append(&self, records: &[RemovalRecord], line_count: &mut Option<usize>) -> io::Result<()> {
        if let Some(folder) = self.path.parent() {
            create_private(folder)?;
        }
        let mut text = Vec::new();
        for record in records {
            serde_json::to_writer(&mut text, record)?;
            text.push(b'\n');
        }
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(&self.path)?;
        if has_incomplete_line(&mut file)? {
            text.insert(0, b'\n');
        }
        file.write_all(&text)?;
        file.sync_data()?;
        let count = match *line_count {
            Some(before) => before + records.len(),
            None => BufReader::new(File::open(&self.path)?).split(b'\n').count(),
        };
        *line_count = Some(if count < self.min_lines * 2 { count } else { self.trim()? });
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
            Err(error) => return Err(failed(&self.path, &error)),
        };
        let mut records: Vec<RemovalRecord> = Vec::new();
        for line in text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            match serde_json::from_slice(line) {
                Ok(record) => add(&mut records, record),
                Err(error) => tracing::warn!(%error, path = %self.path.display(), "a record cannot be read"),
            }
        }
        records.reverse();
        Ok(records)
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

/// Adds a record, merged with an earlier one of the same removal and image.
fn add(records: &mut Vec<RemovalRecord>, record: RemovalRecord) {
    let mut same_removal = records.iter_mut().rev().take_while(|earlier| earlier.when == record.when);
    let Some(earlier) = same_removal.find(|earlier| earlier.image == record.image) else {
        return records.push(record);
    };
    let merge = |names: &mut Vec<String>, more: Vec<String>| {
        let all: BTreeSet<String> = names.drain(..).chain(more).collect();
        names.extend(all);
    };
    earlier.deleted |= record.deleted;
    merge(&mut earlier.tags, record.tags);
    merge(&mut earlier.digests, record.digests);
    merge(&mut earlier.parents, record.parents);
}

#[cfg(test)]
mod tests;
