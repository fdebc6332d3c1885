//! Entering a web server, changing its page, reading the difference.

use super::{
    course::{self, other_ids},
    evidence::Evidence,
    lesson_images::WEBSERVER,
    outline::{Asked, Check, Step, Told},
};
use crate::{
    grammar::id::short_id,
    wire::{Action, ChangeKind, Container, ContainerState, ExecForm, RunForm},
};

/// Where the page of [`WEBSERVER`] is to be seen.
pub const FIRST_PORT: u16 = 8080;

/// Paths of nearly every image, to choose from beside the right one.
const UNCHANGED: [&str; 4] = ["/etc/passwd", "/etc/group", "/bin/bash", "/etc/os-release"];

pub fn lesson(evidence: &Evidence<'_>) -> Told {
    let place = || Asked::words("container", &["image", "host"]);
    let lost = || Asked::words("gone", &["in-image", "on-host"]);
    let told = |asked: Asked| asked.value("container", WEBSERVER).value("image", evidence.cast.web);
    Told {
        steps: vec![run(evidence), enter(evidence), edit(evidence), diff(evidence)],
        quiz: vec![
            ("where", evidence.asks("where").then(|| told(place()))),
            ("lost", evidence.asks("lost").then(|| told(lost()))),
            ("image", evidence.asks("image").then(|| image(evidence).map(told)).flatten()),
        ],
    }
}

/// The image that the container was made from: what was changed in the one is not in the other.
fn image(evidence: &Evidence<'_>) -> Option<Asked> {
    let own = &evidence.contents.images.get(&evidence.container(WEBSERVER)?.image_id)?.id;
    let wrong = other_ids(evidence, |image| image.id != *own);
    let choices = [(short_id(own), true)].into_iter().chain(wrong.into_iter().map(|id| (id, false)));
    (choices.clone().count() > 1).then(|| Asked::one(choices))
}

/// The host's port that a container's port 80 is reached at.
pub fn port_of(container: &Container) -> Option<u16> {
    container.ports.iter().filter(|port| port.container == 80).find_map(|port| port.host)
}

/// How a container stands that is to run, made from the image of this name, with its port 80 published.
pub fn runs(evidence: &Evidence<'_>, name: &str, image: &str) -> Check {
    let image_id = evidence.image(image).map(|image| image.id.as_str());
    let is_of = |container: &&Container| Some(container.image_id.as_str()) == image_id || container.image == image;
    match evidence.container(name) {
        Some(container) if !is_of(&container) => Check::Wrong("name-taken"),
        Some(container) if container.state != ContainerState::Running => Check::Wrong("stopped"),
        Some(container) if port_of(container).is_none() => Check::Wrong("no-port"),
        Some(_) => Check::Done,
        None if misnamed(evidence, image).is_some() => Check::Wrong("other-name"),
        None if image_id.is_none() => Check::Wrong("no-image"),
        None => Check::Waits,
    }
}

/// A container that was made from the image meanwhile, under another name than the lesson's.
pub fn misnamed<'a>(evidence: &Evidence<'a>, image: &str) -> Option<&'a str> {
    let image = evidence.image(image)?;
    let mut containers = evidence.contents.users(&image.id).into_iter();
    containers
        .find(|container| {
            evidence.progress.begun
                && !evidence.was_there(&container.id)
                && ![WEBSERVER, super::lesson_images::SECOND].contains(&container.name.as_str())
        })
        .map(|container| container.name.as_str())
}

/// The action that runs it, on a free port, and that port.
pub fn form(evidence: &Evidence<'_>, name: &str, image: &str, first: u16) -> (Action, u16) {
    let port = evidence.container(name).and_then(port_of).unwrap_or_else(|| evidence.free_port(first));
    let form = RunForm {
        image: image.to_owned(),
        name: name.to_owned(),
        detach: true,
        ports: vec![format!("{port}:80")],
        ..RunForm::default()
    };
    (Action::Run(form), port)
}

