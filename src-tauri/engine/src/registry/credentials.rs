//! Logins for registries, from Docker's configuration and its credential helpers.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ffi::OsString,
    io,
    path::{Path, PathBuf},
    process::Stdio,
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE};
use bollard::auth::DockerCredentials;
use hyper::header::{HeaderName, HeaderValue};
use serde::Deserialize;
use tokio::{io::AsyncWriteExt, process::Command};

use crate::{
    cli_config::{self, Auth, ConfigFile},
    error::{Error, ErrorCode, Result},
    persist::blocking,
};

/// The key of the login for Docker Hub in Docker's configuration.
const HUB_KEY: &str = "https://index.docker.io/v1/";
/// The message of a credential helper that has no login (docker/docker-credential-helpers).
const NOT_FOUND: &str = "credentials not found";
/// The user name that a credential helper gives with a token.
const TOKEN_USER: &str = "<token>";
/// The credential helpers that the docker CLI looks for if `config.json` contains no logins (docker/cli
/// `credentials.DetectDefaultStore`): each with the program that it depends on, if any.
const DEFAULT_HELPERS: &[(&str, Option<&str>)] = if cfg!(target_os = "macos") {
    &[("osxkeychain", None)]
} else if cfg!(windows) {
    &[("wincred", None)]
} else {
    &[("pass", Some("pass")), ("secretservice", None)]
};

/// The request header with a login.
const REGISTRY_AUTH: HeaderName = HeaderName::from_static("x-registry-auth");

