//! Docker's work on images: their names, listing, pulling, tagging, removing, and what they are made of.
//!
//! What can be told from plain data is told by pure functions: the grammar of names ([`Reference`]), how far a pull is
//! ([`PullFold`]), what a removal would do ([`removal`]), which history step made which layer, which kind an image is
//! ([`classify`]). The rest asks the engine, once per question.

pub(crate) mod alignment;
mod build;
mod colours;
mod composed;
mod credentials;
mod detail;
mod list;
mod pins;
mod problems;
mod pull;
mod reference;
mod removal;
mod tag;
mod told;

pub use build::{build, build_problems};
pub use colours::LayerColours;
pub use composed::{Composed, composed};
pub use credentials::Credentials;
pub use detail::detail;
pub use list::{classify, list, one};
pub use pins::Pins;
pub(crate) use problems::platform;
pub use problems::{pull_problems, tag_problems, tag_taken};
pub(crate) use pull::login_header;
pub use pull::{PullDetail, PullEvent, PullFailure, PullFold, pull};
pub use reference::Reference;
#[cfg(test)]
pub(crate) use removal::fixtures;
pub use removal::{removal, remove};
pub(crate) use removal::{remove_one, remove_unpinned};
pub use tag::tag;
pub(crate) use told::{GraphDriver, Inspected, history, inspect};

use crate::error::{Error, ErrorCode, Result};

/// An image's ID as the rest of Slipway knows it: Podman leaves the algorithm out.
pub(crate) fn full_id(id: &str) -> String {
    if reference::is_bare_id(id) { format!("sha256:{id}") } else { id.to_owned() }
}

/// Whether this is an image's whole ID, with its algorithm.
pub(crate) fn is_id(name: &str) -> bool {
    name.strip_prefix("sha256:").is_some_and(reference::is_bare_id)
}

/// The first 12 digits, as Docker shortens IDs.
pub(crate) fn short_id(id: &str) -> String {
    id.trim_start_matches("sha256:").chars().take(12).collect()
}

/// A name from outside, fit to stand in a request's path.
pub(crate) fn path_name(name: &str) -> Result<&str> {
    let hex = name.strip_prefix("sha256:").unwrap_or(name);
    let is_id = !hex.is_empty() && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_id || Reference::parse(name).is_ok_and(|_| name.trim() == name) {
        Ok(name)
    } else {
        Err(Error::new(ErrorCode::ImageNotFound).with("reference", name))
    }
}
