//! The lines by which an engine is told of mirrors for good.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use bollard::models::SystemInfo;
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::{
    connect::Engine,
    error::{Error, ErrorCode, Result},
    grammar::mirror::Mirror,
    wire::{EngineInfo, EngineProduct, MirrorConfiguration, MirrorFile, MirrorLine, MirrorPlace},
};

/// dockerd's directive. An engine that runs reads it again on SIGHUP (moby `daemon/reload.go`).
const DIRECTIVE: &str = "registry-mirrors";
/// Where systemd says that it is in charge (sd_booted(3)).
const SYSTEMD: &str = "/run/systemd/system";

/// What decides where an engine's configuration is.
#[derive(Debug, Clone)]
pub struct EngineFacts {
    /// Who answers.
    pub info: EngineInfo,
    /// Whether it runs without root.
    pub rootless: bool,
    /// Whether systemd runs this machine.
    pub systemd: bool,
    /// The home folder of whoever runs Slipway.
    pub home: PathBuf,
    /// Where that person's programs keep their configuration: `~/.config`.
    pub config_home: PathBuf,
}

impl EngineFacts {
    /// Asks the engine and this machine.
    ///
    /// # Errors
    /// [`ErrorCode::EngineLost`]
    pub async fn gather(engine: &Engine) -> Result<Self> {
        let told: SystemInfo = engine.docker().info().await?;
        let home = std::env::home_dir().unwrap_or_default();
        let config_home = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
        Ok(Self {
            info: engine.info().clone(),
            rootless: told.security_options.iter().flatten().any(|option| option.contains("name=rootless")),
            systemd: Path::new(SYSTEMD).exists(),
            config_home: config_home.unwrap_or_else(|| home.join(".config")),
            home,
        })
    }

    fn place(&self) -> MirrorPlace {
        let info = &self.info;
        let address = &info.endpoint.address;
        match info.product {
            EngineProduct::Podman if self.rootless => MirrorPlace::PodmanRootless,
            EngineProduct::Podman => MirrorPlace::Podman,
            EngineProduct::Docker if info.operating_system.contains("Docker Desktop") => MirrorPlace::Desktop,
            EngineProduct::Docker if info.operating_system.contains("OrbStack") => MirrorPlace::OrbStack,
            EngineProduct::Docker if address.contains("/.colima/") || address.contains("/colima/") => {
                MirrorPlace::Colima
            }
            EngineProduct::Docker if info.root_folder.starts_with("/var/snap/docker/") => MirrorPlace::Snap,
            EngineProduct::Docker if self.rootless => MirrorPlace::Rootless,
            EngineProduct::Docker => MirrorPlace::Daemon,
        }
    }

    /// The file, as its place has it on the engine's machine.
    fn path(&self) -> PathBuf {
        match self.place() {
            MirrorPlace::Daemon => "/etc/docker/daemon.json".into(),
            MirrorPlace::Snap => "/var/snap/docker/current/config/daemon.json".into(),
            MirrorPlace::Rootless => self.config_home.join("docker/daemon.json"),
            MirrorPlace::Desktop => self.home.join(".docker/daemon.json"),
            MirrorPlace::OrbStack => self.home.join(".orbstack/config/docker.json"),
            MirrorPlace::Colima => self.colima_folder().join("colima.yaml"),
            MirrorPlace::Podman => Path::new("/etc/containers").join(PODMAN_FILE),
            MirrorPlace::PodmanRootless => self.config_home.join("containers").join(PODMAN_FILE),
        }
    }

    /// The folder of the Colima whose socket this is, `~/.colima/default`.
    fn colima_folder(&self) -> PathBuf {
        let socket = self.info.endpoint.address.trim_start_matches("unix://");
        Path::new(socket).parent().map_or_else(|| self.home.join(".colima/default"), Path::to_owned)
    }

