use std::fmt::Display;

use crate::error::{Error, ErrorCode};

/// A copy that is not what was kept.
pub(super) fn damaged(id: &str, why: &dyn Display) -> Error {
    Error::new(ErrorCode::CopyDamaged).with("copy", id).with_message(why.to_string())
}

/// A copy that does not exist.
pub(super) fn not_found(id: &str) -> Error {
    Error::new(ErrorCode::CopyNotFound).with("copy", id)
}
