//! The connection that reconnects.
//!
//! Why: `docs/decisions/012-lost-or-refused.md`.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::{Stream, StreamExt};
use parking_lot::{Mutex, MutexGuard};
use tokio::sync::watch;
use tokio_stream::wrappers::WatchStream;

use super::{
    ClientOptions, Engine,
    endpoints::{candidates, endpoints_to_try, known_endpoints},
    environment::Environment,
};
use crate::{
    error::{Error, ErrorCode, Result},
    wire::{Attempt, Endpoint, EngineInfo, EngineStatus, Update},
};

const INITIAL_BACKOFF: Duration = Duration::from_millis(500);
const MAX_BACKOFF: Duration = Duration::from_secs(15);
/// How long a connection must last to count as having worked. An engine that is lost sooner is retried with a growing
/// backoff, as is one that refuses to be followed.
const STABLE_AFTER: Duration = Duration::from_secs(5);

/// A connection that finds an engine and, when that engine is lost, retries it with a growing backoff.
pub struct Link {
    environment: Environment,
    status: watch::Sender<EngineStatus>,
    engine: watch::Sender<Option<Arc<Engine>>>,
    /// Marked as changed, with the same value, to reconnect.
    target: watch::Sender<Target>,
    /// Why the last engine was lost.
    failure: Mutex<Option<Error>>,
}

/// The engine to connect to.
#[derive(Debug, Clone)]
enum Target {
    /// The first that answers.
    First,
    /// The one at this endpoint.
    Endpoint(Endpoint),
    /// The one that was lost.
    Lost(Box<EngineInfo>),
}

impl Link {
    /// A link that has not been tried; [`Link::maintain`] connects it.
    pub fn new(environment: Environment) -> Self {
        Self {
            environment,
            status: watch::Sender::new(EngineStatus::Connecting),
            engine: watch::Sender::new(None),
            target: watch::Sender::new(Target::First),
            failure: Mutex::default(),
        }
    }

    /// Finds an engine and maintains the connection to it, forever.
    pub async fn maintain(&self) {
        let mut targets = self.target.subscribe();
        let mut backoff = INITIAL_BACKOFF;
        loop {
            let target = targets.borrow_and_update().clone();
            let attempts = tokio::select! {
                found = self.find(&target) => match found {
                    Ok(engine) => self.stay_connected(engine, &mut targets).await,
                    Err(attempts) => attempts,
                },
                // Choosing another engine does not wait for this one's response.
                _ = targets.changed() => Vec::new(),
            };
            if attempts.is_empty() {
                backoff = INITIAL_BACKOFF;
                self.status.send_replace(EngineStatus::Connecting);
                continue;
            }
            let lost = self.target.borrow().lost();
            let retry_in = u32::try_from(backoff.as_millis()).unwrap_or(u32::MAX);
            self.status.send_replace(EngineStatus::Unreachable { attempts, lost, retry_in });
            tokio::select! {
                () = tokio::time::sleep(backoff) => backoff = (backoff * 2).min(MAX_BACKOFF),
                _ = targets.changed() => backoff = INITIAL_BACKOFF,
            }
        }
    }

    /// Offers an engine until the target changes or the engine is lost. An engine that is lost right after it was found
    /// counts as one that does not answer: the result is that attempt, with the reason.
    async fn stay_connected(&self, engine: Engine, targets: &mut watch::Receiver<Target>) -> Vec<Attempt> {
        let info = engine.info().clone();
        let connected = Instant::now();
        let mut silent_since = engine.silent_since();
        self.engine.send_replace(Some(Arc::new(engine)));
        loop {
            let engine = info.clone();
            let since = *silent_since.borrow_and_update();
            self.status.send_replace(match since {
                None => EngineStatus::Connected { engine },
                Some(since) => EngineStatus::Unresponsive { engine, since },
            });
            // Neither can fail: `self` holds the senders.
            tokio::select! {
                _ = targets.changed() => break,
                _ = silent_since.changed() => {}
            }
        }
        self.engine.send_replace(None);
        match self.failure().take() {
            Some(error) if connected.elapsed() < STABLE_AFTER || !error.is_loss() => {
                vec![Attempt { endpoint: info.endpoint, error }]
            }
            _ => Vec::new(),
        }
    }

