//! Running a shell, and leaving it.

use super::{
    course,
    evidence::Evidence,
    lesson_images::HELLO,
    observations::{Flags, Ran, is_shell},
    outline::{Asked, Check, Step, Told},
};
use crate::{
    grammar::id::short_id,
    wire::{Action, ChangeKind, Container, ContainerState, RunForm},
};

/// Files that a shell writes by itself.
const HISTORY: [&str; 3] = [".bash_history", ".ash_history", ".viminfo"];

pub fn lesson(evidence: &Evidence<'_>) -> Told {
    let steps = vec![run(evidence), file(evidence), leave(evidence), keep(evidence), remove(evidence)];
    let flags = || {
        let choices = ["-i", "-t", "--rm", "-d"].map(|flag| (flag.to_owned(), flag == "-t"));
        Asked::one(choices).value("image", evidence.cast.shell)
    };
    let remains = || Asked::words("container", &["nothing", "running", "image"]).value("image", evidence.cast.shell);
    Told {
        steps,
        quiz: vec![("flags", evidence.asks("flags").then(flags)), ("remains", evidence.asks("remains").then(remains))],
    }
}

/// The lesson's containers that were seen, there or gone, with what they were run with.
fn runs<'a>(evidence: &'a Evidence<'_>) -> impl Iterator<Item = (&'a str, &'a Ran, Flags)> {
    let seen = evidence.progress.seen.containers.iter();
    seen.filter_map(|(id, ran)| Some((id.as_str(), ran, evidence.flags(id)?)))
}

fn in_shell(flags: Flags) -> bool {
    flags.interactive && flags.tty && flags.shell
}

/// Run to be gone by itself.
fn passing(flags: Flags) -> bool {
    in_shell(flags) && flags.remove
}

/// Run to stay.
fn staying(flags: Flags) -> bool {
    in_shell(flags) && !flags.remove
}

fn there<'a>(evidence: &Evidence<'a>, id: &str) -> Option<&'a Container> {
    evidence.contents.containers.get(id)
}

fn running<'a>(evidence: &Evidence<'a>) -> Option<&'a Container> {
    let containers = runs(evidence).filter(|(.., flags)| in_shell(*flags)).filter_map(|(id, ..)| there(evidence, id));
    containers.filter(|container| container.state == ContainerState::Running).max_by_key(|container| container.created)
}

fn form(image: &str, remove: bool) -> Action {
    Action::Run(RunForm {
        image: image.to_owned(),
        command: "bash".to_owned(),
        interactive: true,
        tty: true,
        remove,
        ..RunForm::default()
    })
}

/// Where the form of a run is; the box for `--rm` is to be ticked, or its tick to be taken away.
fn at_run(image: &str, remove: bool) -> Vec<String> {
    let removal = if remove { "run-remove" } else { "run-remove:checked" };
    let form = ["run-image", "run-command", "run-interactive", "run-tty", removal, "run-start"].map(str::to_owned);
    ["nav-images".to_owned(), course::row(image), "image-run".to_owned()].into_iter().chain(form).collect()
}

fn run(evidence: &Evidence<'_>) -> Step {
    let image = evidence.cast.shell;
    let check = evidence.check("run", || {
        if runs(evidence).any(|(.., flags)| passing(flags)) {
            return Check::Done;
        }
        // What was there before is nobody's wrong turn.
        let tried = runs(evidence).filter(|(id, ..)| !evidence.was_there(id));
        let tried = tried.max_by_key(|(_, ran, _)| ran.order).map(|(.., flags)| flags);
        match tried {
            Some(flags) if !flags.shell => Check::Wrong("no-shell"),
            Some(flags) if !flags.interactive => Check::Wrong("no-interactive"),
            Some(flags) if !flags.tty => Check::Wrong("no-tty"),
            Some(_) => Check::Wrong("no-rm"),
            None if other_image(evidence).is_some() => Check::Wrong("other-image"),
            None if evidence.image(image).is_none() => Check::Wrong("no-image"),
            None => Check::Waits,
        }
    });
    Step::new("run", check)
        .does(course::once_there(evidence, image, form(image, true)))
        .at(at_run(image, true))
        .value("image", image)
        .value("found", other_image(evidence).unwrap_or_default())
}

