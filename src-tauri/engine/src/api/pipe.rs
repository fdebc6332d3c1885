//! Engines' archives as blocking readers: tar, decompression and hashing read synchronously.

use std::io::{self, Read};

use bytes::{Buf, Bytes};
use futures_util::{Stream, StreamExt};
use http_body_util::BodyStream;
use hyper::body::Incoming;
use tokio::sync::mpsc;

use crate::{
    error::{Error, ErrorCode, Result},
    jobs::Report,
    persist::blocking,
};

/// The number of buffered chunks.
const CAPACITY: usize = 32;

/// A blocking reader of an asynchronous stream. It is read on a thread of its own, since hashing and decompressing would
/// block other tasks.
pub(crate) struct Pipe {
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
pub(crate) async fn read_stream<T: Send + 'static>(
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

/// The chunks of a response's body.
pub(crate) fn chunks(body: Incoming) -> impl Stream<Item = Result<Bytes>> {
    BodyStream::new(body).filter_map(async |frame| match frame {
        Ok(frame) => frame.into_data().ok().map(Ok),
        Err(error) => Some(Err(Error::new(ErrorCode::EngineLost).with_message(error.to_string()))),
    })
}
