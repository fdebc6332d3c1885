//! What an engine's messages say of how far a pull is. Pure: messages and instants go in, progress comes out.

use std::{
    collections::{HashMap, VecDeque},
    time::Duration,
};

use serde::Deserialize;

use crate::wire::{ImageStore, LayerProgress, LayerState, PullProgress};

/// How far back the speed looks.
const SPEED_WINDOW: Duration = Duration::from_secs(4);
/// No speed is told from less than this.
const SHORTEST_WINDOW: Duration = Duration::from_millis(500);

/// One message of a pull's stream (moby's `jsonmessage.JSONMessage`).
///
/// bollard's `CreateImageInfo` leaves out the plain `error` that some engines send alone.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct PullEvent {
    /// The layer, or the tag, or (Podman's last) the image.
    pub id: String,
    /// What it is at.
    pub status: String,
    /// How far it is with it.
    pub progress_detail: Option<PullDetail>,
    /// Why the pull failed.
    pub error_detail: Option<PullFailure>,
    /// The same, in engines that send no detail.
    pub error: Option<String>,
}

/// How far a layer is with what it is at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct PullDetail {
    /// Bytes done; seconds spent where [`PullDetail::total`] is missing (the containerd store's `units: "s"`).
    pub current: i64,
    /// Bytes to do.
    pub total: i64,
}

/// Why a pull failed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct PullFailure {
    /// In the engine's own words.
    pub message: String,
}

impl PullEvent {
    /// The engine's words, when this message says that the pull failed.
    pub fn failure(&self) -> Option<&str> {
        self.error_detail.as_ref().map(|detail| detail.message.as_str()).or(self.error.as_deref())
    }

    /// Bytes done and bytes to do. `{}`, `{"hidecounts":true}` and counts of seconds have none.
    fn bytes(&self) -> Option<(u64, u64)> {
        let PullDetail { current, total } = self.progress_detail?;
        let (current, total) = (u64::try_from(current).ok()?, u64::try_from(total).ok()?);
        (total > 0).then_some((current.min(total), total))
    }

    /// Whether the CLI draws a bar for it on a terminal, and prints nothing elsewhere.
    fn is_bar(&self) -> bool {
        self.progress_detail.is_some_and(|detail| detail.current > 0 || detail.total > 0)
    }
}

/// A pull's messages so far, folded to how far it is.
///
/// States may be skipped and messages lost: each message stands for itself. Instants are durations since the pull began.
#[derive(Debug, Clone)]
pub struct PullFold {
    store: ImageStore,
    layers: Vec<LayerProgress>,
    digest: Option<String>,
    status: Option<String>,
    finished: bool,
    percent: Option<f64>,
    received: u64,
    /// What had been received when, not older than [`SPEED_WINDOW`] but for the first.
    samples: VecDeque<(Duration, u64)>,
    printed: HashMap<String, String>,
}

impl PullFold {
    /// Nothing yet.
    pub fn new(store: ImageStore) -> Self {
        Self {
            store,
            layers: Vec::new(),
            digest: None,
            status: None,
            finished: false,
            percent: None,
            received: 0,
            samples: VecDeque::new(),
            printed: HashMap::new(),
        }
    }

    /// Takes in one message. Answers the line that the CLI prints for it where it has no terminal, once per state.
    pub fn apply(&mut self, event: &PullEvent, at: Duration) -> Option<String> {
        if let Some(digest) = event.status.strip_prefix("Digest: ") {
            self.digest = Some(digest.to_owned());
        } else if let Some(status) = event.status.strip_prefix("Status: ") {
            self.status = Some(status.to_owned());
            self.all_done();
        } else if !event.id.is_empty() {
            self.apply_to_layer(event);
        }
        self.sample(at);
        self.percent = later(self.percent, self.fraction().map(|fraction| fraction * 100.0));
        self.line(event)
    }

    /// Nothing more comes: what Podman and older containerd stores never say is now known to be so.
    pub fn finish(&mut self, image: &str, digest: Option<String>, status: String) {
        let hex = image.strip_prefix("sha256:").unwrap_or(image);
        // Podman counts the configuration blob, whose digest is the image's ID, among the layers.
        self.layers.retain(|layer| self.store != ImageStore::Podman || !hex.starts_with(&layer.id));
        self.digest = self.digest.take().or(digest);
        self.status = self.status.take().or(Some(status));
        self.all_done();
        self.percent = later(self.percent, self.fraction().map(|fraction| fraction * 100.0));
    }

    /// Docker 26's containerd store does not tell of each layer that it is done.
    fn all_done(&mut self) {
        self.layers.iter_mut().for_each(complete);
        self.finished = true;
    }

    /// The layers' IDs, base first; `None` where the engine names them in no order.
    ///
    /// The classic store walks through the manifest (moby `distribution/xfer/download.go`). The others name a layer when
    /// they come to it, several at a time.
    pub fn in_order(&self) -> Option<Vec<&str>> {
        let ordered = self.store == ImageStore::Classic || self.layers.len() == 1;
        ordered.then(|| self.layers.iter().map(|layer| layer.id.as_str()).collect())
    }

    /// What is known `at` this instant. Each layer is its own colour key.
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

    /// The digest, once the engine has told it.
    pub fn digest(&self) -> Option<&str> {
        self.digest.as_deref()
    }

    /// Whether the engine has told what came of it.
    pub fn has_status(&self) -> bool {
        self.status.is_some()
    }

