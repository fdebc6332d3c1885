//! Shell words.

use crate::error::{Error, ErrorCode, Result};

/// Splits a command line into words as a POSIX shell would.
///
/// # Errors
/// [`ErrorCode::QuotesUnbalanced`] with `value`.
pub(crate) fn split(line: &str) -> Result<Vec<String>> {
    shell_words::split(line).map_err(|_| Error::new(ErrorCode::QuotesUnbalanced).with("value", line))
}
