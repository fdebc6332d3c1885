//! Logins for registries, from Docker's configuration and its credential helpers.

use std::{
    collections::HashMap,
    ffi::OsString,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    process::Stdio,
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE};
use bollard::auth::DockerCredentials;
use docker_credential::{CredentialRetrievalError, DockerCredential, get_credential_from_reader};
use hyper::header::{HeaderName, HeaderValue};
use serde::Deserialize;
use tokio::{io::AsyncWriteExt, process::Command};

use crate::error::{Error, ErrorCode, Result};

/// The key of the login for Docker Hub in Docker's configuration.
const HUB_KEY: &str = "https://index.docker.io/v1/";
/// The message of a credential helper that has no login (docker/docker-credential-helpers).
const NOT_FOUND: &str = "credentials not found";

/// The request header with a login.
const REGISTRY_AUTH: HeaderName = HeaderName::from_static("x-registry-auth");

/// The source of logins for registries. Stores none itself: each is read when needed, and dropped.
#[derive(Debug, Clone)]
pub struct Credentials {
    file: PathBuf,
    /// The `PATH` of credential helpers; `None` for that of the process.
    helper_path: Option<OsString>,
}

/// The credential helpers in `config.json`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
struct HelperConfig {
    creds_store: String,
    cred_helpers: HashMap<String, String>,
}

/// The output of a credential helper.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct HelperOutput {
    username: String,
    secret: String,
}

impl Credentials {
    /// The logins of the configuration in this folder (`DOCKER_CONFIG`, `~/.docker`).
    pub fn from_folder(folder: impl AsRef<Path>) -> Self {
        Self { file: folder.as_ref().join("config.json"), helper_path: None }
    }

    /// The same, with this `PATH` for credential helpers instead of that of the process.
    #[must_use]
    pub fn with_path(self, path: impl Into<OsString>) -> Self {
        Self { helper_path: Some(path.into()), ..self }
    }

    /// The login for a registry, by its host and port; `None` if there is none.
    ///
    /// A credential helper may prompt the user, and so take time; dropping the future ends it.
    ///
    /// # Errors
    /// [`ErrorCode::CredentialsFailed`] with `program`: the credential helper, or the unreadable file.
    pub async fn for_registry(&self, registry: &str) -> Result<Option<DockerCredentials>> {
        let key = if registry == "docker.io" { HUB_KEY } else { registry };
        let invalid_file = |why: String| failed(&self.file.display().to_string()).with_message(why);
        let config = match tokio::fs::read(&self.file).await {
            Ok(config) => config,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(invalid_file(error.to_string())),
        };
        let helpers: HelperConfig = serde_json::from_slice(&config).unwrap_or_default();
        let credential = match helpers.cred_helpers.get(key).filter(|helper| !helper.is_empty()) {
            Some(helper) => self.run_helper(helper, key).await?,
            None => match get_credential_from_reader(without_helpers(config).as_slice(), key) {
                Ok(credential) => Some(credential),
                Err(CredentialRetrievalError::NoCredentialConfigured) if helpers.creds_store.is_empty() => None,
                Err(CredentialRetrievalError::NoCredentialConfigured) => {
                    self.run_helper(&helpers.creds_store, key).await?
                }
                Err(error) => return Err(invalid_file(error.to_string())),
            },
        };
        let server = DockerCredentials { serveraddress: Some(key.to_owned()), ..DockerCredentials::default() };
        Ok(credential.map(|credential| match credential {
            DockerCredential::UsernamePassword(username, password) => {
                DockerCredentials { username: Some(username), password: Some(password), ..server }
            }
            DockerCredential::IdentityToken(token) => DockerCredentials { identitytoken: Some(token), ..server },
        }))
    }

    /// Asks `docker-credential-…` for a login (the protocol of docker/docker-credential-helpers).
    async fn run_helper(&self, helper: &str, key: &str) -> Result<Option<DockerCredential>> {
        let program = format!("docker-credential-{helper}");
        let io_failed = |error: io::Error| failed(&program).with_message(error.to_string());
        let mut command = Command::new(&program);
        command.envs(self.helper_path.iter().map(|path| ("PATH", path)));
        let mut child = command
            .arg("get")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(io_failed)?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(key.as_bytes()).await.map_err(io_failed)?;
        }
        let output = child.wait_with_output().await.map_err(io_failed)?;
        if !output.status.success() {
            let message = String::from_utf8_lossy(&output.stdout);
            return if message.contains(NOT_FOUND) {
                Ok(None)
            } else {
                Err(failed(&program).with_message(message.trim()))
            };
        }
        // The error never quotes the output, which contains the password.
        let HelperOutput { username, secret } = serde_json::from_slice(&output.stdout).map_err(|error| {
            failed(&program).with_message(format!("{:?} in line {}", error.classify(), error.line()))
        })?;
        Ok(match (username.as_str(), secret.as_str()) {
            // A helper outputs empty fields after the login was erased.
            ("", "") => None,
            ("<token>", _) => Some(DockerCredential::IdentityToken(secret)),
            _ => Some(DockerCredential::UsernamePassword(username, secret)),
        })
    }
}

