//! Real engines, registries and faults for Slipway's tests and benches.
//!
//! A [`Lab`] is a dockerd with everything of its own, a mirror that stands in for Docker Hub's content, and a stand-in
//! for Docker Hub's answers, so that `docker pull ubuntu:14.04` works and `docker pull nosuch` fails as it does at
//! home, without the internet. Registries with faults are made from it one by one; [`Podman`] is the other engine. Any
//! number of labs stand side by side. What a guard started, it ends; a test that dies takes all of it along.

mod address_lease;
mod certificates;
mod cli;
pub mod data;
mod engine_proxy;
mod tls_engine;
mod hub;
mod refusing_engine;
mod hub_images;
mod old_engine;
mod unprivileged_user;
mod podman;
mod proxy;
mod recording_engine;
mod registries;
mod server;
mod ssh;
mod terminal;
pub mod twins;
mod version;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use slipway_engine::Result;
use slipway_engine::practice::daemon::{Bridge, Daemon, Running};
use slipway_engine::practice::process::KEEP;
use slipway_engine::practice::registry::{Registry, RunningRegistry};

use crate::address_lease::AddressLease;
pub use crate::certificates::Authority;
pub use crate::cli::{Cli, CommandOutput};
pub use crate::engine_proxy::EngineProxy;
pub use crate::tls_engine::TlsEngine;
pub use crate::hub::Hub;
pub use crate::refusing_engine::RefusingEngine;
pub use crate::old_engine::OldEngine;
pub use crate::unprivileged_user::UnprivilegedUser;
pub use crate::podman::Podman;
pub use crate::proxy::{Cut, Proxy};
pub use crate::recording_engine::{RecordedRequest, RecordingEngine};
pub use crate::registries::{FrontRegistry, LimitedRegistry, PASSWORD, PasswordRegistry, USER, UntrustedRegistry};
pub use crate::ssh::SshServer;
pub use crate::terminal::Terminal;
pub use crate::version::{EngineVersion, Store};

/// Where the lab's sshd listens, on the lab's loopback address.
const SSH_PORT: u16 = 2222;

/// How a lab is set up.
#[derive(Debug, Clone, Default)]
pub struct LabOptions {
    /// The engine; when none, the one that `SLIPWAY_LAB_ENGINE` names, else the machine's.
    pub engine: Option<EngineVersion>,
    /// Its image store; when none, the one that `SLIPWAY_LAB_STORE` names, else the classic one.
    pub store: Option<Store>,
    /// Further flags for the daemon.
    pub daemon_flags: Vec<OsString>,
    /// Docker Hub cannot be reached, and the engine knows no mirror: as behind a wall.
    pub walled_off: bool,
}

/// A dockerd, its mirror, and Docker Hub's stand-in.
#[derive(Debug)]
pub struct Lab {
    // Dropped in this order: the daemon first, the folder's last inhabitant after it.
    engine: Option<Running>,
    daemon: Daemon,
    hub: Hub,
    mirror: RunningRegistry,
    store: Store,
    lease: AddressLease,
    folder: PathBuf,
}

impl Lab {
    /// Starts a lab, and waits until all of it answers.
    pub async fn start(options: LabOptions) -> Result<Self> {
        let version = options.engine.map_or_else(EngineVersion::from_environment, Ok)?;
        let store = options.store.map_or_else(Store::from_environment, Ok)?;
        let root = version.root().await?;
        let lease = AddressLease::take()?;
        let folder = lease.folder();
        let mirror = start_mirror(&folder).await?;
        let engine_folder = folder.join("engine");
        let hub = Hub::start(lease.listener()?, mirror.address(), &engine_folder)?;
        if options.walled_off {
            hub.hide_behind(lease.nowhere())?;
        }

        let bridge = Bridge { name: lease.bridge(), address: lease.bridge_address() };
        let daemon = Daemon {
            root,
            mirrors: if options.walled_off { Vec::new() } else { vec![format!("http://{}", mirror.address())] },
            containerd_store: store == Store::Containerd,
            flags: options.daemon_flags,
            env: vec![("SSL_CERT_FILE".into(), hub.certificate().into())],
            hosts: Some(hub.hosts().into()),
            temporary: true,
            ..Daemon::new(&engine_folder, engine_folder.join("docker.sock"), bridge)
        };
        let engine = Some(daemon.start().await?);
        let lab = Self { engine, daemon, hub, mirror, store, lease, folder };
        lab.has_store().await?;
        Ok(lab)
    }

