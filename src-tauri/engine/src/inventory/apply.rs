//! Applies what was read to the contents.

use std::collections::{BTreeSet, HashSet};

use super::{Contents, read::Reads};
use crate::{
    api,
    wire::{Container, Image, InventoryPatch},
};

/// Applies what was read and returns the difference.
pub(super) fn apply(contents: &mut Contents, images: Reads<Image>, containers: Reads<Container>) -> InventoryPatch {
    let mut patch = InventoryPatch::default();
    let mut changed = BTreeSet::new();
    for (name, image) in images {
        match image.map(|image| contents.with_verified_origin(image)) {
            Some(image) if contents.images.get(&image.id) != Some(&image) => {
                changed.insert(image.id.clone());
                contents.images.insert(image.id.clone(), image);
            }
            Some(_) => {}
            None => patch.removed_images.extend(contents.images.remove(&name).map(|image| image.id)),
        }
    }
    changed.extend(api::images::classify(&mut contents.images));
    patch.images = changed.iter().filter_map(|id| contents.images.get(id)).cloned().collect();
    for (id, container) in containers {
        match container {
            Some(container) if contents.containers.get(&id) != Some(&container) => {
                contents.containers.insert(id, container.clone());
                patch.containers.push(container);
            }
            Some(_) => {}
            None => {
                if contents.containers.remove(&id).is_some() {
                    patch.removed_containers.push(id);
                }
            }
        }
    }
    patch
}

/// The images that still have a tag of another image that was read: when a tag moves, no event names the image that loses
/// it.
pub(super) fn images_losing_tags(contents: &Contents, read: &[(String, Option<Image>)]) -> Vec<String> {
    let read = || read.iter().filter_map(|(_, image)| image.as_ref());
    let tags: HashSet<&String> = read().flat_map(|image| &image.tags).collect();
    let ids: HashSet<&String> = read().map(|image| &image.id).collect();
    let loses = |image: &&Image| !ids.contains(&image.id) && image.tags.iter().any(|tag| tags.contains(tag));
    contents.images.values().filter(loses).map(|image| image.id.clone()).collect()
}

/// The images of containers that were read which are not in the contents.
pub(super) fn unknown_users(contents: &Contents, read: &[(String, Option<Container>)]) -> BTreeSet<String> {
    let images = read.iter().filter_map(|(_, container)| Some(container.as_ref()?.image_id.clone()));
    images.filter(|image| !image.is_empty() && !contents.images.contains_key(image)).collect()
}

/// The parents of images that were read which are not in the contents.
pub(super) fn unknown_parents(contents: &Contents, read: &[(String, Option<Image>)]) -> BTreeSet<String> {
    let parents = read.iter().filter_map(|(_, image)| image.as_ref()?.parent.clone());
    parents.filter(|parent| !contents.images.contains_key(parent)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        images::fixtures::{contents, id, image},
        wire::ImageOrigin,
    };

    #[test]
    fn a_verified_origin_outlives_later_reads() {
        let unsure = |name| Image { origin: ImageOrigin::Unsure, ..image(name, &["web:1"], None) };
        let mut held = contents(vec![unsure("web"), unsure("db")], vec![]);
        let changed = held.verify_origin(&id("web"), ImageOrigin::Registry).expect("the image changes");
        assert_eq!(changed.origin, ImageOrigin::Registry, "as the registry answered");
        assert_eq!(held.images[&id("db")].origin, ImageOrigin::Unsure, "the other image does not change");
        apply(&mut held, vec![(id("web"), Some(unsure("web")))], vec![]);
        assert_eq!(held.images[&id("web")].origin, ImageOrigin::Registry, "after an event about the image");
        held.replace(contents(vec![unsure("web")], vec![]));
        assert_eq!(held.images[&id("web")].origin, ImageOrigin::Registry, "after a new listing");
        assert_eq!(held.verify_origin(&id("web"), ImageOrigin::Registry), None, "the same answer changes nothing");
    }

    #[test]
    fn an_image_that_loses_a_tag_is_read_too() {
        let held = contents(
            vec![image("old", &["web:1", "web:2"], None), image("new", &["web:2"], None), image("db", &["db:1"], None)],
            vec![],
        );
        let losing = |tags: &[&str]| images_losing_tags(&held, &[("web:2".to_owned(), Some(image("new", tags, None)))]);
        assert_eq!(losing(&["web:2"]), [id("old")], "even if the new image had the tag before");
        assert_eq!(losing(&["web:3"]), [] as [&str; 0], "no image loses an unused tag");
    }
}
