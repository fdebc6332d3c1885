//! `slipway practice serve`: the practice engine in the foreground.

use std::{path::PathBuf, process::ExitCode};

use slipway_engine::practice::{self, PracticeEngine};

use crate::sentences::Sentences;

/// Starts the practice engine, prints one JSON line when it answers, and ends it when interrupted.
pub async fn serve(folder: Option<PathBuf>) -> ExitCode {
    let folder = folder.unwrap_or_else(practice::default_folder);
    let engine = match PracticeEngine::start(&folder).await {
        Ok(engine) => engine,
        Err(error) => {
            eprintln!("slipway: {} {}", Sentences::from_environment().of(&error), error.message);
            return ExitCode::FAILURE;
        }
    };
    println!("{}", serde_json::json!({ "ready": format!("unix://{}", engine.socket().display()) }));
    interrupted().await;
    engine.stop().await;
    ExitCode::SUCCESS
}

#[cfg(unix)]
async fn interrupted() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
        }
        Err(error) => eprintln!("slipway: {error}"),
    }
}

#[cfg(not(unix))]
async fn interrupted() {
    if let Err(error) = tokio::signal::ctrl_c().await {
        eprintln!("slipway: {error}");
    }
}
