//! A terminal with a command in it, as a person has one open.

use std::process::Stdio;
use std::time::Duration;

use slipway_engine::Result;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::failed;

/// How long a command may be silent, or take to end.
const PATIENCE: Duration = Duration::from_secs(30);

/// A terminal of 80 columns and 24 rows. What runs in it ends with it.
#[derive(Debug)]
pub struct Terminal {
    script: Child,
    input: ChildStdin,
    output: ChildStdout,
    seen: Vec<u8>,
}

impl Terminal {
    /// Types a line into a shell in a new terminal, which ends with it.
    pub(crate) fn open(line: &str, environment: &[(&str, &std::ffi::OsStr)]) -> Result<Self> {
        // util-linux' `script` is what gives a program a terminal without having one.
        let mut script = Command::new("script")
            .args(["--quiet", "--flush", "--return", "--command"])
            .arg(format!("stty cols 80 rows 24; {line}"))
            .arg("/dev/null")
            .env("SHELL", "/bin/sh")
            .env("TERM", "xterm")
            .envs(environment.iter().copied())
            .env_remove("DOCKER_CONTEXT")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| failed("script", &error))?;
        match (script.stdin.take(), script.stdout.take()) {
            (Some(input), Some(output)) => Ok(Self { script, input, output, seen: Vec::new() }),
            _ => Err(failed("script", &"it was started without its streams")),
        }
    }

    /// Types.
    pub async fn type_in(&mut self, text: &str) -> Result<()> {
        self.input.write_all(text.as_bytes()).await.map_err(|error| failed("terminal", &error))
    }

    /// Reads until what has been printed since the last time holds `text`, and gives it.
    pub async fn read_until(&mut self, text: &str) -> Result<String> {
        loop {
            let printed = String::from_utf8_lossy(&self.seen).into_owned();
            if printed.contains(text) {
                self.seen.clear();
                return Ok(printed);
            }
            if self.read_on().await? == 0 {
                return Err(failed("terminal", &format!("no {text:?} came before the end: {printed:?}")));
            }
        }
    }

    /// Waits for the command's end: what it printed since the last time, and its exit code.
    pub async fn ended(mut self) -> Result<(String, i32)> {
        while self.read_on().await? > 0 {}
        let waiting = tokio::time::timeout(PATIENCE, self.script.wait()).await;
        let status = waiting.map_err(|_| failed("terminal", &"it does not end"))?;
        let code = status.map_err(|error| failed("terminal", &error))?.code();
        Ok((String::from_utf8_lossy(&self.seen).into_owned(), code.unwrap_or(-1)))
    }

    async fn read_on(&mut self) -> Result<usize> {
        let reading = tokio::time::timeout(PATIENCE, self.output.read_buf(&mut self.seen)).await;
        let printed = || String::from_utf8_lossy(&self.seen).into_owned();
        let read = reading.map_err(|_| failed("terminal", &format!("nothing more came after {:?}", printed())))?;
        read.map_err(|error| failed("terminal", &error))
    }
}
