use std::collections::BTreeMap;

use serde::{Deserialize, de::IgnoredAny};

use super::root::{ListedImage, Root, parse};
use crate::{
    error::Result,
    layers::failure::{Limit, invalid_archive},
};

/// The maximum depth of nested indexes.
const MAX_DEPTH: usize = 4;
/// The types of images' configurations, of the OCI image specification and of Docker's schema 2.
const IMAGE_CONFIGS: [&str; 2] =
    ["application/vnd.oci.image.config.v1+json", "application/vnd.docker.container.image.v1+json"];
/// What the types of images' layers begin with, there.
const IMAGE_LAYERS: [&str; 2] = ["application/vnd.oci.image.layer.", "application/vnd.docker.image.rootfs."];

/// An index of the OCI image specification, limited to the fields that Docker's manifest lists share.
#[derive(Deserialize)]
struct Index {
    manifests: Vec<Descriptor>,
}

/// A manifest of the OCI image specification, limited to the fields that Docker's manifests share, and those that an
/// artifact has.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Manifest {
    config: Descriptor,
    layers: Option<Vec<Descriptor>>,
    #[serde(default)]
    artifact_type: String,
    /// What a signature or an SBOM is about.
    subject: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    digest: String,
    #[serde(default)]
    media_type: String,
    #[serde(default)]
    annotations: Option<BTreeMap<String, String>>,
}

/// The images of an index and of the indexes in it. Indexes often list images for other platforms that the archive does
/// not contain; those are skipped. So are artifacts: signatures, SBOMs, charts.
pub(super) fn listed_images(index: &[u8], root: Root<'_>, artifacts: &mut Vec<String>) -> Result<Vec<ListedImage>> {
    let mut search = Search { root, artifacts, found: Vec::new() };
    search.collect(&parse(index)?, &[], MAX_DEPTH)?;
    Ok(search.found)
}

struct Search<'a> {
    root: Root<'a>,
    artifacts: &'a mut Vec<String>,
    found: Vec<ListedImage>,
}

impl Search<'_> {
    fn collect(&mut self, index: &Index, references: &[String], depth: usize) -> Result<()> {
        for descriptor in index.manifests.iter().filter(|descriptor| !descriptor.is_attestation()) {
            let Some(document) = self.root.document(&descriptor.entry_name()?) else { continue };
            let references: Vec<String> = references.iter().chain(descriptor.reference()).cloned().collect();
            match parse::<Manifest>(document) {
                Ok(manifest) if manifest.is_image() => self.found.push(manifest.into_image(references)?),
                Ok(manifest) => self.artifacts.push(manifest.kind().to_owned()),
                Err(_) if depth > 0 => self.collect(&parse(document)?, &references, depth - 1)?,
                Err(_) => {}
            }
            Limit::Layers.check(self.found.len() as u64)?;
        }
        Ok(())
    }
}

impl Manifest {
    /// Whether it is an image, by the OCI image specification's "Guidelines for Artifact Usage" (`manifest.md`): an artifact
    /// has a type of its own, or configuration and layers of other types. Types that are left out are an image's.
    fn is_image(&self) -> bool {
        let is_config = |kind: &str| kind.is_empty() || IMAGE_CONFIGS.contains(&kind);
        let is_layer = |kind: &str| kind.is_empty() || IMAGE_LAYERS.iter().any(|layer| kind.starts_with(layer));
        let mut layers = self.layers.iter().flatten();
        self.artifact_type.is_empty()
            && self.subject.is_none()
            && is_config(&self.config.media_type)
            && layers.all(|layer| is_layer(&layer.media_type))
    }

    /// The type of an artifact.
    fn kind(&self) -> &str {
        let layer = self.layers.iter().flatten().next().map(|layer| layer.media_type.as_str());
        let kinds = [Some(self.artifact_type.as_str()), layer, Some(self.config.media_type.as_str())];
        kinds.into_iter().flatten().find(|kind| !kind.is_empty()).unwrap_or("?")
    }

    fn into_image(self, references: Vec<String>) -> Result<ListedImage> {
        let layers = self.layers.iter().flatten().map(Descriptor::entry_name).collect::<Result<_>>()?;
        Ok(ListedImage { config: self.config.entry_name()?, references, layers })
    }
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
