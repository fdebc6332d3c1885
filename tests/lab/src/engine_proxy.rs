//! A gate before an engine: some requests it answers itself, the rest it lets through.

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

use crate::registries::json_response;
use crate::server::{Server, answer, listen};

type Answer = Response<BoxBody<Bytes, hyper::Error>>;

/// A gate, until it is dropped. Consoles do not get through.
#[derive(Debug)]
pub struct EngineProxy {
    server: Server,
}

impl EngineProxy {
    /// A gate before the engine at the socket. `decide` is given each request's path with its query, and gives the status
    /// and the JSON of an answer, or nothing to let it through.
    pub fn before(
        socket: &Path,
        decide: impl Fn(&str) -> Option<(StatusCode, Value)> + Send + Sync + 'static,
    ) -> Result<Self> {
        let (socket, decide) = (socket.to_owned(), Arc::new(decide));
        let server = Server::start(listen(Ipv4Addr::LOCALHOST)?, move |stream| {
            let (socket, decide) = (socket.clone(), Arc::clone(&decide));
            async move {
                answer(stream, |request| {
                    let path = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
                    let (decided, socket) = (decide(&path), socket.clone());
                    async move {
                        match decided {
                            Some((status, body)) => whole(json_response(status, &body)),
                            None => let_through(request, &socket).await.unwrap_or_else(|error| {
                                let body = json!({ "message": error.to_string() });
                                whole(json_response(StatusCode::BAD_GATEWAY, &body))
                            }),
                        }
                    }
                })
                .await;
            }
        })?;
        Ok(Self { server })
    }

    /// The gate's address as `DOCKER_HOST` takes it.
    pub fn docker_host(&self) -> String {
        format!("tcp://{}", self.server.address())
    }
}

fn whole(response: Response<Full<Bytes>>) -> Answer {
    response.map(|body| body.map_err(|never| match never {}).boxed())
}

async fn let_through(
    request: Request<Incoming>,
    socket: &Path,
) -> std::result::Result<Answer, Box<dyn std::error::Error + Send + Sync>> {
    let stream = UnixStream::connect(socket).await?;
    let (mut sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender.send_request(request).await?.map(BodyExt::boxed))
}
