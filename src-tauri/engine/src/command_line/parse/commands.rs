//! Each command that has a form, as its action.

use super::{
    command::Command,
    flags::{ATTACH, COMMIT, EXEC, Flags, HISTORY, IMAGES, KILL, LIST, NONE, PULL, REMOVE, REMOVE_IMAGES, START, STOP},
    remarks::Remarks,
    run,
    words::Word,
};
use crate::{
    command_line::line::join,
    error::Result,
    wire::{Action, CommitForm, ExecForm, RemarkKind},
};

/// The action of a command with these arguments.
pub(super) fn action(command: &str, rest: &[Word], podman: bool, remarks: &mut Remarks) -> Result<Action> {
    match command {
        "run" => Ok(Action::Run(run::read(rest, podman, remarks)?)),
        "exec" => exec(rest, remarks),
        "pull" => pull(rest, remarks),
        "commit" => commit(rest, remarks),
        "images" => images(rest, remarks),
        "rmi" => {
            let command = Command::read("docker rmi", REMOVE_IMAGES, rest, remarks)?;
            let targets = command.at_least_one("IMAGE", "targets", remarks)?;
            Ok(Action::RemoveImages { targets })
        }
        "tag" => {
            let command = Command::read("docker tag", NONE, rest, remarks)?;
            let image = command.argument(0, "SOURCE_IMAGE", "image", remarks)?;
            let reference = command.argument(1, "TARGET_IMAGE", "reference", remarks)?;
            command.no_more(2)?;
            Ok(Action::TagImage { image, reference })
        }
        "history" => {
            let command = Command::read("docker history", HISTORY, rest, remarks)?;
            command.no_more(1)?;
            Ok(Action::ImageHistory { image: command.argument(0, "IMAGE", "image", remarks)? })
        }
        "ps" => {
            let command = Command::read("docker ps", LIST, rest, remarks)?;
            command.no_more(0)?;
            Ok(Action::ListContainers { all: command.on("all") })
        }
        "rm" => {
            let command = Command::read("docker rm", REMOVE, rest, remarks)?;
            let container = command.first_container(remarks)?;
            Ok(Action::RemoveContainer { container, force: command.on("force"), volumes: command.on("volumes") })
        }
        "start" => on_container("docker start", START, rest, remarks, |container| Action::StartContainer { container }),
        "stop" => on_container("docker stop", STOP, rest, remarks, |container| Action::StopContainer { container }),
        "kill" => on_container("docker kill", KILL, rest, remarks, |container| Action::KillContainer { container }),
        "restart" => {
            on_container("docker restart", STOP, rest, remarks, |container| Action::RestartContainer { container })
        }
        "rename" => {
            let command = Command::read("docker rename", NONE, rest, remarks)?;
            let container = command.argument(0, "CONTAINER", "container", remarks)?;
            let name = command.argument(1, "NEW_NAME", "name", remarks)?;
            command.no_more(2)?;
            Ok(Action::RenameContainer { container, name })
        }
        "diff" => on_container("docker diff", NONE, rest, remarks, |container| Action::Diff { container }),
        _ => on_container("docker attach", ATTACH, rest, remarks, |container| Action::Attach { container }),
    }
}

fn pull(words: &[Word], remarks: &mut Remarks) -> Result<Action> {
    let command = Command::read("docker pull", PULL, words, remarks)?;
    command.no_more(1)?;
    let reference = command.argument(0, "NAME", "reference", remarks)?;
    Ok(Action::Pull { reference, platform: command.value("platform") })
}

fn exec(words: &[Word], remarks: &mut Remarks) -> Result<Action> {
    let command = Command::read_to_argument("docker exec", EXEC, words, remarks)?;
    let container = command.argument(0, "CONTAINER", "container", remarks)?;
    let program = &command.split.arguments[1..];
    if program.is_empty() {
        return Err(command.missing("COMMAND"));
    }
    program.iter().for_each(|word| remarks.argument(word, ("command", None)));
    if !(command.on("interactive") && command.on("tty")) {
        remarks.on(words.first().map_or(0, |word| word.start), RemarkKind::Added, "-it");
    }
    let program = join(&program.iter().map(|word| word.text.clone()).collect::<Vec<_>>());
    Ok(Action::Exec(ExecForm { container, command: program, user: command.value("user") }))
}

fn commit(words: &[Word], remarks: &mut Remarks) -> Result<Action> {
    let command = Command::read("docker commit", COMMIT, words, remarks)?;
    command.no_more(2)?;
    let container = command.argument(0, "CONTAINER", "container", remarks)?;
    let name = command.split.arguments.get(1);
    name.into_iter().for_each(|word| remarks.argument(word, ("repository", None)));
    let name = name.map(|word| word.text.as_str()).unwrap_or_default();
    let (repository, tag) = match name.rsplit_once(':') {
        // The colon of a registry's port.
        Some((_, tag)) if tag.contains('/') => (name, ""),
        Some((repository, tag)) => (repository, tag),
        None => (name, ""),
    };
    Ok(Action::Commit(CommitForm {
        container,
        repository: repository.to_owned(),
        tag: tag.to_owned(),
        author: command.value("author"),
        message: command.value("message"),
        pause: !command.off("pause"),
        changes: command.values("change"),
    }))
}

fn images(words: &[Word], remarks: &mut Remarks) -> Result<Action> {
    let command = Command::read("docker images", IMAGES, words, remarks)?;
    command.no_more(1)?;
    let repository = match command.split.arguments.is_empty() {
        true => String::new(),
        false => command.argument(0, "REPOSITORY", "repository", remarks)?,
    };
    let filters = command.values("filter");
    let is_dangling = |filter: &String| matches!(filter.as_str(), "dangling=true" | "dangling=1");
    let dangling = filters.iter().any(is_dangling);
    let filters = filters.into_iter().filter(|filter| !is_dangling(filter)).collect();
    Ok(Action::ListImages { all: command.on("all"), dangling, filters, repository })
}

fn on_container(
    name: &'static str,
    flags: Flags,
    words: &[Word],
    remarks: &mut Remarks,
    action: fn(String) -> Action,
) -> Result<Action> {
    Ok(action(Command::read(name, flags, words, remarks)?.first_container(remarks)?))
}
