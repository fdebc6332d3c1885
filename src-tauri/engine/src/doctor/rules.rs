use std::{collections::BTreeMap, path::Path};

use super::{Facts, Unit};
use crate::{
    connect::Address,
    error::{Error, ErrorCode},
    wire::{Attempt, CommandPurpose, Endpoint, EndpointSource, EngineInfo, Finding, FindingCase, LocalService, Remedy},
};

/// What is the matter with the places that did not answer, what matters most first. Of places that are only known, those
/// with nothing there are one finding together, and none at all where an engine `answers` that was looked for as well.
/// `answering` are those that can be used instead, whether looked for or not.
pub fn findings(attempts: Vec<Attempt>, answers: bool, answering: &[EngineInfo], facts: &Facts) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for attempt in attempts {
        let case = case(&attempt, facts);
        let absent = matches!(case, FindingCase::NotRunning | FindingCase::NotInstalled);
        match found.iter_mut().find(|finding| absent && finding.case == case) {
            Some(finding) => finding.attempts.push(attempt),
            None => found.push(Finding {
                case,
                values: values(case, &attempt, facts),
                remedies: remedies(case, &attempt, answering, facts),
                attempts: vec![attempt],
            }),
        }
    }
    // That one of several engines is not there is nothing the matter when another is, or is what is.
    let weighty = |finding: &Finding| finding.case < FindingCase::NotRunning;
    if answers || found.iter().any(weighty) {
        found.retain(weighty);
    }
    found.sort_by_key(|finding| finding.case);
    found
}

fn case(attempt: &Attempt, facts: &Facts) -> FindingCase {
    let nobody_there = match (attempt.endpoint.source, is_usual(&attempt.endpoint)) {
        (EndpointSource::DockerHost, false) => FindingCase::WrongDockerHost,
        (EndpointSource::Context, false) => FindingCase::WrongContext,
        _ if installed(facts).is_some() => FindingCase::NotRunning,
        _ => FindingCase::NotInstalled,
    };
    match attempt.error.code {
        ErrorCode::SocketNotFound | ErrorCode::ConnectionRefused => nobody_there,
        ErrorCode::AddressInvalid | ErrorCode::ContextNotFound | ErrorCode::EngineUnreachable => {
            match attempt.endpoint.source {
                EndpointSource::DockerHost => FindingCase::WrongDockerHost,
                EndpointSource::Context => FindingCase::WrongContext,
                EndpointSource::Known | EndpointSource::Practice => FindingCase::Silent,
            }
        }
        ErrorCode::SocketPermissionDenied if facts.in_group && !facts.group_counts => FindingCase::NotLoggedInAnew,
        ErrorCode::SocketPermissionDenied => FindingCase::NoPermission,
        ErrorCode::TlsFailed => FindingCase::WrongCertificate,
        ErrorCode::TlsNeeded => FindingCase::TlsNeeded,
        ErrorCode::TlsNotSpoken => FindingCase::TlsNotSpoken,
        ErrorCode::EngineTooOld => FindingCase::TooOld,
        ErrorCode::SshFailed => FindingCase::SshFailed,
        ErrorCode::NotAnEngine => FindingCase::NotAnEngine,
        _ => FindingCase::Silent,
    }
}

/// Whether it is where a Docker of this machine listens unless told otherwise: whoever names that, names it rightly.
fn is_usual(endpoint: &Endpoint) -> bool {
    match Address::parse(&endpoint.address) {
        Ok(Address::Unix(path)) => {
            ["/var/run/docker.sock", "/run/docker.sock"].iter().any(|usual| path == Path::new(usual))
        }
        Ok(Address::Pipe(pipe)) => pipe == r"\\.\pipe\docker_engine",
        _ => false,
    }
}

/// The engine that is installed, does not run, and is the likeliest to be meant.
fn installed(facts: &Facts) -> Option<LocalService> {
    let services = [
        (LocalService::Docker, facts.docker),
        (LocalService::DockerDesktop, facts.desktop),
        (LocalService::Podman, facts.podman),
    ];
    services.into_iter().find(|(_, unit)| *unit != Unit::Absent).map(|(service, _)| service)
}

fn values(case: FindingCase, attempt: &Attempt, facts: &Facts) -> BTreeMap<String, String> {
    let error: &Error = &attempt.error;
    let mut values = error.details.clone();
    values.insert("address".into(), attempt.endpoint.address.clone());
    values.insert("user".into(), facts.user.clone());
    match case {
        FindingCase::WrongContext => {
            values.insert("context".into(), attempt.endpoint.name.clone());
        }
        FindingCase::NotRunning => {
            let product = match installed(facts) {
                Some(LocalService::DockerDesktop) => "Docker Desktop",
                Some(LocalService::Podman) => "Podman",
                Some(LocalService::Docker) | None => "Docker",
            };
            values.insert("product".into(), product.into());
        }
        FindingCase::NotInstalled => {
            let system = if facts.system.is_empty() { "unknown" } else { &facts.system };
            values.insert("system".into(), system.into());
        }
        _ => {}
    }
    values
}

