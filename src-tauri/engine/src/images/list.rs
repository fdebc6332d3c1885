//! Images as the inventory knows them: all in one question, or one by one.

use std::collections::{BTreeMap, HashMap, HashSet};

use bollard::{
    models::{ImageInspect, ImageSummary},
    query_parameters::ListImagesOptionsBuilder,
};
use serde::Deserialize;

use super::{Reference, full_id, path_name};
use crate::{
    connect::Engine,
    error::{ErrorCode, Result},
    wire::{Image, ImageKind, ImageOrigin, ImageStore},
};

/// All images, intermediate ones included.
///
/// # Errors
/// The engine's, by code.
pub async fn list(engine: &Engine) -> Result<Vec<Image>> {
    let options = ListImagesOptionsBuilder::default().all(true).build();
    let mut images: HashMap<String, Image> = engine
        .docker()
        .list_images(Some(options))
        .await?
        .into_iter()
        .map(|summary| from_summary(summary, engine.info().store))
        .map(|image| (image.id.clone(), image))
        .collect();
    classify(&mut images);
    Ok(images.into_values().collect())
}

/// One image, without listing the others; `None` when it is gone. Whether others are built on it can only be told
/// among all: see [`classify`].
///
/// # Errors
/// The engine's, by code.
pub async fn one(engine: &Engine, id: &str) -> Result<Option<Image>> {
    let Some(inspected) = inspect(engine, id).await? else { return Ok(None) };
    let mut image = inspected.into_image(engine.info().store);
    // The containerd store's inspect tells another size than its list, which counts what it keeps compressed as well.
    if engine.info().store == ImageStore::Containerd
        && let Some(listed) = listed(engine, &image).await?
    {
        // The size alone: asked for by one name, the list leaves out the others.
        image.size = listed.size;
    }
    Ok(Some(image))
}

/// The image as the list has it, asked for by its name. What has none is among the dangling ones, the fewest that can be
/// asked for.
async fn listed(engine: &Engine, image: &Image) -> Result<Option<Image>> {
    let (filter, value) = match image.tags.first().or(image.digests.first()) {
        Some(name) => ("reference", name.as_str()),
        None => ("dangling", "true"),
    };
    let filters = HashMap::from([(filter, vec![value])]);
    let options = ListImagesOptionsBuilder::default().all(true).filters(&filters).build();
    let summaries = engine.docker().list_images(Some(options)).await?;
    let mut listed = summaries.into_iter().map(|summary| from_summary(summary, engine.info().store));
    Ok(listed.find(|listed| listed.id == image.id))
}

/// Sets each image's kind, and answers the IDs of those whose kind is another than before.
///
/// A kind is no image's own: without a tag, it is intermediate while another image has it for its parent.
pub fn classify(images: &mut HashMap<String, Image>) -> Vec<String> {
    let parents: HashSet<String> = images.values().filter_map(|image| image.parent.clone()).collect();
    images
        .values_mut()
        .filter_map(|image| {
            let kind = match (image.tags.is_empty(), parents.contains(&image.id)) {
                (false, _) => ImageKind::Tagged,
                (true, true) => ImageKind::Intermediate,
                (true, false) => ImageKind::Dangling,
            };
            let changed = image.kind != kind;
            image.kind = kind;
            changed.then(|| image.id.clone())
        })
        .collect()
}

/// What `GET /images/{name}/json` answers; bollard's type leaves the parent out.
#[derive(Debug, Deserialize)]
pub(crate) struct Inspected {
    #[serde(rename = "Parent", default)]
    parent: Option<String>,
    /// The rest.
    #[serde(flatten)]
    pub(crate) image: ImageInspect,
}

impl Inspected {
    /// `sha256:…`
    pub(crate) fn id(&self) -> String {
        full_id(self.image.id.as_deref().unwrap_or_default())
    }

    /// The diff IDs of its layers, base first.
    pub(crate) fn layers(&self) -> Option<&[String]> {
        self.image.root_fs.as_ref()?.layers.as_deref()
    }

    /// The digest under which a repository has it.
    pub(crate) fn digest_in(&self, repository: &Reference) -> Option<String> {
        if let Some(digest) = repository.digest() {
            return Some(digest.to_owned());
        }
        let names = self.image.repo_digests.iter().flatten().filter_map(|name| Reference::parse(name).ok());
        names.filter(|name| name.same_repository(repository)).find_map(|name| name.digest().map(str::to_owned))
    }

