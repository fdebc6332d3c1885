//! Executes a plan step by step.

use std::collections::HashSet;

use bollard::query_parameters::{PruneBuildOptionsBuilder, RemoveVolumeOptionsBuilder};

use super::{disk_scan::StorageUsage, input::PlanInput, plan::accounting::Accounting};
use crate::{
    connect::Engine,
    containers,
    error::{Error, ErrorCode, Result},
    grammar::Pins,
    images,
    inventory::Contents,
    jobs::Report,
    wire::{
        ByteRange, CleanupProgress, CleanupResult, CleanupStep, Container, ImageStore, JobState, Outcome, Previewed,
        Progress, Uncertainty,
    },
};

/// The engine as it was when the plan was made.
pub(crate) struct Baseline {
    /// The images and containers.
    pub(crate) contents: Contents,
    /// The layers, and what containers have written.
    pub(crate) usage: StorageUsage,
    /// The IDs of containers and images by the steps' names: what got the name later is kept.
    pub(crate) previewed: Previewed,
    /// The images that must not be removed.
    pub(crate) pins: Pins,
}

/// Executes steps in order. Continues after a failure; can be cancelled between two steps.
///
/// # Errors
/// [`ErrorCode::SomeFailed`] with `failed` and `total`, or [`ErrorCode::Cancelled`] with the same and `done`: each step's
/// own error is in the job's progress.
pub(crate) async fn execute_plan(
    engine: &Engine,
    steps: &[CleanupStep],
    predicted: ByteRange,
    baseline: &Baseline,
    report: &Report,
) -> Result<Outcome> {
    let items = steps.iter().map(|step| CleanupResult {
        step: step.clone(),
        state: JobState::Queued,
        untagged: Vec::new(),
        deleted: Vec::new(),
        freed: ByteRange::default(),
        error: None,
    });
    let mut progress = CleanupProgress { items: items.collect(), predicted, ..CleanupProgress::default() };
    let input = baseline.input();
    let mut freed = FreedBytes::new(&input, steps);
    let publish = |progress: &CleanupProgress| report.progress(Progress::Cleanup(progress.clone()));
    for (index, step) in steps.iter().enumerate() {
        if report.is_cancelled() {
            break;
        }
        progress.items[index].state = JobState::Running;
        publish(&progress);
        match execute_step(engine, step, baseline, report).await {
            Ok(result) => {
                let item = &mut progress.items[index];
                item.state = JobState::Done;
                item.freed = freed.add(step, &result);
                item.untagged = result.untagged;
                item.deleted = result.deleted;
                progress.freed = progress.freed + item.freed;
            }
            Err(error) => {
                report.refusal(&error);
                let item = &mut progress.items[index];
                item.state = JobState::Failed;
                // A lost engine will not execute the remaining steps either.
                let lost = error.is_loss();
                item.error = Some(error);
                if lost {
                    break;
                }
            }
        }
        publish(&progress);
    }
    for item in progress.items.iter_mut().filter(|item| item.state == JobState::Queued) {
        item.state = JobState::Cancelled;
    }
    // Together they may be exact where each one is not.
    (progress.freed, progress.uncertain) = freed.total();
    publish(&progress);
    outcome(&progress.items)
}

/// The outcome of all steps.
fn outcome(items: &[CleanupResult]) -> Result<Outcome> {
    let in_state = |state: JobState| items.iter().filter(|item| item.state == state).count();
    let counted = |code| {
        Error::new(code)
            .with("failed", in_state(JobState::Failed).to_string())
            .with("done", in_state(JobState::Done).to_string())
            .with("total", items.len().to_string())
    };
    let lost = items.iter().filter_map(|item| item.error.as_ref()).find(|error| error.is_loss());
    match (lost, in_state(JobState::Cancelled), in_state(JobState::Failed)) {
        (Some(lost), ..) => Err(counted(lost.code).with_message(&lost.message)),
        (None, 0, 0) => Ok(Outcome::Removed),
        (None, 0, _) => Err(counted(ErrorCode::SomeFailed)),
        (None, ..) => Err(counted(ErrorCode::Cancelled)),
    }
}

/// What a step removed.
#[derive(Default)]
struct StepResult {
    untagged: Vec<String>,
    deleted: Vec<String>,
}

