//! Reads the layers of an engine's images: each image once, since an image never changes.

use std::{collections::HashMap, sync::Arc};

use futures_util::{StreamExt, stream};
use parking_lot::{Mutex, MutexGuard};

use super::{Forest, LayerHistory, disk_usage::disk_usage};
use crate::{
    api,
    connect::Engine,
    error::{ErrorCode, Result},
    images::alignment,
    inventory::{Contents, Inventory},
    wire::{Container, DiskUsage, Image, ImageStore, LayerForest},
};

/// How many images are read at once.
const CONCURRENT_READS: usize = 8;

/// For each container whose image is gone, the folders of the layers that it holds; `None` where the engine does not
/// report them.
type Orphans = HashMap<String, Option<Vec<String>>>;

/// What has been read of one engine for clean-up.
#[derive(Default)]
pub struct DiskScan {
    state: Mutex<ScanState>,
}

#[derive(Default)]
struct ScanState {
    /// The engine that was read; another engine's layers are other layers.
    engine: String,
    images: HashMap<String, Arc<LayerHistory>>,
    forest: Arc<Forest>,
    disk: Option<Arc<DiskUsage>>,
    orphans: Orphans,
}

/// What is stored where: a plan is computed from it and the inventory.
#[derive(Clone, Default)]
pub(crate) struct StorageUsage {
    pub(crate) forest: Arc<Forest>,
    pub(crate) disk: Option<Arc<DiskUsage>>,
    pub(crate) orphans: Orphans,
}

impl DiskScan {
    /// Updates the forest to the inventory as it is now. Only images that were never read are read; `progress` is called
    /// with how many of how many are done.
    ///
    /// # Errors
    /// [`ErrorCode::EngineLost`], if the engine is lost meanwhile. An image that the engine only refuses to describe is
    /// [`LayerForest::unread`].
    pub async fn update_forest(
        &self,
        engine: &Engine,
        inventory: &Inventory,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<LayerForest> {
        self.select(engine);
        let (images, orphans) = inventory.with(|contents| {
            (contents.images.values().cloned().collect::<Vec<Image>>(), containers_without_image(contents))
        });
        let missing: Vec<String> = {
            let state = self.state();
            let is_unread = |image: &&Image| !state.images.contains_key(&image.id);
            images.iter().filter(is_unread).map(|image| image.id.clone()).collect()
        };
        let total = missing.len();
        let mut replies = stream::iter(missing)
            .map(|id| async move { (fetch_layers(engine, &id).await, id) })
            .buffer_unordered(CONCURRENT_READS)
            .enumerate();
        while let Some((done, (reply, id))) = replies.next().await {
            match reply {
                Ok(Some(history)) => drop(self.state().images.insert(id, Arc::new(history))),
                Ok(None) => {}
                Err(error) if error.is_loss() => return Err(error),
                Err(error) => tracing::warn!(%error, id = id.as_str(), "the engine does not describe an image"),
            }
            progress(done + 1, total);
        }
        let mut held = HashMap::new();
        for container in orphans {
            let folders = api::containers::layer_folders(engine, &container).await?;
            held.insert(container, folders);
        }
        Ok(self.rebuild_forest(&images, held, engine.info().store))
    }

    /// Asks the engine again what containers, volumes and the build cache take.
    ///
    /// # Errors
    /// See [`disk_usage()`].
    pub async fn measure(&self, engine: &Engine) -> Result<DiskUsage> {
        self.select(engine);
        let disk = disk_usage(engine).await?;
        self.state().disk = Some(Arc::new(disk.clone()));
        Ok(disk)
    }

    /// What has been read so far.
    pub(crate) fn usage(&self) -> StorageUsage {
        let state = self.state();
        StorageUsage { forest: Arc::clone(&state.forest), disk: state.disk.clone(), orphans: state.orphans.clone() }
    }

    /// Forgets what was read of another engine.
    fn select(&self, engine: &Engine) {
        let info = engine.info();
        let name = format!("{} {}", info.endpoint.address, info.root_folder);
        let mut state = self.state();
        if state.engine != name {
            let revision = state.forest.view.revision;
            *state = ScanState { engine: name, ..ScanState::default() };
            // Revisions keep growing, so that the next forest is not taken for the previous one.
            Arc::make_mut(&mut state.forest).view.revision = revision;
        }
    }

    fn rebuild_forest(&self, images: &[Image], orphans: Orphans, store: ImageStore) -> LayerForest {
        let mut state = self.state();
        let histories: Vec<(&Image, Option<&LayerHistory>)> =
            images.iter().map(|image| (image, state.images.get(&image.id).map(AsRef::as_ref))).collect();
        let revision = state.forest.view.revision;
        let mut forest = Forest::new(&histories, store, revision);
        if forest != *state.forest || revision == 0 {
            forest.view.revision = revision + 1;
            state.forest = Arc::new(forest);
        }
        state.orphans = orphans;
        state.forest.view.clone()
    }

    fn state(&self) -> MutexGuard<'_, ScanState> {
        self.state.lock()
    }
}

/// The containers whose image was removed by force.
fn containers_without_image(contents: &Contents) -> Vec<String> {
    let is_orphan = |container: &&Container| !contents.images.contains_key(&container.image_id);
    contents.containers.values().filter(is_orphan).map(|container| container.id.clone()).collect()
}

/// Reads an image's layers and history; `None` if the image is gone.
async fn fetch_layers(engine: &Engine, id: &str) -> Result<Option<LayerHistory>> {
    let Some(inspected) = api::images::inspect(engine, id).await? else { return Ok(None) };
    let history = match api::images::history(engine, id).await {
        Ok(history) => history,
        Err(error) if error.code == ErrorCode::ImageNotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let oldest_first = || history.iter().rev();
    Ok(Some(LayerHistory {
        digests: inspected.layers().to_vec(),
        steps: oldest_first().map(alignment::Step::new).collect(),
        created_by: oldest_first().map(|step| step.created_by.clone()).collect(),
        folders: inspected.folders(),
        last_tagged: inspected.last_tagged(),
    }))
}
