//! Converts a reply to an [`Image`]: names in Docker's familiar form, and its origin.

use std::collections::BTreeMap;

use crate::{
    grammar::{Reference, id::full_id},
    wire::{Image, ImageKind, ImageOrigin, ImageStore},
};

/// An image as far as it follows from its ID and names.
pub(super) fn image(id: String, tags: Vec<String>, digests: Vec<String>, store: ImageStore) -> Image {
    let (tags, digests) = tags_and_digests(&id, tags, digests, store);
    Image {
        id,
        // As far as it is known from this image alone.
        kind: if tags.is_empty() { ImageKind::Dangling } else { ImageKind::Tagged },
        origin: origin(&digests, store),
        tags,
        digests,
        parent: None,
        created: 0,
        size: 0,
        labels: BTreeMap::new(),
    }
}

/// An image's origin by its digests. In the classic store only a registry gives one.
fn origin(digests: &[String], store: ImageStore) -> ImageOrigin {
    let is_remote = |digest: &String| !digest.starts_with("localhost/");
    match store {
        // Podman's domain for images that were built without a registry.
        _ if !digests.iter().any(is_remote) => ImageOrigin::OnlyHere,
        ImageStore::Classic => ImageOrigin::Registry,
        ImageStore::Containerd | ImageStore::Podman => ImageOrigin::Unsure,
    }
}

/// An image's tags and digests.
///
/// The containerd store lists what was pulled by digest among the tags, and of an image in several repositories the
/// digest in one of them only (moby `daemon/containerd/image_list.go`); its inspect has all. There the ID is the digest,
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
pub(crate) fn names(names: Vec<String>) -> Vec<String> {
    let mut names: Vec<String> = names
        .into_iter()
        .filter(|name| !name.starts_with("<none>"))
        .map(|name| Reference::parse(&name).map_or(name, |reference| reference.familiar()))
        .collect();
    names.sort();
    names.dedup();
    names
}

pub(super) fn parent(id: &str) -> Option<String> {
    (!id.is_empty()).then(|| full_id(id))
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
