use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::{error::Error, wire::Progress};

/// A job's handle for reporting progress and observing cancellation.
#[derive(Clone)]
pub struct Report {
    listener: Arc<dyn Fn(JobEvent) + Send + Sync>,
    cancellation: CancellationToken,
}

/// What a job reports.
#[derive(Debug, Clone, PartialEq)]
pub enum JobEvent {
    /// The current progress; replaces what was reported before.
    Progress(Progress),
    /// A further line of the log, as the docker command would print it.
    Line(String),
    /// What went wrong beside the work itself.
    Warning(Error),
}

impl Report {
    /// A report that calls `listener` for each event.
    pub fn new(listener: impl Fn(JobEvent) + Send + Sync + 'static, cancellation: CancellationToken) -> Self {
        Self { listener: Arc::new(listener), cancellation }
    }

    /// A report that discards everything, for background work.
    pub fn discard() -> Self {
        Self::new(|_| {}, CancellationToken::new())
    }

    /// The same report, with `tap` called for each event first.
    #[must_use]
    pub fn tap(&self, tap: impl Fn(&JobEvent) + Send + Sync + 'static) -> Self {
        let listener = Arc::clone(&self.listener);
        Self {
            listener: Arc::new(move |event| {
                tap(&event);
                listener(event);
            }),
            cancellation: self.cancellation.clone(),
        }
    }

    /// Reports progress. Cheap: the newest value wins, and at most ten a second are sent to the page.
    pub fn progress(&self, progress: Progress) {
        (self.listener)(JobEvent::Progress(progress));
    }

    /// Adds a line to the job's log.
    pub fn line(&self, line: impl Into<String>) {
        (self.listener)(JobEvent::Line(line.into()));
    }

    /// Adds a warning, once: the work goes on.
    pub fn warn(&self, warning: Error) {
        (self.listener)(JobEvent::Warning(warning));
    }

    /// Adds the line that the docker command prints for a refusal; nothing for an error that is not the engine's.
    pub fn refusal(&self, error: &Error) {
        if !error.message.is_empty() {
            self.line(format!("Error response from daemon: {}", error.message));
        }
    }

    /// Resolves when the job is cancelled. Work that can be dropped at any moment selects on it; work made of items
    /// checks [`Report::is_cancelled`] between them.
    pub async fn cancelled(&self) {
        self.cancellation.cancelled().await;
    }

    /// Whether the job is cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.cancellation.is_cancelled()
    }
}
