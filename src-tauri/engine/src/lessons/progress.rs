//! How far one has come, on disk.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use serde::{Deserialize, Serialize};

use super::observations::Seen;
use crate::{
    persist::JsonFile,
    wire::{LessonId, Question, Verdict},
};

/// How far one has come with one lesson on one engine.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Progress {
    /// Its steps are looked at.
    pub begun: bool,
    /// All was done once: no more is asked.
    pub finished: bool,
    /// The steps that were done.
    pub done: BTreeSet<String>,
    /// The questions that were answered, by id: as they stood then.
    pub answers: BTreeMap<String, Question>,
    /// What was there when it was begun.
    pub before: Option<Before>,
    /// What was seen since.
    pub seen: Seen,
}

/// What was there when a lesson was begun: it is nobody's to put back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Before {
    /// IDs.
    pub images: BTreeSet<String>,
    /// Names of images.
    pub tags: BTreeSet<String>,
    /// IDs.
    pub containers: BTreeSet<String>,
}

impl Progress {
    /// Whether its steps are looked at: it was begun, and is not done.
    pub fn is_open(&self) -> bool {
        self.begun && !self.finished
    }

    /// All that changes while it goes on, to tell whether it did.
    pub fn mark(&self) -> impl PartialEq + use<> {
        (self.begun, self.finished, self.before.is_some(), self.done.clone(), self.answers.clone(), self.seen.clone())
    }

    /// Whether a question was answered, and rightly.
    pub fn is_right(&self, question: &str) -> bool {
        self.answers.get(question).is_some_and(|answered| answered.verdict == Verdict::Right)
    }
}

/// By the engine's identity, then by lesson.
pub type AllProgress = BTreeMap<String, BTreeMap<LessonId, Progress>>;

/// The file that keeps it, in this folder.
pub fn progress_file(folder: &Path) -> JsonFile<AllProgress> {
    JsonFile::at(folder.join("lessons.json"))
}
