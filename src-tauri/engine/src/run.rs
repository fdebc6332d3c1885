//! Running a container from an image: what is wrong with the form, creating the container, starting it.

mod create;
mod failure;
mod problems;
mod request;
mod start;

pub use problems::run_problems;
pub use start::run;