    /// An engine that does not know the store takes its own without a word.
    async fn has_store(&self) -> Result<()> {
        if self.store == Store::Classic {
            return Ok(());
        }
        let driver = self.docker().run(&["info", "--format", "{{.DriverStatus}}"]).await?;
        if driver.contains("io.containerd.snapshotter") { Ok(()) } else { Err(failed("not the store", &driver)) }
    }

    /// Where the engine keeps images: the one thing that tests may expect different things of.
    pub fn store(&self) -> Store {
        self.store
    }

    /// The engine's socket.
    pub fn socket(&self) -> &Path {
        &self.daemon.socket
    }

    /// The engine's address as `DOCKER_HOST` takes it.
    pub fn docker_host(&self) -> String {
        format!("unix://{}", self.socket().display())
    }

    /// The mirror that holds Docker Hub's lookalikes.
    pub fn mirror(&self) -> &RunningRegistry {
        &self.mirror
    }

    /// The stand-in for Docker Hub.
    pub fn hub(&self) -> &Hub {
        &self.hub
    }

    /// The lab's folder. What is put there is gone with the engine.
    pub fn folder(&self) -> PathBuf {
        self.daemon.folder.clone()
    }

    /// The engine's configuration file.
    pub fn configuration(&self) -> PathBuf {
        self.daemon.configuration()
    }

    /// Has the engine read its configuration again, as `systemctl reload docker` does.
    pub async fn reload_engine(&self) -> Result<()> {
        // In its own namespace it knows itself by another number than here.
        let pid_file = self.daemon.folder.join("docker.pid").display().to_string();
        let is_it = |process: &std::fs::DirEntry| {
            let line = std::fs::read(process.path().join("cmdline")).unwrap_or_default();
            let words: Vec<&[u8]> = line.split(|byte| *byte == 0).collect();
            words.first().is_some_and(|program| program.ends_with(b"dockerd")) && words.contains(&pid_file.as_bytes())
        };
        let mut processes = std::fs::read_dir("/proc").map_err(|error| failed("proc", &error))?.flatten();
        let process = processes.find(is_it).ok_or_else(|| failed("dockerd", &"is not seen"))?.file_name();
        let told = tokio::process::Command::new("kill").arg("-HUP").arg(process).status().await;
        if told.is_ok_and(|told| told.success()) { Ok(()) } else { Err(failed("dockerd", &"takes no signal")) }
    }

    /// The name of the engine's bridge.
    pub fn bridge(&self) -> &str {
        &self.daemon.bridge.name
    }

    /// The docker command, talking to this lab's engine.
    pub fn docker(&self) -> Cli {
        Cli::new(self.docker_host(), self.daemon.folder.join("client"))
    }

    /// What the engine printed, for when a test wonders.
    pub fn engine_log(&self) -> String {
        std::fs::read_to_string(self.daemon.folder.join("dockerd.log")).unwrap_or_default()
    }

    /// Stops the engine in order; its images stay for [`Lab::start_engine`].
    pub async fn stop_engine(&mut self) -> Result<()> {
        self.keep_images()?;
        if let Some(engine) = self.engine.take() {
            engine.stop().await;
        }
        Ok(())
    }

