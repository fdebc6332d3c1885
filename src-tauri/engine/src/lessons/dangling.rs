//! Dangling images, and removing them.

use super::{
    course::{self, other_ids},
    evidence::Evidence,
    outline::{Asked, Check, Step, Told},
};
use crate::{
    grammar::id::short_id,
    wire::{Action, Image, ImageKind},
};

pub fn lesson(evidence: &Evidence<'_>) -> Told {
    let how = || Asked::words("name-moved", &["container-removed", "unused", "layers-shared"]);
    let needed = || Asked::words("yes", &["no"]);
    let named = |asked: Asked| asked.value("name", evidence.cast.notes);
    Told {
        steps: vec![build(evidence), rebuild(evidence), find(evidence), remove(evidence)],
        quiz: vec![
            ("how", evidence.asks("how").then(|| named(how()))),
            ("needed", evidence.asks("needed").then(|| named(needed()))),
            ("count", evidence.asks("count").then(|| count(evidence))),
        ],
    }
}

/// How many dangling images there are now, whoever made them.
fn count(evidence: &Evidence<'_>) -> Asked {
    let images = || evidence.contents.images.values();
    let dangling = images().filter(|image| image.kind == ImageKind::Dangling).count();
    Asked::number(dangling as u64, &[images().count() as u64])
}

fn dockerfile(evidence: &Evidence<'_>, word: &str) -> String {
    format!("FROM {}\nRUN echo {word} > /notes\n", evidence.cast.shell)
}

fn build_of(evidence: &Evidence<'_>, word: &str) -> Action {
    Action::Build { dockerfile: dockerfile(evidence, word), tag: evidence.cast.notes.to_owned() }
}

fn build(evidence: &Evidence<'_>) -> Step {
    let notes = evidence.cast.notes;
    let check = evidence.check("build", || match evidence.image(notes) {
        Some(_) => Check::Done,
        None => Check::Waits,
    });
    Step::new("build", check).does(build_of(evidence, "first")).value("image", notes).value("base", evidence.cast.shell)
}

/// The IDs of images that bore the name before another one took it.
fn earlier<'a>(evidence: &Evidence<'a>) -> Vec<&'a String> {
    let notes = evidence.cast.notes;
    let now = evidence.image(notes).map(|image| &image.id);
    let mut ids: Vec<&String> = Vec::new();
    for id in evidence.progress.seen.images_named(notes) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    // Without the name at all, the last one that had it is not one of them.
    let last = now.or(evidence.progress.seen.last_named(notes));
    ids.retain(|id| Some(*id) != last);
    ids
}

/// The image that lost its name, as it stands.
fn lost<'a>(evidence: &Evidence<'a>) -> Option<&'a Image> {
    let mut images = earlier(evidence).into_iter().filter_map(|id| evidence.contents.images.get(id));
    images.rfind(|image| image.kind == ImageKind::Dangling)
}

fn rebuild(evidence: &Evidence<'_>) -> Step {
    let notes = evidence.cast.notes;
    let check = evidence.check("rebuild", || {
        if lost(evidence).is_some() {
            return Check::Done;
        }
        let given: Vec<&String> = evidence.progress.seen.images_named(notes).collect();
        let earlier = earlier(evidence);
        if earlier.iter().any(|id| evidence.contents.images.contains_key(*id)) {
            Check::Wrong("still-named")
        } else if !earlier.is_empty() {
            Check::Wrong("gone")
        } else if given.len() > 1 && evidence.was_done("build") {
            Check::Wrong("same-content")
        } else {
            Check::Waits
        }
    });
    Step::new("rebuild", check)
        .does(build_of(evidence, "second"))
        .value("image", notes)
        .value("base", evidence.cast.shell)
}

fn find(evidence: &Evidence<'_>) -> Step {
    let lost = lost(evidence);
    let question = lost.filter(|_| evidence.asks("find")).map(|lost| {
        let wrong = other_ids(evidence, |image| image.kind == ImageKind::Tagged);
        let choices = [(short_id(&lost.id), true)].into_iter().chain(wrong.into_iter().map(|id| (id, false)));
        Asked::one(choices).value("name", evidence.cast.notes)
    });
    let dangling = Action::ListImages { all: false, dangling: true, filters: Vec::new(), repository: String::new() };
    Step::new("find", evidence.answered("find", "find"))
        .shows(&dangling)
        .at(["nav-images", "images-only-dangling", "images-table"])
        .value("name", evidence.cast.notes)
        .asks("find", question)
}

fn remove(evidence: &Evidence<'_>) -> Step {
    let notes = evidence.cast.notes;
    let lost = lost(evidence);
    let check = evidence.check("remove", || {
        if !evidence.was_done("rebuild") {
            return Check::Waits;
        }
        match lost {
            None => Check::Done,
            Some(image) if !evidence.contents.users(&image.id).is_empty() => Check::Wrong("in-use"),
            Some(_) if evidence.image(notes).is_none() => Check::Wrong("named-removed"),
            Some(_) => Check::Waits,
        }
    });
    let id = lost.map(|image| short_id(&image.id)).unwrap_or_default();
    let step = Step::new("remove", check).value("id", id.clone()).value("name", notes);
    match lost {
        Some(image) => step
            .at([
                "nav-images".to_owned(),
                "images-only-dangling".to_owned(),
                course::row_of(&image.id),
                "image-remove".to_owned(),
                "removal-start".to_owned(),
            ])
            .does(Action::RemoveImages { targets: vec![id] }),
        None => step.at(["nav-images"]),
    }
}
