use std::path::PathBuf;

use parking_lot::{Mutex, MutexGuard};
use slipway_engine::Result;
use tauri::{State, ipc::Channel};

/// The page that follows files dropped on the window.
#[derive(Default)]
pub struct Drops(Mutex<Option<Channel<Vec<String>>>>);

impl Drops {
    /// Sends the paths of one drop to the page, if one follows. A dropped link arrives as a path as well (wry's
    /// `path_buf_from_uri`), but not as an absolute one.
    pub fn dropped(&self, paths: &[PathBuf]) {
        let files: Vec<String> =
            paths.iter().filter(|path| path.is_absolute()).map(|path| path.display().to_string()).collect();
        if let (false, Some(page)) = (files.is_empty(), &*self.page()) {
            // A page that no longer exists follows again when it is back.
            let _ = page.send(files);
        }
    }

    fn page(&self) -> MutexGuard<'_, Option<Channel<Vec<String>>>> {
        self.0.lock()
    }
}

#[tauri::command]
pub async fn follow_drops(drops: State<'_, Drops>, channel: Channel<Vec<String>>) -> Result<()> {
    *drops.page() = Some(channel);
    Ok(())
}

#[tauri::command]
pub async fn unfollow_drops(drops: State<'_, Drops>) -> Result<()> {
    *drops.page() = None;
    Ok(())
}
