//! A dockerd with its own storage, socket, bridge and containerd, next to whatever else runs on the machine.

use std::ffi::OsString;
use std::os::unix::fs::{FileTypeExt, lchown};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use bollard::{API_DEFAULT_VERSION, Docker};
use serde_json::json;

use super::process::{Isolation, Launch, Process, failed, quoted};
use crate::{
    error::{Error, ErrorCode, Result},
    host::{find_program, is_root},
};

/// How long a daemon may take to answer. Measured: 0.3 to 1.5 s.
const START_TIMEOUT: Duration = Duration::from_secs(30);

/// Where the system's containerd listens. dockerd uses one that it finds there instead of starting its own
/// (moby `cmd/dockerd/daemon.go`, `initContainerd`), and would share its containers with the system's dockerd.
const SYSTEM_CONTAINERD: &str = "/run/containerd";

/// A daemon to start.
#[derive(Debug, Clone)]
pub struct Daemon {
    /// The program: `dockerd`, or a path.
    pub program: OsString,
    /// The system that it runs in, if not the machine's: [`Isolation::root`].
    pub root: Option<PathBuf>,
    /// The folder for its storage, log and PID file.
    pub folder: PathBuf,
    /// The socket that it listens on.
    pub socket: PathBuf,
    /// The user and group to own the socket.
    pub owner: Option<(u32, u32)>,
    /// The network of its containers.
    pub bridge: Bridge,
    /// Registry mirrors of Docker Hub, as URLs.
    pub mirrors: Vec<String>,
    /// Whether to use the containerd store instead of the classic one, whatever the program's default. A version without
    /// the containerd store uses its own.
    pub containerd_store: bool,
    /// Additional flags.
    pub flags: Vec<OsString>,
    /// Additional environment variables.
    pub env: Vec<(OsString, OsString)>,
    /// A file to use in place of `/etc/hosts`.
    pub hosts: Option<PathBuf>,
    /// Whether the folder is deleted when the daemon has ended, see [`Launch::temporary`].
    pub temporary: bool,
}

/// A bridge for one daemon. Never `none`: that makes dockerd delete another daemon's `docker0`.
#[derive(Debug, Clone)]
pub struct Bridge {
    /// The interface's name, at most 15 bytes.
    pub name: String,
    /// Its address with the prefix length, such as `172.31.250.1/24`.
    pub address: String,
}

/// A daemon that answers. Dropping it ends it and all its containers.
#[derive(Debug)]
pub struct RunningDaemon {
    process: Process,
    socket: PathBuf,
    pid_file: PathBuf,
}

impl Daemon {
    /// A daemon of the installed program with default settings.
    pub fn new(folder: impl Into<PathBuf>, socket: impl Into<PathBuf>, bridge: Bridge) -> Self {
        Self {
            program: "dockerd".into(),
            root: None,
            folder: folder.into(),
            socket: socket.into(),
            owner: None,
            bridge,
            mirrors: Vec::new(),
            containerd_store: false,
            flags: Vec::new(),
            env: Vec::new(),
            hosts: None,
            temporary: false,
        }
    }

    /// Starts the daemon and waits until it answers.
    pub async fn start(&self) -> Result<RunningDaemon> {
        if !is_root() {
            return Err(Error::new(ErrorCode::PracticeUnavailable).with("missing", "root"));
        }
        std::fs::create_dir_all(&self.folder).map_err(|error| failed("dockerd", &error))?;
        let pid_file = self.folder.join("docker.pid");
        // Its containerd's PID file too: in a new PID namespace, a stale PID is that of another process.
        remove_stale(&[&self.socket, &pid_file, &self.folder.join("exec/containerd/containerd.pid")])?;
        self.bridge.create()?;

        self.write_configuration().map_err(|error| failed("dockerd", &error))?;
        let mut process = Process::start(&self.launch(&pid_file))?;
        let started = process.ready(START_TIMEOUT, async || answers(&self.socket).await.then_some(())).await;
        started.and_then(|()| self.set_socket_owner())?;
        Ok(RunningDaemon { process, socket: self.socket.clone(), pid_file })
    }

    /// The daemon's own configuration file. `/etc/docker/daemon.json` is for the system's dockerd, and any setting in it
    /// that is also given as a flag (mirrors, the storage) would prevent this one from starting.
    pub fn configuration(&self) -> PathBuf {
        self.folder.join("daemon.json")
    }

    /// Writes the configuration, unless there is one, which somebody may have edited.
    fn write_configuration(&self) -> std::io::Result<()> {
        let features = json!({ "features": { "containerd-snapshotter": self.containerd_store } });
        if self.configuration().exists() { Ok(()) } else { std::fs::write(self.configuration(), features.to_string()) }
    }

