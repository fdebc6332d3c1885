use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Action;

/// A pasted `docker` command as an action, with a remark on everything that is not in it as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "parse.ts")]
pub struct ParsedCommand {
    /// What the command does.
    pub action: Action,
    /// What it selects, where that depends on what exists; the action names nothing then.
    pub selection: Option<Selection>,
    /// In the order of the text.
    pub remarks: Vec<Remark>,
}

/// What a command selects of everything that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "parse.ts")]
pub enum Selection {
    /// `docker image prune`, `docker rmi $(docker images -q -f dangling=true)`
    DanglingImages,
    /// Images that no container uses: `docker image prune -a`
    UnusedImages,
    /// All stopped containers: `docker container prune`, `docker rm $(docker ps -aq)`
    StoppedContainers,
    /// Only exited containers, as in `docker rm $(docker ps -q -f status=exited)`.
    ExitedContainers,
}

/// A remark on some words of a pasted command that are not simply in a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "parse.ts")]
pub struct Remark {
    /// What happened to them.
    pub kind: RemarkKind,
    /// As typed.
    pub words: String,
    /// The flag, in its long form with its dashes; empty for anything else.
    pub flag: String,
    /// The action's field that they are in; empty when they are in none.
    pub field: String,
    /// Which of the field's values.
    pub index: Option<u32>,
}

/// Why there is a remark.
///
/// The page has a sentence for each: `remark-<kind>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "parse.ts")]
pub enum RemarkKind {
    // --- taken over ---
    /// A shell would have expanded it (`$(pwd)`, `$HOME`, `~`, `./`), or it is a placeholder
    /// (`<password>`). It is in its field as typed.
    NeedsValue,
    /// One of the form's other flags; applied like the rest.
    OtherFlag,
    /// In the form in an equivalent spelling: an older name, a `--mount` that is a volume, a typographic
    /// dash or quote.
    Rewritten,
    /// A flag of `docker run` after the image: there it is an argument of the program in the container.
    BehindImage,

    /// It selects what exists; that is looked up now, and selected.
    Selected,

    // --- not taken over ---
    /// The default: `--rm=false`, `--sig-proxy`.
    Default,
    /// A later one of the same flag replaces it.
    Replaced,
    /// Which engine is used, and how (`-H`, `--context`): that is chosen in Slipway.
    EngineChoice,
    /// Concerns only the docker client: what it prints, its terminal, its files.
    ClientOnly,
    /// Windows containers only.
    WindowsOnly,
    /// Engines ignore it.
    Discontinued,
    /// Would give the container control of the engine.
    ApiSocket,
    /// Podman only.
    PodmanOnly,
    /// Slipway does not offer it.
    NotOffered,
    /// Slipway's consoles are always interactive (`-it`), so that is added.
    Added,
    /// A shell's prompt, or a prefix of the command (`sudo`).
    Prefix,
    /// A variable that was set for the docker command only.
    Variable,
    /// A comment.
    Comment,
    /// A redirection of the output, which is shown here.
    Redirection,
    /// Another command in the same text.
    OtherCommand,
    /// A further argument; only one is performed here.
    OtherArgument,
}
