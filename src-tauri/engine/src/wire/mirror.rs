use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Error;

/// The results of a registry mirror's test so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "mirror.ts")]
pub struct MirrorTest {
    /// The mirror, as written in the list.
    pub mirror: String,
    /// The image that it is tested with, as the CLI shows it.
    pub image: String,
    /// Its name was resolved and a connection established, with TLS where its address asks for it.
    pub reached: Option<MirrorReached>,
    /// Milliseconds until it responded as a registry.
    pub registry: Option<u32>,
    /// What it has of the image.
    pub found: Option<MirrorImage>,
    /// How fast it served a part of the image.
    pub speed: Option<MirrorSpeed>,
    /// The step that failed; the test ended there.
    pub failed: Option<MirrorFailure>,
}

/// How a mirror was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "mirror.ts")]
pub struct MirrorReached {
    /// The address that its name resolves to: `203.0.113.7:443`.
    pub address: String,
    /// Milliseconds for name, connection and TLS together.
    pub took: u32,
    /// Whether TLS is used, with a certificate that this machine trusts.
    pub tls: bool,
}

/// What a mirror has of the image that it is tested with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "mirror.ts")]
pub struct MirrorImage {
    /// Milliseconds until its manifest arrived, token requests included.
    pub took: u32,
    /// The digest of what it serves under that name, computed from what arrived: `sha256:…`.
    pub digest: String,
    /// Compressed bytes to fetch.
    pub bytes: u64,
    /// Whether it issued a token first, as Docker Hub does.
    pub token: bool,
}

/// How fast a mirror served a part of a layer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "mirror.ts")]
pub struct MirrorSpeed {
    /// Bytes fetched, 2 MB at most.
    pub bytes: u64,
    /// Milliseconds they took.
    pub took: u32,
    /// Bytes per second.
    pub per_second: u64,
}

/// Where a mirror's test ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "mirror.ts")]
pub struct MirrorFailure {
    /// The step.
    pub step: MirrorStep,
    /// Why it failed.
    pub error: Error,
}

/// The steps of a mirror's test, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "mirror.ts")]
pub enum MirrorStep {
    /// Its name, a connection, TLS.
    Reach,
    /// Whether it is a registry (`/v2/`).
    Registry,
    /// Whether it has the image.
    Image,
    /// How fast it is.
    Speed,
}

/// How to configure mirrors on the connected engine permanently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "mirror.ts")]
pub struct MirrorConfiguration {
    /// Where its configuration is, and how to reload it.
    pub place: MirrorPlace,
    /// The file, on the engine's host.
    pub path: String,
    /// What is known of the file.
    pub file: MirrorFile,
    /// Why it could not be read or understood.
    pub error: Option<Error>,
    /// The resulting file; of an unknown file, the part to add.
    pub lines: Vec<MirrorLine>,
    /// The command that applies the mirrors while containers keep running; empty where there is none, or none is known.
    pub reload: String,
    /// The command that restarts the engine; empty where that is done in a window.
    pub restart: String,
    /// Mirrors that this engine does not support, each with the reason.
    pub rejected: Vec<Error>,
    /// Whether the engine has mirrors that are not in the file: given to dockerd as flags, they must not be in both.
    pub by_flags: bool,
}

/// One line of a configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "mirror.ts")]
pub struct MirrorLine {
    /// Without its line ending.
    pub text: String,
    /// Whether it is to be added.
    pub added: bool,
}

/// The kind of engine, as far as its configuration is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "mirror.ts")]
pub enum MirrorPlace {
    /// dockerd as a service of the system.
    Daemon,
    /// dockerd of a user, without root.
    Rootless,
    /// dockerd from a snap.
    Snap,
    /// Docker Desktop: in its window.
    Desktop,
    /// OrbStack.
    OrbStack,
    /// Colima.
    Colima,
    /// Podman as root.
    Podman,
    /// Podman of a user.
    PodmanRootless,
}

/// What is known of an engine's configuration file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "mirror.ts")]
pub enum MirrorFile {
    /// It was read: the lines are the whole file.
    Read,
    /// It does not exist yet: the lines are the whole file.
    Missing,
    /// It could not be read or extended: the lines are to be added to it.
    Unknown,
    /// It exists, but this engine was started with another file: the lines are to be added to that one.
    Other,
}
