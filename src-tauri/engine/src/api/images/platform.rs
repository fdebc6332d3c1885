//! Which of an image's platforms an engine has. The containerd store keeps an image as an index, of which often one platform
//! was pulled only.

use super::reply::{ImageInspect, Platform, inspect, inspect_with};
use crate::{
    connect::Engine,
    error::Result,
    wire::{ImageStore, PlatformSize},
};

/// An image with the platform that is looked at: the engine's own if that is there, else one that is.
pub(crate) struct PlatformInspect {
    /// The image's ID: with a platform, what is inspected has the ID of its manifest.
    pub id: String,
    pub inspected: ImageInspect,
    /// The platform, where requests must name it: without, the engine looks for its own, which is not there
    /// (docker/cli#5476).
    pub foreign: Option<Platform>,
    /// All platforms on the engine with their bytes, where there are several.
    pub platforms: Vec<PlatformSize>,
}

/// Inspects an image and what is there of it; `None` when it does not exist.
pub(crate) async fn inspect_platform(engine: &Engine, name: &str) -> Result<Option<PlatformInspect>> {
    // Before API 1.48 nobody says which platforms are there.
    if engine.info().store != ImageStore::Containerd || !engine.supports_api(48) {
        let whole = |inspected: ImageInspect| PlatformInspect {
            id: inspected.id(),
            inspected,
            foreign: None,
            platforms: Vec::new(),
        };
        return Ok(inspect(engine, name).await?.map(whole));
    }
    let Some(mut inspected) = inspect_with(engine, name, "manifests=1").await? else { return Ok(None) };
    let id = inspected.id();
    let manifests = std::mem::take(&mut inspected.manifests);
    let there: Vec<(&Platform, u64)> = manifests.iter().filter_map(|manifest| manifest.platform()).collect();
    let own =
        |platform: &Platform| platform.os == engine.info().os && platform.architecture == engine.info().architecture;
    let foreign = match there.first() {
        Some((first, _)) if !there.iter().any(|(platform, _)| own(platform)) => Some((*first).clone()),
        _ => None,
    };
    // What is said without a platform may be of one that is not there. API 1.49 takes one.
    if let Some(foreign) = foreign.as_ref().filter(|_| engine.supports_api(49)) {
        inspected = inspect_with(engine, name, &foreign.parameter()).await?.unwrap_or(inspected);
    }
    let mut platforms: Vec<PlatformSize> =
        there.into_iter().map(|(platform, size)| PlatformSize { platform: platform.text(), size }).collect();
    if platforms.len() < 2 {
        platforms.clear();
    }
    Ok(Some(PlatformInspect { id, inspected, foreign, platforms }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifests_tell_what_is_there() {
        let json = serde_json::json!({
            "Id": "sha256:a", "Manifests": [
                { "Available": false, "Kind": "image", "ImageData": { "Platform": { "os": "linux", "architecture": "amd64" } } },
                { "Available": true, "Kind": "image", "Size": { "Total": 7 },
                  "ImageData": { "Platform": { "os": "linux", "architecture": "arm64", "variant": "v8" } } },
                { "Available": true, "Kind": "attestation", "Size": null, "ImageData": null },
            ]
        });
        let inspected: ImageInspect = serde_json::from_value(json).expect("as Docker 28 writes it");
        let there: Vec<_> = inspected.manifests.iter().filter_map(|manifest| manifest.platform()).collect();
        let arm = Platform { os: "linux".into(), architecture: "arm64".into(), variant: "v8".into() };
        assert_eq!(there, [(&arm, 7)], "an image that is there");
        assert_eq!(arm.text(), "linux/arm64/v8", "as the command line writes it");
        let parameter =
            "platform=%7B%22os%22%3A%22linux%22%2C%22architecture%22%3A%22arm64%22%2C%22variant%22%3A%22v8%22%7D";
        assert_eq!(arm.parameter(), parameter, "as the API takes it");
    }
}
