use std::{collections::HashMap, time::Duration};

use bollard::{
    Docker,
    models::{ContainerInspectResponse, ContainerSummary, ContainerSummaryStateEnum, MountPoint, PortSummary},
    query_parameters::{InspectContainerOptions, ListContainersOptionsBuilder},
};
use futures_util::{StreamExt, TryStreamExt, stream};

use super::side::SIDE_LABEL;
use crate::{
    connect::Engine,
    error::{Error, ErrorCode, Result},
    images::full_id,
    wire::{Container, ContainerState, Mount, Port},
};

/// How many containers are inspected at a time.
const AT_ONCE: usize = 8;
/// How long one may take to be inspected: the engine holds a container's lock while it is being copied from or hangs,
/// and such a one must not hide the others.
const PATIENCE: Duration = Duration::from_secs(2);

/// All containers, running or not, without the ones Slipway makes for itself; in no order.
///
/// The engine's list lacks the terminal, the instant and the exit code; they come from inspecting each.
///
/// # Errors
/// The engine's refusal by code.
pub async fn list(engine: &Engine) -> Result<Vec<Container>> {
    let docker = engine.docker();
    stream::iter(summaries(docker, HashMap::new()).await?)
        .map(|summary| described(docker, summary))
        .buffer_unordered(AT_ONCE)
        .try_filter_map(|container| async { Ok(container) })
        .try_collect()
        .await
}

/// One container by its ID, as [`list`] would tell of it; `None` when there is none, or when it is Slipway's own.
///
/// # Errors
/// The engine's refusal by code.
pub async fn one(engine: &Engine, id: &str) -> Result<Option<Container>> {
    // Inspected first: that waits until the engine is done with what it has told of. Its list does not, and still calls
    // a container running after the event of its end (moby daemon/monitor.go `handleContainerExit`, whose `CheckpointTo`
    // comes last).
    let Some(inspected) = inspected(engine.docker(), id).await? else { return Ok(None) };
    let found = summaries(engine.docker(), HashMap::from([("id", vec![id])])).await?;
    let summary = found.into_iter().find(|summary| summary.id.as_deref() == Some(id));
    Ok(summary.map(|summary| container(summary, inspected)))
}

async fn summaries(docker: &Docker, filters: HashMap<&str, Vec<&str>>) -> Result<Vec<ContainerSummary>> {
    let options = ListContainersOptionsBuilder::default().all(true).filters(&filters).build();
    let summaries = docker.list_containers(Some(options)).await?;
    Ok(summaries.into_iter().filter(|one| !is_side(one)).collect())
}

fn is_side(summary: &ContainerSummary) -> bool {
    summary.labels.as_ref().is_some_and(|labels| labels.contains_key(SIDE_LABEL))
}

/// A container that goes between the list and the look at it is no error: its event is on the way.
async fn described(docker: &Docker, summary: ContainerSummary) -> Result<Option<Container>> {
    let inspected = inspected(docker, summary.id.as_deref().unwrap_or_default()).await?;
    Ok(inspected.map(|inspected| container(summary, inspected)))
}

/// What the engine says of one container; `None` when there is none. One that cannot be looked into must not hide the
/// others, and says nothing.
async fn inspected(docker: &Docker, id: &str) -> Result<Option<ContainerInspectResponse>> {
    let look = docker.inspect_container(id, None::<InspectContainerOptions>);
    match tokio::time::timeout(PATIENCE, look).await {
        Ok(Ok(inspected)) => Ok(Some(inspected)),
        Ok(Err(error)) => match Error::from(error) {
            error if error.code == ErrorCode::ContainerNotFound => Ok(None),
            error if error.is_loss() => Err(error),
            _ => Ok(Some(ContainerInspectResponse::default())),
        },
        Err(_) => Ok(Some(ContainerInspectResponse::default())),
    }
}

