use std::io::{self, Read, Write};

use flate2::write::MultiGzDecoder;
use sha2::{Digest, Sha256};

const CHUNK: usize = 64 * 1024;
const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// A file of an archive.
pub(super) struct DigestedFile {
    /// The digest of the file as it is in the archive.
    pub(super) digest: String,
    /// The digest of the unpacked content, for a compressed layer.
    pub(super) unpacked: Option<String>,
    /// The content, if it may be JSON.
    pub(super) json: Vec<u8>,
}

/// Computes a file's digests in one pass. Content that may be JSON is kept up to `max_json` bytes.
pub(super) fn digest_file(mut file: impl Read, max_json: u64) -> io::Result<DigestedFile> {
    let mut head = Vec::new();
    file.by_ref().take(ZSTD.len() as u64).read_to_end(&mut head)?;
    let mut may_be_json = matches!(head.first(), Some(b'{' | b'['));
    let mut unpacker = Unpacker::new(&head);
    let (mut digest, mut json) = (Sha256::new(), Vec::new());
    let mut content = head.chain(file);
    let mut buffer = vec![0; CHUNK];
    loop {
        let length = content.read(&mut buffer)?;
        let Some(chunk) = buffer.get(..length).filter(|chunk| !chunk.is_empty()) else { break };
        digest.update(chunk);
        unpacker = unpacker.and_then(|unpacker| unpacker.write(chunk));
        may_be_json = may_be_json && (json.len() + chunk.len()) as u64 <= max_json;
        if may_be_json {
            json.extend_from_slice(chunk);
        }
    }
    if !may_be_json {
        json.clear();
    }
    Ok(DigestedFile { digest: format_digest(digest), unpacked: unpacker.and_then(Unpacker::finish), json })
}

/// Computes the digest of a compressed layer's unpacked content. What cannot be unpacked is not a layer.
enum Unpacker {
    Gzip(MultiGzDecoder<Sha256>),
    Zstd(zstd::stream::write::Decoder<'static, Sha256>),
}

impl Unpacker {
    fn new(head: &[u8]) -> Option<Self> {
        if head.starts_with(GZIP) {
            Some(Self::Gzip(MultiGzDecoder::new(Sha256::new())))
        } else if head == ZSTD {
            zstd::stream::write::Decoder::new(Sha256::new()).ok().map(Self::Zstd)
        } else {
            None
        }
    }

    fn write(mut self, chunk: &[u8]) -> Option<Self> {
        let written = match &mut self {
            Self::Gzip(decoder) => decoder.write_all(chunk),
            Self::Zstd(decoder) => decoder.write_all(chunk),
        };
        written.ok().map(|()| self)
    }

    fn finish(self) -> Option<String> {
        match self {
            Self::Gzip(decoder) => decoder.finish().ok(),
            Self::Zstd(mut decoder) => decoder.flush().ok().map(|()| decoder.into_inner()),
        }
        .map(format_digest)
    }
}

fn format_digest(digest: Sha256) -> String {
    format!("sha256:{:x}", digest.finalize())
}
