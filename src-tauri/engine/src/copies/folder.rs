use std::{
    collections::{BTreeMap, HashMap},
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use super::failure::{damaged, not_found};
use crate::{
    error::{Error, ErrorCode, Result},
    grammar::id::short_id,
    persist::{create_private, remove_unfinished, sync_folder, write_atomic},
    wire::{CopyMetadata, CopyState, KeptCopy},
};

const ARCHIVE: &str = ".tar.zst";
const NOTE: &str = ".json";
/// The extension of an archive that is being written. Its writer holds the lock on it.
const PARTIAL: &str = ".tar.zst.part";

/// The folder of kept copies: for each copy an archive, and a metadata file that describes it.
#[derive(Debug, Clone)]
pub struct Copies {
    folder: PathBuf,
}

impl Copies {
    /// The copies in this folder, which is created with the first copy.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// The path of the folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// All copies in the folder, newest first, including unfinished and damaged ones.
    ///
    /// # Errors
    /// [`ErrorCode::FileFailed`]
    pub fn list(&self) -> Result<Vec<KeptCopy>> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(Error::file(&self.folder, &error)),
        };
        // The files of each ID: the bytes of its archive and of a partial one; an ID with only a metadata file is listed, too.
        let mut found: BTreeMap<String, FoundFiles> = BTreeMap::new();
        for entry in entries {
            let entry = entry.map_err(|error| Error::file(&self.folder, &error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let bytes = entry.metadata().map(|metadata| metadata.len()).unwrap_or_default();
            if let Some(id) = name.strip_suffix(PARTIAL).filter(|id| is_id(id)) {
                found.entry(id.to_owned()).or_default().partial = Some(bytes);
            } else if let Some(id) = name.strip_suffix(ARCHIVE).filter(|id| is_id(id)) {
                found.entry(id.to_owned()).or_default().archive = Some(bytes);
            } else if let Some(id) = name.strip_suffix(NOTE).filter(|id| is_id(id)) {
                found.entry(id.to_owned()).or_default();
            }
        }
        let mut copies: Vec<KeptCopy> = found.into_iter().map(|(id, found)| self.copy(id, found)).collect();
        copies.sort_by_key(|copy| {
            std::cmp::Reverse((copy.metadata.as_ref().map(|metadata| metadata.kept), copy.id.clone()))
        });
        Ok(copies)
    }

    fn copy(&self, id: String, found: FoundFiles) -> KeptCopy {
        let metadata = self.metadata(&id).ok();
        let state = match (found.archive, found.partial, &metadata) {
            (None, Some(_), _) => CopyState::Unfinished,
            (Some(bytes), _, Some(metadata)) if bytes == metadata.file_bytes => CopyState::Complete,
            (Some(_), _, None) => CopyState::Unknown,
            _ => CopyState::Damaged,
        };
        let path = if state == CopyState::Unfinished { self.partial_path(&id) } else { self.archive_path(&id) };
        let bytes = found.archive.or(found.partial).unwrap_or_default();
        KeptCopy { path: path.display().to_string(), bytes, state, metadata, id }
    }

    /// The note of a copy.
    ///
    /// # Errors
    /// [`ErrorCode::CopyNotFound`]; [`ErrorCode::CopyDamaged`] for an unreadable metadata file.
    pub fn metadata(&self, id: &str) -> Result<CopyMetadata> {
        let path = self.checked(id)?.metadata_path(id);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound && !self.archive_path(id).exists() => {
                return Err(not_found(id));
            }
            Err(error) => return Err(damaged(id, &error)),
        };
        serde_json::from_slice(&bytes).map_err(|error| damaged(id, &error))
    }

    /// The ID of the newest complete copy of each image, by image ID.
    ///
    /// # Errors
    /// [`ErrorCode::FileFailed`]
    pub fn by_image(&self) -> Result<HashMap<String, String>> {
        // Oldest first, since the last of the same key is kept.
        let whole = self.list()?.into_iter().rev().filter(|copy| copy.state == CopyState::Complete);
        Ok(whole.filter_map(|copy| Some((copy.metadata?.image, copy.id))).collect())
    }

    /// Deletes a copy in any state, except one that is being written.
    ///
    /// # Errors
    /// [`ErrorCode::CopyNotFound`], [`ErrorCode::AlreadyInProgress`], [`ErrorCode::FileFailed`]
    pub fn delete(&self, id: &str) -> Result<()> {
        self.checked(id)?;
        let partial = self.partial_path(id);
        if is_being_written(&partial) {
            return Err(Error::new(ErrorCode::AlreadyInProgress));
        }
        let mut deleted = false;
        // The note last: if this is interrupted, no archive is left without one.
        for path in [partial, self.archive_path(id), self.metadata_path(id)] {
            match fs::remove_file(&path) {
                Ok(()) => deleted = true,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(Error::file(&path, &error)),
            }
        }
        if deleted { Ok(()) } else { Err(not_found(id)) }
    }

    /// Removes the partial copies of an earlier process; one that another process is writing is kept.
    ///
    /// # Errors
    /// [`ErrorCode::FileFailed`]
    pub fn sweep(&self) -> Result<()> {
        if self.folder.is_dir() {
            remove_unfinished(&self.folder).map_err(|error| Error::file(&self.folder, &error))?;
        }
        for copy in self.list()? {
            let partial = self.partial_path(&copy.id);
            if copy.state != CopyState::Unfinished {
                continue;
            }
            if !is_being_written(&partial) {
                fs::remove_file(&partial).map_err(|error| Error::file(&partial, &error))?;
            }
        }
        Ok(())
    }

    /// Creates a partial copy. The folder is private to this user: an image may contain secrets.
    pub(super) fn create(&self, image: &str) -> Result<PartialCopy> {
        let digits = short_id(image);
        let kept = now();
        let id = format!("{digits}-{kept}");
        let path = self.partial_path(&id);
        let open = || {
            create_private(&self.folder)?;
            let file = OpenOptions::new().read(true).write(true).create_new(true).open(&path)?;
            file.lock()?;
            Ok(file)
        };
        let file = open().map_err(|error| Error::file(&path, &error))?;
        Ok(PartialCopy { copies: self.clone(), id, kept, file })
    }

    /// The bytes available on the disk.
    pub(super) fn available_space(&self) -> Result<u64> {
        create_private(&self.folder)
            .and_then(|()| fs4::available_space(&self.folder))
            .map_err(|error| Error::file(&self.folder, &error))
    }

    pub(super) fn open(&self, id: &str) -> Result<File> {
        let path = self.checked(id)?.archive_path(id);
        File::open(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => damaged(id, &error),
            _ => Error::file(&path, &error),
        })
    }

    /// The path of the archive. The ID was checked by [`is_id`].
    pub(super) fn archive_path(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}{ARCHIVE}"))
    }

    /// The path of the metadata file.
    fn metadata_path(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}{NOTE}"))
    }

    fn partial_path(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}{PARTIAL}"))
    }

    /// Rejects an ID that could name a file outside the folder.
    fn checked(&self, id: &str) -> Result<&Self> {
        if is_id(id) { Ok(self) } else { Err(not_found(id)) }
    }
}

