//! What most tests import: `use slipway_engine_tests::prelude::*`.

pub use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

pub use bytes::Bytes;
pub use futures_util::StreamExt;
pub use hyper::StatusCode;
pub use serde_json::{Value, json};
pub use slipway_engine::{
    Error, ErrorCode, Session, api, changes,
    command_line::{self, parse, render},
    commit,
    connect::{CliDefaults, Engine, Environment},
    console::{self, Consoles},
    containers,
    copies::{self, Copies},
    images,
    inventory::{self, Contents, LayerColours},
    jobs::{JobEvent, Report},
    mirrors, practice,
    registry::{self, Credentials},
    run,
    wire::*,
};
pub use slipway_lab::*;
pub use tokio_util::sync::CancellationToken;

/// How long a condition may take to hold; an engine on a busy machine is slow at times.
pub const TIMEOUT: Duration = Duration::from_secs(60);

/// Starts a lab with the default options.
pub async fn lab() -> Lab {
    Lab::start(LabOptions::default()).await.expect("the lab starts")
}

/// Connects to the engine at this address, which is written as in `DOCKER_HOST`.
pub async fn engine_at(address: String) -> Engine {
    Engine::connect(docker_host(address)).await.expect("the engine answers")
}

/// The endpoint of an address in `DOCKER_HOST`.
pub fn docker_host(address: String) -> Endpoint {
    Endpoint { address, source: EndpointSource::DockerHost, name: String::new(), tls: None }
}

/// Starts a session on the engine at this address, and on no other.
pub fn session_at(address: String) -> Session {
    Session::start(Environment { docker_host: Some(address), ..Environment::default() })
}

/// Awaits `work`; panics after [`TIMEOUT`] with what it was.
pub async fn within<T>(what: &str, work: impl Future<Output = T>) -> T {
    tokio::time::timeout(TIMEOUT, work).await.unwrap_or_else(|_| panic!("{what} takes longer than {TIMEOUT:?}"))
}

/// Reads a session's updates until `find` returns something; panics after [`TIMEOUT`] with `what` it was.
pub async fn find_update<T>(session: &Session, what: &str, mut find: impl FnMut(Update) -> Option<T>) -> T {
    let mut updates = session.updates();
    let reading = async {
        loop {
            let update = updates.next().await.expect("updates never end");
            if let Some(found) = find(update) {
                return found;
            }
        }
    };
    within(what, reading).await
}

/// Reads a session's updates until the condition holds for one.
pub async fn until_update(session: &Session, what: &str, mut holds: impl FnMut(&Update) -> bool) {
    find_update(session, what, |update| holds(&update).then_some(())).await;
}
