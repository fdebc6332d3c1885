//! An action as the `docker` command that does the same.

use std::{mem::discriminant, path::Path};

use super::{line::Line, summary};
use crate::{
    grammar::{Reference, id::short_id, mirror::MirrorPull},
    wire::{Action, CleanupStep, CommandLine, CommitForm, ExecForm, RunForm},
};

const FILTER: (&str, &str) = ("-f", "--filter");
const INTERACTIVE_TTY: (&str, &str) = ("-it", "--interactive --tty");

/// The command for an action. Copies are in the current folder.
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
            .flag("images-all", "all", ("-a", "--all"), *all)
            .option("images-dangling", "dangling", FILTER, if *dangling { "dangling=true" } else { "" })
            .options("images-filter", "filters", FILTER, filters)
            .argument("images-repository", "repository", repository.trim()),
        Action::ImageHistory { image } => Line::docker("history").argument("history-image", "image", image.trim()),
        Action::RemoveImages { targets } => Line::docker("rmi").arguments("rmi-target", "targets", targets),
        Action::TagImage { image, reference } => Line::docker("tag")
            .argument("tag-image", "image", image.trim())
            .argument("tag-reference", "reference", reference.trim()),
        Action::Build { dockerfile, tag } => Line::program("printf", "printf")
            .argument("dockerfile", "dockerfile", &for_printf(dockerfile))
            .into_program("classic-builder", "DOCKER_BUILDKIT=0")
            .subcommand("docker", "docker")
            .subcommand("build", "build")
            .option("build-tag", "tag", ("-t", "--tag"), tag.trim())
            .subcommand("build-stdin", "-"),
        Action::KeepCopy { image, tags } => keep(copies, image, tags),
        Action::RestoreCopy { copy } => Line::program("zstd", "zstd")
            .flag("zstd-decompress", "", ("-dc", "--decompress --stdout"), true)
            .argument("copy-file", "copy", &archive(copies, copy))
            .into_docker("load"),
        Action::DeleteCopy { copy } => Line::program("rm-file", "rm")
            .argument("copy-file", "copy", &archive(copies, copy))
            .argument("copy-metadata", "copy", &in_folder(copies, &format!("{copy}.json"))),
        Action::PullAgain { reference, tags } => tags.iter().enumerate().fold(
            Line::docker("pull").argument("pull-reference", "reference", reference.trim()),
            |line, (index, tag)| {
                line.then("tag").argument("tag-image", "reference", reference.trim()).argument(
                    "tag-reference",
                    ("tags", index),
                    tag.trim(),
                )
            },
        ),
        Action::PullThrough { reference, platform, mirror } => pull_through(reference, platform, mirror),
        Action::ReadLayers { image } => Line::docker("save")
            .argument("save-image", "image", image.trim())
            .into_program("tar", "tar")
            .flag("tar-list", "", ("-tv", "--list --verbose"), true),
        Action::ReadArchive { path } => {
            Line::program("tar", "tar").option("tar-file", "path", ("-tvf", "--list --verbose --file"), path)
        }
        Action::Run(form) => run(form),
        Action::ListContainers { all } => Line::docker("ps").flag("ps-all", "all", ("-a", "--all"), *all),
        Action::StartContainer { container } => on_container("start", container),
        Action::StopContainer { container } => on_container("stop", container),
        Action::KillContainer { container } => on_container("kill", container),
        Action::RestartContainer { container } => on_container("restart", container),
        Action::RenameContainer { container, name } => {
            on_container("rename", container).argument("rename-name", "name", name.trim())
        }
        Action::RemoveContainer { container, force, volumes } => Line::docker("rm")
            .flag("rm-force", "force", ("-f", "--force"), *force)
            .flag("rm-volumes", "volumes", ("-v", "--volumes"), *volumes)
            .argument("container", "container", container.trim()),
        Action::Exec(form) => exec(form),
        Action::Attach { container } => on_container("attach", container),
        Action::Diff { container } => on_container("diff", container),
        Action::Commit(form) => commit(form),
        Action::CleanUp { steps, .. } => clean_up(steps),
    }
    .finish(Some(summary::of(action)))
}

/// What is typed into a console: no docker command of its own.
pub fn inside(text: &str) -> CommandLine {
    Line::nothing().subcommand(INSIDE, text).finish(None)
}

const INSIDE: &str = "inside";

/// A text escaped for `printf` in one line: it interprets `\\n` and percent signs.
fn for_printf(text: &str) -> String {
    text.replace('\\', r"\\").replace('%', "%%").replace('\n', r"\n")
}