    pub(crate) fn into_image(self, store: ImageStore) -> Image {
        let id = self.id();
        let (tags, digests) = tags_and_digests(
            &id,
            self.image.repo_tags.unwrap_or_default(),
            self.image.repo_digests.unwrap_or_default(),
            store,
        );
        let image = Image {
            id,
            kind: ImageKind::Dangling,
            origin: origin(&digests, store),
            tags,
            digests,
            parent: parent(self.parent.as_deref().unwrap_or_default()),
            created: self.image.created.map_or(0, |created| created.unix_timestamp()),
            size: bytes(self.image.size.unwrap_or_default()),
            labels: self.image.config.and_then(|config| config.labels).unwrap_or_default().into_iter().collect(),
        };
        with_own_kind(image)
    }
}

/// What the engine knows of an image; `None` when it has no such image.
pub(crate) async fn inspect(engine: &Engine, name: &str) -> Result<Option<Inspected>> {
    let Ok(name) = path_name(name) else { return Ok(None) };
    let path = format!("/images/{name}/json");
    match engine.json(&path).await {
        Ok(inspected) => Ok(Some(inspected)),
        Err(error) if error.code == ErrorCode::ImageNotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn from_summary(summary: ImageSummary, store: ImageStore) -> Image {
    let id = full_id(&summary.id);
    let (tags, digests) = tags_and_digests(&id, summary.repo_tags, summary.repo_digests, store);
    with_own_kind(Image {
        id,
        kind: ImageKind::Dangling,
        origin: origin(&digests, store),
        tags,
        digests,
        parent: parent(&summary.parent_id),
        created: summary.created,
        size: bytes(summary.size),
        labels: summary.labels.into_iter().collect::<BTreeMap<_, _>>(),
    })
}

/// What an image's digests tell of where it can be had. In the classic store only a registry gives one.
fn origin(digests: &[String], store: ImageStore) -> ImageOrigin {
    let is_remote = |digest: &String| !digest.starts_with("localhost/");
    match store {
        // Podman's name for images that were built without a registry's.
        _ if !digests.iter().any(is_remote) => ImageOrigin::OnlyHere,
        ImageStore::Classic => ImageOrigin::Registry,
        ImageStore::Containerd | ImageStore::Podman => ImageOrigin::Unsure,
    }
}

/// The kind as far as the image alone tells it.
fn with_own_kind(mut image: Image) -> Image {
    if !image.tags.is_empty() {
        image.kind = ImageKind::Tagged;
    }
    image
}

/// An image's names, each kind apart.
///
/// The containerd store lists what was pulled by digest among the tags, and of an image in several repositories the
/// digest in one of them only (moby `daemon/containerd/image_list.go`); its inspect tells all. There the ID is the digest,
/// so that each repository with a tag has it.
fn tags_and_digests(
    id: &str,
    tags: Vec<String>,
    digests: Vec<String>,
    store: ImageStore,
) -> (Vec<String>, Vec<String>) {
    let (named_by_digest, tags): (Vec<String>, Vec<String>) = tags.into_iter().partition(|name| name.contains('@'));
    let mut digests: Vec<String> = digests.into_iter().chain(named_by_digest).collect();
    if store == ImageStore::Containerd {
        let repositories = tags.iter().filter_map(|tag| Reference::parse(tag).ok());
        digests.extend(repositories.map(|tag| format!("{}@{id}", tag.repository())));
    }
    (names(tags), names(digests))
}

/// Names in Docker's familiar form, sorted. Before API 1.43 an image without names has the literal `<none>:<none>`;
/// Podman always names `docker.io/library/`.
pub(super) fn names(names: Vec<String>) -> Vec<String> {
    let mut names: Vec<String> = names
        .into_iter()
        .filter(|name| !name.starts_with("<none>"))
        .map(|name| Reference::parse(&name).map_or(name, |reference| reference.familiar()))
        .collect();
    names.sort();
    names.dedup();
    names
}

fn parent(id: &str) -> Option<String> {
    (!id.is_empty()).then(|| full_id(id))
}

fn bytes(size: i64) -> u64 {
    u64::try_from(size).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(id: &str, tags: &[&str], parent: Option<&str>) -> Image {
        Image {
            id: id.to_owned(),
            kind: ImageKind::Dangling,
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            digests: Vec::new(),
            origin: ImageOrigin::OnlyHere,
            parent: parent.map(str::to_owned),
            created: 0,
            size: 0,
            labels: BTreeMap::new(),
        }
    }

    #[test]
    fn kinds_depend_on_the_others() {
        let mut images: HashMap<String, Image> =
            [image("base", &["base:1"], None), image("step", &[], Some("base")), image("top", &[], Some("step"))]
                .into_iter()
                .map(|image| (image.id.clone(), image))
                .collect();
        let mut changed = classify(&mut images);
        changed.sort();
        assert_eq!(changed, ["base", "step"], "those that were thought dangling");
        assert_eq!(images["step"].kind, ImageKind::Intermediate, "another is built on it");
        assert_eq!(images["top"].kind, ImageKind::Dangling, "nothing is built on it");
        images.remove("top");
        assert_eq!(classify(&mut images), ["step"], "only what changed");
        assert_eq!(images["step"].kind, ImageKind::Dangling, "its last child is gone");
        assert_eq!(classify(&mut images), [] as [&str; 0], "nothing changed since");
    }

    #[test]
    fn engines_spellings_become_one() {
        let hex = "a".repeat(64);
        assert_eq!(full_id(&hex), format!("sha256:{hex}"), "Podman leaves the algorithm out");
        assert_eq!(names(vec!["<none>:<none>".to_owned()]), [] as [&str; 0], "an old API's word for nothing");
        assert_eq!(names(vec!["<none>@<none>".to_owned()]), [] as [&str; 0], "the same for digests");
        assert_eq!(
            names(vec!["docker.io/library/b:1".to_owned(), "localhost/a:1".to_owned()]),
            ["b:1", "localhost/a:1"],
            "familiar names, sorted"
        );
    }

    #[test]
    fn the_containerd_stores_names_are_told_in_whole() {
        let id = format!("sha256:{}", "a".repeat(64));
        let pulled_by_digest = format!("docker.io/library/db@{id}");
        let tags = ["docker.io/library/web:1", "mirror.io/web:1", &pulled_by_digest].map(str::to_owned).to_vec();
        let told = tags_and_digests(&id, tags, vec![format!("mirror.io/web@{id}")], ImageStore::Containerd);
        let digests = ["db", "mirror.io/web", "web"].map(|repository| format!("{repository}@{id}"));
        assert_eq!(told.0, ["mirror.io/web:1", "web:1"], "a digest is no tag, wherever it is listed");
        assert_eq!(told.1, digests, "and each repository has the digest, of which the list tells one");
        let classic = tags_and_digests(&id, vec!["web:1".to_owned()], Vec::new(), ImageStore::Classic);
        assert_eq!(classic.1, [] as [&str; 0], "elsewhere only a registry gives a digest");
    }

    #[test]
    fn a_digest_tells_of_a_registry_in_the_classic_store_alone() {
        let digest = |repository: &str| vec![format!("{repository}@sha256:{}", "a".repeat(64))];
        let told = |digests: &[String]| {
            [ImageStore::Classic, ImageStore::Containerd, ImageStore::Podman].map(|store| origin(digests, store))
        };
        use ImageOrigin::*;
        assert_eq!(told(&[]), [OnlyHere; 3], "no registry gave it a digest");
        assert_eq!(told(&digest("web")), [Registry, Unsure, Unsure], "the other two make digests themselves");
        assert_eq!(told(&digest("localhost/web")), [OnlyHere; 3], "no registry is called so");
    }

    #[test]
    fn an_inspected_image_has_its_parent() {
        let json = serde_json::json!({
            "Id": format!("sha256:{}", "1".repeat(64)),
            "Parent": format!("sha256:{}", "2".repeat(64)),
            "RepoTags": null,
            "RepoDigests": [],
            "Created": "2016-12-15T17:44:39.123456789Z",
            "Size": 188_000_000,
            "Config": { "Labels": { "a": "b" } },
            "RootFS": { "Type": "layers", "Layers": [] }
        });
        let image = serde_json::from_value::<Inspected>(json).unwrap().into_image(ImageStore::Classic);
        assert_eq!(image.parent, Some(format!("sha256:{}", "2".repeat(64))), "bollard's type would lose it");
        assert_eq!(image.created, 1_481_823_879, "in seconds");
        assert_eq!(image.size, 188_000_000, "in bytes");
        assert_eq!(image.labels["a"], "b", "labels come from the configuration");
    }
}
