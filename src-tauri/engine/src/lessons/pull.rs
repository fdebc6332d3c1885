//! What an image and a layer are, and pulling an image.

use super::{
    belongings::Belongings,
    evidence::Evidence,
    lesson::LessonDefinition,
    outline::{QuestionSlot, QuizQuestion, Step, StepState},
    shared::{self, image_row},
};
use crate::{grammar::id::short_id, wire::Action};

pub const LESSON: LessonDefinition = LessonDefinition {
    belongings: |images| Belongings {
        images: [images.shell].into_iter().chain(images.sibling).collect(),
        ..Belongings::default()
    },
    steps,
    quiz,
};

/// How many images or layers a question offers.
const OPTIONS: usize = 5;
/// How many images are inspected to find them.
const INSPECTED: usize = 12;

fn steps(evidence: &Evidence<'_>) -> Vec<Step> {
    let mut steps = vec![pull(evidence, "pull", evidence.images.shell), look(evidence)];
    steps.extend(evidence.images.sibling.map(|sibling| pull(evidence, "sibling", sibling)));
    steps
}

fn quiz(evidence: &Evidence<'_>) -> Vec<QuestionSlot> {
    let is_right = |question| evidence.progress.is_right(question);
    let shares = evidence.question("shares", || shares(evidence).filter(|_| !is_right("layer-size")));
    // Where no image shares a layer with it, a question about the sizes of its layers takes the place.
    let is_replaced = shares.question.is_none() && !is_right("shares");
    let layer_size = evidence.question("layer-size", || is_replaced.then(|| layer_size(evidence)).flatten());
    vec![shares, layer_size, evidence.question("digest", || digest(evidence))]
}

fn pull(evidence: &Evidence<'_>, id: &'static str, name: &'static str) -> Step {
    let images = evidence.images;
    let expected: Vec<&str> = [images.shell, images.second_tag].into_iter().chain(images.sibling).collect();
    let other = evidence.new_name_in(images.shell_repository, &expected);
    let state = evidence.step_state(id, || match (evidence.image(name), other) {
        (Some(_), _) => StepState::Done,
        (None, Some(_)) => StepState::Wrong("other-tag"),
        (None, None) => StepState::Open,
    });
    Step::new(id, state)
        .action(shared::pull(name))
        .places(["nav-images", "pull-open", "pull-reference", "pull-start"])
        .value("image", name)
        .value("shell", images.shell)
        .value("found", other.unwrap_or_default())
}

fn look(evidence: &Evidence<'_>) -> Step {
    let shell = evidence.images.shell;
    let question = || {
        let image = evidence.image(shell)?;
        let (layers, history) = (evidence.layers(&image.id)?, evidence.history(&image.id)?);
        Some(QuizQuestion::number(layers.len() as u64, &[history.len() as u64]).value("image", shell))
    };
    Step::new("look", evidence.step_state_by_answer("look", "layer-count"))
        .command(&Action::ImageHistory { image: shell.to_owned() })
        .places(["nav-images".to_owned(), image_row(shell), "image-detail".to_owned()])
        .value("image", shell)
        .question(evidence.question("layer-count", question))
}

/// Which of these images share layers with the shell's.
fn shares(evidence: &Evidence<'_>) -> Option<QuizQuestion> {
    let shell = evidence.image(evidence.images.shell)?;
    let layers = evidence.layers(&shell.id)?;
    let others = evidence.contents.images.values().filter(|image| image.id != shell.id);
    let mut others: Vec<(&String, &String)> =
        others.filter_map(|image| Some((image.tags.first()?, &image.id))).collect();
    // The sibling first: it is what the lesson is about.
    others.sort_by_key(|(name, _)| (Some(name.as_str()) != evidence.images.sibling, *name));
    others.truncate(INSPECTED);
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    for (name, id) in others {
        match evidence.layers(id).map(|other| other.iter().any(|layer| layers.contains(layer))) {
            Some(true) => right.push(name.clone()),
            Some(false) => wrong.push(name.clone()),
            None => {}
        }
    }
    right.truncate(OPTIONS - 1);
    wrong.truncate(OPTIONS - right.len());
    // A single option would give the answer away.
    let is_a_choice = !right.is_empty() && right.len() + wrong.len() > 1;
    is_a_choice.then(|| QuizQuestion::multiple_choice(right, wrong).value("image", evidence.images.shell))
}

/// Which of the shell's layers is the largest.
fn layer_size(evidence: &Evidence<'_>) -> Option<QuizQuestion> {
    let image = evidence.image(evidence.images.shell)?;
    let steps = evidence.history(&image.id)?.iter();
    let mut layers: Vec<(u64, String)> =
        steps.filter_map(|step| Some((step.size, short_id(step.layer.as_deref()?)))).collect();
    layers.sort_by(|one, other| other.cmp(one));
    // Two of the same size would both be right.
    if layers.len() < 2 || layers[0].0 == layers[1].0 {
        return None;
    }
    let mut ids = layers.into_iter().take(OPTIONS).map(|(_, id)| id);
    Some(QuizQuestion::single_choice(ids.next()?, ids).value("image", evidence.images.shell))
}

/// What identifies exactly the same image tomorrow.
fn digest(evidence: &Evidence<'_>) -> Option<QuizQuestion> {
    let images = evidence.images;
    let digest = evidence.image(images.shell)?.digests.first().cloned().unwrap_or_default();
    let question = QuizQuestion::worded("digest", &["tag", "repository"]);
    Some(question.value("image", images.shell).value("digest", digest).value("repository", images.shell_repository))
}
