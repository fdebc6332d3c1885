use std::ops::RangeInclusive;

use hyper::StatusCode;

/// What identifies a message. Parts are in lower case.
pub(in crate::connect::failure) enum Pattern {
    /// It is this.
    Is(&'static str),
    /// It contains this.
    Has(&'static str),
    /// It contains all of these.
    HasAll(&'static [&'static str]),
    /// It contains one of these.
    HasAny(&'static [&'static str]),
    /// It contains the first and ends with the second.
    HasAndEnds(&'static str, &'static str),
    /// An error in it starts with this word; elsewhere the word may be part of a name.
    Starts(&'static str),
    /// A registry answered with one of these HTTP statuses.
    Status(RangeInclusive<u16>),
    /// A registry answered with one of these HTTP statuses and a web page.
    PageWithStatus(RangeInclusive<u16>),
    /// A proxy answered to CONNECT with a status other than 200, of which Go reports the reason phrase alone (net/http
    /// `transport.go`, `dialConn`).
    ProxyReply,
}

use Pattern::{Has, HasAll, HasAndEnds, HasAny, Is, PageWithStatus, ProxyReply, Starts, Status};

/// The forms in which engines report a registry's HTTP status. The status follows within a few words.
const STATUS_FORMS: [&str; 6] = [
    // distribution registry/client/errors.go: "received unexpected HTTP status: 502 Bad Gateway".
    "unexpected http status",
    // distribution registry/client/errors.go: "error parsing HTTP 403 response body: …".
    "error parsing http",
    // containerd core/remotes: "unexpected status from HEAD request to https://…: 403 Forbidden", "unexpected status code
    // https://…: 403 Forbidden", "unexpected status: 401 Unauthorized".
    "unexpected status",
    // containers/image docker/errors.go: "invalid status code from registry 403 (Forbidden)".
    "status code from registry",
    // containers/image docker/errors.go: "StatusCode: 403, <html>…".
    "statuscode:",
    // containers/image before 5.0: "unexpected http code: 500".
    "unexpected http code",
];
/// How many words after the form the status may be: `from HEAD request to URL: 403`.
const STATUS_WITHIN: usize = 7;

impl Pattern {
    /// Whether it identifies a message in lower case.
    pub(super) fn matches(&self, text: &str) -> bool {
        match self {
            Is(whole) => text.trim() == *whole,
            Has(part) => text.contains(part),
            HasAll(parts) => parts.iter().all(|part| text.contains(part)),
            HasAny(parts) => parts.iter().any(|part| text.contains(part)),
            HasAndEnds(part, end) => text.contains(part) && text.trim_end().ends_with(end),
            Starts(word) => starts_an_error(text, word),
            Status(range) => registry_status(text).is_some_and(|status| range.contains(&status)),
            PageWithStatus(range) => {
                let is_page = ["<html", "<!doctype html"].iter().any(|start| text.contains(start));
                is_page && registry_status(text).is_some_and(|status| range.contains(&status))
            }
            ProxyReply => is_proxy_reply(text),
        }
    }

    /// The texts in it.
    #[cfg(test)]
    pub(super) fn parts(&self) -> Vec<&'static str> {
        match self {
            Is(part) | Has(part) | Starts(part) => vec![part],
            HasAll(parts) | HasAny(parts) => parts.to_vec(),
            HasAndEnds(part, end) => vec![part, end],
            Status(_) | PageWithStatus(_) | ProxyReply => STATUS_FORMS.to_vec(),
        }
    }
}

/// Whether an error in a text starts with this word (`unauthorized: …`, or the word alone).
fn starts_an_error(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        let starts = before.is_empty() || before.ends_with(": ") || before.ends_with('\n');
        starts && (after.is_empty() || after.starts_with(": ") || after.starts_with('\n'))
    })
}

/// The HTTP status of a registry that an engine reports.
fn registry_status(text: &str) -> Option<u16> {
    STATUS_FORMS.iter().find_map(|form| {
        let (_, after) = text.split_once(form)?;
        let words = after.split_whitespace().take(STATUS_WITHIN);
        let mut numbers = words.filter_map(|word| word.trim_matches([':', ',', ';']).parse().ok());
        numbers.find(|status| (100..600).contains(status))
    })
}

/// Whether a failed request ends with the reason phrase of a status (`Get "https://…/v2/": Forbidden`).
fn is_proxy_reply(text: &str) -> bool {
    let Some((request, reason)) = text.trim_end().rsplit_once("\": ") else { return false };
    let is_reason = |status| {
        StatusCode::from_u16(status)
            .ok()
            .and_then(|status| status.canonical_reason())
            .is_some_and(|phrase| phrase.eq_ignore_ascii_case(reason))
    };
    request.contains("\"https://") && (400..600).any(is_reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_in_a_name_is_not_an_error() {
        for text in ["get x: unauthorized: no", "reading manifest 1 in x: unauthorized", "unauthorized"] {
            assert!(starts_an_error(text, "unauthorized"), "{text:?} has the error");
        }
        for text in [
            "unauthorized-proxy: gone",
            "team/unauthorized: gone",
            "no such container: unauthorized-1",
            "read /x: permission denied: unknown",
        ] {
            let word = if text.contains("denied") { "denied" } else { "unauthorized" };
            assert!(!starts_an_error(text, word), "{text:?} only has the word in a name or another error");
        }
    }

    #[test]
    fn statuses_are_found_in_every_form() {
        for (text, status) in [
            ("received unexpected http status: 502 bad gateway", Some(502)),
            ("error parsing http 403 response body: invalid character '<'", Some(403)),
            (
                "unexpected status from head request to https://10.0.0.1:500/v2/a/404/manifests/500: 403 forbidden",
                Some(403),
            ),
            (
                "unexpected status code https://x/v2/a/blobs/sha256:1: 429 too many requests - server message: x",
                Some(429),
            ),
            ("unexpected status code [manifests latest]: 503 service unavailable", Some(503)),
            ("failed to fetch oauth token: unexpected status: 401 unauthorized", Some(401)),
            ("pinging container registry x: invalid status code from registry 504 (gateway timeout)", Some(504)),
            ("reading manifest 1 in x: statuscode: 404, ", Some(404)),
            ("exited with status 403", None),
            ("unexpected status", None),
        ] {
            assert_eq!(registry_status(text), status, "the status in {text:?}");
        }
    }
}
