use bollard::query_parameters::{
    KillContainerOptions, RemoveContainerOptionsBuilder, RestartContainerOptions, StartContainerOptions,
    StopContainerOptions,
};

use crate::{
    api,
    connect::Engine,
    error::{Error, ErrorCode, Result},
    jobs::Report,
    wire::Outcome,
};

/// `docker start CONTAINER`
///
/// # Errors
/// The engine's refusal by code: [`crate::ErrorCode::ContainerNotFound`], [`crate::ErrorCode::PortTaken`], …
pub async fn start(engine: &Engine, container: &str, report: &Report) -> Result<Outcome> {
    let work = engine.docker().start_container(container, None::<StartContainerOptions>);
    settled(engine, container, work.await, report).await
}

/// `docker stop CONTAINER`: its stop signal, then after its grace time SIGKILL.
///
/// # Errors
/// The engine's refusal by code.
pub async fn stop(engine: &Engine, container: &str, report: &Report) -> Result<Outcome> {
    let work = engine.docker().stop_container(container, None::<StopContainerOptions>);
    settled(engine, container, work.await, report).await
}

/// `docker kill CONTAINER`: SIGKILL at once.
///
/// # Errors
/// The engine's refusal by code.
pub async fn kill(engine: &Engine, container: &str, report: &Report) -> Result<Outcome> {
    let work = engine.docker().kill_container(container, None::<KillContainerOptions>);
    settled(engine, container, work.await, report).await
}

/// `docker restart CONTAINER`
///
/// # Errors
/// The engine's refusal by code.
pub async fn restart(engine: &Engine, container: &str, report: &Report) -> Result<Outcome> {
    let work = engine.docker().restart_container(container, None::<RestartContainerOptions>);
    settled(engine, container, work.await, report).await
}

/// `docker rm [-f] [-v] CONTAINER`
///
/// # Errors
/// The engine's refusal by code: [`crate::ErrorCode::ContainerRunning`] without `force`, …
pub async fn remove(engine: &Engine, container: &str, force: bool, volumes: bool, report: &Report) -> Result<Outcome> {
    delete(engine, container, force, volumes).await.map_err(|error| about(container, error))?;
    report.line(container);
    Ok(Outcome::Removed)
}

/// [`remove`] with `force` and `volumes`, by the ID of the container that the person saw: not one that got its name since.
///
/// # Errors
/// Those of [`verify`] and [`remove`].
pub(crate) async fn remove_verified(
    engine: &Engine,
    container: &str,
    id: Option<&String>,
    (force, volumes): (bool, bool),
    report: &Report,
) -> Result<Outcome> {
    verify(engine, container, id).await?;
    let Some(id) = id else { return remove(engine, container, force, volumes, report).await };
    delete(engine, id, force, volumes).await.map_err(|error| about(container, error))?;
    // As the docker command, by the name that it was given.
    report.line(container);
    Ok(Outcome::Removed)
}

/// Fails if the name belongs to another container by now.
///
/// # Errors
/// [`ErrorCode::NameMoved`] with `name`; the engine's refusal by code.
pub(crate) async fn verify(engine: &Engine, container: &str, id: Option<&String>) -> Result<()> {
    match id {
        Some(id) if api::containers::id(engine, container).await? != *id => {
            Err(Error::new(ErrorCode::NameMoved).with("name", container))
        }
        _ => Ok(()),
    }
}

async fn delete(engine: &Engine, id: &str, force: bool, volumes: bool) -> Result<(), bollard::errors::Error> {
    let options = RemoveContainerOptionsBuilder::default().force(force).v(volumes).build();
    engine.docker().remove_container(id, Some(options)).await
}

/// The docker command prints the name it was given. A container run with `--rm` may be removed before it is inspected;
/// then the given name is used.
async fn settled(
    engine: &Engine,
    container: &str,
    done: Result<(), bollard::errors::Error>,
    report: &Report,
) -> Result<Outcome> {
    done.map_err(|error| about(container, error))?;
    report.line(container);
    Ok(Outcome::Container { id: api::containers::id(engine, container).await.unwrap_or_else(|_| container.to_owned()) })
}

fn about(container: &str, error: bollard::errors::Error) -> Error {
    Error::from(error).with("container", container)
}
