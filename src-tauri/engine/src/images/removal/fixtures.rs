//! Images, containers and inventories for tests.

use std::collections::BTreeMap;

use crate::{
    api::images::classify,
    inventory::Contents,
    wire::{Container, Image, ImageKind, ImageOrigin},
};

/// A full ID that starts with the name in hex.
pub fn id(name: &str) -> String {
    let digits: String = name.bytes().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{digits:0<64}")
}

/// An image with these names; a name with `@` is a digest.
pub fn image(name: &str, names: &[&str], parent: Option<&str>) -> Image {
    let (digests, tags) = names.iter().map(|name| (*name).to_owned()).partition(|name: &String| name.contains('@'));
    let pulled = names.iter().any(|name| name.contains('@'));
    Image {
        id: id(name),
        kind: ImageKind::Dangling,
        tags,
        digests,
        origin: if pulled { ImageOrigin::Registry } else { ImageOrigin::OnlyHere },
        parent: parent.map(id),
        created: 0,
        size: 1,
        labels: BTreeMap::new(),
    }
}

/// A container created from an image.
pub fn container(name: &str, image: &str) -> Container {
    let container = Container::exited(id(name).trim_start_matches("sha256:").to_owned(), name, image);
    Container { image_id: id(image), ..container }
}

/// An inventory of these images and containers.
pub fn contents(images: Vec<Image>, containers: Vec<Container>) -> Contents {
    let mut contents = Contents {
        images: images.into_iter().map(|image| (image.id.clone(), image)).collect(),
        containers: containers.into_iter().map(|container| (container.id.clone(), container)).collect(),
        ..Contents::default()
    };
    classify(&mut contents.images);
    contents
}
