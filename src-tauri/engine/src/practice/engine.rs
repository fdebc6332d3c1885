//! The practice engine as a whole.

use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};

use rustix::fs::FileType;
use tokio::signal::unix::{SignalKind, signal};

use super::daemon::{Bridge, Daemon, Running, answers};
use super::known_socket;
use super::process::{failed, is_root};
use super::recipes::{Practice, practice_images};
use super::registry::{Registry, RunningRegistry};
use crate::error::{Error, ErrorCode, Result};

/// The practice engine, answering. Dropping it ends what this process started, and nothing else.
#[derive(Debug)]
pub struct PracticeEngine {
    socket: PathBuf,
    ours: Option<(Running, RunningRegistry)>,
}

impl PracticeEngine {
    /// Starts the engine on its [known socket](known_socket) with its storage in the folder ([`super::FOLDER`]), or
    /// takes the one that runs already.
    pub async fn start(folder: &Path) -> Result<Self> {
        Self::start_at(folder, &known_socket()).await
    }

    /// The same on another socket.
    pub async fn start_at(folder: &Path, socket: &Path) -> Result<Self> {
        let socket = socket.to_owned();
        if answers(&socket).await {
            return Ok(Self { socket, ours: None });
        }
        if !is_root() {
            return Err(Error::new(ErrorCode::PracticeUnavailable).with("missing", "root"));
        }
        let owner = caller();
        make_room(&socket, owner).map_err(|error| failed("socket", &error))?;

        let registry = Registry::new(folder.join("registry")).start().await?;
        stock(&registry, practice_images()?).await?;
        let daemon = Daemon {
            owner,
            mirrors: vec![format!("http://{}", registry.address())],
            ..Daemon::new(folder.join("engine"), &socket, bridge())
        };
        let daemon = daemon.start().await?;
        Ok(Self { socket, ours: Some((daemon, registry)) })
    }

    /// Where the engine listens.
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// Whether this process started the engine, and so will end it.
    pub fn is_ours(&self) -> bool {
        self.ours.is_some()
    }

    /// Ends what this process started.
    pub async fn stop(self) {
        if let Some((daemon, registry)) = self.ours {
            daemon.stop().await;
            registry.stop().await;
        }
    }
}

/// Starts the engine, tells its socket when it is ready, and ends it on SIGINT, on SIGTERM, or when standard input is a pipe or a
/// socket and closes: so whoever starts this by sudo, and may not send it a signal, can end it, and does so even by dying.
pub async fn serve(folder: &Path, ready: impl FnOnce(&Path)) -> Result<()> {
    let listen = |kind| signal(kind).map_err(|error| Error::internal(error.to_string()));
    let (mut interrupt, mut terminate) = (listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?);
    let engine = tokio::select! {
        engine = PracticeEngine::start(folder) => engine?,
        _ = interrupt.recv() => return Ok(()),
        _ = terminate.recv() => return Ok(()),
    };
    ready(engine.socket());
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
        () = pipe_closed() => {}
    }
    engine.stop().await;
    Ok(())
}

/// Waits until standard input is a pipe without another end. Other inputs say nothing about who started us.
async fn pipe_closed() {
    let is_pipe = rustix::fs::fstat(std::io::stdin())
        .is_ok_and(|stat| matches!(FileType::from_raw_mode(stat.st_mode), FileType::Fifo | FileType::Socket));
    if !is_pipe {
        return std::future::pending().await;
    }
    // What is written there has no meaning, and a failing pipe is a closed one.
    let _ = tokio::io::copy(&mut tokio::io::stdin(), &mut tokio::io::sink()).await;
}

fn bridge() -> Bridge {
    Bridge { name: "slipway0".into(), address: "172.31.250.1/24".into() }
}

/// The user who called us by sudo.
fn caller() -> Option<(u32, u32)> {
    let number = |name: &str| std::env::var(name).ok()?.parse().ok();
    Some((number("SUDO_UID")?, number("SUDO_GID")?))
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
        let image = tokio::task::spawn_blocking(move || recipe.build())
            .await
            .map_err(|error| Error::internal(error.to_string()))??;
        registry.push(repository, tags, &image).await?;
    }
    Ok(())
}
