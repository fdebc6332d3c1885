use time::OffsetDateTime;

use super::{
    certificate::dated,
    exec::{code_of_exec_failure, exec_detail},
    phrases::{BUILD, NOT_FOUND, REFUSED, REGISTRY, code_of, find},
};
use crate::error::{Error, ErrorCode};

/// The error for an engine's refusal. `status` is the HTTP status, or 200 for an error inside a stream.
///
/// Messages contain names that people chose, which may contain any phrase. So if the status says that something does not
/// exist, those phrases are checked first. What the message is about is the error's detail, until the caller replaces it
/// with what was typed.
pub fn refusal(status: u16, message: &str) -> Error {
    let text = message.to_lowercase();
    let known = |phrases| find(phrases, &text).map(|phrase| (phrase.code, phrase.detail(message)));
    let not_found = if status == 404 { known(NOT_FOUND) } else { None };
    let (code, detail) = not_found
        .or_else(|| code_of_exec_failure(&text).map(|code| (code, exec_detail(code, message))))
        .or_else(|| code_of_registry_status(status).map(without_detail))
        .or_else(|| known(REGISTRY))
        .or_else(|| known(REFUSED))
        .or_else(|| known(NOT_FOUND))
        .or_else(|| code_of_missing_path(status, &text).map(without_detail))
        .unwrap_or_else(|| without_detail(code_of_status(status)));
    let error = dated(Error::new(code).quoting_engine(message), OffsetDateTime::now_utc());
    match detail {
        Some((name, value)) => error.with(name, value),
        None => error,
    }
}

fn without_detail(code: ErrorCode) -> (ErrorCode, Option<(&'static str, String)>) {
    (code, None)
}

/// The code of a builder's message about a step of the Dockerfile ([`ErrorCode::BuildFailed`]) or about the Dockerfile
/// itself; `None` for other messages.
pub fn code_of_build_failure(message: &str) -> Option<ErrorCode> {
    code_of(BUILD, &message.to_lowercase())
}

/// Engines forward a registry's "too many requests" as their own status.
fn code_of_registry_status(status: u16) -> Option<ErrorCode> {
    (status == 429).then_some(ErrorCode::PullRateLimited)
}

/// For a path that a container does not have, moby forwards the system's message (`daemon/archive_unix.go`).
fn code_of_missing_path(status: u16, text: &str) -> Option<ErrorCode> {
    (status == 404 && text.contains("no such file or directory")).then_some(ErrorCode::PathNotFound)
}

fn code_of_status(status: u16) -> ErrorCode {
    if status >= 500 || status == 200 { ErrorCode::EngineFailed } else { ErrorCode::EngineRefused }
}

#[cfg(test)]
mod tests;
