use super::*;
use crate::{
    doctor::UnitState,
    wire::{Endpoint, EngineProduct, ImageStore, Remedy},
};

fn endpoint(address: &str, source: EndpointSource) -> Endpoint {
    Endpoint { address: address.into(), source, name: "far".into(), tls: None }
}

fn attempt(address: &str, source: EndpointSource, code: ErrorCode) -> Attempt {
    Attempt { endpoint: endpoint(address, source), error: Error::new(code) }
}

fn engine(endpoint: Endpoint) -> EngineInfo {
    EngineInfo {
        endpoint,
        product: EngineProduct::Docker,
        version: "28.0".into(),
        api_version: "1.48".into(),
        store: ImageStore::Classic,
        os: "linux".into(),
        architecture: "amd64".into(),
        host_name: "far".into(),
        operating_system: "Debian".into(),
        root_folder: "/var/lib/docker".into(),
        mirrors: Vec::new(),
        local: false,
        practice: false,
    }
}

fn debian() -> Facts {
    Facts {
        os: "linux".into(),
        system: "Debian GNU/Linux 12 (bookworm)".into(),
        distributions: vec!["debian".into()],
        user: "ann".into(),
        systemd: true,
        ..Facts::default()
    }
}

fn commands(finding: &Finding) -> Vec<&str> {
    let remedies = finding.remedies.iter();
    remedies
        .filter_map(|remedy| match remedy {
            Remedy::Command { text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect()
}

const SOCKET: &str = "unix:///var/run/docker.sock";
const OTHER: &str = "unix:///home/ann/.colima/default/docker.sock";

#[test]
fn each_failure_has_its_case() {
    use {EndpointSource as S, ErrorCode as C, FindingCase as F};
    let stopped = Facts { docker: UnitState::Stopped, ..debian() };
    let member = Facts { in_docker_group: true, ..debian() };
    for (address, source, code, facts, expected) in [
        (SOCKET, S::Known, C::SocketNotFound, &debian(), F::NotInstalled),
        (SOCKET, S::Known, C::SocketNotFound, &stopped, F::NotRunning),
        (SOCKET, S::Known, C::ConnectionRefused, &stopped, F::NotRunning),
        (SOCKET, S::DockerHost, C::SocketNotFound, &stopped, F::NotRunning),
        ("unix://", S::DockerHost, C::SocketNotFound, &stopped, F::NotRunning),
        (OTHER, S::DockerHost, C::SocketNotFound, &stopped, F::WrongDockerHost),
        ("tcp://x:1", S::DockerHost, C::ConnectionRefused, &debian(), F::WrongDockerHost),
        ("nonsense", S::DockerHost, C::AddressInvalid, &debian(), F::WrongDockerHost),
        ("", S::Context, C::ContextNotFound, &debian(), F::WrongContext),
        (OTHER, S::Context, C::SocketNotFound, &debian(), F::WrongContext),
        (SOCKET, S::Known, C::SocketPermissionDenied, &debian(), F::NoPermission),
        (SOCKET, S::Known, C::SocketPermissionDenied, &member, F::NotLoggedInAgain),
        ("tcp://x:1", S::Context, C::TlsFailed, &debian(), F::WrongCertificate),
        ("tcp://x:1", S::Context, C::TlsNeeded, &debian(), F::TlsNeeded),
        ("tcp://x:1", S::Context, C::TlsNotSpoken, &debian(), F::TlsNotSpoken),
        (SOCKET, S::Known, C::EngineTooOld, &debian(), F::TooOld),
        ("ssh://x", S::Context, C::SshFailed, &debian(), F::SshFailed),
        (SOCKET, S::Known, C::NotAnEngine, &debian(), F::NotAnEngine),
        (SOCKET, S::Known, C::TimedOut, &debian(), F::Unresponsive),
    ] {
        let found = findings(vec![attempt(address, source, code)], false, &[], facts);
        assert_eq!(found[0].case, expected, "{code:?} at {address} by {source:?}");
    }
}

#[test]
fn endpoints_without_an_engine_are_one_finding() {
    let missing = |address| attempt(address, EndpointSource::Known, ErrorCode::SocketNotFound);
    let found = findings(vec![missing(SOCKET), missing(OTHER)], false, &[], &debian());
    assert_eq!(found.len(), 1, "a machine without an engine has one problem: {found:?}");
    assert_eq!(found[0].attempts.len(), 2, "with every endpoint that was tried");
    assert_eq!(found[0].values["system"], "Debian GNU/Linux 12 (bookworm)", "the system is named");

    let denied = attempt(SOCKET, EndpointSource::Known, ErrorCode::SocketPermissionDenied);
    let found = findings(vec![missing(OTHER), denied], false, &[], &debian());
    let cases: Vec<_> = found.iter().map(|finding| finding.case).collect();
    assert_eq!(cases, [FindingCase::NoPermission], "a running engine that denies access is the only problem");
}

#[test]
fn an_engine_that_is_not_chosen_is_offered_and_hides_nothing() {
    let missing = || vec![attempt(SOCKET, EndpointSource::Known, ErrorCode::SocketNotFound)];
    let far = [engine(endpoint("ssh://prod", EndpointSource::Context))];
    let found = findings(missing(), false, &far, &debian());
    assert_eq!(found[0].case, FindingCase::NotInstalled, "the finding says why no engine answers here");
    let offered = Remedy::UseEngine { endpoint: endpoint("ssh://prod", EndpointSource::Context) };
    assert_eq!(found[0].remedies[0], offered, "the other engine is offered");
    let here = [engine(endpoint(OTHER, EndpointSource::Known))];
    assert_eq!(findings(missing(), true, &here, &debian()), [], "one engine at a usual address is enough");
}

#[test]
fn a_start_button_is_offered_only_if_it_can_work() {
    let missing = || vec![attempt(SOCKET, EndpointSource::Known, ErrorCode::SocketNotFound)];
    let stopped = Facts { docker: UnitState::Stopped, ..debian() };
    let found = findings(missing(), false, &[], &stopped);
    assert_eq!(commands(&found[0]), ["sudo systemctl start docker"], "without polkit there is only the command");
    assert!(
        !found[0].remedies.iter().any(|remedy| matches!(remedy, Remedy::StartService { .. })),
        "there is no button"
    );

    let found = findings(missing(), false, &[], &Facts { can_elevate: true, ..stopped.clone() });
    let button = Remedy::StartService { service: LocalService::Docker };
    assert_eq!(found[0].remedies[0], button, "with polkit the button comes first");
    let found = findings(missing(), false, &[], &Facts { systemd: false, ..stopped });
    assert_eq!(commands(&found[0]), ["sudo service docker start"], "a system without systemd has another command");
}

#[test]
fn the_install_command_is_the_distributions() {
    let missing = || vec![attempt(SOCKET, EndpointSource::Known, ErrorCode::SocketNotFound)];
    for (ids, expected) in [
        (&["linuxmint", "ubuntu", "debian"][..], Some("apt-get install docker.io")),
        (&["fedora"], Some("dnf install moby-engine")),
        (&["manjaro", "arch"], Some("pacman -S docker")),
        (&["opensuse-tumbleweed", "opensuse", "suse"], Some("zypper install docker")),
        (&["alpine"], Some("apk add docker")),
        (&["plan9"], None),
    ] {
        let distributions = ids.iter().map(|&id| id.to_owned()).collect();
        let found = findings(missing(), false, &[], &Facts { distributions, ..debian() });
        let offered = commands(&found[0]);
        assert_eq!(
            offered.len(),
            usize::from(expected.is_some()),
            "one command, or none if the distribution is unknown: {offered:?}"
        );
        assert!(offered.iter().all(|text| text.contains(expected.unwrap_or_default())), "{ids:?}: {offered:?}");
    }
}

#[test]
fn members_of_the_group_are_not_asked_to_join_it() {
    let denied = || vec![attempt(SOCKET, EndpointSource::Known, ErrorCode::SocketPermissionDenied)];
    let member = Facts { in_docker_group: true, ..debian() };
    assert_eq!(commands(&findings(denied(), false, &[], &member)[0]), ["newgrp docker"], "they log in again");
    let in_effect = Facts { docker_group_in_effect: true, ..member };
    let found = findings(denied(), false, &[], &in_effect);
    assert_eq!(found[0].case, FindingCase::NoPermission, "after logging in again, the socket belongs to another group");
    assert_eq!(commands(&found[0]), [""; 0], "joining the group would not help");
}

#[test]
fn foreign_text_is_quoted_for_the_shell() {
    let denied = attempt(SOCKET, EndpointSource::Known, ErrorCode::SocketPermissionDenied);
    let found = findings(vec![denied], false, &[], &Facts { user: "a; rm -rf /".into(), ..debian() });
    assert_eq!(commands(&found[0]), ["sudo usermod -aG docker 'a; rm -rf /'"], "a name is one word");
}