    /// The commands that put it in force: one after which containers run on, and one that starts the engine anew.
    fn commands(&self) -> (String, String) {
        let (reload, restart) = match self.place() {
            MirrorPlace::Daemon if self.systemd || !self.info.local => {
                ("sudo systemctl reload docker", "sudo systemctl restart docker")
            }
            MirrorPlace::Daemon => ("sudo pkill -HUP -x dockerd", "sudo service docker restart"),
            // The service's own process is rootlesskit's, which would not pass the signal on.
            MirrorPlace::Rootless => ("", "systemctl --user restart docker"),
            MirrorPlace::Snap => ("", "sudo snap restart docker"),
            MirrorPlace::Desktop => ("", ""),
            MirrorPlace::OrbStack => ("", "orb restart docker"),
            MirrorPlace::Colima => {
                let profile = self.colima_folder().file_name().map(|name| name.to_string_lossy().into_owned());
                let profile = profile.filter(|name| name != "default").map(|name| format!(" {name}"));
                return (String::new(), format!("colima restart{}", profile.unwrap_or_default()));
            }
            // Podman's containers do not hang on its service.
            MirrorPlace::Podman => ("sudo systemctl restart podman.service", ""),
            MirrorPlace::PodmanRootless => ("systemctl --user restart podman.service", ""),
        };
        (reload.to_owned(), restart.to_owned())
    }

    /// Whether a `daemon.json` is the one that this dockerd was started with: it stores where that file says. Docker Desktop's
    /// engine runs in a machine of its own, and says a folder of that.
    fn is_its_own(&self, file: &DaemonFile) -> bool {
        let usual = match self.place() {
            MirrorPlace::Daemon => "/var/lib/docker".to_owned(),
            MirrorPlace::Rootless => self.home.join(".local/share/docker").display().to_string(),
            _ => return true,
        };
        let root = file.text("data-root").unwrap_or(usual);
        // With user namespaces it stores in a folder within.
        Path::new(&self.info.root_folder).starts_with(root.trim_end_matches('/'))
    }
}

/// A drop-in of its own, so that no file of the system has to be changed (containers-registries.conf.d(5)).
const PODMAN_FILE: &str = "registries.conf.d/50-docker-hub-mirrors.conf";

/// How the engine is told of these mirrors for good, by what stands in its configuration file if that is on this machine.
///
/// # Errors
/// [`ErrorCode::EngineLost`]
pub async fn configuration(engine: &Engine, mirrors: &[String]) -> Result<MirrorConfiguration> {
    let facts = EngineFacts::gather(engine).await?;
    let path = facts.path();
    let is_here = facts.info.local || facts.place() == MirrorPlace::Desktop;
    let text = if is_here { tokio::fs::read_to_string(&path).await.map(Some) } else { Ok(None) };
    let text = match text {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Some(String::new())),
        Err(error) => {
            Err(Error::new(ErrorCode::FileFailed).with("path", path.display().to_string()).saying(error.to_string()))
        }
        Ok(text) => Ok(text),
    };
    Ok(configured(&facts, text, mirrors))
}

/// The same, by what is known of the file: its text, empty when there is none; nothing when it is elsewhere.
pub fn configured(facts: &EngineFacts, text: Result<Option<String>>, mirrors: &[String]) -> MirrorConfiguration {
    let place = facts.place();
    let (reload, restart) = facts.commands();
    let mut configuration = MirrorConfiguration {
        place,
        path: facts.path().display().to_string(),
        file: MirrorFile::Unknown,
        error: None,
        lines: Vec::new(),
        reload,
        restart,
        left_out: Vec::new(),
        by_flags: false,
    };
    let mut told = Vec::new();
    for text in mirrors {
        match Mirror::parse(text) {
            Ok(mirror) if is_podman(place) || mirror.prefix().is_empty() => told.push(mirror),
            // dockerd refuses a path (moby `registry/config.go`, `ValidateMirror`), or does not use it as one.
            Ok(mirror) => configuration
                .left_out
                .push(Error::new(ErrorCode::MirrorPathNotAllowed).with("mirror", mirror.to_string())),
            Err(error) => configuration.left_out.push(error),
        }
    }
    match text {
        Err(error) => {
            configuration.error = Some(error);
            configuration.lines = snippet(facts, &told);
        }
        Ok(None) => configuration.lines = snippet(facts, &told),
        Ok(Some(text)) if is_podman(place) => {
            (configuration.file, configuration.lines) = podman_file(&text, &told);
        }
        Ok(Some(_)) if place == MirrorPlace::Colima => configuration.lines = snippet(facts, &told),
        Ok(Some(text)) => in_daemon_file(facts, &text, &told, &mut configuration),
    }
    configuration
}

