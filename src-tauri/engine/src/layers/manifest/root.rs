use crate::layers::archive::Contents;

/// A folder of an archive in which a list of images is, and all that it names.
#[derive(Clone, Copy)]
pub(super) struct Root<'a> {
    /// Its path, with a `/` at the end; empty for the archive's root.
    pub(super) folder: &'a str,
    pub(super) contents: &'a Contents,
}

impl<'a> Root<'a> {
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
    pub(super) config: String,
    pub(super) references: Vec<String>,
    pub(super) layers: Vec<String>,
}