fn remedies(case: FindingCase, attempt: &Attempt, answering: &[EngineInfo], facts: &Facts) -> Vec<Remedy> {
    let address = attempt.endpoint.address.as_str();
    let mut remedies: Vec<Remedy> =
        answering.iter().map(|engine| Remedy::UseEngine { endpoint: engine.endpoint.clone() }).collect();
    let command = |purpose, text: String| Remedy::Command { purpose, text };
    match case {
        FindingCase::WrongDockerHost => {
            remedies.push(command(CommandPurpose::UnsetDockerHost, "unset DOCKER_HOST".into()));
        }
        FindingCase::WrongContext => {
            remedies.push(command(CommandPurpose::ListContexts, "docker context ls".into()));
            let default =
                if facts.context_by_environment { "unset DOCKER_CONTEXT" } else { "docker context use default" };
            remedies.push(command(CommandPurpose::DefaultContext, default.into()));
        }
        FindingCase::NoPermission if !facts.in_group => {
            // Only the system's own Docker gives its socket to that group.
            if is_usual(&attempt.endpoint) || attempt.endpoint.source != EndpointSource::Known {
                let user = if facts.user.is_empty() { "$USER" } else { &facts.user };
                remedies.push(command(
                    CommandPurpose::JoinGroup,
                    format!("sudo usermod -aG docker {}", shell_words::quote(user)),
                ));
            }
        }
        FindingCase::NotLoggedInAnew => remedies.push(command(CommandPurpose::LogInAnew, "newgrp docker".into())),
        FindingCase::WrongCertificate => {
            if let Ok(Address::Tcp { host, port }) = Address::parse(address) {
                let text = format!("openssl s_client -connect {host}:{port} -showcerts </dev/null");
                remedies.push(command(CommandPurpose::ShowCertificate, text));
            }
        }
        FindingCase::TlsNeeded => {
            remedies.push(command(
                CommandPurpose::SpeakTls,
                "export DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=~/.docker".into(),
            ));
        }
        FindingCase::TlsNotSpoken => {
            let text = "unset DOCKER_TLS_VERIFY DOCKER_TLS DOCKER_CERT_PATH";
            remedies.push(command(CommandPurpose::SpeakPlainly, text.into()));
        }
        FindingCase::SshFailed => remedies.extend(try_ssh(address).map(|text| command(CommandPurpose::TrySsh, text))),
        FindingCase::NotRunning => remedies.extend(start(facts)),
        FindingCase::NotInstalled => {
            remedies.extend(install(facts).map(|text| command(CommandPurpose::Install, text.into())))
        }
        FindingCase::NoPermission | FindingCase::TooOld | FindingCase::NotAnEngine | FindingCase::Silent => {}
    }
    remedies
}

/// A button where there is a way to ask for the rights, and the command in any case.
fn start(facts: &Facts) -> Vec<Remedy> {
    let Some(service) = installed(facts) else { return Vec::new() };
    let ours = service != LocalService::Docker || facts.may_ask;
    let words = super::service::words(service, true, facts.systemd).join(" ");
    let text = if service == LocalService::Docker { format!("sudo {words}") } else { words };
    let button = ours.then_some(Remedy::StartService { service });
    button.into_iter().chain([Remedy::Command { purpose: CommandPurpose::Start, text }]).collect()
}

fn try_ssh(address: &str) -> Option<String> {
    let Ok(Address::Ssh { destination, port, .. }) = Address::parse(address) else { return None };
    let port = port.map(|port| format!("-p {port} ")).unwrap_or_default();
    Some(format!("ssh {port}{} docker version", shell_words::quote(&destination)))
}

