use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Action, CleanupProgress, CleanupResult, CopyProgress, LayersProgress};
use crate::error::Error;

/// A job: long work that a person asked for, with its status and outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "job.ts")]
pub struct Job {
    /// The job's ID; later jobs have greater ones.
    pub id: u32,
    /// The action that started it.
    pub action: Action,
    /// The same as a docker command.
    pub command: String,
    /// Its state.
    pub state: JobState,
    /// Whether it can be cancelled: see [`Action::can_be_cancelled`].
    pub cancellable: bool,
    /// When it was started, in milliseconds since 1970.
    pub started: i64,
    /// When it ended, in milliseconds since 1970.
    pub ended: Option<i64>,
    /// Its progress, for work that reports any.
    pub progress: Option<Progress>,
    /// What the docker command would have printed, line by line.
    pub log: Vec<String>,
    /// Its outcome.
    pub outcome: Option<Outcome>,
    /// Why it failed, or what remained when it was cancelled.
    pub error: Option<Error>,
}

/// The state of a job, or of one of its steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "job.ts")]
pub enum JobState {
    /// Not started.
    Queued,
    /// Running.
    Running,
    /// Done.
    Done,
    /// Failed; see [`Job::error`].
    Failed,
    /// Cancelled.
    Cancelled,
}

/// The progress of a job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[ts(export, export_to = "job.ts")]
pub enum Progress {
    /// A pull.
    Pull(PullProgress),
    /// A removal of images.
    Removal(RemovalProgress),
    /// Saving or restoring a copy.
    Copy(CopyProgress),
    /// Reading layers.
    Layers(LayersProgress),
    /// A clean-up.
    Cleanup(CleanupProgress),
}

impl Progress {
    /// The results of the image removals that are part of it.
    pub fn removals(&self) -> Vec<RemovalResult> {
        match self {
            Self::Removal(progress) => progress.items.clone(),
            Self::Cleanup(progress) => progress.items.iter().filter_map(CleanupResult::removal).collect(),
            Self::Pull(_) | Self::Copy(_) | Self::Layers(_) => Vec::new(),
        }
    }
}

/// The progress of a pull.
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
    /// `sha256:…`, once the engine has reported it.
    pub digest: Option<String>,
    /// The engine's last line, such as `Downloaded newer image for ubuntu:14.04`, as the CLI prints it.
    pub status: Option<String>,
}

/// The progress of one layer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "job.ts")]
pub struct LayerProgress {
    /// 12 digits, of the compressed layer's digest.
    pub id: String,
    /// The key of its colour, as [`HistoryStep::colour_key`](super::HistoryStep::colour_key).
    pub colour_key: String,
    /// Its state.
    pub state: LayerState,
    /// Bytes downloaded.
    pub downloaded: u64,
    /// Bytes to download, once known.
    pub download_total: Option<u64>,
    /// Bytes extracted, of the compressed layer.
    pub extracted: u64,
    /// Bytes to extract, once known.
    pub extract_total: Option<u64>,
    /// Seconds until the engine retries, while it waits.
    pub retry_in: Option<u32>,
    /// How often it was retried.
    pub retries: u32,
}

/// The state of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "job.ts")]
pub enum LayerState {
    /// Announced by its ID.
    Pending,
    /// Waiting for others.
    Waiting,
    /// Waiting to be retried after a failure.
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
    /// Already exists.
    Exists,
}

/// The progress of a removal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "job.ts")]
pub struct RemovalProgress {
    /// In the order in which they are performed.
    pub items: Vec<RemovalResult>,
}

/// The result of one item of a removal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "job.ts")]
pub struct RemovalResult {
    /// The reference or ID.
    pub target: String,
    /// Its state.
    pub state: JobState,
    /// References removed.
    pub untagged: Vec<String>,
    /// Images and layers deleted, `sha256:…`.
    pub deleted: Vec<String>,
    /// Why it failed.
    pub error: Option<Error>,
}

/// The outcome of a job.
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
    /// A container was created, started, stopped, …
    Container {
        /// Its ID.
        id: String,
    },
    /// A copy was saved.
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
    /// Something was removed.
    Removed,
}
