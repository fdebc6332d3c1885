use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

use crate::layers::record::RECORD;

/// The bytes that are read at a time.
const SIZE: usize = 512 * RECORD;

/// A file of which one section is in memory. It is open only while it is read: all layers of an image are read together,
/// and some systems limit a program to 256 open files.
pub(super) struct FileWindow {
    path: PathBuf,
    file_length: u64,
    start: u64,
    bytes: Vec<u8>,
}

impl FileWindow {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file_length = std::fs::metadata(path)?.len();
        Ok(Self { path: path.to_owned(), file_length, start: 0, bytes: Vec::new() })
    }

    pub(super) fn file_length(&self) -> u64 {
        self.file_length
    }

    pub(super) fn read(&mut self, position: u64, count: usize) -> io::Result<&[u8]> {
        if position.checked_add(count as u64).is_none_or(|end| end > self.file_length) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if !self.contains(position, count) {
            self.load(position, count)?;
        }
        let at = usize::try_from(position - self.start).map_err(|_| io::ErrorKind::InvalidInput)?;
        Ok(&self.bytes[at..at + count])
    }

    fn contains(&self, position: u64, count: usize) -> bool {
        position >= self.start && position + count as u64 <= self.start + self.bytes.len() as u64
    }

    fn load(&mut self, position: u64, count: usize) -> io::Result<()> {
        let length = SIZE.max(count).min(usize::try_from(self.file_length - position).unwrap_or(SIZE));
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(position))?;
        self.bytes.clear();
        self.bytes.resize(length, 0);
        self.start = position;
        file.read_exact(&mut self.bytes).inspect_err(|_| self.bytes.clear())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_section_of_a_file_can_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let content: Vec<u8> = (0..3 * SIZE).map(|index| (index % 251) as u8).collect();
        std::fs::write(&path, &content).unwrap();
        let mut window = FileWindow::open(&path).expect("the file exists");
        for (position, count) in [(0, 10), (SIZE - 5, 10), (2 * SIZE, SIZE), (5, 0), (0, 2 * SIZE), (3 * SIZE, 0)] {
            let found = window.read(position as u64, count).expect("it is within the file");
            assert_eq!(found, &content[position..position + count], "{count} bytes at {position}");
        }
        for (position, count) in [(3 * SIZE as u64, 1), (u64::MAX, 1), (0, 3 * SIZE + 1)] {
            assert!(window.read(position, count).is_err(), "{count} bytes at {position} are beyond the end");
        }
    }
}
