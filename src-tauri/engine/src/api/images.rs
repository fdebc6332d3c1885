//! Images: lenient reply types for the image endpoints, and the questions that the inventory asks.

mod convert;
mod list;
mod platform;
mod reply;

pub(crate) use convert::names;
pub use list::{classify, list, one};
pub(crate) use platform::{PlatformInspect, inspect_platform};
pub(crate) use reply::{GraphDriver, ImageInspect, Platform, history, inspect};
