//! The layers of all images, each once, and how many bytes each adds.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::content::Blobs;
use crate::{
    api::content::Content,
    images::alignment::{Step, align},
    wire::{ByteRange, ForestImage, ForestLayer, Image, ImageKind, ImageStore, LayerForest},
};

/// The layers and history of one image.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LayerHistory {
    /// The digests of its unpacked layers, base first.
    pub(crate) digests: Vec<String>,
    /// The steps of its history, oldest first.
    pub(crate) steps: Vec<Step>,
    /// The instruction of each step.
    pub(crate) created_by: Vec<String>,
    /// The engine's folder of each layer, base first; empty if the engine does not report them.
    pub(crate) folders: Vec<String>,
    /// When it was last pulled, built, loaded or tagged, in seconds since 1970.
    pub(crate) last_tagged: Option<i64>,
    /// Its compressed content in the containerd store; `None` if the engine does not report it, and in other stores.
    pub(crate) content: Option<Content>,
    /// Whether BuildKit built it, or what it was built on.
    pub(crate) by_buildkit: bool,
}

/// The layers of all images, and what is needed to compute what a deletion frees.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Forest {
    /// The part that is sent to the page.
    pub(crate) view: LayerForest,
    /// The index of each image's top layer.
    pub(crate) top: HashMap<String, Option<u32>>,
    /// For each layer, how many images contain it, intermediate ones included.
    pub(crate) image_counts: Vec<u32>,
    /// For each layer, its bytes and those of all layers beneath it.
    totals: Vec<ByteRange>,
    /// What images have beside their unpacked layers.
    pub(crate) blobs: Blobs,
    /// The images that BuildKit built, or what they were built on.
    pub(crate) built: Vec<String>,
    /// The index of a layer by its chain ID.
    pub(crate) by_chain_id: HashMap<String, u32>,
    /// The index of a layer by its folder on the engine.
    pub(crate) by_folder: HashMap<String, u32>,
}

impl Forest {
    /// Merges the layers of all images. Images without a history are [`LayerForest::unread`].
    pub fn new(images: &[(&Image, Option<&LayerHistory>)], store: ImageStore, revision: u64) -> Self {
        // In a fixed order, so that the same images result in the same forest.
        let mut images: Vec<&(&Image, Option<&LayerHistory>)> = images.iter().collect();
        images.sort_by(|(one, _), (other, _)| one.id.cmp(&other.id));
        let unread = images.iter().filter(|(_, history)| history.is_none()).map(|(image, _)| image.id.clone());
        let mut forest = Self {
            view: LayerForest { revision, unread: unread.collect(), ..LayerForest::default() },
            ..Self::default()
        };
        let chains: Vec<ImageChain<'_>> = images
            .into_iter()
            .filter_map(|(image, history)| Some((*image, (*history)?)))
            .map(|(image, history)| ImageChain { image, history, layers: forest.insert_chain(&history.digests) })
            .collect();
        let known = chain_sizes(&chains, store);
        chains.iter().for_each(|chain| forest.merge(chain, &known));
        chains.iter().for_each(|chain| forest.add_blobs(chain, store));
        let built = chains.iter().filter(|chain| chain.history.by_buildkit);
        forest.built = built.map(|chain| chain.image.id.clone()).collect();
        forest.view.images = chains.iter().map(|chain| forest.image(chain)).collect();
        forest
    }

    /// The layer at an index.
    pub(crate) fn layer(&self, index: u32) -> &ForestLayer {
        &self.view.layers[index as usize]
    }

    /// A layer and all layers beneath it, top first.
    pub(crate) fn chain(&self, top: Option<u32>) -> impl Iterator<Item = u32> {
        std::iter::successors(top, |index| self.layer(*index).parent)
    }

    /// The layers of an image, top first; none for an unknown image.
    pub(crate) fn image_layers(&self, image: &str) -> impl Iterator<Item = u32> {
        self.chain(self.top.get(image).copied().flatten())
    }

    /// The bytes of some layers together. The sum may be exact although the layers' own sizes are not, if the layers lie
    /// on each other.
    pub(crate) fn bytes(&self, layers: impl IntoIterator<Item = u32>) -> ByteRange {
        // A layer is its total minus the total of its parent.
        let mut times: HashMap<u32, i64> = HashMap::new();
        for index in layers {
            *times.entry(index).or_default() += 1;
            if let Some(parent) = self.layer(index).parent {
                *times.entry(parent).or_default() -= 1;
            }
        }
        let sum = |least: bool| -> u64 {
            let bytes = |(index, times): (&u32, &i64)| {
                let total = self.totals[*index as usize];
                i128::from(*times) * i128::from(if (*times > 0) == least { total.least } else { total.most })
            };
            u64::try_from(times.iter().map(bytes).sum::<i128>()).unwrap_or_default()
        };
        ByteRange { least: sum(true), most: sum(false) }
    }

