use std::collections::HashMap;

use parking_lot::{Mutex, MutexGuard};
use slipway_engine::{
    Error, ErrorCode, Result,
    wire::{MirrorConfiguration, MirrorTest},
};
use tauri::{State, ipc::Channel};
use tokio::sync::oneshot;

use super::SessionState;

/// The running tests of mirrors, by the page's numbers. Dropping a sender cancels its test.
#[derive(Default)]
pub struct MirrorTests(Mutex<HashMap<u32, oneshot::Sender<()>>>);

impl MirrorTests {
    fn start(&self, test: u32) -> oneshot::Receiver<()> {
        let (sender, cancelled) = oneshot::channel();
        self.running().insert(test, sender);
        cancelled
    }

    fn end(&self, test: u32) {
        self.running().remove(&test);
    }

    fn running(&self) -> MutexGuard<'_, HashMap<u32, oneshot::Sender<()>>> {
        self.0.lock()
    }
}

#[tauri::command]
pub async fn test_mirror(
    session: SessionState<'_>,
    tests: State<'_, MirrorTests>,
    test: u32,
    mirror: String,
    image: String,
    progress: Channel<MirrorTest>,
) -> Result<MirrorTest> {
    let cancelled = tests.start(test);
    let report = |test: &MirrorTest| {
        // A page that no longer exists starts a new test when it is back.
        let _ = progress.send(test.clone());
    };
    let result = tokio::select! {
        result = session.test_mirror(&mirror, &image, report) => result,
        _ = cancelled => Err(Error::new(ErrorCode::Cancelled)),
    };
    tests.end(test);
    result
}

#[tauri::command]
pub async fn cancel_mirror_test(tests: State<'_, MirrorTests>, test: u32) -> Result<()> {
    tests.end(test);
    Ok(())
}

#[tauri::command]
pub async fn mirror_configuration(session: SessionState<'_>, mirrors: Vec<String>) -> Result<MirrorConfiguration> {
    session.mirror_configuration(&mirrors).await
}
