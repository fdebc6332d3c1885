use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{JobState, RemovalResult};
use crate::error::Error;

/// A number of bytes that is known exactly, or only within bounds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub struct ByteRange {
    /// Not less than this.
    pub least: u64,
    /// Not more than this, unless [`Uncertainty::HiddenLayers`] says otherwise.
    pub most: u64,
}

impl ByteRange {
    /// Known to the byte.
    pub fn exactly(bytes: u64) -> Self {
        Self { least: bytes, most: bytes }
    }

    /// Whether it is known to the byte.
    pub fn is_exact(self) -> bool {
        self.least == self.most
    }

    /// The same with nothing certain about its lower bound.
    #[must_use]
    pub fn at_most(self) -> Self {
        Self { least: 0, ..self }
    }
}

impl std::ops::Add for ByteRange {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { least: self.least.saturating_add(other.least), most: self.most.saturating_add(other.most) }
    }
}

impl std::iter::Sum for ByteRange {
    fn sum<I: Iterator<Item = Self>>(ranges: I) -> Self {
        ranges.fold(Self::default(), std::ops::Add::add)
    }
}

/// Why bytes are known only within bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub enum Uncertainty {
    /// The image's history does not tell which of its steps made which layer.
    History,
    /// Records of the build cache may hold these layers; the engine does not tell which do.
    BuildCache,
    /// The containerd store keeps layers compressed, too, and does not tell by how many bytes images share these.
    CompressedContent,
    /// Podman counts images otherwise than by their layers.
    Podman,
    /// A running container writes on until it is stopped.
    RunningContainer,
    /// A container whose image is gone may hold layers; the engine does not tell which.
    LostImage,
    /// What goes holds layers that no image has any more, of a build or of an image that was removed by force. The engine
    /// does not tell their bytes: more may come free than [`ByteRange::most`].
    HiddenLayers,
    /// The engine has not told its figures (yet).
    NotTold,
}

/// The layers that an engine keeps for its images, and which image is made of which.
///
/// Layers that images share are here once: they form trees, the base at the root.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub struct LayerForest {
    /// Grows with every change of it; [`Plan::forest`] tells which one its layers are counted in.
    pub revision: u64,
    /// Every layer after the one that it lies on.
    pub layers: Vec<ForestLayer>,
    /// Every image, intermediate ones included, in no order.
    pub images: Vec<ForestImage>,
    /// IDs of images that the engine did not describe; their layers are not here.
    pub unread: Vec<String>,
}

/// One layer, where it lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub struct ForestLayer {
    /// The chain ID, `sha256:…`: this layer upon those beneath it (OCI image specification, "Layer ChainID").
    pub id: String,
    /// Its own digest, unpacked (diff ID), `sha256:…`: the same wherever it lies.
    pub digest: String,
    /// What its colour comes from, as [`super::HistoryStep::colour_key`] does.
    pub colour_key: String,
    /// The layer beneath, as its place in [`LayerForest::layers`]; `None` for a base.
    pub parent: Option<u32>,
    /// Bytes that it alone adds.
    pub size: ByteRange,
    /// The instruction that made it, as recorded; empty where it cannot be told.
    pub created_by: String,
    /// How many images that are no intermediate ones contain it.
    pub images: u32,
}

/// What one image holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub struct ForestImage {
    /// `sha256:…`
    pub id: String,
    /// Its uppermost layer, as its place in [`LayerForest::layers`]; `None` for an image without layers.
    pub top: Option<u32>,
    /// Bytes of layers that no other image has (intermediate ones aside).
    pub own: ByteRange,
    /// Bytes of layers that other images have, too.
    pub shared: ByteRange,
    /// When it was last pulled, built, loaded or tagged here, in seconds since 1970, where the engine tells.
    pub arrived: Option<i64>,
}

/// Where the bytes of an engine's disk are, beside images.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub struct DiskUsage {
    /// Bytes of all images together, as the engine counts them.
    pub images: Option<u64>,
    /// Every container's own bytes.
    pub containers: Vec<ContainerUsage>,
    /// Every volume.
    pub volumes: Vec<VolumeUsage>,
    /// Every record of the build cache.
    pub build_cache: Vec<BuildCacheUsage>,
}

/// What a container has written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub struct ContainerUsage {
    /// 64 hex digits.
    pub id: String,
    /// Bytes of its writable layer.
    pub bytes: u64,
}

/// A volume.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub struct VolumeUsage {
    /// Its name.
    pub name: String,
    /// Whether the engine made up its name.
    pub anonymous: bool,
    /// Bytes, where the engine can tell.
    pub bytes: Option<u64>,
    /// How many containers use it.
    pub containers: u32,
}

/// A record of the build cache.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub struct BuildCacheUsage {
    /// Its ID.
    pub id: String,
    /// What made it.
    pub description: String,
    /// Bytes.
    pub bytes: u64,
    /// Whether something uses it now; it stays then.
    pub in_use: bool,
    /// Whether an image has the same layer; its bytes are the image's then.
    pub shared: bool,
}

/// What a person has ticked for clean-up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "cleanup.ts")]
pub struct CleanupChoice {
    /// References, or IDs, which stand for all names of an image.
    pub images: Vec<String>,
    /// IDs of images that exist only here and may go all the same.
    pub only_here: Vec<String>,
    /// IDs of containers; those that run are stopped first.
    pub containers: Vec<String>,
    /// Names of volumes.
    pub volumes: Vec<String>,
    /// All of the build cache that nothing uses.
    pub build_cache: bool,
}

