//! What an engine has stored, by looking into its folders.

use std::{
    collections::BTreeMap,
    fs::{self, DirEntry},
    io,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

/// The unit of `st_blocks` (`stat(2)`).
const BLOCK: u64 = 512;

/// The folder of an engine's data, by how it stores images.
pub enum Storage {
    /// The classic store on overlay2.
    Classic(PathBuf),
    /// The containerd store on overlayfs.
    Containerd(PathBuf),
}

impl Storage {
    /// The stored layers and other content, each with its bytes as the engine counts them.
    pub fn files(&self) -> BTreeMap<String, u64> {
        match self {
            Self::Classic(data) => classic(data),
            Self::Containerd(data) => containerd(data),
        }
    }
}

/// Chain IDs, and the bytes of the layers' files (moby `layer/filestore.go`).
fn classic(data: &Path) -> BTreeMap<String, u64> {
    entries(&data.join("image/overlay2/layerdb/sha256"))
        .map(|entry| {
            let cache = fs::read_to_string(entry.path().join("cache-id")).expect("a layer has its folder");
            let files = data.join("overlay2").join(cache).join("diff");
            (format!("sha256:{}", name(&entry)), sum(&files, |file| if file.is_dir() { 0 } else { file.len() }))
        })
        .collect()
}

/// Snapshots with the space that they take on the disk, and the bytes of blobs.
fn containerd(data: &Path) -> BTreeMap<String, u64> {
    let daemon = data.join("containerd/daemon");
    let snapshots = entries(&daemon.join("io.containerd.snapshotter.v1.overlayfs/snapshots"))
        .map(|entry| (entry, "fs"))
        .map(|(entry, files)| (format!("snapshot {}", name(&entry)), entry.path().join(files)))
        // Not the engine's own part of a container, which no figure includes: `docker ps --size` does not either.
        .filter(|(_, files)| !files.join(".dockerenv").exists())
        .map(|(name, files)| (name, space(&files)));
    let blobs = entries(&daemon.join("io.containerd.content.v1.content/blobs/sha256"))
        .map(|entry| (format!("blob {}", name(&entry)), entry.metadata().map_or(0, |metadata| metadata.len())));
    snapshots.chain(blobs).collect()
}

/// The entries of a folder; none if it is gone.
fn entries(folder: &Path) -> impl Iterator<Item = DirEntry> + use<> {
    fs::read_dir(folder).into_iter().flatten().filter_map(io::Result::ok)
}

fn name(entry: &DirEntry) -> String {
    entry.file_name().to_string_lossy().into_owned()
}

/// The space that a folder takes, itself included.
fn space(folder: &Path) -> u64 {
    let own = folder.symlink_metadata().map_or(0, |metadata| metadata.blocks() * BLOCK);
    own + sum(folder, |file| file.blocks() * BLOCK)
}

/// A figure of all files and folders in a folder.
fn sum(folder: &Path, figure: fn(&fs::Metadata) -> u64) -> u64 {
    entries(folder)
        .filter_map(|entry| Some((entry.path(), entry.metadata().ok()?)))
        .map(|(path, metadata)| figure(&metadata) + if metadata.is_dir() { sum(&path, figure) } else { 0 })
        .sum()
}
