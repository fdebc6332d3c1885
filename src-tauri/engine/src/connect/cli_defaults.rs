//! What the docker CLI's configuration and environment add to a command.
//!
//! Why: `docs/decisions/055-the-docker-clis-settings-count.md`.

use std::collections::HashMap;

use super::{Address, environment::Environment};
use crate::{
    cli_config::{self, ConfigFile},
    error::Error,
    wire::{Endpoint, EndpointSource},
};

/// What the docker CLI adds to a command that does not say otherwise. Read again for each command, as the docker CLI does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CliDefaults {
    /// `DOCKER_DEFAULT_PLATFORM`; empty for the engine's own.
    pub platform: String,
    /// The proxy variables of containers and builds, by their names in capitals.
    pub proxies: Vec<(&'static str, String)>,
    /// `detachKeys`; empty if not set.
    pub detach_keys: String,
    /// The path of `config.json`.
    pub config_path: String,
    /// Why `config.json` is ignored, if it cannot be read.
    pub config_error: Option<Error>,
    /// Why `DOCKER_AUTH_CONFIG` is ignored, if it is invalid.
    pub auth_error: Option<String>,
    /// Whether `DOCKER_CONTENT_TRUST` asks for signatures to be verified, which only docker CLIs before version 29 do.
    pub content_trust: bool,
}

impl CliDefaults {
    /// What the docker CLI adds for the engine at this endpoint.
    pub fn read(environment: &Environment, endpoint: Option<&Endpoint>) -> Self {
        let (file, config_error) = match ConfigFile::load(&environment.docker_config) {
            Ok(file) => (file, None),
            Err(error) => (ConfigFile::default(), Some(error)),
        };
        let host = endpoint.map(daemon_host).unwrap_or_default();
        let auth = environment.docker_auth_config.as_deref().map(cli_config::parse_auth_variable);
        Self {
            platform: environment.docker_default_platform.clone().unwrap_or_default(),
            proxies: file.proxies(&host),
            detach_keys: file.detach_keys,
            config_path: cli_config::path(&environment.docker_config).display().to_string(),
            config_error,
            auth_error: auth.and_then(Result::err),
            content_trust: environment.docker_content_trust,
        }
    }

    /// The platform that a command asks for, or the default one.
    pub fn platform_or<'a>(&'a self, given: &'a str) -> &'a str {
        if given.trim().is_empty() { &self.platform } else { given.trim() }
    }

    /// The proxy variables that a container gets besides its own: both spellings of those that `own`, as `NAME=VALUE` or
    /// `NAME`, does not set.
    pub fn proxy_variables(&self, own: &[String]) -> Vec<(String, &str)> {
        let is_set = |name: &str| own.iter().any(|value| value.split('=').next() == Some(name));
        let spellings = self.proxies.iter().flat_map(|(name, value)| {
            [(*name).to_owned(), name.to_lowercase()].map(|spelling| (spelling, value.as_str()))
        });
        spellings.filter(|(name, _)| !is_set(name)).collect()
    }

    /// The arguments of a build.
    pub fn build_args(&self) -> HashMap<String, String> {
        self.proxy_variables(&[]).into_iter().map(|(name, value)| (name, value.to_owned())).collect()
    }

    /// What the docker CLI prints before a command's own output.
    pub fn warnings(&self) -> Vec<String> {
        let config = self
            .config_error
            .as_ref()
            .map(|error| format!("WARNING: Error parsing config file ({}): {}", self.config_path, error.message));
        let auth = self
            .auth_error
            .as_ref()
            .map(|why| format!("Failed to create credential store from DOCKER_AUTH_CONFIG: {why}"));
        config.into_iter().chain(auth).collect()
    }
}

/// The key of an engine's own proxies: what the docker CLI's client calls its host (docker/cli `opts.ParseHost`,
/// `connhelper`).
fn daemon_host(endpoint: &Endpoint) -> String {
    match (Address::parse(&endpoint.address), endpoint.source) {
        (Ok(Address::Ssh { .. }), _) => "http://docker.example.com".to_owned(),
        // A context's address is used as it is.
        (_, EndpointSource::Context) | (Err(_), _) => endpoint.address.clone(),
        (Ok(Address::Unix(path)), _) => format!("unix://{}", path.display()),
        (Ok(Address::Pipe(_)), _) => endpoint.address.clone(),
        (Ok(Address::Tcp { host, port }), _) if host.contains(':') => format!("tcp://[{host}]:{port}"),
        (Ok(Address::Tcp { host, port }), _) => format!("tcp://{host}:{port}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(address: &str, source: EndpointSource) -> Endpoint {
        Endpoint { address: address.into(), source, name: String::new(), tls: None }
    }

    #[test]
    fn an_engine_is_called_as_the_docker_cli_calls_it() {
        use EndpointSource::{Context, DockerHost};
        for (address, source, expected) in [
            ("unix://", DockerHost, "unix:///var/run/docker.sock"),
            ("far:2376", DockerHost, "tcp://far:2376"),
            ("tcp://[::1]", DockerHost, "tcp://[::1]:2375"),
            ("tcp://far", Context, "tcp://far"),
            ("ssh://me@far", Context, "http://docker.example.com"),
        ] {
            assert_eq!(daemon_host(&endpoint(address, source)), expected, "the host of {address}");
        }
    }

    #[test]
    fn proxies_leave_a_containers_own_variables_alone() {
        let proxies = vec![("HTTP_PROXY", "http://p".to_owned()), ("NO_PROXY", "x".to_owned())];
        let defaults = CliDefaults { proxies, ..CliDefaults::default() };
        let own = ["HTTP_PROXY=mine".to_owned(), "no_proxy".to_owned()];
        let added = defaults.proxy_variables(&own);
        assert_eq!(added, [("http_proxy".to_owned(), "http://p"), ("NO_PROXY".to_owned(), "x")], "by exact name");
        assert_eq!(defaults.build_args().len(), 4, "a build gets both spellings");
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("config.json"), "{,}").unwrap();
        let environment = Environment {
            docker_config: folder.path().to_owned(),
            docker_auth_config: Some("{}{}".into()),
            docker_default_platform: Some("linux/arm64".into()),
            ..Environment::default()
        };
        let defaults = CliDefaults::read(&environment, None);
        assert_eq!(defaults.platform_or(" "), "linux/arm64", "the variables count all the same");
        assert_eq!(defaults.platform_or("linux/amd64 "), "linux/amd64", "a command's own platform comes first");
        let warnings = defaults.warnings();
        assert!(warnings[0].contains("config.json") && warnings[1].contains("DOCKER_AUTH_CONFIG"), "{warnings:?}");
    }
}
