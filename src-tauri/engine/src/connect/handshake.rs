//! The first exchange with an engine: which API version it supports, and what it is.
//!
//! Read leniently: a socket proxy may forbid `/info` or `/version`, and an unknown word in them concerns nobody.

use std::time::Duration;

use bollard::{BollardRequest, ClientVersion, Docker};
use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::{
    HeaderMap, Method, Request, Response, StatusCode,
    header::{self, HeaderName, HeaderValue},
};
use serde_json::Value;
use time::{
    OffsetDateTime,
    format_description::well_known::{Rfc2822, Rfc3339},
};

use super::{
    client_options::{ClientOptions, parse_version},
    clock::local_time,
    dial::Dialer,
    failure::{connection_failure, connection_lost, refusal, requires_tls, transport_failure},
    pool::{self, PooledClient},
    reply::message_of,
};
use crate::{
    error::{Error, ErrorCode, Result},
    wire::{Endpoint, EndpointSource, EngineInfo, EngineProduct, ImageStore},
};

/// The oldest API that Slipway works with: Docker 19.03. Podman reports 1.41.
pub const OLDEST_API: (usize, usize) = (1, 40);

/// How long an engine may take to start responding to a request after the handshake: a commit or a stop may take minutes.
const RESPONSE_TIMEOUT_SECONDS: u64 = 3600;

/// How long a list of images may take that is requested only to tell the store. Only the containerd store is slower.
const STORE_TIMEOUT: Duration = Duration::from_secs(3);

/// The header with the logins for a build.
const REGISTRY_CONFIG: HeaderName = HeaderName::from_static("x-registry-config");

/// What a handshake yields.
pub struct Handshake {
    pub version: ClientVersion,
    pub info: EngineInfo,
    /// Seconds that the engine's clock is ahead of this computer's.
    pub clock_offset: i64,
}

/// A complete response.
type Reply = Response<Bytes>;

/// Sends the handshake's requests.
#[derive(Clone, Copy)]
struct Requests<'a> {
    client: &'a PooledClient,
    headers: &'a HeaderMap,
}

/// Connects, agrees on an API version and asks the engine what it is.
pub async fn handshake(
    endpoint: &Endpoint,
    dialer: &Dialer,
    client: &PooledClient,
    options: &ClientOptions,
) -> Result<Handshake> {
    // Dialled directly first: only here does an I/O error still distinguish a missing socket from a forbidden one. ssh
    // reports everything later, and logs in each time.
    if !dialer.is_ssh() {
        dialer.dial().await.map_err(|error| connection_failure(endpoint, dialer.address(), &error))?;
    }
    let requests = Requests { client, headers: &options.headers };
    let wrong = |error: Error| not_an_engine(endpoint, dialer, error);
    let agreed = match options.client_version() {
        Some(version) => version,
        None => agree(requests).await.map_err(wrong)?,
    };
    if (agreed.major_version, agreed.minor_version) < OLDEST_API {
        return Err(Error::new(ErrorCode::EngineTooOld)
            .with("found", agreed.to_string())
            .with("needed", format!("{}.{}", OLDEST_API.0, OLDEST_API.1)));
    }
    let path = |name: &str| format!("/v{agreed}/{name}");
    // Each takes an engine some ten milliseconds: it runs other programs to ask for their versions.
    let (version_path, info_path) = (path("version"), path("info"));
    let (version, info) = tokio::join!(requests.get(&version_path), requests.get(&info_path));
    let clock = [&version, &info].into_iter().flatten().find_map(clock);
    // A version that the engine does not support is refused for every request.
    let (version, _) = part(version, StatusCode::BAD_REQUEST).map_err(wrong)?;
    let (info, withheld) = part(info, StatusCode::IM_A_TEAPOT).map_err(wrong)?;
    let engine_time = info["SystemTime"].as_str().and_then(|time| OffsetDateTime::parse(time, &Rfc3339).ok());
    let clock_offset = engine_time.or(clock).map_or(0, |time| time.unix_timestamp() - local_time());
    let store = match withheld {
        None => image_store(&version, &info),
        Some(_) if is_podman(&version) => ImageStore::Podman,
        Some(_) => store_of_images(requests.get(&path("images/json?all=1"))).await,
    };
    let info = EngineInfo {
        local: dialer.address().is_local(),
        practice: endpoint.source == EndpointSource::Practice,
        endpoint: endpoint.clone(),
        product: if is_podman(&version) { EngineProduct::Podman } else { EngineProduct::Docker },
        version: text(&version["Version"]),
        api_version: agreed.to_string(),
        store,
        os: text(&version["Os"]),
        architecture: text(&version["Arch"]),
        host_name: text(&info["Name"]),
        operating_system: text(&info["OperatingSystem"]),
        root_folder: text(&info["DockerRootDir"]),
        mirrors: texts(&info["RegistryConfig"]["Mirrors"]),
        withheld,
    };
    Ok(Handshake { version: agreed, info, clock_offset })
}