    fn launch(&self, pid_file: &Path) -> Launch {
        let path = |name: &str| self.folder.join(name).into_os_string();
        let mut launch = Launch::new(&self.program, self.folder.join("dockerd.log"))
            .args([OsString::from("--data-root"), path("data"), "--exec-root".into(), path("exec")])
            .args([OsString::from("--pidfile"), pid_file.into()])
            .args([OsString::from("--config-file"), self.configuration().into()])
            .args([OsString::from("--host"), format!("unix://{}", self.socket.display()).into()])
            .args([format!("--bridge={}", self.bridge.name), format!("--cgroup-parent={}", self.bridge.name)])
            .args(["--iptables=false", "--ip6tables=false", "--ip-masq=false", "--ip-forward=false"])
            // The systemd driver would pass PIDs of the daemon's own namespace to systemd.
            .args(["--exec-opt", "native.cgroupdriver=cgroupfs"])
            .args(self.mirrors.iter().map(|mirror| format!("--registry-mirror={mirror}")))
            .args(self.flags.iter().cloned());
        launch.env.extend(self.env.iter().cloned());
        launch.isolation = Some(Isolation {
            root: self.root.clone(),
            shared: self.root.iter().flat_map(|_| self.shared_folders()).collect(),
            hidden: vec![SYSTEM_CONTAINERD.into()],
            replaced: self.hosts.iter().map(|hosts| (hosts.clone(), "/etc/hosts".into())).collect(),
        });
        launch.cleanup = self.cleanup_script();
        launch.temporary = self.temporary.then(|| self.folder.clone());
        launch
    }

    /// The folders that the daemon and its clients share.
    fn shared_folders(&self) -> Vec<PathBuf> {
        let mut folders = vec![self.folder.clone()];
        folders.extend(self.socket.parent().filter(|parent| !parent.starts_with(&self.folder)).map(Path::to_owned));
        folders
    }

    /// Deletes the daemon's bridge, its empty cgroups and its socket.
    fn cleanup_script(&self) -> String {
        let bridge = &self.bridge.name;
        let mut script = format!("ip link del {bridge}\n");
        script += &format!(
            "find /sys/fs/cgroup -depth -type d \\( -name {bridge} -o -path '*/{bridge}/*' \\) -exec rmdir {{}} +\n"
        );
        script + &format!("rm -f {}\n", quoted(&self.socket))
    }

    fn set_socket_owner(&self) -> Result<()> {
        let Some((user, group)) = self.owner else { return Ok(()) };
        lchown(&self.socket, Some(user), Some(group)).map_err(|error| failed("socket", &error))
    }
}

impl Bridge {
    /// Creates the bridge, or reuses one that an earlier run left.
    fn create(&self) -> Result<()> {
        if !Path::new("/sys/class/net").join(&self.name).exists() {
            ip(&["link", "add", &self.name, "type", "bridge"])?;
        }
        ip(&["addr", "replace", &self.address, "dev", &self.name])?;
        ip(&["link", "set", &self.name, "up"])
    }
}

impl RunningDaemon {
    /// The socket that the daemon listens on.
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// The file with the daemon's output.
    pub fn log(&self) -> &Path {
        self.process.log()
    }

    /// Whether the daemon has ended.
    pub fn has_ended(&mut self) -> bool {
        self.process.has_ended()
    }

    /// Ends the daemon and all its containers gracefully.
    pub async fn stop(self) {
        self.process.stop().await;
    }

    /// Kills the daemon and all its containers at once, as if the machine had failed.
    pub fn kill(&mut self) {
        self.process.kill();
        let _ = std::fs::remove_file(&self.pid_file);
    }
}

/// Whether a daemon answers at the socket.
pub async fn answers(socket: &Path) -> bool {
    // A missing socket is recognised without a request.
    let is_socket = socket.metadata().is_ok_and(|file| file.file_type().is_socket());
    let Some(address) = socket.to_str().filter(|_| is_socket) else {
        return false;
    };
    match Docker::connect_with_unix(address, 2, API_DEFAULT_VERSION) {
        Ok(docker) => docker.ping().await.is_ok(),
        Err(_) => false,
    }
}

/// Removes files that a killed daemon left, which would prevent the next one from starting.
fn remove_stale(files: &[&Path]) -> Result<()> {
    for file in files {
        match std::fs::remove_file(file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed("dockerd", &error)),
            _ => {}
        }
    }
    Ok(())
}

fn ip(args: &[&str]) -> Result<()> {
    let program = find_program("ip").ok_or_else(|| Error::new(ErrorCode::PracticeUnavailable).with("missing", "ip"))?;
    let output = Command::new(program).args(args).output().map_err(|error| failed("ip", &error))?;
    if output.status.success() {
        return Ok(());
    }
    Err(failed("ip", &String::from_utf8_lossy(&output.stderr).trim()))
}
