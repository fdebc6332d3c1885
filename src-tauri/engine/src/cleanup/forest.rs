//! The layers of all images, each once, and how many bytes each adds.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::{
    images::alignment::{Step, align},
    wire::{ByteRange, ForestImage, ForestLayer, Image, ImageKind, ImageStore, LayerForest},
};

/// What the engine tells of one image's layers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Described {
    /// Digests of its unpacked layers, base first.
    pub(crate) digests: Vec<String>,
    /// Its history, oldest first.
    pub(crate) steps: Vec<Step>,
    /// The instruction of each step.
    pub(crate) created_by: Vec<String>,
    /// The engine's folder of each layer, base first; empty where it does not tell.
    pub(crate) folders: Vec<String>,
    /// When it was last pulled, built, loaded or tagged, in seconds since 1970.
    pub(crate) arrived: Option<i64>,
}

/// The layers of all images, and what is needed to tell what a deletion frees.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Forest {
    /// As the page gets it.
    pub(crate) shown: LayerForest,
    /// Each image's place in the forest.
    pub(crate) top: HashMap<String, Option<u32>>,
    /// For each layer, how many images contain it, intermediate ones included.
    pub(crate) images: Vec<u32>,
    /// For each layer, its bytes with those of all beneath it.
    totals: Vec<ByteRange>,
    /// Bytes of each image, as the engine counts them.
    pub(crate) sizes: HashMap<String, u64>,
    /// The layer with a chain ID.
    pub(crate) places: HashMap<String, u32>,
    /// The layer that lies in a folder of the engine's.
    pub(crate) folders: HashMap<String, u32>,
}

impl Forest {
    /// Puts all images' layers together. Images without a description are [`LayerForest::unread`].
    pub fn new(images: &[(&Image, Option<&Described>)], store: ImageStore, revision: u64) -> Self {
        // In a fixed order, so that the same images make the same forest.
        let mut images: Vec<&(&Image, Option<&Described>)> = images.iter().collect();
        images.sort_by(|(one, _), (other, _)| one.id.cmp(&other.id));
        let unread = images.iter().filter(|(_, described)| described.is_none()).map(|(image, _)| image.id.clone());
        let mut forest = Self {
            shown: LayerForest { revision, unread: unread.collect(), ..LayerForest::default() },
            ..Self::default()
        };
        let placed: Vec<Placed<'_>> = images
            .into_iter()
            .filter_map(|(image, described)| Some((*image, (*described)?)))
            .map(|(image, described)| Placed { image, described, path: forest.grow(&described.digests) })
            .collect();
        let known = known_sizes(&placed, store);
        placed.iter().for_each(|placed| forest.add(placed, &known));
        forest.shown.images = placed.iter().map(|placed| forest.image(placed)).collect();
        forest
    }

    /// The layer at a place.
    pub(crate) fn layer(&self, place: u32) -> &ForestLayer {
        &self.shown.layers[place as usize]
    }

    /// A layer and those beneath it, downwards.
    pub(crate) fn downwards(&self, top: Option<u32>) -> impl Iterator<Item = u32> {
        std::iter::successors(top, |place| self.layer(*place).parent)
    }

    /// The layers of an image, from its uppermost downwards; none for one that is not here.
    pub(crate) fn layers_of(&self, image: &str) -> impl Iterator<Item = u32> {
        self.downwards(self.top.get(image).copied().flatten())
    }

    /// Bytes of some layers together: certain where the layers' own are not, as long as they lie on each other.
    pub(crate) fn bytes(&self, layers: impl IntoIterator<Item = u32>) -> ByteRange {
        // The whole of each, without the whole of the one beneath.
        let mut times: HashMap<u32, i64> = HashMap::new();
        for place in layers {
            *times.entry(place).or_default() += 1;
            if let Some(parent) = self.layer(place).parent {
                *times.entry(parent).or_default() -= 1;
            }
        }
        let sum = |least: bool| -> u64 {
            let bytes = |(place, times): (&u32, &i64)| {
                let total = self.totals[*place as usize];
                i128::from(*times) * i128::from(if (*times > 0) == least { total.least } else { total.most })
            };
            u64::try_from(times.iter().map(bytes).sum::<i128>()).unwrap_or_default()
        };
        ByteRange { least: sum(true), most: sum(false) }
    }

