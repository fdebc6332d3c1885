use std::{
    fs::File,
    io::{self, BufWriter, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use super::{RECORDS, TEXT};
use crate::{
    error::Result,
    layers::{
        failure::{Limit, check_space, file_failed},
        record::{RECORD, Record},
    },
    wire::LayerNodeKind,
};

/// The bytes of records that are buffered: most folders are closed before they are flushed.
const BUFFER: usize = 8192 * RECORD;

/// Writes a tree: folders are opened, filled and closed, in order.
pub(crate) struct TreeWriter {
    folder: PathBuf,
    records: File,
    /// The position of the first record in `buffer`.
    flushed: u64,
    buffer: Vec<u8>,
    text: BufWriter<File>,
    text_length: u64,
    open: Vec<(u32, Record)>,
    count: u32,
    max: u64,
}

impl TreeWriter {
    /// Creates the files of a tree of at most `max` records in a folder.
    pub(crate) fn create(folder: &Path, max: u64) -> Result<Self> {
        let create = |name| File::create(folder.join(name)).map_err(file_failed(folder));
        Ok(Self {
            folder: folder.to_owned(),
            records: create(RECORDS)?,
            flushed: 0,
            buffer: Vec::with_capacity(BUFFER),
            text: BufWriter::new(create(TEXT)?),
            text_length: 0,
            open: Vec::new(),
            count: 0,
            max,
        })
    }

    /// Opens a path within the innermost open one, and returns its ID.
    pub(crate) fn open(&mut self, mut record: Record, name: &[u8], link: &[u8]) -> Result<u32> {
        let id = self.count;
        if u64::from(id) >= self.max {
            return Err(Limit::Entries.exceeded());
        }
        Limit::Depth.check(self.open.len() as u64)?;
        let length = |text: &[u8]| u16::try_from(text.len()).map_err(|_| Limit::Path.exceeded());
        (record.name, record.link, record.text) = (length(name)?, length(link)?, self.text_length);
        record.parent = self.open.last().map_or(0, |(parent, _)| *parent);
        if let Some((_, parent)) = self.open.last_mut() {
            parent.children += 1;
            // Deleted and created again, without an entry of its own.
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
        self.text.write_all(name).and_then(|()| self.text.write_all(link)).map_err(file_failed(&self.folder))?;
        self.text_length += name.len() as u64 + link.len() as u64;
        Limit::Names.check(self.text_length)?;
        if self.buffer.len() >= BUFFER {
            self.flush()?;
        }
        self.buffer.extend_from_slice(&record.encode());
        self.open.push((id, record));
        self.count += 1;
        Ok(id)
    }

    /// The number of records so far, which is the ID of the next one.
    pub(crate) fn count(&self) -> u32 {
        self.count
    }

    /// Closes the innermost open path.
    pub(crate) fn close(&mut self) -> Result<()> {
        let Some((id, mut record)) = self.open.pop() else { return Ok(()) };
        record.end = self.count;
        if let Some((_, parent)) = self.open.last_mut() {
            parent.total = parent.total.saturating_add(record.total);
        }
        self.overwrite(id, &record)
    }

    fn overwrite(&mut self, id: u32, record: &Record) -> Result<()> {
        let position = u64::from(id) * RECORD as u64;
        match usize::try_from(position.wrapping_sub(self.flushed)) {
            Ok(at) if position >= self.flushed => {
                self.buffer[at..at + RECORD].copy_from_slice(&record.encode());
                Ok(())
            }
            _ => self.overwrite_flushed(position, record).map_err(file_failed(&self.folder)),
        }
    }

    fn overwrite_flushed(&mut self, position: u64, record: &Record) -> io::Result<()> {
        self.records.seek(SeekFrom::Start(position))?;
        self.records.write_all(&record.encode())?;
        self.records.seek(SeekFrom::Start(self.flushed)).map(drop)
    }

    fn flush(&mut self) -> Result<()> {
        check_space(&self.folder)?;
        self.records.write_all(&self.buffer).map_err(file_failed(&self.folder))?;
        self.flushed += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }

    /// Closes all open paths and flushes the files. Returns the number of records.
    pub(crate) fn finish(mut self) -> Result<u32> {
        while !self.open.is_empty() {
            self.close()?;
        }
        self.flush()?;
        self.text.flush().map_err(file_failed(&self.folder))?;
        Ok(self.count)
    }
}

/// Overwrites single records of a finished tree.
pub(crate) struct TreePatch(File);

impl TreePatch {
    pub(crate) fn open(folder: &Path) -> io::Result<Self> {
        File::options().write(true).open(folder.join(RECORDS)).map(Self)
    }

    pub(crate) fn overwrite(&mut self, id: u32, record: &Record) -> io::Result<()> {
        self.0.seek(SeekFrom::Start(u64::from(id) * RECORD as u64))?;
        self.0.write_all(&record.encode())
    }
}
