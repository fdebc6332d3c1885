//! Archives with known content, read and compared with what a naive model makes of them.

mod archives;
mod cache;
mod figures;
mod formats;
mod malformed;
mod model;

use tempfile::TempDir;

use self::archives::{Archive, Item};
use super::{
    archive,
    cache::Cache,
    manifest::{self, Described},
    query, read,
};
use crate::{
    error::Result,
    wire::{ImageLayers, LayerNode, LayerOrder, LayerPage, LayerView, WastedPath},
};

const ALL: LayerPage = LayerPage { offset: 0, limit: 1000 };

/// What was read of an archive, in a folder of its own.
struct Read {
    cache: Cache,
    images: Vec<Described>,
    folder: TempDir,
}

/// Reads an archive the way that a dropped file is read.
fn read(bytes: &[u8]) -> Result<Read> {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::new(folder.path());
    let contents = archive::read(bytes, &cache, &|_| false)?;
    let images = manifest::images(&contents)?;
    for image in &images {
        read::keep_image(&cache, &image.image, image, &|| false)?;
    }
    Ok(Read { cache, images, folder })
}

fn read_layers(layers: &[Vec<Item>]) -> Read {
    read(&Archive::of(layers).docker()).expect("the archive is sound")
}

impl Read {
    fn id(&self) -> &str {
        &self.images[0].image
    }

    fn view(&self, layer: Option<u32>) -> LayerView {
        LayerView { image: self.id().to_owned(), layer }
    }

    fn whole(&self) -> ImageLayers {
        query::image(&self.cache, self.id()).expect("it was read")
    }

    fn children(&self, layer: Option<u32>, folder: u32) -> Vec<LayerNode> {
        query::children(&self.cache, &self.view(layer), folder, LayerOrder::Name, ALL).expect("it was read").nodes
    }

    /// All paths of a tree but the root, in order.
    fn tree(&self, layer: Option<u32>) -> Vec<LayerNode> {
        let mut all = Vec::new();
        self.gather(layer, 0, &mut all);
        all
    }

    fn gather(&self, layer: Option<u32>, folder: u32, all: &mut Vec<LayerNode>) {
        for node in self.children(layer, folder) {
            let (id, children) = (node.id, node.children);
            all.push(node);
            if children > 0 {
                self.gather(layer, id, all);
            }
        }
    }

    fn node(&self, layer: Option<u32>, path: &str) -> LayerNode {
        let tree = self.tree(layer);
        tree.into_iter().find(|node| node.path == path).unwrap_or_else(|| panic!("{path} is there"))
    }

    fn wasted(&self) -> Vec<WastedPath> {
        query::wasted(&self.cache, self.id(), ALL).expect("it was read").paths
    }
}
