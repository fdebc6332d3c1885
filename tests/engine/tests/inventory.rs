//! The inventory on live engines: what events made of it is what a listing says, and an engine that comes back is found.
#![allow(clippy::unwrap_used)] // In a test's own functions, too.

use bollard::query_parameters::TagImageOptionsBuilder;
use futures_util::future::try_join_all;
use slipway_engine_tests::prelude::*;

const PATIENCE: Duration = Duration::from_secs(30);

fn session(docker_host: String) -> Arc<Session> {
    let environment = Environment { docker_host: Some(docker_host), ..Environment::default() };
    Arc::new(Session::start(environment))
}

/// Reads a session's updates until one is what is waited for.
async fn until(session: &Session, what: &str, mut is_it: impl FnMut(&Update) -> bool) {
    let mut updates = session.updates();
    let waiting = async {
        while let Some(update) = updates.next().await {
            if is_it(&update) {
                return;
            }
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.unwrap_or_else(|_| panic!("did not come about: {what}"));
}

async fn listed(session: &Session) -> Contents {
    let mut engines = session.link().engines();
    let answering = tokio::time::timeout(PATIENCE, engines.wait_for(Option::is_some)).await.expect("an engine answers");
    let engine = answering.expect("the link goes on").clone().expect("it is there");
    inventory::list(&engine).await.expect("everything is listed")
}

/// Waits until the inventory holds what a fresh listing says, looking again after each update.
async fn agrees(session: &Session, when: &str) {
    let listing = listed(session).await;
    let (mut missing, mut differing) = (Vec::new(), Vec::new());
    let agreeing = async {
        let mut updates = session.updates();
        while updates.next().await.is_some() {
            let standing = session.inventory().with(Clone::clone);
            if standing == listing {
                return;
            }
            missing = listing.images.keys().filter(|id| !standing.images.contains_key(*id)).cloned().collect();
            differing = standing
                .images
                .into_iter()
                .filter(|(id, image)| listing.images.get(id) != Some(image))
                .map(|(id, image)| (image, listing.images.get(&id).cloned()))
                .collect();
        }
    };
    let outcome = tokio::time::timeout(PATIENCE, agreeing).await;
    assert!(outcome.is_ok(), "{when}, the inventory is what a listing says; missing {missing:?}, other {differing:#?}");
}

async fn loaded(session: &Session) {
    let is_loaded = |update: &Update| matches!(update, Update::Inventory { inventory } if inventory.loaded);
    until(session, "the first listing", is_loaded).await;
}

/// Podman 4.3 cannot be asked for a commit by the docker command, which sends no body; dockerd can.
async fn a_days_work(docker: &Cli, with_commit: bool) {
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
async fn events_keep_it_true() {
    let lab = Lab::start(LabOptions::default()).await.expect("the lab starts");
    let session = session(lab.docker_host());
    loaded(&session).await;
    let docker = lab.docker();
    a_days_work(&docker, true).await;
    agrees(&session, "after a day's work").await;
    data::built_with_intermediates(&docker, "built:1").await.expect("an image is built");
    data::dangling(&docker).await.expect("a tag moves");
    agrees(&session, "after a build and a moved tag").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn events_keep_it_true_on_podman() {
    let lab = Lab::start(LabOptions::default()).await.expect("the lab starts");
    let podman = lab.podman().await.expect("podman starts");
    let session = session(podman.docker_host());
    loaded(&session).await;
    a_days_work(&podman.docker(), false).await;
    agrees(&session, "after a day's work").await;
    let engine = session.engine().expect("it answers");
    let pod = engine.post("/libpod/pods/create", r#"{"name":"pod","no_infra":true}"#.into()).await;
    drop(pod.expect("a pod is made, whose event Docker's API does not know"));
    podman.docker().run(&["tag", "ubuntu:16.04", "mine:2"]).await.expect("it is tagged");
    agrees(&session, "after the pod").await;
    let same = session.engine().is_ok_and(|now| Arc::ptr_eq(&now, &engine));
    assert!(same, "the connection was not lost over an event of a kind that is unknown here");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_costs_a_handful_of_reads() {
    let lab = Lab::start(LabOptions::default()).await.expect("the lab starts");
    lab.docker().run(&["pull", "-q", "ubuntu:16.04"]).await.expect("an image is pulled");
    let session = session(lab.docker_host());
    loaded(&session).await;
    let mut updates = session.updates();
    let engine = session.engine().expect("the engine answers");
    // A thousand events about one image.
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
    tokio::time::timeout(PATIENCE, counting).await.expect("all thousand names arrive");
    assert!(patches <= 30, "a thousand events are told in a handful of patches: {patches}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_comes_back_is_found() {
    let mut lab = Lab::start(LabOptions::default()).await.expect("the lab starts");
    lab.docker().run(&["pull", "-q", "ubuntu:16.04"]).await.expect("an image is pulled");
    let session = session(lab.docker_host());
    loaded(&session).await;
    lab.stop_engine().await.expect("the engine stops");
    let is_lost =
        |update: &Update| matches!(update, Update::Engine { status: EngineStatus::Unreachable { lost: Some(_), .. } });
    until(&session, "the engine is known to be lost", is_lost).await;
    lab.start_engine().await.expect("the engine starts again");
    let is_back = |update: &Update| matches!(update, Update::Engine { status: EngineStatus::Connected { .. } });
    until(&session, "the engine is found again", is_back).await;
    agrees(&session, "after the engine came back").await;
}
