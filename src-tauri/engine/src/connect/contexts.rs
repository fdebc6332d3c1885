//! The docker CLI's contexts, as it stores them on disk (docker/cli `cli/context/store`).

use std::path::Path;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{
    cli_config::ConfigFile,
    error::Result,
    wire::{Endpoint, EndpointSource, TlsFiles},
};

/// What the docker CLI calls the context that has no definition: its own socket.
pub(super) const DEFAULT_CONTEXT: &str = "default";

/// The name of the current context in Docker's configuration, if there is one.
///
/// # Errors
/// [`ErrorCode::DockerConfigInvalid`](crate::ErrorCode::DockerConfigInvalid): it is unknown which context is chosen.
pub(super) fn current(config: &Path) -> Result<Option<String>> {
    let name = ConfigFile::load(config)?.current_context;
    Ok((!name.is_empty()).then_some(name))
}

/// The endpoint of the context with this name. Its folder is named after the hash of the name.
pub(super) fn find(config: &Path, name: &str) -> Option<Endpoint> {
    read(config, &folder_name(name))
}

/// The endpoints of all contexts, by name.
pub(super) fn list(config: &Path) -> Vec<Endpoint> {
    let Ok(folders) = std::fs::read_dir(config.join("contexts/meta")) else { return Vec::new() };
    let mut contexts: Vec<Endpoint> =
        folders.flatten().filter_map(|folder| read(config, &folder.file_name().to_string_lossy())).collect();
    contexts.sort_by(|one, other| one.name.cmp(&other.name));
    contexts
}

fn folder_name(context: &str) -> String {
    format!("{:x}", Sha256::digest(context))
}

fn read(config: &Path, folder: &str) -> Option<Endpoint> {
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
            .then(|| TlsFiles { folder: certificates.display().to_string(), verify: !skip_verify }),
    })
}

/// Writes a context's definition, and sets the current context.
#[cfg(test)]
pub(super) fn write(config: &Path, name: &str, host: &str, current: Option<&str>) {
    let folder = config.join("contexts/meta").join(folder_name(name));
    std::fs::create_dir_all(&folder).unwrap();
    let meta = serde_json::json!({ "Name": name, "Endpoints": { "docker": { "Host": host } } });
    std::fs::write(folder.join("meta.json"), meta.to_string()).unwrap();
    if let Some(current) = current {
        let written = serde_json::json!({ "currentContext": current }).to_string();
        std::fs::write(config.join("config.json"), written).unwrap();
    }
}
