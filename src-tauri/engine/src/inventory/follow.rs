//! Keeps an inventory current for as long as an engine answers.

use std::{
    collections::BTreeSet,
    pin::pin,
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::StreamExt;
use tokio::sync::{mpsc, watch};

use super::{
    Inventory, Listing,
    affected::Affected,
    apply::{apply, images_losing_tags, unknown_parents, unknown_users},
    events::events,
    read::{list_with_retries, read_containers, read_images},
};
use crate::{
    connect::{Engine, Link},
    error::{Error, ErrorCode, Result},
};

/// How long events are collected after the first one before what they affect is read: too short to be noticed. While more
/// keep arriving the delay doubles, so that a burst costs a handful of reads.
const MIN_DELAY: Duration = Duration::from_millis(20);
const MAX_DELAY: Duration = Duration::from_millis(500);

impl Inventory {
    /// Follows the engine that `link` holds, for ever.
    pub async fn follow(&self, link: &Link) {
        let mut engines = link.engines();
        let mut last = None;
        while let Ok(engine) = engines.wait_for(Option::is_some).await.map(|engine| engine.clone()) {
            let Some(engine) = engine else { continue };
            let endpoint = engine.info().endpoint.clone();
            // The contents of one engine are never shown as another's; the same one keeps them while it reconnects.
            if last.replace(endpoint.clone()) != Some(endpoint) {
                self.clear();
            }
            tokio::select! {
                ended = self.follow_engine(&engine) => {
                    let error = ended.err().unwrap_or_else(|| Error::new(ErrorCode::EngineLost));
                    tracing::info!(%error, "the engine can no longer be followed");
                    link.report_lost(&engine, error);
                }
                // Another engine was chosen while this one still answers.
                _ = wait_until_replaced(engines.clone(), &engine) => {}
            }
            // Whoever waits for a listing of it waits in vain.
            self.fulfilled.send_replace(*self.requests.borrow());
            // Not to follow the same connection again.
            if !wait_until_replaced(engines.clone(), &engine).await {
                return;
            }
        }
    }

    async fn follow_engine(&self, engine: &Arc<Engine>) -> Result<()> {
        let (sender, mut pending) = mpsc::unbounded_channel();
        // Events are received even during a listing or a read, or they would be lost.
        let receiving = async {
            // Since a given time, so that events before the engine has accepted the subscription are sent, too. It is the
            // engine's own time: by its clock Podman leaves out future events, too, if they are before that time.
            let mut stream = pin!(events(engine, engine.now() - 1).await?);
            while let Some(event) = stream.next().await {
                let event = event?;
                // No subscribers is fine.
                let _ = self.events.send(event.clone());
                if sender.send(event).is_err() {
                    break;
                }
            }
            Ok(())
        };
        let updating = async {
            let mut requests = self.requests.subscribe();
            loop {
                // A request during the listing needs another.
                let request = *requests.borrow_and_update();
                let began = Instant::now();
                let listed = list_with_retries(engine).await?;
                self.replace(engine, listed, Listing { began, took: began.elapsed() });
                self.fulfilled.send_replace(request);
                let mut delay = MIN_DELAY;
                loop {
                    let mut affected = Affected::default();
                    tokio::select! {
                        event = pending.recv() => match event {
                            Some(event) => affected.add(event),
                            None => return Ok(()),
                        },
                        _ = requests.changed() => break,
                    }
                    tokio::time::sleep(delay).await;
                    while let Ok(event) = pending.try_recv() {
                        affected.add(event);
                    }
                    // What was refused may be allowed by now: the damaged image is gone.
                    if affected.unnamed || self.with(|contents| affected.concerns_refused(contents)) {
                        break;
                    }
                    self.update(engine, affected).await?;
                    delay = if pending.is_empty() { MIN_DELAY } else { (delay * 2).min(MAX_DELAY) };
                }
            }
        };
        tokio::select! {
            ended = receiving => ended,
            failed = updating => failed,
        }
    }

    /// Reads what events affect, and applies it.
    async fn update(&self, engine: &Engine, affected: Affected) -> Result<()> {
        if affected.is_empty() {
            return Ok(());
        }
        let mut images = read_images(engine, affected.images).await?;
        let containers = read_containers(engine, affected.containers).await?;
        // Someone else's container may use an image that no event announced.
        let unknown = self.with(|contents| unknown_users(contents, &containers));
        images.extend(read_images(engine, unknown).await?);
        let losing_tags = self.with(|contents| images_losing_tags(contents, &images));
        images.extend(read_images(engine, losing_tags).await?);
        // The legacy builder creates parents without an event of their own. Each is read once.
        let mut requested = BTreeSet::new();
        loop {
            let unknown = self.with(|contents| unknown_parents(contents, &images));
            let parents: Vec<String> = unknown.into_iter().filter(|parent| requested.insert(parent.clone())).collect();
            if parents.is_empty() {
                break;
            }
            images.extend(read_images(engine, parents).await?);
        }
        self.change(|contents| apply(contents, images, containers));
        Ok(())
    }
}

/// Waits until the link no longer holds this engine; false if the link is gone.
pub(crate) async fn wait_until_replaced(
    mut engines: watch::Receiver<Option<Arc<Engine>>>,
    engine: &Arc<Engine>,
) -> bool {
    let is_replaced =
        |current: &Option<Arc<Engine>>| current.as_ref().is_none_or(|current| !Arc::ptr_eq(current, engine));
    engines.wait_for(is_replaced).await.is_ok()
}
