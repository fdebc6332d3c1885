use std::{cmp::Reverse, io};

use super::cached_image::in_view;
use crate::{
    error::Result,
    layers::{cache::Cache, record::Record, top::Top},
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
        let total = viewed.tree.record(folder)?.children;
        let children = viewed.tree.children(folder)?;
        let nodes = match order {
            LayerOrder::Name => {
                let children: Vec<(u32, Record)> = page.of(children).collect::<io::Result<_>>()?;
                viewed.nodes(children)?
            }
            LayerOrder::Size => {
                let children = largest(children, page.end())?;
                viewed.nodes_of(page.of(children))?
            }
        };
        Ok(LayerNodes { nodes, total })
    })
}

/// The IDs of the largest children, largest first, those of the same size in order.
fn largest(children: impl Iterator<Item = io::Result<(u32, Record)>>, count: usize) -> io::Result<Vec<u32>> {
    let mut top = Top::new(count);
    for child in children {
        let (id, record) = child?;
        top.push((record.size.max(record.total), Reverse(id)));
    }
    Ok(top.into_sorted().into_iter().map(|(_, id)| id.0).collect())
}

/// The folders that contain a path, the root first, and the path itself last.
pub(crate) fn ancestors(cache: &Cache, view: &LayerView, id: u32) -> Result<Vec<LayerNode>> {
    in_view(cache, view, |viewed| {
        let ancestors = viewed.tree.ancestors(id)?;
        viewed.nodes_of(ancestors)
    })
}
