//! An action as the `docker` command that does the same, and a `docker` command as an action.
//!
//! Pure text, both ways. The command is written as Docker's own guides write it, and quoted for a POSIX shell, so that it may be
//! copied and typed. A form that is still being filled in renders, too: what is empty is left out.

mod flag;
mod line;
mod read;

use std::{mem::discriminant, path::Path};

pub(crate) use flag::{Flag, Takes, lettered, named, nearest, truth};
use line::Line;
pub use read::read;

use crate::{
    images::short_id,
    wire::{Action, CleanupStep, CommandLine, CommitForm, ExecForm, RunForm},
};

/// The command for an action. Copies stand in the folder where it is typed.
pub fn render(action: &Action) -> CommandLine {
    render_in(Path::new(""), action)
}

/// The command for an action, with copies kept in this folder.
pub fn render_in(copies: &Path, action: &Action) -> CommandLine {
    match action {
        Action::Pull { reference, platform } => Line::docker("pull")
            .option("pull-platform", "platform", "--platform", platform.trim())
            .argument("pull-reference", "reference", reference.trim()),
        Action::ListImages { all, dangling, filters, repository } => Line::docker("images")
            .flag("images-all", "all", "-a", *all)
            .option("images-dangling", "dangling", "-f", if *dangling { "dangling=true" } else { "" })
            .options("images-filter", "filters", "-f", filters)
            .argument("images-repository", "repository", repository.trim()),
        Action::ImageHistory { image } => Line::docker("history").argument("history-image", "image", image.trim()),
        Action::RemoveImages { targets } => targets
            .iter()
            .fold(Line::docker("rmi"), |line, target| line.argument("rmi-target", "targets", target.trim())),
        Action::TagImage { image, reference } => Line::docker("tag")
            .argument("tag-image", "image", image.trim())
            .argument("tag-reference", "reference", reference.trim()),
        Action::KeepCopy { image, tags } => keep(copies, image, tags),
        Action::RestoreCopy { copy } => Line::program("zstd", "zstd")
            .flag("zstd-decompress", "", "-dc", true)
            .argument("copy-file", "copy", &archive(copies, copy))
            .into_docker("load"),
        Action::DeleteCopy { copy } => Line::program("rm-file", "rm")
            .argument("copy-file", "copy", &archive(copies, copy))
            .argument("copy-note", "copy", &in_folder(copies, &format!("{copy}.json"))),
        Action::PullAgain { reference, tags } => tags.iter().fold(
            Line::docker("pull").argument("pull-reference", "reference", reference.trim()),
            |line, tag| {
                line.then("tag").argument("tag-image", "reference", reference.trim()).argument(
                    "tag-reference",
                    "tags",
                    tag.trim(),
                )
            },
        ),
        Action::ReadLayers { image } => Line::docker("save")
            .argument("save-image", "image", image.trim())
            .into_program("tar", "tar")
            .flag("tar-list", "", "-tv", true),
        Action::ReadArchive { path } => Line::program("tar", "tar").option("tar-file", "path", "-tvf", path),
        Action::Run(form) => run(form),
        Action::ListContainers { all } => Line::docker("ps").flag("ps-all", "all", "-a", *all),
        Action::StartContainer { container } => on_container("start", container),
        Action::StopContainer { container } => on_container("stop", container),
        Action::KillContainer { container } => on_container("kill", container),
        Action::RestartContainer { container } => on_container("restart", container),
        Action::RemoveContainer { container, force, volumes } => Line::docker("rm")
            .flag("rm-force", "force", "-f", *force)
            .flag("rm-volumes", "volumes", "-v", *volumes)
            .argument("container", "container", container.trim()),
        Action::Exec(form) => exec(form),
        Action::Attach { container } => on_container("attach", container),
        Action::Diff { container } => on_container("diff", container),
        Action::Commit(form) => commit(form),
        Action::CleanUp { steps, .. } => clean_up(steps),
    }
    .finish()
}

/// Every [`CommandPart::term`](crate::wire::CommandPart::term) there is, but for those of the run form's other flags,
/// which are `run-flag-` and the flag's name.
pub fn terms() -> Vec<&'static str> {
    vec![
        "also",
        "attach",
        "builder",
        "builder-prune",
        "builder-prune-all",
        "builder-prune-force",
        "commit",
        "commit-author",
        "commit-change",
        "commit-message",
        "commit-pause",
        "commit-reference",
        "container",
        "copy-file",
        "copy-note",
        "diff",
        "docker",
        "exec",
        "exec-command",
        "exec-interactive-tty",
        "exec-user",
        "history",
        "history-image",
        "images",
        "images-all",
        "images-dangling",
        "images-filter",
        "images-repository",
        "kill",
        "load",
        "pipe",
        "ps",
        "ps-all",
        "pull",
        "pull-platform",
        "pull-reference",
        "restart",
        "rm",
        "rm-file",
        "rm-force",
        "rm-volumes",
        "rmi",
        "rmi-target",
        "run",
        "run-command",
        "run-detach",
        "run-env",
        "run-image",
        "run-interactive",
        "run-interactive-tty",
        "run-name",
        "run-other",
        "run-publish",
        "run-rm",
        "run-tty",
        "run-volume",
        "save",
        "save-image",
        "start",
        "stop",
        "tag",
        "tag-image",
        "tag-reference",
        "tar",
        "tar-file",
        "tar-list",
        "then",
        "volume",
        "volume-rm",
        "zstd",
        "zstd-decompress",
        "zstd-output",
    ]
}

