//! What an image and a layer are, and pulling one.

use super::{
    course::{self, pull},
    evidence::Evidence,
    outline::{Asked, Check, Step, Told},
};
use crate::grammar::id::short_id;

/// How many images stand to choose from.
const CHOICES: usize = 5;
/// How many images are looked into for that.
const LOOKED_INTO: usize = 12;

pub fn lesson(evidence: &Evidence<'_>) -> Told {
    let cast = evidence.cast;
    let mut steps = vec![pull_step(evidence, "pull", cast.shell), look(evidence)];
    steps.extend(cast.sibling.map(|sibling| pull_step(evidence, "sibling", sibling)));
    let shares = evidence.asks("shares").then(|| shares(evidence)).flatten();
    // Where nothing shares a layer with it, there is still something to be seen of its layers.
    let instead = shares.is_none() && evidence.asks("layer-size") && !evidence.progress.is_right("shares");
    let size = instead.then(|| layer_size(evidence)).flatten();
    let shares = shares.filter(|_| !evidence.progress.is_right("layer-size"));
    Told { steps, quiz: vec![("shares", shares), ("layer-size", size), ("digest", digest(evidence))] }
}

fn pull_step(evidence: &Evidence<'_>, id: &'static str, name: &'static str) -> Step {
    let cast = evidence.cast;
    let expected: Vec<&str> = [cast.shell, cast.mine].into_iter().chain(cast.sibling).collect();
    let other = evidence.other_name(cast.shells, &expected);
    let check = evidence.check(id, || match (evidence.image(name), other) {
        (Some(_), _) => Check::Done,
        (None, Some(_)) => Check::Wrong("other-tag"),
        (None, None) => Check::Waits,
    });
    Step::new(id, check)
        .does(pull(name))
        .at(["nav-images", "pull-open", "pull-reference", "pull-start"])
        .value("image", name)
        .value("shell", cast.shell)
        .value("found", other.unwrap_or_default())
}

fn look(evidence: &Evidence<'_>) -> Step {
    let shell = evidence.cast.shell;
    let question = || {
        let image = evidence.image(shell)?;
        let (layers, history) = (evidence.layers(&image.id)?, evidence.history(&image.id)?);
        let asked = Asked::number(layers.len() as u64, &[history.len() as u64]);
        Some(asked.value("image", shell))
    };
    let question = evidence.asks("layer-count").then(question).flatten();
    Step::new("look", evidence.answered("look", "layer-count"))
        .shows(&crate::wire::Action::ImageHistory { image: shell.to_owned() })
        .at(["nav-images".to_owned(), course::row(shell), "image-detail".to_owned()])
        .value("image", shell)
        .asks("layer-count", question)
}

/// Which of these images share layers with the shell's.
fn shares(evidence: &Evidence<'_>) -> Option<Asked> {
    let shell = evidence.image(evidence.cast.shell)?;
    let own = evidence.layers(&shell.id)?;
    let mut others: Vec<(&str, &str)> = evidence
        .contents
        .images
        .values()
        .filter(|image| image.id != shell.id)
        .filter_map(|image| Some((image.tags.first()?.as_str(), image.id.as_str())))
        .collect();
    // The sibling first: it is what the lesson is about.
    others.sort_by_key(|(name, _)| (Some(*name) != evidence.cast.sibling, *name));
    others.truncate(LOOKED_INTO);
    let told: Vec<(&str, Option<bool>)> = others
        .iter()
        .map(|(name, id)| (*name, evidence.layers(id).map(|layers| layers.iter().any(|layer| own.contains(layer)))))
        .collect();
    let of = |wanted: bool| told.iter().filter(move |(_, shares)| *shares == Some(wanted)).map(|(name, _)| *name);
    let right: Vec<&str> = of(true).take(CHOICES - 1).collect();
    let wrong = of(false).take(CHOICES - right.len());
    let choices: Vec<(String, bool)> =
        right.iter().map(|name| ((*name).to_owned(), true)).chain(wrong.map(|name| (name.to_owned(), false))).collect();
    // With one to choose from there is nothing to find out.
    (!right.is_empty() && choices.len() > 1).then(|| Asked::several(choices).value("image", evidence.cast.shell))
}

/// Which of the shell's layers is the largest.
fn layer_size(evidence: &Evidence<'_>) -> Option<Asked> {
    let image = evidence.image(evidence.cast.shell)?;
    let mut layers: Vec<(u64, String)> = evidence
        .history(&image.id)?
        .iter()
        .filter_map(|step| Some((step.size, short_id(step.layer.as_deref()?))))
        .collect();
    layers.sort_by(|one, other| other.cmp(one));
    // Two of the same size would both be right.
    if layers.len() < 2 || layers[0].0 == layers[1].0 {
        return None;
    }
    let largest = layers[0].1.clone();
    let choices = layers.into_iter().take(CHOICES).map(|(_, id)| (id.clone(), id == largest));
    Some(Asked::one(choices).value("image", evidence.cast.shell))
}

/// What names the very same image tomorrow.
fn digest(evidence: &Evidence<'_>) -> Option<Asked> {
    let image = evidence.image(evidence.cast.shell).filter(|_| evidence.asks("digest"))?;
    let digest = image.digests.first().cloned().unwrap_or_default();
    let words = Asked::words("digest", &["tag", "repository"]);
    Some(words.value("image", evidence.cast.shell).value("digest", digest).value("repository", evidence.cast.shells))
}
