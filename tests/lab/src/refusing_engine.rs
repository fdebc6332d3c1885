//! An engine that does nothing but remember what it was asked.

use std::net::Ipv4Addr;
use std::sync::Arc;

use http_body_util::BodyExt;
use hyper::{Method, StatusCode};
use parking_lot::Mutex;
use serde_json::json;
use slipway_engine::Result;

use crate::registries::json_response;
use crate::server::{Server, answer, listen};

/// It answers what is only asked for with something empty, and refuses what would change anything: so a command gets as
/// far as asking for it. Until it is dropped.
#[derive(Debug)]
pub struct RefusingEngine {
    server: Server,
    asked: Arc<Mutex<Vec<String>>>,
}

impl RefusingEngine {
    /// A ledger that nothing stands in yet.
    pub fn start() -> Result<Self> {
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let heard = Arc::clone(&asked);
        let server = Server::start(listen(Ipv4Addr::LOCALHOST)?, move |stream| {
            let heard = Arc::clone(&heard);
            async move {
                answer(stream, |request| {
                    let heard = Arc::clone(&heard);
                    async move {
                        let (head, body) = request.into_parts();
                        let body = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
                        let line = format!("{} {} {}", head.method, head.uri, String::from_utf8_lossy(&body).trim());
                        let only_asks = head.method == Method::GET || head.method == Method::HEAD;
                        if !head.uri.path().ends_with("/_ping") {
                            heard.lock().push(line);
                        }
                        let status = if only_asks { StatusCode::OK } else { StatusCode::INTERNAL_SERVER_ERROR };
                        json_response(status, &json!({ "message": "it is only written down" }))
                    }
                })
                .await;
            }
        })?;
        Ok(Self { server, asked })
    }

    /// Its address as `DOCKER_HOST` takes it.
    pub fn docker_host(&self) -> String {
        format!("tcp://{}", self.server.address())
    }

    /// What it was asked since the last time, in order: method, address and body of each request but the greeting.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock())
    }
}
