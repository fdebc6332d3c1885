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
    /// How we know of it.
    pub source: EndpointSource,
    /// The context's name, or the product's (`Docker`, `Colima`, `Podman`); empty for `DOCKER_HOST`.
    pub name: String,
    /// The folder with `ca.pem`, `cert.pem` and `key.pem`, where TLS is spoken.
    pub tls: Option<TlsFiles>,
}

/// Where the certificates for a TLS endpoint lie.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "engine.ts")]
pub struct TlsFiles {
    /// Folder that holds `ca.pem`, `cert.pem` and `key.pem`, each optional.
    pub folder: String,
    /// Whether the engine's certificate must be valid (`DOCKER_TLS_VERIFY`, a context's `SkipTLSVerify`).
    pub verify: bool,
}

/// How we know of an endpoint, in the order in which they are tried.
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

/// Which program answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "engine.ts")]
pub enum EngineProduct {
    /// Moby: Docker Engine, Docker Desktop, Colima, Rancher Desktop, OrbStack.
    Docker,
    /// Podman's Docker-compatible API.
    Podman,
}

/// How the engine keeps images.
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

/// A connection to an engine that answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "engine.ts")]
pub struct EngineInfo {
    /// Where it answered.
    pub endpoint: Endpoint,
    /// Which program it is.
    pub product: EngineProduct,
    /// Its own version, such as `28.5.2`.
    pub version: String,
    /// The API version agreed on, such as `1.51`.
    pub api_version: String,
    /// How it keeps images.
    pub store: ImageStore,
    /// `linux`, `windows`.
    pub os: String,
    /// `amd64`, `arm64`, … in Docker's words.
    pub architecture: String,
    /// The host's name for itself.
    pub host_name: String,
    /// The operating system's full name.
    pub operating_system: String,
    /// Where it stores its data, on its own machine.
    pub root_folder: String,
    /// Whether it runs on this machine.
    pub local: bool,
    /// Whether it is Slipway's practice engine.
    pub practice: bool,
    /// Registry mirrors it is configured with.
    pub mirrors: Vec<String>,
}

/// One endpoint that was tried, and why it did not answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "engine.ts")]
pub struct Attempt {
    /// What was tried.
    pub endpoint: Endpoint,
    /// Why it did not answer.
    pub error: Error,
}

/// How the connection stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export, export_to = "engine.ts")]
pub enum EngineStatus {
    /// Endpoints are being tried.
    Connecting,
    /// An engine answers.
    Connected {
        /// Which.
        engine: EngineInfo,
    },
    /// None answers; it will be tried again.
    Unreachable {
        /// What was tried, in order.
        attempts: Vec<Attempt>,
        /// The engine that was lost, where there was one; only that one is tried again.
        lost: Option<EngineInfo>,
        /// Until the next try, in milliseconds.
        retry_in: u32,
    },
}

/// The disk and memory that a local engine's images live on.
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
