//! Why no engine answers, and what can be done about it: the same for the window and for `slipway doctor`.
//!
//! [`examine`] tries what the window would try, gathers the [`Facts`] of the machine, and passes both to [`findings`],
//! which are rules over plain data.
//!
//! Why: `docs/decisions/047-the-doctor-is-rules-over-facts.md`.

mod facts;
mod remedies;
mod rules;
mod service;

use futures_util::{
    TryFutureExt,
    future::{self, join_all},
};

pub use facts::{Facts, UnitState};
pub use rules::findings;
pub use service::start as start_service;

use crate::{
    connect::{ClientOptions, Engine, Environment, endpoints_to_try, known_endpoints},
    practice,
    wire::{Attempt, Endpoint, EngineInfo, Examination},
};

/// Tries every endpoint that the window would try, or only the chosen one, and diagnoses those that do not answer. If
/// none answers, the other known endpoints are tried too.
pub async fn examine(environment: &Environment, chosen: Option<Endpoint>) -> Examination {
    let is_chosen = chosen.is_some() || environment.chooses_engine();
    let (mut answering, attempts) = match endpoints_to_try(environment, chosen) {
        Ok(endpoints) => try_all(environment, endpoints).await,
        Err(attempts) => (Vec::new(), attempts),
    };
    let answers = !answering.is_empty();
    if !answers {
        let tried = |endpoint: &Endpoint| attempts.iter().any(|attempt| attempt.endpoint.address == endpoint.address);
        let others = known_endpoints(environment).into_iter().filter(|endpoint| !tried(endpoint)).collect();
        answering = try_all(environment, others).await.0;
    }
    let findings = findings(attempts, answers, &answering, &Facts::gather(environment).await);
    let practice = practice::unavailable_reason();
    Examination { answers, chosen: is_chosen, answering, findings, practice }
}

/// Tries all endpoints at once.
async fn try_all(environment: &Environment, endpoints: Vec<Endpoint>) -> (Vec<EngineInfo>, Vec<Attempt>) {
    let tries = endpoints.into_iter().map(|endpoint| async {
        let options = ClientOptions::of(environment);
        match future::ready(options).and_then(|options| Engine::connect_with(endpoint.clone(), options)).await {
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
