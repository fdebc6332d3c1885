//! The lessons of the course.

use super::{change, commit, dangling, intermediate, lesson::LessonDefinition, list, pull, shell};
use crate::wire::LessonId;

/// The lessons in the order in which they are learned.
pub const LESSONS: [LessonId; 7] = [
    LessonId::Pull,
    LessonId::Shell,
    LessonId::List,
    LessonId::Dangling,
    LessonId::Intermediate,
    LessonId::Change,
    LessonId::Commit,
];

/// The lesson with this ID.
pub const fn definition(lesson: LessonId) -> LessonDefinition {
    match lesson {
        LessonId::Pull => pull::LESSON,
        LessonId::Shell => shell::LESSON,
        LessonId::List => list::LESSON,
        LessonId::Dangling => dangling::LESSON,
        LessonId::Intermediate => intermediate::LESSON,
        LessonId::Change => change::LESSON,
        LessonId::Commit => commit::LESSON,
    }
}
