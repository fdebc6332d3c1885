//! What was read, remembered: a layer's tree by its diff ID, what several layers make together by all of theirs, and which
//! layers an image has. Anything in it can be made again.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::{failure::on_disk, layer::ReadLayer, manifest::Described};
use crate::error::{Error, ErrorCode, Result};

/// The form of everything in the folder. What another version has written is not looked at, and removed.
const FORM: &str = "1";
/// What is being written; left behind by a run that was killed.
const NEW: &str = "new-";
/// After that long nobody is writing it any more.
const LEFT_BEHIND: Duration = Duration::from_secs(24 * 60 * 60);

/// The folder of what is remembered.
#[derive(Debug, Clone)]
pub(super) struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// In a folder that is ours.
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.join(FORM) }
    }

    /// A layer's tree; `None` for what is no diff ID.
    pub(super) fn layer(&self, diff_id: &str) -> Option<PathBuf> {
        Some(self.folder.join("layers").join(hex(diff_id)?))
    }

    /// What these layers make together.
    pub(super) fn stack(&self, layers: &[String]) -> PathBuf {
        self.folder.join("stacks").join(format!("{:x}", Sha256::digest(layers.join("\n"))))
    }

    fn image(&self, id: &str) -> Option<PathBuf> {
        Some(self.folder.join("images").join(hex(id)?))
    }

    /// Whether a layer's tree is there. It then counts as just used.
    pub(super) fn has_layer(&self, diff_id: &str) -> bool {
        self.layer(diff_id).is_some_and(|folder| is_kept(&folder))
    }

    /// Whether it is known what these layers make together. It then counts as just used.
    pub(super) fn has_stack(&self, layers: &[String]) -> bool {
        is_kept(&self.stack(layers))
    }

    /// A folder to write in, gone again unless it is kept.
    pub(super) fn new_folder(&self) -> Result<TempDir> {
        fs::create_dir_all(&self.folder)
            .and_then(|()| tempfile::Builder::new().prefix(NEW).tempdir_in(&self.folder))
            .map_err(on_disk(&self.folder))
    }

    pub(super) fn keep_layer(&self, layer: ReadLayer) -> Result<()> {
        let place = self.layer(&layer.diff_id).ok_or_else(|| Error::internal("not a diff ID"))?;
        put_in_place(layer.folder, &place)
    }

    pub(super) fn keep_stack(&self, folder: TempDir, layers: &[String]) -> Result<()> {
        put_in_place(folder, &self.stack(layers))
    }

    /// Remembers an image, under an ID that may be another than its own.
    pub(super) fn keep_image(&self, id: &str, image: &Described) -> Result<()> {
        let place = self.image(id).ok_or_else(|| Error::internal("not an image's ID"))?;
        let folder = self.new_folder()?;
        let text = serde_json::to_vec(image).map_err(|error| Error::internal(error.to_string()))?;
        fs::write(folder.path().join("image.json"), text).map_err(on_disk(folder.path()))?;
        if is_kept(&place) {
            fs::remove_dir_all(&place).map_err(on_disk(&place))?;
        }
        put_in_place(folder, &place)
    }

    /// # Errors
    /// [`ErrorCode::LayersNotRead`]
    pub(super) fn remembered(&self, id: &str) -> Result<Described> {
        let read = || {
            let place = self.image(id).filter(|place| is_kept(place))?;
            serde_json::from_slice(&fs::read(place.join("image.json")).ok()?).ok()
        };
        read().ok_or_else(|| Error::new(ErrorCode::LayersNotRead).with("image", id))
    }

    /// Forgets layers and what they make together: something of it is damaged. They are read anew when they are wanted.
    pub(super) fn forget(&self, layers: &[String]) {
        let folders = layers.iter().filter_map(|layer| self.layer(layer)).chain([self.stack(layers)]);
        for folder in folders {
            // What cannot be removed is no worse than it was.
            let _ = fs::remove_dir_all(folder);
        }
    }

    /// Removes what was used longest ago until the rest has so many bytes at most; what was used since an instant stays.
    pub(super) fn trim(&self, most: u64, since: SystemTime) -> io::Result<()> {
        self.sweep()?;
        let mut kept = Vec::new();
        for kind in ["layers", "stacks", "images"] {
            for folder in folders(&self.folder.join(kind))? {
                kept.push((used(&folder), bytes(&folder)?, folder));
            }
        }
        kept.sort();
        let mut total: u64 = kept.iter().map(|(_, bytes, _)| bytes).sum();
        for (used, bytes, folder) in kept {
            if total <= most || used >= since {
                break;
            }
            fs::remove_dir_all(folder)?;
            total -= bytes;
        }
        Ok(())
    }

    /// Removes what was left half-written, and what other versions wrote.
    fn sweep(&self) -> io::Result<()> {
        let is_old = |folder: &Path| used(folder).elapsed().is_ok_and(|age| age > LEFT_BEHIND);
        for folder in folders(&self.folder)? {
            let is_new = folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with(NEW));
            if is_new && is_old(&folder) {
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

/// The 64 digits of a digest, fit to name a file.
fn hex(digest: &str) -> Option<&str> {
    let hex = digest.strip_prefix("sha256:")?;
    let is_hex = hex.len() == 64 && hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    is_hex.then_some(hex)
}

/// Written elsewhere and renamed: what is in place is whole. Another may have been as quick.
fn put_in_place(folder: TempDir, place: &Path) -> Result<()> {
    if let Some(parent) = place.parent() {
        fs::create_dir_all(parent).map_err(on_disk(parent))?;
    }
    match fs::rename(folder.path(), place) {
        Ok(()) => {
            // It is no longer where it would be removed.
            let _ = folder.keep();
            mark_used(place);
            Ok(())
        }
        Err(_) if is_kept(place) => Ok(()),
        Err(error) => Err(on_disk(place)(error)),
    }
}

fn is_kept(folder: &Path) -> bool {
    let is_there = folder.is_dir();
    if is_there {
        mark_used(folder);
    }
    is_there
}

/// The time of this empty file tells when a folder was used. Without it the folder only goes sooner.
fn mark_used(folder: &Path) {
    let _ = File::create(folder.join("used")).and_then(|file| file.set_modified(SystemTime::now()));
}

fn used(folder: &Path) -> SystemTime {
    let modified = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified());
    modified(&folder.join("used")).or_else(|_| modified(folder)).unwrap_or(SystemTime::UNIX_EPOCH)
}

fn bytes(folder: &Path) -> io::Result<u64> {
    fs::read_dir(folder)?.map(|file| file?.metadata().map(|metadata| metadata.len())).sum()
}

/// The folders in a folder; none when it is not there.
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
