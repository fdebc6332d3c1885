use std::collections::HashMap;

use crate::{
    error::Error,
    grammar::Reference,
    inventory::MirrorProvenance,
    wire::{Container, Image, ImageOrigin, ImageStore},
};

/// The engine's images and containers, by ID.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contents {
    /// The images by ID, `sha256:…`.
    pub images: HashMap<String, Image>,
    /// The containers by ID, 64 hex digits.
    pub containers: HashMap<String, Container>,
    /// The engine's image store: what a removal does depends on it.
    pub store: ImageStore,
    /// Why the engine refused to list its images, if it did.
    pub images_refused: Option<Error>,
    /// Why the engine refused to list its containers, if it did.
    pub containers_refused: Option<Error>,
    /// The origins of images that registries have answered, by ID. They override what follows from the engine's reply.
    pub verified_origins: HashMap<String, ImageOrigin>,
}

impl Contents {
    /// Nothing but the origins of images pulled through a mirror: a registry.
    pub(super) fn with_provenance(provenance: &MirrorProvenance) -> Self {
        let origins = provenance.references().into_keys().map(|image| (image, ImageOrigin::Registry));
        Self { verified_origins: origins.collect(), ..Self::default() }
    }

    /// The image that a name stands for: a reference in any form (without a tag: `latest`), an ID, or an unambiguous ID
    /// prefix. As in Docker, a reference takes precedence over an ID prefix.
    pub fn image(&self, name: &str) -> Option<&Image> {
        self.image_by(name, |own| self.images.values().find(|image| names_of(image).any(|name| name == own)))
    }

    /// Why the engine refused to list something, if it did.
    pub(super) fn refused(&self) -> Option<&Error> {
        self.images_refused.as_ref().or(self.containers_refused.as_ref())
    }

    /// An index of all names, to look up many.
    pub(crate) fn name_index(&self) -> NameIndex<'_> {
        let names = |image| names_of(image).map(move |name| (name, image));
        NameIndex { contents: self, images: self.images.values().flat_map(names).collect() }
    }

    fn image_by<'a>(&'a self, name: &str, find: impl Fn(&str) -> Option<&'a Image>) -> Option<&'a Image> {
        let name = name.trim();
        let hex = name.strip_prefix("sha256:").unwrap_or(name);
        let by_id = || self.images.get(&format!("sha256:{hex}"));
        let by_reference = || find(&own_name(&Reference::parse(name).ok()?.with_default_tag()));
        let by_prefix = || {
            let has_prefix = |image: &&Image| image.id.strip_prefix("sha256:").is_some_and(|id| id.starts_with(hex));
            if hex.is_empty() { None } else { only(self.images.values().filter(has_prefix)) }
        };
        by_id().or_else(by_reference).or_else(by_prefix)
    }

    /// Replaces everything by an engine's listing, except the verified origins.
    pub(super) fn replace(&mut self, listed: Self) {
        let verified_origins = std::mem::take(&mut self.verified_origins);
        *self = Self { verified_origins, images: HashMap::new(), ..listed };
        self.images = listed.images.into_iter().map(|(id, image)| (id, self.with_verified_origin(image))).collect();
    }

    /// Sets the origin of an image as the registries answered; returns the image if that changes it.
    pub(super) fn verify_origin(&mut self, image: &str, origin: ImageOrigin) -> Option<Image> {
        self.verified_origins.insert(image.to_owned(), origin);
        let image = self.images.get_mut(image).filter(|image| image.origin != origin)?;
        image.origin = origin;
        Some(image.clone())
    }

    /// An image as the engine describes it, with its verified origin.
    pub(super) fn with_verified_origin(&self, image: Image) -> Image {
        Image { origin: self.verified_origins.get(&image.id).copied().unwrap_or(image.origin), ..image }
    }

    /// The container with this name, ID or unambiguous ID prefix.
    pub fn container(&self, name: &str) -> Option<&Container> {
        self.containers
            .get(name)
            .or_else(|| self.containers.values().find(|container| container.name == name))
            .or_else(|| only(self.containers.values().filter(|container| container.id.starts_with(name))))
    }

    /// The containers created from an image, running or not, by name.
    pub fn users(&self, image: &str) -> Vec<&Container> {
        let mut users: Vec<&Container> =
            self.containers.values().filter(|container| container.image_id == image).collect();
        users.sort_by(|one, other| one.name.cmp(&other.name));
        users
    }
}

/// See [`Contents::name_index`].
pub(crate) struct NameIndex<'a> {
    contents: &'a Contents,
    images: HashMap<&'a str, &'a Image>,
}

impl<'a> NameIndex<'a> {
    /// See [`Contents::image`].
    pub(crate) fn image(&self, name: &str) -> Option<&'a Image> {
        self.contents.image_by(name, |own| self.images.get(own).copied())
    }
}

/// The tags of an image, and its digests with their repositories.
fn names_of(image: &Image) -> impl Iterator<Item = &str> {
    image.tags.iter().chain(&image.digests).map(String::as_str)
}

/// A reference in the form of an image's names. A digest alone decides, whatever tag precedes it.
fn own_name(reference: &Reference) -> String {
    match reference.digest() {
        Some(digest) => format!("{}@{digest}", reference.familiar_repository()),
        None => reference.familiar(),
    }
}

/// The single item of an iterator; `None` if there are none or several.
fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::wire::ImageKind;

    fn image(digit: &str, tags: &[&str], digests: &[String]) -> (String, Image) {
        let id = format!("sha256:{digit:0<64}");
        let image = Image {
            id: id.clone(),
            kind: ImageKind::Tagged,
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            digests: digests.to_vec(),
            origin: ImageOrigin::Registry,
            parent: None,
            created: 0,
            size: 0,
            labels: BTreeMap::new(),
        };
        (id, image)
    }

    #[test]
    fn images_are_found_by_all_their_names() {
        let digest = format!("sha256:{}", "d".repeat(64));
        let images = [
            image("abc1", &["ubuntu:14.04", "ubuntu:latest"], &[format!("ubuntu@{digest}")]),
            image("abc2", &["localhost:5000/web:1", "abc1:latest"], &[]),
        ];
        let contents = Contents { images: images.into_iter().collect(), ..Contents::default() };
        let found = |name: &str| contents.image(name).map(|image| image.id[7..11].to_owned());
        for (name, expected) in [
            ("ubuntu:14.04", Some("abc1")),
            ("ubuntu", Some("abc1")),
            ("docker.io/library/ubuntu:14.04", Some("abc1")),
            (&format!("ubuntu:9@{digest}"), Some("abc1")),
            (&format!("sha256:{:0<64}", "abc2"), Some("abc2")),
            (&format!("{:0<64}", "abc2"), Some("abc2")),
            ("sha256:abc10", Some("abc1")),
            ("abc2", Some("abc2")),
            ("abc1", Some("abc2")),
            ("abc", None),
            ("ubuntu:16.04", None),
            ("localhost:5000/web:1", Some("abc2")),
            ("web:1", None),
            ("", None),
            ("sha256:", None),
        ] {
            assert_eq!(found(name).as_deref(), expected, "the image that {name:?} stands for");
        }
    }
}
