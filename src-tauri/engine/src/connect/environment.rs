use std::path::PathBuf;

use super::{
    contexts::{self, DEFAULT_CONTEXT},
    practice_location::{PracticeLocation, known_socket},
};
use crate::error::Result;

/// What the environment says about engines, as plain data, so that tests can make one up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// `DOCKER_HOST`
    pub docker_host: Option<String>,
    /// `DOCKER_CONTEXT`
    pub docker_context: Option<String>,
    /// `DOCKER_TLS`, any non-empty value: TLS without verifying the engine's certificate.
    pub docker_tls: bool,
    /// `DOCKER_TLS_VERIFY`, any non-empty value.
    pub docker_tls_verify: bool,
    /// `DOCKER_CERT_PATH`
    pub docker_cert_path: Option<PathBuf>,
    /// `DOCKER_CONFIG`, else `~/.docker`.
    pub docker_config: PathBuf,
    /// `DOCKER_API_VERSION`, used instead of an agreed version.
    pub docker_api_version: Option<String>,
    /// `DOCKER_CUSTOM_HEADERS`, used instead of `HttpHeaders` in `config.json`.
    pub docker_custom_headers: Option<String>,
    /// `DOCKER_DEFAULT_PLATFORM`
    pub docker_default_platform: Option<String>,
    /// `DOCKER_AUTH_CONFIG`: logins that take precedence over those in `config.json`.
    pub docker_auth_config: Option<String>,
    /// `DOCKER_CONTENT_TRUST`, set to a true value: docker CLIs before version 29 verify the signatures of images.
    pub docker_content_trust: bool,
    /// The user's home folder.
    pub home: PathBuf,
    /// `XDG_RUNTIME_DIR`
    pub runtime_folder: Option<PathBuf>,
    /// Slipway's data folder, for what outlives a run (copies, records, colours). If `None`, nothing is stored.
    pub data_folder: Option<PathBuf>,
    /// Slipway's cache folder, for what can be computed again (the contents of layers). If `None`, nothing is cached.
    pub cache_folder: Option<PathBuf>,
    /// Slipway's practice engine.
    pub practice: PracticeLocation,
}

impl Environment {
    /// The environment of this process.
    pub fn from_environment() -> Self {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let home = std::env::home_dir().unwrap_or_default();
        Self {
            docker_host: variable("DOCKER_HOST"),
            docker_context: variable("DOCKER_CONTEXT"),
            docker_tls: variable("DOCKER_TLS").is_some(),
            docker_tls_verify: variable("DOCKER_TLS_VERIFY").is_some(),
            docker_cert_path: variable("DOCKER_CERT_PATH").map(PathBuf::from),
            docker_config: variable("DOCKER_CONFIG").map_or_else(|| home.join(".docker"), PathBuf::from),
            docker_api_version: variable("DOCKER_API_VERSION"),
            docker_custom_headers: variable("DOCKER_CUSTOM_HEADERS"),
            docker_default_platform: variable("DOCKER_DEFAULT_PLATFORM"),
            docker_auth_config: variable("DOCKER_AUTH_CONFIG"),
            // Anything that is not false is true (docker/cli `trust.Enabled`).
            docker_content_trust: variable("DOCKER_CONTENT_TRUST")
                .is_some_and(|value| !matches!(value.as_str(), "0" | "f" | "F" | "false" | "False" | "FALSE")),
            runtime_folder: variable("XDG_RUNTIME_DIR").map(PathBuf::from),
            // Only the desktop shell knows the app's folders.
            data_folder: None,
            cache_folder: None,
            practice: PracticeLocation { socket: Some(known_socket()), ..PracticeLocation::default() },
            home,
        }
    }

    /// The context chosen by `DOCKER_CONTEXT` or by Docker's configuration, unless it is the default one.
    ///
    /// # Errors
    /// [`ErrorCode::DockerConfigInvalid`](crate::ErrorCode::DockerConfigInvalid)
    pub fn chosen_context(&self) -> Result<Option<String>> {
        Ok(self.named_context()?.filter(|name| name != DEFAULT_CONTEXT))
    }

    /// Whether `DOCKER_HOST`, a context or the TLS variables choose the engine, even if it is the default context; or
    /// may choose it, in a configuration that cannot be read.
    pub fn chooses_engine(&self) -> bool {
        self.docker_host.is_some() || self.uses_tls() || !matches!(self.named_context(), Ok(None))
    }

    /// Whether the docker CLI uses TLS for the default context.
    pub(super) fn uses_tls(&self) -> bool {
        self.docker_tls_verify || self.docker_tls
    }

    fn named_context(&self) -> Result<Option<String>> {
        match &self.docker_context {
            Some(name) => Ok(Some(name.clone())),
            None => contexts::current(&self.docker_config),
        }
    }
}
