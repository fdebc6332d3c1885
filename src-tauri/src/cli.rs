use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use crate::{doctor, practice, window};

/// Docker's image work by clicking, with the exact docker command beside every click.
#[derive(Parser)]
#[command(name = "slipway", version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Tells which engines answer, and why the others do not
    Doctor {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Slipway's own engine to practise on
    Practice {
        #[command(subcommand)]
        command: Practice,
    },
}

#[derive(Subcommand)]
enum Practice {
    /// Starts it and keeps it until interrupted
    Serve {
        /// Where it keeps its images and containers
        #[arg(long)]
        folder: Option<PathBuf>,
    },
}

/// What the binary does: opens the window, unless a command says otherwise.
pub fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_env("SLIPWAY_LOG").unwrap_or_else(|_| EnvFilter::new("warn")))
        .with_writer(std::io::stderr)
        .init();
    match Arguments::parse().command {
        None => window::open(),
        Some(Command::Doctor { json }) => tauri::async_runtime::block_on(doctor::examine(json)),
        Some(Command::Practice { command: Practice::Serve { folder } }) => {
            tauri::async_runtime::block_on(practice::serve(folder))
        }
    }
}
