//! The merged tree of an image's layers: what the image contains in the end, what each layer changes, and what is
//! wasted.
//!
//! The layers' trees are walked together in one pass, folder by folder, each in its own order, so memory holds the
//! ancestors of the current path and a bit per file, whatever the image's size. A second pass over the hidden files finds
//! those of which no other name is left.

mod change_map;
mod duplicates;
mod efficiency;
mod figures;
mod inodes;
mod path;
mod walk;
mod waste;
mod writer;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

pub(super) use self::{change_map::ChangeMap, figures::Figures};
use self::{walk::Walk, writer::StackWriter};
use super::{failure::file_failed, tree::Tree};
use crate::error::{Error, Result};

const FIGURES: &str = "figures.json";

/// Merges the layers in these folders, base first, and writes the merged tree, the figures and each layer's changes into
/// a folder.
///
/// # Errors
/// [`crate::ErrorCode::ArchiveTooLarge`], [`crate::ErrorCode::FileFailed`], and [`crate::ErrorCode::Cancelled`] once
/// `is_cancelled` returns true.
pub(super) fn write(layers: &[PathBuf], folder: &Path, is_cancelled: &dyn Fn() -> bool) -> Result<()> {
    let trees: Vec<Tree> =
        layers.iter().map(|layer| Tree::open(layer).map_err(file_failed(layer))).collect::<Result<_>>()?;
    let writer = StackWriter::create(folder, &trees)?;
    let figures = Walk::new(trees, folder, is_cancelled, writer).run()?.finish()?;
    let text = serde_json::to_vec(&figures).map_err(|error| Error::internal(error.to_string()))?;
    fs::write(folder.join(FIGURES), text).map_err(file_failed(folder))
}

/// The figures that [`write`] wrote into a folder.
pub(super) fn read_figures(folder: &Path) -> io::Result<Figures> {
    Ok(serde_json::from_slice(&fs::read(folder.join(FIGURES))?)?)
}
