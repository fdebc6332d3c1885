//! `./dev bench`: measures the app against the docker CLI and an empty window, all in one run.
//!
//! `bench/README.md` explains each row. Arguments name the parts to measure; without arguments, all but [`LONG`] are.

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
    report::Report,
    screen::Screen,
    start::{Amount, Programs},
};

/// The parts that arguments can name.
const PARTS: [&str; 10] = ["start", "idle", "event", "console", "pull", "list", "many", "plan", "picture", "layers"];
/// The part that is measured only if an argument names it.
const LONG: &str = "plan";
/// The number of images in the list that is compared with `docker images`.
const LIST: usize = 2_000;
/// The number of images in the window that is compared with an empty one.
const MANY: usize = 10_000;

#[tokio::main]
async fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let [layers::READ, image, folder] = args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        return exit_code(layers::read(image, Path::new(folder)).await);
    }
    if let Some(unknown) = args.iter().find(|part| !PARTS.contains(&part.as_str())) {
        eprintln!("slipway-bench: {unknown} is not one of {}", PARTS.join(", "));
        return ExitCode::from(2);
    }
    let named = |part: &str| args.iter().any(|arg| arg == part);
    exit_code(measure(|part| named(part) || args.is_empty() && part != LONG).await)
}

fn exit_code(result: Result) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("slipway-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn measure(includes: impl Fn(&str) -> bool) -> Result {
    let programs = Programs::find()?;
    let screen = Screen::open()?;
    let lab = Lab::start(LabOptions::default()).await?;
    for reference in ["ubuntu:14.04", "ubuntu:latest", "nginx:latest", "redis:latest"] {
        lab.docker().run(&["pull", "-q", reference]).await?;
    }

    let mut report = Report {
        profile: if cfg!(debug_assertions) { "dev" } else { "release" },
        processors: std::thread::available_parallelism()?.get(),
        engine: lab.docker().run(&["version", "-f", "{{.Server.Version}}"]).await?,
        rows: Vec::new(),
        folder: folder()?,
    };
    if includes("start") {
        announce("start and memory");
        report.add(start::start(&screen, &programs, &lab.docker_host(), Amount::Few).await?)?;
    }
    if includes("idle") {
        announce("idle");
        report.add([idle::idle(&screen, &programs, &lab.docker_host()).await?])?;
    }
    work::console_event_and_pull(&lab, &includes, &mut report).await?;
    if includes("list") || includes("many") {
        let full = Lab::start(LabOptions::default()).await?;
        if includes("list") {
            announce("list");
            data::many(&full.docker(), LIST).await?;
            report.add([work::list(&lab, &full, LIST).await?])?;
        }
        if includes("many") {
            announce("many images");
            data::many(&full.docker(), MANY).await?;
            report.add(start::start(&screen, &programs, &full.docker_host(), Amount::Many).await?)?;
        }
    }

    if includes(LONG) {
        announce("plans over thousands of images, which take a quarter of an hour to load");
        report.add(cleanup::plan().await?)?;
    }
    if includes("picture") {
        announce("the clean-up picture");
        report.add(cleanup::picture().await?)?;
    }
    if includes("layers") {
        announce("layers");
        report.add(layers::layers(&lab).await?)?;
    }
    println!("{}", report.markdown());
    Ok(())
}

fn announce(part: &str) {
    eprintln!("measuring: {part}");
}

/// The folder for the results: `target/bench`.
fn folder() -> Result<PathBuf> {
    let program = std::env::current_exe()?;
    let target: Option<&Path> = program.ancestors().nth(2);
    Ok(target.ok_or("the bench is not in a target folder")?.join("bench"))
}
