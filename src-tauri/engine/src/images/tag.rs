use bollard::query_parameters::TagImageOptionsBuilder;

use crate::{
    api::images::inspect,
    connect::Engine,
    error::{Error, ErrorCode, Result},
    grammar::{Reference, reference::path_name},
    wire::Outcome,
};

/// `docker tag IMAGE REFERENCE`: adds a name to an image, given by ID or name. A name without a tag gets `latest`.
///
/// # Errors
/// An invalid name, [`ErrorCode::DigestNotAllowed`], [`ErrorCode::ImageNotFound`].
pub async fn tag(engine: &Engine, image: &str, reference: &str) -> Result<Outcome> {
    let reference = Reference::parse(reference)?.with_default_tag();
    let Some(tag) = reference.tag().filter(|_| reference.digest().is_none()) else {
        return Err(Error::new(ErrorCode::DigestNotAllowed).with("reference", reference.familiar()));
    };
    let image = image.trim();
    let options = TagImageOptionsBuilder::default().repo(&reference.repository()).tag(tag).build();
    let not_found = || Error::new(ErrorCode::ImageNotFound).with("reference", image);
    engine
        .docker()
        .tag_image(path_name(image)?, Some(options))
        .await
        .map_err(|error| Error::from(error).with("reference", image))?;
    let id = inspect(engine, &reference.canonical()).await?.ok_or_else(not_found)?.id();
    Ok(Outcome::Image { id, reference: Some(reference.familiar()) })
}
