//! Doing what a plan says, step by step.

use std::collections::HashMap;

use bollard::query_parameters::{PruneBuildOptionsBuilder, RemoveVolumeOptionsBuilder};

use super::disk_scan::Known;
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

/// What is known when the work begins.
pub(crate) struct Beginning {
    /// The layers and what containers have written.
    pub(crate) known: Known,
    /// The IDs of containers by name: what has got the name meanwhile stays.
    pub(crate) containers: HashMap<String, String>,
    /// The IDs of images by what the steps call them, likewise.
    pub(crate) images: HashMap<String, String>,
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
                all.hidden |= taken.hidden;
                let (total, why) = self::freed(&all, beginning, engine.info().store);
                progress.freed = total;
                progress.uncertain = why;
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
    /// Whether layers may have gone along that no answer names.
    hidden: bool,
}

async fn take(engine: &Engine, step: &CleanupStep, beginning: &Beginning, report: &Report) -> Result<Taken> {
    match step {
        CleanupStep::StopContainer { container } => {
            same_container(engine, container, beginning).await?;
            containers::stop(engine, container, report).await?;
            Ok(Taken::default())
        }
        CleanupStep::RemoveContainer { container } => {
            let removed = async {
                same_container(engine, container, beginning).await?;
                containers::remove(engine, container, false, false, report).await
            };
            match removed.await {
                Ok(_) => Ok(Taken {
                    bytes: beginning.written_by(container),
                    hidden: beginning.held_hidden_layers(container),
                    ..Taken::default()
                }),
                // One that was run with `--rm` went when it was stopped.
                Err(error) if error.code == ErrorCode::ContainerNotFound => Ok(Taken::default()),
                Err(error) => Err(error),
            }
        }
        CleanupStep::RemoveImage { target } => {
            same_image(engine, target, beginning).await?;
            let gone = images::remove_unpinned(engine, target, &beginning.pins).await?;
            gone.lines.into_iter().for_each(|line| report.line(line));
            Ok(Taken { untagged: gone.untagged, deleted: gone.deleted, ..Taken::default() })
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
            Ok(Taken { bytes, hidden: beginning.cached_hidden_layers(), ..Taken::default() })
        }
    }
}

/// A plan of many steps takes its time: a container or a tag that was made anew meanwhile is not what was looked at.
async fn same_container(engine: &Engine, name: &str, beginning: &Beginning) -> Result<()> {
    let now = api::containers::inspect(engine, name).await?.id;
    same(name, beginning.containers.get(name), Some(&now))
}

/// One that is gone is left for the engine to say so.
async fn same_image(engine: &Engine, target: &str, beginning: &Beginning) -> Result<()> {
    let now = api::images::inspect(engine, target).await?.map(|image| image.id());
    same(target, beginning.images.get(target), now.as_ref())
}

fn same(name: &str, then: Option<&String>, now: Option<&String>) -> Result<()> {
    match (then, now) {
        (Some(then), Some(now)) if then != now => Err(Error::new(ErrorCode::NameMoved).with("name", name)),
        _ => Ok(()),
    }
}

/// The bytes of what a step took away. The engine names the layers that went; what is no image's ID is one.
fn freed(taken: &Taken, beginning: &Beginning, store: ImageStore) -> (ByteRange, Vec<Uncertainty>) {
    let forest = &beginning.known.forest;
    let layers = forest.bytes(taken.deleted.iter().filter_map(|id| forest.places.get(id).copied()));
    let bytes = ByteRange::exactly(taken.bytes) + layers;
    let most: u64 = taken.deleted.iter().filter_map(|id| forest.sizes.get(id)).sum();
    let (bytes, why) = match store {
        ImageStore::Classic if layers.is_exact() => (bytes, None),
        ImageStore::Classic => (bytes, Some(Uncertainty::History)),
        // These name images only.
        _ if most == 0 => (bytes, None),
        ImageStore::Containerd => (ByteRange { least: 0, most } + bytes, Some(Uncertainty::CompressedContent)),
        ImageStore::Podman => (ByteRange { least: 0, most } + bytes, Some(Uncertainty::Podman)),
    };
    let hidden = taken.hidden.then_some(Uncertainty::HiddenLayers);
    (bytes, why.into_iter().chain(hidden).collect())
}

impl Beginning {
    fn written_by(&self, container: &str) -> u64 {
        let id = self.containers.get(container);
        let usage = self.known.usage.iter().flat_map(|usage| &usage.containers);
        usage.filter(|usage| Some(&usage.id) == id).map(|usage| usage.bytes).sum()
    }

    /// Whether a container's image was gone before it: what it held of it is in no image's layers.
    fn held_hidden_layers(&self, container: &str) -> bool {
        self.containers.get(container).is_some_and(|id| self.known.lost.contains_key(id))
    }

    /// Whether the build cache had records of base images, which tell no bytes.
    fn cached_hidden_layers(&self) -> bool {
        let records = self.known.usage.iter().flat_map(|usage| &usage.build_cache);
        records.into_iter().any(|record| !record.in_use && record.bytes == 0)
    }

    fn kept_in(&self, volume: &str) -> u64 {
        let usage = self.known.usage.iter().flat_map(|usage| &usage.volumes);
        usage.filter(|usage| usage.name == volume).filter_map(|usage| usage.bytes).sum()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::wire::{BuildCacheUsage, DiskUsage};

    #[test]
    fn what_no_answer_names_leaves_a_doubt() {
        let record =
            BuildCacheUsage { id: "r".to_owned(), description: String::new(), bytes: 0, in_use: false, shared: false };
        let usage = DiskUsage { build_cache: vec![record], ..DiskUsage::default() };
        let known =
            Known { usage: Some(Arc::new(usage)), lost: HashMap::from([("c1".to_owned(), None)]), ..Known::default() };
        let containers = HashMap::from([("shop".to_owned(), "c1".to_owned()), ("db".to_owned(), "c2".to_owned())]);
        let beginning = Beginning { known, containers, images: HashMap::new(), pins: Pins::default() };
        assert!(beginning.held_hidden_layers("shop"), "its image was removed by force");
        assert!(!beginning.held_hidden_layers("db"), "its image is there");
        assert!(beginning.cached_hidden_layers(), "a base image's record tells no bytes");
        let freed = |hidden| freed(&Taken { bytes: 7, hidden, ..Taken::default() }, &beginning, ImageStore::Classic);
        assert_eq!(freed(true), (ByteRange::exactly(7), vec![Uncertainty::HiddenLayers]), "more may have gone");
        assert_eq!(freed(false), (ByteRange::exactly(7), vec![]), "to the byte");
    }
}
