//! Real engines, registries and faults for Slipway's tests and benches.
//!
//! A [`Lab`] is a dockerd with folders, sockets and networks of its own, a registry mirror with Docker Hub's content, and
//! a server that answers as Docker Hub does, so that `docker pull ubuntu:14.04` works and `docker pull nosuch` fails
//! as usual, without the internet. Its methods start registries with faults, and [`Podman`] as the other engine.
//! Labs can run in parallel. Dropping a value ends what it started; if a test process dies, everything it started ends
//! with it.

mod address_lease;
mod certificates;
mod cli;
pub mod data;
mod engine_proxy;
mod faulty_registry;
mod hub;
mod hub_images;
mod old_engine;
mod podman;
mod proxy;
mod recording_engine;
mod refusing_engine;
mod refusing_proxy;
mod registries;
mod server;
mod ssh;
mod terminal;
mod tls_engine;
pub mod twins;
mod unprivileged_user;
mod version;

use std::ffi::OsString;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};

use slipway_engine::Result;
use slipway_engine::practice::daemon::{Bridge, Daemon, RunningDaemon};
use slipway_engine::practice::process::KEEP;
use slipway_engine::practice::registry::{Registry, RunningRegistry};

use crate::address_lease::AddressLease;
pub use crate::certificates::Authority;
pub use crate::cli::{Cli, CommandOutput};
pub use crate::engine_proxy::EngineProxy;
pub use crate::faulty_registry::{FaultyRegistry, RegistryFault};
pub use crate::hub::Hub;
pub use crate::old_engine::OldEngine;
pub use crate::podman::Podman;
pub use crate::proxy::{Cut, Proxy};
pub use crate::recording_engine::{RecordedRequest, RecordingEngine};
pub use crate::refusing_engine::RefusingEngine;
pub use crate::refusing_proxy::RefusingProxy;
pub use crate::registries::{LimitedRegistry, MirrorFront, PASSWORD, PasswordRegistry, USER, UntrustedRegistry};
pub use crate::ssh::SshServer;
pub use crate::terminal::Terminal;
pub use crate::tls_engine::TlsEngine;
pub use crate::unprivileged_user::UnprivilegedUser;
pub use crate::version::{EngineVersion, PodmanVersion, Store};

/// The port of the lab's sshd on the lab's loopback address.
const SSH_PORT: u16 = 2222;

/// Options of [`Lab::start`].
#[derive(Debug, Clone, Default)]
pub struct LabOptions {
    /// The engine. Default: the one that `SLIPWAY_LAB_ENGINE` names, else the machine's.
    pub engine: Option<EngineVersion>,
    /// The engine's image store. Default: the one that `SLIPWAY_LAB_STORE` names, else the classic store.
    pub store: Option<Store>,
    /// Further flags for dockerd.
    pub daemon_flags: Vec<OsString>,
    /// Makes Docker Hub unreachable and configures no mirror, as behind a firewall.
    pub walled_off: bool,
    /// The HTTP proxy of the engines, for everything but the lab's own addresses.
    pub proxy: Option<String>,
}

/// A dockerd, its mirror, and the stand-in for Docker Hub.
#[derive(Debug)]
pub struct Lab {
    // Dropped in this order: the daemon before what it uses.
    engine: Option<RunningDaemon>,
    daemon: Daemon,
    hub: Hub,
    mirror: RunningRegistry,
    authority: Authority,
    store: Store,
    lease: AddressLease,
    folder: PathBuf,
}

impl Lab {
    /// Starts a lab and waits until everything in it responds.
    pub async fn start(options: LabOptions) -> Result<Self> {
        let version = options.engine.map_or_else(EngineVersion::from_environment, Ok)?;
        let store = options.store.map_or_else(Store::from_environment, Ok)?;
        let root = version.root().await?;
        let lease = AddressLease::take()?;
        let folder = lease.folder();
        let mirror = start_mirror(&folder).await?;
        let engine_folder = folder.join("engine");
        let authority = Authority::new()?;
        let hub = Hub::start(lease.listener()?, mirror.address(), &engine_folder, &authority)?;
        if options.walled_off {
            hub.redirect_to(lease.unused_address())?;
        }

        let bridge = Bridge { name: lease.bridge(), address: lease.bridge_address() };
        let proxy = options.proxy.iter().flat_map(|proxy| proxy_variables(proxy));
        let certificates = [("SSL_CERT_FILE".into(), hub.certificate().into())];
        let daemon = Daemon {
            root,
            mirrors: if options.walled_off { Vec::new() } else { vec![format!("http://{}", mirror.address())] },
            containerd_store: store == Store::Containerd,
            flags: options.daemon_flags,
            env: certificates.into_iter().chain(proxy).collect(),
            hosts: Some(hub.hosts().into()),
            temporary: true,
            ..Daemon::new(&engine_folder, engine_folder.join("docker.sock"), bridge)
        };
        let engine = Some(daemon.start().await?);
        let lab = Self { engine, daemon, hub, mirror, authority, store, lease, folder };
        lab.verify_store().await?;
        Ok(lab)
    }

