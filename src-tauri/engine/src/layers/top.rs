use std::{cmp::Reverse, collections::BinaryHeap};

/// The greatest of any number of values.
pub(super) struct Top<T> {
    capacity: usize,
    values: BinaryHeap<Reverse<T>>,
}

impl<T: Ord> Top<T> {
    pub(super) fn new(capacity: usize) -> Self {
        Self { capacity, values: BinaryHeap::new() }
    }

    pub(super) fn push(&mut self, value: T) {
        self.values.push(Reverse(value));
        if self.values.len() > self.capacity {
            self.values.pop();
        }
    }

    /// The values, greatest first.
    pub(super) fn into_sorted(self) -> Vec<T> {
        self.values.into_sorted_vec().into_iter().map(|Reverse(value)| value).collect()
    }
}
