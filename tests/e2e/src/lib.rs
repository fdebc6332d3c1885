//! Slipway's real window, driven: the binary under WebKitWebDriver, with folders and settings of its own.
//!
//! Nothing here waits for a span of time; everything waits for a condition, and says which when it does not come.

mod driver;
pub mod lesson;
mod messages;
mod window;

pub use driver::{Driver, Rights, Start, Surroundings, free_port};
pub use messages::{Messages, ui};
pub use rustix::process::Signal;
pub use window::Window;

/// What a test may fail with; a test only says it.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
/// The result of a step of a journey.
pub type Result<T = ()> = std::result::Result<T, Failure>;
