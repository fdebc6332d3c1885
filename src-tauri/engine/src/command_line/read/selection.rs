//! Commands that name whatever is there when they are carried out: `docker image prune`, `docker rm $(docker ps -aq)`.

use super::{
    commands::{Command, Flags, field, not, prints},
    read,
    remarks::Remarks,
    words::Word,
};
use crate::{
    error::Result,
    grammar::flag::Takes::{Nothing, Values},
    wire::{Action, ByteRange, RemarkKind, Selection},
};

const PRUNE_IMAGES: Flags = &[
    field("all", Some('a'), Nothing, ""),
    not("filter", None, Values),
    // Nothing is done here before somebody has said yes.
    prints("force", Some('f'), Nothing),
];

const PRUNE_CONTAINERS: Flags = &[not("filter", None, Values), prints("force", Some('f'), Nothing)];

/// What removes some of the containers, none of them by force.
const REMOVE_SOME: Flags =
    &[not("force", Some('f'), Nothing), not("link", Some('l'), Nothing), not("volumes", Some('v'), Nothing)];

/// What the arguments of a command select, if they do.
pub(super) fn of(command: &str, words: &[Word], remarks: &mut Remarks) -> Result<Option<Selection>> {
    match (command, listing(words)) {
        ("image prune", _) => {
            let all = prune("docker image prune", PRUNE_IMAGES, words, remarks)?.on("all");
            Ok(Some(if all { Selection::UnusedImages } else { Selection::DanglingImages }))
        }
        ("container prune", _) => {
            prune("docker container prune", PRUNE_CONTAINERS, words, remarks)?;
            Ok(Some(Selection::StoppedContainers))
        }
        ("rmi", Some((word, selection @ Selection::DanglingImages))) => {
            Command::read("docker rmi", super::commands::REMOVE_IMAGES, words, remarks)?;
            remarks.on(word.start, RemarkKind::Selected, &word.typed);
            Ok(Some(selection))
        }
        ("rm", Some((word, selection @ (Selection::StoppedContainers | Selection::ExitedContainers)))) => {
            Command::read("docker rm", REMOVE_SOME, words, remarks)?;
            remarks.on(word.start, RemarkKind::Selected, &word.typed);
            Ok(Some(selection))
        }
        _ => Ok(None),
    }
}

fn prune(name: &'static str, flags: Flags, words: &[Word], remarks: &mut Remarks) -> Result<Command> {
    let command = Command::read(name, flags, words, remarks)?;
    command.no_more(0)?;
    remarks.on(0, RemarkKind::Selected, name);
    Ok(command)
}

/// What is done to a selection.
pub(super) fn action(selection: Selection) -> Action {
    match selection {
        Selection::DanglingImages => Action::RemoveImages { targets: Vec::new() },
        Selection::UnusedImages | Selection::StoppedContainers | Selection::ExitedContainers => {
            Action::CleanUp { steps: Vec::new(), predicted: ByteRange::default() }
        }
    }
}

/// The only argument of a command, where that is what a usual `docker images -q` or `docker ps -q` prints.
fn listing(words: &[Word]) -> Option<(&Word, Selection)> {
    let mut arguments = words.iter().filter(|word| !word.text.starts_with('-'));
    let word = arguments.next().filter(|word| word.expands)?;
    let inside = within(&word.text)?;
    let reading = read(inside).ok().filter(|_| arguments.next().is_none())?;
    let said = |flag: &str| reading.remarks.iter().any(|remark| remark.flag == flag);
    let filters: Vec<&str> =
        reading.remarks.iter().filter(|one| one.flag == "--filter").map(|one| &*one.words).collect();
    let known = reading.remarks.iter().all(|remark| ["--quiet", "--filter", "--no-trunc"].contains(&&*remark.flag));
    let selection = match reading.action {
        Action::ListImages { dangling: true, filters, repository, .. } => {
            (filters.is_empty() && repository.is_empty()).then_some(Selection::DanglingImages)
        }
        // Those that run are refused without `-f`.
        Action::ListContainers { all: true } if filters.is_empty() => Some(Selection::StoppedContainers),
        Action::ListContainers { .. } => {
            let exited = |filter: &str| filter.trim_matches(['"', '\'']).ends_with("status=exited");
            matches!(filters[..], [one] if exited(one)).then_some(Selection::ExitedContainers)
        }
        _ => None,
    };
    selection.filter(|_| known && said("--quiet")).map(|selection| (word, selection))
}

/// What a shell would carry out in the place of a word; nothing that holds another.
fn within(word: &str) -> Option<&str> {
    let dollar = word.strip_prefix("$(").and_then(|rest| rest.strip_suffix(')'));
    let ticks = || word.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'));
    dollar.or_else(ticks).filter(|inside| !inside.contains("$(") && !inside.contains('`'))
}
