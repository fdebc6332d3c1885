pub(super) use crate::grammar::words::join;

use super::explain_values::{self, Values};
use crate::{
    flags,
    grammar::words::{self, quote},
    wire::{CommandLine, CommandPart, Meaning},
};

/// How a flag is written: as guides do, and with its long name.
#[derive(Clone, Copy)]
pub(super) struct Spelling {
    usual: &'static str,
    long: &'static str,
}

impl From<&'static str> for Spelling {
    /// One that has no other name, or that guides write with its long one.
    fn from(name: &'static str) -> Self {
        Self { usual: name, long: name }
    }
}

impl From<(&'static str, &'static str)> for Spelling {
    fn from((usual, long): (&'static str, &'static str)) -> Self {
        Self { usual, long }
    }
}

/// The form field that a part comes from; an empty name means none.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    fields: [&'a str; 2],
    index: Option<usize>,
}

impl<'a> From<&'a str> for Source<'a> {
    fn from(field: &'a str) -> Self {
        Self::from([field, ""])
    }
}

impl<'a> From<[&'a str; 2]> for Source<'a> {
    /// Two fields, the one to edit first.
    fn from(fields: [&'a str; 2]) -> Self {
        Self { fields, index: None }
    }
}

impl<'a> From<(&'a str, usize)> for Source<'a> {
    /// The field's value at this place.
    fn from((field, index): (&'a str, usize)) -> Self {
        Self { fields: [field, ""], index: Some(index) }
    }
}

/// A command line being written.
pub(super) struct Line {
    parts: Vec<CommandPart>,
}

impl Line {
    /// `docker COMMAND`
    pub(super) fn docker(command: &'static str) -> Self {
        Self::program("docker", "docker").subcommand(command, command)
    }

    /// Another command after this one, whatever its result.
    pub(super) fn also(mut self, next: Self) -> Self {
        if !self.parts.is_empty() {
            self = self.subcommand("also", ";");
        }
        self.parts.extend(next.parts);
        self
    }

    /// No command yet.
    pub(super) fn nothing() -> Self {
        Self { parts: Vec::new() }
    }

    /// A word of the command's name, such as `rm` in `docker volume rm`.
    pub(super) fn subcommand(self, term: &str, word: &str) -> Self {
        self.part(term, Values::new(), "".into(), [word, word])
    }

    /// Another program than docker.
    pub(super) fn program(term: &str, name: &str) -> Self {
        Self::nothing().subcommand(term, name)
    }

    /// `&& docker COMMAND`: what follows once this has succeeded.
    pub(super) fn then(self, command: &'static str) -> Self {
        self.subcommand("then", "&&").subcommand("docker", "docker").subcommand(command, command)
    }

    /// `| docker COMMAND`
    pub(super) fn into_docker(self, command: &'static str) -> Self {
        self.into_program("docker", "docker").subcommand(command, command)
    }

    /// `| PROGRAM`
    pub(super) fn into_program(self, term: &str, name: &str) -> Self {
        self.subcommand("pipe", "|").subcommand(term, name)
    }

    /// A flag without a value.
    pub(super) fn flag<'a>(
        self,
        term: &str,
        from: impl Into<Source<'a>>,
        flag: impl Into<Spelling>,
        set: bool,
    ) -> Self {
        let flag = flag.into();
        if set { self.part(term, Values::new(), from.into(), [flag.usual, flag.long]) } else { self }
    }

    /// A flag with its value, unless that is empty.
    pub(super) fn option<'a>(
        self,
        term: &str,
        from: impl Into<Source<'a>>,
        flag: impl Into<Spelling>,
        value: &str,
    ) -> Self {
        if value.is_empty() {
            return self;
        }
        let (flag, word) = (flag.into(), quote(value));
        let both = [flag.usual, flag.long].map(|flag| format!("{flag} {word}"));
        self.part(term, explain_values::of(term, value), from.into(), both)
    }

    /// A flag for each value that is not empty.
    pub(super) fn options(self, term: &str, field: &str, flag: impl Into<Spelling>, values: &[String]) -> Self {
        let flag = flag.into();
        let values = values.iter().enumerate();
        values.fold(self, |line, (index, value)| line.option(term, (field, index), flag, value))
    }

    /// An argument, unless it is empty.
    pub(super) fn argument<'a>(self, term: &str, from: impl Into<Source<'a>>, value: &str) -> Self {
        if value.is_empty() {
            return self;
        }
        let word = quote(value);
        self.part(term, explain_values::of(term, value), from.into(), [word.clone(), word])
    }

    /// An argument for each value that is not empty.
    pub(super) fn arguments(self, term: &str, field: &str, values: &[String]) -> Self {
        let values = values.iter().enumerate();
        values.fold(self, |line, (index, value)| line.argument(term, (field, index), value.trim()))
    }

    /// The words of a command as a shell splits it. What it cannot split (a quote is still open) is one word.
    pub(super) fn words<'a>(self, term: &str, from: impl Into<Source<'a>>, text: &str) -> Self {
        if text.trim().is_empty() {
            return self;
        }
        let words = words::split(text).unwrap_or_else(|_| vec![text.to_owned()]);
        if words.is_empty() {
            return self;
        }
        let quoted = join(&words);
        self.part(term, explain_values::of(term, text), from.into(), [quoted.clone(), quoted])
    }

    /// The run form's other flags, one a row. An unknown one is kept as typed.
    pub(super) fn rows(self, rows: &[String]) -> Self {
        let filled = rows.iter().enumerate().filter(|(_, row)| !row.trim().is_empty());
        filled.fold(self, |line, (index, row)| match flags::parse_row(row) {
            Ok(row) => {
                let text = join(&row.words());
                let values = explain_values::values([("value", &row.value)]);
                line.part(&flags::term(row.flag), values, ("other", index).into(), [text.clone(), text])
            }
            Err(_) => line.words("run-other", ("other", index), row),
        })
    }

    pub(super) fn finish(self, whole: Option<Meaning>) -> CommandLine {
        let text = self.parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(" ");
        CommandLine { text, whole, parts: self.parts }
    }

    fn part(mut self, term: &str, values: Values, from: Source<'_>, [text, long]: [impl Into<String>; 2]) -> Self {
        self.parts.push(CommandPart {
            text: text.into(),
            long: long.into(),
            meaning: Meaning { term: term.to_owned(), values },
            fields: from.fields.iter().filter(|field| !field.is_empty()).map(|field| (*field).to_owned()).collect(),
            index: from.index.and_then(|index| u32::try_from(index).ok()),
        });
        self
    }
}
