//! Containers: lenient reply types for the container endpoints, and the questions that the inventory asks.

mod list;
mod reply;

pub use list::{list, one};
pub(crate) use reply::{ContainerInspect, MountPoint, id, inspect, inspect_with_size, layer_folders};
