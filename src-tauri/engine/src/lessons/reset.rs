//! Putting back what a lesson made, and nothing else.

use std::cmp::Reverse;

use super::{
    course::Belongings,
    progress::{Before, Progress},
};
use crate::{
    grammar::id::short_id,
    inventory::Contents,
    wire::{Action, ByteRange, CleanupStep, Container, ContainerState, Image, ImageKind},
};

/// What a lesson has made and is still there, by name, and the action that takes it away.
///
/// Only what was not there when the lesson was begun: containers that bear the lesson's names or are shells that it ran,
/// names of images that the lesson gives, and images without a name that once bore one. A name that is another's by now
/// stays, as does an image that a container uses which is not the lesson's.
pub fn put_back(contents: &Contents, own: &Belongings, progress: &Progress) -> (Vec<String>, Option<Action>) {
    let Some(before) = &progress.before else { return (Vec::new(), None) };
    let containers = containers(contents, own, progress, before);
    let images = images(contents, own, progress, before, &containers);
    let names = containers.iter().map(|container| container.name.clone());
    let made: Vec<String> = names.chain(images.iter().map(|(target, _)| target.clone())).collect();
    if made.is_empty() {
        return (made, None);
    }
    let runs = |container: &&&Container| {
        matches!(container.state, ContainerState::Running | ContainerState::Paused | ContainerState::Restarting)
    };
    let name = |container: &&Container| container.name.clone();
    let stops = containers.iter().filter(runs).map(name).map(|container| CleanupStep::StopContainer { container });
    let removals = containers.iter().map(name).map(|container| CleanupStep::RemoveContainer { container });
    let targets = images.iter().map(|(target, _)| CleanupStep::RemoveImage { target: target.clone() });
    let steps = stops.chain(removals).chain(targets).collect();
    // An upper bound: what they share with others stays.
    let most = images.iter().map(|(_, image)| image.size).sum();
    (made, Some(Action::CleanUp { steps, predicted: ByteRange { least: 0, most } }))
}

fn containers<'a>(
    contents: &'a Contents,
    own: &Belongings,
    progress: &Progress,
    before: &Before,
) -> Vec<&'a Container> {
    let is_own = |container: &&Container| {
        let ran = progress.seen.containers.get(&container.id);
        let shell = ran.and_then(|ran| ran.flags).is_some_and(|flags| flags.shell);
        let named = own.containers.contains(&container.name.as_str());
        !before.containers.contains(&container.id) && (named || own.shells_of.is_some() && shell)
    };
    let mut containers: Vec<&Container> = contents.containers.values().filter(is_own).collect();
    containers.sort_by(|one, other| one.name.cmp(&other.name));
    containers
}

/// What is to be removed of the images, as it is named, children first.
fn images<'a>(
    contents: &'a Contents,
    own: &Belongings,
    progress: &Progress,
    before: &Before,
    leaving: &[&Container],
) -> Vec<(String, &'a Image)> {
    let used = |image: &Image| {
        let users = contents.users(&image.id);
        users.iter().any(|user| !leaving.iter().any(|container| container.id == user.id))
    };
    let goes = |name: &str| own.images.contains(&name) && !before.tags.contains(name);
    let tagged = contents.images.values().flat_map(|image| image.tags.iter().map(move |tag| (tag, image)));
    let tagged = tagged.filter(|(tag, image)| {
        let stays = image.tags.iter().any(|tag| !goes(tag));
        // Its last name takes the image along: not one that was there before, nor one that is used.
        goes(tag) && (stays || !before.images.contains(&image.id) && !used(image))
    });
    let once_named = |image: &&Image| {
        let seen = &progress.seen;
        let built = own.builds.iter().any(|name| seen.images_named(name).any(|id| *id == image.id));
        built || seen.parents.contains(&image.id)
    };
    let nameless = contents.images.values().filter(|image| {
        // Those that others are built on go along with these, where the engine makes them.
        image.kind == ImageKind::Dangling && once_named(image) && !before.images.contains(&image.id) && !used(image)
    });
    let mut images: Vec<(String, &Image)> = tagged
        .map(|(tag, image)| (tag.clone(), image))
        .chain(nameless.map(|image| (short_id(&image.id), image)))
        .collect();
    images.sort_by_cached_key(|(target, image)| (Reverse(depth(contents, image)), target.clone()));
    images
}

/// How many images an image is built on.
fn depth(contents: &Contents, image: &Image) -> usize {
    let parent = |image: &&Image| image.parent.as_ref().and_then(|parent| contents.images.get(parent));
    std::iter::successors(Some(image), parent).take(contents.images.len()).count()
}
