//! Reads the layers of an engine's images: each image once, since an image never changes.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use futures_util::{StreamExt, stream};
use parking_lot::{Mutex, MutexGuard};

use super::{
    Forest, LayerHistory,
    disk_usage::{build_cache, disk_usage},
};
use crate::{
    api::{self, content::ContentStore},
    connect::Engine,
    error::{ErrorCode, Result},
    images::alignment,
    inventory::{Contents, Inventory},
    wire::{Container, DiskUsage, Image, ImageStore, LayerForest},
};

/// How many images are read at once.
const CONCURRENT_READS: usize = 8;
/// How long connecting to the content store may take.
const CONTENT_TIMEOUT: Duration = Duration::from_secs(10);

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
    /// The images that existed when the build cache was measured.
    measured: Arc<HashSet<String>>,
    orphans: Orphans,
}

/// What is stored where: a plan is computed from it and the inventory.
#[derive(Clone, Default)]
pub(crate) struct StorageUsage {
    pub(crate) forest: Arc<Forest>,
    pub(crate) disk: Option<Arc<DiskUsage>>,
    /// The images that existed when the build cache was measured.
    pub(crate) measured: Arc<HashSet<String>>,
    pub(crate) orphans: Orphans,
}

impl StorageUsage {
    /// Whether BuildKit has built an image since the build cache was measured.
    pub(crate) fn is_cache_outdated(&self, contents: &Contents) -> bool {
        let is_new = |image: &String| !self.measured.contains(image) && contents.images.contains_key(image);
        self.forest.built.iter().any(is_new)
    }
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
        let content = if missing.is_empty() { None } else { content_store(engine).await };
        let content = content.as_ref();
        let mut replies = stream::iter(missing)
            .map(|id| async move { (fetch_layers(engine, content, &id).await, id) })
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
    pub async fn measure(&self, engine: &Engine, inventory: &Inventory) -> Result<DiskUsage> {
        self.select(engine);
        // Those that appear during the measurement do not count.
        let images = images(inventory);
        let disk = disk_usage(engine).await?;
        let mut state = self.state();
        state.disk = Some(Arc::new(disk.clone()));
        state.measured = Arc::new(images);
        Ok(disk)
    }

    /// Updates the records of the build cache, if everything was measured before and the engine reports them alone.
    ///
    /// # Errors
    /// The engine's, by code.
    pub(crate) async fn update_build_cache(&self, engine: &Engine, inventory: &Inventory) -> Result<()> {
        self.select(engine);
        let Some(disk) = self.state().disk.clone() else { return Ok(()) };
        let images = images(inventory);
        let Some(build_cache) = build_cache(engine).await? else { return Ok(()) };
        let mut state = self.state();
        state.disk = Some(Arc::new(DiskUsage { build_cache, ..DiskUsage::clone(&disk) }));
        state.measured = Arc::new(images);
        Ok(())
    }

    /// Whether images of this engine have been read at all.
    pub(crate) fn has_read(&self, engine: &Engine) -> bool {
        let state = self.state();
        state.engine == engine.info().identity() && state.forest.view.revision > 0
    }

    /// Whether all images have been read.
    pub(crate) fn covers(&self, contents: &Contents) -> bool {
        let state = self.state();
        contents.images.keys().all(|image| state.forest.top.contains_key(image))
    }

    /// What has been read so far.
    pub(crate) fn usage(&self) -> StorageUsage {
        let state = self.state();
        StorageUsage {
            forest: Arc::clone(&state.forest),
            disk: state.disk.clone(),
            measured: Arc::clone(&state.measured),
            orphans: state.orphans.clone(),
        }
    }

    /// Forgets what was read of another engine.
    fn select(&self, engine: &Engine) {
        let name = engine.info().identity();
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

fn images(inventory: &Inventory) -> HashSet<String> {
    inventory.with(|contents| contents.images.keys().cloned().collect())
}

/// The content store of an engine that has one and allows it.
async fn content_store(engine: &Engine) -> Option<ContentStore> {
    if engine.info().store != ImageStore::Containerd {
        return None;
    }
    match tokio::time::timeout(CONTENT_TIMEOUT, ContentStore::connect(engine)).await {
        Ok(Ok(store)) => Some(store),
        Ok(Err(error)) => {
            tracing::warn!(%error, "the content store cannot be read");
            None
        }
        Err(_) => None,
    }
}

/// Reads an image's layers, history and content; `None` if the image is gone.
async fn fetch_layers(engine: &Engine, content: Option<&ContentStore>, id: &str) -> Result<Option<LayerHistory>> {
    let Some(inspected) = api::images::inspect(engine, id).await? else { return Ok(None) };
    let history = match api::images::history(engine, id).await {
        Ok(history) => history,
        Err(error) if error.code == ErrorCode::ImageNotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let content = match content {
        Some(store) => store.of_image(id).await.map_err(|error| tracing::warn!(%error, id, "an image's content")).ok(),
        None => None,
    };
    let oldest_first = || history.iter().rev();
    // The classic store counts the bytes of files, and so has layers without any. The others count space and archives.
    let sized = history.iter().filter(|step| step.size > 0).count();
    let has_empty_layers = engine.info().store == ImageStore::Classic || sized != inspected.layers().len();
    let step = |step| if has_empty_layers { alignment::Step::new(step) } else { alignment::Step::by_size(step) };
    Ok(Some(LayerHistory {
        digests: inspected.layers().to_vec(),
        steps: oldest_first().map(step).collect(),
        created_by: oldest_first().map(|step| step.created_by.clone()).collect(),
        folders: inspected.folders(),
        last_tagged: inspected.last_tagged(),
        content,
        by_buildkit: history.iter().any(alignment::is_by_buildkit),
    }))
}
