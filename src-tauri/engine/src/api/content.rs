//! The compressed content of the containerd store, blob by blob.
//!
//! The engine's own API sums it up by image, which does not say what two images share. BuildKit's endpoint, `POST /grpc`
//! (moby `api/server/router/grpc`), has containerd's content service, read-only (BuildKit `control/control.go`); it is in
//! Docker 23 and later. A blob's labels name the blobs that it keeps from being deleted.
//!
//! Why: `docs/decisions/056-content-is-read-blob-by-blob.md`.

use std::collections::{BTreeMap, HashMap};

use bytes::{BufMut, Bytes, BytesMut};
use h2::client::{ResponseFuture, SendRequest};
use hyper::{HeaderMap, Method, Request, header::CONTENT_TYPE};
use parking_lot::Mutex;
use prost::Message;

use crate::{
    connect::Engine,
    error::{Error, ErrorCode, Result},
};

/// containerd `api/services/content/v1/content.proto`.
const INFO: &str = "http://docker/containerd.services.content.v1.Content/Info";
/// The start of labels whose values are blobs that a blob keeps (containerd `gc/scheduler`, "Garbage Collection").
const KEEPS: &str = "containerd.io/gc.ref.content";
/// The start of labels that name the registry that a blob was pulled from.
const PULLED: &str = "containerd.io/distribution.source.";
/// gRPC's status codes (`grpc/status`).
const OK: &str = "0";
const NOT_FOUND: &str = "5";

/// The bytes before a message: whether it is compressed, and its length.
const PREFIX: usize = 5;

/// The blobs of an image.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Content {
    /// The bytes of each blob by its digest: indexes, manifests, configurations and compressed layers.
    pub blobs: BTreeMap<String, u64>,
    /// The digests of the layers of each of its manifests, base first.
    pub layers: Vec<Vec<String>>,
    /// Whether it was pulled.
    pub pulled: bool,
}

#[derive(Message)]
struct InfoRequest {
    #[prost(string, tag = "1")]
    digest: String,
}

#[derive(Message)]
struct InfoResponse {
    #[prost(message, optional, tag = "1")]
    info: Option<Info>,
}

#[derive(Clone, Message)]
struct Info {
    #[prost(int64, tag = "2")]
    size: i64,
    #[prost(map = "string, string", tag = "5")]
    labels: HashMap<String, String>,
}

impl Info {
    /// The digests of the blobs that it keeps, each with the rest of its label.
    fn keeps(&self) -> impl Iterator<Item = (&str, &str)> {
        self.labels.iter().filter_map(|(label, kept)| Some((label.strip_prefix(KEEPS)?, kept.as_str())))
    }

    /// The digests of a manifest's layers, base first. Their labels end in `.l.0`, `.l.1`, … (containerd
    /// `core/images/handlers.go`), or in `.1`, `.2`, … after `.0` for the configuration (BuildKit
    /// `exporter/containerimage/writer.go`, moby `daemon/containerd/image_commit.go`).
    fn layers(&self) -> Vec<String> {
        let position = |label: &str| match label.strip_prefix(".l.") {
            Some(number) => number.parse().ok(),
            None => label.strip_prefix('.')?.parse::<usize>().ok()?.checked_sub(1),
        };
        let layers: BTreeMap<usize, &str> =
            self.keeps().filter_map(|(label, kept)| Some((position(label)?, kept))).collect();
        layers.into_values().map(str::to_owned).collect()
    }
}

/// A connection to an engine's content store.
pub(crate) struct ContentStore {
    client: SendRequest<Bytes>,
    /// Blobs are the same in many images; `None` for those that are not here.
    known: Mutex<HashMap<String, Option<Info>>>,
}

