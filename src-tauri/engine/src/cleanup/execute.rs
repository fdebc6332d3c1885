//! Executes a plan step by step.

use std::collections::HashMap;

use bollard::query_parameters::{PruneBuildOptionsBuilder, RemoveVolumeOptionsBuilder};

use super::disk_scan::StorageUsage;
use crate::{
    api,
    connect::Engine,
    containers,
    error::{Error, ErrorCode, Result},
    grammar::Pins,
    images,
    jobs::Report,
    wire::{
        ByteRange, CleanupProgress, CleanupResult, CleanupStep, ImageStore, JobState, Outcome, Progress, Uncertainty,
    },
};

/// The engine as it was when the plan was made.
pub(crate) struct Baseline {
    /// The layers, and what containers have written.
    pub(crate) usage: StorageUsage,
    /// The IDs of containers by name: a container that got the name later is kept.
    pub(crate) containers: HashMap<String, String>,
    /// The IDs of images by the steps' targets: an image that got the name later is kept.
    pub(crate) images: HashMap<String, String>,
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
    let mut total = StepResult::default();
    let store = engine.info().store;
    let publish = |progress: &CleanupProgress| report.progress(Progress::Cleanup(progress.clone()));
    for (index, step) in steps.iter().enumerate() {
        if report.is_cancelled() {
            break;
        }
        progress.items[index].state = JobState::Running;
        publish(&progress);
        match execute_step(engine, step, baseline, report).await {
            Ok(result) => {
                total.deleted.extend_from_slice(&result.deleted);
                total.bytes += result.bytes;
                total.has_hidden_layers |= result.has_hidden_layers;
                (progress.freed, progress.uncertain) = freed_bytes(&total, baseline, store);
                let item = &mut progress.items[index];
                item.state = JobState::Done;
                item.freed = freed_bytes(&result, baseline, store).0;
                item.untagged = result.untagged;
                item.deleted = result.deleted;
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
        (Some(lost), ..) => Err(Error { by_engine: lost.by_engine, ..counted(lost.code).with_message(&lost.message) }),
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
    /// Bytes that do not belong to layers.
    bytes: u64,
    /// Whether layers may have been deleted that the engine does not report.
    has_hidden_layers: bool,
}

async fn execute_step(engine: &Engine, step: &CleanupStep, baseline: &Baseline, report: &Report) -> Result<StepResult> {
    match step {
        CleanupStep::StopContainer { container } => {
            verify_container(engine, container, baseline).await?;
            containers::stop(engine, container, report).await?;
            Ok(StepResult::default())
        }
        CleanupStep::RemoveContainer { container } => {
            let removed = async {
                verify_container(engine, container, baseline).await?;
                containers::remove(engine, container, false, false, report).await
            };
            match removed.await {
                Ok(_) => Ok(StepResult {
                    bytes: baseline.container_bytes(container),
                    has_hidden_layers: baseline.is_orphan(container),
                    ..StepResult::default()
                }),
                // A container run with `--rm` was removed when it was stopped.
                Err(error) if error.code == ErrorCode::ContainerNotFound => Ok(StepResult::default()),
                Err(error) => Err(error),
            }
        }
        CleanupStep::RemoveImage { target } => {
            verify_image(engine, target, baseline).await?;
            let removed = images::remove_unpinned(engine, target, &baseline.pins).await?;
            removed.lines.into_iter().for_each(|line| report.line(line));
            Ok(StepResult { untagged: removed.untagged, deleted: removed.deleted, ..StepResult::default() })
        }
        CleanupStep::RemoveVolume { volume } => {
            let options = RemoveVolumeOptionsBuilder::default().force(false).build();
            let removed = engine.docker().remove_volume(volume, Some(options)).await;
            removed.map_err(|error| Error::from(error).with("volume", volume))?;
            report.line(volume);
            Ok(StepResult { bytes: baseline.volume_bytes(volume), ..StepResult::default() })
        }
        CleanupStep::PruneBuildCache => {
            let options = PruneBuildOptionsBuilder::default().all(true).build();
            let pruned = engine.docker().prune_build(Some(options)).await?;
            pruned.caches_deleted.iter().flatten().for_each(|record| report.line(record));
            let bytes = pruned.space_reclaimed.and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or_default();
            Ok(StepResult { bytes, has_hidden_layers: baseline.cache_has_hidden_layers(), ..StepResult::default() })
        }
    }
}

/// Fails if the container was recreated under the same name: a plan of many steps takes time.
async fn verify_container(engine: &Engine, name: &str, baseline: &Baseline) -> Result<()> {
    let now = api::containers::inspect(engine, name).await?.id;
    verify_id(name, baseline.containers.get(name), Some(&now))
}

/// Fails if the name belongs to another image by now. The engine itself reports an image that is gone.
async fn verify_image(engine: &Engine, target: &str, baseline: &Baseline) -> Result<()> {
    let now = api::images::inspect(engine, target).await?.map(|image| image.id());
    verify_id(target, baseline.images.get(target), now.as_ref())
}

fn verify_id(name: &str, then: Option<&String>, now: Option<&String>) -> Result<()> {
    match (then, now) {
        (Some(then), Some(now)) if then != now => Err(Error::new(ErrorCode::NameMoved).with("name", name)),
        _ => Ok(()),
    }
}

/// The bytes that a step freed. Of the deleted IDs that the engine reports, those of no image are layers.
fn freed_bytes(result: &StepResult, baseline: &Baseline, store: ImageStore) -> (ByteRange, Vec<Uncertainty>) {
    let forest = &baseline.usage.forest;
    let layers = forest.bytes(result.deleted.iter().filter_map(|id| forest.by_chain_id.get(id).copied()));
    let bytes = ByteRange::exactly(result.bytes) + layers;
    let most: u64 = result.deleted.iter().filter_map(|id| forest.image_sizes.get(id)).sum();
    let (bytes, why) = match store {
        ImageStore::Classic if layers.is_exact() => (bytes, None),
        ImageStore::Classic => (bytes, Some(Uncertainty::History)),
        // The other stores report images only.
        _ if most == 0 => (bytes, None),
        ImageStore::Containerd => (ByteRange { least: 0, most } + bytes, Some(Uncertainty::CompressedContent)),
        ImageStore::Podman => (ByteRange { least: 0, most } + bytes, Some(Uncertainty::Podman)),
    };
    let hidden = result.has_hidden_layers.then_some(Uncertainty::HiddenLayers);
    (bytes, why.into_iter().chain(hidden).collect())
}

impl Baseline {
    /// The bytes that a container has written.
    fn container_bytes(&self, container: &str) -> u64 {
        let id = self.containers.get(container);
        let containers = self.usage.disk.iter().flat_map(|usage| &usage.containers);
        containers.filter(|usage| Some(&usage.id) == id).map(|usage| usage.bytes).sum()
    }

    /// Whether a container's image was removed before it: the layers that it holds belong to no image.
    fn is_orphan(&self, container: &str) -> bool {
        self.containers.get(container).is_some_and(|id| self.usage.orphans.contains_key(id))
    }

    /// Whether the build cache has records of base images, which report no bytes.
    fn cache_has_hidden_layers(&self) -> bool {
        let mut records = self.usage.disk.iter().flat_map(|usage| &usage.build_cache);
        records.any(|record| !record.in_use && record.bytes == 0)
    }

    fn volume_bytes(&self, volume: &str) -> u64 {
        let volumes = self.usage.disk.iter().flat_map(|usage| &usage.volumes);
        volumes.filter(|usage| usage.name == volume).filter_map(|usage| usage.bytes).sum()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::wire::{BuildCacheUsage, DiskUsage};

    #[test]
    fn layers_that_the_engine_does_not_report_make_the_bytes_uncertain() {
        let record =
            BuildCacheUsage { id: "r".to_owned(), description: String::new(), bytes: 0, in_use: false, shared: false };
        let disk = DiskUsage { build_cache: vec![record], ..DiskUsage::default() };
        let usage = StorageUsage {
            disk: Some(Arc::new(disk)),
            orphans: HashMap::from([("c1".to_owned(), None)]),
            ..StorageUsage::default()
        };
        let containers = HashMap::from([("shop".to_owned(), "c1".to_owned()), ("db".to_owned(), "c2".to_owned())]);
        let baseline = Baseline { usage, containers, images: HashMap::new(), pins: Pins::default() };
        assert!(baseline.is_orphan("shop"), "its image was removed by force");
        assert!(!baseline.is_orphan("db"), "its image exists");
        assert!(baseline.cache_has_hidden_layers(), "a base image's record reports no bytes");
        let freed = |has_hidden_layers| {
            let result = StepResult { bytes: 7, has_hidden_layers, ..StepResult::default() };
            freed_bytes(&result, &baseline, ImageStore::Classic)
        };
        assert_eq!(freed(true), (ByteRange::exactly(7), vec![Uncertainty::HiddenLayers]), "more may have been freed");
        assert_eq!(freed(false), (ByteRange::exactly(7), vec![]), "exact to the byte");
    }
}
