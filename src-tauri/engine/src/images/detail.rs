//! Everything about one image, and which of its history's steps made which layer.

use bollard::models::ImageHistoryResponseItem;

use super::{LayerColours, full_id, list::inspect, path_name};
use crate::{
    connect::Engine,
    error::{Error, ErrorCode, Result},
    wire::{HistoryStep, ImageDetail},
};

/// What inspect and history tell of an image, by ID or name.
///
/// # Errors
/// [`ErrorCode::ImageNotFound`] with `reference`, or the engine's, by code.
pub async fn detail(engine: &Engine, id: &str, colours: &LayerColours) -> Result<ImageDetail> {
    let inspected =
        inspect(engine, id).await?.ok_or_else(|| Error::new(ErrorCode::ImageNotFound).with("reference", id))?;
    let history = engine.docker().image_history(path_name(id)?).await?;
    let image_id = inspected.id();
    let image = inspected.image;
    let config = image.config.unwrap_or_default();
    let layers = image.root_fs.and_then(|files| files.layers).unwrap_or_default();
    Ok(ImageDetail {
        id: image_id,
        os: image.os.unwrap_or_default(),
        architecture: image.architecture.unwrap_or_default(),
        variant: image.variant.unwrap_or_default(),
        author: image.author.unwrap_or_default(),
        comment: image.comment.unwrap_or_default(),
        entrypoint: config.entrypoint.unwrap_or_default(),
        command: config.cmd.unwrap_or_default(),
        env: config.env.unwrap_or_default(),
        exposed_ports: sorted(config.exposed_ports),
        volumes: sorted(config.volumes),
        user: config.user.unwrap_or_default(),
        working_folder: config.working_dir.unwrap_or_default(),
        history: steps(history, &layers, colours),
    })
}

/// The history, newest first as the engine tells it, each step with the layer it made.
fn steps(history: Vec<ImageHistoryResponseItem>, layers: &[String], colours: &LayerColours) -> Vec<HistoryStep> {
    let made: Vec<Made> = history.iter().rev().map(made).collect();
    let aligned = align(&made, layers.len());
    history
        .into_iter()
        .zip(aligned.into_iter().rev())
        .map(|(step, layer)| HistoryStep {
            image: (!step.id.is_empty() && step.id != "<missing>").then(|| full_id(&step.id)),
            tags: super::list::names(step.tags),
            created_by: step.created_by,
            comment: step.comment,
            created: step.created,
            size: u64::try_from(step.size).unwrap_or_default(),
            layer: layer.map(|index| layers[index].clone()),
            colour_key: layer.map(|index| colours.key(&layers[index])),
        })
        .collect()
}

/// Whether a step of the history made a layer. The API leaves out the `empty_layer` that would tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Made {
    Layer,
    Nothing,
    /// No bytes: a folder or nothing at all.
    Unknown,
}

fn made(step: &ImageHistoryResponseItem) -> Made {
    if step.size > 0 {
        return Made::Layer;
    }
    let command = step.created_by.trim_start_matches("/bin/sh -c ").trim_start_matches("#(nop) ").trim_start();
    let instruction = command.split_whitespace().next().unwrap_or_default();
    match instruction {
        "ARG" | "CMD" | "ENTRYPOINT" | "ENV" | "EXPOSE" | "HEALTHCHECK" | "LABEL" | "MAINTAINER" | "ONBUILD"
        | "SHELL" | "STOPSIGNAL" | "USER" | "VOLUME" => Made::Nothing,
        // BuildKit makes a layer for each of these, even an empty one; the classic builder does not.
        "RUN" | "COPY" | "ADD" | "WORKDIR" if step.comment.starts_with("buildkit.") => Made::Layer,
        _ => Made::Unknown,
    }
}

