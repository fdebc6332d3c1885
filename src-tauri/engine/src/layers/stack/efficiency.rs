use super::path::{StackedPath, Version};
use crate::wire::LayerNodeKind;

/// dive's efficiency (wagoodman/dive `filetree/efficiency.go`): of each path the smallest of its sizes in the leaves of
/// the layers' trees, divided by the sum of all of them. A whiteout has no size, but that of a folder has the size of
/// everything that was in it, which is known once the walk leaves the path.
#[derive(Default)]
pub(super) struct Efficiency {
    /// The deleted folders that contain the current path.
    deletions: Vec<Deletion>,
    smallest: f64,
    all: f64,
}

/// A folder that a layer deletes, and the bytes found in it so far.
struct Deletion {
    layer: u16,
    bytes: u64,
}

/// The sizes of a path while the walk is in it.
pub(super) struct PathSizes {
    sizes: Vec<u64>,
    /// The number of deleted folders around the path.
    deletions: usize,
}

impl Efficiency {
    pub(super) fn enter(&mut self, path: &StackedPath<'_>) -> PathSizes {
        self.add_to_deletions(path);
        let deletions = self.deletions.len();
        PathSizes { sizes: self.leaf_sizes(path), deletions }
    }

    pub(super) fn leave(&mut self, PathSizes { mut sizes, deletions }: PathSizes) {
        sizes.extend(self.deletions.drain(deletions..).map(|deletion| deletion.bytes));
        self.all += sizes.iter().map(|size| *size as f64).sum::<f64>();
        self.smallest += sizes.iter().min().map_or(0.0, |size| *size as f64);
    }

    pub(super) fn score(&self) -> f64 {
        if self.all == 0.0 { 1.0 } else { self.smallest / self.all }
    }

    fn add_to_deletions(&mut self, path: &StackedPath<'_>) {
        for deletion in &mut self.deletions {
            let deleted = path.shown_below(deletion.layer);
            if let Some(version) = deleted.filter(|version| version.record.kind == LayerNodeKind::File) {
                deletion.bytes = deletion.bytes.saturating_add(version.record.size);
            }
        }
    }

    fn leaf_sizes(&mut self, path: &StackedPath<'_>) -> Vec<u64> {
        let mut sizes = Vec::new();
        for version in path.versions.iter().filter(|version| version.record.children == 0) {
            match version.record.kind {
                LayerNodeKind::Whiteout if path.shown_below(version.layer).is_some_and(Version::is_folder) => {
                    self.deletions.push(Deletion { layer: version.layer, bytes: 0 });
                }
                LayerNodeKind::File => sizes.push(version.record.size),
                _ => sizes.push(0),
            }
        }
        sizes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::record::Record;

    fn file(layer: u16, size: u64) -> Version {
        let record = Record { kind: LayerNodeKind::File, size, ..Record::implied_folder() };
        Version { layer, id: 1, record }
    }

    #[test]
    fn a_deleted_folder_has_the_size_of_its_contents() {
        let mut efficiency = Efficiency::default();
        assert!((efficiency.score() - 1.0).abs() < f64::EPSILON, "nothing is wasted of nothing");
        let folder = Version { layer: 0, id: 1, record: Record { children: 1, ..Record::implied_folder() } };
        let versions = [folder, Version { layer: 1, id: 1, record: Record::whiteout() }];
        let outer = efficiency.enter(&StackedPath { name: b"d", versions: &versions, masks: &[] });
        let inner = efficiency.enter(&StackedPath { name: b"f", versions: &[file(0, 30)], masks: &[1] });
        efficiency.leave(inner);
        efficiency.leave(outer);
        assert!(
            (efficiency.score() - 1.0).abs() < f64::EPSILON,
            "each path has one size, the folder that of its file: {}",
            efficiency.score()
        );
        let versions = [file(0, 10), file(1, 30)];
        let path = efficiency.enter(&StackedPath { name: b"g", versions: &versions, masks: &[] });
        efficiency.leave(path);
        assert!((efficiency.score() - 0.7).abs() < 1e-12, "70 of 100 bytes: {}", efficiency.score());
    }
}
