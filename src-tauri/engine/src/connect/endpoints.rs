//! Where an engine may answer, in the order in which the docker CLI and then a person would look.
//!
//! Why: `docs/decisions/011-only-local-endpoints-unless-chosen.md`.

use std::path::PathBuf;

use super::{Address, contexts, environment::Environment};
use crate::{
    error::{Error, ErrorCode, Result},
    wire::{Attempt, Endpoint, EndpointSource, TlsFiles},
};

/// The endpoints to try, in order, each address once.
///
/// `DOCKER_HOST` or a named context is a choice: then nothing else is tried, and for the context `default` nothing but
/// the docker CLI's own socket. Otherwise the usual sockets are tried, and the practice engine last. A context that is
/// not chosen may be another machine, and is only listed to choose from.
///
/// # Errors
/// [`ErrorCode::ContextNotFound`] if the chosen context has no definition; [`ErrorCode::DockerConfigInvalid`] if it is
/// unknown which context is chosen. The docker CLI warns then, and uses the default context, which may be another engine
/// than the chosen one; Slipway uses none until a person chooses one.
pub fn candidates(environment: &Environment) -> Result<Vec<Endpoint>> {
    if let Some(address) = &environment.docker_host {
        return Ok(vec![Endpoint {
            address: address.clone(),
            source: EndpointSource::DockerHost,
            name: String::new(),
            tls: tls_files(environment, address),
        }]);
    }
    if let Some(name) = environment.chosen_context()? {
        return contexts::find(&environment.docker_config, &name)
            .map(|endpoint| vec![endpoint])
            .ok_or_else(|| Error::new(ErrorCode::ContextNotFound).with("context", name));
    }
    if environment.uses_tls() {
        return Ok(vec![default_with_tls(environment)]);
    }
    if environment.chooses_engine() {
        return Ok(usual(environment).into_iter().take(1).collect());
    }
    Ok(without_duplicates(usual(environment).into_iter().chain(practice(environment))))
}

/// The endpoints to try: the chosen one alone, else the [`candidates`]. A context that is unknown or has no
/// definition is a failed attempt.
pub(crate) fn endpoints_to_try(
    environment: &Environment,
    chosen: Option<Endpoint>,
) -> std::result::Result<Vec<Endpoint>, Vec<Attempt>> {
    match chosen {
        Some(endpoint) => Ok(vec![endpoint]),
        None => candidates(environment).map_err(|error| vec![no_context(error)]),
    }
}

fn no_context(error: Error) -> Attempt {
    let name = error.details.get("context").cloned().unwrap_or_default();
    let endpoint = Endpoint { address: String::new(), source: EndpointSource::Context, name, tls: None };
    Attempt { endpoint, error }
}

/// All known endpoints, chosen or not, for a person to choose from.
pub(crate) fn known_endpoints(environment: &Environment) -> Vec<Endpoint> {
    let listed = usual(environment).into_iter().chain(contexts::list(&environment.docker_config));
    without_duplicates(listed.chain(practice(environment)))
}

fn without_duplicates(endpoints: impl Iterator<Item = Endpoint>) -> Vec<Endpoint> {
    let mut unique: Vec<Endpoint> = Vec::new();
    for endpoint in endpoints {
        if !unique.iter().any(|earlier| earlier.address == endpoint.address) {
            unique.push(endpoint);
        }
    }
    unique
}

fn practice(environment: &Environment) -> Option<Endpoint> {
    environment.practice.socket.as_ref().map(|socket| Endpoint {
        address: format!("unix://{}", socket.display()),
        source: EndpointSource::Practice,
        name: String::new(),
        tls: None,
    })
}

fn tls_files(environment: &Environment, address: &str) -> Option<TlsFiles> {
    let is_tcp = matches!(Address::parse(address), Ok(Address::Tcp { .. }));
    let folder = environment.docker_cert_path.as_ref().unwrap_or(&environment.docker_config);
    (environment.uses_tls() && is_tcp)
        .then(|| TlsFiles { folder: folder.display().to_string(), verify: environment.docker_tls_verify })
}

/// The endpoint of the default context with `DOCKER_TLS_VERIFY` or `DOCKER_TLS` alone (docker/cli `opts.ParseHost`).
fn default_with_tls(environment: &Environment) -> Endpoint {
    const ADDRESS: &str = "tcp://localhost:2376";
    Endpoint {
        address: ADDRESS.to_owned(),
        source: EndpointSource::Known,
        name: "Docker".to_owned(),
        tls: tls_files(environment, ADDRESS),
    }
}

