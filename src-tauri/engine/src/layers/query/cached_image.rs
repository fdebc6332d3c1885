use std::io;

use crate::{
    encoding::Decoded,
    error::{Error, ErrorCode, Result},
    grammar::mode,
    layers::{
        cache::Cache,
        image_config::ImageConfig,
        record::Record,
        stack::{self, ChangeMap, Figures},
        tree::Tree,
    },
    wire::{LayerNode, LayerNodeKind, LayerView},
};

/// An image whose layers have been read.
pub(super) struct CachedImage<'a> {
    cache: &'a Cache,
    id: &'a str,
    pub config: ImageConfig,
}

impl<'a> CachedImage<'a> {
    /// # Errors
    /// [`ErrorCode::LayersNotRead`]
    pub(super) fn open(cache: &'a Cache, id: &'a str) -> Result<Self> {
        Ok(Self { cache, id, config: cache.read_image(id)? })
    }

    pub(super) fn figures(&self) -> Result<Figures> {
        stack::read_figures(&self.cache.stack(&self.config.layers)).map_err(|_| self.discard())
    }

    /// Removes an image from the cache, of which something is missing or damaged: it must be read again.
    pub(super) fn discard(&self) -> Error {
        self.cache.remove(&self.config.layers);
        Error::new(ErrorCode::LayersNotRead).with("image", self.id)
    }

    /// The tree of a layer.
    pub(super) fn layer_tree(&self, layer: usize) -> io::Result<Tree> {
        let digest = self.config.layers.get(layer).ok_or(io::ErrorKind::InvalidInput)?;
        Tree::open(&self.cache.layer(digest).ok_or(io::ErrorKind::NotFound)?)
    }

    /// Opens a tree, the merged one if `layer` is `None`, and answers from it.
    pub(super) fn in_tree<T>(
        &self,
        layer: Option<u32>,
        answer: impl FnOnce(&mut ViewedTree) -> io::Result<T>,
    ) -> Result<T> {
        let answered = self.open_tree(layer).and_then(|mut tree| answer(&mut tree));
        answered.map_err(|error| match error.kind() {
            io::ErrorKind::InvalidInput => Error::internal("no such layer or path"),
            _ => self.discard(),
        })
    }

    fn open_tree(&self, layer: Option<u32>) -> io::Result<ViewedTree> {
        let stack = self.cache.stack(&self.config.layers);
        let Some(layer) = layer else { return Ok(ViewedTree { tree: Tree::open(&stack)?, layer: None }) };
        let tree = self.layer_tree(layer as usize)?;
        Ok(ViewedTree { tree, layer: Some((layer, ChangeMap::read(&stack, layer as usize)?)) })
    }
}

/// Opens the tree of a view, and answers from it.
pub(super) fn in_view<T>(
    cache: &Cache,
    view: &LayerView,
    answer: impl FnOnce(&mut ViewedTree) -> io::Result<T>,
) -> Result<T> {
    CachedImage::open(cache, &view.image)?.in_tree(view.layer, answer)
}

/// The merged tree of an image, or the tree of one of its layers.
pub(super) struct ViewedTree {
    pub tree: Tree,
    /// The layer with what it does to each path.
    layer: Option<(u32, ChangeMap)>,
}

impl ViewedTree {
    pub(super) fn node(&mut self, id: u32, record: &Record) -> io::Result<LayerNode> {
        let name = Decoded::path(self.tree.name(record)?);
        let link = self.tree.link(record)?;
        let link_target = match record.kind {
            LayerNodeKind::HardLink => format!("/{}", Decoded::path(link).replace('\0', "/")),
            _ => Decoded::path(link),
        };
        Ok(LayerNode {
            id,
            name,
            path: Decoded::path(&self.tree.path(id)?),
            kind: record.kind,
            change: self.layer.as_ref().and_then(|(_, changes)| changes.get(id)),
            opaque: record.opaque,
            size: if record.is_folder() { record.total } else { record.size },
            children: record.children,
            mode: letters(record),
            uid: record.uid,
            gid: record.gid,
            modified: record.modified,
            link_target,
            layer: self.layer.as_ref().map_or(record.layer.into(), |(layer, _)| *layer),
        })
    }

    pub(super) fn nodes(&mut self, records: impl IntoIterator<Item = (u32, Record)>) -> io::Result<Vec<LayerNode>> {
        records.into_iter().map(|(id, record)| self.node(id, &record)).collect()
    }

    /// The nodes of these records.
    pub(super) fn nodes_of(&mut self, ids: impl IntoIterator<Item = u32>) -> io::Result<Vec<LayerNode>> {
        ids.into_iter().map(|id| self.tree.record(id).and_then(|record| self.node(id, &record))).collect()
    }
}

/// The mode as `ls -l` prints it; empty for a whiteout.
fn letters(record: &Record) -> String {
    if record.kind == LayerNodeKind::Whiteout {
        return String::new();
    }
    mode::letters(mode::of_tar(record.kind, record.mode))
}