    /// An engine that doesn't support a store silently uses its default.
    async fn verify_store(&self) -> Result<()> {
        if self.store == Store::Classic {
            return Ok(());
        }
        let driver = self.docker().run(&["info", "--format", "{{.DriverStatus}}"]).await?;
        if driver.contains("io.containerd.snapshotter") {
            Ok(())
        } else {
            Err(failed("the engine uses another store", &driver))
        }
    }

    /// The engine's image store, the only difference that tests may depend on.
    pub fn store(&self) -> Store {
        self.store
    }

    /// The engine's socket.
    pub fn socket(&self) -> &Path {
        &self.daemon.socket
    }

    /// The engine's address, as in `DOCKER_HOST`.
    pub fn docker_host(&self) -> String {
        format!("unix://{}", self.socket().display())
    }

    /// The mirror, which holds the images that Docker Hub has here.
    pub fn mirror(&self) -> &RunningRegistry {
        &self.mirror
    }

    /// The stand-in for Docker Hub.
    pub fn hub(&self) -> &Hub {
        &self.hub
    }

    /// The engine's folder. It is deleted with the lab.
    pub fn folder(&self) -> PathBuf {
        self.daemon.folder.clone()
    }

    /// The engine's configuration file.
    pub fn configuration(&self) -> PathBuf {
        self.daemon.configuration()
    }

    /// Makes the engine reload its configuration, as `systemctl reload docker` does.
    pub async fn reload_engine(&self) -> Result<()> {
        self.signal_engine("HUP").await
    }

    /// Stops the engine's process without ending it: its connections stay open, and nothing is answered.
    pub async fn pause_engine(&self) -> Result<()> {
        self.signal_engine("STOP").await
    }

    /// Continues a paused engine.
    pub async fn resume_engine(&self) -> Result<()> {
        self.signal_engine("CONT").await
    }

    async fn signal_engine(&self, signal: &str) -> Result<()> {
        // The PID file is of no use: it holds the PID in the daemon's own namespace.
        let pid_file = self.daemon.folder.join("docker.pid").display().to_string();
        let is_engine = |process: &std::fs::DirEntry| {
            let line = std::fs::read(process.path().join("cmdline")).unwrap_or_default();
            let words: Vec<&[u8]> = line.split(|byte| *byte == 0).collect();
            words.first().is_some_and(|program| program.ends_with(b"dockerd")) && words.contains(&pid_file.as_bytes())
        };
        let mut processes = std::fs::read_dir("/proc").map_err(|error| failed("proc", &error))?.flatten();
        let process =
            processes.find(is_engine).ok_or_else(|| failed("dockerd", &"its process was not found"))?.file_name();
        let sent = tokio::process::Command::new("kill").arg(format!("-{signal}")).arg(process).status().await;
        if sent.is_ok_and(|status| status.success()) {
            Ok(())
        } else {
            Err(failed("dockerd", &"the signal was not sent"))
        }
    }

    /// The name of the engine's bridge.
    pub fn bridge(&self) -> &str {
        &self.daemon.bridge.name
    }

    /// The docker CLI, connected to this lab's engine.
    pub fn docker(&self) -> Cli {
        Cli::new(self.docker_host(), self.daemon.folder.join("client"))
    }

    /// The engine's log, for a failed test to print.
    pub fn engine_log(&self) -> String {
        std::fs::read_to_string(self.daemon.folder.join("dockerd.log")).unwrap_or_default()
    }

    /// Stops the engine gracefully and keeps its images for [`Lab::start_engine`].
    pub async fn stop_engine(&mut self) -> Result<()> {
        self.keep_images()?;
        if let Some(engine) = self.engine.take() {
            engine.stop().await;
        }
        Ok(())
    }

