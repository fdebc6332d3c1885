//! Registries that refuse requests or have faults.

use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::AUTHORIZATION;
use hyper::{Request, Response, StatusCode};
use serde_json::json;
use slipway_engine::Result;
use slipway_engine::practice::registry::{Password, Registry, RunningRegistry};
use tokio_rustls::TlsAcceptor;

use crate::failed;
use crate::hub::{Certificate, certificate, challenge, forward_to, unavailable};
use crate::hub_images;
use crate::server::{Server, json_response, listen, serve_http};

/// The only user of [`PasswordRegistry`].
pub const USER: &str = "sailor";
/// The password of [`USER`].
pub const PASSWORD: &str = "ahoy-there";
/// Both as `htpasswd -nbB` encodes them.
const HTPASSWD: &str = "sailor:$2y$05$A2x8OopC6ln6hGCbHrGpVOrPZJW3GkMrdsXRbtEGVBKC1HsCMI9zO\n";

/// A registry that requires a login. It holds `redis:latest`.
#[derive(Debug)]
pub struct PasswordRegistry {
    registry: RunningRegistry,
}

impl PasswordRegistry {
    pub(crate) async fn start(folder: PathBuf) -> Result<Self> {
        let file = folder.join("htpasswd");
        std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(&file, HTPASSWD))
            .map_err(|error| failed("htpasswd", &error))?;
        let password = Password { user: USER.into(), password: PASSWORD.into(), file };
        let registry = Registry { password: Some(password), temporary: true, ..Registry::new(folder) };
        let registry = registry.start().await?;
        registry.push("redis", &["latest"], &hub_images::redis()?.build()?).await?;
        Ok(Self { registry })
    }

    /// Host and port, as in an image reference.
    pub fn address(&self) -> String {
        self.registry.address().to_owned()
    }
}

/// A registry whose pull rate limit is always reached. It responds as Docker Hub does then.
#[derive(Debug)]
pub struct LimitedRegistry {
    server: Server,
}

impl LimitedRegistry {
    pub(crate) fn start() -> Result<Self> {
        let server = Server::start(listen(Ipv4Addr::LOCALHOST)?, |stream| {
            serve_http(stream, |request| {
                let is_version_check = request.uri().path() == "/v2/";
                async move { if is_version_check { json_response(StatusCode::OK, &json!({})) } else { limit_reached() } }
            })
        })?;
        Ok(Self { server })
    }

    /// Host and port, as in an image reference.
    pub fn address(&self) -> String {
        self.server.address().to_string()
    }
}

fn limit_reached() -> Response<Full<Bytes>> {
    let message = "You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: \
                   https://www.docker.com/increase-rate-limit";
    json_response(
        StatusCode::TOO_MANY_REQUESTS,
        &json!({ "errors": [{ "code": "TOOMANYREQUESTS", "message": message }] }),
    )
}

/// A server in front of the mirror that changes its responses or replaces it.
#[derive(Debug)]
pub struct MirrorFront {
    server: Server,
}

impl MirrorFront {
    pub(crate) fn token(mirror: &str) -> Result<Self> {
        let listener = listen(Ipv4Addr::LOCALHOST)?;
        let address = listener.local_addr().map_err(|error| failed("registry", &error))?;
        let realm = format!("http://{address}/token");
        Self::start(
            listener,
            move |request, mirror| {
                let realm = realm.clone();
                async move {
                    if request.uri().path() == "/token" {
                        let query = request.uri().query().unwrap_or_default().to_owned();
                        return json_response(StatusCode::OK, &json!({ "token": query }));
                    }
                    // A token is valid only for the repository that it was requested for.
                    let path = request.uri().path().to_owned();
                    let repository = path.strip_prefix("/v2/").and_then(|path| path.split("/manifests/").next());
                    let repository = repository.and_then(|path| path.split("/blobs/").next()).unwrap_or_default();
                    let scope = format!("scope=repository%3A{}%3Apull", repository.replace('/', "%2F"));
                    let authorization = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
                    match authorization {
                        Some(value) if value.starts_with("Bearer ") && value.contains(&scope) => {
                            forward(&mirror, request).await
                        }
                        _ => challenge(&realm, None),
                    }
                }
            },
            mirror,
        )
    }

    pub(crate) fn lying(mirror: &str) -> Result<Self> {
        Self::start(
            listen(Ipv4Addr::LOCALHOST)?,
            |request, mirror| async move {
                let path = request.uri().path().replacen("/library/ubuntu/", "/library/nginx/", 1);
                let path = match path.split_once("/manifests/") {
                    Some((repository, _)) => format!("{repository}/manifests/latest"),
                    None => path,
                };
                forward_to(&mirror, &path, &request).await.unwrap_or_else(|_| unavailable())
            },
            mirror,
        )
    }

    pub(crate) fn plain(address: Ipv4Addr, mirror: &str) -> Result<Self> {
        Self::start(listen(address)?, |request, mirror| async move { forward(&mirror, request).await }, mirror)
    }

    pub(crate) fn page() -> Result<Self> {
        let page = || Response::new(Full::new(Bytes::from_static(b"<!DOCTYPE html>\n<title>Welcome</title>\n")));
        Self::start(listen(Ipv4Addr::LOCALHOST)?, move |_, _| async move { page() }, "")
    }

    fn start<F>(
        listener: TcpListener,
        respond: impl Fn(Request<Incoming>, String) -> F + Clone + Send + Sync + 'static,
        mirror: &str,
    ) -> Result<Self>
    where
        F: Future<Output = Response<Full<Bytes>>> + Send + 'static,
    {
        let mirror = mirror.to_owned();
        let server = Server::start(listener, move |stream| {
            let (respond, mirror) = (respond.clone(), mirror.clone());
            async move { serve_http(stream, |request| respond(request, mirror.clone())).await }
        })?;
        Ok(Self { server })
    }

    /// Host and port, as in an image reference.
    pub fn address(&self) -> String {
        self.server.address().to_string()
    }
}

/// Forwards the request to the mirror.
async fn forward(mirror: &str, request: Request<Incoming>) -> Response<Full<Bytes>> {
    let target = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    forward_to(mirror, &target, &request).await.unwrap_or_else(|_| unavailable())
}

/// A registry with an untrusted certificate.
#[derive(Debug)]
pub struct UntrustedRegistry {
    server: Server,
}

impl UntrustedRegistry {
    pub(crate) fn start(address: Ipv4Addr) -> Result<Self> {
        let Certificate { acceptor, .. } = certificate(&[&address.to_string()])?;
        let server = Server::start(listen(address)?, move |stream| answer_untrusted(stream, Arc::clone(&acceptor)))?;
        Ok(Self { server })
    }

    /// Host and port, as in an image reference.
    pub fn address(&self) -> String {
        self.server.address().to_string()
    }
}

async fn answer_untrusted(stream: tokio::net::TcpStream, acceptor: Arc<TlsAcceptor>) {
    if let Ok(stream) = acceptor.accept(stream).await {
        serve_http(stream, |_| async { json_response(StatusCode::OK, &json!({})) }).await;
    }
}
