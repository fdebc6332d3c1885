use std::cmp::Reverse;

use super::{cached_image::in_view, page::total};
use crate::{
    error::Result,
    layers::cache::Cache,
    wire::{LayerNode, LayerNodes, LayerOrder, LayerPage, LayerView},
};

/// The direct children of a folder.
pub(crate) fn children(
    cache: &Cache,
    view: &LayerView,
    folder: u32,
    order: LayerOrder,
    page: LayerPage,
) -> Result<LayerNodes> {
    in_view(cache, view, |viewed| {
        let mut children = viewed.tree.children(folder)?;
        if order == LayerOrder::Size {
            children.sort_by_key(|(_, record)| Reverse(record.size.max(record.total)));
        }
        let total = total(&children);
        Ok(LayerNodes { nodes: viewed.nodes(page.of(children))?, total })
    })
}

/// The folders that contain a path, the root first, and the path itself last.
pub(crate) fn ancestors(cache: &Cache, view: &LayerView, id: u32) -> Result<Vec<LayerNode>> {
    in_view(cache, view, |viewed| {
        let ancestors = viewed.tree.ancestors(id)?;
        viewed.nodes_of(ancestors)
    })
}
