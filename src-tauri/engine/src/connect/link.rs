use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::{Stream, StreamExt};
use parking_lot::{Mutex, MutexGuard};
use tokio::sync::watch;
use tokio_stream::wrappers::WatchStream;

use super::{Engine, Surroundings, candidates, endpoints::everything};
use crate::{
    error::{Error, ErrorCode, Result},
    wire::{Attempt, Endpoint, EndpointSource, EngineInfo, EngineStatus, Update},
};

const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);
/// An engine that is lost sooner than this after it was found has not worked at all; nor has one that refuses to be followed.
const STEADY: Duration = Duration::from_secs(5);

/// The connection that mends itself: finds an engine, and when that one goes away tries it again with growing pauses.
pub struct Link {
    surroundings: Surroundings,
    status: watch::Sender<EngineStatus>,
    engine: watch::Sender<Option<Arc<Engine>>>,
    /// Also marked as changed, with the same wish, when the connection is to be made anew.
    wish: watch::Sender<Wish>,
    /// Why the engine was lost that was held last.
    failure: Mutex<Option<Error>>,
}

/// Which engine is wanted.
#[derive(Debug, Clone)]
enum Wish {
    /// The first that answers.
    Any,
    /// The one at this endpoint.
    At(Endpoint),
    /// The one that was there, back again.
    Again(Box<EngineInfo>),
}

impl Link {
    /// A link that has not been tried; [`Link::keep`] does so.
    pub fn new(surroundings: Surroundings) -> Self {
        Self {
            surroundings,
            status: watch::Sender::new(EngineStatus::Connecting),
            engine: watch::Sender::new(None),
            wish: watch::Sender::new(Wish::Any),
            failure: Mutex::default(),
        }
    }

    /// Finds an engine and keeps the connection to it, for ever.
    pub async fn keep(&self) {
        let mut wishes = self.wish.subscribe();
        let mut pause = FIRST_PAUSE;
        loop {
            let wish = wishes.borrow_and_update().clone();
            let attempts = tokio::select! {
                found = self.find(&wish) => match found {
                    Ok(engine) => self.hold(engine, &mut wishes).await,
                    Err(attempts) => attempts,
                },
                // Whoever chooses another engine need not wait for this one's answer.
                _ = wishes.changed() => Vec::new(),
            };
            if attempts.is_empty() {
                pause = FIRST_PAUSE;
                self.status.send_replace(EngineStatus::Connecting);
                continue;
            }
            let lost = self.wish.borrow().lost();
            let retry_in = u32::try_from(pause.as_millis()).unwrap_or(u32::MAX);
            self.status.send_replace(EngineStatus::Unreachable { attempts, lost, retry_in });
            tokio::select! {
                () = tokio::time::sleep(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
                _ = wishes.changed() => pause = FIRST_PAUSE,
            }
        }
    }

    /// Keeps an engine until another is wanted or it is lost. An engine that is lost as soon as it is found is as good as
    /// one that does not answer: then the answer says why.
    async fn hold(&self, engine: Engine, wishes: &mut watch::Receiver<Wish>) -> Vec<Attempt> {
        let info = engine.info().clone();
        let since = Instant::now();
        self.engine.send_replace(Some(Arc::new(engine)));
        self.status.send_replace(EngineStatus::Connected { engine: info.clone() });
        // It cannot fail: the sender is ours.
        let _ = wishes.changed().await;
        self.engine.send_replace(None);
        match self.failure().take() {
            Some(error) if since.elapsed() < STEADY || !error.is_loss() => {
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

    /// The engine that answers, from now on.
    pub fn engines(&self) -> watch::Receiver<Option<Arc<Engine>>> {
        self.engine.subscribe()
    }

    /// How the connection stands, from now on.
    pub fn updates(&self) -> impl Stream<Item = Update> + use<> {
        WatchStream::new(self.status.subscribe()).map(|status| Update::Engine { status })
    }

    /// Every place where an engine may answer, for a person to pick from.
    pub fn endpoints(&self) -> Vec<Endpoint> {
        let mut endpoints = everything(&self.surroundings);
        if let Ok(chosen) = candidates(&self.surroundings) {
            for endpoint in chosen.into_iter().rev() {
                if !endpoints.iter().any(|known| known.address == endpoint.address) {
                    endpoints.insert(0, endpoint);
                }
            }
        }
        endpoints
    }

    /// Uses this endpoint from now on; `None` goes back to the first that answers.
    pub fn choose(&self, endpoint: Option<Endpoint>) {
        self.wish.send_replace(endpoint.map_or(Wish::Any, Wish::At));
    }

    /// Connects anew now: instead of at the end of the pause, or although an engine answers.
    pub fn retry(&self) {
        self.wish.send_modify(|_| {});
    }

    /// Told by whoever notices that `engine` no longer answers, and why.
    pub fn lose(&self, engine: &Arc<Engine>, error: Error) {
        let current = self.engine.borrow().as_ref().is_some_and(|current| Arc::ptr_eq(current, engine));
        if current {
            *self.failure() = Some(error);
            self.wish.send_modify(|wish| {
                if matches!(wish, Wish::Any) {
                    *wish = Wish::Again(Box::new(engine.info().clone()));
                }
            });
        }
    }

    /// Where an engine is looked for, and which endpoint alone is wanted, if any.
    pub fn search(&self) -> (&Surroundings, Option<Endpoint>) {
        (&self.surroundings, self.wish.borrow().endpoint())
    }

    async fn find(&self, wish: &Wish) -> std::result::Result<Engine, Vec<Attempt>> {
        let endpoints = wanted(&self.surroundings, wish.endpoint())?;
        let mut attempts = Vec::new();
        for endpoint in endpoints {
            match Engine::connect(endpoint.clone()).await {
                Ok(engine) => return Ok(engine),
                Err(error) => {
                    tracing::debug!(address = endpoint.address, %error, "endpoint does not answer");
                    attempts.push(Attempt { endpoint, error });
                }
            }
        }
        Err(attempts)
    }
}

impl Wish {
    /// The one endpoint that will do.
    fn endpoint(&self) -> Option<Endpoint> {
        match self {
            Self::Any => None,
            Self::At(endpoint) => Some(endpoint.clone()),
            Self::Again(engine) => Some(engine.endpoint.clone()),
        }
    }

    fn lost(&self) -> Option<EngineInfo> {
        match self {
            Self::Again(engine) => Some((**engine).clone()),
            Self::Any | Self::At(_) => None,
        }
    }
}

/// The endpoints to try: the chosen one alone, or all that there may be. Fails as the attempt at a context that is not
/// there.
pub(crate) fn wanted(
    surroundings: &Surroundings,
    chosen: Option<Endpoint>,
) -> std::result::Result<Vec<Endpoint>, Vec<Attempt>> {
    match chosen {
        Some(endpoint) => Ok(vec![endpoint]),
        None => candidates(surroundings).map_err(|error| vec![no_context(error)]),
    }
}

fn no_context(error: Error) -> Attempt {
    let name = error.details.get("context").cloned().unwrap_or_default();
    let endpoint = Endpoint { address: String::new(), source: EndpointSource::Context, name, tls: None };
    Attempt { endpoint, error }
}
