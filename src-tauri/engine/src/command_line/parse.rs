//! A `docker` command as it was pasted, as an action.
//!
//! Nothing is dropped silently: each word is in the action, or in a remark that says what happened to it.
//!
//! Why: `docs/decisions/018-pasted-commands-are-accounted-for.md`.

mod command;
mod commands;
mod flags;
mod name;
mod remarks;
mod run;
mod selection;
mod split;
mod words;

use command::remark_on_flags;
use flags::GLOBAL;
use remarks::Remarks;
use split::split;
use words::{Piece, Word, pieces};

use crate::{
    error::{Error, ErrorCode, Result},
    wire::{Action, ParsedCommand, RemarkKind, Selection},
};

/// Reads the first docker (or podman) command of a text.
///
/// # Errors
/// [`ErrorCode::NoDockerCommand`], [`ErrorCode::DockerCommandUnknown`], [`ErrorCode::DockerCommandNotOffered`],
/// [`ErrorCode::QuotesUnbalanced`], [`ErrorCode::FlagUnknown`], [`ErrorCode::FlagValueMissing`],
/// [`ErrorCode::FlagValueInvalid`], [`ErrorCode::ArgumentMissing`], [`ErrorCode::ArgumentUnexpected`].
pub fn parse(text: &str) -> Result<ParsedCommand> {
    let pieces = pieces(text)?;
    let commands: Vec<&[Piece]> = pieces.split(|piece| *piece == Piece::End).collect();
    let mut remarks = Remarks::default();
    let found = commands.iter().position(|command| begin(&words_of(command)).is_some());
    let found = found.ok_or_else(|| Error::new(ErrorCode::NoDockerCommand))?;
    for (index, command) in commands.iter().enumerate() {
        beside(command, text, &mut remarks);
        let words = words_of(command);
        if let (true, Some(first), Some(last)) = (index != found, words.first(), words.last()) {
            let typed = &text[first.start..last.start + last.typed.len()];
            remarks.on(first.start, RemarkKind::OtherCommand, typed);
        }
    }
    let words = words_of(commands[found]);
    let program = begin(&words).unwrap_or_default();
    for word in &words[..program] {
        let kind = if is_variable(&word.text) { RemarkKind::Variable } else { RemarkKind::Prefix };
        remarks.on(word.start, kind, &word.typed);
    }
    let podman = is_program(&words[program].text, "podman");
    let (action, selection) = command(&words[program + 1..], podman, &mut remarks)?;
    Ok(ParsedCommand { action, selection, remarks: remarks.finish() })
}

/// What follows `docker`, as an action; also what it selects, where it names nothing itself.
fn command(words: &[Word], podman: bool, remarks: &mut Remarks) -> Result<(Action, Option<Selection>)> {
    let global = split(&[GLOBAL], words, true)?;
    remark_on_flags(&global, remarks);
    let (command, arguments) = name::command(&global.arguments)?;
    match selection::of(command, arguments, listing(arguments), remarks)? {
        Some(selection) => Ok((selection::action(selection), Some(selection))),
        None => Ok((commands::action(command, arguments, podman, remarks)?, None)),
    }
}

/// The only argument of a command, where that is a usual `$(docker images -q …)` or `$(docker ps -q …)`.
fn listing(words: &[Word]) -> Option<(&Word, Selection)> {
    let mut arguments = words.iter().filter(|word| !word.text.starts_with('-'));
    let word = arguments.next().filter(|word| word.expands)?;
    let listing = parse(within(&word.text)?).ok().filter(|_| arguments.next().is_none())?;
    Some((word, selection::listed(&listing)?))
}

/// What a shell would carry out in the place of a word; nothing that holds another.
fn within(word: &str) -> Option<&str> {
    let dollar = word.strip_prefix("$(").and_then(|rest| rest.strip_suffix(')'));
    let ticks = || word.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'));
    dollar.or_else(ticks).filter(|inside| !inside.contains("$(") && !inside.contains('`'))
}

fn words_of(command: &[Piece]) -> Vec<Word> {
    let word = |piece: &Piece| match piece {
        Piece::Word(word) => Some(word.clone()),
        _ => None,
    };
    command.iter().filter_map(word).collect()
}

/// Remarks on the comments, prompts and redirections of a command.
fn beside(command: &[Piece], text: &str, remarks: &mut Remarks) {
    for piece in command {
        match piece {
            Piece::Comment(at) => remarks.on(at.start, RemarkKind::Comment, &text[at.clone()]),
            Piece::Prompt(at) => remarks.on(at.start, RemarkKind::Prefix, text[at.clone()].trim()),
            Piece::Redirection(at) => remarks.on(at.start, RemarkKind::Redirection, text[at.clone()].trim()),
            Piece::Word(_) | Piece::End => {}
        }
    }
}

/// The index of the word `docker` in a command, after `sudo`, variables and the like.
fn begin(words: &[Word]) -> Option<usize> {
    const BEFORE: [&str; 7] = ["sudo", "time", "nohup", "exec", "winpty", "env", "command"];
    const WITH_VALUE: [&str; 4] = ["-u", "-g", "-h", "-p"];
    let mut prefixed = false;
    let mut words = words.iter().enumerate();
    while let Some((index, word)) = words.next() {
        let text = word.text.as_str();
        if is_program(text, "docker") || is_program(text, "podman") {
            return Some(index);
        }
        if prefixed && WITH_VALUE.contains(&text) {
            words.next();
        } else if BEFORE.contains(&text) {
            prefixed = true;
        } else {
            let of_prefix = prefixed && text.starts_with('-');
            if !of_prefix && !is_variable(text) {
                return None;
            }
        }
    }
    None
}

/// `docker`, `/usr/bin/docker`, `docker.exe`, also as a telephone writes it.
fn is_program(word: &str, name: &str) -> bool {
    let file = word.rsplit(['/', '\\']).next().unwrap_or(word).to_lowercase();
    file.strip_suffix(".exe").unwrap_or(&file) == name
}

/// `NAME=VALUE`
fn is_variable(word: &str) -> bool {
    let is_name = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && name.chars().all(|one| one.is_ascii_alphanumeric() || one == '_')
    };
    word.split_once('=').is_some_and(|(name, _)| is_name(name))
}

#[cfg(test)]
mod tests;