/// Every [`Meaning::term`](crate::wire::Meaning::term) of a part that there is, but for those of the run form's other
/// flags, which are `run-flag-` and the flag's name.
pub fn terms() -> Vec<&'static str> {
    vec![
        "also",
        "attach",
        "build",
        "build-stdin",
        "build-tag",
        "builder",
        "builder-prune",
        "builder-prune-all",
        "builder-prune-force",
        "classic-builder",
        "commit",
        "commit-author",
        "commit-change",
        "commit-message",
        "commit-pause",
        "commit-reference",
        "container",
        "copy-file",
        "copy-metadata",
        "diff",
        "docker",
        "dockerfile",
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
        "inside",
        "kill",
        "load",
        "pipe",
        "printf",
        "ps",
        "ps-all",
        "pull",
        "pull-platform",
        "pull-reference",
        "pull-through",
        "rename",
        "rename-name",
        "restart",
        "rm",
        "rm-file",
        "rm-force",
        "rm-volumes",
        "rmi",
        "rmi-mirror",
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
        "volume-name",
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
        tags => line.arguments("save-image", "tags", tags),
    };
    // The real name also has the time of saving.
    let file = in_folder(copies, &format!("{}.tar.zst", short_id(image.trim())));
    line.into_program("zstd", "zstd").option("zstd-output", "", "-o", &file)
}

fn archive(copies: &Path, copy: &str) -> String {
    in_folder(copies, &format!("{copy}.tar.zst"))
}

fn in_folder(folder: &Path, file: &str) -> String {
    folder.join(file).display().to_string()
}

/// Of names that cannot be read yet, what there is.
fn pull_through(reference: &str, platform: &str, mirror: &str) -> Line {
    let pull = Line::docker("pull").option("pull-platform", "platform", "--platform", platform.trim());
    let Ok(through) = MirrorPull::new(reference, mirror) else {
        return pull.argument("pull-reference", "reference", reference.trim());
    };
    let from = through.from.familiar();
    let pull = pull.argument("pull-through", "mirror", &from);
    let Some(name) = through.name.as_ref().map(Reference::familiar) else { return pull };
    let tagged = pull.then("tag").argument("tag-image", "mirror", &from).argument("tag-reference", "reference", &name);
    if through.untags_mirror() { tagged.then("rmi").argument("rmi-mirror", "mirror", &from) } else { tagged }
}

fn on_container(command: &'static str, container: &str) -> Line {
    Line::docker(command).argument("container", "container", container.trim())
}

fn run(form: &RunForm) -> Line {
    let both = form.interactive && form.tty;
    Line::docker("run")
        .flag("run-detach", "detach", ("-d", "--detach"), form.detach)
        .flag("run-interactive-tty", ["interactive", "tty"], INTERACTIVE_TTY, both)
        .flag("run-interactive", "interactive", ("-i", "--interactive"), form.interactive && !both)
        .flag("run-tty", "tty", ("-t", "--tty"), form.tty && !both)
        .flag("run-rm", "remove", "--rm", form.remove)
        .option("run-name", "name", "--name", &form.name)
        .options("run-publish", "ports", ("-p", "--publish"), &form.ports)
        .options("run-env", "env", ("-e", "--env"), &form.env)
        .options("run-volume", "volumes", ("-v", "--volume"), &form.volumes)
        .rows(&form.other)
        .argument("run-image", "image", form.image.trim())
        .words("run-command", "command", &form.command)
}

fn exec(form: &ExecForm) -> Line {
    Line::docker("exec")
        .flag("exec-interactive-tty", "", INTERACTIVE_TTY, true)
        .option("exec-user", "user", ("-u", "--user"), form.user.trim())
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
        .options("commit-change", "changes", ("-c", "--change"), &form.changes)
        .argument("container", "container", form.container.trim())
        .argument("commit-reference", ["repository", "tag"], &reference)
}

/// One command for all steps of a kind that follow each other: the docker commands, too, go on after a failure.
fn clean_up(steps: &[CleanupStep]) -> Line {
    let steps: Vec<(usize, &CleanupStep)> = steps.iter().enumerate().collect();
    let same_kind =
        |one: &(usize, &CleanupStep), other: &(usize, &CleanupStep)| discriminant(one.1) == discriminant(other.1);
    steps.chunk_by(same_kind).map(steps_of_a_kind).fold(Line::nothing(), Line::also)
}

/// Each step with its index.
fn steps_of_a_kind(steps: &[(usize, &CleanupStep)]) -> Line {
    let command = match steps.first() {
        Some((_, CleanupStep::StopContainer { .. })) => Line::docker("stop"),
        Some((_, CleanupStep::RemoveContainer { .. })) => Line::docker("rm"),
        Some((_, CleanupStep::RemoveImage { .. })) => Line::docker("rmi"),
        Some((_, CleanupStep::RemoveVolume { .. })) => Line::docker("volume").subcommand("volume-rm", "rm"),
        Some(&(index, CleanupStep::PruneBuildCache)) => Line::docker("builder")
            .subcommand("builder-prune", "prune")
            .flag("builder-prune-all", ("steps", index), ("-a", "--all"), true)
            .flag("builder-prune-force", ("steps", index), ("-f", "--force"), true),
        None => Line::nothing(),
    };
    steps.iter().fold(command, |line, &(index, step)| match step {
        CleanupStep::StopContainer { container } | CleanupStep::RemoveContainer { container } => {
            line.argument("container", ("steps", index), container)
        }
        CleanupStep::RemoveImage { target } => line.argument("rmi-target", ("steps", index), target),
        CleanupStep::RemoveVolume { volume } => line.argument("volume-name", ("steps", index), volume),
        CleanupStep::PruneBuildCache => line,
    })
}
