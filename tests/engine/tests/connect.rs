//! The connection to an engine: switching to another one, and requests that an engine or a proxy refuses.

use slipway_engine_tests::prelude::*;

/// Waits until the session is connected to an engine of this product and has its inventory.
async fn connected(session: &Session, product: EngineProduct) {
    let is_connected = |update: &Update| matches!(update, Update::Engine { status: EngineStatus::Connected { engine } } if engine.product == product);
    until_update(session, "the connection", is_connected).await;
    let is_loaded = |update: &Update| matches!(update, Update::Inventory { inventory } if inventory.loaded);
    until_update(session, "the inventory", is_loaded).await;
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
async fn nothing_of_the_previous_engine_remains() {
    let lab = lab().await;
    let podman = lab.podman().await.expect("podman starts");
    lab.docker().run(&["pull", "-q", "ubuntu:16.04"]).await.expect("an image is pulled");
    podman.docker().run(&["pull", "-q", "redis"]).await.expect("another image is pulled");
    let session = session_at(lab.docker_host());
    connected(&session, EngineProduct::Docker).await;
    assert!(image(&session, "ubuntu:16.04").is_some(), "the first engine's image is listed");

    let mut updates = session.updates();
    session.link().choose(Some(chosen(&podman.docker_host())));
    // The updates after the other engine has responded.
    let (mut connected_to_podman, mut listed) = (false, false);
    let switching = async {
        while let Some(update) = updates.next().await {
            match update {
                Update::Engine { status: EngineStatus::Connected { engine } } => {
                    connected_to_podman = engine.product == EngineProduct::Podman;
                }
                Update::Inventory { inventory } if connected_to_podman && inventory.loaded => {
                    listed = inventory.images.iter().any(|image| image.tags == ["redis:latest"]);
                    let mixed = inventory.images.iter().any(|image| image.tags.contains(&"ubuntu:16.04".to_owned()));
                    assert!(!(listed && mixed), "two engines' images are never mixed: {:?}", inventory.images);
                }
                _ => {}
            }
            if connected_to_podman && listed {
                return;
            }
        }
    };
    within("switching to the other engine", switching).await;
    let preview = session.removal(&["ubuntu:16.04".to_owned()]).unwrap();
    assert_eq!(
        preview.items[0].effect,
        RemovalEffect::Missing,
        "an image of the first engine cannot be removed on the second"
    );
    podman.docker().run(&["tag", "redis", "mine:1"]).await.expect("the image is tagged");
    until_update(&session, "the second engine's events are followed", |_| image(&session, "mine:1").is_some()).await;
    lab.docker().run(&["tag", "ubuntu:16.04", "theirs:1"]).await.expect("the image is tagged");

    let missing = lab.folder().join("missing.sock");
    session.link().choose(Some(chosen(&format!("unix://{}", missing.display()))));
    let is_unreachable = |update: &Update| match update {
        Update::Engine { status: EngineStatus::Unreachable { attempts, lost: None, .. } } => {
            let codes: Vec<ErrorCode> = attempts.iter().map(|attempt| attempt.error.code).collect();
            assert_eq!(
                codes,
                [ErrorCode::SocketNotFound],
                "only the chosen endpoint is tried, and the reason is reported"
            );
            true
        }
        _ => false,
    };
    until_update(&session, "the missing engine is reported", is_unreachable).await;
    let refused = session.engine().map(|_| ()).expect_err("no engine is connected");
    assert_eq!(refused.code, ErrorCode::EngineUnreachable, "the previous engine is no longer used");

    session.link().choose(None);
    connected(&session, EngineProduct::Docker).await;
    until_update(&session, "the first engine's current images", |_| image(&session, "theirs:1").is_some()).await;
    assert_eq!(image(&session, "mine:1"), None, "no image of the second engine is listed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_forbids_events_is_reported_as_a_refusal() {
    let lab = lab().await;
    let requests = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&requests);
    let proxy = EngineProxy::before(lab.socket(), move |path| {
        path.contains("/events").then(|| {
            counted.fetch_add(1, Ordering::Relaxed);
            (StatusCode::FORBIDDEN, json!({ "message": "events are forbidden by policy" }))
        })
    });
    let proxy = proxy.expect("the proxy starts");
    let session = session_at(proxy.docker_host());
    // Pauses grow, so the second one has passed when the third is reported.
    let is_third_refusal = |update: &Update| match update {
        Update::Engine { status: EngineStatus::Unreachable { attempts, retry_in, .. } } => {
            let error = &attempts.first().expect("the attempt is reported").error;
            assert_eq!(error.code, ErrorCode::EngineRefused, "a refusal, not a lost connection: {error:?}");
            assert!(error.message.contains("by policy"), "with the proxy's message: {error:?}");
            *retry_in >= 2000
        }
        _ => false,
    };
    until_update(&session, "the refusals", is_third_refusal).await;
    assert!(requests.load(Ordering::Relaxed) <= 3, "one request per refusal: {requests:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_read_affects_one_object_only() {
    let lab = lab().await;
    let docker = lab.docker();
    let run = async |command: &str| {
        docker.run(&command.split(' ').collect::<Vec<_>>()).await.unwrap_or_else(|error| panic!("{command}: {error}"))
    };
    for command in ["pull -q ubuntu:16.04", "pull -q redis", "create --name one redis", "create --name two redis"] {
        run(command).await;
    }
    let forbidden: Arc<Mutex<Vec<String>>> = Arc::default();
    let list = Arc::clone(&forbidden);
    let proxy = EngineProxy::before(lab.socket(), move |path| {
        let list = list.lock().expect("no panic");
        let refused: (StatusCode, Value) = (StatusCode::INTERNAL_SERVER_ERROR, json!({ "message": "not this object" }));
        list.iter().any(|id| path.contains(id)).then_some(refused)
    });
    let proxy = proxy.expect("the proxy starts");
    let session = session_at(proxy.docker_host());
    connected(&session, EngineProduct::Docker).await;
    let hex = |id: String| id.trim_start_matches("sha256:").to_owned();
    let kept = image(&session, "ubuntu:16.04").expect("it is listed");
    let one = container(&session, "one").expect("it is listed");
    // Its name is forbidden too: the pull's event has no ID and may arrive late.
    *forbidden.lock().expect("no panic") = vec![hex(kept.id.clone()), kept.tags[0].clone(), one.id.clone()];

    for command in ["tag ubuntu:16.04 hidden:1", "rename one hidden", "tag redis shown:1", "rename two shown"] {
        run(command).await;
    }
    until_update(&session, "the other objects are updated", |_| {
        image(&session, "shown:1").is_some() && container(&session, "shown").is_some()
    })
    .await;
    assert_eq!(image(&session, "ubuntu:16.04"), Some(kept), "the refused image is unchanged");
    assert_eq!(container(&session, "one"), Some(one), "the refused container is unchanged");

    forbidden.lock().expect("no panic").clear();
    for command in ["tag ubuntu:16.04 hidden:2", "rename hidden found"] {
        run(command).await;
    }
    until_update(&session, "the objects are updated once their reads are allowed", |_| {
        image(&session, "hidden:1").is_some() && container(&session, "found").is_some()
    })
    .await;
    assert!(session.engine().is_ok(), "the engine was never lost");
}

/// What a socket proxy forbids, and words that nobody knows, concern the engine's description only.
#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_hides_or_garbles_its_description_is_used_all_the_same() {
    let lab = lab().await;
    lab.docker().run(&["pull", "-q", "ubuntu:16.04"]).await.expect("an image is pulled");
    let proxy_with = |path: &'static str, status: StatusCode, body: Value| {
        EngineProxy::before(lab.socket(), move |asked| asked.contains(path).then(|| (status, body.clone())))
            .expect("the proxy starts")
    };
    let forbidden = json!({ "message": "forbidden by policy" });

    let proxy = proxy_with("/info", StatusCode::FORBIDDEN, forbidden.clone());
    let engine = engine_at(proxy.docker_host()).await;
    let withheld = engine.info().withheld.as_ref().expect("the refusal is kept");
    assert!(withheld.message.contains("by policy"), "with the proxy's words: {withheld:?}");
    let store = match lab.store() {
        Store::Classic => ImageStore::Classic,
        Store::Containerd => ImageStore::Containerd,
    };
    assert_eq!(engine.info().store, store, "the store is told by its images");
    assert!(!engine.info().version.is_empty(), "what is not forbidden is known");
    let session = session_at(proxy.docker_host());
    connected(&session, EngineProduct::Docker).await;
    assert!(image(&session, "ubuntu:16.04").is_some(), "its images are listed");

    for path in ["/_ping", "/version"] {
        let proxy = proxy_with(path, StatusCode::FORBIDDEN, forbidden.clone());
        let engine = engine_at(proxy.docker_host()).await;
        assert!(engine.supports_api(40), "the version is known without {path}");
    }

    let odd = json!({
        "Name": "odd", "Swarm": { "LocalNodeState": "weird" }, "Isolation": "odd", "CgroupDriver": 7,
        "DriverStatus": [["driver-type", "x"], null], "SystemTime": "yesterday",
    });
    let proxy = proxy_with("/info", StatusCode::OK, odd);
    let engine = engine_at(proxy.docker_host()).await;
    let info = engine.info();
    assert_eq!((info.host_name.as_str(), info.store), ("odd", ImageStore::Containerd), "what is known is used");
    assert!((engine.now() - time_of(&lab).await).abs() < 60, "its clock is known from elsewhere");
}

