//! Looking at what was read. Each question opens the files it needs and reads a few pieces of them.

use std::io;

use super::{
    cache::Cache,
    manifest::{Described, Step},
    record::Record,
    stack::{self, Figures},
    tree::Tree,
};
use crate::{
    error::{Error, ErrorCode, Result},
    grammar::mode,
    wire::{
        DuplicateFile, DuplicateFiles, ImageLayers, LayerFigures, LayerFound, LayerNode, LayerNodeKind, LayerNodes,
        LayerOrder, LayerPage, LayerStep, LayerView, WastedPath, WastedPaths, WastedPiece,
    },
};

/// What one answer gives at most.
const PAGE: u32 = 1000;
/// How many paths one answer of a search looks at: a fraction of a second.
const SEARCHED: u32 = 500_000;

impl LayerPage {
    fn of<T>(self, all: impl IntoIterator<Item = T>) -> impl Iterator<Item = T> {
        all.into_iter().skip(self.offset as usize).take(self.limit.min(PAGE) as usize)
    }
}

/// The whole in figures.
pub(super) fn image(cache: &Cache, id: &str) -> Result<ImageLayers> {
    let described = cache.remembered(id)?;
    let figures = figures(cache, id, &described)?;
    Ok(ImageLayers {
        image: id.to_owned(),
        size: figures.layers.iter().map(|layer| layer.size).fold(0, u64::saturating_add),
        visible: figures.visible,
        wasted: figures.wasted,
        wasted_paths: figures.wasted_paths,
        duplicated: figures.duplicated,
        duplicates: figures.duplicates,
        entries: figures.entries,
        efficiency: figures.efficiency,
        steps: steps(&described, &figures),
        references: described.references,
    })
}

fn figures(cache: &Cache, id: &str, described: &Described) -> Result<Figures> {
    stack::figures(&cache.stack(&described.layers)).map_err(|_| gone(cache, id, &described.layers))
}

/// Something is no longer there, or damaged: it must be read again.
fn gone(cache: &Cache, id: &str, layers: &[String]) -> Error {
    cache.forget(layers);
    Error::new(ErrorCode::LayersNotRead).with("image", id)
}

/// The history with the layers it made, and where it does not tell of a layer, that layer alone, before the next one that
/// it tells of.
fn steps(described: &Described, figures: &Figures) -> Vec<LayerStep> {
    let layer = |index: usize| {
        let of = &figures.layers[index];
        LayerFigures {
            index: u32::try_from(index).unwrap_or(u32::MAX),
            digest: described.layers[index].clone(),
            // Others know what it has in common with pulls.
            colour_key: String::new(),
            size: of.size,
            wasted: of.wasted,
            added: of.added,
            changed: of.changed,
            deleted: of.deleted,
        }
    };
    let alone = |index: usize| LayerStep {
        created_by: String::new(),
        comment: String::new(),
        created: 0,
        layer: Some(layer(index)),
    };
    let of_step = |step: &Step| LayerStep {
        created_by: step.created_by.clone(),
        comment: step.comment.clone(),
        created: step.created,
        layer: step.layer.map(layer),
    };
    let count = described.layers.len().min(figures.layers.len());
    let mut next = 0;
    let mut steps = Vec::new();
    for step in &described.history {
        if let Some(index) = step.layer.filter(|index| *index < count) {
            steps.extend((next..index).map(alone));
            next = index + 1;
        }
        steps.push(of_step(step));
    }
    steps.extend((next..count).map(alone));
    steps
}

/// A tree that is looked at.
struct Looked {
    tree: Tree,
    /// In a layer: what it does to each path, and which layer it is.
    layer: Option<(u32, Vec<u8>)>,
}

impl Looked {
    /// Opens a tree and answers from it.
    fn at<T>(cache: &Cache, view: &LayerView, answer: impl FnOnce(&mut Self) -> io::Result<T>) -> Result<T> {
        let described = cache.remembered(&view.image)?;
        let look = || answer(&mut Self::open(cache, &described, view.layer)?);
        look().map_err(|error| match error.kind() {
            io::ErrorKind::InvalidInput => Error::internal("no such layer or path"),
            _ => gone(cache, &view.image, &described.layers),
        })
    }

