//! Engines' replies, read leniently, and the requests for them.
//!
//! Unlike bollard's types these accept what the containerd store sends for half-pulled images and states that only Podman
//! has: one odd item must neither fail a pull nor hide the others in a list.
//!
//! Why: `docs/decisions/013-lenient-reply-types.md`.

pub(crate) mod archive;
pub mod containers;
pub(crate) mod content;
mod helper;
pub mod images;
mod pipe;

pub use helper::{HELPER_LABEL, HELPER_NAME};
pub(crate) use helper::{HelperContainer, is_helper};
pub(crate) use pipe::{chunks, read_stream};
