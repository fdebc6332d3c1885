use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ChangeKind;

/// The progress of reading an image's layers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub struct LayersProgress {
    /// The current stage.
    pub phase: LayersPhase,
    /// Bytes of the archive read so far.
    pub read: u64,
    /// The approximate total, where it can be predicted.
    pub expected: Option<u64>,
}

/// A phase of reading an image's layers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub enum LayersPhase {
    /// The engine prepares the archive and has sent nothing. Engines copy the whole image to a file first.
    #[default]
    Preparing,
    /// The archive is being read.
    Reading,
    /// The layers are being compared.
    Comparing,
}

/// An image's layers and their totals.
///
/// Bytes are those of regular files, as the layers hold them uncompressed. [`ImageLayers::size`] is
/// [`ImageLayers::visible`] and [`ImageLayers::wasted`] together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub struct ImageLayers {
    /// The image's ID; for one in an archive, its configuration's digest.
    pub image: String,
    /// Its names in the archive; empty for an image of the engine.
    pub references: Vec<String>,
    /// Its platform, as `linux/arm64/v8`; empty where its configuration does not say.
    pub platform: String,
    /// Its history, oldest step first. A layer that matches no step is a step without an instruction.
    pub steps: Vec<LayerStep>,
    /// Bytes in all its layers.
    pub size: u64,
    /// Bytes that its final tree shows; a file with several hard links counts once.
    pub visible: u64,
    /// Bytes in lower layers that the final tree no longer shows.
    pub wasted: u64,
    /// The number of paths with wasted bytes.
    pub wasted_paths: u64,
    /// Bytes that its final tree shows more than once, at several paths with the same content.
    pub duplicated: u64,
    /// How many contents occur at several paths.
    pub duplicates: u64,
    /// Entries of its final tree, without the root.
    pub entries: u64,
    /// dive's figure, 0 to 1: the smallest size of each path in any layer, divided by the sum of its sizes in all layers
    /// (wagoodman/dive `filetree/efficiency.go`). It also counts the surviving copy as waste.
    pub efficiency: f64,
}

/// One step of an image's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub struct LayerStep {
    /// The instruction, as recorded; empty where none is known.
    pub created_by: String,
    /// The comment recorded with it.
    pub comment: String,
    /// When, in seconds since 1970.
    pub created: i64,
    /// The layer it created; `None` for a step that created none.
    pub layer: Option<LayerFigures>,
}

/// One layer in figures.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub struct LayerFigures {
    /// Its index, 0 at the base.
    pub index: u32,
    /// `sha256:…` of the uncompressed layer: the diff ID.
    pub digest: String,
    /// The key of its colour, as [`HistoryStep::colour_key`](super::HistoryStep::colour_key).
    pub colour_key: String,
    /// Bytes of its files.
    pub size: u64,
    /// Bytes of them that the final tree no longer shows.
    pub wasted: u64,
    /// Paths it adds.
    pub added: u64,
    /// Paths it changes.
    pub changed: u64,
    /// Paths it deletes.
    pub deleted: u64,
}

/// A tree of an image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub struct LayerView {
    /// The image's ID.
    pub image: String,
    /// A layer, 0 at the base; `None` for the image's final tree.
    pub layer: Option<u32>,
}

/// A path in a tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub struct LayerNode {
    /// Its ID within the tree; the root is 0. Two names may look alike, but their IDs differ.
    pub id: u32,
    /// Its name; what is not UTF-8 is decoded by guess, or shown as `\xNN`. Empty for the root.
    pub name: String,
    /// Its whole path.
    pub path: String,
    /// What it is.
    pub kind: LayerNodeKind,
    /// What the layer does to the path, in a layer's tree; `None` for a folder that is only an ancestor of
    /// something, and in the final tree.
    pub change: Option<ChangeKind>,
    /// In a layer: everything that lower layers have in this folder is masked (`.wh..wh..opq`).
    pub opaque: bool,
    /// Bytes; of a folder, all that it contains, hard links once.
    pub size: u64,
    /// How many paths it directly contains.
    pub children: u32,
    /// As `ls -l` prints it: `-rw-r--r--`.
    pub mode: String,
    /// The owner's number.
    pub uid: u32,
    /// The group's number.
    pub gid: u32,
    /// When it was last written, in seconds since 1970.
    pub modified: i64,
    /// The target of a symbolic link, or the path of the layer that a hard link names; empty otherwise.
    pub link_target: String,
    /// The layer it comes from, 0 at the base.
    pub layer: u32,
}

/// What a path in a layer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub enum LayerNodeKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Symlink,
    /// Another name of a file.
    HardLink,
    /// A character device.
    CharacterDevice,
    /// A block device.
    BlockDevice,
    /// A named pipe.
    Pipe,
    /// In a layer: what lower layers have at this path is deleted (`.wh.NAME`).
    Whiteout,
}

/// The order of a folder's paths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub enum LayerOrder {
    /// By name, byte by byte.
    #[default]
    Name,
    /// Largest first.
    Size,
}

/// A page of a longer list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub struct LayerPage {
    /// How many to skip.
    pub offset: u32,
    /// The maximum to return; never more than 1000.
    pub limit: u32,
}

/// A page of a list of paths.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub struct LayerNodes {
    /// The page.
    pub nodes: Vec<LayerNode>,
    /// The total.
    pub total: u32,
}

/// A part of a search's results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub struct LayerFound {
    /// In the order of the tree.
    pub nodes: Vec<LayerNode>,
    /// Where the search continues; `None` once the whole tree has been searched.
    pub next: Option<u32>,
}

/// A page of the list of wasted paths, most bytes first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub struct WastedPaths {
    /// The page.
    pub paths: Vec<WastedPath>,
    /// The length of the list: at most 10 000, those with the most bytes.
    pub total: u32,
}

/// A path at which lower layers have files that the final tree no longer shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub struct WastedPath {
    /// The whole path.
    pub path: String,
    /// Bytes, over all layers.
    pub bytes: u64,
    /// Layer by layer, lowest first.
    pub pieces: Vec<WastedPiece>,
}

/// A file of one layer that the final tree no longer shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub struct WastedPiece {
    /// The layer that has it, 0 at the base.
    pub layer: u32,
    /// Its bytes.
    pub bytes: u64,
    /// The layer that masks it.
    pub hidden_by: u32,
    /// Whether that layer has the same content at the path: only its mode, owner or time changed.
    pub identical: bool,
}

/// A page of the list of contents that occur at several paths of the final tree, most redundant bytes first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub struct DuplicateFiles {
    /// The page.
    pub files: Vec<DuplicateFile>,
    /// The length of the list: at most 10 000, those with the most redundant bytes.
    pub total: u32,
}

/// A content that occurs at several paths of the final tree, stored each time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub struct DuplicateFile {
    /// Bytes of one.
    pub bytes: u64,
    /// How many there are.
    pub count: u64,
    /// The paths, at most 16 of them.
    pub paths: Vec<String>,
}
