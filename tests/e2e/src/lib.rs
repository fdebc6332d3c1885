//! Slipway's real window, driven: the binary under WebKitWebDriver, with folders and settings of its own.
//!
//! Tests wait for conditions, never for a span of time; a condition that never holds is named in the error.

mod display;
mod drag;
mod driver;
pub mod lesson;
mod messages;
mod window;

pub use drag::{DragEnd, Dragged};
pub use driver::{Driver, Environment, FileAccess, Profile, free_port};
pub use messages::{Messages, ui};
pub use rustix::process::Signal;
pub use window::Window;

/// Any error; a failed test only prints it.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
/// The result of a step of a test.
pub type Result<T = ()> = std::result::Result<T, Failure>;
