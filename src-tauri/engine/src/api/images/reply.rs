//! Lenient reply types for the image endpoints; bollard's reject what the containerd store sends for half-pulled images
//! (a `RootFS` without a type, moby `daemon/containerd/image_inspect.go`).

use std::collections::BTreeMap;

use bollard::models::ImageHistoryResponseItem;
use serde::{Deserialize, Serialize, de::IgnoredAny};
use url::form_urlencoded;

use super::convert::{image, parent};
use crate::{
    connect::{Engine, null_to_default, parse_timestamp},
    error::{Error, ErrorCode, Result},
    grammar::{Reference, id::full_id, reference::path_name},
    wire::{Image, ImageStore},
};

/// One of `GET /images/json`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct ImageSummary {
    id: String,
    parent_id: String,
    #[serde(deserialize_with = "null_to_default")]
    repo_tags: Vec<String>,
    #[serde(deserialize_with = "null_to_default")]
    repo_digests: Vec<String>,
    created: i64,
    size: i64,
    #[serde(deserialize_with = "null_to_default")]
    labels: BTreeMap<String, String>,
}

impl ImageSummary {
    pub(super) fn into_image(self, store: ImageStore) -> Image {
        let image = image(full_id(&self.id), self.repo_tags, self.repo_digests, store);
        Image {
            parent: parent(&self.parent_id),
            created: self.created,
            size: bytes(self.size),
            labels: self.labels,
            ..image
        }
    }
}

/// `GET /images/{name}/json`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct ImageInspect {
    id: String,
    parent: String,
    #[serde(deserialize_with = "null_to_default")]
    repo_tags: Vec<String>,
    #[serde(deserialize_with = "null_to_default")]
    repo_digests: Vec<String>,
    created: String,
    size: i64,
    pub os: String,
    pub architecture: String,
    pub variant: String,
    pub author: String,
    pub comment: String,
    #[serde(deserialize_with = "null_to_default")]
    pub config: Config,
    #[serde(rename = "RootFS", deserialize_with = "null_to_default")]
    root_fs: RootFs,
    #[serde(deserialize_with = "null_to_default")]
    graph_driver: GraphDriver,
    #[serde(deserialize_with = "null_to_default")]
    metadata: Metadata,
    #[serde(deserialize_with = "null_to_default")]
    pub(super) manifests: Vec<ManifestSummary>,
}

/// A manifest of an image in the containerd store, requested with `manifests=1` (API 1.48).
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct ManifestSummary {
    pub available: bool,
    kind: String,
    #[serde(deserialize_with = "null_to_default")]
    size: ManifestSize,
    #[serde(deserialize_with = "null_to_default")]
    image_data: ImageData,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct ManifestSize {
    total: i64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct ImageData {
    #[serde(deserialize_with = "null_to_default")]
    platform: Platform,
}

/// A platform, as the OCI image specification and the engine's `platform` parameters have it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Platform {
    pub os: String,
    pub architecture: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub variant: String,
}

impl Platform {
    /// The `platform` parameter of a request.
    pub(crate) fn parameter(&self) -> String {
        let json = serde_json::to_string(self).unwrap_or_default();
        form_urlencoded::Serializer::new(String::new()).append_pair("platform", &json).finish()
    }

    /// `os/architecture[/variant]`
    pub(crate) fn text(&self) -> String {
        [&self.os, &self.architecture, &self.variant].map(String::as_str).join("/").trim_end_matches('/').to_owned()
    }
}

impl ManifestSummary {
    /// The platform of an image whose content is on the engine, with its bytes; `None` for an attestation.
    pub(super) fn platform(&self) -> Option<(&Platform, u64)> {
        let platform = &self.image_data.platform;
        (self.available && self.kind == "image" && !platform.os.is_empty()).then(|| (platform, bytes(self.size.total)))
    }
}

/// The configuration of an image for its containers.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct Config {
    pub user: String,
    pub working_dir: String,
    #[serde(deserialize_with = "null_to_default")]
    pub env: Vec<String>,
    #[serde(deserialize_with = "null_to_default")]
    pub entrypoint: Vec<String>,
    #[serde(deserialize_with = "null_to_default")]
    pub cmd: Vec<String>,
    #[serde(deserialize_with = "null_to_default")]
    exposed_ports: BTreeMap<String, IgnoredAny>,
    #[serde(deserialize_with = "null_to_default")]
    volumes: BTreeMap<String, IgnoredAny>,
    #[serde(deserialize_with = "null_to_default")]
    labels: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct RootFs {
    #[serde(deserialize_with = "null_to_default")]
    layers: Vec<String>,
}

/// A storage driver's data on an image or a container.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct GraphDriver {
    #[serde(deserialize_with = "null_to_default")]
    data: BTreeMap<String, String>,
}

