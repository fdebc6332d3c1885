use std::path::Path;

use super::{Facts, service::start_command};
use crate::{
    connect::Address,
    wire::{Attempt, CommandPurpose, Endpoint, EndpointSource, EngineInfo, FindingCase, LocalService, Remedy},
};

/// What can be done about a failed attempt, the best first.
pub(super) fn remedies(case: FindingCase, attempt: &Attempt, answering: &[EngineInfo], facts: &Facts) -> Vec<Remedy> {
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
                if facts.context_from_environment { "unset DOCKER_CONTEXT" } else { "docker context use default" };
            remedies.push(command(CommandPurpose::DefaultContext, default.into()));
        }
        FindingCase::NoPermission if !facts.in_docker_group => {
            // Only the socket of the system's Docker belongs to that group.
            if is_default_address(&attempt.endpoint) || attempt.endpoint.source != EndpointSource::Known {
                let user = if facts.user.is_empty() { "$USER" } else { &facts.user };
                remedies.push(command(
                    CommandPurpose::JoinGroup,
                    format!("sudo usermod -aG docker {}", shell_words::quote(user)),
                ));
            }
        }
        FindingCase::NotLoggedInAgain => remedies.push(command(CommandPurpose::LogInAgain, "newgrp docker".into())),
        FindingCase::WrongCertificate => {
            if let Ok(Address::Tcp { host, port }) = Address::parse(address) {
                let text = format!("openssl s_client -connect {host}:{port} -showcerts </dev/null");
                remedies.push(command(CommandPurpose::ShowCertificate, text));
            }
        }
        FindingCase::TlsNeeded => {
            remedies
                .push(command(CommandPurpose::UseTls, "export DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=~/.docker".into()));
        }
        FindingCase::TlsNotSpoken => {
            let text = "unset DOCKER_TLS_VERIFY DOCKER_TLS DOCKER_CERT_PATH";
            remedies.push(command(CommandPurpose::UsePlainHttp, text.into()));
        }
        FindingCase::SshFailed => remedies.extend(try_ssh(address).map(|text| command(CommandPurpose::TrySsh, text))),
        FindingCase::NotRunning => remedies.extend(start(facts)),
        FindingCase::NotInstalled => {
            remedies.extend(install(facts).map(|text| command(CommandPurpose::Install, text.into())))
        }
        FindingCase::NoPermission | FindingCase::TooOld | FindingCase::NotAnEngine | FindingCase::Unresponsive => {}
    }
    remedies
}

/// A button if the necessary privileges can be acquired, and the command in any case.
fn start(facts: &Facts) -> Vec<Remedy> {
    let Some(service) = facts.installed_engine() else { return Vec::new() };
    let permitted = service != LocalService::Docker || facts.can_elevate;
    let command = start_command(service, true, facts.systemd).join(" ");
    let text = if service == LocalService::Docker { format!("sudo {command}") } else { command };
    let button = permitted.then_some(Remedy::StartService { service });
    button.into_iter().chain([Remedy::Command { purpose: CommandPurpose::Start, text }]).collect()
}

fn try_ssh(address: &str) -> Option<String> {
    let Ok(Address::Ssh { destination, port, .. }) = Address::parse(address) else { return None };
    let port = port.map(|port| format!("-p {port} ")).unwrap_or_default();
    Some(format!("ssh {port}{} docker version", shell_words::quote(&destination)))
}

/// The command that installs an engine from the system's own packages, as the distribution's documentation has it.
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

/// Whether an endpoint is where Docker listens by default on this machine, which is never a wrong address.
pub(super) fn is_default_address(endpoint: &Endpoint) -> bool {
    match Address::parse(&endpoint.address) {
        Ok(Address::Unix(path)) => {
            ["/var/run/docker.sock", "/run/docker.sock"].iter().any(|default| path == Path::new(default))
        }
        Ok(Address::Pipe(pipe)) => pipe == r"\\.\pipe\docker_engine",
        _ => false,
    }
}
