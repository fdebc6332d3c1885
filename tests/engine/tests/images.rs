//! Images on live engines: what is pulled, told, listed, tagged and removed is what the engine says of itself.
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

/// Keeps all that a piece of work tells.
#[derive(Clone)]
struct Listener {
    told: Arc<Mutex<Vec<JobEvent>>>,
    latest: watch::Sender<Option<Progress>>,
    cancellation: CancellationToken,
}

impl Listener {
    fn new() -> Self {
        Self { told: Arc::default(), latest: watch::Sender::new(None), cancellation: CancellationToken::new() }
    }

    fn report(&self) -> Report {
        let listener = self.clone();
        let listen = move |told: JobEvent| {
            if let JobEvent::Progress(progress) = &told {
                listener.latest.send_replace(Some(progress.clone()));
            }
            listener.told.lock().unwrap().push(told);
        };
        Report::new(listen, self.cancellation.clone())
    }

    fn lines(&self) -> Vec<String> {
        let told = self.told.lock().unwrap();
        told.iter().filter_map(|told| if let JobEvent::Line(line) = told { Some(line.clone()) } else { None }).collect()
    }

    fn pulls(&self) -> Vec<PullProgress> {
        let told = self.told.lock().unwrap();
        told.iter()
            .filter_map(
                |told| if let JobEvent::Progress(Progress::Pull(pull)) = told { Some(pull.clone()) } else { None },
            )
            .collect()
    }

    fn removed(&self) -> Vec<RemovalResult> {
        match self.latest.borrow().clone() {
            Some(Progress::Removal(removal)) => removal.items,
            other => panic!("a removal tells how far it is, not {other:?}"),
        }
    }

    /// Waits until a pull is so far.
    async fn until(&self, so_far: impl Fn(&PullProgress) -> bool) {
        let mut latest = self.latest.subscribe();
        let reached = |progress: &Option<Progress>| matches!(progress, Some(Progress::Pull(pull)) if so_far(pull));
        latest.wait_for(reached).await.expect("the pull tells how far it is");
    }
}

async fn pull(engine: &Engine, reference: &str, credentials: &Credentials) -> Result<Outcome, Error> {
    images::pull(engine, reference, "", credentials, &LayerColours::default(), &Report::discard()).await
}

fn pulled_id(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Image { id, .. } => id,
        other => panic!("a pull ends with an image, not {other:?}"),
    }
}

async fn contents(engine: &Engine) -> Contents {
    inventory::list(engine).await.expect("everything is listed")
}

/// The lines of a pull that the engine prints each time, whatever their order: which layer is faster is chance. It skips
/// a layer's passing states when a newer one comes soon enough (moby `distribution/xfer` keeps the newest only).
fn lasting(lines: &[String]) -> BTreeSet<&str> {
    let passing = [": Waiting", ": Verifying Checksum", ": Download complete"];
    lines.iter().map(String::as_str).filter(|line| !passing.iter().any(|state| line.ends_with(state))).collect()
}

#[tokio::test]
async fn a_pull_shows_five_layers_and_prints_what_the_docker_command_prints() {
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
            .expect("it is pulled");
    assert_eq!(outcome, Outcome::Image { id, reference: Some("ubuntu:14.04".into()) }, "the same image by either way");

    let (ours, theirs) = (listener.lines(), printed.lines().map(str::to_owned).collect::<Vec<_>>());
    assert_eq!(lasting(&ours), lasting(&theirs), "the log is what the docker command prints");
    assert_eq!(ours.first(), theirs.first(), "it begins with the repository");
    assert_eq!(ours[ours.len() - 3..], theirs[theirs.len() - 3..], "it ends with digest, status and name");

    let pulls = listener.pulls();
    let last = pulls.last().expect("progress was told");
    assert_eq!(last.layers.len(), 5, "ubuntu:14.04 has five layers: {last:?}");
    for layer in &last.layers {
        assert_eq!(layer.state, LayerState::Complete, "each layer is done: {layer:?}");
        assert_eq!(layer.id.len(), 12, "a layer's name has 12 digits: {layer:?}");
    }
    let percents: Vec<f64> = pulls.iter().filter_map(|pull| pull.percent).collect();
    assert!(percents.is_sorted(), "the percentage never runs backwards: {percents:?}");
    assert_eq!(percents.last(), Some(&100.0), "and ends at 100");
    assert_eq!(last.status.as_deref(), Some("Downloaded newer image for ubuntu:14.04"), "the status is kept");
    let digest = last.digest.as_deref().expect("the digest is kept");
    assert!(ours.contains(&format!("Digest: {digest}")), "as it was printed: {digest}");

    let again = Listener::new();
    images::pull(&engine, "ubuntu:14.04", "", &no_login(&lab), &LayerColours::default(), &again.report())
        .await
        .expect("it is there already");
    let again = again.pulls();
    assert_eq!(
        again.last().and_then(|pull| pull.status.as_deref()),
        Some("Image is up to date for ubuntu:14.04"),
        "the second time nothing is new"
    );
}

