//! Listing images: names, tags, IDs, one image with two tags, filtering.

use super::{
    belongings::Belongings,
    evidence::{Evidence, repository_of},
    lesson::LessonDefinition,
    outline::{QuizQuestion, Step, StepState},
    shared::{image_row, pull_first},
};
use crate::{
    grammar::id::short_id,
    wire::{Action, Image},
};

pub const LESSON: LessonDefinition = LessonDefinition {
    belongings: |images| Belongings { images: vec![images.second_tag, images.shell], ..Belongings::default() },
    steps: |evidence| vec![tag(evidence), same_id(evidence), filter(evidence), untag(evidence)],
    quiz: |evidence| {
        vec![
            evidence.question("untag-frees", || untag_frees(evidence)),
            evidence.question("unique", || unique(evidence)),
        ]
    },
};

/// How many names a question offers.
const OPTIONS: usize = 5;

fn tag(evidence: &Evidence<'_>) -> Step {
    let (shell, second_tag) = (evidence.images.shell, evidence.images.second_tag);
    let (image, tagged) = (evidence.image(shell), evidence.image(second_tag));
    // A tag that the image got since the lesson was started.
    let baseline = evidence.progress.baseline.as_ref();
    let is_expected = |name: &str| name == shell || baseline.is_none_or(|baseline| baseline.tags.contains(name));
    let other = image.into_iter().flat_map(|image| &image.tags).find(|name| !is_expected(name));
    let state = evidence.step_state("tag", || match (image, tagged) {
        (Some(image), Some(tagged)) if image.id == tagged.id => StepState::Done,
        (_, Some(_)) => StepState::Wrong("other-image"),
        (None, None) => StepState::Wrong("no-image"),
        (Some(_), None) if other.is_some() => StepState::Wrong("other-name"),
        (Some(_), None) => StepState::Open,
    });
    let action = Action::TagImage { image: shell.to_owned(), reference: second_tag.to_owned() };
    Step::new("tag", state)
        .action(pull_first(evidence, shell, action))
        .places(["nav-images".to_owned(), image_row(shell), "tag-reference".to_owned(), "tag-start".to_owned()])
        .value("image", shell)
        .value("name", second_tag)
        .value("found", other.cloned().unwrap_or_default())
}

fn same_id(evidence: &Evidence<'_>) -> Step {
    let shell = evidence.images.shell;
    let image = evidence.image(shell).filter(|image| image.tags.len() > 1);
    let question = || {
        let image = image?;
        let right: Vec<String> = image.tags.iter().take(OPTIONS - 1).cloned().collect();
        let wrong = sorted_tags(evidence.contents.images.values().filter(|other| other.id != image.id));
        let wrong: Vec<String> = wrong.into_iter().take(OPTIONS - right.len()).cloned().collect();
        Some(QuizQuestion::multiple_choice(right, wrong).value("image", shell).value("id", short_id(&image.id)))
    };
    let state = match evidence.step_state_by_answer("same-id", "same-id") {
        StepState::Open if evidence.is_done("tag") && image.is_none() => StepState::Wrong("tag-gone"),
        state => state,
    };
    Step::new("same-id", state)
        .command(&list_action(""))
        .places(["nav-images", "images-table"])
        .value("image", shell)
        .value("name", evidence.images.second_tag)
        .question(evidence.question("same-id", question))
}

fn filter(evidence: &Evidence<'_>) -> Step {
    let repository = evidence.images.shell_repository;
    let is_in_repository = |name: &&String| repository_of(name).as_deref() == Some(repository);
    let question = || {
        let images = || evidence.contents.images.values();
        let listed: usize = images()
            .map(|image| match image.tags.iter().filter(is_in_repository).count() {
                // An image that lost its tag is still listed once, by its digest's repository.
                0 => image.digests.iter().filter(is_in_repository).count().min(1),
                tags => tags,
            })
            .sum();
        let all = images().map(|image| image.tags.len()).sum::<usize>();
        Some(QuizQuestion::number(listed as u64, &[all as u64]).value("repository", repository))
    };
    Step::new("filter", evidence.step_state_by_answer("filter", "filter"))
        .command(&list_action(repository))
        .places(["nav-images", "images-filter"])
        .value("repository", repository)
        .question(evidence.question("filter", question))
}

fn list_action(repository: &str) -> Action {
    Action::ListImages { all: false, dangling: false, filters: Vec::new(), repository: repository.to_owned() }
}

fn untag(evidence: &Evidence<'_>) -> Step {
    let (shell, second_tag) = (evidence.images.shell, evidence.images.second_tag);
    let state = evidence.step_state("untag", || {
        if !evidence.is_done("tag") {
            return StepState::Open;
        }
        match (evidence.image(shell), evidence.image(second_tag)) {
            (Some(_), None) => StepState::Done,
            (Some(_), Some(_)) => StepState::Open,
            (None, Some(_)) => StepState::Wrong("wrong-tag"),
            (None, None) => StepState::Wrong("image-gone"),
        }
    });
    Step::new("untag", state)
        .action(Action::RemoveImages { targets: vec![second_tag.to_owned()] })
        .places(["nav-images".to_owned(), image_row(second_tag), "image-remove".to_owned(), "removal-start".to_owned()])
        .value("image", shell)
        .value("name", second_tag)
}

/// How many bytes removing the second tag freed: none, since the image still exists.
fn untag_frees(evidence: &Evidence<'_>) -> Option<QuizQuestion> {
    let (shell, second_tag) = (evidence.images.shell, evidence.images.second_tag);
    let image = evidence.image(shell).filter(|_| evidence.is_done("untag"))?;
    let question = QuizQuestion::number(0, &[image.size, image.size / 2]);
    Some(question.value("image", shell).value("name", second_tag))
}

fn unique(evidence: &Evidence<'_>) -> Option<QuizQuestion> {
    let image = evidence.image(evidence.images.shell)?;
    let question = QuizQuestion::worded("id", &["tag", "size"]);
    Some(question.value("image", evidence.images.shell).value("id", short_id(&image.id)))
}

fn sorted_tags<'a>(images: impl Iterator<Item = &'a Image>) -> Vec<&'a String> {
    let mut tags: Vec<&String> = images.flat_map(|image| &image.tags).collect();
    tags.sort();
    tags
}
