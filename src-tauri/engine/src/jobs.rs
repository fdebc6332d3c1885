//! Work that takes time: it outlives the page, can be cancelled, and keeps its log and its outcome.

mod report;

pub use report::{Report, Told};
