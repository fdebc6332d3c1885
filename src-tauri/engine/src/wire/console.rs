use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An exec or attach session, open or ended.
///
/// Its output is not part of it: the page pulls it with `console_read`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "console.ts")]
pub struct Console {
    /// Its ID.
    pub id: String,
    /// The container's ID.
    pub container: String,
    /// The container's name.
    pub container_name: String,
    /// The command that runs in it.
    pub command: String,
    /// The equivalent docker command.
    pub command_line: String,
    /// The user, where one was chosen.
    pub user: String,
    /// Whether it is a terminal.
    pub tty: bool,
    /// How it was opened.
    pub kind: ConsoleKind,
    /// What closing it does to the process.
    pub closing: ConsoleClosing,
    /// Its state.
    pub state: ConsoleState,
    /// The exit code, once it has exited and where the engine reports it.
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

/// What closing an open console does to its process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "console.ts")]
pub enum ConsoleClosing {
    /// It is hung up, and killed if it does not exit then.
    Ends,
    /// It is interrupted by its terminal's keys: it cannot be signalled in a container without a shell.
    Interrupts,
    /// It keeps running.
    Leaves,
}

/// The state of a console.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "console.ts")]
pub enum ConsoleState {
    /// Connected.
    Open,
    /// The process exited.
    Exited,
    /// It was left by the detach keys; the process goes on.
    Detached,
    /// The connection to the engine was lost.
    Lost,
}

/// The shells found in a container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "console.ts")]
pub struct Shells {
    /// Paths, the best first.
    pub paths: Vec<String>,
    /// Whether there are no others: an engine may fail to look.
    pub complete: bool,
}
