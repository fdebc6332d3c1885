//! The practice engine of who is not root: Podman's service with storage of its own, in the user's own namespace.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, getuid};

use super::STORAGE;
use super::daemon::answers;
use super::process::{Launch, Process, failed, quoted};
use crate::{
    error::{Error, ErrorCode, Result},
    host::{find_program, user_name},
};

/// How long Podman may take to answer; measured are 0.05 to 0.4 s, the first start of a user's namespace about a second.
const PATIENCE: Duration = Duration::from_secs(30);

/// A Podman to start.
#[derive(Debug, Clone)]
pub struct RootlessPodman {
    /// Its storage, log and configuration live here.
    pub folder: PathBuf,
    /// Where it listens.
    pub socket: PathBuf,
    /// The registry that is asked before Docker Hub: host and port.
    pub mirror: String,
}

/// A Podman that answers. Dropping it ends it with all its containers.
#[derive(Debug)]
pub struct RunningPodman {
    process: Process,
}

/// What keeps this user from having an engine without root: the `missing` of [`ErrorCode::PracticeUnavailable`].
pub fn missing() -> Option<&'static str> {
    let lacks = |program: &str| find_program(program).is_none();
    if lacks("podman") {
        return Some("podman");
    }
    // Without it a user has one number only, and no image with files of somebody else can be unpacked.
    if lacks("newuidmap") || lacks("newgidmap") {
        return Some("newuidmap");
    }
    if !has_numbers("/etc/subuid") || !has_numbers("/etc/subgid") {
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
    /// Starts it and waits until it answers.
    pub async fn start(&self) -> Result<RunningPodman> {
        if let Some(missing) = missing() {
            return Err(Error::new(ErrorCode::PracticeUnavailable).with("missing", missing));
        }
        for folder in [self.folder.join("networks"), self.fleeting()] {
            std::fs::create_dir_all(folder).map_err(|error| failed("podman", &error))?;
        }
        for (name, text) in [("containers.conf", self.configuration()), ("registries.conf", self.registries())] {
            std::fs::write(self.folder.join(name), text).map_err(|error| failed("podman", &error))?;
        }
        // A socket that nobody listens on any more keeps the next one out.
        match std::fs::remove_file(&self.socket) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed("socket", &error)),
            _ => {}
        }
        let mut process = Process::start(&self.launch())?;
        process.ready(PATIENCE, async || answers(&self.socket).await.then_some(())).await?;
        Ok(RunningPodman { process })
    }

    /// Deletes all its images, containers, volumes and networks. It must not run. The files belong to numbers of the user's
    /// namespace, so that only from within they can be deleted.
    pub fn empty(&self) -> Result<()> {
        let wanted = [STORAGE, "volumes", "networks"].map(|name| self.folder.join(name));
        if !wanted.iter().any(|folder| folder.exists()) {
            return Ok(());
        }
        let podman = find_program("podman")
            .ok_or_else(|| Error::new(ErrorCode::PracticeUnavailable).with("missing", "podman"))?;
        let output = Command::new(podman)
            .envs(self.environment())
            .args(self.storage())
            // Podman mounts its storage upon itself there.
            .args(["unshare", "sh", "-c", "umount --lazy \"$1\"/overlay 2>/dev/null; rm -rf -- \"$@\"", "empty"])
            .args(wanted)
            .output()
            .map_err(|error| failed("podman", &error))?;
        self.end_pause();
        if output.status.success() {
            Ok(())
        } else {
            Err(failed("podman", &String::from_utf8_lossy(&output.stderr).trim()))
        }
    }

    fn launch(&self) -> Launch {
        let mut launch = Launch::new("podman", self.folder.join("podman.log"))
            .args(self.storage())
            .args(["system", "service", "--time=0"])
            .args([format!("unix://{}", self.socket.display())]);
        launch.env.extend(self.environment().into_iter().map(|(name, value)| (name.into(), value)));
        launch.afterwards = self.afterwards();
        launch
    }

    /// The flags that make Podman use our storage, and no other.
    fn storage(&self) -> [String; 6] {
        let path = |path: PathBuf| path.display().to_string();
        [
            "--root".into(),
            path(self.folder.join(STORAGE)),
            "--runroot".into(),
            path(self.fleeting().join("run")),
            "--storage-driver".into(),
            "overlay".into(),
        ]
    }

    fn environment(&self) -> Vec<(&'static str, OsString)> {
        let mut environment = vec![
            ("CONTAINERS_CONF", self.folder.join("containers.conf").into_os_string()),
            ("CONTAINERS_REGISTRIES_CONF", self.folder.join("registries.conf").into_os_string()),
        ];
        // Where there is no session bus, Podman would start one that nobody ends.
        let bus = "DBUS_SESSION_BUS_ADDRESS";
        if let (None, Some(folder)) = (std::env::var_os(bus), runtime_folder()) {
            environment.push((bus, format!("unix:path={}/bus", folder.display()).into()));
        }
        environment
    }

    /// What does not outlive the machine's run belongs beside the socket.
    fn fleeting(&self) -> PathBuf {
        self.socket.with_extension("podman")
    }

    /// Its containers do not end with the service, nor does the process that holds the user's namespace, nor the service
    /// itself with the process that was started: that one may have begun it anew within the namespace. It stays in the
    /// group of the guard (`$!`).
    fn afterwards(&self) -> String {
        let flags = self.storage().map(|word| quoted(Path::new(&word))).join(" ");
        let (pause, socket) = (quoted(&self.pause_file()), quoted(&self.socket));
        format!(
            "podman {flags} stop --all --time 1\nkill -KILL -- -$!\n\
             [ -e {pause} ] && kill -KILL \"$(cat {pause})\" && rm -f {pause}\nrm -f {socket}\n"
        )
    }

    fn pause_file(&self) -> PathBuf {
        self.fleeting().join("tmp/pause.pid")
    }

    fn end_pause(&self) {
        let process = std::fs::read_to_string(self.pause_file()).ok();
        let Some(process) = process.and_then(|text| rustix::process::Pid::from_raw(text.trim().parse().ok()?)) else {
            return;
        };
        // An error means that it is gone already.
        let _ = rustix::process::kill_process(process, rustix::process::Signal::KILL);
        let _ = std::fs::remove_file(self.pause_file());
    }

    /// What keeps it apart from the user's own Podman, and what it needs where there is no systemd.
    fn configuration(&self) -> String {
        let (folder, fleeting) = (self.folder.display(), self.fleeting());
        let limit = |resource| match getrlimit(resource) {
            Rlimit { maximum: Some(most), .. } => most.min(1_048_576),
            Rlimit { maximum: None, .. } => 1_048_576,
        };
        let (files, processes) = (limit(Resource::Nofile), limit(Resource::Nproc));
        // crun does not know cgroups of the first kind beside those of the second.
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
             tmp_dir = \"{fleeting}/tmp\"\n\
             static_dir = \"{folder}/{STORAGE}/libpod\"\n\
             volume_path = \"{folder}/volumes\"\n",
            fleeting = fleeting.display(),
        )
    }

    /// Short names are Docker Hub's; our registry is asked first.
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
    /// Ends it in order, with all its containers.
    pub async fn stop(self) {
        self.process.stop().await;
    }

    /// Whether it is no more.
    pub fn has_ended(&mut self) -> bool {
        self.process.has_ended()
    }
}

/// The user's folder for what does not outlive the machine's run.
pub(super) fn runtime_folder() -> Option<PathBuf> {
    std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|folder| folder.is_dir())
}

/// Whether the file (subuid(5)) gives this user numbers, by name or by number.
fn has_numbers(file: &str) -> bool {
    let number = getuid().as_raw().to_string();
    let name = user_name();
    let text = std::fs::read_to_string(file).unwrap_or_default();
    text.lines().filter_map(|line| line.split(':').next()).any(|user| user == number || Some(user) == name.as_deref())
}

/// Debian's switch (`kernel.unprivileged_userns_clone`) and the kernel's limit. AppArmor's rule (Ubuntu 24.04) has an
/// exception for Podman.
fn namespaces_allowed() -> bool {
    let number = |file: &str| std::fs::read_to_string(file).ok()?.trim().parse::<u64>().ok();
    number("/proc/sys/kernel/unprivileged_userns_clone") != Some(0)
        && number("/proc/sys/user/max_user_namespaces") != Some(0)
}
