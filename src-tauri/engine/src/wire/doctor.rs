use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Attempt, Endpoint, EngineInfo};
use crate::error::Error;

/// Why no engine responds and what can be done about it, or which one does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "doctor.ts")]
pub struct Examination {
    /// Whether one of the configured engines responds.
    pub answers: bool,
    /// Whether the endpoint was chosen (`DOCKER_HOST`, a context, or in the window).
    pub chosen: bool,
    /// The engines that respond, configured or not.
    pub answering: Vec<EngineInfo>,
    /// What is wrong with the configured ones that do not respond, most important first.
    pub findings: Vec<Finding>,
    /// Why the practice engine cannot be started here; `None` when nothing is known to prevent it.
    pub practice: Option<Error>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "doctor.ts")]
pub struct Finding {
    /// What it is.
    pub case: FindingCase,
    /// The arguments of its sentence: `address`, `context`, `product`, `user`, `found`, `needed`, `system`.
    pub values: BTreeMap<String, String>,
    /// The endpoints concerned, each with its error.
    pub attempts: Vec<Attempt>,
    /// The remedies, best first.
    pub remedies: Vec<Remedy>,
}

/// What can be wrong with an engine that does not respond, most important first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "doctor.ts")]
pub enum FindingCase {
    /// `DOCKER_HOST` names an endpoint that does not respond. Values: `address`.
    WrongDockerHost,
    /// The chosen context does not exist, or its endpoint does not respond. Values: `context`, `address`.
    WrongContext,
    /// It is running, but this user has no permission to open its socket. Values: `address`, `user`.
    NoPermission,
    /// The same, but the user has been added to the group since they logged in. Values: `address`, `user`.
    NotLoggedInAgain,
    /// One of the two certificates is not accepted. Values: `address`.
    WrongCertificate,
    /// It requires TLS, and the endpoint has none. Values: `address`.
    TlsNeeded,
    /// The endpoint has TLS, and the engine does not speak it. Values: `address`.
    TlsNotSpoken,
    /// Its API version is too old. Values: `address`, `found`, `needed`.
    TooOld,
    /// The ssh connection to its machine failed. Values: `address`.
    SshFailed,
    /// Something that is not an engine responds. Values: `address`.
    NotAnEngine,
    /// It does not respond in time, or fails otherwise. Values: `address`.
    Unresponsive,
    /// An engine is installed but not running. Values: `product`.
    NotRunning,
    /// No engine is installed on this machine. Values: `system` (its name, or `unknown`).
    NotInstalled,
}

/// Something that can be done about a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export, export_to = "doctor.ts")]
pub enum Remedy {
    /// Use another engine that responds.
    UseEngine {
        /// Its endpoint.
        endpoint: Endpoint,
    },
    /// Start an engine that is installed; the system may ask for a password.
    StartService {
        /// The service.
        service: LocalService,
    },
    /// A command to run in a terminal.
    Command {
        /// What it does.
        purpose: CommandPurpose,
        /// The command.
        text: String,
    },
}

/// An engine on this machine that can be started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "doctor.ts")]
pub enum LocalService {
    /// The system's dockerd: its unit, or its service where there is no systemd.
    Docker,
    /// The user's Podman, by its socket's unit.
    Podman,
    /// Docker Desktop.
    DockerDesktop,
}

/// What a command for a terminal does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "doctor.ts")]
pub enum CommandPurpose {
    /// Installs an engine.
    Install,
    /// Starts the engine.
    Start,
    /// Adds the user to the docker group, which grants root-level privileges.
    JoinGroup,
    /// Logs in again, so that the group takes effect.
    LogInAgain,
    /// Goes back to the default context.
    DefaultContext,
    /// Lists the contexts.
    ListContexts,
    /// Unsets `DOCKER_HOST`.
    UnsetDockerHost,
    /// Tries the ssh connection by hand.
    TrySsh,
    /// Turns TLS on.
    UseTls,
    /// Turns TLS off.
    UsePlainHttp,
    /// Shows the engine's certificate.
    ShowCertificate,
}
