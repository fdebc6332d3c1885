//! Images made from a recipe: plain data in, blobs with the same digests each time out. No engine takes part.

use std::io::Write;

use bytes::Bytes;
use flate2::{Compression, GzBuilder};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use tar::{EntryType, Header};

use crate::error::{Error, Result};

/// Media type of an image's manifest.
pub const MANIFEST: &str = "application/vnd.docker.distribution.manifest.v2+json";
/// Media type of a list of manifests, one for each platform.
pub const MANIFEST_LIST: &str = "application/vnd.docker.distribution.manifest.list.v2+json";
const CONFIG: &str = "application/vnd.docker.container.image.v1+json";
const LAYER: &str = "application/vnd.docker.image.rootfs.diff.tar.gzip";

/// What an image is made of.
#[derive(Debug, Clone)]
pub struct Recipe {
    /// The machine it is for: `amd64`, `arm64`.
    pub architecture: String,
    /// When it was made, by RFC 3339. Fixed, so that its digest is.
    pub created: String,
    /// Who made it.
    pub author: String,
    /// Its layers, the lowest first.
    pub layers: Vec<Layer>,
    /// What the image's `config` holds: `Env`, `Cmd`, `Entrypoint`, `ExposedPorts`, `Labels` …
    pub config: Map<String, Value>,
    /// The Dockerfile lines at its end that made no layer, for its history.
    pub empty_history: Vec<String>,
    /// The comment in its last line of history.
    pub comment: String,
}

/// One layer: its files, in order.
#[derive(Debug, Clone)]
pub struct Layer {
    /// The Dockerfile line for its history.
    pub created_by: String,
    entries: Vec<Entry>,
}

#[derive(Debug, Clone)]
struct Entry {
    path: String,
    mode: u32,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    Directory,
    File(Bytes),
    Link(String),
}

/// Bytes with their digest, as a registry holds them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// What it is.
    pub media_type: &'static str,
    /// `sha256:` and 64 hex digits.
    pub digest: String,
    /// Its content.
    pub bytes: Bytes,
}

/// An image, ready to be pushed.
#[derive(Debug, Clone)]
pub struct Image {
    /// The manifest, whose digest is the one that a pull prints.
    pub manifest: Blob,
    /// The config, whose digest is the image ID of a classic image store.
    pub config: Blob,
    /// The compressed layers, the lowest first.
    pub layers: Vec<Blob>,
    /// The machine it is for.
    pub architecture: String,
}

impl Layer {
    /// A layer without files yet, and the Dockerfile line for its history.
    pub fn new(created_by: impl Into<String>) -> Self {
        Self { created_by: created_by.into(), entries: Vec::new() }
    }

    /// The layer with one more file.
    #[must_use]
    pub fn file(self, path: &str, mode: u32, content: impl Into<Bytes>) -> Self {
        self.entry(path, mode, Kind::File(content.into()))
    }

    /// The layer with one more folder.
    #[must_use]
    pub fn directory(self, path: &str, mode: u32) -> Self {
        self.entry(path, mode, Kind::Directory)
    }

    /// The layer with one more symbolic link.
    #[must_use]
    pub fn link(self, path: &str, target: &str) -> Self {
        self.entry(path, 0o777, Kind::Link(target.to_owned()))
    }

    fn entry(mut self, path: &str, mode: u32, kind: Kind) -> Self {
        self.entries.push(Entry { path: path.to_owned(), mode, kind });
        self
    }

    /// The layer as an uncompressed tar archive.
    pub fn tar(&self) -> Result<Vec<u8>> {
        let mut archive = tar::Builder::new(Vec::new());
        for entry in &self.entries {
            let mut header = Header::new_gnu();
            header.set_mode(entry.mode);
            header.set_mtime(0);
            header.set_uid(0);
            header.set_gid(0);
            match &entry.kind {
                Kind::Directory => {
                    header.set_entry_type(EntryType::Directory);
                    header.set_size(0);
                    archive.append_data(&mut header, format!("{}/", entry.path), [].as_slice())
                }
                Kind::File(content) => {
                    header.set_entry_type(EntryType::Regular);
                    header.set_size(content.len() as u64);
                    archive.append_data(&mut header, &entry.path, content.as_ref())
                }
                Kind::Link(target) => {
                    header.set_entry_type(EntryType::Symlink);
                    header.set_size(0);
                    archive.append_link(&mut header, &entry.path, target)
                }
            }
            .map_err(|error| Error::internal(format!("{}: {error}", entry.path)))?;
        }
        archive.into_inner().map_err(|error| Error::internal(error.to_string()))
    }
}

impl Recipe {
    /// A recipe without layers or configuration yet.
    pub fn new(architecture: &str, created: &str, author: &str) -> Self {
        Self {
            architecture: architecture.to_owned(),
            created: created.to_owned(),
            author: author.to_owned(),
            layers: Vec::new(),
            config: Map::new(),
            empty_history: Vec::new(),
            comment: String::new(),
        }
    }

    /// The recipe with further layers on top.
    #[must_use]
    pub fn layers(mut self, layers: impl IntoIterator<Item = Layer>) -> Self {
        self.layers.extend(layers);
        self
    }

    /// The recipe with one more entry of its configuration, and the Dockerfile line that says the same.
    #[must_use]
    pub fn config(mut self, name: &str, value: Value, created_by: &str) -> Self {
        self.config.insert(name.to_owned(), value);
        self.empty_history.push(created_by.to_owned());
        self
    }

