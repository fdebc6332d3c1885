//! Names and contents of files that are not UTF-8: kept without loss, and decoded by guess for people to read.
//!
//! Why: `docs/decisions/059-names-that-are-not-utf-8.md`.

mod guess;
mod path;

pub(crate) use guess::{Decoded, decode_paths, decode_text};
pub(crate) use path::{bytes_of, distinguish, is_guessable, is_unknown, lossy, path_text, readable};
