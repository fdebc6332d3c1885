//! An engine too old to work with. None that old runs on a kernel of today, so that this alone is a stand-in: it says what
//! Docker 1.8 (API 1.20) said, and nothing else.

use std::net::Ipv4Addr;

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{CONTENT_TYPE, HeaderValue, SERVER};
use hyper::{Response, StatusCode};
use serde_json::json;
use slipway_engine::Result;

use crate::server::{Server, answer, listen};

/// Its answers, until it is dropped.
#[derive(Debug)]
pub struct OldEngine {
    server: Server,
}

impl OldEngine {
    /// Starts it on a free port of loopback.
    ///
    /// # Errors
    /// When there is none.
    pub fn start() -> Result<Self> {
        let server = Server::start(listen(Ipv4Addr::LOCALHOST)?, |stream| {
            answer(stream, |request| async move {
                let version = json!({ "Version": "1.8.3", "ApiVersion": "1.20", "Os": "linux", "Arch": "amd64" });
                let (status, body) = match request.uri().path().rsplit('/').next() {
                    Some("_ping") => (StatusCode::OK, "OK".to_owned()),
                    Some("version") => (StatusCode::OK, version.to_string()),
                    _ => (StatusCode::NOT_FOUND, "page not found".to_owned()),
                };
                let mut response = Response::new(Full::new(Bytes::from(body)));
                *response.status_mut() = status;
                for (name, value) in [(CONTENT_TYPE, "application/json"), (SERVER, "Docker/1.8.3 (linux)")] {
                    response.headers_mut().insert(name, HeaderValue::from_static(value));
                }
                response.headers_mut().insert("Api-Version", HeaderValue::from_static("1.20"));
                response
            })
        })?;
        Ok(Self { server })
    }

    /// Its address as `DOCKER_HOST` takes it.
    pub fn docker_host(&self) -> String {
        format!("tcp://{}", self.server.address())
    }
}