    /// Adds what an image has beside its unpacked layers.
    fn add_blobs(&mut self, chain: &ImageChain<'_>, store: ImageStore) {
        let unpacked = self.bytes(chain.layers.iter().copied());
        let rest = chain.image.size.saturating_sub(unpacked.least);
        match (store, &chain.history.content) {
            (ImageStore::Classic, _) => self.blobs.add_none(chain.image),
            (ImageStore::Podman, _) => self.blobs.add_own(chain.image, rest),
            (ImageStore::Containerd, None) => self.blobs.add_unknown(chain.image, rest),
            (ImageStore::Containerd, Some(content)) => {
                // Records of builds keep the manifests of what was built (BuildKit `solver/llbsolver/history.go`).
                let recorded = chain.history.by_buildkit && !content.pulled;
                self.blobs.add(chain.image, &chain.layers, content, recorded);
            }
        }
    }

    /// The indices of a chain of layers, base first; missing layers are added.
    fn insert_chain(&mut self, digests: &[String]) -> Vec<u32> {
        let mut chain: Vec<u32> = Vec::with_capacity(digests.len());
        let mut id = String::new();
        for digest in digests {
            id = chain_id(&id, digest);
            let index = *self.by_chain_id.entry(id.clone()).or_insert_with(|| {
                self.view.layers.push(ForestLayer {
                    id: id.clone(),
                    digest: digest.clone(),
                    // Filled in by the session, which has the keys learned from pulls.
                    colour_key: String::new(),
                    parent: chain.last().copied(),
                    // Narrowed by every image that contains it.
                    size: ByteRange { least: 0, most: u64::MAX },
                    created_by: String::new(),
                    images: 0,
                });
                self.image_counts.push(0);
                self.totals.push(ByteRange { least: 0, most: u64::MAX });
                u32::try_from(self.view.layers.len() - 1).unwrap_or(u32::MAX)
            });
            chain.push(index);
        }
        chain
    }

    /// Merges what an image's history says about its layers.
    fn merge(&mut self, chain: &ImageChain<'_>, known: &HashMap<u32, u64>) {
        let ImageChain { image, history, layers } = chain;
        let size_of_first = |count: usize| known.get(layers.get(count.checked_sub(1)?)?).copied();
        let alignment = align(&history.steps, layers.len(), size_of_first);
        self.top.insert(image.id.clone(), layers.last().copied());
        let ranges = alignment.sizes.into_iter().zip(alignment.totals);
        for (index, (size, total)) in layers.iter().map(|index| *index as usize).zip(ranges) {
            self.totals[index] = narrowed(self.totals[index], total);
            let layer = &mut self.view.layers[index];
            layer.size = narrowed(layer.size, size);
            layer.images += u32::from(image.kind != ImageKind::Intermediate);
            self.image_counts[index] += 1;
        }
        let created = alignment.layer_of_step.iter().enumerate().filter_map(|(step, layer)| Some((step, (*layer)?)));
        for (step, layer) in created {
            self.view.layers[layers[layer] as usize].created_by.clone_from(&history.created_by[step]);
        }
        if history.folders.len() == layers.len() {
            self.by_folder.extend(history.folders.iter().cloned().zip(layers.iter().copied()));
        }
    }

    fn image(&self, chain: &ImageChain<'_>) -> ForestImage {
        // An intermediate image holds no layer that its children do not hold, too.
        let itself = u32::from(chain.image.kind != ImageKind::Intermediate);
        let (own, shared): (Vec<u32>, Vec<u32>) =
            chain.layers.iter().partition(|index| self.layer(**index).images == itself);
        ForestImage {
            id: chain.image.id.clone(),
            top: chain.layers.last().copied(),
            own: self.bytes(own),
            shared: self.bytes(shared),
            last_tagged: chain.history.last_tagged,
        }
    }
}

/// An image with the indices of its layers, base first.
struct ImageChain<'a> {
    image: &'a Image,
    history: &'a LayerHistory,
    layers: Vec<u32>,
}

/// The bytes of chains, by top layer. In the classic store an image's size is that of its chain (moby `layer.Size`).
fn chain_sizes(chains: &[ImageChain<'_>], store: ImageStore) -> HashMap<u32, u64> {
    if store != ImageStore::Classic {
        return HashMap::new();
    }
    chains.iter().filter_map(|chain| Some((*chain.layers.last()?, chain.image.size))).collect()
}

/// The intersection of two ranges; their union if they are disjoint.
fn narrowed(one: ByteRange, other: ByteRange) -> ByteRange {
    let both = ByteRange { least: one.least.max(other.least), most: one.most.min(other.most) };
    if both.least <= both.most {
        both
    } else {
        ByteRange { least: one.least.min(other.least), most: one.most.max(other.most) }
    }
}

/// The chain ID of a layer (OCI image specification, "Layer ChainID"); that of a base is its own digest.
fn chain_id(beneath: &str, digest: &str) -> String {
    if beneath.is_empty() {
        return digest.to_owned();
    }
    let hash = Sha256::digest(format!("{beneath} {digest}"));
    let digits: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{digits}")
}

#[cfg(test)]
pub(super) mod tests;
