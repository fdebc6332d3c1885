//! `slipway-headless`: the parts of Slipway that tests run as another user, without a window.
//!
//! - `practice serve [--folder FOLDER]` is `slipway practice serve`.
//! - `practice hold` is a session that takes the requests `start`, `stop` and `reset`, one a line.
//! - `doctor` prints what `slipway doctor --json` prints, without the version.

use std::{path::PathBuf, process::exit};

use futures_util::StreamExt;
use serde_json::json;
use slipway_engine::{
    Error, Result, Session,
    connect::{Environment, PracticeLocation},
    doctor,
    practice::{self, ServeEvent},
};
use tokio::io::{AsyncBufReadExt, BufReader, stdin};

#[tokio::main]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let result = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["practice", "serve"] => serve(practice::folder()).await,
        ["practice", "serve", "--folder", folder] => serve(folder.into()).await,
        ["practice", "hold"] => hold().await,
        ["doctor"] => {
            print_examination().await;
            Ok(())
        }
        _ => {
            eprintln!("usage: slipway-headless practice serve [--folder FOLDER] | practice hold | doctor");
            exit(2);
        }
    };
    if let Err(error) = &result {
        eprintln!("slipway-headless: {error} {:?}", error.details);
    }
    // Returning would wait for the thread that reads a terminal, until Enter is pressed (tokio::io::stdin).
    exit(i32::from(result.is_err()));
}

/// Serves the practice engine, as `slipway practice serve` does.
async fn serve(folder: PathBuf) -> Result<()> {
    let print = |line: ServeEvent| println!("{}", serde_json::to_value(line).unwrap_or_default());
    let served = practice::serve(&folder, print).await;
    if let Err(error) = &served {
        print(ServeEvent::Failed(error.clone()));
    }
    served
}

async fn print_examination() {
    let examination = doctor::examine(&Environment::from_environment(), None).await;
    println!("{}", serde_json::to_value(examination).unwrap_or_default());
}

/// Runs a session that starts, stops and resets the practice engine as requested on standard input.
///
/// Each request is answered by its outcome, and every update of the engine and the practice engine is printed, all as
/// lines of JSON. The session ends with its input.
async fn hold() -> Result<()> {
    let program = std::env::current_exe().map_err(|error| Error::internal(error.to_string()))?;
    let place = PracticeLocation { program: Some(program), ..Environment::from_environment().practice };
    let session = Session::start(Environment { practice: place, ..Environment::default() });
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
