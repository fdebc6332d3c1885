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
mod told;
pub(crate) mod volumes;

pub use control::{kill, remove, restart, start, stop};
pub use flags::other_flags;
pub use list::{list, one};
pub use run::{run, run_problems};
pub(crate) use side::Side;
pub use side::{SIDE_LABEL, SIDE_NAME};
pub(crate) use told::{Inspected, MountPoint, inspect, inspect_with_size};

use crate::{
    connect::Engine,
    error::{ErrorCode, Result},
};

/// The folders of the layers beneath a container's own, uppermost first; `None` where the engine does not tell or the
/// container is gone.
pub(crate) async fn layer_folders(engine: &Engine, container: &str) -> Result<Option<Vec<String>>> {
    match inspect(engine, container).await {
        Ok(inspected) => Ok(inspected.lower_folders()),
        Err(error) if error.code == ErrorCode::ContainerNotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The ID of the container with this name or ID.
pub(crate) async fn id(engine: &Engine, container: &str) -> Result<String> {
    Ok(inspect(engine, container).await?.id)
}
