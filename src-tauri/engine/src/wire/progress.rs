use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ByteRange, CleanupStep, CopyProgress, LayersProgress, Uncertainty};
use crate::error::Error;

/// The state of a job, or of one of its steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "progress.ts")]
pub enum JobState {
    /// Not started.
    Queued,
    /// Running.
    Running,
    /// Done.
    Done,
    /// Failed; see [`Job::error`](super::Job::error).
    Failed,
    /// Cancelled.
    Cancelled,
}

/// The progress of a job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[ts(export, export_to = "progress.ts")]
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
#[ts(export, export_to = "progress.ts")]
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
#[ts(export, export_to = "progress.ts")]
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
#[ts(export, export_to = "progress.ts")]
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
#[ts(export, export_to = "progress.ts")]
pub struct RemovalProgress {
    /// In the order in which they are performed.
    pub items: Vec<RemovalResult>,
}

/// The result of one item of a removal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "progress.ts")]
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

/// The progress of a clean-up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "progress.ts")]
pub struct CleanupProgress {
    /// In the order in which they are performed.
    pub items: Vec<CleanupResult>,
    /// What the plan predicted.
    pub predicted: ByteRange,
    /// What has been freed so far, as the engine reports it.
    pub freed: ByteRange,
    /// Why [`CleanupProgress::freed`] is not exact; empty when it is.
    pub uncertain: Vec<Uncertainty>,
}

/// The result of one step of a clean-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "progress.ts")]
pub struct CleanupResult {
    /// The step.
    pub step: CleanupStep,
    /// Its state.
    pub state: JobState,
    /// References removed.
    pub untagged: Vec<String>,
    /// Images and layers deleted, `sha256:…`.
    pub deleted: Vec<String>,
    /// What it freed.
    pub freed: ByteRange,
    /// Why it failed.
    pub error: Option<Error>,
}

impl CleanupResult {
    /// The same as the result of an image removal; `None` for other steps.
    pub fn removal(&self) -> Option<RemovalResult> {
        let CleanupStep::RemoveImage { target } = &self.step else { return None };
        Some(RemovalResult {
            target: target.clone(),
            state: self.state,
            untagged: self.untagged.clone(),
            deleted: self.deleted.clone(),
            error: self.error.clone(),
        })
    }
}
