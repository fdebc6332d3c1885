use std::collections::HashMap;

use bollard::{models::ImageDeleteResponseItem, query_parameters::RemoveImageOptionsBuilder};

use super::{
    names::{lost_names, reference_of, references},
    outcome::{Removed, outcome, queued},
};
use crate::{
    api::{self, images::inspect},
    connect::Engine,
    error::{Error, ErrorCode, Result},
    grammar::{Pins, reference::path_name},
    jobs::Report,
    wire::{ImageStore, JobState, Outcome, Progress, RemovalProgress, RemovalResult},
};

/// `docker rmi TARGET…`: one by one in this order, never forced, continuing after a failure. What is pinned is not sent to
/// the engine, nor a name that belongs to another image than in `images`, by then.
///
/// # Errors
/// A single target's own error; [`ErrorCode::SomeFailed`] with `failed` and `total`; [`ErrorCode::Cancelled`] with the
/// same, in which case the remaining targets are kept.
pub async fn remove(
    engine: &Engine,
    targets: &[String],
    images: &HashMap<String, String>,
    pins: &Pins,
    report: &Report,
) -> Result<Outcome> {
    let mut items: Vec<RemovalResult> = targets.iter().map(|target| queued(target)).collect();
    let publish =
        |items: &[RemovalResult]| report.progress(Progress::Removal(RemovalProgress { items: items.to_vec() }));
    for index in 0..items.len() {
        if report.is_cancelled() {
            break;
        }
        items[index].state = JobState::Running;
        publish(&items);
        match remove_verified(engine, &targets[index], images.get(&targets[index]), pins).await {
            Ok(removed) => {
                removed.lines.into_iter().for_each(|line| report.line(line));
                items[index].untagged = removed.untagged;
                items[index].deleted = removed.deleted;
                items[index].state = JobState::Done;
            }
            Err(error) => {
                report.refusal(&error);
                items[index].error = Some(error);
                items[index].state = JobState::Failed;
            }
        }
        publish(&items);
    }
    let cancelled = items.iter().any(|item| item.state == JobState::Queued);
    for item in items.iter_mut().filter(|item| item.state == JobState::Queued) {
        item.state = JobState::Cancelled;
    }
    publish(&items);
    outcome(&items, cancelled)
}

/// [`remove_one`], unless the target belongs to another image by now than when it was shown, or a pinned name would be
/// removed: the target itself, or one that is removed with it.
///
/// # Errors
/// [`ErrorCode::NameMoved`] with `name`, [`ErrorCode::ImagePinned`] with `reference`; those of [`remove_one`].
pub(crate) async fn remove_verified(
    engine: &Engine,
    target: &str,
    shown: Option<&String>,
    pins: &Pins,
) -> Result<Removed> {
    let target = target.trim();
    if (shown.is_some() || !pins.is_empty())
        && let Some(image) = inspect(engine, target).await?
    {
        let store = engine.info().store;
        let image = image.into_image(store);
        if shown.is_some_and(|shown| *shown != image.id) {
            return Err(Error::new(ErrorCode::NameMoved).with("name", target));
        }
        let name = reference_of(&image, target);
        if lost_names(store, &references(&image), name.as_ref()).iter().any(|name| pins.hold(name)) {
            return Err(Error::new(ErrorCode::ImagePinned).with("reference", target));
        }
    }
    remove_one(engine, target).await
}

/// `docker rmi TARGET`
///
/// # Errors
/// The engine's refusal by code; [`ErrorCode::ImageInUse`] with the names of the `containers`.
pub(crate) async fn remove_one(engine: &Engine, target: &str) -> Result<Removed> {
    let target = target.trim();
    let options = RemoveImageOptionsBuilder::default().force(false).noprune(false).build();
    match engine.docker().remove_image(path_name(target)?, Some(options), None).await {
        Ok(items) => without_kept_images(engine, items).await.map(Removed::from),
        Err(error) => {
            let error = Error::from(error).with("reference", target);
            if error.code != ErrorCode::ImageInUse {
                return Err(error);
            }
            // If the containers cannot be listed, the original error is still the one to report.
            match users(engine, target).await {
                Ok(users) => Err(error.with("containers", users.join(", "))),
                Err(why) => {
                    tracing::warn!(%why, target, "cannot list the containers that use the image");
                    Err(error)
                }
            }
        }
    }
}

/// The reply without images that still exist: the containerd store reports an image as deleted although it keeps it,
/// without a name, because others are built on it.
async fn without_kept_images(
    engine: &Engine,
    items: Vec<ImageDeleteResponseItem>,
) -> Result<Vec<ImageDeleteResponseItem>> {
    if engine.info().store != ImageStore::Containerd {
        return Ok(items);
    }
    let mut removed = Vec::new();
    for item in items {
        let kept = match &item.deleted {
            Some(id) => inspect(engine, id).await?.is_some(),
            None => false,
        };
        if !kept {
            removed.push(item);
        }
    }
    Ok(removed)
}

/// The names of the containers created from an image. (Podman's `ancestor` filter knows an image only by the name that the
/// container was created with.)
async fn users(engine: &Engine, target: &str) -> Result<Vec<String>> {
    let Some(image) = inspect(engine, target).await?.map(|image| image.id()) else { return Ok(Vec::new()) };
    let containers = api::containers::list(engine).await?.into_iter();
    let mut names: Vec<String> =
        containers.filter(|container| container.image_id == image).map(|container| container.name).collect();
    names.sort();
    Ok(names)
}
