use std::{
    io::{self, Read},
    path::PathBuf,
};

use bytes::{Buf, Bytes};
use futures_util::{Stream, StreamExt};
use tokio::sync::mpsc;

use super::failure::file_failed;
use crate::{
    error::{Error, ErrorCode, Result},
    jobs::Report,
    persist::blocking,
};

/// The number of buffered chunks.
const CAPACITY: usize = 32;

/// A blocking reader of an asynchronous stream. It is read on a thread of its own, since hashing and decompressing would
/// block other tasks.
pub(super) struct Pipe {
    chunks: mpsc::Receiver<Result<Bytes>>,
    chunk: Bytes,
}

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.chunk.is_empty() {
            match self.chunks.blocking_recv() {
                Some(Ok(chunk)) => self.chunk = chunk,
                Some(Err(error)) => return Err(io::Error::other(error)),
                None => return Ok(0),
            }
        }
        let count = buffer.len().min(self.chunk.len());
        self.chunk.copy_to_slice(&mut buffer[..count]);
        Ok(count)
    }
}

/// Runs `work` with a reader of the stream. The reader fails when the job is cancelled or the stream fails; the stream is
/// dropped when the work fails.
pub(super) async fn read_stream<T: Send + 'static>(
    stream: impl Stream<Item = Result<Bytes>>,
    report: &Report,
    work: impl FnOnce(Pipe) -> Result<T> + Send + 'static,
) -> Result<T> {
    let (sender, chunks) = mpsc::channel(CAPACITY);
    let working = blocking(move || work(Pipe { chunks, chunk: Bytes::new() }));
    let mut stream = std::pin::pin!(stream);
    loop {
        let next = tokio::select! {
            biased;
            () = report.cancelled() => Some(Err(Error::new(ErrorCode::Cancelled))),
            next = stream.next() => next,
        };
        let Some(chunk) = next else { break };
        let is_last = chunk.is_err();
        // A closed channel means that the work has failed; it returns the reason.
        if sender.send(chunk).await.is_err() || is_last {
            break;
        }
    }
    drop(sender);
    working.await?
}

/// A reader of a file on this machine that fails when the job is cancelled.
pub(super) struct CancellableReader<R> {
    pub reader: R,
    pub path: PathBuf,
    pub report: Report,
    /// Called with the number of bytes after each read.
    pub on_read: Box<dyn FnMut(u64) + Send>,
}

impl<R: Read> Read for CancellableReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.report.is_cancelled() {
            return Err(io::Error::other(Error::new(ErrorCode::Cancelled)));
        }
        let count = self.reader.read(buffer).map_err(|error| io::Error::other(file_failed(&self.path)(error)))?;
        (self.on_read)(count as u64);
        Ok(count)
    }
}
