use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One image as the inventory knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "image.ts")]
pub struct Image {
    /// `sha256:` and 64 hex digits.
    pub id: String,
    /// What kind it is.
    pub kind: ImageKind,
    /// `repository:tag` names, sorted, in the engine's own familiar form.
    pub tags: Vec<String>,
    /// `repository@sha256:…` names, sorted.
    pub digests: Vec<String>,
    /// Whether it could be had again.
    pub origin: ImageOrigin,
    /// The image it was built or committed from, where the engine keeps that.
    pub parent: Option<String>,
    /// When it was made, in seconds since 1970.
    pub created: i64,
    /// Bytes of all its layers together.
    pub size: u64,
    /// Its labels.
    pub labels: BTreeMap<String, String>,
}

/// The kinds that `docker images` shows apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "image.ts")]
pub enum ImageKind {
    /// Has a tag.
    Tagged,
    /// Has no tag and no image is built on it: `docker images -f dangling=true`. One that was pulled by digest, or
    /// that lost its tag to a newer pull, still has [`Image::digests`].
    Dangling,
    /// Has no tag, but another image is built on it; shown by `docker images -a` only, and not for removing by itself: the
    /// classic store refuses.
    Intermediate,
}

/// Whether a registry has an image, as far as is known without asking one, or as it answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "image.ts")]
pub enum ImageOrigin {
    /// It has a digest of a registry's, or a registry was asked and has it.
    Registry,
    /// It was built, committed or loaded here; or the registries were asked and have it no longer.
    OnlyHere,
    /// The engine does not tell: the containerd store and Podman give every image a digest, also one that was built here.
    Unsure,
}

/// Everything about one image that the inventory does not carry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "image.ts")]
pub struct ImageDetail {
    /// `sha256:` and 64 hex digits.
    pub id: String,
    /// `linux`, `windows`.
    pub os: String,
    /// `amd64`, `arm64`, …
    pub architecture: String,
    /// Such as `v8`; empty when none.
    pub variant: String,
    /// Who made it, as told at commit or build.
    pub author: String,
    /// The comment of a commit.
    pub comment: String,
    /// What the image runs: entrypoint and command.
    pub entrypoint: Vec<String>,
    /// See [`ImageDetail::entrypoint`].
    pub command: Vec<String>,
    /// `NAME=VALUE`.
    pub env: Vec<String>,
    /// `80/tcp`.
    pub exposed_ports: Vec<String>,
    /// Paths.
    pub volumes: Vec<String>,
    /// The user it runs as; empty for root.
    pub user: String,
    /// Where it starts.
    pub working_folder: String,
    /// Its history, newest step first, as `docker history` prints it.
    pub history: Vec<HistoryStep>,
}

/// One line of an image's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "image.ts")]
pub struct HistoryStep {
    /// The image that ended with this step, where the engine still has it; else `None` (`<missing>`).
    pub image: Option<String>,
    /// The tags of that image.
    pub tags: Vec<String>,
    /// The instruction, as recorded.
    pub created_by: String,
    /// The comment recorded with it.
    pub comment: String,
    /// When, in seconds since 1970.
    pub created: i64,
    /// Bytes this step added.
    pub size: u64,
    /// The digest of the layer it made (`sha256:…`); `None` for a step that made none, and where it cannot be told.
    pub layer: Option<String>,
    /// What the layer's colour comes from, 12 hex digits: the same for the same layer wherever it is shown, in another
    /// image or in a pull, which names it by another digest. `None` where there is no [`HistoryStep::layer`].
    pub colour_key: Option<String>,
}

/// What removing some images would do, item by item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "image.ts")]
pub struct Removal {
    /// In the order in which they would be removed.
    pub items: Vec<RemovalItem>,
}

/// What removing one reference or ID would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "image.ts")]
pub struct RemovalItem {
    /// The reference, or the ID of an image without one.
    pub target: String,
    /// The image that it names.
    pub image: String,
    /// What would happen.
    pub effect: RemovalEffect,
    /// Untagged parents that would go with it, IDs.
    pub cascade: Vec<String>,
    /// Other tags that the image keeps.
    pub keeps: Vec<String>,
    /// Containers in the way: their names.
    pub containers: Vec<String>,
}

/// What happens to an image that somebody asks to remove.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "image.ts")]
pub enum RemovalEffect {
    /// Only the name goes; the image keeps other names, or other images are built on it.
    Untag,
    /// The image goes.
    Delete,
    /// The engine would refuse: containers use it.
    InUse,
    /// The engine would refuse: other images are built on it.
    HasChildren,
    /// It is not asked for: the image, or a name that would go along, is pinned.
    Pinned,
    /// The engine has no such image any more.
    Missing,
}
