//! An engine that is too old for Slipway. No such engine runs on current kernels, so this one is a fake: it responds as
//! Docker 1.8 (API 1.20) did to `/_ping` and `/version`, and to nothing else.

use std::net::Ipv4Addr;

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{CONTENT_TYPE, HeaderValue, SERVER};
use hyper::{Response, StatusCode};
use serde_json::json;
use slipway_engine::Result;

use crate::server::{Server, listen, serve_http};

/// A server that responds as Docker 1.8 did, until it is dropped.
#[derive(Debug)]
pub struct OldEngine {
    server: Server,
}

impl OldEngine {
    /// Starts the server on a free loopback port.
    pub fn start() -> Result<Self> {
        let server = Server::start(listen(Ipv4Addr::LOCALHOST)?, |stream| {
            serve_http(stream, |request| async move {
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

    /// The server's address, as in `DOCKER_HOST`.
    pub fn docker_host(&self) -> String {
        format!("tcp://{}", self.server.address())
    }
}
