use crate::{
    api::images::{PlatformInspect, inspect_platform},
    connect::Engine,
    error::{Error, ErrorCode, Result},
};

/// The root file system of an image, as in `docker image inspect`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RootFs {
    /// The image's ID, `sha256:…`.
    pub id: String,
    /// The image's bytes, as the engine counts them.
    pub size: u64,
    /// The diff IDs of its layers, base first.
    pub layers: Vec<String>,
    /// The path of its archive, for the platform that is on the engine.
    pub archive: String,
}

/// Fetches the root file system of an image, by ID or name.
///
/// # Errors
/// [`ErrorCode::ImageNotFound`] with `reference`, or the engine's, by code.
pub async fn rootfs(engine: &Engine, image: &str) -> Result<RootFs> {
    let image = image.trim();
    let not_found = || Error::new(ErrorCode::ImageNotFound).with("reference", image);
    let PlatformInspect { id, inspected, foreign, .. } =
        inspect_platform(engine, image).await?.ok_or_else(not_found)?;
    let platform = foreign.map(|platform| format!("?{}", platform.parameter())).unwrap_or_default();
    let archive = format!("/images/{id}/get{platform}");
    Ok(RootFs { id, size: inspected.size(), layers: inspected.layers().to_vec(), archive })
}
