//! An engine's images and containers, kept current by its events.
//!
//! They are listed once, when an engine answers. From then on only what an event affects is read again, never the list:
//! engines with the containerd store take 20 s to list 2,000 images. Events that arrive during a read are collected, so
//! that a burst costs as many reads as it affects items, whatever its length.
//!
//! Why: `docs/decisions/014-events-invalidate-reads-supply.md`.

mod affected;
mod apply;
mod colours;
mod contents;
mod events;
mod follow;
mod mirror_provenance;
mod read;

use std::{
    sync::{Arc, Weak},
    time::{Duration, Instant},
};

use futures_util::{Stream, StreamExt, future, stream};
use parking_lot::{Mutex, MutexGuard};
use tokio::sync::{broadcast, watch};
use tokio_stream::wrappers::BroadcastStream;

pub use colours::LayerColours;
pub use contents::Contents;
pub(crate) use contents::NameIndex;
#[cfg(test)]
pub(crate) use events::fixtures;
pub(crate) use events::{Event, EventKind};
pub(crate) use follow::wait_until_replaced;
pub use mirror_provenance::MirrorProvenance;
pub use read::list;

use crate::{
    connect::Engine,
    error::{Error, ErrorCode, Result},
    wire::{ImageOrigin, Inventory as Snapshot, InventoryPatch, Update},
};

/// How many changes a slow subscriber may fall behind before it is sent a snapshot again.
const CHANGE_BACKLOG: usize = 256;
/// How many events a subscriber may fall behind.
const EVENT_BACKLOG: usize = 1024;
/// How long a requested listing may take.
const LISTING_TIMEOUT: Duration = Duration::from_secs(120);
/// The age from which a listing may lack images that no event announced.
const FRESH: Duration = Duration::from_secs(30);
/// How long a listing may have taken to be repeated without anybody asking for it.
const QUICK: Duration = Duration::from_secs(2);

/// The images and containers of the current engine, and a stream of changes.
pub struct Inventory {
    state: Mutex<InventoryState>,
    provenance: Arc<MirrorProvenance>,
    changes: broadcast::Sender<Change>,
    revision: watch::Sender<u64>,
    events: broadcast::Sender<Event>,
    /// The number of requests for a new listing.
    requests: watch::Sender<u64>,
    /// How many of them have been fulfilled.
    fulfilled: watch::Sender<u64>,
}

#[derive(Default)]
struct InventoryState {
    revision: u64,
    loaded: bool,
    contents: Contents,
    /// The engine that was listed.
    engine: Weak<Engine>,
    /// The last listing.
    listing: Option<Listing>,
}

/// When a listing began, and how long it took.
#[derive(Clone, Copy)]
struct Listing {
    began: Instant,
    took: Duration,
}

/// A change of the inventory. After a listing each subscriber takes the snapshot itself, instead of being sent a copy.
#[derive(Clone)]
enum Change {
    Listed,
    Patched(InventoryPatch),
}

impl Default for Inventory {
    fn default() -> Self {
        Self::new(Arc::default())
    }
}

impl Inventory {
    /// An empty inventory. Only the origin of images pulled through mirrors is known: a registry had them, whichever engine
    /// has them now.
    pub fn new(provenance: Arc<MirrorProvenance>) -> Self {
        let contents = Contents::with_provenance(&provenance);
        Self {
            state: Mutex::new(InventoryState { contents, ..InventoryState::default() }),
            provenance,
            changes: broadcast::Sender::new(CHANGE_BACKLOG),
            revision: watch::Sender::default(),
            events: broadcast::Sender::new(EVENT_BACKLOG),
            requests: watch::Sender::default(),
            fulfilled: watch::Sender::default(),
        }
    }

    /// Calls `read` with the current contents.
    pub fn with<T>(&self, read: impl FnOnce(&Contents) -> T) -> T {
        read(&self.state().contents)
    }

    /// Calls `read` with the contents of this engine; `None` until it was listed: the contents may still be another's.
    pub(crate) fn of<T>(&self, engine: &Arc<Engine>, read: impl FnOnce(&Contents) -> T) -> Option<T> {
        let state = self.state();
        let is_listed = state.loaded && std::ptr::eq(state.engine.as_ptr(), Arc::as_ptr(engine));
        is_listed.then(|| read(&state.contents))
    }

    /// The revision, as it grows.
    pub(crate) fn revisions(&self) -> watch::Receiver<u64> {
        self.revision.subscribe()
    }

