//! Images on live engines: pulls, lists, tags and removals agree with what docker reports.
#![allow(clippy::unwrap_used)] // In a test's own functions, too.

use std::os::unix::fs::PermissionsExt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use slipway_engine::{
    grammar::Pins,
    practice::{
        images::{Layer, Recipe},
        recipes::architecture,
    },
};
use slipway_engine_tests::prelude::*;
use tokio::sync::watch;

async fn lab() -> Lab {
    Lab::start(LabOptions::default()).await.expect("the lab starts")
}

async fn engine(address: String) -> Engine {
    let endpoint = Endpoint { address, source: EndpointSource::DockerHost, name: String::new(), tls: None };
    Engine::connect(endpoint).await.expect("the lab's engine answers")
}

fn no_login(lab: &Lab) -> Credentials {
    Credentials::from_folder(lab.folder().join("no-login"))
}

/// Records everything that a job reports.
#[derive(Clone)]
struct Listener {
    events: Arc<Mutex<Vec<JobEvent>>>,
    latest: watch::Sender<Option<Progress>>,
    cancellation: CancellationToken,
}

impl Listener {
    fn new() -> Self {
        Self { events: Arc::default(), latest: watch::Sender::new(None), cancellation: CancellationToken::new() }
    }

    fn report(&self) -> Report {
        let listener = self.clone();
        let listen = move |event: JobEvent| {
            if let JobEvent::Progress(progress) = &event {
                listener.latest.send_replace(Some(progress.clone()));
            }
            listener.events.lock().unwrap().push(event);
        };
        Report::new(listen, self.cancellation.clone())
    }

    fn lines(&self) -> Vec<String> {
        let events = self.events.lock().unwrap();
        events
            .iter()
            .filter_map(|event| if let JobEvent::Line(line) = event { Some(line.clone()) } else { None })
            .collect()
    }

    fn pulls(&self) -> Vec<PullProgress> {
        let events = self.events.lock().unwrap();
        events
            .iter()
            .filter_map(
                |event| if let JobEvent::Progress(Progress::Pull(pull)) = event { Some(pull.clone()) } else { None },
            )
            .collect()
    }

    fn removed(&self) -> Vec<RemovalResult> {
        match self.latest.borrow().clone() {
            Some(Progress::Removal(removal)) => removal.items,
            other => panic!("progress of a removal, not {other:?}"),
        }
    }

    /// Waits until the progress of a pull matches.
    async fn until(&self, matches: impl Fn(&PullProgress) -> bool) {
        let mut latest = self.latest.subscribe();
        let reached = |progress: &Option<Progress>| matches!(progress, Some(Progress::Pull(pull)) if matches(pull));
        latest.wait_for(reached).await.expect("the pull reports its progress");
    }
}

async fn pull(engine: &Engine, reference: &str, credentials: &Credentials) -> Result<Outcome, Error> {
    images::pull(engine, reference, "", credentials, &LayerColours::default(), &Report::discard()).await
}

fn pulled_id(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Image { id, .. } => id,
        other => panic!("the outcome is an image, not {other:?}"),
    }
}

async fn contents(engine: &Engine) -> Contents {
    inventory::list(engine).await.expect("the engine lists everything")
}

/// The lines of a pull that are always printed, in any order: layers are pulled concurrently. The engine skips transient states
/// of a layer if a newer one follows soon (moby `distribution/xfer` keeps the newest only).
fn stable_lines(lines: &[String]) -> BTreeSet<&str> {
    let transient = [": Waiting", ": Verifying Checksum", ": Download complete"];
    lines.iter().map(String::as_str).filter(|line| !transient.iter().any(|state| line.ends_with(state))).collect()
}

#[tokio::test]
async fn a_pull_reports_five_layers_and_logs_what_docker_prints() {
    let lab = lab().await;
    let docker = lab.docker();
    let printed = docker.run(&["pull", "ubuntu:14.04"]).await.unwrap();
    let id = docker.run(&["inspect", "-f", "{{.Id}}", "ubuntu:14.04"]).await.unwrap();
    docker.run(&["rmi", "ubuntu:14.04"]).await.unwrap();

    let engine = engine(lab.docker_host()).await;
    let listener = Listener::new();
    let outcome =
        images::pull(&engine, "ubuntu:14.04", "", &no_login(&lab), &LayerColours::default(), &listener.report())
            .await
            .expect("the pull succeeds");
    assert_eq!(
        outcome,
        Outcome::Image { id, reference: Some("ubuntu:14.04".into()) },
        "the same image as by the command"
    );

    let (ours, theirs) = (listener.lines(), printed.lines().map(str::to_owned).collect::<Vec<_>>());
    assert_eq!(stable_lines(&ours), stable_lines(&theirs), "the log is what the docker command prints");
    assert_eq!(ours.first(), theirs.first(), "the first line is the repository");
    assert_eq!(ours[ours.len() - 3..], theirs[theirs.len() - 3..], "the last lines are digest, status and name");

    let pulls = listener.pulls();
    let last = pulls.last().expect("progress was reported");
    assert_eq!(last.layers.len(), 5, "ubuntu:14.04 has five layers: {last:?}");
    for layer in &last.layers {
        assert_eq!(layer.state, LayerState::Complete, "each layer is complete: {layer:?}");
        assert_eq!(layer.id.len(), 12, "a layer's ID has 12 digits: {layer:?}");
    }
    let percents: Vec<f64> = pulls.iter().filter_map(|pull| pull.percent).collect();
    assert!(percents.is_sorted(), "the percentage never decreases: {percents:?}");
    assert_eq!(percents.last(), Some(&100.0), "the last percentage is 100");
    assert_eq!(last.status.as_deref(), Some("Downloaded newer image for ubuntu:14.04"), "the status");
    let digest = last.digest.as_deref().expect("the digest");
    assert!(ours.contains(&format!("Digest: {digest}")), "the printed digest: {digest}");

    let again = Listener::new();
    images::pull(&engine, "ubuntu:14.04", "", &no_login(&lab), &LayerColours::default(), &again.report())
        .await
        .expect("a second pull succeeds");
    let again = again.pulls();
    assert_eq!(
        again.last().and_then(|pull| pull.status.as_deref()),
        Some("Image is up to date for ubuntu:14.04"),
        "the second pull downloads nothing"
    );
}