    /// The recipe with a comment.
    #[must_use]
    pub fn comment(mut self, comment: &str) -> Self {
        comment.clone_into(&mut self.comment);
        self
    }

    /// Packs the layers, and describes them.
    pub fn build(&self) -> Result<Image> {
        let mut layers = Vec::new();
        let mut diff_ids = Vec::new();
        for layer in &self.layers {
            let tar = layer.tar()?;
            diff_ids.push(digest(&tar));
            layers.push(Blob::new(LAYER, gzip(&tar)?));
        }
        let config = Blob::new(CONFIG, self.describe(&diff_ids).to_string());
        let manifest = json!({
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "config": config.descriptor(),
            "layers": layers.iter().map(Blob::descriptor).collect::<Vec<_>>(),
        });
        let manifest = Blob::new(MANIFEST, manifest.to_string());
        Ok(Image { manifest, config, layers, architecture: self.architecture.clone() })
    }

    /// The image's config, for layers that are known by their digests.
    fn describe(&self, diff_ids: &[String]) -> Value {
        let step = |created_by: &str| json!({ "created": self.created, "created_by": created_by });
        let empty = |line: &String| {
            let mut step = step(line);
            step["empty_layer"] = true.into();
            step
        };
        let layers = self.layers.iter().map(|layer| step(&layer.created_by));
        let mut history: Vec<Value> = layers.chain(self.empty_history.iter().map(empty)).collect();
        if let Some(last) = history.last_mut().filter(|_| !self.comment.is_empty()) {
            last["comment"] = self.comment.clone().into();
        }
        json!({
            "architecture": self.architecture,
            "os": "linux",
            "created": self.created,
            "author": self.author,
            "config": self.config,
            "rootfs": { "type": "layers", "diff_ids": diff_ids },
            "history": history,
        })
    }
}

impl Blob {
    fn new(media_type: &'static str, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Self { media_type, digest: digest(&bytes), bytes }
    }

    fn descriptor(&self) -> Value {
        json!({ "mediaType": self.media_type, "size": self.bytes.len(), "digest": self.digest })
    }
}

/// One name for several images, from which an engine takes the one for its platform.
pub fn manifest_list(images: &[Image]) -> Blob {
    let manifest = |image: &Image| {
        let mut descriptor = image.manifest.descriptor();
        descriptor["platform"] = json!({ "architecture": image.architecture, "os": "linux" });
        descriptor
    };
    let list = json!({
        "schemaVersion": 2,
        "mediaType": MANIFEST_LIST,
        "manifests": images.iter().map(manifest).collect::<Vec<_>>(),
    });
    Blob::new(MANIFEST_LIST, list.to_string())
}

/// `sha256:` and the digest of the bytes in hex.
pub fn digest(bytes: &[u8]) -> String {
    format!("sha256:{:x}", Sha256::digest(bytes))
}

/// Bytes that no compression makes smaller, the same for the same seed (splitmix64, so that a download takes its time).
pub fn incompressible(seed: u64, length: usize) -> Bytes {
    let mut state = seed;
    let words = std::iter::repeat_with(|| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = state;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (word ^ (word >> 31)).to_le_bytes()
    });
    words.flatten().take(length).collect::<Vec<u8>>().into()
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::default());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).map_err(|error| Error::internal(format!("gzip: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recipe() -> Recipe {
        let layers = ["one", "two"].map(|name| Layer::new(format!("COPY {name} /")).file(name, 0o644, name));
        Recipe::new("amd64", "2026-01-15T08:00:00Z", "Somebody")
            .layers(layers)
            .config("Cmd", json!(["sh"]), "CMD [\"sh\"]")
            .comment("made by hand")
    }

    #[test]
    fn a_recipe_gives_the_same_digests_each_time() {
        let (first, second) = (recipe().build().unwrap(), recipe().build().unwrap());
        assert_eq!(
            first.manifest, second.manifest,
            "the digest that a pull prints must not depend on when it was built"
        );
        assert_eq!(first.layers, second.layers, "layers are shared between images by their digests");
    }

    #[test]
    fn history_names_each_layer_and_each_empty_step() {
        let image = recipe().build().unwrap();
        let config: Value = serde_json::from_slice(&image.config.bytes).unwrap();
        let history = config["history"].as_array().unwrap();
        let layers = history.iter().filter(|step| step["empty_layer"] != true).count();
        assert_eq!(
            layers,
            image.layers.len(),
            "engines refuse an image with more or fewer non-empty steps than layers"
        );
        assert_eq!(history[2]["created_by"], "CMD [\"sh\"]", "the step without a layer comes last");
        assert_eq!(history[2]["comment"], "made by hand", "the comment stands in the last step");
    }

    #[test]
    fn the_manifest_describes_its_blobs() {
        let image = recipe().build().unwrap();
        let manifest: Value = serde_json::from_slice(&image.manifest.bytes).unwrap();
        assert_eq!(manifest["config"]["digest"], image.config.digest.as_str(), "the config by its digest");
        assert_eq!(manifest["layers"][1]["size"], image.layers[1].bytes.len(), "a layer by its compressed size");
    }

    #[test]
    fn incompressible_bytes_do_not_shrink() {
        let bytes = incompressible(7, 100_000);
        assert!(gzip(&bytes).unwrap().len() > 99_000, "a pull of them must move as many bytes as they have");
        assert_ne!(bytes, incompressible(8, 100_000), "another seed, other bytes");
    }
}
