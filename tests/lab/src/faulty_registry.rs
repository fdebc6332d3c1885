//! A registry that can be told its fault.

use std::net::Ipv4Addr;
use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE};
use hyper::{Request, Response, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use slipway_engine::Result;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use crate::certificates::Authority;
use crate::failed;
use crate::server::{Server, json_response, listen, serve_http};

const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
const CONFIG: &str = "application/vnd.oci.image.config.v1+json";
const CHART: &str = "application/vnd.cncf.helm.config.v1+json";
const CHART_LAYER: &str = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
const ARTIFACT: &str = "application/vnd.oci.empty.v1+json";
const LAYER: &str = "application/vnd.oci.image.layer.v1.tar";
const SCHEMA_1: &str = "application/vnd.docker.distribution.manifest.v1+prettyjws";
/// The base point of the curve P-256, a public key like any other, and its ID as libtrust derives it.
const KEY: (&str, &str) =
    ("axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY", "T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU");
const KEY_ID: &str = "LTJF:F6YM:5CJS:INX2:7DGN:CBAJ:QG4J:5ZFN:NOP6:TYVC:W7TR:VLFS";
/// The years in which certificates without a fault are valid.
const VALID: (i32, i32) = (2000, 4000);

/// What a registry does wrong. Otherwise it serves an image of one small layer, by any name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegistryFault {
    /// Nothing.
    Faultless,
    /// Every response is a web page with this status, as of a gateway, a firewall or a network's login page.
    Page(u16),
    /// The manifest is refused with this status and this error of distribution's (its code and message).
    Manifest(u16, &'static str, &'static str),
    /// The manifest is refused with this status, without a body.
    Empty(u16),
    /// A token is required, and refused with this status and error.
    Token(u16, &'static str, &'static str),
    /// The token is a web page.
    TokenPage,
    /// Every request is redirected to itself.
    Redirects,
    /// Requests for the manifest are not answered: the connection is closed.
    Closes,
    /// The TLS handshake is not answered: the connection is closed.
    CutsHandshake,
    /// The server speaks another protocol.
    OtherProtocol,
    /// The certificate has expired.
    Expired,
    /// The certificate is not valid yet.
    NotYetValid,
    /// The certificate is for another name.
    OtherName,
    /// The image has a manifest of schema 1.
    Schema1,
    /// What is pulled is a Helm chart.
    Chart,
    /// What is pulled is an artifact whose blobs have the type of a layer, as ORAS pushes files.
    Artifact,
    /// The blob of the image's layer is missing.
    BlobMissing,
    /// The image's configuration is not what its digest says.
    ConfigDamaged,
}

/// A registry with a fault.
#[derive(Debug)]
pub struct FaultyRegistry {
    server: Server,
}

impl FaultyRegistry {
    /// Starts it, with a certificate of the authority if there is one.
    pub(crate) fn start(address: Ipv4Addr, fault: RegistryFault, authority: Option<&Authority>) -> Result<Self> {
        let tls = authority.map(|authority| tls(fault, address, authority)).transpose()?;
        let listener = listen(address)?;
        let port = listener.local_addr().map_err(|error| failed("registry", &error))?;
        // The content differs from that of all other registries, since engines share blobs between repositories.
        let content = Arc::new(Content::new(&port.to_string(), fault));
        let server = Server::start(listener, move |stream| {
            let (tls, content) = (tls.clone(), Arc::clone(&content));
            async move { serve(stream, tls, fault, content).await }
        })?;
        Ok(Self { server })
    }

    /// Host and port, as in an image reference.
    pub fn address(&self) -> String {
        self.server.address().to_string()
    }
}

fn tls(fault: RegistryFault, address: Ipv4Addr, authority: &Authority) -> Result<Arc<TlsAcceptor>> {
    let address = address.to_string();
    match fault {
        RegistryFault::Expired => authority.server(&address, (2000, 2021)),
        RegistryFault::NotYetValid => authority.server(&address, (3000, 4000)),
        RegistryFault::OtherName => authority.server("other.example", VALID),
        _ => authority.server(&address, VALID),
    }
}

