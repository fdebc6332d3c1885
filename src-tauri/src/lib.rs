//! The desktop shell around the engine crate: the window, its commands, and the command line.
//!
//! Why: `docs/decisions/001-engine-crate-knows-no-tauri.md`.

mod cli;
mod commands;
mod doctor;
#[cfg(target_os = "linux")]
mod graphics;
mod messages;
mod navigation;
mod practice;
mod window;

pub use cli::main;
