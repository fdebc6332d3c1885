//! The dates in a message about a certificate, and whose clock is wrong.

use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

use crate::error::{Error, ErrorCode};

/// Adds the dates in the engine's message to an error about a certificate's validity. `now` is this machine's time: if the
/// certificate is valid then, the clock of the engine's host is wrong.
pub(super) fn dated(error: Error, now: OffsetDateTime) -> Error {
    let has_expired = error.code == ErrorCode::RegistryCertificateExpired;
    if !has_expired && error.code != ErrorCode::RegistryCertificateNotYetValid {
        return error;
    }
    let Some((clock, limit)) = clock_and_limit(&error.message) else { return error.with("until", "unknown") };
    let is_valid_here = if has_expired { now < limit } else { now >= limit };
    if is_valid_here {
        let code = ErrorCode::EngineClockWrong;
        return Error { code, ..error }.with("clock", time_text(clock)).with("now", time_text(now));
    }
    error.with(if has_expired { "until" } else { "from" }, time_text(limit)).with("now", time_text(clock))
}

/// The engine's time and the end or the start of a certificate's validity, in Go's message (crypto/x509 `verify.go`):
/// `current time 2026-11-30T12:20:32Z is after 2021-01-01T00:00:00Z`.
fn clock_and_limit(message: &str) -> Option<(OffsetDateTime, OffsetDateTime)> {
    let (_, times) = message.split_once("current time ")?;
    let mut words = times.split_whitespace();
    let (clock, limit) = (words.next()?, words.nth(2)?);
    let parse = |text: &str| OffsetDateTime::parse(text.trim_end_matches([':', '"', '.', ',']), &Rfc3339).ok();
    Some((parse(clock)?, parse(limit)?))
}

/// A time for people of any language: `2026-11-30 12:20 UTC`.
pub(crate) fn time_text(time: OffsetDateTime) -> String {
    let time = time.to_offset(UtcOffset::UTC);
    format!("{} {:02}:{:02} UTC", time.date(), time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_that_is_wrong_is_named() {
        use ErrorCode::*;
        let at = |text: &str| OffsetDateTime::parse(text, &Rfc3339).unwrap();
        let here = at("2026-11-30T12:00:00Z");
        let message = |clock: &str, relation: &str, limit: &str| {
            format!("x509: certificate has expired or is not yet valid: current time {clock} is {relation} {limit}")
        };
        for (code, message, expected, details) in [
            (
                RegistryCertificateExpired,
                message("2026-11-30T12:00:01Z", "after", "2021-01-01T00:00:00Z"),
                RegistryCertificateExpired,
                vec![("now", "2026-11-30 12:00 UTC"), ("until", "2021-01-01 00:00 UTC")],
            ),
            (
                RegistryCertificateExpired,
                message("2031-01-01T08:30:00+08:00", "after", "2027-01-01T00:00:00Z"),
                EngineClockWrong,
                vec![("clock", "2031-01-01 00:30 UTC"), ("now", "2026-11-30 12:00 UTC")],
            ),
            (
                RegistryCertificateNotYetValid,
                message("2026-11-30T12:00:01Z", "before", "2035-01-01T00:00:00Z"),
                RegistryCertificateNotYetValid,
                vec![("from", "2035-01-01 00:00 UTC"), ("now", "2026-11-30 12:00 UTC")],
            ),
            (
                RegistryCertificateNotYetValid,
                message("1970-01-01T00:02:00Z", "before", "2026-01-01T00:00:00Z"),
                EngineClockWrong,
                vec![("clock", "1970-01-01 00:02 UTC"), ("now", "2026-11-30 12:00 UTC")],
            ),
            // Go before 1.15.
            (
                RegistryCertificateExpired,
                "x509: certificate has expired or is not yet valid".to_owned(),
                RegistryCertificateExpired,
                vec![("until", "unknown")],
            ),
        ] {
            let error = dated(Error::new(code).with_message(&message), here);
            let found: Vec<_> = error.details.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            assert_eq!((error.code, found), (expected, details), "what {message:?} says");
        }
        let other = Error::new(RegistryCertificate).with_message("x509: certificate signed by unknown authority");
        assert_eq!(dated(other.clone(), here), other, "other errors are left alone");
    }
}
