use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bollard::Docker;
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{
    Method, Request, Response, StatusCode,
    body::Incoming,
    header::{self, HeaderMap, HeaderName, HeaderValue},
};
use hyper_util::rt::TokioIo;
use serde::de::DeserializeOwned;
use tokio::sync::watch;

use super::{
    ByteStream,
    client_options::ClientOptions,
    clock::local_time,
    dial::Dialer,
    failure::{connection_lost, refusal},
    handshake::{self, Handshake, handshake},
    pool::{self, PooledClient},
    reply::message_of,
    silence::Silence,
};
use crate::{
    error::{Error, ErrorCode, Result},
    wire::{Endpoint, EngineInfo},
};

/// How long the handshake with an engine may take.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// The same through ssh, whose login alone may take long: the docker CLI gives the connection 30 s, and the login any time.
const SSH_HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(90);

/// How many requests are sent at once through ssh.
const MAX_SSH_REQUESTS: usize = 2;

/// A connection to an engine that answered.
pub struct Engine {
    docker: Docker,
    client: PooledClient,
    headers: HeaderMap,
    dialer: Arc<Dialer>,
    silence: Arc<Silence>,
    /// How long the handshake took.
    connected_in: Duration,
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
        Self::connect_with(endpoint, ClientOptions::default()).await
    }

    /// The same, with the headers and the API version that the docker CLI would use.
    ///
    /// # Errors
    /// Those of [`Engine::connect`].
    pub async fn connect_with(endpoint: Endpoint, options: ClientOptions) -> Result<Self> {
        let dialer = Arc::new(Dialer::new(&endpoint)?);
        match Self::connect_through(&endpoint, &dialer, &options).await {
            // The other machine has no docker command: its Podman is tried.
            Err(_) if dialer.tries_podman() => Self::connect_through(&endpoint, &dialer, &options).await,
            connected => connected,
        }
    }

    async fn connect_through(endpoint: &Endpoint, dialer: &Arc<Dialer>, options: &ClientOptions) -> Result<Self> {
        let client = pool::client(dialer);
        let limit = if dialer.is_ssh() { SSH_HANDSHAKE_TIMEOUT } else { HANDSHAKE_TIMEOUT };
        let begun = Instant::now();
        let timed = tokio::time::timeout(limit, handshake(endpoint, dialer, &client, options)).await;
        let timed_out = |_| Error::new(ErrorCode::TimedOut).with("address", &endpoint.address);
        let Handshake { version, info, clock_offset } = timed.map_err(timed_out)??;
        let headers = options.headers.clone();
        let connected_in = begun.elapsed();
        let silence = Arc::new(Silence::new(connected_in));
        let docker = handshake::docker(&version, headers.clone(), {
            let (client, headers, silence) = (client.clone(), headers.clone(), Arc::clone(&silence));
            move |request| {
                let (client, headers, silence) = (client.clone(), headers.clone(), Arc::clone(&silence));
                async move {
                    let ping = || handshake::ping(client.clone(), headers.clone());
                    silence.watch(pool::send(&client, request), ping).await
                }
            }
        })?;
        let dialer = Arc::clone(dialer);
        Ok(Self { docker, client, headers, dialer, silence, connected_in, info, clock_offset })
    }

    /// Since when the engine has not answered although it is waited for, in seconds since 1970; `None` while it does.
    pub fn silent_since(&self) -> watch::Receiver<Option<i64>> {
        self.silence.since()
    }

    /// Awaits work on the engine; while that takes long, the engine is asked whether it still answers.
    pub async fn watched<T>(&self, work: impl Future<Output = T>) -> T {
        self.silence.watch(work, || handshake::ping(self.client.clone(), self.headers.clone())).await
    }

    /// Asks the engine whether it still answers. Must be called within a tokio runtime.
    pub fn check(&self) {
        self.silence.check(handshake::ping(self.client.clone(), self.headers.clone()));
    }

    /// How many requests may be sent at once: through ssh, each further connection is a login of its own.
    pub fn at_once(&self, usual: usize) -> usize {
        if self.dialer.is_ssh() { usual.min(MAX_SSH_REQUESTS) } else { usual }
    }

    /// A time limit for this engine: longer if it is reached slowly.
    pub fn patience(&self, usual: Duration) -> Duration {
        usual.max(self.connected_in.saturating_mul(2))
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
        let request = self.request("http://docker", Method::HEAD, path, &[], pool::empty_body())?;
        let response = pool::send(&self.client, request).await.map_err(|error| connection_lost(&error))?;
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

    /// The body of a response that starts whenever the engine has something to report (Podman sends no headers before the
    /// first event), on a connection of its own.
    ///
    /// # Errors
    /// The engine's refusal, by its code, or [`ErrorCode::EngineLost`].
    pub async fn subscribe(&self, path: &str) -> Result<Incoming> {
        successful_body(self.send_unwatched(Method::GET, path, &[], Bytes::new()).await?).await
    }

    /// A complete reply, for what bollard's types leave out, get wrong or reject.
    ///
    /// # Errors
    /// The engine's refusal, by its code, or [`ErrorCode::EngineLost`].
    pub async fn json<T: DeserializeOwned>(&self, path: &str) -> Result<T> {
        let request = self.request("http://docker", Method::GET, path, &[], pool::empty_body())?;
        let reading = async {
            let response = pool::send(&self.client, request).await.map_err(|error| connection_lost(&error))?;
            let body = successful_body(response).await?;
            Ok::<_, Error>(body.collect().await.map_err(|error| connection_lost(&error))?.to_bytes())
        };
        let body = self.watched(reading).await?;
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
        self.watched(self.send_unwatched(method, path, headers, body)).await
    }

    async fn send_unwatched(
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
        let all = self.headers.iter().chain(headers.iter().map(|(name, value)| (name, value)));
        let request = all.fold(request, |request, (name, value)| request.header(name, value));
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
    refusal(status, &message_of(&body))
}