/// A layer that no other image has, of a few bytes.
fn small_layer(name: &str) -> Layer {
    Layer::new(format!("COPY {name} /")).file(name, 0o644, name.to_owned())
}

/// Pushes an image of these layers to the mirror, and answers the IDs that a pull has for them, base first, as the
/// registry's manifest lists them.
async fn pushed(lab: &Lab, name: &str, layers: impl IntoIterator<Item = Layer>) -> Vec<String> {
    let image = Recipe::new(architecture(), "2026-09-01T12:00:00Z", "a test").layers(layers).build().unwrap();
    lab.mirror().push(&format!("library/{name}"), &["latest"], &image).await.unwrap();
    let manifest: Value = serde_json::from_slice(&image.manifest.bytes).unwrap();
    let layers = manifest["layers"].as_array().unwrap();
    layers.iter().map(|layer| layer["digest"].as_str().unwrap()["sha256:".len()..][..12].to_owned()).collect()
}

/// The colour keys of a pull's bars as it ends, base first; and those of the image's stack.
async fn colour_keys(engine: &Engine, name: &str, lab: &Lab, colours: &LayerColours) -> (Vec<String>, Vec<String>) {
    let listener = Listener::new();
    images::pull(engine, name, "", &no_login(lab), colours, &listener.report()).await.expect("it is pulled");
    let bars = listener.pulls().pop().expect("progress was told").layers;
    let detail = images::detail(engine, name, colours).await.unwrap();
    let stack = detail.history.into_iter().rev().filter_map(|step| step.colour_key);
    (bars.into_iter().map(|layer| layer.colour_key).collect(), stack.collect())
}

#[tokio::test]
async fn a_layer_keeps_its_colour() {
    let lab = lab().await;
    let engine = engine(lab.docker_host()).await;
    if lab.store() != Store::Classic {
        return assert_colours_are_not_made_up(&engine, &lab).await;
    }
    let folder = lab.folder().join("colours");
    let colours = LayerColours::open(Some(&folder));
    let one = pushed(&lab, "one", ["a", "b", "c"].map(small_layer)).await;
    let (bars, stack) = colour_keys(&engine, "one", &lab, &colours).await;
    assert_eq!(bars, one, "the engine names the layers in the order of the manifest");
    assert_eq!(stack, bars, "each layer of the stack has its bar's colour");

    let two = pushed(&lab, "two", ["a", "b", "d"].map(small_layer)).await;
    let (bars, stack) = colour_keys(&engine, "two", &lab, &colours).await;
    assert_eq!(bars, two, "those that are here already come in their place");
    assert_eq!(stack, bars, "and have their colours");
    assert_eq!(two[..2], one[..2], "a layer that two images share has one colour in both");

    let colours = LayerColours::open(Some(&folder));
    let (bars, stack) = colour_keys(&engine, "one", &lab, &colours).await;
    assert_eq!(bars, Vec::<String>::new(), "an image that is up to date is pulled without a word of its layers");
    assert_eq!(stack, one, "they have their colours all the same, by the next start of the app as well");

    let twice = pushed(&lab, "twice", ["e", "f", "e"].map(small_layer)).await;
    let (bars, stack) = colour_keys(&engine, "twice", &lab, &colours).await;
    assert_eq!(bars, twice[..2], "a layer that occurs twice is named once");
    assert_eq!(stack.len(), 3, "it is twice in the image");
    assert_eq!(stack[0], stack[2], "in one colour");
    assert!(bars.iter().all(|bar| !stack.contains(bar)), "no pairing is made up: {bars:?} {stack:?}");
}

/// These engines name a pull's layers as they come to them. A single layer leaves no choice.
async fn assert_colours_are_not_made_up(engine: &Engine, lab: &Lab) {
    let colours = LayerColours::default();
    let several = pushed(lab, "several", ["a", "b", "c"].map(small_layer)).await;
    let (mut bars, stack) = colour_keys(engine, "several", lab, &colours).await;
    bars.sort();
    let mut sorted = several;
    sorted.sort();
    assert_eq!(bars, sorted, "each bar has its own layer's colour");
    assert!(bars.iter().all(|bar| !stack.contains(bar)), "no pairing is made up: {bars:?} {stack:?}");
    let single = pushed(lab, "single", [small_layer("g")]).await;
    let (bars, stack) = colour_keys(engine, "single", lab, &colours).await;
    assert_eq!((&bars, &stack), (&single, &single), "a single layer has the same colour in both");
}