    /// Kills the engine, as in a power failure, and keeps its images for [`Lab::start_engine`].
    pub fn kill_engine(&mut self) -> Result<()> {
        self.keep_images()?;
        if let Some(mut engine) = self.engine.take() {
            engine.kill();
        }
        Ok(())
    }

    /// Starts the engine again on the same socket.
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

    /// The mirror behind a connection limited to so many bytes per second.
    pub fn slow(&self, bytes_per_second: u32) -> Result<Proxy> {
        Proxy::slow(self.mirror.address(), bytes_per_second)
    }

    /// The mirror behind a connection that breaks.
    pub fn cut(&self, cut: Cut) -> Result<Proxy> {
        Proxy::cut(self.mirror.address(), cut)
    }

    /// A registry that requires a login as [`USER`] with [`PASSWORD`]. It holds `redis:latest`.
    pub async fn password(&self) -> Result<PasswordRegistry> {
        PasswordRegistry::start(self.folder.join("password")).await
    }

    /// A registry whose pull rate limit is always reached.
    pub fn limited(&self) -> Result<LimitedRegistry> {
        LimitedRegistry::start()
    }

    /// A registry with an untrusted certificate. It listens on the bridge, since engines trust any registry on 127.0.0.0/8.
    pub fn untrusted(&self) -> Result<UntrustedRegistry> {
        UntrustedRegistry::start(self.lease.gateway())
    }

    /// A registry with a fault, over TLS on the bridge.
    pub fn faulty(&self, fault: RegistryFault) -> Result<FaultyRegistry> {
        FaultyRegistry::start(self.lease.gateway(), fault, Some(&self.authority))
    }

    /// A registry with a fault, over plain HTTP on loopback.
    pub fn faulty_mirror(&self, fault: RegistryFault) -> Result<FaultyRegistry> {
        FaultyRegistry::start(Ipv4Addr::LOCALHOST, fault, None)
    }

    /// The mirror behind token authentication, as on Docker Hub.
    pub fn token(&self) -> Result<MirrorFront> {
        MirrorFront::token(self.mirror.address())
    }

    /// The mirror, but it serves `nginx:latest` for every tag of `ubuntu`.
    pub fn lying(&self) -> Result<MirrorFront> {
        MirrorFront::lying(self.mirror.address())
    }

    /// The mirror over plain HTTP on the bridge, where engines require HTTPS.
    pub fn plain(&self) -> Result<MirrorFront> {
        MirrorFront::plain(self.lease.gateway(), self.mirror.address())
    }

    /// A web server that isn't a registry.
    pub fn page(&self) -> Result<MirrorFront> {
        MirrorFront::page()
    }

    /// An SSH server, through which the engine is reached as on a remote machine.
    pub async fn ssh(&self) -> Result<SshServer> {
        self.ssh_with("").await
    }

    /// An SSH server with further lines of its configuration.
    pub async fn ssh_with(&self, settings: &str) -> Result<SshServer> {
        SshServer::start(self.lease.address(SSH_PORT), self.folder.join("ssh"), settings).await
    }

    /// Podman with the same mirror.
    pub async fn podman(&self) -> Result<Podman> {
        self.podman_with(&podman::registries(self.mirror.address())).await
    }

    /// Podman with this `registries.conf`.
    pub async fn podman_with(&self, registries: &str) -> Result<Podman> {
        Podman::start(&self.lease, registries, self.daemon.env.clone()).await
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        // Killed, since containers that ignore SIGTERM would delay a graceful stop by ten seconds each time.
        if let Some(mut engine) = self.engine.take() {
            engine.kill();
        }
        // What a stopped engine kept is no longer needed. An error means that there is nothing to delete.
        let _ = std::fs::remove_dir_all(&self.daemon.folder);
    }
}

/// Starts the mirror and pushes [`hub_images`] to it.
async fn start_mirror(folder: &Path) -> Result<RunningRegistry> {
    let registry = Registry { temporary: true, ..Registry::new(folder.join("mirror")) };
    let mirror = registry.start().await?;
    hub_images::push_all(&mirror).await?;
    Ok(mirror)
}

/// The variables that set a program's proxy.
fn proxy_variables(proxy: &str) -> [(OsString, OsString); 2] {
    [("HTTPS_PROXY".into(), proxy.into()), ("NO_PROXY".into(), "127.0.0.0/8,10.0.0.0/8,.invalid".into())]
}

/// An error of the lab itself.
fn failed(what: &str, why: &dyn std::fmt::Display) -> slipway_engine::Error {
    slipway_engine::Error::internal(format!("lab: {what}: {why}"))
}
