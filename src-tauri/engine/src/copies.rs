//! Undoing removals: copies of images on this machine's disk, pulling again what a registry still has, and the records of
//! what was removed.
//!
//! A copy is what `docker save` writes, compressed with zstd. It is verified by reading it back before it counts as kept,
//! and again before it is restored: an engine never loads a file that is not what was kept.
//!
//! Why: `docs/decisions/033-copies-are-verified-before-they-count.md`.

mod archive;
mod failure;
mod folder;
mod keep;
mod perform;
mod problems;
mod pull_again;
mod records;
mod restore;
mod transfer;

pub use archive::check;
pub use folder::{Copies, now};
pub use keep::keep;
pub(crate) use perform::perform_pull_again;
pub use problems::{pull_again_problems, restore_problems};
pub use pull_again::pull_again;
pub use records::{Recorder, Records, RemovalContext, export, removal_records};
pub use restore::restore;

use crate::{connect::Engine, wire::KeptEngine};

/// An engine, as copies and records name it.
pub fn kept_engine(engine: &Engine) -> KeptEngine {
    let info = engine.info();
    KeptEngine {
        address: info.endpoint.address.clone(),
        host_name: info.host_name.clone(),
        version: info.version.clone(),
        store: Some(info.store),
    }
}