#[tokio::test]
async fn a_name_without_a_tag_and_a_digest_are_pulled_as_the_docker_command_does() {
    let lab = lab().await;
    let engine = engine(lab.docker_host()).await;
    let listener = Listener::new();
    let outcome = images::pull(&engine, " nginx ", "", &no_login(&lab), &LayerColours::default(), &listener.report())
        .await
        .unwrap();
    let lines = listener.lines();
    assert_eq!(lines[0], "Using default tag: latest", "as the docker command says");
    assert_eq!(lines[1], "latest: Pulling from library/nginx", "and only then begins");
    let digest = listener.pulls().last().and_then(|pull| pull.digest.clone()).expect("the digest is told");

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
                .expect_err("it cannot be pulled");
        assert_eq!(error.code, code, "why {reference:?} for {platform:?} is not pulled: {error}");
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
    assert_eq!(detail.architecture, "arm64", "the platform asked for is what arrives");
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
    let unauthorized = [("no password", no_login(&lab)), ("a wrong password", login("wrong", "ahoy?"))];
    for (what, credentials) in unauthorized {
        let error = pull(&engine, &reference, &credentials).await.expect_err(what);
        assert_eq!(error.code, ErrorCode::PullUnauthorized, "with {what}: {error}");
        assert_eq!(error.details["registry"], registry.address(), "the registry is named");
        assert!(!format!("{error:?}").contains("ahoy"), "a password is never repeated");
    }

    let helpers = serde_json::json!({ "credHelpers": { registry.address(): "slipway-is-not-there" }, "credsStore": "slipway-nor-this" });
    let broken = config(&lab, "broken", &helpers);
    let error = pull(&engine, &reference, &broken).await.expect_err("no login can be had");
    assert_eq!(error.code, ErrorCode::CredentialsFailed, "the reason is the credential program: {error}");
    assert_eq!(error.details["program"], "docker-credential-slipway-is-not-there", "which is named");
    pull(&engine, "redis", &broken).await.expect("what needs no login is pulled in spite of a broken program");

    let outcome = pull(&engine, &reference, &login("right", PASSWORD)).await.expect("the password is right");
    assert_eq!(
        outcome,
        Outcome::Image { id: pulled_id(&outcome).to_owned(), reference: Some(format!("{reference}:latest")) },
        "it is named in full"
    );
}

/// Credentials from a configuration folder of its own.
fn config(lab: &Lab, name: &str, config: &Value) -> Credentials {
    let folder = lab.folder().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.json"), config.to_string()).unwrap();
    Credentials::from_folder(folder)
}

#[tokio::test]
async fn a_line_that_breaks_is_told_and_the_pull_goes_on() {
    let lab = lab().await;
    let engine = engine(lab.docker_host()).await;
    let proxy = lab.cut(Cut { after: 1_500_000, times: Some(1) }).unwrap();
    let reference = format!("{}/library/ubuntu:14.04", proxy.address());
    let listener = Listener::new();
    let pulled =
        images::pull(&engine, &reference, "", &no_login(&lab), &LayerColours::default(), &listener.report()).await;
    if lab.store() == Store::Containerd {
        // containerd tells of no second try: it makes one unseen or gives up, by where in the layer the line broke.
        if let Err(error) = pulled {
            assert_eq!(error.code, ErrorCode::ConnectionLost, "the broken line is the reason: {error}");
            pull(&engine, &reference, &no_login(&lab)).await.expect("the next pull goes over the mended line");
        }
        return;
    }
    pulled.expect("the line is mended");
    let pulls = listener.pulls();
    let waiting = pulls.iter().flat_map(|pull| &pull.layers).find(|layer| layer.state == LayerState::Retrying);
    let waiting = waiting.expect("the wait for the next try is shown");
    assert!(waiting.retry_in.is_some_and(|seconds| (1..=5).contains(&seconds)), "with its seconds: {waiting:?}");
    assert!(waiting.downloaded < waiting.download_total.unwrap(), "what broke off is not done: {waiting:?}");
    let last = pulls.last().unwrap().layers.iter().find(|layer| layer.id == waiting.id).unwrap();
    assert_eq!((last.state, last.retries), (LayerState::Complete, 1), "in the end it is there, after one more try");
    let percents: Vec<f64> = pulls.iter().filter_map(|pull| pull.percent).collect();
    assert!(percents.is_sorted(), "even then the percentage never runs backwards: {percents:?}");
}

