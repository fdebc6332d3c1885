use std::{io, path::Path};

use bytes::{Buf, BufMut};

use super::figures::{DuplicateContent, Figures, MAX_LISTED};
use crate::layers::{
    record::{NO_HASH, Record},
    spill::Sorter,
    top::Top,
};

/// The number of paths that are stored of a duplicate content.
const MAX_EXAMPLES: usize = 16;

/// The contents of the merged tree's files, to find those that several files have.
pub(super) struct FileContents(Sorter);

impl FileContents {
    pub(super) fn new(folder: &Path) -> Self {
        Self(Sorter::new(folder))
    }

    /// Adds a file of the merged tree, unless its content was not hashed.
    pub(super) fn add(&mut self, id: u32, record: &Record) -> io::Result<()> {
        if record.hash == NO_HASH {
            return Ok(());
        }
        let mut key = [0; 24];
        (&mut key[..]).put_u64(record.size);
        key[8..].copy_from_slice(&record.hash);
        self.0.push(&key, &id.to_be_bytes())
    }

    /// Adds the duplicate contents to the figures. Sorted, the files of one content are adjacent.
    pub(super) fn find_duplicates(self, figures: &mut Figures) -> io::Result<()> {
        let mut files = self.0.finish()?;
        let mut top = Top::new(MAX_LISTED);
        let mut key = Vec::new();
        let mut content = DuplicateContent::default();
        while let Some((next_key, mut id)) = files.next()? {
            if next_key != key {
                figures.add_duplicate(std::mem::take(&mut content), &mut top);
                key.clear();
                key.extend_from_slice(next_key);
                content.bytes = (&next_key[..]).get_u64();
            }
            content.count += 1;
            if content.examples.len() < MAX_EXAMPLES {
                content.examples.push(id.get_u32());
            }
        }
        figures.add_duplicate(content, &mut top);
        figures.duplicate_list = top.into_sorted();
        Ok(())
    }
}

impl Figures {
    fn add_duplicate(&mut self, content: DuplicateContent, top: &mut Top<DuplicateContent>) {
        if content.count < 2 {
            return;
        }
        let superfluous = content.bytes.saturating_mul(content.count - 1);
        self.duplicated = self.duplicated.saturating_add(superfluous);
        self.duplicates += 1;
        top.push(DuplicateContent { superfluous, ..content });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_the_same_size_and_hash_are_duplicates() {
        let folder = tempfile::tempdir().unwrap();
        let mut contents = FileContents::new(folder.path());
        let files = [(1, 10, [1; 16]), (2, 10, [2; 16]), (3, 10, [1; 16]), (4, 20, [1; 16]), (5, 10, NO_HASH)];
        for (id, size, hash) in files.into_iter().chain((10..40).map(|id| (id, 7, [9; 16]))) {
            contents.add(id, &Record { size, hash, ..Record::implied_folder() }).expect("the folder is writable");
        }
        let mut figures = Figures::default();
        contents.find_duplicates(&mut figures).expect("the folder is readable");
        assert_eq!((figures.duplicates, figures.duplicated), (2, 10 + 29 * 7), "all copies but one, of two contents");
        let [most, least] = &figures.duplicate_list[..] else { panic!("two are listed: {figures:?}") };
        assert_eq!((least.count, &least.examples[..]), (2, &[1, 3][..]), "the files of a content");
        let examples: Vec<u32> = (10..26).collect();
        assert_eq!((most.count, &most.examples), (30, &examples), "the first of many files, most bytes first");
    }
}
