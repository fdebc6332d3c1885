//! The practice engine: a registry with the practice images, and a dockerd or Podman that uses it.

use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::daemon::{Bridge, Daemon, RunningDaemon, answers};
use super::process::failed;
use super::recipes::{PracticeImage, practice_images};
use super::registry::{Registry, RunningRegistry};
use super::rootless::{RootlessPodman, RunningPodman};
use super::{LABEL, SYSTEM_FOLDER, caller};
use crate::{connect::known_socket, error::Result, host::is_root, persist::blocking};

/// A practice engine that answers. Dropping it ends what this process started, and nothing else.
#[derive(Debug)]
pub struct PracticeEngine {
    folder: PathBuf,
    socket: PathBuf,
    /// What this process started; `None` if the engine was running already.
    started: Option<(Server, RunningRegistry)>,
}

/// How many engines outside [`SYSTEM_FOLDER`] can have a bridge at once.
const OTHER_BRIDGES: u8 = 100;

/// What answers: a dockerd for root, a Podman for other users.
#[derive(Debug)]
enum Server {
    Docker(RunningDaemon),
    Podman(RunningPodman),
}

impl PracticeEngine {
    /// Starts the engine on its [known socket](known_socket) with its storage in `folder`, or uses one that is running
    /// already.
    pub async fn start(folder: &Path) -> Result<Self> {
        Self::start_at(folder, &known_socket()).await
    }

    /// As [`start`](Self::start), on another socket.
    pub async fn start_at(folder: &Path, socket: &Path) -> Result<Self> {
        let (folder, socket) = (folder.to_owned(), socket.to_owned());
        if answers(&socket).await {
            return Ok(Self { folder, socket, started: None });
        }
        create_socket_folder(&socket, caller()).map_err(|error| failed("socket", &error))?;
        let started = Some(start_parts(&folder, &socket).await?);
        Ok(Self { folder, socket, started })
    }

    /// The socket that the engine listens on.
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// Whether this process started the engine, and will end it.
    pub fn is_ours(&self) -> bool {
        self.started.is_some()
    }

    /// Whether the engine that this process started has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        match &mut self.started {
            Some((Server::Docker(daemon), _)) => daemon.has_ended(),
            Some((Server::Podman(podman), _)) => podman.has_ended(),
            None => false,
        }
    }

    /// Deletes the engine's images, containers and volumes, and restarts it. One that this process did not start is left
    /// unchanged: [`super::empty`] is for that.
    ///
    /// # Errors
    /// [`crate::ErrorCode::PracticeUnavailable`]; the engine is not running then.
    pub async fn reset(&mut self) -> Result<()> {
        let Some((server, registry)) = self.started.take() else { return Ok(()) };
        server.stop().await;
        registry.stop().await;
        self.delete_data()?;
        self.started = Some(start_parts(&self.folder, &self.socket).await?);
        Ok(())
    }

    /// Deletes the engine's storage. The registry's is kept: it contains the practice images, which do not change.
    fn delete_data(&self) -> Result<()> {
        if !is_root() {
            return podman(&self.folder, &self.socket, String::new()).empty();
        }
        match std::fs::remove_dir_all(self.folder.join("engine/data")) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(failed("storage", &error)),
            _ => Ok(()),
        }
    }

    /// Ends what this process started.
    pub async fn stop(self) {
        if let Some((server, registry)) = self.started {
            server.stop().await;
            registry.stop().await;
        }
    }
}

impl Server {
    async fn stop(self) {
        match self {
            Self::Docker(daemon) => daemon.stop().await,
            Self::Podman(podman) => podman.stop().await,
        }
    }
}

/// Starts the registry, pushes the practice images to it, and starts an engine with it as a mirror.
async fn start_parts(folder: &Path, socket: &Path) -> Result<(Server, RunningRegistry)> {
    let registry = Registry::new(folder.join("registry")).start().await?;
    push_images(&registry, practice_images()?).await?;
    let mirror = registry.address().to_owned();
    let server = if is_root() {
        let daemon = Daemon {
            owner: caller(),
            mirrors: vec![format!("http://{mirror}")],
            // Closing the window does not wait for containers that ignore signals.
            flags: vec![format!("--label={LABEL}").into(), "--shutdown-timeout=2".into()],
            ..Daemon::new(folder.join("engine"), socket, bridge(folder))
        };
        Server::Docker(daemon.start().await?)
    } else {
        Server::Podman(podman(folder, socket, mirror).start().await?)
    };
    Ok((server, registry))
}

fn podman(folder: &Path, socket: &Path, mirror: String) -> RootlessPodman {
    RootlessPodman { folder: folder.join("podman"), socket: socket.to_owned(), mirror }
}

/// A bridge for this engine alone: always the same for [`SYSTEM_FOLDER`], one with an unused number for other folders.
fn bridge(folder: &Path) -> Bridge {
    let bridge =
        |number: u8| Bridge { name: format!("slipway{number}"), address: format!("172.31.{}.1/24", 250 - number) };
    if folder == Path::new(SYSTEM_FOLDER) {
        return bridge(0);
    }
    let first = Sha256::digest(folder.as_os_str().as_encoded_bytes())[0] % OTHER_BRIDGES;
    let numbers = (0..OTHER_BRIDGES).map(|step| (first + step) % OTHER_BRIDGES + 1);
    let is_free = |bridge: &Bridge| !Path::new("/sys/class/net").join(&bridge.name).exists();
    numbers.map(bridge).find(is_free).unwrap_or_else(|| bridge(first + 1))
}

/// Creates the socket's folder, which its owner can enter.
fn create_socket_folder(socket: &Path, owner: Option<(u32, u32)>) -> std::io::Result<()> {
    let Some(folder) = socket.parent().filter(|folder| !folder.exists()) else { return Ok(()) };
    std::fs::create_dir_all(folder)?;
    owner.map_or(Ok(()), |(user, group)| chown(folder, Some(user), Some(group)))
}

/// Pushes the images to the registry. Packing them blocks, and runs on a thread of its own.
async fn push_images(registry: &RunningRegistry, images: Vec<PracticeImage>) -> Result<()> {
    for PracticeImage { repository, tags, recipe } in images {
        let image = blocking(move || recipe.build()).await??;
        registry.push(repository, tags, &image).await?;
    }
    Ok(())
}
