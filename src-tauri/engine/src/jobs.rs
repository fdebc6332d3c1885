//! Work that takes time: it outlives the page, can be cancelled, and keeps its log and its outcome.
//!
//! Why: `docs/decisions/004-every-change-is-a-job.md`.

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

pub use report::{JobEvent, Report};

use crate::{
    error::{Error, ErrorCode, Result},
    wire::{Action, Job, JobState, Outcome, Update},
};

/// How often a job's progress is sent at most; only the newest value is.
const UPDATE_INTERVAL: Duration = Duration::from_millis(100);
/// How many lines of a log are kept: its end, which says why work failed.
const MAX_LOG_LINES: usize = 2000;
/// How many lines more may gather before the first are left out, all at once.
const LOG_SLACK: usize = 500;
/// How many characters of a line are kept.
const MAX_LINE_LENGTH: usize = 4000;
/// How many changes a slow reader may fall behind before it is sent all jobs again.
const CHANNEL_CAPACITY: usize = 256;

/// All jobs of this run, running and ended.
pub struct Jobs {
    all: Mutex<BTreeMap<u32, Entry>>,
    last_id: AtomicU32,
    changes: broadcast::Sender<JobsChange>,
}

struct Entry {
    job: watch::Receiver<Job>,
    cancellation: CancellationToken,
}

#[derive(Clone)]
enum JobsChange {
    /// A job changed.
    Job(Box<Job>),
    /// Ended jobs were removed.
    Cleared,
}

impl Default for Jobs {
    fn default() -> Self {
        Self { all: Mutex::default(), last_id: AtomicU32::new(0), changes: broadcast::Sender::new(CHANNEL_CAPACITY) }
    }
}

impl Jobs {
    /// Starts work as a job and returns the job's ID at once. Must be called within a tokio runtime.
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
            log_omitted: 0,
            outcome: None,
            error: None,
            warnings: Vec::new(),
        });
        let cancellation = CancellationToken::new();
        self.all().insert(id, Entry { job: receiver.clone(), cancellation: cancellation.clone() });
        tokio::spawn(forward(receiver, self.changes.clone()));
        let sender = Arc::new(sender);
        let listener = {
            let sender = Arc::clone(&sender);
            move |event| sender.send_modify(|job| apply(job, event))
        };
        let running = work(Report::new(listener, cancellation));
        tokio::spawn(async move {
            // A task of its own, so that a panic in it ends the job instead of leaving it running forever.
            let result = tokio::spawn(running).await.unwrap_or_else(|panic| Err(Error::internal(panic.to_string())));
            sender.send_modify(|job| finish(job, result));
        });
        id
    }

    /// Cancels a job. One that has ended is unchanged.
    ///
    /// # Errors
    /// [`ErrorCode::JobNotFound`]; [`ErrorCode::NotSupported`] for a job that the engine would finish anyway.
    pub fn cancel(&self, id: u32) -> Result<()> {
        let all = self.all();
        let entry = all.get(&id).ok_or_else(|| Error::new(ErrorCode::JobNotFound))?;
        if !entry.job.borrow().cancellable {
            return Err(Error::new(ErrorCode::NotSupported).with("feature", "cancel"));
        }
        entry.cancellation.cancel();
        Ok(())
    }

    /// Waits for a job to end.
    ///
    /// # Errors
    /// [`ErrorCode::JobNotFound`]
    pub async fn wait(&self, id: u32) -> Result<Job> {
        let mut job = self.all().get(&id).map(|entry| entry.job.clone()).ok_or(Error::new(ErrorCode::JobNotFound))?;
        let ended = job.wait_for(|job| job.ended.is_some()).await.map(|job| job.clone());
        ended.map_err(|_| Error::internal("the job's work was dropped"))
    }

    /// Whether a job is running.
    pub fn any_running(&self) -> bool {
        self.all().values().any(|entry| entry.job.borrow().ended.is_none())
    }

    /// Removes the jobs that have ended.
    pub fn clear(&self) {
        self.all().retain(|_, entry| entry.job.borrow().ended.is_none());
        let _ = self.changes.send(JobsChange::Cleared);
    }

    /// All jobs, then each job that changes; all jobs again if the reader falls behind.
    pub fn updates(self: &Arc<Self>) -> impl Stream<Item = Update> + Send + use<> {
        let changes = self.changes.subscribe();
        let first = snapshot(&self.all());
        let jobs = Arc::clone(self);
        let updates = BroadcastStream::new(changes).filter_map(move |change| {
            let all = jobs.all();
            future::ready(match change {
                // A delayed change may arrive after its job was removed.
                Ok(JobsChange::Job(job)) => all.contains_key(&job.id).then_some(Update::Job { job: *job }),
                Ok(JobsChange::Cleared) | Err(_) => Some(snapshot(&all)),
            })
        });
        stream::iter([first]).chain(updates)
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<u32, Entry>> {
        self.all.lock()
    }
}

fn snapshot(all: &BTreeMap<u32, Entry>) -> Update {
    Update::Jobs { jobs: all.values().map(|entry| entry.job.borrow().clone()).collect() }
}

/// Forwards a job's changes every [`UPDATE_INTERVAL`], and its end at once.
async fn forward(mut job: watch::Receiver<Job>, changes: broadcast::Sender<JobsChange>) {
    let mut end = job.clone();
    loop {
        let now = job.borrow_and_update().clone();
        let ended = now.ended.is_some();
        let _ = changes.send(JobsChange::Job(Box::new(now)));
        if ended {
            return;
        }
        tokio::select! {
            () = tokio::time::sleep(UPDATE_INTERVAL) => {}
            _ = end.wait_for(|job| job.ended.is_some()) => {}
        }
        if job.changed().await.is_err() {
            return;
        }
    }
}

fn apply(job: &mut Job, event: JobEvent) {
    match event {
        JobEvent::Progress(progress) => job.progress = Some(progress),
        JobEvent::Warning(error) => {
            if !job.warnings.contains(&error) {
                job.warnings.push(error);
            }
        }
        JobEvent::Line(line) => log(job, line),
    }
}

fn log(job: &mut Job, mut line: String) {
    if let Some((end, _)) = line.char_indices().nth(MAX_LINE_LENGTH) {
        line.truncate(end);
        line.push('…');
    }
    job.log.push(line);
    if job.log.len() > MAX_LOG_LINES + LOG_SLACK {
        let omitted = job.log.len() - MAX_LOG_LINES;
        job.log.drain(..omitted);
        job.log_omitted += u32::try_from(omitted).unwrap_or(u32::MAX);
    }
}

fn finish(job: &mut Job, result: Result<Outcome>) {
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
mod tests;
