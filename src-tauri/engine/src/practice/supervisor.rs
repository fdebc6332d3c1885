use std::{path::Path, process::Stdio, sync::Arc, time::Duration};

use futures_util::Stream;
use parking_lot::Mutex as Shared;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    process::{Child, ChildStderr, ChildStdin, ChildStdout, Command},
    sync::{Mutex, mpsc, watch},
    task::JoinHandle,
};
use tokio_stream::{StreamExt, wrappers::WatchStream};

use super::{Line, RESET, empty};
use crate::{
    connect::{Engine, Place, SOCKET_VARIABLE},
    error::{Error, ErrorCode, Result},
    host::{find_program, is_root},
    wire::{Endpoint, EndpointSource, PracticeStatus, Update},
};

/// How long the engine may take to end in order before its process is killed; measured is a second.
const PATIENCE: Duration = Duration::from_secs(30);

/// How much of what the process complains of is kept, in bytes.
const COMPLAINT: usize = 4096;

/// Starts the practice engine, and ends it: a process that goes when this does, because this holds its standard input.
pub struct Keeper {
    place: Place,
    status: Arc<watch::Sender<PracticeStatus>>,
    /// Held while the engine is started, ended or emptied: one at a time.
    process: Mutex<Option<Process>>,
}

/// A `slipway practice serve`.
struct Process {
    child: Child,
    requests: ChildStdin,
    lines: mpsc::UnboundedReceiver<Line>,
    complaint: Arc<Shared<Vec<u8>>>,
    reading: JoinHandle<()>,
    address: String,
}

/// How the engine gets the rights that it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rights {
    /// Those that we have: root's, or those that a user's own namespace gives.
    Own,
    /// Root's, once the system has asked the person (polkit's `pkexec`).
    Authorised,
}

impl Keeper {
    /// For the practice engine at the place. Nothing is started yet.
    pub fn new(place: Place) -> Self {
        Self { place, status: Arc::new(watch::Sender::new(PracticeStatus::Off)), process: Mutex::default() }
    }

    /// How the practice engine stands, from now on.
    pub fn updates(&self) -> impl Stream<Item = Update> + use<> {
        WatchStream::new(self.status.subscribe()).map(|status| Update::Practice { status })
    }

    /// Learns from the connection when a practice engine that somebody else started answers, and when it is gone.
    pub async fn follow(&self, mut engines: watch::Receiver<Option<Arc<Engine>>>) {
        loop {
            let address = engines.borrow_and_update().as_ref().filter(|engine| engine.info().practice).map(address_of);
            let address = match address {
                Some(address) => Some(address),
                None => self.answering().await,
            };
            self.found(address);
            if engines.changed().await.is_err() {
                return;
            }
        }
    }

