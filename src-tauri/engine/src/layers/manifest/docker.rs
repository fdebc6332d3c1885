use serde::Deserialize;

use super::root::{ListedImage, parse};
use crate::error::Result;

/// The images of `manifest.json`.
pub(super) fn listed_images(manifest: &[u8]) -> Result<Vec<ListedImage>> {
    let listed = |image: Manifest| ListedImage {
        config: image.config,
        references: image.repo_tags.unwrap_or_default(),
        layers: image.layers.unwrap_or_default(),
    };
    let manifest: Option<Vec<Manifest>> = parse(manifest)?;
    Ok(manifest.unwrap_or_default().into_iter().map(listed).collect())
}

/// One image of `manifest.json` (moby `image/tarexport`).
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Manifest {
    config: String,
    repo_tags: Option<Vec<String>>,
    layers: Option<Vec<String>>,
}
