//! A dockerd with its own storage, socket, bridge and containerd, beside whatever else runs on the machine.

use std::ffi::OsString;
use std::os::unix::fs::{MetadataExt, lchown};
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

/// How long a daemon may take to answer; measured are 0.3 to 1.5 s.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where a system's containerd listens. dockerd uses the one it finds there instead of starting its own
/// (moby `cmd/dockerd/daemon.go`, `initContainerd`), and would then share its containers with the system's dockerd.
const SYSTEM_CONTAINERD: &str = "/run/containerd";

/// A daemon to start.
#[derive(Debug, Clone)]
pub struct Daemon {
    /// The program: `dockerd`, or a path.
    pub program: OsString,
    /// The system that it runs in, when it is not the machine's: [`Isolation::root`].
    pub root: Option<PathBuf>,
    /// Its storage, log and pid file live here.
    pub folder: PathBuf,
    /// Where it listens.
    pub socket: PathBuf,
    /// The user and group that the socket shall belong to.
    pub owner: Option<(u32, u32)>,
    /// The network of its containers.
    pub bridge: Bridge,
    /// Registries asked before Docker Hub, as URLs.
    pub mirrors: Vec<String>,
    /// Whether images are kept in the containerd store instead of the classic one, whatever the program's own choice is. One that
    /// does not know the store keeps them in its own.
    pub containerd_store: bool,
    /// Further flags.
    pub flags: Vec<OsString>,
    /// Further environment.
    pub env: Vec<(OsString, OsString)>,
    /// A file that stands in for `/etc/hosts`.
    pub hosts: Option<PathBuf>,
    /// Whether the folder goes when the daemon has ended, as [`Launch::temporary`].
    pub temporary: bool,
}

/// A bridge of the daemon's own. Never `none`: that makes dockerd delete another daemon's `docker0`.
#[derive(Debug, Clone)]
pub struct Bridge {
    /// The interface's name, at most 15 bytes.
    pub name: String,
    /// Its address with the prefix length, such as `172.31.250.1/24`.
    pub address: String,
}

/// A daemon that answers. Dropping it ends it with all its containers.
#[derive(Debug)]
pub struct Running {
    process: Process,
    socket: PathBuf,
    pid_file: PathBuf,
}

impl Daemon {
    /// A daemon with the usual program and nothing special.
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
    pub async fn start(&self) -> Result<Running> {
        if !is_root() {
            return Err(Error::new(ErrorCode::PracticeUnavailable).with("missing", "root"));
        }
        std::fs::create_dir_all(&self.folder).map_err(|error| failed("dockerd", &error))?;
        let pid_file = self.folder.join("docker.pid");
        // Its containerd's pid file, too: process ids are numbered anew each time, so that a stale one names somebody.
        remove_stale(&[&self.socket, &pid_file, &self.folder.join("exec/containerd/containerd.pid")])?;
        self.bridge.create()?;

        self.configure().map_err(|error| failed("dockerd", &error))?;
        let mut process = Process::start(&self.launch(&pid_file))?;
        let answer = process.ready(PATIENCE, async || answers(&self.socket).await.then_some(())).await;
        answer.and_then(|()| self.give_socket())?;
        Ok(Running { process, socket: self.socket.clone(), pid_file })
    }

    /// Its configuration, which stands in for the machine's: `/etc/docker/daemon.json` is the system's dockerd's, and whatever it
    /// says that a flag says, too (mirrors, the storage), would keep this one from starting.
    pub fn configuration(&self) -> PathBuf {
        self.folder.join("daemon.json")
    }

    /// Writes the configuration, unless somebody has changed it: then it is theirs.
    fn configure(&self) -> std::io::Result<()> {
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
            // systemd would look for our containers by the wrong process ids: theirs are numbered apart.
            .args(["--exec-opt", "native.cgroupdriver=cgroupfs"])
            .args(self.mirrors.iter().map(|mirror| format!("--registry-mirror={mirror}")))
            .args(self.flags.iter().cloned());
        launch.env.extend(self.env.iter().cloned());
        launch.isolation = Some(Isolation {
            root: self.root.clone(),
            shared: self.root.iter().flat_map(|_| self.places()).collect(),
            hidden: vec![SYSTEM_CONTAINERD.into()],
            replaced: self.hosts.iter().map(|hosts| (hosts.clone(), "/etc/hosts".into())).collect(),
        });
        launch.afterwards = self.afterwards();
        launch.temporary = self.temporary.then(|| self.folder.clone());
        launch
    }

    /// The folders that it and its clients must see alike.
    fn places(&self) -> Vec<PathBuf> {
        let mut places = vec![self.folder.clone()];
        places.extend(self.socket.parent().filter(|parent| !parent.starts_with(&self.folder)).map(Path::to_owned));
        places
    }

    /// What goes with the daemon: its bridge, its empty cgroups, its socket.
    fn afterwards(&self) -> String {
        let bridge = &self.bridge.name;
        let mut script = format!("ip link del {bridge}\n");
        script += &format!(
            "find /sys/fs/cgroup -depth -type d \\( -name {bridge} -o -path '*/{bridge}/*' \\) -exec rmdir {{}} +\n"
        );
        script + &format!("rm -f {}\n", quoted(&self.socket))
    }

    fn give_socket(&self) -> Result<()> {
        let Some((user, group)) = self.owner else { return Ok(()) };
        lchown(&self.socket, Some(user), Some(group)).map_err(|error| failed("socket", &error))
    }
}

impl Bridge {
    /// Makes the bridge, or takes one that an earlier run left.
    fn create(&self) -> Result<()> {
        if !Path::new("/sys/class/net").join(&self.name).exists() {
            ip(&["link", "add", &self.name, "type", "bridge"])?;
        }
        ip(&["addr", "replace", &self.address, "dev", &self.name])?;
        ip(&["link", "set", &self.name, "up"])
    }
}

impl Running {
    /// Where the daemon listens.
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// The file with what the daemon printed.
    pub fn log(&self) -> &Path {
        self.process.log()
    }

    /// Whether the daemon is no more.
    pub fn has_ended(&mut self) -> bool {
        self.process.has_ended()
    }

    /// Ends the daemon in order, with all its containers.
    pub async fn stop(self) {
        self.process.stop().await;
    }

    /// Kills the daemon at once, with all its containers, as when the machine fails.
    pub fn kill(&mut self) {
        self.process.kill();
        let _ = std::fs::remove_file(&self.pid_file);
    }
}

/// Whether a daemon answers behind the socket.
pub async fn answers(socket: &Path) -> bool {
    // A socket without a listener is told apart cheaply; the rest is for the daemon to say.
    let Some(address) =
        socket.to_str().filter(|_| socket.metadata().is_ok_and(|file| file.mode() & 0o170_000 == 0o140_000))
    else {
        return false;
    };
    match Docker::connect_with_unix(address, 2, API_DEFAULT_VERSION) {
        Ok(docker) => docker.ping().await.is_ok(),
        Err(_) => false,
    }
}

/// Removes what a daemon that died without order left, so that the next one starts.
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
