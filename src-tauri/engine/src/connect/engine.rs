use std::{io, sync::Arc, time::Duration};

use bollard::{BollardRequest, Docker, models::SystemInfo};
use bytes::Bytes;
use futures_util::{Stream, TryStreamExt};
use http_body_util::{BodyDataStream, BodyExt, Empty, Full, combinators::UnsyncBoxBody};
use hyper::{
    Method, Request, Response, StatusCode,
    body::Incoming,
    header::{self, HeaderName, HeaderValue},
};
use hyper_util::{
    client::legacy::Client,
    rt::{TokioExecutor, TokioIo},
};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use tokio::io::AsyncBufReadExt;
use tokio_stream::wrappers::LinesStream;
use tokio_util::io::StreamReader;

use super::{
    ByteStream,
    dial::{Connector, Dialer},
    failure::{connection_failure, refusal, wants_tls},
};
use crate::{
    error::{Error, ErrorCode, Result},
    wire::{Endpoint, EndpointSource, EngineInfo, EngineProduct, ImageStore},
};

/// The oldest API that Slipway works with: Docker 19.03. Podman answers as 1.41.
pub const OLDEST_API: (usize, usize) = (1, 40);

/// How long an engine may take to say who it is.
const GREETING: Duration = Duration::from_secs(10);
/// How long it may take to begin an answer to anything else: a commit or a stop may well take minutes.
const ANSWER_SECONDS: u64 = 3600;

/// The body of a request on a pooled connection.
type Sent = UnsyncBoxBody<Bytes, Box<dyn std::error::Error + Send + Sync>>;

/// A connection to an engine that answered.
pub struct Engine {
    docker: Docker,
    client: Client<Connector, Sent>,
    dialer: Arc<Dialer>,
    info: EngineInfo,
    /// Seconds that its clock was ahead of this computer's when it was greeted.
    ahead: i64,
}

impl Engine {
    /// Connects, agrees on an API version and asks the engine who it is.
    ///
    /// # Errors
    /// Why it does not answer: [`ErrorCode::SocketNotFound`], [`ErrorCode::SocketPermissionDenied`],
    /// [`ErrorCode::ConnectionRefused`], [`ErrorCode::TlsFailed`], [`ErrorCode::SshFailed`],
    /// [`ErrorCode::EngineTooOld`], [`ErrorCode::NotAnEngine`], [`ErrorCode::TimedOut`], …
    pub async fn connect(endpoint: Endpoint) -> Result<Self> {
        let dialer = Arc::new(Dialer::new(&endpoint)?);
        let client = Client::builder(TokioExecutor::new()).build(Connector(Arc::clone(&dialer)));
        let greeting = greet(&endpoint, &dialer, &client);
        match tokio::time::timeout(GREETING, greeting).await {
            Ok(answer) => {
                let (docker, info, ahead) = answer?;
                Ok(Self { docker, client, dialer, info, ahead })
            }
            Err(_) => Err(Error::new(ErrorCode::TimedOut).with("address", endpoint.address)),
        }
    }

    /// For every ordinary request.
    pub fn docker(&self) -> &Docker {
        &self.docker
    }

    /// Who answers.
    pub fn info(&self) -> &EngineInfo {
        &self.info
    }

    /// What its clock says, in seconds since 1970: the only one by which its events can be asked for.
    pub fn now(&self) -> i64 {
        here() + self.ahead
    }

    /// Whether the agreed API is at least `1.minor`.
    pub fn speaks(&self, minor: usize) -> bool {
        let version = self.docker.client_version();
        (version.major_version, version.minor_version) >= (1, minor)
    }

    /// Sends one request on a connection of its own and hands over the connection's bytes, both ways, once the engine
    /// has switched protocols. `path` starts after the API version; `body` is JSON.
    ///
    /// bollard's own decoder cannot be used for terminals: it takes a chunk that begins with byte 0, 1 or 2 for a
    /// frame header, and stalls on binary output.
    ///
    /// # Errors
    /// The engine's refusal by code, or [`ErrorCode::EngineLost`].
    pub async fn hijack(&self, path: &str, body: Bytes) -> Result<ByteStream> {
        let upgrade = [
            (header::CONNECTION, HeaderValue::from_static("Upgrade")),
            (header::UPGRADE, HeaderValue::from_static("tcp")),
        ];
        let response = self.send(Method::POST, path, &upgrade, body).await?;
        match response.status() {
            StatusCode::SWITCHING_PROTOCOLS | StatusCode::OK => {
                let upgraded = hyper::upgrade::on(response).await.map_err(|error| lost(&error))?;
                Ok(Box::new(TokioIo::new(upgraded)))
            }
            _ => Err(refused(response).await),
        }
    }

