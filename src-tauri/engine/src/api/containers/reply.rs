//! Lenient reply types for the container endpoints: one container in a state that only Podman has (`stopped`,
//! `initialized`) must not hide all the others.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use url::form_urlencoded;

use crate::{
    api::images::GraphDriver,
    connect::{Engine, null_to_default},
    error::{Error, ErrorCode, Result},
    grammar::container_name::may_name,
    wire::{ContainerState, Mount, Port},
};

/// One of `GET /containers/json`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct ContainerSummary {
    pub id: String,
    #[serde(deserialize_with = "null_to_default")]
    pub names: Vec<String>,
    pub image: String,
    #[serde(rename = "ImageID")]
    pub image_id: String,
    #[serde(deserialize_with = "null_to_default")]
    pub command: String,
    pub created: i64,
    pub state: String,
    #[serde(deserialize_with = "null_to_default")]
    pub ports: Vec<PublishedPort>,
    #[serde(deserialize_with = "null_to_default")]
    pub labels: BTreeMap<String, String>,
    #[serde(deserialize_with = "null_to_default")]
    pub mounts: Vec<MountPoint>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct PublishedPort {
    private_port: u16,
    #[serde(rename = "Type")]
    protocol: String,
    public_port: u16,
    #[serde(rename = "IP")]
    address: String,
}

/// Something mounted in a container.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct MountPoint {
    #[serde(rename = "Type")]
    kind: String,
    name: String,
    source: String,
    pub destination: String,
    #[serde(rename = "RW")]
    writable: bool,
}

/// `GET /containers/{id}/json`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct ContainerInspect {
    pub id: String,
    name: String,
    path: String,
    #[serde(deserialize_with = "null_to_default")]
    args: Vec<String>,
    /// The image's ID.
    pub image: String,
    pub state: Standing,
    pub config: Config,
    pub host_config: HostConfig,
    #[serde(deserialize_with = "null_to_default")]
    pub mounts: Vec<MountPoint>,
    /// The IDs of its execs.
    #[serde(rename = "ExecIDs", deserialize_with = "null_to_default")]
    pub exec_ids: Vec<String>,
    /// Bytes of its writable layer, when requested; -1 where they cannot be counted.
    pub size_rw: Option<i64>,
    #[serde(deserialize_with = "null_to_default")]
    graph_driver: GraphDriver,
}

/// A container's state.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct Standing {
    pub running: bool,
    pub paused: bool,
    pub exit_code: Option<i64>,
    pub(super) started_at: String,
    pub(super) finished_at: String,
}

/// A container's configuration.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct Config {
    /// As it was named.
    pub image: String,
    pub user: String,
    pub tty: bool,
    pub open_stdin: bool,
    #[serde(deserialize_with = "null_to_default")]
    pub env: Vec<String>,
    #[serde(deserialize_with = "null_to_default")]
    pub entrypoint: Vec<String>,
    #[serde(deserialize_with = "null_to_default")]
    pub cmd: Vec<String>,
}

/// A container's host configuration.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct HostConfig {
    pub auto_remove: bool,
    #[serde(deserialize_with = "null_to_default")]
    pub tmpfs: HashMap<String, String>,
}

impl ContainerInspect {
    /// Without the leading slash.
    pub fn name(&self) -> &str {
        self.name.trim_start_matches('/')
    }

    /// Its program and arguments.
    pub fn command(&self) -> Vec<String> {
        let program = Some(&self.path).filter(|path| !path.is_empty());
        program.into_iter().chain(&self.args).cloned().collect()
    }

    /// Its mount points.
    pub fn mount_paths(&self) -> Vec<String> {
        let mounts = self.mounts.iter().map(|mount| &mount.destination).chain(self.host_config.tmpfs.keys());
        mounts.map(|path| path.trim_end_matches('/').to_owned()).collect()
    }

    /// The folders of its image's layers, top layer first.
    pub fn lower_folders(&self) -> Option<Vec<String>> {
        Some(self.graph_driver.lower()?.map(str::to_owned).collect())
    }
}

