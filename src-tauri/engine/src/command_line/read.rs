//! A `docker` command as it was pasted, as an action.
//!
//! Nothing is left out quietly: each word is in the action, or in a remark that says what became of it.

mod commands;
mod remarks;
mod run;
mod selection;
mod split;
mod words;

use remarks::Remarks;
use words::{Piece, Word, pieces};

use crate::{
    error::{Error, ErrorCode, Result},
    grammar::flag::nearest,
    wire::{Reading, RemarkKind},
};

/// Reads the first docker (or podman) command of a text.
///
/// # Errors
/// [`ErrorCode::NoDockerCommand`], [`ErrorCode::DockerCommandUnknown`], [`ErrorCode::DockerCommandNotOffered`],
/// [`ErrorCode::QuotesUnbalanced`], [`ErrorCode::FlagUnknown`], [`ErrorCode::FlagValueMissing`],
/// [`ErrorCode::FlagValueInvalid`], [`ErrorCode::ArgumentMissing`], [`ErrorCode::ArgumentUnexpected`].
pub fn read(text: &str) -> Result<Reading> {
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
    let (action, selection) = commands::read(&words[program + 1..], podman, &mut remarks)?;
    Ok(Reading { action, selection, remarks: remarks.finish() })
}

fn words_of(command: &[Piece]) -> Vec<Word> {
    let word = |piece: &Piece| match piece {
        Piece::Word(word) => Some(word.clone()),
        _ => None,
    };
    command.iter().filter_map(word).collect()
}

/// What stands in a command beside its words.
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

/// Which word of a command is `docker`, behind `sudo`, variables and the like.
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

/// No command of docker's; with the one that may have been meant.
fn unknown(command: &str, offered: &[&str], known: &[&str]) -> Error {
    if known.contains(&command) {
        return Error::new(ErrorCode::DockerCommandNotOffered).with("command", command);
    }
    let suggestion = nearest(command, offered.iter().chain(known).copied()).unwrap_or_default();
    Error::new(ErrorCode::DockerCommandUnknown).with("command", command).with("suggestion", suggestion)
}

#[cfg(test)]
mod tests;
