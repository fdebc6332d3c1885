//! An archive of images, read in one pass, whoever wrote it.
//!
//! Docker up to 24 writes `<id>/layer.tar`, from 25 on `blobs/sha256/…` uncompressed; the containerd store writes layers
//! as they were pulled, before any manifest; Podman `<digest>.tar` with links to them. What an entry is tells its content,
//! never its name: documents are kept, layers become trees, and which layer belongs where is decided at the end.

use std::{
    cell::Cell,
    collections::BTreeMap,
    io::{self, BufReader, Read},
};

use tar::EntryType;

use super::{
    cache::Cache,
    failure::{Limit, damaged, reading},
    layer::{self, Rationed, ReadLayer},
};
use crate::error::Result;

/// How many entries an archive may have with those of all its layers.
const ENTRIES: u64 = 4 * Limit::Entries.most();
/// A document's bytes: configurations have a few thousand.
const DOCUMENT: u64 = 4 * 1024 * 1024;
/// How many links may follow each other.
const LINKS: usize = 16;
/// What is looked at to tell what something is: a tar header.
const HEAD: usize = 512;

/// What was in an archive, by the names of its entries.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// JSON.
    pub documents: BTreeMap<String, Vec<u8>>,
    /// Diff IDs of the layers.
    pub layers: BTreeMap<String, String>,
    /// Links and where they lead.
    links: BTreeMap<String, String>,
    entries: u64,
    document_bytes: u64,
}

impl Contents {
    /// The document of that name.
    pub(super) fn document(&self, name: &str) -> Option<&[u8]> {
        self.documents.get(self.resolved(name)?).map(Vec::as_slice)
    }

    /// The diff ID of the layer of that name.
    pub(super) fn layer(&self, name: &str) -> Option<&str> {
        self.layers.get(self.resolved(name)?).map(String::as_str)
    }

    fn resolved<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        let mut name = name;
        for _ in 0..LINKS {
            match self.links.get(name) {
                Some(target) => name = target,
                None => return Some(name),
            }
        }
        None
    }
}

/// Reads an archive, plain or compressed, to its end, and puts the layers in it into the cache. Those that `is_known`
/// says of, by the digest that they are named after, are passed over: only for an archive that is trusted to name its
/// layers truly.
///
/// # Errors
/// [`crate::ErrorCode::ArchiveInvalid`], [`crate::ErrorCode::ArchiveTooLarge`], and what the reader gives.
pub(super) fn read(archive: impl Read, cache: &Cache, is_known: &dyn Fn(&str) -> bool) -> Result<Contents> {
    let mut peeked = Peeked::new(archive).map_err(reading)?;
    let reading_on = |archive: &mut dyn Read| entries(archive, cache, is_known);
    match sniff(&peeked.head) {
        Content::Compressed(compression) => decompressed(compression, &mut peeked, |archive| {
            let contents = reading_on(archive)?;
            io::copy(archive, &mut io::sink()).map_err(reading)?;
            Ok(contents)
        }),
        Content::Archive => {
            let contents = reading_on(&mut peeked)?;
            // To the end, so that whoever writes it may finish.
            io::copy(&mut peeked, &mut io::sink()).map_err(reading)?;
            Ok(contents)
        }
        Content::Document | Content::Other => Err(damaged("not a tar archive")),
    }
}

fn entries(archive: &mut dyn Read, cache: &Cache, is_known: &dyn Fn(&str) -> bool) -> Result<Contents> {
    let ration = Cell::new(Limit::Headers.most());
    let buffered = BufReader::with_capacity(1 << 16, archive);
    let mut archive = tar::Archive::new(Rationed::new(buffered, &ration));
    let mut contents = Contents::default();
    for entry in archive.entries().map_err(reading)? {
        let mut entry = entry.map_err(reading)?;
        contents.count(1)?;
        ration.set(u64::MAX);
        let name = name(&entry.path_bytes())?;
        match entry.header().entry_type() {
            EntryType::Regular | EntryType::Continuous => {
                let mut file = Whole { left: entry.size(), reader: &mut entry };
                contents.add(name, &mut file, cache, is_known)?;
                io::copy(&mut file, &mut io::sink()).map_err(reading)?;
            }
            kind @ (EntryType::Symlink | EntryType::Link) => {
                let target = entry.link_name_bytes().unwrap_or_default();
                // A symbolic link starts from its folder, a hard link from the archive's root.
                let folder =
                    name.rsplit_once('/').filter(|_| kind == EntryType::Symlink).map_or("", |(folder, _)| folder);
                if let Ok(target) = self::name(&[folder.as_bytes(), &target].join(&b'/')) {
                    contents.links.insert(name, target);
                }
            }
            _ => {}
        }
        // What is left of it is passed over before the next.
        let stored = entry.header().entry_size().unwrap_or_default();
        ration.set(stored.saturating_sub(u64::MAX - ration.get()).saturating_add(Limit::Headers.most()));
    }
    Ok(contents)
}

impl Contents {
    /// Counts entries, of the archive itself and of the layers in it.
    fn count(&mut self, entries: u64) -> Result<()> {
        self.entries += entries;
        if self.entries <= ENTRIES { Ok(()) } else { Err(Limit::Entries.exceeded()) }
    }

