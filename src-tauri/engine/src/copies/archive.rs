//! Verifies an image's archive: whether it is complete, and whether it contains the image that it should.
//!
//! One streaming pass over whatever an engine writes (moby `image/tarexport`, containerd's OCI layout with layers as they
//! were pulled, Podman's `docker-archive`). Nothing is unpacked to the disk, and memory is bounded.

mod contents;
mod digest;

use std::{
    io::{self, Read},
    path::{Path, PathBuf},
};

use serde::Deserialize;

use self::contents::{ArchiveContents, invalid};
use crate::{connect::null_to_default, grammar::Reference};

/// Reads an archive to its end and fails with the reason unless it contains this image with these tags, and each layer has
/// its digest. `image` is the ID: the digest of the configuration, or in the containerd store that of the manifest.
pub fn check(archive: impl Read, image: &str, tags: &[String]) -> io::Result<()> {
    let contents = ArchiveContents::read(archive)?;
    let manifest: Vec<ManifestItem> = contents.json("manifest.json")?;
    for item in &manifest {
        check_layers(&contents, item)?;
    }
    let is_config = |item: &ManifestItem| contents.file(&item.config).is_ok_and(|file| file.digest == image);
    if !manifest.iter().any(is_config) && contents.file(blob_path(image)).is_err() {
        return Err(invalid(format!("it does not hold {image}")));
    }
    let names: Vec<String> =
        manifest.iter().flat_map(|item| item.tags.iter().flatten()).map(|tag| familiar(tag)).collect();
    match tags.iter().find(|tag| !names.contains(&familiar(tag))) {
        Some(tag) => Err(invalid(format!("it does not name {tag}"))),
        None => Ok(()),
    }
}

/// An image in `manifest.json`.
#[derive(Deserialize)]
struct ManifestItem {
    #[serde(rename = "Config")]
    config: String,
    #[serde(rename = "RepoTags")]
    tags: Option<Vec<String>>,
    /// Go writes an empty list as `null`, so for an image without layers.
    #[serde(rename = "Layers", default, deserialize_with = "null_to_default")]
    layers: Vec<String>,
}

#[derive(Deserialize)]
struct Configuration {
    rootfs: RootFs,
}

#[derive(Deserialize)]
struct RootFs {
    #[serde(default, deserialize_with = "null_to_default")]
    diff_ids: Vec<String>,
}

/// Checks each layer against the configuration.
fn check_layers(contents: &ArchiveContents, item: &ManifestItem) -> io::Result<()> {
    let diff_ids = contents.json::<Configuration>(&item.config)?.rootfs.diff_ids;
    if diff_ids.len() != item.layers.len() {
        return Err(invalid(format!("{} layers instead of {}", item.layers.len(), diff_ids.len())));
    }
    for (path, diff_id) in item.layers.iter().zip(&diff_ids) {
        let layer = contents.file(path)?;
        if layer.digest != *diff_id && layer.unpacked.as_ref() != Some(diff_id) {
            return Err(invalid(format!("the layer {diff_id} has another content")));
        }
    }
    Ok(())
}

fn blob_path(id: &str) -> PathBuf {
    Path::new("blobs/sha256").join(id.trim_start_matches("sha256:"))
}

fn familiar(tag: &str) -> String {
    Reference::parse(tag).map_or_else(|_| tag.to_owned(), |reference| reference.familiar())
}

#[cfg(test)]
mod tests;
