//! The practice engine in the foreground, for whoever holds the other end of the pipes.

use std::path::Path;
use std::time::Duration;

use rustix::fs::FileType;
use tokio::io::{AsyncBufReadExt, BufReader, Lines, Stdin};
use tokio::signal::unix::{SignalKind, signal};

use super::{Line, PracticeEngine, RESET};
use crate::error::{Error, ErrorCode, Result};

/// How often it is looked whether the engine has ended by itself, which nothing announces.
const GLANCE: Duration = Duration::from_secs(1);

/// Starts the engine, tells when it is ready, and ends it on SIGINT, on SIGTERM, or when standard input is a pipe or a
/// socket and closes: so whoever starts this with other rights, and may not send it a signal, can end it, and does so even
/// by dying. [`RESET`] on a line of that pipe empties the engine and starts it anew, which is told like the first start.
///
/// # Errors
/// [`ErrorCode::PracticeUnavailable`]
pub async fn serve(folder: &Path, mut tell: impl FnMut(Line)) -> Result<()> {
    let listen = |kind| signal(kind).map_err(|error| Error::internal(error.to_string()));
    let (mut interrupt, mut terminate) = (listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?);
    let mut requests = Requests::from_stdin();
    let mut engine = tokio::select! {
        engine = PracticeEngine::start(folder) => engine?,
        _ = interrupt.recv() => return Ok(()),
        _ = terminate.recv() => return Ok(()),
        _ = requests.next() => return Ok(()),
    };
    tell(ready(&engine));
    let mut glance = tokio::time::interval(GLANCE);
    loop {
        tokio::select! {
            _ = interrupt.recv() => break,
            _ = terminate.recv() => break,
            request = requests.next() => match request.as_deref() {
                Some(RESET) => {
                    engine.reset().await?;
                    tell(ready(&engine));
                }
                Some(_) => {}
                None => break,
            },
            _ = glance.tick() => if engine.has_ended() {
                return Err(Error::new(ErrorCode::PracticeUnavailable).saying("the engine has ended by itself"));
            },
        }
    }
    engine.stop().await;
    Ok(())
}

fn ready(engine: &PracticeEngine) -> Line {
    Line::Ready(format!("unix://{}", engine.socket().display()))
}

/// Lines of standard input, where it is a pipe. Other inputs say nothing about who started us.
struct Requests(Option<Lines<BufReader<Stdin>>>);

impl Requests {
    fn from_stdin() -> Self {
        let is_pipe = rustix::fs::fstat(std::io::stdin())
            .is_ok_and(|stat| matches!(FileType::from_raw_mode(stat.st_mode), FileType::Fifo | FileType::Socket));
        Self(is_pipe.then(|| BufReader::new(tokio::io::stdin()).lines()))
    }

    /// The next line; `None` when there will be none. A failing pipe is a closed one.
    async fn next(&mut self) -> Option<String> {
        match &mut self.0 {
            Some(lines) => lines.next_line().await.ok().flatten(),
            None => std::future::pending().await,
        }
    }
}
