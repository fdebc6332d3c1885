//! Where an engine may be, in the order in which the docker CLI and then a person would look.

use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{
    Address,
    practice_socket::{Place, known_socket},
};
use crate::{
    error::{Error, ErrorCode, Result},
    wire::{Endpoint, EndpointSource, TlsFiles},
};

/// What the docker CLI calls the context that has no definition: its own socket.
const DEFAULT_CONTEXT: &str = "default";

/// What the environment tells of engines; plain data, so that a test can make one up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// `DOCKER_HOST`
    pub docker_host: Option<String>,
    /// `DOCKER_CONTEXT`
    pub docker_context: Option<String>,
    /// `DOCKER_TLS`, any non-empty value: TLS without a look at the engine's certificate.
    pub docker_tls: bool,
    /// `DOCKER_TLS_VERIFY`, any non-empty value.
    pub docker_tls_verify: bool,
    /// `DOCKER_CERT_PATH`
    pub docker_cert_path: Option<PathBuf>,
    /// `DOCKER_CONFIG`, else `~/.docker`.
    pub docker_config: PathBuf,
    /// The person's folder.
    pub home: PathBuf,
    /// `XDG_RUNTIME_DIR`
    pub runtime_folder: Option<PathBuf>,
    /// Slipway's own folder, for what is kept from one start to the next (copies, records, colours); nothing is without
    /// one.
    pub data_folder: Option<PathBuf>,
    /// Where Slipway may keep what it can make again (what is in layers); none where it may keep nothing.
    pub cache_folder: Option<PathBuf>,
    /// Slipway's practice engine.
    pub practice: Place,
}

impl Surroundings {
    /// As they are.
    pub fn from_environment() -> Self {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let home = std::env::home_dir().unwrap_or_default();
        Self {
            docker_host: variable("DOCKER_HOST"),
            docker_context: variable("DOCKER_CONTEXT"),
            docker_tls: variable("DOCKER_TLS").is_some(),
            docker_tls_verify: variable("DOCKER_TLS_VERIFY").is_some(),
            docker_cert_path: variable("DOCKER_CERT_PATH").map(PathBuf::from),
            docker_config: variable("DOCKER_CONFIG").map_or_else(|| home.join(".docker"), PathBuf::from),
            runtime_folder: variable("XDG_RUNTIME_DIR").map(PathBuf::from),
            // The shell knows where its own belong.
            data_folder: None,
            cache_folder: None,
            practice: Place { socket: Some(known_socket()), ..Place::default() },
            home,
        }
    }

    /// The context that was chosen, by `DOCKER_CONTEXT` or by Docker's configuration, unless it is the default one.
    pub fn chosen_context(&self) -> Option<String> {
        self.named_context().filter(|name| name != DEFAULT_CONTEXT)
    }

    /// Whether somebody decided which engine is to be used, be it the default one.
    pub fn is_decided(&self) -> bool {
        self.docker_host.is_some() || self.named_context().is_some()
    }

    fn named_context(&self) -> Option<String> {
        self.docker_context.clone().or_else(|| current_context(&self.docker_config))
    }
}

/// The endpoints to try, in order, each address once.
///
/// `DOCKER_HOST` or a named context is somebody's decision: then nothing else is tried, and for the context `default`
/// nothing but the docker CLI's own socket. Otherwise the known sockets follow, and the practice engine comes last: a
/// context that nobody chose may be another machine, and is only there to be picked.
///
/// # Errors
/// [`ErrorCode::ContextNotFound`] when the chosen context has no definition.
pub fn candidates(surroundings: &Surroundings) -> Result<Vec<Endpoint>> {
    if let Some(address) = &surroundings.docker_host {
        return Ok(vec![Endpoint {
            address: address.clone(),
            source: EndpointSource::DockerHost,
            name: String::new(),
            tls: environment_tls(surroundings, address),
        }]);
    }
    if let Some(name) = surroundings.chosen_context() {
        return context(&surroundings.docker_config, &name)
            .map(|endpoint| vec![endpoint])
            .ok_or_else(|| Error::new(ErrorCode::ContextNotFound).with("context", name));
    }
    if surroundings.is_decided() {
        return Ok(known(surroundings).into_iter().take(1).collect());
    }
    Ok(each_once(known(surroundings).into_iter().chain(practice(surroundings))))
}

