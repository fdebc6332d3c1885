use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Error;

/// What a registry mirror has answered so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "mirror.ts")]
pub struct MirrorTest {
    /// The mirror, as it stands in the list.
    pub mirror: String,
    /// The image that it was asked for, as the CLI shows it.
    pub image: String,
    /// Its name was found, and it took a connection: with TLS, where its address asks for it.
    pub reached: Option<MirrorReached>,
    /// Milliseconds until it said that it is a registry.
    pub registry: Option<u32>,
    /// What it has of the image.
    pub found: Option<MirrorImage>,
    /// How fast it gave a part of the image.
    pub speed: Option<MirrorSpeed>,
    /// The step that did not succeed; nothing was asked after it.
    pub failed: Option<MirrorFailure>,
}

/// How a mirror was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "mirror.ts")]
pub struct MirrorReached {
    /// The address that its name stands for: `203.0.113.7:443`.
    pub address: String,
    /// Milliseconds for name, connection and TLS together.
    pub took: u32,
    /// Whether TLS is spoken, with a certificate that this machine trusts.
    pub tls: bool,
}

/// What a mirror has of the image that it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "mirror.ts")]
pub struct MirrorImage {
    /// Milliseconds until its description had come, with all questions for a token before.
    pub took: u32,
    /// The digest of what it serves under that name, computed from what came: `sha256:…`.
    pub digest: String,
    /// Bytes to fetch, compressed.
    pub bytes: u64,
    /// Whether it gave a token first, as Docker Hub does.
    pub token: bool,
}

/// How fast a mirror gave a part of a layer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "mirror.ts")]
pub struct MirrorSpeed {
    /// Bytes that were fetched, 2 MB at most.
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
    /// What was asked.
    pub step: MirrorStep,
    /// Why it did not succeed.
    pub error: Error,
}

/// What a mirror is asked, in this order.
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

/// How the engine that answers is told of mirrors, for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "mirror.ts")]
pub struct MirrorConfiguration {
    /// Where its configuration is, and how it is told to read it.
    pub place: MirrorPlace,
    /// The file, on the engine's machine.
    pub path: String,
    /// What is known of the file.
    pub file: MirrorFile,
    /// Why it could not be read or understood.
    pub error: Option<Error>,
    /// The file as it is to be; of a file that is not known, the part that belongs into it.
    pub lines: Vec<MirrorLine>,
    /// The command after which the mirrors are in force and containers run on; empty where there is none, or none is known.
    pub reload: String,
    /// The command that starts the engine anew; empty where that is done in a window.
    pub restart: String,
    /// Mirrors that this engine cannot be told of, each with the reason.
    pub left_out: Vec<Error>,
    /// Whether the engine has mirrors that do not stand in the file: given to dockerd as flags, they may not stand there, too.
    pub by_flags: bool,
}

/// One line of a configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "mirror.ts")]
pub struct MirrorLine {
    /// Without its end.
    pub text: String,
    /// Whether it is to be added.
    pub added: bool,
}

/// Which kind of engine it is, as far as its configuration goes.
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
    /// It was read: the lines are the whole of it.
    Read,
    /// There is none yet: the lines are the whole of it.
    Missing,
    /// It was not read, or is none that can be added to: the lines belong into it.
    Unknown,
    /// There is such a file, but this engine was started with another: the lines belong into that one.
    Other,
}