    /// The headers of an answer, for what is told by headers alone (`HEAD …/archive`). Those of a 404, too: the answer
    /// to a HEAD has no words that could say what is missing.
    ///
    /// # Errors
    /// The engine's refusal by code, or [`ErrorCode::EngineLost`].
    pub async fn head(&self, path: &str) -> Result<hyper::HeaderMap> {
        let response = self.send(Method::HEAD, path, &[], Bytes::new()).await?;
        match response.status() {
            status if status.is_success() || status == StatusCode::NOT_FOUND => Ok(response.headers().clone()),
            _ => Err(refused(response).await),
        }
    }

    /// Sends a request on a connection of its own and hands over the answer's body as soon as its headers have come:
    /// for an answer whose beginning already says something (`POST …/wait`: it is registered). `body` is JSON.
    ///
    /// # Errors
    /// The engine's refusal by code, or [`ErrorCode::EngineLost`].
    pub async fn post(&self, path: &str, body: Bytes) -> Result<Incoming> {
        accepted(self.send(Method::POST, path, &[], body).await?).await
    }

    /// The body of an answer as it arrives, on a connection of its own that ends when the body is dropped: for what
    /// bollard's types leave out.
    ///
    /// # Errors
    /// The engine's refusal by code, or [`ErrorCode::EngineLost`].
    pub async fn body(&self, method: Method, path: &str, headers: &[(HeaderName, HeaderValue)]) -> Result<Incoming> {
        accepted(self.send(method, path, headers, Bytes::new()).await?).await
    }

    /// A whole answer, for what bollard's types leave out, get wrong or refuse.
    ///
    /// # Errors
    /// The engine's refusal by code, or [`ErrorCode::EngineLost`].
    pub async fn json<T: DeserializeOwned>(&self, path: &str) -> Result<T> {
        let request = self.request("http://docker", Method::GET, path, &[], nothing())?;
        let body = accepted(pooled(&self.client, request).await.map_err(|error| lost(&error))?).await?;
        let body = body.collect().await.map_err(|error| lost(&error))?.to_bytes();
        serde_json::from_slice(&body).map_err(|error| Error::internal(error.to_string()))
    }

    /// Sends one request on a connection of its own.
    async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(HeaderName, HeaderValue)],
        body: Bytes,
    ) -> Result<Response<Incoming>> {
        let stream = self.dialer.dial().await.map_err(|error| lost(&error))?;
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|error| lost(&error))?;
        tokio::spawn(connection.with_upgrades());
        let request = self.request("", method, path, headers, Full::new(body))?;
        sender.send_request(request).await.map_err(|error| lost(&error))
    }

    fn request<B>(
        &self,
        base: &str,
        method: Method,
        path: &str,
        headers: &[(HeaderName, HeaderValue)],
        body: B,
    ) -> Result<Request<B>> {
        let version = self.docker.client_version();
        let request = Request::builder()
            .method(method)
            .uri(format!("{base}/v{}.{}{path}", version.major_version, version.minor_version))
            .header(header::HOST, "docker")
            .header(header::CONTENT_TYPE, "application/json");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(name, value));
        request.body(body).map_err(|error| Error::internal(error.to_string()))
    }
}

/// The body of an answer that is no refusal.
async fn accepted(response: Response<Incoming>) -> Result<Incoming> {
    if response.status().is_success() { Ok(response.into_body()) } else { Err(refused(response).await) }
}

/// Reads `null`, as which Go writes a list or map that was never made, as what is empty.
pub fn or_default<'de, D, T>(value: D) -> std::result::Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::deserialize(value).map(Option::unwrap_or_default)
}

/// An instant as engines write it, in seconds since 1970; `None` for 0001-01-01, which is Go's for "never".
pub fn instant(text: &str) -> Option<i64> {
    let instant = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    Some(instant.unix_timestamp()).filter(|seconds| *seconds > 0)
}

/// An answer's lines as they arrive. A line that never comes to its end because the connection did is
/// [`ErrorCode::EngineLost`].
pub fn lines(body: Incoming) -> impl Stream<Item = Result<String>> + Unpin {
    let bytes = StreamReader::new(BodyDataStream::new(body).map_err(io::Error::other));
    LinesStream::new(bytes.lines()).map_err(|error| lost(&error))
}

fn lost(error: &(dyn std::error::Error + 'static)) -> Error {
    Error::new(ErrorCode::EngineLost).saying(error.to_string())
}

async fn refused(response: Response<Incoming>) -> Error {
    let status = response.status().as_u16();
    let body = match response.into_body().collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) => return lost(&error),
    };
    let message = serde_json::from_slice::<serde_json::Value>(&body)
        .ok()
        .and_then(|value| value.get("message").and_then(|message| message.as_str()).map(str::to_owned))
        .unwrap_or_else(|| String::from_utf8_lossy(&body).into_owned());
    refusal(status, &message)
}

