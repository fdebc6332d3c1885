//! Images as the inventory has them: all with one request, or one by one.

use std::collections::{HashMap, HashSet};

use serde_json::json;

use super::reply::{inspect, summaries};
use crate::{
    connect::Engine,
    error::Result,
    wire::{Image, ImageKind, ImageStore},
};

/// All images, intermediate ones included.
///
/// # Errors
/// The engine's refusal by code.
pub async fn list(engine: &Engine) -> Result<Vec<Image>> {
    let mut images: HashMap<String, Image> = summaries(engine, None)
        .await?
        .into_iter()
        .map(|summary| summary.into_image(engine.info().store))
        .map(|image| (image.id.clone(), image))
        .collect();
    classify(&mut images);
    Ok(images.into_values().collect())
}

/// One image, without listing the others; `None` when it does not exist. Whether others are built on it is only known
/// among all: see [`classify`].
///
/// # Errors
/// The engine's refusal by code.
pub async fn one(engine: &Engine, id: &str) -> Result<Option<Image>> {
    let Some(inspected) = inspect(engine, id).await? else { return Ok(None) };
    let mut image = inspected.into_image(engine.info().store);
    // The containerd store's inspect reports another size than its list, which also counts the compressed content.
    if engine.info().store == ImageStore::Containerd
        && let Some(listed) = listed(engine, &image).await?
    {
        // Only the size: filtered by one name, the list leaves out the others.
        image.size = listed.size;
    }
    Ok(Some(image))
}

/// The image as the list has it, filtered by its name. One without a name is among the dangling ones, the narrowest filter
/// that matches it.
async fn listed(engine: &Engine, image: &Image) -> Result<Option<Image>> {
    let (filter, value) = match image.tags.first().or(image.digests.first()) {
        Some(name) => ("reference", name.as_str()),
        None => ("dangling", "true"),
    };
    let filters = json!({ filter: [value] }).to_string();
    let summaries = summaries(engine, Some(&filters)).await?;
    let mut listed = summaries.into_iter().map(|summary| summary.into_image(engine.info().store));
    Ok(listed.find(|listed| listed.id == image.id))
}

/// Sets each image's kind, and returns the IDs of those whose kind changed.
///
/// A kind depends on the other images: without a tag, an image is intermediate while it is another's parent.
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::wire::ImageOrigin;

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
}
