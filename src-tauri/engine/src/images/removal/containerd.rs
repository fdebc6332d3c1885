//! The rules of the containerd store (moby `daemon/containerd/image_delete.go`).

use super::{
    names::{is_same_name, without_repository, without_tagged_digests},
    simulation::{Simulation, Target},
};
use crate::{
    grammar::Reference,
    wire::{RemovalEffect, RemovalItem},
};

impl<'a> Simulation<'a> {
    /// The containerd store keeps an image for its children, without a name, only if its single name is removed. By ID it
    /// deletes the image: the children have all layers of their own. (An image that was pulled both by tag and by digest
    /// has two names there, which are removed together; the engine does not report that.)
    pub(super) fn remove_in_containerd(
        &mut self,
        target: &Target<'a>,
        id: &'a str,
        references: Vec<Reference>,
    ) -> RemovalItem {
        let names = without_tagged_digests(references);
        let remaining = match &target.reference {
            // A digest stands for all names in its repository.
            Some(name) if name.digest().is_some() => without_repository(names.clone(), name),
            Some(name) => names.iter().filter(|own| !is_same_name(own, name)).cloned().collect(),
            None => Vec::new(),
        };
        if !remaining.is_empty() {
            return self.untag(target, id, remaining);
        }
        if self.is_used(id) {
            return self.in_use(target, id);
        }
        let single = names.len() <= 1;
        let by_own_name = target.reference.as_ref().is_some_and(|name| names.iter().any(|own| is_same_name(own, name)));
        let kept = single && by_own_name && self.has_children(id);
        // Several names removed at once keep the parents from being deleted.
        let cascade = if single { self.deletable_ancestors(id) } else { Vec::new() };
        cascade.iter().copied().chain((!kept).then_some(id)).for_each(|deleted| self.delete_one(deleted));
        let cascade = cascade.into_iter().map(str::to_owned).collect();
        if kept {
            return RemovalItem { cascade, ..self.untag(target, id, Vec::new()) };
        }
        RemovalItem { cascade, ..target.item(id, RemovalEffect::Delete) }
    }

    /// The nearest ancestors without a name that no container uses, even if other images are built on them. None if an
    /// ancestor is missing.
    fn deletable_ancestors(&self, id: &'a str) -> Vec<&'a str> {
        let ancestors = self.ancestors(id);
        if !ancestors.iter().all(|ancestor| self.exists(ancestor)) {
            return Vec::new();
        }
        let is_deletable =
            |id: &&'a str| self.references(id).is_some_and(|names| names.is_empty()) && !self.is_used(id);
        ancestors.into_iter().take_while(is_deletable).collect()
    }
}
