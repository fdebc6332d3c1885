//! The cache of what was read: each layer's tree by its diff ID, the merged tree of several layers by all of their diff
//! IDs, and each image's configuration. Everything in it can be created again.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::{
    failure::{check_space, file_failed},
    image_config::ImageConfig,
    layer::ReadLayer,
};
use crate::error::{Error, ErrorCode, Result};

/// The version of the format of all files. Those of another version are ignored and removed.
const FORMAT: &str = "1";
/// The prefix of folders that are being written. A run that was killed leaves them behind.
const TEMPORARY: &str = "new-";
/// The age at which a temporary folder is abandoned.
const ABANDONED: Duration = Duration::from_secs(24 * 60 * 60);

/// The cache's folder.
#[derive(Debug, Clone)]
pub(super) struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// A cache in a folder of its own.
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.join(FORMAT) }
    }

    /// The folder of a layer's tree; `None` for an invalid diff ID.
    pub(super) fn layer(&self, diff_id: &str) -> Option<PathBuf> {
        Some(self.folder.join("layers").join(hex(diff_id)?))
    }

    /// The folder of the merged tree of these layers.
    pub(super) fn stack(&self, layers: &[String]) -> PathBuf {
        self.folder.join("stacks").join(format!("{:x}", Sha256::digest(layers.join("\n"))))
    }

    fn image(&self, id: &str) -> Option<PathBuf> {
        Some(self.folder.join("images").join(hex(id)?))
    }

    /// Whether a layer's tree is cached; marks it as used.
    pub(super) fn has_layer(&self, diff_id: &str) -> bool {
        self.layer(diff_id).is_some_and(|folder| use_folder(&folder))
    }

    /// Whether the merged tree of these layers is cached; marks it as used.
    pub(super) fn has_stack(&self, layers: &[String]) -> bool {
        use_folder(&self.stack(layers))
    }

    /// A temporary folder, removed when dropped unless it is stored.
    ///
    /// # Errors
    /// [`ErrorCode::CacheNoSpace`], [`ErrorCode::FileFailed`].
    pub(super) fn new_folder(&self) -> Result<TempDir> {
        fs::create_dir_all(&self.folder).map_err(file_failed(&self.folder))?;
        check_space(&self.folder)?;
        tempfile::Builder::new().prefix(TEMPORARY).tempdir_in(&self.folder).map_err(file_failed(&self.folder))
    }

    /// Stores a layer, and returns its bytes.
    pub(super) fn store_layer(&self, layer: ReadLayer) -> Result<u64> {
        let stored = bytes(layer.folder.path()).map_err(file_failed(layer.folder.path()))?;
        let path = self.layer(&layer.diff_id).ok_or_else(|| Error::internal("not a diff ID"))?;
        move_into_place(layer.folder, &path)?;
        Ok(stored)
    }

    /// Stores a merged tree, and returns its bytes.
    pub(super) fn store_stack(&self, folder: TempDir, layers: &[String]) -> Result<u64> {
        let stored = bytes(folder.path()).map_err(file_failed(folder.path()))?;
        move_into_place(folder, &self.stack(layers))?;
        Ok(stored)
    }

    /// Stores an image under an ID, which may differ from the digest of its configuration.
    pub(super) fn store_image(&self, id: &str, image: &ImageConfig) -> Result<()> {
        let path = self.image(id).ok_or_else(|| Error::internal("not an image's ID"))?;
        let folder = self.new_folder()?;
        let text = serde_json::to_vec(image).map_err(|error| Error::internal(error.to_string()))?;
        fs::write(folder.path().join("image.json"), text).map_err(file_failed(folder.path()))?;
        if use_folder(&path) {
            fs::remove_dir_all(&path).map_err(file_failed(&path))?;
        }
        move_into_place(folder, &path)
    }

    /// The configuration of a cached image; marks it as used.
    ///
    /// # Errors
    /// [`ErrorCode::LayersNotRead`]
    pub(super) fn read_image(&self, id: &str) -> Result<ImageConfig> {
        let read = || {
            let path = self.image(id).filter(|path| use_folder(path))?;
            serde_json::from_slice(&fs::read(path.join("image.json")).ok()?).ok()
        };
        read().ok_or_else(|| Error::new(ErrorCode::LayersNotRead).with("image", id))
    }

    /// Removes layers and their merged tree, of which something is damaged. They are read again when needed.
    pub(super) fn remove(&self, layers: &[String]) {
        let folders = layers.iter().filter_map(|layer| self.layer(layer)).chain([self.stack(layers)]);
        for folder in folders {
            // A folder that cannot be removed is no worse than before.
            let _ = fs::remove_dir_all(folder);
        }
    }

    /// Removes the least recently used folders until the rest has at most `max` bytes; keeps what was used after `since`.
    pub(super) fn trim(&self, max: u64, since: SystemTime) -> io::Result<()> {
        self.remove_obsolete()?;
        let mut cached = Vec::new();
        for kind in ["layers", "stacks", "images"] {
            for folder in folders(&self.folder.join(kind))? {
                cached.push((last_used(&folder), bytes(&folder)?, folder));
            }
        }
        cached.sort();
        let mut total: u64 = cached.iter().map(|(_, bytes, _)| bytes).sum();
        for (used, bytes, folder) in cached {
            if total <= max || used >= since {
                break;
            }
            fs::remove_dir_all(folder)?;
            total -= bytes;
        }
        Ok(())
    }

    /// Removes abandoned temporary folders, and the files of other versions of the format.
    fn remove_obsolete(&self) -> io::Result<()> {
        let is_abandoned = |folder: &Path| last_used(folder).elapsed().is_ok_and(|age| age > ABANDONED);
        for folder in folders(&self.folder)? {
            let is_temporary = folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with(TEMPORARY));
            if is_temporary && is_abandoned(&folder) {
                fs::remove_dir_all(folder)?;
            }
        }
        let parent = self.folder.parent().unwrap_or(&self.folder);
        for folder in folders(parent)?.into_iter().filter(|folder| *folder != self.folder) {
            fs::remove_dir_all(folder)?;
        }
        Ok(())
    }
}