    /// The engine's events from now on. What is gone before it can be read leaves no other trace, and neither does what happens
    /// inside a container.
    pub(crate) fn events(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    /// A snapshot, then every change; a snapshot again after a new listing, and for a subscriber that fell behind.
    pub fn updates(self: &Arc<Self>) -> impl Stream<Item = Update> + Send + use<> {
        let (snapshot, changes) = {
            let state = self.state();
            (state.snapshot(), self.changes.subscribe())
        };
        let mut revision = snapshot.revision;
        let inventory = Arc::clone(self);
        let updates = BroadcastStream::new(changes).filter_map(move |change| {
            let update = match change {
                // Changes sent before the snapshot was taken are included in it.
                Ok(Change::Patched(patch)) => (patch.revision > revision).then_some(Update::Patch { patch }),
                Ok(Change::Listed) | Err(_) => {
                    let snapshot = inventory.state().snapshot();
                    revision = snapshot.revision;
                    Some(Update::Inventory { inventory: snapshot })
                }
            };
            future::ready(update)
        });
        stream::iter([Update::Inventory { inventory: snapshot }]).chain(updates)
    }

    /// Requests a new listing: a few changes have no event, such as a build by the legacy builder without a tag.
    pub fn refresh(&self) {
        self.request();
    }

    /// Lists everything again and waits for it.
    ///
    /// # Errors
    /// [`ErrorCode::EngineLost`], if no engine answers; [`ErrorCode::TimedOut`].
    pub async fn relist(&self, engine: &Arc<Engine>) -> Result<()> {
        let mut fulfilled = self.fulfilled.subscribe();
        let requested = Instant::now();
        let request = self.request();
        let waiting = tokio::time::timeout(LISTING_TIMEOUT, fulfilled.wait_for(|count| *count >= request)).await;
        if waiting.is_err() {
            return Err(Error::new(ErrorCode::TimedOut).with("address", engine.info().endpoint.address.clone()));
        }
        // Whoever waits is also released when the engine is lost.
        let is_new = self.state().listing.is_some_and(|listing| listing.began >= requested);
        let listed = self.of(engine, |_| ()).filter(|()| is_new);
        listed.ok_or_else(|| Error::new(ErrorCode::EngineLost))
    }

    /// [`Self::relist`], if the last listing is old enough to lack images that no event announced, and was quick. Returns
    /// whether the contents are fresh now.
    ///
    /// # Errors
    /// Those of [`Self::relist`].
    pub(crate) async fn freshen(&self, engine: &Arc<Engine>) -> Result<bool> {
        let listing = self.state().listing;
        match listing {
            Some(listing) if listing.began.elapsed() < FRESH => Ok(true),
            Some(listing) if listing.took > QUICK => Ok(false),
            _ => self.relist(engine).await.map(|()| true),
        }
    }

    /// Returns the request's number.
    fn request(&self) -> u64 {
        let mut request = 0;
        self.requests.send_modify(|count| {
            *count += 1;
            request = *count;
        });
        request
    }

    /// Sets the origin of an image as the registries answered; it counts until another engine answers.
    pub(crate) fn verify_origin(&self, image: &str, origin: ImageOrigin) {
        self.change(|contents| {
            let images = contents.verify_origin(image, origin).into_iter().collect();
            InventoryPatch { images, ..InventoryPatch::default() }
        });
    }

    /// Clears the inventory until the next listing.
    fn clear(&self) {
        let mut state = self.state();
        state.contents = Contents::with_provenance(&self.provenance);
        state.loaded = false;
        state.engine = Weak::new();
        state.listing = None;
        state.revision += 1;
        self.revision.send_replace(state.revision);
        let _ = self.changes.send(Change::Listed);
    }

    /// Replaces the contents by an engine's listing.
    fn replace(&self, engine: &Arc<Engine>, contents: Contents, listing: Listing) {
        let mut state = self.state();
        state.listing = Some(listing);
        state.contents.replace(contents);
        state.loaded = true;
        state.engine = Arc::downgrade(engine);
        state.revision += 1;
        self.revision.send_replace(state.revision);
        // No subscribers is fine: the next one starts from a snapshot.
        let _ = self.changes.send(Change::Listed);
    }

    /// Changes the contents; `change` returns what it changed, and subscribers are sent that unless it is empty.
    fn change(&self, change: impl FnOnce(&mut Contents) -> InventoryPatch) {
        let mut state = self.state();
        let mut patch = change(&mut state.contents);
        if patch == InventoryPatch::default() {
            return;
        }
        state.revision += 1;
        patch.revision = state.revision;
        self.revision.send_replace(state.revision);
        let _ = self.changes.send(Change::Patched(patch));
    }

    fn state(&self) -> MutexGuard<'_, InventoryState> {
        self.state.lock()
    }
}

impl InventoryState {
    fn snapshot(&self) -> Snapshot {
        Snapshot {
            revision: self.revision,
            loaded: self.loaded,
            images: self.contents.images.values().cloned().collect(),
            containers: self.contents.containers.values().cloned().collect(),
            images_refused: self.contents.images_refused.clone(),
            containers_refused: self.contents.containers_refused.clone(),
        }
    }
}
