use super::disk_scan::StorageUsage;
use crate::{
    grammar::Pins,
    inventory::Contents,
    wire::{Container, ContainerState, ImageOrigin, RemovalItem},
};

/// What a plan is computed from.
pub struct PlanInput<'a> {
    pub(crate) contents: &'a Contents,
    pub(crate) usage: &'a StorageUsage,
    pub(crate) pins: &'a Pins,
}

impl PlanInput<'_> {
    /// Whether no registry is known to have an item's image: it was built, committed or loaded here, or the engine does
    /// not report it.
    pub(super) fn is_only_here(&self, item: &RemovalItem) -> bool {
        self.contents.images.get(&item.image).is_some_and(|image| image.origin != ImageOrigin::Registry)
    }

    /// The top layer that a container holds: that of its image, or if the image is gone, the one that lies in the
    /// container's folders.
    pub(super) fn top_layer(&self, container: &Container) -> Option<u32> {
        let forest = &self.usage.forest;
        if let Some(top) = forest.top.get(&container.image_id) {
            return *top;
        }
        let folders = self.usage.orphans.get(&container.id)?.as_ref()?;
        folders.iter().find_map(|folder| forest.by_folder.get(folder).copied())
    }
}

/// Whether a container must be stopped before it can be removed without force.
pub(super) fn must_stop(state: ContainerState) -> bool {
    matches!(state, ContainerState::Running | ContainerState::Paused | ContainerState::Restarting)
}