/// A small layer with a file of this name.
fn small_layer(name: &str) -> Layer {
    Layer::new(format!("COPY {name} /")).file(name, 0o644, name.to_owned())
}

/// Pushes an image of these layers to the mirror and returns the IDs that a pull reports for them, base first, as in the
/// registry's manifest.
async fn pushed(lab: &Lab, name: &str, layers: impl IntoIterator<Item = Layer>) -> Vec<String> {
    let image = Recipe::new(architecture(), "2026-09-01T12:00:00Z", "a test").layers(layers).build().unwrap();
    lab.mirror().push(&format!("library/{name}"), &["latest"], &image).await.unwrap();
    let manifest: Value = serde_json::from_slice(&image.manifest.bytes).unwrap();
    let layers = manifest["layers"].as_array().unwrap();
    layers.iter().map(|layer| layer["digest"].as_str().unwrap()["sha256:".len()..][..12].to_owned()).collect()
}

/// The colour keys of a finished pull's layers, and those of the image's layers, both base first.
async fn colour_keys(engine: &Engine, name: &str, lab: &Lab, colours: &LayerColours) -> (Vec<String>, Vec<String>) {
    let listener = Listener::new();
    images::pull(engine, name, "", &no_login(lab), colours, &listener.report()).await.expect("the pull succeeds");
    let layers = listener.pulls().pop().expect("progress was reported").layers;
    let detail = images::detail(engine, name, colours).await.unwrap();
    let keys = detail.history.into_iter().rev().filter_map(|step| step.colour_key);
    (layers.into_iter().map(|layer| layer.colour_key).collect(), keys.collect())
}

#[tokio::test]
async fn a_layer_keeps_its_colour() {
    let lab = lab().await;
    let engine = engine(lab.docker_host()).await;
    if lab.store() != Store::Classic {
        return assert_unordered_colours(&engine, &lab).await;
    }
    let folder = lab.folder().join("colours");
    let colours = LayerColours::open(Some(&folder));
    let one = pushed(&lab, "one", ["a", "b", "c"].map(small_layer)).await;
    let (pulled, image) = colour_keys(&engine, "one", &lab, &colours).await;
    assert_eq!(pulled, one, "the engine reports layers in the order of the manifest");
    assert_eq!(image, pulled, "each layer has the same colour in the image");

    let two = pushed(&lab, "two", ["a", "b", "d"].map(small_layer)).await;
    let (pulled, image) = colour_keys(&engine, "two", &lab, &colours).await;
    assert_eq!(pulled, two, "existing layers are reported in order, too");
    assert_eq!(image, pulled, "and keep their colours");
    assert_eq!(two[..2], one[..2], "a shared layer has the same colour in both images");

    let colours = LayerColours::open(Some(&folder));
    let (pulled, image) = colour_keys(&engine, "one", &lab, &colours).await;
    assert_eq!(pulled, Vec::<String>::new(), "a pull of an up-to-date image reports no layers");
    assert_eq!(image, one, "its layers keep their colours, even after a restart");

    let twice = pushed(&lab, "twice", ["e", "f", "e"].map(small_layer)).await;
    let (pulled, image) = colour_keys(&engine, "twice", &lab, &colours).await;
    assert_eq!(pulled, twice[..2], "a layer that occurs twice is reported once");
    assert_eq!(image.len(), 3, "the image has it twice");
    assert_eq!(image[0], image[2], "with the same colour");
    assert!(pulled.iter().all(|key| !image.contains(key)), "layers are not mapped by guess: {pulled:?} {image:?}");
}

/// These engines report layers in no order. A single layer can be mapped nevertheless.
async fn assert_unordered_colours(engine: &Engine, lab: &Lab) {
    let colours = LayerColours::default();
    let several = pushed(lab, "several", ["a", "b", "c"].map(small_layer)).await;
    let (mut pulled, image) = colour_keys(engine, "several", lab, &colours).await;
    pulled.sort();
    let mut sorted = several;
    sorted.sort();
    assert_eq!(pulled, sorted, "each layer has its own colour");
    assert!(pulled.iter().all(|key| !image.contains(key)), "layers are not mapped by guess: {pulled:?} {image:?}");
    let single = pushed(lab, "single", [small_layer("g")]).await;
    let (pulled, image) = colour_keys(engine, "single", lab, &colours).await;
    assert_eq!((&pulled, &image), (&single, &single), "a single layer has the same colour in both");
}

#[tokio::test]
async fn a_name_without_a_tag_and_a_digest_are_pulled_as_by_docker() {
    let lab = lab().await;
    let engine = engine(lab.docker_host()).await;
    let listener = Listener::new();
    let outcome = images::pull(&engine, " nginx ", "", &no_login(&lab), &LayerColours::default(), &listener.report())
        .await
        .unwrap();
    let lines = listener.lines();
    assert_eq!(lines[0], "Using default tag: latest", "as docker prints");
    assert_eq!(lines[1], "latest: Pulling from library/nginx", "then the pull starts");
    let digest = listener.pulls().last().and_then(|pull| pull.digest.clone()).expect("the digest is reported");

    let by_digest = format!("nginx@{digest}");
    let pinned = pull(&engine, &by_digest, &no_login(&lab)).await.unwrap();
    assert_eq!(pulled_id(&pinned), pulled_id(&outcome), "the digest names the same image");
    let image = api::images::one(&engine, pulled_id(&outcome)).await.unwrap().expect("it is there");
    assert_eq!(image.digests, [by_digest], "and is listed by it");
}

