use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{
    connect::Engine,
    error::Result,
    wire::{EngineInfo, EngineProduct, MirrorPlace},
};

/// The file that indicates that systemd runs this machine (sd_booted(3)).
const SYSTEMD: &str = "/run/systemd/system";
/// A drop-in of our own, so that no file of the system has to be changed (containers-registries.conf.d(5)).
const PODMAN_FILE: &str = "registries.conf.d/50-docker-hub-mirrors.conf";

/// What decides where an engine's configuration is and how it is reloaded.
#[derive(Debug, Clone)]
pub struct EngineFacts {
    /// The engine.
    pub info: EngineInfo,
    /// Whether it runs without root.
    pub rootless: bool,
    /// Whether systemd runs this machine.
    pub systemd: bool,
    /// The user's home folder.
    pub home: PathBuf,
    /// The user's configuration folder: `~/.config`.
    pub config_home: PathBuf,
}

impl EngineFacts {
    /// Asks the engine and this machine.
    ///
    /// # Errors
    /// [`ErrorCode::EngineLost`](crate::ErrorCode::EngineLost)
    pub async fn gather(engine: &Engine) -> Result<Self> {
        let system = match engine.json::<Value>("/info").await {
            Err(error) if error.is_loss() => return Err(error),
            // A proxy may forbid it.
            system => system.unwrap_or_default(),
        };
        let security = system["SecurityOptions"].as_array().into_iter().flatten();
        let home = std::env::home_dir().unwrap_or_default();
        let config_home = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
        Ok(Self {
            info: engine.info().clone(),
            rootless: security.filter_map(Value::as_str).any(|option| option.contains("name=rootless")),
            systemd: Path::new(SYSTEMD).exists(),
            config_home: config_home.unwrap_or_else(|| home.join(".config")),
            home,
        })
    }

    /// The kind of installation.
    pub(super) fn place(&self) -> MirrorPlace {
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

    /// The path of the configuration file on the engine's machine.
    pub(super) fn path(&self) -> PathBuf {
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

    /// The folder of the Colima profile with this socket, `~/.colima/default`.
    fn colima_folder(&self) -> PathBuf {
        let socket = self.info.endpoint.address.trim_start_matches("unix://");
        Path::new(socket).parent().map_or_else(|| self.home.join(".colima/default"), Path::to_owned)
    }

    /// The commands that apply the configuration: one that keeps containers running, and one that restarts the engine.
    pub(super) fn commands(&self) -> (String, String) {
        let (reload, restart) = match self.place() {
            MirrorPlace::Daemon if self.systemd || !self.info.local => {
                ("sudo systemctl reload docker", "sudo systemctl restart docker")
            }
            MirrorPlace::Daemon => ("sudo pkill -HUP -x dockerd", "sudo service docker restart"),
            // The service's process is rootlesskit, which does not forward the signal.
            MirrorPlace::Rootless => ("", "systemctl --user restart docker"),
            MirrorPlace::Snap => ("", "sudo snap restart docker"),
            MirrorPlace::Desktop => ("", ""),
            MirrorPlace::OrbStack => ("", "orb restart docker"),
            MirrorPlace::Colima => {
                let profile = self.colima_folder().file_name().map(|name| name.to_string_lossy().into_owned());
                let profile = profile.filter(|name| name != "default").map(|name| format!(" {name}"));
                return (String::new(), format!("colima restart{}", profile.unwrap_or_default()));
            }
            // Podman's containers do not depend on its service.
            MirrorPlace::Podman => ("sudo systemctl restart podman.service", ""),
            MirrorPlace::PodmanRootless => ("systemctl --user restart podman.service", ""),
        };
        (reload.to_owned(), restart.to_owned())
    }

    /// Whether this dockerd stores in the `data-root` of a `daemon.json`, so was started with that file. Docker Desktop's
    /// engine runs in a virtual machine and reports a folder of that.
    pub(super) fn stores_in(&self, data_root: Option<String>) -> bool {
        let default = match self.place() {
            MirrorPlace::Daemon => "/var/lib/docker".to_owned(),
            MirrorPlace::Rootless => self.home.join(".local/share/docker").display().to_string(),
            _ => return true,
        };
        let root = data_root.unwrap_or(default);
        // With user namespaces it stores in a subfolder.
        Path::new(&self.info.root_folder).starts_with(root.trim_end_matches('/'))
    }
}
