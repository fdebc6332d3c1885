//! Running a shell in a container, and exiting it.

use super::{
    belongings::Belongings,
    evidence::Evidence,
    lesson::LessonDefinition,
    observations::{ObservedContainer, RunFlags, is_shell},
    outline::{QuestionSlot, QuizQuestion, Step, StepState},
    shared::{container_row, image_row, pull_first},
};
use crate::{
    grammar::id::short_id,
    wire::{Action, ChangeKind, Container, ContainerState, RunForm},
};

pub const LESSON: LessonDefinition = LessonDefinition {
    belongings: |images| Belongings {
        images: vec![images.shell],
        shells_of: Some(images.shell),
        ..Belongings::default()
    },
    steps: |evidence| vec![run(evidence), file(evidence), leave(evidence), keep(evidence), remove(evidence)],
    quiz,
};

/// The file that is written in the shell.
const HELLO: &str = "/root/hello";

/// Files that shells and editors write by themselves.
const HISTORY: [&str; 3] = [".bash_history", ".ash_history", ".viminfo"];

fn quiz(evidence: &Evidence<'_>) -> Vec<QuestionSlot> {
    let flags = || QuizQuestion::single_choice("-t".to_owned(), ["-i", "--rm", "-d"].map(str::to_owned));
    let remains = || QuizQuestion::worded("container", &["nothing", "running", "image"]);
    let with_image = |question: QuizQuestion| Some(question.value("image", evidence.images.shell));
    vec![evidence.question("flags", || with_image(flags())), evidence.question("remains", || with_image(remains()))]
}

/// The lesson's observed containers, existing or removed, whose flags are known.
fn runs<'a>(evidence: &'a Evidence<'_>) -> impl Iterator<Item = (&'a str, &'a ObservedContainer, RunFlags)> {
    let observed = evidence.progress.observations.containers.iter();
    observed.filter_map(|(id, container)| Some((id.as_str(), container, evidence.flags(id)?)))
}

fn is_interactive_shell(flags: RunFlags) -> bool {
    flags.interactive && flags.tty && flags.shell
}

/// A shell run with `--rm`.
fn is_temporary(flags: RunFlags) -> bool {
    is_interactive_shell(flags) && flags.remove
}

/// A shell run without `--rm`.
fn is_kept(flags: RunFlags) -> bool {
    is_interactive_shell(flags) && !flags.remove
}

fn existing<'a>(evidence: &Evidence<'a>, id: &str) -> Option<&'a Container> {
    evidence.contents.containers.get(id)
}

/// The newest shell that runs.
fn running<'a>(evidence: &Evidence<'a>) -> Option<&'a Container> {
    let shells = runs(evidence).filter(|(.., flags)| is_interactive_shell(*flags));
    let containers = shells.filter_map(|(id, ..)| existing(evidence, id));
    containers.filter(|container| container.state == ContainerState::Running).max_by_key(|container| container.created)
}

fn run_action(image: &str, remove: bool) -> Action {
    Action::Run(RunForm {
        image: image.to_owned(),
        command: "bash".to_owned(),
        interactive: true,
        tty: true,
        remove,
        ..RunForm::default()
    })
}

/// Where the window runs a shell; the box for `--rm` is to be checked, or unchecked if it is checked.
fn run_places(image: &str, remove: bool) -> Vec<String> {
    let removal = if remove { "run-remove" } else { "run-remove:checked" };
    let form = ["run-image", "run-command", "run-interactive", "run-tty", removal, "run-start"].map(str::to_owned);
    ["nav-images".to_owned(), image_row(image), "image-run".to_owned()].into_iter().chain(form).collect()
}

fn run(evidence: &Evidence<'_>) -> Step {
    let image = evidence.images.shell;
    let state = evidence.step_state("run", || {
        if runs(evidence).any(|(.., flags)| is_temporary(flags)) {
            return StepState::Done;
        }
        // A container that existed before the lesson is no wrong turn.
        let tried = runs(evidence).filter(|(id, ..)| !evidence.existed_before(id));
        let last = tried.max_by_key(|(_, container, _)| container.order).map(|(.., flags)| flags);
        match last {
            Some(flags) if !flags.shell => StepState::Wrong("no-shell"),
            Some(flags) if !flags.interactive => StepState::Wrong("no-interactive"),
            Some(flags) if !flags.tty => StepState::Wrong("no-tty"),
            Some(_) => StepState::Wrong("no-rm"),
            None if other_image(evidence).is_some() => StepState::Wrong("other-image"),
            None if evidence.image(image).is_none() => StepState::Wrong("no-image"),
            None => StepState::Open,
        }
    });
    Step::new("run", state)
        .action(pull_first(evidence, image, run_action(image, true)))
        .places(run_places(image, true))
        .value("image", image)
        .value("found", other_image(evidence).unwrap_or_default())
}

