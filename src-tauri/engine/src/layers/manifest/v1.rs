//! Docker's first format (moby `image/spec/v1.md`): each layer is an image with a `json`, which names its parent.

use std::collections::BTreeMap;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::root::{Root, parse};
use crate::{
    error::{Error, ErrorCode, Result},
    layers::{
        failure::{Limit, invalid_archive},
        image_config::{HistoryEntry, ImageConfig, parse_timestamp, platform},
    },
};

/// The names in `repositories`: of each repository the tags, and of each tag the topmost layer's image.
type Repositories = BTreeMap<String, BTreeMap<String, String>>;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Layer {
    parent: Option<String>,
    created: Option<String>,
    comment: Option<String>,
    container_config: Option<ContainerConfig>,
    os: String,
    architecture: String,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct ContainerConfig {
    cmd: Option<Vec<String>>,
}

/// The images that `repositories` names.
pub(super) fn images(repositories: &[u8], root: Root<'_>) -> Result<Vec<ImageConfig>> {
    let repositories: Repositories = parse(repositories)?;
    let names = repositories
        .iter()
        .flat_map(|(repository, tags)| tags.iter().map(move |(tag, id)| (format!("{repository}:{tag}"), id.as_str())));
    names.map(|(reference, id)| image(id, reference, root)).collect()
}

fn image(id: &str, reference: String, root: Root<'_>) -> Result<ImageConfig> {
    // An ID of Docker's first format says nothing of the content, so that the archive could claim another image's.
    let mut digest = Sha256::new_with_prefix("image of format 1\n");
    let (mut layers, mut history) = (Vec::new(), Vec::new());
    let mut image_platform = String::new();
    let mut next = Some(id.to_owned());
    while let Some(id) = next {
        let missing = || invalid_archive(format!("{id}/json is missing"));
        let document = root.document(&format!("{id}/json")).ok_or_else(missing)?;
        let layer: Layer = parse(document)?;
        let diff_id = root.layer(&format!("{id}/layer.tar"));
        let diff_id = diff_id.ok_or_else(|| Error::new(ErrorCode::LayerMissing).with("layer", &id))?;
        digest.update(document);
        digest.update(diff_id);
        layers.push(diff_id.to_owned());
        Limit::Layers.check(layers.len() as u64)?;
        if image_platform.is_empty() {
            image_platform = platform(&layer.os, &layer.architecture, "");
        }
        history.push(HistoryEntry {
            created_by: layer.container_config.and_then(|config| config.cmd).unwrap_or_default().join(" "),
            comment: layer.comment.unwrap_or_default(),
            created: layer.created.as_deref().map(parse_timestamp).unwrap_or_default(),
            layer: None,
        });
        next = layer.parent.filter(|parent| !parent.is_empty());
    }
    layers.reverse();
    history.reverse();
    for (index, entry) in history.iter_mut().enumerate() {
        entry.layer = Some(index);
    }
    let image = format!("sha256:{:x}", digest.finalize());
    Ok(ImageConfig { image, references: vec![reference], layers, history, platform: image_platform })
}
