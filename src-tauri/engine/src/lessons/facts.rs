//! Facts about an engine's objects beyond what its inventory lists, read when a lesson queries them.

use std::{
    collections::{BTreeSet, HashMap},
    net::{Ipv4Addr, TcpListener},
};

use serde::Deserialize;

use super::observations::{RunFlags, is_shell};
use crate::{
    api, changes,
    connect::Engine,
    error::Result,
    images,
    inventory::LayerColours,
    wire::{Change, HistoryStep},
};

/// A fact to read from the engine.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Query {
    /// An image's layers, by its ID.
    Layers(String),
    /// An image's history, by its ID.
    History(String),
    /// What a container was run with, by its ID.
    Flags(String),
    /// A container's changes, by its ID.
    Diff(String),
    /// The text of a file in a container, by the container's ID and the path.
    Text(String, String),
    /// Whether a shell that `docker exec` started runs in a container, by its ID.
    Entered(String),
    /// Whether a port of this machine is taken.
    Port(u16),
}

/// The facts that were read. An inner `None` means that the engine refused to answer.
#[derive(Debug, Default)]
pub struct FactCache {
    /// An image's diff IDs, base first; they never change.
    pub layers: HashMap<String, Option<Vec<String>>>,
    /// An image's history, newest first.
    pub history: HashMap<String, Option<Vec<HistoryStep>>>,
    /// A container's flags; they never change either.
    pub flags: HashMap<String, Option<RunFlags>>,
    /// Facts that hold for one evaluation of the course only.
    pub snapshot: Snapshot,
}

/// Facts that may change at any time.
#[derive(Debug, Default)]
pub struct Snapshot {
    /// Changes by container.
    pub diffs: HashMap<String, Option<Vec<Change>>>,
    /// Texts by container and path.
    pub texts: HashMap<(String, String), Option<String>>,
    /// Whether a shell runs in it, by container.
    pub entered: HashMap<String, bool>,
    /// Whether it is taken, by port.
    pub ports: HashMap<u16, bool>,
}

impl FactCache {
    /// Reads these facts. A refusal is cached, too, so that the engine is not asked again.
    ///
    /// # Errors
    /// [`ErrorCode::EngineLost`](crate::ErrorCode::EngineLost) and other losses of the connection.
    pub async fn fetch(&mut self, engine: &Engine, queries: BTreeSet<Query>) -> Result<()> {
        for query in queries {
            match query {
                Query::Layers(id) => {
                    let image = skip_refusals(api::images::inspect(engine, &id).await)?.flatten();
                    let layers = image.map(|image| image.layers().to_vec());
                    self.layers.insert(id, layers);
                }
                Query::History(id) => {
                    let detail = skip_refusals(images::detail(engine, &id, &LayerColours::default()).await)?;
                    self.history.insert(id, detail.map(|detail| detail.history));
                }
                Query::Flags(id) => {
                    let container = skip_refusals(api::containers::inspect(engine, &id).await)?;
                    self.flags.insert(id, container.map(run_flags));
                }
                Query::Diff(id) => {
                    let changes = skip_refusals(changes::listed(engine, &id).await)?;
                    self.snapshot.diffs.insert(id, changes);
                }
                Query::Text(id, path) => {
                    let text = skip_refusals(changes::text(engine, &id, &path).await)?.flatten();
                    self.snapshot.texts.insert((id, path), text);
                }
                Query::Entered(id) => {
                    let entered = skip_refusals(has_exec_shell(engine, &id).await)?.unwrap_or_default();
                    self.snapshot.entered.insert(id, entered);
                }
                Query::Port(port) => {
                    self.snapshot.ports.insert(port, is_taken(engine, port));
                }
            }
        }
        Ok(())
    }
}

/// A refused read skips this fact; a lost connection aborts.
fn skip_refusals<T>(answer: Result<T>) -> Result<Option<T>> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if error.is_loss() => Err(error),
        Err(error) => {
            tracing::debug!(%error, "the engine refused to answer a lesson's query");
            Ok(None)
        }
    }
}

fn run_flags(container: api::containers::ContainerInspect) -> RunFlags {
    RunFlags {
        interactive: container.config.open_stdin,
        tty: container.config.tty,
        remove: container.host_config.auto_remove,
        shell: is_shell(&container.command().join(" ")),
    }
}

/// Whether a port is taken; on another machine only the engine's own list of published ports can say so.
fn is_taken(engine: &Engine, port: u16) -> bool {
    engine.info().local && TcpListener::bind((Ipv4Addr::UNSPECIFIED, port)).is_err()
}

/// The reply of `GET /exec/{id}/json`.
#[derive(Deserialize)]
struct ExecInspect {
    #[serde(rename = "Running", default)]
    running: bool,
    #[serde(rename = "ProcessConfig", default)]
    process: Option<ProcessConfig>,
}

#[derive(Deserialize, Default)]
struct ProcessConfig {
    #[serde(default)]
    entrypoint: String,
    #[serde(default)]
    arguments: Option<Vec<String>>,
}

/// Whether a shell that `docker exec` started runs in a container.
async fn has_exec_shell(engine: &Engine, container: &str) -> Result<bool> {
    let container = api::containers::inspect(engine, container).await?;
    for id in container.exec_ids {
        let exec: ExecInspect = match engine.json(&format!("/exec/{id}/json")).await {
            Ok(exec) => exec,
            Err(error) if error.is_loss() => return Err(error),
            // The exec has ended since.
            Err(_) => continue,
        };
        let process = exec.process.unwrap_or_default();
        let arguments = process.arguments.unwrap_or_default().join(" ");
        if exec.running && is_shell(&format!("{} {arguments}", process.entrypoint)) {
            return Ok(true);
        }
    }
    Ok(false)
}
