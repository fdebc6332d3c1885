use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One container as the inventory knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "container.ts")]
pub struct Container {
    /// 64 hex digits.
    pub id: String,
    /// Without the leading `/`.
    pub name: String,
    /// The image as named when the container was created.
    pub image: String,
    /// The image's ID.
    pub image_id: String,
    /// What it runs.
    pub command: String,
    /// When it was created, in seconds since 1970.
    pub created: i64,
    /// Its state.
    pub state: ContainerState,
    /// Since when it has been in that state, in seconds since 1970, where known.
    pub since: Option<i64>,
    /// The exit code, once it has exited.
    pub exit_code: Option<i64>,
    /// Published and exposed ports, sorted.
    pub ports: Vec<Port>,
    /// What is mounted into it, sorted by path.
    pub mounts: Vec<Mount>,
    /// Whether it has a terminal.
    pub tty: bool,
    /// Its labels.
    pub labels: BTreeMap<String, String>,
}

#[cfg(test)]
impl Container {
    /// A container for tests: exited, without ports and mounts.
    pub(crate) fn exited(id: String, name: &str, image: &str) -> Self {
        Self {
            id,
            name: name.to_owned(),
            image: image.to_owned(),
            image_id: String::new(),
            command: "sh".to_owned(),
            created: 0,
            state: ContainerState::Exited,
            since: None,
            exit_code: Some(0),
            ports: Vec::new(),
            mounts: Vec::new(),
            tty: false,
            labels: BTreeMap::new(),
        }
    }
}

/// A container's state, in Docker's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "container.ts")]
pub enum ContainerState {
    /// Created, never started.
    Created,
    /// Running.
    Running,
    /// Paused.
    Paused,
    /// Between an exit and the next start.
    Restarting,
    /// Being removed.
    Removing,
    /// Exited.
    Exited,
    /// Could not be removed.
    Dead,
}

/// A port of a container.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "container.ts")]
pub struct Port {
    /// The port in the container.
    pub container: u16,
    /// `tcp`, `udp`, `sctp`.
    pub protocol: String,
    /// The host's port, where it is published.
    pub host: Option<u16>,
    /// The host's address; `0.0.0.0` and `::` for all.
    pub address: String,
}

/// Something mounted into a container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "container.ts")]
pub struct Mount {
    /// `bind`, `volume`, `tmpfs`, …
    pub kind: String,
    /// The volume's name or the host's path.
    pub source: String,
    /// Where it is mounted.
    pub path: String,
    /// Whether it may be written.
    pub writable: bool,
}