/// The image of a shell that was run since the lesson was started, if it is not the lesson's.
fn other_image<'a>(evidence: &Evidence<'a>) -> Option<&'a str> {
    let shell = evidence.image(evidence.images.shell).map(|image| image.id.as_str());
    let is_other = |container: &&Container| {
        Some(container.image_id.as_str()) != shell
            && container.image != evidence.images.shell
            && container.tty
            && is_shell(&container.command)
            && evidence.progress.begun
            && !evidence.existed_before(&container.id)
    };
    evidence.contents.containers.values().find(is_other).map(|container| container.image.as_str())
}

fn file(evidence: &Evidence<'_>) -> Step {
    let container = running(evidence);
    let mut found = String::new();
    let state = evidence.step_state("file", || {
        let Some(container) = container else {
            return if evidence.is_done("run") { StepState::Wrong("not-running") } else { StepState::Open };
        };
        let Some(changes) = evidence.poll_diff(&container.id) else { return StepState::Open };
        if changes.iter().any(|change| change.path == HELLO && change.kind != ChangeKind::Deleted) {
            return StepState::Done;
        }
        let is_history = |path: &str| HISTORY.iter().any(|name| path.ends_with(name));
        match changes.iter().find(|change| change.noise.is_none() && !is_history(&change.path)) {
            Some(change) => {
                found.clone_from(&change.path);
                StepState::Wrong("other-file")
            }
            None => StepState::Open,
        }
    });
    Step::new("file", state)
        .console_command(&format!("echo hello > {HELLO}"))
        .places(["console-terminal"])
        .value("file", HELLO)
        .value("container", container.map(|container| container.name.clone()).unwrap_or_default())
        .value("found", found)
}

fn leave(evidence: &Evidence<'_>) -> Step {
    let state = evidence.step_state("leave", || {
        let temporary = runs(evidence).filter(|(.., flags)| is_temporary(*flags)).map(|(id, ..)| id);
        let removed: Vec<&str> = temporary.filter(|id| existing(evidence, id).is_none()).collect();
        if removed.iter().any(|id| !evidence.progress.observations.killed.contains(*id)) {
            StepState::Done
        } else if removed.is_empty() || running(evidence).is_some() {
            StepState::Open
        } else {
            StepState::Wrong("killed")
        }
    });
    let container = running(evidence).map(|container| container.name.clone()).unwrap_or_default();
    Step::new("leave", state).console_command("exit").places(["console-terminal"]).value("container", container)
}

fn keep(evidence: &Evidence<'_>) -> Step {
    let image = evidence.images.shell;
    let kept: Vec<&Container> = kept(evidence).collect();
    let has_state = |state| kept.iter().any(|container| container.state == state);
    let state = evidence.step_state("keep", || {
        if has_state(ContainerState::Exited) {
            StepState::Done
        } else if has_state(ContainerState::Running) {
            StepState::Wrong("running")
        } else {
            StepState::Open
        }
    });
    Step::new("keep", state)
        .action(run_action(image, false))
        .places(run_places(image, false))
        .value("image", image)
        .value("container", kept.first().map(|container| container.name.clone()).unwrap_or_default())
}

/// The containers run without `--rm` that exist.
fn kept<'a>(evidence: &'a Evidence<'_>) -> impl Iterator<Item = &'a Container> {
    runs(evidence).filter(|(.., flags)| is_kept(*flags)).filter_map(|(id, ..)| existing(evidence, id))
}

fn remove(evidence: &Evidence<'_>) -> Step {
    let left = kept(evidence).min_by_key(|container| (container.state == ContainerState::Running, container.created));
    let state = evidence.step_state("remove", || match left {
        _ if !evidence.is_done("keep") => StepState::Open,
        None => StepState::Done,
        Some(container) if container.state == ContainerState::Running => StepState::Wrong("running"),
        Some(_) => StepState::Open,
    });
    let step = Step::new("remove", state)
        .value("image", evidence.images.shell)
        .value("container", left.map(|container| container.name.clone()).unwrap_or_default())
        .value("id", left.map(|container| short_id(&container.id)).unwrap_or_default());
    match left {
        Some(container) => step
            .places(["nav-containers".to_owned(), container_row(&container.name), "container-remove".to_owned()])
            .action(Action::RemoveContainer { container: container.name.clone(), force: false, volumes: false }),
        None => step.places(["nav-containers"]),
    }
}
