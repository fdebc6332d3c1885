use super::pull_through;
use crate::{context::Context, error::Result, grammar::mirror::MirrorPull, inventory::MirrorProvenance, wire::Outcome};

/// Performs [`Action::PullThrough`](crate::wire::Action::PullThrough), and remembers where the image came from: the
/// engine forgets it together with the mirror's name.
pub(crate) async fn perform(
    context: &Context<'_>,
    provenance: &MirrorProvenance,
    reference: &str,
    platform: &str,
    mirror: &str,
) -> Result<Outcome> {
    let Context { engine, credentials, colours, report, .. } = context;
    let names = MirrorPull::new(reference, mirror)?;
    let pulled = pull_through(engine, &names, platform, credentials, colours, report).await?;
    if let (Outcome::Image { id, .. }, Some(repo_digest)) = (&pulled.outcome, &pulled.repo_digest) {
        provenance.remember(id, repo_digest);
    }
    Ok(context.registry_has(pulled.outcome))
}
