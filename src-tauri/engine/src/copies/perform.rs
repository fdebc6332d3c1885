use std::collections::HashMap;

use parking_lot::Mutex;

use super::{Recorder, pull_again};
use crate::{
    context::Context,
    error::{Error, ErrorCode, Result},
    jobs::{JobEvent, Report},
    wire::{JobState, Outcome},
};

/// Performs [`Action::PullAgain`](crate::wire::Action::PullAgain).
pub(crate) async fn perform_pull_again(context: &Context<'_>, reference: &str, tags: &[String]) -> Result<Outcome> {
    let Context { engine, cli, credentials, colours, report, .. } = context;
    let pulled = pull_again(engine, reference, tags, &cli.platform, credentials, colours, report).await?;
    Ok(context.registry_has(pulled))
}

impl Recorder {
    /// The report of a removal whose steps are recorded before they begin and when they have ended. What cannot be recorded
    /// is a warning: a clean-up may be what makes room for the record.
    pub(crate) fn report(self, report: &Report) -> Report {
        let recorded: Mutex<HashMap<String, JobState>> = Mutex::default();
        let warnings = report.clone();
        report.tap(move |event| {
            let JobEvent::Progress(progress) = event else { return };
            let mut recorded = recorded.lock();
            for result in progress.removals() {
                if recorded.get(&result.target) == Some(&result.state) {
                    continue;
                }
                let written = match result.state {
                    JobState::Running => self.begin(&result.target),
                    // Without its answer, the engine may have removed it: what `begin` wrote stays.
                    JobState::Failed if result.error.as_ref().is_some_and(Error::is_loss) => Ok(()),
                    JobState::Done | JobState::Failed => self.finish(&result),
                    JobState::Queued | JobState::Cancelled => continue,
                };
                recorded.insert(result.target.clone(), result.state);
                if let Err(error) = written {
                    let path = error.details.get("path").cloned().unwrap_or_default();
                    let warning = Error::new(ErrorCode::RemovalNotRecorded).with("path", path);
                    warnings.warn(warning.with_message(error.message));
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, sync::Arc};

    use tokio_util::sync::CancellationToken;

    use super::*;
    use crate::{
        copies::{
            Records,
            records::fixtures::{context, result},
        },
        wire::{Progress, RemovalProgress, RemovalResult},
    };

    #[test]
    fn a_removal_that_cannot_be_recorded_is_a_warning() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        // A path below a file cannot be created by anyone, root included.
        let records = Arc::new(Records::new(file.join("records.jsonl")));
        let events: Arc<Mutex<Vec<JobEvent>>> = Arc::default();
        let listener = {
            let events = Arc::clone(&events);
            move |event| events.lock().push(event)
        };
        let report = Report::new(listener, CancellationToken::new());
        let recorded = Recorder::new(context(), Some(records)).report(&report);
        for state in [JobState::Running, JobState::Done] {
            let item = RemovalResult { target: "web:1".to_owned(), state, ..result(&["web:1"], &[]) };
            recorded.progress(Progress::Removal(RemovalProgress { items: vec![item] }));
        }
        let events = events.lock();
        let is_warning = |event: &&JobEvent| {
            matches!(event, JobEvent::Warning(error) if error.code == ErrorCode::RemovalNotRecorded
                && error.details["path"].ends_with("records.jsonl"))
        };
        assert_eq!(events.iter().filter(is_warning).count(), 2, "before and after the step: {events:?}");
        let progress = events.iter().filter(|event| matches!(event, JobEvent::Progress(_)));
        assert_eq!(progress.count(), 2, "the removal goes on");
    }

    #[test]
    fn a_step_without_the_engines_answer_stays_recorded() {
        let folder = tempfile::tempdir().unwrap();
        let records = Arc::new(Records::new(folder.path().join("records.jsonl")));
        let recorded = Recorder::new(context(), Some(Arc::clone(&records))).report(&Report::discard());
        let failing = |target: &str, code: ErrorCode| {
            for (state, error) in [(JobState::Running, None), (JobState::Failed, Some(Error::new(code)))] {
                let item = RemovalResult { target: target.to_owned(), state, error, ..result(&[], &[]) };
                recorded.progress(Progress::Removal(RemovalProgress { items: vec![item] }));
            }
        };
        failing("other:1", ErrorCode::ImageInUse);
        assert_eq!(records.list().unwrap(), [], "a refused step removed nothing");
        failing("web:1", ErrorCode::EngineLost);
        let listed = records.list().unwrap();
        assert!(listed.len() == 1 && listed[0].interrupted, "the engine may have removed it: {listed:?}");
    }
}
