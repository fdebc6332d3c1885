//! Progress in the course, as it is saved.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use serde::{Deserialize, Serialize};

use super::observations::Observations;
use crate::{
    inventory::Contents,
    persist::JsonFile,
    wire::{LessonId, Question, Verdict},
};

/// Progress in one lesson on one engine.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Progress {
    /// Whether the lesson was started.
    pub begun: bool,
    /// Whether everything was done once; nothing is checked after that.
    pub finished: bool,
    /// IDs of the steps that were done.
    pub done: BTreeSet<String>,
    /// The questions that were answered, by ID, as they were then.
    pub answers: BTreeMap<String, Question>,
    /// What existed when it was started.
    #[serde(rename = "before")]
    pub baseline: Option<Baseline>,
    /// What was observed since.
    #[serde(rename = "seen")]
    pub observations: Observations,
}

/// What existed when a lesson was started; a reset never removes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Baseline {
    /// IDs of images.
    pub images: BTreeSet<String>,
    /// Names of images.
    pub tags: BTreeSet<String>,
    /// IDs of containers.
    pub containers: BTreeSet<String>,
}

impl Progress {
    /// Whether its steps are checked: it was started, and is not finished.
    pub fn is_open(&self) -> bool {
        self.begun && !self.finished
    }

    /// Whether a question was answered correctly.
    pub fn is_right(&self, question: &str) -> bool {
        self.answers.get(question).is_some_and(|answered| answered.verdict == Verdict::Right)
    }

    /// Everything that changes during a lesson, to compare before and after. The baseline does not, and may be large.
    pub fn changing_parts(&self) -> impl PartialEq + use<> {
        let Self { begun, finished, done, answers, baseline, observations } = self;
        (*begun, *finished, done.clone(), answers.clone(), baseline.is_some(), observations.clone())
    }

    /// Forgets what was done, and keeps what belongs to the lesson, which can still be reset.
    pub fn repeat(&mut self) {
        let Self { baseline, mut observations, .. } = std::mem::take(self);
        observations.entered.clear();
        observations.commits.clear();
        *self = Self { baseline, observations, ..Self::default() };
    }
}

impl Baseline {
    pub fn of(contents: &Contents) -> Self {
        Self {
            images: contents.images.keys().cloned().collect(),
            tags: contents.images.values().flat_map(|image| image.tags.clone()).collect(),
            containers: contents.containers.keys().cloned().collect(),
        }
    }
}

/// Progress by the engine's identity, then by lesson.
pub type AllProgress = BTreeMap<String, BTreeMap<LessonId, Progress>>;

/// The file in `folder` that stores it.
pub fn progress_file(folder: &Path) -> JsonFile<AllProgress> {
    JsonFile::at(folder.join("lessons.json"))
}
