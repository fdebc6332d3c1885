//! Reading of an engine what a lesson asked for.

use std::{collections::BTreeSet, net::Ipv4Addr, net::TcpListener};

use serde::Deserialize;

use super::{
    evidence::{Looked, Want},
    observations::{Flags, is_shell},
};
use crate::{api, changes, connect::Engine, error::Result, images, inventory::LayerColours};

/// Reads what is wanted. What the engine does not tell is remembered as that, so that it is not asked for again.
///
/// # Errors
/// [`ErrorCode::EngineLost`] and its like.
pub async fn look(engine: &Engine, wants: BTreeSet<Want>, looked: &mut Looked) -> Result<()> {
    for want in wants {
        match want {
            Want::Layers(id) => {
                let image = told(api::images::inspect(engine, &id).await)?.flatten();
                let layers = image.map(|image| image.layers().to_vec());
                looked.layers.insert(id, layers);
            }
            Want::History(id) => {
                let detail = told(images::detail(engine, &id, &LayerColours::default()).await)?;
                looked.history.insert(id, detail.map(|detail| detail.history));
            }
            Want::Flags(id) => {
                let inspected = told(api::containers::inspect(engine, &id).await)?;
                looked.flags.insert(id, inspected.map(flags));
            }
            Want::Diff(id) => {
                let changes = told(changes::diff(engine, &id).await)?;
                looked.passing.diffs.insert(id, changes.map(|changes| changes.changes));
            }
            Want::Text(id, path) => {
                let text = told(changes::text(engine, &id, &path).await)?.flatten();
                looked.passing.texts.insert((id, path), text);
            }
            Want::Entered(id) => {
                let entered = told(entered(engine, &id).await)?.unwrap_or_default();
                looked.passing.entered.insert(id, entered);
            }
            Want::Port(port) => {
                // Of another machine nothing can be told but what the engine says itself.
                let taken = engine.info().local && TcpListener::bind((Ipv4Addr::UNSPECIFIED, port)).is_err();
                looked.passing.ports.insert(port, taken);
            }
        }
    }
    Ok(())
}

/// A refusal concerns this one thing alone; a loss concerns all.
fn told<T>(answer: Result<T>) -> Result<Option<T>> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if error.is_loss() => Err(error),
        Err(error) => {
            tracing::debug!(%error, "the engine does not tell a lesson of this");
            Ok(None)
        }
    }
}

fn flags(inspected: api::containers::ContainerInspect) -> Flags {
    Flags {
        interactive: inspected.config.open_stdin,
        tty: inspected.config.tty,
        remove: inspected.host_config.auto_remove,
        shell: is_shell(&inspected.command().join(" ")),
    }
}

/// What `GET /exec/{id}/json` answers.
#[derive(Deserialize)]
struct Exec {
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

/// Whether a shell runs in a container beside what it runs itself.
async fn entered(engine: &Engine, container: &str) -> Result<bool> {
    let inspected = api::containers::inspect(engine, container).await?;
    for id in inspected.exec_ids {
        let exec: Exec = match engine.json(&format!("/exec/{id}/json")).await {
            Ok(exec) => exec,
            Err(error) if error.is_loss() => return Err(error),
            // It has ended meanwhile.
            Err(_) => continue,
        };
        let process = exec.process.unwrap_or_default();
        let words = process.arguments.unwrap_or_default().join(" ");
        if exec.running && is_shell(&format!("{} {words}", process.entrypoint)) {
            return Ok(true);
        }
    }
    Ok(false)
}
