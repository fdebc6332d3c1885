//! The images in an archive, from `manifest.json` as `docker save` writes it, else from an OCI layout's `index.json`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{
    archive::Contents,
    failure::{Limit, invalid_archive},
    image_config::ImageConfig,
};
use crate::error::{Error, ErrorCode, Result};

/// The maximum depth of nested indexes.
const MAX_INDEX_DEPTH: usize = 4;

/// The images of an archive. All layers of each are in the archive and have the digests that the image's configuration
/// lists.
///
/// # Errors
/// [`ErrorCode::ArchiveInvalid`], [`ErrorCode::LayerMissing`], [`ErrorCode::DigestMismatch`].
pub(super) fn images(contents: &Contents) -> Result<Vec<ImageConfig>> {
    let mut images: BTreeMap<String, ImageConfig> = BTreeMap::new();
    for listed in listed_images(contents)? {
        let config =
            contents.document(&listed.config).ok_or_else(|| invalid_archive("the image's configuration is missing"))?;
        let config = ImageConfig::parse(config, listed.references)?;
        verify(&config.layers, &listed.layers, contents)?;
        match images.get_mut(&config.image) {
            Some(known) => known.references.extend(config.references),
            None => drop(images.insert(config.image.clone(), config)),
        }
    }
    if images.is_empty() {
        Err(invalid_archive("no image is in the archive"))
    } else {
        Ok(images.into_values().collect())
    }
}

/// The image with exactly these layers, if the archive contains its configuration.
pub(super) fn image_with_layers(contents: &Contents, layers: &[String]) -> Option<ImageConfig> {
    contents
        .documents
        .values()
        .filter_map(|document| ImageConfig::parse(document, Vec::new()).ok())
        .find(|config| config.layers == layers)
}

fn verify(layers: &[String], names: &[String], contents: &Contents) -> Result<()> {
    if layers.len() != names.len() {
        return Err(invalid_archive("the manifest and the configuration list different numbers of layers"));
    }
    for (expected, name) in layers.iter().zip(names) {
        match contents.layer(name) {
            None => return Err(Error::new(ErrorCode::LayerMissing).with("layer", expected)),
            Some(found) if found != expected => {
                return Err(
                    Error::new(ErrorCode::DigestMismatch).with_message(format!("{name}: {found} is not {expected}"))
                );
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// An image as a manifest lists it, by the names of archive entries.
struct ListedImage {
    config: String,
    references: Vec<String>,
    layers: Vec<String>,
}

fn listed_images(contents: &Contents) -> Result<Vec<ListedImage>> {
    if let Some(manifest) = contents.document("manifest.json") {
        let manifest: Vec<DockerManifest> = parse(manifest)?;
        let listed = |image: DockerManifest| ListedImage {
            config: image.config,
            references: image.repo_tags.unwrap_or_default(),
            layers: image.layers.unwrap_or_default(),
        };
        return Ok(manifest.into_iter().map(listed).collect());
    }
    let index = contents.document("index.json").ok_or_else(|| invalid_archive("no manifest.json and no index.json"))?;
    let mut found = Vec::new();
    collect_from_index(&parse(index)?, &[], contents, MAX_INDEX_DEPTH, &mut found)?;
    Ok(found)
}

/// One image of `manifest.json` (moby `image/tarexport`).
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct DockerManifest {
    config: String,
    repo_tags: Option<Vec<String>>,
    layers: Option<Vec<String>>,
}

/// An index of the OCI image specification, limited to the fields that Docker's manifest lists share.
#[derive(Deserialize)]
struct Index {
    manifests: Vec<Descriptor>,
}

/// A manifest of the OCI image specification, limited to the fields that Docker's manifests share.
#[derive(Deserialize)]
struct Manifest {
    config: Descriptor,
    layers: Vec<Descriptor>,
}

#[derive(Deserialize)]
struct Descriptor {
    digest: String,
    #[serde(default)]
    annotations: Option<BTreeMap<String, String>>,
}

impl Descriptor {
    /// The name of the blob's archive entry.
    fn entry_name(&self) -> Result<String> {
        let (algorithm, hex) =
            self.digest.split_once(':').ok_or_else(|| invalid_archive("a digest without an algorithm"))?;
        Ok(format!("blobs/{algorithm}/{hex}"))
    }

    /// The name from containerd's annotation, else from OCI's. An OCI name may be a tag alone.
    fn reference(&self) -> Option<&String> {
        let annotations = self.annotations.as_ref()?;
        annotations.get("io.containerd.image.name").or_else(|| annotations.get("org.opencontainers.image.ref.name"))
    }

    /// BuildKit's attestations are manifests without a file system.
    fn is_attestation(&self) -> bool {
        self.annotations.as_ref().is_some_and(|annotations| annotations.contains_key("vnd.docker.reference.type"))
    }
}

/// Collects the images of an index and of the indexes in it. Indexes often list images for other platforms that the
/// archive does not contain; those are skipped.
fn collect_from_index(
    index: &Index,
    references: &[String],
    contents: &Contents,
    depth: usize,
    found: &mut Vec<ListedImage>,
) -> Result<()> {
    for descriptor in index.manifests.iter().filter(|descriptor| !descriptor.is_attestation()) {
        let Some(document) = contents.document(&descriptor.entry_name()?) else { continue };
        let references: Vec<String> = references.iter().chain(descriptor.reference()).cloned().collect();
        if let Ok(manifest) = parse::<Manifest>(document) {
            let layers = manifest.layers.iter().map(Descriptor::entry_name).collect::<Result<_>>()?;
            found.push(ListedImage { config: manifest.config.entry_name()?, references, layers });
            Limit::Layers.check(found.len() as u64)?;
        } else if depth > 0 {
            collect_from_index(&parse(document)?, &references, contents, depth - 1, found)?;
        }
    }
    Ok(())
}

fn parse<'a, T: Deserialize<'a>>(document: &'a [u8]) -> Result<T> {
    serde_json::from_slice(document).map_err(|error| invalid_archive(error.to_string()))
}