/// The configuration without credential helpers: the library would wait for a helper without a timeout.
fn without_helpers(config: Vec<u8>) -> Vec<u8> {
    let Ok(mut json) = serde_json::from_slice::<serde_json::Value>(&config) else { return config };
    if let Some(object) = json.as_object_mut() {
        object.remove("credsStore");
        object.remove("credHelpers");
    }
    json.to_string().into_bytes()
}

fn failed(program: &str) -> Error {
    Error::new(ErrorCode::CredentialsFailed).with("program", program)
}

/// The headers that send a login. moby decodes base64's URL alphabet and treats an undecodable header as no login
/// (`registry.DecodeAuthConfig`); bollard encodes the standard alphabet.
pub(crate) fn login_header(login: Option<DockerCredentials>) -> Result<Vec<(HeaderName, HeaderValue)>> {
    let Some(login) = login else { return Ok(Vec::new()) };
    let json = serde_json::to_vec(&login).map_err(|error| Error::internal(error.to_string()))?;
    let mut value = HeaderValue::try_from(URL_SAFE.encode(json)).map_err(|error| Error::internal(error.to_string()))?;
    value.set_sensitive(true);
    Ok(vec![(REGISTRY_AUTH, value)])
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose::STANDARD};
    use serde_json::json;

    use super::*;

    /// A configuration folder with this `config.json`.
    fn folder(config: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("config.json"), config).unwrap();
        folder
    }

    async fn login_for(config: &str, registry: &str) -> Result<Option<DockerCredentials>> {
        Credentials::from_folder(folder(config).path()).for_registry(registry).await
    }

    #[tokio::test]
    async fn logins_are_read_from_the_file() {
        let config = json!({ "auths": {
            "https://index.docker.io/v1/": { "auth": STANDARD.encode("hub:one") },
            "localhost:5002": { "auth": STANDARD.encode("lab:t:wo~?") },
            "token.example": { "identitytoken": "three" },
        }})
        .to_string();
        let hub = login_for(&config, "docker.io").await.unwrap().expect("a login for Docker Hub");
        assert_eq!(hub.username.as_deref(), Some("hub"), "Docker Hub has a key of its own");
        assert_eq!(hub.serveraddress.as_deref(), Some(HUB_KEY), "which is sent to the engine");
        let lab = login_for(&config, "localhost:5002").await.unwrap().expect("a login for the registry");
        assert_eq!(lab.password.as_deref(), Some("t:wo~?"), "a password may contain colons");
        let token = login_for(&config, "token.example").await.unwrap().expect("a token for the registry");
        assert_eq!(token.identitytoken.as_deref(), Some("three"), "tokens are sent as such");
        assert_eq!(login_for(&config, "other.example").await.unwrap(), None, "no login for another registry");
    }

    #[tokio::test]
    async fn a_missing_configuration_is_no_login() {
        let empty = tempfile::tempdir().unwrap();
        let login = Credentials::from_folder(empty.path()).for_registry("docker.io").await;
        assert_eq!(login, Ok(None), "a missing file");
        assert_eq!(login_for("{}", "docker.io").await, Ok(None), "an empty configuration");
    }

    #[tokio::test]
    async fn errors_name_what_failed() {
        let config = json!({ "credHelpers": { "gcr.io": "slipway-is-not-there" } }).to_string();
        let error = login_for(&config, "gcr.io").await.expect_err("the helper does not exist");
        assert_eq!(error.code, ErrorCode::CredentialsFailed, "its code");
        assert_eq!(error.details["program"], "docker-credential-slipway-is-not-there", "and the helper's name");
        let error = login_for("{", "gcr.io").await.expect_err("invalid JSON");
        assert!(error.details["program"].ends_with("config.json"), "the file is named: {error}");
    }
}
