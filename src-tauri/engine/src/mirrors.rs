//! Registry mirrors of Docker Hub, for users who cannot reach it.
//!
//! The list of mirrors is the user's own; none is trusted by default. An image is pulled through a mirror
//! ([`pull_through`]), a mirror is tested ([`crate::registry::test_mirror`]), and an engine is configured to use mirrors
//! permanently ([`configuration`]). A tag is as trustworthy as the mirror that serves it; a digest is verified.
//!
//! Why: `docs/decisions/035-mirror-pulls-are-pull-tag-rmi.md`.

mod configuration;
mod perform;
mod problems;
mod pull;

pub use configuration::{EngineFacts, configuration, configuration_for};
pub(crate) use perform::perform;
pub use problems::pull_through_problems;
pub use pull::{MirrorPullOutcome, pull_through};
