//! The limits on what is read from an archive, and the conversions of failures to an [`ErrorCode`].

use std::{io, path::Path};

use crate::error::{Error, ErrorCode};

/// The bytes that are left free on the disk of the cache.
const RESERVE: u64 = 64 * 1024 * 1024;

/// A limit on what an archive may contain, so that none can use up the memory or the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    /// Entries of one layer, and of the archive itself.
    Entries,
    /// Layers of one image: engines stop at 127.
    Layers,
    /// Bytes of a path, or of a link's target: Linux's own `PATH_MAX`.
    Path,
    /// Nested folders.
    Depth,
    /// Bytes that describe one entry: long names and PAX headers.
    Headers,
    /// Bytes of manifests and configurations, and of the names of an archive's own entries, which memory holds.
    Documents,
    /// Bytes of the names and link targets of one tree.
    Names,
    /// Bytes of the paths and link targets of one layer's entries, as they are sorted on disk.
    Paths,
    /// Bytes that one archive adds to the cache.
    Stored,
}

impl Limit {
    /// The largest allowed value.
    pub(super) const fn max(self) -> u64 {
        match self {
            Self::Entries => 8_000_000,
            Self::Layers => 256,
            Self::Path => 4096,
            Self::Depth => 256,
            Self::Headers => 1024 * 1024,
            Self::Documents => 32 * 1024 * 1024,
            Self::Names => 128 * 1024 * 1024,
            Self::Paths | Self::Stored => 1024 * 1024 * 1024,
        }
    }

    /// Checks a value against the limit.
    ///
    /// # Errors
    /// [`ErrorCode::ArchiveTooLarge`] when it is above the limit.
    pub(super) fn check(self, found: u64) -> Result<(), Error> {
        if found <= self.max() { Ok(()) } else { Err(self.exceeded()) }
    }

    /// The error for a value above the limit.
    pub(super) fn exceeded(self) -> Error {
        let name = match self {
            Self::Entries => "entries",
            Self::Layers => "layers",
            Self::Path => "path",
            Self::Depth => "depth",
            Self::Headers => "headers",
            Self::Documents => "documents",
            Self::Names | Self::Paths => "names",
            Self::Stored => "stored",
        };
        Error::new(ErrorCode::ArchiveTooLarge).with("limit", name).with("most", self.max().to_string())
    }
}

/// The error for an archive that is malformed.
pub(super) fn invalid_archive(why: impl Into<String>) -> Error {
    Error::new(ErrorCode::ArchiveInvalid).with_message(why)
}

/// Converts a failure to read an archive: returns the [`Error`] that one of our own readers raised, else reports the
/// archive as invalid.
pub(super) fn read_failed(error: io::Error) -> Error {
    match error.downcast::<Error>() {
        Ok(error) => error,
        Err(error) => {
            // tar wraps a reader's failure: a text of its own with the cause inside.
            let cause = std::error::Error::source(&error).and_then(|cause| cause.downcast_ref::<io::Error>());
            let ours = cause.and_then(|cause| cause.get_ref()?.downcast_ref::<Error>());
            ours.cloned().unwrap_or_else(|| invalid_archive(error.to_string()))
        }
    }
}

/// Converts a failure to use a file, one of the cache or one that the user chose: returns the [`Error`] that we raised
/// ourselves, else reports the file.
pub(super) fn file_failed(path: &Path) -> impl Fn(io::Error) -> Error + '_ {
    |error| error.downcast::<Error>().unwrap_or_else(|error| Error::file(path, &error))
}

/// Checks that the disk of a folder has room, before something of unknown size is written to it, and while it is.
///
/// # Errors
/// [`ErrorCode::CacheNoSpace`] when hardly anything is free.
pub(super) fn check_space(folder: &Path) -> Result<(), Error> {
    // A file system that does not say is written to, until it is full.
    match fs4::available_space(folder) {
        Ok(free) if free < RESERVE => Err(Error::no_space(ErrorCode::CacheNoSpace, folder, RESERVE, free)),
        _ => Ok(()),
    }
}
