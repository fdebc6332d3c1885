//! What images have beside their unpacked layers: compressed layers, manifests and configurations, each once.

use std::collections::HashMap;

use crate::{
    api::content::Content,
    wire::{ByteRange, Image},
};

/// The blobs of all images.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Blobs {
    /// Each blob once.
    pub(super) all: Vec<Blob>,
    /// The blobs of each image, as indexes into `all`.
    pub(super) of_image: HashMap<String, Vec<u32>>,
    /// The bytes of the blobs of images whose blobs are unknown.
    pub(super) unknown: HashMap<String, u64>,
    /// The bytes of the compressed form of each unpacked layer, as far as they are known.
    pub(super) of_layer: HashMap<u32, u64>,
    /// The indexes of the digests.
    by_digest: HashMap<String, u32>,
}

/// A file that images have beside their unpacked layers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Blob {
    pub(super) size: u64,
    /// The unpacked layer that it contains.
    pub(super) layer: Option<u32>,
    /// Whether a record of a build may keep it.
    pub(super) recorded: bool,
}

impl Blobs {
    /// Adds an image that has none.
    pub(super) fn add_none(&mut self, image: &Image) {
        self.of_image.insert(image.id.clone(), Vec::new());
    }

    /// Adds an image with bytes that it shares with no other.
    pub(super) fn add_own(&mut self, image: &Image, size: u64) {
        let index = self.push(Blob { size, layer: None, recorded: false });
        self.of_image.insert(image.id.clone(), vec![index]);
    }

    /// Adds an image with bytes that it may share with others.
    pub(super) fn add_unknown(&mut self, image: &Image, size: u64) {
        self.unknown.insert(image.id.clone(), size);
    }

    /// Adds an image with its blobs. `layers` are the indexes of its layers, base first.
    pub(super) fn add(&mut self, image: &Image, layers: &[u32], content: &Content, recorded: bool) {
        let is_layer = |digest: &String| content.layers.iter().flatten().any(|layer| layer == digest);
        let mut own = Vec::new();
        for (digest, &size) in &content.blobs {
            let index = self.by_digest.get(digest).copied().unwrap_or_else(|| {
                let index = self.push(Blob { size, layer: None, recorded: false });
                self.by_digest.insert(digest.clone(), index);
                index
            });
            self.all[index as usize].recorded |= recorded && !is_layer(digest);
            own.push(index);
        }
        own.sort_unstable();
        // Of several platforms, and beside attestations, the one that is unpacked.
        let unpacked = content.layers.iter().find(|compressed| compressed.len() == layers.len());
        for (digest, layer) in unpacked.into_iter().flatten().zip(layers) {
            if let Some(index) = self.by_digest.get(digest) {
                let blob = &mut self.all[*index as usize];
                blob.layer = Some(*layer);
                self.of_layer.insert(*layer, blob.size);
            }
        }
        self.of_image.insert(image.id.clone(), own);
    }

    fn push(&mut self, blob: Blob) -> u32 {
        self.all.push(blob);
        u32::try_from(self.all.len() - 1).unwrap_or(u32::MAX)
    }
}

/// The references to each blob after the deletions so far.
pub(super) struct BlobRefCounts<'a> {
    blobs: &'a Blobs,
    counts: Vec<u32>,
}

impl<'a> BlobRefCounts<'a> {
    /// The references before any deletion.
    pub(super) fn new(blobs: &'a Blobs) -> Self {
        let mut counts = vec![0; blobs.all.len()];
        for index in blobs.of_image.values().flatten() {
            counts[*index as usize] += 1;
        }
        Self { blobs, counts }
    }

    /// Removes an image and returns the blobs that no other image has.
    pub(super) fn release(&mut self, image: &str) -> Vec<&'a Blob> {
        let blobs = self.blobs;
        let own = blobs.of_image.get(image).into_iter().flatten();
        own.filter(|index| {
            let count = &mut self.counts[**index as usize];
            *count = count.saturating_sub(1);
            *count == 0
        })
        .map(|index| &blobs.all[*index as usize])
        .collect()
    }

    /// The range of an image's bytes if its blobs are unknown: other images may have the same.
    pub(super) fn unknown(&self, image: &str) -> Option<ByteRange> {
        self.blobs.unknown.get(image).map(|size| ByteRange { least: 0, most: *size })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::images::fixtures::image;

    #[test]
    fn a_blob_is_freed_with_the_last_image_that_has_it() {
        let content = |blobs: &[(&str, u64)], layers: &[&str]| Content {
            blobs: blobs.iter().map(|(digest, size)| ((*digest).to_owned(), *size)).collect(),
            layers: vec![layers.iter().map(|layer| (*layer).to_owned()).collect()],
            pulled: false,
        };
        let (one, other) = (image("one", &[], None), image("other", &[], None));
        let mut blobs = Blobs::default();
        blobs.add(&one, &[0, 1], &content(&[("m1", 5), ("base", 100), ("a", 10)], &["base", "a"]), true);
        blobs.add(&other, &[0, 2], &content(&[("m2", 6), ("base", 100), ("b", 20)], &["base", "b"]), false);
        let mut counts = BlobRefCounts::new(&blobs);
        let sizes = |blobs: Vec<&Blob>| {
            let mut sizes: Vec<(u64, Option<u32>, bool)> =
                blobs.iter().map(|blob| (blob.size, blob.layer, blob.recorded)).collect();
            sizes.sort_unstable();
            sizes
        };
        assert_eq!(sizes(counts.release(&one.id)), [(5, None, true), (10, Some(1), false)], "the base is shared");
        assert_eq!(
            sizes(counts.release(&other.id)),
            [(6, None, false), (20, Some(2), false), (100, Some(0), false)],
            "all that is left"
        );
        assert_eq!(counts.release("unknown"), [] as [&Blob; 0], "nothing is known of it");
    }
}
