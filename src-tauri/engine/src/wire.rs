//! The types exchanged between the engine crate and the page.
//!
//! Plain data, without behaviour. `ts-rs` writes each type as TypeScript into
//! `ui/src/engine/gen`, which is committed; `./dev check` fails when the two differ. Sizes are bytes, timestamps are seconds
//! since 1970 (UTC), durations are milliseconds unless a name says otherwise, IDs of images and layers carry their
//! `sha256:` prefix, IDs of containers are 64 hex digits.
//!
//! Why: `docs/decisions/003-actions-are-data.md`.
//! Why: `docs/decisions/005-updates-start-with-a-snapshot.md`.

mod action;
mod bytes;
mod change;
mod cleanup;
mod command;
mod console;
mod container;
mod copy;
mod disk;
mod doctor;
mod engine;
mod forest;
mod image;
mod job;
mod layers;
mod lesson;
mod mirror;
mod parse;
mod practice;
mod preview;
mod progress;
mod settings;
mod update;

pub use action::*;
pub use bytes::*;
pub use change::*;
pub use cleanup::*;
pub use command::*;
pub use console::*;
pub use container::*;
pub use copy::*;
pub use disk::*;
pub use doctor::*;
pub use engine::*;
pub use forest::*;
pub use image::*;
pub use job::*;
pub use layers::*;
pub use lesson::*;
pub use mirror::*;
pub use parse::*;
pub use practice::*;
pub use preview::*;
pub use progress::*;
pub use settings::*;
pub use update::*;
