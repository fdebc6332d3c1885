//! The contents of an image's layers: their files, the merged tree, and what of it is wasted.
//!
//! An image's archive is read in one pass, from the engine or from a file. Each layer becomes a tree on disk, cached by its
//! diff ID, so that it is read once however many images have it; the layers of an image are merged into another tree.
//! Queries read a few sections of those files. Memory holds no file's content and no whole tree, whatever an archive
//! contains.
//!
//! Why: `docs/decisions/038-layers-are-trees-on-disk.md`.

mod archive;
mod cache;
mod entry_path;
mod failure;
mod format;
mod header_budget;
mod image_config;
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

/// The problems of an archive's path; none while it is empty.
pub fn archive_problems(path: &Path) -> Vec<Problem> {
    if path.as_os_str().is_empty() || path.is_file() {
        return Vec::new();
    }
    // A folder is there, but no archive.
    let error = if path.exists() {
        Error::new(ErrorCode::ArchiveInvalid)
    } else {
        Error::new(ErrorCode::FileFailed).with("path", path.display().to_string())
    };
    vec![Problem::at("path", error)]
}

/// The layers that have been read, in a cache on disk.
#[derive(Debug, Clone)]
pub struct Layers {
    cache: Option<Cache>,
}

impl Layers {
    /// Caches in a folder of its own; without one, layers cannot be read.
    pub fn new(folder: Option<&Path>) -> Self {
        Self { cache: folder.map(Cache::new) }
    }

    fn cache(&self) -> Result<Cache> {
        self.cache.clone().ok_or_else(|| Error::new(ErrorCode::NotSupported).with("feature", "layers"))
    }

    /// Reads the layers of an engine's image, by ID or name, unless they are cached.
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

    /// An image's history and figures, in these colours; `None` for one that was not read, or is no longer cached.
    ///
    /// # Errors
    /// [`ErrorCode::FileFailed`], [`ErrorCode::NotSupported`].
    pub async fn image(&self, image: &str, colours: &LayerColours) -> Result<Option<ImageLayers>> {
        let image = image.to_owned();
        match self.query(move |cache| query::summary(cache, &image)).await {
            Ok(mut summary) => {
                for layer in summary.steps.iter_mut().filter_map(|step| step.layer.as_mut()) {
                    layer.colour_key = colours.key(&layer.digest);
                }
                Ok(Some(summary))
            }
            Err(error) if error.code == ErrorCode::LayersNotRead => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The direct children of a folder.
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
        self.query(move |cache| query::children(cache, &view, folder, order, page)).await
    }

    /// The folders that contain a path, the root first, and the path itself last.
    ///
    /// # Errors
    /// [`ErrorCode::LayersNotRead`], [`ErrorCode::FileFailed`].
    pub async fn ancestors(&self, view: LayerView, node: u32) -> Result<Vec<LayerNode>> {
        self.query(move |cache| query::ancestors(cache, &view, node)).await
    }

    /// The paths that contain a text, from a position in the tree on: 0, or [`LayerFound::next`]. A text with a `/` is
    /// searched in whole paths, one without in names; ASCII case is ignored.
    ///
    /// # Errors
    /// [`ErrorCode::LayersNotRead`], [`ErrorCode::FileFailed`].
    pub async fn search(&self, view: LayerView, text: String, from: u32, limit: u32) -> Result<LayerFound> {
        self.query(move |cache| query::search(cache, &view, &text, from, limit)).await
    }

    /// The largest files of the merged tree, at most 10 000 of them.
    ///
    /// # Errors
    /// [`ErrorCode::LayersNotRead`], [`ErrorCode::FileFailed`].
    pub async fn largest(&self, image: &str, page: LayerPage) -> Result<LayerNodes> {
        let image = image.to_owned();
        self.query(move |cache| query::largest(cache, &image, page)).await
    }

    /// The paths with the most wasted bytes.
    ///
    /// # Errors
    /// [`ErrorCode::LayersNotRead`], [`ErrorCode::FileFailed`].
    pub async fn wasted(&self, image: &str, page: LayerPage) -> Result<WastedPaths> {
        let image = image.to_owned();
        self.query(move |cache| query::wasted(cache, &image, page)).await
    }

    /// The contents that several files of the merged tree have.
    ///
    /// # Errors
    /// [`ErrorCode::LayersNotRead`], [`ErrorCode::FileFailed`].
    pub async fn duplicates(&self, image: &str, page: LayerPage) -> Result<DuplicateFiles> {
        let image = image.to_owned();
        self.query(move |cache| query::duplicates(cache, &image, page)).await
    }

    /// Runs a query on a thread that may block.
    async fn query<T: Send + 'static>(&self, query: impl FnOnce(&Cache) -> Result<T> + Send + 'static) -> Result<T> {
        let cache = self.cache()?;
        blocking(move || query(&cache)).await?
    }
}
