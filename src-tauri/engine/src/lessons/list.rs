//! Listing: names, tags, IDs, one image under two tags, filtering.

use super::{
    course,
    evidence::{Evidence, repository_of},
    outline::{Asked, Check, Step, Told},
};
use crate::wire::{Action, Image};

/// How many names stand to choose from.
const CHOICES: usize = 5;

pub fn lesson(evidence: &Evidence<'_>) -> Told {
    Told {
        steps: vec![tag(evidence), same_id(evidence), filter(evidence), untag(evidence)],
        quiz: vec![("untag-frees", untag_frees(evidence)), ("unique", unique(evidence))],
    }
}

fn tag(evidence: &Evidence<'_>) -> Step {
    let (shell, mine) = (evidence.cast.shell, evidence.cast.mine);
    let (image, named) = (evidence.image(shell), evidence.image(mine));
    // Another name that the image was given since.
    let before = evidence.progress.before.as_ref();
    let expected = |name: &str| name == shell || before.is_none_or(|before| before.tags.contains(name));
    let other = image.into_iter().flat_map(|image| &image.tags).find(|name| !expected(name));
    let check = evidence.check("tag", || match (image, named) {
        (Some(image), Some(named)) if image.id == named.id => Check::Done,
        (_, Some(_)) => Check::Wrong("other-image"),
        (None, None) => Check::Wrong("no-image"),
        (Some(_), None) if other.is_some() => Check::Wrong("other-name"),
        (Some(_), None) => Check::Waits,
    });
    Step::new("tag", check)
        .does(course::once_there(
            evidence,
            shell,
            Action::TagImage { image: shell.to_owned(), reference: mine.to_owned() },
        ))
        .at(["nav-images".to_owned(), course::row(shell), "tag-reference".to_owned(), "tag-start".to_owned()])
        .value("image", shell)
        .value("name", mine)
        .value("found", other.cloned().unwrap_or_default())
}

fn same_id(evidence: &Evidence<'_>) -> Step {
    let shell = evidence.cast.shell;
    let image = evidence.image(shell);
    let two_names = image.is_some_and(|image| image.tags.len() > 1);
    let question = image.filter(|_| two_names && evidence.asks("same-id")).map(|image| {
        let right: Vec<&String> = image.tags.iter().take(CHOICES - 1).collect();
        let wrong = tags(evidence.contents.images.values().filter(|other| other.id != image.id));
        let wrong = wrong.into_iter().take(CHOICES - right.len());
        let choices = right.iter().map(|name| ((*name).clone(), true)).chain(wrong.map(|name| (name.clone(), false)));
        Asked::several(choices).value("image", shell).value("id", crate::grammar::id::short_id(&image.id))
    });
    let check = match evidence.answered("same-id", "same-id") {
        Check::Waits if evidence.was_done("tag") && !two_names => Check::Wrong("tag-gone"),
        check => check,
    };
    Step::new("same-id", check)
        .shows(&listing(""))
        .at(["nav-images", "images-table"])
        .value("image", shell)
        .value("name", evidence.cast.mine)
        .asks("same-id", question)
}

fn filter(evidence: &Evidence<'_>) -> Step {
    let repository = evidence.cast.shells;
    let of_repository = |name: &&String| repository_of(name).as_deref() == Some(repository);
    let question = evidence.asks("filter").then(|| {
        let images = || evidence.contents.images.values();
        let listed: usize = images()
            .map(|image| match image.tags.iter().filter(of_repository).count() {
                // One that lost its tag is still listed under its repository, without one.
                0 => image.digests.iter().filter(of_repository).count().min(1),
                tags => tags,
            })
            .sum();
        let all = images().map(|image| image.tags.len()).sum::<usize>();
        Asked::number(listed as u64, &[all as u64]).value("repository", repository)
    });
    Step::new("filter", evidence.answered("filter", "filter"))
        .shows(&listing(repository))
        .at(["nav-images", "images-filter"])
        .value("repository", repository)
        .asks("filter", question)
}

fn listing(repository: &str) -> Action {
    Action::ListImages { all: false, dangling: false, filters: Vec::new(), repository: repository.to_owned() }
}

fn untag(evidence: &Evidence<'_>) -> Step {
    let (shell, mine) = (evidence.cast.shell, evidence.cast.mine);
    let check = evidence.check("untag", || {
        if !evidence.was_done("tag") {
            return Check::Waits;
        }
        match (evidence.image(shell), evidence.image(mine)) {
            (Some(_), None) => Check::Done,
            (Some(_), Some(_)) => Check::Waits,
            (None, Some(_)) => Check::Wrong("wrong-tag"),
            (None, None) => Check::Wrong("image-gone"),
        }
    });
    Step::new("untag", check)
        .does(Action::RemoveImages { targets: vec![mine.to_owned()] })
        .at(["nav-images".to_owned(), course::row(mine), "image-remove".to_owned(), "removal-start".to_owned()])
        .value("image", shell)
        .value("name", mine)
}

/// What removing the second name freed: the image is still there.
fn untag_frees(evidence: &Evidence<'_>) -> Option<Asked> {
    let image = evidence.image(evidence.cast.shell).filter(|_| evidence.asks("untag-frees"))?;
    evidence.was_done("untag").then(|| {
        Asked::number(0, &[image.size, image.size / 2])
            .value("image", evidence.cast.shell)
            .value("name", evidence.cast.mine)
    })
}

fn unique(evidence: &Evidence<'_>) -> Option<Asked> {
    let image = evidence.image(evidence.cast.shell).filter(|_| evidence.asks("unique"))?;
    let words = Asked::words("id", &["tag", "size"]);
    Some(words.value("image", evidence.cast.shell).value("id", crate::grammar::id::short_id(&image.id)))
}

/// The names of images, sorted.
fn tags<'a>(images: impl Iterator<Item = &'a Image>) -> Vec<&'a String> {
    let mut tags: Vec<&String> = images.flat_map(|image| &image.tags).collect();
    tags.sort();
    tags
}
