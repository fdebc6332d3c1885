use serde::{Deserialize, Serialize};

/// The number of entries that a list contains at most.
pub(super) const MAX_LISTED: usize = 10_000;

/// The figures of a merged tree. The cache stores them as JSON.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Figures {
    /// By layer, base first.
    pub layers: Vec<LayerTotals>,
    pub visible: u64,
    pub wasted: u64,
    pub wasted_paths: u64,
    pub duplicated: u64,
    pub duplicates: u64,
    pub entries: u64,
    pub efficiency: f64,
    /// Records of the merged tree, largest first.
    pub largest: Vec<u32>,
    /// Most bytes first.
    pub wasted_list: Vec<PathWaste>,
    /// Most superfluous bytes first.
    pub duplicate_list: Vec<DuplicateContent>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LayerTotals {
    pub size: u64,
    pub wasted: u64,
    pub added: u64,
    pub changed: u64,
    pub deleted: u64,
}

/// A path with the wasted bytes at it, lowest layer first.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct PathWaste {
    pub bytes: u64,
    pub pieces: Vec<HiddenFile>,
}

/// A file of one layer that the merged tree does not show at its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct HiddenFile {
    pub layer: u16,
    /// In that layer's tree.
    pub record: u32,
    pub bytes: u64,
    pub hidden_by: u16,
    /// Whether the hiding layer has the same content at the path.
    pub identical: bool,
}

/// A content that several files of the merged tree have.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct DuplicateContent {
    /// The bytes of all copies but one.
    pub superfluous: u64,
    pub bytes: u64,
    pub count: u64,
    /// Records of the merged tree.
    pub examples: Vec<u32>,
}
