//! What a set of deletions does, item by item in the order in which they work, and what it frees.

use std::collections::{BTreeSet, HashSet};

use super::{ref_counts::Holding, disk_scan::Known};
use crate::{
    grammar::Pins,
    images,
    inventory::Contents,
    wire::{
        ByteRange, CleanupChoice, CleanupStep, Container, ContainerState, DiskUsage, ImageOrigin, ImageStore, Plan,
        PlanEffect, PlanItem, PlanSubject, Removal, RemovalEffect, RemovalItem, Uncertainty,
    },
};

/// What a plan is made from.
pub struct Ground<'a> {
    pub(crate) contents: &'a Contents,
    pub(crate) known: &'a Known,
    pub(crate) pins: &'a Pins,
}

/// The plan for what was ticked. Pure: nothing is asked.
///
/// Containers go first, then images with those that are built on others before those, tag by tag, then volumes and the
/// build cache. What the engine would refuse without force stays, and so does what is pinned, and what exists only here as
/// long as that was not accepted.
pub fn plan(ground: &Ground<'_>, choice: &CleanupChoice) -> Plan {
    draw_up(ground, choice, &Accepted::These(choice.only_here.iter().map(String::as_str).collect()))
}

/// Which images that exist only here may go.
pub(super) enum Accepted<'a> {
    Everything,
    /// By ID.
    These(HashSet<&'a str>),
}

impl Accepted<'_> {
    fn covers(&self, image: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::These(images) => images.contains(image),
        }
    }
}

/// See [`plan()`].
pub(super) fn draw_up(ground: &Ground<'_>, choice: &CleanupChoice, accepted: &Accepted<'_>) -> Plan {
    let mut tally = Tally::new(ground);
    let containers = chosen_containers(ground.contents, choice);
    let mut items: Vec<PlanItem> = containers.iter().map(|container| tally.container(container)).collect();
    let (removal, kept) = removal(ground, choice, accepted);
    items.extend(removal.items.iter().map(|item| tally.image(item, effect(item.effect))));
    items.extend(kept.iter().map(|item| tally.image(item, kept_as(item))));
    items.extend(choice.volumes.iter().map(|name| tally.volume(name)));
    items.extend(choice.build_cache.then(|| tally.build_cache()));
    let freed = tally.total();
    Plan {
        forest: ground.known.forest.shown.revision,
        steps: steps(&items),
        freed,
        uncertain: tally.uncertain.into_iter().collect(),
        layers: tally.free,
        items,
    }
}

/// The containers that were ticked and are still there, in the order of their names.
fn chosen_containers<'a>(contents: &'a Contents, choice: &CleanupChoice) -> Vec<&'a Container> {
    let ids: HashSet<&str> = choice.containers.iter().map(String::as_str).collect();
    let mut containers: Vec<&Container> = ids.into_iter().filter_map(|id| contents.containers.get(id)).collect();
    containers.sort_by(|one, other| one.name.cmp(&other.name));
    containers
}

/// What the engine would do with the images, and what is kept from it.
fn removal(ground: &Ground<'_>, choice: &CleanupChoice, accepted: &Accepted<'_>) -> (Removal, Vec<RemovalItem>) {
    let foretell = |targets: &[String]| images::removal(ground.contents, targets, &choice.containers, ground.pins);
    let all = foretell(&choice.images).items;
    let (mut kept, going): (Vec<RemovalItem>, Vec<RemovalItem>) =
        all.into_iter().partition(|item| item.effect == RemovalEffect::Pinned);
    let mut targets: Vec<String> = going.into_iter().map(|item| item.target).collect();
    // What stays changes what becomes of the others: so again, until nothing more stays.
    loop {
        let removal = foretell(&targets);
        let lost = |item: &&RemovalItem| {
            item.effect == RemovalEffect::Delete && only_here(ground, item) && !accepted.covers(&item.image)
        };
        let stays: Vec<RemovalItem> = removal.items.iter().filter(lost).cloned().collect();
        if stays.is_empty() {
            return (removal, kept);
        }
        targets.retain(|target| stays.iter().all(|item| item.target != *target));
        kept.extend(stays);
    }
}

