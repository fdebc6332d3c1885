//! `slipway doctor`: which engines answer, and why the others do not.

use std::process::ExitCode;

use serde::Serialize;
use slipway_engine::{
    Error,
    connect::{Engine, Surroundings, candidates},
    wire::{Endpoint, EngineInfo},
};

use crate::sentences::Sentences;

#[derive(Serialize)]
struct Report {
    version: &'static str,
    /// Whether any engine answers.
    answers: bool,
    /// Why there is nothing to try, where that is so.
    error: Option<Error>,
    examined: Vec<Examined>,
}

#[derive(Serialize)]
struct Examined {
    endpoint: Endpoint,
    engine: Option<EngineInfo>,
    error: Option<Error>,
}

/// Tries every endpoint that the window would try, and says how it went; a failure when none answers.
pub async fn examine(json: bool, sentences: &Sentences) -> ExitCode {
    let report = report(&Surroundings::from_environment()).await;
    if json {
        match serde_json::to_string_pretty(&report) {
            Ok(text) => println!("{text}"),
            Err(error) => eprintln!("{error}"),
        }
    } else {
        print!("{}", in_words(&report, sentences));
    }
    if report.answers { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn report(surroundings: &Surroundings) -> Report {
    let version = env!("CARGO_PKG_VERSION");
    let endpoints = match candidates(surroundings) {
        Ok(endpoints) => endpoints,
        Err(error) => return Report { version, answers: false, error: Some(error), examined: Vec::new() },
    };
    let mut examined = Vec::new();
    for endpoint in endpoints {
        let (engine, error) = match Engine::connect(endpoint.clone()).await {
            Ok(engine) => (Some(engine.info().clone()), None),
            Err(error) => (None, Some(error)),
        };
        examined.push(Examined { endpoint, engine, error });
    }
    Report { version, answers: examined.iter().any(|one| one.engine.is_some()), error: None, examined }
}

fn in_words(report: &Report, sentences: &Sentences) -> String {
    let mut lines = vec![format!("slipway {}", report.version)];
    lines.extend(report.error.as_ref().map(|error| format!("✗ {}", sentences.of(error))));
    for Examined { endpoint, engine, error } in &report.examined {
        let label = format!("{} {}", endpoint.address, endpoint.name);
        match (engine, error) {
            (Some(engine), _) => lines.push(format!(
                "✓ {}  {:?} {} (API {})",
                label.trim_end(),
                engine.product,
                engine.version,
                engine.api_version
            )),
            (None, Some(error)) => {
                lines.push(format!("✗ {}  {}", label.trim_end(), sentences.of(error)));
                lines.extend(sentences.next_step(error).map(|step| format!("    {step}")));
            }
            (None, None) => {}
        }
    }
    lines.push(String::new());
    lines.join("\n")
}
