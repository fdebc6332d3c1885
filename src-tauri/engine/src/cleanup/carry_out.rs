//! Doing what a plan says, step by step.

use std::collections::HashMap;

use bollard::query_parameters::{PruneBuildOptionsBuilder, RemoveVolumeOptionsBuilder};

use super::survey::Known;
use crate::{
    connect::Engine,
    containers,
    error::{Error, ErrorCode, Result},
    images::{self, Pins},
    jobs::Report,
    wire::{
        ByteRange, CleanupProgress, CleanupResult, CleanupStep, ImageStore, JobState, Outcome, Progress, Uncertainty,
    },
};

/// What is known when the work begins.
pub(crate) struct Beginning {
    /// The layers and what containers have written.
    pub(crate) known: Known,
    /// The IDs of containers by name.
    pub(crate) containers: HashMap<String, String>,
    /// What must not go.
    pub(crate) pins: Pins,
}

/// Carries out steps in their order, going on after a failure; between two of them it can be cancelled.
///
/// # Errors
/// [`ErrorCode::SomeFailed`] with `failed` and `total`, or [`ErrorCode::Cancelled`] with the same and `done`: each step's
/// own error is in the job's progress.
pub(crate) async fn carry_out(
    engine: &Engine,
    steps: &[CleanupStep],
    predicted: ByteRange,
    beginning: &Beginning,
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
    let mut all = Taken::default();
    let tell = |progress: &CleanupProgress| report.progress(Progress::Cleanup(progress.clone()));
    for (index, step) in steps.iter().enumerate() {
        if report.is_cancelled() {
            break;
        }
        progress.items[index].state = JobState::Running;
        tell(&progress);
        match take(engine, step, beginning, report).await {
            Ok(taken) => {
                let freed = freed(&taken, beginning, engine.info().store).0;
                all.deleted.extend_from_slice(&taken.deleted);
                all.bytes += taken.bytes;
                let (total, why) = self::freed(&all, beginning, engine.info().store);
                progress.freed = total;
                progress.uncertain = why.into_iter().collect();
                let item = &mut progress.items[index];
                item.state = JobState::Done;
                item.untagged = taken.untagged;
                item.deleted = taken.deleted;
                item.freed = freed;
            }
            Err(error) => {
                report.refusal(&error);
                let item = &mut progress.items[index];
                item.state = JobState::Failed;
                // An engine that went away will not do the rest either.
                let lost = error.is_loss();
                item.error = Some(error);
                if lost {
                    break;
                }
            }
        }
        tell(&progress);
    }
    for item in progress.items.iter_mut().filter(|item| item.state == JobState::Queued) {
        item.state = JobState::Cancelled;
    }
    tell(&progress);
    conclude(&progress.items)
}

/// What came of it all.
fn conclude(items: &[CleanupResult]) -> Result<Outcome> {
    let in_state = |state: JobState| items.iter().filter(|item| item.state == state).count();
    let counted = |code| {
        Error::new(code)
            .with("failed", in_state(JobState::Failed).to_string())
            .with("done", in_state(JobState::Done).to_string())
            .with("total", items.len().to_string())
    };
    let lost = items.iter().filter_map(|item| item.error.as_ref()).find(|error| error.is_loss());
    match (lost, in_state(JobState::Cancelled), in_state(JobState::Failed)) {
        (Some(lost), ..) => Err(counted(lost.code).saying(&lost.message)),
        (None, 0, 0) => Ok(Outcome::Removed),
        (None, 0, _) => Err(counted(ErrorCode::SomeFailed)),
        (None, ..) => Err(counted(ErrorCode::Cancelled)),
    }
}

/// What a step took away.
#[derive(Default)]
struct Taken {
    untagged: Vec<String>,
    deleted: Vec<String>,
    /// Bytes that are no layers'.
    bytes: u64,
}

async fn take(engine: &Engine, step: &CleanupStep, beginning: &Beginning, report: &Report) -> Result<Taken> {
    match step {
        CleanupStep::StopContainer { container } => {
            containers::stop(engine, container, report).await?;
            Ok(Taken::default())
        }
        CleanupStep::RemoveContainer { container } => {
            match containers::remove(engine, container, false, false, report).await {
                Ok(_) => Ok(Taken { bytes: beginning.written_by(container), ..Taken::default() }),
                // One that was run with `--rm` went when it was stopped.
                Err(error) if error.code == ErrorCode::ContainerNotFound => Ok(Taken::default()),
                Err(error) => Err(error),
            }
        }
        CleanupStep::RemoveImage { target } => {
            let gone = images::remove_unpinned(engine, target, &beginning.pins).await?;
            gone.lines.into_iter().for_each(|line| report.line(line));
            Ok(Taken { untagged: gone.untagged, deleted: gone.deleted, bytes: 0 })
        }
        CleanupStep::RemoveVolume { volume } => {
            let options = RemoveVolumeOptionsBuilder::default().force(false).build();
            let removed = engine.docker().remove_volume(volume, Some(options)).await;
            removed.map_err(|error| Error::from(error).with("volume", volume))?;
            report.line(volume);
            Ok(Taken { bytes: beginning.kept_in(volume), ..Taken::default() })
        }
        CleanupStep::PruneBuildCache => {
            let options = PruneBuildOptionsBuilder::default().all(true).build();
            let pruned = engine.docker().prune_build(Some(options)).await?;
            pruned.caches_deleted.iter().flatten().for_each(|record| report.line(record));
            let bytes = pruned.space_reclaimed.and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or_default();
            Ok(Taken { bytes, ..Taken::default() })
        }
    }
}

/// The bytes of what a step took away. The engine names the layers that went; what is no image's ID is one.
fn freed(taken: &Taken, beginning: &Beginning, store: ImageStore) -> (ByteRange, Option<Uncertainty>) {
    let forest = &beginning.known.forest;
    let layers = forest.bytes(taken.deleted.iter().filter_map(|id| forest.places.get(id).copied()));
    let bytes = ByteRange::exactly(taken.bytes) + layers;
    let most: u64 = taken.deleted.iter().filter_map(|id| forest.sizes.get(id)).sum();
    match store {
        ImageStore::Classic if layers.is_exact() => (bytes, None),
        ImageStore::Classic => (bytes, Some(Uncertainty::History)),
        // These name images only.
        _ if most == 0 => (bytes, None),
        ImageStore::Containerd => (ByteRange { least: 0, most } + bytes, Some(Uncertainty::CompressedContent)),
        ImageStore::Podman => (ByteRange { least: 0, most } + bytes, Some(Uncertainty::Podman)),
    }
}

impl Beginning {
    fn written_by(&self, container: &str) -> u64 {
        let id = self.containers.get(container);
        let usage = self.known.usage.iter().flat_map(|usage| &usage.containers);
        usage.filter(|usage| Some(&usage.id) == id).map(|usage| usage.bytes).sum()
    }

    fn kept_in(&self, volume: &str) -> u64 {
        let usage = self.known.usage.iter().flat_map(|usage| &usage.volumes);
        usage.filter(|usage| usage.name == volume).filter_map(|usage| usage.bytes).sum()
    }
}
