//! Why no engine answers, and what can be done about it: the same for the window and for `slipway doctor`.
//!
//! [`examine`] tries what the window would try, gathers the [`Facts`] of the machine, and gives both to [`findings`], which
//! are rules over plain data.

mod facts;
mod rules;
mod service;

use futures_util::future::join_all;

pub use facts::{Facts, Unit};
pub use rules::findings;
pub use service::start as start_service;

use crate::{
    connect::{Engine, Surroundings, everything, wanted},
    practice,
    wire::{Attempt, Endpoint, EngineInfo, Examination},
};

/// Tries every place where an engine is looked for, or the one that was chosen, and says what is the matter with those that do not
/// answer. When none does, the other places that are known are tried as well.
pub async fn examine(surroundings: &Surroundings, chosen: Option<Endpoint>) -> Examination {
    let by_somebody = chosen.is_some() || surroundings.is_decided();
    let (mut answering, attempts) = match wanted(surroundings, chosen) {
        Ok(endpoints) => try_all(endpoints).await,
        Err(attempts) => (Vec::new(), attempts),
    };
    let answers = !answering.is_empty();
    if !answers {
        let tried = |endpoint: &Endpoint| attempts.iter().any(|attempt| attempt.endpoint.address == endpoint.address);
        let others = everything(surroundings).into_iter().filter(|endpoint| !tried(endpoint)).collect();
        answering = try_all(others).await.0;
    }
    let findings = findings(attempts, answers, &answering, &Facts::gather(surroundings).await);
    let practice = practice::hindrance();
    Examination { answers, chosen: by_somebody, answering, findings, practice }
}

/// At once: each waits for its own answer only.
async fn try_all(endpoints: Vec<Endpoint>) -> (Vec<EngineInfo>, Vec<Attempt>) {
    let tries = endpoints.into_iter().map(|endpoint| async {
        match Engine::connect(endpoint.clone()).await {
            Ok(engine) => Ok(engine.info().clone()),
            Err(error) => Err(Attempt { endpoint, error }),
        }
    });
    let (mut answering, mut attempts) = (Vec::new(), Vec::new());
    for tried in join_all(tries).await {
        match tried {
            Ok(engine) => answering.push(engine),
            Err(attempt) => attempts.push(attempt),
        }
    }
    (answering, attempts)
}
