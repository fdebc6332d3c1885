use std::time::Duration;

use bollard::{
    Docker,
    exec::{CreateExecOptions, ResizeExecOptions, StartExecOptions},
    query_parameters::{KillContainerOptionsBuilder, ResizeContainerTTYOptionsBuilder},
};
use tokio_util::sync::CancellationToken;

use super::wait::Wait;
use crate::error::{Error, ErrorCode, Result};

/// How long a container may take to exit once its terminal is closed.
const GRACE: Duration = Duration::from_secs(2);
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
        /// The process ID in the container; `None` without a shell that could report it.
        pid: Option<u32>,
    },
    /// A container's own process.
    Container {
        id: String,
        /// Whether this console started it, so that closing it ends it.
        ours: bool,
    },
}

impl Process {
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
            Kind::Exec { .. } => self.signal_exec("INT").await,
        }
    }

    /// Hangs up, as closing a terminal does. `ended` is cancelled when the process has exited.
    pub async fn hang_up(&self, ended: &CancellationToken) -> Result<()> {
        match &self.kind {
            Kind::Exec { .. } => self.signal_exec("HUP").await,
            Kind::Container { ours: false, .. } => Ok(()),
            Kind::Container { id, ours: true } => {
                self.signal_container(id, "SIGHUP").await?;
                match tokio::time::timeout(GRACE, ended.cancelled()).await {
                    Ok(()) => Ok(()),
                    Err(_) => self.signal_container(id, "SIGKILL").await,
                }
            }
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

    /// Engines cannot signal an exec (moby#35703): another exec's `kill` does, as the same user.
    async fn signal_exec(&self, signal: &str) -> Result<()> {
        let Kind::Exec { container, user, pid: Some(pid), .. } = &self.kind else { return Ok(()) };
        let command = format!("kill -{signal} {pid}");
        let kill = CreateExecOptions {
            cmd: Some(vec!["sh", "-c", command.as_str()]),
            user: (!user.is_empty()).then_some(user.as_str()),
            ..Default::default()
        };
        let kill = self.docker.create_exec(container, kill).await.map_err(Error::from);
        match kill {
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
