//! A value on disk as JSON.

use std::{
    fs, io,
    marker::PhantomData,
    path::{Path, PathBuf},
};

use serde::{Serialize, de::DeserializeOwned};

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

impl<T: Default + DeserializeOwned> JsonFile<T> {
    /// The value; the default if there is no such file.
    ///
    /// # Errors
    /// The system's; also if the file does not contain such a value.
    pub fn read(&self) -> io::Result<T> {
        match fs::read(&self.path) {
            Ok(text) => Ok(serde_json::from_slice(&text)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(T::default()),
            Err(error) => Err(error),
        }
    }

    /// The value; the default if there is no such file, or if it is damaged, which [moves it aside](Self::move_aside).
    pub fn read_or_default(&self) -> T {
        self.read().unwrap_or_else(|error| {
            tracing::warn!(%error, path = %self.path.display(), "a file cannot be read, and is moved aside");
            if let Err(error) = self.move_aside() {
                tracing::warn!(%error, "the damaged file cannot be moved aside");
            }
            T::default()
        })
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
        let file = JsonFile::<Vec<String>>::at(folder.path().join("names.json"));
        fs::write(file.path(), "[\"a\",").unwrap();
        assert!(file.read().is_err(), "reading it is an error");
        assert_eq!(file.read_or_default(), Vec::<String>::new(), "the default is read instead");
        assert!(!file.path().exists(), "it no longer has its name");
        let aside = fs::read_to_string(folder.path().join("names.json.damaged")).unwrap();
        assert_eq!(aside, "[\"a\",", "its content is kept");
        file.write(&vec!["b".to_owned()]).unwrap();
        assert_eq!(file.read_or_default(), ["b"], "the file can be written again");
    }
}
