use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{JobState, RemovalResult};
use crate::error::Error;

/// A number of bytes that is known exactly, or only within bounds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub struct ByteRange {
    /// At least this.
    pub least: u64,
    /// At most this, unless [`Uncertainty::HiddenLayers`] says otherwise.
    pub most: u64,
}

impl ByteRange {
    /// An exact number.
    pub fn exactly(bytes: u64) -> Self {
        Self { least: bytes, most: bytes }
    }

    /// Whether it is exact.
    pub fn is_exact(self) -> bool {
        self.least == self.most
    }

    /// The same with no lower bound.
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
    /// The image's history does not say which of its steps created which layer.
    History,
    /// Build cache records may hold these layers; the engine does not report which do.
    BuildCache,
    /// The containerd store also keeps layers compressed, and does not report how many of those bytes images share.
    CompressedContent,
    /// Podman does not count images by their layers.
    Podman,
    /// A running container keeps writing until it is stopped.
    RunningContainer,
    /// A container whose image was removed may hold layers; the engine does not report which.
    LostImage,
    /// What is removed holds layers that no image has any more: of a build, or of an image that was removed by force. The
    /// engine does not report their bytes: more than [`ByteRange::most`] may be freed.
    HiddenLayers,
    /// The engine has not reported its figures (yet).
    NotTold,
}

/// The layers that an engine keeps for its images, and which image consists of which.
///
/// A layer that images share occurs once: they form trees with the base layer at the root.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub struct LayerForest {
    /// Grows with every change; [`Plan::forest`] says which revision its layer indexes refer to.
    pub revision: u64,
    /// Every layer after its parent.
    pub layers: Vec<ForestLayer>,
    /// Every image, intermediate ones included, in no order.
    pub images: Vec<ForestImage>,
    /// IDs of images that the engine could not describe; their layers are missing here.
    pub unread: Vec<String>,
}

/// One layer and its place in the forest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub struct ForestLayer {
    /// The chain ID, `sha256:…`: this layer on top of its parents (OCI image specification, "Layer ChainID").
    pub id: String,
    /// Its diff ID, `sha256:…`: the digest of the uncompressed layer, whatever its parents are.
    pub digest: String,
    /// The key of its colour, as [`super::HistoryStep::colour_key`].
    pub colour_key: String,
    /// The parent, as an index into [`LayerForest::layers`]; `None` for a base layer.
    pub parent: Option<u32>,
    /// Bytes that this layer adds.
    pub size: ByteRange,
    /// The instruction that created it, as recorded; empty where it is unknown.
    pub created_by: String,
    /// How many images contain it, intermediate ones not counted.
    pub images: u32,
}

/// One image's layers in the forest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub struct ForestImage {
    /// `sha256:…`
    pub id: String,
    /// Its top layer, as an index into [`LayerForest::layers`]; `None` for an image without layers.
    pub top: Option<u32>,
    /// Bytes of layers that no other image has, intermediate ones not counted.
    pub own: ByteRange,
    /// Bytes of layers that other images share.
    pub shared: ByteRange,
    /// When it was last pulled, built, loaded or tagged here, in seconds since 1970, where the engine reports it.
    pub arrived: Option<i64>,
}

/// Disk usage of an engine beside its images: `GET /system/df`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub struct DiskUsage {
    /// Bytes of all images together, as the engine counts them.
    pub images: Option<u64>,
    /// What each container has written.
    pub containers: Vec<ContainerUsage>,
    /// Every volume.
    pub volumes: Vec<VolumeUsage>,
    /// Every build cache record.
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
    /// Whether the engine generated its name.
    pub anonymous: bool,
    /// Bytes, where the engine reports them.
    pub bytes: Option<u64>,
    /// How many containers use it.
    pub containers: u32,
}

/// A build cache record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub struct BuildCacheUsage {
    /// Its ID.
    pub id: String,
    /// What created it.
    pub description: String,
    /// Bytes.
    pub bytes: u64,
    /// Whether it is in use; then it is not pruned.
    pub in_use: bool,
    /// Whether an image has the same layer; then its bytes are the image's.
    pub shared: bool,
}

/// What a person has selected for clean-up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "cleanup.ts")]
pub struct CleanupChoice {
    /// References, or IDs, which mean all names of an image.
    pub images: Vec<String>,
    /// IDs of images that exist only here and may be removed all the same.
    pub only_here: Vec<String>,
    /// IDs of containers; running ones are stopped first.
    pub containers: Vec<String>,
    /// Names of volumes.
    pub volumes: Vec<String>,
    /// The build cache that is not in use.
    pub build_cache: bool,
}

