//! A running `slipway practice serve`, as its parent process sees it.

use std::{process::Stdio, sync::Arc, time::Duration};

use parking_lot::Mutex;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    process::{Child, ChildStderr, ChildStdin, ChildStdout, Command},
    sync::{mpsc, watch},
    task::JoinHandle,
};

use super::{RESET, ServeEvent};
use crate::{
    error::{Error, ErrorCode, Result},
    wire::PracticeStatus,
};

/// How long the engine may take to end gracefully before its process is killed. Measured: one second.
const STOP_TIMEOUT: Duration = Duration::from_secs(30);

/// How much of the process's standard error is kept, in bytes.
const MAX_STDERR: usize = 4096;

/// A `slipway practice serve`, which ends when its standard input is closed.
pub(super) struct ServerProcess {
    child: Child,
    requests: ChildStdin,
    events: mpsc::UnboundedReceiver<ServeEvent>,
    stderr: Arc<Mutex<Vec<u8>>>,
    reader: JoinHandle<()>,
    address: String,
}

impl ServerProcess {
    /// Runs the command. If it ends by itself later, `status` becomes [`PracticeStatus::Failed`].
    pub fn start(mut command: Command, status: Arc<watch::Sender<PracticeStatus>>) -> Result<Self> {
        let failed = |why: String| Error::new(ErrorCode::PracticeUnavailable).with_message(why);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| failed(error.to_string()))?;
        let (Some(requests), Some(stdout), Some(errors)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(failed("it was started without its pipes".into()));
        };
        let stderr = Arc::default();
        tokio::spawn(keep_tail(errors, Arc::clone(&stderr)));
        let (sender, events) = mpsc::unbounded_channel();
        let reader = tokio::spawn(read_events(stdout, sender, Arc::clone(&stderr), status));
        Ok(Self { child, requests, events, stderr, reader, address: String::new() })
    }

    /// Where the engine answers, once it is ready.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Waits until the engine answers.
    pub async fn ready(&mut self) -> Result<()> {
        match self.events.recv().await {
            Some(ServeEvent::Ready(address)) => {
                self.address = address;
                Ok(())
            }
            Some(ServeEvent::Failed(error)) => Err(error),
            None => {
                let code = self.child.wait().await.ok().and_then(|status| status.code());
                Err(exit_error(code, &self.stderr))
            }
        }
    }

    /// Empties the engine and waits until it answers again.
    pub async fn reset(&mut self) -> Result<()> {
        // A broken pipe shows as the end of the events, with its reason.
        let _ = self.requests.write_all(format!("{RESET}\n").as_bytes()).await;
        self.ready().await
    }

    /// Ends the process gracefully, by closing its standard input: it may run with privileges that do not allow a signal.
    pub async fn stop(self) {
        let Self { mut child, requests, reader, .. } = self;
        reader.abort();
        drop(requests);
        if tokio::time::timeout(STOP_TIMEOUT, child.wait()).await.is_err() {
            // An error means that killing it is not permitted; then nothing is left to try.
            let _ = child.kill().await;
        }
    }
}

/// Whether an error of [`ServerProcess::ready`] means that the person did not authorise it.
pub(super) fn is_unauthorised(error: &Error) -> bool {
    error.details.get("missing").is_some_and(|missing| missing == "authorisation")
}

/// Reads the process's events, and sets the status when it has ended by itself.
async fn read_events(
    stdout: ChildStdout,
    sender: mpsc::UnboundedSender<ServeEvent>,
    stderr: Arc<Mutex<Vec<u8>>>,
    status: Arc<watch::Sender<PracticeStatus>>,
) {
    let mut lines = BufReader::new(stdout).lines();
    let mut reason = None;
    while let Ok(Some(line)) = lines.next_line().await {
        let Ok(event) = serde_json::from_str::<ServeEvent>(&line) else { continue };
        if let ServeEvent::Failed(error) = &event {
            reason = Some(error.clone());
        }
        // The receiver is gone once the engine has been given up.
        let _ = sender.send(event);
    }
    status.send_if_modified(|status| {
        let ours = matches!(status, PracticeStatus::Running { ours: true, .. });
        if ours {
            *status = PracticeStatus::Failed { error: reason.unwrap_or_else(|| exit_error(None, &stderr)) };
        }
        ours
    });
}

/// Keeps the end of the process's standard error. It is read from the start, so that the process never blocks on it.
async fn keep_tail(mut errors: ChildStderr, tail: Arc<Mutex<Vec<u8>>>) {
    let mut chunk = [0; 1024];
    while let Ok(read @ 1..) = errors.read(&mut chunk).await {
        let mut tail = tail.lock();
        tail.extend_from_slice(&chunk[..read]);
        let surplus = tail.len().saturating_sub(MAX_STDERR);
        tail.drain(..surplus);
    }
}

/// The error for a process that exited without reporting one. 126 and 127 are pkexec's exit codes for a dismissed dialog
/// and for a refused authorisation (pkexec(1)).
fn exit_error(code: Option<i32>, stderr: &Mutex<Vec<u8>>) -> Error {
    let message = String::from_utf8_lossy(&stderr.lock()).trim().to_owned();
    let error = Error::new(ErrorCode::PracticeUnavailable).with_message(message);
    if matches!(code, Some(126 | 127)) { error.with("missing", "authorisation") } else { error }
}
