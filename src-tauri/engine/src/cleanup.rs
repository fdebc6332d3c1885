//! Clean-up: where the bytes are, what a set of deletions would really free, and doing it.
//!
//! [`Survey`] reads what the engine tells of its layers; all the rest is told from plain data: which images hold which
//! layers ([`Forest`]), what a set of deletions does and frees ([`plan`]), what is worth a look ([`suggestions`]).

mod disk_scan;
mod execute;
mod forest;
mod plan;
mod ref_counts;
mod suggest;
mod usage;

pub(crate) use execute::{Beginning, carry_out};
pub use forest::{Described, Forest};
pub use plan::{Ground, plan};
pub use suggest::suggestions;
pub use disk_scan::Survey;
pub use usage::usage;
