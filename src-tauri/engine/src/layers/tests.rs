//! Archives with known content, read and compared with a naive model.

mod archives;
mod cache;
mod figures;
mod formats;
mod malformed;
mod model;

use tempfile::TempDir;

use self::archives::{Archive, Item};
use super::{archive, cache::Cache, image_config::ImageConfig, manifest, query, read};
use crate::{
    error::Result,
    wire::{ImageLayers, LayerNode, LayerOrder, LayerPage, LayerView, WastedPath},
};

const ALL: LayerPage = LayerPage { offset: 0, limit: 1000 };

/// An archive that has been read, with a cache of its own.
struct ReadArchive {
    cache: Cache,
    images: Vec<ImageConfig>,
    folder: TempDir,
}

/// Reads an archive like a dropped file.
fn read(bytes: &[u8]) -> Result<ReadArchive> {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::new(folder.path());
    let contents = archive::read(bytes, &cache, &|_| false)?;
    let images = manifest::images(&contents)?;
    for image in &images {
        read::store_image(&cache, &image.image, image, &|| false).map(drop)?;
    }
    Ok(ReadArchive { cache, images, folder })
}

fn read_layers(layers: &[Vec<Item>]) -> ReadArchive {
    read(&Archive::of(layers).docker()).expect("the archive is valid")
}

impl ReadArchive {
    fn id(&self) -> &str {
        &self.images[0].image
    }

    fn view(&self, layer: Option<u32>) -> LayerView {
        LayerView { image: self.id().to_owned(), layer }
    }

    fn summary(&self) -> ImageLayers {
        query::summary(&self.cache, self.id()).expect("it was read")
    }

    fn children(&self, layer: Option<u32>, folder: u32) -> Vec<LayerNode> {
        query::children(&self.cache, &self.view(layer), folder, LayerOrder::Name, ALL).expect("it was read").nodes
    }

    /// All paths of a tree except the root, in order.
    fn tree(&self, layer: Option<u32>) -> Vec<LayerNode> {
        let mut all = Vec::new();
        self.collect(layer, 0, &mut all);
        all
    }

    fn collect(&self, layer: Option<u32>, folder: u32, all: &mut Vec<LayerNode>) {
        for node in self.children(layer, folder) {
            let (id, children) = (node.id, node.children);
            all.push(node);
            if children > 0 {
                self.collect(layer, id, all);
            }
        }
    }

    fn node(&self, layer: Option<u32>, path: &str) -> LayerNode {
        let tree = self.tree(layer);
        tree.into_iter().find(|node| node.path == path).unwrap_or_else(|| panic!("{path} does not exist"))
    }

    fn wasted(&self) -> Vec<WastedPath> {
        query::wasted(&self.cache, self.id(), ALL).expect("it was read").paths
    }
}
