//! The bytes that a plan frees, item by item.

use std::collections::{BTreeSet, HashSet};

use crate::{
    cleanup::{
        input::{PlanInput, must_stop},
        ref_counts::LayerRefCounts,
    },
    wire::{
        ByteRange, Container, DiskUsage, ImageStore, PlanEffect, PlanItem, PlanSubject, RemovalEffect, RemovalItem,
        Uncertainty,
    },
};

/// The layers and bytes freed by the items so far. Each method adds one item and returns it with its bytes.
pub(super) struct Accounting<'a> {
    input: &'a PlanInput<'a>,
    ref_counts: LayerRefCounts<'a>,
    /// Bytes of the layers that records of the build cache hold; `None` while that is unknown.
    cached_sizes: Option<HashSet<u64>>,
    /// Whether a container whose image is gone may hold layers that the engine does not report.
    has_unknown_orphans: bool,
    /// Layers that nothing holds any more, by index.
    pub(super) freed_layers: Vec<u32>,
    /// Bytes that do not belong to unpacked layers.
    other: ByteRange,
    pub(super) uncertain: BTreeSet<Uncertainty>,
}

impl<'a> Accounting<'a> {
    pub(super) fn new(input: &'a PlanInput<'a>) -> Self {
        let tops: Vec<Option<u32>> =
            input.contents.containers.values().map(|container| input.top_layer(container)).collect();
        let shared_records = |usage: &DiskUsage| {
            usage.build_cache.iter().filter(|record| record.shared).map(|record| record.bytes).collect()
        };
        Self {
            input,
            ref_counts: LayerRefCounts::new(&input.usage.forest, tops.into_iter().flatten()),
            cached_sizes: input.usage.disk.as_deref().map(shared_records),
            has_unknown_orphans: input.usage.orphans.values().any(Option::is_none),
            freed_layers: Vec::new(),
            other: ByteRange::default(),
            uncertain: BTreeSet::new(),
        }
    }

