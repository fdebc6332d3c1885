//! The rules of the classic store (moby `daemon/images/image_delete.go`), and of Podman.

use super::{
    names::{is_single, without, without_repository},
    simulation::{Simulation, Target},
};
use crate::{
    grammar::Reference,
    wire::{ImageStore, RemovalEffect, RemovalItem},
};

impl<'a> Simulation<'a> {
    pub(super) fn remove_in_classic(
        &mut self,
        target: &Target<'a>,
        id: &'a str,
        references: Vec<Reference>,
    ) -> RemovalItem {
        let single = is_single(&references);
        if let Some(name) = &target.reference {
            if single && self.is_used(id) {
                return self.in_use(target, id);
            }
            // In Podman a digest stands for all names in its repository (containers/common `libimage/image.go`).
            let remaining = match (self.store(), name.digest()) {
                (ImageStore::Podman, Some(_)) => without_repository(references, name),
                _ => without(references, name),
            };
            if !remaining.is_empty() || self.has_children(id) {
                return self.untag(target, id, remaining);
            }
        } else if self.has_children(id) {
            return target.item(id, RemovalEffect::HasChildren);
        } else if self.is_used(id) {
            return self.in_use(target, id);
        }
        let cascade = self.delete_with_parents(id);
        RemovalItem { cascade, ..target.item(id, RemovalEffect::Delete) }
    }

    /// Deletes an image, and its parents as long as they have no name, no container and no other child; returns the parents.
    fn delete_with_parents(&mut self, id: &'a str) -> Vec<String> {
        let mut cascade = Vec::new();
        let mut deleted = id;
        loop {
            self.delete_one(deleted);
            let Some(parent) = self.parent(deleted) else { break };
            let is_named = self.references(parent).is_none_or(|names| !names.is_empty());
            if self.has_children(parent) || is_named || self.is_used(parent) {
                break;
            }
            cascade.push(parent.to_owned());
            deleted = parent;
        }
        cascade
    }
}
