//! The docker CLI's `config.json`, read as the docker CLI reads it (docker/cli `cli/config/configfile`).
//!
//! Why: `docs/decisions/055-the-docker-clis-settings-count.md`.

use std::{
    collections::BTreeMap,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::error::{Error, ErrorCode, Result};

/// The file's name in Docker's configuration folder.
const FILE_NAME: &str = "config.json";
/// The key of the proxies for engines that have none of their own.
const DEFAULT_PROXIES: &str = "default";

/// What Slipway uses of `config.json`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ConfigFile {
    /// `currentContext`; empty if none is set.
    #[serde(rename = "currentcontext")]
    pub current_context: String,
    /// `detachKeys`; empty for the docker CLI's own.
    #[serde(rename = "detachkeys")]
    pub detach_keys: String,
    /// `HttpHeaders`, sent with every request to the engine.
    #[serde(rename = "httpheaders")]
    pub http_headers: BTreeMap<String, String>,
    /// `auths`: logins, by registry.
    pub auths: BTreeMap<String, Auth>,
    /// `credsStore`: the credential helper of all registries.
    #[serde(rename = "credsstore")]
    pub creds_store: String,
    /// `credHelpers`: credential helpers, by registry.
    #[serde(rename = "credhelpers")]
    pub cred_helpers: BTreeMap<String, String>,
    proxies: BTreeMap<String, Proxies>,
}

/// A login as it is stored in `config.json`.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Auth {
    auth: String,
    username: String,
    password: String,
    /// A token in place of a password.
    pub identitytoken: String,
    /// A token for the registry itself.
    pub registrytoken: String,
}

/// The proxies for containers and builds on one engine.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "lowercase")]
struct Proxies {
    httpproxy: String,
    httpsproxy: String,
    noproxy: String,
    ftpproxy: String,
    allproxy: String,
}

/// The path of the file in this folder.
pub fn path(folder: &Path) -> PathBuf {
    folder.join(FILE_NAME)
}

impl ConfigFile {
    /// Reads the file in this folder. A missing or empty one is the default.
    ///
    /// # Errors
    /// [`ErrorCode::DockerConfigInvalid`]
    pub fn load(folder: &Path) -> Result<Self> {
        let path = path(folder);
        let invalid = |why: String| {
            Error::new(ErrorCode::DockerConfigInvalid).with("path", path.display().to_string()).with_message(why)
        };
        match std::fs::read(&path) {
            Ok(bytes) => Self::parse(&bytes).map_err(|error| invalid(error.to_string())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(invalid(error.to_string())),
        }
    }

    /// Go decodes the first JSON value, replaces invalid UTF-8, ignores the case of names, and takes `null` for absent.
    fn parse(bytes: &[u8]) -> serde_json::Result<Self> {
        let text = String::from_utf8_lossy(bytes);
        let Some(value) = serde_json::Deserializer::from_str(&text).into_iter::<Value>().next() else {
            return Ok(Self::default());
        };
        let mut fields = go_names(value?);
        for name in ["proxies", "auths"] {
            if let Some(Value::Object(entries)) = fields.get_mut(name) {
                entries.values_mut().for_each(|entry| *entry = go_names(entry.take()));
            }
        }
        if !fields.is_object() {
            return Err(serde::de::Error::custom("not an object"));
        }
        serde_json::from_value(fields)
    }

    /// The proxy variables that the docker command sets in containers and builds on the engine at `host`, by their names
    /// in capitals; it sets those in small letters, too (docker/cli `ParseProxyConfig`).
    pub fn proxies(&self, host: &str) -> Vec<(&'static str, String)> {
        let Some(proxies) = self.proxies.get(host).or_else(|| self.proxies.get(DEFAULT_PROXIES)) else {
            return Vec::new();
        };
        let variables = [
            ("HTTP_PROXY", &proxies.httpproxy),
            ("HTTPS_PROXY", &proxies.httpsproxy),
            ("NO_PROXY", &proxies.noproxy),
            ("FTP_PROXY", &proxies.ftpproxy),
            ("ALL_PROXY", &proxies.allproxy),
        ];
        variables
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name, value.clone()))
            .collect()
    }

    /// Whether the file says anything about logins; if not, the docker CLI looks for the system's credential helper.
    pub fn contains_auth(&self) -> bool {
        !self.creds_store.is_empty() || !self.cred_helpers.is_empty() || !self.auths.is_empty()
    }

    /// The credential helper for a registry; `None` if its login is in the file (docker/cli
    /// `getConfiguredCredentialStore`).
    pub fn cred_helper(&self, registry: &str) -> Option<&str> {
        let helper = self.cred_helpers.get(registry).unwrap_or(&self.creds_store);
        (!helper.is_empty()).then_some(helper)
    }

    /// The stored login for a registry, which older docker CLIs stored by its URL (docker/cli `fileStore.Get`).
    pub fn auth(&self, registry: &str) -> Option<&Auth> {
        let by_url = || self.auths.iter().find(|(url, _)| host_of(url) == registry).map(|(_, auth)| auth);
        self.auths.get(registry).or_else(by_url)
    }
}

impl std::fmt::Debug for Auth {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Without its secrets.
        formatter.debug_struct("Auth").finish_non_exhaustive()
    }
}

impl Auth {
    /// The user name and the password.
    ///
    /// # Errors
    /// If they cannot be decoded; the error quotes neither.
    pub fn user_and_password(&self) -> Result<(String, String), &'static str> {
        if self.auth.is_empty() {
            return Ok((self.username.clone(), self.password.clone()));
        }
        decode(&self.auth)
    }
}

/// The logins in `DOCKER_AUTH_CONFIG`, by registry: user name and password (docker/cli `parseEnvConfig`).
///
/// # Errors
/// If it is not of the form `{"auths":{"REGISTRY":{"auth":"BASE64"}}}`; the error quotes none of it.
pub fn parse_auth_variable(text: &str) -> Result<BTreeMap<String, (String, String)>, String> {
    #[derive(Default, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Variable {
        auths: BTreeMap<String, Entry>,
    }
    #[derive(Default, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Entry {
        auth: String,
    }
    let parsed: Variable = serde_json::from_str(text)
        .map_err(|error| format!("{:?} at line {} column {}", error.classify(), error.line(), error.column()))?;
    let login = |(registry, entry): (String, Entry)| match decode(&entry.auth) {
        _ if entry.auth.is_empty() => Err(format!("no `auth` for {registry}")),
        Ok(login) => Ok((registry, login)),
        Err(why) => Err(format!("{registry}: {why}")),
    };
    parsed.auths.into_iter().map(login).collect()
}

/// `base64(USER:PASSWORD)` (docker/cli `decodeAuth`).
fn decode(auth: &str) -> Result<(String, String), &'static str> {
    let decoded = STANDARD.decode(auth).map_err(|_| "`auth` is not base64")?;
    let decoded = String::from_utf8_lossy(&decoded);
    match decoded.split_once(':') {
        Some((user, password)) if !user.is_empty() => Ok((user.to_owned(), password.trim_matches('\0').to_owned())),
        _ => Err("`auth` is not USER:PASSWORD"),
    }
}

/// A registry's host and port, from a URL (docker/cli `ConvertToHostname`).
fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}

/// An object with its names in small letters, and without what is `null`.
fn go_names(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let given = fields.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(given.map(|(name, value)| (name.to_lowercase(), value)).collect::<Map<_, _>>())
        }
        Value::Null => Value::Object(Map::new()),
        other => other,
    }
}

#[cfg(test)]
mod tests;
