//! Reading the layers of a large image, compared with the engine's export and with dive.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use procfs::process::Process;
use slipway_e2e::Result;
use slipway_engine::{
    connect::Engine,
    jobs::Report,
    layers::Layers,
    wire::{Endpoint, EndpointSource},
};
use slipway_lab::Lab;

use crate::figures::{Row, Series};

/// The argument that makes this program read an image's layers, so that it can be measured as a process of its own.
pub const READ: &str = "read-layers";

const IMAGE: &str = "slipway-bench/large";
/// 1 GB in six layers: large files, twenty thousand small ones, and some that are overwritten and deleted.
const DOCKERFILE: &str = "
FROM ubuntu:14.04
RUN mkdir /big && for n in 1 2 3 4; do head -c 75000000 /dev/urandom > /big/$n; done
RUN mkdir /more && for n in 1 2 3 4; do head -c 75000000 /dev/urandom > /more/$n; done
RUN for n in $(seq 100); do mkdir -p /small/$n; for m in $(seq 200); do echo $n-$m > /small/$n/$m; done; done
RUN head -c 300000000 /dev/urandom > /one
RUN rm /big/1 && head -c 75000000 /dev/urandom > /more/1
RUN chmod 600 /more/2
";
const REPETITIONS: usize = 3;
/// How often a process's memory is read.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// Measures reading an image of 1 GB, in turns with `docker save` to `/dev/null` and, if it is installed, dive.
pub async fn layers(lab: &Lab) -> Result<Vec<Row>> {
    let docker = lab.docker();
    docker.run_with(&["build", "-q", "-t", IMAGE, "-"], DOCKERFILE.as_bytes()).await?;
    let host = lab.docker_host();
    let dive = dive();
    let mut app = ProgramRuns::new("app");
    let mut save = Series::new("docker save", "ms");
    let mut other = ProgramRuns::new("dive");
    for _ in 0..REPETITIONS {
        save.values.push(ProgramRuns::new("").run(Command::new("docker").args(["save", IMAGE]), &host)?);
        let cache = tempfile::tempdir()?;
        app.run(Command::new(std::env::current_exe()?).args([READ, IMAGE]).arg(cache.path()), &host)?;
        if let Some(dive) = &dive {
            let report = cache.path().join("dive.json");
            other.run(Command::new(dive).arg(IMAGE).arg("--json").arg(report), &host)?;
        }
    }
    docker.run(&["rmi", IMAGE]).await?;
    let name = "layers of a 1 GB image ÷ `docker save` to nowhere";
    let mut rows = vec![Row::ratio(name, "1.5", app.time.clone(), save)];
    if dive.is_some() {
        rows.push(Row::ratio("layers of a 1 GB image ÷ dive", "1", app.time, other.time));
        rows.push(Row::ratio("peak memory for it ÷ dive", "1", app.memory, other.memory));
    } else {
        eprintln!("dive was not found: install it on the PATH, or set SLIPWAY_DIVE");
    }
    Ok(rows)
}

/// Reads an image's layers into a folder, as the app does.
pub async fn read(image: &str, folder: &Path) -> Result {
    let address = std::env::var("DOCKER_HOST")?;
    let endpoint = Endpoint { address, source: EndpointSource::DockerHost, name: String::new(), tls: None };
    let engine = Engine::connect(endpoint).await?;
    Layers::new(Some(folder)).read_image(&engine, image, &Report::discard()).await?;
    Ok(())
}

/// The path of dive, if it is installed.
fn dive() -> Option<PathBuf> {
    let named = std::env::var_os("SLIPWAY_DIVE").map(PathBuf::from);
    let paths = std::env::var_os("PATH").unwrap_or_default();
    named.or_else(|| std::env::split_paths(&paths).map(|folder| folder.join("dive")).find(|program| program.is_file()))
}

/// The time and peak memory of a program's runs.
struct ProgramRuns {
    time: Series,
    memory: Series,
}

impl ProgramRuns {
    fn new(of: &'static str) -> Self {
        Self { time: Series::new(of, "ms"), memory: Series::new(of, "MB") }
    }

    /// Runs the program to its end and returns its time in milliseconds.
    fn run(&mut self, command: &mut Command, docker_host: &str) -> Result<f64> {
        command.env("DOCKER_HOST", docker_host).env_remove("DOCKER_CONTEXT").stdin(Stdio::null()).stdout(Stdio::null());
        let start = Instant::now();
        let mut process = command.spawn()?;
        let peak = peak_memory(&mut process)?;
        let took = start.elapsed().as_secs_f64() * 1000.0;
        self.time.values.push(took);
        self.memory.values.push(peak);
        Ok(took)
    }
}

/// Waits until the process ends and returns its peak memory in megabytes. The kernel reports that only while it runs.
fn peak_memory(process: &mut Child) -> Result<f64> {
    let watched = Process::new(process.id().try_into()?)?;
    let mut peak = 0;
    loop {
        if let Some(status) = process.try_wait()? {
            return if status.success() {
                Ok(peak as f64 / 1000.0)
            } else {
                Err(format!("the program failed ({status})").into())
            };
        }
        // A process that has just ended no longer reports it.
        peak = watched.status().ok().and_then(|status| status.vmhwm).unwrap_or(peak);
        std::thread::sleep(POLL_INTERVAL);
    }
}
