//! Engines of other versions than the machine's, each in a system of its own.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::str::FromStr;

use slipway_engine::host::is_root;
use slipway_engine::{Error, Result};

use crate::failed;

/// What chooses the engine for tests that do not.
const ENGINE: &str = "SLIPWAY_LAB_ENGINE";
/// What chooses its image store.
const STORE: &str = "SLIPWAY_LAB_STORE";

/// Debian's own mirror, for a machine that has none in its sources.
const MIRROR: &str = "http://deb.debian.org/debian";
/// An engine, and what it needs of a system.
const PACKAGES: &str = "docker.io,containerd,runc,iptables,iproute2,ca-certificates,mount,procps";

/// Which engine a lab has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EngineVersion {
    /// The machine's own `dockerd`.
    #[default]
    Machine,
    /// Docker 26, of Debian 13.
    V26,
    /// Docker 28, of Debian unstable.
    V28,
}

/// Where an engine keeps images.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Store {
    /// The engine's own store, as all had before containerd's.
    #[default]
    Classic,
    /// containerd's.
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
    /// The one that `SLIPWAY_LAB_ENGINE` names.
    pub fn from_environment() -> Result<Self> {
        from_environment(ENGINE)
    }

    /// Debian's release with it, and what its `dockerd --version` begins with.
    fn source(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Machine => None,
            Self::V26 => Some(("trixie", "Docker version 26.")),
            Self::V28 => Some(("sid", "Docker version 28.")),
        }
    }

    /// The folder with the system that holds it, made when there is none yet; none for the machine's.
    pub(crate) async fn root(self) -> Result<Option<PathBuf>> {
        let Some((release, version)) = self.source() else { return Ok(None) };
        let made = tokio::task::spawn_blocking(move || made_once(release, version)).await;
        made.map_err(|error| failed(release, &error))?.map(Some)
    }
}

impl Store {
    /// The one that `SLIPWAY_LAB_STORE` names.
    pub fn from_environment() -> Result<Self> {
        from_environment(STORE)
    }
}

/// What the variable names; the default when it is not set or empty.
fn from_environment<T: FromStr<Err = Error> + Default>(variable: &str) -> Result<T> {
    std::env::var(variable).ok().filter(|text| !text.is_empty()).map_or_else(|| Ok(T::default()), |text| text.parse())
}

/// The release's system, made by the first who asks while all others wait.
fn made_once(release: &str, version: &str) -> Result<PathBuf> {
    let systems = systems()?;
    let root = systems.join(release);
    let io = |error: std::io::Error| failed(release, &error);
    let lock = File::create(systems.join(format!("{release}.lock"))).map_err(io)?;
    lock.lock().map_err(io)?;
    if !root.exists() {
        if !is_root() {
            return Err(failed(release, &"only root can make it"));
        }
        let unfinished = systems.join(format!("{release}.unfinished"));
        make(release, version, &unfinished)?;
        fs::rename(&unfinished, &root).map_err(io)?;
    }
    Ok(root)
}

/// A folder that stays: cargo's target folder, by the mark that cargo puts in it.
fn systems() -> Result<PathBuf> {
    let program = std::env::current_exe().map_err(|error| failed("own program", &error))?;
    let target = program.ancestors().find(|folder| folder.join("CACHEDIR.TAG").exists());
    let systems = target.map_or_else(std::env::temp_dir, Path::to_owned).join("lab-systems");
    fs::create_dir_all(&systems).map_err(|error| failed("systems", &error))?;
    Ok(systems)
}

fn make(release: &str, version: &str, folder: &Path) -> Result<()> {
    // What an interrupted run left. The machine's devices may still be mounted in it.
    run(Command::new("rm").args(["-rf", "--one-file-system"]).arg(folder))?;
    let mirror = mirror();
    run(Command::new("mmdebstrap")
        .args(["--variant=essential", &format!("--include={PACKAGES}")])
        // Mirrors of the unstable release are no newer than they are; signatures are verified all the same.
        .args(["--aptopt=Acquire::Check-Valid-Until \"false\"", release])
        .arg(folder)
        .arg(mirror))?;
    // It never installs anything again.
    fs::remove_dir_all(folder.join("etc/apt")).map_err(|error| failed(release, &error))?;
    let found = run(Command::new("chroot").arg(folder).args(["dockerd", "--version"]))?;
    if found.starts_with(version) { Ok(()) } else { Err(failed(release, &format!("has {found}, not {version}x"))) }
}

/// The mirror that the machine itself takes Debian from.
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

/// What the program prints; fails with its last words.
fn run(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().map_err(|error| failed(&name, &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    let words = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = words.lines().collect();
    Err(failed(&name, &lines[lines.len().saturating_sub(8)..].join("\n")))
}
