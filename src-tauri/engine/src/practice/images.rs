//! Images built from a recipe without an engine: plain data in, blobs out, with the same digests each time.

mod blob;
mod layer;

use serde_json::{Map, Value, json};

pub use blob::{Blob, MANIFEST, MANIFEST_LIST, digest};
pub use layer::{Layer, incompressible};

use self::blob::{CONFIG, LAYER, gzip};
use crate::error::Result;

/// What an image is built from.
#[derive(Debug, Clone)]
pub struct Recipe {
    /// The architecture: `amd64`, `arm64`.
    pub architecture: String,
    /// When it was created, by RFC 3339. Fixed, so that the digest is.
    pub created: String,
    /// The author.
    pub author: String,
    /// The layers, the lowest first.
    pub layers: Vec<Layer>,
    /// The image's `config`: `Env`, `Cmd`, `Entrypoint`, `ExposedPorts`, `Labels` …
    pub config: Map<String, Value>,
    /// The Dockerfile lines at the end of its history that created no layer.
    pub empty_history: Vec<String>,
    /// The comment on the last step of its history.
    pub comment: String,
}

/// An image that can be pushed.
#[derive(Debug, Clone)]
pub struct Image {
    /// The manifest, whose digest a pull prints.
    pub manifest: Blob,
    /// The config, whose digest is the image ID in the classic store.
    pub config: Blob,
    /// The compressed layers, the lowest first.
    pub layers: Vec<Blob>,
    /// The architecture.
    pub architecture: String,
}

impl Recipe {
    /// A recipe without layers and configuration.
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

    /// Adds layers on top.
    #[must_use]
    pub fn layers(mut self, layers: impl IntoIterator<Item = Layer>) -> Self {
        self.layers.extend(layers);
        self
    }

    /// Adds an entry to the configuration, with the Dockerfile line that has the same effect.
    #[must_use]
    pub fn config(mut self, name: &str, value: Value, created_by: &str) -> Self {
        self.config.insert(name.to_owned(), value);
        self.empty_history.push(created_by.to_owned());
        self
    }

    /// Sets the comment.
    #[must_use]
    pub fn comment(mut self, comment: &str) -> Self {
        comment.clone_into(&mut self.comment);
        self
    }

    /// Packs the layers, and writes the config and the manifest.
    pub fn build(&self) -> Result<Image> {
        let mut layers = Vec::new();
        let mut diff_ids = Vec::new();
        for layer in &self.layers {
            let tar = layer.tar()?;
            diff_ids.push(digest(&tar));
            layers.push(Blob::new(LAYER, gzip(&tar)?));
        }
        let config = Blob::new(CONFIG, self.image_config(&diff_ids).to_string());
        let manifest = json!({
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "config": config.descriptor(),
            "layers": layers.iter().map(Blob::descriptor).collect::<Vec<_>>(),
        });
        let manifest = Blob::new(MANIFEST, manifest.to_string());
        Ok(Image { manifest, config, layers, architecture: self.architecture.clone() })
    }

    /// The image's config, for layers with these digests.
    fn image_config(&self, diff_ids: &[String]) -> Value {
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

/// A list of images for several platforms, from which an engine takes the one for its own.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn recipe() -> Recipe {
        let layers = ["one", "two"].map(|name| Layer::new(format!("COPY {name} /")).file(name, 0o644, name));
        Recipe::new("amd64", "2026-01-15T08:00:00Z", "Somebody")
            .layers(layers)
            .config("Cmd", json!(["sh"]), "CMD [\"sh\"]")
            .comment("a comment")
    }

    #[test]
    fn a_recipe_builds_the_same_digests_each_time() {
        let (first, second) = (recipe().build().unwrap(), recipe().build().unwrap());
        assert_eq!(
            first.manifest, second.manifest,
            "the digest that a pull prints does not depend on when the image was built"
        );
        assert_eq!(first.layers, second.layers, "images share layers by their digests");
    }

    #[test]
    fn the_history_has_each_layer_and_each_empty_step() {
        let image = recipe().build().unwrap();
        let config: Value = serde_json::from_slice(&image.config.bytes).unwrap();
        let history = config["history"].as_array().unwrap();
        let layers = history.iter().filter(|step| step["empty_layer"] != true).count();
        assert_eq!(
            layers,
            image.layers.len(),
            "engines reject an image whose non-empty steps are not as many as its layers"
        );
        assert_eq!(history[2]["created_by"], "CMD [\"sh\"]", "the step without a layer comes last");
        assert_eq!(history[2]["comment"], "a comment", "the comment is on the last step");
    }

    #[test]
    fn the_manifest_describes_its_blobs() {
        let image = recipe().build().unwrap();
        let manifest: Value = serde_json::from_slice(&image.manifest.bytes).unwrap();
        assert_eq!(manifest["config"]["digest"], image.config.digest.as_str(), "the config's digest");
        assert_eq!(manifest["layers"][1]["size"], image.layers[1].bytes.len(), "a layer's compressed size");
    }

    #[test]
    fn incompressible_bytes_are_not_compressed() {
        let bytes = incompressible(7, 100_000);
        assert!(gzip(&bytes).unwrap().len() > 99_000, "a pull transfers all of them");
        assert_ne!(bytes, incompressible(8, 100_000), "another seed gives other bytes");
    }
}
