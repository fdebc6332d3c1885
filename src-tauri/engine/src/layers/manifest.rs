//! What an archive's documents say of the images in it: `manifest.json` as `docker save` writes it, else an OCI layout's
//! `index.json`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{
    archive::Contents,
    failure::{Limit, damaged},
};
use crate::error::{Error, ErrorCode, Result};

/// How indexes may stand in indexes.
const INDEXES: usize = 4;

/// An image as its configuration tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Described {
    /// The digest of its configuration.
    pub image: String,
    /// Its names.
    pub references: Vec<String>,
    /// Diff IDs, base first.
    pub layers: Vec<String>,
    /// Oldest first.
    pub history: Vec<Step>,
}

/// A step of an image's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Step {
    pub created_by: String,
    pub comment: String,
    pub created: i64,
    /// The layer it made, by its place.
    pub layer: Option<usize>,
}

/// The images of an archive. Each has all of its layers there, and each layer is what the image's configuration says.
///
/// # Errors
/// [`ErrorCode::ArchiveInvalid`], [`ErrorCode::LayerMissing`], [`ErrorCode::DigestMismatch`].
pub(super) fn images(contents: &Contents) -> Result<Vec<Described>> {
    let mut images: BTreeMap<String, Described> = BTreeMap::new();
    for listed in listed(contents)? {
        let config =
            contents.document(&listed.config).ok_or_else(|| damaged("the image's configuration is missing"))?;
        let described = described(config, listed.references)?;
        verify(&described.layers, &listed.layers, contents)?;
        match images.get_mut(&described.image) {
            Some(known) => known.references.extend(described.references),
            None => drop(images.insert(described.image.clone(), described)),
        }
    }
    if images.is_empty() { Err(damaged("no image is in the archive")) } else { Ok(images.into_values().collect()) }
}

/// The image whose layers are these, where the archive has its configuration.
pub(super) fn of_layers(contents: &Contents, layers: &[String]) -> Option<Described> {
    contents
        .documents
        .values()
        .filter_map(|config| described(config, Vec::new()).ok())
        .find(|image| image.layers == layers)
}

fn verify(layers: &[String], names: &[String], contents: &Contents) -> Result<()> {
    if layers.len() != names.len() {
        return Err(damaged("the manifest and the configuration differ in how many layers there are"));
    }
    for (expected, name) in layers.iter().zip(names) {
        match contents.layer(name) {
            None => return Err(Error::new(ErrorCode::LayerMissing).with("layer", expected)),
            Some(found) if found != expected => {
                return Err(Error::new(ErrorCode::DigestMismatch).saying(format!("{name}: {found} is not {expected}")));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// An image as a manifest lists it, by the names of entries.
struct Listed {
    config: String,
    references: Vec<String>,
    layers: Vec<String>,
}

fn listed(contents: &Contents) -> Result<Vec<Listed>> {
    if let Some(manifest) = contents.document("manifest.json") {
        let entries: Vec<Entry> = parse(manifest)?;
        let listed = |entry: Entry| Listed {
            config: entry.config,
            references: entry.repo_tags.unwrap_or_default(),
            layers: entry.layers.unwrap_or_default(),
        };
        return Ok(entries.into_iter().map(listed).collect());
    }
    let index = contents.document("index.json").ok_or_else(|| damaged("no manifest.json and no index.json"))?;
    let mut found = Vec::new();
    in_index(&parse(index)?, &[], contents, INDEXES, &mut found)?;
    Ok(found)
}

/// `manifest.json` (moby `image/tarexport`).
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Entry {
    config: String,
    repo_tags: Option<Vec<String>>,
    layers: Option<Vec<String>>,
}

/// An index and a manifest of the OCI image specification, by what they have in common with Docker's.
#[derive(Deserialize)]
struct Index {
    manifests: Vec<Descriptor>,
}

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
    fn entry(&self) -> Result<String> {
        let (algorithm, hex) = self.digest.split_once(':').ok_or_else(|| damaged("a digest without an algorithm"))?;
        Ok(format!("blobs/{algorithm}/{hex}"))
    }

    /// The name that containerd, else the one that OCI gives it. An OCI name may be a tag alone.
    fn reference(&self) -> Option<&String> {
        let annotations = self.annotations.as_ref()?;
        annotations.get("io.containerd.image.name").or_else(|| annotations.get("org.opencontainers.image.ref.name"))
    }

    /// BuildKit's attestations are manifests without a file system.
    fn is_attestation(&self) -> bool {
        self.annotations.as_ref().is_some_and(|annotations| annotations.contains_key("vnd.docker.reference.type"))
    }
}

/// What an index leads to. Images for other platforms are often named, but not there.
fn in_index(
    index: &Index,
    references: &[String],
    contents: &Contents,
    depth: usize,
    found: &mut Vec<Listed>,
) -> Result<()> {
    for descriptor in index.manifests.iter().filter(|descriptor| !descriptor.is_attestation()) {
        let Some(document) = contents.document(&descriptor.entry()?) else { continue };
        let references: Vec<String> = references.iter().chain(descriptor.reference()).cloned().collect();
        if let Ok(manifest) = parse::<Manifest>(document) {
            let layers = manifest.layers.iter().map(Descriptor::entry).collect::<Result<_>>()?;
            found.push(Listed { config: manifest.config.entry()?, references, layers });
            Limit::Layers.check(found.len() as u64)?;
        } else if depth > 0 {
            in_index(&parse(document)?, &references, contents, depth - 1, found)?;
        }
    }
    Ok(())
}

/// An image's configuration (OCI `config.md`).
#[derive(Deserialize)]
struct Config {
    rootfs: RootFs,
    #[serde(default)]
    history: Option<Vec<History>>,
}

#[derive(Deserialize)]
struct RootFs {
    diff_ids: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct History {
    #[serde(default)]
    created: Option<String>,
    #[serde(default)]
    created_by: Option<String>,
    #[serde(default)]
    comment: Option<String>,
    #[serde(default)]
    empty_layer: bool,
}

fn described(config: &[u8], references: Vec<String>) -> Result<Described> {
    let parsed: Config = parse(config)?;
    let layers = parsed.rootfs.diff_ids.unwrap_or_default();
    Limit::Layers.check(layers.len() as u64)?;
    Ok(Described {
        image: format!("sha256:{:x}", Sha256::digest(config)),
        references,
        history: steps(parsed.history.unwrap_or_default(), layers.len()),
        layers,
    })
}

/// A history's steps, each with the layer it made: nobody's, when it speaks of another number of layers.
fn steps(history: Vec<History>, layers: usize) -> Vec<Step> {
    let agrees = history.iter().filter(|step| !step.empty_layer).count() == layers;
    let mut next = 0..layers;
    let step = |step: History| Step {
        layer: if agrees && !step.empty_layer { next.next() } else { None },
        created_by: step.created_by.unwrap_or_default(),
        comment: step.comment.unwrap_or_default(),
        created: step.created.as_deref().map(instant).unwrap_or_default(),
    };
    history.into_iter().map(step).collect()
}

fn instant(text: &str) -> i64 {
    OffsetDateTime::parse(text, &Rfc3339).map(OffsetDateTime::unix_timestamp).unwrap_or_default()
}

fn parse<'a, T: Deserialize<'a>>(document: &'a [u8]) -> Result<T> {
    serde_json::from_slice(document).map_err(|error| damaged(error.to_string()))
}