/// The system's own packages of an engine; each is named in the distribution's documentation.
fn install(facts: &Facts) -> Option<&'static str> {
    match facts.os.as_str() {
        "macos" => return Some("brew install --cask docker-desktop"),
        "windows" => return Some("winget install Docker.DockerDesktop"),
        _ => {}
    }
    facts.distributions.iter().find_map(|id| {
        Some(match id.as_str() {
            "debian" | "ubuntu" => "sudo apt-get update && sudo apt-get install docker.io",
            "fedora" => "sudo dnf install moby-engine && sudo systemctl enable --now docker",
            "rhel" | "centos" => "sudo dnf install podman && systemctl --user enable --now podman.socket",
            "arch" => "sudo pacman -S docker && sudo systemctl enable --now docker",
            "opensuse" | "suse" => "sudo zypper install docker && sudo systemctl enable --now docker",
            "alpine" => "sudo apk add docker && sudo rc-update add docker && sudo service docker start",
            _ => return None,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{EngineProduct, ImageStore};

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
    fn each_failure_is_told_by_its_case() {
        use {EndpointSource as S, ErrorCode as C, FindingCase as F};
        let stopped = Facts { docker: Unit::Stopped, ..debian() };
        let member = Facts { in_group: true, ..debian() };
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
            (SOCKET, S::Known, C::SocketPermissionDenied, &member, F::NotLoggedInAnew),
            ("tcp://x:1", S::Context, C::TlsFailed, &debian(), F::WrongCertificate),
            ("tcp://x:1", S::Context, C::TlsNeeded, &debian(), F::TlsNeeded),
            ("tcp://x:1", S::Context, C::TlsNotSpoken, &debian(), F::TlsNotSpoken),
            (SOCKET, S::Known, C::EngineTooOld, &debian(), F::TooOld),
            ("ssh://x", S::Context, C::SshFailed, &debian(), F::SshFailed),
            (SOCKET, S::Known, C::NotAnEngine, &debian(), F::NotAnEngine),
            (SOCKET, S::Known, C::TimedOut, &debian(), F::Silent),
        ] {
            let found = findings(vec![attempt(address, source, code)], false, &[], facts);
            assert_eq!(found[0].case, expected, "{code:?} at {address} by {source:?}");
        }
    }

    #[test]
    fn places_with_nothing_there_are_one_finding() {
        let missing = |address| attempt(address, EndpointSource::Known, ErrorCode::SocketNotFound);
        let found = findings(vec![missing(SOCKET), missing(OTHER)], false, &[], &debian());
        assert_eq!(found.len(), 1, "a machine without an engine has one trouble: {found:?}");
        assert_eq!(found[0].attempts.len(), 2, "with every place that was tried");
        assert_eq!(found[0].values["system"], "Debian GNU/Linux 12 (bookworm)", "the system is named");

        let denied = attempt(SOCKET, EndpointSource::Known, ErrorCode::SocketPermissionDenied);
        let found = findings(vec![missing(OTHER), denied], false, &[], &debian());
        let cases: Vec<_> = found.iter().map(|finding| finding.case).collect();
        assert_eq!(cases, [FindingCase::NoPermission], "one that runs is what matters");
    }

    #[test]
    fn an_engine_that_nobody_chose_is_offered_and_hides_nothing() {
        let missing = || vec![attempt(SOCKET, EndpointSource::Known, ErrorCode::SocketNotFound)];
        let far = [engine(endpoint("ssh://prod", EndpointSource::Context))];
        let found = findings(missing(), false, &far, &debian());
        assert_eq!(found[0].case, FindingCase::NotInstalled, "why none answers here is told");
        let offered = Remedy::UseEngine { endpoint: endpoint("ssh://prod", EndpointSource::Context) };
        assert_eq!(found[0].remedies[0], offered, "and the other is there to be picked");
        let here = [engine(endpoint(OTHER, EndpointSource::Known))];
        assert_eq!(findings(missing(), true, &here, &debian()), [], "one of the usual places is enough");
    }

    #[test]
    fn a_service_is_started_by_a_button_only_where_that_can_be() {
        let missing = || vec![attempt(SOCKET, EndpointSource::Known, ErrorCode::SocketNotFound)];
        let stopped = Facts { docker: Unit::Stopped, ..debian() };
        let found = findings(missing(), false, &[], &stopped);
        assert_eq!(commands(&found[0]), ["sudo systemctl start docker"], "without polkit there is the command alone");
        assert!(!found[0].remedies.iter().any(|remedy| matches!(remedy, Remedy::StartService { .. })), "and no button");

        let found = findings(missing(), false, &[], &Facts { may_ask: true, ..stopped.clone() });
        let button = Remedy::StartService { service: LocalService::Docker };
        assert_eq!(found[0].remedies[0], button, "with polkit the button comes first");
        let found = findings(missing(), false, &[], &Facts { systemd: false, ..stopped });
        assert_eq!(commands(&found[0]), ["sudo service docker start"], "a system without systemd has another command");
    }

    #[test]
    fn installing_is_told_as_the_distribution_does_it() {
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
            let told = commands(&found[0]);
            assert_eq!(told.len(), usize::from(expected.is_some()), "one command, or none that is made up: {told:?}");
            assert!(told.iter().all(|text| text.contains(expected.unwrap_or_default())), "{ids:?}: {told:?}");
        }
    }

    #[test]
    fn who_is_in_the_group_already_is_not_told_to_join_it() {
        let denied = || vec![attempt(SOCKET, EndpointSource::Known, ErrorCode::SocketPermissionDenied)];
        let member = Facts { in_group: true, ..debian() };
        assert_eq!(commands(&findings(denied(), false, &[], &member)[0]), ["newgrp docker"], "they log in anew");
        let counting = Facts { group_counts: true, ..member };
        let found = findings(denied(), false, &[], &counting);
        assert_eq!(found[0].case, FindingCase::NoPermission, "where that has been done, the socket is another group's");
        assert_eq!(commands(&found[0]), [""; 0], "and joining is no way");
    }

    #[test]
    fn words_of_others_are_quoted_for_the_shell() {
        let denied = attempt(SOCKET, EndpointSource::Known, ErrorCode::SocketPermissionDenied);
        let found = findings(vec![denied], false, &[], &Facts { user: "a; rm -rf /".into(), ..debian() });
        assert_eq!(commands(&found[0]), ["sudo usermod -aG docker 'a; rm -rf /'"], "a name is one word");
    }
}
