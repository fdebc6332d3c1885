use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::json;

use super::reply::{ContainerInspect, ContainerSummary, inspect, state, summaries};
use crate::{
    api::{HELPER_LABEL, is_helper},
    connect::{Engine, parse_timestamp},
    error::{ErrorCode, Result},
    grammar::id::full_id,
    wire::{Container, ContainerState, Mount, Port},
};

/// How many containers are inspected at once.
const AT_ONCE: usize = 8;
/// Time limit for inspecting one: the engine holds a container's lock while it is being copied from or hangs,
/// and such a one must not hide the others.
const PATIENCE: Duration = Duration::from_secs(2);

/// All containers, running or not, except Slipway's own; in no particular order.
///
/// The engine's list lacks terminal, timestamp and exit code; they come from inspecting each.
///
/// # Errors
/// The engine's refusal by code.
pub async fn list(engine: &Engine) -> Result<Vec<Container>> {
    stream::iter(summaries(engine, None).await?.into_iter().filter(|summary| !is_own(summary)))
        .map(|summary| described(engine, summary))
        .buffer_unordered(engine.at_once(AT_ONCE))
        .try_filter_map(|container| async { Ok(container) })
        .try_collect()
        .await
}

/// One container by its ID, as [`list`] has it; `None` when it does not exist, or is Slipway's own.
///
/// # Errors
/// The engine's refusal by code.
pub async fn one(engine: &Engine, id: &str) -> Result<Option<Container>> {
    // Inspected first: that waits until the engine has completed what it has reported. Its list does not, and still calls
    // a container running after the event of its end (moby daemon/monitor.go `handleContainerExit`, whose `CheckpointTo`
    // comes last).
    let Some(inspected) = inspected(engine, id).await? else { return Ok(None) };
    let filters = json!({ "id": [id] }).to_string();
    let found = summaries(engine, Some(&filters)).await?;
    let summary = found.into_iter().find(|summary| summary.id == id && !is_own(summary));
    Ok(summary.map(|summary| container(summary, inspected)))
}

fn is_own(summary: &ContainerSummary) -> bool {
    is_helper(&summary.names, summary.labels.get(HELPER_LABEL).map(String::as_str))
}

/// A container that is removed between the list and its inspection is no error: its event is on the way.
async fn described(engine: &Engine, summary: ContainerSummary) -> Result<Option<Container>> {
    let inspected = inspected(engine, &summary.id).await?;
    Ok(inspected.map(|inspected| container(summary, inspected)))
}

/// Inspects one container; `None` when it does not exist. One that cannot be inspected must not hide the
/// others, and is empty.
async fn inspected(engine: &Engine, id: &str) -> Result<Option<ContainerInspect>> {
    match tokio::time::timeout(engine.patience(PATIENCE), inspect(engine, id)).await {
        Ok(Ok(inspected)) => Ok(Some(inspected)),
        Ok(Err(error)) if error.code == ErrorCode::ContainerNotFound => Ok(None),
        Ok(Err(error)) if error.is_loss() => Err(error),
        Ok(Err(_)) | Err(_) => Ok(Some(ContainerInspect::default())),
    }
}

fn container(summary: ContainerSummary, inspected: ContainerInspect) -> Container {
    let state = state(&summary.state);
    let told = inspected.state;
    let ended = matches!(state, ContainerState::Exited | ContainerState::Dead);
    let since = match state {
        ContainerState::Running | ContainerState::Paused => parse_timestamp(&told.started_at),
        ContainerState::Exited | ContainerState::Dead => parse_timestamp(&told.finished_at),
        ContainerState::Created => Some(summary.created),
        ContainerState::Restarting | ContainerState::Removing => None,
    };
    let mut ports: Vec<Port> = summary.ports.into_iter().map(Port::from).collect();
    ports.sort();
    ports.dedup();
    // The engine keeps them in a map.
    let mut mounts: Vec<Mount> = summary.mounts.into_iter().map(Mount::from).collect();
    mounts.sort_by(|one, other| one.path.cmp(&other.path));
    Container {
        name: name(&summary.names),
        id: summary.id,
        image: if inspected.config.image.is_empty() { summary.image } else { inspected.config.image },
        image_id: full_id(&summary.image_id),
        command: summary.command,
        created: summary.created,
        state,
        since,
        exit_code: if ended { told.exit_code } else { None },
        ports,
        mounts,
        tty: inspected.config.tty,
        labels: summary.labels,
    }
}

/// Its own name: links of other containers add names with a second `/`.
fn name(names: &[String]) -> String {
    let bare = || names.iter().map(|name| name.trim_start_matches('/'));
    bare().find(|name| !name.contains('/')).or(bare().next()).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_its_own_is_found_among_links() {
        let names = ["/web/db".to_owned(), "/db".to_owned()];
        assert_eq!(name(&names), "db", "a link's name has two slashes");
        assert_eq!(name(&[]), "", "no name is no crash");
    }
}
