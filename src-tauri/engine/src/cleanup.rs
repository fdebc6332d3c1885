//! Clean-up: where the bytes are, what a set of deletions would really free, and doing it.
//!
//! [`Survey`] reads what the engine tells of its layers; all the rest is told from plain data: which images hold which
//! layers ([`Forest`]), what a set of deletions does and frees ([`plan`]), what is worth a look ([`suggestions`]).

mod carry_out;
mod forest;
mod holding;
mod perform;
mod plan;
mod suggest;
mod survey;
mod usage;

use carry_out::carry_out;
pub use forest::{Described, Forest};
pub(crate) use perform::perform;
pub use plan::{Ground, plan};
pub use suggest::suggestions;
pub use survey::Survey;
pub use usage::usage;
