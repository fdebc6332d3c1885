//! The bytes that a plan frees, item by item.

use std::collections::{BTreeSet, HashSet};

use crate::{
    cleanup::{
        content::{Blob, BlobRefCounts},
        input::{PlanInput, must_stop},
        ref_counts::LayerRefCounts,
    },
    wire::{
        BuildCacheUsage, ByteRange, Container, DiskUsage, ImageStore, PlanEffect, PlanItem, PlanSubject, RemovalEffect,
        RemovalItem, Uncertainty,
    },
};

/// The most bytes that a record of the build cache has beyond its layer and the compressed form of it: what the builder
/// itself wrote to run a step, such as folders to mount on.
const BUILDER_FILES: u64 = 64 << 10;
/// The unit of such bytes (`stat(2)`, `st_blocks`).
const BLOCK: u64 = 512;

/// The most space that an empty folder takes (ext4).
const EMPTY_FOLDER: u64 = 4096;

/// The layers and bytes freed by the items so far. Each method adds one item and returns it with its bytes.
pub(in crate::cleanup) struct Accounting<'a> {
    input: &'a PlanInput<'a>,
    layer_counts: LayerRefCounts<'a>,
    blob_counts: BlobRefCounts<'a>,
    /// The bytes of the records of the build cache that hold layers of images and are kept; `None` while they are unknown.
    kept_records: Option<HashSet<u64>>,
    /// Whether a container whose image is gone may hold layers that the engine does not report.
    has_unknown_orphans: bool,
    /// Layers that nothing holds any more, by index.
    pub(in crate::cleanup) freed_layers: Vec<u32>,
    /// Bytes that do not belong to unpacked layers.
    pub(in crate::cleanup) other: ByteRange,
    pub(in crate::cleanup) uncertain: BTreeSet<Uncertainty>,
}

impl<'a> Accounting<'a> {
    /// Nothing is removed yet. `prunes` is whether the build cache that is not in use will be.
    pub(in crate::cleanup) fn new(input: &'a PlanInput<'a>, prunes: bool) -> Self {
        let tops: Vec<Option<u32>> =
            input.contents.containers.values().map(|container| input.top_layer(container)).collect();
        let mut accounting = Self {
            input,
            layer_counts: LayerRefCounts::new(&input.usage.forest, tops.into_iter().flatten()),
            blob_counts: BlobRefCounts::new(&input.usage.forest.blobs),
            kept_records: None,
            has_unknown_orphans: input.usage.orphans.values().any(Option::is_none),
            freed_layers: Vec::new(),
            other: ByteRange::default(),
            uncertain: BTreeSet::new(),
        };
        accounting.keep_records(prunes);
        accounting
    }

    /// Sets which records of the build cache are kept.
    pub(in crate::cleanup) fn keep_records(&mut self, prunes: bool) {
        let kept = |record: &&BuildCacheUsage| record.shared && (record.in_use || !prunes);
        let usage = self.disk().filter(|_| !self.input.usage.is_cache_outdated(self.input.contents));
        self.kept_records = usage.map(|usage| usage.build_cache.iter().filter(kept).map(|one| one.bytes).collect());
    }

