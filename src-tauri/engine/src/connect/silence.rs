//! Whether an engine that is being waited for still answers.
//!
//! A stopped process (`SIGSTOP`, a virtual machine that is paused) keeps its sockets open, so nothing ever fails. While a
//! request or a job waits longer than usual, or a person turns to the window, the engine is pinged; otherwise nothing is
//! sent.
//!
//! Why: `docs/decisions/012-lost-or-refused.md`.

use std::{
    pin::pin,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::sync::{OwnedMutexGuard, watch};

use super::clock::local_time;

/// How long an answer may take before the engine is pinged, and how long the ping may take before the engine counts as
/// silent.
const PATIENCE: Duration = Duration::from_secs(5);

/// Notes since when an engine is silent.
pub struct Silence {
    since: watch::Sender<Option<i64>>,
    /// Held by the ping that is under way.
    pinging: Arc<tokio::sync::Mutex<()>>,
    patience: Duration,
}

impl Silence {
    /// `connected_in` is how long it took to connect: one that is reached slowly is given more time.
    pub fn new(connected_in: Duration) -> Self {
        Self {
            since: watch::Sender::new(None),
            pinging: Arc::default(),
            patience: PATIENCE.max(connected_in.saturating_mul(2)),
        }
    }

    /// Since when the engine has not answered, in seconds since 1970; `None` as long as it does.
    pub fn since(&self) -> watch::Receiver<Option<i64>> {
        self.since.subscribe()
    }

    /// Awaits `work`, and pings the engine while that takes long.
    pub async fn watch<T, Ping>(self: &Arc<Self>, work: impl Future<Output = T>, ping: impl Fn() -> Ping) -> T
    where
        Ping: Future<Output = ()> + Send + 'static,
    {
        let mut work = pin!(work);
        let mut asked = local_time();
        loop {
            tokio::select! {
                done = &mut work => return done,
                () = tokio::time::sleep(self.patience) => {}
            }
            let turn = tokio::select! {
                done = &mut work => return done,
                turn = Arc::clone(&self.pinging).lock_owned() => turn,
            };
            // In a task of its own: the engine's return is noticed even if the work is dropped meanwhile.
            let pinged = tokio::spawn(Arc::clone(self).ping(turn, asked, ping()));
            tokio::select! {
                done = &mut work => return done,
                _ = pinged => asked = local_time(),
            }
        }
    }

    /// Pings the engine now, unless it is being pinged.
    pub fn check(self: &Arc<Self>, ping: impl Future<Output = ()> + Send + 'static) {
        if let Ok(turn) = Arc::clone(&self.pinging).try_lock_owned() {
            tokio::spawn(Arc::clone(self).ping(turn, local_time(), ping));
        }
    }

    async fn ping(self: Arc<Self>, turn: OwnedMutexGuard<()>, asked: i64, ping: impl Future<Output = ()>) {
        let mut ping = pin!(ping);
        let begun = Instant::now();
        if tokio::time::timeout(self.patience, &mut ping).await.is_err() {
            tracing::info!(waiting = ?begun.elapsed(), "the engine does not answer a ping");
            self.since.send_replace(Some(asked));
            ping.await;
            self.since.send_replace(None);
        }
        drop(turn);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::sync::Notify;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn an_engine_is_silent_from_an_unanswered_ping_to_its_answer() {
        let silence = Arc::new(Silence::new(Duration::ZERO));
        let answers = Arc::new(Notify::new());
        let mut since = silence.since();
        let ping = || {
            let answers = Arc::clone(&answers);
            async move { answers.notified().await }
        };
        let waiting = tokio::time::timeout(PATIENCE * 3, silence.watch(std::future::pending::<()>(), ping));
        assert!(waiting.await.is_err(), "the work takes for ever");
        assert!(since.borrow_and_update().is_some(), "the ping is not answered");
        // The work is given up, but the ping is not.
        answers.notify_one();
        since.wait_for(Option::is_none).await.expect("the engine answers again");
    }

    #[tokio::test(start_paused = true)]
    async fn only_long_work_pings_and_one_at_a_time() {
        let silence = Arc::new(Silence::new(Duration::ZERO));
        let pings = Arc::new(AtomicUsize::new(0));
        let ping = || {
            let pings = Arc::clone(&pings);
            async move {
                pings.fetch_add(1, Ordering::Relaxed);
            }
        };
        silence.watch(tokio::time::sleep(PATIENCE / 2), ping).await;
        assert_eq!(pings.load(Ordering::Relaxed), 0, "short work pings nothing");
        silence.watch(tokio::time::sleep(PATIENCE * 3 + PATIENCE / 2), ping).await;
        assert_eq!(pings.load(Ordering::Relaxed), 3, "long work pings at intervals");
        assert!(
            silence.since().borrow().is_none(),
            "an engine that answers pings is not silent, however long it works"
        );
        let never = || async { std::future::pending::<()>().await };
        let long = || silence.watch(tokio::time::sleep(PATIENCE * 3), never);
        tokio::join!(long(), long());
        assert!(silence.since().borrow().is_some(), "the first unanswered ping tells it for all");
    }
}
