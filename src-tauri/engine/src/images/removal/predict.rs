use std::{cmp::Reverse, collections::HashSet};

use super::{
    names::{is_single, reference_of, references, without_tagged_digests},
    simulation::{Simulation, Target},
};
use crate::{
    grammar::{Pins, Reference},
    inventory::{Contents, NameIndex},
    wire::{Image, Removal},
};

/// What removing these targets does, in an order that works: children before their parents.
///
/// The ID of an image with several names stands for all of them, since the engine refuses such an ID. What is removed with
/// an earlier item is no item of its own. `removed_containers` are the IDs of containers that are removed before. What
/// would take a pinned name is kept.
pub fn predict_removal(contents: &Contents, targets: &[String], removed_containers: &[String], pins: &Pins) -> Removal {
    let mut simulation = Simulation::new(contents, removed_containers, pins);
    let index = contents.name_index();
    let mut targets: Vec<Target<'_>> = targets.iter().flat_map(|target| expand(&index, target)).collect();
    targets.sort_by_key(|target| Reverse(target.image.map_or(0, |image| depth(contents, image))));
    let mut unique = HashSet::new();
    targets.retain(|target| unique.insert(target.text.clone()));
    Removal { engine: String::new(), items: targets.iter().filter_map(|target| simulation.remove(target)).collect() }
}

/// The targets that a name or ID stands for.
fn expand<'a>(index: &NameIndex<'a>, text: &str) -> Vec<Target<'a>> {
    let text = text.trim();
    let Some(image) = index.image(text) else { return vec![Target::missing(text)] };
    if reference_of(image, text).is_some() {
        return vec![Target::by_name(text, image)];
    }
    let references = references(image);
    match image.tags.as_slice() {
        [] if references.is_empty() || is_single(&references) => vec![Target::by_id(image)],
        [] => image.digests.iter().map(|digest| Target::by_name(digest, image)).collect(),
        // Digests in repositories where the image has a tag are removed with the last tag there.
        _ => {
            let names: Vec<String> = without_tagged_digests(references).iter().map(Reference::familiar).collect();
            names.iter().map(|name| Target::by_name(name, image)).collect()
        }
    }
}

/// How many images an image is built on, itself included.
fn depth(contents: &Contents, image: &Image) -> usize {
    let parent = |image: &&Image| contents.images.get(image.parent.as_ref()?);
    std::iter::successors(Some(image), parent).take(contents.images.len()).count()
}

#[cfg(test)]
mod tests;
