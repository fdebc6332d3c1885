use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Error;

/// One file in the folder of kept copies, whatever state it is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "copy.ts")]
pub struct KeptCopy {
    /// Names it: its file's name without the ending.
    pub id: String,
    /// Where it lies.
    pub path: String,
    /// Bytes it takes on the disk.
    pub bytes: u64,
    /// Whether it is what was kept.
    pub state: CopyState,
    /// What it holds; `None` where that cannot be told.
    pub note: Option<CopyNote>,
}

/// Whether a file is what was kept, as far as a look tells; a restore reads all of it first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "copy.ts")]
pub enum CopyState {
    /// It has its note and its size.
    Whole,
    /// It has another size than was kept, or its archive is gone.
    Damaged,
    /// The note beside it is gone or cannot be read, so nobody knows what it holds.
    Unknown,
    /// It is being written.
    Unfinished,
}

/// What lies beside a copy: everything that is to be known without reading its archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "copy.ts")]
pub struct CopyNote {
    /// The image's ID.
    pub image: String,
    /// `repository:tag` names in the archive, which a restore gives back.
    pub tags: Vec<String>,
    /// `repository@sha256:…` names the image had. An archive cannot carry them.
    pub digests: Vec<String>,
    /// The image's labels.
    pub labels: BTreeMap<String, String>,
    /// What the image runs: entrypoint and command together.
    pub command: Vec<String>,
    /// When the image was made, in seconds since 1970.
    pub created: i64,
    /// Bytes of all the image's layers together, as the engine tells.
    pub size: u64,
    /// Bytes of the archive.
    pub archive_bytes: u64,
    /// Bytes of the file, in which the archive is compressed.
    pub file_bytes: u64,
    /// When it was kept, in milliseconds since 1970.
    pub kept: i64,
    /// The engine it comes from.
    pub engine: KeptEngine,
}

/// Which engine something was on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "copy.ts")]
pub struct KeptEngine {
    /// The endpoint's address.
    pub address: String,
    /// The name of its machine.
    pub host_name: String,
    /// Its version, as it says itself.
    pub version: String,
}

/// How far a copy is that is being kept or restored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "copy.ts")]
pub struct CopyProgress {
    /// What is being done.
    pub stage: CopyStage,
    /// Bytes of the archive, uncompressed, that are done in this stage.
    pub done: u64,
    /// How many there will be. While an image is being saved it is the image's size, which the archive exceeds a little.
    pub total: Option<u64>,
}

/// What is being done with a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "copy.ts")]
pub enum CopyStage {
    /// The engine gathers the image in a folder of its own before the first byte.
    Preparing,
    /// The archive arrives, and is compressed.
    Saving,
    /// The file is read back and compared with the image's digests.
    Checking,
    /// The engine takes the archive.
    Loading,
}

/// Whether an image can be had again, by asking the registries that its digests name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "copy.ts")]
pub struct Origin {
    /// The image's ID.
    pub image: String,
    /// All answers in one word.
    pub verdict: OriginVerdict,
    /// What came of asking for each digest.
    pub answers: Vec<OriginAnswer>,
}

/// Whether an image can be had again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "copy.ts")]
pub enum OriginVerdict {
    /// A registry has it.
    Available,
    /// It has no digest: it was built, committed or loaded here.
    OnlyHere,
    /// Every registry says that it has it no longer.
    Gone,
    /// No registry has it for sure, and some could not say.
    Unknown,
}

/// What a registry answered for one digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "copy.ts")]
pub struct OriginAnswer {
    /// `repository@sha256:…`
    pub reference: String,
    /// Why it cannot be had: gone ([`ErrorCode::PullNotFound`]), refused ([`ErrorCode::PullUnauthorized`]), no answer
    /// ([`ErrorCode::RegistryUnreachable`]), …; `None` when the registry has it.
    ///
    /// [`ErrorCode::PullNotFound`]: crate::ErrorCode::PullNotFound
    /// [`ErrorCode::PullUnauthorized`]: crate::ErrorCode::PullUnauthorized
    /// [`ErrorCode::RegistryUnreachable`]: crate::ErrorCode::RegistryUnreachable
    pub error: Option<Error>,
}

/// What a removal took away of one image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "copy.ts")]
pub struct RemovalRecord {
    /// When, in milliseconds since 1970.
    pub when: i64,
    /// On which engine.
    pub engine: KeptEngine,
    /// The image's ID.
    pub image: String,
    /// Whether the image itself went; else it only lost names.
    pub deleted: bool,
    /// The `repository:tag` names that went.
    pub tags: Vec<String>,
    /// The `repository@sha256:…` names that went.
    pub digests: Vec<String>,
    /// Images without names that went along, as parents of this one.
    pub parents: Vec<String>,
    /// The image's labels.
    pub labels: BTreeMap<String, String>,
    /// Bytes of all the image's layers together; what was freed is less where others share them.
    pub size: u64,
    /// When the image was made, in seconds since 1970.
    pub created: i64,
    /// The docker command that took it away.
    pub command: String,
    /// The copy that was kept of the image at that time: [`KeptCopy::id`].
    pub copy: Option<String>,
}

/// In which form records are handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "copy.ts")]
pub enum RecordForm {
    /// An array, with everything.
    Json,
    /// To be read by people.
    Text,
}
