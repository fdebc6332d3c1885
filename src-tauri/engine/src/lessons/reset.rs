//! Resetting a lesson: removing what it created, and nothing else.

use std::cmp::Reverse;

use super::{
    belongings::Belongings,
    progress::{Baseline, Progress},
};
use crate::{
    grammar::id::short_id,
    inventory::Contents,
    wire::{Action, ByteRange, CleanupStep, Container, ContainerState, Image, ImageKind},
};

/// What a lesson created and still exists, by name, and the action that removes it.
///
/// Only what did not exist when the lesson was started: containers with the lesson's names, shells that it ran, the
/// lesson's names of images, and untagged images that once had one. A name that existed before stays where it is, even if it
/// moved, as does an image that another container uses.
pub fn reset(contents: &Contents, belongings: &Belongings, progress: &Progress) -> (Vec<String>, Option<Action>) {
    let Some(baseline) = &progress.baseline else { return (Vec::new(), None) };
    let containers = containers(contents, belongings, progress, baseline);
    let images = images(contents, belongings, progress, baseline, &containers);
    let names = containers.iter().map(|container| container.name.clone());
    let created: Vec<String> = names.chain(images.iter().map(|(target, _)| target.clone())).collect();
    if created.is_empty() {
        return (created, None);
    }
    let is_active = |container: &&&Container| {
        matches!(container.state, ContainerState::Running | ContainerState::Paused | ContainerState::Restarting)
    };
    let name = |container: &&Container| container.name.clone();
    let stops = containers.iter().filter(is_active).map(name).map(|container| CleanupStep::StopContainer { container });
    let removals = containers.iter().map(name).map(|container| CleanupStep::RemoveContainer { container });
    let targets = images.iter().map(|(target, _)| CleanupStep::RemoveImage { target: target.clone() });
    let steps = stops.chain(removals).chain(targets).collect();
    // An upper bound: layers that other images share stay.
    let most = images.iter().map(|(_, image)| image.size).sum();
    (created, Some(Action::CleanUp { steps, predicted: ByteRange { least: 0, most } }))
}

fn containers<'a>(
    contents: &'a Contents,
    belongings: &Belongings,
    progress: &Progress,
    baseline: &Baseline,
) -> Vec<&'a Container> {
    let belongs = |container: &&Container| {
        let observed = progress.observations.containers.get(&container.id);
        let is_shell = observed.and_then(|observed| observed.flags).is_some_and(|flags| flags.shell);
        let has_name = belongings.containers.contains(&container.name.as_str());
        !baseline.containers.contains(&container.id) && (has_name || belongings.shells_of.is_some() && is_shell)
    };
    let mut containers: Vec<&Container> = contents.containers.values().filter(belongs).collect();
    containers.sort_by(|one, other| one.name.cmp(&other.name));
    containers
}

/// The images to remove, each with the name or ID to remove it by, children first.
fn images<'a>(
    contents: &'a Contents,
    belongings: &Belongings,
    progress: &Progress,
    baseline: &Baseline,
    removed_containers: &[&Container],
) -> Vec<(String, &'a Image)> {
    let is_used = |image: &Image| {
        let users = contents.users(&image.id);
        users.iter().any(|user| !removed_containers.iter().any(|container| container.id == user.id))
    };
    let is_removable = |image: &Image| !baseline.images.contains(&image.id) && !is_used(image);
    let is_created = |name: &str| belongings.images.contains(&name) && !baseline.tags.contains(name);
    let tagged = contents.images.values().flat_map(|image| image.tags.iter().map(move |tag| (tag, image)));
    let tagged = tagged.filter(|(tag, image)| {
        // Removing the last name of an image removes the image.
        let keeps_a_name = image.tags.iter().any(|tag| !is_created(tag));
        is_created(tag) && (keeps_a_name || is_removable(image))
    });
    let had_name = |image: &Image| {
        let observations = &progress.observations;
        let was_built = belongings.builds.iter().any(|name| observations.tagged(name).any(|id| *id == image.id));
        was_built || observations.parents.contains(&image.id)
    };
    // Intermediate images are left out: the engine removes them together with the images built on them.
    let untagged = contents.images.values();
    let untagged = untagged.filter(|image| image.kind == ImageKind::Dangling && had_name(image) && is_removable(image));
    let mut images: Vec<(String, &Image)> = tagged
        .map(|(tag, image)| (tag.clone(), image))
        .chain(untagged.map(|image| (short_id(&image.id), image)))
        .collect();
    images.sort_by_cached_key(|(target, image)| (Reverse(depth(contents, image)), target.clone()));
    images
}

/// How many images an image is built on.
fn depth(contents: &Contents, image: &Image) -> usize {
    let parent = |image: &&Image| image.parent.as_ref().and_then(|parent| contents.images.get(parent));
    std::iter::successors(Some(image), parent).take(contents.images.len()).count()
}
