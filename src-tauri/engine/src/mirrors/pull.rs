use crate::{
    api::images::inspect,
    connect::Engine,
    error::{Error, ErrorCode, Result},
    grammar::{Reference, mirror::Through},
    images::{self, remove_one},
    inventory::LayerColours,
    jobs::Report,
    registry::Credentials,
    wire::Outcome,
};

/// What came through a mirror.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Came {
    /// What became of it.
    pub outcome: Outcome,
    /// By which `repository@digest` the mirror has it; `None` where the engine does not tell.
    pub known_as: Option<String>,
}

/// `docker pull MIRROR/REPOSITORY:TAG && docker tag … && docker rmi …`: an image of Docker Hub, through a mirror, under its
/// usual name. As with `docker tag`, the name is taken from an image that has it. A digest is verified.
///
/// # Errors
/// As [`images::pull`], [`images::tag`]; [`ErrorCode::DigestMismatch`] where the mirror served something
/// else under a digest: nothing of it stays.
pub async fn pull_through(
    engine: &Engine,
    through: &Through,
    platform: &str,
    credentials: &Credentials,
    colours: &LayerColours,
    report: &Report,
) -> Result<Came> {
    let from = through.from.canonical();
    let outcome = images::pull(engine, &from, platform, credentials, colours, report).await?;
    if let Some(digest) = through.from.digest() {
        verify(engine, &through.from, digest).await?;
    }
    // With its name the digest goes, too, and with it the only trace of where the image came from.
    let digest = inspect(engine, &from).await?.and_then(|image| image.digest_in(&through.from));
    let known_as = digest.map(|digest| format!("{}@{digest}", through.from.familiar_repository()));
    let Some(name) = &through.name else { return Ok(Came { outcome, known_as }) };
    let outcome = images::tag(engine, &from, &name.canonical()).await?;
    if through.is_left() {
        remove_one(engine, &from).await?.lines.into_iter().for_each(|line| report.line(line));
    }
    Ok(Came { outcome, known_as })
}

/// The engine compares what comes with the digest. It must know the image by it, too, else nothing stays.
async fn verify(engine: &Engine, from: &Reference, digest: &str) -> Result<()> {
    let store = engine.info().store;
    let image = inspect(engine, &from.canonical()).await?.map(|image| image.into_image(store));
    let is_known = image.as_ref().is_some_and(|image| {
        image.id == digest
            || image.digests.iter().any(|name| Reference::parse(name).is_ok_and(|name| name.digest() == Some(digest)))
    });
    if is_known {
        return Ok(());
    }
    if image.is_some() {
        remove_one(engine, &from.canonical()).await?;
    }
    Err(Error::new(ErrorCode::DigestMismatch).with("reference", from.familiar()).with("digest", digest))
}
