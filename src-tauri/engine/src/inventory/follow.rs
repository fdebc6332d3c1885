//! Keeps an inventory true for as long as an engine answers.

use std::{
    collections::{BTreeSet, HashSet},
    pin::pin,
    sync::Arc,
    time::Duration,
};

use futures_util::{StreamExt, future, stream};
use tokio::sync::{mpsc, watch};

use super::{Contents, Inventory, events::events, affected::Named};
use crate::{
    api,
    connect::{Engine, Link},
    error::{Error, ErrorCode, Result},
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
        let mut last = None;
        while let Ok(engine) = engines.wait_for(Option::is_some).await.map(|engine| engine.clone()) {
            let Some(engine) = engine else { continue };
            let endpoint = engine.info().endpoint.clone();
            // What one engine has must never be taken for another's; the same one coming back may keep it.
            if last.replace(endpoint.clone()) != Some(endpoint) {
                self.forget();
            }
            tokio::select! {
                ended = self.follow_engine(&engine) => {
                    let error = ended.err().unwrap_or_else(|| Error::new(ErrorCode::EngineLost));
                    tracing::info!(%error, "the engine can no longer be followed");
                    link.lose(&engine, error);
                }
                // Another one was chosen while this one still answers.
                _ = let_go(engines.clone(), &engine) => {}
            }
            // So as not to follow it again.
            if !let_go(engines.clone(), &engine).await {
                return;
            }
        }
    }

    async fn follow_engine(&self, engine: &Arc<Engine>) -> Result<()> {
        let (sender, mut news) = mpsc::unbounded_channel();
        // Events are read without a pause while a listing or a re-read is under way, or they would be lost.
        let reading = async {
            // Since now, by name: what happens before the engine has taken the subscription is told afterwards. By its own
            // clock: Podman leaves out also of what is yet to come what is before that by its clock.
            let mut stream = pin!(events(engine, engine.now() - 1).await?);
            while let Some(event) = stream.next().await {
                let event = event?;
                // That nobody else listens is no failure.
                let _ = self.events.send(event.clone());
                if sender.send(event).is_err() {
                    break;
                }
            }
            Ok(())
        };
        let keeping = async {
            let mut listed = list_patiently(engine).await?;
            loop {
                self.replace(engine, listed);
                let mut pause = FIRST_PAUSE;
                loop {
                    let mut named = Named::default();
                    tokio::select! {
                        event = news.recv() => match event {
                            Some(event) => named.add(event),
                            None => return Ok(()),
                        },
                        () = self.refresh.notified() => break,
                    }
                    tokio::time::sleep(pause).await;
                    while let Ok(event) = news.try_recv() {
                        named.add(event);
                    }
                    if named.unnamed {
                        break;
                    }
                    self.read_again(engine, named).await?;
                    pause = if news.is_empty() { FIRST_PAUSE } else { (pause * 2).min(LONGEST_PAUSE) };
                }
                listed = list_patiently(engine).await?;
            }
        };
        tokio::select! {
            ended = reading => ended,
            failed = keeping => failed,
        }
    }

    async fn read_again(&self, engine: &Engine, named: Named) -> Result<()> {
        if named.is_empty() {
            return Ok(());
        }
        let mut images = read_images(engine, named.images).await?;
        let containers =
            read_all(named.containers, |id| async move { told(api::containers::one(engine, &id).await, id) }).await?;
        let losers = self.with(|contents| losers(contents, &images));
        images.extend(read_images(engine, losers).await?);
        // The classic builder makes parents without an event of their own.
        let mut asked = BTreeSet::new();
        while let Some(parents) = self.unknown_parents(&images, &mut asked) {
            images.extend(read_images(engine, parents).await?);
        }
        self.change(|contents| apply(contents, images, containers));
        Ok(())
    }

    /// The parents of what was read that are not known, each asked for once.
    fn unknown_parents(&self, read: &[(String, Option<Image>)], asked: &mut BTreeSet<String>) -> Option<Vec<String>> {
        let named = read.iter().filter_map(|(_, image)| image.as_ref()?.parent.clone());
        let unknown = self.with(|contents| {
            named.filter(|parent| !contents.images.contains_key(parent)).collect::<BTreeSet<String>>()
        });
        let parents: Vec<String> = unknown.into_iter().filter(|parent| asked.insert(parent.clone())).collect();
        (!parents.is_empty()).then_some(parents)
    }
}

/// The images that still have a tag which another one was read with: a tag is taken from its old image without an event
/// that names that one.
fn losers(contents: &Contents, read: &[(String, Option<Image>)]) -> Vec<String> {
    let read = || read.iter().filter_map(|(_, image)| image.as_ref());
    let tags: HashSet<&String> = read().flat_map(|image| &image.tags).collect();
    let ids: HashSet<&String> = read().map(|image| &image.id).collect();
    let lost = |image: &&Image| !ids.contains(&image.id) && image.tags.iter().any(|tag| tags.contains(tag));
    contents.images.values().filter(lost).map(|image| image.id.clone()).collect()
}

