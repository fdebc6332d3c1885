//! Everything about one image, and which step of its history created which layer.

use bollard::models::ImageHistoryResponseItem;

use super::alignment::{Step, align};
use crate::{
    api::images::{PlatformInspect, history, inspect_platform, names},
    connect::Engine,
    error::{Error, ErrorCode, Result},
    grammar::id::full_id,
    inventory::LayerColours,
    wire::{HistoryStep, ImageDetail},
};

/// Fetches the details of an image, by ID or name: `docker image inspect` and `docker history`.
///
/// # Errors
/// [`ErrorCode::ImageNotFound`] with `reference`, or the engine's, by code.
pub async fn detail(engine: &Engine, id: &str, colours: &LayerColours) -> Result<ImageDetail> {
    let not_found = || Error::new(ErrorCode::ImageNotFound).with("reference", id);
    let found = inspect_platform(engine, id).await?.ok_or_else(not_found)?;
    let PlatformInspect { id, inspected, foreign, platforms } = found;
    let history = match history(engine, &id, foreign.as_ref()).await {
        // The history of this platform is not on the engine; the rest is still worth showing.
        Err(error) if error.code == ErrorCode::PlatformNotFound => Vec::new(),
        history => history?,
    };
    let history = steps(history, inspected.layers(), colours);
    let (exposed_ports, volumes) = (inspected.config.exposed_ports(), inspected.config.volumes());
    let config = inspected.config;
    Ok(ImageDetail {
        id,
        os: inspected.os,
        architecture: inspected.architecture,
        variant: inspected.variant,
        platforms,
        author: inspected.author,
        comment: inspected.comment,
        entrypoint: config.entrypoint,
        command: config.cmd,
        env: config.env,
        exposed_ports,
        volumes,
        user: config.user,
        working_folder: config.working_dir,
        history,
    })
}

/// The history, newest first as the engine lists it, each step with the layer that it created.
fn steps(history: Vec<ImageHistoryResponseItem>, layers: &[String], colours: &LayerColours) -> Vec<HistoryStep> {
    let oldest_first: Vec<Step> = history.iter().rev().map(Step::new).collect();
    let aligned = align(&oldest_first, layers.len(), |_| None).layer_of_step;
    history
        .into_iter()
        .zip(aligned.into_iter().rev())
        .map(|(step, layer)| HistoryStep {
            image: (!step.id.is_empty() && step.id != "<missing>").then(|| full_id(&step.id)),
            tags: names(step.tags),
            created_by: step.created_by,
            comment: step.comment,
            created: step.created,
            size: u64::try_from(step.size).unwrap_or_default(),
            layer: layer.map(|index| layers[index].clone()),
            colour_key: layer.map(|index| colours.key(&layers[index])),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(created_by: &str, comment: &str, size: i64) -> ImageHistoryResponseItem {
        ImageHistoryResponseItem {
            created_by: created_by.to_owned(),
            comment: comment.to_owned(),
            size,
            ..ImageHistoryResponseItem::default()
        }
    }

    #[test]
    fn the_history_is_newest_first() {
        let history = vec![step("CMD [\"sh\"]", "", 0), step("ADD rootfs.tar /", "", 100)];
        let steps = steps(history, &["sha256:one".to_owned()], &LayerColours::default());
        assert_eq!(steps[0].layer, None, "CMD created none");
        assert_eq!(steps[1].layer.as_deref(), Some("sha256:one"), "the oldest step created the only layer");
    }
}
