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

/// `docker pull REPOSITORY@DIGEST && docker tag …`: fetches exactly what a digest names, and gives it its tags. As with
/// `docker tag`, a tag that another image has by now is taken from it.
///
/// # Errors
/// As [`images::pull`] and [`images::tag`].
pub async fn pull_again(
    engine: &Engine,
    reference: &str,
    tags: &[String],
    credentials: &Credentials,
    colours: &LayerColours,
    report: &Report,
) -> Result<Outcome> {
    by_digest(reference)?;
    let mut outcome = images::pull(engine, reference, "", credentials, colours, report).await?;
    for tag in tags {
        outcome = images::tag(engine, reference, tag).await?;
    }
    Ok(outcome)
}

/// A name that stands for one image for ever.
pub(super) fn by_digest(reference: &str) -> Result<Reference> {
    let parsed = Reference::parse(reference)?;
    match parsed.digest() {
        Some(_) => Ok(parsed),
        None => Err(Error::new(ErrorCode::DigestInvalid).with("digest", reference)),
    }
}
