use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Error;

/// How the practice engine stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export, export_to = "practice.ts")]
pub enum PracticeStatus {
    /// It does not run.
    Off,
    /// It is being started, or emptied and started anew.
    Starting,
    /// It answers.
    Running {
        /// Where, as `DOCKER_HOST` takes it.
        address: String,
        /// Whether this window started it, and will end it.
        ours: bool,
    },
    /// It could not be started.
    Failed {
        /// Why: [`ErrorCode::PracticeUnavailable`](crate::ErrorCode::PracticeUnavailable) names what is missing.
        error: Error,
    },
}
