use std::{sync::Arc, time::Duration};

use bollard::Docker;
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{
    Method, Request, Response, StatusCode,
    body::Incoming,
    header::{self, HeaderName, HeaderValue},
};
use hyper_util::rt::TokioIo;
use serde::de::DeserializeOwned;

use super::{
    ByteStream,
    dial::Dialer,
    failure::{connection_lost, refusal},
    handshake::{Handshake, handshake, local_time},
    pool::{self, PooledClient},
};
use crate::{
    error::{Error, ErrorCode, Result},
    wire::{Endpoint, EngineInfo},
};

/// How long the handshake with an engine may take.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// A connection to an engine that answered.
pub struct Engine {
    docker: Docker,
    client: PooledClient,
    dialer: Arc<Dialer>,
    info: EngineInfo,
    /// Seconds that its clock was ahead of this computer's during the handshake.
    clock_offset: i64,
}

impl Engine {
    /// Connects, agrees on an API version and asks the engine what it is.
    ///
    /// # Errors
    /// Why it does not answer: [`ErrorCode::SocketNotFound`], [`ErrorCode::SocketPermissionDenied`],
    /// [`ErrorCode::ConnectionRefused`], [`ErrorCode::TlsFailed`], [`ErrorCode::SshFailed`],
    /// [`ErrorCode::EngineTooOld`], [`ErrorCode::NotAnEngine`], [`ErrorCode::TimedOut`], …
    pub async fn connect(endpoint: Endpoint) -> Result<Self> {
        let dialer = Arc::new(Dialer::new(&endpoint)?);
        let client = pool::client(&dialer);
        match tokio::time::timeout(HANDSHAKE_TIMEOUT, handshake(&endpoint, &dialer, &client)).await {
            Ok(result) => {
                let Handshake { docker, info, clock_offset } = result?;
                Ok(Self { docker, client, dialer, info, clock_offset })
            }
            Err(_) => Err(Error::new(ErrorCode::TimedOut).with("address", endpoint.address)),
        }
    }

    /// bollard's client, for every ordinary request.
    pub fn docker(&self) -> &Docker {
        &self.docker
    }

    /// What the engine is, and where it answers.
    pub fn info(&self) -> &EngineInfo {
        &self.info
    }

    /// The engine's clock, in seconds since 1970. Its events can be requested only by this clock.
    pub fn now(&self) -> i64 {
        local_time() + self.clock_offset
    }

    /// Whether the agreed API version is at least `1.minor`.
    pub fn supports_api(&self, minor: usize) -> bool {
        let version = self.docker.client_version();
        (version.major_version, version.minor_version) >= (1, minor)
    }

    /// Sends a request on a connection of its own and returns the connection as a byte stream once the engine has
    /// switched protocols. `path` starts after the API version; `body` is JSON.
    ///
    /// bollard's decoder cannot be used for terminals: it takes a chunk that begins with byte 0, 1 or 2 for a frame
    /// header, and stalls on binary output.
    ///
    /// # Errors
    /// The engine's refusal, by its code, or [`ErrorCode::EngineLost`].
    pub async fn hijack(&self, path: &str, body: Bytes) -> Result<ByteStream> {
        self.upgrade(path, "tcp", body).await
    }

    /// [`Self::hijack`], with the protocol to switch to.
    ///
    /// # Errors
    /// The engine's refusal, by its code, or [`ErrorCode::EngineLost`].
    pub async fn upgrade(&self, path: &str, protocol: &'static str, body: Bytes) -> Result<ByteStream> {
        let upgrade = [
            (header::CONNECTION, HeaderValue::from_static("Upgrade")),
            (header::UPGRADE, HeaderValue::from_static(protocol)),
        ];
        let response = self.send(Method::POST, path, &upgrade, body).await?;
        match response.status() {
            StatusCode::SWITCHING_PROTOCOLS | StatusCode::OK => {
                let upgraded = hyper::upgrade::on(response).await.map_err(|error| connection_lost(&error))?;
                Ok(Box::new(TokioIo::new(upgraded)))
            }
            _ => Err(refusal_of(response).await),
        }
    }

    /// The headers of a response, for requests that are answered by headers alone (`HEAD …/archive`). Includes those of
    /// a 404: the response to a HEAD has no body to say what is missing.
    ///
    /// # Errors
    /// The engine's refusal, by its code, or [`ErrorCode::EngineLost`].
    pub async fn head(&self, path: &str) -> Result<hyper::HeaderMap> {
        let response = self.send(Method::HEAD, path, &[], Bytes::new()).await?;
        match response.status() {
            status if status.is_success() || status == StatusCode::NOT_FOUND => Ok(response.headers().clone()),
            _ => Err(refusal_of(response).await),
        }
    }

    /// Sends a request on a connection of its own and returns the response's body as soon as its headers have arrived,
    /// for responses whose start already means something (`POST …/wait`: the wait is registered). `body` is JSON.
    ///
    /// # Errors
    /// The engine's refusal, by its code, or [`ErrorCode::EngineLost`].
    pub async fn post(&self, path: &str, body: Bytes) -> Result<Incoming> {
        successful_body(self.send(Method::POST, path, &[], body).await?).await
    }

    /// The body of a response as it arrives, on a connection of its own that is closed when the body is dropped, for
    /// what bollard's types leave out.
    ///
    /// # Errors
    /// The engine's refusal, by its code, or [`ErrorCode::EngineLost`].
    pub async fn body(&self, method: Method, path: &str, headers: &[(HeaderName, HeaderValue)]) -> Result<Incoming> {
        successful_body(self.send(method, path, headers, Bytes::new()).await?).await
    }

    /// A complete reply, for what bollard's types leave out, get wrong or reject.
    ///
    /// # Errors
    /// The engine's refusal, by its code, or [`ErrorCode::EngineLost`].
    pub async fn json<T: DeserializeOwned>(&self, path: &str) -> Result<T> {
        let request = self.request("http://docker", Method::GET, path, &[], pool::empty_body())?;
        let body =
            successful_body(pool::send(&self.client, request).await.map_err(|error| connection_lost(&error))?).await?;
        let body = body.collect().await.map_err(|error| connection_lost(&error))?.to_bytes();
        serde_json::from_slice(&body).map_err(|error| Error::internal(error.to_string()))
    }

    /// Sends a request on a connection of its own.
    async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(HeaderName, HeaderValue)],
        body: Bytes,
    ) -> Result<Response<Incoming>> {
        let stream = self.dialer.dial().await.map_err(|error| connection_lost(&error))?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
            .await
            .map_err(|error| connection_lost(&error))?;
        tokio::spawn(connection.with_upgrades());
        let request = self.request("", method, path, headers, Full::new(body))?;
        sender.send_request(request).await.map_err(|error| connection_lost(&error))
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

/// The body of a successful response; the refusal of any other.
async fn successful_body(response: Response<Incoming>) -> Result<Incoming> {
    if response.status().is_success() { Ok(response.into_body()) } else { Err(refusal_of(response).await) }
}

async fn refusal_of(response: Response<Incoming>) -> Error {
    let status = response.status().as_u16();
    let body = match response.into_body().collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) => return connection_lost(&error),
    };
    let message = serde_json::from_slice::<serde_json::Value>(&body)
        .ok()
        .and_then(|value| value.get("message").and_then(|message| message.as_str()).map(str::to_owned))
        .unwrap_or_else(|| String::from_utf8_lossy(&body).into_owned());
    refusal(status, &message)
}
