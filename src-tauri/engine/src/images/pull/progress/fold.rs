use std::{collections::HashMap, time::Duration};

use super::{
    event::PullEvent,
    layer::{self, complete, new_layer},
    speed::Speed,
};
use crate::wire::{ImageStore, LayerProgress, LayerState, PullProgress};

/// The progress of a pull, folded from its messages.
///
/// States may be skipped and messages lost: each message is applied on its own. Instants are durations since the start of
/// the pull.
#[derive(Debug, Clone)]
pub struct PullFold {
    store: ImageStore,
    layers: Vec<LayerProgress>,
    digest: Option<String>,
    status: Option<String>,
    finished: bool,
    percent: Option<f64>,
    speed: Speed,
    /// The status last printed for each ID.
    printed: HashMap<String, String>,
}

impl PullFold {
    /// A pull without any message yet.
    pub fn new(store: ImageStore) -> Self {
        Self {
            store,
            layers: Vec::new(),
            digest: None,
            status: None,
            finished: false,
            percent: None,
            speed: Speed::default(),
            printed: HashMap::new(),
        }
    }

    /// Applies one message. Returns the line that the CLI prints for it without a terminal, once per state.
    pub fn apply(&mut self, event: &PullEvent, at: Duration) -> Option<String> {
        if let Some(digest) = event.status.strip_prefix("Digest: ") {
            self.digest = Some(digest.to_owned());
        } else if let Some(status) = event.status.strip_prefix("Status: ") {
            self.status = Some(status.to_owned());
            self.complete_all();
        } else if !event.id.is_empty() {
            self.apply_to_layer(event);
        }
        self.speed.sample(at);
        self.update_percent();
        self.line(event)
    }

    /// Ends the fold: adds what Podman and older containerd stores never report.
    pub fn finish(&mut self, image: &str, digest: Option<String>, status: String) {
        let hex = image.strip_prefix("sha256:").unwrap_or(image);
        // Podman lists the configuration blob, whose digest is the image's ID, among the layers.
        self.layers.retain(|layer| self.store != ImageStore::Podman || !hex.starts_with(&layer.id));
        self.digest = self.digest.take().or(digest);
        self.status = self.status.take().or(Some(status));
        self.complete_all();
        self.update_percent();
    }

    /// Docker 26's containerd store does not report the end of each layer.
    fn complete_all(&mut self) {
        self.layers.iter_mut().for_each(complete);
        self.finished = true;
    }

    /// The layers' IDs, base first; `None` if the engine reports them in no order.
    ///
    /// The classic store walks through the manifest (moby `distribution/xfer/download.go`). The other stores report a layer
    /// when they start with it, several at a time.
    pub fn in_order(&self) -> Option<Vec<&str>> {
        let ordered = self.store == ImageStore::Classic || self.layers.len() == 1;
        ordered.then(|| self.layers.iter().map(|layer| layer.id.as_str()).collect())
    }

    /// The progress `at` this instant. The colour key of each layer is its ID.
    pub fn progress(&self, at: Duration) -> PullProgress {
        let speed = self.speed(at);
        PullProgress {
            layers: self.layers.clone(),
            percent: self.percent,
            speed,
            seconds_left: speed.filter(|speed| *speed > 0).and_then(|speed| Some(self.bytes_left()?.div_ceil(speed))),
            digest: self.digest.clone(),
            status: self.status.clone(),
        }
    }

    /// The digest, once the engine has reported it.
    pub fn digest(&self) -> Option<&str> {
        self.digest.as_deref()
    }

    /// Whether the engine has reported the final status.
    pub fn has_status(&self) -> bool {
        self.status.is_some()
    }

    /// How many layers need not be pulled again if the pull ends now: those that existed before. `None` if that is unknown:
    /// before the engine has reported any layer, and in the containerd store, which does not report existing ones.
    ///
    /// The classic store discards the finished layers of an interrupted pull (moby `distribution/xfer`). The containerd
    /// store keeps everything received for eight hours (moby `daemon/containerd`, `withLease`).
    pub fn kept(&self) -> Option<usize> {
        let known = self.store != ImageStore::Containerd && !self.layers.is_empty();
        known.then(|| self.layers.iter().filter(|layer| layer.state == LayerState::Exists).count())
    }

