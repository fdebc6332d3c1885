//! `slipway practice serve`: the practice engine in the foreground.
//!
//! Why: `docs/decisions/046-the-practice-engine-is-dockerd.md`.

use std::{path::PathBuf, process::ExitCode};

use slipway_engine::{
    grammar::invisible::{escape_invisible, escape_json},
    practice::{self, ServeEvent},
};

use crate::messages::Messages;

/// Starts the practice engine, prints a line of JSON when it answers, and ends it when interrupted, or when standard
/// input is closed. A failure is printed as JSON too, and as a message on standard error.
pub async fn serve(folder: Option<PathBuf>, messages: &Messages) -> ExitCode {
    let folder = folder.unwrap_or_else(practice::folder);
    let emit = |event: ServeEvent| match serde_json::to_string(&event) {
        Ok(line) => println!("{}", escape_json(&line)),
        Err(error) => eprintln!("{error}"),
    };
    match practice::serve(&folder, emit).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let texts = [Some(messages.error(&error)), messages.next_step(&error), Some(error.message.clone())];
            let text = texts.into_iter().flatten().collect::<Vec<_>>().join(" ");
            eprintln!("slipway: {}", escape_invisible(text.trim_end()));
            emit(ServeEvent::Failed(error));
            ExitCode::FAILURE
        }
    }
}
