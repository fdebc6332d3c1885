use std::collections::HashMap;

use parking_lot::{Mutex, MutexGuard};
use slipway_engine::{
    Error, ErrorCode, Result,
    wire::{MirrorConfiguration, MirrorTest},
};
use tauri::{State, ipc::Channel};
use tokio::sync::oneshot;

use super::TheSession;

/// The tests of mirrors that are under way, by the page's numbers. One whose end is dropped is given up.
#[derive(Default)]
pub struct MirrorTests(Mutex<HashMap<u32, oneshot::Sender<()>>>);

impl MirrorTests {
    fn begin(&self, test: u32) -> oneshot::Receiver<()> {
        let (end, ended) = oneshot::channel();
        self.running().insert(test, end);
        ended
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
    session: TheSession<'_>,
    tests: State<'_, MirrorTests>,
    test: u32,
    mirror: String,
    image: String,
    progress: Channel<MirrorTest>,
) -> Result<MirrorTest> {
    let ended = tests.begin(test);
    let tell = |test: &MirrorTest| {
        // A page that is gone asks anew when it is there again.
        let _ = progress.send(test.clone());
    };
    let result = tokio::select! {
        result = session.test_mirror(&mirror, &image, tell) => result,
        _ = ended => Err(Error::new(ErrorCode::Cancelled)),
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
pub async fn mirror_configuration(session: TheSession<'_>, mirrors: Vec<String>) -> Result<MirrorConfiguration> {
    session.mirror_configuration(&mirrors).await
}
