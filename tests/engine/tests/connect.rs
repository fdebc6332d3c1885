//! The connection to live engines: choosing another one, and what an engine or a proxy before it refuses.

use slipway_engine_tests::prelude::*;

const PATIENCE: Duration = Duration::from_secs(30);

fn session(docker_host: String) -> Session {
    Session::start(Environment { docker_host: Some(docker_host), ..Environment::default() })
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

async fn loaded(session: &Session) {
    let is_loaded = |update: &Update| matches!(update, Update::Inventory { inventory } if inventory.loaded);
    until(session, "the first listing", is_loaded).await;
}

/// Waits until the engine of this product answers and has been listed.
async fn at(session: &Session, product: EngineProduct) {
    let answers = |update: &Update| matches!(update, Update::Engine { status: EngineStatus::Connected { engine } } if engine.product == product);
    until(session, "the chosen engine answers", answers).await;
    loaded(session).await;
}

fn image(session: &Session, name: &str) -> Option<Image> {
    session.inventory().with(|contents| contents.image(name).cloned())
}

fn container(session: &Session, name: &str) -> Option<Container> {
    session.inventory().with(|contents| contents.container(name).cloned())
}

fn chosen(address: &str) -> Endpoint {
    Endpoint { address: address.to_owned(), source: EndpointSource::Known, name: "Chosen".to_owned(), tls: None }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_the_engine_that_was_left_nothing_stays() {
    let lab = Lab::start(LabOptions::default()).await.expect("the lab starts");
    let podman = lab.podman().await.expect("podman starts");
    lab.docker().run(&["pull", "-q", "ubuntu:16.04"]).await.expect("an image is pulled");
    podman.docker().run(&["pull", "-q", "redis"]).await.expect("another image is pulled");
    let session = session(lab.docker_host());
    at(&session, EngineProduct::Docker).await;
    assert!(image(&session, "ubuntu:16.04").is_some(), "the first engine's image is there");

    let mut updates = session.updates();
    session.link().choose(Some(chosen(&podman.docker_host())));
    // What the page is told from the moment on when the other engine answers.
    let (mut answers, mut listed) = (false, false);
    let telling = async {
        while let Some(update) = updates.next().await {
            match update {
                Update::Engine { status: EngineStatus::Connected { engine } } => {
                    answers = engine.product == EngineProduct::Podman;
                }
                Update::Inventory { inventory } if answers && inventory.loaded => {
                    listed = inventory.images.iter().any(|image| image.tags == ["redis:latest"]);
                    let mixed = inventory.images.iter().any(|image| image.tags.contains(&"ubuntu:16.04".to_owned()));
                    assert!(!(listed && mixed), "two engines' images are never mixed: {:?}", inventory.images);
                }
                _ => {}
            }
            if answers && listed {
                return;
            }
        }
    };
    tokio::time::timeout(PATIENCE, telling).await.expect("the other engine answers and is listed");
    let preview = session.removal(&["ubuntu:16.04".to_owned()]);
    assert_eq!(preview.items[0].effect, RemovalEffect::Missing, "nothing of the first can be removed on the second");
    podman.docker().run(&["tag", "redis", "mine:1"]).await.expect("it is tagged");
    until(&session, "the second engine is followed", |_| image(&session, "mine:1").is_some()).await;
    lab.docker().run(&["tag", "ubuntu:16.04", "theirs:1"]).await.expect("it is tagged");

    let nowhere = lab.folder().join("nobody.sock");
    session.link().choose(Some(chosen(&format!("unix://{}", nowhere.display()))));
    let says_so = |update: &Update| match update {
        Update::Engine { status: EngineStatus::Unreachable { attempts, lost: None, .. } } => {
            let codes: Vec<ErrorCode> = attempts.iter().map(|attempt| attempt.error.code).collect();
            assert_eq!(codes, [ErrorCode::SocketNotFound], "only the chosen one is tried, and why it does not answer");
            true
        }
        _ => false,
    };
    until(&session, "a wrong choice says so", says_so).await;
    let refused = session.engine().map(|_| ()).expect_err("no engine is there");
    assert_eq!(refused.code, ErrorCode::EngineUnreachable, "nothing is done on the one before");

    session.link().choose(None);
    at(&session, EngineProduct::Docker).await;
    until(&session, "the first engine as it stands now", |_| image(&session, "theirs:1").is_some()).await;
    assert_eq!(image(&session, "mine:1"), None, "and nothing of the second");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_forbids_events_is_told_as_such() {
    let lab = Lab::start(LabOptions::default()).await.expect("the lab starts");
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let gate = EngineProxy::before(lab.socket(), move |path| {
        path.contains("/events").then(|| {
            counted.fetch_add(1, Ordering::Relaxed);
            (StatusCode::FORBIDDEN, json!({ "message": "events are not for everybody" }))
        })
    });
    let gate = gate.expect("the gate stands");
    let session = session(gate.docker_host());
    // The pauses grow, so that the second one is over when the third is told.
    let told = |update: &Update| match update {
        Update::Engine { status: EngineStatus::Unreachable { attempts, retry_in, .. } } => {
            let error = &attempts.first().expect("what was tried is told").error;
            assert_eq!(error.code, ErrorCode::EngineRefused, "it is a refusal, and not a loss: {error:?}");
            assert!(error.message.contains("not for everybody"), "in the proxy's words: {error:?}");
            *retry_in >= 2000
        }
        _ => false,
    };
    until(&session, "the refusal is told", told).await;
    assert!(asked.load(Ordering::Relaxed) <= 3, "once for each time that was told: {asked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_concerns_one_thing_alone() {
    let lab = Lab::start(LabOptions::default()).await.expect("the lab starts");
    let docker = lab.docker();
    let run = async |command: &str| {
        docker.run(&command.split(' ').collect::<Vec<_>>()).await.unwrap_or_else(|error| panic!("{command}: {error}"))
    };
    for command in ["pull -q ubuntu:16.04", "pull -q redis", "create --name one redis", "create --name two redis"] {
        run(command).await;
    }
    let forbidden: Arc<Mutex<Vec<String>>> = Arc::default();
    let list = Arc::clone(&forbidden);
    let gate = EngineProxy::before(lab.socket(), move |path| {
        let list = list.lock().expect("the list is whole");
        let refused: (StatusCode, Value) = (StatusCode::INTERNAL_SERVER_ERROR, json!({ "message": "not of this one" }));
        list.iter().any(|id| path.contains(id)).then_some(refused)
    });
    let gate = gate.expect("the gate stands");
    let session = session(gate.docker_host());
    at(&session, EngineProduct::Docker).await;
    let hex = |id: String| id.trim_start_matches("sha256:").to_owned();
    let kept = image(&session, "ubuntu:16.04").expect("it is listed");
    let one = container(&session, "one").expect("it is listed");
    // By its name, too: a pull's event, which names no ID, may be told late.
    *forbidden.lock().expect("the list is whole") = vec![hex(kept.id.clone()), kept.tags[0].clone(), one.id.clone()];

    for command in ["tag ubuntu:16.04 hidden:1", "rename one hidden", "tag redis shown:1", "rename two shown"] {
        run(command).await;
    }
    until(&session, "what is not refused is told", |_| {
        image(&session, "shown:1").is_some() && container(&session, "shown").is_some()
    })
    .await;
    assert_eq!(image(&session, "ubuntu:16.04"), Some(kept), "the image that is refused stays as it was");
    assert_eq!(container(&session, "one"), Some(one), "and so does the container");

    forbidden.lock().expect("the list is whole").clear();
    for command in ["tag ubuntu:16.04 hidden:2", "rename hidden found"] {
        run(command).await;
    }
    until(&session, "once it is told of again, it is read", |_| {
        image(&session, "hidden:1").is_some() && container(&session, "found").is_some()
    })
    .await;
    assert!(session.engine().is_ok(), "the engine was never lost");
}
