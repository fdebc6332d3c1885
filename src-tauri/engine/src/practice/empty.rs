use hyper::Method;
use serde_json::Value;

use super::{LABEL, PODMAN_STORAGE};
use crate::{
    connect::Engine,
    error::{Error, ErrorCode, Result},
    wire::EndpointSource,
};

/// Deletes all images, containers, volumes, networks and the build cache of a practice engine through its API, for one
/// that another process started.
///
/// # Errors
/// [`ErrorCode::NotSupported`] if it is not a practice engine: nothing of another engine is ever deleted here. The
/// engine's refusals, by their codes.
pub async fn empty(engine: &Engine) -> Result<()> {
    if !is_practice(engine).await? {
        return Err(Error::new(ErrorCode::NotSupported).with("feature", "reset"));
    }
    // Containers first: they use images and volumes.
    delete_all(engine, "/containers/json?all=1", |it| Some(format!("/containers/{}?force=1&v=1", it["Id"].as_str()?)))
        .await?;
    // Forced, so that an image with several names is removed at once. One that was removed with another is missing.
    delete_all(engine, "/images/json?all=1", |it| Some(format!("/images/{}?force=1", it["Id"].as_str()?))).await?;
    delete_all(engine, "/volumes", |it| Some(format!("/volumes/{}?force=1", it["Name"].as_str()?))).await?;
    delete_all(engine, "/networks", |it| {
        let predefined = ["bridge", "host", "none", "podman"];
        Some(it["Name"].as_str()?).filter(|name| !predefined.contains(name)).map(|name| format!("/networks/{name}"))
    })
    .await?;
    match engine.body(Method::POST, "/build/prune?all=1", &[]).await {
        // Podman has no separate build cache.
        Err(error) if error.is_loss() => Err(error),
        _ => Ok(()),
    }
}

/// Whether the engine reports that it is a practice engine: by its label or, for Podman, by the path of its storage.
async fn is_practice(engine: &Engine) -> Result<bool> {
    let labelled = engine.docker().info().await?.labels.unwrap_or_default().iter().any(|label| label == LABEL);
    let marked = labelled || engine.info().root_folder.ends_with(&format!("/{PODMAN_STORAGE}"));
    Ok(marked && engine.info().endpoint.source == EndpointSource::Practice)
}

async fn delete_all(engine: &Engine, list: &str, path: impl Fn(&Value) -> Option<String>) -> Result<()> {
    let reply: Value = engine.json(list).await?;
    let items = reply.as_array().or_else(|| reply["Volumes"].as_array());
    for path in items.into_iter().flatten().filter_map(path) {
        match engine.body(Method::DELETE, &path, &[]).await {
            Err(error) if !is_not_found(&error) => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn is_not_found(error: &Error) -> bool {
    use ErrorCode::{ContainerNotFound, ImageNotFound, VolumeNotFound};
    matches!(error.code, ContainerNotFound | ImageNotFound | VolumeNotFound)
}
