use std::{cmp::Reverse, path::Path};

use super::{
    change_map::ChangeMapWriter,
    duplicates::FileContents,
    efficiency::{Efficiency, PathSizes},
    figures::{Figures, LayerTotals, MAX_LISTED},
    inodes::InodeSet,
    path::{StackedPath, Version},
    waste::HiddenEntries,
};
use crate::{
    error::Result,
    layers::{
        failure::{Limit, file_failed},
        record::Record,
        top::Top,
        tree::{Tree, TreeWriter},
    },
    wire::{ChangeKind, LayerNodeKind},
};

/// The maximum number of entries in a merged tree: more than in a layer, since many layers add up.
const MAX_ENTRIES: u64 = 4 * Limit::Entries.max();

/// Writes the merged tree and the change maps, and collects the figures, path by path.
pub(super) struct StackWriter<'a> {
    folder: &'a Path,
    tree: TreeWriter,
    changes: Vec<ChangeMapWriter>,
    figures: Figures,
    /// The files of each layer that a path of the merged tree shows.
    shown: InodeSet,
    hidden: HiddenEntries,
    efficiency: Efficiency,
    largest: Top<(u64, Reverse<u32>)>,
    contents: FileContents,
}

/// The version of a path that the merged tree shows, with its link target.
pub(super) struct Shown<'a> {
    pub version: &'a Version,
    pub link: Vec<u8>,
}

/// A path that has been entered, to be left again.
pub(super) struct OpenPath {
    is_shown: bool,
    sizes: PathSizes,
}

impl<'a> StackWriter<'a> {
    pub(super) fn create(folder: &'a Path, layers: &[Tree]) -> Result<Self> {
        Ok(Self {
            folder,
            tree: TreeWriter::create(folder, MAX_ENTRIES)?,
            changes: (0..layers.len()).map(|layer| ChangeMapWriter::new(folder, layer)).collect(),
            figures: Figures { layers: vec![LayerTotals::default(); layers.len()], ..Figures::default() },
            shown: InodeSet::new(layers.iter().map(Tree::count)),
            hidden: HiddenEntries::create(folder).map_err(file_failed(folder))?,
            efficiency: Efficiency::default(),
            largest: Top::new(MAX_LISTED),
            contents: FileContents::new(folder),
        })
    }

    /// Writes the root of a tree without layers.
    pub(super) fn write_empty_root(&mut self) -> Result<()> {
        self.tree.open(Record::implied_folder(), b"", b"").map(drop)
    }

    pub(super) fn enter(&mut self, path: &StackedPath<'_>, shown: Option<Shown<'_>>) -> Result<OpenPath> {
        for version in path.versions {
            self.write_change(path, version)?;
        }
        let version = shown.as_ref().map(|shown| shown.version);
        self.hidden.add(path, version).map_err(file_failed(self.folder))?;
        let sizes = self.efficiency.enter(path);
        let is_shown = shown.is_some();
        if let Some(shown) = shown {
            self.show(path.name, &shown)?;
        }
        Ok(OpenPath { is_shown, sizes })
    }

    pub(super) fn leave(&mut self, path: OpenPath) -> Result<()> {
        if path.is_shown {
            self.tree.close()?;
        }
        self.efficiency.leave(path.sizes);
        Ok(())
    }

    fn write_change(&mut self, path: &StackedPath<'_>, version: &Version) -> Result<()> {
        // The root always exists.
        let change = if version.id == 0 { None } else { path.change(version) };
        let layer = usize::from(version.layer);
        let totals = &mut self.figures.layers[layer];
        match change {
            Some(ChangeKind::Added) => totals.added += 1,
            Some(ChangeKind::Changed) => totals.changed += 1,
            Some(ChangeKind::Deleted) => totals.deleted += 1,
            None => {}
        }
        if version.record.kind == LayerNodeKind::File {
            totals.size = totals.size.saturating_add(version.record.size);
        }
        self.changes[layer].push(change).map_err(file_failed(self.folder))
    }

    /// Opens a path in the merged tree.
    fn show(&mut self, name: &[u8], shown: &Shown<'_>) -> Result<()> {
        let layer = shown.version.layer;
        let mut record = Record { layer, children: 0, total: 0, opaque: false, ..shown.version.record.clone() };
        let is_first_name = record.has_bytes() && self.shown.insert(layer, record.inode);
        if is_first_name {
            record.total = record.size;
            self.figures.visible = self.figures.visible.saturating_add(record.size);
        }
        let id = self.tree.open(record.clone(), name, &shown.link)?;
        if is_first_name && record.size > 0 {
            self.largest.push((record.size, Reverse(id)));
            self.contents.add(id, &record).map_err(file_failed(self.folder))?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<Figures> {
        let folder = self.folder;
        self.figures.entries = u64::from(self.tree.finish()?.saturating_sub(1));
        for changes in &mut self.changes {
            changes.flush().map_err(file_failed(folder))?;
        }
        self.hidden.find_waste(&self.shown, &mut self.figures).map_err(file_failed(folder))?;
        self.contents.find_duplicates(&mut self.figures).map_err(file_failed(folder))?;
        self.figures.largest = self.largest.into_sorted().into_iter().map(|(_, id)| id.0).collect();
        self.figures.efficiency = self.efficiency.score();
        Ok(self.figures)
    }
}
