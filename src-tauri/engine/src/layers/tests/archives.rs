//! Archives as engines write them.

use std::io::{Read, Write};

use serde_json::json;
use sha2::{Digest, Sha256};
use tar::{Builder, EntryType, Header};

/// An entry of a layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub path: String,
    pub kind: ItemKind,
    pub mode: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ItemKind {
    File(Vec<u8>),
    Folder,
    Symlink(String),
    HardLink(String),
    Pipe,
    Whiteout,
    Opaque,
}

impl Item {
    fn new(path: &str, kind: ItemKind) -> Self {
        let mode = if kind == ItemKind::Folder { 0o755 } else { 0o644 };
        Self { path: path.to_owned(), kind, mode }
    }

    pub(super) fn mode(self, mode: u32) -> Self {
        Self { mode, ..self }
    }

    /// Appends the item as an entry.
    fn append(&self, archive: &mut Builder<Vec<u8>>) {
        let (folder, name) =
            self.path.rsplit_once('/').map_or(("", self.path.as_str()), |(folder, name)| (folder, name));
        let sibling = |name: String| if folder.is_empty() { name } else { format!("{folder}/{name}") };
        match &self.kind {
            ItemKind::File(content) => append(archive, EntryType::Regular, &self.path, "", content, self.mode),
            ItemKind::Folder => append(archive, EntryType::Directory, &format!("{}/", self.path), "", b"", self.mode),
            ItemKind::Symlink(target) => append(archive, EntryType::Symlink, &self.path, target, b"", 0o777),
            ItemKind::HardLink(target) => append(archive, EntryType::Link, &self.path, target, b"", self.mode),
            ItemKind::Pipe => append(archive, EntryType::Fifo, &self.path, "", b"", self.mode),
            ItemKind::Whiteout => append(archive, EntryType::Regular, &sibling(format!(".wh.{name}")), "", b"", 0),
            ItemKind::Opaque => {
                let path = if self.path.is_empty() { String::new() } else { format!("{}/", self.path) };
                append(archive, EntryType::Regular, &format!("{path}.wh..wh..opq"), "", b"", 0);
            }
        }
    }
}

pub(super) fn file(path: &str, content: impl Into<Vec<u8>>) -> Item {
    Item::new(path, ItemKind::File(content.into()))
}

/// A file of `count` equal bytes.
pub(super) fn bytes(path: &str, byte: u8, count: usize) -> Item {
    file(path, vec![byte; count])
}

pub(super) fn folder(path: &str) -> Item {
    Item::new(path, ItemKind::Folder)
}

pub(super) fn symlink(path: &str, target: &str) -> Item {
    Item::new(path, ItemKind::Symlink(target.to_owned()))
}

pub(super) fn hard_link(path: &str, target: &str) -> Item {
    Item::new(path, ItemKind::HardLink(target.to_owned()))
}

pub(super) fn pipe(path: &str) -> Item {
    Item::new(path, ItemKind::Pipe)
}

pub(super) fn whiteout(path: &str) -> Item {
    Item::new(path, ItemKind::Whiteout)
}

pub(super) fn opaque(path: &str) -> Item {
    Item::new(path, ItemKind::Opaque)
}

/// Appends an entry with exactly this name.
pub(super) fn append(
    archive: &mut Builder<Vec<u8>>,
    kind: EntryType,
    path: &str,
    link: &str,
    content: &[u8],
    mode: u32,
) {
    append_raw(archive, kind, path.as_bytes(), link.as_bytes(), content, mode);
}

