use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ImageStore;
use crate::error::Error;

/// One file in the copies folder, whatever its state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "copy.ts")]
pub struct KeptCopy {
    /// Its ID: the file's name without its extensions.
    pub id: String,
    /// Its path.
    pub path: String,
    /// Bytes on the disk.
    pub bytes: u64,
    /// Its state.
    pub state: CopyState,
    /// What it contains; `None` where that is unknown.
    pub metadata: Option<CopyMetadata>,
}

/// The state of a copy as far as its size and metadata show; a restore verifies all of it first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "copy.ts")]
pub enum CopyState {
    /// It has its metadata and the size recorded there.
    Complete,
    /// Its size differs from the recorded one, or its archive is missing.
    Damaged,
    /// Its metadata is missing or unreadable, so its content is unknown.
    Unknown,
    /// It is being written.
    Unfinished,
}

/// A copy's metadata file: what can be known without reading its archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "copy.ts")]
pub struct CopyMetadata {
    /// The image's ID.
    pub image: String,
    /// `repository:tag` names in the archive, which a restore brings back.
    pub tags: Vec<String>,
    /// `repository@sha256:…` names the image had. An archive brings them back only from one containerd store to another.
    pub digests: Vec<String>,
    /// The image's labels.
    pub labels: BTreeMap<String, String>,
    /// The image's entrypoint and command together.
    pub command: Vec<String>,
    /// When the image was created, in seconds since 1970.
    pub created: i64,
    /// Bytes of all the image's layers together, as the engine reports them.
    pub size: u64,
    /// Bytes of the archive.
    pub archive_bytes: u64,
    /// Bytes of the compressed file.
    pub file_bytes: u64,
    /// When it was saved, in milliseconds since 1970.
    pub kept: i64,
    /// The engine it comes from.
    pub engine: KeptEngine,
}

/// An engine as remembered by copies and records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "copy.ts")]
pub struct KeptEngine {
    /// The endpoint's address.
    pub address: String,
    /// Its host's name.
    pub host_name: String,
    /// Its version.
    pub version: String,
    /// Its image store; `None` where an older version of Slipway did not note it.
    pub store: Option<ImageStore>,
}

/// The progress of saving or restoring a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "copy.ts")]
pub struct CopyProgress {
    /// The current stage.
    pub stage: CopyStage,
    /// Uncompressed bytes of the archive that are done in this stage.
    pub done: u64,
    /// The total. While an image is being saved it is the image's size, which the archive slightly exceeds.
    pub total: Option<u64>,
}

/// A stage of saving or restoring a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "copy.ts")]
pub enum CopyStage {
    /// The engine prepares the archive before it sends the first byte.
    Preparing,
    /// The archive is received and compressed.
    Saving,
    /// The file is read back and verified against the image's digests.
    Checking,
    /// The engine loads the archive.
    Loading,
}

/// Whether an image can be pulled again, as the registries that its digests name report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "copy.ts")]
pub struct Origin {
    /// The image's ID.
    pub image: String,
    /// The answers taken together.
    pub verdict: OriginVerdict,
    /// The answer for each digest.
    pub answers: Vec<OriginAnswer>,
}

/// Whether an image can be pulled again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "copy.ts")]
pub enum OriginVerdict {
    /// A registry has it.
    Available,
    /// It has no digest: it was built, committed or loaded here.
    OnlyHere,
    /// Every registry reports that it no longer has it.
    Missing,
    /// No registry is known to have it, and some could not be asked.
    Unknown,
}

/// What a registry answered for one digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "copy.ts")]
pub struct OriginAnswer {
    /// `repository@sha256:…`
    pub reference: String,
    /// Why it cannot be pulled: not found ([`ErrorCode::PullNotFound`]), refused ([`ErrorCode::PullUnauthorized`]), unreachable
    /// ([`ErrorCode::RegistryUnreachable`]), …; `None` when the registry has it.
    ///
    /// [`ErrorCode::PullNotFound`]: crate::ErrorCode::PullNotFound
    /// [`ErrorCode::PullUnauthorized`]: crate::ErrorCode::PullUnauthorized
    /// [`ErrorCode::RegistryUnreachable`]: crate::ErrorCode::RegistryUnreachable
    pub error: Option<Error>,
}

/// What a removal removed of one image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "copy.ts")]
pub struct RemovalRecord {
    /// When, in milliseconds since 1970.
    pub when: i64,
    /// The engine.
    pub engine: KeptEngine,
    /// The image's ID.
    pub image: String,
    /// Whether the image itself was deleted; otherwise it only lost names.
    pub deleted: bool,
    /// Whether the engine's answer is missing, since Slipway ended or the engine was lost: [`RemovalRecord::tags`] has the
    /// names that were to be removed, and whether they or the image were is unknown.
    #[serde(default)]
    pub interrupted: bool,
    /// The `repository:tag` names that were removed.
    pub tags: Vec<String>,
    /// The `repository@sha256:…` names that were removed.
    pub digests: Vec<String>,
    /// Unnamed parents that were deleted with it.
    pub parents: Vec<String>,
    /// The image's labels.
    pub labels: BTreeMap<String, String>,
    /// Bytes of all the image's layers together; less was freed where other images share them.
    pub size: u64,
    /// When the image was created, in seconds since 1970.
    pub created: i64,
    /// The docker command that removed it.
    pub command: String,
    /// The copy of the image that existed at that time: [`KeptCopy::id`].
    pub copy: Option<String>,
}

/// The format in which records are exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "copy.ts")]
pub enum RecordForm {
    /// A JSON array with everything.
    Json,
    /// Text for people.
    Text,
}
