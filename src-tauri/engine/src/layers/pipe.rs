use std::{
    io::{self, Read},
    path::PathBuf,
};

use bytes::{Buf, Bytes};
use futures_util::{Stream, StreamExt};
use tokio::sync::mpsc;

use super::failure::on_disk;
use crate::{
    error::{Error, ErrorCode, Result},
    jobs::Report,
    persist::blocking,
};

/// How many chunks may wait to be read.
const WAITING: usize = 32;

/// The reading end of a stream that arrives elsewhere. What reads it does so on a thread of its own, since hashing and
/// decompressing would hold up everybody else.
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

/// Lets `work` read what arrives. When the work is no longer wanted, or the stream fails, the reader gets an error; when
/// the work has failed, nothing more is taken from the stream.
pub(super) async fn through<T: Send + 'static>(
    stream: impl Stream<Item = Result<Bytes>>,
    report: &Report,
    work: impl FnOnce(Pipe) -> Result<T> + Send + 'static,
) -> Result<T> {
    let (sender, chunks) = mpsc::channel(WAITING);
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
        // Nobody reads any more: the work has failed, and says why.
        if sender.send(chunk).await.is_err() || is_last {
            break;
        }
    }
    drop(sender);
    working.await?
}

/// A file on this machine, read by steps that a cancellation comes between.
pub(super) struct Stoppable<R> {
    pub reader: R,
    pub path: PathBuf,
    pub report: Report,
    /// What was read of it is told here.
    pub told: Box<dyn FnMut(u64) + Send>,
}

impl<R: Read> Read for Stoppable<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.report.is_cancelled() {
            return Err(io::Error::other(Error::new(ErrorCode::Cancelled)));
        }
        let count = self.reader.read(buffer).map_err(|error| io::Error::other(on_disk(&self.path)(error)))?;
        (self.told)(count as u64);
        Ok(count)
    }
}
