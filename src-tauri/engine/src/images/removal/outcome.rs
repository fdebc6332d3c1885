//! What a removal reports: the engine's reply for each target, and the outcome of all.

use bollard::models::ImageDeleteResponseItem;

use crate::{
    error::{Error, ErrorCode, Result},
    grammar::id::full_id,
    wire::{JobState, Outcome, RemovalResult},
};

/// What the engine reports as removed for one target.
pub(crate) struct Removed {
    /// References.
    pub(crate) untagged: Vec<String>,
    /// Images, and layers by their chain IDs: `sha256:…`.
    pub(crate) deleted: Vec<String>,
    /// Both as the docker command prints them.
    pub(crate) lines: Vec<String>,
}

impl From<Vec<ImageDeleteResponseItem>> for Removed {
    fn from(items: Vec<ImageDeleteResponseItem>) -> Self {
        Self {
            untagged: items.iter().filter_map(|item| item.untagged.clone()).collect(),
            deleted: items.iter().filter_map(|item| item.deleted.as_deref().map(full_id)).collect(),
            lines: items.iter().filter_map(line).collect(),
        }
    }
}

fn line(item: &ImageDeleteResponseItem) -> Option<String> {
    let untagged = item.untagged.as_ref().map(|name| format!("Untagged: {name}"));
    untagged.or_else(|| item.deleted.as_deref().map(|id| format!("Deleted: {}", full_id(id))))
}

/// A target that is not removed yet.
pub(super) fn queued(target: &str) -> RemovalResult {
    RemovalResult {
        target: target.to_owned(),
        state: JobState::Queued,
        untagged: Vec::new(),
        deleted: Vec::new(),
        error: None,
    }
}

/// The outcome of all targets.
pub(super) fn outcome(items: &[RemovalResult], cancelled: bool) -> Result<Outcome> {
    let failed: Vec<&Error> = items.iter().filter_map(|item| item.error.as_ref()).collect();
    let counted =
        |code| Error::new(code).with("failed", failed.len().to_string()).with("total", items.len().to_string());
    match (failed.as_slice(), items.len()) {
        _ if cancelled => {
            let done = items.iter().filter(|item| item.state == JobState::Done).count();
            Err(counted(ErrorCode::Cancelled).with("done", done.to_string()))
        }
        ([], _) => Ok(Outcome::Removed),
        ([error], 1) => Err((*error).clone()),
        _ => Err(counted(ErrorCode::SomeFailed)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outcome_counts_failures() {
        let result = |error: Option<Error>| RemovalResult {
            state: if error.is_some() { JobState::Failed } else { JobState::Done },
            error,
            ..queued("a")
        };
        let error = Error::new(ErrorCode::ImageInUse);
        assert_eq!(outcome(&[result(None)], false), Ok(Outcome::Removed), "no failure");
        assert_eq!(outcome(&[result(Some(error.clone()))], false), Err(error.clone()), "a single target's own error");
        let some = outcome(&[result(None), result(Some(error))], false).expect_err("one of two failed");
        assert_eq!(
            (some.code, some.details["failed"].as_str()),
            (ErrorCode::SomeFailed, "1"),
            "the number of failures"
        );
    }
}
