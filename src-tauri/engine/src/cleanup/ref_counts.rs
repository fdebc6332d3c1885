//! How many images, containers and layers hold each layer, and which layers are freed when images and containers go.

use std::collections::HashSet;

use super::Forest;

/// The references to each layer after the deletions so far.
pub(super) struct LayerRefCounts<'a> {
    forest: &'a Forest,
    /// For each layer: layers on it, images whose top layer it is, containers that hold it.
    counts: Vec<u32>,
    /// For each layer, how many containers hold it or a layer on it, before any deletion.
    containers: Vec<u32>,
}

impl<'a> LayerRefCounts<'a> {
    /// The references before any deletion. `tops` are the top layers of containers, one for each container.
    pub(super) fn new(forest: &'a Forest, tops: impl Iterator<Item = u32>) -> Self {
        let mut counts = vec![0; forest.view.layers.len()];
        let mut containers = counts.clone();
        for parent in forest.view.layers.iter().filter_map(|layer| layer.parent) {
            counts[parent as usize] += 1;
        }
        for top in forest.top.values().flatten() {
            counts[*top as usize] += 1;
        }
        for top in tops {
            counts[top as usize] += 1;
            forest.chain(Some(top)).for_each(|layer| containers[layer as usize] += 1);
        }
        Self { forest, counts, containers }
    }

    /// Removes one reference from a layer and returns the layers that nothing holds any more.
    pub(super) fn release(&mut self, top: Option<u32>) -> Vec<u32> {
        let mut freed = Vec::new();
        let mut next = top;
        while let Some(layer) = next {
            let count = &mut self.counts[layer as usize];
            *count = count.saturating_sub(1);
            if *count > 0 {
                break;
            }
            freed.push(layer);
            next = self.forest.layer(layer).parent;
        }
        freed
    }

    /// Of the layers freed with these images, those that other images or containers held before any deletion.
    pub(super) fn shared(&self, freed: &[u32], images: &[&str]) -> Vec<u32> {
        let chains: Vec<HashSet<u32>> = images.iter().map(|image| self.forest.image_layers(image).collect()).collect();
        let own = |layer: u32| chains.iter().filter(|chain| chain.contains(&layer)).count();
        let is_exclusive = |layer: u32| {
            self.containers[layer as usize] == 0 && self.forest.image_counts[layer as usize] as usize == own(layer)
        };
        freed.iter().copied().filter(|layer| !is_exclusive(*layer)).collect()
    }
}
