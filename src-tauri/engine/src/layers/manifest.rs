//! The images in an archive, from `manifest.json` as `docker save` writes it, else from an OCI layout's `index.json`,
//! else from `repositories`, as Docker before 1.10 wrote it.

mod docker;
mod oci;
mod root;
mod v1;

use self::root::Root;
use super::{
    archive::Contents,
    failure::{Limit, invalid_archive},
    image_config::ImageConfig,
};
use crate::error::{Error, ErrorCode, Result};

const DOCKER: &str = "manifest.json";
const OCI: &str = "index.json";
const V1: &str = "repositories";

/// The images of an archive, those of this machine's platform first. All layers of each are in the archive and have the
/// digests that the image's configuration lists.
///
/// # Errors
/// [`ErrorCode::ArchiveInvalid`], [`ErrorCode::ArchiveWithoutImages`], [`ErrorCode::LayerMissing`],
/// [`ErrorCode::DigestMismatch`].
pub(super) fn images(contents: &Contents) -> Result<Vec<ImageConfig>> {
    let mut images: Vec<ImageConfig> = Vec::new();
    let mut artifacts = Vec::new();
    for folder in roots(contents) {
        for image in listed(Root { folder, contents }, &mut artifacts)? {
            match images.iter_mut().find(|known| known.image == image.image) {
                Some(known) => known.references.extend(image.references),
                None => images.push(image),
            }
            Limit::Layers.check(images.len() as u64)?;
        }
    }
    if images.is_empty() {
        return Err(without_images(artifacts));
    }
    images.sort_by_key(|image| !is_native(&image.platform));
    Ok(images)
}

/// The error for an archive without images, with the types of what it has instead.
fn without_images(mut artifacts: Vec<String>) -> Error {
    if artifacts.is_empty() {
        return invalid_archive("no image is in the archive");
    }
    artifacts.sort();
    artifacts.dedup();
    Error::new(ErrorCode::ArchiveWithoutImages).with("types", artifacts.join(", "))
}

/// The image with exactly these layers, if the archive contains its configuration.
pub(super) fn image_with_layers(contents: &Contents, layers: &[String]) -> Option<ImageConfig> {
    contents
        .documents
        .values()
        .filter_map(|document| ImageConfig::parse(document, Vec::new()).ok())
        .find(|config| config.layers == layers)
}

/// Whether this machine's engines would run it.
fn is_native(platform: &str) -> bool {
    let architecture = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    };
    let mut parts = platform.split('/');
    parts.next() == Some("linux") && parts.next() == Some(architecture)
}

/// The folders that have a list of images, each with its `/`: the archive's root, or the one folder around everything in
/// an archive that was made of a folder.
fn roots(contents: &Contents) -> Vec<&str> {
    let folder = |name: &str| [DOCKER, OCI, V1].into_iter().find_map(|list| Some(name.strip_suffix(list)?.len()));
    let mut roots: Vec<&str> = contents
        .documents
        .keys()
        .filter_map(|name| Some(&name[..folder(name)?]))
        .filter(|folder| folder.is_empty() || folder.ends_with('/'))
        .collect();
    let depth = |folder: &str| folder.matches('/').count();
    let outermost = roots.iter().map(|folder| depth(folder)).min().unwrap_or_default();
    roots.retain(|folder| depth(folder) == outermost);
    roots.dedup();
    roots
}

/// The images that a folder lists; adds the types of what is no image to `artifacts`.
fn listed(root: Root<'_>, artifacts: &mut Vec<String>) -> Result<Vec<ImageConfig>> {
    let docker = root.document(DOCKER).map(docker::listed_images).transpose()?.unwrap_or_default();
    let listed = match (root.document(OCI), root.document(V1)) {
        // The containerd store lists an image of another platform in the index only.
        (Some(index), _) if docker.is_empty() => oci::listed_images(index, root, artifacts)?,
        (None, Some(repositories)) if docker.is_empty() => return v1::images(repositories, root),
        _ => docker,
    };
    listed.into_iter().map(|image| root.image(image)).collect()
}
