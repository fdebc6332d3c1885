use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Disk usage of an engine beside its images: `GET /system/df`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "disk.ts")]
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
#[ts(export, export_to = "disk.ts")]
pub struct ContainerUsage {
    /// 64 hex digits.
    pub id: String,
    /// Bytes of its writable layer.
    pub bytes: u64,
}

/// A volume.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "disk.ts")]
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
#[ts(export, export_to = "disk.ts")]
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