/// The bytes of the files that belong to one ID.
#[derive(Default)]
struct FoundFiles {
    archive: Option<u64>,
    partial: Option<u64>,
}

/// A copy that is being written. It is removed when dropped, unless it was finished.
pub(super) struct PartialCopy {
    copies: Copies,
    pub(super) id: String,
    pub(super) kept: i64,
    pub(super) file: File,
}

impl PartialCopy {
    pub(super) fn path(&self) -> PathBuf {
        self.copies.partial_path(&self.id)
    }

    /// Turns it into a copy: everything is on the disk before it is renamed.
    pub(super) fn finish(self, metadata: &CopyMetadata) -> Result<()> {
        let (path, partial) = (self.copies.archive_path(&self.id), self.path());
        let finish = || {
            self.file.sync_all()?;
            fs::rename(&partial, &path)?;
            write_atomic(&self.copies.metadata_path(&self.id), &serde_json::to_vec_pretty(metadata)?)?;
            sync_folder(&self.copies.folder)
        };
        finish().map_err(|error| {
            // An archive without its metadata file is useless; if it cannot be removed, it is listed as unknown.
            let _ = fs::remove_file(&path);
            Error::file(&path, &error)
        })
    }
}

impl Drop for PartialCopy {
    fn drop(&mut self) {
        // After the rename there is nothing to remove.
        let _ = fs::remove_file(self.path());
    }
}

fn is_being_written(partial: &Path) -> bool {
    File::open(partial).is_ok_and(|file| matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)))
}

fn is_id(id: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    !id.is_empty() && !id.starts_with('.') && id.bytes().all(is_allowed)
}

/// The time, in milliseconds since 1970.
pub fn now() -> i64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
}
