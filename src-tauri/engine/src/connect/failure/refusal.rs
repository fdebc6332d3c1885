use super::{
    exec::code_of_exec_failure,
    phrases::{NOT_FOUND, REFUSED, code_of},
};
use crate::error::{Error, ErrorCode};

/// The error for an engine's refusal. `status` is the HTTP status, or 200 for an error inside a stream.
///
/// Messages contain names that people chose, which may contain any phrase. So if the status says that something does not
/// exist, those phrases are checked first.
pub fn refusal(status: u16, message: &str) -> Error {
    let text = message.to_lowercase();
    let not_found = if status == 404 { code_of(NOT_FOUND, &text) } else { None };
    let code = not_found
        .or_else(|| code_of_exec_failure(&text))
        .or_else(|| code_of_registry_status(status))
        .or_else(|| code_of(REFUSED, &text))
        .or_else(|| code_of(NOT_FOUND, &text))
        .or_else(|| code_of_missing_path(status, &text))
        .unwrap_or_else(|| code_of_status(status));
    Error::new(code).with_message(message)
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