/// Where the form of a run is, for an image.
pub fn at_run(image: &str) -> Vec<String> {
    let form = ["run-preset-server", "run-name", "run-ports", "run-start"].map(str::to_owned);
    ["nav-images".to_owned(), course::row(image), "image-run".to_owned()].into_iter().chain(form).collect()
}

fn run(evidence: &Evidence<'_>) -> Step {
    let image = evidence.cast.web;
    let (action, port) = form(evidence, WEBSERVER, image, FIRST_PORT);
    Step::new("run", evidence.check("run", || runs(evidence, WEBSERVER, image)))
        .does(course::once_there(evidence, image, action))
        .at(at_run(image))
        .value("image", image)
        .value("container", WEBSERVER)
        .value("port", port.to_string())
        .value("address", format!("http://localhost:{port}"))
        .value("found", misnamed(evidence, image).unwrap_or_default())
}

fn running<'a>(evidence: &Evidence<'a>) -> Option<&'a Container> {
    evidence.container(WEBSERVER).filter(|container| container.state == ContainerState::Running)
}

fn enter(evidence: &Evidence<'_>) -> Step {
    let check = evidence.check("enter", || match running(evidence) {
        Some(container) if evidence.entered(&container.id) => Check::Done,
        Some(_) => Check::Waits,
        None if evidence.was_done("run") => Check::Wrong("not-running"),
        None => Check::Waits,
    });
    let form = ExecForm { container: WEBSERVER.to_owned(), command: "bash".to_owned(), user: String::new() };
    Step::new("enter", check)
        .does(Action::Exec(form))
        .at(["nav-containers".to_owned(), course::container_row(WEBSERVER), "container-console".to_owned()])
        .value("container", WEBSERVER)
}

fn edit(evidence: &Evidence<'_>) -> Step {
    let page = evidence.cast.page;
    let mut found = String::new();
    let check = evidence.check("edit", || {
        let Some(container) = running(evidence) else {
            return if evidence.was_done("run") { Check::Wrong("not-running") } else { Check::Waits };
        };
        let Some(changes) = evidence.follow_diff(&container.id) else { return Check::Waits };
        if changes.iter().any(|change| change.path == page && change.kind == ChangeKind::Deleted) {
            return Check::Wrong("deleted");
        }
        if changes.iter().any(|change| change.path == page) {
            return match evidence.text(&container.id, page) {
                Some(text) if text.contains("Hello") => Check::Done,
                Some(_) => Check::Wrong("no-hello"),
                None => Check::Waits,
            };
        }
        // Only a page elsewhere is a wrong turn: servers write files of their own.
        let elsewhere = changes.iter().find(|change| change.noise.is_none() && change.path.ends_with(".html"));
        match elsewhere {
            Some(change) => {
                found.clone_from(&change.path);
                Check::Wrong("wrong-file")
            }
            None => Check::Waits,
        }
    });
    let port = evidence.container(WEBSERVER).and_then(port_of).unwrap_or(FIRST_PORT);
    Step::new("edit", check)
        .types(&format!("echo '<h1>Hello, Docker!</h1>' > {page}"))
        .at(["console-terminal"])
        .value("container", WEBSERVER)
        .value("file", page)
        .value("address", format!("http://localhost:{port}"))
        .value("found", found)
}

fn diff(evidence: &Evidence<'_>) -> Step {
    let page = evidence.cast.page;
    let question = || {
        let changes = evidence.diff(&evidence.container(WEBSERVER)?.id)?;
        let changed = |path: &str| changes.iter().any(|change| change.path == path);
        changed(page).then(|| {
            let wrong = UNCHANGED.into_iter().filter(|path| !changed(path)).take(3);
            let choices = [(page.to_owned(), true)].into_iter().chain(wrong.map(|path| (path.to_owned(), false)));
            Asked::one(choices).value("container", WEBSERVER)
        })
    };
    let question = evidence.asks("diff").then(question).flatten();
    Step::new("diff", evidence.answered("diff", "diff"))
        .shows(&Action::Diff { container: WEBSERVER.to_owned() })
        .at(["nav-containers".to_owned(), course::container_row(WEBSERVER), "container-changes".to_owned()])
        .value("container", WEBSERVER)
        .asks("diff", question)
}
