//! An archive of images, read in one pass, from whichever engine.
//!
//! Docker up to 24 writes `<id>/layer.tar`, from 25 on `blobs/sha256/…` uncompressed; the containerd store writes layers
//! as they were pulled, before any manifest; Podman `<digest>.tar` with links to them. An entry is recognised by its
//! content, never by its name: documents are collected, layers become trees, and the manifest, read last, assigns them.

use std::{
    collections::BTreeMap,
    io::{self, BufReader, Read},
};

use tar::EntryType;

use super::{
    cache::Cache,
    entry_path,
    failure::{Limit, invalid_archive, read_failed},
    format::{Format, Peeked, decompress},
    header_budget::HeaderBudget,
    layer::{self, ReadLayer},
};
use crate::error::Result;

/// The maximum number of entries in an archive together with those of all its layers.
const MAX_ENTRIES: u64 = 4 * Limit::Entries.max();
/// The maximum size of a document: configurations have a few thousand bytes.
const MAX_DOCUMENT: u64 = 4 * 1024 * 1024;
/// The maximum number of links that lead to each other.
const MAX_LINKS: usize = 16;

/// The contents of an archive, by the names of its entries.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// JSON documents.
    pub documents: BTreeMap<String, Vec<u8>>,
    /// Diff IDs of the layers.
    layers: BTreeMap<String, String>,
    /// Targets of the links.
    links: BTreeMap<String, String>,
    entries: u64,
    /// Bytes of the documents and of all names.
    document_bytes: u64,
    /// Bytes that the layers take in the cache.
    pub stored: u64,
}

impl Contents {
    /// The document of that name.
    pub(super) fn document(&self, name: &str) -> Option<&[u8]> {
        self.documents.get(self.resolve(name)?).map(Vec::as_slice)
    }

    /// The diff ID of the layer of that name.
    pub(super) fn layer(&self, name: &str) -> Option<&str> {
        self.layers.get(self.resolve(name)?).map(String::as_str)
    }

    fn resolve<'n>(&'n self, name: &'n str) -> Option<&'n str> {
        let mut name = name;
        for _ in 0..MAX_LINKS {
            match self.links.get(name) {
                Some(target) => name = target,
                None => return Some(name),
            }
        }
        None
    }
}

/// Reads an archive, plain or compressed, to its end, and stores its layers in the cache.
///
/// Skips layers for which `is_known` returns true, given the digest that the entry is named after: only for an archive
/// that is trusted to name its layers correctly.
///
/// # Errors
/// [`crate::ErrorCode::ArchiveInvalid`], [`crate::ErrorCode::ArchiveFormat`], [`crate::ErrorCode::ArchiveTooLarge`],
/// [`crate::ErrorCode::CacheNoSpace`], and errors of the reader.
pub(super) fn read(archive: impl Read, cache: &Cache, is_known: &dyn Fn(&str) -> bool) -> Result<Contents> {
    let mut peeked = Peeked::new(archive).map_err(read_failed)?;
    let format = peeked.format();
    let read_to_end = |archive: &mut dyn Read| {
        let contents = read_entries(archive, cache, is_known)?;
        // To the end, so that the writer can finish.
        io::copy(archive, &mut io::sink()).map_err(read_failed)?;
        Ok(contents)
    };
    match format {
        Format::Tar => read_to_end(&mut peeked),
        Format::Compressed(compression) => decompress(compression, &mut peeked, read_to_end),
        Format::Foreign(foreign) => Err(foreign.refused()),
        Format::Json | Format::Unknown => Err(invalid_archive("not a tar archive")),
    }
}