/// The image of a shell that was begun meanwhile, when it is another one.
fn other_image<'a>(evidence: &Evidence<'a>) -> Option<&'a str> {
    let shell = evidence.image(evidence.cast.shell).map(|image| image.id.as_str());
    let containers = evidence.contents.containers.values();
    let mut others = containers.filter(|container| {
        Some(container.image_id.as_str()) != shell
            && container.image != evidence.cast.shell
            && container.tty
            && is_shell(&container.command)
            && evidence.progress.begun
            && !evidence.was_there(&container.id)
    });
    others.next().map(|container| container.image.as_str())
}

fn file(evidence: &Evidence<'_>) -> Step {
    let container = running(evidence);
    let mut found = String::new();
    let check = evidence.check("file", || {
        let Some(container) = container else {
            return if evidence.was_done("run") { Check::Wrong("not-running") } else { Check::Waits };
        };
        let Some(changes) = evidence.follow_diff(&container.id) else { return Check::Waits };
        if changes.iter().any(|change| change.path == HELLO && change.kind != ChangeKind::Deleted) {
            return Check::Done;
        }
        let own = |path: &str| HISTORY.iter().any(|name| path.ends_with(name));
        match changes.iter().find(|change| change.noise.is_none() && !own(&change.path)) {
            Some(change) => {
                found.clone_from(&change.path);
                Check::Wrong("other-file")
            }
            None => Check::Waits,
        }
    });
    Step::new("file", check)
        .types(&format!("echo hello > {HELLO}"))
        .at(["console-terminal"])
        .value("file", HELLO)
        .value("container", container.map(|container| container.name.clone()).unwrap_or_default())
        .value("found", found)
}

fn leave(evidence: &Evidence<'_>) -> Step {
    let check = evidence.check("leave", || {
        let gone = runs(evidence).filter(|(id, _, flags)| passing(*flags) && there(evidence, id).is_none());
        let killed = |id: &str| evidence.progress.seen.killed.contains(id);
        let gone: Vec<bool> = gone.map(|(id, ..)| killed(id)).collect();
        match gone.iter().any(|killed| !killed) {
            true => Check::Done,
            false if gone.is_empty() || running(evidence).is_some() => Check::Waits,
            false => Check::Wrong("killed"),
        }
    });
    let container = running(evidence).map(|container| container.name.clone()).unwrap_or_default();
    Step::new("leave", check).types("exit").at(["console-terminal"]).value("container", container)
}

fn keep(evidence: &Evidence<'_>) -> Step {
    let image = evidence.cast.shell;
    let kept = || runs(evidence).filter(|(.., flags)| staying(*flags)).filter_map(|(id, ..)| there(evidence, id));
    let check = evidence.check("keep", || {
        if kept().any(|container| container.state == ContainerState::Exited) {
            Check::Done
        } else if kept().any(|container| container.state == ContainerState::Running) {
            Check::Wrong("running")
        } else {
            Check::Waits
        }
    });
    Step::new("keep", check)
        .does(form(image, false))
        .at(at_run(image, false))
        .value("image", image)
        .value("container", kept().next().map(|container| container.name.clone()).unwrap_or_default())
}

fn remove(evidence: &Evidence<'_>) -> Step {
    let kept = || runs(evidence).filter(|(.., flags)| staying(*flags));
    let mut left: Vec<&Container> = kept().filter_map(|(id, ..)| there(evidence, id)).collect();
    left.sort_by_key(|container| (container.state == ContainerState::Running, container.created));
    let check = evidence.check("remove", || match left.first() {
        _ if !evidence.was_done("keep") => Check::Waits,
        None => Check::Done,
        Some(container) if container.state == ContainerState::Running => Check::Wrong("running"),
        Some(_) => Check::Waits,
    });
    let step = Step::new("remove", check)
        .value("image", evidence.cast.shell)
        .value("container", left.first().map(|container| container.name.clone()).unwrap_or_default())
        .value("id", left.first().map(|container| short_id(&container.id)).unwrap_or_default());
    match left.first() {
        Some(container) => step
            .at(["nav-containers".to_owned(), course::container_row(&container.name), "container-remove".to_owned()])
            .does(Action::RemoveContainer { container: container.name.clone(), force: false, volumes: false }),
        None => step.at(["nav-containers"]),
    }
}
