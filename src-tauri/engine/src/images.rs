//! Images: pulling, building, tagging, removing, and their details.
//!
//! What follows from plain data is a pure function: the progress of a pull ([`PullFold`]), what a removal does
//! ([`predict_removal`]), which step of a history created which layer. The rest asks the engine.
//!
//! Why: `docs/decisions/023-layers-keep-their-colour.md`.

pub(crate) mod alignment;
mod build;
mod detail;
pub(crate) mod perform;
mod problems;
mod pull;
mod removal;
mod rootfs;
mod tag;

pub use build::{build, build_problems};
pub use detail::detail;
pub use problems::{pinned_tag, pull_problems, tag_problems, tag_taken, unless_pinned};
pub use pull::{PullDetail, PullEvent, PullFailure, PullFold, pull};
#[cfg(test)]
pub(crate) use removal::fixtures;
pub use removal::{predict_removal, remove};
pub(crate) use removal::{remove_one, remove_verified};
pub use rootfs::{RootFs, rootfs};
pub use tag::tag;
