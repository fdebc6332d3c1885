//! Images and containers as they stand, kept true by the engine's events.

mod contents;

pub use contents::Contents;
