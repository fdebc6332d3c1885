//! What an event names, as pure data.

use std::collections::BTreeSet;

use bollard::models::{EventMessage, EventMessageTypeEnum};

use super::Contents;

/// Things to be read again.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Image IDs or references.
    pub images: BTreeSet<String>,
    /// Container IDs.
    pub containers: BTreeSet<String>,
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
        self.images.is_empty() && self.containers.is_empty()
    }

    /// Adds what an event names (moby `daemon/events.go`, `daemon/images`; Podman `libpod/events`).
    pub fn add(&mut self, event: EventMessage) {
        let action = event.action.unwrap_or_default();
        let actor = event.actor.unwrap_or_default();
        let id = actor.id.unwrap_or_default();
        let attribute = |name: &str| actor.attributes.as_ref().and_then(|attributes| attributes.get(name)).cloned();
        match event.typ {
            Some(EventMessageTypeEnum::CONTAINER) => {
                // `exec_start: bash` carries the command behind a colon, `health_status: healthy` the state.
                let verb = action.split(':').next().unwrap_or_default();
                if verb == "commit" {
                    self.images.extend(attribute("imageID"));
                } else if !IDLE.contains(&verb) && verb != "exec" {
                    self.containers.insert(id);
                }
            }
            Some(EventMessageTypeEnum::IMAGE) => {
                // A pull names the reference; the others name the ID, and the reference as an attribute.
                self.images.extend([Some(id), attribute("name")].into_iter().flatten().filter(|name| !name.is_empty()));
            }
            _ => {}
        }
    }

    /// Adds the images that lose a name to those named: a tag is taken from its old image without an event of its own.
    pub fn add_previous_holders(&mut self, contents: &Contents) {
        let holders: Vec<String> = self
            .images
            .iter()
            .filter(|name| !name.starts_with("sha256:"))
            .filter_map(|name| contents.image(name))
            .map(|image| image.id.clone())
            .collect();
        self.images.extend(holders);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use bollard::models::EventActor;

    use super::*;

    fn event(typ: EventMessageTypeEnum, action: &str, id: &str, attributes: &[(&str, &str)]) -> EventMessage {
        let attributes: HashMap<String, String> =
            attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        EventMessage {
            typ: Some(typ),
            action: Some(action.to_owned()),
            actor: Some(EventActor { id: Some(id.to_owned()), attributes: Some(attributes) }),
            ..EventMessage::default()
        }
    }

    fn named(events: impl IntoIterator<Item = EventMessage>) -> (Vec<String>, Vec<String>) {
        let mut named = Named::default();
        events.into_iter().for_each(|event| named.add(event));
        (named.images.into_iter().collect(), named.containers.into_iter().collect())
    }

    #[test]
    fn a_burst_about_one_container_names_it_once() {
        let events = (0..1000).map(|_| event(EventMessageTypeEnum::CONTAINER, "start", "c1", &[]));
        assert_eq!(named(events), (vec![], vec!["c1".to_owned()]), "a thousand events cost one read");
    }

    #[test]
    fn what_changes_nothing_names_nothing() {
        let quiet = ["exec_create: bash", "exec_start: bash", "exec_die", "resize", "top", "attach"]
            .map(|action| event(EventMessageTypeEnum::CONTAINER, action, "c1", &[]));
        assert_eq!(named(quiet), (vec![], vec![]), "a console's events are not read again");
    }

    #[test]
    fn a_commit_names_the_new_image() {
        let commit = event(EventMessageTypeEnum::CONTAINER, "commit", "c1", &[("imageID", "sha256:aa")]);
        assert_eq!(
            named([commit]),
            (vec!["sha256:aa".to_owned()], vec![]),
            "an image without a tag has no other event"
        );
    }

    #[test]
    fn a_tag_names_the_image_and_its_reference() {
        let tag = event(EventMessageTypeEnum::IMAGE, "tag", "sha256:aa", &[("name", "web:2")]);
        assert_eq!(
            named([tag]).0,
            vec!["sha256:aa".to_owned(), "web:2".to_owned()],
            "the reference leads to its previous holder"
        );
    }
}
