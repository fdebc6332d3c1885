//! Tests of slipway-engine against live engines; [`prelude`] is what they share.

pub mod prelude;
