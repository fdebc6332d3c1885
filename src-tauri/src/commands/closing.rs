use parking_lot::Mutex;
use slipway_engine::{Error, Result};
use tauri::{State, WebviewWindow, ipc::Channel};

/// The page that is asked before the window closes while jobs run.
#[derive(Default)]
pub struct Closing(Mutex<Option<Page>>);

struct Page {
    channel: Channel<()>,
    /// It was asked and has not answered.
    asked: bool,
}

impl Closing {
    /// Asks the page. `false` if there is none, or if it has not answered the last time: it may not respond, and a window
    /// must be possible to close.
    pub fn ask(&self) -> bool {
        match &mut *self.0.lock() {
            Some(page) if !page.asked && page.channel.send(()).is_ok() => {
                page.asked = true;
                true
            }
            _ => false,
        }
    }
}

#[tauri::command]
pub async fn follow_closing(closing: State<'_, Closing>, channel: Channel<()>) -> Result<()> {
    *closing.0.lock() = Some(Page { channel, asked: false });
    Ok(())
}

#[tauri::command]
pub async fn unfollow_closing(closing: State<'_, Closing>) -> Result<()> {
    *closing.0.lock() = None;
    Ok(())
}

/// The answer that the window stays.
#[tauri::command]
pub async fn keep_window(closing: State<'_, Closing>) -> Result<()> {
    if let Some(page) = &mut *closing.0.lock() {
        page.asked = false;
    }
    Ok(())
}

/// Closes the window without asking.
#[tauri::command]
pub async fn close_window(window: WebviewWindow) -> Result<()> {
    window.destroy().map_err(|error| Error::internal(error.to_string()))
}
