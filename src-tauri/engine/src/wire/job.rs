use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Action, JobState, Progress};
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
    /// What the docker command would have printed, line by line; of a long log, its end.
    pub log: Vec<String>,
    /// How many lines before those were left out.
    pub log_omitted: u32,
    /// Its outcome.
    pub outcome: Option<Outcome>,
    /// Why it failed, or what remained when it was cancelled.
    pub error: Option<Error>,
    /// What went wrong beside the work itself, once each: a removal that is not recorded.
    pub warnings: Vec<Error>,
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
