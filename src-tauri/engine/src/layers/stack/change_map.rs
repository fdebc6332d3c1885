use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use crate::wire::ChangeKind;

/// The number of changes that are buffered.
const BUFFER: usize = 1 << 16;

/// What a layer does to its paths: a byte for each record of its tree.
pub(crate) struct ChangeMap(Vec<u8>);

impl ChangeMap {
    /// Reads a layer's map from the folder of a stack.
    pub(crate) fn read(folder: &Path, layer: usize) -> io::Result<Self> {
        fs::read(file(folder, layer)).map(Self)
    }

    /// What the layer does to the path of a record.
    pub(crate) fn get(&self, record: u32) -> Option<ChangeKind> {
        decode(*self.0.get(record as usize)?)
    }
}

/// Writes a [`ChangeMap`], record by record. The file is open only while it is written to: there is one for each layer.
pub(super) struct ChangeMapWriter {
    path: PathBuf,
    buffer: Vec<u8>,
}

impl ChangeMapWriter {
    pub(super) fn new(folder: &Path, layer: usize) -> Self {
        Self { path: file(folder, layer), buffer: Vec::new() }
    }

    /// Appends the change of the next record.
    pub(super) fn push(&mut self, change: Option<ChangeKind>) -> io::Result<()> {
        self.buffer.push(encode(change));
        if self.buffer.len() < BUFFER { Ok(()) } else { self.flush() }
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        File::options().append(true).create(true).open(&self.path)?.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }
}

fn file(folder: &Path, layer: usize) -> PathBuf {
    folder.join(format!("changes-{layer}"))
}

fn encode(change: Option<ChangeKind>) -> u8 {
    match change {
        None => 0,
        Some(ChangeKind::Added) => 1,
        Some(ChangeKind::Changed) => 2,
        Some(ChangeKind::Deleted) => 3,
    }
}

fn decode(byte: u8) -> Option<ChangeKind> {
    [None, Some(ChangeKind::Added), Some(ChangeKind::Changed), Some(ChangeKind::Deleted)][usize::from(byte & 3)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_read_as_it_was_written() {
        let changes = [None, Some(ChangeKind::Added), Some(ChangeKind::Changed), Some(ChangeKind::Deleted)];
        let folder = tempfile::tempdir().unwrap();
        let mut writer = ChangeMapWriter::new(folder.path(), 3);
        for change in changes.iter().cycle().take(BUFFER + 4) {
            writer.push(*change).expect("the folder is writable");
        }
        writer.flush().expect("the folder is writable");
        let map = ChangeMap::read(folder.path(), 3).expect("it was written");
        for record in (0..4).chain(BUFFER as u32..BUFFER as u32 + 4) {
            assert_eq!(map.get(record), changes[record as usize % 4], "record {record}");
        }
        assert_eq!(map.get(BUFFER as u32 + 4), None, "a record that does not exist");
        assert!(ChangeMap::read(folder.path(), 0).is_err(), "another layer has another file");
    }
}