/// The 64 digits of a digest, safe as a file name.
fn hex(digest: &str) -> Option<&str> {
    let hex = digest.strip_prefix("sha256:")?;
    let is_hex = hex.len() == 64 && hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    is_hex.then_some(hex)
}

/// Renames a temporary folder, so that a cached folder is always complete. Another job may have stored the same first.
fn move_into_place(folder: TempDir, path: &Path) -> Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(file_failed(parent))?;
    }
    match fs::rename(folder.path(), path) {
        Ok(()) => {
            // Nothing is left to remove at the temporary path.
            let _ = folder.keep();
            mark_used(path);
            Ok(())
        }
        Err(_) if use_folder(path) => Ok(()),
        Err(error) => Err(file_failed(path)(error)),
    }
}

/// Whether a folder exists; marks it as used.
fn use_folder(folder: &Path) -> bool {
    let exists = folder.is_dir();
    if exists {
        mark_used(folder);
    }
    exists
}

/// Records the time of use as that of an empty file. A folder without it is only removed earlier.
fn mark_used(folder: &Path) {
    let _ = File::create(folder.join("used")).and_then(|file| file.set_modified(SystemTime::now()));
}

fn last_used(folder: &Path) -> SystemTime {
    let modified = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified());
    modified(&folder.join("used")).or_else(|_| modified(folder)).unwrap_or(SystemTime::UNIX_EPOCH)
}

fn bytes(folder: &Path) -> io::Result<u64> {
    fs::read_dir(folder)?.map(|file| file?.metadata().map(|metadata| metadata.len())).sum()
}

/// The folders in a folder; none if it does not exist.
fn folders(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries
            .filter_map(|entry| match entry {
                Ok(entry) => entry.file_type().map(|kind| kind.is_dir().then(|| entry.path())).transpose(),
                Err(error) => Some(Err(error)),
            })
            .collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}