    fn disk(&self) -> Option<&'a DiskUsage> {
        self.input.usage.disk.as_deref()
    }

    pub(super) fn container(&mut self, container: &Container) -> PlanItem {
        let running = must_stop(container.state);
        let written = self
            .disk()
            .and_then(|usage| usage.containers.iter().find(|usage| usage.id == container.id))
            .map(|usage| ByteRange::exactly(usage.bytes));
        let written = match written {
            None => self.unsure(ByteRange::default(), Uncertainty::NotReported),
            Some(bytes) if running => self.unsure(bytes.at_most(), Uncertainty::RunningContainer),
            Some(bytes) => bytes,
        };
        let layers = self.ref_counts.release(self.input.top_layer(container));
        let freed = self.add_other(written) + self.add_layers(&layers);
        if !self.input.usage.forest.top.contains_key(&container.image_id) {
            self.uncertain.insert(Uncertainty::HiddenLayers);
        }
        let subject = PlanSubject::Container { id: container.id.clone(), name: container.name.clone(), running };
        PlanItem { freed, ..item(subject, PlanEffect::Delete) }
    }

    pub(super) fn image(&mut self, removal: &RemovalItem, effect: PlanEffect) -> PlanItem {
        let subject = PlanSubject::Image { target: removal.target.clone(), id: removal.image.clone() };
        let users = || self.input.contents.users(&removal.image).into_iter().map(|user| user.id.clone());
        let mut item = PlanItem {
            cascade: removal.cascade.clone(),
            keeps: removal.keeps.clone(),
            containers: if removal.effect == RemovalEffect::InUse { users().collect() } else { Vec::new() },
            only_here: self.input.is_only_here(removal),
            ..item(subject, effect)
        };
        // The containerd store deletes the parents even of an image that only loses its name.
        let itself = (effect == PlanEffect::Delete).then_some(&removal.image);
        let cascade = matches!(effect, PlanEffect::Delete | PlanEffect::Untag).then_some(&removal.cascade);
        let images: Vec<&str> = itself.into_iter().chain(cascade.into_iter().flatten()).map(String::as_str).collect();
        let forest = &self.input.usage.forest;
        let mut layers = Vec::new();
        for image in &images {
            match forest.top.get(*image) {
                Some(top) => layers.extend(self.ref_counts.release(*top)),
                None => drop(self.unsure(ByteRange::default(), Uncertainty::NotReported)),
            }
        }
        let shared = self.ref_counts.shared(&layers, &images);
        let compressed = images.iter().map(|image| forest.compressed_bytes(image)).sum();
        item.together = self.layer_bytes(&shared);
        let compressed = self.compressed(compressed);
        item.freed = self.add_layers(&layers) + self.add_other(compressed);
        item
    }

    pub(super) fn volume(&mut self, name: &str) -> PlanItem {
        let subject = PlanSubject::Volume { name: name.to_owned() };
        let Some(volume) = self.disk().and_then(|usage| usage.volumes.iter().find(|volume| volume.name == name)) else {
            return item(subject, PlanEffect::Missing);
        };
        if volume.containers > 0 {
            return item(subject, PlanEffect::InUse);
        }
        let freed = match volume.bytes {
            Some(bytes) => ByteRange::exactly(bytes),
            None => self.unsure(ByteRange::default(), Uncertainty::NotReported),
        };
        PlanItem { freed: self.add_other(freed), ..item(subject, PlanEffect::Delete) }
    }

    pub(super) fn build_cache(&mut self) -> PlanItem {
        let Some(usage) = self.disk() else {
            let freed = self.unsure(ByteRange::default(), Uncertainty::NotReported);
            return PlanItem { freed, ..item(PlanSubject::BuildCache, PlanEffect::Delete) };
        };
        let unused = || usage.build_cache.iter().filter(|record| !record.in_use);
        let bytes = |shared: bool| -> u64 {
            unused().filter(|record| record.shared == shared).map(|record| record.bytes).sum()
        };
        let mut freed = ByteRange { least: bytes(false), most: bytes(false) + bytes(true) };
        if !freed.is_exact() {
            freed = self.unsure(freed, Uncertainty::BuildCache);
        }
        // The record of a base image reports no bytes, and may hold layers that no image has any more.
        if unused().any(|record| record.bytes == 0) {
            freed = self.unsure(freed, Uncertainty::HiddenLayers);
        }
        PlanItem { freed: self.add_other(freed), ..item(PlanSubject::BuildCache, PlanEffect::Delete) }
    }

    /// The bytes freed by all items: together they may be exact where each one is not.
    pub(super) fn total(&mut self) -> ByteRange {
        let forest = &self.input.usage.forest;
        let doubts: Vec<Uncertainty> =
            self.freed_layers.iter().filter_map(|layer| self.doubt(forest.layer(*layer).size)).collect();
        let layers = self.layer_bytes(&self.freed_layers);
        if doubts.is_empty() && !layers.is_exact() {
            self.uncertain.insert(Uncertainty::History);
        }
        self.uncertain.extend(doubts);
        layers + self.other
    }

    /// Adds layers that nothing holds any more, and returns their bytes.
    fn add_layers(&mut self, layers: &[u32]) -> ByteRange {
        self.freed_layers.extend(layers);
        self.layer_bytes(layers)
    }

    /// Adds bytes that do not belong to unpacked layers.
    fn add_other(&mut self, bytes: ByteRange) -> ByteRange {
        self.other = self.other + bytes;
        bytes
    }

    fn layer_bytes(&self, layers: &[u32]) -> ByteRange {
        let forest = &self.input.usage.forest;
        let (doubtful, certain): (Vec<u32>, Vec<u32>) =
            layers.iter().partition(|layer| self.doubt(forest.layer(**layer).size).is_some());
        forest.bytes(certain) + forest.bytes(doubtful).at_most()
    }

    /// Why a layer of this size may stay on the disk although nothing visible holds it.
    fn doubt(&self, size: ByteRange) -> Option<Uncertainty> {
        match &self.cached_sizes {
            _ if size.most == 0 => None,
            None => Some(Uncertainty::NotReported),
            Some(cached) if may_be_cached(cached, size) => Some(Uncertainty::BuildCache),
            _ => self.has_unknown_orphans.then_some(Uncertainty::LostImage),
        }
    }

    /// The range of an image's bytes beyond its unpacked layers, which other images may share.
    fn compressed(&mut self, bytes: u64) -> ByteRange {
        let range = ByteRange { least: 0, most: bytes };
        match self.input.contents.store {
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

/// Whether a record of the build cache may hold a layer. A record is identified by nothing but its bytes; that of a base
/// image reports zero, and may hold any layer (moby `builder/builder-next/adapters/snapshot`, tested on 20.10).
fn may_be_cached(cached: &HashSet<u64>, size: ByteRange) -> bool {
    cached.contains(&0) || cached.iter().any(|bytes| (size.least..=size.most).contains(bytes))
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
