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
    let job = jobs.wait(id).await.expect("the job exists");
    assert_eq!(job.state, JobState::Done, "work that returned an outcome is done");
    assert_eq!(job.log, ["one", "two"], "the log is in order");
    assert_eq!(job.outcome, Some(Outcome::Removed), "the outcome is kept");
}

#[tokio::test]
async fn a_long_log_keeps_its_end_and_says_what_is_left_out() {
    let jobs = Jobs::default();
    let lines = MAX_LOG_LINES + 2 * LOG_SLACK;
    let id = jobs.start(action(), String::new(), move |report| async move {
        for number in 1..=lines {
            report.line(format!("step {number}"));
        }
        report.line("船".repeat(MAX_LINE_LENGTH * 10));
        Ok(Outcome::Removed)
    });
    let job = jobs.wait(id).await.expect("the job exists");
    assert!(job.log.len() <= MAX_LOG_LINES + LOG_SLACK, "the log is bounded: {}", job.log.len());
    assert_eq!(job.log.len() + job.log_omitted as usize, lines + 1, "what was left out is counted");
    assert_eq!(job.log[0], format!("step {}", job.log_omitted + 1), "what is kept is the end");
    let last = job.log.last().expect("a line").chars().count();
    assert_eq!(last, MAX_LINE_LENGTH + 1, "a line is bounded too");
}

#[tokio::test]
async fn a_cancelled_job_is_not_failed() {
    let jobs = Jobs::default();
    let id = jobs.start(action(), String::new(), |report| async move {
        report.cancelled().await;
        Err(Error::new(ErrorCode::Cancelled).with("kept", "2"))
    });
    jobs.cancel(id).expect("the job exists");
    let job = jobs.wait(id).await.expect("the job exists");
    assert_eq!(job.state, JobState::Cancelled, "a cancelled job is not a failed one");
    assert_eq!(
        job.error.and_then(|error| error.details.get("kept").cloned()).as_deref(),
        Some("2"),
        "its error keeps its details"
    );
}

#[tokio::test]
async fn a_job_that_the_engine_finishes_anyway_cannot_be_cancelled() {
    let jobs = Jobs::default();
    let stop = Action::StopContainer { container: "web".to_owned() };
    let id = jobs.start(stop, String::new(), |report| async move {
        tokio::task::yield_now().await;
        assert!(!report.is_cancelled(), "the work is not cancelled");
        Ok(Outcome::Removed)
    });
    let refused = jobs.cancel(id).map_err(|error| error.code);
    assert_eq!(refused, Err(ErrorCode::NotSupported), "cancelling it is an error");
    assert_eq!(jobs.wait(id).await.map(|job| job.state), Ok(JobState::Done), "the job runs to its end");
}

#[tokio::test(start_paused = true)]
async fn updates_are_limited_and_the_end_arrives() {
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
    let mut sent = 0;
    while let Some(update) = StreamExt::next(&mut updates).await {
        if let Update::Job { job } = update {
            sent += 1;
            if job.ended.is_some() {
                break;
            }
        }
    }
    assert!((8..=14).contains(&sent), "a second of work with a thousand steps is about ten updates: {sent}");
}

#[tokio::test(start_paused = true)]
async fn the_end_is_sent_at_once() {
    let jobs = Arc::new(Jobs::default());
    let updates = std::pin::pin!(jobs.updates());
    let started = tokio::time::Instant::now();
    jobs.start(action(), String::new(), |report| async move {
        report.line("the only line");
        tokio::time::sleep(Duration::from_millis(1)).await;
        Ok(Outcome::Removed)
    });
    let ended = updates.any(async |update| matches!(update, Update::Job { job } if job.ended.is_some())).await;
    assert!(ended, "the end is sent");
    assert_eq!(started.elapsed(), Duration::from_millis(1), "the end does not wait for the interval");
}

#[tokio::test]
async fn a_panic_ends_the_job() {
    let jobs = Jobs::default();
    let id = jobs.start(action(), String::new(), |_| async { panic!("an internal error") });
    let job = jobs.wait(id).await.expect("the job exists");
    assert_eq!(job.error.map(|error| error.code), Some(ErrorCode::Internal), "a panic is an internal error");
}

#[tokio::test]
async fn clearing_keeps_running_jobs() {
    let jobs = Jobs::default();
    let done = jobs.start(action(), String::new(), |_| async { Ok(Outcome::Removed) });
    let running = jobs.start(action(), String::new(), |report| async move {
        report.cancelled().await;
        Err(Error::new(ErrorCode::Cancelled))
    });
    jobs.wait(done).await.expect("the job exists");
    jobs.clear();
    assert_eq!(jobs.cancel(done).map_err(|error| error.code), Err(ErrorCode::JobNotFound), "an ended job is removed");
    assert_eq!(jobs.cancel(running), Ok(()), "a running job is kept");
}
