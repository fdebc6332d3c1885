//! The records of removals: one line of JSON for each image and step, appended as it happens.

mod export;
mod file;
mod recorder;

pub use export::export;
pub use file::Records;
#[cfg(test)]
pub(in crate::copies) use recorder::fixtures;
pub use recorder::{Recorder, RemovalContext, removal_records};
