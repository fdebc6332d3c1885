use std::{
    collections::{BTreeMap, HashMap},
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use crate::{
    error::{Error, ErrorCode, Result},
    grammar::id::short_id,
    persist::{create_private, remove_unfinished, sync_folder, write_atomic},
    wire::{CopyNote, CopyState, KeptCopy},
};

const ARCHIVE: &str = ".tar.zst";
const NOTE: &str = ".json";
/// The ending of an archive that is being written. Whoever writes it holds its lock.
const PART: &str = ".tar.zst.part";

/// The folder of kept copies: for each an archive, and a note of what it holds.
#[derive(Debug, Clone)]
pub struct Copies {
    folder: PathBuf,
}

impl Copies {
    /// The copies in this folder, which is made with the first copy.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Every file in the folder that is or was to be a copy, newest first.
    ///
    /// # Errors
    /// [`ErrorCode::FileFailed`]
    pub fn list(&self) -> Result<Vec<KeptCopy>> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(&self.folder, &error)),
        };
        // By what stands beneath each ID: the bytes of its archive, of what is being written, and whether it has a note.
        let mut found: BTreeMap<String, Found> = BTreeMap::new();
        for entry in entries {
            let entry = entry.map_err(|error| failed(&self.folder, &error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let bytes = entry.metadata().map(|metadata| metadata.len()).unwrap_or_default();
            if let Some(id) = name.strip_suffix(PART).filter(|id| is_id(id)) {
                found.entry(id.to_owned()).or_default().part = Some(bytes);
            } else if let Some(id) = name.strip_suffix(ARCHIVE).filter(|id| is_id(id)) {
                found.entry(id.to_owned()).or_default().archive = Some(bytes);
            } else if let Some(id) = name.strip_suffix(NOTE).filter(|id| is_id(id)) {
                found.entry(id.to_owned()).or_default();
            }
        }
        let mut copies: Vec<KeptCopy> = found.into_iter().map(|(id, found)| self.copy(id, found)).collect();
        copies.sort_by_key(|copy| std::cmp::Reverse((copy.note.as_ref().map(|note| note.kept), copy.id.clone())));
        Ok(copies)
    }

    fn copy(&self, id: String, found: Found) -> KeptCopy {
        let note = self.note(&id).ok();
        let state = match (found.archive, found.part, &note) {
            (None, Some(_), _) => CopyState::Unfinished,
            (Some(bytes), _, Some(note)) if bytes == note.file_bytes => CopyState::Whole,
            (Some(_), _, None) => CopyState::Unknown,
            _ => CopyState::Damaged,
        };
        let path = if state == CopyState::Unfinished { self.part(&id) } else { self.archive(&id) };
        let bytes = found.archive.or(found.part).unwrap_or_default();
        KeptCopy { path: path.display().to_string(), bytes, state, note, id }
    }

    /// What a copy holds.
    ///
    /// # Errors
    /// [`ErrorCode::CopyNotFound`]; [`ErrorCode::CopyDamaged`] for a note that cannot be read.
    pub fn note(&self, id: &str) -> Result<CopyNote> {
        let path = self.known(id)?.note_path(id);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound && !self.archive(id).exists() => {
                return Err(not_found(id));
            }
            Err(error) => return Err(damaged(id, &error)),
        };
        serde_json::from_slice(&bytes).map_err(|error| damaged(id, &error))
    }

    /// The newest whole copy of each image that has one: its ID by the image's.
    ///
    /// # Errors
    /// [`ErrorCode::FileFailed`]
    pub fn by_image(&self) -> Result<HashMap<String, String>> {
        // The newest come first, and the last of one key stays.
        let whole = self.list()?.into_iter().rev().filter(|copy| copy.state == CopyState::Whole);
        Ok(whole.filter_map(|copy| Some((copy.note?.image, copy.id))).collect())
    }

    /// Deletes a copy, whatever state it is in, except one that is being written.
    ///
    /// # Errors
    /// [`ErrorCode::CopyNotFound`], [`ErrorCode::AlreadyInProgress`], [`ErrorCode::FileFailed`]
    pub fn delete(&self, id: &str) -> Result<()> {
        self.known(id)?;
        let part = self.part(id);
        if is_being_written(&part) {
            return Err(Error::new(ErrorCode::AlreadyInProgress));
        }
        let mut deleted = false;
        // The note last: without it the archive would have been half-known, should this be interrupted.
        for path in [part, self.archive(id), self.note_path(id)] {
            match fs::remove_file(&path) {
                Ok(()) => deleted = true,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(failed(&path, &error)),
            }
        }
        if deleted { Ok(()) } else { Err(not_found(id)) }
    }

    /// Removes what was being written when Slipway ended; what another process is writing stays.
    ///
    /// # Errors
    /// [`ErrorCode::FileFailed`]
    pub fn sweep(&self) -> Result<()> {
        if self.folder.is_dir() {
            remove_unfinished(&self.folder).map_err(|error| failed(&self.folder, &error))?;
        }
        for copy in self.list()? {
            let part = self.part(&copy.id);
            if copy.state != CopyState::Unfinished {
                continue;
            }
            if !is_being_written(&part) {
                fs::remove_file(&part).map_err(|error| failed(&part, &error))?;
            }
        }
        Ok(())
    }

    /// Begins a copy. The folder is for this user alone: an image may hold secrets.
    pub(super) fn begin(&self, image: &str) -> Result<Part> {
        let digits = short_id(image);
        let kept = now();
        let id = format!("{digits}-{kept}");
        let path = self.part(&id);
        let open = || {
            create_private(&self.folder)?;
            let file = OpenOptions::new().read(true).write(true).create_new(true).open(&path)?;
            file.lock()?;
            Ok(file)
        };
        let file = open().map_err(|error| failed(&path, &error))?;
        Ok(Part { copies: self.clone(), id, kept, file })
    }

    /// Bytes that may be written here.
    pub(super) fn free(&self) -> Result<u64> {
        create_private(&self.folder)
            .and_then(|()| fs4::available_space(&self.folder))
            .map_err(|error| failed(&self.folder, &error))
    }

    pub(super) fn open(&self, id: &str) -> Result<File> {
        let path = self.known(id)?.archive(id);
        File::open(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => damaged(id, &error),
            _ => failed(&path, &error),
        })
    }

    /// The archive's file. The name has been looked at by [`is_id`].
    pub(super) fn archive(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}{ARCHIVE}"))
    }

    /// The note's file.
    fn note_path(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}{NOTE}"))
    }

    fn part(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}{PART}"))
    }

    /// A name from outside names no file anywhere else.
    fn known(&self, id: &str) -> Result<&Self> {
        if is_id(id) { Ok(self) } else { Err(not_found(id)) }
    }
}

