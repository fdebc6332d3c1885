//! The engine's stream of events, parsed leniently: an event of an unknown kind must not end the stream. Podman has kinds
//! of its own (`system`, `pod`, `machine`), which bollard's types reject.

use std::collections::HashMap;

use futures_util::{Stream, StreamExt};
use serde::Deserialize;

use crate::{
    connect::{Engine, lines, null_to_default},
    error::Result,
};

/// An event (Docker API v1.41, `EventMessage`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "Message")]
pub struct Event {
    pub kind: EventKind,
    /// What happened: `start`, `exec_start: bash`.
    pub action: String,
    /// The object: an ID, or a reference for a pull.
    pub id: String,
    pub attributes: HashMap<String, String>,
}

/// The kind of object that an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EventKind {
    Container,
    Image,
    /// Not part of the inventory.
    #[default]
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Message {
    #[serde(rename = "Type", default)]
    kind: EventKind,
    #[serde(rename = "Action", default)]
    action: String,
    #[serde(rename = "Actor", default)]
    actor: Actor,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Actor {
    #[serde(rename = "ID")]
    id: String,
    #[serde(deserialize_with = "null_to_default")]
    attributes: HashMap<String, String>,
}

impl From<Message> for Event {
    fn from(Message { kind, action, actor: Actor { id, attributes } }: Message) -> Self {
        Self { kind, action, id, attributes }
    }
}

impl Event {
    pub fn attribute(&self, name: &str) -> Option<&String> {
        self.attributes.get(name)
    }

    /// The action without its details: `exec_start: bash` has the command after the colon, `health_status: healthy` the
    /// state.
    pub fn verb(&self) -> &str {
        self.action.split(':').next().unwrap_or_default()
    }
}

/// The events since a time, in seconds since 1970, for as long as the engine answers.
///
/// # Errors
/// The engine's refusal by code, or [`ErrorCode::EngineLost`](crate::error::ErrorCode::EngineLost).
pub async fn events(engine: &Engine, since: i64) -> Result<impl Stream<Item = Result<Event>> + use<>> {
    let body = engine.subscribe(&format!("/events?since={since}")).await?;
    Ok(lines(body).filter_map(async |line| line.map(|line| parse(&line)).transpose()))
}

fn parse(line: &str) -> Option<Event> {
    if line.trim().is_empty() {
        return None;
    }
    serde_json::from_str(line).inspect_err(|error| tracing::warn!(%error, line, "an event cannot be parsed")).ok()
}

#[cfg(test)]
pub(crate) mod fixtures {
    use super::{Event, EventKind};

    pub fn event(kind: EventKind, action: &str, id: &str, attributes: &[(&str, &str)]) -> Event {
        let attributes = attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Event { kind, action: action.to_owned(), id: id.to_owned(), attributes }
    }
}

#[cfg(test)]
mod tests {
    use super::{fixtures::event, *};

    #[test]
    fn an_event_is_parsed() {
        let line = r#"{"status":"tag","id":"sha256:aa","Type":"image","Action":"tag","Actor":{"ID":"sha256:aa","Attributes":{"name":"web:2"}},"scope":"local","time":1,"timeNano":1}"#;
        assert_eq!(
            parse(line),
            Some(event(EventKind::Image, "tag", "sha256:aa", &[("name", "web:2")])),
            "as dockerd writes it"
        );
        let line = r#"{"Type":"container","Action":"exec_start: sh -c x:y","Actor":{"ID":"c","Attributes":null}}"#;
        let started = parse(line).expect("a valid event");
        assert_eq!((started.verb(), started.attributes.len()), ("exec_start", 0), "missing attributes are empty");
    }

    #[test]
    fn an_unknown_kind_is_not_an_error() {
        let line = r#"{"status":"refresh","Type":"system","Action":"refresh","Actor":{"ID":"","Attributes":{"name":""}},"scope":"local"}"#;
        assert_eq!(
            parse(line),
            Some(event(EventKind::Other, "refresh", "", &[("name", "")])),
            "Podman's first event after an installation or a restart of the machine"
        );
        for line in [r#"{"Type":"","Action":"x"}"#, r#"{"Action":"x"}"#, "{}"] {
            assert_eq!(parse(line).map(|event| event.kind), Some(EventKind::Other), "{line}");
        }
        for line in ["", "  ", "nonsense", r#"{"Type":3}"#] {
            assert_eq!(parse(line), None, "{line:?} is skipped");
        }
    }
}
