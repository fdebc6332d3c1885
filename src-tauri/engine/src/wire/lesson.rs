use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Action, CommandLine};

/// The course as it stands on the engine that answers.
///
/// It holds no words: a lesson, a step or a question is told on the page by the message of its id.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "lesson.ts")]
pub struct Course {
    /// In the order in which they are learned; empty until an engine answers.
    pub lessons: Vec<Lesson>,
}

/// One lesson, and how far one has come with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "lesson.ts")]
pub struct Lesson {
    /// Which.
    pub id: LessonId,
    /// How far one has come.
    pub state: LessonState,
    /// In order. A step is done by what the engine shows, so a later one may be done before an earlier.
    pub steps: Vec<LessonStep>,
    /// The quiz at its end.
    pub questions: Vec<Question>,
    /// What the lesson has made and is still there, as it would be put back: [`Action::CleanUp`]; `None` for nothing.
    pub put_back: Option<Action>,
    /// What the lesson has made and is still there, by name, in the order in which it would go.
    pub made: Vec<String>,
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
    /// Entering a web server, changing a page, reading the difference.
    Change,
    /// Keeping it as an image, and doing the same with a Dockerfile.
    Commit,
}

/// How far one has come with a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "lesson.ts")]
pub enum LessonState {
    /// It was not begun, or is to be repeated.
    New,
    /// It was begun; its steps are looked at.
    Begun,
    /// Every step is done and every question answered.
    Done,
}

/// Something to do, or to look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "lesson.ts")]
pub struct LessonStep {
    /// Unique within the lesson: `run`, `leave`.
    pub id: String,
    /// Whether the engine shows it as done, or its question is answered. Once done it stays so until the lesson is repeated.
    pub done: bool,
    /// What would do it, its form filled; `None` for a step that is done by looking, or inside a console.
    pub action: Option<Action>,
    /// The command that would do it: that of the action, or what is typed inside a console.
    pub command: Option<CommandLine>,
    /// Where in the window it is done: the `data-testid`s to be pointed out, one after the other; each may narrow itself down as CSS does:
    /// `image-row[data-reference="practice/shell:1.0"]`.
    pub places: Vec<String>,
    /// A wrong turn that was seen, as the end of a message's id; `None` while all is well.
    pub hint: Option<String>,
    /// What its message names: images, containers, addresses.
    pub values: BTreeMap<String, String>,
    /// What is to be answered to have it done, for a step that changes nothing on the engine.
    pub question: Option<Question>,
}

/// A question about the live engine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "lesson.ts")]
pub struct Question {
    /// Unique within the lesson.
    pub id: String,
    /// Whether several choices may be right.
    pub several: bool,
    /// What may be chosen, made from what the engine has now.
    pub choices: Vec<Choice>,
    /// How the last answer was.
    pub verdict: Verdict,
    /// What its message names.
    pub values: BTreeMap<String, String>,
}

/// Something that may be chosen as an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "lesson.ts")]
pub struct Choice {
    /// What an answer names: the end of a message's id where it is told in words, or the text itself.
    pub id: String,
    /// Whether [`Choice::id`] is the end of a message's id; else it is a name, an ID or a number, shown as it is.
    pub in_words: bool,
}

/// How an answer was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "lesson.ts")]
pub enum Verdict {
    /// Nothing was answered yet.
    Open,
    /// It was right.
    Right,
    /// It was not; one may answer again.
    Wrong,
}
