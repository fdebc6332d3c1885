use hyper::Method;
use serde_json::Value;

use super::{LABEL, STORAGE};
use crate::{
    connect::Engine,
    error::{Error, ErrorCode, Result},
    wire::EndpointSource,
};

/// Deletes all images, containers, volumes, networks and the build cache of a practice engine, by its API: for one that
/// somebody else started.
///
/// # Errors
/// [`ErrorCode::NotSupported`] when it is no practice engine: nothing of another one is ever deleted here. What the engine
/// refuses, by its code.
pub async fn empty(engine: &Engine) -> Result<()> {
    if !is_practice(engine).await? {
        return Err(Error::new(ErrorCode::NotSupported).with("feature", "reset"));
    }
    // Before their images and volumes, which they use.
    delete_all(engine, "/containers/json?all=1", |it| Some(format!("/containers/{}?force=1&v=1", it["Id"].as_str()?)))
        .await?;
    // Forced, so that one with several names goes at once; one that went with another is gone already.
    delete_all(engine, "/images/json?all=1", |it| Some(format!("/images/{}?force=1", it["Id"].as_str()?))).await?;
    delete_all(engine, "/volumes", |it| Some(format!("/volumes/{}?force=1", it["Name"].as_str()?))).await?;
    delete_all(engine, "/networks", |it| {
        let own = ["bridge", "host", "none", "podman"];
        Some(it["Name"].as_str()?).filter(|name| !own.contains(name)).map(|name| format!("/networks/{name}"))
    })
    .await?;
    match engine.body(Method::POST, "/build/prune?all=1", &[]).await {
        // Podman has no build cache of its own.
        Err(error) if error.is_loss() => Err(error),
        _ => Ok(()),
    }
}

/// Whether it is one of ours, as it says itself: by its label, or (Podman has none) by where its storage lies.
async fn is_practice(engine: &Engine) -> Result<bool> {
    let labelled = engine.docker().info().await?.labels.unwrap_or_default().iter().any(|label| label == LABEL);
    let ours = labelled || engine.info().root_folder.ends_with(&format!("/{STORAGE}"));
    Ok(ours && engine.info().endpoint.source == EndpointSource::Practice)
}

async fn delete_all(engine: &Engine, list: &str, path: impl Fn(&Value) -> Option<String>) -> Result<()> {
    let answer: Value = engine.json(list).await?;
    let items = answer.as_array().or_else(|| answer["Volumes"].as_array());
    for path in items.into_iter().flatten().filter_map(path) {
        match engine.body(Method::DELETE, &path, &[]).await {
            Err(error) if !is_gone(&error) => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn is_gone(error: &Error) -> bool {
    use ErrorCode::{ContainerNotFound, ImageNotFound, VolumeNotFound};
    matches!(error.code, ContainerNotFound | ImageNotFound | VolumeNotFound)
}