/// bollard's client for the engine, whose requests are sent by `send`.
pub fn docker<Sending>(
    version: &ClientVersion,
    headers: HeaderMap,
    send: impl Fn(Request<pool::RequestBody>) -> Sending + Send + Sync + 'static,
) -> Result<Docker>
where
    Sending: Future<Output = std::result::Result<Response<hyper::body::Incoming>, hyper_util::client::legacy::Error>>
        + Send
        + 'static,
{
    let transport = move |request: BollardRequest| {
        let mut request = request.map(|body| body.map_err(Into::into).boxed_unsync());
        request.headers_mut().extend(headers.clone());
        url_safe(request.headers_mut());
        let sending = send(request);
        async move { sending.await.map_err(bollard::errors::Error::from) }
    };
    Ok(Docker::connect_with_custom_transport(transport, Some("http://docker"), RESPONSE_TIMEOUT_SECONDS, version)?)
}

/// Writes the logins for a build in base64's URL alphabet, which moby decodes; bollard encodes the standard one.
fn url_safe(headers: &mut HeaderMap) {
    let Some(encoded) = headers.get(REGISTRY_CONFIG).and_then(|value| value.to_str().ok()) else { return };
    if let Ok(mut value) = HeaderValue::try_from(encoded.replace('+', "-").replace('/', "_")) {
        value.set_sensitive(true);
        headers.insert(REGISTRY_CONFIG, value);
    }
}

/// The API version to use: the engine's, if bollard does not support a later one. Engines report theirs in a header of
/// every ping, which a proxy may forbid, and in `/version`.
async fn agree(requests: Requests<'_>) -> Result<ClientVersion> {
    let ping = requests.get("/_ping").await?;
    let header = ping.headers().get("Api-Version").and_then(|version| version.to_str().ok()).and_then(parse_version);
    let found = match header {
        Some(found) => found,
        None => {
            let reply = requests.get("/version").await?;
            let version: Value = serde_json::from_slice(reply.body()).unwrap_or_default();
            match version["ApiVersion"].as_str().and_then(parse_version) {
                Some(found) if reply.status().is_success() => found,
                _ if is_forbidden(reply.status()) => return Err(refusal_of(&reply)),
                _ => return Err(Error { code: ErrorCode::NotAnEngine, ..refusal_of(&reply) }),
            }
        }
    };
    let latest = bollard::API_DEFAULT_VERSION;
    let (major_version, minor_version) = found.min((latest.major_version, latest.minor_version));
    Ok(ClientVersion { major_version, minor_version })
}

/// What a reply says; nothing, and why, if the engine refuses it. A refusal with the status `fatal` is an error, as is a
/// reply that is not JSON.
fn part(reply: Result<Reply>, fatal: StatusCode) -> Result<(Value, Option<Error>)> {
    let reply = reply?;
    if reply.status().is_success() {
        let value = serde_json::from_slice(reply.body());
        return value.map(|value| (value, None)).map_err(|error| Error::internal(error.to_string()));
    }
    let refused = refusal_of(&reply);
    if reply.status() == fatal { Err(refused) } else { Ok((Value::Null, Some(refused))) }
}

