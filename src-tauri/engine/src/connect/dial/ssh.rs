//! A byte stream through ssh, as the docker CLI opens it (docker/cli `cli/connhelper`).

use std::{
    io,
    pin::Pin,
    process::ExitStatus,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
    time::{Duration, Instant},
};

use bytes::{Buf, BytesMut};
use parking_lot::Mutex;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf},
    process::{Child, ChildStderr, ChildStdin, ChildStdout, Command},
    sync::{Semaphore, oneshot},
};
use tokio_util::io::poll_read_buf;

/// How much of ssh's standard error is kept, in bytes.
const MAX_STDERR: usize = 4096;
/// How long ssh may take to print the reason and to exit after its output has ended.
const END_TIMEOUT: Duration = Duration::from_secs(1);
/// How much a login shell may print before the engine's response, in bytes.
const MAX_PREAMBLE: usize = 64 * 1024;
/// How long a login keeps the next one waiting, if it is not slower than that.
const LOGIN_TURN: Duration = Duration::from_secs(2);
/// A POSIX shell's exit code for a command that it does not find, which ssh returns as its own.
const NOT_FOUND: i32 = 127;

/// The destination of ssh connections and what they have in common.
pub(super) struct SshHost {
    /// `host` or `user@host`.
    pub destination: String,
    /// The port, if it is not ssh's default.
    pub port: Option<u16>,
    /// The engine's socket, if it is not the default one.
    pub socket: Option<String>,
    /// Whether there is no docker command, and Podman's is used.
    podman: Arc<AtomicBool>,
    /// One login at a time: sshd drops logins that are too many at once (`MaxStartups`).
    logins: Arc<Semaphore>,
    /// The longest time from a start of ssh to the first response.
    slowest: Arc<Mutex<Duration>>,
}

/// The standard streams of an ssh process connected to a remote engine. Dropping the stream ends the process.
pub(super) struct SshStream {
    input: ChildStdin,
    output: ChildStdout,
    received: Received,
    /// What ssh printed to standard error and its exit status, to be awaited when its output has ended. Owns the process.
    end: Pin<Box<dyn Future<Output = (String, Option<ExitStatus>)> + Send>>,
    begun: Instant,
    slowest: Arc<Mutex<Duration>>,
    /// Dropped when the login is done, for the next one to begin.
    turn: Option<oneshot::Sender<()>>,
    /// Set if the docker command is missing.
    podman: Arc<AtomicBool>,
}

/// What has been received from the other machine.
enum Received {
    /// What its login shell prints (`echo` in a start file), if anything. The engine speaks only when spoken to, and then
    /// HTTP.
    Preamble(BytesMut),
    /// The engine's response; what was read of it with the preamble is returned first.
    Response(BytesMut),
    /// Nothing follows.
    Ended,
}

impl SshHost {
    pub fn new(destination: &str, port: Option<u16>, socket: Option<&str>) -> Self {
        Self {
            destination: destination.to_owned(),
            port,
            socket: socket.map(str::to_owned),
            podman: Arc::default(),
            logins: Arc::new(Semaphore::new(1)),
            slowest: Arc::default(),
        }
    }

    /// Whether Podman's command is used.
    pub fn uses_podman(&self) -> bool {
        self.podman.load(Ordering::Relaxed)
    }

    /// Runs `docker system dial-stdio` on the other machine; `keepalive` is how long it may be silent before ssh probes
    /// it.
    pub async fn open(&self, keepalive: Duration) -> io::Result<SshStream> {
        let permit = Arc::clone(&self.logins).acquire_owned().await.map_err(io::Error::other)?;
        let mut ssh = self.command(keepalive).spawn()?;
        let (turn, done) = oneshot::channel::<()>();
        let limit = LOGIN_TURN.max(self.slowest.lock().saturating_mul(2));
        tokio::spawn(async move {
            // A login that takes longer than any before is not waited for.
            let _ = tokio::time::timeout(limit, done).await;
            drop(permit);
        });
        match (ssh.stdin.take(), ssh.stdout.take(), ssh.stderr.take()) {
            (Some(input), Some(output), Some(stderr)) => Ok(SshStream {
                input,
                output,
                received: Received::Preamble(BytesMut::new()),
                end: Box::pin(end(ssh, stderr)),
                begun: Instant::now(),
                slowest: Arc::clone(&self.slowest),
                turn: Some(turn),
                podman: Arc::clone(&self.podman),
            }),
            _ => Err(io::Error::other("ssh was started without its streams")),
        }
    }