fn is_podman(place: MirrorPlace) -> bool {
    matches!(place, MirrorPlace::Podman | MirrorPlace::PodmanRootless)
}

/// What belongs into a file that is not known: nothing that the engine has already.
fn snippet(facts: &EngineFacts, mirrors: &[Mirror]) -> Vec<MirrorLine> {
    let lacks = |mirror: &&Mirror| !facts.info.mirrors.iter().any(|own| same(own, &mirror.to_string()));
    let mirrors: &[Mirror] = &mirrors.iter().filter(lacks).cloned().collect::<Vec<_>>();
    if mirrors.is_empty() {
        return Vec::new();
    }
    match facts.place() {
        MirrorPlace::Podman | MirrorPlace::PodmanRootless => podman(mirrors).iter().map(added).collect(),
        MirrorPlace::Colima => {
            let list = mirrors.iter().map(|mirror| format!("    - {mirror}"));
            ["docker:".to_owned(), format!("  {DIRECTIVE}:")].into_iter().chain(list).map(added).collect()
        }
        // Its braces are those of the file.
        _ => {
            let mut lines = DaemonFile::default().with(mirrors);
            lines
                .iter_mut()
                .filter(|line| ["{", "}"].contains(&line.text.as_str()))
                .for_each(|line| line.added = false);
            lines
        }
    }
}

fn added(text: impl Into<String>) -> MirrorLine {
    MirrorLine { text: text.into(), added: true }
}

fn kept(text: impl Into<String>) -> MirrorLine {
    MirrorLine { text: text.into(), added: false }
}

