use std::path::Path;

use super::{entry::LayerEntry, hard_links};
use crate::{
    error::Result,
    layers::{
        failure::{Limit, file_failed},
        record::Record,
        spill::Sorter,
        tree::TreeWriter,
    },
    wire::LayerNodeKind,
};

/// Writes the sorted entries of a layer as a tree, with the folders that they imply.
pub(super) fn write_tree(sorter: Sorter, folder: &Path) -> Result<()> {
    let mut sorted = sorter.finish().map_err(file_failed(folder))?;
    let mut builder = LayerTreeBuilder {
        tree: TreeWriter::create(folder, Limit::Entries.max())?,
        open: Vec::new(),
        links: Sorter::new(folder),
        folder,
    };
    // The root comes first, even if it has no entry.
    let mut path = Vec::new();
    let mut merged = MergedEntry::default();
    while let Some((key, encoded)) = sorted.next().map_err(file_failed(folder))? {
        if key != path {
            let (record, link) = std::mem::take(&mut merged).into_record();
            builder.add(&path, record, &link)?;
            path.clear();
            path.extend_from_slice(key);
        }
        merged.add(LayerEntry::decode(encoded).map_err(file_failed(folder))?);
    }
    let (record, link) = merged.into_record();
    builder.add(&path, record, &link)?;
    builder.tree.finish()?;
    hard_links::resolve(builder.links, folder).map_err(file_failed(folder))
}

/// All entries of one path together: the last node counts, and whether any entry hides lower layers.
#[derive(Default)]
struct MergedEntry {
    node: Option<(Record, Vec<u8>)>,
    whiteout: bool,
    opaque: bool,
}

impl MergedEntry {
    fn add(&mut self, entry: LayerEntry) {
        match entry {
            LayerEntry::Node(record, link) => self.node = Some((record, link)),
            LayerEntry::Whiteout => self.whiteout = true,
            LayerEntry::Opaque => self.opaque = true,
        }
    }

    fn into_record(self) -> (Record, Vec<u8>) {
        let hides = self.whiteout || self.opaque;
        match self.node {
            // Deleted and created again: what lower layers have in it does not show through.
            Some((record, link)) => (Record { opaque: hides && record.is_folder(), ..record }, link),
            None if self.whiteout && !self.opaque => (Record::whiteout(), Vec::new()),
            None => (Record { implied: !self.whiteout, opaque: self.opaque, ..Record::implied_folder() }, Vec::new()),
        }
    }
}

/// Builds a layer's tree, path by path in order.
struct LayerTreeBuilder<'a> {
    tree: TreeWriter,
    /// The names of the open folders, below the root.
    open: Vec<Vec<u8>>,
    /// Hard links' IDs by their targets.
    links: Sorter,
    folder: &'a Path,
}

impl LayerTreeBuilder<'_> {
    fn add(&mut self, path: &[u8], record: Record, link: &[u8]) -> Result<()> {
        if path.is_empty() {
            let root = if record.is_folder() { record } else { Record::implied_folder() };
            return self.tree.open(root, b"", b"").map(drop);
        }
        let names: Vec<&[u8]> = path.split(|byte| *byte == 0).collect();
        let (name, folders) = names.split_last().unwrap_or((&path, &[]));
        let shared = self.open.iter().zip(folders).take_while(|(open, folder)| open == *folder).count();
        while self.open.len() > shared {
            self.open.pop();
            self.tree.close()?;
        }
        for folder in &folders[shared..] {
            self.open.push(folder.to_vec());
            self.tree.open(Record::implied_folder(), folder, b"")?;
        }
        self.open.push(name.to_vec());
        self.open(record, name, link)
    }

    fn open(&mut self, mut record: Record, name: &[u8], link: &[u8]) -> Result<()> {
        let id = self.tree.count();
        if record.kind == LayerNodeKind::File {
            record.inode = id;
            record.total = record.size;
        }
        if record.kind == LayerNodeKind::HardLink {
            self.links.push(link, &id.to_be_bytes()).map_err(file_failed(self.folder))?;
        }
        self.tree.open(record, name, link).map(drop)
    }
}
