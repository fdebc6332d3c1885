//! `slipway practice serve`: the practice engine in the foreground.

use std::{path::PathBuf, process::ExitCode};

use slipway_engine::practice;

use crate::sentences::Sentences;

/// Starts the practice engine, prints one JSON line when it answers, and ends it when interrupted, or when whoever holds
/// the other end of standard input goes.
pub async fn serve(folder: Option<PathBuf>, sentences: &Sentences) -> ExitCode {
    let folder = folder.unwrap_or_else(|| practice::FOLDER.into());
    let ready = |socket: &std::path::Path| {
        println!("{}", serde_json::json!({ "ready": format!("unix://{}", socket.display()) }));
    };
    match practice::serve(&folder, ready).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let words = [Some(sentences.of(&error)), sentences.next_step(&error), Some(error.message.clone())];
            eprintln!("slipway: {}", words.into_iter().flatten().collect::<Vec<_>>().join(" ").trim_end());
            ExitCode::FAILURE
        }
    }
}