#[tokio::test]
async fn each_failure_of_a_pull_has_its_code() {
    let lab = lab().await;
    let engine = engine(lab.docker_host()).await;
    let (limited, untrusted) = (lab.limited().unwrap(), lab.untrusted().unwrap());
    let nobody = "127.0.0.1:1/nothing/here";
    let (limited, untrusted) = (format!("{}/a/b", limited.address()), format!("{}/a/b", untrusted.address()));
    for (reference, platform, code, registry) in [
        ("nosuch", "", ErrorCode::PullNotFound, "docker.io"),
        ("ubuntu:99.99", "", ErrorCode::PullNotFound, "docker.io"),
        ("multiarch", "linux/s390x", ErrorCode::PlatformNotFound, "docker.io"),
        (limited.as_str(), "", ErrorCode::PullRateLimited, limited.split('/').next().unwrap()),
        (untrusted.as_str(), "", ErrorCode::RegistryCertificate, untrusted.split('/').next().unwrap()),
        (nobody, "", ErrorCode::RegistryUnreachable, "127.0.0.1:1"),
        ("Ubuntu", "", ErrorCode::ReferenceUppercase, ""),
    ] {
        let error =
            images::pull(&engine, reference, platform, &no_login(&lab), &LayerColours::default(), &Report::discard())
                .await
                .expect_err("the pull fails");
        assert_eq!(error.code, code, "the code of {reference:?} for {platform:?}: {error}");
        assert_eq!(
            error.details.get("registry").map_or("", String::as_str),
            registry,
            "the registry is named: {error:?}"
        );
    }
    let platform = images::pull(
        &engine,
        "multiarch",
        "linux/arm64",
        &no_login(&lab),
        &LayerColours::default(),
        &Report::discard(),
    )
    .await
    .unwrap();
    let detail = images::detail(&engine, pulled_id(&platform), &LayerColours::default()).await.unwrap();
    assert_eq!(detail.architecture, "arm64", "the requested platform is pulled");
}

#[tokio::test]
async fn a_password_comes_from_dockers_configuration() {
    let lab = lab().await;
    let engine = engine(lab.docker_host()).await;
    let registry = lab.password().await.unwrap();
    let reference = format!("{}/redis", registry.address());
    let login = |name: &str, password: &str| {
        let auth = STANDARD.encode(format!("{USER}:{password}"));
        config(&lab, name, &serde_json::json!({ "auths": { registry.address(): { "auth": auth } } }))
    };
    let unauthorized = [
        ("no password", no_login(&lab), ErrorCode::PullUnauthorized),
        ("a wrong password", login("wrong", "ahoy?"), ErrorCode::PullLoginRejected),
    ];
    for (what, credentials, code) in unauthorized {
        let error = pull(&engine, &reference, &credentials).await.expect_err(what);
        assert_eq!(error.code, code, "with {what}: {error}");
        assert_eq!(error.details["registry"], registry.address(), "the registry is named");
        assert!(!format!("{error:?}").contains("ahoy"), "the error does not contain the password");
    }

    let helpers = serde_json::json!({ "credHelpers": { registry.address(): "slipway-is-not-there" }, "credsStore": "slipway-nor-this" });
    let broken = config(&lab, "broken", &helpers);
    let error = pull(&engine, &reference, &broken).await.expect_err("there is no login");
    assert_eq!(error.code, ErrorCode::CredentialsFailed, "the reason is the credential helper: {error}");
    assert_eq!(error.details["program"], "docker-credential-slipway-is-not-there", "the helper is named");
    pull(&engine, "redis", &broken).await.expect("a pull without login ignores a broken helper");

    let outcome = pull(&engine, &reference, &login("right", PASSWORD)).await.expect("the password is correct");
    assert_eq!(
        outcome,
        Outcome::Image { id: pulled_id(&outcome).to_owned(), reference: Some(format!("{reference}:latest")) },
        "its full name"
    );
}

/// Credentials from a new configuration folder.
fn config(lab: &Lab, name: &str, config: &Value) -> Credentials {
    let folder = lab.folder().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.json"), config.to_string()).unwrap();
    Credentials::from_folder(folder)
}

#[tokio::test]
async fn a_broken_connection_is_reported_and_the_pull_continues() {
    let lab = lab().await;
    let engine = engine(lab.docker_host()).await;
    let proxy = lab.cut(Cut { after: 1_500_000, times: Some(1) }).unwrap();
    let reference = format!("{}/library/ubuntu:14.04", proxy.address());
    let listener = Listener::new();
    let pulled =
        images::pull(&engine, &reference, "", &no_login(&lab), &LayerColours::default(), &listener.report()).await;
    if lab.store() == Store::Containerd {
        // containerd does not report retries: depending on where the connection broke it retries silently or fails.
        if let Err(error) = pulled {
            assert_eq!(error.code, ErrorCode::ConnectionLost, "the reason is the broken connection: {error}");
            pull(&engine, &reference, &no_login(&lab)).await.expect("the next pull succeeds");
        }
        return;
    }
    pulled.expect("the pull succeeds");
    let pulls = listener.pulls();
    let waiting = pulls.iter().flat_map(|pull| &pull.layers).find(|layer| layer.state == LayerState::Retrying);
    let waiting = waiting.expect("the retry is reported");
    assert!(waiting.retry_in.is_some_and(|seconds| (1..=5).contains(&seconds)), "with the seconds left: {waiting:?}");
    assert!(waiting.downloaded < waiting.download_total.unwrap(), "the download is not complete: {waiting:?}");
    let last = pulls.last().unwrap().layers.iter().find(|layer| layer.id == waiting.id).unwrap();
    assert_eq!((last.state, last.retries), (LayerState::Complete, 1), "complete after one retry");
    let percents: Vec<f64> = pulls.iter().filter_map(|pull| pull.percent).collect();
    assert!(percents.is_sorted(), "even then the percentage never decreases: {percents:?}");
}

