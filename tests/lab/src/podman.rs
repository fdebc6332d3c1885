//! Podman's Docker-compatible service, run by root with folders, sockets and networks of its own. The variable
//! `SLIPWAY_LAB_PODMAN` chooses another version than the machine's.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use slipway_engine::Result;
use slipway_engine::practice::daemon::answers;
use slipway_engine::practice::process::{Isolation, Launch, Process};

use crate::address_lease::AddressLease;
use crate::version::PodmanVersion;
use crate::{Cli, failed};

/// How long Podman may take to respond; 0.05 to 0.4 s were measured.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A running podman service. Dropping it ends it and all its containers.
#[derive(Debug)]
pub struct Podman {
    _process: Process,
    folder: PathBuf,
    socket: PathBuf,
}

impl Podman {
    pub(crate) async fn start(lease: &AddressLease, registries: &str, env: Vec<(OsString, OsString)>) -> Result<Self> {
        let root = PodmanVersion::from_environment()?.root().await?;
        let folder = lease.folder().join("podman");
        let socket = folder.join("podman.sock");
        let configuration = configuration(&folder, &lease.podman_subnet());
        let networks = folder.join("networks");
        std::fs::create_dir_all(&networks)
            .and_then(|()| std::fs::write(folder.join("containers.conf"), configuration))
            .and_then(|()| std::fs::write(folder.join("registries.conf"), registries))
            .map_err(|error| failed("podman", &error))?;

        let path = |name: &str| folder.join(name).into_os_string();
        let mut launch = Launch::new("podman", folder.join("podman.log"))
            .args(["--root".into(), path("root"), "--runroot".into(), path("runroot")])
            .args(["--storage-driver", "overlay", "system", "service", "--time=0"])
            .args([format!("unix://{}", socket.display())])
            .env("CONTAINERS_CONF", path("containers.conf"))
            .env("CONTAINERS_REGISTRIES_CONF", path("registries.conf"));
        launch.env.extend(env);
        let shared = root.iter().map(|_| folder.clone()).collect();
        launch.isolation = Some(Isolation { root, shared, ..Isolation::default() });
        launch.temporary = Some(folder.clone());
        let mut process = Process::start(&launch)?;
        process.ready(TIMEOUT, async || answers(&socket).await.then_some(())).await?;
        Ok(Self { _process: process, folder, socket })
    }

    /// The service's socket.
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// The service's address, as in `DOCKER_HOST`.
    pub fn docker_host(&self) -> String {
        format!("unix://{}", self.socket.display())
    }

    /// The docker CLI, connected to this service.
    pub fn docker(&self) -> Cli {
        Cli::new(self.docker_host(), self.folder.join("client"))
    }
}

/// A `containers.conf` for a machine without systemd that shares nothing with other Podman services.
fn configuration(folder: &Path, subnet: &str) -> String {
    let folder = folder.display();
    format!(
        "[containers]\n\
         default_ulimits = [\"nofile=20000:20000\", \"nproc=32768:32768\"]\n\
         [network]\n\
         network_backend = \"netavark\"\n\
         network_config_dir = \"{folder}/networks\"\n\
         default_subnet = \"{subnet}\"\n\
         [engine]\n\
         cgroup_manager = \"cgroupfs\"\n\
         events_logger = \"file\"\n\
         runtime = \"runc\"\n\
         tmp_dir = \"{folder}/tmp\"\n\
         static_dir = \"{folder}/static\"\n\
         volume_path = \"{folder}/volumes\"\n"
    )
}

/// A `registries.conf` in which short names mean Docker Hub, and Docker Hub is the mirror.
pub(crate) fn registries(mirror: &str) -> String {
    format!(
        "unqualified-search-registries = [\"docker.io\"]\n\
         [[registry]]\n\
         prefix = \"docker.io\"\n\
         location = \"{mirror}\"\n\
         insecure = true\n\
         [[registry]]\n\
         prefix = \"127.0.0.1\"\n\
         location = \"127.0.0.1\"\n\
         insecure = true\n"
    )
}
