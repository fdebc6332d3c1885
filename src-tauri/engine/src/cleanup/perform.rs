use super::carry_out::Beginning;
use super::{Survey, carry_out};
use crate::{
    context::Context,
    error::Result,
    grammar::Pins,
    wire::{ByteRange, CleanupStep, Outcome},
};

/// Performs [`Action::CleanUp`](crate::wire::Action::CleanUp).
pub(crate) async fn perform(
    context: &Context<'_>,
    survey: &Survey,
    pins: Pins,
    steps: &[CleanupStep],
    predicted: ByteRange,
) -> Result<Outcome> {
    let (containers, images) = context.inventory.with(|contents| {
        let containers = contents.containers.values().map(|one| (one.name.clone(), one.id.clone())).collect();
        let names = contents.names();
        let image = |step: &CleanupStep| match step {
            CleanupStep::RemoveImage { target } => Some((target.clone(), names.image(target)?.id.clone())),
            _ => None,
        };
        (containers, steps.iter().filter_map(image).collect())
    });
    let beginning = Beginning { known: survey.known(), containers, images, pins };
    carry_out(context.engine, steps, predicted, &beginning, context.report).await
}
