//! Dangling images, and removing them.

use super::{
    belongings::Belongings,
    evidence::Evidence,
    lesson::LessonDefinition,
    outline::{QuestionSlot, QuizQuestion, Step, StepState},
    shared::{image_row_by_id, wrong_ids},
};
use crate::{
    grammar::id::short_id,
    wire::{Action, Image, ImageKind},
};

pub const LESSON: LessonDefinition = LessonDefinition {
    belongings: |images| Belongings {
        images: vec![images.notes, images.shell],
        builds: vec![images.notes],
        ..Belongings::default()
    },
    steps: |evidence| vec![build(evidence), rebuild(evidence), find(evidence), remove(evidence)],
    quiz,
};

fn quiz(evidence: &Evidence<'_>) -> Vec<QuestionSlot> {
    let how = || QuizQuestion::worded("name-moved", &["container-removed", "unused", "layers-shared"]);
    let needed = || QuizQuestion::worded("yes", &["no"]);
    let with_name = |question: QuizQuestion| question.value("name", evidence.images.notes);
    vec![
        evidence.question("how", || Some(with_name(how()))),
        evidence.question("needed", || Some(with_name(needed()))),
        evidence.question("count", || Some(count(evidence))),
    ]
}

/// How many dangling images there are now, the lesson's or not.
fn count(evidence: &Evidence<'_>) -> QuizQuestion {
    let images = || evidence.contents.images.values();
    let dangling = images().filter(|image| image.kind == ImageKind::Dangling).count();
    QuizQuestion::number(dangling as u64, &[images().count() as u64])
}

fn build_action(evidence: &Evidence<'_>, word: &str) -> Action {
    let dockerfile = format!("FROM {}\nRUN echo {word} > /notes\n", evidence.images.shell);
    Action::Build { dockerfile, tag: evidence.images.notes.to_owned() }
}

fn build(evidence: &Evidence<'_>) -> Step {
    let notes = evidence.images.notes;
    let state = evidence.step_state("build", || match evidence.image(notes) {
        Some(_) => StepState::Done,
        None => StepState::Open,
    });
    Step::new("build", state)
        .action(build_action(evidence, "first"))
        .value("image", notes)
        .value("base", evidence.images.shell)
}

/// The IDs of images that had the name before another image took it.
fn earlier<'a>(evidence: &Evidence<'a>) -> Vec<&'a String> {
    let notes = evidence.images.notes;
    let observations = &evidence.progress.observations;
    let mut ids: Vec<&String> = Vec::new();
    for id in observations.tagged(notes) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    // If no image has the name now, none took it from the last one.
    let last = evidence.image(notes).map(|image| &image.id).or(observations.last_tagged(notes));
    ids.retain(|id| Some(*id) != last);
    ids
}

/// The image that lost its name and is dangling now.
fn lost<'a>(evidence: &Evidence<'a>) -> Option<&'a Image> {
    let mut images = earlier(evidence).into_iter().filter_map(|id| evidence.contents.images.get(id));
    images.rfind(|image| image.kind == ImageKind::Dangling)
}

fn rebuild(evidence: &Evidence<'_>) -> Step {
    let notes = evidence.images.notes;
    let state = evidence.step_state("rebuild", || {
        if lost(evidence).is_some() {
            return StepState::Done;
        }
        let earlier = earlier(evidence);
        let was_tagged_twice = evidence.progress.observations.tagged(notes).count() > 1;
        if earlier.iter().any(|id| evidence.contents.images.contains_key(*id)) {
            StepState::Wrong("still-named")
        } else if !earlier.is_empty() {
            StepState::Wrong("gone")
        } else if was_tagged_twice && evidence.is_done("build") {
            StepState::Wrong("same-content")
        } else {
            StepState::Open
        }
    });
    Step::new("rebuild", state)
        .action(build_action(evidence, "second"))
        .value("image", notes)
        .value("base", evidence.images.shell)
}

fn find(evidence: &Evidence<'_>) -> Step {
    let question = || {
        let wrong = wrong_ids(evidence, |image| image.kind == ImageKind::Tagged);
        let question = QuizQuestion::single_choice(short_id(&lost(evidence)?.id), wrong);
        Some(question.value("name", evidence.images.notes))
    };
    let list = Action::ListImages { all: false, dangling: true, filters: Vec::new(), repository: String::new() };
    Step::new("find", evidence.step_state_by_answer("find", "find"))
        .command(&list)
        .places(["nav-images", "images-only-dangling", "images-table"])
        .value("name", evidence.images.notes)
        .question(evidence.question("find", question))
}

fn remove(evidence: &Evidence<'_>) -> Step {
    let notes = evidence.images.notes;
    let lost = lost(evidence);
    let state = evidence.step_state("remove", || {
        if !evidence.is_done("rebuild") {
            return StepState::Open;
        }
        match lost {
            None => StepState::Done,
            Some(image) if !evidence.contents.users(&image.id).is_empty() => StepState::Wrong("in-use"),
            Some(_) if evidence.image(notes).is_none() => StepState::Wrong("named-removed"),
            Some(_) => StepState::Open,
        }
    });
    let id = lost.map(|image| short_id(&image.id)).unwrap_or_default();
    let step = Step::new("remove", state).value("id", id.clone()).value("name", notes);
    match lost {
        Some(image) => step
            .places([
                "nav-images".to_owned(),
                "images-only-dangling".to_owned(),
                image_row_by_id(&image.id),
                "image-remove".to_owned(),
                "removal-start".to_owned(),
            ])
            .action(Action::RemoveImages { targets: vec![id] }),
        None => step.places(["nav-images"]),
    }
}