/// Waits until the link has let go of this engine; false when there is no link any more.
pub(crate) async fn let_go(mut engines: watch::Receiver<Option<Arc<Engine>>>, engine: &Arc<Engine>) -> bool {
    let other = |current: &Option<Arc<Engine>>| current.as_ref().is_none_or(|current| !Arc::ptr_eq(current, engine));
    engines.wait_for(other).await.is_ok()
}

/// All that the engine has, as it lists it now.
///
/// # Errors
/// The engine's, by code.
pub async fn list(engine: &Engine) -> Result<Contents> {
    let (images, containers) = future::try_join(api::images::list(engine), api::containers::list(engine)).await?;
    let mut contents = Contents {
        images: images.into_iter().map(|image| (image.id.clone(), image)).collect(),
        containers: containers.into_iter().map(|container| (container.id.clone(), container)).collect(),
        store: engine.info().store,
        ..Contents::default()
    };
    api::images::classify(&mut contents.images);
    Ok(contents)
}

/// Podman refuses a listing while an image is being removed, so a refusal is asked about again.
async fn list_patiently(engine: &Engine) -> Result<Contents> {
    let mut pause = FIRST_PAUSE;
    loop {
        match list(engine).await {
            Err(error) if !error.is_loss() && pause < LONGEST_PAUSE => {
                tracing::debug!(%error, "a listing is refused");
                tokio::time::sleep(pause).await;
                pause *= 2;
            }
            listed => return listed,
        }
    }
}

async fn read_images(engine: &Engine, names: impl IntoIterator<Item = String>) -> Result<Vec<(String, Option<Image>)>> {
    read_all(names, |name| async move { told(api::images::one(engine, &name).await, name) }).await
}

/// Reads each of the names; those that the engine refuses to tell of are left out.
async fn read_all<T, Reading>(
    names: impl IntoIterator<Item = String>,
    read: impl Fn(String) -> Reading,
) -> Result<Vec<(String, Option<T>)>>
where
    Reading: Future<Output = Result<Option<(String, Option<T>)>>>,
{
    let readings: Vec<Reading> = names.into_iter().map(read).collect();
    let read: Vec<_> = stream::iter(readings).buffer_unordered(READS_AT_ONCE).collect().await;
    read.into_iter().filter_map(Result::transpose).collect()
}

/// What was read under a name. A refusal concerns this one thing alone, which stays as it was; a loss concerns all.
fn told<T>(read: Result<Option<T>>, name: String) -> Result<Option<(String, Option<T>)>> {
    match read {
        Ok(found) => Ok(Some((name, found))),
        Err(error) if error.is_loss() => Err(error),
        Err(error) => {
            tracing::warn!(%error, name, "the engine does not tell of this");
            Ok(None)
        }
    }
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
        match image.map(|image| contents.with_answer(image)) {
            Some(image) if contents.images.get(&image.id) != Some(&image) => {
                changed.insert(image.id.clone());
                contents.images.insert(image.id.clone(), image);
            }
            Some(_) => {}
            None => patch.images_gone.extend(contents.images.remove(&name).map(|image| image.id)),
        }
    }
    changed.extend(api::images::classify(&mut contents.images));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        images::fixtures::{contents, id, image},
        wire::ImageOrigin,
    };

    #[test]
    fn a_registrys_answer_outlives_what_is_read_again() {
        let unsure = |name| Image { origin: ImageOrigin::Unsure, ..image(name, &["web:1"], None) };
        let mut held = contents(vec![unsure("web"), unsure("db")], vec![]);
        let changed = held.answered(&id("web"), ImageOrigin::Registry).expect("the image is another now");
        assert_eq!(changed.origin, ImageOrigin::Registry, "as the registry answered");
        assert_eq!(held.images[&id("db")].origin, ImageOrigin::Unsure, "which was about one image");
        apply(&mut held, vec![(id("web"), Some(unsure("web")))], vec![]);
        assert_eq!(held.images[&id("web")].origin, ImageOrigin::Registry, "after an event about the image");
        held.list_anew(contents(vec![unsure("web")], vec![]));
        assert_eq!(held.images[&id("web")].origin, ImageOrigin::Registry, "after a new listing");
        assert_eq!(held.answered(&id("web"), ImageOrigin::Registry), None, "the same answer changes nothing");
    }

    #[test]
    fn whoever_lost_a_tag_is_read_too() {
        let held = contents(
            vec![image("old", &["web:1", "web:2"], None), image("new", &["web:2"], None), image("db", &["db:1"], None)],
            vec![],
        );
        let tagged = |tags: &[&str]| losers(&held, &[("web:2".to_owned(), Some(image("new", tags, None)))]);
        assert_eq!(tagged(&["web:2"]), [id("old")], "even when the new one had been read with it before");
        assert_eq!(tagged(&["web:3"]), [] as [&str; 0], "a free name is nobody's loss");
    }
}
