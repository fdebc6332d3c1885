use std::collections::BTreeMap;

use super::{
    Facts,
    remedies::{is_default_address, remedies},
};
use crate::{
    error::{Error, ErrorCode},
    wire::{Attempt, EndpointSource, EngineInfo, Finding, FindingCase, LocalService},
};

/// What is wrong with the endpoints that did not answer, the most important first. Endpoints where no engine exists are
/// one finding together, and none at all if an engine that was tried `answers`, or if another endpoint has a problem of
/// its own. `answering` are the engines that can be used instead, whether or not they were to be tried.
pub fn findings(attempts: Vec<Attempt>, answers: bool, answering: &[EngineInfo], facts: &Facts) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for attempt in attempts {
        let case = classify(&attempt, facts);
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
    // That one of several engines does not exist is not a problem if another answers or has one.
    let is_problem = |finding: &Finding| finding.case < FindingCase::NotRunning;
    if answers || found.iter().any(is_problem) {
        found.retain(is_problem);
    }
    found.sort_by_key(|finding| finding.case);
    found
}

/// The case that a failed attempt is, with these facts.
fn classify(attempt: &Attempt, facts: &Facts) -> FindingCase {
    let nothing_there = match (attempt.endpoint.source, is_default_address(&attempt.endpoint)) {
        (EndpointSource::DockerHost, false) => FindingCase::WrongDockerHost,
        (EndpointSource::Context, false) => FindingCase::WrongContext,
        _ if facts.installed_engine().is_some() => FindingCase::NotRunning,
        _ => FindingCase::NotInstalled,
    };
    match attempt.error.code {
        ErrorCode::SocketNotFound | ErrorCode::ConnectionRefused => nothing_there,
        ErrorCode::AddressInvalid | ErrorCode::ContextNotFound | ErrorCode::EngineUnreachable => {
            match attempt.endpoint.source {
                EndpointSource::DockerHost => FindingCase::WrongDockerHost,
                EndpointSource::Context => FindingCase::WrongContext,
                EndpointSource::Known | EndpointSource::Practice => FindingCase::Unresponsive,
            }
        }
        ErrorCode::SocketPermissionDenied if facts.in_docker_group && !facts.docker_group_in_effect => {
            FindingCase::NotLoggedInAgain
        }
        ErrorCode::SocketPermissionDenied => FindingCase::NoPermission,
        ErrorCode::TlsFailed => FindingCase::WrongCertificate,
        ErrorCode::TlsNeeded => FindingCase::TlsNeeded,
        ErrorCode::TlsNotSpoken => FindingCase::TlsNotSpoken,
        ErrorCode::EngineTooOld => FindingCase::TooOld,
        ErrorCode::SshFailed => FindingCase::SshFailed,
        ErrorCode::NotAnEngine => FindingCase::NotAnEngine,
        _ => FindingCase::Unresponsive,
    }
}

/// The values of the finding's message.
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
            let product = match facts.installed_engine() {
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

#[cfg(test)]
mod tests;
