//! A way back: copies of images kept on this machine's disk, pulling again what a registry still has, and the records of
//! what removals took away.
//!
//! A copy is what `docker save` writes, compressed with zstd. It is checked by being read back before it counts as kept,
//! and once more before it is restored: an engine is never given a file that is not what was kept.

mod archive;
mod folder;
mod keep;
mod problems;
mod pull_again;
mod records;
mod restore;
mod transfer;

pub use archive::check;
pub use folder::{Copies, now};
pub use keep::keep;
pub use problems::{again_problems, restore_problems};
pub use pull_again::pull_again;
pub use records::{Recording, Records, Removing, export, record};
pub use restore::restore;

use crate::{connect::Engine, wire::KeptEngine};

/// An engine, as copies and records remember it.
pub fn kept_engine(engine: &Engine) -> KeptEngine {
    let info = engine.info();
    KeptEngine {
        address: info.endpoint.address.clone(),
        host_name: info.host_name.clone(),
        version: info.version.clone(),
    }
}
