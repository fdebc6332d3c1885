//! Containers: start, stop, kill, restart, rename, remove.

mod control;
mod rename;

pub use control::{kill, remove, restart, start, stop};
pub use rename::{name_error, rename, rename_problems};