fn container(summary: ContainerSummary, inspected: ContainerInspectResponse) -> Container {
    let state = state(summary.state);
    let config = inspected.config.unwrap_or_default();
    let told = inspected.state.unwrap_or_default();
    let ended = matches!(state, ContainerState::Exited | ContainerState::Dead);
    let since = match state {
        ContainerState::Running | ContainerState::Paused => instant(told.started_at.as_deref()),
        ContainerState::Exited | ContainerState::Dead => instant(told.finished_at.as_deref()),
        ContainerState::Created => summary.created,
        ContainerState::Restarting | ContainerState::Removing => None,
    };
    let mut ports: Vec<Port> = summary.ports.into_iter().flatten().map(port).collect();
    ports.sort();
    ports.dedup();
    // The engine keeps them in a map.
    let mut mounts: Vec<Mount> = summary.mounts.into_iter().flatten().map(mount).collect();
    mounts.sort_by(|one, other| one.path.cmp(&other.path));
    Container {
        id: summary.id.unwrap_or_default(),
        name: name(summary.names),
        image: config.image.or(summary.image).unwrap_or_default(),
        image_id: full_id(&summary.image_id.unwrap_or_default()),
        command: summary.command.unwrap_or_default(),
        created: summary.created.unwrap_or_default(),
        state,
        since,
        exit_code: if ended { told.exit_code } else { None },
        ports,
        mounts,
        tty: config.tty.unwrap_or_default(),
        labels: summary.labels.into_iter().flatten().collect(),
    }
}

/// The name of its own: links of other containers add names with a second `/`.
fn name(names: Option<Vec<String>>) -> String {
    let names = names.unwrap_or_default();
    let bare: Vec<&str> = names.iter().map(|name| name.trim_start_matches('/')).collect();
    bare.iter().find(|name| !name.contains('/')).or(bare.first()).map(|name| (*name).to_owned()).unwrap_or_default()
}

/// Seconds since 1970; engines give 0001-01-01 for "never".
fn instant(text: Option<&str>) -> Option<i64> {
    let instant = time::OffsetDateTime::parse(text?, &time::format_description::well_known::Rfc3339).ok()?;
    Some(instant.unix_timestamp()).filter(|seconds| *seconds > 0)
}

fn state(state: Option<ContainerSummaryStateEnum>) -> ContainerState {
    use ContainerSummaryStateEnum as Told;
    match state {
        Some(Told::RUNNING | Told::STOPPING) => ContainerState::Running,
        Some(Told::PAUSED) => ContainerState::Paused,
        Some(Told::RESTARTING) => ContainerState::Restarting,
        Some(Told::REMOVING) => ContainerState::Removing,
        Some(Told::EXITED) => ContainerState::Exited,
        Some(Told::DEAD) => ContainerState::Dead,
        Some(Told::CREATED | Told::EMPTY) | None => ContainerState::Created,
    }
}

fn port(port: PortSummary) -> Port {
    Port {
        container: port.private_port,
        protocol: port.typ.map(|protocol| protocol.to_string()).unwrap_or_default(),
        host: port.public_port.filter(|port| *port != 0),
        address: port.ip.unwrap_or_default(),
    }
}

fn mount(mount: MountPoint) -> Mount {
    Mount {
        kind: mount.typ.map(|kind| kind.to_string()).unwrap_or_default(),
        source: mount.name.filter(|name| !name.is_empty()).or(mount.source).unwrap_or_default(),
        path: mount.destination.unwrap_or_default(),
        writable: mount.rw.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_its_own_is_found_among_links() {
        let names = Some(vec!["/web/db".to_owned(), "/db".to_owned()]);
        assert_eq!(name(names), "db", "a link's name has two slashes");
        assert_eq!(name(None), "", "no name is no crash");
    }

    #[test]
    fn instants_that_mean_never_are_none() {
        assert_eq!(instant(Some("0001-01-01T00:00:00Z")), None, "Go's zero instant means never");
        assert_eq!(instant(Some("2024-05-01T12:00:00.123456789Z")), Some(1_714_564_800), "a real instant is kept");
        assert_eq!(instant(Some("2024-05-01T14:00:00.1+02:00")), Some(1_714_564_800), "Podman gives local offsets");
    }
}
