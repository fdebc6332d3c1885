//! What containers, volumes and the build cache take: `GET /system/df`.

use std::time::{Duration, Instant};

use serde::Deserialize;

use crate::{
    connect::Engine,
    error::{ErrorCode, Result},
    wire::{BuildCacheUsage, ContainerUsage, DiskUsage, EngineProduct, ImageStore, VolumeUsage},
};

/// The first and the longest delay between retries while an engine before 23 measures for another client.
const MIN_RETRY_DELAY: Duration = Duration::from_millis(500);
const MAX_RETRY_DELAY: Duration = Duration::from_secs(10);
/// How long to retry in all.
const TIMEOUT: Duration = Duration::from_secs(300);

/// Fetches the disk usage. The engine measures containers and volumes for it, which may take minutes, so this is only
/// called while the result is shown. An engine that measures for one client at a time is asked again until it has
/// finished for the other.
///
/// # Errors
/// [`ErrorCode::AlreadyInProgress`] if that takes longer than the timeout, or the engine's, by code.
pub async fn disk_usage(engine: &Engine) -> Result<DiskUsage> {
    let started = Instant::now();
    let mut delay = MIN_RETRY_DELAY;
    loop {
        match fetch(engine).await {
            Err(error) if error.code == ErrorCode::AlreadyInProgress && started.elapsed() < TIMEOUT => {
                tokio::time::sleep(delay).await;
                delay = (delay * 2).min(MAX_RETRY_DELAY);
            }
            reply => return reply,
        }
    }
}

async fn fetch(engine: &Engine) -> Result<DiskUsage> {
    // Since API 1.52 the items are sent only on request.
    let path = if engine.supports_api(52) { "/system/df?verbose=1" } else { "/system/df" };
    let reply: Reply = engine.json(path).await?;
    Ok(reply.usage(engine.info().product))
}

/// Fetches the records of the build cache alone, which takes no measuring; `None` if the engine only reports everything.
///
/// # Errors
/// The engine's, by code.
pub(super) async fn build_cache(engine: &Engine) -> Result<Option<Vec<BuildCacheUsage>>> {
    // Since API 1.42; Podman measures everything in any case.
    if !engine.supports_api(42) || engine.info().store == ImageStore::Podman {
        return Ok(None);
    }
    let verbose = if engine.supports_api(52) { "&verbose=1" } else { "" };
    let reply: Reply = engine.json(&format!("/system/df?type=build-cache{verbose}")).await?;
    Ok(Some(reply.usage(engine.info().product).build_cache))
}

/// The reply; bollard only has its shape of API 1.52.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[derive(Default)]
struct Reply {
    // Before API 1.52.
    layers_size: Option<i64>,
    images: Option<Vec<serde::de::IgnoredAny>>,
    containers: Option<Vec<Container>>,
    volumes: Option<Vec<Volume>>,
    build_cache: Option<Vec<Record>>,
    // Since API 1.52.
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

impl Reply {
    fn usage(self, product: EngineProduct) -> DiskUsage {
        // Podman does not count the layers (pkg/api/handlers/compat/system.go): its zero means unknown.
        let uncounted = product == EngineProduct::Podman && self.images.is_some_and(|images| !images.is_empty());
        let layers = self.layers_size.filter(|size| *size != 0 || !uncounted);
        let images = layers.or(self.image_usage.and_then(|group| group.total_size));
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
        // The label exists since API 1.42; before, the generated name tells.
        let labelled = self.labels.unwrap_or_default().contains_key("com.docker.volume.anonymous");
        let generated = self.name.len() == 64 && self.name.bytes().all(|byte| byte.is_ascii_hexdigit());
        let figures = self.usage_data;
        VolumeUsage {
            anonymous: labelled || generated,
            name: self.name,
            // −1 means unknown.
            bytes: figures.as_ref().and_then(|figures| u64::try_from(figures.size).ok()),
            // A volume whose users are unknown may be in use.
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

    fn parse(reply: serde_json::Value) -> DiskUsage {
        serde_json::from_value::<Reply>(reply).unwrap().usage(EngineProduct::Docker)
    }

    #[test]
    fn both_shapes_are_parsed() {
        let container = json!({ "Id": "c", "SizeRw": 7, "Names": ["/web"] });
        let volume = json!({ "Name": "a".repeat(64), "Labels": null, "UsageData": { "Size": 5, "RefCount": 0 } });
        let record = json!({ "ID": "r", "Description": "RUN true", "Size": 3, "InUse": false, "Shared": true });
        let old =
            parse(json!({ "LayersSize": 11, "Containers": [container], "Volumes": [volume], "BuildCache": [record] }));
        let new = parse(json!({
            "ImageUsage": { "TotalSize": 11, "Items": [] },
            "ContainerUsage": { "Items": [container] },
            "VolumeUsage": { "Items": [volume] },
            "BuildCacheUsage": { "Items": [record] },
        }));
        assert_eq!(old, new, "equal before and since API 1.52");
        assert_eq!(old.images, Some(11), "the bytes of images");
        assert_eq!(old.containers[0].bytes, 7, "the container's own bytes");
        assert!(old.volumes[0].anonymous, "its name is generated");
        assert_eq!(old.volumes[0].containers, 0, "nothing uses it");
        assert!(old.build_cache[0].shared, "an image has the same layer");
    }

    #[test]
    fn missing_figures_stay_unknown() {
        let usage = parse(
            json!({ "LayersSize": -1, "Volumes": [{ "Name": "data", "UsageData": { "Size": -1, "RefCount": -1 } }] }),
        );
        assert_eq!(usage.images, None, "unknown, not zero");
        let podman = |reply| serde_json::from_value::<Reply>(reply).unwrap().usage(EngineProduct::Podman).images;
        assert_eq!(podman(json!({ "LayersSize": 0, "Images": [{}] })), None, "Podman does not count layers");
        assert_eq!(podman(json!({ "LayersSize": 0, "Images": [] })), Some(0), "without images there are none");
        assert_eq!(podman(json!({ "LayersSize": 7, "Images": [{}] })), Some(7), "a newer one may count them");
        assert_eq!(usage.volumes[0].bytes, None, "unknown, not zero");
        assert_eq!(usage.volumes[0].containers, 1, "it may be in use");
        assert!(!usage.volumes[0].anonymous, "a user gave it its name");
        assert_eq!(parse(json!({})), DiskUsage::default(), "an empty reply");
    }
}
