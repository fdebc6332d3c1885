//! Intermediate images, and why they are kept.

use super::{
    belongings::Belongings,
    evidence::Evidence,
    lesson::LessonDefinition,
    observations::untagged_parents,
    outline::{QuestionSlot, QuizQuestion, Step, StepState},
    shared::{image_row, image_row_by_id, wrong_ids},
};
use crate::{
    grammar::{Pins, id::short_id},
    images::predict_removal,
    wire::{Action, Image, ImageKind, ImageStore, RemovalEffect},
};

pub const LESSON: LessonDefinition = LessonDefinition {
    belongings: |images| Belongings {
        images: vec![images.steps, images.shell],
        builds: vec![images.steps],
        ..Belongings::default()
    },
    steps: |evidence| vec![build(evidence), show_all(evidence), refused(evidence), remove(evidence)],
    quiz,
};

fn quiz(evidence: &Evidence<'_>) -> Vec<QuestionSlot> {
    let difference = || QuizQuestion::worded("built-on", &["tagged", "size"]);
    let bytes = || QuizQuestion::worded("no", &["yes"]);
    let with_name = |question: QuizQuestion| Some(question.value("name", evidence.images.steps));
    vec![
        evidence.question("difference", || with_name(difference())),
        evidence.question("bytes", || with_name(bytes())),
        evidence.question("left", || with_name(left(evidence))),
    ]
}

/// How many intermediate images there are now: the lesson's were removed together with the image built on them.
fn left(evidence: &Evidence<'_>) -> QuizQuestion {
    let images = || evidence.contents.images.values();
    let intermediate = images().filter(|image| image.kind == ImageKind::Intermediate).count();
    QuizQuestion::number(intermediate as u64, &[images().count() as u64])
}

/// The untagged images that the lesson's image was built on, nearest first.
fn parents<'a>(evidence: &Evidence<'a>) -> Vec<&'a Image> {
    let image = evidence.image(evidence.images.steps);
    image.into_iter().flat_map(|image| untagged_parents(evidence.contents, image)).collect()
}

fn build(evidence: &Evidence<'_>) -> Step {
    let (steps, base) = (evidence.images.steps, evidence.images.shell);
    let state = evidence.step_state("build", || {
        let is_built = evidence.image(steps).is_some();
        match evidence.contents.store {
            _ if !parents(evidence).is_empty() => StepState::Done,
            ImageStore::Containerd => StepState::Wrong("containerd"),
            ImageStore::Podman if is_built => StepState::Wrong("podman"),
            ImageStore::Classic if is_built => StepState::Wrong("buildkit"),
            _ => StepState::Open,
        }
    });
    let dockerfile = format!("FROM {base}\nRUN echo one > /one\nRUN echo two > /two\nLABEL step=three\n");
    Step::new("build", state)
        .action(Action::Build { dockerfile, tag: steps.to_owned() })
        .value("image", steps)
        .value("base", base)
}

fn show_all(evidence: &Evidence<'_>) -> Step {
    let parents = parents(evidence);
    let question = || {
        let wrong = wrong_ids(evidence, |image| !image.tags.is_empty());
        let question = QuizQuestion::single_choice(short_id(&parents.first()?.id), wrong);
        Some(question.value("name", evidence.images.steps))
    };
    let list = Action::ListImages { all: true, dangling: false, filters: Vec::new(), repository: String::new() };
    Step::new("show-all", evidence.step_state_by_answer("show-all", "show-all"))
        .command(&list)
        .places(["nav-images", "images-show-intermediate", "images-table"])
        .value("name", evidence.images.steps)
        .value("count", parents.len().to_string())
        .question(evidence.question("show-all", question))
}

fn refused(evidence: &Evidence<'_>) -> Step {
    let parent = parents(evidence).first().copied();
    let question = || {
        let parent = parent?;
        let preview = predict_removal(evidence.contents, std::slice::from_ref(&parent.id), &[], &Pins::default());
        let right = match preview.items.first().map(|item| item.effect) {
            Some(RemovalEffect::HasChildren | RemovalEffect::InUse | RemovalEffect::Pinned) | None => "refused",
            Some(RemovalEffect::Delete) => "removed",
            Some(RemovalEffect::Untag | RemovalEffect::Missing) => "untagged",
        };
        let wrong: Vec<&str> = ["refused", "removed", "untagged"].into_iter().filter(|id| *id != right).collect();
        Some(QuizQuestion::worded(right, &wrong).value("id", short_id(&parent.id)))
    };
    let id = parent.map(|parent| short_id(&parent.id)).unwrap_or_default();
    let step = Step::new("refused", evidence.step_state_by_answer("refused", "refused"))
        .value("id", id.clone())
        .value("name", evidence.images.steps)
        .question(evidence.question("refused", question));
    match parent {
        Some(parent) => step.command(&Action::RemoveImages { targets: vec![id] }).places([
            "nav-images".to_owned(),
            "images-show-intermediate".to_owned(),
            image_row_by_id(&parent.id),
            "image-remove".to_owned(),
        ]),
        None => step.places(["nav-images", "images-show-intermediate"]),
    }
}

fn remove(evidence: &Evidence<'_>) -> Step {
    let steps = evidence.images.steps;
    let state = evidence.step_state("remove", || {
        if !evidence.is_done("build") || evidence.image(steps).is_some() {
            return StepState::Open;
        }
        // Parents that other images are built on are not dangling: they have to stay.
        let parents = &evidence.progress.observations.parents;
        let mut left = parents.iter().filter_map(|id| evidence.contents.images.get(id));
        match left.any(|image| image.kind == ImageKind::Dangling) {
            true => StepState::Wrong("left"),
            false => StepState::Done,
        }
    });
    Step::new("remove", state)
        .action(Action::RemoveImages { targets: vec![steps.to_owned()] })
        .places(["nav-images".to_owned(), image_row(steps), "image-remove".to_owned(), "removal-start".to_owned()])
        .value("image", steps)
}