fn read_entries(archive: &mut dyn Read, cache: &Cache, is_known: &dyn Fn(&str) -> bool) -> Result<Contents> {
    let budget = HeaderBudget::new();
    let buffered = BufReader::with_capacity(1 << 16, archive);
    let mut archive = tar::Archive::new(budget.reader(buffered));
    let mut contents = Contents::default();
    for entry in archive.entries().map_err(read_failed)? {
        let mut entry = entry.map_err(read_failed)?;
        contents.count(1)?;
        budget.lift();
        let name = entry_name(&entry.path_bytes())?;
        match entry.header().entry_type() {
            EntryType::Regular | EntryType::Continuous => {
                let mut file = CompleteReader { left: entry.size(), reader: &mut entry };
                contents.add_file(name, &mut file, cache, is_known)?;
                io::copy(&mut file, &mut io::sink()).map_err(read_failed)?;
            }
            kind @ (EntryType::Symlink | EntryType::Link) => {
                let target = entry.link_name_bytes().unwrap_or_default();
                // A symbolic link is relative to its folder, a hard link to the archive's root.
                let folder =
                    name.rsplit_once('/').filter(|_| kind == EntryType::Symlink).map_or("", |(folder, _)| folder);
                if let Ok(target) = entry_name(&[folder.as_bytes(), &target].join(&b'/')) {
                    contents.count_bytes(name.len() + target.len())?;
                    contents.links.insert(name, target);
                }
            }
            _ => {}
        }
        budget.restore(entry.header().entry_size().unwrap_or_default());
    }
    Ok(contents)
}

impl Contents {
    /// Counts entries, of the archive itself and of its layers.
    fn count(&mut self, entries: u64) -> Result<()> {
        self.entries += entries;
        if self.entries <= MAX_ENTRIES { Ok(()) } else { Err(Limit::Entries.exceeded()) }
    }

    /// Counts bytes that are held in memory.
    fn count_bytes(&mut self, bytes: usize) -> Result<()> {
        self.document_bytes += bytes as u64;
        Limit::Documents.check(self.document_bytes)
    }

    /// Adds a layer or a document, as its first bytes tell; skips any other file.
    fn add_file<R: Read>(
        &mut self,
        name: String,
        file: &mut CompleteReader<R>,
        cache: &Cache,
        is_known: &dyn Fn(&str) -> bool,
    ) -> Result<()> {
        let size = file.left;
        self.count_bytes(name.len())?;
        let mut peeked = Peeked::new(file).map_err(read_failed)?;
        match (peeked.format(), digest_in_name(&name).filter(|digest| is_known(digest))) {
            (Format::Tar, Some(digest)) => {
                let diff_id = format!("sha256:{digest}");
                self.layers.insert(name, diff_id);
            }
            (format @ (Format::Tar | Format::Compressed(_)), _) => {
                if let Some(layer) = read_layer(format, &mut peeked, cache)? {
                    self.count(layer.entries)?;
                    let diff_id = layer.diff_id.clone();
                    self.stored += cache.store_layer(layer)?;
                    Limit::Stored.check(self.stored)?;
                    self.layers.insert(name, diff_id);
                }
            }
            (Format::Json, _) if size <= MAX_DOCUMENT => {
                self.count_bytes(usize::try_from(size).unwrap_or(usize::MAX))?;
                let mut document = Vec::new();
                peeked.read_to_end(&mut document).map_err(read_failed)?;
                self.documents.insert(name, document);
            }
            _ => {}
        }
        Ok(())
    }
}

/// An entry's normalized name.
fn entry_name(raw: &[u8]) -> Result<String> {
    let names = entry_path::normalize(raw)?;
    Ok(String::from_utf8_lossy(&names).replace('\0', "/"))
}

/// The 64 hex digits that a layer may be named after.
fn digest_in_name(name: &str) -> Option<&str> {
    let file = name.rsplit('/').next()?;
    let hex = file.strip_suffix(".tar").unwrap_or(file);
    (hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(hex)
}

/// Reads a layer; `None` for a compressed file that is not a layer.
fn read_layer(format: Format, reader: &mut dyn Read, cache: &Cache) -> Result<Option<ReadLayer>> {
    let folder = cache.new_folder()?;
    match format {
        Format::Compressed(compression) => decompress(compression, reader, |reader| {
            let peeked = Peeked::new(reader).map_err(read_failed)?;
            match peeked.format() {
                Format::Tar => layer::read(peeked, folder).map(Some),
                _ => Ok(None),
            }
        }),
        _ => layer::read(reader, folder).map(Some),
    }
}

/// A reader of an entry's content that fails when the content ends early.
struct CompleteReader<R> {
    left: u64,
    reader: R,
}

impl<R: Read> Read for CompleteReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        if count == 0 && self.left > 0 && !buffer.is_empty() {
            return Err(io::Error::other(invalid_archive("the archive ends in the middle of a file")));
        }
        self.left = self.left.saturating_sub(count as u64);
        Ok(count)
    }
}
