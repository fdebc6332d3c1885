//! Running a container from an image: what is wrong with the form, creating the container, starting it.
//!
//! Why: `docs/decisions/022-a-failed-start-leaves-no-container.md`.

mod create;
mod failure;
mod perform;
mod problems;
mod request;
mod start;

pub(crate) use perform::perform;
pub use problems::run_problems;
pub use start::run;
