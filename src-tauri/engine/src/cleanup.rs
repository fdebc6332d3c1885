//! Clean-up: where the bytes are, what a set of deletions really frees, and executing it.
//!
//! [`DiskScan`] reads what the engine reports about its layers. Everything else is computed from plain data: which images
//! hold which layers ([`Forest`]), what a set of deletions does and frees ([`plan`]), what is worth a look
//! ([`suggestions`]).
//!
//! Why: `docs/decisions/028-freed-bytes-are-computed-from-layers.md`.

mod content;
mod disk_scan;
mod disk_usage;
mod execute;
mod forest;
mod input;
mod perform;
mod plan;
mod ref_counts;
mod suggestions;

pub use disk_scan::DiskScan;
pub use forest::{Forest, LayerHistory};
pub use input::PlanInput;
pub(crate) use perform::perform;
pub use plan::{differences, plan, plan_of_steps};
pub use suggestions::suggestions;
