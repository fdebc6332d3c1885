//! Removing images: predicting from plain data what a removal does, and performing it.
//!
//! The rules are moby's, without force: `daemon/images/image_delete.go` for the classic store (Podman's are the same as
//! far as reported here), `daemon/containerd/image_delete.go` for the containerd store.

mod classic;
mod containerd;
mod names;
mod outcome;
mod perform;
mod predict;
mod simulation;

pub use perform::remove;
pub(crate) use perform::{remove_one, remove_verified};
pub use predict::predict_removal;

#[cfg(test)]
pub(crate) mod fixtures;
