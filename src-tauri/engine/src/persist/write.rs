use std::{
    fs, io,
    path::Path,
    time::{Duration, SystemTime},
};

/// The suffix of files that are renamed once they are written.
const UNFINISHED: &str = ".unfinished";
/// The age from which an unfinished file counts as abandoned: writing takes milliseconds.
const ABANDONED_AFTER: Duration = Duration::from_secs(60);

/// Writes a file atomically and durably: after a crash it contains either all of `content` or what it contained before.
pub(crate) fn write_atomic(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    // A unique name, so that two processes writing the same file never share a half-written one.
    let mut file = tempfile::Builder::new().suffix(UNFINISHED).tempfile_in(folder)?;
    io::Write::write_all(&mut file, content)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    sync_folder(folder)
}

/// Removes the unfinished files that killed processes left in a folder.
pub(crate) fn remove_unfinished(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let is_unfinished = entry.file_name().to_string_lossy().ends_with(UNFINISHED);
        let age = SystemTime::now().duration_since(entry.metadata()?.modified()?).unwrap_or_default();
        if is_unfinished && age >= ABANDONED_AFTER {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Creates a folder and its parents, accessible to this user only.
#[cfg(unix)]
pub(crate) fn create_private(folder: &Path) -> io::Result<()> {
    std::os::unix::fs::DirBuilderExt::mode(fs::DirBuilder::new().recursive(true), 0o700).create(folder)
}

/// Creates a folder and its parents. On Windows, a user's folders are not accessible to other users anyway.
#[cfg(not(unix))]
pub(crate) fn create_private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Makes renames in a folder durable. Windows has no such call.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::*;

    #[test]
    fn abandoned_files_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let [old, new, other] = ["a.unfinished", "b.unfinished", "c"].map(|name| folder.path().join(name));
        for path in [&old, &new, &other] {
            File::create(path).unwrap();
        }
        for path in [&old, &other] {
            File::options().write(true).open(path).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
        }
        remove_unfinished(folder.path()).unwrap();
        assert!(!old.exists(), "a killed process left it");
        assert!(new.exists(), "another process may be writing it");
        assert!(other.exists(), "it is not an unfinished file");
    }

    #[test]
    fn concurrent_writes_do_not_mix() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("value");
        let contents = [vec![b'a'; 100_000], vec![b'b'; 50_000]];
        std::thread::scope(|scope| {
            for content in &contents {
                scope.spawn(|| (0..50).for_each(|_| write_atomic(&path, content).unwrap()));
            }
        });
        assert!(contents.contains(&fs::read(&path).unwrap()), "the file contains what one of them wrote");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no other file is left in the folder");
    }
}
