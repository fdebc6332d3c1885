//! Work that takes time: it outlives the page, can be cancelled, and keeps its log and its outcome.

mod report;

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use futures_util::{Stream, StreamExt, future, stream};
use parking_lot::{Mutex, MutexGuard};
use tokio::sync::{broadcast, watch};
use tokio_stream::wrappers::BroadcastStream;
use tokio_util::sync::CancellationToken;

pub use report::{Report, Told};

use crate::{
    error::{Error, ErrorCode, Result},
    wire::{Action, Job, JobState, Outcome, Update},
};

/// A job's news go out at most this often; the newest counts.
const PACE: Duration = Duration::from_millis(100);
/// How many lines of a log are kept.
const LOG_LINES: usize = 2000;
/// How much news a slow reader may fall behind before it is given the whole again.
const BACKLOG: usize = 256;

/// All jobs since the start, running and ended.
pub struct Jobs {
    all: Mutex<BTreeMap<u32, Entry>>,
    last_id: AtomicU32,
    news: broadcast::Sender<News>,
}

struct Entry {
    job: watch::Receiver<Job>,
    cancellation: CancellationToken,
}

#[derive(Clone)]
enum News {
    /// This one stands differently.
    Job(Box<Job>),
    /// Some are no longer kept.
    Cleared,
}

impl Default for Jobs {
    fn default() -> Self {
        Self { all: Mutex::default(), last_id: AtomicU32::new(0), news: broadcast::Sender::new(BACKLOG) }
    }
}

impl Jobs {
    /// Begins work and returns its job's id at once. Must be called within a tokio runtime.
    pub fn start<Work>(&self, action: Action, command: String, work: impl FnOnce(Report) -> Work) -> u32
    where
        Work: Future<Output = Result<Outcome>> + Send + 'static,
    {
        let id = self.last_id.fetch_add(1, Ordering::Relaxed) + 1;
        let (sender, receiver) = watch::channel(Job {
            id,
            cancellable: action.can_be_cancelled(),
            action,
            command,
            state: JobState::Running,
            started: now(),
            ended: None,
            progress: None,
            log: Vec::new(),
            outcome: None,
            error: None,
        });
        let cancellation = CancellationToken::new();
        self.all().insert(id, Entry { job: receiver.clone(), cancellation: cancellation.clone() });
        tokio::spawn(pass_on(receiver, self.news.clone()));
        let sender = Arc::new(sender);
        let listener = {
            let sender = Arc::clone(&sender);
            move |told| sender.send_modify(|job| hear(job, told))
        };
        let running = work(Report::new(listener, cancellation));
        tokio::spawn(async move {
            // Work of its own, so that a fault in it ends the job instead of leaving it running for ever.
            let result = tokio::spawn(running).await.unwrap_or_else(|fault| Err(Error::internal(fault.to_string())));
            sender.send_modify(|job| end(job, result));
        });
        id
    }

    /// Asks a job to stop; one that has ended stays as it is.
    ///
    /// # Errors
    /// [`ErrorCode::JobNotFound`]; [`ErrorCode::NotSupported`] for one that the engine would finish all the same.
    pub fn cancel(&self, id: u32) -> Result<()> {
        let all = self.all();
        let entry = all.get(&id).ok_or_else(|| Error::new(ErrorCode::JobNotFound))?;
        if !entry.job.borrow().cancellable {
            return Err(Error::new(ErrorCode::NotSupported).with("feature", "cancel"));
        }
        entry.cancellation.cancel();
        Ok(())
    }

    /// Waits until a job has ended.
    ///
    /// # Errors
    /// [`ErrorCode::JobNotFound`]
    pub async fn ended(&self, id: u32) -> Result<Job> {
        let mut job = self.all().get(&id).map(|entry| entry.job.clone()).ok_or(Error::new(ErrorCode::JobNotFound))?;
        let ended = job.wait_for(|job| job.ended.is_some()).await.map(|job| job.clone());
        ended.map_err(|_| Error::internal("the job's work was dropped"))
    }

    /// Forgets the jobs that have ended.
    pub fn clear(&self) {
        self.all().retain(|_, entry| entry.job.borrow().ended.is_none());
        let _ = self.news.send(News::Cleared);
    }

    /// All jobs, then each whenever it stands differently; all again for a reader that fell behind.
    pub fn updates(self: &Arc<Self>) -> impl Stream<Item = Update> + Send + use<> {
        let news = self.news.subscribe();
        let first = whole(&self.all());
        let jobs = Arc::clone(self);
        let changes = BroadcastStream::new(news).filter_map(move |news| {
            let all = jobs.all();
            future::ready(match news {
                // Paced news of a job may come after it was forgotten.
                Ok(News::Job(job)) => all.contains_key(&job.id).then_some(Update::Job { job: *job }),
                Ok(News::Cleared) | Err(_) => Some(whole(&all)),
            })
        });
        stream::iter([first]).chain(changes)
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<u32, Entry>> {
        self.all.lock()
    }
}

fn whole(all: &BTreeMap<u32, Entry>) -> Update {
    Update::Jobs { jobs: all.values().map(|entry| entry.job.borrow().clone()).collect() }
}

/// Passes a job's news on at [`PACE`]; its end at once.
async fn pass_on(mut job: watch::Receiver<Job>, news: broadcast::Sender<News>) {
    let mut end = job.clone();
    loop {
        let now = job.borrow_and_update().clone();
        let ended = now.ended.is_some();
        let _ = news.send(News::Job(Box::new(now)));
        if ended {
            return;
        }
        tokio::select! {
            () = tokio::time::sleep(PACE) => {}
            _ = end.wait_for(|job| job.ended.is_some()) => {}
        }
        if job.changed().await.is_err() {
            return;
        }
    }
}

fn hear(job: &mut Job, told: Told) {
    match told {
        Told::Progress(progress) => job.progress = Some(progress),
        Told::Line(line) if job.log.len() < LOG_LINES => job.log.push(line),
        Told::Line(_) => {}
    }
}

fn end(job: &mut Job, result: Result<Outcome>) {
    job.ended = Some(now());
    match result {
        Ok(outcome) => {
            job.state = JobState::Done;
            job.outcome = Some(outcome);
        }
        Err(error) => {
            job.state = if error.code == ErrorCode::Cancelled { JobState::Cancelled } else { JobState::Failed };
            job.error = Some(error);
        }
    }
}

/// Milliseconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Progress, PullProgress};

