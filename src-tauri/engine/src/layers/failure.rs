//! What is read at most, and how what goes wrong becomes an [`ErrorCode`].

use std::{io, path::Path};

use crate::error::{Error, ErrorCode};

/// A limit on what an archive may hold, so that none can take all memory or the whole disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    /// Entries of one layer, and of the archive itself.
    Entries,
    /// Layers of one image: engines stop at 127.
    Layers,
    /// Bytes of a path, or of a link's target: Linux's own `PATH_MAX`.
    Path,
    /// Folders in folders.
    Depth,
    /// Bytes that describe one entry: long names and PAX headers.
    Headers,
    /// Bytes of manifests and configurations.
    Documents,
}

impl Limit {
    /// How many are allowed.
    pub(super) const fn most(self) -> u64 {
        match self {
            Self::Entries => 8_000_000,
            Self::Layers => 256,
            Self::Path => 4096,
            Self::Depth => 256,
            Self::Headers => 1024 * 1024,
            Self::Documents => 32 * 1024 * 1024,
        }
    }

    /// # Errors
    /// [`ErrorCode::ArchiveTooLarge`] when it is more than allowed.
    pub(super) fn check(self, found: u64) -> Result<(), Error> {
        if found <= self.most() { Ok(()) } else { Err(self.exceeded()) }
    }

    pub(super) fn exceeded(self) -> Error {
        let name = match self {
            Self::Entries => "entries",
            Self::Layers => "layers",
            Self::Path => "path",
            Self::Depth => "depth",
            Self::Headers => "headers",
            Self::Documents => "documents",
        };
        Error::new(ErrorCode::ArchiveTooLarge).with("limit", name).with("most", self.most().to_string())
    }
}

/// The archive is not what it should be.
pub(super) fn damaged(why: impl Into<String>) -> Error {
    Error::new(ErrorCode::ArchiveInvalid).saying(why)
}

/// Reading an archive failed: an error of ours that came through a reader, or what a reader found wrong.
pub(super) fn reading(error: io::Error) -> Error {
    match error.downcast::<Error>() {
        Ok(error) => error,
        Err(error) => {
            // What tar makes of a failure beneath it: the text of its own, and the cause inside.
            let cause = std::error::Error::source(&error).and_then(|cause| cause.downcast_ref::<io::Error>());
            let ours = cause.and_then(|cause| cause.get_ref()?.downcast_ref::<Error>());
            ours.cloned().unwrap_or_else(|| damaged(error.to_string()))
        }
    }
}

/// A file of ours, or one that somebody asks to read, cannot be used.
pub(super) fn on_disk(path: &Path) -> impl Fn(io::Error) -> Error + '_ {
    |error| Error::new(ErrorCode::FileFailed).with("path", path.display().to_string()).saying(error.to_string())
}
