use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A number of bytes that is known exactly, or only within bounds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "bytes.ts")]
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
#[ts(export, export_to = "bytes.ts")]
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
    NotReported,
}
