use std::{fmt::Display, io, path::Path};

use crate::error::{Error, ErrorCode};

/// A file or folder that cannot be read or written.
pub(super) fn failed(path: &Path, error: &io::Error) -> Error {
    let code = match error.kind() {
        io::ErrorKind::StorageFull => ErrorCode::CopyNoSpace,
        _ => ErrorCode::FileFailed,
    };
    Error::new(code).with("path", path.display().to_string()).with_message(error.to_string())
}

/// A copy that is not what was kept.
pub(super) fn damaged(id: &str, why: &dyn Display) -> Error {
    Error::new(ErrorCode::CopyDamaged).with("copy", id).with_message(why.to_string())
}

/// A copy that does not exist.
pub(super) fn not_found(id: &str) -> Error {
    Error::new(ErrorCode::CopyNotFound).with("copy", id)
}
