//! What an action that changes something is performed with.
//!
//! Why: `docs/decisions/004-every-change-is-a-job.md`.

use crate::{
    connect::{CliDefaults, Engine},
    console::Consoles,
    inventory::{Inventory, LayerColours},
    jobs::Report,
    registry::Credentials,
    wire::{ImageOrigin, Outcome},
};

/// What every feature's `perform` is given: the engine, what is known of it, and the job's report.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    /// The engine.
    pub engine: &'a Engine,
    /// What it has.
    pub inventory: &'a Inventory,
    /// What the docker CLI would add to the command.
    pub cli: &'a CliDefaults,
    /// Logins for registries.
    pub credentials: &'a Credentials,
    /// The colours of layers.
    pub colours: &'a LayerColours,
    /// Where consoles are opened.
    pub consoles: &'a Consoles,
    /// The job's report.
    pub report: &'a Report,
}

impl Context<'_> {
    /// Notes that a registry has an image: one that was just pulled need not be looked up.
    pub(crate) fn registry_has(&self, pulled: Outcome) -> Outcome {
        if let Outcome::Image { id, .. } = &pulled {
            self.inventory.verify_origin(id, ImageOrigin::Registry);
        }
        pulled
    }
}
