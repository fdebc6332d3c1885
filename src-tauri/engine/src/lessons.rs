//! The course: seven lessons on a live engine, checked by what the engine has and never by clicks.
//!
//! Lessons are derived from plain data. `Evidence` is what the engine has, what was observed on it since the lesson was
//! started, and facts that were read for it; a lesson (one file each) derives from it the state of its steps, the wrong turns
//! that can be detected, and questions with the answers that are right on this engine. A fact that is missing becomes a
//! query: it is read, and the lesson is evaluated again. [`Lessons`] follows an engine, saves the progress, and publishes
//! the course when it changes.
//!
//! Why: `docs/decisions/041-lessons-are-derived-from-evidence.md`.

mod belongings;
mod change;
mod commit;
mod course;
mod course_state;
mod dangling;
mod evidence;
mod facts;
mod follow;
mod intermediate;
mod lesson;
mod lesson_images;
mod list;
mod observations;
mod outline;
mod progress;
mod pull;
mod reset;
mod shared;
mod shell;
mod webserver;

pub use follow::Lessons;

#[cfg(test)]
mod tests;
