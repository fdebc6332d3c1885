use bollard::query_parameters::TagImageOptionsBuilder;

use crate::{
    api::images::inspect,
    connect::Engine,
    error::{Error, ErrorCode, Result},
    grammar::{Reference, reference::path_name},
    wire::Outcome,
};

/// `docker tag IMAGE REFERENCE`: one more name for an image, by ID or name. A name without a tag gets `latest`.
///
/// # Errors
/// What is wrong with the name, [`ErrorCode::DigestNotAllowed`], [`ErrorCode::ImageNotFound`].
pub async fn tag(engine: &Engine, image: &str, reference: &str) -> Result<Outcome> {
    let reference = Reference::parse(reference)?.with_default_tag();
    let Some(tag) = reference.tag().filter(|_| reference.digest().is_none()) else {
        return Err(Error::new(ErrorCode::DigestNotAllowed).with("reference", reference.familiar()));
    };
    let image = image.trim();
    let options = TagImageOptionsBuilder::default().repo(&reference.repository()).tag(tag).build();
    let unknown = || Error::new(ErrorCode::ImageNotFound).with("reference", image);
    engine
        .docker()
        .tag_image(path_name(image)?, Some(options))
        .await
        .map_err(|error| Error::from(error).with("reference", image))?;
    let id = inspect(engine, &reference.canonical()).await?.ok_or_else(unknown)?.id();
    Ok(Outcome::Image { id, reference: Some(reference.familiar()) })
}