/// All endpoints that we know of, whether chosen or not; for a person to pick from.
pub fn everything(surroundings: &Surroundings) -> Vec<Endpoint> {
    let listed = known(surroundings).into_iter().chain(contexts(&surroundings.docker_config));
    each_once(listed.chain(practice(surroundings)))
}

fn each_once(endpoints: impl Iterator<Item = Endpoint>) -> Vec<Endpoint> {
    let mut found: Vec<Endpoint> = Vec::new();
    for endpoint in endpoints {
        if !found.iter().any(|earlier| earlier.address == endpoint.address) {
            found.push(endpoint);
        }
    }
    found
}

fn practice(surroundings: &Surroundings) -> Option<Endpoint> {
    surroundings.practice.socket.as_ref().map(|socket| Endpoint {
        address: format!("unix://{}", socket.display()),
        source: EndpointSource::Practice,
        name: String::new(),
        tls: None,
    })
}

fn environment_tls(surroundings: &Surroundings, address: &str) -> Option<TlsFiles> {
    let wanted = surroundings.docker_tls_verify || surroundings.docker_tls;
    let is_tcp = matches!(Address::parse(address), Ok(Address::Tcp { .. }));
    (wanted && is_tcp).then(|| TlsFiles {
        folder: path_text(surroundings.docker_cert_path.as_ref().unwrap_or(&surroundings.docker_config)),
        verify: surroundings.docker_tls_verify,
    })
}

fn current_context(config: &Path) -> Option<String> {
    let text = std::fs::read_to_string(config.join("config.json")).ok()?;
    let value: Value = serde_json::from_str(&text).ok()?;
    value.get("currentContext")?.as_str().filter(|name| !name.is_empty()).map(str::to_owned)
}

/// A context's definition lies in a folder named by the hash of its name (docker/cli `cli/context/store`).
fn context(config: &Path, name: &str) -> Option<Endpoint> {
    read_context(config, &format!("{:x}", Sha256::digest(name)))
}

fn contexts(config: &Path) -> Vec<Endpoint> {
    let Ok(folders) = std::fs::read_dir(config.join("contexts/meta")) else { return Vec::new() };
    let mut found: Vec<Endpoint> =
        folders.flatten().filter_map(|folder| read_context(config, &folder.file_name().to_string_lossy())).collect();
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}

fn read_context(config: &Path, folder: &str) -> Option<Endpoint> {
    let text = std::fs::read_to_string(config.join("contexts/meta").join(folder).join("meta.json")).ok()?;
    let value: Value = serde_json::from_str(&text).ok()?;
    let docker = value.get("Endpoints")?.get("docker")?;
    let certificates = config.join("contexts/tls").join(folder).join("docker");
    let skip_verify = docker.get("SkipTLSVerify").and_then(Value::as_bool).unwrap_or(false);
    Some(Endpoint {
        address: docker.get("Host")?.as_str()?.to_owned(),
        source: EndpointSource::Context,
        name: value.get("Name")?.as_str()?.to_owned(),
        tls: (certificates.exists() || skip_verify)
            .then(|| TlsFiles { folder: path_text(&certificates), verify: !skip_verify }),
    })
}

/// The sockets where engines usually listen on this system, whether there or not; first the docker CLI's own.
fn known(surroundings: &Surroundings) -> Vec<Endpoint> {
    let home = &surroundings.home;
    let runtime = surroundings.runtime_folder.clone().unwrap_or_else(|| home.join(".docker/run"));
    let sockets: Vec<(&str, PathBuf)> = vec![
        ("Docker", "/var/run/docker.sock".into()),
        ("Docker Desktop", home.join(".docker/desktop/docker.sock")),
        ("Docker Desktop", home.join(".docker/run/docker.sock")),
        ("Docker (rootless)", runtime.join("docker.sock")),
        ("Colima", home.join(".colima/default/docker.sock")),
        ("Colima", home.join(".config/colima/default/docker.sock")),
        ("Rancher Desktop", home.join(".rd/docker.sock")),
        ("OrbStack", home.join(".orbstack/run/docker.sock")),
        ("Podman (rootless)", runtime.join("podman/podman.sock")),
        ("Podman", "/run/podman/podman.sock".into()),
    ];
    let pipes = ["docker_engine", "dockerDesktopLinuxEngine", "podman-machine-default"]
        .into_iter()
        .filter(|_| cfg!(windows))
        .map(|name| (name, format!("npipe:////./pipe/{name}")));
    sockets
        .into_iter()
        .filter(|_| cfg!(unix))
        .map(|(name, path)| (name, format!("unix://{}", path.display())))
        .chain(pipes)
        .map(|(name, address)| Endpoint { address, source: EndpointSource::Known, name: name.to_owned(), tls: None })
        .collect()
}