#[tokio::test]
async fn a_cancelled_pull_reports_which_layers_are_kept() {
    let lab = lab().await;
    let engine = engine(lab.docker_host()).await;
    pull(&engine, "nginx", &no_login(&lab)).await.unwrap();
    let proxy = lab.slow(400_000).unwrap();
    let reference = format!("{}/library/ubuntu:14.04", proxy.address());
    let listener = Listener::new();
    let (credentials, colours) = (no_login(&lab), LayerColours::default());
    let report = listener.report();
    let cancel = async {
        listener.until(|pull| pull.layers.iter().any(|layer| layer.downloaded >= 400_000)).await;
        listener.cancellation.cancel();
    };
    let (pulled, ()) = tokio::join!(images::pull(&engine, &reference, "", &credentials, &colours, &report), cancel);
    let error = pulled.expect_err("it was cancelled");
    assert_eq!(error.code, ErrorCode::Cancelled, "its code: {error}");
    // The containerd store does not report existing layers.
    let kept = (lab.store() == Store::Classic).then_some("2");
    assert_eq!(error.details.get("kept").map(String::as_str), kept, "two layers belong to nginx, too, and are kept");
    assert_eq!(api::images::one(&engine, &reference).await, Ok(None), "nothing came of it");

    // The engine ended the download, too: the next pull starts again or resumes instead of joining a running one.
    let again = Listener::new();
    let report = again.report();
    let cancel = async {
        let has_existing = |pull: &PullProgress| pull.layers.iter().any(|layer| layer.state == LayerState::Exists);
        again.until(|pull| has_existing(pull) && pull.layers.iter().any(|layer| layer.downloaded > 0)).await;
        again.cancellation.cancel();
    };
    let (_, ()) = tokio::join!(images::pull(&engine, &reference, "", &credentials, &colours, &report), cancel);
    let first = again.pulls().into_iter().flat_map(|pull| pull.layers).find(|layer| layer.downloaded > 0).unwrap();
    match lab.store() {
        Store::Classic => assert!(first.downloaded < 400_000, "it starts again: {first:?}"),
        // containerd reports the first megabyte once it is written.
        Store::Containerd => assert!(first.downloaded >= 1 << 20, "it resumes: {first:?}"),
    }
}

#[tokio::test]
async fn a_pull_is_cancelled_while_a_credential_helper_hangs() {
    let lab = lab().await;
    let engine = engine(lab.docker_host()).await;
    let programs = lab.folder().join("programs");
    let pid = programs.join("pid");
    std::fs::create_dir_all(&programs).unwrap();
    let program = programs.join("docker-credential-slipway-waits");
    std::fs::write(&program, format!("#!/bin/sh\necho $$ > {}\nexec /bin/sleep 1000\n", pid.display())).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&pid).status().unwrap().success(), "a pipe is created");
    let credentials = config(&lab, "waits", &serde_json::json!({ "credsStore": "slipway-waits" })).with_path(&programs);
    let colours = LayerColours::default();

    let listener = Listener::new();
    let report = listener.report();
    let cancel = async {
        let asked = tokio::fs::read_to_string(&pid).await.expect("the helper is started");
        listener.cancellation.cancel();
        asked.trim().to_owned()
    };
    let pulling = images::pull(&engine, "redis", "", &credentials, &colours, &report);
    let both = async { tokio::join!(pulling, cancel) };
    let (pulled, asked) = tokio::time::timeout(Duration::from_secs(10), both)
        .await
        .expect("a cancelled pull does not wait for the helper");
    let error = pulled.expect_err("it was cancelled");
    assert_eq!(error.code, ErrorCode::Cancelled, "its code: {error}");
    assert_eq!(error.details.get("kept"), None, "no layer is known yet");
    let process = Path::new("/proc").join(&asked);
    let ends = async {
        while process.exists() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), ends).await.expect("the helper is ended");
}

/// Removes the targets as predicted and compares each item with what the engine did.
async fn remove_as_predicted(engine: &Engine, targets: &[&str]) -> Vec<(String, RemovalEffect)> {
    remove_unless_pinned(engine, targets, &[]).await
}

