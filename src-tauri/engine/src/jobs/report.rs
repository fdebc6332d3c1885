use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::{error::Error, wire::Progress};

/// Where a piece of work tells how far it is, and learns that it is no longer wanted.
#[derive(Clone)]
pub struct Report {
    listener: Arc<dyn Fn(Told) + Send + Sync>,
    cancellation: CancellationToken,
}

/// What a piece of work tells of itself.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// How far it is now; what was told before no longer counts.
    Progress(Progress),
    /// One more line, as the docker command would print it.
    Line(String),
}

impl Report {
    /// A report that goes to `listener`.
    pub fn new(listener: impl Fn(Told) + Send + Sync + 'static, cancellation: CancellationToken) -> Self {
        Self { listener: Arc::new(listener), cancellation }
    }

    /// A report that nobody reads, for work that is done on the side.
    pub fn unread() -> Self {
        Self::new(|_| {}, CancellationToken::new())
    }

    /// The same report, with somebody else hearing it first.
    #[must_use]
    pub fn overheard(&self, hear: impl Fn(&Told) + Send + Sync + 'static) -> Self {
        let listener = Arc::clone(&self.listener);
        Self {
            listener: Arc::new(move |told| {
                hear(&told);
                listener(told);
            }),
            cancellation: self.cancellation.clone(),
        }
    }

    /// Tells how far the work is. Cheap: the newest value wins, at most ten a second go on to the page.
    pub fn progress(&self, progress: Progress) {
        (self.listener)(Told::Progress(progress));
    }

    /// Adds a line to the job's log.
    pub fn line(&self, line: impl Into<String>) {
        (self.listener)(Told::Line(line.into()));
    }

    /// Adds the line that the docker command prints of a refusal; none for what the engine was not asked.
    pub fn refusal(&self, error: &Error) {
        if !error.message.is_empty() {
            self.line(format!("Error response from daemon: {}", error.message));
        }
    }

    /// Resolves when the work is no longer wanted. Work that can be dropped at any moment selects on it; work made of
    /// items asks [`Report::is_cancelled`] between them.
    pub async fn cancelled(&self) {
        self.cancellation.cancelled().await;
    }

    /// Whether the work is no longer wanted.
    pub fn is_cancelled(&self) -> bool {
        self.cancellation.is_cancelled()
    }
}