    fn command(&self, keepalive: Duration) -> Command {
        let mut command = Command::new("ssh");
        command.args(["-o", "ConnectTimeout=30", "-o", "BatchMode=yes", "-T"]);
        command.args(["-o", &format!("ServerAliveInterval={}", keepalive.as_secs()), "-o", "ServerAliveCountMax=3"]);
        if let Some(port) = self.port {
            command.args(["-p", &port.to_string()]);
        }
        let (program, socket_flag) = if self.uses_podman() { ("podman", "--url") } else { ("docker", "--host") };
        command.args(["--", &self.destination, program]);
        if let Some(socket) = &self.socket {
            command.args([socket_flag, &shell_words::quote(&format!("unix://{socket}"))]);
        }
        command.args(["system", "dial-stdio"]);
        command
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .kill_on_drop(true);
        command
    }
}

/// How an ssh process ends. Its standard error is read from the start, so that ssh never blocks on it.
fn end(mut ssh: Child, mut stderr: ChildStderr) -> impl Future<Output = (String, Option<ExitStatus>)> + Send {
    let text = Arc::new(Mutex::new(Vec::new()));
    let reading = tokio::spawn({
        let text = Arc::clone(&text);
        async move {
            let mut chunk = [0; 1024];
            while let Ok(read @ 1..) = stderr.read(&mut chunk).await {
                let mut text = text.lock();
                let room = MAX_STDERR - text.len();
                text.extend_from_slice(&chunk[..read.min(room)]);
            }
        }
    });
    async move {
        // An ssh that keeps its connection open for others (`ControlPersist`) never closes this.
        let _ = tokio::time::timeout(END_TIMEOUT, reading).await;
        let status = tokio::time::timeout(END_TIMEOUT, ssh.wait()).await.ok().and_then(Result::ok);
        let text = text.lock();
        (String::from_utf8_lossy(&text).trim().to_owned(), status)
    }
}

/// Where an HTTP response begins.
fn response_start(bytes: &[u8]) -> Option<usize> {
    bytes.windows(b"HTTP/1.1 200".len()).position(|window| {
        (window.starts_with(b"HTTP/1.1 ") || window.starts_with(b"HTTP/1.0 "))
            && window[b"HTTP/1.1 ".len()..].iter().all(u8::is_ascii_digit)
    })
}

impl SshStream {
    /// Reads until the engine's response begins.
    fn poll_response(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while let Received::Preamble(preamble) = &mut self.received {
            let read = ready!(poll_read_buf(Pin::new(&mut self.output), cx, preamble))?;
            if read == 0 {
                return self.poll_failure(cx);
            }
            self.turn = None;
            let waited = self.begun.elapsed();
            let mut slowest = self.slowest.lock();
            *slowest = waited.max(*slowest);
            if let Some(start) = response_start(preamble) {
                preamble.advance(start);
                let response = std::mem::take(preamble);
                self.received = Received::Response(response);
            } else if preamble.len() > MAX_PREAMBLE {
                return Poll::Ready(Err(io::Error::other(String::from_utf8_lossy(&preamble[..MAX_STDERR]))));
            }
        }
        Poll::Ready(Ok(()))
    }

    /// Why ssh ended without a response.
    fn poll_failure(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let (reason, status) = ready!(self.end.as_mut().poll(cx));
        if status.and_then(|status| status.code()) == Some(NOT_FOUND) {
            self.podman.store(true, Ordering::Relaxed);
        }
        let received = std::mem::replace(&mut self.received, Received::Ended);
        let reason = match received {
            Received::Preamble(preamble) if reason.is_empty() => String::from_utf8_lossy(&preamble).trim().to_owned(),
            _ => reason,
        };
        Poll::Ready(Err(io::Error::other(reason)))
    }
}

impl AsyncRead for SshStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_response(cx))?;
        match &mut self.received {
            Received::Response(response) if !response.is_empty() => {
                let length = response.len().min(buf.remaining());
                buf.put_slice(&response.split_to(length));
                Poll::Ready(Ok(()))
            }
            Received::Ended => Poll::Ready(Ok(())),
            _ => Pin::new(&mut self.output).poll_read(cx, buf),
        }
    }
}

impl AsyncWrite for SshStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.input).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.input).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.input).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_is_found_behind_what_a_shell_prints() {
        for (text, expected) in [
            ("HTTP/1.1 200 OK", Some(0)),
            ("hi\nHTTP/1.1 101 UPGRADED", Some(3)),
            ("hiHTTP/1.0 404", Some(2)),
            ("Welcome to HTTP/1.1 city", None),
            ("HTTP/1.1 20", None),
            ("", None),
        ] {
            assert_eq!(response_start(text.as_bytes()), expected, "in {text:?}");
        }
    }
}
