use std::{io, path::Path};

use crate::{
    layers::{
        record::Record,
        spill::Sorter,
        tree::{Tree, TreePatch},
    },
    wire::LayerNodeKind,
};

/// The maximum number of hard links that lead to each other: archives usually name the file itself.
const MAX_LINKS: usize = 16;

/// Gives the hard links of a tree the bytes of their files. `links` has the links' IDs by their targets.
pub(super) fn resolve(links: Sorter, folder: &Path) -> io::Result<()> {
    let mut tree = Tree::open(folder)?;
    let targets = targets(links, &mut tree)?;
    let mut patch = TreePatch::open(folder)?;
    for (link, _) in &targets {
        let Some(inode) = follow(&targets, *link) else { continue };
        let file = tree.record(inode)?;
        if file.kind == LayerNodeKind::File {
            let record = Record { inode, size: file.size, hash: file.hash, ..tree.record(*link)? };
            patch.overwrite(*link, &record)?;
        }
    }
    Ok(())
}

/// The hard links with the records that they name, by the links' IDs. Links and records are read side by side, both in
/// the order of their paths.
fn targets(links: Sorter, tree: &mut Tree) -> io::Result<Vec<(u32, u32)>> {
    let mut links = links.finish()?;
    let mut targets = Vec::new();
    let mut cursor = PathCursor::default();
    let mut next = links.next()?;
    for id in 0..tree.count() {
        if next.is_none() {
            break;
        }
        let record = tree.record(id)?;
        let path = cursor.advance(id, &record, tree.name(&record)?);
        while let Some((target, link)) = next.filter(|(target, _)| *target <= path) {
            if target == path {
                targets.push((u32::from_be_bytes(link.try_into().map_err(|_| io::ErrorKind::InvalidData)?), id));
            }
            next = links.next()?;
        }
    }
    targets.sort_unstable();
    Ok(targets)
}

/// Follows links to links; `None` for a cycle.
fn follow(targets: &[(u32, u32)], link: u32) -> Option<u32> {
    let step = |from: u32| targets.binary_search_by_key(&from, |(link, _)| *link).ok().map(|at| targets[at].1);
    let mut at = link;
    for _ in 0..MAX_LINKS {
        match step(at) {
            Some(next) => at = next,
            None => return Some(at),
        }
    }
    None
}

/// The current path while the records of a tree are read in order.
#[derive(Default)]
struct PathCursor {
    /// The open records, and where their names end in `path`.
    open: Vec<(u32, usize)>,
    path: Vec<u8>,
}

impl PathCursor {
    /// Advances to the record, and returns its path: the names separated by byte 0, which no name contains.
    fn advance(&mut self, id: u32, record: &Record, name: &[u8]) -> &[u8] {
        while self.open.last().is_some_and(|(open, _)| id != 0 && *open != record.parent) {
            self.open.pop();
        }
        self.path.truncate(self.open.last().map_or(0, |(_, end)| *end));
        if !self.path.is_empty() {
            self.path.push(0);
        }
        self.path.extend_from_slice(name);
        self.open.push((id, self.path.len()));
        &self.path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_followed_but_not_in_circles() {
        let targets = [(1, 2), (2, 5), (3, 4), (4, 3)];
        assert_eq!(follow(&targets, 1), Some(5), "a link to a link");
        assert_eq!(follow(&targets, 3), None, "a cycle");
        assert_eq!(follow(&targets, 9), Some(9), "not a link");
    }
}