/// The source of logins for registries. Stores none itself: each is read when needed, and dropped.
///
/// As for the docker CLI, those in `DOCKER_AUTH_CONFIG` come first, then those of the registry's credential helper, or of
/// the credential store of all; what is stored in `config.json` counts only without either.
#[derive(Clone)]
pub struct Credentials {
    folder: PathBuf,
    /// `DOCKER_AUTH_CONFIG`
    variable: Option<String>,
    /// The `PATH` of credential helpers; `None` for that of the process.
    helper_path: Option<OsString>,
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
        Self { folder: folder.as_ref().to_owned(), variable: None, helper_path: None }
    }

    /// The same, with this `PATH` for credential helpers instead of that of the process.
    #[must_use]
    pub fn with_path(self, path: impl Into<OsString>) -> Self {
        Self { helper_path: Some(path.into()), ..self }
    }

    /// The same, with the logins in this value of `DOCKER_AUTH_CONFIG` first.
    #[must_use]
    pub fn with_variable(self, variable: Option<String>) -> Self {
        Self { variable, ..self }
    }

    /// The login for a registry, by its host and port; `None` if there is none.
    ///
    /// A credential helper may prompt the user, and so take time; dropping the future ends it.
    ///
    /// # Errors
    /// [`ErrorCode::CredentialsFailed`] with `program`: the credential helper, or the unreadable file.
    pub async fn for_registry(&self, registry: &str) -> Result<Option<DockerCredentials>> {
        let key = if registry == "docker.io" { HUB_KEY } else { registry };
        if let Some(login) = self.of_variable().remove(key) {
            return Ok(Some(login));
        }
        self.stored(&self.config().await?, key).await
    }

    /// All logins by registry, for a build, which may pull from any (docker/cli `GetAllCredentials`). Those that cannot be
    /// read are left out.
    pub async fn all(&self) -> HashMap<String, DockerCredentials> {
        let mut logins = HashMap::new();
        let Ok(config) = self.config().await else { return self.of_variable().into_iter().collect() };
        let mut registries: BTreeSet<String> = config.cred_helpers.keys().cloned().collect();
        match config.cred_helper("").map(str::to_owned).or_else(|| self.default_helper(&config)) {
            Some(helper) => registries.extend(self.list(&helper).await.unwrap_or_default().into_keys()),
            None => registries.extend(config.auths.keys().cloned()),
        }
        for registry in registries {
            match self.stored(&config, &registry).await {
                Ok(login) => logins.extend(login.map(|login| (registry, login))),
                Err(error) => tracing::warn!(%error, registry, "a build is without this login"),
            }
        }
        logins.extend(self.of_variable());
        logins
    }

    async fn config(&self) -> Result<ConfigFile> {
        let folder = self.folder.clone();
        let file = cli_config::path(&folder).display().to_string();
        let config = blocking(move || ConfigFile::load(&folder)).await?;
        config.map_err(|error| failed(&file).with_message(error.message))
    }

    fn of_variable(&self) -> BTreeMap<String, DockerCredentials> {
        let parsed = self.variable.as_deref().map(cli_config::parse_auth_variable);
        let logins = parsed.and_then(Result::ok).unwrap_or_default();
        let login = |(registry, (username, password)): (String, (String, String))| {
            let login = DockerCredentials { username: Some(username), password: Some(password), ..server(&registry) };
            (registry, login)
        };
        logins.into_iter().map(login).collect()
    }

    async fn stored(&self, config: &ConfigFile, key: &str) -> Result<Option<DockerCredentials>> {
        match config.cred_helper(key).map(str::to_owned).or_else(|| self.default_helper(config)) {
            Some(helper) => self.get(&helper, key).await,
            None => config.auth(key).and_then(|auth| self.in_file(auth, key).transpose()).transpose(),
        }
    }

    /// A login that is stored in the file itself.
    fn in_file(&self, auth: &Auth, key: &str) -> Result<Option<DockerCredentials>> {
        let file = || cli_config::path(&self.folder).display().to_string();
        let (username, password) = auth.user_and_password().map_err(|why| failed(&file()).with_message(why))?;
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let login = DockerCredentials {
            username: given(&username),
            password: given(&password),
            identitytoken: given(&auth.identitytoken),
            registrytoken: given(&auth.registrytoken),
            ..server(key)
        };
        Ok((login != server(key)).then_some(login))
    }

    /// The system's credential helper, if the configuration names none and it is installed.
    fn default_helper(&self, config: &ConfigFile) -> Option<String> {
        if config.contains_auth() {
            return None;
        }
        let path = self.helper_path.clone().or_else(|| std::env::var_os("PATH"));
        let has = |program: &str| {
            which::which_in_global(program, path.as_ref()).is_ok_and(|mut found| found.next().is_some())
        };
        let (helper, _) = DEFAULT_HELPERS.iter().find(|(_, needed)| needed.is_none_or(has))?;
        has(&program_of(helper)).then(|| (*helper).to_owned())
    }

    /// Asks a credential helper for a login (the protocol of docker/docker-credential-helpers).
    async fn get(&self, helper: &str, key: &str) -> Result<Option<DockerCredentials>> {
        let Some(HelperOutput { username, secret }) = self.run_helper(helper, "get", key).await? else {
            return Ok(None);
        };
        Ok(match (username.as_str(), secret.as_str()) {
            // A helper outputs empty fields after the login was erased.
            ("", "") => None,
            (TOKEN_USER, _) => Some(DockerCredentials { identitytoken: Some(secret), ..server(key) }),
            _ => Some(DockerCredentials { username: Some(username), password: Some(secret), ..server(key) }),
        })
    }

    /// The user names that a credential helper has, by registry.
    async fn list(&self, helper: &str) -> Result<HashMap<String, String>> {
        Ok(self.run_helper(helper, "list", "").await?.unwrap_or_default())
    }

    /// Runs `docker-credential-…`; `None` if it has no login.
    async fn run_helper<T: serde::de::DeserializeOwned>(
        &self,
        helper: &str,
        request: &str,
        input: &str,
    ) -> Result<Option<T>> {
        let program = program_of(helper);
        let io_failed = |error: io::Error| failed(&program).with_message(error.to_string());
        let mut command = Command::new(&program);
        command.envs(self.helper_path.iter().map(|path| ("PATH", path)));
        let mut child = command
            .arg(request)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(io_failed)?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(input.as_bytes()).await.map_err(io_failed)?;
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
        let invalid = |error: serde_json::Error| {
            failed(&program).with_message(format!("{:?} in line {}", error.classify(), error.line()))
        };
        serde_json::from_slice(&output.stdout).map(Some).map_err(invalid)
    }
}

