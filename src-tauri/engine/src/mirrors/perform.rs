use super::pull_through;
use crate::{context::Context, error::Result, grammar::mirror::Through, inventory::PulledThrough, wire::Outcome};

/// Performs [`Action::PullThrough`](crate::wire::Action::PullThrough), and remembers where the image came from: the
/// engine forgets it together with the mirror's name.
pub(crate) async fn perform(
    context: &Context<'_>,
    provenance: &PulledThrough,
    reference: &str,
    platform: &str,
    mirror: &str,
) -> Result<Outcome> {
    let Context { engine, credentials, colours, report, .. } = context;
    let names = Through::new(reference, mirror)?;
    let pulled = pull_through(engine, &names, platform, credentials, colours, report).await?;
    if let (Outcome::Image { id, .. }, Some(known_as)) = (&pulled.outcome, &pulled.known_as) {
        provenance.remember(id, known_as);
    }
    Ok(context.registry_has(pulled.outcome))
}