async fn remove_unless_pinned(engine: &Engine, targets: &[&str], pins: &[&str]) -> Vec<(String, RemovalEffect)> {
    let pins = Pins::new(&pins.iter().map(|pin| (*pin).to_owned()).collect::<Vec<_>>()).expect("valid patterns");
    let before = contents(engine).await;
    let targets: Vec<String> = targets.iter().map(|target| (*target).to_owned()).collect();
    let predicted = images::predict_removal(&before, &targets, &[], &pins).items;
    let listener = Listener::new();
    let order: Vec<String> = predicted.iter().map(|item| item.target.clone()).collect();
    let ended = images::remove(engine, &order, &HashMap::new(), &pins, &listener.report()).await;
    let done = listener.removed();
    let after = contents(engine).await;
    assert_eq!(done.len(), predicted.len(), "each item has a result");
    for (item, result) in predicted.iter().zip(&done) {
        let what = format!("{item:?} against {result:?}");
        let code = result.error.as_ref().map(|error| error.code);
        match item.effect {
            RemovalEffect::Untag => {
                assert_eq!(code, None, "it succeeds: {what}");
                assert!(!result.untagged.is_empty(), "a name is removed: {what}");
                assert_eq!(result.deleted, item.cascade, "and only what was predicted: {what}");
                let later_deleted = predicted.iter().any(|other| {
                    other.cascade.contains(&item.image)
                        || other.effect == RemovalEffect::Delete && other.image == item.image
                });
                assert!(after.images.contains_key(&item.image) || later_deleted, "the image is kept: {what}");
            }
            RemovalEffect::Delete => {
                assert_eq!(code, None, "it succeeds: {what}");
                for id in item.cascade.iter().chain([&item.image]) {
                    assert!(result.deleted.contains(id), "{id} is deleted: {what}");
                }
                let images = result.deleted.iter().filter(|id| before.images.contains_key(*id)).count();
                assert_eq!(images, item.cascade.len() + 1, "and no other image: {what}");
            }
            RemovalEffect::InUse => {
                assert_eq!(code, Some(ErrorCode::ImageInUse), "it is refused: {what}");
                let named = &result.error.as_ref().unwrap().details["containers"];
                assert_eq!(*named, item.containers.join(", "), "with the predicted containers: {what}");
            }
            RemovalEffect::HasChildren => assert_eq!(code, Some(ErrorCode::ImageHasChildren), "it is refused: {what}"),
            RemovalEffect::Pinned => assert_eq!(code, Some(ErrorCode::ImagePinned), "it is pinned: {what}"),
            RemovalEffect::Missing => assert_eq!(code, Some(ErrorCode::ImageNotFound), "it does not exist: {what}"),
        }
    }
    let failed = done.iter().filter(|result| result.error.is_some()).count();
    assert_eq!(ended.is_err(), failed > 0, "the job fails if an item failed: {ended:?}");
    let gone: BTreeSet<&String> = before.images.keys().filter(|id| !after.images.contains_key(*id)).collect();
    let deleted = |item: &&RemovalItem| item.effect == RemovalEffect::Delete;
    let expected: BTreeSet<&String> = predicted
        .iter()
        .filter(deleted)
        .map(|item| &item.image)
        .chain(predicted.iter().flat_map(|item| &item.cascade))
        .collect();
    assert_eq!(gone, expected, "exactly the predicted images are deleted");
    predicted.into_iter().map(|item| (item.target, item.effect)).collect()
}

fn effects(items: &[(&str, RemovalEffect)]) -> Vec<(String, RemovalEffect)> {
    items.iter().map(|(target, effect)| ((*target).to_owned(), *effect)).collect()
}

#[tokio::test]
async fn a_removal_does_what_was_predicted() {
    use RemovalEffect::*;
    let lab = lab().await;
    let docker = lab.docker();
    let engine = engine(lab.docker_host()).await;
    data::built_with_intermediates(&docker, "built:1").await.unwrap();
    docker.run(&["tag", "built:1", "other/built:2"]).await.unwrap();
    docker.run(&["create", "--name", "box", "built:1", "sh"]).await.unwrap();
    let parent = docker.run(&["inspect", "-f", "{{.Parent}}", "built:1"]).await.unwrap();
    assert_eq!(
        remove_as_predicted(&engine, &["built:1", "other/built:2", "nosuch"]).await,
        effects(&[("built:1", Untag), ("other/built:2", InUse), ("nosuch", Missing)]),
        "a tag can be removed, the last cannot"
    );
    assert_eq!(
        remove_as_predicted(&engine, &["ubuntu:16.04"]).await,
        effects(&[("ubuntu:16.04", Untag)]),
        "a base loses its tag but is needed"
    );
    // In the containerd store images do not need their parents.
    let of_a_parent = match lab.store() {
        Store::Classic => HasChildren,
        Store::Containerd => Delete,
    };
    assert_eq!(remove_as_predicted(&engine, &[&parent]).await, effects(&[(&parent, of_a_parent)]), "a parent by ID");
    docker.run(&["rm", "box"]).await.unwrap();
    let deleted = remove_as_predicted(&engine, &["other/built:2"]).await;
    assert_eq!(deleted, effects(&[("other/built:2", Delete)]), "without the container it is deleted with its parents");
    assert!(contents(&engine).await.images.is_empty(), "down to the base without a tag");

    data::built_with_intermediates(&docker, "built:1").await.unwrap();
    let sibling = "FROM ubuntu:16.04\nRUN echo one > /one\nRUN echo three > /three\n";
    docker.run_with(&["build", "-q", "-t", "sibling:1", "-"], sibling.as_bytes()).await.unwrap();
    let parent = docker.run(&["inspect", "-f", "{{.Parent}}", "built:1"]).await.unwrap();
    docker.run(&["tag", &parent, "step:2"]).await.unwrap();
    // The containerd store deletes a step although it has another child, and stops at a missing parent.
    let (of_the_base, left) = match lab.store() {
        Store::Classic => (Untag, 0),
        Store::Containerd => (Delete, 1),
    };
    for (target, effect) in
        [("step:2", Untag), ("built:1", Delete), ("ubuntu:16.04", of_the_base), ("sibling:1", Delete)]
    {
        assert_eq!(
            remove_as_predicted(&engine, &[target]).await,
            effects(&[(target, effect)]),
            "images with a common step"
        );
    }
    assert_eq!(contents(&engine).await.images.len(), left, "the remaining steps");

    let dangling = data::dangling(&docker).await.unwrap();
    assert_eq!(remove_as_predicted(&engine, &[&dangling]).await, effects(&[(&dangling, Delete)]), "a dangling image");

    pull(&engine, "ubuntu:16.04", &no_login(&lab)).await.unwrap();
    pull(&engine, "ubuntu", &no_login(&lab)).await.unwrap();
    let id = docker.run(&["inspect", "-f", "{{.Id}}", "ubuntu"]).await.unwrap();
    assert_eq!(
        remove_as_predicted(&engine, &[&id]).await,
        effects(&[("ubuntu:16.04", Untag), ("ubuntu:latest", Delete)]),
        "an ID stands for all names"
    );

    // Names in two repositories, one of them a digest.
    let mirrored = format!("{}/library/ubuntu", lab.mirror().address());
    let pulled = Listener::new();
    images::pull(&engine, "ubuntu:16.04", "", &no_login(&lab), &LayerColours::default(), &pulled.report())
        .await
        .unwrap();
    let digest = pulled.pulls().last().and_then(|pull| pull.digest.clone()).expect("the digest is reported");
    let by_digest = format!("{mirrored}@{digest}");
    pull(&engine, &by_digest, &no_login(&lab)).await.unwrap();
    assert_same_when_read_alone(&engine).await;
    docker.run(&["create", "--name", "box", "ubuntu:16.04"]).await.unwrap();
    assert_eq!(
        remove_as_predicted(&engine, &["ubuntu:16.04", &by_digest]).await,
        effects(&[("ubuntu:16.04", Untag), (&by_digest, InUse)]),
        "an image in use keeps its last name, even a digest"
    );
    docker.run(&["rm", "box"]).await.unwrap();
    let id = docker.run(&["inspect", "-f", "{{.Id}}", &by_digest]).await.unwrap();
    assert_eq!(
        remove_as_predicted(&engine, &[&id]).await,
        effects(&[(&id, Delete)]),
        "an image with one digest, by ID"
    );
}

