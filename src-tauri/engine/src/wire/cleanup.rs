use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ByteRange, CleanupStep, Uncertainty};

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
    /// The engine that it is about: [`EngineInfo::identity`](super::EngineInfo::identity).
    pub engine: String,
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
    /// For [`SuggestionReason::Old`]: whether the engine reports when each image arrived. Otherwise only their creation is
    /// known to be that long ago.
    pub arrival_known: bool,
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
    /// Images that no container uses, and that were created, pulled or tagged some days ago.
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
