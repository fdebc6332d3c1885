//! An external sort: collected items are sorted and spilled to a file whenever they reach a certain size, and the sorted
//! runs are merged while they are read.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read, Seek, Write},
    path::{Path, PathBuf},
};

use super::failure::check_space;

/// The bytes that are collected in memory.
const MAX_MEMORY: usize = 24 * 1024 * 1024;

/// The number of sorted runs, each an open file: as many are merged into one.
const MAX_RUNS: usize = 16;

/// Collects items, each a key and a value. Both are ordered byte by byte.
pub(super) struct Sorter {
    folder: PathBuf,
    max_memory: usize,
    bytes: Vec<u8>,
    items: Vec<Item>,
    runs: Vec<File>,
}

/// An item in memory: where it begins, the length of its key, and its whole length.
type Item = (u32, u32, u32);

impl Sorter {
    /// A sorter that spills to the folder, to files that have no names and are removed when closed.
    pub(super) fn new(folder: &Path) -> Self {
        Self::with_max_memory(folder, MAX_MEMORY)
    }

    fn with_max_memory(folder: &Path, max_memory: usize) -> Self {
        Self { folder: folder.to_owned(), max_memory, bytes: Vec::new(), items: Vec::new(), runs: Vec::new() }
    }

    /// Adds an item.
    pub(super) fn push(&mut self, key: &[u8], value: &[u8]) -> io::Result<()> {
        let length =
            |bytes: &[u8]| u32::try_from(bytes.len()).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput));
        let (start, key_length, whole) = (length(&self.bytes)?, length(key)?, length(key)? + length(value)?);
        self.bytes.extend_from_slice(key);
        self.bytes.extend_from_slice(value);
        self.items.push((start, key_length, whole));
        if self.bytes.len() + self.items.len() * size_of::<Item>() > self.max_memory {
            self.spill()?;
        }
        Ok(())
    }

    fn sort(&mut self) {
        let bytes = &self.bytes;
        self.items.sort_unstable_by(|one, other| slice(bytes, *one).cmp(&slice(bytes, *other)));
    }

    fn spill(&mut self) -> io::Result<()> {
        check_space(&self.folder).map_err(io::Error::other)?;
        self.sort();
        let mut run = RunWriter::create(&self.folder)?;
        for item in &self.items {
            let (key, value) = slice(&self.bytes, *item);
            run.push(key, value)?;
        }
        self.runs.push(run.finish()?);
        self.bytes.clear();
        self.items.clear();
        if self.runs.len() >= MAX_RUNS { self.merge_runs() } else { Ok(()) }
    }

    /// Merges all runs into one, so that few files are open, however much is sorted.
    fn merge_runs(&mut self) -> io::Result<()> {
        let mut sorted = Sorted::new(std::mem::take(&mut self.runs).into_iter().map(Run::of_file).collect())?;
        let mut run = RunWriter::create(&self.folder)?;
        while let Some((key, value)) = sorted.next()? {
            run.push(key, value)?;
        }
        self.runs.push(run.finish()?);
        Ok(())
    }

    /// Returns all items, in order.
    pub(super) fn finish(mut self) -> io::Result<Sorted> {
        self.sort();
        let (bytes, items) = (self.bytes, self.items);
        let mut runs: Vec<Run> = self.runs.into_iter().map(Run::of_file).collect();
        runs.push(Run::new(Source::Memory { bytes, items, next: 0 }));
        Sorted::new(runs)
    }
}

/// Writes a sorted run to a file without a name.
struct RunWriter(BufWriter<File>);

impl RunWriter {
    fn create(folder: &Path) -> io::Result<Self> {
        Ok(Self(BufWriter::new(tempfile::tempfile_in(folder)?)))
    }

