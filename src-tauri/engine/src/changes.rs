//! The changes of a container's file system, and the contents of changed files.

mod content;
mod diff;

pub use content::content;
pub(crate) use content::text;
pub use diff::diff;
