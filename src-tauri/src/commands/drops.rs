use std::path::PathBuf;

use parking_lot::{Mutex, MutexGuard};
use slipway_engine::Result;
use tauri::{State, ipc::Channel};

/// The page that follows files dropped on the window.
#[derive(Default)]
pub struct Drops(Mutex<Option<Channel<String>>>);

impl Drops {
    /// Sends the paths to the page, if one follows.
    pub fn dropped(&self, paths: &[PathBuf]) {
        if let Some(page) = &*self.page() {
            for path in paths {
                // A page that no longer exists follows again when it is back.
                let _ = page.send(path.display().to_string());
            }
        }
    }

    fn page(&self) -> MutexGuard<'_, Option<Channel<String>>> {
        self.0.lock()
    }
}

#[tauri::command]
pub async fn follow_drops(drops: State<'_, Drops>, channel: Channel<String>) -> Result<()> {
    *drops.page() = Some(channel);
    Ok(())
}

#[tauri::command]
pub async fn unfollow_drops(drops: State<'_, Drops>) -> Result<()> {
    *drops.page() = None;
    Ok(())
}
