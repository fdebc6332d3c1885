//! Keeps an inventory true for as long as an engine answers.

use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use bollard::query_parameters::EventsOptions;
use futures_util::{StreamExt, future, stream};
use tokio::sync::{mpsc, watch};

use super::{Contents, Inventory, named::Named};
use crate::{
    connect::{Engine, Link},
    containers,
    error::Result,
    images,
    wire::{Container, Image, InventoryPatch},
};

/// How long events are gathered after the first one before what they name is read: too short to be seen. While more keep
/// coming the pause doubles, so that a burst costs a handful of reads.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);
/// How many things are read at once.
const READS_AT_ONCE: usize = 8;

impl Inventory {
    /// Follows whatever engine `link` holds, for ever.
    pub async fn follow(&self, link: &Link) {
        let mut engines = link.engines();
        while let Ok(engine) = engines.wait_for(Option::is_some).await.map(|engine| engine.clone()) {
            let Some(engine) = engine else { continue };
            tokio::select! {
                ended = self.follow_engine(&engine) => if let Err(error) = ended {
                    tracing::info!(%error, "the engine's events ended");
                },
                // Another one was chosen while this one still answers.
                _ = let_go(engines.clone(), &engine) => {}
            }
            link.lose(&engine);
            // So as not to follow it again.
            if !let_go(engines.clone(), &engine).await {
                return;
            }
        }
    }

    async fn follow_engine(&self, engine: &Engine) -> Result<()> {
        let (sender, mut events) = mpsc::unbounded_channel();
        // Events are read without a pause while a listing or a re-read is under way, or they would be lost.
        let reading = async {
            // Since now, by name: what happens before the engine has taken the subscription is told afterwards.
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
            let options = EventsOptions { since: Some(now.to_string()), ..EventsOptions::default() };
            let mut stream = engine.docker().events(Some(options));
            while let Some(event) = stream.next().await {
                if sender.send(event?).is_err() {
                    break;
                }
            }
            Ok(())
        };
        let keeping = async {
            loop {
                self.replace(list(engine).await?);
                let mut pause = FIRST_PAUSE;
                loop {
                    let mut named = Named::default();
                    tokio::select! {
                        event = events.recv() => match event {
                            Some(event) => named.add(event),
                            None => return Ok(()),
                        },
                        () = self.refresh.notified() => break,
                    }
                    tokio::time::sleep(pause).await;
                    while let Ok(event) = events.try_recv() {
                        named.add(event);
                    }
                    self.read_again(engine, named).await?;
                    pause = if events.is_empty() { FIRST_PAUSE } else { (pause * 2).min(LONGEST_PAUSE) };
                }
            }
        };
        tokio::select! {
            ended = reading => ended,
            failed = keeping => failed,
        }
    }

    async fn read_again(&self, engine: &Engine, mut named: Named) -> Result<()> {
        if named.is_empty() {
            return Ok(());
        }
        self.with(|contents| named.add_previous_holders(contents));
        let mut images =
            read_all(named.images, |name| async move { images::one(engine, &name).await.map(|image| (name, image)) })
                .await?;
        let containers =
            read_all(named.containers, |id| async move { containers::one(engine, &id).await.map(|found| (id, found)) })
                .await?;
        // The classic builder makes parents without an event of their own.
        while let Some(parents) = self.unknown_parents(&images) {
            images.extend(
                read_all(parents, |id| async move { images::one(engine, &id).await.map(|image| (id, image)) }).await?,
            );
        }
        self.change(|contents| apply(contents, images, containers));
        Ok(())
    }

    fn unknown_parents(&self, read: &[(String, Option<Image>)]) -> Option<Vec<String>> {
        let parents: Vec<String> = self.with(|contents| {
            read.iter()
                .filter_map(|(_, image)| image.as_ref()?.parent.clone())
                .filter(|parent| !contents.images.contains_key(parent) && !read.iter().any(|(name, _)| name == parent))
                .collect()
        });
        (!parents.is_empty()).then_some(parents)
    }
}

/// Waits until the link has let go of this engine; false when there is no link any more.
async fn let_go(mut engines: watch::Receiver<Option<Arc<Engine>>>, engine: &Arc<Engine>) -> bool {
    let other = |current: &Option<Arc<Engine>>| current.as_ref().is_none_or(|current| !Arc::ptr_eq(current, engine));
    engines.wait_for(other).await.is_ok()
}

async fn list(engine: &Engine) -> Result<Contents> {
    let (images, containers) = future::try_join(images::list(engine), containers::list(engine)).await?;
    let mut contents = Contents {
        images: images.into_iter().map(|image| (image.id.clone(), image)).collect(),
        containers: containers.into_iter().map(|container| (container.id.clone(), container)).collect(),
    };
    images::classify(&mut contents.images);
    Ok(contents)
}

async fn read_all<T, Reading>(
    names: impl IntoIterator<Item = String>,
    read: impl Fn(String) -> Reading,
) -> Result<Vec<T>>
where
    Reading: Future<Output = Result<T>>,
{
    let readings: Vec<Reading> = names.into_iter().map(read).collect();
    stream::iter(readings).buffer_unordered(READS_AT_ONCE).collect::<Vec<_>>().await.into_iter().collect()
}

/// Puts what was read into the contents and tells the difference.
fn apply(
    contents: &mut Contents,
    images: Vec<(String, Option<Image>)>,
    containers: Vec<(String, Option<Container>)>,
) -> InventoryPatch {
    let mut patch = InventoryPatch::default();
    let mut changed = BTreeSet::new();
    for (name, image) in images {
        match image {
            Some(image) if contents.images.get(&image.id) != Some(&image) => {
                changed.insert(image.id.clone());
                contents.images.insert(image.id.clone(), image);
            }
            Some(_) => {}
            None => patch.images_gone.extend(contents.images.remove(&name).map(|image| image.id)),
        }
    }
    changed.extend(images::classify(&mut contents.images));
    patch.images = changed.iter().filter_map(|id| contents.images.get(id)).cloned().collect();
    for (id, container) in containers {
        match container {
            Some(container) if contents.containers.get(&id) != Some(&container) => {
                contents.containers.insert(id, container.clone());
                patch.containers.push(container);
            }
            Some(_) => {}
            None => {
                if contents.containers.remove(&id).is_some() {
                    patch.containers_gone.push(id);
                }
            }
        }
    }
    patch
}
