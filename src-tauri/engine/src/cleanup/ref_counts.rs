//! Who holds which layers, and which come free when images and containers go.

use std::collections::HashSet;

use super::Forest;

/// The layers as they are held after the deletions so far.
pub(super) struct Holding<'a> {
    forest: &'a Forest,
    /// For each layer: layers on it, images that end with it, containers that hold it.
    holders: Vec<u32>,
    /// For each layer, how many containers hold it or one on it.
    containers: Vec<u32>,
}

impl<'a> Holding<'a> {
    /// As it stands. `containers` are the uppermost layers of containers, one for each container.
    pub(super) fn new(forest: &'a Forest, containers: impl Iterator<Item = u32>) -> Self {
        let mut holders = vec![0; forest.shown.layers.len()];
        let mut held = holders.clone();
        for parent in forest.shown.layers.iter().filter_map(|layer| layer.parent) {
            holders[parent as usize] += 1;
        }
        for top in forest.top.values().flatten() {
            holders[*top as usize] += 1;
        }
        for top in containers {
            holders[top as usize] += 1;
            forest.downwards(Some(top)).for_each(|layer| held[layer as usize] += 1);
        }
        Self { forest, holders, containers: held }
    }

    /// Takes one holder off a layer and answers the layers that nothing holds any more.
    pub(super) fn release(&mut self, top: Option<u32>) -> Vec<u32> {
        let mut free = Vec::new();
        let mut next = top;
        while let Some(layer) = next {
            let holders = &mut self.holders[layer as usize];
            *holders = holders.saturating_sub(1);
            if *holders > 0 {
                break;
            }
            free.push(layer);
            next = self.forest.layer(layer).parent;
        }
        free
    }

    /// Of layers that came free with these images, those that others held in the beginning.
    pub(super) fn shared(&self, free: &[u32], images: &[&str]) -> Vec<u32> {
        let paths: Vec<HashSet<u32>> = images.iter().map(|image| self.forest.layers_of(image).collect()).collect();
        let own = |layer: u32| paths.iter().filter(|path| path.contains(&layer)).count();
        let alone = |layer: u32| {
            self.containers[layer as usize] == 0 && self.forest.images[layer as usize] as usize == own(layer)
        };
        free.iter().copied().filter(|layer| !alone(*layer)).collect()
    }
}
