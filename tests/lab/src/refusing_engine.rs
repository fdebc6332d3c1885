//! An engine that records every request and changes nothing.

use std::net::Ipv4Addr;
use std::sync::Arc;

use http_body_util::BodyExt;
use hyper::{Method, StatusCode};
use parking_lot::Mutex;
use serde_json::json;
use slipway_engine::Result;

use crate::server::{Server, json_response, listen, serve_http};

/// An engine that answers reads with an empty object and refuses writes, until it is dropped: a command gets as far as
/// requesting its change.
#[derive(Debug)]
pub struct RefusingEngine {
    server: Server,
    requests: Arc<Mutex<Vec<String>>>,
}

impl RefusingEngine {
    /// Starts the engine on a free loopback port.
    pub fn start() -> Result<Self> {
        let requests = Arc::<Mutex<Vec<String>>>::default();
        let recorded = Arc::clone(&requests);
        let server = Server::start(listen(Ipv4Addr::LOCALHOST)?, move |stream| {
            let recorded = Arc::clone(&recorded);
            async move {
                serve_http(stream, |request| {
                    let recorded = Arc::clone(&recorded);
                    async move {
                        let (head, body) = request.into_parts();
                        let body = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
                        let line = format!("{} {} {}", head.method, head.uri, String::from_utf8_lossy(&body).trim());
                        let is_read = head.method == Method::GET || head.method == Method::HEAD;
                        if !head.uri.path().ends_with("/_ping") {
                            recorded.lock().push(line);
                        }
                        let status = if is_read { StatusCode::OK } else { StatusCode::INTERNAL_SERVER_ERROR };
                        json_response(status, &json!({ "message": "this engine only records requests" }))
                    }
                })
                .await;
            }
        })?;
        Ok(Self { server, requests })
    }

    /// The engine's address, as in `DOCKER_HOST`.
    pub fn docker_host(&self) -> String {
        format!("tcp://{}", self.server.address())
    }

    /// Takes the requests since the last call, in order: method, URI and body of each, except pings.
    pub fn take_requests(&self) -> Vec<String> {
        std::mem::take(&mut self.requests.lock())
    }
}
