//! Slipway's own files, written durably, and blocking work off the async threads.

mod json_file;
mod write;

pub use json_file::{JsonFile, ReadError};
pub(crate) use write::{create_private, remove_unfinished, sync_folder, write_atomic};

use crate::error::{Error, Result};

/// Runs work that may block, such as reading and writing files, on a thread for that, and waits for it.
///
/// # Errors
/// [`ErrorCode::Internal`](crate::ErrorCode::Internal) if the work panics.
pub(crate) fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> impl Future<Output = Result<T>> + Send {
    let running = tokio::task::spawn_blocking(work);
    async { running.await.map_err(|panic| Error::internal(panic.to_string())) }
}
