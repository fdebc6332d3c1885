//! How far one has come, on disk.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::seen::Seen;
use crate::{
    copies::{create_private, write_synced},
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

/// The file that keeps it.
#[derive(Debug, Clone)]
pub struct ProgressFile(PathBuf);

impl ProgressFile {
    /// The file in this folder.
    pub fn within(folder: &Path) -> Self {
        Self(folder.join("lessons.json"))
    }

    /// What is kept. A file that cannot be read as that is put aside: it is no reason not to learn.
    pub fn read(&self) -> AllProgress {
        let text = match fs::read(&self.0) {
            Ok(text) => text,
            Err(error) => {
                if error.kind() != io::ErrorKind::NotFound {
                    tracing::warn!(%error, "how far one has come with the course cannot be read");
                }
                return AllProgress::default();
            }
        };
        serde_json::from_slice(&text).unwrap_or_else(|error| {
            let aside = self.0.with_added_extension("damaged");
            tracing::warn!(%error, aside = %aside.display(), "a damaged file is put aside");
            if let Err(error) = fs::rename(&self.0, &aside) {
                tracing::warn!(%error, "it stays where it is");
            }
            AllProgress::default()
        })
    }

    /// Keeps it: the whole file anew, or as it was.
    pub fn write(&self, all: &AllProgress) -> io::Result<()> {
        if let Some(folder) = self.0.parent() {
            create_private(folder)?;
        }
        write_synced(&self.0, &serde_json::to_vec(all)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> AllProgress {
        let progress = Progress { begun: true, done: ["pull".to_owned()].into(), ..Progress::default() };
        [("practice".to_owned(), [(LessonId::Pull, progress)].into())].into()
    }

    #[test]
    fn what_is_kept_reads_back() {
        let folder = tempfile::tempdir().unwrap();
        let file = ProgressFile::within(&folder.path().join("within"));
        assert_eq!(file.read(), AllProgress::default(), "there is no file at first");
        file.write(&some()).unwrap();
        assert_eq!(file.read(), some(), "all of it");
    }

    #[test]
    fn a_damaged_file_is_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let file = ProgressFile::within(folder.path());
        let path = folder.path().join("lessons.json");
        fs::write(&path, "{\"practice\":").unwrap();
        assert_eq!(file.read(), AllProgress::default(), "one begins anew");
        assert!(!path.exists(), "it is in nobody's way");
        let aside = fs::read_to_string(folder.path().join("lessons.json.damaged")).unwrap();
        assert_eq!(aside, "{\"practice\":", "and is there for who wants to look");
        file.write(&some()).unwrap();
        assert_eq!(file.read(), some(), "from then on it is kept again");
    }
}
