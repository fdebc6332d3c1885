//! What was observed on an engine since a lesson was started: a container run with `--rm` leaves no other trace.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::belongings::Belongings;
use crate::{
    grammar::{
        Reference,
        id::{full_id, is_id},
    },
    inventory::{Contents, Event, EventKind},
    wire::{Container, Image},
};

/// How many objects of a kind are remembered.
const LIMIT: usize = 64;

/// Programs that are shells, by the last part of their path.
const SHELLS: [&str; 5] = ["bash", "sh", "ash", "dash", "zsh"];

/// Events of containers that change nothing a lesson checks. Reading facts causes some of them, and must not lead to
/// another read.
const IRRELEVANT_EVENTS: [&str; 9] =
    ["attach", "detach", "resize", "top", "archive-path", "export", "exec_create", "mount", "unmount"];

/// What was observed of a lesson's belongings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Observations {
    /// The lesson's containers by ID, existing or removed.
    pub containers: BTreeMap<String, ObservedContainer>,
    /// The images that got one of the lesson's names, in order; twice if an image got it again.
    #[serde(rename = "named")]
    pub tags: Vec<ObservedTag>,
    /// IDs of untagged images that the lesson's builds are built on.
    pub parents: BTreeSet<String>,
    /// IDs of containers in which `docker exec` started a shell.
    pub entered: BTreeSet<String>,
    /// IDs of containers that were killed or stopped.
    pub killed: BTreeSet<String>,
    /// Images that were committed from containers.
    pub commits: Vec<ObservedCommit>,
}

/// A container, and how it was run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ObservedContainer {
    /// Its name.
    pub name: String,
    /// Its image's ID.
    pub image: String,
    /// Its position in the order of observation.
    pub order: u32,
    /// How it was run, once that was read.
    pub flags: Option<RunFlags>,
}

/// What a container was run with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RunFlags {
    /// `-i`
    pub interactive: bool,
    /// `-t`
    pub tty: bool,
    /// `--rm`
    pub remove: bool,
    /// Whether its command is a shell.
    pub shell: bool,
}

/// A name that an image got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObservedTag {
    /// The name, as the inventory writes it.
    pub name: String,
    /// The image's ID.
    pub image: String,
}

/// An image that was committed from a container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObservedCommit {
    /// The container's ID.
    pub container: String,
    /// The image's ID.
    pub image: String,
}

impl Observations {
    /// Observes which of the lesson's belongings exist on the engine.
    pub fn observe(&mut self, contents: &Contents, belongings: &Belongings) {
        self.observe_images(contents, belongings);
        self.observe_containers(contents, belongings);
    }

    fn observe_images(&mut self, contents: &Contents, belongings: &Belongings) {
        for name in &belongings.images {
            let Some(image) = contents.image(name).filter(|image| image.tags.iter().any(|tag| tag == name)) else {
                continue;
            };
            if self.last_tagged(name) != Some(&image.id) {
                self.push_tag(name, &image.id);
            }
            if belongings.builds.contains(name) {
                self.parents.extend(untagged_parents(contents, image).map(|parent| parent.id.clone()));
            }
        }
    }

    fn observe_containers(&mut self, contents: &Contents, belongings: &Belongings) {
        let belongs = |container: &&Container| {
            let has_name = belongings.containers.contains(&container.name.as_str());
            let is_of_shell = belongings.shells_of.is_some_and(|shell| {
                contents.image(shell).is_some_and(|image| image.id == container.image_id) || container.image == shell
            });
            has_name || is_of_shell
        };
        let mut containers: Vec<&Container> = contents.containers.values().filter(belongs).collect();
        containers.sort_by_key(|container| container.created);
        for container in containers {
            let order = self.containers.values().map(|observed| observed.order + 1).max().unwrap_or_default();
            let new = || ObservedContainer { order, ..ObservedContainer::default() };
            let observed = self.containers.entry(container.id.clone()).or_insert_with(new);
            observed.name.clone_from(&container.name);
            observed.image.clone_from(&container.image_id);
        }
        while self.containers.len() > LIMIT {
            let removed = self.containers.keys().find(|id| !contents.containers.contains_key(*id)).cloned();
            let Some(dropped) = removed.or_else(|| self.containers.keys().next().cloned()) else { break };
            self.containers.remove(&dropped);
        }
    }

