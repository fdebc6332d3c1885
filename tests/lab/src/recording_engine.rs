//! An engine that records requests and answers as if each had succeeded.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Empty, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::service::service_fn;
use hyper::{HeaderMap, Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use parking_lot::Mutex;
use serde_json::{Value, json};
use slipway_engine::Result;
use tokio::net::TcpStream;

use crate::server::{Server, listen};

type Body = UnsyncBoxBody<Bytes, std::convert::Infallible>;

/// A recorded request.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordedRequest {
    /// The method, such as `POST`.
    pub method: String,
    /// The path without API version and query.
    pub path: String,
    /// The query's pairs, decoded and sorted, without those that have no value.
    pub query: Vec<(String, String)>,
    /// The JSON body, or null if there is none.
    pub body: Value,
    /// The headers whose names begin with `x-`, by name.
    pub headers: BTreeMap<String, String>,
}

/// An engine that answers as if every request had succeeded, until it is dropped.
#[derive(Debug)]
pub struct RecordingEngine {
    server: Server,
    requests: Arc<Mutex<Vec<RecordedRequest>>>,
}

impl RecordingEngine {
    /// Starts an engine with one image, `alpine`, and one running container, `existing`.
    pub fn start() -> Result<Self> {
        let requests: Arc<Mutex<Vec<RecordedRequest>>> = Arc::default();
        let recorded = Arc::clone(&requests);
        let server = Server::start(listen(Ipv4Addr::LOCALHOST)?, move |stream| serve(stream, Arc::clone(&recorded)))?;
        Ok(Self { server, requests })
    }

    /// The engine's address, as in `DOCKER_HOST`.
    pub fn docker_host(&self) -> String {
        format!("tcp://{}", self.server.address())
    }

    /// Takes the requests since the last call, without those that only read.
    pub fn take_requests(&self) -> Vec<RecordedRequest> {
        std::mem::take(&mut *self.requests.lock())
    }
}

async fn serve(stream: TcpStream, requests: Arc<Mutex<Vec<RecordedRequest>>>) {
    let service = service_fn(move |request| {
        let requests = Arc::clone(&requests);
        async move { Ok::<_, std::convert::Infallible>(respond(request, &requests).await) }
    });
    let connection = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // A client may disconnect at any time.
    let _ = connection.with_upgrades().await;
}

async fn respond(mut request: Request<Incoming>, requests: &Mutex<Vec<RecordedRequest>>) -> Response<Body> {
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let path = match path.strip_prefix("/v1.").and_then(|rest| rest.split_once('/')) {
        Some((_, rest)) => format!("/{rest}"),
        None => path,
    };
    let query = pairs(request.uri().query().unwrap_or_default());
    let headers = extension_headers(request.headers());
    let body = request.body_mut().collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    if method != Method::GET && method != Method::HEAD {
        let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
        let recorded = RecordedRequest { method: method.to_string(), path: path.clone(), query, body, headers };
        requests.lock().push(recorded);
    }
    answer(&method, &path)
}

/// Responds as engines do, without any state.
fn answer(method: &Method, path: &str) -> Response<Body> {
    let created = json!({ "Id": "c0ffee".repeat(10) + "c0ff", "Warnings": [] });
    let version =
        json!({ "Version": "28.5.2", "ApiVersion": "1.51", "MinAPIVersion": "1.24", "Os": "linux", "Arch": "amd64" });
    match (method.as_str(), path.rsplit('/').next().unwrap_or_default()) {
        (_, "_ping") => with(StatusCode::OK, full("OK")),
        (_, "version") => json(StatusCode::OK, &version),
        ("GET", "info") => {
            json(StatusCode::OK, &json!({ "OSType": "linux", "Name": "recording-engine", "Driver": "overlay2" }))
        }
        ("GET", "events") => {
            with(StatusCode::OK, StreamBody::new(futures_util::stream::pending::<Frames>()).boxed_unsync())
        }
        ("GET", "json") if path == "/images/json" => json(StatusCode::OK, &json!([image()])),
        ("GET", "json") if path == "/containers/json" => json(StatusCode::OK, &json!([container()])),
        ("GET", "json") if path.starts_with("/images/") => {
            json(StatusCode::OK, &json!({ "Id": image()["Id"], "Config": {} }))
        }
        ("GET", "json") => {
            json(StatusCode::OK, &json!({ "Id": container()["Id"], "Config": {}, "State": {}, "HostConfig": {} }))
        }
        ("GET", _) => json(StatusCode::OK, &json!({ "Id": "c0ffee", "Config": {}, "State": {}, "HostConfig": {} })),
        ("POST", "create") if path == "/images/create" => with(StatusCode::OK, full("{\"status\":\"Status: done\"}\n")),
        ("POST", "build") => with(StatusCode::OK, full("{\"stream\":\"Successfully built\"}\n")),
        ("POST", "create" | "commit") => json(StatusCode::CREATED, &created),
        ("POST", "wait") => json(StatusCode::OK, &json!({ "StatusCode": 0 })),
        ("POST", "attach") => {
            let upgrade = Response::builder()
                .status(StatusCode::SWITCHING_PROTOCOLS)
                .header("Connection", "Upgrade")
                .header("Upgrade", "tcp")
                .header("Content-Type", "application/vnd.docker.raw-stream");
            upgrade.body(Empty::new().boxed_unsync()).unwrap_or_default()
        }
        ("POST", "tag") => with(StatusCode::CREATED, Empty::new().boxed_unsync()),
        ("DELETE", _) if path.starts_with("/images/") => json(StatusCode::OK, &json!([])),
        _ => with(StatusCode::NO_CONTENT, Empty::new().boxed_unsync()),
    }
}

fn image() -> Value {
    json!({
        "Id": format!("sha256:{}", "a1".repeat(32)), "ParentId": "", "RepoTags": ["alpine:latest"], "RepoDigests": [],
        "Created": 1, "Size": 1, "SharedSize": -1, "Labels": {}, "Containers": -1
    })
}

fn container() -> Value {
    json!({
        "Id": "c0ffee".repeat(10) + "c0ff", "Names": ["/existing"], "Image": "alpine", "ImageID": image()["Id"],
        "Command": "sh", "Created": 1, "Ports": [], "Labels": {}, "State": "running", "Status": "Up 1 second", "Mounts": []
    })
}

type Frames = std::result::Result<Frame<Bytes>, std::convert::Infallible>;

fn full(text: &str) -> Body {
    Full::new(Bytes::from(text.to_owned())).boxed_unsync()
}

fn json(status: StatusCode, body: &Value) -> Response<Body> {
    with(status, full(&body.to_string()))
}

fn with(status: StatusCode, body: Body) -> Response<Body> {
    let response = Response::builder()
        .status(status)
        .header("Api-Version", "1.51")
        .header("OSType", "linux")
        .header("Content-Type", "application/json");
    response.body(body).unwrap_or_default()
}

fn extension_headers(headers: &HeaderMap) -> BTreeMap<String, String> {
    let own = headers.iter().filter(|(name, _)| name.as_str().starts_with("x-"));
    own.map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())).collect()
}

fn pairs(query: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (decode(name), decode(value)))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    pairs.sort();
    pairs
}

/// Decodes `%2F` and `+`.
fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escape = (*first == b'%').then(|| after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok())).flatten();
        match escape.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(if *first == b'+' { b' ' } else { *first });
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