    /// Keeps what a file is worth being kept for, by its first bytes.
    fn add<R: Read>(
        &mut self,
        name: String,
        file: &mut Whole<R>,
        cache: &Cache,
        is_known: &dyn Fn(&str) -> bool,
    ) -> Result<()> {
        let size = file.left;
        let mut peeked = Peeked::new(file).map_err(reading)?;
        match (sniff(&peeked.head), digest_in(&name).filter(|digest| is_known(digest))) {
            (Content::Archive, Some(digest)) => {
                let diff_id = format!("sha256:{digest}");
                self.layers.insert(name, diff_id);
            }
            (content @ (Content::Archive | Content::Compressed(_)), _) => {
                if let Some(layer) = read_layer(content, &mut peeked, cache)? {
                    self.count(layer.entries)?;
                    let diff_id = layer.diff_id.clone();
                    cache.keep_layer(layer)?;
                    self.layers.insert(name, diff_id);
                }
            }
            (Content::Document, _) if size <= DOCUMENT => {
                self.document_bytes += size;
                Limit::Documents.check(self.document_bytes)?;
                let mut document = Vec::new();
                peeked.read_to_end(&mut document).map_err(reading)?;
                self.documents.insert(name, document);
            }
            _ => {}
        }
        Ok(())
    }
}

/// An entry's name, without `./` and the like.
fn name(raw: &[u8]) -> Result<String> {
    let names = layer::clean(raw)?;
    Ok(String::from_utf8_lossy(&names).replace('\0', "/"))
}

/// The 64 hex digits that a layer may be named after.
fn digest_in(name: &str) -> Option<&str> {
    let file = name.rsplit('/').next()?;
    let hex = file.strip_suffix(".tar").unwrap_or(file);
    (hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(hex)
}

/// Reads a layer; `None` for what is compressed, but no layer.
fn read_layer(content: Content, reader: &mut dyn Read, cache: &Cache) -> Result<Option<ReadLayer>> {
    let folder = cache.new_folder()?;
    match content {
        Content::Compressed(compression) => decompressed(compression, reader, |reader| {
            let peeked = Peeked::new(reader).map_err(reading)?;
            match sniff(&peeked.head) {
                Content::Archive => layer::read(peeked, folder).map(Some),
                _ => Ok(None),
            }
        }),
        _ => layer::read(reader, folder).map(Some),
    }
}

/// What something is, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Archive,
    Compressed(Compression),
    Document,
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Compression {
    Gzip,
    Zstd,
}

fn sniff(head: &[u8]) -> Content {
    if is_tar(head) {
        return Content::Archive;
    }
    match head {
        [0x1f, 0x8b, ..] => Content::Compressed(Compression::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Content::Compressed(Compression::Zstd),
        _ => match head.iter().find(|byte| !byte.is_ascii_whitespace()) {
            Some(b'{' | b'[') => Content::Document,
            _ => Content::Other,
        },
    }
}

/// A header whose sum is right, or the zeros of an archive without entries.
fn is_tar(head: &[u8]) -> bool {
    let Ok(block) = <&[u8; HEAD]>::try_from(head) else { return false };
    let sum = || block[..148].iter().chain(&block[156..]).map(|byte| u32::from(*byte)).sum::<u32>() + 8 * 32;
    block.iter().all(|byte| *byte == 0) || tar::Header::from_byte_slice(block).cksum().is_ok_and(|said| said == sum())
}

fn decompressed<T>(
    compression: Compression,
    reader: &mut dyn Read,
    work: impl FnOnce(&mut dyn Read) -> Result<T>,
) -> Result<T> {
    match compression {
        Compression::Gzip => work(&mut flate2::read::MultiGzDecoder::new(reader)),
        Compression::Zstd => {
            let mut decoder = zstd::Decoder::new(reader).map_err(reading)?;
            // What the format recommends to support, 8 MiB, is too little for `--long`; this is 128 MiB.
            decoder.window_log_max(27).map_err(reading)?;
            work(&mut decoder)
        }
    }
}

/// A reader whose first bytes have been looked at.
struct Peeked<R> {
    head: Vec<u8>,
    given: usize,
    reader: R,
}

impl<R: Read> Peeked<R> {
    fn new(mut reader: R) -> io::Result<Self> {
        let mut head = Vec::with_capacity(HEAD);
        reader.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
        Ok(Self { head, given: 0, reader })
    }
}

impl<R: Read> Read for Peeked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut left = &self.head[self.given..];
        if left.is_empty() {
            return self.reader.read(buffer);
        }
        let count = left.read(buffer)?;
        self.given += count;
        Ok(count)
    }
}

/// An entry's content that may not end before its time.
struct Whole<R> {
    left: u64,
    reader: R,
}

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        if count == 0 && self.left > 0 && !buffer.is_empty() {
            return Err(io::Error::other(damaged("the archive ends in the middle of a file")));
        }
        self.left = self.left.saturating_sub(count as u64);
        Ok(count)
    }
}
