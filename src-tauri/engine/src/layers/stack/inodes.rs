use fixedbitset::FixedBitSet;

/// A set of the layers' inodes: a bit for each record of each layer.
pub(super) struct InodeSet(Vec<FixedBitSet>);

impl InodeSet {
    /// An empty set for layers with these numbers of records.
    pub(super) fn new(records: impl IntoIterator<Item = u32>) -> Self {
        Self(records.into_iter().map(|count| FixedBitSet::with_capacity(count as usize)).collect())
    }

    /// An empty set for the same layers.
    pub(super) fn new_empty(&self) -> Self {
        Self(self.0.iter().map(|inodes| FixedBitSet::with_capacity(inodes.len())).collect())
    }

    /// Inserts an inode, and returns whether it is new. One that does not exist, as a damaged file may have, never is.
    pub(super) fn insert(&mut self, layer: u16, inode: u32) -> bool {
        let inodes = &mut self.0[usize::from(layer)];
        let inode = inode as usize;
        inode < inodes.len() && !inodes.put(inode)
    }

    pub(super) fn contains(&self, layer: u16, inode: u32) -> bool {
        self.0[usize::from(layer)].contains(inode as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inode_is_new_once_in_each_layer() {
        let mut inodes = InodeSet::new([3, 100]);
        assert!(inodes.insert(1, 99) && !inodes.insert(1, 99), "new once");
        assert!(inodes.contains(1, 99) && !inodes.contains(1, 98), "only what was inserted");
        assert!(inodes.insert(0, 2), "another layer");
        assert!(!inodes.insert(0, 3) && !inodes.contains(0, u32::MAX), "beyond the last record");
        assert!(inodes.new_empty().insert(1, 99), "an empty set of the same size");
    }
}
