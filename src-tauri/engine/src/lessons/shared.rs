//! What several lessons share: actions, places in the window, wrong answers.

use super::evidence::Evidence;
use crate::{
    grammar::id::short_id,
    wire::{Action, Image},
};

/// How many wrong IDs a question offers.
const WRONG_IDS: usize = 3;

/// `docker pull NAME`
pub fn pull(name: &str) -> Action {
    Action::Pull { reference: name.to_owned(), platform: String::new() }
}

/// The action, or the pull of its image while that does not exist: Slipway pulls nothing that was not asked for.
pub fn pull_first(evidence: &Evidence<'_>, image: &str, action: Action) -> Action {
    if evidence.image(image).is_some() { action } else { pull(image) }
}

/// An image's row, by its name.
pub fn image_row(name: &str) -> String {
    format!("image-row[data-reference=\"{name}\"]")
}

/// An image's row, by its ID.
pub fn image_row_by_id(id: &str) -> String {
    format!("image-row[data-image-id=\"{id}\"]")
}

/// A container's row, by its name.
pub fn container_row(name: &str) -> String {
    format!("container-row[data-name=\"{name}\"]")
}

/// Short IDs of a few images that match, as wrong answers: those that lessons built first.
pub fn wrong_ids(evidence: &Evidence<'_>, matches: impl Fn(&Image) -> bool) -> Vec<String> {
    let built = [evidence.images.notes, evidence.images.steps];
    let is_built = |image: &Image| image.tags.iter().any(|tag| built.contains(&tag.as_str()));
    let mut images: Vec<&Image> = evidence.contents.images.values().filter(|image| matches(image)).collect();
    images.sort_by_key(|image| (!is_built(image), &image.id));
    images.into_iter().take(WRONG_IDS).map(|image| short_id(&image.id)).collect()
}
