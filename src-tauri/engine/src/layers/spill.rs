//! Sorting more than memory should hold: what was gathered is sorted and put aside in a file whenever it has reached a
//! certain size, and the sorted pieces are merged while they are read.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read, Seek, Write},
    path::{Path, PathBuf},
};

/// What is gathered in memory.
const GATHERED: usize = 24 * 1024 * 1024;

/// Items being gathered: each a key, and something that goes with it. Both are ordered byte by byte.
pub(super) struct Sorter {
    folder: PathBuf,
    most: usize,
    bytes: Vec<u8>,
    /// Where each begins, the length of its key and its whole length.
    items: Vec<(u32, u32, u32)>,
    pieces: Vec<File>,
}

impl Sorter {
    /// Files are put aside in the folder; they have no names and vanish by themselves.
    pub(super) fn new(folder: &Path) -> Self {
        Self::with_memory(folder, GATHERED)
    }

    fn with_memory(folder: &Path, most: usize) -> Self {
        Self { folder: folder.to_owned(), most, bytes: Vec::new(), items: Vec::new(), pieces: Vec::new() }
    }

    /// Adds an item.
    pub(super) fn push(&mut self, key: &[u8], rest: &[u8]) -> io::Result<()> {
        let length =
            |bytes: &[u8]| u32::try_from(bytes.len()).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput));
        let (start, key_length, whole) = (length(&self.bytes)?, length(key)?, length(key)? + length(rest)?);
        self.bytes.extend_from_slice(key);
        self.bytes.extend_from_slice(rest);
        self.items.push((start, key_length, whole));
        if self.bytes.len() + self.items.len() * size_of::<(u32, u32, u32)>() > self.most {
            self.put_aside()?;
        }
        Ok(())
    }

    fn sort(&mut self) {
        let bytes = &self.bytes;
        self.items.sort_unstable_by(|one, other| item(bytes, *one).cmp(&item(bytes, *other)));
    }

    fn put_aside(&mut self) -> io::Result<()> {
        self.sort();
        let mut file = BufWriter::new(tempfile::tempfile_in(&self.folder)?);
        for place in &self.items {
            let (key, rest) = item(&self.bytes, *place);
            file.write_all(&place.1.to_le_bytes())?;
            file.write_all(&(place.2 - place.1).to_le_bytes())?;
            file.write_all(key)?;
            file.write_all(rest)?;
        }
        let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        self.pieces.push(file);
        self.bytes.clear();
        self.items.clear();
        Ok(())
    }

    /// All items, in order.
    pub(super) fn finish(mut self) -> io::Result<Sorted> {
        self.sort();
        let (bytes, items) = (self.bytes, self.items);
        let mut sources: Vec<Source> = self
            .pieces
            .into_iter()
            .map(|file| Source::new(Rest::File(BufReader::with_capacity(1 << 16, file))))
            .collect();
        sources.push(Source::new(Rest::Memory { bytes, items, next: 0 }));
        for source in &mut sources {
            source.advance()?;
        }
        Ok(Sorted { sources, given: None })
    }
}

fn item(bytes: &[u8], (start, key, whole): (u32, u32, u32)) -> (&[u8], &[u8]) {
    let (start, key, whole) = (start as usize, key as usize, whole as usize);
    bytes[start..start + whole].split_at(key)
}

/// Sorted items, one after the other.
pub(super) struct Sorted {
    sources: Vec<Source>,
    /// Whose item was given last.
    given: Option<usize>,
}

impl Sorted {
    /// The next item: its key, and what goes with it.
    pub(super) fn next(&mut self) -> io::Result<Option<(&[u8], &[u8])>> {
        if let Some(given) = self.given.take() {
            self.sources[given].advance()?;
        }
        let heads = self.sources.iter().enumerate().filter(|(_, source)| source.has);
        let least = heads.min_by(|(_, one), (_, other)| one.head().cmp(&other.head())).map(|(index, _)| index);
        self.given = least;
        Ok(least.map(|index| self.sources[index].head()))
    }
}

/// One sorted piece, and its first item that has not been given.
struct Source {
    rest: Rest,
    has: bool,
    key: usize,
    item: Vec<u8>,
}

enum Rest {
    File(BufReader<File>),
    Memory { bytes: Vec<u8>, items: Vec<(u32, u32, u32)>, next: usize },
}

impl Source {
    fn new(rest: Rest) -> Self {
        Self { rest, has: false, key: 0, item: Vec::new() }
    }

    fn head(&self) -> (&[u8], &[u8]) {
        self.item.split_at(self.key)
    }

    fn advance(&mut self) -> io::Result<()> {
        self.item.clear();
        match &mut self.rest {
            Rest::Memory { bytes, items, next } => {
                self.has = *next < items.len();
                if self.has {
                    let (key, rest) = item(bytes, items[*next]);
                    self.item.extend_from_slice(key);
                    self.item.extend_from_slice(rest);
                    self.key = key.len();
                    *next += 1;
                }
            }
            Rest::File(file) => {
                let mut lengths = [0; 8];
                self.has = match file.read_exact(&mut lengths) {
                    Ok(()) => true,
                    Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => false,
                    Err(error) => return Err(error),
                };
                if self.has {
                    let number =
                        |at: usize| u32::from_le_bytes(std::array::from_fn(|index| lengths[at + index])) as usize;
                    self.key = number(0);
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

    proptest! {
        #[test]
        fn sorts_as_memory_would(
            items in prop::collection::vec((prop::collection::vec(0..4_u8, 0..4), prop::collection::vec(any::<u8>(), 0..3)), 0..60),
            most in 0..300_usize,
        ) {
            let folder = tempfile::tempdir().unwrap();
            let mut sorter = Sorter::with_memory(folder.path(), most);
            for (key, rest) in &items {
                sorter.push(key, rest).unwrap();
            }
            let mut sorted = sorter.finish().unwrap();
            let mut found = Vec::new();
            while let Some((key, rest)) = sorted.next().unwrap() {
                found.push((key.to_vec(), rest.to_vec()));
            }
            let mut expected = items;
            expected.sort();
            prop_assert_eq!(found, expected, "in order, however much of it was put aside");
        }
    }
}
