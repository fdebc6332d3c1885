use std::{
    cell::Cell,
    io::{self, Read},
};

use super::failure::Limit;

/// Limits the bytes that tar reads between the contents of two entries. tar holds an entry's long name and headers in
/// memory, whatever their size.
pub(super) struct HeaderBudget(Cell<u64>);

impl HeaderBudget {
    pub(super) fn new() -> Self {
        Self(Cell::new(Limit::Headers.max()))
    }

    /// A reader that fails when the budget is exceeded.
    pub(super) fn reader<R: Read>(&self, reader: R) -> BudgetedReader<'_, R> {
        BudgetedReader { reader, left: &self.0 }
    }

    /// Lifts the limit while an entry's content is read.
    pub(super) fn lift(&self) {
        self.0.set(u64::MAX);
    }

    /// Limits again, once the content of an entry of `stored` bytes has been read. tar skips what is left of the
    /// content before it reads the next headers.
    pub(super) fn restore(&self, stored: u64) {
        let unread = stored.saturating_sub(u64::MAX - self.0.get());
        self.0.set(unread.saturating_add(Limit::Headers.max()));
    }
}

pub(super) struct BudgetedReader<'a, R> {
    reader: R,
    left: &'a Cell<u64>,
}

impl<R: Read> Read for BudgetedReader<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        match self.left.get().checked_sub(count as u64) {
            Some(left) => {
                self.left.set(left);
                Ok(count)
            }
            None => Err(io::Error::other(Limit::Headers.exceeded())),
        }
    }
}
