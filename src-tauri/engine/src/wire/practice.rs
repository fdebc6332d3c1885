use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Error;

/// The status of the practice engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export, export_to = "practice.ts")]
pub enum PracticeStatus {
    /// Not running.
    Off,
    /// Starting, or being reset.
    Starting,
    /// Running.
    Running {
        /// Its address, as `DOCKER_HOST` takes it.
        address: String,
        /// Whether this window started it, and will stop it.
        ours: bool,
    },
    /// It could not be started.
    Failed {
        /// Why: [`ErrorCode::PracticeUnavailable`](crate::ErrorCode::PracticeUnavailable) names what is missing.
        error: Error,
    },
}
