use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ChangeKind;

/// How far the reading of an image's layers is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub struct LayersProgress {
    /// What is being done.
    pub phase: LayersPhase,
    /// Bytes of the archive read so far.
    pub read: u64,
    /// What the archive has in all, about, where that can be foretold.
    pub expected: Option<u64>,
}

/// What is being done to read an image's layers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub enum LayersPhase {
    /// The engine prepares the archive; no byte has come. Engines copy the whole image to a file first.
    #[default]
    Preparing,
    /// The archive is being read.
    Reading,
    /// The layers are being compared.
    Comparing,
}

/// What is in an image's layers, as a whole.
///
/// Bytes are those of regular files, as the layers hold them uncompressed. [`ImageLayers::size`] is
/// [`ImageLayers::visible`] and [`ImageLayers::wasted`] together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub struct ImageLayers {
    /// The image's ID; of one in an archive, its configuration's digest.
    pub image: String,
    /// The names that an archive gives it; empty for an image of the engine.
    pub references: Vec<String>,
    /// Its history, oldest step first. A layer that no step can be told of stands as a step without an instruction.
    pub steps: Vec<LayerStep>,
    /// Bytes in all its layers.
    pub size: u64,
    /// Bytes that its final tree shows, a file with several hard links once.
    pub visible: u64,
    /// Bytes in lower layers that the final tree no longer shows.
    pub wasted: u64,
    /// At how many paths.
    pub wasted_paths: u64,
    /// Bytes that its final tree shows more than once, at several paths with the same content.
    pub duplicated: u64,
    /// How many contents stand at several paths.
    pub duplicates: u64,
    /// Entries of its final tree, without the root.
    pub entries: u64,
    /// dive's figure, 0 to 1: of each path the smallest size in any layer, through the sum of its sizes in all layers
    /// (wagoodman/dive `filetree/efficiency.go`). It counts the surviving copy as waste, too.
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
    /// The layer it made; `None` for a step that made none.
    pub layer: Option<LayerFigures>,
}

/// One layer in figures.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub struct LayerFigures {
    /// Its place, counted from 0 at the base.
    pub index: u32,
    /// `sha256:…` of the uncompressed layer: the diff ID.
    pub digest: String,
    /// What its colour comes from: the same as in [`HistoryStep::colour_key`](super::HistoryStep::colour_key).
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

/// Which tree of an image is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub struct LayerView {
    /// The image's ID.
    pub image: String,
    /// A layer, counted from 0 at the base; `None` for the image's final tree.
    pub layer: Option<u32>,
}

/// A path in a tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub struct LayerNode {
    /// Names it within its tree; the root is 0. Two names that are no UTF-8 may look alike, their IDs differ.
    pub id: u32,
    /// Its name; what is no UTF-8 in it is shown as `�`. Empty for the root.
    pub name: String,
    /// Its whole path.
    pub path: String,
    /// What it is.
    pub kind: LayerNodeKind,
    /// What the layer does to the path, when a layer is looked at; `None` for a folder that is only on the way to
    /// something, and in the final tree.
    pub change: Option<ChangeKind>,
    /// In a layer: everything that lower layers have in this folder is hidden (`.wh..wh..opq`).
    pub opaque: bool,
    /// Bytes: of a folder, of everything in it, hard links once.
    pub size: u64,
    /// How many paths stand directly in it.
    pub children: u32,
    /// As `ls -l` prints it: `-rw-r--r--`.
    pub mode: String,
    /// The owner's number.
    pub uid: u32,
    /// The group's number.
    pub gid: u32,
    /// When it was last written, in seconds since 1970.
    pub modified: i64,
    /// Where a symbolic link points, and which path of the layer a hard link names; empty otherwise.
    pub link_target: String,
    /// The layer it comes from, counted from 0 at the base.
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
    /// One more name of a file.
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

/// In which order a folder's paths come.
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

/// A piece of a longer list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub struct LayerPage {
    /// How many are passed over.
    pub offset: u32,
    /// How many are wanted at most; never more than 1000 are given.
    pub limit: u32,
}

/// A piece of a list of paths.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub struct LayerNodes {
    /// The piece.
    pub nodes: Vec<LayerNode>,
    /// How many there are in all.
    pub total: u32,
}

/// What a search has found so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub struct LayerFound {
    /// In the order of the tree.
    pub nodes: Vec<LayerNode>,
    /// Where the search goes on; `None` once the whole tree has been searched.
    pub next: Option<u32>,
}

/// A piece of the list of wasted paths, most bytes first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub struct WastedPaths {
    /// The piece.
    pub paths: Vec<WastedPath>,
    /// How many the list has: at most 10 000, those with the most bytes.
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
    /// The layer that has it, counted from 0 at the base.
    pub layer: u32,
    /// Its bytes.
    pub bytes: u64,
    /// The layer that hides it.
    pub hidden_by: u32,
    /// That layer has the same content at the path again: only its mode, owner or time was changed.
    pub identical: bool,
}

/// A piece of the list of contents that stand at several paths of the final tree, most superfluous bytes first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub struct DuplicateFiles {
    /// The piece.
    pub files: Vec<DuplicateFile>,
    /// How many the list has: at most 10 000, those with the most superfluous bytes.
    pub total: u32,
}

/// A content that stands at several paths of the final tree, each time with bytes of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "layers.ts")]
pub struct DuplicateFile {
    /// Bytes of one.
    pub bytes: u64,
    /// How many there are.
    pub count: u64,
    /// Where, at most 16 of them.
    pub paths: Vec<String>,
}
