use super::run;
use crate::{
    context::Context,
    error::Result,
    images,
    wire::{Outcome, RunForm},
};

/// A terminal's size, in columns and rows, until the page has measured its own.
const FIRST_SIZE: (u16, u16) = (80, 24);

/// Performs [`Action::Run`](crate::wire::Action::Run).
pub(crate) async fn perform(context: &Context<'_>, form: &RunForm) -> Result<Outcome> {
    let pull = async |reference: String, platform: String| {
        images::perform::pull(context, &reference, &platform).await.map(drop)
    };
    run(context.engine, form, context.cli, pull, context.consoles, FIRST_SIZE, context.report).await
}
