//! Keeping a changed container as an image, and doing the same with a Dockerfile.

use super::{
    change::{at_run, form, misnamed, runs},
    course,
    evidence::Evidence,
    lesson_images::{SECOND, WEBSERVER},
    outline::{Asked, Check, Step, Told},
};
use crate::wire::{Action, CommitForm, Image};

/// Where the page of [`SECOND`] is to be seen.
const FIRST_PORT: u16 = 8081;

pub fn lesson(evidence: &Evidence<'_>) -> Told {
    let why_not = || {
        let words = Asked::words("unknown", &["slow", "impossible"]);
        words.value("image", evidence.cast.kept).value("container", WEBSERVER)
    };
    Told {
        steps: vec![commit(evidence), history(evidence), run(evidence), dockerfile(evidence)],
        quiz: vec![
            ("why-not", evidence.asks("why-not").then(why_not)),
            ("shares", evidence.asks("shares").then(|| shares(evidence)).flatten()),
        ],
    }
}

/// The layers of an image, of those the first that are the web image's own, and all of that one's.
struct Layers {
    own: usize,
    shared: usize,
    web: usize,
}

impl Layers {
    fn of(evidence: &Evidence<'_>, image: &Image) -> Option<Self> {
        let own = evidence.layers(&image.id)?;
        let web = evidence.layers(&evidence.image(evidence.cast.web)?.id)?;
        let shared = own.iter().zip(web).take_while(|(one, other)| one == other).count();
        Some(Self { own: own.len(), shared, web: web.len() })
    }

    /// Whether all of the web image's are in it, with more upon them.
    fn is_built_on_web(&self) -> bool {
        self.shared == self.web && self.own > self.web
    }
}

fn commit(evidence: &Evidence<'_>) -> Step {
    let cast = evidence.cast;
    let webserver = evidence.container(WEBSERVER);
    let elsewhere = || {
        let commits = evidence.progress.seen.commits.iter().rev();
        let mut images = commits
            .filter(|commit| webserver.is_some_and(|container| container.id == commit.container))
            .filter_map(|commit| evidence.contents.images.get(&commit.image));
        images.find(|image| !image.tags.iter().any(|tag| tag == cast.kept))
    };
    let mut found = String::new();
    let check = evidence.check("commit", || match evidence.image(cast.kept) {
        Some(kept) => match Layers::of(evidence, kept) {
            Some(layers) if layers.is_built_on_web() => Check::Done,
            Some(_) => Check::Wrong("other-image"),
            None => Check::Waits,
        },
        None => match (webserver, elsewhere()) {
            (None, _) => Check::Wrong("no-webserver"),
            (Some(_), Some(image)) => {
                found = image.tags.first().cloned().unwrap_or_else(|| crate::grammar::id::short_id(&image.id));
                Check::Wrong("other-name")
            }
            (Some(_), None) => Check::Waits,
        },
    });
    let form = CommitForm {
        container: WEBSERVER.to_owned(),
        repository: cast.keeps.to_owned(),
        tag: cast.keeps_tag.to_owned(),
        author: "Learner <learner@example.com>".to_owned(),
        message: "A page of my own".to_owned(),
        pause: true,
        changes: Vec::new(),
    };
    Step::new("commit", check)
        .does(Action::Commit(form))
        .at([
            "nav-containers".to_owned(),
            course::container_row(WEBSERVER),
            "container-commit".to_owned(),
            "commit-repository".to_owned(),
            "commit-start".to_owned(),
        ])
        .value("container", WEBSERVER)
        .value("image", cast.web)
        .value("kept", cast.kept)
        .value("found", found)
}

fn history(evidence: &Evidence<'_>) -> Step {
    let kept = evidence.cast.kept;
    let question = || {
        let layers = Layers::of(evidence, evidence.image(kept)?)?;
        let more = layers.own.checked_sub(layers.web)?;
        let asked = Asked::number(more as u64, &[0, layers.own as u64]);
        Some(asked.value("kept", kept).value("image", evidence.cast.web))
    };
    Step::new("history", evidence.answered("history", "history"))
        .shows(&Action::ImageHistory { image: kept.to_owned() })
        .at(["nav-images".to_owned(), course::row(kept), "image-detail".to_owned()])
        .value("kept", kept)
        .value("image", evidence.cast.web)
        .asks("history", evidence.asks("history").then(question).flatten())
}

fn run(evidence: &Evidence<'_>) -> Step {
    let kept = evidence.cast.kept;
    let (action, port) = form(evidence, SECOND, kept, FIRST_PORT);
    Step::new(
        "run",
        evidence.check("run", || match runs(evidence, SECOND, kept) {
            // It is made by the step before.
            Check::Wrong("no-image") => Check::Waits,
            check => check,
        }),
    )
    .does(action)
    .at(at_run(kept))
    .value("kept", kept)
    .value("container", SECOND)
    .value("port", port.to_string())
    .value("address", format!("http://localhost:{port}"))
    .value("found", misnamed(evidence, kept).unwrap_or_default())
}

fn dockerfile(evidence: &Evidence<'_>) -> Step {
    let cast = evidence.cast;
    let check = evidence.check("dockerfile", || {
        let Some(rebuilt) = evidence.image(cast.rebuilt) else { return Check::Waits };
        if evidence.image(cast.kept).is_some_and(|kept| kept.id == rebuilt.id) {
            return Check::Wrong("same-image");
        }
        let (Some(layers), Some(history)) = (Layers::of(evidence, rebuilt), evidence.history(&rebuilt.id)) else {
            return Check::Waits;
        };
        match history.first() {
            _ if !layers.is_built_on_web() => Check::Wrong("other-base"),
            Some(step) if is_instruction(&step.created_by) => Check::Done,
            _ => Check::Wrong("committed"),
        }
    });
    let dockerfile = format!("FROM {}\nRUN echo '<h1>Hello, Docker!</h1>' > {}\n", cast.web, cast.page);
    Step::new("dockerfile", check)
        .does(Action::Build { dockerfile, tag: cast.rebuilt.to_owned() })
        .value("image", cast.rebuilt)
        .value("kept", cast.kept)
        .value("base", cast.web)
}

/// Whether a step of a history was made by a Dockerfile's instruction: builders run each by a shell, or name it. A commit
/// records what the container ran.
fn is_instruction(created_by: &str) -> bool {
    let instructions = ["RUN ", "COPY ", "ADD ", "LABEL ", "ENV ", "CMD ", "|"];
    created_by.starts_with("/bin/sh -c ") || instructions.iter().any(|word| created_by.starts_with(word))
}

fn shares(evidence: &Evidence<'_>) -> Option<Asked> {
    let kept = evidence.image(evidence.cast.kept)?;
    let layers = Layers::of(evidence, kept)?;
    let asked = Asked::number(layers.shared as u64, &[layers.own as u64, 0]);
    Some(asked.value("kept", evidence.cast.kept).value("image", evidence.cast.web))
}
