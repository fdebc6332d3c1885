use std::{future::pending, io, sync::Arc};

use bytes::{Bytes, BytesMut};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, ReadHalf, WriteHalf},
    sync::mpsc,
};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};

use super::{
    demux::Demux,
    output::{CHUNK, Output, OutputBuffer},
    process::Process,
    wait::Wait,
};
use crate::{
    connect::ByteStream,
    error::{Error, ErrorCode, Result},
    grammar::keys::{Typed, cooked},
    wire::{Console, ConsoleState},
};

/// How many pieces of input may wait for a process that reads none.
const INPUT: usize = 16;

/// What a session starts with.
pub(crate) struct Opening {
    /// As the page knows it, still without an ID.
    pub console: Console,
    /// The hijacked connection.
    pub stream: ByteStream,
    /// OutputBuffer that was read from it already.
    pub first: Bytes,
    /// What runs.
    pub process: Process,
    /// The wait for a container's own process.
    pub wait: Option<Wait>,
}

/// One console: the connection to a process, what it has printed, and what was typed.
pub(crate) struct Session {
    process: Arc<Process>,
    tty: bool,
    output: Arc<OutputBuffer>,
    input: mpsc::Sender<Typed>,
    /// Cancelled when the process has ended.
    ended: CancellationToken,
    work: AbortOnDropHandle<()>,
    /// Cancelled when it is closed, so that no read waits on.
    closed: CancellationToken,
}

impl Session {
    /// Starts to carry bytes; `on_end` is called once with how it ended.
    pub fn begin(opening: Opening, on_end: impl FnOnce(ConsoleState, Option<i64>) + Send + 'static) -> Self {
        let Opening { console, stream, first, process, wait } = opening;
        let output = Arc::new(OutputBuffer::new());
        let (input, typed) = mpsc::channel(INPUT);
        let (from, to) = tokio::io::split(stream);
        let process = Arc::new(process);
        let ended = CancellationToken::new();
        let work = {
            let (process, output, ended) = (Arc::clone(&process), Arc::clone(&output), ended.clone());
            async move {
                let tty = console.tty;
                let carrying = async {
                    let carried = tokio::select! {
                        carried = carry(from, first, tty, &output) => carried,
                        never = feed(typed, to, &process) => never,
                    };
                    output.end();
                    carried
                };
                let (state, code) = end(carrying, &process, wait).await;
                ended.cancel();
                on_end(state, code);
            }
        };
        Self {
            process,
            tty: console.tty,
            output,
            input,
            ended,
            work: AbortOnDropHandle::new(tokio::spawn(work)),
            closed: CancellationToken::new(),
        }
    }

    /// See [`super::Consoles::read`].
    pub async fn read(&self, from: u64) -> Output {
        tokio::select! {
            printed = self.output.read(from) => printed,
            () = self.closed.cancelled() => Output::default(),
        }
    }

    /// See [`super::Consoles::write`].
    pub async fn write(&self, bytes: Bytes) -> Result<()> {
        let pieces = if self.tty { vec![Typed::Bytes(bytes)] } else { cooked(&bytes) };
        for piece in pieces {
            self.input.send(piece).await.map_err(|_| Error::new(ErrorCode::ConsoleClosed))?;
        }
        Ok(())
    }

    /// See [`super::Consoles::resize`].
    pub async fn resize(&self, columns: u16, rows: u16) -> Result<()> {
        if !self.tty || self.ended.is_cancelled() {
            return Ok(());
        }
        self.process.resize(columns, rows).await
    }

    /// See [`super::Consoles::close`].
    pub async fn close(&self) -> Result<()> {
        self.closed.cancel();
        let done = if self.ended.is_cancelled() { Ok(()) } else { self.process.hang_up(&self.ended).await };
        self.work.abort();
        done
    }
}

/// How a session ends: by its process, or by the loss of the engine.
async fn end(
    carrying: impl Future<Output = io::Result<()>>,
    process: &Process,
    wait: Option<Wait>,
) -> (ConsoleState, Option<i64>) {
    let code = match carrying.await {
        Ok(()) => process.exit_code(wait).await,
        Err(error) => Err(Error::new(ErrorCode::EngineLost).with_message(error.to_string())),
    };
    match code {
        Ok(code) => (ConsoleState::Exited, code),
        Err(error) => {
            tracing::debug!(%error, "a console lost its engine");
            (ConsoleState::Lost, None)
        }
    }
}

/// Copies output into the buffer until the stream ends; while the buffer is full, the stream is not read.
async fn carry(mut from: ReadHalf<ByteStream>, first: Bytes, tty: bool, output: &OutputBuffer) -> io::Result<()> {
    let mut demux = Demux::default();
    let mut chunk = BytesMut::from(first);
    loop {
        if tty {
            output.write(&chunk).await;
        } else {
            output.write(&demux.payload(&chunk)).await;
        }
        chunk.clear();
        chunk.reserve(CHUNK);
        if from.read_buf(&mut chunk).await? == 0 {
            return Ok(());
        }
    }
}

/// Copies input to the process as long as it accepts any. Never returns: only the output shows the end.
async fn feed<T>(mut typed: mpsc::Receiver<Typed>, mut to: WriteHalf<ByteStream>, process: &Process) -> T {
    while let Some(piece) = typed.recv().await {
        let done = match piece {
            Typed::Bytes(bytes) => to.write_all(&bytes).await,
            Typed::End => to.shutdown().await,
            Typed::Interrupt => process.interrupt().await.map_err(io::Error::other),
        };
        if let Err(error) = done {
            tracing::debug!(%error, "a process takes no more input");
        }
    }
    pending().await
}
