//! An image's layers and history, from its configuration (OCI `config.md`).

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::failure::{Limit, invalid_archive};
use crate::error::Result;

/// An image's layers and history, as its configuration lists them. The cache stores it as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ImageConfig {
    /// The digest of the configuration.
    pub image: String,
    /// The image's names.
    pub references: Vec<String>,
    /// Diff IDs, base first.
    pub layers: Vec<String>,
    /// Oldest first.
    pub history: Vec<HistoryEntry>,
    /// `os/architecture[/variant]`; empty where it does not say.
    #[serde(default)]
    pub platform: String,
}

/// One step of an image's history.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct HistoryEntry {
    pub created_by: String,
    pub comment: String,
    /// Seconds since 1970.
    pub created: i64,
    /// The index of the layer that it created.
    pub layer: Option<usize>,
}

impl ImageConfig {
    /// Parses a configuration.
    ///
    /// # Errors
    /// [`crate::ErrorCode::ArchiveInvalid`], [`Limit::Layers`].
    pub(super) fn parse(document: &[u8], references: Vec<String>) -> Result<Self> {
        let config: Config = serde_json::from_slice(document).map_err(|error| invalid_archive(error.to_string()))?;
        let layers = config.rootfs.diff_ids.unwrap_or_default();
        Limit::Layers.check(layers.len() as u64)?;
        Ok(Self {
            image: format!("sha256:{:x}", Sha256::digest(document)),
            references,
            history: history(config.history.unwrap_or_default(), layers.len()),
            layers,
            platform: platform(&config.os, &config.architecture, &config.variant),
        })
    }
}

#[derive(Deserialize)]
struct Config {
    #[serde(default)]
    os: String,
    #[serde(default)]
    architecture: String,
    #[serde(default)]
    variant: String,
    rootfs: RootFs,
    #[serde(default)]
    history: Option<Vec<History>>,
}

#[derive(Deserialize)]
struct RootFs {
    diff_ids: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct History {
    #[serde(default)]
    created: Option<String>,
    #[serde(default)]
    created_by: Option<String>,
    #[serde(default)]
    comment: Option<String>,
    #[serde(default)]
    empty_layer: bool,
}

/// Assigns the layers to the steps of a history, in order. A history that counts another number of layers gets none
/// assigned.
fn history(steps: Vec<History>, layers: usize) -> Vec<HistoryEntry> {
    let agrees = steps.iter().filter(|step| !step.empty_layer).count() == layers;
    let mut next = 0..layers;
    let entry = |step: History| HistoryEntry {
        layer: if agrees && !step.empty_layer { next.next() } else { None },
        created_by: step.created_by.unwrap_or_default(),
        comment: step.comment.unwrap_or_default(),
        created: step.created.as_deref().map(parse_timestamp).unwrap_or_default(),
    };
    steps.into_iter().map(entry).collect()
}

/// A platform as `--platform` takes it; empty without an operating system and an architecture.
pub(super) fn platform(os: &str, architecture: &str, variant: &str) -> String {
    let parts = [os, architecture, variant].map(str::trim);
    match parts {
        ["", ..] | [_, "", _] => String::new(),
        [os, architecture, ""] => format!("{os}/{architecture}"),
        [os, architecture, variant] => format!("{os}/{architecture}/{variant}"),
    }
}

pub(super) fn parse_timestamp(text: &str) -> i64 {
    OffsetDateTime::parse(text, &Rfc3339).map(OffsetDateTime::unix_timestamp).unwrap_or_default()
}
