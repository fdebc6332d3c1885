//! `slipway practice serve`: the practice engine in the foreground.

use std::{path::PathBuf, process::ExitCode};

use slipway_engine::practice::{self, Line};

use crate::messages::Sentences;

/// Starts the practice engine, prints one JSON line when it answers, and ends it when interrupted, or when whoever holds
/// the other end of standard input goes. Why it cannot is said as JSON, too, and in words on standard error.
pub async fn serve(folder: Option<PathBuf>, sentences: &Sentences) -> ExitCode {
    let folder = folder.unwrap_or_else(practice::folder);
    let tell = |line: Line| match serde_json::to_string(&line) {
        Ok(line) => println!("{line}"),
        Err(error) => eprintln!("{error}"),
    };
    match practice::serve(&folder, tell).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let words = [Some(sentences.of(&error)), sentences.next_step(&error), Some(error.message.clone())];
            eprintln!("slipway: {}", words.into_iter().flatten().collect::<Vec<_>>().join(" ").trim_end());
            tell(Line::Failed(error));
            ExitCode::FAILURE
        }
    }
}
