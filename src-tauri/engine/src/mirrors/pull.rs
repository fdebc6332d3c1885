use crate::{
    api::images::inspect,
    connect::Engine,
    error::{Error, ErrorCode, Result},
    grammar::{Reference, mirror::MirrorPull},
    images::{self, remove_one},
    inventory::LayerColours,
    jobs::Report,
    registry::Credentials,
    wire::Outcome,
};

/// The outcome of a pull through a mirror.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MirrorPullOutcome {
    /// The pulled image.
    pub outcome: Outcome,
    /// The `repository@digest` by which the mirror has it; `None` if the engine does not report it.
    pub repo_digest: Option<String>,
}

/// `docker pull MIRROR/REPOSITORY:TAG && docker tag … && docker rmi …`: pulls an image of Docker Hub through a mirror and
/// gives it its usual name. As with `docker tag`, the name is taken from an image that has it. A digest is verified.
///
/// # Errors
/// As [`images::pull`], [`images::tag`]; [`ErrorCode::DigestMismatch`] if the mirror served another image for a digest,
/// which is removed.
pub async fn pull_through(
    engine: &Engine,
    pull: &MirrorPull,
    platform: &str,
    credentials: &Credentials,
    colours: &LayerColours,
    report: &Report,
) -> Result<MirrorPullOutcome> {
    let from = pull.from.canonical();
    let outcome = images::pull(engine, &from, platform, credentials, colours, report).await?;
    if let Some(digest) = pull.from.digest() {
        verify(engine, &pull.from, digest).await?;
    }
    // The digest is removed with the mirror's name, and with it the only trace of where the image came from.
    let digest = inspect(engine, &from).await?.and_then(|image| image.digest_in(&pull.from));
    let repo_digest = digest.map(|digest| format!("{}@{digest}", pull.from.familiar_repository()));
    let Some(name) = &pull.name else { return Ok(MirrorPullOutcome { outcome, repo_digest }) };
    let outcome = images::tag(engine, &from, &name.canonical()).await?;
    if pull.untags_mirror() {
        remove_one(engine, &from).await?.lines.into_iter().for_each(|line| report.line(line));
    }
    Ok(MirrorPullOutcome { outcome, repo_digest })
}

/// Fails, and removes the image, unless the engine knows it by the digest. (The engine itself verifies what it downloads.)
async fn verify(engine: &Engine, from: &Reference, digest: &str) -> Result<()> {
    let store = engine.info().store;
    let image = inspect(engine, &from.canonical()).await?.map(|image| image.into_image(store));
    let has_digest = image.as_ref().is_some_and(|image| {
        image.id == digest
            || image.digests.iter().any(|name| Reference::parse(name).is_ok_and(|name| name.digest() == Some(digest)))
    });
    if has_digest {
        return Ok(());
    }
    if image.is_some() {
        remove_one(engine, &from.canonical()).await?;
    }
    Err(Error::new(ErrorCode::DigestMismatch).with("reference", from.familiar()).with("digest", digest))
}
