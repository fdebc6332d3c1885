use std::collections::HashMap;

use futures_util::StreamExt;
use parking_lot::{Mutex, MutexGuard};
use slipway_engine::{Result, wire::Update};
use tauri::{State, async_runtime::JoinHandle, ipc::Channel};

use super::SessionState;

/// The running subscriptions to updates.
#[derive(Default)]
pub struct Subscriptions(Mutex<Running>);

#[derive(Default)]
struct Running {
    last: u32,
    tasks: HashMap<u32, JoinHandle<()>>,
}

impl Subscriptions {
    fn add(&self, task: JoinHandle<()>) -> u32 {
        let mut running = self.running();
        running.last += 1;
        let id = running.last;
        running.tasks.insert(id, task);
        id
    }

    fn end(&self, id: u32) {
        if let Some(task) = self.running().tasks.remove(&id) {
            task.abort();
        }
    }

    /// Ends all subscriptions.
    pub fn end_all(&self) {
        self.running().tasks.drain().for_each(|(_, task)| task.abort());
    }

    fn running(&self) -> MutexGuard<'_, Running> {
        self.0.lock()
    }
}

#[tauri::command]
pub async fn subscribe(
    session: SessionState<'_>,
    subscriptions: State<'_, Subscriptions>,
    channel: Channel<Update>,
) -> Result<u32> {
    let mut updates = session.updates();
    let task = tauri::async_runtime::spawn(async move {
        while let Some(update) = updates.next().await {
            if channel.send(update).is_err() {
                break;
            }
        }
    });
    Ok(subscriptions.add(task))
}

#[tauri::command]
pub async fn unsubscribe(subscriptions: State<'_, Subscriptions>, subscription: u32) -> Result<()> {
    subscriptions.end(subscription);
    Ok(())
}