#[tokio::test]
async fn a_cancelled_pull_says_truthfully_what_remains() {
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
    assert_eq!(error.code, ErrorCode::Cancelled, "and says so: {error}");
    // Of layers that it has already, the containerd store does not tell.
    let kept = (lab.store() == Store::Classic).then_some("2");
    assert_eq!(error.details.get("kept").map(String::as_str), kept, "two layers are nginx's, too, and stay");
    assert_eq!(api::images::one(&engine, &reference).await, Ok(None), "nothing came of it");

    // The engine ended the download, too: the next pull begins anew, or where it ended, rather than joining one that
    // runs on.
    let again = Listener::new();
    let report = again.report();
    let cancel = async {
        let here = |pull: &PullProgress| pull.layers.iter().any(|layer| layer.state == LayerState::Exists);
        again.until(|pull| here(pull) && pull.layers.iter().any(|layer| layer.downloaded > 0)).await;
        again.cancellation.cancel();
    };
    let (_, ()) = tokio::join!(images::pull(&engine, &reference, "", &credentials, &colours, &report), cancel);
    let first = again.pulls().into_iter().flat_map(|pull| pull.layers).find(|layer| layer.downloaded > 0).unwrap();
    match lab.store() {
        Store::Classic => assert!(first.downloaded < 400_000, "it begins anew: {first:?}"),
        // containerd tells of the first megabyte when it is written.
        Store::Containerd => assert!(first.downloaded >= 1 << 20, "it goes on where it ended: {first:?}"),
    }
}

#[tokio::test]
async fn a_pull_is_cancelled_while_a_credential_program_does_not_answer() {
    let lab = lab().await;
    let engine = engine(lab.docker_host()).await;
    let programs = lab.folder().join("programs");
    let pid = programs.join("pid");
    std::fs::create_dir_all(&programs).unwrap();
    let program = programs.join("docker-credential-slipway-waits");
    std::fs::write(&program, format!("#!/bin/sh\necho $$ > {}\nexec /bin/sleep 1000\n", pid.display())).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&pid).status().unwrap().success(), "a pipe is made");
    let credentials = config(&lab, "waits", &serde_json::json!({ "credsStore": "slipway-waits" })).with_path(&programs);
    let colours = LayerColours::default();

    let listener = Listener::new();
    let report = listener.report();
    let cancel = async {
        let asked = tokio::fs::read_to_string(&pid).await.expect("the program is asked");
        listener.cancellation.cancel();
        asked.trim().to_owned()
    };
    let pulling = images::pull(&engine, "redis", "", &credentials, &colours, &report);
    let both = async { tokio::join!(pulling, cancel) };
    let (pulled, asked) =
        tokio::time::timeout(Duration::from_secs(10), both).await.expect("a cancelled pull does not wait for it");
    let error = pulled.expect_err("it was cancelled");
    assert_eq!(error.code, ErrorCode::Cancelled, "before anything was pulled: {error}");
    assert_eq!(error.details.get("kept"), None, "of its layers nothing is known yet");
    let process = Path::new("/proc").join(&asked);
    let ends = async {
        while process.exists() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), ends).await.expect("the program does not wait on unseen");
}

/// Removes the targets as foretold and compares each item with what the engine did.
async fn remove_as_foretold(engine: &Engine, targets: &[&str]) -> Vec<(String, RemovalEffect)> {
    remove_unless_pinned(engine, targets, &[]).await
}

async fn remove_unless_pinned(engine: &Engine, targets: &[&str], pins: &[&str]) -> Vec<(String, RemovalEffect)> {
    let pins = Pins::new(&pins.iter().map(|pin| (*pin).to_owned()).collect::<Vec<_>>()).expect("patterns");
    let before = contents(engine).await;
    let targets: Vec<String> = targets.iter().map(|target| (*target).to_owned()).collect();
    let foretold = images::removal(&before, &targets, &[], &pins).items;
    let listener = Listener::new();
    let order: Vec<String> = foretold.iter().map(|item| item.target.clone()).collect();
    let ended = images::remove(engine, &order, &pins, &listener.report()).await;
    let done = listener.removed();
    let after = contents(engine).await;
    assert_eq!(done.len(), foretold.len(), "each item is told of");
    for (item, result) in foretold.iter().zip(&done) {
        let what = format!("{item:?} against {result:?}");
        let code = result.error.as_ref().map(|error| error.code);
        match item.effect {
            RemovalEffect::Untag => {
                assert_eq!(code, None, "it succeeds: {what}");
                assert!(!result.untagged.is_empty(), "a name goes: {what}");
                assert_eq!(result.deleted, item.cascade, "and nothing else but what was foretold: {what}");
                let later_deleted = foretold.iter().any(|other| {
                    other.cascade.contains(&item.image)
                        || other.effect == RemovalEffect::Delete && other.image == item.image
                });
                assert!(after.images.contains_key(&item.image) || later_deleted, "the image stays: {what}");
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
                assert_eq!(*named, item.containers.join(", "), "with the containers foretold: {what}");
            }
            RemovalEffect::HasChildren => assert_eq!(code, Some(ErrorCode::ImageHasChildren), "it is refused: {what}"),
            RemovalEffect::Pinned => assert_eq!(code, Some(ErrorCode::ImagePinned), "it is not asked for: {what}"),
            RemovalEffect::Missing => assert_eq!(code, Some(ErrorCode::ImageNotFound), "it is not there: {what}"),
        }
    }
    let failed = done.iter().filter(|result| result.error.is_some()).count();
    assert_eq!(ended.is_err(), failed > 0, "the whole fails when an item did: {ended:?}");
    let gone: BTreeSet<&String> = before.images.keys().filter(|id| !after.images.contains_key(*id)).collect();
    let deleted = |item: &&RemovalItem| item.effect == RemovalEffect::Delete;
    let expected: BTreeSet<&String> = foretold
        .iter()
        .filter(deleted)
        .map(|item| &item.image)
        .chain(foretold.iter().flat_map(|item| &item.cascade))
        .collect();
    assert_eq!(gone, expected, "exactly what was foretold is gone");
    foretold.into_iter().map(|item| (item.target, item.effect)).collect()
}

