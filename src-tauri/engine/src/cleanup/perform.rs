use super::DiskScan;
use super::execute::{Baseline, execute_plan};
use crate::{
    context::Context,
    error::Result,
    grammar::Pins,
    wire::{ByteRange, CleanupStep, Outcome},
};

/// Performs [`Action::CleanUp`](crate::wire::Action::CleanUp).
pub(crate) async fn perform(
    context: &Context<'_>,
    disk_scan: &DiskScan,
    pins: Pins,
    steps: &[CleanupStep],
    predicted: ByteRange,
) -> Result<Outcome> {
    let (containers, images) = context.inventory.with(|contents| {
        let containers = contents.containers.values().map(|one| (one.name.clone(), one.id.clone())).collect();
        let names = contents.name_index();
        let image = |step: &CleanupStep| match step {
            CleanupStep::RemoveImage { target } => Some((target.clone(), names.image(target)?.id.clone())),
            _ => None,
        };
        (containers, steps.iter().filter_map(image).collect())
    });
    let baseline = Baseline { usage: disk_scan.usage(), containers, images, pins };
    execute_plan(context.engine, steps, predicted, &baseline, context.report).await
}
