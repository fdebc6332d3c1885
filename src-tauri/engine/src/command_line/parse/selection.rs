//! Commands that select what exists when they run: `docker image prune`, `docker rm $(docker ps -aq)`.

use super::{
    command::Command,
    flags::{Flags, PRUNE_CONTAINERS, PRUNE_IMAGES, REMOVE_IMAGES, REMOVE_SOME},
    remarks::Remarks,
    words::Word,
};
use crate::{
    error::Result,
    wire::{Action, ByteRange, ParsedCommand, RemarkKind, Selection},
};

/// What the arguments of a command select, if they do.
pub(super) fn of(
    command: &str,
    words: &[Word],
    listing: Option<(&Word, Selection)>,
    remarks: &mut Remarks,
) -> Result<Option<Selection>> {
    match (command, listing) {
        ("image prune", _) => {
            let all = prune("docker image prune", PRUNE_IMAGES, words, remarks)?.on("all");
            Ok(Some(if all { Selection::UnusedImages } else { Selection::DanglingImages }))
        }
        ("container prune", _) => {
            prune("docker container prune", PRUNE_CONTAINERS, words, remarks)?;
            Ok(Some(Selection::StoppedContainers))
        }
        ("rmi", Some((word, selection @ Selection::DanglingImages))) => {
            Command::read("docker rmi", REMOVE_IMAGES, words, remarks)?;
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

/// What a usual `docker images -q` or `docker ps -q` prints.
pub(super) fn listed(listing: &ParsedCommand) -> Option<Selection> {
    let said = |flag: &str| listing.remarks.iter().any(|remark| remark.flag == flag);
    let filters: Vec<&str> =
        listing.remarks.iter().filter(|one| one.flag == "--filter").map(|one| &*one.words).collect();
    let known = listing.remarks.iter().all(|remark| ["--quiet", "--filter", "--no-trunc"].contains(&&*remark.flag));
    let selection = match &listing.action {
        Action::ListImages { dangling: true, filters, repository, .. } => {
            (filters.is_empty() && repository.is_empty()).then_some(Selection::DanglingImages)
        }
        // Running ones are refused without `-f`.
        Action::ListContainers { all: true } if filters.is_empty() => Some(Selection::StoppedContainers),
        Action::ListContainers { .. } => {
            let exited = |filter: &str| filter.trim_matches(['"', '\'']).ends_with("status=exited");
            matches!(filters[..], [one] if exited(one)).then_some(Selection::ExitedContainers)
        }
        _ => None,
    };
    selection.filter(|_| known && said("--quiet"))
}