/// Serves one connection.
async fn serve(mut stream: TcpStream, tls: Option<Arc<TlsAcceptor>>, fault: RegistryFault, content: Arc<Content>) {
    // A client may disconnect at any time.
    match fault {
        RegistryFault::CutsHandshake => _ = stream.read(&mut [0; 1024]).await,
        RegistryFault::OtherProtocol => _ = stream.write_all(b"SSH-2.0-OpenSSH_9.2\r\n").await,
        _ => {
            let (close, mut closed) = tokio::sync::watch::channel(false);
            let respond = |request: Request<Incoming>| {
                let (content, close) = (Arc::clone(&content), close.clone());
                async move {
                    if fault == RegistryFault::Closes && request.uri().path().contains("/manifests/") {
                        _ = close.send(true);
                        std::future::pending::<()>().await;
                    }
                    content.respond(&request, fault)
                }
            };
            let serving = async {
                match tls {
                    Some(tls) => {
                        if let Ok(stream) = tls.accept(stream).await {
                            serve_http(stream, respond).await;
                        }
                    }
                    None => serve_http(stream, respond).await,
                }
            };
            tokio::select! {
                () = serving => {}
                _ = closed.wait_for(|close| *close) => {}
            }
        }
    }
}

/// What the registry serves.
struct Content {
    layer: Bytes,
    config: Bytes,
    manifest: Bytes,
    manifest_type: &'static str,
}

impl Content {
    /// An image whose one file contains the text, or what the fault makes of it.
    fn new(text: &str, fault: RegistryFault) -> Self {
        let layer = layer(text);
        let config = json!({
            "architecture": "amd64",
            "os": "linux",
            "config": {},
            "rootfs": { "type": "layers", "diff_ids": [digest(&layer)] },
        });
        let config = Bytes::from(config.to_string());
        let (config_type, layer_type) = match fault {
            RegistryFault::Chart => (CHART, CHART_LAYER),
            RegistryFault::Artifact => (ARTIFACT, LAYER),
            _ => (CONFIG, LAYER),
        };
        let manifest = json!({
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "config": descriptor(config_type, &config),
            "layers": [descriptor(layer_type, &layer)],
        });
        let (manifest, manifest_type) = match fault {
            RegistryFault::Schema1 => (schema_1(&digest(&layer)), SCHEMA_1),
            _ => (manifest.to_string(), MANIFEST),
        };
        Self { layer, config, manifest: manifest.into(), manifest_type }
    }

    fn respond(&self, request: &Request<Incoming>, fault: RegistryFault) -> Response<Full<Bytes>> {
        let path = request.uri().path();
        match fault {
            RegistryFault::Page(status) => return page(status),
            RegistryFault::Redirects => return redirect(path),
            RegistryFault::Token(..) | RegistryFault::TokenPage if path == "/token" => return token(fault),
            RegistryFault::Token(..) | RegistryFault::TokenPage if request.headers().get(AUTHORIZATION).is_none() => {
                return challenge(request);
            }
            RegistryFault::Manifest(status, code, message) if path.contains("/manifests/") => {
                return refusal(status, code, message);
            }
            RegistryFault::Empty(status) if path.contains("/manifests/") => {
                return response(status, "application/json", Bytes::new());
            }
            _ => {}
        }
        if path.contains("/manifests/") {
            return blob(self.manifest_type, &self.manifest);
        }
        match path.split_once("/blobs/") {
            Some((_, blob_digest)) if blob_digest == digest(&self.config) => match fault {
                RegistryFault::ConfigDamaged => blob(CONFIG, &Bytes::from(vec![b' '; self.config.len()])),
                _ => blob(CONFIG, &self.config),
            },
            Some((_, blob_digest)) if blob_digest == digest(&self.layer) && fault != RegistryFault::BlobMissing => {
                blob(LAYER, &self.layer)
            }
            Some(_) => refusal(404, "BLOB_UNKNOWN", "blob unknown to registry"),
            None => json_response(StatusCode::OK, &json!({})),
        }
    }
}

