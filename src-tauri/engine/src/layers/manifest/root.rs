use serde::Deserialize;

use crate::{
    error::{Error, ErrorCode, Result},
    layers::{archive::Contents, failure::invalid_archive, image_config::ImageConfig},
};

/// A folder of an archive in which a list of images is, and all that it names.
#[derive(Clone, Copy)]
pub(super) struct Root<'a> {
    pub folder: &'a str,
    pub contents: &'a Contents,
}

impl<'a> Root<'a> {
    /// An image that is listed, with its configuration.
    ///
    /// # Errors
    /// [`ErrorCode::ArchiveInvalid`], [`ErrorCode::LayerMissing`], [`ErrorCode::DigestMismatch`].
    pub(super) fn image(self, listed: ListedImage) -> Result<ImageConfig> {
        let missing = || invalid_archive("the image's configuration is missing");
        let config = ImageConfig::parse(self.document(&listed.config).ok_or_else(missing)?, listed.references)?;
        if config.layers.len() != listed.layers.len() {
            return Err(invalid_archive("the manifest and the configuration list different numbers of layers"));
        }
        for (expected, name) in config.layers.iter().zip(&listed.layers) {
            let found = self.layer(name).ok_or_else(|| Error::new(ErrorCode::LayerMissing).with("layer", expected))?;
            if found != expected {
                return Err(
                    Error::new(ErrorCode::DigestMismatch).with_message(format!("{name}: {found} is not {expected}"))
                );
            }
        }
        Ok(config)
    }

    /// The document of that name.
    pub(super) fn document(self, name: &str) -> Option<&'a [u8]> {
        self.contents.document(&format!("{}{name}", self.folder))
    }

    /// The diff ID of the layer of that name.
    pub(super) fn layer(self, name: &str) -> Option<&'a str> {
        self.contents.layer(&format!("{}{name}", self.folder))
    }
}

/// An image as a manifest lists it, by the names of archive entries.
pub(super) struct ListedImage {
    pub config: String,
    pub references: Vec<String>,
    pub layers: Vec<String>,
}

/// Parses a document.
pub(super) fn parse<'a, T: Deserialize<'a>>(document: &'a [u8]) -> Result<T> {
    serde_json::from_slice(document).map_err(|error| invalid_archive(error.to_string()))
}
