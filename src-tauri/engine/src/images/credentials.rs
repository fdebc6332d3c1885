//! Logins for registries, from Docker's own configuration and the credential programs it names.

use std::{
    collections::HashMap,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use bollard::auth::DockerCredentials;
use docker_credential::{CredentialRetrievalError, DockerCredential, get_credential_from_reader};
use serde::Deserialize;

use crate::error::{Error, ErrorCode, Result};

/// Under what Docker's configuration keeps the login for Docker Hub.
const HUB_KEY: &str = "https://index.docker.io/v1/";
/// What the protocol of credential programs says when they have no login (docker/docker-credential-helpers).
const NOT_FOUND: &str = "credentials not found";

/// Where logins for registries come from. Holds none itself: each is read when it is needed, and dropped.
#[derive(Debug, Clone)]
pub struct Credentials {
    file: PathBuf,
}

/// What names a credential program in `config.json`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
struct Programs {
    creds_store: String,
    cred_helpers: HashMap<String, String>,
}

impl Credentials {
    /// The logins of the configuration in this folder (`DOCKER_CONFIG`, `~/.docker`).
    pub fn from_folder(folder: impl AsRef<Path>) -> Self {
        Self { file: folder.as_ref().join("config.json") }
    }

    /// The login for a registry, by its host and port; `None` where there is none.
    ///
    /// # Errors
    /// [`ErrorCode::CredentialsFailed`] with `program`: the credential program, or the file that cannot be read.
    pub async fn for_registry(&self, registry: &str) -> Result<Option<DockerCredentials>> {
        let key = if registry == "docker.io" { HUB_KEY } else { registry }.to_owned();
        let file = self.file.clone();
        // Credential programs may ask a person for a password.
        tokio::task::spawn_blocking(move || login(&file, &key))
            .await
            .map_err(|error| Error::internal(error.to_string()))?
    }
}

fn login(file: &Path, key: &str) -> Result<Option<DockerCredentials>> {
    let config = match std::fs::read(file) {
        Ok(config) => config,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(&file.display().to_string()).saying(error.to_string())),
    };
    let credential = match get_credential_from_reader(config.as_slice(), key) {
        Ok(credential) => credential,
        Err(CredentialRetrievalError::NoCredentialConfigured) => return Ok(None),
        Err(CredentialRetrievalError::HelperFailure { stdout, .. }) if stdout.contains(NOT_FOUND) => return Ok(None),
        Err(CredentialRetrievalError::HelperFailure { helper, stdout, .. }) => {
            return Err(failed(&helper).saying(stdout.trim()));
        }
        Err(
            error @ (CredentialRetrievalError::HelperCommunicationError
            | CredentialRetrievalError::MalformedHelperResponse),
        ) => return Err(failed(&program(&config, key)).saying(error.to_string())),
        Err(error) => return Err(failed(&file.display().to_string()).saying(error.to_string())),
    };
    let server = DockerCredentials { serveraddress: Some(key.to_owned()), ..DockerCredentials::default() };
    Ok(match credential {
        // A program that has been asked to forget answers with empty fields.
        DockerCredential::UsernamePassword(name, password) if name.is_empty() && password.is_empty() => None,
        DockerCredential::UsernamePassword(username, password) => {
            Some(DockerCredentials { username: Some(username), password: Some(password), ..server })
        }
        DockerCredential::IdentityToken(token) => Some(DockerCredentials { identitytoken: Some(token), ..server }),
    })
}

/// The program that answers for a registry.
fn program(config: &[u8], key: &str) -> String {
    let programs: Programs = serde_json::from_slice(config).unwrap_or_default();
    format!("docker-credential-{}", programs.cred_helpers.get(key).unwrap_or(&programs.creds_store))
}

fn failed(program: &str) -> Error {
    Error::new(ErrorCode::CredentialsFailed).with("program", program)
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
