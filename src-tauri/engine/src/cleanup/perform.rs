use super::{
    DiskScan,
    execute::{Baseline, execute_plan},
};
use crate::{
    context::Context,
    error::Result,
    grammar::Pins,
    wire::{ByteRange, CleanupStep, Outcome, Previewed},
};

/// Performs [`Action::CleanUp`](crate::wire::Action::CleanUp).
pub(crate) async fn perform(
    context: &Context<'_>,
    disk_scan: &DiskScan,
    pins: Pins,
    (steps, predicted): (&[CleanupStep], ByteRange),
    previewed: Previewed,
) -> Result<Outcome> {
    let contents = context.inventory.with(Clone::clone);
    let baseline = Baseline { contents, usage: disk_scan.usage(), previewed, pins };
    execute_plan(context.engine, steps, predicted, &baseline, context.report).await
}
