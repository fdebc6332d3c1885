use std::{
    cell::{Cell, RefCell},
    collections::{BTreeSet, HashMap},
};

use super::{lesson_images::Cast, observations::Flags, outline::Check, progress::Progress};
use crate::{
    grammar::Reference,
    inventory::Contents,
    wire::{Change, Container, HistoryStep, Image},
};

/// What a lesson is told from. It answers from what was read, and remembers what it was asked for in vain.
pub struct Evidence<'a> {
    /// Who plays what on this engine.
    pub cast: Cast,
    /// What the engine has.
    pub contents: &'a Contents,
    /// How far one has come.
    pub progress: &'a Progress,
    looked: &'a Looked,
    wants: RefCell<BTreeSet<Want>>,
    follows: Cell<bool>,
}

/// Something to be read of the engine.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Want {
    /// An image's layers, by its ID.
    Layers(String),
    /// An image's history, by its ID.
    History(String),
    /// What a container was run with, by its ID.
    Flags(String),
    /// What a container has changed, by its ID.
    Diff(String),
    /// A text in a container.
    Text(String, String),
    /// Whether a shell was begun in a container and still runs.
    Entered(String),
    /// Whether something listens on this machine's port.
    Port(u16),
}

/// What was read of an engine. `None` within: it does not tell.
#[derive(Debug, Default)]
pub struct Looked {
    /// Diff IDs, base first; an image never changes.
    pub layers: HashMap<String, Option<Vec<String>>>,
    /// Newest first.
    pub history: HashMap<String, Option<Vec<HistoryStep>>>,
    /// A container's flags never change either.
    pub flags: HashMap<String, Option<Flags>>,
    /// What holds for one look only.
    pub passing: Passing,
}

/// See [`Looked::passing`].
#[derive(Debug, Default)]
pub struct Passing {
    /// By container.
    pub diffs: HashMap<String, Option<Vec<Change>>>,
    /// By container and path.
    pub texts: HashMap<(String, String), Option<String>>,
    /// By container.
    pub entered: HashMap<String, bool>,
    /// By port.
    pub ports: HashMap<u16, bool>,
}

impl<'a> Evidence<'a> {
    /// What is known now.
    pub fn new(cast: Cast, contents: &'a Contents, progress: &'a Progress, looked: &'a Looked) -> Self {
        Self { cast, contents, progress, looked, wants: RefCell::default(), follows: Cell::default() }
    }

    /// What was asked for in vain.
    pub fn wants(self) -> (BTreeSet<Want>, bool) {
        (self.wants.into_inner(), self.follows.get())
    }

    /// Whether a step is done: a done step stays so, and one of a lesson that was not begun is not looked at.
    pub fn check(&self, step: &str, look: impl FnOnce() -> Check) -> Check {
        if self.progress.done.contains(step) {
            Check::Done
        } else if self.progress.is_open() {
            look()
        } else {
            Check::Waits
        }
    }

    /// Whether a step was done before.
    pub fn was_done(&self, step: &str) -> bool {
        self.progress.done.contains(step)
    }

    /// A step that is done by answering its question.
    pub fn answered(&self, step: &str, question: &str) -> Check {
        self.check(step, || if self.progress.is_right(question) { Check::Done } else { Check::Waits })
    }

    /// Whether a question is to be made: of a lesson that is begun, until it was answered rightly.
    pub fn asks(&self, question: &str) -> bool {
        self.progress.is_open() && !self.progress.is_right(question)
    }

