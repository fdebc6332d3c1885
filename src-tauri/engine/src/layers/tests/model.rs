//! A naive model of the merged tree: a map of paths, all in memory, built layer by layer.

use std::collections::{BTreeMap, BTreeSet};

use super::archives::{Item, ItemKind};

/// A path of the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub kind: ItemKind,
    pub mode: u32,
    pub layer: usize,
    /// The layer and path of the file that has the bytes.
    pub inode: Option<(usize, String)>,
    pub bytes: u64,
}

/// Sorted as a tree: names, not characters of paths.
pub(super) type Names = Vec<String>;

#[derive(Debug, Default)]
pub(super) struct Model {
    /// The tree after each layer.
    pub trees: Vec<BTreeMap<Names, Node>>,
    /// Each layer's files by path, with their bytes.
    files: Vec<BTreeMap<String, u64>>,
    layers: Vec<Vec<Item>>,
}

pub(super) fn names(path: &str) -> Names {
    path.split('/').map(str::to_owned).collect()
}

impl Model {
    pub(super) fn of(layers: &[Vec<Item>]) -> Self {
        let mut model = Self { layers: layers.to_vec(), ..Self::default() };
        let mut tree = BTreeMap::new();
        for (layer, items) in layers.iter().enumerate() {
            apply(&mut tree, layer, items);
            model.trees.push(tree.clone());
            let files = items.iter().filter_map(|item| match &item.kind {
                ItemKind::File(content) => Some((item.path.clone(), content.len() as u64)),
                _ => None,
            });
            model.files.push(files.collect());
        }
        model
    }

    pub(super) fn last(&self) -> &BTreeMap<Names, Node> {
        self.trees.last().expect("there are layers")
    }

    fn inodes(&self) -> BTreeSet<(usize, String)> {
        self.last().values().filter_map(|node| node.inode.clone()).collect()
    }

    pub(super) fn visible(&self) -> u64 {
        self.inodes().iter().map(|(layer, path)| self.files[*layer][path]).sum()
    }

    /// Wasted bytes by path: those of a file with several names, all hidden, at the first of them.
    pub(super) fn wasted(&self) -> BTreeMap<String, u64> {
        let shown = self.inodes();
        let mut wasted: BTreeMap<String, u64> = BTreeMap::new();
        for (layer, files) in self.files.iter().enumerate() {
            for (path, bytes) in files.iter().filter(|(_, bytes)| **bytes > 0) {
                if shown.contains(&(layer, path.clone())) {
                    continue;
                }
                let links = self.layers[layer].iter().filter_map(|item| match &item.kind {
                    ItemKind::HardLink(target) if target == path => Some(names(&item.path)),
                    _ => None,
                });
                let first = links.chain([names(path)]).min().expect("it has a name of its own").join("/");
                *wasted.entry(first).or_default() += bytes;
            }
        }
        wasted
    }

    pub(super) fn sizes(&self) -> Vec<u64> {
        self.files.iter().map(|files| files.values().sum()).collect()
    }

    /// dive's efficiency as `filetree/efficiency.go` computes it: of each path the smallest of its sizes in the layers'
    /// leaves, divided by the sum of all of them; a deleted folder has the size of everything in it.
    pub(super) fn efficiency(&self) -> f64 {
        let mut sizes: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
        for (layer, items) in self.layers.iter().enumerate() {
            for item in items {
                let within = format!("{}/", item.path);
                let is_leaf = !items.iter().any(|other| other.path.starts_with(&within));
                let size = match &item.kind {
                    ItemKind::File(content) => content.len() as u64,
                    ItemKind::Whiteout => self.deleted_folder(layer, item),
                    _ => 0,
                };
                if is_leaf {
                    sizes.entry(&item.path).or_default().push(size);
                }
            }
        }
        let smallest: u64 = sizes.values().filter_map(|sizes| sizes.iter().min()).sum();
        let all: u64 = sizes.values().flatten().sum();
        if all == 0 { 1.0 } else { smallest as f64 / all as f64 }
    }

    fn deleted_folder(&self, layer: usize, item: &Item) -> u64 {
        let Some(before) = layer.checked_sub(1).map(|below| &self.trees[below]) else { return 0 };
        let path = names(&item.path);
        if before.get(&path).is_none_or(|node| node.kind != ItemKind::Folder) {
            return 0;
        }
        let within = before.iter().filter(|(names, _)| names.starts_with(&path));
        within.map(|(_, node)| if matches!(node.kind, ItemKind::File(_)) { node.bytes } else { 0 }).sum()
    }
}

fn apply(tree: &mut BTreeMap<Names, Node>, layer: usize, items: &[Item]) {
    let remove_within = |tree: &mut BTreeMap<Names, Node>, path: &[String]| {
        tree.retain(|names, _| !(names.starts_with(path) && names.len() > path.len()));
    };
    // Whiteouts hide lower layers only, wherever in the archive they are.
    for item in items {
        match &item.kind {
            ItemKind::Whiteout => {
                remove_within(tree, &names(&item.path));
                tree.remove(&names(&item.path));
            }
            ItemKind::Opaque => remove_within(tree, &names(&item.path)),
            _ => {}
        }
    }
    for item in items {
        let path = names(&item.path);
        for length in 1..path.len() {
            let implied = || Node { kind: ItemKind::Folder, mode: 0o755, layer, inode: None, bytes: 0 };
            let exists = tree.get(&path[..length]).is_some_and(|node| node.kind == ItemKind::Folder);
            if !exists {
                remove_within(tree, &path[..length]);
                tree.insert(path[..length].to_vec(), implied());
            }
        }
        let (inode, bytes) = match &item.kind {
            ItemKind::File(content) => (Some((layer, item.path.clone())), content.len() as u64),
            ItemKind::HardLink(target) => (Some((layer, target.clone())), 0),
            _ => (None, 0),
        };
        let node = Node { kind: item.kind.clone(), mode: item.mode, layer, inode, bytes };
        match &item.kind {
            ItemKind::Whiteout => {}
            ItemKind::Opaque => {
                if tree.get(&path).is_none_or(|node| node.kind != ItemKind::Folder) {
                    tree.insert(path, Node { kind: ItemKind::Folder, mode: 0o755, ..node });
                }
            }
            ItemKind::Folder => drop(tree.insert(path, node)),
            _ => {
                remove_within(tree, &path);
                tree.insert(path, node);
            }
        }
    }
}
