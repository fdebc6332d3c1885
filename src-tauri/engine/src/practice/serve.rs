//! The practice engine in the foreground, controlled through standard input.

use std::path::Path;
use std::time::Duration;

use rustix::fs::FileType;
use tokio::io::{AsyncBufReadExt, BufReader, Lines, Stdin};
use tokio::signal::unix::{SignalKind, signal};

use super::{PracticeEngine, RESET, ServeEvent};
use crate::error::{Error, ErrorCode, Result};

/// How often to check whether the engine has ended by itself, for which there is no notification.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// Starts the engine, emits an event when it is ready, and ends it on SIGINT, on SIGTERM, or when standard input is a pipe
/// or a socket and closes. So a parent process with other privileges, which cannot send a signal, can end it, and does so
/// even by dying. The line [`RESET`] on that pipe empties the engine and restarts it, which is reported like the first
/// start.
///
/// # Errors
/// [`ErrorCode::PracticeUnavailable`]
pub async fn serve(folder: &Path, mut emit: impl FnMut(ServeEvent)) -> Result<()> {
    let listen = |kind| signal(kind).map_err(|error| Error::internal(error.to_string()));
    let (mut interrupt, mut terminate) = (listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?);
    let mut requests = Requests::from_stdin();
    let mut engine = tokio::select! {
        engine = PracticeEngine::start(folder) => engine?,
        _ = interrupt.recv() => return Ok(()),
        _ = terminate.recv() => return Ok(()),
        _ = requests.next() => return Ok(()),
    };
    emit(ready(&engine));
    let mut poll = tokio::time::interval(POLL_INTERVAL);
    loop {
        tokio::select! {
            _ = interrupt.recv() => break,
            _ = terminate.recv() => break,
            request = requests.next() => match request.as_deref() {
                Some(RESET) => {
                    engine.reset().await?;
                    emit(ready(&engine));
                }
                Some(_) => {}
                None => break,
            },
            _ = poll.tick() => if engine.has_ended() {
                return Err(Error::new(ErrorCode::PracticeUnavailable).with_message("the engine has ended by itself"));
            },
        }
    }
    engine.stop().await;
    Ok(())
}

fn ready(engine: &PracticeEngine) -> ServeEvent {
    ServeEvent::Ready(format!("unix://{}", engine.socket().display()))
}

/// The lines of standard input, if it is a pipe. Other inputs say nothing about the parent process.
struct Requests(Option<Lines<BufReader<Stdin>>>);

impl Requests {
    fn from_stdin() -> Self {
        let is_pipe = rustix::fs::fstat(std::io::stdin())
            .is_ok_and(|stat| matches!(FileType::from_raw_mode(stat.st_mode), FileType::Fifo | FileType::Socket));
        Self(is_pipe.then(|| BufReader::new(tokio::io::stdin()).lines()))
    }

    /// The next line; `None` when the pipe is closed or broken.
    async fn next(&mut self) -> Option<String> {
        match &mut self.0 {
            Some(lines) => lines.next_line().await.ok().flatten(),
            None => std::future::pending().await,
        }
    }
}