/// A state as engines name it (moby `container/state.go`, Podman `libpod/define/containerstate.go`).
pub(super) fn state(word: &str) -> ContainerState {
    match word {
        "running" | "stopping" => ContainerState::Running,
        "paused" => ContainerState::Paused,
        "restarting" => ContainerState::Restarting,
        "removing" => ContainerState::Removing,
        "exited" | "stopped" => ContainerState::Exited,
        "dead" => ContainerState::Dead,
        // `created`, `configured`, `initialized`, and what Podman calls `unknown`.
        _ => ContainerState::Created,
    }
}

impl From<PublishedPort> for Port {
    fn from(port: PublishedPort) -> Self {
        Self {
            container: port.private_port,
            protocol: port.protocol,
            host: Some(port.public_port).filter(|port| *port != 0),
            address: port.address,
        }
    }
}

impl From<MountPoint> for Mount {
    fn from(mount: MountPoint) -> Self {
        let source = if mount.name.is_empty() { mount.source } else { mount.name };
        Self { kind: mount.kind, source, path: mount.destination, writable: mount.writable }
    }
}

/// The containers, running or not, that match a filter in the API's JSON; all without one.
pub(super) async fn summaries(engine: &Engine, filters: Option<&str>) -> Result<Vec<ContainerSummary>> {
    let filters = form_urlencoded::byte_serialize(filters.unwrap_or("{}").as_bytes());
    engine.json(&format!("/containers/json?all=true&filters={}", filters.collect::<String>())).await
}

/// Inspects a container by its name or ID.
///
/// # Errors
/// [`ErrorCode::ContainerNotFound`]; the engine's refusal by code.
pub(crate) async fn inspect(engine: &Engine, container: &str) -> Result<ContainerInspect> {
    look(engine, container, "").await
}

/// The same with the bytes of its writable layer, which the engine counts on request.
///
/// # Errors
/// As [`inspect`].
pub(crate) async fn inspect_with_size(engine: &Engine, container: &str) -> Result<ContainerInspect> {
    look(engine, container, "?size=true").await
}

async fn look(engine: &Engine, container: &str, query: &str) -> Result<ContainerInspect> {
    let about = |error: Error| error.with("container", container);
    if !may_name(container) {
        return Err(about(Error::new(ErrorCode::ContainerNotFound)));
    }
    engine.json(&format!("/containers/{container}/json{query}")).await.map_err(about)
}

/// The folders of the layers beneath a container's own, top layer first; `None` where the engine does not report them or the
/// container does not exist.
pub(crate) async fn layer_folders(engine: &Engine, container: &str) -> Result<Option<Vec<String>>> {
    match inspect(engine, container).await {
        Ok(inspected) => Ok(inspected.lower_folders()),
        Err(error) if error.code == ErrorCode::ContainerNotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The ID of the container with this name or ID.
pub(crate) async fn id(engine: &Engine, container: &str) -> Result<String> {
    Ok(inspect(engine, container).await?.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_of_podmans_own_is_one_of_dockers() {
        for (word, expected) in [
            ("running", ContainerState::Running),
            ("stopping", ContainerState::Running),
            ("stopped", ContainerState::Exited),
            ("exited", ContainerState::Exited),
            ("initialized", ContainerState::Created),
            ("", ContainerState::Created),
        ] {
            assert_eq!(state(word), expected, "{word:?}");
        }
    }

    #[test]
    fn what_is_null_or_left_out_is_empty() {
        let listed = r#"[{"Id":"a","Names":null,"Ports":null,"Labels":null,"Mounts":null,"State":"stopped"},{}]"#;
        let listed: Vec<ContainerSummary> = serde_json::from_str(listed).expect("a state nobody knows is no failure");
        assert_eq!(listed[0].state, "stopped", "it is told on as it is");
        let inspected = r#"{"Id":"a","State":{"Status":"stopped","ExitCode":-1},"ExecIDs":null,"HostConfig":{"Tmpfs":null},
            "Config":{"Cmd":null,"Entrypoint":null,"Env":null},"GraphDriver":null,"Path":"sh","Args":["-c","x"]}"#;
        let inspected: ContainerInspect = serde_json::from_str(inspected).expect("nor is null");
        assert_eq!(inspected.command(), ["sh", "-c", "x"], "what it runs");
        assert_eq!((inspected.lower_folders(), inspected.mount_paths()), (None, vec![]), "nothing is told of these");
    }
}
