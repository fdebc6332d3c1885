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

    /// Whether a number of bytes is within the bounds.
    pub fn contains(self, bytes: u64) -> bool {
        (self.least..=self.most).contains(&bytes)
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
    /// The containerd store also keeps layers compressed, and this connection does not allow asking for each blob.
    CompressedContent,
    /// The engine's records of builds may keep the manifests of what was built.
    BuildRecords,
    /// Podman reports how long layers are as archives, not how much they take on the disk.
    Podman,
    /// A running container keeps writing until it is stopped.
    RunningContainer,
    /// A container whose image was removed may hold layers; the engine does not report which.
    LostImage,
    /// What is removed holds layers that no image has any more: of a build, or of an image that was removed by force. The
    /// engine does not report their bytes: more than [`ByteRange::most`] may be freed.
    HiddenLayers,
    /// The list of images is old, and may lack some: not everything that creates an image has an event.
    OldList,
    /// The engine has not reported its figures (yet).
    NotReported,
}
