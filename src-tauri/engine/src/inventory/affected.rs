//! The images and containers that events affect, as pure data.

use std::collections::BTreeSet;

use super::{Contents, Event, EventKind};
use crate::{
    api::HELPER_LABEL,
    grammar::id::{full_id, is_id},
};

/// What must be read again.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Affected {
    /// Image IDs, or references if the event has no ID.
    pub images: BTreeSet<String>,
    /// Container IDs.
    pub containers: BTreeSet<String>,
    /// Whether something is new that no event names: it takes a new listing to find it.
    pub unnamed: bool,
}

/// Container events that do not change the container, of moby and Podman (`exec`).
const UNCHANGING: [&str; 12] = [
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

impl Affected {
    pub fn is_empty(&self) -> bool {
        self.images.is_empty() && self.containers.is_empty() && !self.unnamed
    }

    /// Whether it includes something that the engine refused to list.
    pub fn concerns_refused(&self, contents: &Contents) -> bool {
        !self.images.is_empty() && contents.images_refused.is_some()
            || !self.containers.is_empty() && contents.containers_refused.is_some()
    }

    /// Adds what an event affects (moby `daemon/events.go`, `daemon/images`; Podman `libpod/events`).
    pub fn add(&mut self, event: Event) {
        match event.kind {
            EventKind::Container => {
                let verb = event.verb();
                if verb == "commit" {
                    // Podman names only the container.
                    let image = event.attribute("imageID");
                    self.unnamed |= image.is_none();
                    self.images.extend(image.cloned());
                } else if !UNCHANGING.contains(&verb) && verb != "exec" {
                    self.unnamed |= verb == "destroy" && is_of_builder(&event);
                    self.containers.insert(event.id);
                }
            }
            EventKind::Image => {
                // A pull names the reference; other events name the ID, and the reference as an attribute. That one is
                // not read on its own: a thousand tags of one image are one read.
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

/// Whether a container may have been a step of a build: the legacy builder creates it from an image's whole ID and commits
/// it without an event (moby `builder/dockerfile/containerbackend.go`, `internals.go`).
fn is_of_builder(event: &Event) -> bool {
    let by_id = event.attribute("image").is_some_and(|image| image.starts_with("sha256:") && is_id(image));
    by_id && event.attribute(HELPER_LABEL).is_none()
}

#[cfg(test)]
mod tests {
    use super::{super::fixtures::event, *};

    fn id(digit: char) -> String {
        format!("sha256:{}", digit.to_string().repeat(64))
    }

    fn affected(events: impl IntoIterator<Item = Event>) -> (Vec<String>, Vec<String>) {
        let mut affected = Affected::default();
        events.into_iter().for_each(|event| affected.add(event));
        (affected.images.into_iter().collect(), affected.containers.into_iter().collect())
    }

    #[test]
    fn a_burst_about_one_container_is_one_read() {
        let events = (0..1000).map(|_| event(EventKind::Container, "start", "c1", &[]));
        assert_eq!(affected(events), (vec![], vec!["c1".to_owned()]), "a thousand events cost one read");
    }

    #[test]
    fn unchanging_events_affect_nothing() {
        let quiet = ["exec_create: bash", "exec_start: bash", "exec_die", "resize", "top", "attach"]
            .map(|action| event(EventKind::Container, action, "c1", &[]));
        assert_eq!(affected(quiet), (vec![], vec![]), "the events of a console");
    }

    #[test]
    fn a_burst_of_tags_is_one_read() {
        let tag = |number: u32| event(EventKind::Image, "tag", &id('a'), &[("name", &format!("web:{number}"))]);
        assert_eq!(affected((0..1000).map(tag)).0, [id('a')], "a thousand tags cost one read");
        let bare = event(EventKind::Image, "tag", &"a".repeat(64), &[("name", "web:1")]);
        assert_eq!(affected([bare]).0, [id('a')], "Podman leaves the algorithm out");
    }

    #[test]
    fn a_commit_affects_the_new_image() {
        let commit = event(EventKind::Container, "commit", "c1", &[("imageID", "sha256:aa")]);
        assert_eq!(
            affected([commit]),
            (vec!["sha256:aa".to_owned()], vec![]),
            "an image without a tag has no other event"
        );
        let mut affected = Affected::default();
        affected.add(event(EventKind::Container, "commit", "c1", &[]));
        assert!(affected.unnamed, "Podman does not name the new image");
    }

    #[test]
    fn a_step_of_a_build_leaves_an_image_without_an_event() {
        let unnamed = |action: &str, attributes: &[(&str, &str)]| {
            let mut affected = Affected::default();
            affected.add(event(EventKind::Container, action, "c1", attributes));
            affected.unnamed
        };
        assert!(unnamed("destroy", &[("image", &id('a'))]), "someone else's build without a tag");
        assert!(!unnamed("destroy", &[("image", "web:1")]), "an ordinary container");
        assert!(!unnamed("start", &[("image", &id('a'))]), "a step that is not finished");
        assert!(!unnamed("destroy", &[("image", &id('a')), (HELPER_LABEL, "1")]), "a helper container of Slipway");
    }

    #[test]
    fn a_pull_affects_a_reference() {
        let pull = event(EventKind::Image, "pull", "web:2", &[("name", "web")]);
        assert_eq!(affected([pull]).0, ["web".to_owned(), "web:2".to_owned()], "read by reference instead of ID");
    }
}