/// `registries.conf` in its second version (containers-registries.conf(5)).
fn podman(mirrors: &[Mirror]) -> Vec<String> {
    let mut lines: Vec<String> =
        ["[[registry]]", r#"prefix = "docker.io""#, r#"location = "docker.io""#].map(str::to_owned).to_vec();
    for mirror in mirrors {
        lines.extend([String::new(), "[[registry.mirror]]".to_owned()]);
        lines.push(format!("location = \"{}\"", mirror.repositories().trim_end_matches('/')));
        if !mirror.is_https() {
            lines.push("insecure = true".to_owned());
        }
    }
    lines
}

fn podman_file(text: &str, mirrors: &[Mirror]) -> (MirrorFile, Vec<MirrorLine>) {
    let lines = podman(mirrors);
    if text.trim().is_empty() {
        (MirrorFile::Missing, lines.iter().map(added).collect())
    } else if lines.iter().eq(text.trim_end().lines()) {
        (MirrorFile::Read, lines.iter().map(kept).collect())
    } else {
        (MirrorFile::Unknown, lines.iter().map(added).collect())
    }
}

fn in_daemon_file(facts: &EngineFacts, text: &str, mirrors: &[Mirror], configuration: &mut MirrorConfiguration) {
    let file = match DaemonFile::parse(text) {
        Ok(file) => file,
        Err(why) => {
            let error = Error::new(ErrorCode::ConfigurationInvalid).with("path", &configuration.path).saying(why);
            configuration.error = Some(error);
            configuration.lines = snippet(facts, mirrors);
            return;
        }
    };
    if !facts.is_its_own(&file) {
        configuration.file = MirrorFile::Other;
        configuration.lines = snippet(facts, mirrors);
        // The system's own commands are about the system's own engine.
        (configuration.reload, configuration.restart) = (String::new(), String::new());
        return;
    }
    configuration.file = if text.trim().is_empty() { MirrorFile::Missing } else { MirrorFile::Read };
    let stands = |mirror: &String| file.mirrors.iter().any(|own| same(own, mirror));
    // Docker Desktop and OrbStack have files of their own making.
    configuration.by_flags = matches!(configuration.place, MirrorPlace::Daemon | MirrorPlace::Rootless)
        && facts.info.mirrors.iter().any(|mirror| !stands(mirror));
    configuration.lines = file.with(mirrors);
}

/// Whether two addresses mean the same mirror.
fn same(one: &str, other: &str) -> bool {
    Mirror::parse(one).is_ok_and(|one| Mirror::parse(other).is_ok_and(|other| one == other))
}

/// A `daemon.json`, each entry as it is written.
struct DaemonFile {
    indent: String,
    entries: Vec<(String, Box<RawValue>)>,
    mirrors: Vec<String>,
}

impl Default for DaemonFile {
    fn default() -> Self {
        Self { indent: "  ".to_owned(), entries: Vec::new(), mirrors: Vec::new() }
    }
}

impl DaemonFile {
    fn parse(text: &str) -> std::result::Result<Self, String> {
        let text = text.trim_start_matches('\u{feff}');
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        let Entries(entries) = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let mirrors = match entries.iter().find(|(name, _)| name == DIRECTIVE) {
            Some((_, list)) => serde_json::from_str(list.get()).map_err(|error| format!("{DIRECTIVE}: {error}"))?,
            None => Vec::new(),
        };
        let indent = text.lines().skip(1).find(|line| line.trim_start().starts_with('"'));
        let indent = indent.map(|line| line[..line.len() - line.trim_start().len()].to_owned());
        Ok(Self { indent: indent.unwrap_or_else(|| "  ".to_owned()), entries, mirrors })
    }

    /// An entry that is a text.
    fn text(&self, name: &str) -> Option<String> {
        let (_, value) = self.entries.iter().find(|(entry, _)| entry == name)?;
        serde_json::from_str(value.get()).ok()
    }

    /// The whole file with these mirrors beside its own.
    fn with(&self, mirrors: &[Mirror]) -> Vec<MirrorLine> {
        let addresses = mirrors.iter().map(Mirror::to_string);
        let new: Vec<String> = addresses.filter(|mirror| !self.mirrors.iter().any(|own| same(own, mirror))).collect();
        let is_new_entry = !self.entries.iter().any(|(name, _)| name == DIRECTIVE);
        let mut entries: Vec<Vec<MirrorLine>> = Vec::new();
        for (name, value) in &self.entries {
            entries.push(if name == DIRECTIVE { self.list(&new, false) } else { self.entry(name, value) });
        }
        if is_new_entry && !new.is_empty() {
            entries.push(self.list(&new, true));
        }
        let count = entries.len();
        for lines in entries.iter_mut().take(count.saturating_sub(1)) {
            if let Some(last) = lines.last_mut() {
                last.text.push(',');
            }
        }
        let is_empty = self.entries.is_empty();
        let around = |text: &str| MirrorLine { text: text.to_owned(), added: is_empty && count > 0 };
        [around("{")].into_iter().chain(entries.into_iter().flatten()).chain([around("}")]).collect()
    }

    fn entry(&self, name: &str, value: &RawValue) -> Vec<MirrorLine> {
        let name = serde_json::Value::from(name);
        format!("{}{name}: {}", self.indent, value.get()).lines().map(kept).collect()
    }

    fn list(&self, new: &[String], is_new: bool) -> Vec<MirrorLine> {
        let around = |text: String| MirrorLine { text, added: is_new };
        let own = self.mirrors.iter().map(|mirror| (mirror, false));
        let all: Vec<_> = own.chain(new.iter().map(|mirror| (mirror, true))).collect();
        let lines = all.iter().enumerate().map(|(index, (mirror, added))| MirrorLine {
            text: format!(
                "{0}{0}{1}{2}",
                self.indent,
                serde_json::Value::from(mirror.as_str()),
                if index + 1 < all.len() { "," } else { "" }
            ),
            added: *added,
        });
        [around(format!("{}\"{DIRECTIVE}\": [", self.indent))]
            .into_iter()
            .chain(lines)
            .chain([around(format!("{}]", self.indent))])
            .collect()
    }
}

/// A JSON object in the order in which it is written.
struct Entries(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Entries;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Entries, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

#[cfg(test)]
mod tests;
