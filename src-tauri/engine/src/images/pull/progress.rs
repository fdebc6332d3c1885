//! The progress of a pull, computed from the engine's messages. Pure: messages and instants in, progress out.

mod event;
mod fold;
mod layer;
mod speed;

pub use event::{PullDetail, PullEvent, PullFailure};
pub use fold::PullFold;
