//! The practice engine as a whole.

use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::daemon::{Bridge, Daemon, Running, answers};
use super::process::failed;
use super::recipes::{Practice, practice_images};
use super::registry::{Registry, RunningRegistry};
use super::rootless::{RootlessPodman, RunningPodman};
use super::{LABEL, SYSTEM_FOLDER, caller};
use crate::{connect::known_socket, error::Result, host::is_root, persist::blocking};

/// The practice engine, answering. Dropping it ends what this process started, and nothing else.
#[derive(Debug)]
pub struct PracticeEngine {
    folder: PathBuf,
    socket: PathBuf,
    ours: Option<(Server, RunningRegistry)>,
}

/// How many engines in other folders than the usual can have a bridge.
const OTHERS: u8 = 100;

/// What answers: root's dockerd, or another user's Podman.
#[derive(Debug)]
enum Server {
    Docker(Running),
    Podman(RunningPodman),
}

impl PracticeEngine {
    /// Starts the engine on its [known socket](known_socket) with its storage in the folder, or takes the one that runs
    /// already.
    pub async fn start(folder: &Path) -> Result<Self> {
        Self::start_at(folder, &known_socket()).await
    }

    /// The same on another socket.
    pub async fn start_at(folder: &Path, socket: &Path) -> Result<Self> {
        let (folder, socket) = (folder.to_owned(), socket.to_owned());
        if answers(&socket).await {
            return Ok(Self { folder, socket, ours: None });
        }
        make_room(&socket, caller()).map_err(|error| failed("socket", &error))?;
        let ours = Some(begin(&folder, &socket).await?);
        Ok(Self { folder, socket, ours })
    }

    /// Where the engine listens.
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// Whether this process started the engine, and so will end it.
    pub fn is_ours(&self) -> bool {
        self.ours.is_some()
    }

    /// Whether what this process started has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        match &mut self.ours {
            Some((Server::Docker(daemon), _)) => daemon.has_ended(),
            Some((Server::Podman(podman), _)) => podman.has_ended(),
            None => false,
        }
    }

    /// Deletes its images, containers and volumes, and starts it anew. One that this process did not start is left as it
    /// is: [`super::empty`] is for that.
    ///
    /// # Errors
    /// [`crate::ErrorCode::PracticeUnavailable`]; then it no longer runs.
    pub async fn reset(&mut self) -> Result<()> {
        let Some((server, registry)) = self.ours.take() else { return Ok(()) };
        server.stop().await;
        registry.stop().await;
        self.clear()?;
        self.ours = Some(begin(&self.folder, &self.socket).await?);
        Ok(())
    }

    /// The registry's storage stays: it holds the practice images, which nobody changes.
    fn clear(&self) -> Result<()> {
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
        if let Some((server, registry)) = self.ours {
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

/// Starts the registry, puts the practice images into it, and starts the engine that asks it.
async fn begin(folder: &Path, socket: &Path) -> Result<(Server, RunningRegistry)> {
    let registry = Registry::new(folder.join("registry")).start().await?;
    stock(&registry, practice_images()?).await?;
    let mirror = registry.address().to_owned();
    let server = if is_root() {
        let daemon = Daemon {
            owner: caller(),
            mirrors: vec![format!("http://{mirror}")],
            // Who closes the window does not wait for containers that do not listen.
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

/// A bridge of this engine's own. That of the usual folder is always the same; others take numbers that are free.
fn bridge(folder: &Path) -> Bridge {
    let bridge =
        |number: u8| Bridge { name: format!("slipway{number}"), address: format!("172.31.{}.1/24", 250 - number) };
    if folder == Path::new(SYSTEM_FOLDER) {
        return bridge(0);
    }
    let first = Sha256::digest(folder.as_os_str().as_encoded_bytes())[0] % OTHERS;
    let numbers = (0..OTHERS).map(|step| (first + step) % OTHERS + 1);
    let is_free = |bridge: &Bridge| !Path::new("/sys/class/net").join(&bridge.name).exists();
    numbers.map(bridge).find(is_free).unwrap_or_else(|| bridge(first + 1))
}

/// The folder of the socket, which its user may enter.
fn make_room(socket: &Path, owner: Option<(u32, u32)>) -> std::io::Result<()> {
    let Some(folder) = socket.parent().filter(|folder| !folder.exists()) else { return Ok(()) };
    std::fs::create_dir_all(folder)?;
    owner.map_or(Ok(()), |(user, group)| chown(folder, Some(user), Some(group)))
}

/// Puts the images into the registry. Packing them is work for a thread of its own.
async fn stock(registry: &RunningRegistry, images: Vec<Practice>) -> Result<()> {
    for Practice { repository, tags, recipe } in images {
        let image = blocking(move || recipe.build()).await??;
        registry.push(repository, tags, &image).await?;
    }
    Ok(())
}
