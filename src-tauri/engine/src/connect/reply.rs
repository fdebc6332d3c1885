//! Reading engines' replies where bollard's types do not fit.
//!
//! Why: `docs/decisions/013-lenient-reply-types.md`.

use std::io;

use futures_util::{Stream, TryStreamExt};
use http_body_util::BodyDataStream;
use hyper::body::Incoming;
use serde::{Deserialize, Deserializer};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use tokio::io::AsyncBufReadExt;
use tokio_stream::wrappers::LinesStream;
use tokio_util::io::StreamReader;

use super::failure::connection_lost;
use crate::error::Result;

/// The message in the body of a refusal; proxies send plain text.
pub(super) fn message_of(body: &[u8]) -> String {
    serde_json::from_slice::<serde_json::Value>(body)
        .ok()
        .and_then(|value| value.get("message").and_then(|message| message.as_str()).map(str::to_owned))
        .unwrap_or_else(|| String::from_utf8_lossy(body).trim().to_owned())
}

/// Deserializes `null` as the default: Go writes it for a list or map that was never allocated.
pub fn null_to_default<'de, D, T>(value: D) -> std::result::Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::deserialize(value).map(Option::unwrap_or_default)
}

/// Parses a timestamp of an engine into seconds since 1970; `None` for 0001-01-01, Go's zero time, which means "never".
pub fn parse_timestamp(text: &str) -> Option<i64> {
    let timestamp = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    Some(timestamp.unix_timestamp()).filter(|seconds| *seconds > 0)
}

/// The lines of a reply as they arrive. A line cut off by a broken connection is
/// [`ErrorCode::EngineLost`](crate::ErrorCode::EngineLost).
pub fn lines(body: Incoming) -> impl Stream<Item = Result<String>> + Unpin {
    let bytes = StreamReader::new(BodyDataStream::new(body).map_err(io::Error::other));
    LinesStream::new(bytes.lines()).map_err(|error| connection_lost(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_that_mean_never_are_none() {
        assert_eq!(parse_timestamp("0001-01-01T00:00:00Z"), None, "Go's zero time means never");
        assert_eq!(parse_timestamp(""), None, "an engine that does not know a time writes an empty string");
        assert_eq!(parse_timestamp("2024-05-01T12:00:00.123456789Z"), Some(1_714_564_800), "a real time is kept");
        assert_eq!(parse_timestamp("2024-05-01T14:00:00.1+02:00"), Some(1_714_564_800), "Podman writes local offsets");
    }
}