    fn apply_to_layer(&mut self, event: &PullEvent) {
        let Some(state) = event.layer_state() else { return };
        let known = self.layers.iter().position(|layer| layer.id == event.id);
        // Podman ends with `Download complete` for the image itself, which is no layer.
        if known.is_none() && self.store == ImageStore::Podman && state == LayerState::Downloaded {
            return;
        }
        let index = known.unwrap_or_else(|| {
            self.layers.push(new_layer(&event.id));
            self.layers.len() - 1
        });
        let layer = &mut self.layers[index];
        let before = layer.downloaded;
        layer::apply(layer, state, event);
        self.speed.add(layer.downloaded.saturating_sub(before));
    }

    /// A percentage never decreases.
    fn update_percent(&mut self) {
        let now = self.fraction().map(|fraction| fraction * 100.0);
        self.percent = match (self.percent, now) {
            (Some(before), Some(now)) => Some(before.max(now)),
            (before, now) => before.or(now),
        };
    }

    /// Bytes downloaded and extracted out of all bytes to download and extract. A layer whose size is not known yet counts
    /// as the average of the others.
    fn fraction(&self) -> Option<f64> {
        if self.finished {
            return Some(1.0);
        }
        let pulled: Vec<&LayerProgress> =
            self.layers.iter().filter(|layer| layer.state != LayerState::Exists).collect();
        let sizes: Vec<u64> = pulled.iter().filter_map(|layer| layer.download_total).collect();
        let average = if sizes.is_empty() { 1.0 } else { sizes.iter().sum::<u64>() as f64 / sizes.len() as f64 };
        let size = |layer: &LayerProgress| layer.download_total.map_or(average, |total| total as f64).max(1.0);
        let whole: f64 = pulled.iter().map(|layer| size(layer)).sum();
        let done: f64 = pulled.iter().map(|layer| size(layer) * self.layer_fraction(layer)).sum();
        // The last percent is reserved for the engine's final status.
        (whole > 0.0).then(|| (done / whole).min(0.99))
    }

    fn layer_fraction(&self, layer: &LayerProgress) -> f64 {
        let part = |done: u64, total: Option<u64>| match total {
            Some(total) if total > 0 => done as f64 / total as f64,
            _ => 0.0,
        };
        let download = match layer.state {
            LayerState::Verifying | LayerState::Downloaded | LayerState::Extracting => 1.0,
            LayerState::Complete | LayerState::Exists => return 1.0,
            _ => part(layer.downloaded, layer.download_total),
        };
        match self.store {
            // Podman does not report extraction.
            ImageStore::Podman => download,
            ImageStore::Classic | ImageStore::Containerd => {
                (download + part(layer.extracted, layer.extract_total)) / 2.0
            }
        }
    }

    fn speed(&self, at: Duration) -> Option<u64> {
        let downloads = |layer: &LayerProgress| matches!(layer.state, LayerState::Downloading | LayerState::Retrying);
        if self.finished || !self.layers.iter().any(downloads) {
            return None;
        }
        self.speed.per_second(at)
    }

    fn bytes_left(&self) -> Option<u64> {
        self.layers
            .iter()
            .filter(|layer| layer.state < LayerState::Verifying)
            .map(|layer| Some(layer.download_total?.saturating_sub(layer.downloaded)))
            .sum()
    }

    fn line(&mut self, event: &PullEvent) -> Option<String> {
        if event.is_bar() || event.status.is_empty() {
            return None;
        }
        // `Retrying in 5 seconds` counts down in the engine's messages; one line is enough.
        let status = if event.status.starts_with("Retrying in") { "Retrying" } else { &event.status };
        let before = self.printed.insert(event.id.clone(), status.to_owned());
        if !event.id.is_empty() && before.as_deref() == Some(status) {
            return None;
        }
        Some(if event.id.is_empty() { event.status.clone() } else { format!("{}: {}", event.id, event.status) })
    }
}

#[cfg(test)]
mod tests;
