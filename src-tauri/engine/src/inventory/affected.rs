//! What an event names, as pure data.

use std::collections::BTreeSet;

use super::{Event, EventKind};
use crate::grammar::id::{full_id, is_id};

/// Things to be read again.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Image IDs, or references where an ID is not told.
    pub images: BTreeSet<String>,
    /// Container IDs.
    pub containers: BTreeSet<String>,
    /// There is something new that no event names: only a new listing tells what.
    pub unnamed: bool,
}

/// Container events after which a container is as it was before, in moby's words and Podman's (`exec`).
const IDLE: [&str; 12] = [
    "attach",
    "detach",
    "resize",
    "top",
    "copy",
    "archive-path",
    "extract-to-dir",
    "export",
    "exec_create",
    "exec_start",
    "exec_detach",
    "exec_die",
];

impl Named {
    pub fn is_empty(&self) -> bool {
        self.images.is_empty() && self.containers.is_empty() && !self.unnamed
    }

    /// Adds what an event names (moby `daemon/events.go`, `daemon/images`; Podman `libpod/events`).
    pub fn add(&mut self, event: Event) {
        match event.kind {
            EventKind::Container => {
                let verb = event.verb();
                if verb == "commit" {
                    // Podman names the container alone.
                    let image = event.attribute("imageID");
                    self.unnamed |= image.is_none();
                    self.images.extend(image.cloned());
                } else if !IDLE.contains(&verb) && verb != "exec" {
                    self.containers.insert(event.id);
                }
            }
            EventKind::Image => {
                // A pull names the reference; the others name the ID, and the reference as an attribute. That one is
                // not read by itself: a thousand tags of one image are one read.
                let id = full_id(&event.id);
                if !is_id(&id) {
                    self.images.extend(event.attribute("name").filter(|name| !name.is_empty()).cloned());
                }
                if !id.is_empty() {
                    self.images.insert(id);
                }
            }
            EventKind::Other => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::fixtures::event, *};

    fn id(digit: char) -> String {
        format!("sha256:{}", digit.to_string().repeat(64))
    }

    fn named(events: impl IntoIterator<Item = Event>) -> (Vec<String>, Vec<String>) {
        let mut named = Named::default();
        events.into_iter().for_each(|event| named.add(event));
        (named.images.into_iter().collect(), named.containers.into_iter().collect())
    }

    #[test]
    fn a_burst_about_one_container_names_it_once() {
        let events = (0..1000).map(|_| event(EventKind::Container, "start", "c1", &[]));
        assert_eq!(named(events), (vec![], vec!["c1".to_owned()]), "a thousand events cost one read");
    }

    #[test]
    fn what_changes_nothing_names_nothing() {
        let quiet = ["exec_create: bash", "exec_start: bash", "exec_die", "resize", "top", "attach"]
            .map(|action| event(EventKind::Container, action, "c1", &[]));
        assert_eq!(named(quiet), (vec![], vec![]), "a console's events are not read again");
    }

    #[test]
    fn a_burst_of_tags_names_their_image_once() {
        let tag = |number: u32| event(EventKind::Image, "tag", &id('a'), &[("name", &format!("web:{number}"))]);
        assert_eq!(named((0..1000).map(tag)).0, [id('a')], "a thousand new names cost one read");
        let bare = event(EventKind::Image, "tag", &"a".repeat(64), &[("name", "web:1")]);
        assert_eq!(named([bare]).0, [id('a')], "Podman leaves the algorithm out");
    }

    #[test]
    fn a_commit_names_the_new_image() {
        let commit = event(EventKind::Container, "commit", "c1", &[("imageID", "sha256:aa")]);
        assert_eq!(
            named([commit]),
            (vec!["sha256:aa".to_owned()], vec![]),
            "an image without a tag has no other event"
        );
        let mut named = Named::default();
        named.add(event(EventKind::Container, "commit", "c1", &[]));
        assert!(named.unnamed, "Podman does not say which image it made");
    }

    #[test]
    fn a_pull_names_a_reference() {
        let pull = event(EventKind::Image, "pull", "web:2", &[("name", "web")]);
        assert_eq!(named([pull]).0, ["web".to_owned(), "web:2".to_owned()], "which is read in place of an ID");
    }
}
