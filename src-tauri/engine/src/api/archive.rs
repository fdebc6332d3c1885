use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde::Deserialize;

use crate::{
    connect::Engine,
    error::{Error, Result},
};

/// A path's stat: the `X-Docker-Container-Path-Stat` header of `HEAD /containers/{id}/archive`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct PathStat {
    /// Bytes.
    pub size: i64,
    /// Go's `os.FileMode`.
    pub mode: u32,
    /// RFC 3339.
    pub mtime: String,
    /// The final target of a link.
    #[serde(default, rename = "linkTarget")]
    pub link_target: String,
}

/// Stats a path in a container, running or not; `None` when it does not exist. Links are not followed.
pub(crate) async fn stat(engine: &Engine, container: &str, path: &str) -> Result<Option<PathStat>> {
    let query: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("path", path).finish();
    let headers = engine.head(&format!("/containers/{container}/archive?{query}")).await?;
    // Podman answers 404 for a dangling link, but sends the header.
    let Some(header) = headers.get("x-docker-container-path-stat") else { return Ok(None) };
    let json = BASE64_STANDARD.decode(header).map_err(|error| Error::internal(error.to_string()))?;
    serde_json::from_slice(&json).map(Some).map_err(|error| Error::internal(error.to_string()))
}
