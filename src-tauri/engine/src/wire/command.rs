use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::{Error, ErrorCode};

/// An action as text, and what is wrong with it so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "command.ts")]
pub struct Draft {
    /// The equivalent command.
    pub command: CommandLine,
    /// What must or should be fixed first; empty when it can be performed.
    pub problems: Vec<Problem>,
    /// What the docker CLI's configuration and environment add to it, here as in a terminal.
    pub notes: Vec<Meaning>,
}

/// A `docker` command, quoted for a POSIX shell, and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "command.ts")]
pub struct CommandLine {
    /// The whole line, ready to be pasted.
    pub text: String,
    /// What it does, in one sentence; `None` for a line that belongs to no action.
    pub whole: Option<Meaning>,
    /// The line in pieces, in order; joined by single spaces they are [`CommandLine::text`].
    pub parts: Vec<CommandPart>,
}

/// A flag with its value, or an argument, or the program and its subcommand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "command.ts")]
pub struct CommandPart {
    /// As written in the line, quoted.
    pub text: String,
    /// The same with long flag names (`--interactive --tty` for `-it`).
    pub long: String,
    /// What it means here.
    #[serde(flatten)]
    #[ts(flatten)]
    pub meaning: Meaning,
    /// The form fields that it comes from, the one to edit first; empty when none.
    pub fields: Vec<String>,
    /// Which of the field's values, where it holds several.
    pub index: Option<u32>,
}

/// A sentence of the page about a command, as data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "command.ts")]
pub struct Meaning {
    /// Which message: its key without the prefix, `explain-` for a part, `does-` for the whole and `note-` for a note,
    /// such as `run-rm`.
    pub term: String,
    /// The message's arguments by name; a message always gets the same names.
    pub values: BTreeMap<String, String>,
}

/// A problem with one field of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "command.ts")]
pub struct Problem {
    /// The field's name as in the form (`reference`, `ports`); empty for the whole.
    pub field: String,
    /// Which of the field's values, where it holds several.
    pub index: Option<u32>,
    /// A warning may be ignored; anything else must be fixed first.
    pub warning: bool,
    /// What is wrong.
    pub error: Error,
}

impl Problem {
    /// A problem that must be fixed.
    pub fn at(field: &str, error: Error) -> Self {
        Self { field: field.to_owned(), index: None, warning: false, error }
    }

    /// A problem with the `index`-th value of a field.
    pub fn at_value(field: &str, index: usize, error: Error) -> Self {
        Self { index: u32::try_from(index).ok(), ..Self::at(field, error) }
    }

    /// A warning: something to know before performing it.
    pub fn warning(field: &str, error: Error) -> Self {
        Self { warning: true, ..Self::at(field, error) }
    }

    /// The error's code.
    pub fn code(&self) -> ErrorCode {
        self.error.code
    }
}