/// Whether no registry is known to have an image: it was built, committed or loaded here, or the engine does not tell.
fn only_here(ground: &Ground<'_>, item: &RemovalItem) -> bool {
    ground.contents.images.get(&item.image).is_some_and(|image| image.origin != ImageOrigin::Registry)
}

fn kept_as(item: &RemovalItem) -> PlanEffect {
    if item.effect == RemovalEffect::Pinned { PlanEffect::Pinned } else { PlanEffect::OnlyHere }
}

fn effect(effect: RemovalEffect) -> PlanEffect {
    match effect {
        RemovalEffect::Untag => PlanEffect::Untag,
        RemovalEffect::Delete => PlanEffect::Delete,
        RemovalEffect::InUse => PlanEffect::InUse,
        RemovalEffect::HasChildren => PlanEffect::HasChildren,
        RemovalEffect::Pinned => PlanEffect::Pinned,
        RemovalEffect::Missing => PlanEffect::Missing,
    }
}

/// What is to be done: nothing for what stays, and all stops first, since the rest is quick.
fn steps(items: &[PlanItem]) -> Vec<CleanupStep> {
    let going = || items.iter().filter(|item| matches!(item.effect, PlanEffect::Delete | PlanEffect::Untag));
    let stops = going().filter_map(|item| match &item.subject {
        PlanSubject::Container { name, running: true, .. } => {
            Some(CleanupStep::StopContainer { container: name.clone() })
        }
        _ => None,
    });
    let removals = going().map(|item| match &item.subject {
        PlanSubject::Container { name, .. } => CleanupStep::RemoveContainer { container: name.clone() },
        PlanSubject::Image { target, .. } => CleanupStep::RemoveImage { target: target.clone() },
        PlanSubject::Volume { name } => CleanupStep::RemoveVolume { volume: name.clone() },
        PlanSubject::BuildCache => CleanupStep::PruneBuildCache,
    });
    stops.chain(removals).collect()
}

/// Whether a container must be stopped before it can be removed without force.
pub(super) fn must_stop(state: ContainerState) -> bool {
    matches!(state, ContainerState::Running | ContainerState::Paused | ContainerState::Restarting)
}

/// The bytes as they come free, item by item.
struct Tally<'a> {
    ground: &'a Ground<'a>,
    holding: Holding<'a>,
    /// Bytes of the layers that records of the build cache hold; `None` while that is not known.
    cached: Option<HashSet<u64>>,
    /// Why layers of images may stay that nothing visible holds.
    lost: bool,
    free: Vec<u32>,
    /// Bytes that are no unpacked layers'.
    other: ByteRange,
    uncertain: BTreeSet<Uncertainty>,
}

impl<'a> Tally<'a> {
    fn new(ground: &'a Ground<'a>) -> Self {
        let forest = &*ground.known.forest;
        let holds = |container: &Container| held(ground, container);
        let tops: Vec<Option<u32>> = ground.contents.containers.values().map(holds).collect();
        let cached =
            ground.known.usage.as_ref().map(|usage| {
                usage.build_cache.iter().filter(|record| record.shared).map(|record| record.bytes).collect()
            });
        Self {
            ground,
            holding: Holding::new(forest, tops.into_iter().flatten()),
            cached,
            lost: ground.known.lost.values().any(Option::is_none),
            free: Vec::new(),
            other: ByteRange::default(),
            uncertain: BTreeSet::new(),
        }
    }

