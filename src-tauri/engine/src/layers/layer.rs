//! One layer: its archive, read in one pass and written as a tree.
//!
//! Nothing of a layer is ever unpacked: a path is only a name, and contents are hashed while they are read. Where archives
//! can be read in several ways, this follows moby (`pkg/archive/diff.go` `UnpackLayer`) and the OCI image specification
//! (`layer.md`, whiteouts).

mod build;
mod entry;
mod hard_links;
mod pax;

use std::{
    io::{self, BufReader, Read},
    path::Path,
};

use sha2::{Digest, Sha256};
use tar::EntryType;
use tempfile::TempDir;

use self::entry::LayerEntry;
use super::{
    failure::{Limit, file_failed, read_failed},
    header_budget::HeaderBudget,
    spill::Sorter,
};
use crate::error::Result;

/// A layer that has been read.
pub(super) struct ReadLayer {
    /// `sha256:…` of the uncompressed archive.
    pub diff_id: String,
    /// The number of entries.
    pub entries: u64,
    /// The layer's tree, in a temporary folder.
    pub folder: TempDir,
}

/// Reads a layer's archive to its end.
///
/// # Errors
/// [`crate::ErrorCode::ArchiveInvalid`], [`crate::ErrorCode::ArchiveTooLarge`], and errors of the reader.
pub(super) fn read(archive: impl Read, folder: TempDir) -> Result<ReadLayer> {
    let mut archive = HashingReader { reader: archive, hash: Sha256::new() };
    let (sorter, entries) = collect_entries(&mut archive, folder.path())?;
    // The digest includes what follows the archive's end.
    io::copy(&mut archive, &mut io::sink()).map_err(read_failed)?;
    let diff_id = format!("sha256:{:x}", archive.hash.finalize());
    build::write_tree(sorter, folder.path())?;
    Ok(ReadLayer { diff_id, entries, folder })
}

struct HashingReader<R> {
    reader: R,
    hash: Sha256,
}

impl<R: Read> Read for HashingReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.hash.update(&buffer[..count]);
        Ok(count)
    }
}

/// Reads the entries into a sorter: by path, and those of one path in the order of the archive. Returns their number,
/// too.
fn collect_entries(reader: impl Read, folder: &Path) -> Result<(Sorter, u64)> {
    let mut sorter = Sorter::new(folder);
    let budget = HeaderBudget::new();
    let buffered = BufReader::with_capacity(1 << 16, reader);
    let mut archive = tar::Archive::new(budget.reader(buffered));
    let mut buffer = vec![0; 1 << 16];
    let (mut count, mut bytes) = (0_u64, 0);
    for entry in archive.entries().map_err(read_failed)? {
        let mut entry = entry.map_err(read_failed)?;
        count += 1;
        Limit::Entries.check(count)?;
        budget.lift();
        let parsed = LayerEntry::read(&mut entry, &mut buffer)?;
        let stored = match entry.header().entry_type() {
            EntryType::GNUSparse => entry.header().entry_size().map_err(read_failed)?,
            _ => entry.size(),
        };
        budget.restore(stored);
        if let Some((path, entry)) = parsed {
            bytes += path.len() as u64 + entry.link().len() as u64;
            Limit::Paths.check(bytes)?;
            sorter.push(&path, &entry.encode(count)).map_err(file_failed(folder))?;
        }
    }
    Ok((sorter, count))
}