    /// The image with exactly this name.
    pub fn image(&self, name: &str) -> Option<&'a Image> {
        self.contents.images.values().find(|image| image.tags.iter().any(|tag| tag == name))
    }

    /// The container with exactly this name.
    pub fn container(&self, name: &str) -> Option<&'a Container> {
        self.contents.containers.values().find(|container| container.name == name)
    }

    /// Whether a container was there when the lesson was begun.
    pub fn was_there(&self, container: &str) -> bool {
        self.progress.before.as_ref().is_some_and(|before| before.containers.contains(container))
    }

    /// A name in this repository that came since the lesson was begun, other than these.
    pub fn other_name(&self, repository: &str, expected: &[&str]) -> Option<&'a str> {
        let before = self.progress.before.as_ref();
        let mut names: Vec<&str> = self
            .contents
            .images
            .values()
            .filter(|image| before.is_none_or(|before| !before.images.contains(&image.id)))
            .flat_map(|image| &image.tags)
            .map(String::as_str)
            .filter(|name| repository_of(name).as_deref() == Some(repository) && !expected.contains(name))
            .collect();
        names.sort_unstable();
        names.first().copied()
    }

    /// An image's layers, base first.
    pub fn layers(&self, image: &str) -> Option<&'a [String]> {
        self.ask(&self.looked.layers, image, Want::Layers(image.to_owned()))?.as_deref()
    }

    /// An image's history, newest first.
    pub fn history(&self, image: &str) -> Option<&'a [HistoryStep]> {
        self.ask(&self.looked.history, image, Want::History(image.to_owned()))?.as_deref()
    }

    /// What a container was run with; of one that is gone, what was seen.
    pub fn flags(&self, container: &str) -> Option<Flags> {
        let seen = self.progress.seen.containers.get(container).and_then(|ran| ran.flags);
        if seen.is_some() || !self.contents.containers.contains_key(container) {
            return seen;
        }
        *self.ask(&self.looked.flags, container, Want::Flags(container.to_owned()))?
    }

    /// What a container has changed.
    pub fn diff(&self, container: &str) -> Option<&'a [Change]> {
        self.ask(&self.looked.passing.diffs, container, Want::Diff(container.to_owned()))?.as_deref()
    }

    /// The same, of a container in which something is being waited for that no event tells.
    pub fn follow_diff(&self, container: &str) -> Option<&'a [Change]> {
        self.follows.set(true);
        self.diff(container)
    }

    /// A text in a container.
    pub fn text(&self, container: &str, path: &str) -> Option<&'a str> {
        let key = (container.to_owned(), path.to_owned());
        let want = Want::Text(key.0.clone(), key.1.clone());
        self.ask(&self.looked.passing.texts, &key, want)?.as_deref()
    }

    /// Whether a shell was begun in a container beside what it runs.
    pub fn entered(&self, container: &str) -> bool {
        let seen = self.progress.seen.entered.contains(container);
        seen || self.ask(&self.looked.passing.entered, container, Want::Entered(container.to_owned())) == Some(&true)
    }

    /// The first port from this one on that is free, as far as can be told.
    pub fn free_port(&self, first: u16) -> u16 {
        let published = |port: u16| {
            let ports = self.contents.containers.values().flat_map(|container| &container.ports);
            ports.into_iter().any(|one| one.host == Some(port) && one.protocol == "tcp")
        };
        let taken = |port: u16| {
            published(port)
                || self.progress.is_open()
                    && self.ask(&self.looked.passing.ports, &port, Want::Port(port)) == Some(&true)
        };
        // Each that is taken costs another look: a handful is enough.
        (first..first.saturating_add(20)).find(|port| !taken(*port)).unwrap_or(first)
    }

    fn ask<K, Q, V>(&self, known: &'a HashMap<K, V>, key: &Q, want: Want) -> Option<&'a V>
    where
        K: std::borrow::Borrow<Q> + std::hash::Hash + Eq,
        Q: std::hash::Hash + Eq + ?Sized,
    {
        let found = known.get(key);
        if found.is_none() {
            self.wants.borrow_mut().insert(want);
        }
        found
    }
}

/// The repository of a name, as it is written in the familiar form.
pub fn repository_of(name: &str) -> Option<String> {
    Reference::parse(name).ok().map(|name| name.familiar_repository())
}
