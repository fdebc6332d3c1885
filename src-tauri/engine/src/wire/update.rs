use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Console, Container, Course, EngineStatus, Image, Job, PracticeStatus};

/// What the page is told, in order, from the moment it subscribes.
///
/// A subscription begins with one of each: the status, the inventory, the jobs, the consoles, the course and the practice engine
/// as they stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export, export_to = "update.ts")]
pub enum Update {
    /// The connection stands differently.
    Engine {
        /// As it stands now.
        status: EngineStatus,
    },
    /// Everything there is; what was known before no longer counts.
    Inventory {
        /// As it stands now.
        inventory: Inventory,
    },
    /// What changed since the revision before.
    Patch {
        /// The change.
        patch: InventoryPatch,
    },
    /// All jobs, oldest first.
    Jobs {
        /// As they stand now.
        jobs: Vec<Job>,
    },
    /// One job is new or stands differently.
    Job {
        /// As it stands now.
        job: Job,
    },
    /// All consoles, oldest first.
    Consoles {
        /// As they stand now.
        consoles: Vec<Console>,
    },
    /// The course stands differently.
    Course {
        /// As it stands now.
        course: Course,
    },
    /// The practice engine stands differently.
    Practice {
        /// As it stands now.
        status: PracticeStatus,
    },
}

/// The engine's images and containers at one moment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "update.ts")]
pub struct Inventory {
    /// Grows with every change.
    pub revision: u64,
    /// False until the first listing has come.
    pub loaded: bool,
    /// In no order.
    pub images: Vec<Image>,
    /// In no order.
    pub containers: Vec<Container>,
}

/// What changed in the inventory; applies to revision − 1 only.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "update.ts")]
pub struct InventoryPatch {
    /// The revision that it leads to.
    pub revision: u64,
    /// New or changed.
    pub images: Vec<Image>,
    /// IDs of those that are gone.
    pub images_gone: Vec<String>,
    /// New or changed.
    pub containers: Vec<Container>,
    /// IDs of those that are gone.
    pub containers_gone: Vec<String>,
}
