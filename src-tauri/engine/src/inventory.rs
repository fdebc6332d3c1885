//! Images and containers as they stand, kept true by the engine's events.
//!
//! One listing when an engine answers; from then on only what an event names is read again, never the list: engines
//! with the containerd store take 20 s to list 2,000 images. Events that come while something is being read are
//! gathered, so that a burst costs as many reads as it names things, whatever its length.

mod affected;
mod colours;
mod contents;
mod events;
mod follow;
mod mirror_provenance;

use std::sync::{Arc, Weak};

use futures_util::{Stream, StreamExt, future, stream};
use parking_lot::{Mutex, MutexGuard};
use tokio::sync::{Notify, broadcast, watch};
use tokio_stream::wrappers::BroadcastStream;

pub use colours::LayerColours;
pub use contents::Contents;
pub(crate) use contents::Names;
#[cfg(test)]
pub(crate) use events::fixtures;
pub(crate) use events::{Event, EventKind};
pub(crate) use follow::let_go;
pub use follow::list;
pub use mirror_provenance::PulledThrough;

use crate::{
    connect::Engine,
    wire::{ImageOrigin, Inventory as Whole, InventoryPatch, Update},
};

/// How many changes a slow reader may fall behind before it is given the whole again.
const BACKLOG: usize = 256;
/// How many events whoever listens to them may fall behind.
const EVENTS: usize = 1024;

/// What the engine has, and the news of it.
pub struct Inventory {
    standing: Mutex<Standing>,
    pulled: Arc<PulledThrough>,
    news: broadcast::Sender<News>,
    revision: watch::Sender<u64>,
    events: broadcast::Sender<Event>,
    refresh: Notify,
}

#[derive(Default)]
struct Standing {
    revision: u64,
    loaded: bool,
    contents: Contents,
    /// Whose listing it goes back to.
    engine: Weak<Engine>,
}

/// What listeners are told; the whole is fetched by whoever needs it instead of being copied for each.
#[derive(Clone)]
enum News {
    Listed,
    Changed(InventoryPatch),
}

impl Default for Inventory {
    fn default() -> Self {
        Self::new(Arc::default())
    }
}

impl Inventory {
    /// Nothing is known yet but what came through mirrors: a registry had that, whichever engine has it now.
    pub fn new(pulled: Arc<PulledThrough>) -> Self {
        let contents = Contents::pulled_through(&pulled);
        Self {
            standing: Mutex::new(Standing { contents, ..Standing::default() }),
            pulled,
            news: broadcast::Sender::new(BACKLOG),
            revision: watch::Sender::default(),
            events: broadcast::Sender::new(EVENTS),
            refresh: Notify::new(),
        }
    }

    /// Looks at the contents as they stand.
    pub fn with<T>(&self, look: impl FnOnce(&Contents) -> T) -> T {
        look(&self.standing().contents)
    }

    /// Looks at what this engine listed; `None` until it has: what is there may still be another's.
    pub(crate) fn of<T>(&self, engine: &Arc<Engine>, look: impl FnOnce(&Contents) -> T) -> Option<T> {
        let standing = self.standing();
        let its_own = standing.loaded && std::ptr::eq(standing.engine.as_ptr(), Arc::as_ptr(engine));
        its_own.then(|| look(&standing.contents))
    }

    /// The revision, whenever it grows.
    pub(crate) fn revisions(&self) -> watch::Receiver<u64> {
        self.revision.subscribe()
    }

    /// The engine's events as they come, from now on: what is gone before it can be read has no other trace, and neither has
    /// what happens inside a container.
    pub(crate) fn events(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    /// The whole, then every change; the whole again after a new listing, and for a reader that fell behind.
    pub fn updates(self: &Arc<Self>) -> impl Stream<Item = Update> + Send + use<> {
        let (whole, news) = {
            let standing = self.standing();
            (standing.whole(), self.news.subscribe())
        };
        let mut seen = whole.revision;
        let inventory = Arc::clone(self);
        let changes = BroadcastStream::new(news).filter_map(move |news| {
            let update = match news {
                // What was sent before the whole was taken is in it already.
                Ok(News::Changed(patch)) => (patch.revision > seen).then_some(Update::Patch { patch }),
                Ok(News::Listed) | Err(_) => {
                    let whole = inventory.standing().whole();
                    seen = whole.revision;
                    Some(Update::Inventory { inventory: whole })
                }
            };
            future::ready(update)
        });
        stream::iter([Update::Inventory { inventory: whole }]).chain(changes)
    }

    /// Asks for a new listing: a few things happen without an event, such as a classic build without a tag.
    pub fn refresh(&self) {
        self.refresh.notify_one();
    }

    /// What the registries answered about an image counts from now on, until another engine answers.
    pub(crate) fn answered(&self, image: &str, origin: ImageOrigin) {
        self.change(|contents| {
            let images = contents.answered(image, origin).into_iter().collect();
            InventoryPatch { images, ..InventoryPatch::default() }
        });
    }

    /// Nothing is known any more, until the next listing.
    fn forget(&self) {
        let mut standing = self.standing();
        standing.contents = Contents::pulled_through(&self.pulled);
        standing.loaded = false;
        standing.engine = Weak::new();
        standing.revision += 1;
        self.revision.send_replace(standing.revision);
        let _ = self.news.send(News::Listed);
    }

    /// What an engine listed takes the place of all that was there.
    fn replace(&self, engine: &Arc<Engine>, contents: Contents) {
        let mut standing = self.standing();
        standing.contents.list_anew(contents);
        standing.loaded = true;
        standing.engine = Arc::downgrade(engine);
        standing.revision += 1;
        self.revision.send_replace(standing.revision);
        // That nobody listens is no failure: a later reader begins with the whole.
        let _ = self.news.send(News::Listed);
    }

    /// Changes the contents by what `change` tells as a patch; an empty one is not news.
    fn change(&self, change: impl FnOnce(&mut Contents) -> InventoryPatch) {
        let mut standing = self.standing();
        let mut patch = change(&mut standing.contents);
        if patch == InventoryPatch::default() {
            return;
        }
        standing.revision += 1;
        patch.revision = standing.revision;
        self.revision.send_replace(standing.revision);
        let _ = self.news.send(News::Changed(patch));
    }

    fn standing(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock()
    }
}

impl Standing {
    fn whole(&self) -> Whole {
        Whole {
            revision: self.revision,
            loaded: self.loaded,
            images: self.contents.images.values().cloned().collect(),
            containers: self.contents.containers.values().cloned().collect(),
        }
    }
}
