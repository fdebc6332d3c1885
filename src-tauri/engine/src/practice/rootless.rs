//! The practice engine of users other than root: Podman's service with its own storage, in the user's namespace.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, getuid};

use super::PODMAN_STORAGE;
use super::daemon::answers;
use super::process::{Launch, Process, failed, quoted};
use crate::{
    error::{Error, ErrorCode, Result},
    host::{find_program, user_name},
};

/// How long Podman may take to answer. Measured: 0.05 to 0.4 s; about a second when the user's namespace is created.
const START_TIMEOUT: Duration = Duration::from_secs(30);

/// A Podman to start.
#[derive(Debug, Clone)]
pub struct RootlessPodman {
    /// The folder for its storage, log and configuration.
    pub folder: PathBuf,
    /// The socket that it listens on.
    pub socket: PathBuf,
    /// The registry mirror of Docker Hub: host and port.
    pub mirror: String,
}

/// A Podman that answers. Dropping it ends it and all its containers.
#[derive(Debug)]
pub struct RunningPodman {
    process: Process,
}

/// What this user lacks for an engine without root: the `missing` of [`ErrorCode::PracticeUnavailable`].
pub fn missing_requirement() -> Option<&'static str> {
    let lacks = |program: &str| find_program(program).is_none();
    if lacks("podman") {
        return Some("podman");
    }
    // Without it a user has a single UID, and images with files of other users cannot be unpacked.
    if lacks("newuidmap") || lacks("newgidmap") {
        return Some("newuidmap");
    }
    if !has_subordinate_ids("/etc/subuid") || !has_subordinate_ids("/etc/subgid") {
        return Some("subuid");
    }
    if !namespaces_allowed() {
        return Some("userNamespaces");
    }
    if runtime_folder().is_none() {
        return Some("runtimeFolder");
    }
    None
}

