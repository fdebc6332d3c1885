//! Archives on their way between an engine and a file, at the pace of the slower one: the engine's side is asynchronous,
//! the file's side (compression, digests) has a thread of its own.

use std::{
    fs::File,
    io::{self, BufWriter, Read, Seek, Write},
};

use bytes::Bytes;
use tokio::sync::mpsc;

use super::archive::check;
use crate::{
    error::{Error, ErrorCode, Result},
    jobs::Report,
    persist::blocking,
    wire::{CopyNote, CopyProgress, CopyStage, Progress},
};

/// How many pieces may be on their way, each of some ten kilobytes.
pub(super) const ON_THE_WAY: usize = 16;
const CHUNK: usize = 64 * 1024;

/// Tells how far a stage is.
pub(super) fn tell(report: &Report, stage: CopyStage, done: u64, total: Option<u64>) {
    report.progress(Progress::Copy(CopyProgress { stage, done, total }));
}

/// Compresses what arrives into a file, with a checksum. Answers the bytes of the file.
pub(super) fn compress(mut pieces: mpsc::Receiver<Bytes>, file: &File) -> io::Result<u64> {
    let mut encoder = zstd::Encoder::new(BufWriter::new(file), zstd::DEFAULT_COMPRESSION_LEVEL)?;
    encoder.include_checksum(true)?;
    while let Some(piece) = pieces.blocking_recv() {
        encoder.write_all(&piece)?;
    }
    encoder.finish()?.flush()?;
    Ok(file.metadata()?.len())
}

/// Reads a compressed archive back and compares it with what the note says. `wrong` makes an error of what is wrong.
///
/// # Errors
/// [`ErrorCode::Cancelled`], or what `wrong` makes.
pub(super) async fn check_file(
    mut file: File,
    note: CopyNote,
    report: &Report,
    wrong: impl FnOnce(io::Error) -> Error,
) -> Result<()> {
    let listener = report.clone();
    let checking = blocking(move || {
        file.rewind()?;
        let mut archive = Told { inner: decoder(file)?, report: listener, done: 0, total: note.archive_bytes };
        check(&mut archive, &note.image, &note.tags)?;
        if archive.done == note.archive_bytes {
            return Ok(());
        }
        let what = format!("{} bytes instead of {}", archive.done, note.archive_bytes);
        Err(io::Error::new(io::ErrorKind::InvalidData, what))
    });
    let checked = checking.await?;
    if report.is_cancelled() {
        return Err(Error::new(ErrorCode::Cancelled));
    }
    checked.map_err(wrong)
}

/// Reads a compressed archive piece by piece, until it ends or nobody takes any more.
pub(super) fn decompress(file: File, pieces: &mpsc::Sender<io::Result<Bytes>>) {
    let read = || -> io::Result<()> {
        let mut archive = decoder(file)?;
        loop {
            let mut piece = vec![0; CHUNK];
            let length = archive.read(&mut piece)?;
            piece.truncate(length);
            if length == 0 || pieces.blocking_send(Ok(piece.into())).is_err() {
                return Ok(());
            }
        }
    };
    if let Err(error) = read() {
        // That nobody takes it any more is no failure of its own.
        let _ = pieces.blocking_send(Err(error));
    }
}

fn decoder(file: File) -> io::Result<impl Read> {
    zstd::Decoder::new(file)
}

/// A reader that tells how far it is, and ends early when the work is no longer wanted.
struct Told<R> {
    inner: R,
    report: Report,
    done: u64,
    total: u64,
}

impl<R: Read> Read for Told<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.report.is_cancelled() {
            return Err(io::Error::other("cancelled"));
        }
        let length = self.inner.read(buffer)?;
        self.done += length as u64;
        tell(&self.report, CopyStage::Checking, self.done, Some(self.total));
        Ok(length)
    }
}