/// The engine's clock.
async fn time_of(lab: &Lab) -> i64 {
    engine_at(lab.docker_host()).await.now()
}

/// One damaged image makes an engine refuse the list of all (moby#46077); a proxy may forbid a list.
#[tokio::test(flavor = "multi_thread")]
async fn one_refused_list_does_not_hide_the_other() {
    let lab = lab().await;
    let docker = lab.docker();
    for command in ["pull -q ubuntu:16.04", "pull -q redis", "create --name one redis"] {
        docker.run(&command.split(' ').collect::<Vec<_>>()).await.expect(command);
    }
    let refused: Arc<Mutex<&str>> = Arc::new(Mutex::new("/images/json"));
    let path = Arc::clone(&refused);
    let proxy = EngineProxy::before(lab.socket(), move |asked| {
        let body = json!({ "message": "content digest sha256:0: not found" });
        asked.contains(*path.lock().expect("no panic")).then_some((StatusCode::INTERNAL_SERVER_ERROR, body))
    });
    let proxy = proxy.expect("the proxy starts");
    let session = session_at(proxy.docker_host());
    let refusal = find_update(&session, "the refusal", |update| match update {
        Update::Inventory { inventory } if inventory.loaded => inventory.images_refused,
        _ => None,
    });
    assert!(refusal.await.message.contains("content digest"), "the engine's words are kept");
    assert!(container(&session, "one").is_some(), "the containers are listed");
    assert!(image(&session, "redis").is_some(), "and the images that they use");
    assert!(image(&session, "ubuntu:16.04").is_none(), "the others are unknown");

    // The damaged image is removed: the next event finds that the list is allowed again.
    *refused.lock().expect("no panic") = "/nothing";
    docker.run(&["tag", "redis", "redis:again"]).await.expect("the image is tagged");
    until_update(&session, "all images are listed", |_| image(&session, "ubuntu:16.04").is_some()).await;

    *refused.lock().expect("no panic") = "/containers/json";
    let session = session_at(proxy.docker_host());
    let refusal = find_update(&session, "the refusal", |update| match update {
        Update::Inventory { inventory } if inventory.loaded => inventory.containers_refused,
        _ => None,
    });
    assert!(refusal.await.message.contains("content digest"), "the engine's words are kept");
    assert!(image(&session, "ubuntu:16.04").is_some(), "the images are listed");
}