/// Deletions in the order in which they will be performed, with what each frees, and what is kept and why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub struct Plan {
    /// The [`LayerForest::revision`] that its layer indexes refer to.
    pub forest: u64,
    /// Containers, then images (dependents before their parents), then volumes and the build cache.
    pub items: Vec<PlanItem>,
    /// What all of it frees.
    pub freed: ByteRange,
    /// Why [`Plan::freed`] is not exact; empty when it is.
    pub uncertain: Vec<Uncertainty>,
    /// The layers that are deleted, as indexes into [`LayerForest::layers`].
    pub layers: Vec<u32>,
    /// The steps, in order: one for each item that is not kept.
    pub steps: Vec<CleanupStep>,
}

/// What happens to one selected thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub struct PlanItem {
    /// What it is about.
    pub subject: PlanSubject,
    /// What happens to it.
    pub effect: PlanEffect,
    /// What it frees after the items before it.
    pub freed: ByteRange,
    /// The part of [`PlanItem::freed`] that is freed only because the items before it are removed as well.
    pub together: ByteRange,
    /// IDs of untagged parents that are deleted with an image.
    pub cascade: Vec<String>,
    /// Other tags that an image keeps.
    pub keeps: Vec<String>,
    /// IDs of containers that use it.
    pub containers: Vec<String>,
    /// Whether it is an image that no known registry has.
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
    /// A name of an image, or the ID of one without a name.
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
    /// The build cache that is not in use.
    BuildCache,
}

/// What happens to an item of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub enum PlanEffect {
    /// It is deleted.
    Delete,
    /// Only the name is removed; the image has other names or dependents.
    Untag,
    /// Kept: containers use it.
    InUse,
    /// Kept: other images depend on it.
    HasChildren,
    /// Kept: it is pinned.
    Pinned,
    /// Kept until the person accepts that it exists only here.
    OnlyHere,
    /// Already removed.
    Missing,
}

/// One step of a clean-up, as one docker command.
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

/// A suggested selection, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub struct Suggestion {
    /// The reason.
    pub reason: SuggestionReason,
    /// The selection.
    pub choice: CleanupChoice,
    /// How many things it selects.
    pub count: u32,
    /// What they free together.
    pub freed: ByteRange,
    /// Why [`Suggestion::freed`] is not exact; empty when it is.
    pub uncertain: Vec<Uncertainty>,
    /// For containers: what the images that only they use could free as well.
    pub unlocks: ByteRange,
}

/// Why something is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub enum SuggestionReason {
    /// Images without a tag, a digest or dependents.
    Dangling,
    /// Images that no container uses.
    Unused,
    /// Images that no container uses, and that have not been pulled, tagged or used for some days.
    Old,
    /// Older tags of a repository beyond the newest few.
    OlderTags,
    /// Stopped containers.
    StoppedContainers,
    /// The build cache.
    BuildCache,
    /// Anonymous volumes that no container uses.
    AnonymousVolumes,
}

/// The rules for suggestions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "cleanup.ts")]
pub struct SuggestionRules {
    /// For [`SuggestionReason::Old`]: days.
    pub days: u32,
    /// For [`SuggestionReason::OlderTags`]: how many of a repository's newest images to keep.
    pub keep_tags: u32,
}

impl Default for SuggestionRules {
    fn default() -> Self {
        Self { days: 30, keep_tags: 2 }
    }
}

/// The progress of a clean-up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub struct CleanupProgress {
    /// In the order in which they are performed.
    pub items: Vec<CleanupResult>,
    /// What the plan predicted.
    pub predicted: ByteRange,
    /// What has been freed so far, as the engine reports it.
    pub freed: ByteRange,
    /// Why [`CleanupProgress::freed`] is not exact; empty when it is.
    pub uncertain: Vec<Uncertainty>,
}

/// The result of one step of a clean-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "cleanup.ts")]
pub struct CleanupResult {
    /// The step.
    pub step: CleanupStep,
    /// Its state.
    pub state: JobState,
    /// References removed.
    pub untagged: Vec<String>,
    /// Images and layers deleted, `sha256:…`.
    pub deleted: Vec<String>,
    /// What it freed.
    pub freed: ByteRange,
    /// Why it failed.
    pub error: Option<Error>,
}

impl CleanupResult {
    /// The same as the result of an image removal; `None` for other steps.
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
