//! The shell around the engine crate: the window, its commands, and what can be asked without a window.

mod cli;
mod commands;
mod doctor;
#[cfg(target_os = "linux")]
mod graphics;
mod practice;
mod messages;
mod window;

pub use cli::main;