    /// Keeps the flags that containers were run with, as far as they were read: a container may be gone by the next time.
    pub fn record_flags(&mut self, flags: &HashMap<String, Option<RunFlags>>) {
        for (id, container) in &mut self.containers {
            container.flags = container.flags.or_else(|| flags.get(id).copied().flatten());
        }
    }

    /// Observes what only events report (moby `daemon/events.go`; Podman's names where they differ).
    pub fn observe_event(&mut self, event: &Event, belongings: &Belongings) {
        let id = || event.id.clone();
        match event.kind {
            EventKind::Container => match event.verb() {
                // The event's action ends with the command.
                "exec_start" if is_shell(&event.action) => insert_limited(&mut self.entered, id()),
                "kill" => insert_limited(&mut self.killed, id()),
                "commit" => {
                    let image = event.attribute("imageID").map(|image| full_id(image));
                    self.commits.extend(image.map(|image| ObservedCommit { container: id(), image }));
                    drop_oldest(&mut self.commits);
                }
                _ => {}
            },
            EventKind::Image if event.action == "tag" => {
                let name = event.attribute("name").and_then(|name| Reference::parse(name).ok());
                let name = name.map(|name| name.with_default_tag().familiar());
                let image = full_id(&event.id);
                if let Some(name) = name.filter(|name| belongings.images.contains(&name.as_str()) && is_id(&image)) {
                    self.push_tag(&name, &image);
                }
            }
            _ => {}
        }
    }

    /// The image that got this name last.
    pub fn last_tagged(&self, name: &str) -> Option<&String> {
        self.tags.iter().rfind(|tag| tag.name == name).map(|tag| &tag.image)
    }

    /// The images that got this name, in order; twice if an image got it again.
    pub fn tagged<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a String> {
        self.tags.iter().filter(move |tag| tag.name == name).map(|tag| &tag.image)
    }

    fn push_tag(&mut self, name: &str, image: &str) {
        self.tags.push(ObservedTag { name: name.to_owned(), image: image.to_owned() });
        drop_oldest(&mut self.tags);
    }
}

/// The untagged images that an image was built on, nearest first.
pub fn untagged_parents<'a>(contents: &'a Contents, image: &'a Image) -> impl Iterator<Item = &'a Image> {
    let parent = |image: &&'a Image| image.parent.as_ref().and_then(|parent| contents.images.get(parent));
    std::iter::successors(parent(&image), move |image| parent(image)).take_while(|image| image.tags.is_empty())
}

/// Whether an event may change the state of a step.
pub fn is_relevant(event: &Event) -> bool {
    match event.kind {
        EventKind::Container => !IRRELEVANT_EVENTS.contains(&event.verb()),
        EventKind::Image => true,
        EventKind::Other => false,
    }
}

/// Whether the last word of a command is a shell: another program may start it, as in `sh -c "exec bash"`.
pub fn is_shell(command: &str) -> bool {
    let last = command.split_whitespace().next_back().unwrap_or_default();
    let name = last.trim_matches(|character| "\"'".contains(character)).rsplit('/').next().unwrap_or_default();
    SHELLS.contains(&name)
}

fn insert_limited(ids: &mut BTreeSet<String>, id: String) {
    if ids.len() < LIMIT {
        ids.insert(id);
    }
}

fn drop_oldest<T>(observed: &mut Vec<T>) {
    let excess = observed.len().saturating_sub(LIMIT);
    observed.drain(..excess);
}