fn path_text(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = if cfg!(windows) { "npipe:////./pipe/docker_engine" } else { "unix:///var/run/docker.sock" };
    const PRODUCTION: &str = "ssh://admin@production";

    /// Docker's configuration with one context, `prod`, and `chosen` for its current one.
    fn surroundings(config: &Path, chosen: Option<&str>) -> Surroundings {
        let folder = config.join("contexts/meta").join(format!("{:x}", Sha256::digest("prod")));
        std::fs::create_dir_all(&folder).unwrap();
        let meta = serde_json::json!({ "Name": "prod", "Endpoints": { "docker": { "Host": PRODUCTION } } });
        std::fs::write(folder.join("meta.json"), meta.to_string()).unwrap();
        if let Some(chosen) = chosen {
            let written = serde_json::json!({ "currentContext": chosen }).to_string();
            std::fs::write(config.join("config.json"), written).unwrap();
        }
        Surroundings {
            docker_config: config.to_owned(),
            home: config.join("home"),
            practice: Place { socket: Some("/practice.sock".into()), ..Place::default() },
            ..Surroundings::default()
        }
    }

    fn addresses(surroundings: &Surroundings) -> Vec<String> {
        let tried = candidates(surroundings).expect("there are places to try");
        tried.into_iter().map(|endpoint| endpoint.address).collect()
    }

    #[test]
    fn a_context_that_nobody_chose_is_not_tried() {
        let folder = tempfile::tempdir().unwrap();
        let free = surroundings(folder.path(), None);
        let tried = addresses(&free);
        assert_eq!(tried[0], OWN, "the usual sockets");
        assert_eq!(tried.last().map(String::as_str), Some("unix:///practice.sock"), "and last the practice engine");
        assert!(!tried.contains(&PRODUCTION.to_owned()), "another machine is nobody's second choice: {tried:?}");
        let picked = everything(&free).into_iter().any(|endpoint| endpoint.address == PRODUCTION);
        assert!(picked, "it is there to be picked all the same");
        assert!(!free.is_decided(), "nobody decided anything");
    }

    #[test]
    fn what_was_chosen_is_tried_alone() {
        let folder = tempfile::tempdir().unwrap();
        let current = surroundings(folder.path(), Some("prod"));
        assert_eq!(addresses(&current), [PRODUCTION], "the current context");
        let asked = |name: &str| Surroundings { docker_context: Some(name.to_owned()), ..current.clone() };
        assert_eq!(
            addresses(&asked("default")),
            [OWN],
            "the environment's `default` is the docker command's own socket"
        );
        assert_eq!(
            (asked("default").chosen_context(), asked("default").is_decided()),
            (None, true),
            "it is a decision"
        );
        let gone = candidates(&asked("gone")).expect_err("there is no such context");
        assert_eq!(gone.code, ErrorCode::ContextNotFound, "which is told instead of trying another");
        let host = Surroundings { docker_host: Some("tcp://far:2375".to_owned()), ..asked("prod") };
        assert_eq!(addresses(&host), ["tcp://far:2375"], "DOCKER_HOST comes before all");
        let bare =
            Surroundings { docker_host: Some("far:2376".to_owned()), docker_tls_verify: true, ..current.clone() };
        assert!(candidates(&bare).unwrap()[0].tls.is_some(), "TLS is spoken over TCP, however that is written");
        let written = surroundings(folder.path(), Some("default"));
        assert_eq!(addresses(&written), [OWN], "and so is the configuration's `default`");
    }
}
