//! `slipway-lab practice …`: the practice engine and a window's hold on it, for tests that need them as another user.

use std::path::PathBuf;

use futures_util::StreamExt;
use serde_json::json;
use slipway_engine::connect::Surroundings;
use slipway_engine::{Error, Result, Session, doctor};
use slipway_engine::{
    connect::Place,
    practice::{self, Line},
};
use tokio::io::{AsyncBufReadExt, BufReader, stdin};

/// What `slipway practice serve` does.
///
/// # Errors
/// Why the engine does not start; it has been told by then.
pub async fn serve(folder: Option<PathBuf>) -> Result<()> {
    let tell = |line: Line| println!("{}", serde_json::to_value(line).unwrap_or_default());
    let served = practice::serve(&folder.unwrap_or_else(practice::folder), tell).await;
    if let Err(error) = &served {
        tell(Line::Failed(error.clone()));
    }
    served
}

/// What `slipway doctor --json` says, without the version: for tests that ask as another user.
///
/// # Errors
/// None.
pub async fn doctor() -> Result<()> {
    let examination = doctor::examine(&Surroundings::from_environment(), None).await;
    println!("{}", serde_json::to_value(examination).unwrap_or_default());
    Ok(())
}

/// A session that starts, stops and resets the practice engine as lines of standard input ask, answers each by how it
/// went, and tells every update of the engine and the practice engine, all as lines of JSON. It ends with its input.
///
/// # Errors
/// When our own program is not found.
pub async fn hold() -> Result<()> {
    let program = std::env::current_exe().map_err(|error| Error::internal(error.to_string()))?;
    let place = Place { program: Some(program), ..Surroundings::from_environment().practice };
    let session = Session::start(Surroundings { practice: place, ..Surroundings::default() });
    let mut updates = session.updates();
    let mut requests = BufReader::new(stdin()).lines();
    loop {
        tokio::select! {
            update = updates.next() => match serde_json::to_value(update).unwrap_or_default() {
                update if ["engine", "practice"].contains(&update["kind"].as_str().unwrap_or_default()) => {
                    println!("{update}");
                }
                _ => {}
            },
            request = requests.next_line() => {
                let done = match request.ok().flatten().as_deref() {
                    Some("start") => session.start_practice().await,
                    Some("stop") => {
                        session.stop_practice().await;
                        Ok(())
                    }
                    Some("reset") => session.reset_practice().await,
                    Some(other) => Err(Error::internal(format!("not a request: {other}"))),
                    None => return Ok(()),
                };
                println!("{}", json!({ "kind": "done", "error": done.err() }));
            }
        }
    }
}
