//! A stand-in for Docker Hub: the mirror's images behind token authentication, and Hub's responses for missing ones.

use std::fmt::Display;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{AUTHORIZATION, HOST, HeaderValue, WWW_AUTHENTICATE};
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use serde_json::json;
use slipway_engine::Result;
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use crate::certificates::Authority;
use crate::failed;
use crate::server::{Server, json_response, serve_http};

/// The host names of Docker Hub.
const NAMES: [&str; 4] = ["registry-1.docker.io", "auth.docker.io", "index.docker.io", "docker.io"];

/// Docker Hub's token endpoint.
const REALM: &str = "https://auth.docker.io/token";

/// The stand-in for Docker Hub, on a loopback address of its own.
#[derive(Debug)]
pub struct Hub {
    _server: Server,
    certificate: PathBuf,
    hosts: PathBuf,
}

impl Hub {
    pub(crate) fn start(listener: TcpListener, mirror: &str, folder: &Path, authority: &Authority) -> Result<Self> {
        let Certificate { pem, acceptor } = certificate(&NAMES)?;
        let pem = format!("{pem}{}", authority.pem());
        let address = listener.local_addr().map_err(|error| failed("hub", &error))?.ip();
        let files = [(folder.join("hub.pem"), pem), (folder.join("hosts"), hosts_at(&address))];
        std::fs::create_dir_all(folder).map_err(|error| failed("hub", &error))?;
        for (file, content) in &files {
            std::fs::write(file, content).map_err(|error| failed("hub", &error))?;
        }
        let mirror = mirror.to_owned();
        let server = Server::start(listener, move |stream| {
            let (acceptor, mirror) = (Arc::clone(&acceptor), mirror.clone());
            async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    serve_http(stream, |request| respond(request, mirror.clone())).await;
                }
            }
        })?;
        let [(certificate, _), (hosts, _)] = files;
        Ok(Self { _server: server, certificate, hosts })
    }

    /// Resolves Docker Hub's names to this address from now on, for programs that read [`Hub::hosts`].
    pub(crate) fn redirect_to(&self, address: Ipv4Addr) -> Result<()> {
        std::fs::write(&self.hosts, hosts_at(&address)).map_err(|error| failed("hub", &error))
    }

    /// The PEM file with its certificate and the lab's authority, for programs that are to trust them.
    pub fn certificate(&self) -> &Path {
        &self.certificate
    }

    /// A hosts file that resolves Docker Hub's names to this server.
    pub fn hosts(&self) -> &Path {
        &self.hosts
    }
}

fn hosts_at(address: &dyn Display) -> String {
    format!("127.0.0.1 localhost\n::1 localhost\n{address} {}\n", NAMES.join(" "))
}

/// A self-signed certificate.
pub(crate) struct Certificate {
    /// The certificate without its key.
    pub pem: String,
    /// A TLS server that presents it.
    pub acceptor: Arc<TlsAcceptor>,
}

pub(crate) fn certificate(names: &[&str]) -> Result<Certificate> {
    let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(names).map_err(|error| failed("certificate", &error))?;
    Ok(Certificate { pem: cert.pem(), acceptor: acceptor(&cert, &signing_key)? })
}

/// A TLS server that presents this certificate.
pub(crate) fn acceptor(certificate: &rcgen::Certificate, key: &KeyPair) -> Result<Arc<TlsAcceptor>> {
    let key = PrivateKeyDer::try_from(key.serialize_der()).map_err(|error| failed("certificate", &error))?;
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], key))
        .map_err(|error| failed("certificate", &error))?;
    Ok(Arc::new(TlsAcceptor::from(Arc::new(config))))
}

/// Responds as Docker Hub does: it requires a token, then serves content, or denies access to a repository whether it is
/// missing or private.
async fn respond(request: Request<Incoming>, mirror: String) -> Response<Full<Bytes>> {
    let path = request.uri().path().to_owned();
    if path == "/token" {
        return json_response(StatusCode::OK, &json!({ "token": "lab", "access_token": "lab", "expires_in": 300 }));
    }
    let Some(repository) = repository_of(&path) else { return challenge(REALM, None) };
    if request.headers().get(AUTHORIZATION).is_none() {
        return challenge(REALM, None);
    }
    match forward_to(&mirror, &format!("/v2/{repository}/tags/list"), &request).await {
        Ok(tags) if tags.status() == StatusCode::OK => {
            let target = request.uri().path_and_query().map_or(path.as_str(), |target| target.as_str());
            forward_to(&mirror, target, &request).await.unwrap_or_else(|_| unavailable())
        }
        Ok(_) => challenge(REALM, Some(repository)),
        Err(_) => unavailable(),
    }
}

/// `library/ubuntu` in `/v2/library/ubuntu/manifests/14.04`.
fn repository_of(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("/v2/")?;
    ["/manifests/", "/blobs/", "/tags/"].iter().find_map(|part| rest.split_once(part)).map(|(name, _)| name)
}

/// A 401 that names the token endpoint. For a repository that is denied even with a token it has `insufficient_scope`,
/// for which the engine reports `pull access denied` (docker/distribution `registry/client/errors.go`,
/// `handleErrorResponse`).
pub(crate) fn challenge(realm: &str, denied: Option<&str>) -> Response<Full<Bytes>> {
    let mut header = format!(r#"Bearer realm="{realm}",service="registry.docker.io""#);
    if let Some(repository) = denied {
        header += &format!(r#",scope="repository:{repository}:pull",error="insufficient_scope""#);
    }
    let errors = json!({ "errors": [{ "code": "UNAUTHORIZED", "message": "authentication required" }] });
    let mut response = json_response(StatusCode::UNAUTHORIZED, &errors);
    if let Ok(header) = HeaderValue::from_str(&header) {
        response.headers_mut().insert(WWW_AUTHENTICATE, header);
    }
    response
}

pub(crate) fn unavailable() -> Response<Full<Bytes>> {
    json_response(StatusCode::SERVICE_UNAVAILABLE, &json!({ "errors": [{ "code": "UNAVAILABLE" }] }))
}

/// Forwards the request to the mirror, with another target.
pub(crate) async fn forward_to(
    mirror: &str,
    target: &str,
    original: &Request<Incoming>,
) -> std::io::Result<Response<Full<Bytes>>> {
    let mut request = Request::builder().method(original.method()).uri(target).header(HOST, mirror);
    for (name, value) in original.headers().iter().filter(|(name, _)| *name != HOST && *name != AUTHORIZATION) {
        request = request.header(name, value);
    }
    let request = request.body(Full::new(Bytes::new())).map_err(std::io::Error::other)?;
    let stream = TcpStream::connect(mirror).await?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(std::io::Error::other)?;
    let connection = tokio::spawn(connection);
    let (head, body) = sender.send_request(request).await.map_err(std::io::Error::other)?.into_parts();
    let body = body.collect().await.map_err(std::io::Error::other)?.to_bytes();
    connection.abort();
    Ok(Response::from_parts(head, Full::new(body)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_is_parsed_from_the_path() {
        assert_eq!(repository_of("/v2/library/ubuntu/manifests/14.04"), Some("library/ubuntu"), "a manifest");
        assert_eq!(repository_of("/v2/a/b/c/blobs/sha256:00"), Some("a/b/c"), "a blob, several slashes");
        assert_eq!(repository_of("/v2/"), None, "the version check names no repository");
    }
}
