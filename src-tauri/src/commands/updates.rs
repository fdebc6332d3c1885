use std::{collections::HashMap, sync::Arc};

use futures_util::{
    Stream, StreamExt,
    stream::{AbortHandle, Abortable, BoxStream},
};
use parking_lot::{Mutex, MutexGuard};
use slipway_engine::{Result, wire::Update};
use tauri::State;

use super::SessionState;

/// How many updates are sent at once.
const MAX_BATCH: usize = 64;

/// The subscriptions to updates. Each is read by the page, batch by batch: a page that is busy is sent what has changed by
/// the time it asks again, instead of a queue that grows.
#[derive(Default)]
pub struct Subscriptions(Mutex<Open>);

#[derive(Default)]
struct Open {
    last: u32,
    subscriptions: HashMap<u32, Subscription>,
}

#[derive(Clone)]
struct Subscription {
    batches: Arc<tokio::sync::Mutex<BoxStream<'static, Vec<Update>>>>,
    end: AbortHandle,
}

impl Subscriptions {
    fn add(&self, updates: impl Stream<Item = Update> + Send + 'static) -> u32 {
        let (end, registration) = AbortHandle::new_pair();
        let batches = Abortable::new(updates, registration).ready_chunks(MAX_BATCH).boxed();
        let mut open = self.open();
        open.last += 1;
        let id = open.last;
        open.subscriptions.insert(id, Subscription { batches: Arc::new(tokio::sync::Mutex::new(batches)), end });
        id
    }

    /// The next updates of a subscription; none once it has ended.
    async fn next(&self, id: u32) -> Vec<Update> {
        let subscription = self.open().subscriptions.get(&id).cloned();
        let Some(subscription) = subscription else { return Vec::new() };
        subscription.batches.lock().await.next().await.unwrap_or_default()
    }

    fn end(&self, id: u32) {
        if let Some(subscription) = self.open().subscriptions.remove(&id) {
            subscription.end.abort();
        }
    }

    /// Ends all subscriptions.
    pub fn end_all(&self) {
        self.open().subscriptions.drain().for_each(|(_, subscription)| subscription.end.abort());
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.0.lock()
    }
}

/// Opens a subscription, which begins with a snapshot, and returns its ID.
#[tauri::command]
pub async fn subscribe(session: SessionState<'_>, subscriptions: State<'_, Subscriptions>) -> Result<u32> {
    Ok(subscriptions.add(session.updates()))
}

/// Waits for updates of a subscription. None: it has ended.
#[tauri::command]
pub async fn next_updates(subscriptions: State<'_, Subscriptions>, subscription: u32) -> Result<Vec<Update>> {
    Ok(subscriptions.next(subscription).await)
}

#[tauri::command]
pub async fn unsubscribe(subscriptions: State<'_, Subscriptions>, subscription: u32) -> Result<()> {
    subscriptions.end(subscription);
    Ok(())
}

#[cfg(test)]
mod tests {
    use futures_util::{FutureExt, stream};
    use slipway_engine::wire::PracticeStatus;

    use super::*;

    fn update() -> Update {
        Update::Practice { status: PracticeStatus::Off }
    }

    #[tokio::test]
    async fn a_reader_gets_what_is_ready_at_once() {
        let subscriptions = Subscriptions::default();
        let id = subscriptions.add(stream::iter(vec![update(); MAX_BATCH + 3]).chain(stream::pending()));
        assert_eq!(subscriptions.next(id).await.len(), MAX_BATCH, "at most so many");
        assert_eq!(subscriptions.next(id).await.len(), 3, "then the rest");
        assert!(subscriptions.next(id).now_or_never().is_none(), "then it waits");
    }

    #[tokio::test]
    async fn ending_a_subscription_ends_the_wait() {
        let subscriptions = Subscriptions::default();
        let id = subscriptions.add(stream::pending());
        let waiting = subscriptions.next(id);
        tokio::pin!(waiting);
        assert!(waiting.as_mut().now_or_never().is_none(), "nothing happens yet");
        subscriptions.end(id);
        assert_eq!(waiting.await, [], "no updates: it has ended");
        assert_eq!(subscriptions.next(id).await, [], "and is not known any more");
    }
}
