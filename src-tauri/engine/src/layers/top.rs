use std::{cmp::Reverse, collections::BinaryHeap};

/// The greatest of any number of values, of which only so many are kept.
pub(super) struct Top<T> {
    most: usize,
    kept: BinaryHeap<Reverse<T>>,
}

impl<T: Ord> Top<T> {
    pub(super) fn new(most: usize) -> Self {
        Self { most, kept: BinaryHeap::new() }
    }

    pub(super) fn push(&mut self, value: T) {
        self.kept.push(Reverse(value));
        if self.kept.len() > self.most {
            self.kept.pop();
        }
    }

    /// Greatest first.
    pub(super) fn into_sorted(self) -> Vec<T> {
        self.kept.into_sorted_vec().into_iter().map(|Reverse(value)| value).collect()
    }
}