/// The sockets where engines usually listen on this system, whether they exist or not; the docker CLI's own first.
fn usual(environment: &Environment) -> Vec<Endpoint> {
    let home = &environment.home;
    let runtime = environment.runtime_folder.clone().unwrap_or_else(|| home.join(".docker/run"));
    let sockets: Vec<(&str, PathBuf)> = vec![
        ("Docker", "/var/run/docker.sock".into()),
        ("Docker Desktop", home.join(".docker/desktop/docker.sock")),
        ("Docker Desktop", home.join(".docker/run/docker.sock")),
        ("Docker (rootless)", runtime.join("docker.sock")),
        ("Colima", home.join(".colima/default/docker.sock")),
        ("Colima", home.join(".config/colima/default/docker.sock")),
        ("Rancher Desktop", home.join(".rd/docker.sock")),
        ("OrbStack", home.join(".orbstack/run/docker.sock")),
        ("Podman (rootless)", runtime.join("podman/podman.sock")),
        ("Podman", "/run/podman/podman.sock".into()),
    ];
    let pipes = ["docker_engine", "dockerDesktopLinuxEngine", "podman-machine-default"]
        .into_iter()
        .filter(|_| cfg!(windows))
        .map(|name| (name, format!("npipe:////./pipe/{name}")));
    sockets
        .into_iter()
        .filter(|_| cfg!(unix))
        .map(|(name, path)| (name, format!("unix://{}", path.display())))
        .chain(pipes)
        .map(|(name, address)| Endpoint { address, source: EndpointSource::Known, name: name.to_owned(), tls: None })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::connect::PracticeLocation;

    const DEFAULT: &str = if cfg!(windows) { "npipe:////./pipe/docker_engine" } else { "unix:///var/run/docker.sock" };
    const PRODUCTION: &str = "ssh://admin@production";

    /// A Docker configuration with one context, `prod`, and `current` as the current one.
    fn environment(config: &Path, current: Option<&str>) -> Environment {
        contexts::write(config, "prod", PRODUCTION, current);
        Environment {
            docker_config: config.to_owned(),
            home: config.join("home"),
            practice: PracticeLocation { socket: Some("/practice.sock".into()), ..PracticeLocation::default() },
            ..Environment::default()
        }
    }

    fn addresses(environment: &Environment) -> Vec<String> {
        let tried = candidates(environment).expect("there are endpoints to try");
        tried.into_iter().map(|endpoint| endpoint.address).collect()
    }

    #[test]
    fn a_context_that_is_not_chosen_is_not_tried() {
        let folder = tempfile::tempdir().unwrap();
        let unset = environment(folder.path(), None);
        let tried = addresses(&unset);
        assert_eq!(tried[0], DEFAULT, "the usual sockets come first");
        assert_eq!(tried.last().map(String::as_str), Some("unix:///practice.sock"), "the practice engine comes last");
        assert!(!tried.contains(&PRODUCTION.to_owned()), "another machine is never a fallback: {tried:?}");
        let listed = known_endpoints(&unset).into_iter().any(|endpoint| endpoint.address == PRODUCTION);
        assert!(listed, "the context is listed to choose from");
        assert!(!unset.chooses_engine(), "nothing chooses an engine");
    }

    #[test]
    fn a_chosen_endpoint_is_tried_alone() {
        let folder = tempfile::tempdir().unwrap();
        let current = environment(folder.path(), Some("prod"));
        assert_eq!(addresses(&current), [PRODUCTION], "the current context");
        let with_context = |name: &str| Environment { docker_context: Some(name.to_owned()), ..current.clone() };
        assert_eq!(
            addresses(&with_context("default")),
            [DEFAULT],
            "DOCKER_CONTEXT=default means the docker CLI's own socket"
        );
        assert_eq!(
            (with_context("default").chosen_context(), with_context("default").chooses_engine()),
            (Ok(None), true),
            "the default context is a choice"
        );
        let missing = candidates(&with_context("gone")).expect_err("there is no such context");
        assert_eq!(
            missing.code,
            ErrorCode::ContextNotFound,
            "a missing context is an error, not a reason to fall back"
        );
        let host = Environment { docker_host: Some("tcp://far:2375".to_owned()), ..with_context("prod") };
        assert_eq!(addresses(&host), ["tcp://far:2375"], "DOCKER_HOST takes precedence");
        let bare = Environment { docker_host: Some("far:2376".to_owned()), docker_tls_verify: true, ..current.clone() };
        assert!(candidates(&bare).unwrap()[0].tls.is_some(), "TLS applies to a TCP address without a scheme");
        let default = environment(folder.path(), Some("default"));
        assert_eq!(addresses(&default), [DEFAULT], "the current context `default` means the docker CLI's own socket");
    }
    #[test]
    fn an_unreadable_configuration_chooses_no_other_engine() {
        let folder = tempfile::tempdir().unwrap();
        let unreadable = environment(folder.path(), Some("prod"));
        for text in ["\u{feff}{\"currentContext\": \"prod\"}", "{\"currentContext\": \"prod\",}"] {
            std::fs::write(folder.path().join("config.json"), text).unwrap();
            let error = candidates(&unreadable).expect_err("it is unknown which context is chosen");
            assert_eq!(error.code, ErrorCode::DockerConfigInvalid, "{text:?}");
            assert!(unreadable.chooses_engine(), "it may choose an engine: {text:?}");
            let attempts = endpoints_to_try(&unreadable, None).expect_err("nothing is tried");
            assert_eq!((attempts.len(), attempts[0].endpoint.name.as_str()), (1, ""), "one failed attempt");
        }
        let named = Environment { docker_context: Some("prod".to_owned()), ..unreadable.clone() };
        assert_eq!(addresses(&named), [PRODUCTION], "DOCKER_CONTEXT does not need the file");
        let host = Environment { docker_host: Some("tcp://far:2375".to_owned()), ..unreadable };
        assert_eq!(addresses(&host), ["tcp://far:2375"], "nor does DOCKER_HOST");
    }

    #[test]
    fn tls_without_an_address_means_the_port_for_tls() {
        let folder = tempfile::tempdir().unwrap();
        let tls = Environment { docker_tls_verify: true, ..environment(folder.path(), None) };
        let tried = candidates(&tls).expect("there is an endpoint to try");
        assert_eq!((tried.len(), tried[0].address.as_str()), (1, "tcp://localhost:2376"), "as for the docker CLI");
        assert!(tried[0].tls.as_ref().is_some_and(|tls| tls.verify), "with TLS");
        assert_eq!(
            addresses(&Environment { docker_context: Some("prod".into()), ..tls }),
            [PRODUCTION],
            "not a context's"
        );
    }
}
