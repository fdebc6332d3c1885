//! Tests a mirror directly from this machine, with the requests of a pull.

mod client;
mod reach;
mod steps;

pub use steps::test;
