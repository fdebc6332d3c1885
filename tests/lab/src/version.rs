//! Engines of other versions than the machine's, each in a Debian system of its own.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::str::FromStr;

use slipway_engine::host::is_root;
use slipway_engine::{Error, Result};

use crate::failed;

/// The variable that chooses the engine for tests that don't.
const ENGINE: &str = "SLIPWAY_LAB_ENGINE";
/// The variable that chooses the image store.
const STORE: &str = "SLIPWAY_LAB_STORE";
/// The variable that chooses Podman's version.
const PODMAN: &str = "SLIPWAY_LAB_PODMAN";

/// Debian's own mirror, for a machine without one in its sources.
const MIRROR: &str = "http://deb.debian.org/debian";
/// Packages of every system, beside the engine's.
const PACKAGES: &str = "runc,iptables,iproute2,ca-certificates,mount,procps";

/// The engine of a lab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EngineVersion {
    /// The machine's own `dockerd`.
    #[default]
    Machine,
    /// Docker 26, from Debian 13.
    V26,
    /// Docker 28, from Debian unstable.
    V28,
}

/// The Podman of a lab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PodmanVersion {
    /// The machine's own.
    #[default]
    Machine,
    /// Podman 5, from Debian unstable.
    V5,
}

/// A Debian system that contains an engine.
#[derive(Clone, Copy)]
struct System {
    /// Its folder's name.
    name: &'static str,
    /// The Debian release.
    release: &'static str,
    /// The engine's packages.
    packages: &'static str,
    /// The engine's program.
    program: &'static str,
    /// The start of what it prints for `--version`.
    version: &'static str,
}

const DOCKER_26: System = System {
    name: "trixie",
    release: "trixie",
    packages: "docker.io,containerd",
    program: "dockerd",
    version: "Docker version 26.",
};
const DOCKER_28: System = System { name: "sid", release: "sid", version: "Docker version 28.", ..DOCKER_26 };
const PODMAN_5: System = System {
    name: "sid-podman",
    release: "sid",
    packages: "podman,netavark,nftables,aardvark-dns,catatonit",
    program: "podman",
    version: "podman version 5.",
};

/// An engine's image store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Store {
    /// The classic store, the only one before containerd's.
    #[default]
    Classic,
    /// The containerd store.
    Containerd,
}

impl FromStr for EngineVersion {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "26" => Ok(Self::V26),
            "28" => Ok(Self::V28),
            _ => Err(failed("no such engine", &format!("{text}, only 26 and 28"))),
        }
    }
}

impl FromStr for PodmanVersion {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "5" => Ok(Self::V5),
            _ => Err(failed("no such Podman", &format!("{text}, only 5"))),
        }
    }
}

impl FromStr for Store {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "classic" => Ok(Self::Classic),
            "containerd" => Ok(Self::Containerd),
            _ => Err(failed("no such store", &format!("{text}, only classic and containerd"))),
        }
    }
}

impl EngineVersion {
    /// Returns the engine that `SLIPWAY_LAB_ENGINE` names.
    pub fn from_environment() -> Result<Self> {
        from_environment(ENGINE)
    }

    /// The folder of the system that contains the engine, created on first use; `None` for the machine's.
    pub(crate) async fn root(self) -> Result<Option<PathBuf>> {
        match self {
            Self::Machine => Ok(None),
            Self::V26 => root(DOCKER_26).await.map(Some),
            Self::V28 => root(DOCKER_28).await.map(Some),
        }
    }
}

impl PodmanVersion {
    /// Returns the version that `SLIPWAY_LAB_PODMAN` names.
    pub fn from_environment() -> Result<Self> {
        from_environment(PODMAN)
    }

    /// The folder of the system that contains it, created on first use; `None` for the machine's.
    pub(crate) async fn root(self) -> Result<Option<PathBuf>> {
        match self {
            Self::Machine => Ok(None),
            Self::V5 => root(PODMAN_5).await.map(Some),
        }
    }
}

/// The folder of a system, created on first use.
async fn root(system: System) -> Result<PathBuf> {
    let created = tokio::task::spawn_blocking(move || create_once(system)).await;
    created.map_err(|error| failed(system.name, &error))?
}

impl Store {
    /// Returns the store that `SLIPWAY_LAB_STORE` names.
    pub fn from_environment() -> Result<Self> {
        from_environment(STORE)
    }
}

/// Parses the variable; returns the default if it is unset or empty.
fn from_environment<T: FromStr<Err = Error> + Default>(variable: &str) -> Result<T> {
    std::env::var(variable).ok().filter(|text| !text.is_empty()).map_or_else(|| Ok(T::default()), |text| text.parse())
}

/// The folder of a system, which is created by the first caller while all others wait.
fn create_once(system: System) -> Result<PathBuf> {
    let name = system.name;
    let systems = systems()?;
    let root = systems.join(name);
    let io = |error: std::io::Error| failed(name, &error);
    let lock = File::create(systems.join(format!("{name}.lock"))).map_err(io)?;
    lock.lock().map_err(io)?;
    if !root.exists() {
        if !is_root() {
            return Err(failed(name, &"only root can create it"));
        }
        let unfinished = systems.join(format!("{name}.unfinished"));
        create(system, &unfinished)?;
        fs::rename(&unfinished, &root).map_err(io)?;
    }
    Ok(root)
}

/// A folder that outlives the run: in cargo's target folder, which is recognised by the tag file that cargo puts in it.
fn systems() -> Result<PathBuf> {
    let program = std::env::current_exe().map_err(|error| failed("own program", &error))?;
    let target = program.ancestors().find(|folder| folder.join("CACHEDIR.TAG").exists());
    let systems = target.map_or_else(std::env::temp_dir, Path::to_owned).join("lab-systems");
    fs::create_dir_all(&systems).map_err(|error| failed("systems", &error))?;
    Ok(systems)
}

fn create(system: System, folder: &Path) -> Result<()> {
    let System { release, packages, program, version, .. } = system;
    // Deletes what an interrupted run left; the machine's devices may still be mounted in it.
    run(Command::new("rm").args(["-rf", "--one-file-system"]).arg(folder))?;
    let mirror = mirror();
    run(Command::new("mmdebstrap")
        .args(["--variant=essential", &format!("--include={packages},{PACKAGES}")])
        // A mirror's copy of the unstable release may have expired; signatures are verified all the same.
        .args(["--aptopt=Acquire::Check-Valid-Until \"false\"", release])
        .arg(folder)
        .arg(mirror))?;
    // Nothing will be installed again.
    fs::remove_dir_all(folder.join("etc/apt")).map_err(|error| failed(release, &error))?;
    let found = run(Command::new("chroot").arg(folder).args([program, "--version"]))?;
    if found.starts_with(version) { Ok(()) } else { Err(failed(release, &format!("has {found}, not {version}x"))) }
}

/// The machine's own Debian mirror.
fn mirror() -> String {
    let mut apt = Command::new("apt-get");
    let targets = apt.args([
        "indextargets",
        "--format",
        "$(REPO_URI)",
        "Created-By: Packages",
        "Origin: Debian",
        "Label: Debian",
    ]);
    let found = run(targets).unwrap_or_default();
    found.lines().next().unwrap_or(MIRROR).to_owned()
}

/// Runs a program and returns its output; fails with the last lines of its standard error.
fn run(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().map_err(|error| failed(&name, &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    let error = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = error.lines().collect();
    Err(failed(&name, &lines[lines.len().saturating_sub(8)..].join("\n")))
}