pub(super) fn append_raw(
    archive: &mut Builder<Vec<u8>>,
    kind: EntryType,
    path: &[u8],
    link: &[u8],
    content: &[u8],
    mode: u32,
) {
    let mut header = Header::new_gnu();
    header.set_entry_type(kind);
    header.set_mode(mode);
    header.set_uid(1000);
    header.set_gid(1001);
    header.set_mtime(1_700_000_000);
    header.set_size(content.len() as u64);
    for (long, text) in [(b'L', path), (b'K', link)] {
        if text.len() > 100 {
            let mut long_header = Header::new_gnu();
            long_header.set_entry_type(EntryType::new(long));
            long_header.set_size(text.len() as u64);
            long_header.set_cksum();
            archive.append(&long_header, text).unwrap();
        }
    }
    let old = header.as_old_mut();
    let count = path.len().min(100);
    old.name[..count].copy_from_slice(&path[..count]);
    let count = link.len().min(100);
    old.linkname[..count].copy_from_slice(&link[..count]);
    header.set_cksum();
    archive.append(&header, content).unwrap();
}

/// A layer's archive.
pub(super) fn layer(items: &[Item]) -> Vec<u8> {
    let mut archive = Builder::new(Vec::new());
    items.iter().for_each(|item| item.append(&mut archive));
    archive.into_inner().unwrap()
}

pub(super) fn digest(bytes: &[u8]) -> String {
    format!("sha256:{}", hex(bytes))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

pub(super) fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    liblzma::read::XzEncoder::new(bytes, 1).read_to_end(&mut packed).unwrap();
    packed
}

pub(super) fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    bzip2::read::BzEncoder::new(bytes, bzip2::Compression::fast()).read_to_end(&mut packed).unwrap();
    packed
}

/// An archive of files, by name, in order.
pub(super) fn tar_of(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = Builder::new(Vec::new());
    for (name, content) in files {
        append(&mut archive, EntryType::Regular, name, "", content, 0o644);
    }
    archive.into_inner().unwrap()
}

/// An image to be written as an archive.
pub(super) struct Archive {
    pub layers: Vec<Vec<u8>>,
    pub config: Vec<u8>,
}

impl Archive {
    pub(super) fn of(layers: &[Vec<Item>]) -> Self {
        Self::of_raw(layers.iter().map(|items| layer(items)).collect())
    }

    /// An image whose history has a step without a layer after each step with one.
    pub(super) fn of_raw(layers: Vec<Vec<u8>>) -> Self {
        let step = |index: usize| {
            [
                json!({ "created": "2026-01-02T03:04:05Z", "created_by": format!("COPY {index} /") }),
                json!({ "created_by": format!("ENV N={index}"), "empty_layer": true }),
            ]
        };
        let config = json!({
            "architecture": "amd64",
            "os": "linux",
            "rootfs": { "type": "layers", "diff_ids": layers.iter().map(|layer| digest(layer)).collect::<Vec<_>>() },
            "history": (0..layers.len()).flat_map(step).collect::<Vec<_>>(),
        });
        Self { layers, config: config.to_string().into_bytes() }
    }

    /// The archive as Docker from 25 on writes it.
    pub(super) fn docker(&self) -> Vec<u8> {
        tar_of(&self.docker_files(|layer| layer.to_vec()))
    }

    /// The archive's files, blobs first, by their own digests, as the containerd store writes them.
    pub(super) fn docker_files(&self, pack: impl Fn(&[u8]) -> Vec<u8>) -> Vec<(String, Vec<u8>)> {
        let blob = |bytes: &[u8]| format!("blobs/sha256/{}", hex(bytes));
        let packed: Vec<Vec<u8>> = self.layers.iter().map(|layer| pack(layer)).collect();
        let mut files: Vec<_> = packed.iter().map(|layer| (blob(layer), layer.clone())).collect();
        files.dedup_by(|one, other| one.0 == other.0);
        files.push((blob(&self.config), self.config.clone()));
        let names: Vec<String> = packed.iter().map(|layer| blob(layer)).collect();
        let manifest = json!([{ "Config": blob(&self.config), "RepoTags": ["test/image:1"], "Layers": names }]);
        files.push(("manifest.json".to_owned(), manifest.to_string().into_bytes()));
        files
    }
}