fn effects(items: &[(&str, RemovalEffect)]) -> Vec<(String, RemovalEffect)> {
    items.iter().map(|(target, effect)| ((*target).to_owned(), *effect)).collect()
}

#[tokio::test]
async fn a_removal_does_what_was_foretold() {
    use RemovalEffect::*;
    let lab = lab().await;
    let docker = lab.docker();
    let engine = engine(lab.docker_host()).await;
    data::built_with_intermediates(&docker, "built:1").await.unwrap();
    docker.run(&["tag", "built:1", "other/built:2"]).await.unwrap();
    docker.run(&["create", "--name", "box", "built:1", "sh"]).await.unwrap();
    let parent = docker.run(&["inspect", "-f", "{{.Parent}}", "built:1"]).await.unwrap();
    assert_eq!(
        remove_as_foretold(&engine, &["built:1", "other/built:2", "nosuch"]).await,
        effects(&[("built:1", Untag), ("other/built:2", InUse), ("nosuch", Missing)]),
        "a name may go, the last may not"
    );
    assert_eq!(
        remove_as_foretold(&engine, &["ubuntu:16.04"]).await,
        effects(&[("ubuntu:16.04", Untag)]),
        "a base loses its name but is needed"
    );
    // The containerd store's images do not need those that they were built on.
    let of_a_parent = match lab.store() {
        Store::Classic => HasChildren,
        Store::Containerd => Delete,
    };
    assert_eq!(remove_as_foretold(&engine, &[&parent]).await, effects(&[(&parent, of_a_parent)]), "a parent by its ID");
    docker.run(&["rm", "box"]).await.unwrap();
    let deleted = remove_as_foretold(&engine, &["other/built:2"]).await;
    assert_eq!(
        deleted,
        effects(&[("other/built:2", Delete)]),
        "without the container it goes, and its parents with it"
    );
    assert!(contents(&engine).await.images.is_empty(), "down to the base that had lost its name");

    data::built_with_intermediates(&docker, "built:1").await.unwrap();
    let sibling = "FROM ubuntu:16.04\nRUN echo one > /one\nRUN echo three > /three\n";
    docker.run_with(&["build", "-q", "-t", "sibling:1", "-"], sibling.as_bytes()).await.unwrap();
    let parent = docker.run(&["inspect", "-f", "{{.Parent}}", "built:1"]).await.unwrap();
    docker.run(&["tag", &parent, "step:2"]).await.unwrap();
    // The containerd store takes a step away from its other child, and does not go on past what is gone.
    let (of_the_base, left) = match lab.store() {
        Store::Classic => (Untag, 0),
        Store::Containerd => (Delete, 1),
    };
    for (target, effect) in
        [("step:2", Untag), ("built:1", Delete), ("ubuntu:16.04", of_the_base), ("sibling:1", Delete)]
    {
        assert_eq!(
            remove_as_foretold(&engine, &[target]).await,
            effects(&[(target, effect)]),
            "one of two from one step"
        );
    }
    assert_eq!(contents(&engine).await.images.len(), left, "what is left of the steps");

    let dangling = data::dangling(&docker).await.unwrap();
    assert_eq!(remove_as_foretold(&engine, &[&dangling]).await, effects(&[(&dangling, Delete)]), "a dangling one goes");

    pull(&engine, "ubuntu:16.04", &no_login(&lab)).await.unwrap();
    pull(&engine, "ubuntu", &no_login(&lab)).await.unwrap();
    let id = docker.run(&["inspect", "-f", "{{.Id}}", "ubuntu"]).await.unwrap();
    assert_eq!(
        remove_as_foretold(&engine, &[&id]).await,
        effects(&[("ubuntu:16.04", Untag), ("ubuntu:latest", Delete)]),
        "an ID stands for all its names"
    );

    // Two repositories, one by digest: it has no tag there.
    let mirrored = format!("{}/library/ubuntu", lab.mirror().address());
    let pulled = Listener::new();
    images::pull(&engine, "ubuntu:16.04", "", &no_login(&lab), &LayerColours::default(), &pulled.report())
        .await
        .unwrap();
    let digest = pulled.pulls().last().and_then(|pull| pull.digest.clone()).expect("the digest is told");
    let by_digest = format!("{mirrored}@{digest}");
    pull(&engine, &by_digest, &no_login(&lab)).await.unwrap();
    each_image_reads_the_same_alone(&engine).await;
    docker.run(&["create", "--name", "box", "ubuntu:16.04"]).await.unwrap();
    assert_eq!(
        remove_as_foretold(&engine, &["ubuntu:16.04", &by_digest]).await,
        effects(&[("ubuntu:16.04", Untag), (&by_digest, InUse)]),
        "the last name of an image in use stays, be it a digest"
    );
    docker.run(&["rm", "box"]).await.unwrap();
    let id = docker.run(&["inspect", "-f", "{{.Id}}", &by_digest]).await.unwrap();
    assert_eq!(remove_as_foretold(&engine, &[&id]).await, effects(&[(&id, Delete)]), "an ID with one digest");
}

