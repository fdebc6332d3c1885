//! The formats of archives and of the files in them, recognised by their first bytes.

use std::io::{self, Read};

use liblzma::{
    read::XzDecoder,
    stream::{CONCATENATED, Stream},
};

use super::failure::read_failed;
use crate::error::{Error, ErrorCode, Result};

/// The memory for decompressing xz: `xz -9` needs 65 MiB.
const MAX_XZ_MEMORY: u64 = 128 * 1024 * 1024;

/// The bytes that identify a format: a tar header.
const HEAD: usize = 512;

/// The format of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Tar,
    Compressed(Compression),
    /// A format that is not read, but can be named.
    Foreign(Foreign),
    Json,
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    Gzip,
    Zstd,
    Xz,
    Bzip2,
}

/// A format that is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Foreign {
    name: &'static str,
    /// The command that unpacks it.
    command: &'static str,
}

impl Foreign {
    const ALL: [(&[u8], Self); 7] = [
        (b"PK\x03\x04", Self { name: "zip", command: "unzip" }),
        (b"7z\xbc\xaf\x27\x1c", Self { name: "7z", command: "7z x" }),
        (b"Rar!\x1a\x07", Self { name: "rar", command: "unrar x" }),
        (b"\x04\x22\x4d\x18", Self { name: "lz4", command: "lz4 -d" }),
        (b"LZIP\x01", Self { name: "lzip", command: "lzip -d" }),
        (b"\x5d\0\0", Self { name: "lzma", command: "xz -d" }),
        (b"\x1f\x9d", Self { name: "compress", command: "uncompress" }),
    ];

    fn detect(head: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, foreign)| foreign)
    }

    /// The error for an archive of this format.
    pub(super) fn refused(self) -> Error {
        Error::new(ErrorCode::ArchiveFormat).with("format", self.name).with("command", self.command)
    }
}

impl Format {
    fn detect(head: &[u8]) -> Self {
        if is_tar(head) {
            return Self::Tar;
        }
        match head {
            [0x1f, 0x8b, ..] => Self::Compressed(Compression::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Self::Compressed(Compression::Zstd),
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Self::Compressed(Compression::Xz),
            // The level, then the digits of pi.
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, ..] => {
                Self::Compressed(Compression::Bzip2)
            }
            _ => match head.iter().find(|byte| !byte.is_ascii_whitespace()) {
                Some(b'{' | b'[') => Self::Json,
                _ => Foreign::detect(head).map_or(Self::Unknown, Self::Foreign),
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
        Compression::Xz => {
            let stream = Stream::new_stream_decoder(MAX_XZ_MEMORY, CONCATENATED);
            let stream = stream.map_err(|error| read_failed(error.into()))?;
            work(&mut XzDecoder::new_stream(reader, stream))
        }
        Compression::Bzip2 => work(&mut bzip2::read::MultiBzDecoder::new(reader)),
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
            (b"\xfd7zXZ\0\0\x04", Format::Compressed(Compression::Xz)),
            (b"BZh91AY&SY", Format::Compressed(Compression::Bzip2)),
            (b"PK\x03\x04", Format::Foreign(Foreign { name: "zip", command: "unzip" })),
            (b"BZh or any other text", Format::Unknown),
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
