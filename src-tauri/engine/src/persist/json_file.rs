//! A value on the disk as JSON.

use std::{
    fs, io,
    marker::PhantomData,
    path::{Path, PathBuf},
};

use serde::{Serialize, de::DeserializeOwned};

use super::{create_private, write_atomic};

/// A file that holds one value, whole or not at all, however the writing ends.
#[derive(Debug)]
pub struct JsonFile<T> {
    path: PathBuf,
    holds: PhantomData<fn() -> T>,
}

impl<T> Clone for JsonFile<T> {
    fn clone(&self) -> Self {
        Self::at(&self.path)
    }
}

impl<T> JsonFile<T> {
    /// The file with this path. It is made, with its folder, by the first [`JsonFile::write`].
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), holds: PhantomData }
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Gives a damaged file another name, which is answered: `settings.json.damaged`. It is in nobody's way then, and there for
    /// who wants to look.
    ///
    /// # Errors
    /// The system's.
    pub fn put_aside(&self) -> io::Result<PathBuf> {
        let aside = self.path.with_added_extension("damaged");
        fs::rename(&self.path, &aside).map(|()| aside)
    }
}

impl<T: Default + DeserializeOwned> JsonFile<T> {
    /// What it holds; the default while there is no such file.
    ///
    /// # Errors
    /// The system's; also when what it holds is no such value.
    pub fn read(&self) -> io::Result<T> {
        match fs::read(&self.path) {
            Ok(text) => Ok(serde_json::from_slice(&text)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(T::default()),
            Err(error) => Err(error),
        }
    }

    /// What it holds. A damaged file is put aside: what it is for can begin anew.
    pub fn read_or_begin(&self) -> T {
        self.read().unwrap_or_else(|error| {
            tracing::warn!(%error, path = %self.path.display(), "a file cannot be read, and is put aside");
            if let Err(error) = self.put_aside() {
                tracing::warn!(%error, "it stays where it is");
            }
            T::default()
        })
    }
}

impl<T: Serialize> JsonFile<T> {
    /// Keeps a value: the whole file anew, or as it was.
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
    fn what_is_kept_reads_back() {
        let folder = tempfile::tempdir().unwrap();
        let file = JsonFile::<Vec<String>>::at(folder.path().join("within/names.json"));
        assert_eq!(file.read().unwrap(), Vec::<String>::new(), "there is no file at first");
        file.write(&vec!["船台".to_owned()]).unwrap();
        assert_eq!(file.read().unwrap(), ["船台"], "all of it");
    }

    #[test]
    fn a_damaged_file_is_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let file = JsonFile::<Vec<String>>::at(folder.path().join("names.json"));
        fs::write(file.path(), "[\"a\",").unwrap();
        assert!(file.read().is_err(), "it is told");
        assert_eq!(file.read_or_begin(), Vec::<String>::new(), "one begins anew");
        assert!(!file.path().exists(), "it is in nobody's way");
        let aside = fs::read_to_string(folder.path().join("names.json.damaged")).unwrap();
        assert_eq!(aside, "[\"a\",", "and is there for who wants to look");
        file.write(&vec!["b".to_owned()]).unwrap();
        assert_eq!(file.read_or_begin(), ["b"], "from then on it is kept again");
    }
}