#[tokio::test]
async fn what_is_pinned_is_not_removed_however_it_is_asked_for() {
    use RemovalEffect::*;
    let lab = lab().await;
    let docker = lab.docker();
    let engine = engine(lab.docker_host()).await;
    let listener = Listener::new();
    images::pull(&engine, "nginx", "", &no_login(&lab), &LayerColours::default(), &listener.report()).await.unwrap();
    let digest = listener.pulls().last().and_then(|pull| pull.digest.clone()).expect("the digest is told");
    let id = docker.run(&["inspect", "-f", "{{.Id}}", "nginx"]).await.unwrap();
    docker.run(&["tag", "nginx", "mine:1"]).await.unwrap();
    assert_eq!(
        remove_unless_pinned(&engine, &[&id], &["nginx"]).await,
        effects(&[("mine:1", Untag), ("nginx:latest", Pinned)]),
        "the name that is pinned stays, the other goes"
    );
    let pins = Pins::new(&["nginx".to_owned()]).unwrap();
    for target in [id.as_str(), &id["sha256:".len()..][..12], "nginx", &format!("nginx@{digest}")] {
        let refused = images::remove(&engine, &[target.to_owned()], &pins, &Report::discard()).await;
        let code = refused.map_err(|error| error.code);
        assert_eq!(code, Err(ErrorCode::ImagePinned), "{target} would take the pinned name");
    }
    assert!(contents(&engine).await.images.contains_key(&id), "the engine was never asked");

    remove_as_foretold(&engine, &["nginx"]).await;
    pull(&engine, &format!("nginx@{digest}"), &no_login(&lab)).await.unwrap();
    let by_id = remove_unless_pinned(&engine, &[&id], &["nginx"]).await;
    assert_eq!(by_id, effects(&[(&id, Pinned)]), "one that only a digest names is its repository's, too");
    assert_eq!(remove_as_foretold(&engine, &[&id]).await, effects(&[(&id, Delete)]), "without the pin it goes");
}

#[tokio::test]
async fn a_single_refusal_is_the_jobs_own_and_a_cancelled_removal_stops_between_items() {
    let lab = lab().await;
    let docker = lab.docker();
    let engine = engine(lab.docker_host()).await;
    pull(&engine, "redis", &no_login(&lab)).await.unwrap();
    for name in ["two", "one"] {
        docker.run(&["create", "--name", name, "redis"]).await.unwrap();
    }
    let error = images::remove(&engine, &["redis".into()], &Pins::default(), &Report::discard())
        .await
        .expect_err("it is in use");
    assert_eq!(error.code, ErrorCode::ImageInUse, "the only target's error is the whole's: {error}");
    assert_eq!(error.details["containers"], "one, two", "both containers are named");

    let listener = Listener::new();
    listener.cancellation.cancel();
    let error = images::remove(&engine, &["redis".into()], &Pins::default(), &listener.report())
        .await
        .expect_err("it is cancelled");
    assert_eq!((error.code, error.details["done"].as_str()), (ErrorCode::Cancelled, "0"), "nothing was begun");
}

#[tokio::test]
async fn a_history_is_the_docker_commands_and_each_layer_has_its_step() {
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
        assert!(detail.history.iter().all(|step| step.size == 0 || step.layer.is_some()), "bytes lie in a layer");
    }
    let built = images::detail(&engine, "built:1", &LayerColours::default()).await.unwrap();
    assert!(built.history[0].image.is_some() && built.history[1].image.is_some(), "steps built here are images");
    let nginx = images::detail(&engine, "nginx", &LayerColours::default()).await.unwrap();
    assert_eq!(nginx.exposed_ports, ["80/tcp"], "what it exposes");
    assert_eq!(nginx.command, ["nginx", "-g", "daemon off;"], "what it runs");
    let error = images::detail(&engine, "nosuch", &LayerColours::default()).await.expect_err("no such image");
    assert_eq!(error.code, ErrorCode::ImageNotFound, "by its code: {error}");
}

