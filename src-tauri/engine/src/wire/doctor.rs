use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Attempt, Endpoint, EngineInfo};
use crate::error::Error;

/// Why no engine answers, and what can be done about it; or which one does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "doctor.ts")]
pub struct Examination {
    /// Whether one of the engines that were asked for answers.
    pub answers: bool,
    /// Whether somebody chose where an engine is looked for (`DOCKER_HOST`, a context, a place in the window).
    pub chosen: bool,
    /// The engines that answer, whether they are the ones that were asked for or not.
    pub answering: Vec<EngineInfo>,
    /// What is the matter with those that were asked for and do not, what matters most first.
    pub findings: Vec<Finding>,
    /// What keeps the practice engine from being started here; `None`: nothing that is known beforehand.
    pub practice: Option<Error>,
}

/// One thing that is the matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "doctor.ts")]
pub struct Finding {
    /// What it is.
    pub case: FindingCase,
    /// What its sentence speaks of: `address`, `context`, `product`, `user`, `found`, `needed`, `system`.
    pub values: BTreeMap<String, String>,
    /// The places where it was seen, each with its own reason.
    pub attempts: Vec<Attempt>,
    /// What can be done, the best first.
    pub remedies: Vec<Remedy>,
}

/// What may be the matter with an engine that does not answer. Their order is that of their weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "doctor.ts")]
pub enum FindingCase {
    /// `DOCKER_HOST` names a place where none answers. Values: `address`.
    WrongDockerHost,
    /// The context that was chosen does not exist, or names a place where none answers. Values: `context`, `address`.
    WrongContext,
    /// It runs, but this user may not open its socket. Values: `address`, `user`.
    NoPermission,
    /// The same, but the user has been put into the group since they logged in. Values: `address`, `user`.
    NotLoggedInAnew,
    /// One of the two certificates is not accepted. Values: `address`.
    WrongCertificate,
    /// It wants TLS, and was spoken to without. Values: `address`.
    TlsNeeded,
    /// It was spoken to by TLS, and does not speak it. Values: `address`.
    TlsNotSpoken,
    /// Its API is too old. Values: `address`, `found`, `needed`.
    TooOld,
    /// The ssh connection to its machine failed. Values: `address`.
    SshFailed,
    /// Something else answers there. Values: `address`.
    NotAnEngine,
    /// It does not answer in time, or failed otherwise. Values: `address`.
    Silent,
    /// An engine is installed, but does not run. Values: `product`.
    NotRunning,
    /// No engine is installed on this machine. Values: `system` (its name, or `unknown`).
    NotInstalled,
}

/// Something that can be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export, export_to = "doctor.ts")]
pub enum Remedy {
    /// Use an engine that answers elsewhere.
    UseEngine {
        /// Where.
        endpoint: Endpoint,
    },
    /// Start an engine that is installed; the system may ask for a password.
    StartService {
        /// Which.
        service: LocalService,
    },
    /// Something for a terminal, since it is not ours to do.
    Command {
        /// What it does.
        purpose: CommandPurpose,
        /// The command.
        text: String,
    },
}

/// An engine of this machine that can be started.
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
    /// Puts the user into the docker group, which is as good as being root.
    JoinGroup,
    /// Logs in anew, so that the group counts.
    LogInAnew,
    /// Goes back to the default context.
    DefaultContext,
    /// Lists the contexts there are.
    ListContexts,
    /// Forgets `DOCKER_HOST`.
    UnsetDockerHost,
    /// Tries the ssh connection by hand.
    TrySsh,
    /// Has TLS spoken.
    SpeakTls,
    /// Has TLS no longer spoken.
    SpeakPlainly,
    /// Shows the engine's certificate.
    ShowCertificate,
}
