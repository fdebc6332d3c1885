//! Docker's notations as pure functions: references, IDs, platforms, ports, environment variables, volumes, flags,
//! shell words, invisible characters, Dockerfile instructions, file modes, registry mirrors. Nothing here calls an engine or touches a file.

pub(crate) mod container_name;
pub(crate) mod env;
pub(crate) mod flag;
pub(crate) mod id;
pub(crate) mod instruction;
pub mod invisible;
pub(crate) mod keys;
pub mod mirror;
pub(crate) mod mode;
pub mod pins;
pub(crate) mod platform;
pub(crate) mod ports;
pub mod reference;
pub(crate) mod volumes;
pub(crate) mod words;

pub use pins::Pins;
pub use reference::Reference;
