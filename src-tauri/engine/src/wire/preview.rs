use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Plan, PlanSubject, Removal};

/// What a person saw before confirming a removal. Nothing else is removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export, export_to = "preview.ts")]
pub enum Preview {
    /// Of [`Action::RemoveImages`](super::Action::RemoveImages).
    Removal {
        /// What was shown.
        removal: Removal,
    },
    /// Of [`Action::CleanUp`](super::Action::CleanUp).
    Plan {
        /// What was shown.
        plan: Plan,
    },
    /// Of [`Action::RemoveContainer`](super::Action::RemoveContainer).
    Container {
        /// Its ID.
        id: String,
    },
}

/// The IDs of what a removal names, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Previewed {
    /// The IDs of images by reference or ID.
    pub images: HashMap<String, String>,
    /// The IDs of containers by name.
    pub containers: HashMap<String, String>,
}

impl Preview {
    /// The IDs of what was shown.
    pub fn ids(&self) -> Previewed {
        let mut ids = Previewed::default();
        match self {
            Self::Removal { removal } => {
                ids.images = removal.items.iter().map(|item| (item.target.clone(), item.image.clone())).collect();
            }
            Self::Plan { plan } => {
                for item in &plan.items {
                    match &item.subject {
                        PlanSubject::Image { target, id } => drop(ids.images.insert(target.clone(), id.clone())),
                        PlanSubject::Container { id, name, .. } => {
                            ids.containers.insert(name.clone(), id.clone());
                        }
                        PlanSubject::Volume { .. } | PlanSubject::BuildCache => {}
                    }
                }
            }
            Self::Container { .. } => {}
        }
        ids
    }
}
