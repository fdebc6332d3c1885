use crate::wire::LayerPage;

/// The maximum number of entries in one answer.
pub(super) const MAX_PAGE: u32 = 1000;

impl LayerPage {
    /// The number of entries up to the end of the page.
    pub(super) fn end(self) -> usize {
        self.offset as usize + self.limit.min(MAX_PAGE) as usize
    }

    /// The entries of the page.
    pub(super) fn of<T>(self, all: impl IntoIterator<Item = T>) -> impl Iterator<Item = T> {
        all.into_iter().skip(self.offset as usize).take(self.limit.min(MAX_PAGE) as usize)
    }
}

/// The length of a list.
pub(super) fn total<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}