#[tokio::test]
async fn pinned_images_are_not_removed_whatever_the_target() {
    use RemovalEffect::*;
    let lab = lab().await;
    let docker = lab.docker();
    let engine = engine(lab.docker_host()).await;
    let listener = Listener::new();
    images::pull(&engine, "nginx", "", &no_login(&lab), &LayerColours::default(), &listener.report()).await.unwrap();
    let digest = listener.pulls().last().and_then(|pull| pull.digest.clone()).expect("the digest is reported");
    let id = docker.run(&["inspect", "-f", "{{.Id}}", "nginx"]).await.unwrap();
    docker.run(&["tag", "nginx", "mine:1"]).await.unwrap();
    assert_eq!(
        remove_unless_pinned(&engine, &[&id], &["nginx"]).await,
        effects(&[("mine:1", Untag), ("nginx:latest", Pinned)]),
        "the pinned name is kept, the other is removed"
    );
    let pins = Pins::new(&["nginx".to_owned()]).unwrap();
    for target in [id.as_str(), &id["sha256:".len()..][..12], "nginx", &format!("nginx@{digest}")] {
        let refused = images::remove(&engine, &[target.to_owned()], &HashMap::new(), &pins, &Report::discard()).await;
        let code = refused.map_err(|error| error.code);
        assert_eq!(code, Err(ErrorCode::ImagePinned), "{target} would take the pinned name");
    }
    assert!(contents(&engine).await.images.contains_key(&id), "nothing was removed");

    remove_as_predicted(&engine, &["nginx"]).await;
    pull(&engine, &format!("nginx@{digest}"), &no_login(&lab)).await.unwrap();
    let by_id = remove_unless_pinned(&engine, &[&id], &["nginx"]).await;
    assert_eq!(by_id, effects(&[(&id, Pinned)]), "an image with only a digest belongs to its repository");
    assert_eq!(remove_as_predicted(&engine, &[&id]).await, effects(&[(&id, Delete)]), "deleted without the pin");
}

#[tokio::test]
async fn a_single_refusal_is_the_jobs_error_and_a_cancelled_removal_stops_between_items() {
    let lab = lab().await;
    let docker = lab.docker();
    let engine = engine(lab.docker_host()).await;
    pull(&engine, "redis", &no_login(&lab)).await.unwrap();
    for name in ["two", "one"] {
        docker.run(&["create", "--name", name, "redis"]).await.unwrap();
    }
    let error = images::remove(&engine, &["redis".into()], &HashMap::new(), &Pins::default(), &Report::discard())
        .await
        .expect_err("the image is in use");
    assert_eq!(error.code, ErrorCode::ImageInUse, "the only target's error is the job's: {error}");
    assert_eq!(error.details["containers"], "one, two", "both containers are named");

    let listener = Listener::new();
    listener.cancellation.cancel();
    let error = images::remove(&engine, &["redis".into()], &HashMap::new(), &Pins::default(), &listener.report())
        .await
        .expect_err("the removal is cancelled");
    assert_eq!((error.code, error.details["done"].as_str()), (ErrorCode::Cancelled, "0"), "nothing was done");
}

#[tokio::test]
async fn a_history_is_that_of_docker_and_each_layer_has_its_step() {
    let lab = lab().await;
    let docker = lab.docker();
    let engine = engine(lab.docker_host()).await;
    data::built_with_intermediates(&docker, "built:1").await.unwrap();
    pull(&engine, "nginx", &no_login(&lab)).await.unwrap();
    for reference in ["nginx:latest", "built:1", "ubuntu:16.04"] {
        let detail = images::detail(&engine, reference, &LayerColours::default()).await.unwrap();
        let printed =
            docker.run(&["history", "--no-trunc", "-H=false", "--format", "{{json .}}", reference]).await.unwrap();
        let printed: Vec<(String, String)> = printed
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .map(|step| (step["CreatedBy"].as_str().unwrap().to_owned(), step["Size"].as_str().unwrap().to_owned()))
            .collect();
        let ours: Vec<_> = detail.history.iter().map(|step| (step.created_by.clone(), step.size.to_string())).collect();
        assert_eq!(ours, printed, "the steps of {reference}, newest first");

        let layers = docker.run(&["inspect", "-f", "{{json .RootFS.Layers}}", reference]).await.unwrap();
        let layers: Vec<String> = serde_json::from_str(&layers).unwrap();
        let made: Vec<String> = detail.history.iter().rev().filter_map(|step| step.layer.clone()).collect();
        assert_eq!(made, layers, "each layer of {reference} has its step, base first");
        assert!(
            detail.history.iter().all(|step| step.size == 0 || step.layer.is_some()),
            "a step with bytes has a layer"
        );
    }
    let built = images::detail(&engine, "built:1", &LayerColours::default()).await.unwrap();
    assert!(built.history[0].image.is_some() && built.history[1].image.is_some(), "local build steps are images");
    let nginx = images::detail(&engine, "nginx", &LayerColours::default()).await.unwrap();
    assert_eq!(nginx.exposed_ports, ["80/tcp"], "the exposed ports");
    assert_eq!(nginx.command, ["nginx", "-g", "daemon off;"], "the command");
    let error = images::detail(&engine, "nosuch", &LayerColours::default()).await.expect_err("no such image");
    assert_eq!(error.code, ErrorCode::ImageNotFound, "its code: {error}");
}