/// A stopped process keeps its connections open; it is noticed while it is waited for, and when it goes on.
#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_hangs_is_reported_until_it_answers_again() {
    let lab = lab().await;
    lab.docker().run(&["pull", "-q", "ubuntu:16.04"]).await.expect("an image is pulled");
    let session = Arc::new(session_at(lab.docker_host()));
    connected(&session, EngineProduct::Docker).await;
    let is_silent = |update: &Update| matches!(update, Update::Engine { status: EngineStatus::Unresponsive { .. } });
    let is_connected = |update: &Update| matches!(update, Update::Engine { status: EngineStatus::Connected { .. } });

    lab.pause_engine().await.expect("the engine is paused");
    let job = session.perform(Action::TagImage { image: "ubuntu:16.04".into(), reference: "mine:1".into() });
    until_update(&session, "a job waits for a silent engine", is_silent).await;
    lab.resume_engine().await.expect("the engine goes on");
    until_update(&session, "the engine answers again", is_connected).await;
    let job = within("the job", session.jobs().wait(job)).await.expect("the job is kept");
    assert_eq!(job.state, JobState::Done, "the job goes on, too: {:?}", job.error);
    until_update(&session, "its events are followed", |_| image(&session, "mine:1").is_some()).await;

    lab.pause_engine().await.expect("the engine is paused");
    session.check_engine();
    until_update(&session, "a person looks at a silent engine", is_silent).await;
    lab.resume_engine().await.expect("the engine goes on");
    until_update(&session, "the engine answers again", is_connected).await;
}
