//! Queries about images that have been read. Each opens the files it needs and reads a few sections of them.

mod cached_image;
mod lists;
mod nodes;
mod page;
mod search;
mod summary;

pub(super) use self::{
    lists::{duplicates, largest, wasted},
    nodes::{ancestors, children},
    search::search,
    summary::summary,
};