/// A set of deletions in the order in which they will be done, with what each frees, and what stays and why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub struct Plan {
    /// Which [`LayerForest`] its layers are counted in.
    pub forest: u64,
    /// Containers, then images (those built on others first), then volumes and the build cache.
    pub items: Vec<PlanItem>,
    /// What all of it frees.
    pub freed: ByteRange,
    /// Why [`Plan::freed`] is not exact; empty when it is.
    pub uncertain: Vec<Uncertainty>,
    /// The layers that go, as places in [`LayerForest::layers`].
    pub layers: Vec<u32>,
    /// What is to be done, in order: the items that do not stay.
    pub steps: Vec<CleanupStep>,
}

/// What happens to one thing that was ticked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub struct PlanItem {
    /// What it is about.
    pub subject: PlanSubject,
    /// What happens to it.
    pub effect: PlanEffect,
    /// What it frees, given that the items before it are done.
    pub freed: ByteRange,
    /// The part of [`PlanItem::freed`] that comes free only because the items before it go, too.
    pub together: ByteRange,
    /// Untagged parents that go with an image: IDs.
    pub cascade: Vec<String>,
    /// Other tags that an image keeps.
    pub keeps: Vec<String>,
    /// Containers in the way: their IDs.
    pub containers: Vec<String>,
    /// Whether it is an image that no registry is known to have.
    pub only_here: bool,
}

/// What an item of a plan is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub enum PlanSubject {
    /// A container.
    Container {
        /// Its ID.
        id: String,
        /// Its name.
        name: String,
        /// Whether it must be stopped first.
        running: bool,
    },
    /// A name of an image, or the ID of one without.
    Image {
        /// The reference or ID.
        target: String,
        /// The image's ID.
        id: String,
    },
    /// A volume.
    Volume {
        /// Its name.
        name: String,
    },
    /// All of the build cache that nothing uses.
    BuildCache,
}

/// What happens to an item of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub enum PlanEffect {
    /// It goes.
    Delete,
    /// Only the name goes; the image keeps other names, or other images are built on it.
    Untag,
    /// It stays: containers use it.
    InUse,
    /// It stays: other images are built on it.
    HasChildren,
    /// It stays: it is pinned.
    Pinned,
    /// It stays until that it exists only here has been accepted.
    OnlyHere,
    /// It is gone already.
    Missing,
}

/// One thing to do, as the docker command does it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub enum CleanupStep {
    /// `docker stop CONTAINER`
    StopContainer {
        /// Its name.
        container: String,
    },
    /// `docker rm CONTAINER`
    RemoveContainer {
        /// Its name.
        container: String,
    },
    /// `docker rmi TARGET`
    RemoveImage {
        /// A reference, or the ID of an image without one.
        target: String,
    },
    /// `docker volume rm VOLUME`
    RemoveVolume {
        /// Its name.
        volume: String,
    },
    /// `docker builder prune -a`
    PruneBuildCache,
}

/// A set of things worth a look, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub struct Suggestion {
    /// Why.
    pub reason: SuggestionReason,
    /// What to tick.
    pub choice: CleanupChoice,
    /// How many things that is.
    pub count: u32,
    /// What they free together.
    pub freed: ByteRange,
    /// Why [`Suggestion::freed`] is not exact; empty when it is.
    pub uncertain: Vec<Uncertainty>,
    /// What images that are held by nothing else could free beyond that, for containers.
    pub unlocks: ByteRange,
}

/// Why something is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub enum SuggestionReason {
    /// Images without a tag or a digest, on which nothing is built.
    Dangling,
    /// Images that no container uses.
    Unused,
    /// Images that no container uses, and that have not been pulled, tagged or used for some days.
    Old,
    /// Older tags of a repository beyond the newest few.
    OlderTags,
    /// Containers that do not run.
    StoppedContainers,
    /// The build cache.
    BuildCache,
    /// Volumes whose name the engine made up and that no container uses.
    AnonymousVolumes,
}

/// What suggestions go by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "cleanup.ts")]
pub struct SuggestionRules {
    /// For [`SuggestionReason::Old`]: days.
    pub days: u32,
    /// For [`SuggestionReason::OlderTags`]: how many of a repository's newest images stay.
    pub keep_tags: u32,
}

impl Default for SuggestionRules {
    fn default() -> Self {
        Self { days: 30, keep_tags: 2 }
    }
}

/// How far a clean-up is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub struct CleanupProgress {
    /// In the order in which they are done.
    pub items: Vec<CleanupResult>,
    /// What the plan foretold.
    pub predicted: ByteRange,
    /// What has come free so far, by the engine's own answers.
    pub freed: ByteRange,
    /// Why [`CleanupProgress::freed`] is not exact; empty when it is.
    pub uncertain: Vec<Uncertainty>,
}

/// What came of one step of a clean-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub struct CleanupResult {
    /// What was to be done.
    pub step: CleanupStep,
    /// How it stands.
    pub state: JobState,
    /// References taken away.
    pub untagged: Vec<String>,
    /// Images and layers deleted, `sha256:…`.
    pub deleted: Vec<String>,
    /// What it freed.
    pub freed: ByteRange,
    /// Why it failed.
    pub error: Option<Error>,
}

impl CleanupResult {
    /// The same as the removal of an image; `None` for other steps.
    pub fn removal(&self) -> Option<RemovalResult> {
        let CleanupStep::RemoveImage { target } = &self.step else { return None };
        Some(RemovalResult {
            target: target.clone(),
            state: self.state,
            untagged: self.untagged.clone(),
            deleted: self.deleted.clone(),
            error: self.error.clone(),
        })
    }
}
