//! Intermediate images, and why they stay.

use super::{
    course::{self, other_ids},
    evidence::Evidence,
    seen::nameless_parents,
    told::{Asked, Check, Step, Told},
};
use crate::{
    grammar::{Pins, id::short_id},
    images::predict_removal,
    wire::{Action, Image, ImageKind, ImageStore, RemovalEffect},
};

pub fn lesson(evidence: &Evidence<'_>) -> Told {
    let named = |asked: Asked| asked.value("name", evidence.cast.steps);
    let difference = || named(Asked::words("built-on", &["tagged", "size"]));
    let bytes = || named(Asked::words("no", &["yes"]));
    Told {
        steps: vec![build(evidence), show_all(evidence), refused(evidence), remove(evidence)],
        quiz: vec![
            ("difference", evidence.asks("difference").then(difference)),
            ("bytes", evidence.asks("bytes").then(bytes)),
            ("left", evidence.asks("left").then(|| named(left(evidence)))),
        ],
    }
}

/// How many intermediate images there are now: those of the lesson went with what was built on them.
fn left(evidence: &Evidence<'_>) -> Asked {
    let images = || evidence.contents.images.values();
    let intermediate = images().filter(|image| image.kind == ImageKind::Intermediate).count();
    Asked::number(intermediate as u64, &[images().count() as u64])
}

/// The images without a name that the lesson's image was built on, uppermost first.
fn parents<'a>(evidence: &Evidence<'a>) -> Vec<&'a Image> {
    let image = evidence.image(evidence.cast.steps);
    image.into_iter().flat_map(|image| nameless_parents(evidence.contents, image)).collect()
}

fn build(evidence: &Evidence<'_>) -> Step {
    let (steps, base) = (evidence.cast.steps, evidence.cast.shell);
    let check = evidence.check("build", || {
        let built = evidence.image(steps).is_some();
        match evidence.contents.store {
            _ if !parents(evidence).is_empty() => Check::Done,
            ImageStore::Containerd => Check::Wrong("containerd"),
            ImageStore::Podman if built => Check::Wrong("podman"),
            ImageStore::Classic if built => Check::Wrong("buildkit"),
            _ => Check::Waits,
        }
    });
    let dockerfile = format!("FROM {base}\nRUN echo one > /one\nRUN echo two > /two\nLABEL step=three\n");
    Step::new("build", check)
        .does(Action::Build { dockerfile, tag: steps.to_owned() })
        .value("image", steps)
        .value("base", base)
}

fn show_all(evidence: &Evidence<'_>) -> Step {
    let parents = parents(evidence);
    let question = parents.first().filter(|_| evidence.asks("show-all")).map(|parent| {
        let wrong = other_ids(evidence, |image| !image.tags.is_empty());
        let choices = [(short_id(&parent.id), true)].into_iter().chain(wrong.into_iter().map(|id| (id, false)));
        Asked::one(choices).value("name", evidence.cast.steps)
    });
    let all = Action::ListImages { all: true, dangling: false, filters: Vec::new(), repository: String::new() };
    Step::new("show-all", evidence.answered("show-all", "show-all"))
        .shows(&all)
        .at(["nav-images", "images-show-intermediate", "images-table"])
        .value("name", evidence.cast.steps)
        .value("count", parents.len().to_string())
        .asks("show-all", question)
}

fn refused(evidence: &Evidence<'_>) -> Step {
    let parents = parents(evidence);
    let parent = parents.first();
    let question = parent.filter(|_| evidence.asks("refused")).map(|parent| {
        let foretold = predict_removal(evidence.contents, std::slice::from_ref(&parent.id), &[], &Pins::default());
        let right = match foretold.items.first().map(|item| item.effect) {
            Some(RemovalEffect::HasChildren | RemovalEffect::InUse | RemovalEffect::Pinned) | None => "refused",
            Some(RemovalEffect::Delete) => "removed",
            Some(RemovalEffect::Untag | RemovalEffect::Missing) => "untagged",
        };
        let wrong: Vec<&str> = ["refused", "removed", "untagged"].into_iter().filter(|one| *one != right).collect();
        Asked::words(right, &wrong).value("id", short_id(&parent.id))
    });
    let id = parent.map(|parent| short_id(&parent.id)).unwrap_or_default();
    let step = Step::new("refused", evidence.answered("refused", "refused"))
        .value("id", id.clone())
        .value("name", evidence.cast.steps)
        .asks("refused", question);
    match parent {
        Some(parent) => step.shows(&Action::RemoveImages { targets: vec![id] }).at([
            "nav-images".to_owned(),
            "images-show-intermediate".to_owned(),
            course::row_of(&parent.id),
            "image-remove".to_owned(),
        ]),
        None => step.at(["nav-images", "images-show-intermediate"]),
    }
}

fn remove(evidence: &Evidence<'_>) -> Step {
    let steps = evidence.cast.steps;
    let check = evidence.check("remove", || {
        if !evidence.was_done("build") || evidence.image(steps).is_some() {
            return Check::Waits;
        }
        // What others are built on, too, stays for their sake.
        let seen = evidence.progress.seen.parents.iter().filter_map(|id| evidence.contents.images.get(id));
        match seen.filter(|image| image.kind == ImageKind::Dangling).count() {
            0 => Check::Done,
            _ => Check::Wrong("left"),
        }
    });
    Step::new("remove", check)
        .does(Action::RemoveImages { targets: vec![steps.to_owned()] })
        .at(["nav-images".to_owned(), course::row(steps), "image-remove".to_owned(), "removal-start".to_owned()])
        .value("image", steps)
}
