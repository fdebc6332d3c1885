use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Error;

/// A place where an engine may answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "engine.ts")]
pub struct Endpoint {
    /// As `DOCKER_HOST` takes it: `unix:///var/run/docker.sock`, `tcp://host:2376`, `ssh://user@host`, `npipe://…`.
    pub address: String,
    /// Where it is known from.
    pub source: EndpointSource,
    /// The context's name, or the product's (`Docker`, `Colima`, `Podman`); empty for `DOCKER_HOST`.
    pub name: String,
    /// The folder with `ca.pem`, `cert.pem` and `key.pem`, where TLS is used.
    pub tls: Option<TlsFiles>,
}

/// The certificates for a TLS endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "engine.ts")]
pub struct TlsFiles {
    /// The folder that contains `ca.pem`, `cert.pem` and `key.pem`, each optional.
    pub folder: String,
    /// Whether the engine's certificate must be valid (`DOCKER_TLS_VERIFY`, a context's `SkipTLSVerify`).
    pub verify: bool,
}

/// Where an endpoint is known from, in the order in which they are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "engine.ts")]
pub enum EndpointSource {
    /// The environment's `DOCKER_HOST`.
    DockerHost,
    /// `DOCKER_CONTEXT`, or the current context in Docker's configuration, or another of its contexts.
    Context,
    /// A socket where an engine usually listens.
    Known,
    /// Slipway's own practice engine.
    Practice,
}

/// The program behind an engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "engine.ts")]
pub enum EngineProduct {
    /// Moby: Docker Engine, Docker Desktop, Colima, Rancher Desktop, OrbStack.
    Docker,
    /// Podman's Docker-compatible API.
    Podman,
}

/// How an engine stores images.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "engine.ts")]
pub enum ImageStore {
    /// Docker's graph drivers (`overlay2`).
    #[default]
    Classic,
    /// The containerd image store, default of fresh Docker 29 engines.
    Containerd,
    /// containers/storage.
    Podman,
}

impl ImageStore {
    /// Whether an image has the same ID in both: the digest of its configuration, or, in the containerd store, of its
    /// manifest.
    pub fn has_ids_of(self, other: Self) -> bool {
        (self == Self::Containerd) == (other == Self::Containerd)
    }
}

/// What is known of a connected engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "engine.ts")]
pub struct EngineInfo {
    /// Its endpoint.
    pub endpoint: Endpoint,
    /// The program.
    pub product: EngineProduct,
    /// Its version, such as `28.5.2`.
    pub version: String,
    /// The API version agreed on, such as `1.51`.
    pub api_version: String,
    /// How it stores images.
    pub store: ImageStore,
    /// `linux`, `windows`.
    pub os: String,
    /// `amd64`, `arm64`, … in Docker's terms.
    pub architecture: String,
    /// The host's name for itself.
    pub host_name: String,
    /// The operating system's full name.
    pub operating_system: String,
    /// Where it stores its data, on its host.
    pub root_folder: String,
    /// Whether it runs on this machine.
    pub local: bool,
    /// Whether it is Slipway's practice engine.
    pub practice: bool,
    /// Registry mirrors it is configured with.
    pub mirrors: Vec<String>,
    /// Why it does not describe itself (`/info`), if it refuses to; then the host, the root folder and the mirrors are
    /// unknown.
    pub withheld: Option<Error>,
}

impl EngineInfo {
    /// What tells it from other engines.
    pub fn identity(&self) -> String {
        format!("{} {}", self.endpoint.address, self.root_folder)
    }
}

/// An endpoint that was tried, and why it failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "engine.ts")]
pub struct Attempt {
    /// The endpoint.
    pub endpoint: Endpoint,
    /// Why it failed.
    pub error: Error,
}

/// The status of the connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export, export_to = "engine.ts")]
pub enum EngineStatus {
    /// Endpoints are being tried.
    Connecting,
    /// An engine responds.
    Connected {
        /// The engine.
        engine: EngineInfo,
    },
    /// The engine no longer answers what it is asked, but its connection is open: it hangs, or its machine is paused. It
    /// is used again as soon as it answers.
    Unresponsive {
        /// The engine.
        engine: EngineInfo,
        /// Since when an answer is awaited.
        since: i64,
    },
    /// None responds; they will be retried.
    Unreachable {
        /// What was tried, in order.
        attempts: Vec<Attempt>,
        /// The engine whose connection was lost, where there was one; only that one is retried.
        lost: Option<EngineInfo>,
        /// Milliseconds until the next try.
        retry_in: u32,
    },
}

/// Disk and memory of this machine, for a local engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "engine.ts")]
pub struct HostFigures {
    /// Bytes of the disk that holds the engine's root folder.
    pub disk_total: u64,
    /// Bytes free on it.
    pub disk_free: u64,
    /// Bytes of memory.
    pub memory_total: u64,
    /// Bytes of memory free for use.
    pub memory_free: u64,
}