    /// How many layers need not be pulled again should the pull end now: those that were here before. `None` where that is
    /// not known: before the engine has named any, and in the containerd store, which does not name those that it has.
    ///
    /// The classic store throws away what a broken pull had finished (moby `distribution/xfer`). The containerd store
    /// keeps all that has come for eight hours (moby `daemon/containerd`, `withLease`).
    pub fn kept(&self) -> Option<usize> {
        let known = self.store != ImageStore::Containerd && !self.layers.is_empty();
        known.then(|| self.layers.iter().filter(|layer| layer.state == LayerState::Exists).count())
    }

    fn apply_to_layer(&mut self, event: &PullEvent) {
        let Some(state) = state(&event.status) else { return };
        let before = self.layers.iter().map(|layer| layer.downloaded).sum::<u64>();
        let known = self.layers.iter().position(|layer| layer.id == event.id);
        // Podman ends with `Download complete` of the image itself, which is no layer.
        if known.is_none() && self.store == ImageStore::Podman && state == LayerState::Downloaded {
            return;
        }
        let index = known.unwrap_or_else(|| {
            self.layers.push(unknown_layer(&event.id));
            self.layers.len() - 1
        });
        let layer = &mut self.layers[index];
        if matches!(layer.state, LayerState::Complete | LayerState::Exists) {
            return;
        }
        if state == LayerState::Retrying && layer.state != LayerState::Retrying {
            layer.retries += 1;
        }
        layer.retry_in = (state == LayerState::Retrying).then(|| seconds(&event.status)).flatten();
        layer.state = state;
        match state {
            LayerState::Downloading => download(layer, event),
            LayerState::Verifying | LayerState::Downloaded => downloaded(layer),
            LayerState::Extracting => extract(layer, event),
            LayerState::Complete | LayerState::Exists => complete(layer),
            LayerState::Pending | LayerState::Waiting | LayerState::Retrying => {}
        }
        let after = self.layers.iter().map(|layer| layer.downloaded).sum::<u64>();
        self.received += after.saturating_sub(before);
    }

    /// Bytes downloaded and extracted out of all bytes to download and extract. A layer whose size is not known yet
    /// counts as much as the others do on average.
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
        // The last hundredth is the engine's word that it is done.
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
            // Podman tells nothing of unpacking.
            ImageStore::Podman => download,
            ImageStore::Classic | ImageStore::Containerd => {
                (download + part(layer.extracted, layer.extract_total)) / 2.0
            }
        }
    }

    fn sample(&mut self, at: Duration) {
        self.samples.push_back((at, self.received));
        while self.samples.len() > 1 && self.samples[1].0 + SPEED_WINDOW <= at {
            self.samples.pop_front();
        }
    }

    fn speed(&self, at: Duration) -> Option<u64> {
        let downloads = |layer: &LayerProgress| matches!(layer.state, LayerState::Downloading | LayerState::Retrying);
        if self.finished || !self.layers.iter().any(downloads) {
            return None;
        }
        let begin = at.saturating_sub(SPEED_WINDOW);
        let (since, received) = *self.samples.iter().rev().find(|(when, _)| *when <= begin).or(self.samples.front())?;
        let span = at.saturating_sub(since.max(begin));
        (span >= SHORTEST_WINDOW).then(|| ((self.received - received) as f64 / span.as_secs_f64()) as u64)
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
        // `Retrying in 5 seconds` counts down in the engine's messages; one line tells it.
        let said = if event.status.starts_with("Retrying in") { "Retrying" } else { &event.status };
        let before = self.printed.insert(event.id.clone(), said.to_owned());
        if !event.id.is_empty() && before.as_deref() == Some(said) {
            return None;
        }
        Some(if event.id.is_empty() { event.status.clone() } else { format!("{}: {}", event.id, event.status) })
    }
}

/// What a message's status says of a layer; nothing when it speaks of something else (`Pulling from library/ubuntu`).
fn state(status: &str) -> Option<LayerState> {
    Some(match status {
        "Pulling fs layer" => LayerState::Pending,
        "Waiting" => LayerState::Waiting,
        "Downloading" => LayerState::Downloading,
        "Verifying Checksum" => LayerState::Verifying,
        "Download complete" => LayerState::Downloaded,
        "Extracting" => LayerState::Extracting,
        "Pull complete" => LayerState::Complete,
        "Already exists" => LayerState::Exists,
        _ if status.starts_with("Retrying in ") => LayerState::Retrying,
        _ => return None,
    })
}

/// The number in `Retrying in 5 seconds`.
fn seconds(status: &str) -> Option<u32> {
    status.split_whitespace().find_map(|word| word.parse().ok())
}

fn unknown_layer(id: &str) -> LayerProgress {
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

/// A download that is resumed counts from 0 to what is left, so its offset is the size less that. One that ends
/// counts as ended even when the connection was cut, so the last byte waits for `Download complete`.
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

fn complete(layer: &mut LayerProgress) {
    downloaded(layer);
    if layer.extract_total.is_some() {
        layer.extracted = layer.extract_total.unwrap_or_default();
    }
    if layer.state != LayerState::Exists {
        layer.state = LayerState::Complete;
    }
    layer.retry_in = None;
}

/// The greater of what was told before and what is known now.
fn later(before: Option<f64>, now: Option<f64>) -> Option<f64> {
    match (before, now) {
        (Some(before), Some(now)) => Some(before.max(now)),
        (before, now) => before.or(now),
    }
}

#[cfg(test)]
mod tests;
