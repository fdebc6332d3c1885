//! What a container has changed of its image, and making an image of it.

mod content;
mod diff;

pub use content::content;
pub(crate) use content::text;
pub use diff::diff;