impl ContentStore {
    /// Connects.
    ///
    /// # Errors
    /// The engine's refusal by code: a proxy may forbid it.
    pub async fn connect(engine: &Engine) -> Result<Self> {
        let stream = engine.upgrade("/grpc", "h2c", Bytes::new()).await?;
        let (client, connection) = h2::client::handshake(stream).await.map_err(lost)?;
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "the connection to the content store ended");
            }
        });
        Ok(Self { client, known: Mutex::default() })
    }

    /// The blobs of an image that are here. In the containerd store its ID is the digest of its index or manifest.
    ///
    /// # Errors
    /// [`ErrorCode::NotSupported`], if the engine has no content service; [`ErrorCode::EngineLost`].
    pub async fn of_image(&self, image: &str) -> Result<Content> {
        let mut content = Content::default();
        let mut missing = vec![image.to_owned()];
        while let Some(digest) = missing.pop() {
            if content.blobs.contains_key(&digest) {
                continue;
            }
            let Some(info) = self.info(&digest).await? else { continue };
            content.pulled |= digest == image && info.labels.keys().any(|label| label.starts_with(PULLED));
            missing.extend(info.keeps().map(|(_, kept)| kept.to_owned()));
            let layers = info.layers();
            if !layers.is_empty() {
                content.layers.push(layers);
            }
            content.blobs.insert(digest, u64::try_from(info.size).unwrap_or_default());
        }
        Ok(content)
    }

    async fn info(&self, digest: &str) -> Result<Option<Info>> {
        if let Some(known) = self.known.lock().get(digest) {
            return Ok(known.clone());
        }
        let request = InfoRequest { digest: digest.to_owned() };
        let reply = self.call(INFO, &request.encode_to_vec()).await?;
        let info = match reply {
            Some(reply) => InfoResponse::decode(reply).map_err(|error| Error::internal(error.to_string()))?.info,
            None => None,
        };
        self.known.lock().insert(digest.to_owned(), info.clone());
        Ok(info)
    }

    /// Calls a method with one message and returns the reply; `None` for what does not exist.
    async fn call(&self, method: &str, message: &[u8]) -> Result<Option<Bytes>> {
        let request = Request::builder()
            .method(Method::POST)
            .uri(method)
            .header(CONTENT_TYPE, "application/grpc")
            .header("te", "trailers")
            .body(())
            .map_err(|error| Error::internal(error.to_string()))?;
        let mut client = self.client.clone().ready().await.map_err(lost)?;
        let (response, mut body) = client.send_request(request, false).map_err(lost)?;
        body.send_data(frame(message), true).map_err(lost)?;
        reply(response).await
    }
}

/// A message as gRPC sends it: not compressed, preceded by its length.
fn frame(message: &[u8]) -> Bytes {
    let mut frame = BytesMut::with_capacity(message.len() + PREFIX);
    frame.put_u8(0);
    frame.put_u32(u32::try_from(message.len()).unwrap_or(u32::MAX));
    frame.put_slice(message);
    frame.freeze()
}

/// The message of a reply; `None` if what was asked for does not exist.
async fn reply(response: ResponseFuture) -> Result<Option<Bytes>> {
    let response = response.await.map_err(lost)?;
    let headers = response.headers().clone();
    let mut body = response.into_body();
    let mut message = BytesMut::new();
    while let Some(chunk) = body.data().await {
        let chunk = chunk.map_err(lost)?;
        // A window that the other side no longer counts is no failure.
        let _ = body.flow_control().release_capacity(chunk.len());
        message.put_slice(&chunk);
    }
    let trailers = body.trailers().await.map_err(lost)?.unwrap_or_default();
    // A reply without a message has its status in the headers.
    let status = [&trailers, &headers].into_iter().find_map(|fields| text(fields, "grpc-status"));
    match status {
        Some(OK) if message.len() >= PREFIX => Ok(Some(message.freeze().slice(PREFIX..))),
        Some(NOT_FOUND) => Ok(None),
        _ => {
            let why = [&trailers, &headers].into_iter().find_map(|fields| text(fields, "grpc-message"));
            Err(Error::new(ErrorCode::NotSupported).with("feature", "content").with_message(why.unwrap_or_default()))
        }
    }
}

fn text<'a>(fields: &'a HeaderMap, name: &str) -> Option<&'a str> {
    fields.get(name).and_then(|value| value.to_str().ok())
}

fn lost(error: h2::Error) -> Error {
    Error::new(ErrorCode::EngineLost).with_message(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_framed_and_parsed() {
        let request = InfoRequest { digest: "sha256:a".to_owned() }.encode_to_vec();
        assert_eq!(request, b"\x0a\x08sha256:a", "one string, the first field");
        assert_eq!(&frame(&request)[..PREFIX], [0, 0, 0, 0, 10], "not compressed, and ten bytes long");
        // A reply of Docker 28, shortened: the digest, 916 bytes, and a label.
        let reply = b"\x0a\x1d\x0a\x08sha256:a\x10\x94\x07\x2a\x0e\x0a\x01k\x12\x09sha256:bb";
        let info = InfoResponse::decode(&reply[..]).expect("it is valid").info.expect("it has one");
        assert_eq!(info.size, 916, "in bytes");
        assert_eq!(info.labels["k"], "sha256:bb", "what the engine wrote there");
    }

    #[test]
    fn labels_name_the_layers_in_order() {
        let layers = |labels: &[(&str, &str)]| {
            let labels = labels.iter().map(|(label, digest)| (format!("{KEEPS}{label}"), (*digest).to_owned()));
            Info { size: 0, labels: labels.collect() }.layers()
        };
        assert_eq!(
            layers(&[(".config", "c"), (".l.1", "b"), (".l.0", "a"), (".l.10", "z")]),
            ["a", "b", "z"],
            "pulled"
        );
        assert_eq!(layers(&[(".0", "c"), (".2", "b"), (".1", "a")]), ["a", "b"], "built");
        assert_eq!(layers(&[(".m.0", "one"), (".m.1", "two")]), [] as [&str; 0], "an index has manifests");
    }
}
