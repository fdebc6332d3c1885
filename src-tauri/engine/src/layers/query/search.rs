use std::io;

use super::{cached_image::in_view, page::MAX_PAGE};
use crate::{
    error::Result,
    layers::{cache::Cache, record::Record, tree::Tree},
    wire::{LayerFound, LayerView},
};

/// The number of paths that one answer looks at: a fraction of a second.
const MAX_SEARCHED: u32 = 500_000;

/// The paths that contain a text, apart from their folders: a match in `/usr/bin` is not repeated for each file in it.
/// Ignores ASCII case.
pub(crate) fn search(cache: &Cache, view: &LayerView, text: &str, from: u32, limit: u32) -> Result<LayerFound> {
    let needle = text.trim().to_ascii_lowercase().into_bytes();
    in_view(cache, view, |viewed| {
        let count = viewed.tree.count();
        let end = if needle.is_empty() { 0 } else { count.min(from.saturating_add(MAX_SEARCHED)) };
        let mut found = Vec::new();
        let mut id = from.max(1);
        while id < end && found.len() < limit.min(MAX_PAGE) as usize {
            let record = viewed.tree.record(id)?;
            if matches(&mut viewed.tree, id, &record, &needle)? {
                found.push(viewed.node(id, &record)?);
            }
            id += 1;
        }
        let next = (!needle.is_empty() && id < count).then_some(id);
        Ok(LayerFound { nodes: found, next })
    })
}

/// Whether a path contains the text, and not only its folder.
fn matches(tree: &mut Tree, id: u32, record: &Record, needle: &[u8]) -> io::Result<bool> {
    if !needle.contains(&b'/') {
        let name = tree.name(record)?;
        return Ok(contains(name, needle));
    }
    let path = tree.path(id)?;
    // An occurrence that ends in the name, or just before it.
    let start = path.len().saturating_sub(usize::from(record.name) + needle.len());
    Ok(contains(&path[start..], needle))
}

fn contains(text: &[u8], needle: &[u8]) -> bool {
    text.windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle))
}