    fn push(&mut self, key: &[u8], value: &[u8]) -> io::Result<()> {
        for bytes in [key, value] {
            let length = u32::try_from(bytes.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
            self.0.write_all(&length.to_le_bytes())?;
        }
        self.0.write_all(key)?;
        self.0.write_all(value)
    }

    fn finish(self) -> io::Result<File> {
        let mut file = self.0.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        Ok(file)
    }
}

fn slice(bytes: &[u8], (start, key, whole): Item) -> (&[u8], &[u8]) {
    let (start, key, whole) = (start as usize, key as usize, whole as usize);
    bytes[start..start + whole].split_at(key)
}

/// Iterates over the sorted items; the items borrow from it.
pub(super) struct Sorted {
    runs: Vec<Run>,
    /// The run whose item was returned last.
    current: Option<usize>,
}

impl Sorted {
    fn new(mut runs: Vec<Run>) -> io::Result<Self> {
        for run in &mut runs {
            run.advance()?;
        }
        Ok(Self { runs, current: None })
    }

    /// The next item: its key and its value.
    pub(super) fn next(&mut self) -> io::Result<Option<(&[u8], &[u8])>> {
        if let Some(current) = self.current.take() {
            self.runs[current].advance()?;
        }
        let heads = self.runs.iter().enumerate().filter(|(_, run)| run.has_head);
        let least = heads.min_by(|(_, one), (_, other)| one.head().cmp(&other.head())).map(|(index, _)| index);
        self.current = least;
        Ok(least.map(|index| self.runs[index].head()))
    }
}

/// A sorted run, and its first item that has not been returned.
struct Run {
    source: Source,
    has_head: bool,
    key_length: usize,
    item: Vec<u8>,
}

enum Source {
    File(BufReader<File>),
    Memory { bytes: Vec<u8>, items: Vec<Item>, next: usize },
}

impl Run {
    fn new(source: Source) -> Self {
        Self { source, has_head: false, key_length: 0, item: Vec::new() }
    }

    fn of_file(file: File) -> Self {
        Self::new(Source::File(BufReader::with_capacity(1 << 16, file)))
    }

    fn head(&self) -> (&[u8], &[u8]) {
        self.item.split_at(self.key_length)
    }

    fn advance(&mut self) -> io::Result<()> {
        self.item.clear();
        match &mut self.source {
            Source::Memory { bytes, items, next } => {
                self.has_head = *next < items.len();
                if self.has_head {
                    let (key, value) = slice(bytes, items[*next]);
                    self.item.extend_from_slice(key);
                    self.item.extend_from_slice(value);
                    self.key_length = key.len();
                    *next += 1;
                }
            }
            Source::File(file) => {
                let mut lengths = [0; 8];
                self.has_head = match file.read_exact(&mut lengths) {
                    Ok(()) => true,
                    Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => false,
                    Err(error) => return Err(error),
                };
                if self.has_head {
                    let number =
                        |at: usize| u32::from_le_bytes(std::array::from_fn(|index| lengths[at + index])) as usize;
                    self.key_length = number(0);
                    self.item.resize(number(0) + number(4), 0);
                    file.read_exact(&mut self.item)?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn few_files_are_open_however_much_is_sorted() {
        let folder = tempfile::tempdir().unwrap();
        let mut sorter = Sorter::with_max_memory(folder.path(), 100);
        for number in (0..5000_u32).rev() {
            sorter.push(&number.to_be_bytes(), b"").unwrap();
            assert!(sorter.runs.len() < MAX_RUNS, "{} open files after {number}", sorter.runs.len());
        }
        let mut sorted = sorter.finish().unwrap();
        for number in 0..5000_u32 {
            let (key, _) = sorted.next().unwrap().expect("none is lost");
            assert_eq!(key, number.to_be_bytes(), "in order");
        }
        assert_eq!(sorted.next().unwrap(), None, "none is added");
    }

    proptest! {
        #[test]
        fn sorts_like_memory(
            items in prop::collection::vec((prop::collection::vec(0..4_u8, 0..4), prop::collection::vec(any::<u8>(), 0..3)), 0..60),
            max_memory in 0..300_usize,
        ) {
            let folder = tempfile::tempdir().unwrap();
            let mut sorter = Sorter::with_max_memory(folder.path(), max_memory);
            for (key, value) in &items {
                sorter.push(key, value).unwrap();
            }
            let mut sorted = sorter.finish().unwrap();
            let mut found = Vec::new();
            while let Some((key, value)) = sorted.next().unwrap() {
                found.push((key.to_vec(), value.to_vec()));
            }
            let mut expected = items;
            expected.sort();
            prop_assert_eq!(found, expected, "in order, however much of it was spilled");
        }
    }
}
