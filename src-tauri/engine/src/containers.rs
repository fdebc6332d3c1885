//! Containers: which there are, running one from an image, and what is done to one that is there.

pub(crate) mod archive;
mod control;
pub(crate) mod env;
pub(crate) mod flags;
mod list;
mod name;
pub(crate) mod ports;
mod run;
mod side;
pub(crate) mod volumes;

pub use control::{kill, remove, restart, start, stop};
pub use flags::other_flags;
pub use list::{list, one};
pub use run::{run, run_problems};
pub use side::SIDE_LABEL;
pub(crate) use side::Side;

use bollard::{models::ContainerInspectResponse, query_parameters::InspectContainerOptions};

use crate::{
    connect::Engine,
    error::{Error, ErrorCode, Result},
};

/// All that the engine tells of one container, by its name or ID.
pub(crate) async fn inspect(engine: &Engine, container: &str) -> Result<ContainerInspectResponse> {
    engine
        .docker()
        .inspect_container(container, None::<InspectContainerOptions>)
        .await
        .map_err(|error| Error::from(error).with("container", container))
}

/// The folders of the layers beneath a container's own, uppermost first; `None` where the engine does not tell (moby's
/// overlay2 driver does, `GetMetadata`) or the container is gone.
pub(crate) async fn layer_folders(engine: &Engine, container: &str) -> Result<Option<Vec<String>>> {
    match inspect(engine, container).await {
        Ok(inspected) => Ok(inspected
            .graph_driver
            .and_then(|driver| driver.data.get("LowerDir").cloned())
            .map(|folders| folders.split(':').map(str::to_owned).collect())),
        Err(error) if error.code == ErrorCode::ContainerNotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The ID of the container with this name or ID.
pub(crate) async fn id(engine: &Engine, container: &str) -> Result<String> {
    Ok(inspect(engine, container).await?.id.unwrap_or_else(|| container.to_owned()))
}