    fn open(cache: &Cache, described: &Described, layer: Option<u32>) -> io::Result<Self> {
        let stack = cache.stack(&described.layers);
        let Some(layer) = layer else { return Ok(Self { tree: Tree::open(&stack)?, layer: None }) };
        let digest = described.layers.get(layer as usize).ok_or(io::ErrorKind::InvalidInput)?;
        let folder = cache.layer(digest).ok_or(io::ErrorKind::NotFound)?;
        Ok(Self { tree: Tree::open(&folder)?, layer: Some((layer, stack::changes(&stack, layer as usize)?)) })
    }

    fn node(&mut self, id: u32, record: &Record) -> io::Result<LayerNode> {
        let name = String::from_utf8_lossy(self.tree.name(record)?).into_owned();
        let link = self.tree.link(record)?;
        let link_target = match record.kind {
            LayerNodeKind::HardLink => format!("/{}", String::from_utf8_lossy(link).replace('\0', "/")),
            _ => String::from_utf8_lossy(link).into_owned(),
        };
        let change = self.layer.as_ref().and_then(|(_, changes)| stack::change(*changes.get(id as usize)?));
        Ok(LayerNode {
            id,
            name,
            path: String::from_utf8_lossy(&self.tree.path(id)?).into_owned(),
            kind: record.kind,
            change,
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

    fn nodes(&mut self, records: impl IntoIterator<Item = (u32, Record)>) -> io::Result<Vec<LayerNode>> {
        records.into_iter().map(|(id, record)| self.node(id, &record)).collect()
    }
}

/// As `ls -l` prints it; nothing for what is not there.
fn letters(record: &Record) -> String {
    if record.kind == LayerNodeKind::Whiteout {
        return String::new();
    }
    mode::letters(mode::of_tar(record.kind, record.mode))
}

/// What stands directly in a folder.
pub(super) fn children(
    cache: &Cache,
    view: &LayerView,
    folder: u32,
    order: LayerOrder,
    page: LayerPage,
) -> Result<LayerNodes> {
    Looked::at(cache, view, |looked| {
        let mut children = looked.tree.children(folder)?;
        if order == LayerOrder::Size {
            children.sort_by_key(|(_, record)| std::cmp::Reverse(record.size.max(record.total)));
        }
        let total = u32::try_from(children.len()).unwrap_or(u32::MAX);
        Ok(LayerNodes { nodes: looked.nodes(page.of(children))?, total })
    })
}

/// The folders on the way to a path, the root first, and the path itself.
pub(super) fn way(cache: &Cache, view: &LayerView, id: u32) -> Result<Vec<LayerNode>> {
    Looked::at(cache, view, |looked| {
        let way = looked.tree.way(id)?;
        let records: Vec<(u32, Record)> =
            way.into_iter().map(|id| Ok((id, looked.tree.record(id)?))).collect::<io::Result<_>>()?;
        looked.nodes(records)
    })
}

/// Paths that hold a text, their folders not counted for them: what is found in `/usr/bin` is not found again in each file
/// within. Upper and lower case of ASCII are alike.
pub(super) fn search(cache: &Cache, view: &LayerView, text: &str, from: u32, limit: u32) -> Result<LayerFound> {
    let wanted = text.trim().to_ascii_lowercase().into_bytes();
    Looked::at(cache, view, |looked| {
        let count = looked.tree.count();
        let end = if wanted.is_empty() { 0 } else { count.min(from.saturating_add(SEARCHED)) };
        let mut found = Vec::new();
        let mut id = from.max(1);
        while id < end && found.len() < limit.min(PAGE) as usize {
            let record = looked.tree.record(id)?;
            if holds(&mut looked.tree, id, &record, &wanted)? {
                found.push(looked.node(id, &record)?);
            }
            id += 1;
        }
        let next = (!wanted.is_empty() && id < count).then_some(id);
        Ok(LayerFound { nodes: found, next })
    })
}

/// Whether a path holds the text, and not only its folder.
fn holds(tree: &mut Tree, id: u32, record: &Record, wanted: &[u8]) -> io::Result<bool> {
    if !wanted.contains(&b'/') {
        let name = tree.name(record)?;
        return Ok(finds(name, wanted));
    }
    let path = tree.path(id)?;
    // An occurrence that ends in the name, or just before it.
    let start = path.len().saturating_sub(usize::from(record.name) + wanted.len());
    Ok(finds(&path[start..], wanted))
}

fn finds(text: &[u8], wanted: &[u8]) -> bool {
    text.windows(wanted.len()).any(|window| window.eq_ignore_ascii_case(wanted))
}

/// The largest files of the final tree.
pub(super) fn largest(cache: &Cache, id: &str, page: LayerPage) -> Result<LayerNodes> {
    let described = cache.remembered(id)?;
    let figures = figures(cache, id, &described)?;
    let total = u32::try_from(figures.largest.len()).unwrap_or(u32::MAX);
    Looked::at(cache, &LayerView { image: id.to_owned(), layer: None }, |looked| {
        let records: Vec<(u32, Record)> =
            page.of(figures.largest.iter()).map(|id| Ok((*id, looked.tree.record(*id)?))).collect::<io::Result<_>>()?;
        Ok(LayerNodes { nodes: looked.nodes(records)?, total })
    })
}

/// The paths with most wasted bytes.
pub(super) fn wasted(cache: &Cache, id: &str, page: LayerPage) -> Result<WastedPaths> {
    let described = cache.remembered(id)?;
    let figures = figures(cache, id, &described)?;
    let mut trees: Vec<Option<Tree>> = described.layers.iter().map(|_| None).collect();
    let mut path = |layer: u16, record: u32| -> Option<String> {
        let place = usize::from(layer);
        let folder = cache.layer(described.layers.get(place)?)?;
        let slot = trees.get_mut(place)?;
        if slot.is_none() {
            *slot = Tree::open(&folder).ok();
        }
        slot.as_mut()?.path(record).ok().map(|path| String::from_utf8_lossy(&path).into_owned())
    };
    let total = u32::try_from(figures.wasted_list.len()).unwrap_or(u32::MAX);
    let paths = page
        .of(figures.wasted_list)
        .map(|wasted| {
            let first = wasted.pieces.first().ok_or_else(|| gone(cache, id, &described.layers))?;
            let pieces = wasted.pieces.iter().map(|piece| WastedPiece {
                layer: piece.layer.into(),
                bytes: piece.bytes,
                hidden_by: piece.hidden_by.into(),
                identical: piece.identical,
            });
            let path = path(first.layer, first.record).ok_or_else(|| gone(cache, id, &described.layers))?;
            Ok(WastedPath { path, bytes: wasted.bytes, pieces: pieces.collect() })
        })
        .collect::<Result<_>>()?;
    Ok(WastedPaths { paths, total })
}

/// The contents that stand at several places.
pub(super) fn duplicates(cache: &Cache, id: &str, page: LayerPage) -> Result<DuplicateFiles> {
    let described = cache.remembered(id)?;
    let figures = figures(cache, id, &described)?;
    let total = u32::try_from(figures.duplicate_list.len()).unwrap_or(u32::MAX);
    Looked::at(cache, &LayerView { image: id.to_owned(), layer: None }, |looked| {
        let files = page.of(figures.duplicate_list).map(|duplicate| {
            let paths = duplicate.examples.iter();
            let paths = paths.map(|id| looked.tree.path(*id).map(|path| String::from_utf8_lossy(&path).into_owned()));
            Ok(DuplicateFile {
                bytes: duplicate.bytes,
                count: duplicate.count,
                paths: paths.collect::<io::Result<_>>()?,
            })
        });
        Ok(DuplicateFiles { files: files.collect::<io::Result<_>>()?, total })
    })
}
