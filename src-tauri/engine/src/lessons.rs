//! The course: seven lessons on a live engine, checked against the engine and never against clicks.
//!
//! What a lesson says is told from plain data. `Evidence` is what the engine has and what was seen of it since the lesson
//! was begun; a lesson (one file each) makes of it its steps, with a check and the wrong turns that can be seen, and its
//! questions, with the answers that are right on this engine. What a check asks for that was not read yet is read, and the
//! lesson is told again. [`Lessons`] follows an engine, keeps how far one has come, and tells the course when it changes.

mod change;
mod commit;
mod course;
mod dangling;
mod evidence;
mod facts;
mod follow;
mod intermediate;
mod lesson_images;
mod list;
mod observations;
mod outline;
mod progress;
mod pull;
mod reset;
mod shell;

pub use follow::Lessons;

#[cfg(test)]
mod tests;