    fn usage(&self) -> Option<&'a DiskUsage> {
        self.ground.known.usage.as_deref()
    }

    fn container(&mut self, container: &Container) -> PlanItem {
        let running = must_stop(container.state);
        let written = self
            .usage()
            .and_then(|usage| usage.containers.iter().find(|usage| usage.id == container.id))
            .map(|usage| ByteRange::exactly(usage.bytes));
        let written = match written {
            None => self.unsure(ByteRange::default(), Uncertainty::NotTold),
            Some(bytes) if running => self.unsure(bytes.at_most(), Uncertainty::RunningContainer),
            Some(bytes) => bytes,
        };
        let layers = self.holding.release(held(self.ground, container));
        let freed = self.and_other(written) + self.freed(&layers);
        if !self.ground.known.forest.top.contains_key(&container.image_id) {
            self.uncertain.insert(Uncertainty::HiddenLayers);
        }
        let subject = PlanSubject::Container { id: container.id.clone(), name: container.name.clone(), running };
        PlanItem { freed, ..item(subject, PlanEffect::Delete) }
    }

    fn image(&mut self, removal: &RemovalItem, effect: PlanEffect) -> PlanItem {
        let subject = PlanSubject::Image { target: removal.target.clone(), id: removal.image.clone() };
        let in_the_way = || self.ground.contents.users(&removal.image).into_iter().map(|user| user.id.clone());
        let mut item = PlanItem {
            cascade: removal.cascade.clone(),
            keeps: removal.keeps.clone(),
            containers: if removal.effect == RemovalEffect::InUse { in_the_way().collect() } else { Vec::new() },
            only_here: only_here(self.ground, removal),
            ..item(subject, effect)
        };
        // The containerd store takes the parents of an image along that only loses its name.
        let itself = (effect == PlanEffect::Delete).then_some(&removal.image);
        let going = matches!(effect, PlanEffect::Delete | PlanEffect::Untag).then_some(&removal.cascade);
        let images: Vec<&str> = itself.into_iter().chain(going.into_iter().flatten()).map(String::as_str).collect();
        let forest = &self.ground.known.forest;
        let mut layers = Vec::new();
        for image in &images {
            match forest.top.get(*image) {
                Some(top) => layers.extend(self.holding.release(*top)),
                None => drop(self.unsure(ByteRange::default(), Uncertainty::NotTold)),
            }
        }
        let together = self.holding.shared(&layers, &images);
        let beyond = images.iter().map(|image| forest.beyond(image)).sum();
        item.together = self.bytes(&together);
        let beyond = self.beyond(beyond);
        item.freed = self.freed(&layers) + self.and_other(beyond);
        item
    }

    fn volume(&mut self, name: &str) -> PlanItem {
        let subject = PlanSubject::Volume { name: name.to_owned() };
        let Some(volume) = self.usage().and_then(|usage| usage.volumes.iter().find(|volume| volume.name == name))
        else {
            return item(subject, PlanEffect::Missing);
        };
        if volume.containers > 0 {
            return item(subject, PlanEffect::InUse);
        }
        let freed = match volume.bytes {
            Some(bytes) => ByteRange::exactly(bytes),
            None => self.unsure(ByteRange::default(), Uncertainty::NotTold),
        };
        PlanItem { freed: self.and_other(freed), ..item(subject, PlanEffect::Delete) }
    }

    fn build_cache(&mut self) -> PlanItem {
        let Some(usage) = self.usage() else {
            let freed = self.unsure(ByteRange::default(), Uncertainty::NotTold);
            return PlanItem { freed, ..item(PlanSubject::BuildCache, PlanEffect::Delete) };
        };
        let free = || usage.build_cache.iter().filter(|record| !record.in_use);
        let bytes =
            |shared: bool| -> u64 { free().filter(|record| record.shared == shared).map(|record| record.bytes).sum() };
        let mut freed = ByteRange { least: bytes(false), most: bytes(false) + bytes(true) };
        if !freed.is_exact() {
            freed = self.unsure(freed, Uncertainty::BuildCache);
        }
        // One of a base image tells no bytes, and may hold layers that no image has any more.
        if free().any(|record| record.bytes == 0) {
            freed = self.unsure(freed, Uncertainty::HiddenLayers);
        }
        PlanItem { freed: self.and_other(freed), ..item(PlanSubject::BuildCache, PlanEffect::Delete) }
    }

    /// Layers that nothing holds any more: their bytes.
    fn freed(&mut self, layers: &[u32]) -> ByteRange {
        self.free.extend(layers);
        self.bytes(layers)
    }

    fn bytes(&self, layers: &[u32]) -> ByteRange {
        let forest = &self.ground.known.forest;
        let (doubtful, certain): (Vec<u32>, Vec<u32>) =
            layers.iter().partition(|layer| self.doubt(forest.layer(**layer).size).is_some());
        forest.bytes(certain) + forest.bytes(doubtful).at_most()
    }

    /// Why a layer of this size may stay although nothing visible holds it.
    fn doubt(&self, size: ByteRange) -> Option<Uncertainty> {
        match &self.cached {
            _ if size.most == 0 => None,
            None => Some(Uncertainty::NotTold),
            Some(cached) if may_be_cached(cached, size) => Some(Uncertainty::BuildCache),
            _ => self.lost.then_some(Uncertainty::LostImage),
        }
    }

    /// What all items free: together they may be certain where each for itself is not.
    fn total(&mut self) -> ByteRange {
        let forest = &self.ground.known.forest;
        let doubts = self.free.iter().filter_map(|layer| self.doubt(forest.layer(*layer).size));
        let doubts: Vec<Uncertainty> = doubts.collect();
        let layers = self.bytes(&self.free);
        if doubts.is_empty() && !layers.is_exact() {
            self.uncertain.insert(Uncertainty::History);
        }
        self.uncertain.extend(doubts);
        layers + self.other
    }

    /// Counts bytes that are no unpacked layers'.
    fn and_other(&mut self, bytes: ByteRange) -> ByteRange {
        self.other = self.other + bytes;
        bytes
    }

    /// Bytes beyond unpacked layers: other images may have the same.
    fn beyond(&mut self, bytes: u64) -> ByteRange {
        let range = ByteRange { least: 0, most: bytes };
        match self.ground.contents.store {
            ImageStore::Classic => ByteRange::default(),
            ImageStore::Containerd if bytes > 0 => self.unsure(range, Uncertainty::CompressedContent),
            ImageStore::Podman if bytes > 0 => self.unsure(range, Uncertainty::Podman),
            ImageStore::Containerd | ImageStore::Podman => range,
        }
    }

    fn unsure(&mut self, range: ByteRange, why: Uncertainty) -> ByteRange {
        self.uncertain.insert(why);
        range
    }
}

/// Whether a record of the build cache may hold a layer. A record is known by nothing but its bytes; one of a base image
/// says that it has none, and may hold any (moby `builder/builder-next/adapters/snapshot`, tried on 20.10).
fn may_be_cached(cached: &HashSet<u64>, size: ByteRange) -> bool {
    cached.contains(&0) || cached.iter().any(|bytes| (size.least..=size.most).contains(bytes))
}

/// The uppermost layer that a container holds: its image's, or what the engine's folders tell where that is gone.
fn held(ground: &Ground<'_>, container: &Container) -> Option<u32> {
    let forest = &ground.known.forest;
    if let Some(top) = forest.top.get(&container.image_id) {
        return *top;
    }
    let folders = ground.known.lost.get(&container.id)?.as_ref()?;
    folders.iter().find_map(|folder| forest.folders.get(folder).copied())
}

fn item(subject: PlanSubject, effect: PlanEffect) -> PlanItem {
    PlanItem {
        subject,
        effect,
        freed: ByteRange::default(),
        together: ByteRange::default(),
        cascade: Vec::new(),
        keeps: Vec::new(),
        containers: Vec::new(),
        only_here: false,
    }
}

#[cfg(test)]
mod tests;
