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
    /// Whether it could be pulled again.
    pub origin: ImageOrigin,
    /// The image it was built or committed from, where the engine records that.
    pub parent: Option<String>,
    /// When it was created, in seconds since 1970.
    pub created: i64,
    /// Bytes of all its layers together.
    pub size: u64,
    /// Its labels.
    pub labels: BTreeMap<String, String>,
}

/// The kinds of images that `docker images` distinguishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "image.ts")]
pub enum ImageKind {
    /// Has a tag.
    Tagged,
    /// Has no tag and no image is built on it: `docker images -f dangling=true`. One that was pulled by digest, or
    /// that lost its tag to a newer pull, still has [`Image::digests`].
    Dangling,
    /// Has no tag, but another image is built on it; shown by `docker images -a` only, and not removable by itself: the
    /// classic store refuses.
    Intermediate,
}

/// Whether a registry has an image, as far as is known without asking, or as it answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "image.ts")]
pub enum ImageOrigin {
    /// It has a digest from a registry, or a registry was asked and has it.
    Registry,
    /// It was built, committed or loaded here; or the registries were asked and no longer have it.
    OnlyHere,
    /// Unknown: the containerd store and Podman give every image a digest, also one that was built here.
    Unsure,
}

/// What the inventory does not contain about one image.
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
    /// All platforms that are on the engine, where there are several: its size in the list is theirs together.
    pub platforms: Vec<PlatformSize>,
    /// The author, as given at commit or build.
    pub author: String,
    /// The comment of a commit.
    pub comment: String,
    /// Its entrypoint.
    pub entrypoint: Vec<String>,
    /// Its command.
    pub command: Vec<String>,
    /// `NAME=VALUE`.
    pub env: Vec<String>,
    /// `80/tcp`.
    pub exposed_ports: Vec<String>,
    /// Paths.
    pub volumes: Vec<String>,
    /// The user it runs as; empty for root.
    pub user: String,
    /// Its working directory.
    pub working_folder: String,
    /// Its history, newest step first, as `docker history` prints it.
    pub history: Vec<HistoryStep>,
}

/// A platform of an image with its bytes on the engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "image.ts")]
pub struct PlatformSize {
    /// `linux/arm64/v8`
    pub platform: String,
    /// Bytes.
    pub size: u64,
}

/// One line of an image's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "image.ts")]
pub struct HistoryStep {
    /// The image that this step created, where the engine still has it; otherwise `None` (`<missing>`).
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
    /// The diff ID of the layer it created (`sha256:…`); `None` for a step that created none, and where it is unknown.
    pub layer: Option<String>,
    /// The key of the layer's colour, 12 hex digits: the same for the same layer wherever it is shown, in another image or
    /// in a pull, which names it by another digest. `None` where there is no [`HistoryStep::layer`].
    pub colour_key: Option<String>,
}

/// What removing some images would do, item by item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "image.ts")]
pub struct Removal {
    /// The engine that it is about: [`EngineInfo::identity`](super::EngineInfo::identity).
    pub engine: String,
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
    /// IDs of untagged parents that would be deleted with it.
    pub cascade: Vec<String>,
    /// Other tags that the image keeps.
    pub keeps: Vec<String>,
    /// Names of containers that use it.
    pub containers: Vec<String>,
}

/// What happens to an image that is to be removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "image.ts")]
pub enum RemovalEffect {
    /// Only the name is removed; the image has other names or dependents.
    Untag,
    /// The image is deleted.
    Delete,
    /// The engine would refuse: containers use it.
    InUse,
    /// The engine would refuse: other images depend on it.
    HasChildren,
    /// Not requested: the image, or a name that would be removed with it, is pinned.
    Pinned,
    /// The engine no longer has it.
    Missing,
}