fn refusal_of(reply: &Reply) -> Error {
    refusal(reply.status().as_u16(), &message_of(reply.body()))
}

/// Whether a proxy forbids a request.
fn is_forbidden(status: StatusCode) -> bool {
    matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::PROXY_AUTHENTICATION_REQUIRED)
}

impl Requests<'_> {
    async fn get(self, path: &str) -> Result<Reply> {
        let response = pool::send(self.client, get(path, self.headers)?).await;
        let (head, body) = response.map_err(|error| transport_failure(&error))?.into_parts();
        let body = body.collect().await.map_err(|error| connection_lost(&error))?.to_bytes();
        Ok(Response::from_parts(head, body))
    }
}

/// Waits until the engine answers a ping, or fails to.
pub async fn ping(client: PooledClient, headers: HeaderMap) {
    if let Ok(request) = get("/_ping", &headers)
        && let Err(error) = pool::send(&client, request).await
    {
        tracing::debug!(%error, "a ping failed");
    }
}

fn get(path: &str, headers: &HeaderMap) -> Result<Request<pool::RequestBody>> {
    let request = Request::builder().method(Method::GET).uri(format!("http://docker{path}"));
    let mut request = request.body(pool::empty_body()).map_err(|error| Error::internal(error.to_string()))?;
    request.headers_mut().extend(headers.clone());
    Ok(request)
}

/// The engine's clock, from a reply's header.
fn clock(reply: &Reply) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(reply.headers().get(header::DATE)?.to_str().ok()?, &Rfc2822).ok()
}

/// The error for an endpoint that does not answer as an engine does. A refusal of the engine or of a proxy stays one.
fn not_an_engine(endpoint: &Endpoint, dialer: &Dialer, error: Error) -> Error {
    let code = match error.code {
        _ if requires_tls(&error) => ErrorCode::TlsNeeded,
        ErrorCode::EngineRefused => ErrorCode::EngineRefused,
        _ if dialer.is_ssh() => ErrorCode::SshFailed,
        ErrorCode::TlsFailed => ErrorCode::TlsFailed,
        _ => ErrorCode::NotAnEngine,
    };
    Error { code, ..error }.with("address", &endpoint.address)
}

fn is_podman(version: &Value) -> bool {
    let components = version["Components"].as_array().into_iter().flatten();
    components
        .filter_map(|component| component["Name"].as_str())
        .any(|name| name.to_ascii_lowercase().contains("podman"))
}

/// moby reports the containerd store by `driver-type` in `/info`'s `DriverStatus` (daemon/containerd `LayerStoreStatus`).
fn image_store(version: &Value, info: &Value) -> ImageStore {
    let mut status = info["DriverStatus"].as_array().into_iter().flatten();
    match (is_podman(version), status.any(|pair| pair[0] == "driver-type")) {
        (true, _) => ImageStore::Podman,
        (false, true) => ImageStore::Containerd,
        (false, false) => ImageStore::Classic,
    }
}

/// The store of an engine that does not say: only the containerd store calls images by their digest.
async fn store_of_images(list: impl Future<Output = Result<Reply>>) -> ImageStore {
    let Ok(list) = tokio::time::timeout(STORE_TIMEOUT, list).await else { return ImageStore::Containerd };
    let images: Value = list.ok().and_then(|reply| serde_json::from_slice(reply.body()).ok()).unwrap_or_default();
    let is_digest = |image: &Value| {
        let id = image["Id"].as_str().unwrap_or_default();
        !id.is_empty() && texts(&image["RepoDigests"]).iter().any(|digest| digest.ends_with(&format!("@{id}")))
    };
    if images.as_array().into_iter().flatten().any(is_digest) { ImageStore::Containerd } else { ImageStore::Classic }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(text).collect()
}
