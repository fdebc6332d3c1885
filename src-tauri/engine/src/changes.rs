//! The changes of a container's file system, and the contents of changed files.

mod content;
mod diff;
mod image_side;
mod names;

pub use content::content;
pub(crate) use content::text;
pub use diff::diff;
pub(crate) use diff::listed;
