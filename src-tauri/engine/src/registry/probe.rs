//! A mirror's test: it is asked directly, from this machine, for what a pull would ask it.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::{Duration, Instant},
};

use bollard::auth::DockerCredentials;
use http_auth::{ParamValue, parser::ChallengeParser};
use hyper::{
    StatusCode,
    header::{ACCEPT, HeaderMap, WWW_AUTHENTICATE},
};
use reqwest::{Client, Response};
use rustls_pki_types::ServerName;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tokio::{
    net::{TcpStream, lookup_host},
    time::timeout,
};
use tokio_rustls::TlsConnector;
use url::{Host, Url};

use crate::{
    connect::system_roots,
    error::{Error, ErrorCode, Result},
    grammar::mirror::{Mirror, Through},
    registry::{Credentials, failure},
    wire::{MirrorFailure, MirrorImage, MirrorReached, MirrorSpeed, MirrorStep, MirrorTest},
};

/// How long a mirror may take to take a connection, TLS included.
const CONNECT: Duration = Duration::from_secs(10);
/// How long it may take to begin an answer, and between two parts of it.
const ANSWER: Duration = Duration::from_secs(20);
/// How many bytes of a layer are fetched to tell the speed, and for how long at most.
const PART: u64 = 2_000_000;
const PART_TIME: Duration = Duration::from_secs(6);
/// The longest description of an image (distribution's own limit), and the longest greeting that is read.
const LONGEST_MANIFEST: usize = 4 << 20;
const LONGEST_GREETING: usize = 64 << 10;
/// The kinds of descriptions that engines take.
const MANIFESTS: &str = "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, \
                         application/vnd.docker.distribution.manifest.list.v2+json, \
                         application/vnd.docker.distribution.manifest.v2+json";
/// What registries say of themselves in every answer.
const API_VERSION: &str = "docker-distribution-api-version";

/// Tests a mirror: can it be reached, is it a registry, does it have the image, how fast is it. `platform` is the system
/// and architecture that the image is wanted for; `tell` is told of each step that succeeded. No proxy is used, and for
/// a mirror that wants a login those of Docker's configuration are. Dropping it ends it.
///
/// # Errors
/// As [`Through::new`]. What the mirror does stands in [`MirrorTest::failed`].
pub async fn test(
    mirror: &str,
    image: &str,
    platform: (&str, &str),
    credentials: &Credentials,
    tell: impl FnMut(&MirrorTest),
) -> Result<MirrorTest> {
    let through = Through::new(image, mirror)?;
    let mut test = MirrorTest {
        mirror: mirror.to_owned(),
        image: through.name.as_ref().map_or_else(|| image.trim().to_owned(), |name| name.familiar()),
        reached: None,
        registry: None,
        found: None,
        speed: None,
        failed: None,
    };
    let mut probe = Probe::new(Mirror::parse(mirror)?, through, credentials)?;
    test.failed = probe.go(platform, &mut test, tell).await.err();
    Ok(test)
}

/// A client, and what it has been given so far.
struct Probe<'a> {
    mirror: Mirror,
    through: Through,
    credentials: &'a Credentials,
    tls: Arc<rustls::ClientConfig>,
    client: Client,
    entry: Entry,
}

/// What a registry is shown with each question.
enum Entry {
    Nothing,
    Token(String),
    Login(DockerCredentials),
}

/// What describes an image, or several for different platforms.
#[derive(Deserialize)]
struct Manifest {
    #[serde(default)]
    manifests: Vec<Described>,
    #[serde(default)]
    layers: Vec<Described>,
}

#[derive(Deserialize)]
struct Described {
    digest: String,
    #[serde(default)]
    size: u64,
    platform: Option<Platform>,
}

#[derive(Deserialize)]
struct Platform {
    os: String,
    architecture: String,
}

/// What a registry's token server answers.
#[derive(Deserialize)]
struct Token {
    token: Option<String>,
    access_token: Option<String>,
}