async fn greet(
    endpoint: &Endpoint,
    dialer: &Dialer,
    client: &Client<Connector, Sent>,
) -> Result<(Docker, EngineInfo, i64)> {
    // Tried by hand first: only here is an I/O error still whole enough to tell a missing socket from a forbidden one.
    dialer.dial().await.map_err(|error| connection_failure(endpoint, dialer.address(), &error))?;
    let client = client.clone();
    let docker = Docker::connect_with_custom_transport(
        move |request: BollardRequest| {
            let client = client.clone();
            let request = request.map(|body| body.map_err(Into::into).boxed_unsync());
            async move { pooled(&client, request).await.map_err(bollard::errors::Error::from) }
        },
        Some("http://docker"),
        ANSWER_SECONDS,
        bollard::API_DEFAULT_VERSION,
    )?;
    let docker = docker.negotiate_version().await.map_err(|error| not_an_engine(endpoint, dialer, error))?;
    let agreed = docker.client_version();
    if (agreed.major_version, agreed.minor_version) < OLDEST_API {
        return Err(Error::new(ErrorCode::EngineTooOld)
            .with("found", format!("{}.{}", agreed.major_version, agreed.minor_version))
            .with("needed", format!("{}.{}", OLDEST_API.0, OLDEST_API.1)));
    }
    // Each takes an engine some ten milliseconds: it runs other programs to ask for their versions.
    let (version, info) = tokio::try_join!(docker.version(), docker.info())?;
    let told = info.system_time.as_deref().and_then(|told| OffsetDateTime::parse(told, &Rfc3339).ok());
    let ahead = told.map_or(0, |told| told.unix_timestamp() - here());
    let podman =
        version.components.iter().flatten().any(|component| component.name.to_ascii_lowercase().contains("podman"));
    let api_version = format!("{}.{}", agreed.major_version, agreed.minor_version);
    let store = image_store(&info, podman);
    let info = EngineInfo {
        local: dialer.address().is_local(),
        practice: endpoint.source == EndpointSource::Practice,
        endpoint: endpoint.clone(),
        product: if podman { EngineProduct::Podman } else { EngineProduct::Docker },
        version: version.version.unwrap_or_default(),
        api_version,
        store,
        os: version.os.unwrap_or_default(),
        architecture: version.arch.unwrap_or_default(),
        host_name: info.name.unwrap_or_default(),
        operating_system: info.operating_system.unwrap_or_default(),
        root_folder: info.docker_root_dir.unwrap_or_default(),
        mirrors: info.registry_config.and_then(|registries| registries.mirrors).unwrap_or_default(),
    };
    Ok((docker, info, ahead))
}

/// This computer's clock, in seconds since 1970.
fn here() -> i64 {
    OffsetDateTime::now_utc().unix_timestamp()
}

/// Sends a request on a pooled connection. An engine may close one that lay idle just as it is taken up again: what only
/// looks, and so has no body, is then asked once more.
async fn pooled(
    client: &Client<Connector, Sent>,
    request: Request<Sent>,
) -> std::result::Result<Response<Incoming>, hyper_util::client::legacy::Error> {
    if request.method() != Method::GET {
        return client.request(request).await;
    }
    let (parts, _) = request.into_parts();
    let look = || Request::from_parts(parts.clone(), nothing());
    match client.request(look()).await {
        Err(error) if !error.is_connect() => client.request(look()).await,
        answer => answer,
    }
}

fn nothing() -> Sent {
    Empty::new().map_err(Into::into).boxed_unsync()
}

fn not_an_engine(endpoint: &Endpoint, dialer: &Dialer, error: bollard::errors::Error) -> Error {
    match (Error::from(error), dialer.address()) {
        (error, super::Address::Ssh { .. }) => {
            Error { code: ErrorCode::SshFailed, ..error }.with("address", &endpoint.address)
        }
        (error, _) if wants_tls(&error) => {
            Error { code: ErrorCode::TlsNeeded, ..error }.with("address", &endpoint.address)
        }
        (error, _) if error.code == ErrorCode::TlsFailed => error.with("address", &endpoint.address),
        (error, _) => Error { code: ErrorCode::NotAnEngine, ..error }.with("address", &endpoint.address),
    }
}

/// moby tells the containerd store by `driver-type` in `/info`'s `DriverStatus` (daemon/containerd `LayerStoreStatus`).
fn image_store(info: &SystemInfo, podman: bool) -> ImageStore {
    let containerd =
        info.driver_status.iter().flatten().any(|pair| pair.first().is_some_and(|name| name == "driver-type"));
    match (podman, containerd) {
        (true, _) => ImageStore::Podman,
        (false, true) => ImageStore::Containerd,
        (false, false) => ImageStore::Classic,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_that_mean_never_are_none() {
        assert_eq!(instant("0001-01-01T00:00:00Z"), None, "Go's zero instant means never");
        assert_eq!(instant(""), None, "an engine that does not know it writes nothing");
        assert_eq!(instant("2024-05-01T12:00:00.123456789Z"), Some(1_714_564_800), "a real instant is kept");
        assert_eq!(instant("2024-05-01T14:00:00.1+02:00"), Some(1_714_564_800), "Podman gives local offsets");
    }
}