impl GraphDriver {
    /// The folders of all layers but the top one, downwards (moby's overlay2 driver, `GetMetadata`).
    pub(crate) fn lower(&self) -> Option<impl DoubleEndedIterator<Item = &str>> {
        self.data.get("LowerDir").map(|folders| folders.split(':'))
    }

    /// The folder of the top layer.
    fn upper(&self) -> Option<&str> {
        self.data.get("UpperDir").map(String::as_str)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Metadata {
    #[serde(deserialize_with = "null_to_default")]
    last_tag_time: String,
}

impl Config {
    /// The ports, sorted.
    pub fn exposed_ports(&self) -> Vec<String> {
        self.exposed_ports.keys().cloned().collect()
    }

    /// The paths, sorted.
    pub fn volumes(&self) -> Vec<String> {
        self.volumes.keys().cloned().collect()
    }
}

impl ImageInspect {
    /// `sha256:…`
    pub fn id(&self) -> String {
        full_id(&self.id)
    }

    /// The diff IDs of its layers, base first.
    pub fn layers(&self) -> &[String] {
        &self.root_fs.layers
    }

    /// Bytes, as the engine counts them.
    pub fn size(&self) -> u64 {
        bytes(self.size)
    }

    /// When it was last tagged here, in seconds since 1970; `None` for one that never was.
    pub fn last_tagged(&self) -> Option<i64> {
        parse_timestamp(&self.metadata.last_tag_time)
    }

    /// The folders of its layers, base first (moby's overlay2 driver, `GetMetadata`).
    pub fn folders(&self) -> Vec<String> {
        let lower = self.graph_driver.lower().into_iter().flatten().rev();
        lower.chain(self.graph_driver.upper()).map(str::to_owned).collect()
    }

    /// Its digest in a repository.
    pub(crate) fn digest_in(&self, repository: &Reference) -> Option<String> {
        if let Some(digest) = repository.digest() {
            return Some(digest.to_owned());
        }
        let names = self.repo_digests.iter().filter_map(|name| Reference::parse(name).ok());
        names.filter(|name| name.same_repository(repository)).find_map(|name| name.digest().map(str::to_owned))
    }

    pub fn into_image(self, store: ImageStore) -> Image {
        let (id, size) = (self.id(), self.size());
        Image {
            parent: parent(&self.parent),
            created: parse_timestamp(&self.created).unwrap_or_default(),
            size,
            labels: self.config.labels,
            ..image(id, self.repo_tags, self.repo_digests, store)
        }
    }
}

/// The images, intermediate ones included, that match a filter in the API's JSON; all without one.
pub(super) async fn summaries(engine: &Engine, filters: Option<&str>) -> Result<Vec<ImageSummary>> {
    let filters = form_urlencoded::byte_serialize(filters.unwrap_or("{}").as_bytes());
    engine.json(&format!("/images/json?all=true&filters={}", filters.collect::<String>())).await
}

/// Inspects an image; `None` when it does not exist.
pub(crate) async fn inspect(engine: &Engine, name: &str) -> Result<Option<ImageInspect>> {
    inspect_with(engine, name, "").await
}

/// Inspects an image with a parameter.
pub(super) async fn inspect_with(engine: &Engine, name: &str, parameter: &str) -> Result<Option<ImageInspect>> {
    let Ok(name) = path_name(name) else { return Ok(None) };
    let separator = if parameter.is_empty() { "" } else { "?" };
    match engine.json(&format!("/images/{name}/json{separator}{parameter}")).await {
        Ok(inspected) => Ok(Some(inspected)),
        Err(error) if error.code == ErrorCode::ImageNotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// An image's history, newest step first, for a platform if one must be named (see
/// [`PlatformInspect::foreign`](super::PlatformInspect)).
///
/// # Errors
/// [`ErrorCode::ImageNotFound`]; [`ErrorCode::PlatformNotFound`] where the image's configuration is missing.
pub(crate) async fn history(
    engine: &Engine,
    name: &str,
    platform: Option<&Platform>,
) -> Result<Vec<ImageHistoryResponseItem>> {
    let name = path_name(name)?;
    match platform {
        None => engine.docker().image_history(name).await.map_err(Error::from),
        Some(platform) => engine.json(&format!("/images/{name}/history?{}", platform.parameter())).await,
    }
}

fn bytes(size: i64) -> u64 {
    u64::try_from(size).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::ImageKind;

    #[test]
    fn an_inspected_image_is_read_whole() {
        let json = serde_json::json!({
            "Id": format!("sha256:{}", "1".repeat(64)),
            "Parent": format!("sha256:{}", "2".repeat(64)),
            "RepoTags": null,
            "RepoDigests": [],
            "Created": "2016-12-15T17:44:39.123456789Z",
            "Size": 188_000_000,
            "Config": { "Labels": { "a": "b" }, "ExposedPorts": { "80/tcp": {}, "443/tcp": {} }, "Cmd": null },
            "GraphDriver": { "Data": { "LowerDir": "/two:/one", "UpperDir": "/three" }, "Name": "overlay2" },
            "RootFS": { "Type": "layers", "Layers": ["sha256:one"] },
            "Metadata": { "LastTagTime": "0001-01-01T00:00:00Z" }
        });
        let inspected = serde_json::from_value::<ImageInspect>(json).unwrap();
        assert_eq!(inspected.config.exposed_ports(), ["443/tcp", "80/tcp"], "sorted");
        assert_eq!(inspected.folders(), ["/one", "/two", "/three"], "base first");
        assert_eq!(inspected.layers(), ["sha256:one"], "by diff ID");
        assert_eq!(inspected.last_tagged(), None, "Go's zero instant means never");
        let image = inspected.into_image(ImageStore::Classic);
        assert_eq!(image.parent, Some(format!("sha256:{}", "2".repeat(64))), "bollard's type would lose it");
        assert_eq!(image.created, 1_481_823_879, "in seconds");
        assert_eq!(image.size, 188_000_000, "in bytes");
        assert_eq!(image.labels["a"], "b", "labels come from the configuration");
    }

    #[test]
    fn an_image_of_which_not_all_is_here_is_read_all_the_same() {
        let digest = format!("sha256:{}", "1".repeat(64));
        for (case, answer) in [
            // Docker 28 with the containerd store, an image of another platform.
            (
                "empty",
                serde_json::json!({
                    "Id": digest, "RepoTags": ["web:1"], "RepoDigests": [format!("web@{digest}")], "Created": "", "Author": "",
                    "Config": null, "Os": "", "Architecture": "", "Size": 7, "RootFS": {}, "Metadata": {},
                    "GraphDriver": { "Data": null, "Name": "overlayfs" }
                }),
            ),
            // Docker 29 leaves out unknown fields.
            ("left out", serde_json::json!({ "Id": digest, "RepoTags": ["web:1"], "Size": 7 })),
            (
                "null",
                serde_json::json!({
                    "Id": digest, "RepoTags": ["web:1"], "RepoDigests": null, "Size": 7, "Config": null, "GraphDriver": null,
                    "RootFS": { "Layers": null }, "Metadata": null
                }),
            ),
        ] {
            let inspected = serde_json::from_value::<ImageInspect>(answer).expect(case);
            assert_eq!(inspected.layers(), [] as [&str; 0], "{case}: no layer is told of");
            assert_eq!(inspected.config.volumes(), [] as [&str; 0], "{case}: nor any configuration");
            let image = inspected.into_image(ImageStore::Containerd);
            assert_eq!((image.id, image.size, image.created), (digest.clone(), 7, 0), "{case}: what is told is kept");
            assert_eq!(image.tags, ["web:1"], "{case}: it has its name");
        }
    }

    #[test]
    fn what_a_list_leaves_out_is_empty() {
        let listed =
            r#"[{"Id":"sha256:a","RepoTags":null,"RepoDigests":null,"Labels":null,"Size":-1},{"Id":"sha256:b"}]"#;
        let listed: Vec<ImageSummary> = serde_json::from_str(listed).expect("nothing but an ID is asked for");
        let images: Vec<Image> = listed.into_iter().map(|image| image.into_image(ImageStore::Classic)).collect();
        assert_eq!(
            (images[0].size, images[0].tags.len()),
            (0, 0),
            "null is nothing, and no image takes less than that"
        );
        assert_eq!(images[1].kind, ImageKind::Dangling, "one of which nothing is told has no name");
    }
}
