//! What was seen of an engine since a lesson was begun: a container that was run with `--rm` has no other trace.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::course::Belongings;
use crate::{
    grammar::{
        Reference,
        id::{full_id, is_id},
    },
    inventory::{Contents, Event, EventKind},
    wire::{Container, Image},
};

/// How many things of a kind are remembered.
const MOST: usize = 64;

/// Programs that are shells, by the last part of their path.
const SHELLS: [&str; 5] = ["bash", "sh", "ash", "dash", "zsh"];

/// See the module.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Seen {
    /// The lesson's containers by ID, there or gone.
    pub containers: BTreeMap<String, Ran>,
    /// Which image was given which of the lesson's names, in order; the same again when it was given again.
    pub named: Vec<Named>,
    /// Images without a name that those were built on.
    pub parents: BTreeSet<String>,
    /// IDs of containers in which a shell was begun.
    pub entered: BTreeSet<String>,
    /// IDs of containers that were ended from outside.
    pub killed: BTreeSet<String>,
    /// Images that were made of containers.
    pub commits: Vec<Committed>,
}

/// A container, and how it was run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Ran {
    /// Its name.
    pub name: String,
    /// Its image's ID.
    pub image: String,
    /// Grows from one that was seen to the next.
    pub order: u32,
    /// What it was given, once it was looked at.
    pub flags: Option<Flags>,
}

/// What a container was run with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Flags {
    /// `-i`
    pub interactive: bool,
    /// `-t`
    pub tty: bool,
    /// `--rm`
    pub remove: bool,
    /// What it runs is a shell.
    pub shell: bool,
}

/// A name that an image was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The name, as the inventory writes it.
    pub name: String,
    /// The image's ID.
    pub image: String,
}

/// An image that was made of a container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Committed {
    /// The container's ID.
    pub container: String,
    /// The image's ID.
    pub image: String,
}

impl Seen {
    /// Takes in what stands on the engine and belongs to the lesson.
    pub fn take(&mut self, contents: &Contents, own: &Belongings) {
        for name in &own.images {
            let Some(image) = contents.image(name).filter(|image| image.tags.iter().any(|tag| tag == name)) else {
                continue;
            };
            if self.last_named(name) != Some(&image.id) {
                self.name(name, &image.id);
            }
            if own.builds.contains(name) {
                self.parents.extend(nameless_parents(contents, image).map(|parent| parent.id.clone()));
            }
        }
        let is_own = |container: &&Container| {
            let named = own.containers.contains(&container.name.as_str());
            let runs_shell = own.shells_of.is_some_and(|shell| {
                contents.image(shell).is_some_and(|image| image.id == container.image_id) || container.image == shell
            });
            named || runs_shell
        };
        let mut containers: Vec<&Container> = contents.containers.values().filter(is_own).collect();
        containers.sort_by_key(|container| container.created);
        for container in containers {
            let next = self.containers.values().map(|ran| ran.order + 1).max().unwrap_or_default();
            let new = || Ran { order: next, ..Ran::default() };
            let ran = self.containers.entry(container.id.clone()).or_insert_with(new);
            ran.name.clone_from(&container.name);
            ran.image.clone_from(&container.image_id);
        }
        while self.containers.len() > MOST {
            let gone = self.containers.keys().find(|id| !contents.containers.contains_key(*id)).cloned();
            let Some(gone) = gone.or_else(|| self.containers.keys().next().cloned()) else { break };
            self.containers.remove(&gone);
        }
    }

    /// Takes in what containers were run with, as far as they were looked at: they may be gone the next time.
    pub fn flag(&mut self, known: &HashMap<String, Option<Flags>>) {
        for (id, ran) in &mut self.containers {
            ran.flags = ran.flags.or_else(|| known.get(id).copied().flatten());
        }
    }

    /// Takes in what an event tells beyond what can be read (moby `daemon/events.go`; Podman's names where they differ).
    pub fn note(&mut self, event: &Event, own: &Belongings) {
        let id = || event.id.clone();
        match event.kind {
            EventKind::Container => match event.verb() {
                // The action ends with the command.
                "exec_start" if is_shell(&event.action) => remember(&mut self.entered, id()),
                "kill" => remember(&mut self.killed, id()),
                "commit" => {
                    let image = event.attribute("imageID").map(|image| full_id(image));
                    self.commits.extend(image.map(|image| Committed { container: id(), image }));
                    shorten(&mut self.commits);
                }
                _ => {}
            },
            EventKind::Image if event.action == "tag" => {
                let name = event.attribute("name").and_then(|name| Reference::parse(name).ok());
                let name = name.map(|name| name.with_default_tag().familiar());
                let image = full_id(&event.id);
                if let Some(name) = name.filter(|name| own.images.iter().any(|own| own == name) && is_id(&image)) {
                    self.name(&name, &image);
                }
            }
            _ => {}
        }
    }

    /// The image that was given this name last.
    pub fn last_named(&self, name: &str) -> Option<&String> {
        self.named.iter().rfind(|named| named.name == name).map(|named| &named.image)
    }

    /// The images that were given this name, in order; the same again when it was given again.
    pub fn images_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a String> {
        self.named.iter().filter(move |named| named.name == name).map(|named| &named.image)
    }

    fn name(&mut self, name: &str, image: &str) {
        self.named.push(Named { name: name.to_owned(), image: image.to_owned() });
        shorten(&mut self.named);
    }
}

/// The images without a name that this one was built on, step by step.
pub fn nameless_parents<'a>(contents: &'a Contents, image: &'a Image) -> impl Iterator<Item = &'a Image> {
    let parent = |image: &&'a Image| image.parent.as_ref().and_then(|parent| contents.images.get(parent));
    std::iter::successors(parent(&image), move |image| parent(image)).take_while(|image| image.tags.is_empty())
}

/// Whether an event may tell a lesson something: looking at a container has events, too, and must not lead to another look.
pub fn matters(event: &Event) -> bool {
    match event.kind {
        EventKind::Container => {
            !["attach", "detach", "resize", "top", "archive-path", "export", "exec_create", "mount", "unmount"]
                .contains(&event.verb())
        }
        EventKind::Image => true,
        EventKind::Other => false,
    }
}

/// Whether the last word of a command is a shell: whoever enters may have it begun by something else.
pub fn is_shell(command: &str) -> bool {
    let last = command.split_whitespace().next_back().unwrap_or_default();
    let name = last.trim_matches(|character| "\"'".contains(character)).rsplit('/').next().unwrap_or_default();
    SHELLS.contains(&name)
}

fn remember(ids: &mut BTreeSet<String>, id: String) {
    if ids.len() < MOST {
        ids.insert(id);
    }
}

fn shorten<T>(things: &mut Vec<T>) {
    let beyond = things.len().saturating_sub(MOST);
    things.drain(..beyond);
}
