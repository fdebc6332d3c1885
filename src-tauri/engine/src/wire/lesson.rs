use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Action, CommandLine};

/// The course on the connected engine.
///
/// It contains no text: the page has a message for the ID of each lesson, step and question.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "lesson.ts")]
pub struct Course {
    /// In the order in which they are learned; empty until an engine is connected.
    pub lessons: Vec<Lesson>,
}

/// One lesson and the progress in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "lesson.ts")]
pub struct Lesson {
    /// The lesson.
    pub id: LessonId,
    /// The progress.
    pub state: LessonState,
    /// In order. The engine's state decides what is done, so a later step may be done before an earlier one.
    pub steps: Vec<LessonStep>,
    /// The quiz at its end.
    pub questions: Vec<Question>,
    /// The action that resets the lesson, by removing what it created and is still there: [`Action::CleanUp`]; `None` for nothing.
    pub reset: Option<Action>,
    /// The names of what the lesson created and is still there, in the order in which it would be removed.
    pub created: Vec<String>,
}

/// The lessons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "lesson.ts")]
pub enum LessonId {
    /// What an image and a layer are, and pulling one.
    Pull,
    /// Running a shell and leaving it.
    Shell,
    /// Names, tags, IDs, filters.
    List,
    /// Dangling images, and removing them.
    Dangling,
    /// Intermediate images, and why they stay.
    Intermediate,
    /// Entering a web server, changing a page, reading the diff.
    Change,
    /// Committing it as an image, and doing the same with a Dockerfile.
    Commit,
}

/// The progress in a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "lesson.ts")]
pub enum LessonState {
    /// Not started, or to be repeated.
    New,
    /// Started; its steps are being checked.
    Started,
    /// Every step is done and every question answered.
    Done,
}

/// Something to do or to look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "lesson.ts")]
pub struct LessonStep {
    /// Unique within the lesson: `run`, `leave`.
    pub id: String,
    /// Whether the engine's state shows it as done, or its question is answered. It stays done until the lesson is repeated.
    pub done: bool,
    /// The action that does it, with its form filled in; `None` for a step that is done by looking, or inside a console.
    pub action: Option<Action>,
    /// The command that does it: that of the action, or what is typed inside a console.
    pub command: Option<CommandLine>,
    /// Where in the window it is done: the `data-testid`s to highlight, one after the other, each with an optional CSS selector:
    /// `image-row[data-reference="practice/shell:1.0"]`.
    pub places: Vec<String>,
    /// A mistake that was observed, as the end of a message's ID; `None` while there is none.
    pub hint: Option<String>,
    /// The arguments of its message: images, containers, addresses.
    pub values: BTreeMap<String, String>,
    /// The question to answer, for a step that changes nothing on the engine.
    pub question: Option<Question>,
}

/// A question about the live engine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "lesson.ts")]
pub struct Question {
    /// Unique within the lesson.
    pub id: String,
    /// Whether several choices may be correct.
    pub several: bool,
    /// The choices, generated from what the engine has now.
    pub choices: Vec<Choice>,
    /// The verdict on the last answer.
    pub verdict: Verdict,
    /// The arguments of its message.
    pub values: BTreeMap<String, String>,
}

/// A choice of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "lesson.ts")]
pub struct Choice {
    /// Its ID: the end of a message's ID, or the text itself.
    pub id: String,
    /// Whether [`Choice::id`] is the end of a message's ID; otherwise it is a name, an ID or a number, shown as it is.
    pub localized: bool,
}

/// The verdict on an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "lesson.ts")]
pub enum Verdict {
    /// Not answered yet.
    Open,
    /// Correct.
    Right,
    /// Incorrect; it may be answered again.
    Wrong,
}