/// Which layer each step made, both oldest first: only where every reading of the unknown steps that gives as many
/// layers as there are agrees.
fn align(steps: &[Made], layers: usize) -> Vec<Option<usize>> {
    let count = |wanted: Made, steps: &[Made]| steps.iter().filter(|step| **step == wanted).count();
    let (sure, unknown) = (count(Made::Layer, steps), count(Made::Unknown, steps));
    // As many unknown steps made a layer as the sure ones leave over.
    let Some(missing) = layers.checked_sub(sure).filter(|missing| *missing <= unknown) else {
        return vec![None; steps.len()];
    };
    steps
        .iter()
        .enumerate()
        .map(|(index, step)| {
            let sure_before = count(Made::Layer, &steps[..index]);
            let unknown_before = count(Made::Unknown, &steps[..index]);
            match step {
                Made::Nothing => None,
                Made::Unknown => (missing == unknown).then_some(sure_before + unknown_before),
                Made::Layer => {
                    let most = unknown_before.min(missing);
                    let least = missing.saturating_sub(unknown - unknown_before);
                    (most == least).then_some(sure_before + most)
                }
            }
        })
        .collect()
}

fn sorted(values: Option<Vec<String>>) -> Vec<String> {
    let mut values = values.unwrap_or_default();
    values.sort();
    values
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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
    fn steps_are_told_by_their_instruction() {
        for (created_by, comment, size, expected) in [
            ("/bin/sh -c #(nop) ADD file:a in / ", "", 188, Made::Layer),
            ("/bin/sh -c #(nop)  CMD [\"bash\"]", "", 0, Made::Nothing),
            ("ENV A=b", "buildkit.dockerfile.v0", 0, Made::Nothing),
            ("RUN /bin/sh -c true # buildkit", "buildkit.dockerfile.v0", 0, Made::Layer),
            ("WORKDIR /a", "buildkit.dockerfile.v0", 0, Made::Layer),
            ("/bin/sh -c #(nop) WORKDIR /a", "", 0, Made::Unknown),
            ("/bin/sh -c true", "", 0, Made::Unknown),
            ("bash", "", 0, Made::Unknown),
        ] {
            assert_eq!(made(&step(created_by, comment, size)), expected, "what {created_by:?} of {size} bytes made");
        }
    }

    #[test]
    fn only_what_is_certain_gets_a_layer() {
        use Made::*;
        assert_eq!(align(&[Layer, Nothing, Layer], 2), [Some(0), None, Some(1)], "nothing is in doubt");
        assert_eq!(align(&[Layer, Unknown, Layer], 2), [Some(0), None, Some(1)], "no layer is left for the unknown");
        assert_eq!(align(&[Layer, Unknown, Layer], 3), [Some(0), Some(1), Some(2)], "each unknown must have made one");
        assert_eq!(
            align(&[Layer, Unknown, Unknown, Layer], 3),
            [Some(0), None, None, Some(2)],
            "one of two did, and the last is the last all the same"
        );
        assert_eq!(align(&[Layer, Layer], 1), [None, None], "history and layers disagree");
        assert_eq!(align(&[Layer], 2), [None], "layers without a history");
    }

    #[test]
    fn history_stays_newest_first() {
        let history = vec![step("CMD [\"sh\"]", "", 0), step("ADD rootfs.tar /", "", 100)];
        let steps = steps(history, &["sha256:one".to_owned()], &LayerColours::default());
        assert_eq!(steps[0].layer, None, "CMD made none");
        assert_eq!(steps[1].layer.as_deref(), Some("sha256:one"), "the oldest step made the only layer");
    }

    proptest! {
        /// Against trying every reading.
        #[test]
        fn agrees_with_trying_everything(
            steps in prop::collection::vec(prop::sample::select(vec![Made::Layer, Made::Nothing, Made::Unknown]), 0..9),
            layers in 0..9_usize,
        ) {
            let readings: Vec<Vec<Option<usize>>> = (0..1_u32 << steps.len())
                .filter(|bits| steps.iter().enumerate().all(|(index, step)| match step {
                    Made::Layer => bits >> index & 1 == 1,
                    Made::Nothing => bits >> index & 1 == 0,
                    Made::Unknown => true,
                }))
                .filter(|bits| bits.count_ones() as usize == layers)
                .map(|bits| {
                    let mut next = 0..;
                    (0..steps.len()).map(|index| if bits >> index & 1 == 1 { next.next() } else { None }).collect()
                })
                .collect();
            let expected: Vec<Option<usize>> = (0..steps.len())
                .map(|index| {
                    let first = readings.first()?[index];
                    readings.iter().all(|reading| reading[index] == first).then_some(first)?
                })
                .collect();
            prop_assert_eq!(align(&steps, layers), expected, "only what all readings agree on");
        }
    }
}