    fn found(&self, address: Option<String>) {
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

    /// Starts the practice engine, unless one answers already; gives where it answers.
    ///
    /// # Errors
    /// [`ErrorCode::PracticeUnavailable`]
    pub async fn start(&self) -> Result<Endpoint> {
        let mut process = self.process.lock().await;
        if let Some(address) = self.answering().await {
            let running = PracticeStatus::Running { address: address.clone(), ours: process.is_some() };
            self.status.send_if_modified(|status| std::mem::replace(status, running.clone()) != running);
            return Ok(endpoint(address));
        }
        self.status.send_replace(PracticeStatus::Starting);
        // What is left of one that has ended by itself.
        *process = None;
        match self.launch().await {
            Ok(started) => {
                let address = started.address.clone();
                *process = Some(started);
                self.status.send_replace(PracticeStatus::Running { address: address.clone(), ours: true });
                Ok(endpoint(address))
            }
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Ends the practice engine, where this started it. One that somebody else started is theirs to end.
    pub async fn stop(&self) {
        if let Some(process) = self.process.lock().await.take() {
            process.end().await;
        }
        let answering = self.answering().await;
        self.status.send_replace(match answering {
            Some(address) => PracticeStatus::Running { address, ours: false },
            None => PracticeStatus::Off,
        });
    }

    /// Takes all images, containers and volumes from the practice engine. One of ours begins with new storage; from one
    /// that somebody else started, all is deleted by its API.
    ///
    /// # Errors
    /// [`ErrorCode::PracticeUnavailable`] when none runs, or it does not start again; [`ErrorCode::NotSupported`] when
    /// what answers at its place is no practice engine; what the engine refuses.
    pub async fn reset(&self) -> Result<()> {
        let mut process = self.process.lock().await;
        let before = self.status.borrow().clone();
        if let Some(ours) = process.as_mut() {
            self.status.send_replace(PracticeStatus::Starting);
            if let Err(error) = ours.reset().await {
                *process = None;
                return Err(self.failed(error));
            }
            self.status.send_replace(before);
            return Ok(());
        }
        let Some(address) = self.answering().await else {
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

    fn failed(&self, error: Error) -> Error {
        self.status.send_replace(PracticeStatus::Failed { error: error.clone() });
        error
    }

    /// Where a practice engine answers now.
    async fn answering(&self) -> Option<String> {
        let address = format!("unix://{}", self.place.socket.as_ref()?.display());
        Engine::connect(endpoint(address.clone())).await.ok().map(|_| address)
    }

    /// Starts the process by the first rights that it is given.
    async fn launch(&self) -> Result<Process> {
        let unavailable = || Error::new(ErrorCode::PracticeUnavailable);
        let program = self.place.program.as_deref().ok_or_else(|| unavailable().with("missing", "program"))?;
        let mut refused = unavailable();
        for rights in rights()? {
            match self.launch_with(program, rights).await {
                Err(error) if is_refused(&error) => refused = error,
                launched => return launched,
            }
        }
        Err(refused)
    }

    async fn launch_with(&self, program: &Path, rights: Rights) -> Result<Process> {
        let mut command = match rights {
            Rights::Own => Command::new(program),
            Rights::Authorised => {
                let mut command = Command::new("pkexec");
                command.arg(program);
                command
            }
        };
        command.args(["practice", "serve"]);
        if let Some(folder) = &self.place.folder {
            command.arg("--folder").arg(folder);
        }
        if let Some(socket) = &self.place.socket {
            command.env(SOCKET_VARIABLE, socket);
        }
        let mut process = Process::start(command, Arc::clone(&self.status))?;
        process.ready().await?;
        Ok(process)
    }
}

impl Process {
    fn start(mut command: Command, status: Arc<watch::Sender<PracticeStatus>>) -> Result<Self> {
        let failed = |why: String| Error::new(ErrorCode::PracticeUnavailable).saying(why);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| failed(error.to_string()))?;
        let (Some(requests), Some(output), Some(errors)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(failed("it was started without its pipes".into()));
        };
        let complaint = Arc::default();
        tokio::spawn(overhear(errors, Arc::clone(&complaint)));
        let (telling, lines) = mpsc::unbounded_channel();
        let reading = tokio::spawn(read(output, telling, Arc::clone(&complaint), status));
        Ok(Self { child, requests, lines, complaint, reading, address: String::new() })
    }

    /// Waits until the engine answers.
    async fn ready(&mut self) -> Result<()> {
        match self.lines.recv().await {
            Some(Line::Ready(address)) => {
                self.address = address;
                Ok(())
            }
            Some(Line::Failed(error)) => Err(error),
            None => {
                let code = self.child.wait().await.ok().and_then(|status| status.code());
                Err(ended(code, &self.complaint))
            }
        }
    }

    async fn reset(&mut self) -> Result<()> {
        // A pipe that has broken is told of by the end of the lines, with its reason.
        let _ = self.requests.write_all(format!("{RESET}\n").as_bytes()).await;
        self.ready().await
    }

    /// Ends it in order. It may run with rights that do not let us send it a signal, so that its input's end must do.
    async fn end(self) {
        let Self { mut child, requests, reading, .. } = self;
        reading.abort();
        drop(requests);
        if tokio::time::timeout(PATIENCE, child.wait()).await.is_err() {
            // An error means that it may not be killed; then there is nothing left to try.
            let _ = child.kill().await;
        }
    }
}

/// Reads what the process says, and tells when it has ended by itself.
async fn read(
    output: ChildStdout,
    telling: mpsc::UnboundedSender<Line>,
    complaint: Arc<Shared<Vec<u8>>>,
    status: Arc<watch::Sender<PracticeStatus>>,
) {
    let mut lines = BufReader::new(output).lines();
    let mut reason = None;
    while let Ok(Some(line)) = lines.next_line().await {
        let Ok(line) = serde_json::from_str::<Line>(&line) else { continue };
        if let Line::Failed(error) = &line {
            reason = Some(error.clone());
        }
        // Nobody listens any more once the engine has been given up.
        let _ = telling.send(line);
    }
    status.send_if_modified(|status| {
        let ours = matches!(status, PracticeStatus::Running { ours: true, .. });
        if ours {
            *status = PracticeStatus::Failed { error: reason.unwrap_or_else(|| ended(None, &complaint)) };
        }
        ours
    });
}

/// Keeps the last of what the process complains of. It is read from the start, so that the process never waits.
async fn overhear(mut errors: ChildStderr, complaint: Arc<Shared<Vec<u8>>>) {
    let mut chunk = [0; 1024];
    while let Ok(read @ 1..) = errors.read(&mut chunk).await {
        let mut said = complaint.lock();
        said.extend_from_slice(&chunk[..read]);
        let surplus = said.len().saturating_sub(COMPLAINT);
        said.drain(..surplus);
    }
}

/// Why a process ended that did not say so itself. 126 and 127 are pkexec's for a question that was not answered, and for
/// rights that were not given (pkexec(1)).
fn ended(code: Option<i32>, complaint: &Shared<Vec<u8>>) -> Error {
    let said = String::from_utf8_lossy(&complaint.lock()).trim().to_owned();
    let error = Error::new(ErrorCode::PracticeUnavailable).saying(said);
    if matches!(code, Some(126 | 127)) { error.with("missing", "authorisation") } else { error }
}

fn is_refused(error: &Error) -> bool {
    error.details.get("missing").is_some_and(|missing| missing == "authorisation")
}

fn endpoint(address: String) -> Endpoint {
    Endpoint { address, source: EndpointSource::Practice, name: String::new(), tls: None }
}

fn address_of(engine: &Arc<Engine>) -> String {
    engine.info().endpoint.address.clone()
}

/// What is known beforehand to keep the practice engine from starting here: [`ErrorCode::PracticeUnavailable`] with what is
/// missing.
pub fn hindrance() -> Option<Error> {
    rights().err().or_else(missing_program)
}

/// A program that the engine needs whatever the rights.
#[cfg(target_os = "linux")]
fn missing_program() -> Option<Error> {
    let root: &[&str] = if is_root() { &["dockerd", "ip"] } else { &[] };
    let lacks = |program: &str| find_program(program).is_none();
    let missing = root.iter().chain(&["busybox", "bash-static"]).copied().find(|program| lacks(program));
    // It goes by two names.
    let missing = missing.or_else(|| (lacks("docker-registry") && lacks("registry")).then_some("docker-registry"));
    missing.map(|missing| Error::new(ErrorCode::PracticeUnavailable).with("missing", missing))
}

#[cfg(not(target_os = "linux"))]
fn missing_program() -> Option<Error> {
    None
}

/// By which rights the engine may be had, the truest first: a dockerd as its commands expect it, with root's; else a Podman.
#[cfg(target_os = "linux")]
fn rights() -> Result<Vec<Rights>> {
    use super::rootless;
    if is_root() {
        return Ok(vec![Rights::Own]);
    }
    let has = |program: &str| find_program(program).is_some();
    let missing = rootless::missing();
    let mut rights = Vec::new();
    if has("pkexec") && has("dockerd") {
        rights.push(Rights::Authorised);
    }
    if missing.is_none() {
        rights.push(Rights::Own);
    }
    match missing {
        Some(missing) if rights.is_empty() => Err(Error::new(ErrorCode::PracticeUnavailable).with("missing", missing)),
        _ => Ok(rights),
    }
}

#[cfg(not(target_os = "linux"))]
fn rights() -> Result<Vec<Rights>> {
    Err(Error::new(ErrorCode::PracticeUnavailable).with("missing", "linux"))
}