#[derive(Default)]
struct Found {
    archive: Option<u64>,
    part: Option<u64>,
}

/// A copy that is being written. Unless it is finished, nothing is left of it.
pub(super) struct Part {
    copies: Copies,
    pub(super) id: String,
    pub(super) kept: i64,
    pub(super) file: File,
}

impl Part {
    pub(super) fn path(&self) -> PathBuf {
        self.copies.part(&self.id)
    }

    /// Makes it a copy: all of it is on the disk before it has its name.
    pub(super) fn finish(self, note: &CopyNote) -> Result<()> {
        let (path, part) = (self.copies.archive(&self.id), self.path());
        let finish = || {
            self.file.sync_all()?;
            fs::rename(&part, &path)?;
            write_atomic(&self.copies.note_path(&self.id), &serde_json::to_vec_pretty(note)?)?;
            sync_folder(&self.copies.folder)
        };
        finish().map_err(|error| {
            // Without its note it would be half-known; should it not be removed either, it is listed as that.
            let _ = fs::remove_file(&path);
            failed(&path, &error)
        })
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // After a rename it is not there any more.
        let _ = fs::remove_file(self.path());
    }
}

fn is_being_written(part: &Path) -> bool {
    File::open(part).is_ok_and(|file| matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)))
}

fn is_id(id: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    !id.is_empty() && !id.starts_with('.') && id.bytes().all(is_part)
}

/// Milliseconds since 1970.
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

pub(super) fn damaged(id: &str, why: &dyn std::fmt::Display) -> Error {
    Error::new(ErrorCode::CopyDamaged).with("copy", id).saying(why.to_string())
}

pub(super) fn failed(path: &Path, error: &io::Error) -> Error {
    if error.kind() == io::ErrorKind::StorageFull {
        return Error::new(ErrorCode::CopyNoSpace).with("path", path.display().to_string()).saying(error.to_string());
    }
    Error::new(ErrorCode::FileFailed).with("path", path.display().to_string()).saying(error.to_string())
}

fn not_found(id: &str) -> Error {
    Error::new(ErrorCode::CopyNotFound).with("copy", id)
}