    fn failure(&self) -> MutexGuard<'_, Option<Error>> {
        self.failure.lock()
    }

    /// The engine that answers now.
    ///
    /// # Errors
    /// [`ErrorCode::EngineUnreachable`]
    pub fn engine(&self) -> Result<Arc<Engine>> {
        self.engine.borrow().clone().ok_or_else(|| Error::new(ErrorCode::EngineUnreachable))
    }

    /// The engine that answers, as a watch channel.
    pub fn engines(&self) -> watch::Receiver<Option<Arc<Engine>>> {
        self.engine.subscribe()
    }

    /// The connection's status, starting with the current one.
    pub fn updates(&self) -> impl Stream<Item = Update> + use<> {
        WatchStream::new(self.status.subscribe()).map(|status| Update::Engine { status })
    }

    /// Every endpoint where an engine may answer, for a person to choose from.
    pub fn endpoints(&self) -> Vec<Endpoint> {
        let mut endpoints = known_endpoints(&self.environment);
        if let Ok(chosen) = candidates(&self.environment) {
            for endpoint in chosen.into_iter().rev() {
                if !endpoints.iter().any(|known| known.address == endpoint.address) {
                    endpoints.insert(0, endpoint);
                }
            }
        }
        endpoints
    }

    /// Connects to this endpoint from now on; `None` goes back to the first that answers.
    pub fn choose(&self, endpoint: Option<Endpoint>) {
        self.target.send_replace(endpoint.map_or(Target::First, Target::Endpoint));
    }

    /// Reconnects now, without waiting for the backoff to end, and even if an engine answers.
    pub fn retry(&self) {
        self.target.send_modify(|_| {});
    }

    /// Reports that `engine` stopped responding, or refuses to be followed.
    pub fn report_lost(&self, engine: &Arc<Engine>, error: Error) {
        let current = self.engine.borrow().as_ref().is_some_and(|current| Arc::ptr_eq(current, engine));
        if current {
            *self.failure() = Some(error);
            self.target.send_modify(|target| {
                if matches!(target, Target::First) {
                    *target = Target::Lost(Box::new(engine.info().clone()));
                }
            });
        }
    }

    /// Where engines are searched for, and the endpoint that the search is limited to, if any.
    pub fn search_scope(&self) -> (&Environment, Option<Endpoint>) {
        (&self.environment, self.target.borrow().endpoint())
    }

    async fn find(&self, target: &Target) -> std::result::Result<Engine, Vec<Attempt>> {
        let endpoints = endpoints_to_try(&self.environment, target.endpoint())?;
        let mut attempts = Vec::new();
        for endpoint in endpoints {
            match self.connect(endpoint.clone()).await {
                Ok(engine) => return Ok(engine),
                Err(error) => {
                    tracing::debug!(address = endpoint.address, %error, "endpoint does not answer");
                    attempts.push(Attempt { endpoint, error });
                }
            }
        }
        Err(attempts)
    }

    async fn connect(&self, endpoint: Endpoint) -> Result<Engine> {
        Engine::connect_with(endpoint, ClientOptions::of(&self.environment)?).await
    }
}

impl Target {
    /// The only endpoint to try, if there is one.
    fn endpoint(&self) -> Option<Endpoint> {
        match self {
            Self::First => None,
            Self::Endpoint(endpoint) => Some(endpoint.clone()),
            Self::Lost(engine) => Some(engine.endpoint.clone()),
        }
    }

    fn lost(&self) -> Option<EngineInfo> {
        match self {
            Self::Lost(engine) => Some((**engine).clone()),
            Self::First | Self::Endpoint(_) => None,
        }
    }
}
