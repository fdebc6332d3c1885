use std::path::Path;

use super::{
    path::{StackedPath, Version},
    writer::{Shown, StackWriter},
};
use crate::{
    error::{Error, ErrorCode, Result},
    layers::{
        failure::{Limit, file_failed},
        record::Record,
        tree::Tree,
    },
};

/// The number of paths between two checks for cancellation.
const CANCELLATION_INTERVAL: u64 = 4096;

/// Walks the trees of all layers together, in the order of their paths.
pub(super) struct Walk<'a> {
    trees: Vec<Tree>,
    folder: &'a Path,
    is_cancelled: &'a dyn Fn() -> bool,
    writer: StackWriter<'a>,
    visited: u64,
}

/// The next path in one layer's folder.
struct Cursor {
    version: Version,
    name: Vec<u8>,
    /// The end of the folder.
    end: u32,
    is_at_end: bool,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        trees: Vec<Tree>,
        folder: &'a Path,
        is_cancelled: &'a dyn Fn() -> bool,
        writer: StackWriter<'a>,
    ) -> Self {
        Self { trees, folder, is_cancelled, writer, visited: 0 }
    }

    /// Visits all paths.
    pub(super) fn run(mut self) -> Result<StackWriter<'a>> {
        let roots = (0..self.trees.len())
            .map(|layer| {
                let layer = u16::try_from(layer).map_err(|_| Limit::Layers.exceeded())?;
                Ok(Version { layer, id: 0, record: self.record(layer, 0)? })
            })
            .collect::<Result<Vec<_>>>()?;
        if roots.is_empty() {
            self.writer.write_empty_root()?;
        } else {
            self.visit(StackedPath { name: b"", versions: &roots, masks: &[] })?;
        }
        Ok(self.writer)
    }

    fn visit(&mut self, path: StackedPath<'_>) -> Result<()> {
        self.visited += 1;
        if self.visited.is_multiple_of(CANCELLATION_INTERVAL) && (self.is_cancelled)() {
            return Err(Error::new(ErrorCode::Cancelled));
        }
        let shown = self.shown(&path)?;
        let open = self.writer.enter(&path, shown)?;
        self.visit_children(path.versions, &path.inner_masks())?;
        self.writer.leave(open)
    }

    /// Visits the paths in a folder, in order, each with all layers that have it.
    fn visit_children(&mut self, folders: &[Version], masks: &[u16]) -> Result<()> {
        let mut cursors = Vec::new();
        for folder in folders.iter().filter(|folder| folder.record.children > 0) {
            cursors.extend(self.cursor(folder.layer, folder.id + 1, folder.record.end)?);
        }
        while let Some(name) = cursors.iter().map(|cursor: &Cursor| &cursor.name).min().cloned() {
            let current = cursors.iter().filter(|cursor| cursor.name == name);
            let versions: Vec<Version> = current.map(|cursor| cursor.version.clone()).collect();
            self.visit(StackedPath { name: &name, versions: &versions, masks })?;
            // Advance after the visit, so that each layer's files are read from start to end.
            for cursor in cursors.iter_mut().filter(|cursor| cursor.name == name) {
                match self.cursor(cursor.version.layer, cursor.version.record.end, cursor.end)? {
                    Some(next) => *cursor = next,
                    None => cursor.is_at_end = true,
                }
            }
            cursors.retain(|cursor| !cursor.is_at_end);
        }
        Ok(())
    }

    /// A cursor at a record, unless the folder ends before it.
    fn cursor(&mut self, layer: u16, id: u32, end: u32) -> Result<Option<Cursor>> {
        if id >= end {
            return Ok(None);
        }
        let record = self.record(layer, id)?;
        let name = self.trees[usize::from(layer)].name(&record).map_err(file_failed(self.folder))?.to_vec();
        Ok(Some(Cursor { version: Version { layer, id, record }, name, end, is_at_end: false }))
    }

    fn record(&mut self, layer: u16, id: u32) -> Result<Record> {
        self.trees[usize::from(layer)].record(id).map_err(file_failed(self.folder))
    }

    fn shown<'p>(&mut self, path: &StackedPath<'p>) -> Result<Option<Shown<'p>>> {
        let Some(version) = path.shown() else { return Ok(None) };
        let tree = &mut self.trees[usize::from(version.layer)];
        let link = tree.link(&version.record).map_err(file_failed(self.folder))?.to_vec();
        Ok(Some(Shown { version, link }))
    }
}
