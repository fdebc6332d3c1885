use std::collections::HashMap;

use crate::wire::{Container, Image};

/// The engine's images and containers, by ID.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contents {
    /// By `sha256:…`.
    pub images: HashMap<String, Image>,
    /// By 64 hex digits.
    pub containers: HashMap<String, Container>,
}

impl Contents {
    /// The container with this name, ID or unambiguous beginning of an ID.
    pub fn container(&self, name: &str) -> Option<&Container> {
        self.containers
            .get(name)
            .or_else(|| self.containers.values().find(|container| container.name == name))
            .or_else(|| only(self.containers.values().filter(|container| container.id.starts_with(name))))
    }

    /// The containers made from an image, running or not, by name.
    pub fn users(&self, image: &str) -> Vec<&Container> {
        let mut users: Vec<&Container> =
            self.containers.values().filter(|container| container.image_id == image).collect();
        users.sort_by(|one, other| one.name.cmp(&other.name));
        users
    }
}

/// The single item of an iterator, or nothing when there are none or several.
fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}
