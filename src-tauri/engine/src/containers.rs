//! Containers: start, stop, kill, restart, remove.

mod control;

pub use control::{kill, remove, restart, start, stop};
