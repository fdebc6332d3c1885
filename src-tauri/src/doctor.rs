//! `slipway doctor`: which engines answer, and why the others do not.

use std::process::ExitCode;

use serde::Serialize;
use slipway_engine::{
    connect::Environment,
    doctor,
    grammar::invisible::{escape_invisible, escape_json},
    wire::{EngineInfo, Examination, Finding, Remedy},
};

use crate::messages::Messages;

#[derive(Serialize)]
struct Report {
    version: &'static str,
    #[serde(flatten)]
    examination: Examination,
}

/// Tries every endpoint that the window would try, and prints the result. Fails if none answers.
pub async fn examine(json: bool, messages: &Messages) -> ExitCode {
    let examination = doctor::examine(&Environment::from_environment(), None).await;
    let report = Report { version: env!("CARGO_PKG_VERSION"), examination };
    if json {
        match serde_json::to_string_pretty(&report) {
            Ok(text) => println!("{}", escape_json(&text)),
            Err(error) => eprintln!("{error}"),
        }
    } else {
        print!("{}", report_text(&report, messages));
    }
    if report.examination.answers { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Each line ends with a line end.
fn report_text(report: &Report, messages: &Messages) -> String {
    let Examination { answers, answering, findings, practice, .. } = &report.examination;
    let mut lines = vec![format!("slipway {}", report.version)];
    if *answers {
        lines.extend(answering.iter().map(|engine| format!("✓ {}", engine_line(engine))));
    }
    for finding in findings {
        lines.extend(finding_lines(finding, answering, messages));
    }
    match practice {
        _ if *answers => {}
        Some(error) => lines.push(format!("· {}", messages.error(error))),
        None => {
            lines.push(format!("· {}", messages.text("practice-about")));
            lines.push(format!("  → {}:", messages.text("practice-start")));
            lines.push("    $ slipway practice serve".to_owned());
        }
    }
    // Addresses, names and versions are others' text.
    lines.iter().map(|line| escape_invisible(line) + "\n").collect()
}

fn engine_line(engine: &EngineInfo) -> String {
    let EngineInfo { endpoint, product, version, api_version, .. } = engine;
    let label = format!("{} {}", endpoint.address, endpoint.name);
    format!("{}  {product:?} {version} (API {api_version})", label.trim_end())
}

fn finding_lines(finding: &Finding, answering: &[EngineInfo], messages: &Messages) -> Vec<String> {
    let mut lines = vec![format!("✗ {}", messages.finding(finding))];
    lines.extend(finding.attempts.iter().map(|attempt| {
        let label = format!("{} {}", attempt.endpoint.address, attempt.endpoint.name);
        format!("    {}  {}", label.trim(), messages.error(&attempt.error)).trim_end().to_owned()
    }));
    for remedy in &finding.remedies {
        lines.extend(match remedy {
            Remedy::Command { purpose, text } => {
                vec![format!("  → {}", messages.purpose(*purpose)), format!("    $ {text}")]
            }
            Remedy::UseEngine { endpoint } => {
                let engine = answering.iter().find(|engine| engine.endpoint == *endpoint);
                let line = engine.map(engine_line).unwrap_or_default();
                vec![format!("  → {} {line}", messages.text("remedy-useEngine"))]
            }
            // The command with the same effect follows.
            Remedy::StartService { .. } => Vec::new(),
        });
    }
    lines
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use slipway_engine::{
        Error, ErrorCode,
        grammar::invisible::is_invisible,
        wire::{Attempt, Endpoint, EndpointSource, FindingCase},
    };

    use super::*;

    #[test]
    fn names_and_addresses_cannot_move_the_cursor_or_make_up_lines() {
        let address = "tcp://far\u{1b}[2J:1\u{202e}".to_owned();
        let name = "work\n    $ rm -rf ~".to_owned();
        let endpoint = Endpoint { address: address.clone(), source: EndpointSource::Context, name, tls: None };
        let error = Error::new(ErrorCode::ConnectionRefused).with("address", &address);
        let finding = Finding {
            case: FindingCase::WrongContext,
            values: BTreeMap::from([("context".to_owned(), "\u{9b}2J".to_owned()), ("address".to_owned(), address)]),
            attempts: vec![Attempt { endpoint, error }],
            remedies: Vec::new(),
        };
        let examination = Examination {
            answers: false,
            chosen: true,
            answering: Vec::new(),
            findings: vec![finding],
            practice: None,
        };
        let text = report_text(&Report { version: "1", examination }, &Messages::of_language("en"));
        assert!(text.chars().all(|one| one == '\n' || !is_invisible(one)), "nothing is invisible: {text:?}");
        let made_up = text.lines().any(|line| line.trim_start() == "$ rm -rf ~");
        assert!(!made_up && text.contains(r"work\n    $ rm -rf ~"), "the name is one line's: {text}");
    }
}
