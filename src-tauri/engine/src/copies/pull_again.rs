use crate::{
    connect::Engine,
    error::{Error, ErrorCode, Result},
    grammar::Reference,
    images,
    inventory::LayerColours,
    jobs::Report,
    registry::Credentials,
    wire::Outcome,
};

/// `docker pull REPOSITORY@DIGEST && docker tag …`: pulls exactly the image of a digest, and restores its tags. As with
/// `docker tag`, a tag is taken from an image that has it by now.
///
/// # Errors
/// As [`images::pull`] and [`images::tag`].
pub async fn pull_again(
    engine: &Engine,
    reference: &str,
    tags: &[String],
    platform: &str,
    credentials: &Credentials,
    colours: &LayerColours,
    report: &Report,
) -> Result<Outcome> {
    parse_digest(reference)?;
    let mut outcome = images::pull(engine, reference, platform, credentials, colours, report).await?;
    for tag in tags {
        outcome = images::tag(engine, reference, tag).await?;
    }
    Ok(outcome)
}

/// Parses a reference by digest, which always names the same image.
pub(super) fn parse_digest(reference: &str) -> Result<Reference> {
    let parsed = Reference::parse(reference)?;
    match parsed.digest() {
        Some(_) => Ok(parsed),
        None => Err(Error::new(ErrorCode::DigestInvalid).with("digest", reference)),
    }
}
