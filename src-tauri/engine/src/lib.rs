//! All of Slipway's Docker work, without a window.
//!
//! A [`Session`] is one person's work with one engine: the connection, which reconnects by itself, the inventory, which
//! the engine's events keep current, the jobs, and the consoles. All state leaves it through [`Session::updates`], a
//! stream of plain values ([`wire`]); requests enter it as a [`wire::Action`].
//!
//! Why: `docs/decisions/001-engine-crate-knows-no-tauri.md`.
#![warn(missing_docs)]

pub mod api;
pub mod changes;
pub mod cleanup;
pub mod cli_config;
pub mod command_line;
pub mod commit;
pub mod connect;
pub mod console;
pub mod containers;
mod context;
pub mod copies;
pub mod doctor;
mod encoding;
pub mod error;
pub mod flags;
pub mod grammar;
pub mod host;
pub mod images;
pub mod inventory;
pub mod jobs;
pub mod layers;
pub mod lessons;
pub mod mirrors;
pub mod persist;
pub mod practice;
pub mod registry;
pub mod run;
mod session;
pub mod settings;
pub mod wire;

pub use error::{Error, ErrorCode, Result};
pub use session::Session;