    /// Bytes that an image has beyond its unpacked layers: compressed content of the containerd store.
    pub(crate) fn beyond(&self, image: &str) -> u64 {
        let unpacked = self.bytes(self.layers_of(image));
        self.sizes.get(image).map_or(0, |size| size.saturating_sub(unpacked.least))
    }

    /// The places of a chain of layers, base first; those that are not there yet are added.
    fn grow(&mut self, digests: &[String]) -> Vec<u32> {
        let mut path: Vec<u32> = Vec::with_capacity(digests.len());
        let mut id = String::new();
        for digest in digests {
            id = chain_id(&id, digest);
            let place = *self.places.entry(id.clone()).or_insert_with(|| {
                self.shown.layers.push(ForestLayer {
                    id: id.clone(),
                    digest: digest.clone(),
                    // Told where what pulls have taught is known: see the session.
                    colour_key: String::new(),
                    parent: path.last().copied(),
                    // Narrowed by every image that has it.
                    size: ByteRange { least: 0, most: u64::MAX },
                    created_by: String::new(),
                    images: 0,
                });
                self.images.push(0);
                self.totals.push(ByteRange { least: 0, most: u64::MAX });
                u32::try_from(self.shown.layers.len() - 1).unwrap_or(u32::MAX)
            });
            path.push(place);
        }
        path
    }

    /// Adds what an image tells of its layers.
    fn add(&mut self, placed: &Placed<'_>, known: &HashMap<u32, u64>) {
        let Placed { image, described, path } = placed;
        let size_of_first = |layers: usize| known.get(path.get(layers.checked_sub(1)?)?).copied();
        let aligned = align(&described.steps, path.len(), size_of_first);
        self.top.insert(image.id.clone(), path.last().copied());
        self.sizes.insert(image.id.clone(), image.size);
        let told = aligned.sizes.into_iter().zip(aligned.totals);
        for (place, (size, total)) in path.iter().map(|place| *place as usize).zip(told) {
            self.totals[place] = narrowed(self.totals[place], total);
            let layer = &mut self.shown.layers[place];
            layer.size = narrowed(layer.size, size);
            layer.images += u32::from(image.kind != ImageKind::Intermediate);
            self.images[place] += 1;
        }
        for (step, layer) in aligned.made.iter().enumerate().filter_map(|(step, layer)| Some((step, (*layer)?))) {
            self.shown.layers[path[layer] as usize].created_by.clone_from(&described.created_by[step]);
        }
        if described.folders.len() == path.len() {
            self.folders.extend(described.folders.iter().cloned().zip(path.iter().copied()));
        }
    }

    fn image(&self, placed: &Placed<'_>) -> ForestImage {
        // An intermediate image holds nothing for itself that its children do not.
        let alone = u32::from(placed.image.kind != ImageKind::Intermediate);
        let (own, shared): (Vec<u32>, Vec<u32>) =
            placed.path.iter().partition(|place| self.layer(**place).images == alone);
        ForestImage {
            id: placed.image.id.clone(),
            top: placed.path.last().copied(),
            own: self.bytes(own),
            shared: self.bytes(shared),
            arrived: placed.described.arrived,
        }
    }
}

/// An image with the places of its layers, base first.
struct Placed<'a> {
    image: &'a Image,
    described: &'a Described,
    path: Vec<u32>,
}

/// Bytes of some layers with all beneath them. In the classic store an image's size is just that (moby `layer.Size`).
fn known_sizes(placed: &[Placed<'_>], store: ImageStore) -> HashMap<u32, u64> {
    if store != ImageStore::Classic {
        return HashMap::new();
    }
    placed.iter().filter_map(|placed| Some((*placed.path.last()?, placed.image.size))).collect()
}

/// What agrees with both; where they contradict each other, what holds for either.
fn narrowed(one: ByteRange, other: ByteRange) -> ByteRange {
    let both = ByteRange { least: one.least.max(other.least), most: one.most.min(other.most) };
    if both.least <= both.most {
        both
    } else {
        ByteRange { least: one.least.min(other.least), most: one.most.max(other.most) }
    }
}

/// The ID of a layer upon others (OCI image specification, "Layer ChainID"); a base has its own digest for it.
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
