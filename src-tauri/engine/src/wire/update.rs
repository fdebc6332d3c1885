use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Console, Container, Course, EngineStatus, Image, Job, PracticeStatus};

/// An update for the page, in order, from the moment it subscribes.
///
/// A subscription starts with a snapshot of each: the status, the inventory, the jobs, the consoles, the course and the
/// practice engine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export, export_to = "update.ts")]
pub enum Update {
    /// The connection's status changed.
    Engine {
        /// The new state.
        status: EngineStatus,
    },
    /// A snapshot of the inventory, which replaces what was known before.
    Inventory {
        /// The new state.
        inventory: Inventory,
    },
    /// What changed since the previous revision.
    Patch {
        /// The change.
        patch: InventoryPatch,
    },
    /// All jobs, oldest first.
    Jobs {
        /// The new state.
        jobs: Vec<Job>,
    },
    /// A job is new or changed.
    Job {
        /// The new state.
        job: Job,
    },
    /// All consoles, oldest first.
    Consoles {
        /// The new state.
        consoles: Vec<Console>,
    },
    /// The course changed.
    Course {
        /// The new state.
        course: Course,
    },
    /// The practice engine's status changed.
    Practice {
        /// The new state.
        status: PracticeStatus,
    },
}

/// The engine's images and containers at one moment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "update.ts")]
pub struct Inventory {
    /// Increases with every change.
    pub revision: u64,
    /// False until the first listing has arrived.
    pub loaded: bool,
    /// In no particular order.
    pub images: Vec<Image>,
    /// In no particular order.
    pub containers: Vec<Container>,
}

/// What changed in the inventory; applies to revision − 1 only.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "update.ts")]
pub struct InventoryPatch {
    /// The resulting revision.
    pub revision: u64,
    /// New or changed.
    pub images: Vec<Image>,
    /// IDs of removed ones.
    pub removed_images: Vec<String>,
    /// New or changed.
    pub containers: Vec<Container>,
    /// IDs of removed ones.
    pub removed_containers: Vec<String>,
}