/// Every listed image, read alone, is the same.
async fn each_image_reads_the_same_alone(engine: &Engine) -> HashMap<String, Image> {
    let listed = contents(engine).await.images;
    let mut alone = HashMap::new();
    for id in listed.keys() {
        let image = api::images::one(engine, id).await.unwrap().expect("it is listed, so it is there");
        alone.insert(id.clone(), image);
    }
    api::images::classify(&mut alone);
    for (id, image) in &listed {
        assert_eq!(&alone[id], image, "one image alone is as in the list");
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
async fn one_image_read_alone_is_as_in_the_list() {
    let lab = lab().await;
    let docker = lab.docker();
    let engine = engine(lab.docker_host()).await;
    data::built_with_intermediates(&docker, "built:1").await.unwrap();
    docker.run(&["tag", "built:1", "localhost:5000/team/built"]).await.unwrap();
    let dangling = data::dangling(&docker).await.unwrap();
    data::hostile(&docker).await.unwrap();
    let listed = each_image_reads_the_same_alone(&engine).await;
    assert_eq!(listed[&dangling].kind, ImageKind::Dangling, "an image that lost its tag");
    let built = listed.values().find(|image| image.tags.contains(&"built:1".to_owned())).unwrap();
    assert_eq!(built.tags, ["built:1", "localhost:5000/team/built:latest"], "two tags are one image");
    assert_eq!(
        kinds(&listed),
        BTreeMap::from([("Dangling".to_owned(), 1), ("Intermediate".to_owned(), 2), ("Tagged".to_owned(), 4)]),
        "two steps of the build are intermediate"
    );
    let all = docker.run(&["images", "-aq", "--no-trunc"]).await.unwrap();
    let all: BTreeSet<&str> = all.lines().collect();
    assert_eq!(all, listed.keys().map(String::as_str).collect(), "docker images -a shows the same");
    assert_eq!(
        api::images::one(&engine, &format!("sha256:{}", "0".repeat(64))).await,
        Ok(None),
        "what is not there is none"
    );
}

async fn podman_engine(podman: &Podman) -> Engine {
    engine(podman.docker_host()).await
}

#[tokio::test]
async fn podman_is_told_as_truthfully() {
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
    assert_eq!(pulled_id(&outcome), id, "the image is what podman has");
    let last = listener.pulls().last().cloned().unwrap();
    assert_eq!(last.layers.len(), 5, "five layers, and neither image nor configuration among them: {last:?}");
    assert!(last.layers.iter().all(|layer| layer.state == LayerState::Complete), "all done: {last:?}");
    assert_eq!(last.percent, Some(100.0), "to the end");
    assert_eq!(last.status.as_deref(), Some("Downloaded newer image for ubuntu:14.04"), "which podman does not say");
    let digests = docker.run(&["inspect", "-f", "{{json .RepoDigests}}", "ubuntu:14.04"]).await.unwrap();
    assert!(digests.contains(last.digest.as_deref().unwrap()), "the digest is podman's own: {digests}");
    let again = Listener::new();
    images::pull(&engine, "ubuntu:14.04", "", &no_login(&lab), &LayerColours::default(), &again.report())
        .await
        .unwrap();
    let status = again.pulls().last().and_then(|pull| pull.status.clone());
    assert_eq!(status.as_deref(), Some("Image is up to date for ubuntu:14.04"), "the second time nothing is new");

    assert_colours_are_not_made_up(&engine, &lab).await;

    let missing = pull(&engine, "nosuch", &no_login(&lab)).await.expect_err("it is not there");
    assert_eq!(missing.code, ErrorCode::PullNotFound, "in whatever words: {missing}");
    let nobody = pull(&engine, "127.0.0.1:1/a/b", &no_login(&lab)).await.expect_err("nobody answers");
    assert_eq!(nobody.code, ErrorCode::RegistryUnreachable, "in whatever words: {nobody}");

    images::tag(&engine, "ubuntu:14.04", "ubuntu:trusty").await.unwrap();
    let listed = each_image_reads_the_same_alone(&engine).await;
    assert_eq!(listed[&id].tags, ["ubuntu:14.04", "ubuntu:trusty"], "names are familiar ones");
    docker.run(&["create", "--name", "box", "ubuntu:14.04", "sh"]).await.unwrap();
    assert_eq!(
        remove_as_foretold(&engine, &["ubuntu:14.04", "ubuntu:trusty", "nosuch"]).await,
        effects(&[("ubuntu:14.04", Untag), ("ubuntu:trusty", InUse), ("nosuch", Missing)]),
        "the last name of an image in use stays"
    );
    docker.run(&["rm", "box"]).await.unwrap();
    assert_eq!(
        remove_as_foretold(&engine, &["ubuntu:trusty"]).await,
        effects(&[("ubuntu:trusty", Delete)]),
        "then it goes"
    );
}

/// Types a command into a shell.
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

/// What the engine says of an image, without what differs between two of the same.
async fn inspected(docker: &Cli, reference: &str) -> Value {
    let text = docker.run(&["image", "inspect", reference]).await.unwrap();
    let mut image = serde_json::from_str::<Value>(&text).unwrap()[0].take();
    // When it was tagged, and the folders that its layers happen to lie in.
    for own in ["Metadata", "GraphDriver"] {
        image.as_object_mut().unwrap().remove(own);
    }
    image
}

async fn commands_do_what_actions_do(lab: &Lab, host: String, docker: &Cli) {
    let engine = engine(host.clone()).await;
    let config = lab.folder().join("shell");
    let type_in = async |action: &Action| shell(&host, &config, &render(action).text).await;

    let reference = "ubuntu:16.04".to_owned();
    let platform = format!("linux/{}", engine.info().architecture);
    pull(&engine, &reference, &no_login(lab)).await.unwrap();
    let ours = inspected(docker, &reference).await;
    images::remove(&engine, std::slice::from_ref(&reference), &Pins::default(), &Report::discard()).await.unwrap();
    type_in(&Action::Pull { reference: reference.clone(), platform }).await;
    assert_eq!(inspected(docker, &reference).await, ours, "the command pulls the same");

    let outcome = images::tag(&engine, &reference, "a/by-us:1").await.unwrap();
    let ours = inspected(docker, "a/by-us:1").await;
    docker.run(&["rmi", "a/by-us:1"]).await.unwrap();
    type_in(&Action::TagImage { image: reference.clone(), reference: "a/by-us:1".into() }).await;
    assert_eq!(inspected(docker, "a/by-us:1").await, ours, "the command tags the same");
    assert_eq!(pulled_id(&outcome), ours["Id"].as_str().unwrap(), "and the outcome names it");

    docker.run(&["tag", &reference, "a/by-us:2"]).await.unwrap();
    let targets = vec!["a/by-us:1".to_owned(), "a/by-us:2".to_owned()];
    let before = contents(&engine).await;
    images::remove(&engine, &targets, &Pins::default(), &Report::discard()).await.unwrap();
    let ours = contents(&engine).await;
    assert_ne!(ours, before, "something was removed");
    for target in &targets {
        docker.run(&["tag", &reference, target]).await.unwrap();
    }
    type_in(&Action::RemoveImages { targets }).await;
    assert_eq!(contents(&engine).await, ours, "the command removes the same");

    let listed =
        type_in(&Action::ListImages { all: true, dangling: false, filters: Vec::new(), repository: "ubuntu".into() })
            .await;
    assert!(listed.lines().nth(1).is_some_and(|line| line.starts_with("ubuntu")), "the command lists: {listed}");
    assert!(!listed.contains("by-us"), "only the repository asked for: {listed}");
    let either = vec!["reference=ubuntu".to_owned(), "reference=no-such".to_owned()];
    let filtered =
        Action::ListImages { all: false, dangling: false, filters: either.clone(), repository: String::new() };
    let listed = type_in(&filtered).await;
    assert!(listed.lines().nth(1).is_some_and(|line| line.starts_with("ubuntu")), "either reference: {listed}");
    let both = [either, vec!["label=no-such".to_owned()]].concat();
    let filtered = Action::ListImages { all: false, dangling: false, filters: both, repository: String::new() };
    let listed = type_in(&filtered).await;
    assert_eq!(listed.lines().count(), 1, "and the label, which no image has: {listed}");
    let none =
        type_in(&Action::ListImages { all: false, dangling: true, filters: Vec::new(), repository: String::new() })
            .await;
    assert_eq!(none.lines().count(), 1, "no image dangles, so there is only the heading: {none}");
    let history = type_in(&Action::ImageHistory { image: reference.clone() }).await;
    let detail = images::detail(&engine, &reference, &LayerColours::default()).await.unwrap();
    assert_eq!(history.lines().count(), detail.history.len() + 1, "a line per step beneath the heading: {history}");
}

#[tokio::test]
async fn each_command_shown_does_what_its_action_does() {
    let lab = lab().await;
    commands_do_what_actions_do(&lab, lab.docker_host(), &lab.docker()).await;
}

#[tokio::test]
async fn each_command_shown_does_what_its_action_does_on_podman() {
    let lab = lab().await;
    let podman = lab.podman().await.unwrap();
    commands_do_what_actions_do(&lab, podman.docker_host(), &podman.docker()).await;
}
