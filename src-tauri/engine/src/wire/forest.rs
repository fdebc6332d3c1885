use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ByteRange;

/// The layers that an engine keeps for its images, and which image consists of which.
///
/// A layer that images share occurs once: they form trees with the base layer at the root.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "forest.ts")]
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
#[ts(export, export_to = "forest.ts")]
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
#[ts(export, export_to = "forest.ts")]
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
    pub last_tagged: Option<i64>,
}
