//! Reading what the engine tells of its images' layers: each image once, since an image never changes.

use std::{collections::HashMap, sync::Arc};

use futures_util::{StreamExt, stream};
use parking_lot::{Mutex, MutexGuard};

use super::{Described, Forest, usage};
use crate::{
    api,
    connect::Engine,
    error::Result,
    images::alignment,
    inventory::{Contents, Inventory},
    wire::{DiskUsage, Image, ImageStore, LayerForest},
};

/// How many images are asked about at once.
const AT_ONCE: usize = 8;

/// What has been read of one engine for clean-up.
#[derive(Default)]
pub struct Survey {
    read: Mutex<Read>,
}

/// See [`Survey`].
#[derive(Default)]
struct Read {
    /// Who was read; another engine's layers are other layers.
    engine: String,
    described: HashMap<String, Arc<Described>>,
    forest: Arc<Forest>,
    usage: Option<Arc<DiskUsage>>,
    /// For containers whose image is gone: the layers' folders that they hold; `None` where the engine does not tell.
    lost: HashMap<String, Option<Vec<String>>>,
}

/// What a plan is made from, beside the inventory.
#[derive(Clone, Default)]
pub(crate) struct Known {
    pub(crate) forest: Arc<Forest>,
    pub(crate) usage: Option<Arc<DiskUsage>>,
    pub(crate) lost: HashMap<String, Option<Vec<String>>>,
}

impl Survey {
    /// Brings the forest up to what the inventory has now. Only images that were never read are asked about; `tell` is
    /// told how many of how many.
    ///
    /// # Errors
    /// [`crate::ErrorCode::EngineLost`], when the engine goes away meanwhile. An image about which it only refuses to
    /// answer is [`LayerForest::unread`].
    pub async fn forest(
        &self,
        engine: &Engine,
        inventory: &Inventory,
        mut tell: impl FnMut(usize, usize),
    ) -> Result<LayerForest> {
        self.begin(engine);
        let (images, lost) = inventory.with(|contents| {
            (contents.images.values().cloned().collect::<Vec<Image>>(), users_of_lost_images(contents))
        });
        let missing: Vec<String> = {
            let read = self.read();
            let unknown = |image: &&Image| !read.described.contains_key(&image.id);
            images.iter().filter(unknown).map(|image| image.id.clone()).collect()
        };
        let total = missing.len();
        let mut answers = stream::iter(missing)
            .map(|id| async move { (describe(engine, &id).await, id) })
            .buffer_unordered(AT_ONCE)
            .enumerate();
        while let Some((done, (answer, id))) = answers.next().await {
            match answer {
                Ok(Some(described)) => drop(self.read().described.insert(id, Arc::new(described))),
                Ok(None) => {}
                Err(error) if error.is_loss() => return Err(error),
                Err(error) => tracing::warn!(%error, id = id.as_str(), "the engine does not describe an image"),
            }
            tell(done + 1, total);
        }
        let mut held = HashMap::new();
        for container in lost {
            let folders = api::containers::layer_folders(engine, &container).await?;
            held.insert(container, folders);
        }
        Ok(self.put_together(&images, held, engine.info().store))
    }

    /// What containers, volumes and the build cache take, read anew.
    ///
    /// # Errors
    /// See [`usage()`].
    pub async fn usage(&self, engine: &Engine) -> Result<DiskUsage> {
        self.begin(engine);
        let told = usage(engine).await?;
        self.read().usage = Some(Arc::new(told.clone()));
        Ok(told)
    }

    /// What has been read so far.
    pub(crate) fn known(&self) -> Known {
        let read = self.read();
        Known { forest: Arc::clone(&read.forest), usage: read.usage.clone(), lost: read.lost.clone() }
    }

    /// Forgets what was read of another engine.
    fn begin(&self, engine: &Engine) {
        let info = engine.info();
        let name = format!("{} {}", info.endpoint.address, info.root_folder);
        let mut read = self.read();
        if read.engine != name {
            let revision = read.forest.shown.revision;
            *read = Read { engine: name, ..Read::default() };
            // Nobody may take the next forest for the one before.
            Arc::make_mut(&mut read.forest).shown.revision = revision;
        }
    }

    fn put_together(
        &self,
        images: &[Image],
        lost: HashMap<String, Option<Vec<String>>>,
        store: ImageStore,
    ) -> LayerForest {
        let mut read = self.read();
        let here: Vec<(&Image, Option<&Described>)> =
            images.iter().map(|image| (image, read.described.get(&image.id).map(AsRef::as_ref))).collect();
        let revision = read.forest.shown.revision;
        let mut forest = Forest::new(&here, store, revision);
        if forest != *read.forest || revision == 0 {
            forest.shown.revision = revision + 1;
            read.forest = Arc::new(forest);
        }
        read.lost = lost;
        read.forest.shown.clone()
    }

    fn read(&self) -> MutexGuard<'_, Read> {
        self.read.lock()
    }
}

/// Containers whose image the engine no longer has: it was removed by force.
fn users_of_lost_images(contents: &Contents) -> Vec<String> {
    let lost = contents.containers.values().filter(|container| !contents.images.contains_key(&container.image_id));
    lost.map(|container| container.id.clone()).collect()
}

/// `None` when the image is gone.
async fn describe(engine: &Engine, id: &str) -> Result<Option<Described>> {
    let Some(inspected) = api::images::inspect(engine, id).await? else { return Ok(None) };
    let history = match api::images::history(engine, id).await {
        Ok(history) => history,
        Err(error) if error.code == crate::ErrorCode::ImageNotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let newest_last = || history.iter().rev();
    Ok(Some(Described {
        digests: inspected.layers().to_vec(),
        steps: newest_last().map(alignment::Step::new).collect(),
        created_by: newest_last().map(|step| step.created_by.clone()).collect(),
        folders: inspected.folders(),
        arrived: inspected.last_tagged(),
    }))
}