async fn execute_step(engine: &Engine, step: &CleanupStep, baseline: &Baseline, report: &Report) -> Result<StepResult> {
    let previewed = &baseline.previewed;
    match step {
        CleanupStep::StopContainer { container } => {
            containers::verify(engine, container, previewed.containers.get(container)).await?;
            containers::stop(engine, container, report).await?;
            Ok(StepResult::default())
        }
        CleanupStep::RemoveContainer { container } => {
            let id = previewed.containers.get(container);
            match containers::remove_verified(engine, container, id, (false, false), report).await {
                // A container run with `--rm` was removed when it was stopped.
                Err(error) if error.code != ErrorCode::ContainerNotFound => Err(error),
                _ => Ok(StepResult::default()),
            }
        }
        CleanupStep::RemoveImage { target } => {
            let image = previewed.images.get(target);
            let removed = images::remove_verified(engine, target, image, &baseline.pins).await?;
            removed.lines.into_iter().for_each(|line| report.line(line));
            Ok(StepResult { untagged: removed.untagged, deleted: removed.deleted })
        }
        CleanupStep::RemoveVolume { volume } => {
            let options = RemoveVolumeOptionsBuilder::default().force(false).build();
            let removed = engine.docker().remove_volume(volume, Some(options)).await;
            removed.map_err(|error| Error::from(error).with("volume", volume))?;
            report.line(volume);
            Ok(StepResult::default())
        }
        CleanupStep::PruneBuildCache => {
            let options = PruneBuildOptionsBuilder::default().all(true).build();
            let pruned = engine.docker().prune_build(Some(options)).await?;
            pruned.caches_deleted.iter().flatten().for_each(|record| report.line(record));
            Ok(StepResult::default())
        }
    }
}

/// The bytes that the steps so far have freed: counted as for a plan, from what the engine reports as deleted.
struct FreedBytes<'a> {
    input: &'a PlanInput<'a>,
    accounting: Accounting<'a>,
    /// The layers that the classic store has reported as deleted.
    reported: HashSet<u32>,
    pruned: bool,
}

impl<'a> FreedBytes<'a> {
    fn new(input: &'a PlanInput<'a>, steps: &[CleanupStep]) -> Self {
        let accounting = Accounting::new(input, steps.contains(&CleanupStep::PruneBuildCache));
        Self { input, accounting, reported: HashSet::new(), pruned: false }
    }

    /// Adds a step that was executed, and returns its bytes.
    fn add(&mut self, step: &CleanupStep, result: &StepResult) -> ByteRange {
        match step {
            CleanupStep::StopContainer { .. } => ByteRange::default(),
            CleanupStep::RemoveContainer { container } => match self.container(container) {
                Some(container) => self.accounting.container(container).freed,
                None => ByteRange::default(),
            },
            CleanupStep::RemoveImage { .. } => {
                let is_image = |id: &&String| self.input.contents.images.contains_key(*id);
                let (images, others): (Vec<&String>, Vec<&String>) = result.deleted.iter().partition(is_image);
                let images: Vec<&str> = images.into_iter().map(String::as_str).collect();
                let (freed, _) = self.accounting.images(&images);
                if self.input.contents.store != ImageStore::Classic {
                    return freed;
                }
                let forest = &self.input.usage.forest;
                let layers = || others.iter().filter_map(|id| forest.by_chain_id.get(*id).copied());
                self.reported.extend(layers());
                forest.bytes(layers())
            }
            CleanupStep::RemoveVolume { volume } => self.accounting.volume(volume).freed,
            CleanupStep::PruneBuildCache => {
                self.pruned = true;
                self.accounting.build_cache().freed + self.input.usage.forest.bytes(self.pruned_layers())
            }
        }
    }

    /// The bytes of all steps, and why they are not exact.
    fn total(mut self) -> (ByteRange, Vec<Uncertainty>) {
        // Until the build cache was pruned, it may hold what was deleted.
        self.accounting.keep_records(self.pruned);
        let total = self.accounting.total();
        if self.input.contents.store != ImageStore::Classic {
            return (total, self.accounting.uncertain.into_iter().collect());
        }
        let layers = self.input.usage.forest.bytes(self.reported.iter().copied().chain(self.pruned_layers()));
        // The engine has reported the layers themselves.
        let mut uncertain = self.accounting.uncertain;
        for resolved in [Uncertainty::History, Uncertainty::LostImage] {
            uncertain.remove(&resolved);
        }
        if self.accounting.other.is_exact() {
            uncertain.remove(&Uncertainty::BuildCache);
        }
        if !layers.is_exact() {
            uncertain.insert(Uncertainty::History);
        }
        (layers + self.accounting.other, uncertain.into_iter().collect())
    }

    /// The layers that the build cache held as the last: the classic store does not report that they were deleted.
    fn pruned_layers(&self) -> Vec<u32> {
        if self.input.contents.store != ImageStore::Classic || !self.pruned {
            return Vec::new();
        }
        self.accounting.certain_layers().filter(|layer| !self.reported.contains(layer)).collect()
    }

    fn container(&self, name: &str) -> Option<&'a Container> {
        self.input.contents.containers.values().find(|container| container.name == name)
    }
}

impl Baseline {
    fn input(&self) -> PlanInput<'_> {
        PlanInput { contents: &self.contents, usage: &self.usage, pins: &self.pins }
    }
}
