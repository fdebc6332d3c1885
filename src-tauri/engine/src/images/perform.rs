//! The actions on images.

use crate::{context::Context, error::Result, wire::Outcome};

/// Performs [`Action::Build`](crate::wire::Action::Build).
pub(crate) async fn build(context: &Context<'_>, dockerfile: &str, tag: &str) -> Result<Outcome> {
    let Context { engine, cli, credentials, report, .. } = context;
    super::build(engine, dockerfile, tag, cli, credentials, report).await
}

/// Performs [`Action::Pull`](crate::wire::Action::Pull).
pub(crate) async fn pull(context: &Context<'_>, reference: &str, platform: &str) -> Result<Outcome> {
    let Context { engine, credentials, colours, report, .. } = context;
    let pulled = super::pull(engine, reference, platform, credentials, colours, report).await?;
    Ok(context.registry_has(pulled))
}
