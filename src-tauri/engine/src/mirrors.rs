//! Registry mirrors: places that have what Docker Hub has, for those who cannot reach it.
//!
//! They are the user's own list; none is trusted beforehand. An image is pulled through one ([`pull_through`]), one is
//! tested ([`test`]), and an engine is told of them for good ([`configuration`]). A tag is worth as much as the mirror that
//! serves it; a digest is checked, whoever serves it.

mod configuration;
mod perform;
mod problems;
mod pull;

pub use configuration::{EngineFacts, configuration, configured};
pub(crate) use perform::perform;
pub use problems::through_problems;
pub use pull::{Came, pull_through};
