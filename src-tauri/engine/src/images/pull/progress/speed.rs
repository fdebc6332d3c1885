use std::{collections::VecDeque, time::Duration};

/// The period that the speed is measured over.
const WINDOW: Duration = Duration::from_secs(4);
/// The shortest period that a speed is derived from.
const MIN_WINDOW: Duration = Duration::from_millis(500);

/// The download speed over the last seconds.
#[derive(Debug, Clone, Default)]
pub(super) struct Speed {
    received: u64,
    /// The bytes received by an instant; none older than [`WINDOW`] but the first.
    samples: VecDeque<(Duration, u64)>,
}

impl Speed {
    /// Adds received bytes.
    pub(super) fn add(&mut self, bytes: u64) {
        self.received += bytes;
    }

    /// Remembers how many bytes were received by this instant.
    pub(super) fn sample(&mut self, at: Duration) {
        self.samples.push_back((at, self.received));
        while self.samples.len() > 1 && self.samples[1].0 + WINDOW <= at {
            self.samples.pop_front();
        }
    }

    /// Bytes per second; `None` if the samples span too short a period.
    pub(super) fn per_second(&self, at: Duration) -> Option<u64> {
        let start = at.saturating_sub(WINDOW);
        let (since, received) = *self.samples.iter().rev().find(|(when, _)| *when <= start).or(self.samples.front())?;
        let span = at.saturating_sub(since.max(start));
        (span >= MIN_WINDOW).then(|| ((self.received - received) as f64 / span.as_secs_f64()) as u64)
    }
}