/// Checks that every listed image is the same when read alone.
async fn assert_same_when_read_alone(engine: &Engine) -> HashMap<String, Image> {
    let listed = contents(engine).await.images;
    let mut alone = HashMap::new();
    for id in listed.keys() {
        let image = api::images::one(engine, id).await.unwrap().expect("it is listed, so it is there");
        alone.insert(id.clone(), image);
    }
    api::images::classify(&mut alone);
    for (id, image) in &listed {
        assert_eq!(&alone[id], image, "as in the list");
    }
    listed
}

fn kinds(images: &HashMap<String, Image>) -> BTreeMap<String, usize> {
    images.values().fold(BTreeMap::new(), |mut kinds, image| {
        *kinds.entry(format!("{:?}", image.kind)).or_default() += 1;
        kinds
    })
}

#[tokio::test]
async fn an_image_read_alone_is_as_in_the_list() {
    let lab = lab().await;
    let docker = lab.docker();
    let engine = engine(lab.docker_host()).await;
    data::built_with_intermediates(&docker, "built:1").await.unwrap();
    docker.run(&["tag", "built:1", "localhost:5000/team/built"]).await.unwrap();
    let dangling = data::dangling(&docker).await.unwrap();
    data::hostile(&docker).await.unwrap();
    let listed = assert_same_when_read_alone(&engine).await;
    assert_eq!(listed[&dangling].kind, ImageKind::Dangling, "an image that lost its tag");
    let built = listed.values().find(|image| image.tags.contains(&"built:1".to_owned())).unwrap();
    assert_eq!(built.tags, ["built:1", "localhost:5000/team/built:latest"], "two tags of one image");
    assert_eq!(
        kinds(&listed),
        BTreeMap::from([("Dangling".to_owned(), 1), ("Intermediate".to_owned(), 2), ("Tagged".to_owned(), 4)]),
        "two build steps are intermediate"
    );
    let all = docker.run(&["images", "-aq", "--no-trunc"]).await.unwrap();
    let all: BTreeSet<&str> = all.lines().collect();
    assert_eq!(all, listed.keys().map(String::as_str).collect(), "docker images -a lists the same");
    assert_eq!(api::images::one(&engine, &format!("sha256:{}", "0".repeat(64))).await, Ok(None), "a missing image");
}

async fn podman_engine(podman: &Podman) -> Engine {
    engine(podman.docker_host()).await
}

#[tokio::test]
async fn podman_behaves_as_predicted() {
    use RemovalEffect::*;
    let lab = lab().await;
    let podman = lab.podman().await.unwrap();
    let docker = podman.docker();
    let engine = podman_engine(&podman).await;
    let listener = Listener::new();
    let outcome =
        images::pull(&engine, "ubuntu:14.04", "", &no_login(&lab), &LayerColours::default(), &listener.report())
            .await
            .unwrap();
    let id = docker.run(&["inspect", "-f", "{{.Id}}", "ubuntu:14.04"]).await.unwrap();
    assert_eq!(pulled_id(&outcome), id, "the image in podman");
    let last = listener.pulls().last().cloned().unwrap();
    assert_eq!(last.layers.len(), 5, "five layers, without image and configuration: {last:?}");
    assert!(last.layers.iter().all(|layer| layer.state == LayerState::Complete), "all complete: {last:?}");
    assert_eq!(last.percent, Some(100.0), "finished");
    assert_eq!(
        last.status.as_deref(),
        Some("Downloaded newer image for ubuntu:14.04"),
        "a status that podman does not send"
    );
    let digests = docker.run(&["inspect", "-f", "{{json .RepoDigests}}", "ubuntu:14.04"]).await.unwrap();
    assert!(digests.contains(last.digest.as_deref().unwrap()), "the digest in podman: {digests}");
    let again = Listener::new();
    images::pull(&engine, "ubuntu:14.04", "", &no_login(&lab), &LayerColours::default(), &again.report())
        .await
        .unwrap();
    let status = again.pulls().last().and_then(|pull| pull.status.clone());
    assert_eq!(status.as_deref(), Some("Image is up to date for ubuntu:14.04"), "the second pull downloads nothing");

    assert_unordered_colours(&engine, &lab).await;

    let missing = pull(&engine, "nosuch", &no_login(&lab)).await.expect_err("a missing image");
    assert_eq!(missing.code, ErrorCode::PullNotFound, "its code: {missing}");
    let nobody = pull(&engine, "127.0.0.1:1/a/b", &no_login(&lab)).await.expect_err("an unreachable registry");
    assert_eq!(nobody.code, ErrorCode::RegistryUnreachable, "its code: {nobody}");

    images::tag(&engine, "ubuntu:14.04", "ubuntu:trusty").await.unwrap();
    let listed = assert_same_when_read_alone(&engine).await;
    assert_eq!(listed[&id].tags, ["ubuntu:14.04", "ubuntu:trusty"], "familiar names");
    docker.run(&["create", "--name", "box", "ubuntu:14.04", "sh"]).await.unwrap();
    assert_eq!(
        remove_as_predicted(&engine, &["ubuntu:14.04", "ubuntu:trusty", "nosuch"]).await,
        effects(&[("ubuntu:14.04", Untag), ("ubuntu:trusty", InUse), ("nosuch", Missing)]),
        "an image in use keeps its last name"
    );
    docker.run(&["rm", "box"]).await.unwrap();
    assert_eq!(
        remove_as_predicted(&engine, &["ubuntu:trusty"]).await,
        effects(&[("ubuntu:trusty", Delete)]),
        "deleted without the container"
    );
}