fn program_of(helper: &str) -> String {
    format!("docker-credential-{helper}")
}

/// A login for the registry with this key, without anything else.
fn server(key: &str) -> DockerCredentials {
    DockerCredentials { serveraddress: Some(key.to_owned()), ..DockerCredentials::default() }
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

/// The error of a request that was sent with a login: what a registry denies then is a matter of that login.
pub(crate) fn denied_with_login(error: Error) -> Error {
    match error.code {
        ErrorCode::PullUnauthorized | ErrorCode::RegistryForbidden => {
            Error { code: ErrorCode::PullLoginRejected, ..error }
        }
        _ => error,
    }
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::STANDARD;
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

    /// A folder with a credential helper named `lab` that knows `known.example`, in which a stored login is old.
    #[cfg(unix)]
    fn lab_helper() -> (tempfile::TempDir, Credentials) {
        use std::os::unix::fs::PermissionsExt;
        let config = json!({
            "credsStore": "lab",
            "credHelpers": { "file.example": "" },
            "auths": {
                "known.example": { "auth": STANDARD.encode("old:old") },
                "unknown.example": { "auth": STANDARD.encode("old:old") },
                "file.example": { "auth": STANDARD.encode("file:file") },
            },
        });
        let folder = folder(&config.to_string());
        let script = r#"#!/bin/sh
case $1 in
list) echo '{"known.example":"new"}' ;;
get) case $(cat) in
  known.example) echo '{"ServerURL":"known.example","Username":"new","Secret":"new"}' ;;
  *) echo 'credentials not found in native keychain'; exit 1 ;;
  esac ;;
esac
"#;
        let program = folder.path().join("docker-credential-lab");
        std::fs::write(&program, script).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        let path = format!("{}:/usr/bin:/bin", folder.path().display());
        let credentials = Credentials::from_folder(folder.path()).with_path(path);
        (folder, credentials)
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_helper_comes_before_a_stored_login_and_the_variable_before_both() {
        let (_folder, credentials) = lab_helper();
        let user = async |credentials: &Credentials, registry: &str| {
            credentials.for_registry(registry).await.unwrap().and_then(|login| login.username)
        };
        assert_eq!(user(&credentials, "known.example").await.as_deref(), Some("new"), "the helper's, not the old one");
        assert_eq!(user(&credentials, "unknown.example").await, None, "what the helper does not know has no login");
        assert_eq!(user(&credentials, "file.example").await.as_deref(), Some("file"), "an empty helper means the file");
        let all = credentials.all().await;
        let users: BTreeMap<_, _> =
            all.iter().map(|(name, login)| (name.as_str(), login.username.as_deref())).collect();
        let expected = BTreeMap::from([("known.example", Some("new")), ("file.example", Some("file"))]);
        assert_eq!(users, expected, "for a build: the store's, and those of registries with a helper of their own");

        let variable = json!({ "auths": { "known.example": { "auth": STANDARD.encode("given:given") } } }).to_string();
        let credentials = credentials.with_variable(Some(variable));
        assert_eq!(user(&credentials, "known.example").await.as_deref(), Some("given"), "DOCKER_AUTH_CONFIG");
        assert_eq!(
            user(&credentials, "file.example").await.as_deref(),
            Some("file"),
            "which says nothing about others"
        );
        assert_eq!(credentials.all().await["known.example"].username.as_deref(), Some("given"), "also for a build");
        let invalid = credentials.with_variable(Some("{".into()));
        assert_eq!(user(&invalid, "known.example").await.as_deref(), Some("new"), "an invalid value is ignored");
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
