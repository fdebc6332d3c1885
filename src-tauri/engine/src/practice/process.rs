//! Programs that end with the process that started them.
//!
//! Each runs under a guard (`process/guard.sh`) that reads from a pipe. This process holds the other end: when that is
//! closed, even by the death of this process, the guard ends the program.

mod launch;
mod script;

use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, kill_process_group, pidfd_open};
use tokio::time::{Instant, sleep};

pub use launch::{Isolation, Launch};
pub use script::KEEP;
pub(super) use script::quoted;

use self::script::{CLEANUP_VARIABLE, RUN_THEN_CLEAN_UP, cleanup_script, guarded_command};
use crate::error::{Error, ErrorCode, Result};

/// How long a program may take to end before it is killed.
const STOP_TIMEOUT: Duration = Duration::from_secs(20);

/// How often a condition is checked for which there is no notification.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// A running program. Dropping it ends it and waits for that.
#[derive(Debug)]
pub struct Process {
    name: String,
    log: PathBuf,
    isolated: bool,
    child: Child,
    /// The pipe that the guard reads; closing it ends the program.
    stdin: Option<ChildStdin>,
}

impl Process {
    /// Starts the program. [`Process::ready`] waits until it can be used.
    pub fn start(launch: &Launch) -> Result<Self> {
        let name = launch.command[0].to_string_lossy().into_owned();
        let Some(program) = launch.program() else {
            return Err(Error::new(ErrorCode::PracticeUnavailable).with("missing", name));
        };
        let log = File::create(&launch.log).map_err(|error| failed(&name, &error))?;
        let errors = log.try_clone().map_err(|error| failed(&name, &error))?;
        // The terminal's Ctrl-C is for this process alone, which ends what it started in the right order.
        let mut child = Command::new("bash")
            .args(["-c", RUN_THEN_CLEAN_UP, "clean-up"])
            .args(guarded_command(launch, program))
            .envs(launch.env.iter().map(|(name, value)| (name, value)))
            .env(CLEANUP_VARIABLE, cleanup_script(launch))
            .stdin(Stdio::piped())
            .stdout(log)
            .stderr(errors)
            .process_group(0)
            .spawn()
            .map_err(|error| failed(&name, &error))?;
        let stdin = child.stdin.take();
        Ok(Self { name, log: launch.log.clone(), isolated: launch.isolation.is_some(), child, stdin })
    }

    /// Waits until `probe` returns a value. Fails if the program ends first, or after `timeout`.
    pub async fn ready<T>(&mut self, timeout: Duration, mut probe: impl AsyncFnMut() -> Option<T>) -> Result<T> {
        let deadline = Instant::now() + timeout;
        loop {
            if let Some(found) = probe().await {
                return Ok(found);
            }
            if self.has_ended() || Instant::now() > deadline {
                return Err(failed(&self.name, &self.log_tail()));
            }
            sleep(POLL_INTERVAL).await;
        }
    }

    /// Whether the program has ended.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// The last lines that the program printed.
    pub fn log_tail(&self) -> String {
        let log = std::fs::read(&self.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&log);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(8)..].join("\n")
    }

    /// The file with the program's output.
    pub fn log(&self) -> &Path {
        &self.log
    }

    /// Ends the program and waits for that without blocking other tasks.
    pub async fn stop(self) {
        // The task can fail only by panicking, and then the drop inside it has run nevertheless.
        let _ = tokio::task::spawn_blocking(move || drop(self)).await;
    }

    /// Kills the program at once, as if the machine had failed, so that it cleans nothing up. With an isolated program,
    /// everything that it started is killed, and waited for.
    pub fn kill(&mut self) {
        for guard in children(self.child.id()) {
            // An error means that it has already ended.
            let _ = match children(guard.as_raw_pid().cast_unsigned()).as_slice() {
                // `unshare` waits for the first process of its namespace, with which all others end.
                [first] if self.isolated => kill_process(*first, Signal::KILL),
                _ => kill_process_group(guard, Signal::KILL),
            };
        }
        let _ = self.child.wait();
    }

    fn ended_within(&mut self, timeout: Duration) -> bool {
        if self.has_ended() {
            return true;
        }
        let Some(handle) =
            Pid::from_raw(self.child.id().cast_signed()).and_then(|pid| pidfd_open(pid, PidfdFlags::empty()).ok())
        else {
            return false;
        };
        let timeout = Timespec { tv_sec: timeout.as_secs().cast_signed(), tv_nsec: 0 };
        // Interrupted or not, what matters is whether it has ended.
        let _ = poll(&mut [PollFd::new(&handle, PollFlags::IN)], Some(&timeout));
        self.has_ended()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.stdin.take();
        if !self.ended_within(STOP_TIMEOUT) {
            self.kill();
        }
    }
}

/// The child processes of a process.
fn children(process: u32) -> Vec<Pid> {
    let list = std::fs::read_to_string(format!("/proc/{process}/task/{process}/children")).unwrap_or_default();
    list.split_whitespace().filter_map(|pid| Pid::from_raw(pid.parse().ok()?)).collect()
}

/// The error for a part of the practice engine that failed.
pub(super) fn failed(what: &str, why: &dyn std::fmt::Display) -> Error {
    Error::new(ErrorCode::PracticeUnavailable).with_message(format!("{what}: {why}"))
}
