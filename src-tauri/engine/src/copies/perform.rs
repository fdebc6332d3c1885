use std::collections::HashSet;

use parking_lot::Mutex;

use super::{Recorder, pull_again};
use crate::{
    context::Context,
    error::Result,
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
    /// The report of a removal whose steps are recorded as they are done.
    pub(crate) fn report(self, report: &Report) -> Report {
        let recorded: Mutex<HashSet<String>> = Mutex::default();
        report.tap(move |event| {
            let JobEvent::Progress(progress) = event else { return };
            let mut recorded = recorded.lock();
            for result in progress.removals().into_iter().filter(|result| result.state == JobState::Done) {
                if recorded.insert(result.target.clone()) {
                    self.record(&result);
                }
            }
        })
    }
}
