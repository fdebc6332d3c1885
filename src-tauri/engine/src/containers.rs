//! Containers: start, stop, kill, restart, rename, remove.

mod control;
mod rename;

pub use control::{kill, remove, restart, start, stop};
pub(crate) use control::{remove_verified, verify};
pub use rename::{name_error, rename, rename_problems};
