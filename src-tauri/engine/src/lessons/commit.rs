//! Committing a changed container to an image, and building the same with a Dockerfile.

use super::{
    belongings::Belongings,
    evidence::Evidence,
    lesson::LessonDefinition,
    outline::{QuestionSlot, QuizQuestion, Step, StepState},
    shared::{container_row, image_row},
    webserver::{SECOND_WEBSERVER, WEBSERVER, other_name, run_action, run_places, run_state},
};
use crate::{
    grammar::id::short_id,
    wire::{Action, CommitForm, Image},
};

pub const LESSON: LessonDefinition = LessonDefinition {
    belongings: |images| Belongings {
        images: vec![images.committed, images.rebuilt, images.web],
        builds: vec![images.rebuilt],
        containers: vec![SECOND_WEBSERVER, WEBSERVER],
        ..Belongings::default()
    },
    steps: |evidence| vec![commit(evidence), history(evidence), run(evidence), dockerfile(evidence)],
    quiz,
};

/// The first port to publish the page of [`SECOND_WEBSERVER`] on.
const FIRST_PORT: u16 = 8081;

/// How the commands begin that a builder records for a Dockerfile's instructions.
const INSTRUCTIONS: [&str; 8] = ["/bin/sh -c ", "RUN ", "COPY ", "ADD ", "LABEL ", "ENV ", "CMD ", "|"];

fn quiz(evidence: &Evidence<'_>) -> Vec<QuestionSlot> {
    let why_not = || {
        let question = QuizQuestion::worded("unknown", &["slow", "impossible"]);
        Some(question.value("image", evidence.images.committed).value("container", WEBSERVER))
    };
    vec![evidence.question("why-not", why_not), evidence.question("shares", || shares(evidence))]
}

/// Counts of layers: of an image, of the web image, and of those that both begin with.
struct LayerCounts {
    own: usize,
    shared: usize,
    web: usize,
}

impl LayerCounts {
    fn of(evidence: &Evidence<'_>, image: &Image) -> Option<Self> {
        let own = evidence.layers(&image.id)?;
        let web = evidence.layers(&evidence.image(evidence.images.web)?.id)?;
        let shared = own.iter().zip(web).take_while(|(own, web)| own == web).count();
        Some(Self { own: own.len(), shared, web: web.len() })
    }

    /// Whether the image has all layers of the web image, and more on top.
    fn is_built_on_web(&self) -> bool {
        self.shared == self.web && self.own > self.web
    }
}

fn commit(evidence: &Evidence<'_>) -> Step {
    let images = evidence.images;
    let webserver = evidence.container(WEBSERVER);
    let other_commit = || {
        let commits = evidence.progress.observations.commits.iter().rev();
        let mut commits = commits
            .filter(|commit| webserver.is_some_and(|container| container.id == commit.container))
            .filter_map(|commit| evidence.contents.images.get(&commit.image));
        commits.find(|image| !image.tags.iter().any(|tag| tag == images.committed))
    };
    let mut found = String::new();
    let state = evidence.step_state("commit", || match evidence.image(images.committed) {
        Some(committed) => match LayerCounts::of(evidence, committed) {
            Some(layers) if layers.is_built_on_web() => StepState::Done,
            Some(_) => StepState::Wrong("other-image"),
            None => StepState::Open,
        },
        None => match (webserver, other_commit()) {
            (None, _) => StepState::Wrong("no-webserver"),
            (Some(_), Some(image)) => {
                found = image.tags.first().cloned().unwrap_or_else(|| short_id(&image.id));
                StepState::Wrong("other-name")
            }
            (Some(_), None) => StepState::Open,
        },
    });
    let form = CommitForm {
        container: WEBSERVER.to_owned(),
        repository: images.commit_repository.to_owned(),
        tag: images.commit_tag.to_owned(),
        author: "Learner <learner@example.com>".to_owned(),
        message: "A page of my own".to_owned(),
        pause: true,
        changes: Vec::new(),
    };
    Step::new("commit", state)
        .action(Action::Commit(form))
        .places([
            "nav-containers".to_owned(),
            container_row(WEBSERVER),
            "container-commit".to_owned(),
            "commit-repository".to_owned(),
            "commit-start".to_owned(),
        ])
        .value("container", WEBSERVER)
        .value("image", images.web)
        .value("kept", images.committed)
        .value("found", found)
}

fn history(evidence: &Evidence<'_>) -> Step {
    let committed = evidence.images.committed;
    let question = || {
        let layers = LayerCounts::of(evidence, evidence.image(committed)?)?;
        let added = layers.own.checked_sub(layers.web)?;
        let question = QuizQuestion::number(added as u64, &[0, layers.own as u64]);
        Some(question.value("kept", committed).value("image", evidence.images.web))
    };
    Step::new("history", evidence.step_state_by_answer("history", "history"))
        .command(&Action::ImageHistory { image: committed.to_owned() })
        .places(["nav-images".to_owned(), image_row(committed), "image-detail".to_owned()])
        .value("kept", committed)
        .value("image", evidence.images.web)
        .question(evidence.question("history", question))
}

fn run(evidence: &Evidence<'_>) -> Step {
    let committed = evidence.images.committed;
    let (action, port) = run_action(evidence, SECOND_WEBSERVER, committed, FIRST_PORT);
    let state = evidence.step_state("run", || match run_state(evidence, SECOND_WEBSERVER, committed) {
        // The first step creates the image.
        StepState::Wrong("no-image") => StepState::Open,
        state => state,
    });
    Step::new("run", state)
        .action(action)
        .places(run_places(committed))
        .value("kept", committed)
        .value("container", SECOND_WEBSERVER)
        .value("port", port.to_string())
        .value("address", format!("http://localhost:{port}"))
        .value("found", other_name(evidence, committed).unwrap_or_default())
}

fn dockerfile(evidence: &Evidence<'_>) -> Step {
    let images = evidence.images;
    let state = evidence.step_state("dockerfile", || {
        let Some(rebuilt) = evidence.image(images.rebuilt) else { return StepState::Open };
        if evidence.image(images.committed).is_some_and(|committed| committed.id == rebuilt.id) {
            return StepState::Wrong("same-image");
        }
        let (Some(layers), Some(history)) = (LayerCounts::of(evidence, rebuilt), evidence.history(&rebuilt.id)) else {
            return StepState::Open;
        };
        match history.first() {
            _ if !layers.is_built_on_web() => StepState::Wrong("other-base"),
            Some(step) if is_instruction(&step.created_by) => StepState::Done,
            _ => StepState::Wrong("committed"),
        }
    });
    let dockerfile = format!("FROM {}\nRUN echo '<h1>Hello, Docker!</h1>' > {}\n", images.web, images.page);
    Step::new("dockerfile", state)
        .action(Action::Build { dockerfile, tag: images.rebuilt.to_owned() })
        .value("image", images.rebuilt)
        .value("kept", images.committed)
        .value("base", images.web)
}

/// Whether a Dockerfile's instruction created a step of a history: the legacy builder records the shell that ran it, BuildKit
/// its name. A commit records the container's command.
fn is_instruction(created_by: &str) -> bool {
    INSTRUCTIONS.iter().any(|beginning| created_by.starts_with(beginning))
}

/// How many layers the committed image shares with the web image.
fn shares(evidence: &Evidence<'_>) -> Option<QuizQuestion> {
    let committed = evidence.image(evidence.images.committed)?;
    let layers = LayerCounts::of(evidence, committed)?;
    let question = QuizQuestion::number(layers.shared as u64, &[layers.own as u64, 0]);
    Some(question.value("kept", evidence.images.committed).value("image", evidence.images.web))
}