fn keep(copies: &Path, image: &str, tags: &[String]) -> Line {
    let line = Line::docker("save");
    let line = match tags {
        [] => line.argument("save-image", "image", image.trim()),
        tags => tags.iter().fold(line, |line, tag| line.argument("save-image", "tags", tag.trim())),
    };
    // Its name has the time of its keeping besides.
    let file = in_folder(copies, &format!("{}.tar.zst", short_id(image.trim())));
    line.into_program("zstd", "zstd").option("zstd-output", "", "-o", &file)
}

fn archive(copies: &Path, copy: &str) -> String {
    in_folder(copies, &format!("{copy}.tar.zst"))
}

fn in_folder(folder: &Path, file: &str) -> String {
    folder.join(file).display().to_string()
}

fn on_container(command: &'static str, container: &str) -> Line {
    Line::docker(command).argument("container", "container", container.trim())
}

fn run(form: &RunForm) -> Line {
    let both = form.interactive && form.tty;
    Line::docker("run")
        .flag("run-detach", "detach", "-d", form.detach)
        .flag("run-interactive-tty", "interactive", "-it", both)
        .flag("run-interactive", "interactive", "-i", form.interactive && !both)
        .flag("run-tty", "tty", "-t", form.tty && !both)
        .flag("run-rm", "remove", "--rm", form.remove)
        .option("run-name", "name", "--name", &form.name)
        .options("run-publish", "ports", "-p", &form.ports)
        .options("run-env", "env", "-e", &form.env)
        .options("run-volume", "volumes", "-v", &form.volumes)
        .rows(&form.other)
        .argument("run-image", "image", form.image.trim())
        .words("run-command", "command", &form.command)
}

fn exec(form: &ExecForm) -> Line {
    Line::docker("exec")
        .flag("exec-interactive-tty", "", "-it", true)
        .option("exec-user", "user", "-u", form.user.trim())
        .argument("container", "container", form.container.trim())
        .words("exec-command", "command", &form.command)
}

fn commit(form: &CommitForm) -> Line {
    let (repository, tag) = (form.repository.trim(), form.tag.trim());
    // Without a repository there is nothing that a tag could belong to.
    let reference = match (repository, tag) {
        (repository, "") => repository.to_owned(),
        ("", _) => String::new(),
        (repository, tag) => format!("{repository}:{tag}"),
    };
    Line::docker("commit")
        .option("commit-author", "author", "--author", &form.author)
        .option("commit-message", "message", "--message", &form.message)
        .flag("commit-pause", "pause", "--pause=false", !form.pause)
        .options("commit-change", "changes", "-c", &form.changes)
        .argument("container", "container", form.container.trim())
        .argument("commit-reference", "repository", &reference)
}

/// One command for all steps of a kind that follow each other: the docker commands, too, go on after a failure.
fn clean_up(steps: &[CleanupStep]) -> Line {
    let same_kind = |one: &CleanupStep, other: &CleanupStep| discriminant(one) == discriminant(other);
    steps.chunk_by(same_kind).map(step).fold(Line::nothing(), Line::also)
}

fn step(steps: &[CleanupStep]) -> Line {
    let command = match steps.first() {
        Some(CleanupStep::StopContainer { .. }) => Line::docker("stop"),
        Some(CleanupStep::RemoveContainer { .. }) => Line::docker("rm"),
        Some(CleanupStep::RemoveImage { .. }) => Line::docker("rmi"),
        Some(CleanupStep::RemoveVolume { .. }) => Line::docker("volume").subcommand("volume-rm", "rm"),
        Some(CleanupStep::PruneBuildCache) => Line::docker("builder")
            .subcommand("builder-prune", "prune")
            .flag("builder-prune-all", "", "-a", true)
            .flag("builder-prune-force", "", "-f", true),
        None => Line::nothing(),
    };
    steps.iter().fold(command, |line, step| match step {
        CleanupStep::StopContainer { container } | CleanupStep::RemoveContainer { container } => {
            line.argument("container", "", container)
        }
        CleanupStep::RemoveImage { target } => line.argument("rmi-target", "", target),
        CleanupStep::RemoveVolume { volume } => line.argument("volume", "", volume),
        CleanupStep::PruneBuildCache => line,
    })
}

#[cfg(test)]
mod tests;
