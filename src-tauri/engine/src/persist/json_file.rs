//! A value on disk as JSON.

use std::{
    fs, io,
    marker::PhantomData,
    path::{Path, PathBuf},
};

use serde::{Serialize, de::DeserializeOwned};
use thiserror::Error;

use super::{create_private, write_atomic};

/// A file with one value, which is always written completely or not at all.
#[derive(Debug)]
pub struct JsonFile<T> {
    path: PathBuf,
    value: PhantomData<fn() -> T>,
}

impl<T> Clone for JsonFile<T> {
    fn clone(&self) -> Self {
        Self::at(&self.path)
    }
}

impl<T> JsonFile<T> {
    /// The file at this path. The first [`JsonFile::write`] creates it, with its folder.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), value: PhantomData }
    }

    /// The file's path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Renames a damaged file, so that it can still be looked at, and returns its new path: `settings.json.damaged`.
    ///
    /// # Errors
    /// The system's.
    pub fn move_aside(&self) -> io::Result<PathBuf> {
        let aside = self.path.with_added_extension("damaged");
        fs::rename(&self.path, &aside).map(|()| aside)
    }
}

/// Why a file has no usable value.
#[derive(Debug, Error)]
pub enum ReadError {
    /// It cannot be read now: no permission, too many open files, … Its content is unknown and must not be overwritten.
    #[error(transparent)]
    Unreadable(#[from] io::Error),
    /// It can be read, but is not such a value.
    #[error(transparent)]
    Damaged(#[from] serde_json::Error),
}

impl<T: Default + DeserializeOwned> JsonFile<T> {
    /// The value; the default if there is no such file.
    ///
    /// # Errors
    /// [`ReadError`]
    pub fn read(&self) -> Result<T, ReadError> {
        match fs::read(&self.path) {
            Ok(text) => Ok(serde_json::from_slice(&text)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(T::default()),
            Err(error) => Err(error.into()),
        }
    }

    /// The file to write to, and its value. A damaged file is [moved aside](Self::move_aside), and the value is the
    /// default. One that cannot be read is left as it is: the value is the default, and there is no file to write to.
    pub fn open(self) -> (Option<Self>, T) {
        let error = match self.read() {
            Ok(value) => return (Some(self), value),
            Err(error) => error,
        };
        tracing::warn!(%error, path = %self.path.display(), "a file cannot be read");
        let writable = match error {
            ReadError::Damaged(_) => self.move_aside().is_ok(),
            ReadError::Unreadable(_) => false,
        };
        (writable.then_some(self), T::default())
    }
}

impl<T: Serialize> JsonFile<T> {
    /// Writes a value, atomically.
    ///
    /// # Errors
    /// The system's.
    pub fn write(&self, value: &T) -> io::Result<()> {
        if let Some(folder) = self.path.parent() {
            create_private(folder)?;
        }
        write_atomic(&self.path, &serde_json::to_vec(value)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_value_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let file = JsonFile::<Vec<String>>::at(folder.path().join("within/names.json"));
        assert_eq!(file.read().unwrap(), Vec::<String>::new(), "without a file, the default");
        file.write(&vec!["船台".to_owned()]).unwrap();
        assert_eq!(file.read().unwrap(), ["船台"], "the value as it was written");
    }

    #[test]
    fn a_damaged_file_is_moved_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("names.json");
        fs::write(&path, "[\"a\",").unwrap();
        assert!(matches!(JsonFile::<Vec<String>>::at(&path).read(), Err(ReadError::Damaged(_))), "reading it fails");
        let (file, value) = JsonFile::<Vec<String>>::at(&path).open();
        assert_eq!(value, Vec::<String>::new(), "the default is read instead");
        assert!(!path.exists(), "it no longer has its name");
        let aside = fs::read_to_string(folder.path().join("names.json.damaged")).unwrap();
        assert_eq!(aside, "[\"a\",", "its content is kept");
        file.expect("the file can be written again").write(&vec!["b".to_owned()]).unwrap();
        assert_eq!(JsonFile::<Vec<String>>::at(&path).open().1, ["b"], "the new value");
    }

    #[test]
    fn a_file_that_cannot_be_read_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        // A directory: reading it fails for everyone, root included.
        let path = folder.path().join("names.json");
        fs::create_dir(&path).unwrap();
        assert!(matches!(JsonFile::<Vec<String>>::at(&path).read(), Err(ReadError::Unreadable(_))), "reading fails");
        let (file, value) = JsonFile::<Vec<String>>::at(&path).open();
        assert_eq!(value, Vec::<String>::new(), "the default");
        assert!(file.is_none(), "it cannot be overwritten");
        assert!(path.is_dir(), "it is where it was");
    }
}
