use serde::Deserialize;

use crate::wire::LayerState;

/// One message of a pull's stream (moby's `jsonmessage.JSONMessage`).
///
/// bollard's `CreateImageInfo` lacks the plain `error` that some engines send alone.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct PullEvent {
    /// The layer, or the tag, or (Podman's last) the image.
    pub id: String,
    /// What happens to it.
    pub status: String,
    /// The progress of that.
    pub progress_detail: Option<PullDetail>,
    /// Why the pull failed.
    pub error_detail: Option<PullFailure>,
    /// The same, from engines that send no detail.
    pub error: Option<String>,
}

/// The progress of a layer's download or extraction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct PullDetail {
    /// Bytes done; seconds spent if [`PullDetail::total`] is missing (the containerd store's `units: "s"`).
    pub current: i64,
    /// Bytes in all.
    pub total: i64,
}

/// Why a pull failed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct PullFailure {
    /// The engine's message.
    pub message: String,
}

impl PullEvent {
    /// The engine's message, if the pull failed.
    pub fn failure(&self) -> Option<&str> {
        self.error_detail.as_ref().map(|detail| detail.message.as_str()).or(self.error.as_deref())
    }

    /// Bytes done and bytes in all. `{}`, `{"hidecounts":true}` and counts of seconds have none.
    pub(super) fn bytes(&self) -> Option<(u64, u64)> {
        let PullDetail { current, total } = self.progress_detail?;
        let (current, total) = (u64::try_from(current).ok()?, u64::try_from(total).ok()?);
        (total > 0).then_some((current.min(total), total))
    }

    /// Whether the CLI draws a progress bar for it on a terminal, and prints nothing elsewhere.
    pub(super) fn is_bar(&self) -> bool {
        self.progress_detail.is_some_and(|detail| detail.current > 0 || detail.total > 0)
    }

    /// The state of a layer that the status reports; `None` if it is about something else (`Pulling from library/ubuntu`).
    pub(super) fn layer_state(&self) -> Option<LayerState> {
        Some(match self.status.as_str() {
            "Pulling fs layer" => LayerState::Pending,
            "Waiting" => LayerState::Waiting,
            "Downloading" => LayerState::Downloading,
            "Verifying Checksum" => LayerState::Verifying,
            "Download complete" => LayerState::Downloaded,
            "Extracting" => LayerState::Extracting,
            "Pull complete" => LayerState::Complete,
            "Already exists" => LayerState::Exists,
            status if status.starts_with("Retrying in ") => LayerState::Retrying,
            _ => return None,
        })
    }

    /// The number in `Retrying in 5 seconds`.
    pub(super) fn retry_in(&self) -> Option<u32> {
        self.status.split_whitespace().find_map(|word| word.parse().ok())
    }
}
