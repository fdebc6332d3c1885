//! Entering a web server, changing its page, reading the difference.

use super::{
    belongings::Belongings,
    evidence::Evidence,
    lesson::LessonDefinition,
    outline::{QuestionSlot, QuizQuestion, Step, StepState},
    shared::{container_row, pull_first, wrong_ids},
    webserver::{WEBSERVER, other_name, published_port, run_action, run_places, run_state},
};
use crate::{
    grammar::id::short_id,
    wire::{Action, ChangeKind, Container, ContainerState, ExecForm},
};

pub const LESSON: LessonDefinition = LessonDefinition {
    belongings: |images| Belongings { images: vec![images.web], containers: vec![WEBSERVER], ..Belongings::default() },
    steps: |evidence| vec![run(evidence), enter(evidence), edit(evidence), diff(evidence)],
    quiz,
};

/// The first port to publish the page of [`WEBSERVER`] on.
const FIRST_PORT: u16 = 8080;

/// Paths of nearly every image, as wrong answers.
const UNCHANGED: [&str; 4] = ["/etc/passwd", "/etc/group", "/bin/bash", "/etc/os-release"];

fn quiz(evidence: &Evidence<'_>) -> Vec<QuestionSlot> {
    let place = || QuizQuestion::worded("container", &["image", "host"]);
    let lost = || QuizQuestion::worded("gone", &["in-image", "on-host"]);
    let with_values =
        |question: QuizQuestion| question.value("container", WEBSERVER).value("image", evidence.images.web);
    vec![
        evidence.question("where", || Some(with_values(place()))),
        evidence.question("lost", || Some(with_values(lost()))),
        evidence.question("image", || image(evidence).map(with_values)),
    ]
}

/// Which image the container was created from: it does not contain what was changed in the container.
fn image(evidence: &Evidence<'_>) -> Option<QuizQuestion> {
    let id = &evidence.contents.images.get(&evidence.container(WEBSERVER)?.image_id)?.id;
    let wrong = wrong_ids(evidence, |image| image.id != *id);
    (!wrong.is_empty()).then(|| QuizQuestion::single_choice(short_id(id), wrong))
}

fn run(evidence: &Evidence<'_>) -> Step {
    let image = evidence.images.web;
    let (action, port) = run_action(evidence, WEBSERVER, image, FIRST_PORT);
    Step::new("run", evidence.step_state("run", || run_state(evidence, WEBSERVER, image)))
        .action(pull_first(evidence, image, action))
        .places(run_places(image))
        .value("image", image)
        .value("container", WEBSERVER)
        .value("port", port.to_string())
        .value("address", format!("http://localhost:{port}"))
        .value("found", other_name(evidence, image).unwrap_or_default())
}

fn running<'a>(evidence: &Evidence<'a>) -> Option<&'a Container> {
    evidence.container(WEBSERVER).filter(|container| container.state == ContainerState::Running)
}

/// The state of a step inside the container while that does not run.
fn not_running(evidence: &Evidence<'_>) -> StepState {
    if evidence.is_done("run") { StepState::Wrong("not-running") } else { StepState::Open }
}

fn enter(evidence: &Evidence<'_>) -> Step {
    let state = evidence.step_state("enter", || match running(evidence) {
        Some(container) if evidence.entered(&container.id) => StepState::Done,
        Some(_) => StepState::Open,
        None => not_running(evidence),
    });
    let form = ExecForm { container: WEBSERVER.to_owned(), command: "bash".to_owned(), user: String::new() };
    Step::new("enter", state)
        .action(Action::Exec(form))
        .places(["nav-containers".to_owned(), container_row(WEBSERVER), "container-console".to_owned()])
        .value("container", WEBSERVER)
}

fn edit(evidence: &Evidence<'_>) -> Step {
    let page = evidence.images.page;
    let mut found = String::new();
    let state = evidence.step_state("edit", || {
        let Some(container) = running(evidence) else { return not_running(evidence) };
        let Some(changes) = evidence.poll_diff(&container.id) else { return StepState::Open };
        if changes.iter().any(|change| change.path == page && change.kind == ChangeKind::Deleted) {
            return StepState::Wrong("deleted");
        }
        if changes.iter().any(|change| change.path == page) {
            return match evidence.text(&container.id, page) {
                Some(text) if text.contains("Hello") => StepState::Done,
                Some(_) => StepState::Wrong("no-hello"),
                None => StepState::Open,
            };
        }
        // Servers write files of their own, so only a page elsewhere is a wrong turn.
        match changes.iter().find(|change| change.noise.is_none() && change.path.ends_with(".html")) {
            Some(change) => {
                found.clone_from(&change.path);
                StepState::Wrong("wrong-file")
            }
            None => StepState::Open,
        }
    });
    let port = evidence.container(WEBSERVER).and_then(published_port).unwrap_or(FIRST_PORT);
    Step::new("edit", state)
        .console_command(&format!("echo '<h1>Hello, Docker!</h1>' > {page}"))
        .places(["console-terminal"])
        .value("container", WEBSERVER)
        .value("file", page)
        .value("address", format!("http://localhost:{port}"))
        .value("found", found)
}

fn diff(evidence: &Evidence<'_>) -> Step {
    let page = evidence.images.page;
    let question = || {
        let changes = evidence.diff(&evidence.container(WEBSERVER)?.id)?;
        let is_changed = |path: &str| changes.iter().any(|change| change.path == path);
        is_changed(page).then(|| {
            let wrong = UNCHANGED.into_iter().filter(|path| !is_changed(path)).take(3).map(str::to_owned);
            QuizQuestion::single_choice(page.to_owned(), wrong).value("container", WEBSERVER)
        })
    };
    Step::new("diff", evidence.step_state_by_answer("diff", "diff"))
        .command(&Action::Diff { container: WEBSERVER.to_owned() })
        .places(["nav-containers".to_owned(), container_row(WEBSERVER), "container-changes".to_owned()])
        .value("container", WEBSERVER)
        .question(evidence.question("diff", question))
}
