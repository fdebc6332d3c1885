use serde::Deserialize;

use crate::{error::Result, layers::failure::invalid_archive};

/// A document of an archive.
pub(super) fn parse<'a, T: Deserialize<'a>>(document: &'a [u8]) -> Result<T> {
    serde_json::from_slice(document).map_err(|error| invalid_archive(error.to_string()))
}
