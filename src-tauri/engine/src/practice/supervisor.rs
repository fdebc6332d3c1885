use std::{path::Path, sync::Arc};

use futures_util::Stream;
use tokio::{
    process::Command,
    sync::{Mutex, watch},
};
use tokio_stream::{StreamExt, wrappers::WatchStream};

use super::{
    empty,
    requirements::{Privileges, usable_privileges},
    server_process::{ServerProcess, is_unauthorised},
};
use crate::{
    connect::{Engine, PracticeLocation, SOCKET_VARIABLE},
    error::{Error, ErrorCode, Result},
    wire::{Endpoint, EndpointSource, PracticeStatus, Update},
};

/// Starts and stops the practice engine as a child process, which ends with this process because its standard input is
/// closed then.
pub struct Supervisor {
    location: PracticeLocation,
    status: Arc<watch::Sender<PracticeStatus>>,
    /// Locked while the engine is started, stopped or emptied, so that only one of these happens at a time.
    process: Mutex<Option<ServerProcess>>,
}

impl Supervisor {
    /// A supervisor of the practice engine at this location. Nothing is started yet.
    pub fn new(location: PracticeLocation) -> Self {
        Self { location, status: Arc::new(watch::Sender::new(PracticeStatus::Off)), process: Mutex::default() }
    }

    /// The practice engine's status, starting with the current one.
    pub fn updates(&self) -> impl Stream<Item = Update> + use<> {
        WatchStream::new(self.status.subscribe()).map(|status| Update::Practice { status })
    }

    /// Follows the connection, to notice a practice engine that another process starts or ends.
    pub async fn follow(&self, mut engines: watch::Receiver<Option<Arc<Engine>>>) {
        loop {
            let address = engines.borrow_and_update().as_ref().filter(|engine| engine.info().practice).map(address_of);
            let address = match address {
                Some(address) => Some(address),
                None => self.running_address().await,
            };
            self.set_found(address);
            if engines.changed().await.is_err() {
                return;
            }
        }
    }

    fn set_found(&self, address: Option<String>) {
        self.status.send_if_modified(|status| {
            let now = match (&*status, address) {
                (PracticeStatus::Off | PracticeStatus::Failed { .. }, Some(address)) => {
                    PracticeStatus::Running { address, ours: false }
                }
                (PracticeStatus::Running { ours: false, .. }, None) => PracticeStatus::Off,
                _ => return false,
            };
            *status = now;
            true
        });
    }

    /// Starts the practice engine, unless one answers already, and returns its endpoint.
    ///
    /// # Errors
    /// [`ErrorCode::PracticeUnavailable`]
    pub async fn start(&self) -> Result<Endpoint> {
        let mut process = self.process.lock().await;
        if let Some(address) = self.running_address().await {
            let running = PracticeStatus::Running { address: address.clone(), ours: process.is_some() };
            self.status.send_if_modified(|status| std::mem::replace(status, running.clone()) != running);
            return Ok(endpoint(address));
        }
        self.status.send_replace(PracticeStatus::Starting);
        // What is left of a process that has ended by itself.
        *process = None;
        match self.launch().await {
            Ok(started) => {
                let address = started.address().to_owned();
                *process = Some(started);
                self.status.send_replace(PracticeStatus::Running { address: address.clone(), ours: true });
                Ok(endpoint(address))
            }
            Err(error) => Err(self.set_failed(error)),
        }
    }

    /// Stops the practice engine if this supervisor started it. One that another process started keeps running.
    pub async fn stop(&self) {
        if let Some(process) = self.process.lock().await.take() {
            process.stop().await;
        }
        let address = self.running_address().await;
        self.status.send_replace(match address {
            Some(address) => PracticeStatus::Running { address, ours: false },
            None => PracticeStatus::Off,
        });
    }

    /// Deletes all images, containers and volumes of the practice engine. One that this supervisor started is restarted
    /// with empty storage; one that another process started is emptied through its API.
    ///
    /// # Errors
    /// [`ErrorCode::PracticeUnavailable`] if none is running, or it does not start again; [`ErrorCode::NotSupported`] if
    /// what answers at its location is not a practice engine; the engine's refusals.
    pub async fn reset(&self) -> Result<()> {
        let mut process = self.process.lock().await;
        let before = self.status.borrow().clone();
        if let Some(ours) = process.as_mut() {
            self.status.send_replace(PracticeStatus::Starting);
            if let Err(error) = ours.reset().await {
                *process = None;
                return Err(self.set_failed(error));
            }
            self.status.send_replace(before);
            return Ok(());
        }
        let Some(address) = self.running_address().await else {
            return Err(Error::new(ErrorCode::PracticeUnavailable).with("missing", "running"));
        };
        self.status.send_replace(PracticeStatus::Starting);
        let emptied = match Engine::connect(endpoint(address)).await {
            Ok(engine) => empty(&engine).await,
            Err(error) => Err(error),
        };
        self.status.send_replace(before);
        emptied
    }

    fn set_failed(&self, error: Error) -> Error {
        self.status.send_replace(PracticeStatus::Failed { error: error.clone() });
        error
    }

    /// The address of a practice engine that answers now.
    async fn running_address(&self) -> Option<String> {
        let address = format!("unix://{}", self.location.socket.as_ref()?.display());
        Engine::connect(endpoint(address.clone())).await.ok().map(|_| address)
    }

    /// Starts the process with the first privileges that are granted.
    async fn launch(&self) -> Result<ServerProcess> {
        let unavailable = || Error::new(ErrorCode::PracticeUnavailable);
        let program = self.location.program.as_deref().ok_or_else(|| unavailable().with("missing", "program"))?;
        let mut refused = unavailable();
        for privileges in usable_privileges()? {
            match self.launch_with(program, privileges).await {
                Err(error) if is_unauthorised(&error) => refused = error,
                launched => return launched,
            }
        }
        Err(refused)
    }

    async fn launch_with(&self, program: &Path, privileges: Privileges) -> Result<ServerProcess> {
        let mut command = match privileges {
            Privileges::Own => Command::new(program),
            Privileges::Authorised => {
                let mut command = Command::new("pkexec");
                command.arg(program);
                command
            }
        };
        command.args(["practice", "serve"]);
        if let Some(folder) = &self.location.folder {
            command.arg("--folder").arg(folder);
        }
        if let Some(socket) = &self.location.socket {
            command.env(SOCKET_VARIABLE, socket);
        }
        let mut process = ServerProcess::start(command, Arc::clone(&self.status))?;
        process.ready().await?;
        Ok(process)
    }
}

fn endpoint(address: String) -> Endpoint {
    Endpoint { address, source: EndpointSource::Practice, name: String::new(), tls: None }
}

fn address_of(engine: &Arc<Engine>) -> String {
    engine.info().endpoint.address.clone()
}
