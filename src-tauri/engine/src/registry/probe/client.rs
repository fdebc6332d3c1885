use std::time::Duration;

use bollard::auth::DockerCredentials;
use http_auth::{ParamValue, parser::ChallengeParser};
use hyper::{
    StatusCode,
    header::{ACCEPT, HeaderMap, WWW_AUTHENTICATE},
};
use reqwest::{Client, Response};
use serde::Deserialize;
use url::Url;

use super::reach::CONNECT_TIMEOUT;
use crate::{
    error::{Error, Result},
    grammar::mirror::{Mirror, MirrorPull},
    registry::{Credentials, failure},
};

/// How long a mirror may take to start a response, and between two parts of it.
const READ_TIMEOUT: Duration = Duration::from_secs(20);
/// The longest reply that is not a manifest.
pub(super) const MAX_JSON: usize = 64 << 10;
/// The media types of manifests that engines accept.
const MANIFESTS: &str = "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, \
                         application/vnd.docker.distribution.manifest.list.v2+json, \
                         application/vnd.docker.distribution.manifest.v2+json";

/// An HTTP client for one image at one mirror.
pub(super) struct MirrorClient<'a> {
    pub(super) mirror: Mirror,
    pub(super) pull: MirrorPull,
    credentials: &'a Credentials,
    http: Client,
    authorization: Authorization,
}

/// How requests are authorized.
enum Authorization {
    None,
    Token(String),
    Login(DockerCredentials),
}

/// The reply of a registry's token server.
#[derive(Deserialize)]
struct TokenReply {
    token: Option<String>,
    access_token: Option<String>,
}

impl<'a> MirrorClient<'a> {
    pub(super) fn new(
        mirror: Mirror,
        pull: MirrorPull,
        credentials: &'a Credentials,
        tls: rustls::ClientConfig,
    ) -> Result<Self> {
        let http = Client::builder()
            .tls_backend_preconfigured(tls)
            .no_proxy()
            .connect_timeout(CONNECT_TIMEOUT)
            .read_timeout(READ_TIMEOUT)
            .user_agent(concat!("slipway/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| Error::internal(error.to_string()))?;
        Ok(Self { mirror, pull, credentials, http, authorization: Authorization::None })
    }

    /// Whether the mirror has issued a token.
    pub(super) fn has_token(&self) -> bool {
        matches!(self.authorization, Authorization::Token(_))
    }

    /// Requests a manifest or blob of the image; once more with a token or a login if the mirror requires one.
    pub(super) async fn request(&mut self, path: &str) -> Result<Response> {
        let url = self.mirror.url(&format!("/v2/{}/{path}", self.pull.from.path()))?;
        let mut response = self.get(url.clone()).await?;
        if response.status() == StatusCode::UNAUTHORIZED && matches!(self.authorization, Authorization::None) {
            self.authenticate(response.headers()).await?;
            response = self.get(url).await?;
        }
        match response.status() {
            status if status.is_success() => Ok(response),
            status => Err(self.rejected(status, self.has_token())),
        }
    }

    pub(super) async fn get(&self, url: Url) -> Result<Response> {
        let request = self.http.get(url).header(ACCEPT, MANIFESTS);
        let request = match &self.authorization {
            Authorization::None => request,
            Authorization::Token(token) => request.bearer_auth(token),
            Authorization::Login(login) => {
                request.basic_auth(login.username.as_deref().unwrap_or_default(), login.password.as_deref())
            }
        };
        request.send().await.map_err(|error| failure::connection_failed(&self.mirror, &error))
    }

    /// Reads the body of a response, up to a limit.
    pub(super) async fn body(&self, mut response: Response, max: usize) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        while let Some(chunk) =
            response.chunk().await.map_err(|error| failure::connection_failed(&self.mirror, &error))?
        {
            body.extend_from_slice(&chunk);
            if body.len() > max {
                return Err(failure::not_a_registry(&self.mirror, response.status()));
            }
        }
        Ok(body)
    }

    /// Answers the challenge of a `WWW-Authenticate` (distribution's token specification, RFC 7617).
    async fn authenticate(&mut self, headers: &HeaderMap) -> Result<()> {
        let header = headers.get(WWW_AUTHENTICATE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let login = match self.credentials.for_registry(self.mirror.host()).await {
            Ok(login) => login.filter(|login| login.username.is_some()),
            Err(_) if header.to_ascii_lowercase().starts_with("bearer") => None,
            Err(error) => return Err(error),
        };
        for challenge in ChallengeParser::new(header).filter_map(std::result::Result::ok) {
            if challenge.scheme.eq_ignore_ascii_case("bearer") {
                let token = self.fetch_token(&challenge.params, login.as_ref()).await?;
                self.authorization = Authorization::Token(token);
                return Ok(());
            }
            if let (true, Some(login)) = (challenge.scheme.eq_ignore_ascii_case("basic"), &login) {
                self.authorization = Authorization::Login(login.clone());
                return Ok(());
            }
        }
        Err(self.rejected(StatusCode::UNAUTHORIZED, false))
    }

    async fn fetch_token(
        &self,
        params: &[(&str, ParamValue<'_>)],
        login: Option<&DockerCredentials>,
    ) -> Result<String> {
        let param = |name: &str| {
            params.iter().find(|(param, _)| param.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_unescaped())
        };
        let realm = param("realm").and_then(|realm| Url::parse(&realm).ok());
        let mut realm = realm.ok_or_else(|| failure::invalid_reply(&self.mirror, "WWW-Authenticate"))?;
        let scope = param("scope").unwrap_or_else(|| format!("repository:{}:pull", self.pull.from.path()));
        for (name, value) in [("service", param("service")), ("scope", Some(scope))] {
            if let Some(value) = value {
                realm.query_pairs_mut().append_pair(name, &value);
            }
        }
        // The login for an HTTPS mirror is not sent over HTTP.
        let login = login.filter(|_| realm.scheme() == "https" || !self.mirror.is_https());
        let mut request = self.http.get(realm);
        if let Some(DockerCredentials { username: Some(user), password, .. }) = login {
            request = request.basic_auth(user, password.as_deref());
        }
        let response = request.send().await.map_err(|error| failure::connection_failed(&self.mirror, &error))?;
        if !response.status().is_success() {
            return Err(self.rejected(response.status(), false));
        }
        let body = self.body(response, MAX_JSON).await?;
        let reply: TokenReply =
            serde_json::from_slice(&body).map_err(|error| failure::invalid_reply(&self.mirror, &error.to_string()))?;
        reply.token.or(reply.access_token).ok_or_else(|| failure::invalid_reply(&self.mirror, "no token"))
    }

    fn rejected(&self, status: StatusCode, has_token: bool) -> Error {
        failure::rejected(status, &self.mirror, &self.pull, has_token)
    }
}
