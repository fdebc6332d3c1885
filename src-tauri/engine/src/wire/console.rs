use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An exec or attach session, open or ended.
///
/// Its bytes do not pass here: the page pulls them with `console_read`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "console.ts")]
pub struct Console {
    /// Names it.
    pub id: String,
    /// The container's ID.
    pub container: String,
    /// The container's name.
    pub container_name: String,
    /// What runs in it, as a line.
    pub command: String,
    /// The docker command that opens the same.
    pub command_line: String,
    /// The user, where one was chosen.
    pub user: String,
    /// Whether it is a terminal.
    pub tty: bool,
    /// How it was opened.
    pub kind: ConsoleKind,
    /// How it stands.
    pub state: ConsoleState,
    /// The exit code, once it has ended and where the engine tells.
    pub exit_code: Option<i64>,
}

/// How a console was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "console.ts")]
pub enum ConsoleKind {
    /// `docker run -it`: the container's own process, attached before it started.
    Run,
    /// `docker exec`: another process in a running container.
    Exec,
    /// `docker attach`: the container's own process, attached later.
    Attach,
}

/// How a console stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "console.ts")]
pub enum ConsoleState {
    /// Connected.
    Open,
    /// The process ended.
    Exited,
    /// The engine went away.
    Lost,
}

/// The shells found in a container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "console.ts")]
pub struct Shells {
    /// Paths, the best first; empty when there is none.
    pub paths: Vec<String>,
}
