use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read, Seek, Write},
    path::Path,
};

use bytes::{Buf, BufMut};

use super::{
    figures::{Figures, HiddenFile, MAX_LISTED, PathWaste},
    inodes::InodeSet,
    path::{StackedPath, Version},
};
use crate::layers::top::Top;

/// The files of layers that the merged tree does not show at their paths, in a temporary file.
///
/// Whether their bytes are wasted is known once the walk is over: a hard link may still show them.
pub(super) struct HiddenEntries {
    file: BufWriter<File>,
    /// The number of paths with a hidden file.
    paths: u32,
}

impl HiddenEntries {
    pub(super) fn create(folder: &Path) -> io::Result<Self> {
        Ok(Self { file: BufWriter::new(tempfile::tempfile_in(folder)?), paths: 0 })
    }

    /// Adds the hidden files of a path that shows `shown`.
    pub(super) fn add(&mut self, path: &StackedPath<'_>, shown: Option<&Version>) -> io::Result<()> {
        let mut has_hidden = false;
        for (index, version) in path.versions.iter().enumerate() {
            let is_shown = shown.is_some_and(|shown| shown.layer == version.layer);
            if is_shown || !version.record.has_bytes() {
                continue;
            }
            let hidden_by = path.hiding_layer(index);
            let identical = path
                .versions
                .get(index + 1)
                .is_some_and(|next| next.layer == hidden_by && next.record.same_content(&version.record));
            let file = HiddenFile {
                layer: version.layer,
                record: version.id,
                bytes: version.record.size,
                hidden_by,
                identical,
            };
            let entry = HiddenEntry { path: self.paths, inode: version.record.inode, file };
            self.file.write_all(&entry.encode())?;
            has_hidden = true;
        }
        self.paths += u32::from(has_hidden);
        Ok(())
    }

    /// Adds the wasted files to the figures: the hidden ones without another name that is shown, each once.
    pub(super) fn find_waste(self, shown: &InodeSet, figures: &mut Figures) -> io::Result<()> {
        let mut file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        let mut entries = BufReader::new(file);
        let mut counted = shown.new_empty();
        let mut top = Top::new(MAX_LISTED);
        // The entries of one path are adjacent, lowest layer first.
        let mut path = 0;
        let mut waste = PathWaste::default();
        while let Some(entry) = HiddenEntry::read(&mut entries)? {
            if entry.path != path {
                figures.add_waste(std::mem::take(&mut waste), &mut top);
                path = entry.path;
            }
            let HiddenFile { layer, bytes, .. } = entry.file;
            if bytes > 0 && !shown.contains(layer, entry.inode) && counted.insert(layer, entry.inode) {
                waste.bytes = waste.bytes.saturating_add(bytes);
                waste.pieces.push(entry.file);
            }
        }
        figures.add_waste(waste, &mut top);
        figures.wasted_list = top.into_sorted();
        Ok(())
    }
}

impl Figures {
    fn add_waste(&mut self, waste: PathWaste, top: &mut Top<PathWaste>) {
        if waste.pieces.is_empty() {
            return;
        }
        for file in &waste.pieces {
            let layer = &mut self.layers[usize::from(file.layer)];
            layer.wasted = layer.wasted.saturating_add(file.bytes);
        }
        self.wasted = self.wasted.saturating_add(waste.bytes);
        self.wasted_paths += 1;
        top.push(waste);
    }
}

/// A hidden file as the temporary file has it.
#[derive(Debug, PartialEq, Eq)]
struct HiddenEntry {
    /// The index of its path among the paths with a hidden file.
    path: u32,
    inode: u32,
    file: HiddenFile,
}

/// The bytes of an encoded entry.
const ENTRY: usize = 25;

impl HiddenEntry {
    fn encode(&self) -> [u8; ENTRY] {
        let mut bytes = [0; ENTRY];
        let mut to = &mut bytes[..];
        to.put_u32(self.path);
        to.put_u32(self.inode);
        to.put_u16(self.file.layer);
        to.put_u32(self.file.record);
        to.put_u64(self.file.bytes);
        to.put_u16(self.file.hidden_by);
        to.put_u8(self.file.identical.into());
        bytes
    }

    /// Reads the next entry; `None` at the end.
    fn read(reader: &mut impl Read) -> io::Result<Option<Self>> {
        let mut bytes = [0; ENTRY];
        match reader.read_exact(&mut bytes) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            Err(error) => return Err(error),
        }
        let mut from = &bytes[..];
        let (path, inode) = (from.get_u32(), from.get_u32());
        let (layer, record, bytes) = (from.get_u16(), from.get_u32(), from.get_u64());
        let (hidden_by, identical) = (from.get_u16(), from.get_u8() != 0);
        Ok(Some(Self { path, inode, file: HiddenFile { layer, record, bytes, hidden_by, identical } }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        layers::{record::Record, stack::figures::LayerTotals},
        wire::LayerNodeKind,
    };

    fn version(layer: u16, inode: u32, size: u64) -> Version {
        let record = Record { kind: LayerNodeKind::File, size, inode, hash: [1; 16], ..Record::implied_folder() };
        Version { layer, id: inode, record }
    }

    #[test]
    fn an_encoded_entry_decodes_to_itself() {
        let file = HiddenFile { layer: 1, record: 2, bytes: u64::MAX, hidden_by: 3, identical: true };
        let entry = HiddenEntry { path: 4, inode: 5, file };
        let bytes = entry.encode();
        let mut reader = &bytes[..];
        assert_eq!(HiddenEntry::read(&mut reader).expect("it was encoded"), Some(entry), "what was encoded");
        assert_eq!(HiddenEntry::read(&mut reader).expect("the end is no failure"), None, "the end");
    }

    #[test]
    fn hidden_bytes_are_wasted_once_unless_another_name_shows_them() {
        let folder = tempfile::tempdir().unwrap();
        let mut hidden = HiddenEntries::create(folder.path()).expect("the folder is writable");
        let mut add = |versions: &[Version]| {
            let path = StackedPath { name: b"x", versions, masks: &[1] };
            hidden.add(&path, path.shown()).expect("the folder is writable");
        };
        add(&[version(0, 1, 10), version(1, 1, 10)]);
        add(&[version(0, 2, 20)]);
        add(&[version(0, 1, 10)]);
        add(&[version(0, 3, 40)]);
        add(&[version(0, 4, 0)]);
        let mut shown = InodeSet::new([5, 5]);
        shown.insert(0, 3);
        let mut figures = Figures { layers: vec![LayerTotals::default(); 2], ..Figures::default() };
        hidden.find_waste(&shown, &mut figures).expect("the folder is readable");
        assert_eq!((figures.wasted, figures.wasted_paths), (30, 2), "neither the shown file, nor a file twice");
        assert_eq!(figures.layers[0].wasted, 30, "the bytes of the layer that has them");
        let found: Vec<_> = figures.wasted_list.iter().map(|waste| (waste.bytes, waste.pieces[0].identical)).collect();
        assert_eq!(found, [(20, false), (10, true)], "most bytes first; the second was only written again");
    }
}