    fn action() -> Action {
        Action::RemoveImages { targets: Vec::new() }
    }

    #[tokio::test]
    async fn a_job_keeps_its_log_and_outcome() {
        let jobs = Jobs::default();
        let id = jobs.start(action(), "docker ps".to_owned(), |report| async move {
            report.line("one");
            report.line("two");
            Ok(Outcome::Removed)
        });
        let job = jobs.ended(id).await.expect("the job is known");
        assert_eq!(job.state, JobState::Done, "work that returned an outcome is done");
        assert_eq!(job.log, ["one", "two"], "lines are kept in order");
        assert_eq!(job.outcome, Some(Outcome::Removed), "the outcome is kept");
    }

    #[tokio::test]
    async fn a_cancelled_job_says_so() {
        let jobs = Jobs::default();
        let id = jobs.start(action(), String::new(), |report| async move {
            report.cancelled().await;
            Err(Error::new(ErrorCode::Cancelled).with("kept", "2"))
        });
        jobs.cancel(id).expect("the job is known");
        let job = jobs.ended(id).await.expect("the job is known");
        assert_eq!(job.state, JobState::Cancelled, "a cancelled job is not a failed one");
        assert_eq!(
            job.error.and_then(|error| error.details.get("kept").cloned()).as_deref(),
            Some("2"),
            "what remains"
        );
    }

    #[tokio::test]
    async fn what_the_engine_finishes_all_the_same_cannot_be_cancelled() {
        let jobs = Jobs::default();
        let stop = Action::StopContainer { container: "web".to_owned() };
        let id = jobs.start(stop, String::new(), |report| async move {
            tokio::task::yield_now().await;
            assert!(!report.is_cancelled(), "the work is not told to stop");
            Ok(Outcome::Removed)
        });
        let refused = jobs.cancel(id).map_err(|error| error.code);
        assert_eq!(refused, Err(ErrorCode::NotSupported), "whoever asks is told");
        assert_eq!(jobs.ended(id).await.map(|job| job.state), Ok(JobState::Done), "and it goes on to its end");
    }

    #[tokio::test(start_paused = true)]
    async fn news_are_paced_and_the_end_arrives() {
        let jobs = Arc::new(Jobs::default());
        let mut updates = std::pin::pin!(jobs.updates());
        jobs.start(action(), String::new(), |report| async move {
            for percent in 0..1000 {
                let progress = PullProgress { percent: Some(f64::from(percent) / 10.0), ..PullProgress::default() };
                report.progress(Progress::Pull(progress));
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            Ok(Outcome::Removed)
        });
        let mut told = 0;
        while let Some(update) = StreamExt::next(&mut updates).await {
            if let Update::Job { job } = update {
                told += 1;
                if job.ended.is_some() {
                    break;
                }
            }
        }
        assert!(
            (8..=14).contains(&told),
            "a second of work at a thousand steps a second is told about ten times: {told}"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn the_end_is_told_at_once() {
        let jobs = Arc::new(Jobs::default());
        let updates = std::pin::pin!(jobs.updates());
        let begun = tokio::time::Instant::now();
        jobs.start(action(), String::new(), |report| async move {
            report.line("the only one");
            tokio::time::sleep(Duration::from_millis(1)).await;
            Ok(Outcome::Removed)
        });
        let told = updates.any(async |update| matches!(update, Update::Job { job } if job.ended.is_some())).await;
        assert!(told, "the end is told");
        assert_eq!(begun.elapsed(), Duration::from_millis(1), "and waits for no pace");
    }

    #[tokio::test]
    async fn a_fault_ends_the_job() {
        let jobs = Jobs::default();
        let id = jobs.start(action(), String::new(), |_| async { panic!("a fault of ours") });
        let job = jobs.ended(id).await.expect("the job is known");
        assert_eq!(job.error.map(|error| error.code), Some(ErrorCode::Internal), "a fault is told as one");
    }

    #[tokio::test]
    async fn clearing_keeps_what_runs() {
        let jobs = Jobs::default();
        let done = jobs.start(action(), String::new(), |_| async { Ok(Outcome::Removed) });
        let running = jobs.start(action(), String::new(), |report| async move {
            report.cancelled().await;
            Err(Error::new(ErrorCode::Cancelled))
        });
        jobs.ended(done).await.expect("the job is known");
        jobs.clear();
        assert_eq!(jobs.cancel(done).map_err(|error| error.code), Err(ErrorCode::JobNotFound), "an ended one is gone");
        assert_eq!(jobs.cancel(running), Ok(()), "a running one is still there");
    }
}
