//! `./dev bench`: the app measured against the docker command and an empty window, all within one run.
//!
//! What each row means is told in `bench/README.md`. Arguments name the parts to measure; nearly all when there are none.

mod cleanup;
mod engine;
mod figures;
mod idle;
mod layers;
mod process;
mod report;
mod screen;
mod start;
mod work;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use slipway_e2e::Result;
use slipway_lab::{Lab, LabOptions, data};

use crate::{
    figures::Row,
    report::Report,
    screen::Screen,
    start::{Amount, Programs},
};

/// The parts, each by the name that an argument may give. All are measured when there are none, but for [`LONG`].
const PARTS: [&str; 10] = ["start", "idle", "event", "console", "pull", "list", "many", "plan", "picture", "layers"];
/// The part that is measured only when it is asked for by name.
const LONG: &str = "plan";
/// Images in the list that is held against `docker images`.
const LIST: usize = 2_000;
/// Images in the window that is held against an empty one.
const MANY: usize = 10_000;

#[tokio::main]
async fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    if let [layers::READ, image, folder] = wanted.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        return told(layers::read(image, Path::new(folder)).await);
    }
    if let Some(unknown) = wanted.iter().find(|part| !PARTS.contains(&part.as_str())) {
        eprintln!("slipway-bench: {unknown} is none of {}", PARTS.join(", "));
        return ExitCode::from(2);
    }
    let named = |part: &str| wanted.iter().any(|one| one == part);
    told(measure(|part| named(part) || wanted.is_empty() && part != LONG).await)
}

fn told(result: Result) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("slipway-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn measure(wants: impl Fn(&str) -> bool) -> Result {
    let programs = Programs::find()?;
    let screen = Screen::open()?;
    let lab = Lab::start(LabOptions::default()).await?;
    for reference in ["ubuntu:14.04", "ubuntu:latest", "nginx:latest", "redis:latest"] {
        lab.docker().run(&["pull", "-q", reference]).await?;
    }

    let mut rows: Vec<Row> = Vec::new();
    if wants("start") {
        tell("start and memory");
        rows.extend(start::start(&screen, &programs, &lab.docker_host(), Amount::Few).await?);
    }
    if wants("idle") {
        tell("idle");
        rows.push(idle::idle(&screen, &programs, &lab.docker_host()).await?);
    }
    rows.extend(work::console_event_and_pull(&lab, &wants).await?);
    if wants("list") || wants("many") {
        let full = Lab::start(LabOptions::default()).await?;
        if wants("list") {
            tell("list");
            data::many(&full.docker(), LIST).await?;
            rows.push(work::list(&lab, &full, LIST).await?);
        }
        if wants("many") {
            tell("many images");
            data::many(&full.docker(), MANY).await?;
            rows.extend(start::start(&screen, &programs, &full.docker_host(), Amount::Many).await?);
        }
    }

    if wants(LONG) {
        tell("plans over thousands of images, which take a quarter of an hour to load");
        rows.extend(cleanup::plan().await?);
    }
    if wants("picture") {
        tell("the clean-up picture");
        rows.extend(cleanup::picture().await?);
    }
    if wants("layers") {
        tell("layers");
        rows.extend(layers::layers(&lab).await?);
    }

    let report = Report {
        profile: if cfg!(debug_assertions) { "dev" } else { "release" },
        processors: std::thread::available_parallelism()?.get(),
        engine: lab.docker().run(&["version", "-f", "{{.Server.Version}}"]).await?,
        rows,
    };
    report.write(&folder()?)?;
    println!("{}", report.markdown());
    Ok(())
}

fn tell(part: &str) {
    eprintln!("measuring: {part}");
}

/// `target/bench`
fn folder() -> Result<PathBuf> {
    let program = std::env::current_exe()?;
    let target: Option<&Path> = program.ancestors().nth(2);
    Ok(target.ok_or("the bench lies outside a target folder")?.join("bench"))
}
