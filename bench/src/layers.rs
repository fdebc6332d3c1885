//! What is in an image's layers: reading a large image, beside the engine's export and beside dive.

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

/// The argument by which this program reads an image's layers, as a process of its own, and does nothing else.
pub const READ: &str = "read-layers";

const IMAGE: &str = "slipway-bench/large";
/// 1 GB in six layers: large files, twenty thousand small ones, and some that are written over and deleted.
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
/// How often a process's memory is looked at.
const GLANCE: Duration = Duration::from_millis(20);

/// The reading of an image of 1 GB by turns with `docker save` to nowhere and, where there is one, dive.
///
/// # Errors
/// When something does not come about.
pub async fn layers(lab: &Lab) -> Result<Vec<Row>> {
    let docker = lab.docker();
    docker.run_with(&["build", "-q", "-t", IMAGE, "-"], DOCKERFILE.as_bytes()).await?;
    let host = lab.docker_host();
    let dive = dive();
    let mut app = Measured::new("app");
    let mut save = Series::new("docker save", "ms");
    let mut other = Measured::new("dive");
    for _ in 0..REPETITIONS {
        save.values.push(Measured::new("").run(Command::new("docker").args(["save", IMAGE]), &host)?);
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
        eprintln!("there is no dive to measure against: put it on the PATH, or name it by SLIPWAY_DIVE");
    }
    Ok(rows)
}

/// Reads an image's layers into a folder, as the app does.
///
/// # Errors
/// When the engine does not answer, or the image cannot be read.
pub async fn read(image: &str, folder: &Path) -> Result {
    let address = std::env::var("DOCKER_HOST")?;
    let endpoint = Endpoint { address, source: EndpointSource::DockerHost, name: String::new(), tls: None };
    let engine = Engine::connect(endpoint).await?;
    Layers::new(Some(folder)).read_image(&engine, image, &Report::discard()).await?;
    Ok(())
}

/// dive's program, where there is one.
fn dive() -> Option<PathBuf> {
    let named = std::env::var_os("SLIPWAY_DIVE").map(PathBuf::from);
    let paths = std::env::var_os("PATH").unwrap_or_default();
    named.or_else(|| std::env::split_paths(&paths).map(|folder| folder.join("dive")).find(|program| program.is_file()))
}

/// What a program's runs took.
struct Measured {
    time: Series,
    memory: Series,
}

impl Measured {
    fn new(of: &'static str) -> Self {
        Self { time: Series::new(of, "ms"), memory: Series::new(of, "MB") }
    }

    /// Runs the program to its end; gives its time in milliseconds.
    fn run(&mut self, command: &mut Command, docker_host: &str) -> Result<f64> {
        command.env("DOCKER_HOST", docker_host).env_remove("DOCKER_CONTEXT").stdin(Stdio::null()).stdout(Stdio::null());
        let start = Instant::now();
        let mut process = command.spawn()?;
        let most = watch(&mut process)?;
        let took = start.elapsed().as_secs_f64() * 1000.0;
        self.time.values.push(took);
        self.memory.values.push(most);
        Ok(took)
    }
}

/// Waits for its end; gives the most memory that it had, in megabytes. The kernel keeps that figure as long as it runs.
fn watch(process: &mut Child) -> Result<f64> {
    let watched = Process::new(process.id().try_into()?)?;
    let mut most = 0;
    loop {
        if let Some(status) = process.try_wait()? {
            return if status.success() {
                Ok(most as f64 / 1000.0)
            } else {
                Err(format!("it ended ({status})").into())
            };
        }
        // One that has just ended has no figures any more.
        most = watched.status().ok().and_then(|status| status.vmhwm).unwrap_or(most);
        std::thread::sleep(GLANCE);
    }
}
