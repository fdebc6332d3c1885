//! Containers: which there are, running one from an image, and what is done to one that is there.

mod control;

pub use control::{kill, remove, restart, start, stop};
