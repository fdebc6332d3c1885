//! Transfers archives between an engine and a file, at the speed of the slower one: the engine's side is asynchronous, the
//! file's side (compression, digests) runs on a thread of its own.

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
    wire::{CopyMetadata, CopyProgress, CopyStage, Progress},
};

/// How many chunks may be in transit, each of some ten kilobytes.
pub(super) const CHANNEL_CAPACITY: usize = 16;
const CHUNK: usize = 64 * 1024;

/// Reports the progress of a stage.
pub(super) fn report_progress(report: &Report, stage: CopyStage, done: u64, total: Option<u64>) {
    report.progress(Progress::Copy(CopyProgress { stage, done, total }));
}

/// Compresses received chunks into a file, with a checksum. Returns the bytes of the file.
pub(super) fn compress(mut receiver: mpsc::Receiver<Bytes>, file: &File) -> io::Result<u64> {
    let mut encoder = zstd::Encoder::new(BufWriter::new(file), zstd::DEFAULT_COMPRESSION_LEVEL)?;
    encoder.include_checksum(true)?;
    while let Some(chunk) = receiver.blocking_recv() {
        encoder.write_all(&chunk)?;
    }
    encoder.finish()?.flush()?;
    Ok(file.metadata()?.len())
}

/// Reads a compressed archive and compares it with its metadata file. `invalid` converts the error if they differ.
///
/// # Errors
/// [`ErrorCode::Cancelled`], or the error that `invalid` returns.
pub(super) async fn check_file(
    mut file: File,
    metadata: CopyMetadata,
    report: &Report,
    invalid: impl FnOnce(io::Error) -> Error,
) -> Result<()> {
    let progress = report.clone();
    let checking = blocking(move || {
        file.rewind()?;
        let mut archive =
            ProgressReader { inner: decoder(file)?, report: progress, done: 0, total: metadata.archive_bytes };
        check(&mut archive, &metadata.image, &metadata.tags)?;
        if archive.done == metadata.archive_bytes {
            return Ok(());
        }
        let what = format!("{} bytes instead of {}", archive.done, metadata.archive_bytes);
        Err(io::Error::new(io::ErrorKind::InvalidData, what))
    });
    let checked = checking.await?;
    if report.is_cancelled() {
        return Err(Error::new(ErrorCode::Cancelled));
    }
    checked.map_err(invalid)
}

/// Decompresses an archive in chunks, until it ends or the receiver is closed.
pub(super) fn decompress(file: File, sender: &mpsc::Sender<io::Result<Bytes>>) {
    let read = || -> io::Result<()> {
        let mut archive = decoder(file)?;
        loop {
            let mut chunk = vec![0; CHUNK];
            let length = archive.read(&mut chunk)?;
            chunk.truncate(length);
            if length == 0 || sender.blocking_send(Ok(chunk.into())).is_err() {
                return Ok(());
            }
        }
    };
    if let Err(error) = read() {
        // A closed receiver is not an error of its own.
        let _ = sender.blocking_send(Err(error));
    }
}

fn decoder(file: File) -> io::Result<impl Read> {
    zstd::Decoder::new(file)
}

/// A reader that reports its progress, and fails once the job is cancelled.
struct ProgressReader<R> {
    inner: R,
    report: Report,
    done: u64,
    total: u64,
}

impl<R: Read> Read for ProgressReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.report.is_cancelled() {
            return Err(io::Error::other("cancelled"));
        }
        let length = self.inner.read(buffer)?;
        self.done += length as u64;
        report_progress(&self.report, CopyStage::Checking, self.done, Some(self.total));
        Ok(length)
    }
}
