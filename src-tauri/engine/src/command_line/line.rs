use crate::{
    containers::flags,
    wire::{CommandLine, CommandPart},
};

/// A command line being written.
pub(super) struct Line {
    parts: Vec<CommandPart>,
}

impl Line {
    /// `docker COMMAND`
    pub(super) fn docker(command: &'static str) -> Self {
        Self::nothing().part("docker", "", "docker".to_owned()).part(command, "", command.to_owned())
    }

    /// Another command after this one, whatever comes of this one.
    pub(super) fn also(mut self, next: Self) -> Self {
        if !self.parts.is_empty() {
            self = self.part("also", "", ";".to_owned());
        }
        self.parts.extend(next.parts);
        self
    }

    /// No command yet.
    pub(super) fn nothing() -> Self {
        Self { parts: Vec::new() }
    }

    /// A word of the command itself, such as `rm` in `docker volume rm`.
    pub(super) fn subcommand(self, term: &str, word: &str) -> Self {
        self.part(term, "", word.to_owned())
    }

    /// Another program than docker.
    pub(super) fn program(term: &str, name: &str) -> Self {
        Self::nothing().part(term, "", name.to_owned())
    }

    /// `&& docker COMMAND`: what follows once this has succeeded.
    pub(super) fn then(self, command: &'static str) -> Self {
        self.part("then", "", "&&".to_owned()).part("docker", "", "docker".to_owned()).part(
            command,
            "",
            command.to_owned(),
        )
    }

    /// `| docker COMMAND`
    pub(super) fn into_docker(self, command: &'static str) -> Self {
        self.into_program("docker", "docker").part(command, "", command.to_owned())
    }

    /// `| PROGRAM`
    pub(super) fn into_program(self, term: &str, name: &str) -> Self {
        self.part("pipe", "", "|".to_owned()).part(term, "", name.to_owned())
    }

    /// A flag without a value.
    pub(super) fn flag(self, term: &str, field: &str, flag: &str, set: bool) -> Self {
        if set { self.part(term, field, flag.to_owned()) } else { self }
    }

    /// A flag with its value, unless that is empty.
    pub(super) fn option(self, term: &str, field: &str, flag: &str, value: &str) -> Self {
        if value.is_empty() { self } else { self.part(term, field, format!("{flag} {}", quote(value))) }
    }

    /// A flag for each value that is not empty.
    pub(super) fn options(self, term: &str, field: &str, flag: &str, values: &[String]) -> Self {
        values.iter().fold(self, |line, value| line.option(term, field, flag, value))
    }

    /// An argument, unless it is empty.
    pub(super) fn argument(self, term: &str, field: &str, value: &str) -> Self {
        if value.is_empty() { self } else { self.part(term, field, quote(value)) }
    }

    /// The words of a command as a shell reads them. What it cannot read (a quote is still open) stands as one word.
    pub(super) fn words(self, term: &str, field: &str, text: &str) -> Self {
        if text.trim().is_empty() {
            return self;
        }
        let words = shell_words::split(text).unwrap_or_else(|_| vec![text.to_owned()]);
        if words.is_empty() {
            return self;
        }
        self.part(term, field, join(&words))
    }

    /// The run form's other flags. One that is not understood stands as it was typed.
    pub(super) fn rows(self, rows: &[String]) -> Self {
        rows.iter().filter(|row| !row.trim().is_empty()).fold(self, |line, row| match flags::parse_row(row) {
            Ok(row) => line.part(&flags::term(row.flag), "other", join(&row.words())),
            Err(_) => line.words("run-other", "other", row),
        })
    }

    pub(super) fn finish(self) -> CommandLine {
        let text = self.parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(" ");
        CommandLine { text, parts: self.parts }
    }

    fn part(mut self, term: &str, field: &str, text: String) -> Self {
        self.parts.push(CommandPart { text, term: term.to_owned(), field: field.to_owned() });
        self
    }
}

/// Words for a POSIX shell.
pub(super) fn join(words: &[String]) -> String {
    words.iter().map(|word| quote(word)).collect::<Vec<_>>().join(" ")
}

/// One word for a POSIX shell, quoted only where needed.
///
/// `shell_words::quote` would quote every `=` (`-e 'A=b'`), and leaves `{a,b}` and `!` to the shells that expand them.
fn quote(word: &str) -> String {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "_@%+=:,./-".contains(character);
    if !word.is_empty() && !word.starts_with('=') && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
