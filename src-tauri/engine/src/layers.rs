//! What is in an image's layers: their files, the tree that they make together, and what of it is wasted.
//!
//! An image's archive is read in one pass, from the engine or from a file. Each layer becomes a tree on disk, remembered by
//! its diff ID, so that it is read once however many images have it; layers upon each other become another. Questions
//! read a few pieces of those files. Memory holds no file's content and no whole tree, whatever an archive holds.

mod archive;
mod cache;
mod failure;
mod layer;
mod manifest;
mod pipe;
mod query;
mod read;
mod record;
mod spill;
mod stack;
mod top;
mod tree;

#[cfg(test)]
mod tests;

use std::path::Path;

use cache::Cache;

use crate::{
    connect::Engine,
    error::{Error, ErrorCode, Result},
    inventory::LayerColours,
    jobs::Report,
    persist::blocking,
    wire::{
        DuplicateFiles, ImageLayers, LayerFound, LayerNode, LayerNodes, LayerOrder, LayerPage, LayerView, Outcome,
        Problem, WastedPaths,
    },
};

/// What is wrong with a path as an archive's: nothing while it is empty.
pub fn archive_problems(path: &Path) -> Vec<Problem> {
    if path.as_os_str().is_empty() || path.is_file() {
        return Vec::new();
    }
    vec![Problem::at("path", Error::new(ErrorCode::FileFailed).with("path", path.display().to_string()))]
}

/// What is known of layers, and the ways to know more.
#[derive(Debug, Clone)]
pub struct Layers {
    cache: Option<Cache>,
}

impl Layers {
    /// Remembers in a folder that is its own; without one it reads nothing.
    pub fn new(folder: Option<&Path>) -> Self {
        Self { cache: folder.map(Cache::new) }
    }

    fn cache(&self) -> Result<Cache> {
        self.cache.clone().ok_or_else(|| Error::new(ErrorCode::NotSupported).with("feature", "layers"))
    }

    /// Reads the layers of an engine's image, by ID or name: those that are not known yet.
    ///
    /// # Errors
    /// [`ErrorCode::ImageNotFound`], [`ErrorCode::LayerMissing`], [`ErrorCode::ArchiveInvalid`],
    /// [`ErrorCode::ArchiveTooLarge`], [`ErrorCode::FileFailed`], [`ErrorCode::Cancelled`], or the engine's, by code.
    pub async fn read_image(&self, engine: &Engine, image: &str, report: &Report) -> Result<Outcome> {
        read::image(&self.cache()?, engine, image, report).await
    }

    /// Reads the layers of the images in an archive on this machine.
    ///
    /// # Errors
    /// [`ErrorCode::FileFailed`], [`ErrorCode::ArchiveInvalid`], [`ErrorCode::ArchiveTooLarge`],
    /// [`ErrorCode::LayerMissing`], [`ErrorCode::DigestMismatch`], [`ErrorCode::Cancelled`].
    pub async fn read_archive(&self, path: &Path, report: &Report) -> Result<Outcome> {
        read::archive(&self.cache()?, path, report).await
    }

    /// An image's layers as a whole, in these colours; `None` for one that was not read, or is no longer remembered.
    ///
    /// # Errors
    /// [`ErrorCode::FileFailed`], [`ErrorCode::NotSupported`].
    pub async fn image(&self, image: &str, colours: &LayerColours) -> Result<Option<ImageLayers>> {
        let image = image.to_owned();
        match self.look(move |cache| query::image(cache, &image)).await {
            Ok(mut whole) => {
                for layer in whole.steps.iter_mut().filter_map(|step| step.layer.as_mut()) {
                    layer.colour_key = colours.key(&layer.digest);
                }
                Ok(Some(whole))
            }
            Err(error) if error.code == ErrorCode::LayersNotRead => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What stands directly in a folder.
    ///
    /// # Errors
    /// [`ErrorCode::LayersNotRead`], [`ErrorCode::FileFailed`].
    pub async fn children(
        &self,
        view: LayerView,
        folder: u32,
        order: LayerOrder,
        page: LayerPage,
    ) -> Result<LayerNodes> {
        self.look(move |cache| query::children(cache, &view, folder, order, page)).await
    }

    /// The folders on the way to a path, the root first, and the path itself.
    ///
    /// # Errors
    /// [`ErrorCode::LayersNotRead`], [`ErrorCode::FileFailed`].
    pub async fn way(&self, view: LayerView, node: u32) -> Result<Vec<LayerNode>> {
        self.look(move |cache| query::way(cache, &view, node)).await
    }

    /// Paths that hold a text, from a place in the tree on: 0, or [`LayerFound::next`]. A text with a `/` is looked for in
    /// whole paths, one without in names; ASCII letters in either case.
    ///
    /// # Errors
    /// [`ErrorCode::LayersNotRead`], [`ErrorCode::FileFailed`].
    pub async fn search(&self, view: LayerView, text: String, from: u32, limit: u32) -> Result<LayerFound> {
        self.look(move |cache| query::search(cache, &view, &text, from, limit)).await
    }

    /// The largest files of the final tree, at most 10 000 of them.
    ///
    /// # Errors
    /// [`ErrorCode::LayersNotRead`], [`ErrorCode::FileFailed`].
    pub async fn largest(&self, image: &str, page: LayerPage) -> Result<LayerNodes> {
        let image = image.to_owned();
        self.look(move |cache| query::largest(cache, &image, page)).await
    }

    /// The paths at which most bytes are wasted.
    ///
    /// # Errors
    /// [`ErrorCode::LayersNotRead`], [`ErrorCode::FileFailed`].
    pub async fn wasted(&self, image: &str, page: LayerPage) -> Result<WastedPaths> {
        let image = image.to_owned();
        self.look(move |cache| query::wasted(cache, &image, page)).await
    }

    /// The contents that stand at several paths of the final tree.
    ///
    /// # Errors
    /// [`ErrorCode::LayersNotRead`], [`ErrorCode::FileFailed`].
    pub async fn duplicates(&self, image: &str, page: LayerPage) -> Result<DuplicateFiles> {
        let image = image.to_owned();
        self.look(move |cache| query::duplicates(cache, &image, page)).await
    }

    /// Reads files where nobody waits for it.
    async fn look<T: Send + 'static>(&self, look: impl FnOnce(&Cache) -> Result<T> + Send + 'static) -> Result<T> {
        let cache = self.cache()?;
        blocking(move || look(&cache)).await?
    }
}
