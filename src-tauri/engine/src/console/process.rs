use std::time::Duration;

use bollard::{
    Docker,
    exec::{CreateExecOptions, ResizeExecOptions, StartExecOptions},
    query_parameters::{KillContainerOptionsBuilder, ResizeContainerTTYOptionsBuilder},
};
use tokio_util::sync::CancellationToken;

use super::wait::Wait;
use crate::{
    error::{Error, ErrorCode, Result},
    wire::ConsoleClosing,
};

/// The keys that end a program in its terminal: Ctrl-C, and Ctrl-\ where that is ignored.
pub const INTERRUPT_KEYS: &[u8] = b"\x03\x1c";
/// How long a process may take to exit once its terminal is closed, before it is killed.
pub const GRACE: Duration = Duration::from_secs(2);
/// How often an exec that is about to start or exit is inspected. Engines have no event for one exec alone.
pub const POLL_INTERVAL: Duration = Duration::from_millis(20);
/// How long an exec may count as running after its stream has ended.
const SETTLING: Duration = Duration::from_secs(5);

/// The process in a console, and how to reach it besides its stream.
pub(crate) struct Process {
    pub docker: Docker,
    pub kind: Kind,
}

pub(crate) enum Kind {
    /// What `docker exec` started.
    Exec {
        id: String,
        container: String,
        user: String,
        /// `None` without a shell that could report the process ID.
        signals: Option<Signals>,
    },
    /// A container's own process.
    Container {
        id: String,
        /// Whether this console started it, so that closing it ends it.
        ours: bool,
    },
}

/// What is needed to signal an exec.
pub(crate) struct Signals {
    /// The process ID in the container.
    pub pid: u32,
    /// The path of a shell, which has a `kill` of its own.
    pub shell: String,
}

impl Process {
    /// What closing the console does to it.
    pub fn closing(&self) -> ConsoleClosing {
        match self.kind {
            Kind::Container { ours: false, .. } => ConsoleClosing::Leaves,
            Kind::Exec { signals: None, .. } => ConsoleClosing::Interrupts,
            Kind::Exec { .. } | Kind::Container { .. } => ConsoleClosing::Ends,
        }
    }

    /// The terminal's new size.
    pub async fn resize(&self, columns: u16, rows: u16) -> Result<()> {
        match &self.kind {
            Kind::Exec { id, .. } => {
                self.docker.resize_exec(id, ResizeExecOptions { width: columns, height: rows }).await?;
            }
            Kind::Container { id, .. } => {
                let size = ResizeContainerTTYOptionsBuilder::default().w(columns.into()).h(rows.into()).build();
                self.docker.resize_container_tty(id, size).await?;
            }
        }
        Ok(())
    }

    /// Ctrl-C for a process without a terminal.
    pub async fn interrupt(&self) -> Result<()> {
        match &self.kind {
            Kind::Container { id, .. } => self.signal_container(id, "SIGINT").await,
            // It has a terminal, which does that.
            Kind::Exec { .. } => Ok(()),
        }
    }

    /// Hangs up, as closing a terminal does. `ended` is cancelled when the process has exited.
    ///
    /// # Errors
    /// [`ErrorCode::ProcessLeft`]; the engine's refusal by code.
    pub async fn hang_up(&self, ended: &CancellationToken) -> Result<()> {
        match &self.kind {
            Kind::Exec { id, container, user, signals: Some(signals) } => {
                // Another user's process, such as sudo's, is only killed as root; without capabilities, root cannot kill
                // one either.
                for (signal, user) in [("HUP", user.as_str()), ("KILL", user), ("KILL", "0")] {
                    self.signal_exec(container, user, signals, signal).await?;
                    if self.exits(id, ended).await? {
                        return Ok(());
                    }
                }
                Err(Error::new(ErrorCode::ProcessLeft))
            }
            Kind::Exec { .. } | Kind::Container { ours: false, .. } => Ok(()),
            Kind::Container { id, ours: true } => {
                self.signal_container(id, "SIGHUP").await?;
                match tokio::time::timeout(GRACE, ended.cancelled()).await {
                    Ok(()) => Ok(()),
                    Err(_) => self.signal_container(id, "SIGKILL").await,
                }
            }
        }
    }

    /// Checks that a process exits whose terminal's keys have interrupted it.
    ///
    /// # Errors
    /// [`ErrorCode::ProcessLeft`]; the engine's refusal by code.
    pub async fn check_interrupted(&self, ended: &CancellationToken) -> Result<()> {
        match &self.kind {
            Kind::Exec { id, .. } if !self.exits(id, ended).await? => Err(Error::new(ErrorCode::ProcessLeft)),
            _ => Ok(()),
        }
    }

    /// Whether an exec exits within [`GRACE`]. Its stream may stay open: another process has the terminal too.
    async fn exits(&self, id: &str, ended: &CancellationToken) -> Result<bool> {
        if tokio::time::timeout(GRACE, ended.cancelled()).await.is_ok() {
            return Ok(true);
        }
        match self.docker.inspect_exec(id).await.map_err(Error::from) {
            Ok(exec) => Ok(exec.running != Some(true)),
            // The container was removed, and its execs with it.
            Err(error) if !error.is_loss() => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// The exit code, once the stream has ended; `wait` was registered before, for a container's own process.
    pub async fn exit_code(&self, wait: Option<Wait>) -> Result<Option<i64>> {
        match (&self.kind, wait) {
            (Kind::Exec { id, .. }, _) => self.exec_exit_code(id).await,
            (Kind::Container { .. }, Some(wait)) => wait.code().await.map(Some),
            (Kind::Container { .. }, None) => Ok(None),
        }
    }

    async fn exec_exit_code(&self, id: &str) -> Result<Option<i64>> {
        let asking = async {
            loop {
                match self.docker.inspect_exec(id).await.map_err(Error::from) {
                    Ok(exec) if exec.running != Some(true) => return Ok(exec.exit_code),
                    Ok(_) => tokio::time::sleep(POLL_INTERVAL).await,
                    // The container was removed, and its execs with it.
                    Err(error) if error.code != ErrorCode::EngineLost => return Ok(None),
                    Err(error) => return Err(error),
                }
            }
        };
        tokio::time::timeout(SETTLING, asking).await.unwrap_or(Ok(None))
    }

    async fn signal_container(&self, id: &str, signal: &str) -> Result<()> {
        let options = KillContainerOptionsBuilder::default().signal(signal).build();
        match self.docker.kill_container(id, Some(options)).await.map_err(Error::from) {
            Err(error) if !matches!(error.code, ErrorCode::ContainerNotFound | ErrorCode::ContainerNotRunning) => {
                Err(error)
            }
            _ => Ok(()),
        }
    }

    /// Engines cannot signal an exec (moby#35703): another exec's `kill` does.
    async fn signal_exec(&self, container: &str, user: &str, signals: &Signals, signal: &str) -> Result<()> {
        let Signals { pid, shell } = signals;
        let command = format!("kill -{signal} {pid}");
        let kill = CreateExecOptions {
            cmd: Some(vec![shell.as_str(), "-c", command.as_str()]),
            user: (!user.is_empty()).then_some(user),
            ..Default::default()
        };
        match self.docker.create_exec(container, kill).await.map_err(Error::from) {
            Ok(kill) => {
                let detached = StartExecOptions { detach: true, ..Default::default() };
                self.docker.start_exec(&kill.id, Some(detached)).await?;
                Ok(())
            }
            Err(error) if matches!(error.code, ErrorCode::ContainerNotFound | ErrorCode::ContainerNotRunning) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
