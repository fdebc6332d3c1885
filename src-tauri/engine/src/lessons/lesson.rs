//! What defines a lesson.

use super::{
    belongings::Belongings,
    evidence::Evidence,
    lesson_images::LessonImages,
    outline::{LessonOutline, QuestionSlot, Step},
    reset::reset,
};
use crate::wire::{Lesson, LessonId, LessonState};

/// The functions that define a lesson, each of plain data.
#[derive(Clone, Copy)]
pub struct LessonDefinition {
    /// What the lesson creates.
    pub belongings: fn(LessonImages) -> Belongings,
    /// Its steps in order, each with its check and the wrong turns that can be detected.
    pub steps: fn(&Evidence<'_>) -> Vec<Step>,
    /// The quiz at its end, with the answers that are right on this engine.
    pub quiz: fn(&Evidence<'_>) -> Vec<QuestionSlot>,
}

impl LessonDefinition {
    /// The lesson's steps and quiz, given this evidence.
    pub fn outline(self, evidence: &Evidence<'_>) -> LessonOutline {
        LessonOutline { steps: (self.steps)(evidence), quiz: (self.quiz)(evidence) }
    }

    /// The lesson for the page.
    pub fn to_wire(self, id: LessonId, outline: LessonOutline, evidence: &Evidence<'_>) -> Lesson {
        let progress = evidence.progress;
        let (created, reset) = reset(evidence.contents, &(self.belongings)(evidence.images), progress);
        Lesson {
            id,
            state: match (progress.begun, progress.finished) {
                (_, true) => LessonState::Done,
                (true, false) => LessonState::Started,
                (false, false) => LessonState::New,
            },
            questions: outline.quiz.iter().filter_map(|slot| slot.to_wire(progress)).collect(),
            steps: outline.steps.into_iter().map(|step| step.into_wire(progress)).collect(),
            reset,
            created,
        }
    }
}
