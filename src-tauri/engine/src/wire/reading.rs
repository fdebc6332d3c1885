use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Action;

/// A `docker` command that was pasted, as an action, with a word on all that is not in it as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "parse.ts")]
pub struct Reading {
    /// What the command does.
    pub action: Action,
    /// What it does it to, where that is whatever is there; the action names nothing then.
    pub selection: Option<Selection>,
    /// In the order of the text.
    pub remarks: Vec<Remark>,
}

/// What a command selects of all that there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "parse.ts")]
pub enum Selection {
    /// `docker image prune`, `docker rmi $(docker images -q -f dangling=true)`
    DanglingImages,
    /// Images that no container was made from: `docker image prune -a`
    UnusedImages,
    /// All that do not run: `docker container prune`, `docker rm $(docker ps -aq)`
    StoppedContainers,
    /// Those of them that ran once: `docker rm $(docker ps -q -f status=exited)`
    ExitedContainers,
}

/// What became of some words of a pasted text that are not simply in a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "parse.ts")]
pub struct Remark {
    /// What became of them.
    pub kind: RemarkKind,
    /// As they were typed.
    pub words: String,
    /// The flag that they are, in its long form with its dashes; empty for anything else.
    pub flag: String,
    /// The action's field that they are in; empty when they are in none.
    pub field: String,
    /// Which of the field's values.
    pub index: Option<u32>,
}

/// Why some words of a pasted text are told apart.
///
/// The page has a sentence for each: `remark-<kind>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "parse.ts")]
pub enum RemarkKind {
    // --- taken over ---
    /// A shell would have put something here (`$(pwd)`, `$HOME`, `~`, `./`), or it is a place to be filled in
    /// (`<password>`). It stands in its field as it was typed.
    NeedsValue,
    /// One of the form's other flags; applied like the rest.
    OtherFlag,
    /// Stands in the form in other words that mean the same: an older name, a `--mount` that is a volume, a typographic
    /// dash or quote.
    Rewritten,
    /// A flag of `docker run` behind the image: there it is no flag, but goes to the program in the container.
    BehindImage,

    /// It names whatever is there; that is looked up now, and ticked.
    Selected,

    // --- not taken over ---
    /// What it says holds anyway: `--rm=false`, `--sig-proxy`.
    Default,
    /// A later one of the same flag replaces it.
    Replaced,
    /// Which engine is spoken to, and how (`-H`, `--context`): that is chosen in Slipway.
    EngineChoice,
    /// It only concerns the docker command itself: what it prints, its terminal, its files.
    ClientOnly,
    /// Containers of Windows only.
    WindowsOnly,
    /// Engines no longer obey it.
    Discontinued,
    /// It would hand the engine itself to the container.
    ApiSocket,
    /// Podman knows it, Docker does not.
    PodmanOnly,
    /// The action cannot do this in Slipway.
    NotOffered,
    /// Slipway's consoles are always interactive (`-it`), so that is added.
    Added,
    /// The prompt of a shell, or what the command was begun with (`sudo`).
    Prefix,
    /// A variable that was set for the docker command alone.
    Variable,
    /// A comment.
    Comment,
    /// Where the output should go; it is shown here.
    Redirection,
    /// Another command of the same text.
    OtherCommand,
    /// A further argument; one at a time is done here.
    OtherArgument,
}
