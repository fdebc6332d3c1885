//! The flags of every command but `docker run`, and how each is supported.

use crate::{
    grammar::flag::{
        Arity::{self, Nothing, Value, Values},
        Flag,
    },
    wire::RemarkKind,
};

/// How a flag is supported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Support {
    /// It is in this field of the action.
    Field(&'static str),
    /// It is not supported.
    Not(RemarkKind),
}

pub(super) type Flags = &'static [Flag<Support>];

pub(super) const fn field(name: &'static str, short: Option<char>, arity: Arity, field: &'static str) -> Flag<Support> {
    Flag { name, short, arity, support: Support::Field(field) }
}

/// A flag that only concerns what the docker client prints, or its terminal.
pub(super) const fn prints(name: &'static str, short: Option<char>, arity: Arity) -> Flag<Support> {
    Flag { name, short, arity, support: Support::Not(RemarkKind::ClientOnly) }
}

pub(super) const fn not(name: &'static str, short: Option<char>, arity: Arity) -> Flag<Support> {
    Flag { name, short, arity, support: Support::Not(RemarkKind::NotOffered) }
}

const fn place(name: &'static str, short: Option<char>, arity: Arity) -> Flag<Support> {
    Flag { name, short, arity, support: Support::Not(RemarkKind::EngineChoice) }
}

/// The global flags of `docker` and `podman`.
pub(super) const GLOBAL: Flags = &[
    place("config", None, Value),
    place("context", Some('c'), Value),
    prints("debug", Some('D'), Nothing),
    place("host", Some('H'), Values),
    prints("log-level", Some('l'), Value),
    place("tls", None, Nothing),
    place("tlscacert", None, Value),
    place("tlscert", None, Value),
    place("tlskey", None, Value),
    place("tlsverify", None, Nothing),
    prints("help", None, Nothing),
    prints("version", Some('v'), Nothing),
    place("connection", None, Value),
    place("remote", Some('r'), Nothing),
    place("url", None, Value),
    place("root", None, Value),
    place("runroot", None, Value),
];

pub(super) const PULL: Flags = &[
    not("all-tags", Some('a'), Nothing),
    prints("disable-content-trust", None, Nothing),
    field("platform", None, Value, "platform"),
    prints("quiet", Some('q'), Nothing),
];

pub(super) const EXEC: Flags = &[
    not("detach", Some('d'), Nothing),
    prints("detach-keys", None, Value),
    not("env", Some('e'), Values),
    not("env-file", None, Values),
    field("interactive", Some('i'), Nothing, ""),
    not("privileged", None, Nothing),
    field("tty", Some('t'), Nothing, ""),
    field("user", Some('u'), Value, "user"),
    not("workdir", Some('w'), Value),
];

pub(super) const COMMIT: Flags = &[
    field("author", Some('a'), Value, "author"),
    field("change", Some('c'), Values, "changes"),
    field("message", Some('m'), Value, "message"),
    field("pause", Some('p'), Nothing, "pause"),
];

pub(super) const IMAGES: Flags = &[
    field("all", Some('a'), Nothing, "all"),
    prints("digests", None, Nothing),
    field("filter", Some('f'), Values, "filters"),
    prints("format", None, Value),
    prints("no-trunc", None, Nothing),
    prints("quiet", Some('q'), Nothing),
    prints("tree", None, Nothing),
];

pub(super) const REMOVE_IMAGES: Flags =
    &[not("force", Some('f'), Nothing), not("no-prune", None, Nothing), not("platform", None, Values)];

pub(super) const HISTORY: Flags = &[
    prints("format", None, Value),
    prints("human", Some('H'), Nothing),
    prints("no-trunc", None, Nothing),
    not("platform", None, Value),
    prints("quiet", Some('q'), Nothing),
];

pub(super) const LIST: Flags = &[
    field("all", Some('a'), Nothing, "all"),
    not("filter", Some('f'), Values),
    prints("format", None, Value),
    not("last", Some('n'), Value),
    not("latest", Some('l'), Nothing),
    prints("no-trunc", None, Nothing),
    prints("quiet", Some('q'), Nothing),
    prints("size", Some('s'), Nothing),
];

pub(super) const START: Flags = &[
    not("attach", Some('a'), Nothing),
    not("checkpoint", None, Value),
    not("checkpoint-dir", None, Value),
    prints("detach-keys", None, Value),
    not("interactive", Some('i'), Nothing),
];

/// Of `stop` and `restart`; `time` is the older name of `timeout`.
pub(super) const STOP: Flags =
    &[not("signal", Some('s'), Value), not("timeout", Some('t'), Value), not("time", None, Value)];

pub(super) const KILL: Flags = &[not("signal", Some('s'), Value)];

pub(super) const REMOVE: Flags = &[
    field("force", Some('f'), Nothing, "force"),
    not("link", Some('l'), Nothing),
    field("volumes", Some('v'), Nothing, "volumes"),
];

pub(super) const ATTACH: Flags =
    &[prints("detach-keys", None, Value), not("no-stdin", None, Nothing), prints("sig-proxy", None, Nothing)];

pub(super) const NONE: Flags = &[];

pub(super) const PRUNE_IMAGES: Flags = &[
    field("all", Some('a'), Nothing, ""),
    not("filter", None, Values),
    // Slipway always asks for confirmation.
    prints("force", Some('f'), Nothing),
];

pub(super) const PRUNE_CONTAINERS: Flags = &[not("filter", None, Values), prints("force", Some('f'), Nothing)];

/// What removes some of the containers, none of them by force.
pub(super) const REMOVE_SOME: Flags =
    &[not("force", Some('f'), Nothing), not("link", Some('l'), Nothing), not("volumes", Some('v'), Nothing)];