    /// Kills the engine, as when the machine fails; its images stay for [`Lab::start_engine`].
    pub fn kill_engine(&mut self) -> Result<()> {
        self.keep_images()?;
        if let Some(mut engine) = self.engine.take() {
            engine.kill();
        }
        Ok(())
    }

    /// Starts the engine again where it was.
    pub async fn start_engine(&mut self) -> Result<()> {
        if self.engine.is_none() {
            self.engine = Some(self.daemon.start().await?);
            std::fs::remove_file(self.daemon.folder.join(KEEP)).map_err(|error| failed("lab", &error))?;
        }
        Ok(())
    }

    fn keep_images(&self) -> Result<()> {
        std::fs::write(self.daemon.folder.join(KEEP), "").map_err(|error| failed("lab", &error))
    }

    /// The mirror behind a line of so many bytes per second.
    pub fn slow(&self, bytes_per_second: u32) -> Result<Proxy> {
        Proxy::slow(self.mirror.address(), bytes_per_second)
    }

    /// The mirror behind a line that breaks.
    pub fn cut(&self, cut: Cut) -> Result<Proxy> {
        Proxy::cut(self.mirror.address(), cut)
    }

    /// A registry that wants [`USER`]'s [`PASSWORD`]; it holds `redis:latest`.
    pub async fn password(&self) -> Result<PasswordRegistry> {
        PasswordRegistry::start(self.folder.join("password")).await
    }

    /// A registry that always says that the limit of pulls is reached.
    pub fn limited(&self) -> Result<LimitedRegistry> {
        LimitedRegistry::start()
    }

    /// A registry with a certificate that nobody trusts. Engines trust any on 127.0.0.0/8, so it is on the bridge.
    pub fn untrusted(&self) -> Result<UntrustedRegistry> {
        UntrustedRegistry::start(self.lease.gateway())
    }

    /// The mirror behind a token, as Docker Hub gives one.
    pub fn token(&self) -> Result<FrontRegistry> {
        FrontRegistry::token(self.mirror.address())
    }

    /// The mirror, but whatever it is asked for of `ubuntu`, it gives `nginx:latest`.
    pub fn lying(&self) -> Result<FrontRegistry> {
        FrontRegistry::lying(self.mirror.address())
    }

    /// The mirror by plain HTTP on the bridge, where no engine takes that.
    pub fn plain(&self) -> Result<FrontRegistry> {
        FrontRegistry::plain(self.lease.gateway(), self.mirror.address())
    }

    /// A web server that is no registry.
    pub fn page(&self) -> Result<FrontRegistry> {
        FrontRegistry::page()
    }

    /// A far machine to reach the engine on by ssh.
    pub async fn ssh(&self) -> Result<SshServer> {
        SshServer::start(self.lease.address(SSH_PORT), self.folder.join("ssh")).await
    }

    /// Podman, with the same mirror.
    pub async fn podman(&self) -> Result<Podman> {
        Podman::start(&self.lease, &podman::registries(self.mirror.address())).await
    }

    /// Podman, with this for its `registries.conf`.
    pub async fn podman_with(&self, registries: &str) -> Result<Podman> {
        Podman::start(&self.lease, registries).await
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        // Containers that ignore SIGTERM would hold up an orderly end for ten seconds each time.
        if let Some(mut engine) = self.engine.take() {
            engine.kill();
        }
        // What a stopped engine kept is of no use any more. An error means that there is nothing.
        let _ = std::fs::remove_dir_all(&self.daemon.folder);
    }
}

/// The mirror, filled with the lookalikes.
async fn start_mirror(folder: &Path) -> Result<RunningRegistry> {
    let registry = Registry { temporary: true, ..Registry::new(folder.join("mirror")) };
    let mirror = registry.start().await?;
    hub_images::push_all(&mirror).await?;
    Ok(mirror)
}

/// Something of the lab itself failed.
fn failed(what: &str, why: &dyn std::fmt::Display) -> slipway_engine::Error {
    slipway_engine::Error::internal(format!("lab: {what}: {why}"))
}
