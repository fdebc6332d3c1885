use crate::{
    api::images::inspect,
    connect::Engine,
    error::{Error, ErrorCode, Result},
};

/// What an image is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// `sha256:…`
    pub id: String,
    /// Bytes, as the engine counts them.
    pub size: u64,
    /// The diff IDs of its layers, base first.
    pub layers: Vec<String>,
}

/// What an image, by ID or name, is made of.
///
/// # Errors
/// [`ErrorCode::ImageNotFound`] with `reference`, or the engine's, by code.
pub async fn composed(engine: &Engine, image: &str) -> Result<Composed> {
    let image = image.trim();
    let unknown = || Error::new(ErrorCode::ImageNotFound).with("reference", image);
    let inspected = inspect(engine, image).await?.ok_or_else(unknown)?;
    Ok(Composed { id: inspected.id(), size: inspected.size(), layers: inspected.layers().to_vec() })
}
