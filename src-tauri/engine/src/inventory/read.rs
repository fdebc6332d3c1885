//! Reads from the engine: everything at once, or single images and containers.

use std::{collections::BTreeSet, time::Duration};

use futures_util::{StreamExt, future, stream};

use super::Contents;
use crate::{
    api,
    connect::Engine,
    error::Result,
    wire::{Container, Image},
};

/// How many images or containers are read at once.
const CONCURRENT_READS: usize = 8;
/// The first and the longest delay before a refused listing is repeated.
const MIN_RETRY_DELAY: Duration = Duration::from_millis(20);
const MAX_RETRY_DELAY: Duration = Duration::from_millis(500);

/// What was read by name or ID; `None` for what is gone.
pub(super) type Reads<T> = Vec<(String, Option<T>)>;

/// Lists everything that the engine has now. If it refuses one of the two lists (a proxy forbids it, an image is damaged),
/// the other counts all the same, and so do the images that containers use.
///
/// # Errors
/// The engine's, by code.
pub async fn list(engine: &Engine) -> Result<Contents> {
    let (images, containers) = future::join(api::images::list(engine), api::containers::list(engine)).await;
    let (containers, containers_refused) = match containers {
        Err(error) if !error.is_loss() && images.is_ok() => (Vec::new(), Some(error)),
        containers => (containers?, None),
    };
    let (images, images_refused) = match images {
        Err(error) if !error.is_loss() => (images_of(engine, &containers).await?, Some(error)),
        images => (images?, None),
    };
    let mut contents = Contents {
        images_refused,
        containers_refused,
        images: images.into_iter().map(|image| (image.id.clone(), image)).collect(),
        containers: containers.into_iter().map(|container| (container.id.clone(), container)).collect(),
        store: engine.info().store,
        ..Contents::default()
    };
    api::images::classify(&mut contents.images);
    Ok(contents)
}

/// The images that containers use, one by one.
async fn images_of(engine: &Engine, containers: &[Container]) -> Result<Vec<Image>> {
    let ids: BTreeSet<String> = containers.iter().map(|container| container.image_id.clone()).collect();
    let read = read_images(engine, ids).await?;
    Ok(read.into_iter().filter_map(|(_, image)| image).collect())
}

/// [`list`], repeated if refused: Podman refuses a listing while an image is being removed.
pub(super) async fn list_with_retries(engine: &Engine) -> Result<Contents> {
    let mut delay = MIN_RETRY_DELAY;
    loop {
        match list(engine).await {
            Ok(listed) if listed.refused().is_none() => return Ok(listed),
            Err(error) if error.is_loss() => return Err(error),
            listed if delay >= MAX_RETRY_DELAY => return listed,
            listed => {
                tracing::debug!(refused = ?listed.map(|listed| listed.refused().cloned()), "a listing is refused")
            }
        }
        tokio::time::sleep(delay).await;
        delay *= 2;
    }
}

/// Reads images by name or ID; those that the engine refuses to describe are left out.
pub(super) async fn read_images(engine: &Engine, names: impl IntoIterator<Item = String>) -> Result<Reads<Image>> {
    read_all(engine, names, |name| async move { skip_refusals(api::images::one(engine, &name).await, name) }).await
}

/// Reads containers by ID; those that the engine refuses to describe are left out.
pub(super) async fn read_containers(
    engine: &Engine,
    ids: impl IntoIterator<Item = String>,
) -> Result<Reads<Container>> {
    read_all(engine, ids, |id| async move { skip_refusals(api::containers::one(engine, &id).await, id) }).await
}

async fn read_all<T, Reading>(
    engine: &Engine,
    names: impl IntoIterator<Item = String>,
    read: impl Fn(String) -> Reading,
) -> Result<Reads<T>>
where
    Reading: Future<Output = Result<Option<(String, Option<T>)>>>,
{
    let readings: Vec<Reading> = names.into_iter().map(read).collect();
    let read: Vec<_> = stream::iter(readings).buffer_unordered(engine.at_once(CONCURRENT_READS)).collect().await;
    read.into_iter().filter_map(Result::transpose).collect()
}

/// A refused read skips this item; a lost connection aborts.
fn skip_refusals<T>(read: Result<Option<T>>, name: String) -> Result<Option<(String, Option<T>)>> {
    match read {
        Ok(found) => Ok(Some((name, found))),
        Err(error) if error.is_loss() => Err(error),
        Err(error) => {
            tracing::warn!(%error, name, "the engine refuses to describe this");
            Ok(None)
        }
    }
}
