//! The formats of archives and of the files in them, recognised by their first bytes.

use std::io::{self, Read};

use super::failure::read_failed;
use crate::error::Result;

/// The bytes that identify a format: a tar header.
const HEAD: usize = 512;

/// The format of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Tar,
    Compressed(Compression),
    Json,
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    Gzip,
    Zstd,
}

impl Format {
    fn detect(head: &[u8]) -> Self {
        if is_tar(head) {
            return Self::Tar;
        }
        match head {
            [0x1f, 0x8b, ..] => Self::Compressed(Compression::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Self::Compressed(Compression::Zstd),
            _ => match head.iter().find(|byte| !byte.is_ascii_whitespace()) {
                Some(b'{' | b'[') => Self::Json,
                _ => Self::Unknown,
            },
        }
    }
}

/// Whether it is a header with a correct checksum, or the zeros of an archive without entries.
fn is_tar(head: &[u8]) -> bool {
    let Ok(block) = <&[u8; HEAD]>::try_from(head) else { return false };
    let sum = || block[..148].iter().chain(&block[156..]).map(|byte| u32::from(*byte)).sum::<u32>() + 8 * 32;
    block.iter().all(|byte| *byte == 0)
        || tar::Header::from_byte_slice(block).cksum().is_ok_and(|stored| stored == sum())
}

/// Calls `work` with a reader of the decompressed bytes.
pub(super) fn decompress<T>(
    compression: Compression,
    reader: &mut dyn Read,
    work: impl FnOnce(&mut dyn Read) -> Result<T>,
) -> Result<T> {
    match compression {
        Compression::Gzip => work(&mut flate2::read::MultiGzDecoder::new(reader)),
        Compression::Zstd => {
            let mut decoder = zstd::Decoder::new(reader).map_err(read_failed)?;
            // The 8 MiB that the format recommends to support are too little for `--long`; this is 128 MiB.
            decoder.window_log_max(27).map_err(read_failed)?;
            work(&mut decoder)
        }
    }
}

/// A reader whose first bytes have been read ahead to detect the format.
pub(super) struct Peeked<R> {
    head: Vec<u8>,
    /// Bytes of `head` that have been read.
    position: usize,
    reader: R,
}

impl<R: Read> Peeked<R> {
    pub(super) fn new(mut reader: R) -> io::Result<Self> {
        let mut head = Vec::with_capacity(HEAD);
        reader.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
        Ok(Self { head, position: 0, reader })
    }

    pub(super) fn format(&self) -> Format {
        Format::detect(&self.head)
    }
}

impl<R: Read> Read for Peeked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut left = &self.head[self.position..];
        if left.is_empty() {
            return self.reader.read(buffer);
        }
        let count = left.read(buffer)?;
        self.position += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_detected_and_nothing_is_lost() {
        let gzip = [0x1f, 0x8b, 8].as_slice();
        let zstd = [0x28, 0xb5, 0x2f, 0xfd, 0].as_slice();
        for (bytes, expected) in [
            (&[0; 1024][..], Format::Tar),
            (gzip, Format::Compressed(Compression::Gzip)),
            (zstd, Format::Compressed(Compression::Zstd)),
            (b"\n {}", Format::Json),
            (b"[1]", Format::Json),
            (b"PK\x03\x04", Format::Unknown),
            (b"", Format::Unknown),
        ] {
            let mut peeked = Peeked::new(bytes).expect("bytes in memory can be read");
            assert_eq!(peeked.format(), expected, "the format of {bytes:?}");
            let mut read = Vec::new();
            peeked.read_to_end(&mut read).expect("bytes in memory can be read");
            assert_eq!(read, bytes, "the bytes are still read from the start");
        }
    }
}
