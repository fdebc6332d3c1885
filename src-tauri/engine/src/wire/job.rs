use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Action, CleanupProgress, CleanupResult, CopyProgress, LayersProgress};
use crate::error::Error;

/// Work that somebody asked for: how it stands, and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "job.ts")]
pub struct Job {
    /// Names it; later jobs have greater ones.
    pub id: u32,
    /// What was asked for.
    pub action: Action,
    /// The same as a docker command.
    pub command: String,
    /// How it stands.
    pub state: JobState,
    /// Whether it can be cancelled: see [`Action::can_be_cancelled`].
    pub cancellable: bool,
    /// When it was asked for, in milliseconds since 1970.
    pub started: i64,
    /// When it ended, in milliseconds since 1970.
    pub ended: Option<i64>,
    /// How far it is, for work that tells.
    pub progress: Option<Progress>,
    /// What the docker command would have printed, line by line.
    pub log: Vec<String>,
    /// What came of it.
    pub outcome: Option<Outcome>,
    /// Why it failed or what was left when it was cancelled.
    pub error: Option<Error>,
}

/// How a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "job.ts")]
pub enum JobState {
    /// Not begun.
    Queued,
    /// At it.
    Running,
    /// Done.
    Done,
    /// Failed; see [`Job::error`].
    Failed,
    /// Cancelled.
    Cancelled,
}

/// How far a job is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[ts(export, export_to = "job.ts")]
pub enum Progress {
    /// A pull.
    Pull(PullProgress),
    /// A removal of images.
    Removal(RemovalProgress),
    /// A copy that is being kept or restored.
    Copy(CopyProgress),
    /// A reading of layers.
    Layers(LayersProgress),
    /// A clean-up.
    Cleanup(CleanupProgress),
}

impl Progress {
    /// What has come of each removal of an image that is part of it.
    pub fn removals(&self) -> Vec<RemovalResult> {
        match self {
            Self::Removal(progress) => progress.items.clone(),
            Self::Cleanup(progress) => progress.items.iter().filter_map(CleanupResult::removal).collect(),
            Self::Pull(_) | Self::Copy(_) | Self::Layers(_) => Vec::new(),
        }
    }
}

/// How far a pull is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "job.ts")]
pub struct PullProgress {
    /// The layers in the order in which the engine named them, base first.
    pub layers: Vec<LayerProgress>,
    /// 0 to 100, never less than before; `None` while nothing is known.
    pub percent: Option<f64>,
    /// Bytes per second over the last few seconds, while downloading.
    pub speed: Option<u64>,
    /// Seconds left, when speed and sizes are known.
    pub seconds_left: Option<u64>,
    /// `sha256:…`, once the engine has told it.
    pub digest: Option<String>,
    /// The engine's last line, such as `Downloaded newer image for ubuntu:14.04`, as the CLI prints it.
    pub status: Option<String>,
}

/// How far one layer is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "job.ts")]
pub struct LayerProgress {
    /// 12 digits, of the compressed layer's digest.
    pub id: String,
    /// What its colour comes from, as [`HistoryStep::colour_key`](super::HistoryStep::colour_key).
    pub colour_key: String,
    /// How it stands.
    pub state: LayerState,
    /// Bytes downloaded.
    pub downloaded: u64,
    /// Bytes to download, once known.
    pub download_total: Option<u64>,
    /// Bytes extracted, of the compressed layer.
    pub extracted: u64,
    /// Bytes to extract, once known.
    pub extract_total: Option<u64>,
    /// Seconds until the engine tries again, while it waits.
    pub retry_in: Option<u32>,
    /// How often it was tried again.
    pub retries: u32,
}

/// How a layer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "job.ts")]
pub enum LayerState {
    /// Known by its ID.
    Pending,
    /// Waits for others.
    Waiting,
    /// Waits to be tried again after a failure.
    Retrying,
    /// Being downloaded.
    Downloading,
    /// Being checked against its digest.
    Verifying,
    /// Downloaded.
    Downloaded,
    /// Being unpacked.
    Extracting,
    /// Done.
    Complete,
    /// Was here before.
    Exists,
}

/// How far a removal is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "job.ts")]
pub struct RemovalProgress {
    /// In the order in which they are done.
    pub items: Vec<RemovalResult>,
}

/// What came of one item of a removal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "job.ts")]
pub struct RemovalResult {
    /// The reference or ID.
    pub target: String,
    /// How it stands.
    pub state: JobState,
    /// References taken away.
    pub untagged: Vec<String>,
    /// Images and layers deleted, `sha256:…`.
    pub deleted: Vec<String>,
    /// Why it failed.
    pub error: Option<Error>,
}

/// What came of a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export, export_to = "job.ts")]
pub enum Outcome {
    /// An image was pulled, committed, tagged or restored, or its layers were read.
    Image {
        /// Its ID.
        id: String,
        /// Its name, where it has one.
        reference: Option<String>,
    },
    /// A container was made, started, stopped, …
    Container {
        /// Its ID.
        id: String,
    },
    /// A copy was kept.
    Copy {
        /// Its [`KeptCopy::id`](super::KeptCopy::id).
        id: String,
        /// The image's ID.
        image: String,
    },
    /// A console was opened.
    Console {
        /// Its ID.
        id: String,
        /// The container it is in.
        container: String,
    },
    /// An archive was read.
    Archive {
        /// The IDs of the images in it.
        images: Vec<String>,
    },
    /// Things are gone.
    Removed,
}
