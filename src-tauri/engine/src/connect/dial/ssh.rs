//! A byte stream through ssh, as the docker CLI opens it (docker/cli `cli/connhelper`).

use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use parking_lot::Mutex;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf},
    process::{Child, ChildStderr, ChildStdin, ChildStdout, Command},
};

/// How much of ssh's standard error is kept, in bytes.
const MAX_STDERR: usize = 4096;
/// How long ssh may take to print the reason after its output has ended.
const STDERR_TIMEOUT: Duration = Duration::from_secs(1);

/// The standard streams of an ssh process connected to a remote engine. Dropping the stream ends the process.
pub(super) struct SshStream {
    input: ChildStdin,
    output: ChildStdout,
    /// Whether anything has been received. If not, the end of the output is a failure, and `stderr` says why.
    received: bool,
    stderr: Pin<Box<dyn Future<Output = String> + Send>>,
    _ssh: Child,
}

impl SshStream {
    /// Runs `docker system dial-stdio` on the other machine; `keepalive` is how long it may be silent before ssh probes
    /// it.
    pub fn open(destination: &str, port: Option<u16>, socket: Option<&str>, keepalive: Duration) -> io::Result<Self> {
        let mut command = Command::new("ssh");
        command.args(["-o", "ConnectTimeout=30", "-o", "BatchMode=yes", "-T"]);
        command.args(["-o", &format!("ServerAliveInterval={}", keepalive.as_secs()), "-o", "ServerAliveCountMax=3"]);
        if let Some(port) = port {
            command.args(["-p", &port.to_string()]);
        }
        command.args(["--", destination, "docker"]);
        if let Some(socket) = socket {
            command.args(["--host", &shell_words::quote(&format!("unix://{socket}"))]);
        }
        command.args(["system", "dial-stdio"]);
        let mut ssh = command
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        match (ssh.stdin.take(), ssh.stdout.take(), ssh.stderr.take()) {
            (Some(input), Some(output), Some(stderr)) => {
                Ok(Self { input, output, received: false, stderr: Box::pin(collect(stderr)), _ssh: ssh })
            }
            _ => Err(io::Error::other("ssh was started without its streams")),
        }
    }
}

/// What ssh prints to standard error, to be awaited when its output has ended. It is read from the start, so that ssh
/// never blocks on it.
fn collect(mut stderr: ChildStderr) -> impl Future<Output = String> + Send {
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
        let _ = tokio::time::timeout(STDERR_TIMEOUT, reading).await;
        let text = text.lock();
        String::from_utf8_lossy(&text).trim().to_owned()
    }
}

impl AsyncRead for SshStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.output).poll_read(cx, buf))?;
        if !self.received && buf.filled().len() == before {
            let reason = ready!(self.stderr.as_mut().poll(cx));
            self.received = true;
            return Poll::Ready(Err(io::Error::other(reason)));
        }
        self.received = true;
        Poll::Ready(Ok(()))
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
