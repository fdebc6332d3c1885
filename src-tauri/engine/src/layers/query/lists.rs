use std::{collections::BTreeMap, io};

use super::{cached_image::CachedImage, page::total};
use crate::{
    encoding::Decoded,
    error::Result,
    layers::{cache::Cache, tree::Tree},
    wire::{DuplicateFile, DuplicateFiles, LayerNodes, LayerPage, WastedPath, WastedPaths, WastedPiece},
};

/// The largest files of the merged tree.
pub(crate) fn largest(cache: &Cache, id: &str, page: LayerPage) -> Result<LayerNodes> {
    let image = CachedImage::open(cache, id)?;
    let figures = image.figures()?;
    let total = total(&figures.largest);
    image.in_tree(None, |viewed| Ok(LayerNodes { nodes: viewed.nodes_of(page.of(figures.largest))?, total }))
}

/// The paths with the most wasted bytes.
pub(crate) fn wasted(cache: &Cache, id: &str, page: LayerPage) -> Result<WastedPaths> {
    let image = CachedImage::open(cache, id)?;
    let figures = image.figures()?;
    let total = total(&figures.wasted_list);
    let mut trees = LayerTrees { image: &image, open: BTreeMap::new() };
    let mut paths = Vec::new();
    for waste in page.of(figures.wasted_list) {
        let pieces = waste.pieces.iter().map(|file| WastedPiece {
            layer: file.layer.into(),
            bytes: file.bytes,
            hidden_by: file.hidden_by.into(),
            identical: file.identical,
        });
        let first = waste.pieces.first().and_then(|file| trees.path(file.layer, file.record).ok());
        let path = first.ok_or_else(|| image.discard())?;
        paths.push(WastedPath { path, bytes: waste.bytes, pieces: pieces.collect() });
    }
    Ok(WastedPaths { paths, total })
}

/// The trees of an image's layers, opened when needed.
struct LayerTrees<'a> {
    image: &'a CachedImage<'a>,
    open: BTreeMap<u16, Tree>,
}

impl LayerTrees<'_> {
    fn path(&mut self, layer: u16, record: u32) -> io::Result<String> {
        if !self.open.contains_key(&layer) {
            self.open.insert(layer, self.image.layer_tree(layer.into())?);
        }
        let tree = self.open.get_mut(&layer).ok_or(io::ErrorKind::NotFound)?;
        path(tree, record)
    }
}

/// The contents that several files of the merged tree have.
pub(crate) fn duplicates(cache: &Cache, id: &str, page: LayerPage) -> Result<DuplicateFiles> {
    let image = CachedImage::open(cache, id)?;
    let figures = image.figures()?;
    let total = total(&figures.duplicate_list);
    image.in_tree(None, |viewed| {
        let files = page.of(figures.duplicate_list).map(|content| {
            let paths = content.examples.iter().map(|id| path(&mut viewed.tree, *id));
            Ok(DuplicateFile { bytes: content.bytes, count: content.count, paths: paths.collect::<io::Result<_>>()? })
        });
        Ok(DuplicateFiles { files: files.collect::<io::Result<_>>()?, total })
    })
}

fn path(tree: &mut Tree, id: u32) -> io::Result<String> {
    Ok(Decoded::path(&tree.path(id)?))
}
