//! Each command that has a form, as its action.

use super::{
    command::Command,
    flags::{ATTACH, COMMIT, EXEC, Flags, HISTORY, IMAGES, KILL, LIST, NONE, PULL, REMOVE, REMOVE_IMAGES, START, STOP},
    run,
    warnings::Warnings,
    words::Word,
};
use crate::{
    command_line::line::join,
    error::Result,
    wire::{Action, CommitForm, ExecForm, RemarkKind},
};

/// The action of a command with these arguments.
pub(super) fn action(command: &str, rest: &[Word], podman: bool, warnings: &mut Warnings) -> Result<Action> {
    match command {
        "run" => Ok(Action::Run(run::read(rest, podman, warnings)?)),
        "exec" => exec(rest, warnings),
        "pull" => pull(rest, warnings),
        "commit" => commit(rest, warnings),
        "images" => images(rest, warnings),
        "rmi" => {
            let command = Command::read("docker rmi", REMOVE_IMAGES, rest, warnings)?;
            let targets = command.at_least_one("IMAGE", "targets", warnings)?;
            Ok(Action::RemoveImages { targets })
        }
        "tag" => {
            let command = Command::read("docker tag", NONE, rest, warnings)?;
            let image = command.argument(0, "SOURCE_IMAGE", "image", warnings)?;
            let reference = command.argument(1, "TARGET_IMAGE", "reference", warnings)?;
            command.no_more(2)?;
            Ok(Action::TagImage { image, reference })
        }
        "history" => {
            let command = Command::read("docker history", HISTORY, rest, warnings)?;
            command.no_more(1)?;
            Ok(Action::ImageHistory { image: command.argument(0, "IMAGE", "image", warnings)? })
        }
        "ps" => {
            let command = Command::read("docker ps", LIST, rest, warnings)?;
            command.no_more(0)?;
            Ok(Action::ListContainers { all: command.on("all") })
        }
        "rm" => {
            let command = Command::read("docker rm", REMOVE, rest, warnings)?;
            let container = command.first_container(warnings)?;
            Ok(Action::RemoveContainer { container, force: command.on("force"), volumes: command.on("volumes") })
        }
        "start" => {
            on_container("docker start", START, rest, warnings, |container| Action::StartContainer { container })
        }
        "stop" => on_container("docker stop", STOP, rest, warnings, |container| Action::StopContainer { container }),
        "kill" => on_container("docker kill", KILL, rest, warnings, |container| Action::KillContainer { container }),
        "restart" => {
            on_container("docker restart", STOP, rest, warnings, |container| Action::RestartContainer { container })
        }
        "diff" => on_container("docker diff", NONE, rest, warnings, |container| Action::Diff { container }),
        _ => on_container("docker attach", ATTACH, rest, warnings, |container| Action::Attach { container }),
    }
}

fn pull(words: &[Word], warnings: &mut Warnings) -> Result<Action> {
    let command = Command::read("docker pull", PULL, words, warnings)?;
    command.no_more(1)?;
    let reference = command.argument(0, "NAME", "reference", warnings)?;
    Ok(Action::Pull { reference, platform: command.value("platform") })
}

fn exec(words: &[Word], warnings: &mut Warnings) -> Result<Action> {
    let command = Command::read_to_argument("docker exec", EXEC, words, warnings)?;
    let container = command.argument(0, "CONTAINER", "container", warnings)?;
    let program = &command.split.arguments[1..];
    if program.is_empty() {
        return Err(command.missing("COMMAND"));
    }
    program.iter().for_each(|word| warnings.argument(word, ("command", None)));
    if !(command.on("interactive") && command.on("tty")) {
        warnings.on(words.first().map_or(0, |word| word.start), RemarkKind::Added, "-it");
    }
    let program = join(&program.iter().map(|word| word.text.clone()).collect::<Vec<_>>());
    Ok(Action::Exec(ExecForm { container, command: program, user: command.value("user") }))
}

fn commit(words: &[Word], warnings: &mut Warnings) -> Result<Action> {
    let command = Command::read("docker commit", COMMIT, words, warnings)?;
    command.no_more(2)?;
    let container = command.argument(0, "CONTAINER", "container", warnings)?;
    let name = command.split.arguments.get(1);
    name.into_iter().for_each(|word| warnings.argument(word, ("repository", None)));
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

fn images(words: &[Word], warnings: &mut Warnings) -> Result<Action> {
    let command = Command::read("docker images", IMAGES, words, warnings)?;
    command.no_more(1)?;
    let repository = match command.split.arguments.is_empty() {
        true => String::new(),
        false => command.argument(0, "REPOSITORY", "repository", warnings)?,
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
    warnings: &mut Warnings,
    action: fn(String) -> Action,
) -> Result<Action> {
    Ok(action(Command::read(name, flags, words, warnings)?.first_container(warnings)?))
}
