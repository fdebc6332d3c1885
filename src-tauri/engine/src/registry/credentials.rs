//! Logins for registries, from Docker's own configuration and the credential programs it names.

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

/// Under what Docker's configuration keeps the login for Docker Hub.
const HUB_KEY: &str = "https://index.docker.io/v1/";
/// What the protocol of credential programs says when they have no login (docker/docker-credential-helpers).
const NOT_FOUND: &str = "credentials not found";

/// The request header that carries a login.
const REGISTRY_AUTH: HeaderName = HeaderName::from_static("x-registry-auth");

/// Where logins for registries come from. Holds none itself: each is read when it is needed, and dropped.
#[derive(Debug, Clone)]
pub struct Credentials {
    file: PathBuf,
    /// Where credential programs are looked for; none for the process's own `PATH`.
    path: Option<OsString>,
}

/// What names a credential program in `config.json`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
struct Programs {
    creds_store: String,
    cred_helpers: HashMap<String, String>,
}

/// What a credential program answers.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    username: String,
    secret: String,
}

impl Credentials {
    /// The logins of the configuration in this folder (`DOCKER_CONFIG`, `~/.docker`).
    pub fn from_folder(folder: impl AsRef<Path>) -> Self {
        Self { file: folder.as_ref().join("config.json"), path: None }
    }

    /// The same, with credential programs looked for in this `PATH` instead of the process's own.
    #[must_use]
    pub fn with_path(self, path: impl Into<OsString>) -> Self {
        Self { path: Some(path.into()), ..self }
    }

    /// The login for a registry, by its host and port; `None` where there is none.
    ///
    /// A credential program may ask a person and so take its time; it is ended when this is dropped.
    ///
    /// # Errors
    /// [`ErrorCode::CredentialsFailed`] with `program`: the credential program, or the file that cannot be read.
    pub async fn for_registry(&self, registry: &str) -> Result<Option<DockerCredentials>> {
        let key = if registry == "docker.io" { HUB_KEY } else { registry };
        let about_file = |why: String| failed(&self.file.display().to_string()).saying(why);
        let config = match tokio::fs::read(&self.file).await {
            Ok(config) => config,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(about_file(error.to_string())),
        };
        let programs: Programs = serde_json::from_slice(&config).unwrap_or_default();
        let credential = match programs.cred_helpers.get(key).filter(|program| !program.is_empty()) {
            Some(program) => self.ask(program, key).await?,
            None => match get_credential_from_reader(without_programs(config).as_slice(), key) {
                Ok(credential) => Some(credential),
                Err(CredentialRetrievalError::NoCredentialConfigured) if programs.creds_store.is_empty() => None,
                Err(CredentialRetrievalError::NoCredentialConfigured) => self.ask(&programs.creds_store, key).await?,
                Err(error) => return Err(about_file(error.to_string())),
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

    /// What `docker-credential-…` answers for a registry (the protocol of docker/docker-credential-helpers).
    async fn ask(&self, program: &str, key: &str) -> Result<Option<DockerCredential>> {
        let program = format!("docker-credential-{program}");
        let unheard = |error: io::Error| failed(&program).saying(error.to_string());
        let mut command = Command::new(&program);
        command.envs(self.path.iter().map(|path| ("PATH", path)));
        let mut asked = command
            .arg("get")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(unheard)?;
        if let Some(mut question) = asked.stdin.take() {
            question.write_all(key.as_bytes()).await.map_err(unheard)?;
        }
        let answer = asked.wait_with_output().await.map_err(unheard)?;
        if !answer.status.success() {
            let words = String::from_utf8_lossy(&answer.stdout);
            return if words.contains(NOT_FOUND) { Ok(None) } else { Err(failed(&program).saying(words.trim())) };
        }
        // Never with the answer itself: it holds the password.
        let Answer { username, secret } = serde_json::from_slice(&answer.stdout)
            .map_err(|error| failed(&program).saying(format!("{:?} in line {}", error.classify(), error.line())))?;
        Ok(match (username.as_str(), secret.as_str()) {
            // A program that has been asked to forget answers with empty fields.
            ("", "") => None,
            ("<token>", _) => Some(DockerCredential::IdentityToken(secret)),
            _ => Some(DockerCredential::UsernamePassword(username, secret)),
        })
    }
}

/// The configuration with its own logins alone: the library would wait for a program without an end.
fn without_programs(config: Vec<u8>) -> Vec<u8> {
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

/// moby reads the header in base64's URL alphabet and takes what it cannot read for no login (`registry.DecodeAuthConfig`);
/// bollard writes the standard alphabet.
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

    async fn ask(config: &str, registry: &str) -> Result<Option<DockerCredentials>> {
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
        let hub = ask(&config, "docker.io").await.unwrap().expect("a login for Docker Hub");
        assert_eq!(hub.username.as_deref(), Some("hub"), "Docker Hub has a key of its own");
        assert_eq!(hub.serveraddress.as_deref(), Some(HUB_KEY), "and is told to the engine by it");
        let lab = ask(&config, "localhost:5002").await.unwrap().expect("a login for the registry");
        assert_eq!(lab.password.as_deref(), Some("t:wo~?"), "a password may hold colons");
        let token = ask(&config, "token.example").await.unwrap().expect("a token for the registry");
        assert_eq!(token.identitytoken.as_deref(), Some("three"), "tokens are sent as such");
        assert_eq!(ask(&config, "other.example").await.unwrap(), None, "no login is made up");
    }

    #[tokio::test]
    async fn no_configuration_is_no_login() {
        let empty = tempfile::tempdir().unwrap();
        let login = Credentials::from_folder(empty.path()).for_registry("docker.io").await;
        assert_eq!(login, Ok(None), "most people have none");
        assert_eq!(ask("{}", "docker.io").await, Ok(None), "nor is an empty one a fault");
    }

    #[tokio::test]
    async fn faults_name_what_failed() {
        let config = json!({ "credHelpers": { "gcr.io": "slipway-is-not-there" } }).to_string();
        let error = ask(&config, "gcr.io").await.expect_err("the program is not there");
        assert_eq!(error.code, ErrorCode::CredentialsFailed, "it has its own code");
        assert_eq!(error.details["program"], "docker-credential-slipway-is-not-there", "and the program's name");
        let error = ask("{", "gcr.io").await.expect_err("not JSON");
        assert!(error.details["program"].ends_with("config.json"), "the file is named: {error}");
    }
}
