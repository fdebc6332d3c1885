//! A command in a terminal.

use std::process::Stdio;
use std::time::Duration;

use slipway_engine::Result;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::failed;

/// How long a command may print nothing, or take to end.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A terminal of 80 columns and 24 rows. Dropping it ends what runs in it.
#[derive(Debug)]
pub struct Terminal {
    script: Child,
    input: ChildStdin,
    output: ChildStdout,
    unread: Vec<u8>,
}

impl Terminal {
    /// Runs a line in a shell in a new terminal, which ends with it.
    pub(crate) fn open(line: &str, environment: &[(&str, &std::ffi::OsStr)]) -> Result<Self> {
        // util-linux's `script` provides a terminal without needing one.
        let mut script = Command::new("script")
            .args(["--quiet", "--flush", "--return", "--command"])
            .arg(format!("stty cols 80 rows 24; {line}"))
            .arg("/dev/null")
            .env("SHELL", "/bin/bash")
            .env("TERM", "xterm")
            .envs(environment.iter().copied())
            .env_remove("DOCKER_CONTEXT")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| failed("script", &error))?;
        match (script.stdin.take(), script.stdout.take()) {
            (Some(input), Some(output)) => Ok(Self { script, input, output, unread: Vec::new() }),
            _ => Err(failed("script", &"it has no standard input or output")),
        }
    }

    /// Types text.
    pub async fn type_in(&mut self, text: &str) -> Result<()> {
        self.input.write_all(text.as_bytes()).await.map_err(|error| failed("terminal", &error))
    }

    /// Reads until the output since the last call contains `text`, and returns that output.
    pub async fn read_until(&mut self, text: &str) -> Result<String> {
        loop {
            let printed = String::from_utf8_lossy(&self.unread).into_owned();
            if printed.contains(text) {
                self.unread.clear();
                return Ok(printed);
            }
            if self.read_more().await? == 0 {
                return Err(failed("terminal", &format!("the output ended without {text:?}: {printed:?}")));
            }
        }
    }

    /// Waits until the command ends; returns its output since the last call and its exit code.
    pub async fn ended(mut self) -> Result<(String, i32)> {
        while self.read_more().await? > 0 {}
        let waiting = tokio::time::timeout(TIMEOUT, self.script.wait()).await;
        let status = waiting.map_err(|_| failed("terminal", &"the command does not end"))?;
        let code = status.map_err(|error| failed("terminal", &error))?.code();
        Ok((String::from_utf8_lossy(&self.unread).into_owned(), code.unwrap_or(-1)))
    }

    async fn read_more(&mut self) -> Result<usize> {
        let reading = tokio::time::timeout(TIMEOUT, self.output.read_buf(&mut self.unread)).await;
        let printed = || String::from_utf8_lossy(&self.unread).into_owned();
        let read = reading.map_err(|_| failed("terminal", &format!("no more output after {:?}", printed())))?;
        read.map_err(|error| failed("terminal", &error))
    }
}
