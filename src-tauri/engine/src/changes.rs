//! What a container has changed of its image, and making an image of it.

mod commit;
mod content;
mod diff;
pub(crate) mod instruction;
pub(crate) mod mode;

pub use commit::{commit, commit_problems, preview};
pub use content::content;
pub(crate) use content::text;
pub use diff::diff;
