//! Consoles: exec and attach sessions, each on a hijacked connection of its own, with back-pressure from end to end.
//!
//! What a process prints waits in a buffer of [`BUFFER`] bytes. When it is full, the engine's socket is no longer read,
//! so the process is held up as it would be by a terminal that nobody looks at. What was shown is kept for a page that is
//! loaded anew, as far as [`KEPT`] goes. Input goes on a path of its own and
//! never waits behind output: Ctrl-C works in the middle of a flood.
//!
//! Why: `docs/decisions/019-consoles-are-pulled.md`.

mod attach;
mod demux;
mod exec;
mod output;
mod problems;
mod process;
mod session;
mod shells;
mod wait;
mod wrapper;

use std::{collections::HashMap, sync::Arc};

use bytes::Bytes;
use parking_lot::{Mutex, MutexGuard};
use tokio::sync::watch;

pub use attach::attach;
pub use exec::exec;
pub use output::{BUFFER, CHUNK, KEPT, Output};
pub use problems::exec_problems;
pub use shells::shells;

pub(crate) use attach::stream as attach_stream;
pub(crate) use exec::about_user;
pub(crate) use process::{Kind, Process};
pub(crate) use session::Opening;
pub(crate) use wait::{Until, Wait};

use crate::{
    error::{Error, ErrorCode, Result},
    wire::{Console, ConsoleState},
};
use session::Session;

/// The query value for `detachKeys` that means no keys at all. The engine would otherwise swallow Ctrl-P, and hold
/// back the first key of any other sequence. Byte 0xFF occurs in no UTF-8 text.
pub(crate) const NO_DETACH_KEYS: &str = "%FF";

/// All consoles, open or ended, of one engine. Clones are the same consoles.
#[derive(Clone, Default)]
pub struct Consoles {
    shared: Arc<Shared>,
    /// The keys that leave a console's process running; empty for none.
    detach_keys: String,
}

#[derive(Default)]
struct Shared {
    registry: Mutex<Registry>,
    listing: watch::Sender<Vec<Console>>,
}

#[derive(Default)]
struct Registry {
    opened: u64,
    sessions: HashMap<String, Arc<Session>>,
}

impl Consoles {
    /// No consoles yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same consoles; those that are opened from now on can be left by these keys, `detachKeys` of the docker CLI's
    /// configuration. Without keys the process gets all that is typed, and the window is the way to leave it.
    pub(crate) fn with_detach_keys(&self, keys: &str) -> Self {
        Self { detach_keys: keys.to_owned(), ..self.clone() }
    }

    pub(crate) fn detach_keys(&self) -> &str {
        &self.detach_keys
    }

    /// The consoles, oldest first.
    pub fn list(&self) -> Vec<Console> {
        self.shared.listing.borrow().clone()
    }

    /// The same, whenever it changes.
    pub fn watch(&self) -> watch::Receiver<Vec<Console>> {
        self.shared.listing.subscribe()
    }

    /// Waits until there is output at position `from`, and returns at most [`CHUNK`] bytes of it. Empty: the session has
    /// ended and all was read.
    ///
    /// Reading from a position acknowledges everything before it, which makes room for more. A new reader
    /// starts at 0, and gets what is still kept.
    ///
    /// # Errors
    /// [`ErrorCode::ConsoleClosed`].
    pub async fn read(&self, id: &str, from: u64) -> Result<Output> {
        Ok(self.session(id)?.read(from).await)
    }

    /// Sends typed input. Waits while the process accepts no more.
    ///
    /// # Errors
    /// [`ErrorCode::ConsoleClosed`], also when the session has ended.
    pub async fn write(&self, id: &str, bytes: Bytes) -> Result<()> {
        self.session(id)?.write(bytes).await
    }

    /// Tells the process how large its terminal is now.
    ///
    /// # Errors
    /// [`ErrorCode::ConsoleClosed`]; the engine's refusal by code.
    pub async fn resize(&self, id: &str, columns: u16, rows: u16) -> Result<()> {
        self.session(id)?.resize(columns, rows).await
    }

    /// Closes a console as closing a terminal's window would.
    ///
    /// What `exec` started gets SIGHUP, and SIGKILL when that does not end it; in a container without a shell that can
    /// signal it, its terminal's keys interrupt it. A container that `run` started gets SIGHUP and SIGKILL too: PID 1
    /// ignores signals that it has no handler for. A container that was only attached to keeps running.
    ///
    /// # Errors
    /// [`ErrorCode::ConsoleClosed`] when it is closed already. [`ErrorCode::ProcessLeft`] or the engine's refusal by code,
    /// and then the console is closed all the same.
    pub async fn close(&self, id: &str) -> Result<()> {
        let session = self.registry().sessions.remove(id).ok_or_else(closed)?;
        self.shared.listing.send_modify(|listing| listing.retain(|console| console.id != id));
        session.close().await.map_err(|error| error.with("container", session.container_name()))
    }

    /// Closes all, as [`Consoles::close`] does one.
    pub async fn close_all(&self) {
        let closing = self.list().into_iter().map(|console| async move {
            if let Err(error) = self.close(&console.id).await {
                tracing::warn!(%error, console = console.id, "a console did not close cleanly");
            }
        });
        futures_util::future::join_all(closing).await;
    }

    /// Registers a new session and returns its ID.
    pub(crate) fn open(&self, opening: Opening) -> String {
        let mut registry = self.registry();
        registry.opened += 1;
        let id = registry.opened.to_string();
        let console = Console { id: id.clone(), ..opening.console.clone() };
        self.shared.listing.send_modify(|listing| listing.push(console));
        let consoles = self.clone();
        let ended_id = id.clone();
        let detachable = !self.detach_keys.is_empty();
        let session = Session::begin(opening, detachable, move |state, code| consoles.ended(&ended_id, state, code));
        registry.sessions.insert(id.clone(), Arc::new(session));
        id
    }

    fn ended(&self, id: &str, state: ConsoleState, exit_code: Option<i64>) {
        self.shared.listing.send_if_modified(|listing| match listing.iter_mut().find(|console| console.id == id) {
            Some(console) => {
                console.state = state;
                console.exit_code = exit_code;
                true
            }
            None => false,
        });
    }

    fn session(&self, id: &str) -> Result<Arc<Session>> {
        self.registry().sessions.get(id).cloned().ok_or_else(closed)
    }

    fn registry(&self) -> MutexGuard<'_, Registry> {
        self.shared.registry.lock()
    }
}

fn closed() -> Error {
    Error::new(ErrorCode::ConsoleClosed)
}