/// Runs a command in a shell.
async fn shell(host: &str, config: &Path, text: &str) -> String {
    let output = tokio::process::Command::new("sh")
        .args(["-c", text])
        .env("DOCKER_HOST", host)
        .env("DOCKER_CONFIG", config)
        .env_remove("DOCKER_CONTEXT")
        .output()
        .await
        .unwrap();
    assert!(output.status.success(), "{text} succeeds: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
}

/// An image as inspected, without what differs between two of the same.
async fn inspected(docker: &Cli, reference: &str) -> Value {
    let text = docker.run(&["image", "inspect", reference]).await.unwrap();
    let mut image = serde_json::from_str::<Value>(&text).unwrap()[0].take();
    // The time of the tag, and the folders of the layers.
    for own in ["Metadata", "GraphDriver"] {
        image.as_object_mut().unwrap().remove(own);
    }
    image
}

async fn commands_do_what_actions_do(lab: &Lab, host: String, docker: &Cli) {
    let engine = engine(host.clone()).await;
    let config = lab.folder().join("shell");
    let run = async |action: &Action| shell(&host, &config, &render(action).text).await;

    let reference = "ubuntu:16.04".to_owned();
    let platform = format!("linux/{}", engine.info().architecture);
    pull(&engine, &reference, &no_login(lab)).await.unwrap();
    let ours = inspected(docker, &reference).await;
    images::remove(&engine, std::slice::from_ref(&reference), &HashMap::new(), &Pins::default(), &Report::discard())
        .await
        .unwrap();
    run(&Action::Pull { reference: reference.clone(), platform }).await;
    assert_eq!(inspected(docker, &reference).await, ours, "the command pulls the same image");

    let outcome = images::tag(&engine, &reference, "a/by-us:1").await.unwrap();
    let ours = inspected(docker, "a/by-us:1").await;
    docker.run(&["rmi", "a/by-us:1"]).await.unwrap();
    run(&Action::TagImage { image: reference.clone(), reference: "a/by-us:1".into() }).await;
    assert_eq!(inspected(docker, "a/by-us:1").await, ours, "the command tags the same image");
    assert_eq!(pulled_id(&outcome), ours["Id"].as_str().unwrap(), "the outcome names the image");

    docker.run(&["tag", &reference, "a/by-us:2"]).await.unwrap();
    let targets = vec!["a/by-us:1".to_owned(), "a/by-us:2".to_owned()];
    let before = contents(&engine).await;
    images::remove(&engine, &targets, &HashMap::new(), &Pins::default(), &Report::discard()).await.unwrap();
    let ours = contents(&engine).await;
    assert_ne!(ours, before, "something was removed");
    for target in &targets {
        docker.run(&["tag", &reference, target]).await.unwrap();
    }
    run(&Action::RemoveImages { targets }).await;
    assert_eq!(contents(&engine).await, ours, "the command removes the same images");

    let listed =
        run(&Action::ListImages { all: true, dangling: false, filters: Vec::new(), repository: "ubuntu".into() }).await;
    assert!(listed.lines().nth(1).is_some_and(|line| line.starts_with("ubuntu")), "the command lists: {listed}");
    assert!(!listed.contains("by-us"), "only the given repository: {listed}");
    let either = vec!["reference=ubuntu".to_owned(), "reference=no-such".to_owned()];
    let filtered =
        Action::ListImages { all: false, dangling: false, filters: either.clone(), repository: String::new() };
    let listed = run(&filtered).await;
    assert!(listed.lines().nth(1).is_some_and(|line| line.starts_with("ubuntu")), "either reference: {listed}");
    let both = [either, vec!["label=no-such".to_owned()]].concat();
    let filtered = Action::ListImages { all: false, dangling: false, filters: both, repository: String::new() };
    let listed = run(&filtered).await;
    assert_eq!(listed.lines().count(), 1, "no image has the label: {listed}");
    let none =
        run(&Action::ListImages { all: false, dangling: true, filters: Vec::new(), repository: String::new() }).await;
    assert_eq!(none.lines().count(), 1, "only the header, since no image is dangling: {none}");
    let history = run(&Action::ImageHistory { image: reference.clone() }).await;
    let detail = images::detail(&engine, &reference, &LayerColours::default()).await.unwrap();
    assert_eq!(history.lines().count(), detail.history.len() + 1, "a header and one line per step: {history}");
}

#[tokio::test]
async fn each_rendered_command_does_what_its_action_does() {
    let lab = lab().await;
    commands_do_what_actions_do(&lab, lab.docker_host(), &lab.docker()).await;
}

#[tokio::test]
async fn each_rendered_command_does_what_its_action_does_on_podman() {
    let lab = lab().await;
    let podman = lab.podman().await.unwrap();
    commands_do_what_actions_do(&lab, podman.docker_host(), &podman.docker()).await;
}