impl RootlessPodman {
    /// Starts Podman's service and waits until it answers.
    pub async fn start(&self) -> Result<RunningPodman> {
        if let Some(missing) = missing_requirement() {
            return Err(Error::new(ErrorCode::PracticeUnavailable).with("missing", missing));
        }
        for folder in [self.folder.join("networks"), self.run_folder()] {
            std::fs::create_dir_all(folder).map_err(|error| failed("podman", &error))?;
        }
        for (name, text) in [("containers.conf", self.configuration()), ("registries.conf", self.registries())] {
            std::fs::write(self.folder.join(name), text).map_err(|error| failed("podman", &error))?;
        }
        // A stale socket would prevent the next service from listening.
        match std::fs::remove_file(&self.socket) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed("socket", &error)),
            _ => {}
        }
        let mut process = Process::start(&self.launch())?;
        process.ready(START_TIMEOUT, async || answers(&self.socket).await.then_some(())).await?;
        Ok(RunningPodman { process })
    }

    /// Deletes all images, containers, volumes and networks. The service must not be running. The files belong to UIDs of
    /// the user's namespace, and can be deleted only from within it.
    pub fn empty(&self) -> Result<()> {
        let folders = [PODMAN_STORAGE, "volumes", "networks"].map(|name| self.folder.join(name));
        if !folders.iter().any(|folder| folder.exists()) {
            return Ok(());
        }
        let podman = find_program("podman")
            .ok_or_else(|| Error::new(ErrorCode::PracticeUnavailable).with("missing", "podman"))?;
        let output = Command::new(podman)
            .envs(self.environment())
            .args(self.storage_flags())
            // Podman bind-mounts its storage onto itself there.
            .args(["unshare", "sh", "-c", "umount --lazy \"$1\"/overlay 2>/dev/null; rm -rf -- \"$@\"", "empty"])
            .args(folders)
            .output()
            .map_err(|error| failed("podman", &error))?;
        self.kill_pause_process();
        if output.status.success() {
            Ok(())
        } else {
            Err(failed("podman", &String::from_utf8_lossy(&output.stderr).trim()))
        }
    }

    fn launch(&self) -> Launch {
        let mut launch = Launch::new("podman", self.folder.join("podman.log"))
            .args(self.storage_flags())
            .args(["system", "service", "--time=0"])
            .args([format!("unix://{}", self.socket.display())]);
        launch.env.extend(self.environment().into_iter().map(|(name, value)| (name.into(), value)));
        launch.cleanup = self.cleanup_script();
        launch
    }

    /// The flags that make Podman use this storage and no other.
    fn storage_flags(&self) -> [String; 6] {
        let path = |path: PathBuf| path.display().to_string();
        [
            "--root".into(),
            path(self.folder.join(PODMAN_STORAGE)),
            "--runroot".into(),
            path(self.run_folder().join("run")),
            "--storage-driver".into(),
            "overlay".into(),
        ]
    }

    fn environment(&self) -> Vec<(&'static str, OsString)> {
        let mut environment = vec![
            ("CONTAINERS_CONF", self.folder.join("containers.conf").into_os_string()),
            ("CONTAINERS_REGISTRIES_CONF", self.folder.join("registries.conf").into_os_string()),
        ];
        // Without a session bus, Podman would start one that is never ended.
        let bus = "DBUS_SESSION_BUS_ADDRESS";
        if let (None, Some(folder)) = (std::env::var_os(bus), runtime_folder()) {
            environment.push((bus, format!("unix:path={}/bus", folder.display()).into()));
        }
        environment
    }

    /// The folder for runtime files, next to the socket.
    fn run_folder(&self) -> PathBuf {
        self.socket.with_extension("podman")
    }

    /// Ends what does not end with the started process: the containers, the pause process that holds the user's namespace,
    /// and the service itself, which may have re-executed itself within the namespace but is still in the guard's process
    /// group (`$!`).
    fn cleanup_script(&self) -> String {
        let flags = self.storage_flags().map(|word| quoted(Path::new(&word))).join(" ");
        let (pause, socket) = (quoted(&self.pause_file()), quoted(&self.socket));
        format!(
            "podman {flags} stop --all --time 1\nkill -KILL -- -$!\n\
             [ -e {pause} ] && kill -KILL \"$(cat {pause})\" && rm -f {pause}\nrm -f {socket}\n"
        )
    }

    fn pause_file(&self) -> PathBuf {
        self.run_folder().join("tmp/pause.pid")
    }

    fn kill_pause_process(&self) {
        let process = std::fs::read_to_string(self.pause_file()).ok();
        let Some(process) = process.and_then(|text| rustix::process::Pid::from_raw(text.trim().parse().ok()?)) else {
            return;
        };
        // An error means that it has already ended.
        let _ = rustix::process::kill_process(process, rustix::process::Signal::KILL);
        let _ = std::fs::remove_file(self.pause_file());
    }

    /// The settings that keep it apart from the user's own Podman, and that it needs without systemd.
    fn configuration(&self) -> String {
        let (folder, run_folder) = (self.folder.display(), self.run_folder());
        let limit = |resource| match getrlimit(resource) {
            Rlimit { maximum: Some(most), .. } => most.min(1_048_576),
            Rlimit { maximum: None, .. } => 1_048_576,
        };
        let (files, processes) = (limit(Resource::Nofile), limit(Resource::Nproc));
        // crun does not support a mix of cgroups v1 and v2.
        let runtime = match find_program("runc") {
            Some(_) if !Path::new("/sys/fs/cgroup/cgroup.controllers").exists() => "runtime = \"runc\"\n",
            _ => "",
        };
        format!(
            "[containers]\n\
             default_ulimits = [\"nofile={files}:{files}\", \"nproc={processes}:{processes}\"]\n\
             [network]\n\
             network_config_dir = \"{folder}/networks\"\n\
             [engine]\n\
             cgroup_manager = \"cgroupfs\"\n\
             events_logger = \"file\"\n\
             {runtime}\
             tmp_dir = \"{run_folder}/tmp\"\n\
             static_dir = \"{folder}/{PODMAN_STORAGE}/libpod\"\n\
             volume_path = \"{folder}/volumes\"\n",
            run_folder = run_folder.display(),
        )
    }

    /// Resolves short names on Docker Hub, with the registry as its mirror.
    fn registries(&self) -> String {
        format!(
            "unqualified-search-registries = [\"docker.io\"]\n\
             [[registry]]\n\
             prefix = \"docker.io\"\n\
             location = \"docker.io\"\n\
             [[registry.mirror]]\n\
             location = \"{}\"\n\
             insecure = true\n",
            self.mirror
        )
    }
}

impl RunningPodman {
    /// Ends the service and all its containers gracefully.
    pub async fn stop(self) {
        self.process.stop().await;
    }

    /// Whether the service has ended.
    pub fn has_ended(&mut self) -> bool {
        self.process.has_ended()
    }
}

/// The user's folder for runtime files.
pub(super) fn runtime_folder() -> Option<PathBuf> {
    std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|folder| folder.is_dir())
}

/// Whether the file (subuid(5)) assigns IDs to this user, by name or by UID.
fn has_subordinate_ids(file: &str) -> bool {
    let number = getuid().as_raw().to_string();
    let name = user_name();
    let text = std::fs::read_to_string(file).unwrap_or_default();
    text.lines().filter_map(|line| line.split(':').next()).any(|user| user == number || Some(user) == name.as_deref())
}

/// Whether users may create namespaces: Debian's switch (`kernel.unprivileged_userns_clone`) and the kernel's limit.
/// AppArmor's rule (Ubuntu 24.04) has an exception for Podman.
fn namespaces_allowed() -> bool {
    let number = |file: &str| std::fs::read_to_string(file).ok()?.trim().parse::<u64>().ok();
    number("/proc/sys/kernel/unprivileged_userns_clone") != Some(0)
        && number("/proc/sys/user/max_user_namespaces") != Some(0)
}