impl<'a> Probe<'a> {
    fn new(mirror: Mirror, through: Through, credentials: &'a Credentials) -> Result<Self> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| Error::internal(error.to_string()))?
            .with_root_certificates(system_roots())
            .with_no_client_auth();
        let client = Client::builder()
            .tls_backend_preconfigured(tls.clone())
            .no_proxy()
            .connect_timeout(CONNECT)
            .read_timeout(ANSWER)
            .user_agent(concat!("slipway/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| Error::internal(error.to_string()))?;
        Ok(Self { mirror, through, credentials, tls: Arc::new(tls), client, entry: Entry::Nothing })
    }

    async fn go(
        &mut self,
        platform: (&str, &str),
        test: &mut MirrorTest,
        mut tell: impl FnMut(&MirrorTest),
    ) -> std::result::Result<(), MirrorFailure> {
        let at = |step| move |error| MirrorFailure { step, error };
        test.reached = Some(self.reach().await.map_err(at(MirrorStep::Reach))?);
        tell(test);
        test.registry = Some(self.greet().await.map_err(at(MirrorStep::Registry))?);
        tell(test);
        let (found, layer) = self.find(platform).await.map_err(at(MirrorStep::Image))?;
        test.found = Some(found);
        tell(test);
        test.speed = Some(self.measure(&layer).await.map_err(at(MirrorStep::Speed))?);
        tell(test);
        Ok(())
    }

    /// Name, connection, TLS: by hand, since only here each is still told apart.
    async fn reach(&self) -> Result<MirrorReached> {
        let begun = Instant::now();
        let address = timeout(CONNECT, self.connect()).await;
        let address = address.map_err(|_| failure::of_silence(&self.mirror, CONNECT))??;
        Ok(MirrorReached { address: address.to_string(), took: since(begun), tls: self.mirror.is_https() })
    }

    async fn connect(&self) -> Result<SocketAddr> {
        let broken = |error: io::Error| failure::of_line(&self.mirror, &error);
        let invalid = || Error::new(ErrorCode::MirrorInvalid).with("mirror", self.mirror.to_string());
        let url = self.url("/")?;
        let (host, port) = url.host().zip(url.port_or_known_default()).ok_or_else(invalid)?;
        let (addresses, name) = match host {
            Host::Domain(name) => {
                let unknown = |error: io::Error| {
                    Error::new(ErrorCode::MirrorNameUnknown).with("host", name).saying(error.to_string())
                };
                let addresses = lookup_host((name, port)).await.map_err(unknown)?.collect();
                (addresses, ServerName::try_from(name.to_owned()).map_err(|_| invalid())?)
            }
            Host::Ipv4(address) => (vec![(address, port).into()], IpAddr::from(address).into()),
            Host::Ipv6(address) => (vec![(address, port).into()], IpAddr::from(address).into()),
        };
        let stream = TcpStream::connect(addresses.as_slice()).await.map_err(broken)?;
        let address = stream.peer_addr().map_err(broken)?;
        if self.mirror.is_https() {
            TlsConnector::from(Arc::clone(&self.tls)).connect(name, stream).await.map_err(broken)?;
        }
        Ok(address)
    }

    /// `/v2/`, which every registry answers, if only by asking who one is.
    async fn greet(&self) -> Result<u32> {
        let begun = Instant::now();
        let answer = self.get(self.url("/v2/")?).await?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let is_registry = match status {
            StatusCode::UNAUTHORIZED => headers.contains_key(WWW_AUTHENTICATE),
            StatusCode::TOO_MANY_REQUESTS => {
                return Err(failure::of_status(status, &self.mirror, &self.through, false));
            }
            status if status.is_success() => {
                let body = self.body(answer, LONGEST_GREETING).await?;
                headers.contains_key(API_VERSION) || serde_json::from_slice::<serde_json::Value>(&body).is_ok()
            }
            _ => false,
        };
        if is_registry { Ok(since(begun)) } else { Err(failure::of_stranger(&self.mirror, status)) }
    }

    /// What it has of the image, and the greatest of its layers.
    async fn find(&mut self, (os, architecture): (&str, &str)) -> Result<(MirrorImage, String)> {
        let begun = Instant::now();
        let version = self.through.from.digest().or(self.through.from.tag()).unwrap_or("latest").to_owned();
        let (digest, mut manifest) = self.manifest(&version).await?;
        if self.through.from.digest().is_some_and(|asked| asked.starts_with("sha256:") && asked != digest) {
            return Err(Error::new(ErrorCode::DigestMismatch).with("digest", version));
        }
        if !manifest.manifests.is_empty() {
            let is_it = |described: &&Described| {
                described.platform.as_ref().is_some_and(|is| is.os == os && is.architecture == architecture)
            };
            let chosen = manifest.manifests.iter().find(is_it).ok_or_else(|| {
                Error::new(ErrorCode::PlatformNotFound)
                    .with("reference", self.through.from.familiar())
                    .with("platform", format!("{os}/{architecture}"))
            })?;
            let chosen = chosen.digest.clone();
            manifest = self.manifest(&chosen).await?.1;
        }
        let bytes = manifest.layers.iter().map(|layer| layer.size).sum();
        let token = matches!(self.entry, Entry::Token(_));
        let found = MirrorImage { took: since(begun), digest, bytes, token };
        let largest = manifest.layers.into_iter().max_by_key(|layer| layer.size);
        largest.map(|layer| (found, layer.digest)).ok_or_else(|| self.not_understood("no layers"))
    }

    /// An image's description, with the digest of what came.
    async fn manifest(&mut self, version: &str) -> Result<(String, Manifest)> {
        let answer = self.ask(&format!("manifests/{version}")).await?;
        let body = self.body(answer, LONGEST_MANIFEST).await?;
        let digest = format!("sha256:{:x}", Sha256::digest(&body));
        let manifest = serde_json::from_slice(&body).map_err(|error| self.not_understood(&error.to_string()))?;
        Ok((digest, manifest))
    }

    /// How fast a part of a layer comes, from its first byte on.
    async fn measure(&mut self, layer: &str) -> Result<MirrorSpeed> {
        let mut answer = self.ask(&format!("blobs/{layer}")).await?;
        let begun = Instant::now();
        let mut bytes = 0;
        while bytes < PART {
            let left = PART_TIME.saturating_sub(begun.elapsed());
            match timeout(left, answer.chunk()).await {
                Ok(Ok(Some(chunk))) => bytes += chunk.len() as u64,
                Ok(Ok(None)) | Err(_) => break,
                Ok(Err(error)) => return Err(failure::of_line(&self.mirror, &error)),
            }
        }
        let (bytes, took) = (bytes.min(PART), since(begun).max(1));
        Ok(MirrorSpeed { bytes, took, per_second: bytes * 1000 / u64::from(took) })
    }

    /// Asks for something of the image; once more with a token or a login where the mirror wants one.
    async fn ask(&mut self, what: &str) -> Result<Response> {
        let url = self.url(&format!("/v2/{}/{what}", self.through.from.path()))?;
        let mut answer = self.get(url.clone()).await?;
        if answer.status() == StatusCode::UNAUTHORIZED && matches!(self.entry, Entry::Nothing) {
            self.enter(answer.headers()).await?;
            answer = self.get(url).await?;
        }
        let welcome = matches!(self.entry, Entry::Token(_));
        match answer.status() {
            status if status.is_success() => Ok(answer),
            status => Err(failure::of_status(status, &self.mirror, &self.through, welcome)),
        }
    }

    /// Does what a `WWW-Authenticate` asks for (distribution's token specification, RFC 7617).
    async fn enter(&mut self, headers: &HeaderMap) -> Result<()> {
        let refused = || failure::of_status(StatusCode::UNAUTHORIZED, &self.mirror, &self.through, false);
        let header = headers.get(WWW_AUTHENTICATE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let login = match self.credentials.for_registry(self.mirror.host()).await {
            Ok(login) => login.filter(|login| login.username.is_some()),
            Err(_) if header.to_ascii_lowercase().starts_with("bearer") => None,
            Err(error) => return Err(error),
        };
        for challenge in ChallengeParser::new(header).filter_map(std::result::Result::ok) {
            if challenge.scheme.eq_ignore_ascii_case("bearer") {
                self.entry = Entry::Token(self.token(&challenge.params, login.as_ref()).await?);
                return Ok(());
            }
            if let (true, Some(login)) = (challenge.scheme.eq_ignore_ascii_case("basic"), &login) {
                self.entry = Entry::Login(login.clone());
                return Ok(());
            }
        }
        Err(refused())
    }

    async fn token(&self, params: &[(&str, ParamValue<'_>)], login: Option<&DockerCredentials>) -> Result<String> {
        let told = |name: &str| {
            params.iter().find(|(param, _)| param.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_unescaped())
        };
        let realm = told("realm").and_then(|realm| Url::parse(&realm).ok());
        let mut realm = realm.ok_or_else(|| self.not_understood("WWW-Authenticate"))?;
        let scope = told("scope").unwrap_or_else(|| format!("repository:{}:pull", self.through.from.path()));
        for (name, value) in [("service", told("service")), ("scope", Some(scope))] {
            if let Some(value) = value {
                realm.query_pairs_mut().append_pair(name, &value);
            }
        }
        // A login that was kept for TLS does not leave it.
        let login = login.filter(|_| realm.scheme() == "https" || !self.mirror.is_https());
        let mut request = self.client.get(realm);
        if let Some(DockerCredentials { username: Some(user), password, .. }) = login {
            request = request.basic_auth(user, password.as_deref());
        }
        let answer = request.send().await.map_err(|error| failure::of_line(&self.mirror, &error))?;
        if !answer.status().is_success() {
            return Err(failure::of_status(answer.status(), &self.mirror, &self.through, false));
        }
        let body = self.body(answer, LONGEST_GREETING).await?;
        let token: Token = serde_json::from_slice(&body).map_err(|error| self.not_understood(&error.to_string()))?;
        token.token.or(token.access_token).ok_or_else(|| self.not_understood("no token"))
    }

    async fn get(&self, url: Url) -> Result<Response> {
        let request = self.client.get(url).header(ACCEPT, MANIFESTS);
        let request = match &self.entry {
            Entry::Nothing => request,
            Entry::Token(token) => request.bearer_auth(token),
            Entry::Login(login) => {
                request.basic_auth(login.username.as_deref().unwrap_or_default(), login.password.as_deref())
            }
        };
        request.send().await.map_err(|error| failure::of_line(&self.mirror, &error))
    }

    /// An answer's body, but no endless one.
    async fn body(&self, mut answer: Response, longest: usize) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| failure::of_line(&self.mirror, &error))? {
            body.extend_from_slice(&chunk);
            if body.len() > longest {
                return Err(failure::of_stranger(&self.mirror, answer.status()));
            }
        }
        Ok(body)
    }

    fn not_understood(&self, why: &str) -> Error {
        Error::new(ErrorCode::MirrorNotRegistry).with("mirror", self.mirror.to_string()).saying(why)
    }

    fn url(&self, path: &str) -> Result<Url> {
        let invalid = |_| Error::new(ErrorCode::MirrorInvalid).with("mirror", self.mirror.to_string());
        Url::parse(&format!("{}{path}", self.mirror.origin())).map_err(invalid)
    }
}

/// Milliseconds since then.
fn since(begun: Instant) -> u32 {
    u32::try_from(begun.elapsed().as_millis()).unwrap_or(u32::MAX)
}
