//! What containers, volumes and the build cache take: `GET /system/df`.

use std::time::{Duration, Instant};

use serde::Deserialize;

use crate::{
    connect::Engine,
    error::{ErrorCode, Result},
    wire::{BuildCacheUsage, ContainerUsage, DiskUsage, VolumeUsage},
};

/// How long to wait, at first and at most, while an engine before 23 measures for somebody else.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// How long in all.
const PATIENCE: Duration = Duration::from_secs(300);

/// Asks the engine where its bytes are. It measures containers and volumes for the answer, which may take minutes; so
/// only when somebody looks. An engine that measures for one at a time is asked again until it is done with the other.
///
/// # Errors
/// [`ErrorCode::AlreadyInProgress`] when the other takes longer than anybody would wait, or the engine's, by code.
pub async fn usage(engine: &Engine) -> Result<DiskUsage> {
    let begun = Instant::now();
    let mut pause = FIRST_PAUSE;
    loop {
        match measured(engine).await {
            Err(error) if error.code == ErrorCode::AlreadyInProgress && begun.elapsed() < PATIENCE => {
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
            told => return told,
        }
    }
}

async fn measured(engine: &Engine) -> Result<DiskUsage> {
    // From API 1.52 on the items come only when asked for.
    let path = if engine.supports_api(52) { "/system/df?verbose=1" } else { "/system/df" };
    engine.json(path).await.map(Told::usage)
}

/// The answer; bollard knows only its shape of API 1.52.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[derive(Default)]
struct Told {
    // Before API 1.52.
    layers_size: Option<i64>,
    containers: Option<Vec<Container>>,
    volumes: Option<Vec<Volume>>,
    build_cache: Option<Vec<Record>>,
    // Since.
    image_usage: Option<Group<serde::de::IgnoredAny>>,
    container_usage: Option<Group<Container>>,
    volume_usage: Option<Group<Volume>>,
    build_cache_usage: Option<Group<Record>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Group<T> {
    total_size: Option<i64>,
    #[serde(default = "Option::default")]
    items: Option<Vec<T>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Container {
    id: String,
    #[serde(default)]
    size_rw: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Volume {
    name: String,
    labels: Option<std::collections::HashMap<String, String>>,
    usage_data: Option<VolumeFigures>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct VolumeFigures {
    size: i64,
    ref_count: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Record {
    #[serde(rename = "ID")]
    id: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    size: i64,
    #[serde(default)]
    in_use: bool,
    #[serde(default)]
    shared: bool,
}

impl Told {
    fn usage(self) -> DiskUsage {
        let images = self.layers_size.or(self.image_usage.and_then(|group| group.total_size));
        DiskUsage {
            images: images.and_then(|bytes| u64::try_from(bytes).ok()),
            containers: items(self.containers, self.container_usage, |container| ContainerUsage {
                id: container.id,
                bytes: bytes(container.size_rw),
            }),
            volumes: items(self.volumes, self.volume_usage, Volume::usage),
            build_cache: items(self.build_cache, self.build_cache_usage, |record| BuildCacheUsage {
                id: record.id,
                description: record.description,
                bytes: bytes(record.size),
                in_use: record.in_use,
                shared: record.shared,
            }),
        }
    }
}

impl Volume {
    fn usage(self) -> VolumeUsage {
        // The label since API 1.42; before, by its made-up name.
        let labelled = self.labels.unwrap_or_default().contains_key("com.docker.volume.anonymous");
        let made_up = self.name.len() == 64 && self.name.bytes().all(|byte| byte.is_ascii_hexdigit());
        let figures = self.usage_data;
        VolumeUsage {
            anonymous: labelled || made_up,
            name: self.name,
            // −1 says that it cannot be told.
            bytes: figures.as_ref().and_then(|figures| u64::try_from(figures.size).ok()),
            // What cannot be told may be in use.
            containers: figures.map_or(1, |figures| u32::try_from(figures.ref_count).unwrap_or(1)),
        }
    }
}

fn items<T, U>(old: Option<Vec<T>>, new: Option<Group<T>>, read: impl FnMut(T) -> U) -> Vec<U> {
    old.or(new.and_then(|group| group.items)).unwrap_or_default().into_iter().map(read).collect()
}

fn bytes(size: i64) -> u64 {
    u64::try_from(size).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(answer: serde_json::Value) -> DiskUsage {
        serde_json::from_value::<Told>(answer).unwrap().usage()
    }

    #[test]
    fn both_shapes_are_read() {
        let container = json!({ "Id": "c", "SizeRw": 7, "Names": ["/web"] });
        let volume = json!({ "Name": "a".repeat(64), "Labels": null, "UsageData": { "Size": 5, "RefCount": 0 } });
        let record = json!({ "ID": "r", "Description": "RUN true", "Size": 3, "InUse": false, "Shared": true });
        let old =
            read(json!({ "LayersSize": 11, "Containers": [container], "Volumes": [volume], "BuildCache": [record] }));
        let new = read(json!({
            "ImageUsage": { "TotalSize": 11, "Items": [] },
            "ContainerUsage": { "Items": [container] },
            "VolumeUsage": { "Items": [volume] },
            "BuildCacheUsage": { "Items": [record] },
        }));
        assert_eq!(old, new, "the same, before and since API 1.52");
        assert_eq!(old.images, Some(11), "bytes of images");
        assert_eq!(old.containers[0].bytes, 7, "a container's own bytes");
        assert!(old.volumes[0].anonymous, "nobody gives such a name");
        assert_eq!(old.volumes[0].containers, 0, "nothing uses it");
        assert!(old.build_cache[0].shared, "an image has it, too");
    }

    #[test]
    fn what_is_not_told_is_not_made_up() {
        let usage = read(
            json!({ "LayersSize": -1, "Volumes": [{ "Name": "data", "UsageData": { "Size": -1, "RefCount": -1 } }] }),
        );
        assert_eq!(usage.images, None, "unknown, not zero");
        assert_eq!(usage.volumes[0].bytes, None, "unknown, not zero");
        assert_eq!(usage.volumes[0].containers, 1, "it may be in use");
        assert!(!usage.volumes[0].anonymous, "somebody gave it its name");
        assert_eq!(read(json!({})), DiskUsage::default(), "an engine that says nothing");
    }
}
