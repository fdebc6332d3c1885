//! What a message changes about one layer.

use super::event::PullEvent;
use crate::wire::{LayerProgress, LayerState};

/// A layer of which only the ID is known.
pub(super) fn new_layer(id: &str) -> LayerProgress {
    LayerProgress {
        id: id.to_owned(),
        colour_key: id.to_owned(),
        state: LayerState::Pending,
        downloaded: 0,
        download_total: None,
        extracted: 0,
        extract_total: None,
        retry_in: None,
        retries: 0,
    }
}

/// Applies a message that puts a layer in this state. A finished layer does not change any more.
pub(super) fn apply(layer: &mut LayerProgress, state: LayerState, event: &PullEvent) {
    if matches!(layer.state, LayerState::Complete | LayerState::Exists) {
        return;
    }
    let retry_in = (state == LayerState::Retrying).then(|| event.retry_in()).flatten();
    // The seconds count down. A download that fails before its first byte begins the next countdown right after.
    if state == LayerState::Retrying && (layer.state != LayerState::Retrying || retry_in > layer.retry_in) {
        layer.retries += 1;
    }
    layer.retry_in = retry_in;
    layer.state = state;
    match state {
        LayerState::Downloading => download(layer, event),
        LayerState::Verifying | LayerState::Downloaded => downloaded(layer),
        LayerState::Extracting => extract(layer, event),
        LayerState::Complete | LayerState::Exists => complete(layer),
        LayerState::Pending | LayerState::Waiting | LayerState::Retrying => {}
    }
}

/// A resumed download counts from 0 to what is left, so its offset is the size less that. A download whose connection was
/// cut also ends with its total, so the last byte is counted only with `Download complete`.
fn download(layer: &mut LayerProgress, event: &PullEvent) {
    let Some((current, total)) = event.bytes() else { return };
    let size = layer.download_total.unwrap_or(total).max(total);
    layer.download_total = Some(size);
    if current < total {
        layer.downloaded = size - total + current;
    }
}

fn downloaded(layer: &mut LayerProgress) {
    if let Some(total) = layer.download_total {
        layer.downloaded = total;
    }
}

fn extract(layer: &mut LayerProgress, event: &PullEvent) {
    if let Some((current, total)) = event.bytes() {
        layer.download_total = Some(total);
        layer.extract_total = Some(total);
        layer.extracted = current;
    }
    downloaded(layer);
}

/// Marks a layer as finished.
pub(super) fn complete(layer: &mut LayerProgress) {
    downloaded(layer);
    if layer.extract_total.is_some() {
        layer.extracted = layer.extract_total.unwrap_or_default();
    }
    if layer.state != LayerState::Exists {
        layer.state = LayerState::Complete;
    }
    layer.retry_in = None;
}
