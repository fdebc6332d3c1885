//! Docker's work on images: pulling, building, tagging, removing, and what they are made of.
//!
//! What follows from plain data is a pure function: how far a pull is ([`PullFold`]), what a removal would do
//! ([`removal`]), which history step made which layer. The rest asks the engine, once per question.

pub(crate) mod alignment;
mod build;
mod composed;
mod detail;
pub(crate) mod perform;
mod problems;
mod pull;
mod removal;
mod tag;

pub use build::{build, build_problems};
pub use composed::{Composed, composed};
pub use detail::detail;
pub use problems::{pull_problems, tag_problems, tag_taken};
pub use pull::{PullDetail, PullEvent, PullFailure, PullFold, pull};
#[cfg(test)]
pub(crate) use removal::fixtures;
pub use removal::{removal, remove};
pub(crate) use removal::{remove_one, remove_unpinned};
pub use tag::tag;
