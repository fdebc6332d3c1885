//! Registries that do not simply give.

use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::CONTENT_TYPE;
use hyper::{Response, StatusCode};
use serde_json::json;
use slipway_engine::Result;
use slipway_engine::practice::registry::{Password, Registry, RunningRegistry};
use tokio_rustls::TlsAcceptor;

use crate::failed;
use crate::hub::{Certificate, certificate};
use crate::lookalikes;
use crate::served::{Served, answer, listen};

/// The one user of a registry with a password.
pub const USER: &str = "sailor";
/// The user's password.
pub const PASSWORD: &str = "ahoy-there";
/// The same by `htpasswd -nbB`.
const HTPASSWD: &str = "sailor:$2y$05$A2x8OopC6ln6hGCbHrGpVOrPZJW3GkMrdsXRbtEGVBKC1HsCMI9zO\n";

/// A registry with a password. It holds `redis:latest`.
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
        registry.push("redis", &["latest"], &lookalikes::redis()?.build()?).await?;
        Ok(Self { registry })
    }

    /// Host and port, as they stand before the first slash of a reference.
    pub fn address(&self) -> String {
        self.registry.address().to_owned()
    }
}

/// A registry that always says that the limit of pulls is reached, in Docker Hub's words.
#[derive(Debug)]
pub struct LimitedRegistry {
    server: Served,
}

impl LimitedRegistry {
    pub(crate) fn start() -> Result<Self> {
        let server = Served::start(listen(Ipv4Addr::LOCALHOST)?, |stream| {
            answer(stream, |request| {
                let greeting = request.uri().path() == "/v2/";
                async move { if greeting { json_response(StatusCode::OK, &json!({})) } else { limit_reached() } }
            })
        })?;
        Ok(Self { server })
    }

    /// Host and port, as they stand before the first slash of a reference.
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

/// A registry with a certificate that nobody trusts.
#[derive(Debug)]
pub struct UntrustedRegistry {
    server: Served,
}

impl UntrustedRegistry {
    pub(crate) fn start(address: Ipv4Addr) -> Result<Self> {
        let Certificate { acceptor, .. } = certificate(&[&address.to_string()])?;
        let server = Served::start(listen(address)?, move |stream| answer_untrusted(stream, Arc::clone(&acceptor)))?;
        Ok(Self { server })
    }

    /// Host and port, as they stand before the first slash of a reference.
    pub fn address(&self) -> String {
        self.server.address().to_string()
    }
}

async fn answer_untrusted(stream: tokio::net::TcpStream, acceptor: Arc<TlsAcceptor>) {
    if let Ok(stream) = acceptor.accept(stream).await {
        answer(stream, |_| async { json_response(StatusCode::OK, &json!({})) }).await;
    }
}

/// A response with a JSON body, as registries answer.
pub(crate) fn json_response(status: StatusCode, body: &serde_json::Value) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body.to_string())));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, hyper::header::HeaderValue::from_static("application/json"));
    response
}