fn response(status: u16, content_type: &'static str, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
    if !content_type.is_empty() {
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    response
}

/// nginx's page for a status.
fn page(status: u16) -> Response<Full<Bytes>> {
    let title = StatusCode::from_u16(status).unwrap_or_default().to_string();
    let html = format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n</body>\r\n</html>\r\n"
    );
    let mut response = response(status, "text/html", html.into());
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("60"));
    response
}

fn refusal(status: u16, code: &str, message: &str) -> Response<Full<Bytes>> {
    let status = StatusCode::from_u16(status).unwrap_or_default();
    json_response(status, &json!({ "errors": [{ "code": code, "message": message }] }))
}

fn redirect(path: &str) -> Response<Full<Bytes>> {
    let mut response = response(307, "", Bytes::new());
    if let Ok(path) = HeaderValue::from_str(path) {
        response.headers_mut().insert(LOCATION, path);
    }
    response
}

fn token(fault: RegistryFault) -> Response<Full<Bytes>> {
    match fault {
        RegistryFault::Token(status, code, message) => refusal(status, code, message),
        _ => page(200),
    }
}

/// Requires a token of this registry.
fn challenge(request: &Request<Incoming>) -> Response<Full<Bytes>> {
    let host = request.headers().get(hyper::header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let mut response = refusal(401, "UNAUTHORIZED", "authentication required");
    let header = format!(r#"Bearer realm="https://{host}/token",service="{host}",scope="repository:a/b:pull""#);
    if let Ok(header) = HeaderValue::from_str(&header) {
        response.headers_mut().insert(WWW_AUTHENTICATE, header);
    }
    response
}

fn blob(content_type: &'static str, content: &Bytes) -> Response<Full<Bytes>> {
    let mut response = response(200, content_type, content.clone());
    if let Ok(digest) = HeaderValue::from_str(&digest(content)) {
        response.headers_mut().insert(HeaderName::from_static("docker-content-digest"), digest);
    }
    response
}

fn digest(content: &[u8]) -> String {
    format!("sha256:{:x}", Sha256::digest(content))
}

fn descriptor(media_type: &str, content: &[u8]) -> Value {
    json!({ "mediaType": media_type, "digest": digest(content), "size": content.len() })
}

/// A layer with one file.
fn layer(text: &str) -> Bytes {
    let mut archive = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(text.len() as u64);
    header.set_mode(0o644);
    header.set_cksum();
    // Writing to memory does not fail.
    let written = archive.append_data(&mut header, "file", text.as_bytes()).and_then(|()| archive.into_inner());
    written.unwrap_or_default().into()
}

/// A manifest of schema 1 in the form of libtrust's signatures (`jsonsign.go`). Engines that refuse the schema do not
/// verify the signature.
fn schema_1(layer: &str) -> String {
    let image =
        json!({ "id": "a".repeat(64), "created": "2014-01-01T00:00:00Z", "architecture": "amd64", "os": "linux" });
    let payload = format!(
        "{{\n   \"schemaVersion\": 1,\n   \"name\": \"a/b\",\n   \"tag\": \"latest\",\n   \"architecture\": \"amd64\",\n   \
         \"fsLayers\": [{{\"blobSum\": \"{layer}\"}}],\n   \"history\": [{{\"v1Compatibility\": {}}}]",
        json!(image.to_string())
    );
    let encode = |text: &str| BASE64_URL_SAFE_NO_PAD.encode(text);
    let protected =
        json!({ "formatLength": payload.len(), "formatTail": encode("\n}"), "time": "2014-01-01T00:00:00Z" });
    let key = json!({ "crv": "P-256", "kid": KEY_ID, "kty": "EC", "x": KEY.0, "y": KEY.1 });
    let signature = json!({
        "header": { "jwk": key, "alg": "ES256" },
        "signature": encode("signature"),
        "protected": encode(&protected.to_string()),
    });
    format!("{payload},\n   \"signatures\": [{signature}]\n}}")
}
