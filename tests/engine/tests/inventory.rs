//! The inventory on live engines: kept current by events it equals a listing, and an engine that restarts is found.
#![allow(clippy::unwrap_used)] // In a test's own functions, too.

use bollard::query_parameters::TagImageOptionsBuilder;
use futures_util::future::try_join_all;
use slipway_engine_tests::prelude::*;

const TIMEOUT: Duration = Duration::from_secs(30);

fn session(docker_host: String) -> Arc<Session> {
    let environment = Environment { docker_host: Some(docker_host), ..Environment::default() };
    Arc::new(Session::start(environment))
}

/// Reads a session's updates until one matches.
async fn until(session: &Session, what: &str, mut matches: impl FnMut(&Update) -> bool) {
    let mut updates = session.updates();
    let waiting = async {
        while let Some(update) = updates.next().await {
            if matches(&update) {
                return;
            }
        }
    };
    tokio::time::timeout(TIMEOUT, waiting).await.unwrap_or_else(|_| panic!("timed out: {what}"));
}

async fn listed(session: &Session) -> Contents {
    let mut engines = session.link().engines();
    let answering = tokio::time::timeout(TIMEOUT, engines.wait_for(Option::is_some)).await.expect("an engine answers");
    let engine = answering.expect("the link still exists").clone().expect("an engine");
    inventory::list(&engine).await.expect("the engine lists everything")
}

/// Waits until the inventory equals a new listing, comparing after each update.
async fn equals_listing(session: &Session, when: &str) {
    let listing = listed(session).await;
    let (mut missing, mut differing) = (Vec::new(), Vec::new());
    let comparing = async {
        let mut updates = session.updates();
        while updates.next().await.is_some() {
            let current = session.inventory().with(Clone::clone);
            if current == listing {
                return;
            }
            missing = listing.images.keys().filter(|id| !current.images.contains_key(*id)).cloned().collect();
            differing = current
                .images
                .into_iter()
                .filter(|(id, image)| listing.images.get(id) != Some(image))
                .map(|(id, image)| (image, listing.images.get(&id).cloned()))
                .collect();
        }
    };
    let outcome = tokio::time::timeout(TIMEOUT, comparing).await;
    assert!(outcome.is_ok(), "{when}, the inventory equals a listing; missing {missing:?}, different {differing:#?}");
}

async fn loaded(session: &Session) {
    let is_loaded = |update: &Update| matches!(update, Update::Inventory { inventory } if inventory.loaded);
    until(session, "the first listing", is_loaded).await;
}

/// Runs commands that change images and containers. Podman 4.3 does not accept a commit by the docker command, which sends
/// no body; dockerd does.
async fn run_commands(docker: &Cli, with_commit: bool) {
    let commands = [
        "pull -q ubuntu:16.04",
        "pull -q nginx:latest",
        "tag ubuntu:16.04 mine:1",
        "tag nginx:latest mine:1",
        "create --name one mine:1",
        "run -d --name two nginx:latest",
        "rename one three",
        "stop -t 0 two",
        "commit three kept:1",
        "rm three",
        "rmi mine:1",
    ];
    for command in commands.into_iter().filter(|command| with_commit || !command.starts_with("commit")) {
        docker.run(&command.split(' ').collect::<Vec<_>>()).await.unwrap_or_else(|error| panic!("{command}: {error}"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn events_keep_the_inventory_current() {
    let lab = Lab::start(LabOptions::default()).await.expect("the lab starts");
    let session = session(lab.docker_host());
    loaded(&session).await;
    let docker = lab.docker();
    run_commands(&docker, true).await;
    equals_listing(&session, "after the commands").await;
    data::built_with_intermediates(&docker, "built:1").await.expect("an image is built");
    data::dangling(&docker).await.expect("a tag moves");
    equals_listing(&session, "after a build and a moved tag").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn events_keep_the_inventory_current_on_podman() {
    let lab = Lab::start(LabOptions::default()).await.expect("the lab starts");
    let podman = lab.podman().await.expect("podman starts");
    let session = session(podman.docker_host());
    loaded(&session).await;
    run_commands(&podman.docker(), false).await;
    equals_listing(&session, "after the commands").await;
    let engine = session.engine().expect("the engine answers");
    let pod = engine.post("/libpod/pods/create", r#"{"name":"pod","no_infra":true}"#.into()).await;
    drop(pod.expect("a pod is created, whose event is unknown in Docker's API"));
    podman.docker().run(&["tag", "ubuntu:16.04", "mine:2"]).await.expect("the image is tagged");
    equals_listing(&session, "after the pod").await;
    let same = session.engine().is_ok_and(|now| Arc::ptr_eq(&now, &engine));
    assert!(same, "an event of an unknown kind does not close the connection");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_costs_a_handful_of_reads() {
    let lab = Lab::start(LabOptions::default()).await.expect("the lab starts");
    lab.docker().run(&["pull", "-q", "ubuntu:16.04"]).await.expect("an image is pulled");
    let session = session(lab.docker_host());
    loaded(&session).await;
    let mut updates = session.updates();
    let engine = session.engine().expect("the engine answers");
    // 1000 events about one image.
    let tag = |number: usize| {
        let name = format!("v{number}");
        let options = TagImageOptionsBuilder::default().repo("burst").tag(&name).build();
        engine.docker().tag_image("ubuntu:16.04", Some(options))
    };
    try_join_all((0..1000).map(tag)).await.expect("the image is tagged");
    let mut patches = 0;
    let counting = async {
        while let Some(update) = updates.next().await {
            if let Update::Patch { patch } = update {
                patches += 1;
                if patch
                    .images
                    .iter()
                    .any(|image| image.tags.iter().filter(|tag| tag.starts_with("burst:")).count() == 1000)
                {
                    return;
                }
            }
        }
    };
    tokio::time::timeout(TIMEOUT, counting).await.expect("all 1000 tags arrive");
    assert!(patches <= 30, "1000 events result in a handful of patches: {patches}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_restarts_is_found() {
    let mut lab = Lab::start(LabOptions::default()).await.expect("the lab starts");
    lab.docker().run(&["pull", "-q", "ubuntu:16.04"]).await.expect("an image is pulled");
    let session = session(lab.docker_host());
    loaded(&session).await;
    lab.stop_engine().await.expect("the engine stops");
    let is_lost =
        |update: &Update| matches!(update, Update::Engine { status: EngineStatus::Unreachable { lost: Some(_), .. } });
    until(&session, "the engine is reported as lost", is_lost).await;
    lab.start_engine().await.expect("the engine starts again");
    let is_back = |update: &Update| matches!(update, Update::Engine { status: EngineStatus::Connected { .. } });
    until(&session, "the engine is found again", is_back).await;
    equals_listing(&session, "after the restart").await;
}
