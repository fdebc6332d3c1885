//! The types exchanged between the engine crate and the page.
//!
//! Plain data, without behaviour. `ts-rs` writes each type as TypeScript into
//! `ui/src/engine/gen`, which is committed; `./dev check` fails when the two differ. Sizes are bytes, timestamps are seconds
//! since 1970 (UTC), durations are milliseconds unless a name says otherwise, IDs of images and layers carry their
//! `sha256:` prefix, IDs of containers are 64 hex digits.

mod action;
mod change;
mod cleanup;
mod console;
mod container;
mod copy;
mod doctor;
mod engine;
mod image;
mod job;
mod layers;
mod lesson;
mod mirror;
mod practice;
mod reading;
mod settings;
mod update;

pub use action::*;
pub use change::*;
pub use cleanup::*;
pub use console::*;
pub use container::*;
pub use copy::*;
pub use doctor::*;
pub use engine::*;
pub use image::*;
pub use job::*;
pub use layers::*;
pub use lesson::*;
pub use mirror::*;
pub use practice::*;
pub use reading::*;
pub use settings::*;
pub use update::*;
