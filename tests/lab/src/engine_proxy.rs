//! An HTTP proxy in front of an engine that answers some requests itself and forwards the rest.

use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::handshake;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use slipway_engine::Result;
use tokio::net::UnixStream;

use crate::server::{Server, json_response, listen, serve_http};

type BoxedResponse = Response<BoxBody<Bytes, hyper::Error>>;

/// A proxy in front of an engine, until it is dropped. It forwards no consoles.
#[derive(Debug)]
pub struct EngineProxy {
    server: Server,
}

impl EngineProxy {
    /// Starts a proxy before the engine at the socket. `intercept` gets each request's path and query, and returns the
    /// status and JSON body of a response, or nothing to forward the request.
    pub fn before(
        socket: &Path,
        intercept: impl Fn(&str) -> Option<(StatusCode, Value)> + Send + Sync + 'static,
    ) -> Result<Self> {
        let (socket, intercept) = (socket.to_owned(), Arc::new(intercept));
        let server = Server::start(listen(Ipv4Addr::LOCALHOST)?, move |stream| {
            let (socket, intercept) = (socket.clone(), Arc::clone(&intercept));
            async move {
                serve_http(stream, |request| {
                    let path = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
                    let (intercepted, socket) = (intercept(&path), socket.clone());
                    async move {
                        match intercepted {
                            Some((status, body)) => full(json_response(status, &body)),
                            None => forward(request, &socket).await.unwrap_or_else(|error| {
                                let body = json!({ "message": error.to_string() });
                                full(json_response(StatusCode::BAD_GATEWAY, &body))
                            }),
                        }
                    }
                })
                .await;
            }
        })?;
        Ok(Self { server })
    }

    /// The proxy's address, as in `DOCKER_HOST`.
    pub fn docker_host(&self) -> String {
        format!("tcp://{}", self.server.address())
    }
}

fn full(response: Response<Full<Bytes>>) -> BoxedResponse {
    response.map(|body| body.map_err(|never| match never {}).boxed())
}

async fn forward(
    request: Request<Incoming>,
    socket: &Path,
) -> std::result::Result<BoxedResponse, Box<dyn std::error::Error + Send + Sync>> {
    let stream = UnixStream::connect(socket).await?;
    let (mut sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender.send_request(request).await?.map(BodyExt::boxed))
}
