//! The engine's events as they come, read leniently: an event of a kind that nobody here knows must not end the stream.
//! Podman has kinds of its own (`system`, `pod`, `machine`), which bollard's types refuse.

use std::collections::HashMap;

use futures_util::{Stream, StreamExt};
use hyper::Method;
use serde::Deserialize;

use crate::{
    connect::{Engine, lines, null_to_default},
    error::Result,
};

/// What an event tells (Docker API v1.41, `EventMessage`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "Message")]
pub struct Event {
    pub kind: EventKind,
    /// What was done: `start`, `exec_start: bash`.
    pub action: String,
    /// What it was done to: an ID, or a reference where the engine pulls one.
    pub id: String,
    pub attributes: HashMap<String, String>,
}

/// What kind of thing an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EventKind {
    Container,
    Image,
    /// Nothing that is kept here.
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

    /// The first word of the action: `exec_start: bash` carries the command behind a colon, `health_status: healthy` the
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
    let body = engine.body(Method::GET, &format!("/events?since={since}"), &[]).await?;
    Ok(lines(body).filter_map(async |line| line.map(|line| read(&line)).transpose()))
}

fn read(line: &str) -> Option<Event> {
    if line.trim().is_empty() {
        return None;
    }
    serde_json::from_str(line).inspect_err(|error| tracing::warn!(%error, line, "an event cannot be read")).ok()
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
    fn an_event_is_read() {
        let line = r#"{"status":"tag","id":"sha256:aa","Type":"image","Action":"tag","Actor":{"ID":"sha256:aa","Attributes":{"name":"web:2"}},"scope":"local","time":1,"timeNano":1}"#;
        assert_eq!(
            read(line),
            Some(event(EventKind::Image, "tag", "sha256:aa", &[("name", "web:2")])),
            "as dockerd writes it"
        );
        let line = r#"{"Type":"container","Action":"exec_start: sh -c x:y","Actor":{"ID":"c","Attributes":null}}"#;
        let started = read(line).expect("it is read");
        assert_eq!((started.verb(), started.attributes.len()), ("exec_start", 0), "a map that was never made is empty");
    }

    #[test]
    fn an_unknown_kind_is_no_failure() {
        let line = r#"{"status":"refresh","Type":"system","Action":"refresh","Actor":{"ID":"","Attributes":{"name":""}},"scope":"local"}"#;
        assert_eq!(
            read(line),
            Some(event(EventKind::Other, "refresh", "", &[("name", "")])),
            "Podman's first event after it was installed or the machine was started"
        );
        for line in [r#"{"Type":"","Action":"x"}"#, r#"{"Action":"x"}"#, "{}"] {
            assert_eq!(read(line).map(|event| event.kind), Some(EventKind::Other), "{line}");
        }
        for line in ["", "  ", "nonsense", r#"{"Type":3}"#] {
            assert_eq!(read(line), None, "{line:?} is left out");
        }
    }
}
