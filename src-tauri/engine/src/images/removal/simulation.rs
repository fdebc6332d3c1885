use std::collections::{HashMap, HashSet};

use super::names::{is_same_name, lost_names, references};
use crate::{
    grammar::{Pins, Reference},
    inventory::Contents,
    wire::{Image, ImageStore, RemovalEffect, RemovalItem},
};

/// What one item of a removal names.
pub(super) struct Target<'a> {
    pub(super) text: String,
    /// The name; `None` for an ID.
    pub(super) reference: Option<Reference>,
    /// The image; `None` if there is none.
    pub(super) image: Option<&'a Image>,
}

impl<'a> Target<'a> {
    pub(super) fn by_name(name: &str, image: &'a Image) -> Self {
        let reference = Reference::parse(name).ok().map(Reference::with_default_tag);
        Self { text: name.to_owned(), reference, image: Some(image) }
    }

    pub(super) fn by_id(image: &'a Image) -> Self {
        Self { text: image.id.clone(), reference: None, image: Some(image) }
    }

    pub(super) fn missing(text: &str) -> Self {
        Self { text: text.to_owned(), reference: None, image: None }
    }

    /// Whether an image with these names can be found by the target; an ID always finds it. In the containerd store the
    /// image's digest stands for any name in its repository.
    fn finds(&self, references: &[Reference], store: ImageStore) -> bool {
        self.reference.as_ref().is_none_or(|name| {
            let any_name = store == ImageStore::Containerd && name.digest().is_some();
            references.iter().any(|own| is_same_name(own, name) || any_name && own.same_repository(name))
        })
    }

    /// The item that describes what happens to the target.
    pub(super) fn item(&self, image: &str, effect: RemovalEffect) -> RemovalItem {
        RemovalItem {
            target: self.text.clone(),
            image: image.to_owned(),
            effect,
            cascade: Vec::new(),
            keeps: Vec::new(),
            containers: Vec::new(),
        }
    }
}

/// The engine's state after the items so far. What each store does with a target is in `classic.rs` and `containerd.rs`.
pub(super) struct Simulation<'a> {
    contents: &'a Contents,
    pins: &'a Pins,
    /// The remaining names of images that have lost some.
    remaining: HashMap<&'a str, Vec<Reference>>,
    deleted: HashSet<&'a str>,
    children: HashMap<&'a str, usize>,
    used: HashSet<&'a str>,
}

impl<'a> Simulation<'a> {
    pub(super) fn new(contents: &'a Contents, removed_containers: &[String], pins: &'a Pins) -> Self {
        let removed: HashSet<&str> = removed_containers.iter().map(String::as_str).collect();
        let containers = contents.containers.values().filter(|container| !removed.contains(container.id.as_str()));
        let mut children: HashMap<&str, usize> = HashMap::new();
        for parent in contents.images.values().filter_map(|image| image.parent.as_deref()) {
            *children.entry(parent).or_default() += 1;
        }
        Self {
            contents,
            pins,
            remaining: HashMap::new(),
            deleted: HashSet::new(),
            children,
            used: containers.map(|container| container.image_id.as_str()).collect(),
        }
    }

    /// Removes a target and returns the effect; `None` if the target was removed with an earlier one.
    pub(super) fn remove(&mut self, target: &Target<'a>) -> Option<RemovalItem> {
        let Some(image) = target.image else { return Some(target.item("", RemovalEffect::Missing)) };
        let id = image.id.as_str();
        let references = self.references(id)?;
        let store = self.contents.store;
        // A name that was removed with an earlier one: a digest with the last tag of its repository.
        if !target.finds(&references, store) {
            return None;
        }
        if lost_names(store, &references, target.reference.as_ref()).iter().any(|name| self.pins.hold(name)) {
            return Some(target.item(id, RemovalEffect::Pinned));
        }
        match store {
            ImageStore::Containerd => Some(self.remove_in_containerd(target, id, references)),
            ImageStore::Classic | ImageStore::Podman => Some(self.remove_in_classic(target, id, references)),
        }
    }

    pub(super) fn store(&self) -> ImageStore {
        self.contents.store
    }

    /// The names of an image; `None` if it is deleted.
    pub(super) fn references(&self, id: &str) -> Option<Vec<Reference>> {
        if self.deleted.contains(id) {
            return None;
        }
        self.remaining.get(id).cloned().or_else(|| self.contents.images.get(id).map(references))
    }

    pub(super) fn parent(&self, id: &str) -> Option<&'a str> {
        self.contents.images.get(id).and_then(|image| image.parent.as_deref())
    }

    /// All ancestors of an image, nearest first.
    pub(super) fn ancestors(&self, id: &str) -> Vec<&'a str> {
        let ancestors = std::iter::successors(self.parent(id), |id| self.parent(id));
        ancestors.take(self.contents.images.len()).collect()
    }

    pub(super) fn exists(&self, id: &str) -> bool {
        self.contents.images.contains_key(id) && !self.deleted.contains(id)
    }

    pub(super) fn has_children(&self, id: &str) -> bool {
        self.children.get(id).is_some_and(|children| *children > 0)
    }

    pub(super) fn is_used(&self, id: &str) -> bool {
        self.used.contains(id)
    }

    /// Deletes one image.
    pub(super) fn delete_one(&mut self, id: &'a str) {
        self.deleted.insert(id);
        if let Some(parent) = self.parent(id) {
            let children = self.children.entry(parent).or_default();
            *children = children.saturating_sub(1);
        }
    }

    pub(super) fn untag(&mut self, target: &Target<'_>, id: &'a str, remaining: Vec<Reference>) -> RemovalItem {
        let tags = remaining.iter().filter(|reference| reference.digest().is_none());
        let keeps = tags.map(Reference::familiar).collect();
        self.remaining.insert(id, remaining);
        RemovalItem { keeps, ..target.item(id, RemovalEffect::Untag) }
    }

    pub(super) fn in_use(&self, target: &Target<'_>, id: &str) -> RemovalItem {
        let containers = self.contents.users(id).into_iter().map(|container| container.name.clone()).collect();
        RemovalItem { containers, ..target.item(id, RemovalEffect::InUse) }
    }
}