    fn disk(&self) -> Option<&'a DiskUsage> {
        self.input.usage.disk.as_deref()
    }

    pub(in crate::cleanup) fn container(&mut self, container: &Container) -> PlanItem {
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
        let layers = self.layer_counts.release(self.input.top_layer(container));
        let freed = self.add_other(written) + self.add_layers(&layers);
        if !self.input.usage.forest.top.contains_key(&container.image_id) {
            self.uncertain.insert(Uncertainty::HiddenLayers);
        }
        let subject = PlanSubject::Container { id: container.id.clone(), name: container.name.clone(), running };
        PlanItem { freed, ..item(subject, PlanEffect::Delete) }
    }

    pub(in crate::cleanup) fn image(&mut self, removal: &RemovalItem, effect: PlanEffect) -> PlanItem {
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
        (item.freed, item.together) = self.images(&images);
        item
    }

    /// Deletes images. Returns what that frees, and the part that is freed only because of earlier items.
    pub(in crate::cleanup) fn images(&mut self, images: &[&str]) -> (ByteRange, ByteRange) {
        let forest = &self.input.usage.forest;
        let mut layers = Vec::new();
        for image in images {
            match forest.top.get(*image) {
                Some(top) => layers.extend(self.layer_counts.release(*top)),
                None => drop(self.unsure(ByteRange::default(), Uncertainty::NotReported)),
            }
        }
        let shared = self.layer_counts.shared(&layers, images);
        let together = self.layer_bytes(&shared);
        let blobs: ByteRange = images.iter().map(|image| self.blobs(image)).sum();
        (self.add_layers(&layers) + self.add_other(blobs), together)
    }

    /// Deletes what an image has beside its unpacked layers.
    fn blobs(&mut self, image: &str) -> ByteRange {
        if let Some(range) = self.blob_counts.unknown(image) {
            return if range.is_exact() { range } else { self.unsure(range, Uncertainty::CompressedContent) };
        }
        let freed = self.blob_counts.release(image);
        freed.into_iter().map(|blob| self.blob(blob)).sum()
    }

    fn blob(&mut self, blob: &Blob) -> ByteRange {
        let bytes = ByteRange::exactly(blob.size);
        if blob.recorded {
            return self.unsure(bytes.at_most(), Uncertainty::BuildRecords);
        }
        match &self.kept_records {
            _ if self.input.contents.store != ImageStore::Containerd => bytes,
            None => self.unsure(bytes.at_most(), Uncertainty::NotReported),
            Some(records) if records.iter().any(|record| self.may_hold(*record, blob)) => {
                self.unsure(bytes.at_most(), Uncertainty::BuildCache)
            }
            Some(_) => bytes,
        }
    }

    /// Whether a record of the build cache may hold a blob: it counts the blob, and what a step of a build wrote with it
    /// (BuildKit `cache/refs.go`, `size`).
    fn may_hold(&self, record: u64, blob: &Blob) -> bool {
        let Some(layer) = blob.layer else { return record >= blob.size };
        let unpacked = self.input.usage.forest.layer(layer).size.most;
        let rest = record.checked_sub(unpacked.saturating_add(blob.size));
        record == blob.size || rest.is_some_and(|rest| rest <= BUILDER_FILES && rest.is_multiple_of(BLOCK))
    }

    pub(in crate::cleanup) fn volume(&mut self, name: &str) -> PlanItem {
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

    /// The build cache that is not in use.
    pub(in crate::cleanup) fn build_cache(&mut self) -> PlanItem {
        let Some(usage) = self.disk() else {
            let freed = self.unsure(ByteRange::default(), Uncertainty::NotReported);
            return PlanItem { freed, ..item(PlanSubject::BuildCache, PlanEffect::Delete) };
        };
        let unused = || usage.build_cache.iter().filter(|record| !record.in_use);
        let mut freed: ByteRange = unused().map(|record| self.record(record)).sum();
        if !freed.is_exact() {
            freed = self.unsure(freed, Uncertainty::BuildCache);
        }
        if unused().any(|record| self.has_hidden_layers(record)) {
            freed = self.unsure(freed, Uncertainty::HiddenLayers);
        }
        PlanItem { freed: self.add_other(freed), ..item(PlanSubject::BuildCache, PlanEffect::Delete) }
    }

    /// What a record has beyond layers and blobs of images: these are counted where the images are.
    fn record(&self, record: &BuildCacheUsage) -> ByteRange {
        let forest = &self.input.usage.forest;
        // In the containerd store the record of a step has a second snapshot, which is empty and not counted: the one that
        // the step wrote to (BuildKit `cache/refs.go`, `equalMutable`).
        let is_step = self.input.contents.store == ImageStore::Containerd && !record.description.is_empty();
        let empty = ByteRange { least: 0, most: if is_step { EMPTY_FOLDER } else { 0 } };
        let bytes = ByteRange::exactly(record.bytes) + empty;
        if !record.shared {
            return bytes;
        }
        if self.input.contents.store != ImageStore::Containerd {
            let is_of_image = forest.view.layers.iter().any(|layer| layer.size.contains(record.bytes));
            return if is_of_image { ByteRange::default() } else { bytes.at_most() };
        }
        // The record's own copy of a layer is not that of the image; the blob is.
        let own: Vec<u64> = forest
            .blobs
            .all
            .iter()
            .filter(|blob| blob.layer.is_some() && self.may_hold(record.bytes, blob))
            .map(|blob| record.bytes - blob.size.min(record.bytes))
            .collect();
        match (own.iter().min(), own.iter().max()) {
            (Some(&least), Some(&most)) => ByteRange { least, most } + empty,
            _ => bytes.at_most(),
        }
    }

    /// Whether a record may hold layers that no image has any more and that it does not count: those of a base image. In the
    /// classic store such a record reports no bytes, in the containerd store those of the blob.
    fn has_hidden_layers(&self, record: &BuildCacheUsage) -> bool {
        match self.input.contents.store {
            ImageStore::Containerd => !record.shared && record.description.is_empty(),
            ImageStore::Classic | ImageStore::Podman => record.bytes == 0,
        }
    }

    /// The bytes freed by all items: together they may be exact where each one is not.
    pub(in crate::cleanup) fn total(&mut self) -> ByteRange {
        let doubts: Vec<Uncertainty> = self.freed_layers.iter().filter_map(|layer| self.doubt(*layer)).collect();
        let layers = self.layer_bytes(&self.freed_layers);
        if doubts.is_empty() && !layers.is_exact() {
            self.uncertain.insert(Uncertainty::History);
        }
        self.uncertain.extend(doubts);
        if self.input.contents.store == ImageStore::Podman && layers.most > 0 {
            self.uncertain.insert(Uncertainty::Podman);
        }
        layers + self.other
    }

    /// The freed layers that nothing else may hold.
    pub(in crate::cleanup) fn certain_layers(&self) -> impl Iterator<Item = u32> {
        self.freed_layers.iter().copied().filter(|layer| self.doubt(*layer).is_none())
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
        let (doubtful, certain): (Vec<u32>, Vec<u32>) = layers.iter().partition(|layer| self.doubt(**layer).is_some());
        forest.bytes(certain) + forest.bytes(doubtful).at_most()
    }

    /// Why a layer may stay on the disk although nothing visible holds it.
    fn doubt(&self, layer: u32) -> Option<Uncertainty> {
        let size = self.input.usage.forest.layer(layer).size;
        match &self.kept_records {
            _ if size.most == 0 => None,
            None => Some(Uncertainty::NotReported),
            Some(records) if self.may_be_cached(records, layer) => Some(Uncertainty::BuildCache),
            _ => self.has_unknown_orphans.then_some(Uncertainty::LostImage),
        }
    }

    /// Whether a record of the build cache may hold a layer. A record is identified by nothing but its bytes.
    fn may_be_cached(&self, records: &HashSet<u64>, layer: u32) -> bool {
        let forest = &self.input.usage.forest;
        let size = forest.layer(layer).size;
        match self.input.contents.store {
            // The record of a base image reports zero, and may hold any layer (moby
            // `builder/builder-next/adapters/snapshot`, tested on 20.10).
            ImageStore::Classic => records.contains(&0) || records.iter().any(|record| size.contains(*record)),
            // A step of a build has a copy of its own. The record of a base image holds the layer, and counts its blob.
            ImageStore::Containerd => match forest.blobs.of_layer.get(&layer) {
                Some(blob) => records.contains(blob),
                None => !records.is_empty(),
            },
            ImageStore::Podman => false,
        }
    }

    fn unsure(&mut self, range: ByteRange, why: Uncertainty) -> ByteRange {
        self.uncertain.insert(why);
        range
    }
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
