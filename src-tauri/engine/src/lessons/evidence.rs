//! What a lesson is derived from.

use std::{
    borrow::Borrow,
    cell::{Cell, RefCell},
    collections::{BTreeSet, HashMap},
    hash::Hash,
};

use super::{
    facts::{FactCache, Query},
    lesson_images::LessonImages,
    observations::RunFlags,
    outline::{QuestionSlot, QuizQuestion, StepState},
    progress::Progress,
};
use crate::{
    grammar::Reference,
    inventory::Contents,
    wire::{Change, Container, HistoryStep, Image},
};

/// How many ports are tried: each that is taken costs another read.
const PORTS: u16 = 20;

/// What an engine has, what was observed since the lesson was started, and the facts that were read. A fact that is missing
/// becomes a query.
pub struct Evidence<'a> {
    /// The images that the lessons work with on this engine.
    pub images: LessonImages,
    /// What the engine has.
    pub contents: &'a Contents,
    /// The progress in the lesson.
    pub progress: &'a Progress,
    facts: &'a FactCache,
    queries: RefCell<BTreeSet<Query>>,
    polls: Cell<bool>,
}

impl<'a> Evidence<'a> {
    pub fn new(images: LessonImages, contents: &'a Contents, progress: &'a Progress, facts: &'a FactCache) -> Self {
        Self { images, contents, progress, facts, queries: RefCell::default(), polls: Cell::default() }
    }

    /// The facts that were missing.
    pub fn into_queries(self) -> BTreeSet<Query> {
        self.queries.into_inner()
    }

    /// Whether a step waits for a change of files, which no event reports.
    pub fn polls(&self) -> bool {
        self.polls.get()
    }

    /// The state of a step: a done step stays done, and only those of an open lesson are checked.
    pub fn step_state(&self, step: &str, check: impl FnOnce() -> StepState) -> StepState {
        if self.is_done(step) {
            StepState::Done
        } else if self.progress.is_open() {
            check()
        } else {
            StepState::Open
        }
    }

    /// The state of a step that is done by answering its question.
    pub fn step_state_by_answer(&self, step: &str, question: &str) -> StepState {
        self.step_state(step, || if self.progress.is_right(question) { StepState::Done } else { StepState::Open })
    }

    /// Whether a step was done before.
    pub fn is_done(&self, step: &str) -> bool {
        self.progress.done.contains(step)
    }

    /// A question, built while its lesson is open and it is not answered correctly.
    pub fn question(&self, id: &'static str, build: impl FnOnce() -> Option<QuizQuestion>) -> QuestionSlot {
        let is_asked = self.progress.is_open() && !self.progress.is_right(id);
        QuestionSlot { id, question: is_asked.then(build).flatten() }
    }

    /// The image with exactly this name.
    pub fn image(&self, name: &str) -> Option<&'a Image> {
        self.contents.images.values().find(|image| image.tags.iter().any(|tag| tag == name))
    }

    /// The container with exactly this name.
    pub fn container(&self, name: &str) -> Option<&'a Container> {
        self.contents.containers.values().find(|container| container.name == name)
    }

    /// Whether a container existed when the lesson was started.
    pub fn existed_before(&self, container: &str) -> bool {
        self.progress.baseline.as_ref().is_some_and(|baseline| baseline.containers.contains(container))
    }

    /// A name in this repository of an image that did not exist when the lesson was started, other than the expected names.
    pub fn new_name_in(&self, repository: &str, expected: &[&str]) -> Option<&'a str> {
        let baseline = self.progress.baseline.as_ref();
        let images = self.contents.images.values();
        images
            .filter(|image| baseline.is_none_or(|baseline| !baseline.images.contains(&image.id)))
            .flat_map(|image| &image.tags)
            .map(String::as_str)
            .filter(|name| repository_of(name).as_deref() == Some(repository) && !expected.contains(name))
            .min()
    }

    /// An image's layers, base first.
    pub fn layers(&self, image: &str) -> Option<&'a [String]> {
        self.fact(&self.facts.layers, image, || Query::Layers(image.to_owned()))?.as_deref()
    }

    /// An image's history, newest first.
    pub fn history(&self, image: &str) -> Option<&'a [HistoryStep]> {
        self.fact(&self.facts.history, image, || Query::History(image.to_owned()))?.as_deref()
    }

    /// What a container was run with; of a removed one, what was observed.
    pub fn flags(&self, container: &str) -> Option<RunFlags> {
        let observed = self.progress.observations.containers.get(container).and_then(|observed| observed.flags);
        if observed.is_some() || !self.contents.containers.contains_key(container) {
            return observed;
        }
        *self.fact(&self.facts.flags, container, || Query::Flags(container.to_owned()))?
    }

    /// A container's changes.
    pub fn diff(&self, container: &str) -> Option<&'a [Change]> {
        self.fact(&self.facts.snapshot.diffs, container, || Query::Diff(container.to_owned()))?.as_deref()
    }

    /// A container's changes, for a step that waits for one: they are read again and again.
    pub fn poll_diff(&self, container: &str) -> Option<&'a [Change]> {
        self.polls.set(true);
        self.diff(container)
    }

    /// The text of a file in a container.
    pub fn text(&self, container: &str, path: &str) -> Option<&'a str> {
        let key = (container.to_owned(), path.to_owned());
        self.fact(&self.facts.snapshot.texts, &key, || Query::Text(key.0.clone(), key.1.clone()))?.as_deref()
    }

    /// Whether `docker exec` started a shell in a container.
    pub fn entered(&self, container: &str) -> bool {
        let query = || Query::Entered(container.to_owned());
        self.progress.observations.entered.contains(container)
            || self.fact(&self.facts.snapshot.entered, container, query) == Some(&true)
    }

    /// The first port from this one on that is free, as far as is known.
    pub fn free_port(&self, first: u16) -> u16 {
        let published = |port: u16| {
            let mut ports = self.contents.containers.values().flat_map(|container| &container.ports);
            ports.any(|published| published.host == Some(port) && published.protocol == "tcp")
        };
        let taken = |port: u16| {
            published(port)
                || self.progress.is_open()
                    && self.fact(&self.facts.snapshot.ports, &port, || Query::Port(port)) == Some(&true)
        };
        (first..first.saturating_add(PORTS)).find(|port| !taken(*port)).unwrap_or(first)
    }

    fn fact<K, Q, V>(&self, facts: &'a HashMap<K, V>, key: &Q, query: impl FnOnce() -> Query) -> Option<&'a V>
    where
        K: Borrow<Q> + Hash + Eq,
        Q: Hash + Eq + ?Sized,
    {
        let fact = facts.get(key);
        if fact.is_none() {
            self.queries.borrow_mut().insert(query());
        }
        fact
    }
}

/// The repository of a name, in Docker's familiar form.
pub fn repository_of(name: &str) -> Option<String> {
    Reference::parse(name).ok().map(|name| name.familiar_repository())
}
