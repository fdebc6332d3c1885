//! Clean-up on live engines: what a plan predicts is what is removed.
#![allow(clippy::unwrap_used)] // In a test's own functions, too.

#[path = "cleanup/storage.rs"]
mod storage;
#[path = "cleanup/world.rs"]
mod world;

use slipway_engine_tests::prelude::*;
use storage::Storage;
use world::World;

/// The number of sets of deletions; `SLIPWAY_CLEANUP_SETS` overrides it.
const SETS: u64 = 200;
const TIMEOUT: Duration = Duration::from_secs(60);

async fn lab() -> Lab {
    Lab::start(LabOptions::default()).await.expect("the lab starts")
}

fn session(docker_host: String) -> Arc<Session> {
    let environment = Environment { docker_host: Some(docker_host), ..Environment::default() };
    Arc::new(Session::start(environment))
}

/// Waits until the inventory is listed.
async fn listed(session: &Session) {
    let mut updates = session.updates();
    let waiting = async {
        while let Some(update) = updates.next().await {
            if matches!(update, Update::Inventory { inventory } if inventory.loaded) {
                break;
            }
        }
    };
    tokio::time::timeout(TIMEOUT, waiting).await.expect("the inventory is listed");
}

async fn execute(session: &Arc<Session>, plan: &Plan) -> (Job, CleanupProgress) {
    let job = session.perform(Action::CleanUp { steps: plan.steps.clone(), predicted: plan.freed });
    let job = tokio::time::timeout(TIMEOUT, session.jobs().wait(job)).await.expect("it ends").unwrap();
    match job.progress.clone() {
        Some(Progress::Cleanup(progress)) => (job, progress),
        other => panic!("a clean-up reports its progress, not {other:?}"),
    }
}

/// A random choice, with the loss of all images that exist only here accepted.
fn random_choice(session: &Session, random: &mut fastrand::Rng) -> CleanupChoice {
    let one_in = |random: &mut fastrand::Rng, among: u8| random.u8(0..among) == 0;
    session.inventory().with(|contents| {
        let mut images: Vec<_> = contents.images.values().collect();
        images.sort_by(|one, other| one.id.cmp(&other.id));
        let mut containers: Vec<_> = contents.containers.values().collect();
        containers.sort_by(|one, other| one.name.cmp(&other.name));
        let mut choice = CleanupChoice {
            only_here: images.iter().map(|image| image.id.clone()).collect(),
            build_cache: one_in(random, 3),
            ..CleanupChoice::default()
        };
        for image in images {
            let names = image.tags.iter().chain(&image.digests);
            if one_in(random, 4) {
                choice.images.push(image.id.clone());
            } else {
                choice.images.extend(names.filter(|_| one_in(random, 4)).cloned());
            }
        }
        let chosen = containers.into_iter().filter(|_| one_in(random, 3));
        choice.containers = chosen.map(|container| container.id.clone()).collect();
        choice
    })
}

/// The bytes really freed: what is missing from the engine's folders, and what the removed containers had written.
fn freed(before: &BTreeMap<String, u64>, after: &BTreeMap<String, u64>, written: u64) -> u64 {
    before.iter().filter(|(file, _)| !after.contains_key(*file)).map(|(_, bytes)| bytes).sum::<u64>() + written
}

/// The images that a plan deletes, and the other images in it.
fn deleted_and_kept(plan: &Plan) -> (Vec<&str>, Vec<&str>) {
    let mut deleted: Vec<&str> = Vec::new();
    let mut kept: Vec<&str> = Vec::new();
    for item in &plan.items {
        if let PlanSubject::Image { id, .. } = &item.subject {
            kept.push(id);
            if item.effect == PlanEffect::Delete {
                deleted.push(id);
                deleted.extend(item.cascade.iter().map(String::as_str));
            }
        }
    }
    kept.retain(|id| !deleted.contains(id) && !id.is_empty());
    (deleted, kept)
}

fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).map_or(otherwise, |value| value.parse().expect("a number"))
}

/// How predictions came true.
#[derive(Debug, Default)]
struct Tally {
    sets: usize,
    exact: usize,
    bytes: u64,
    /// The reasons of ranges, with how often they occurred.
    reasons: BTreeMap<String, usize>,
    /// The width of each prediction in thousandths of the bytes freed.
    widths: Vec<u64>,
}

impl Tally {
    fn median_width(&self) -> u64 {
        let mut widths = self.widths.clone();
        widths.sort_unstable();
        widths.get(widths.len() / 2).copied().unwrap_or_default()
    }
}

fn width(range: ByteRange) -> u64 {
    range.most - range.least
}

/// Random sets of deletions from random layer trees on a live engine, each predicted and then executed.
async fn predict_and_execute(host: &str, docker: &Cli, world: &mut World, seed: u64) -> Tally {
    docker.run(&["pull", "-q", "ubuntu:16.04"]).await.unwrap();
    let mut tally = Tally::default();
    for set in 0..number("SLIPWAY_CLEANUP_SETS", SETS) {
        let context = format!("set {set} of seed {seed}");
        for _ in 0..world.random().usize(3..9) {
            world.step().await;
        }
        let session = session(host.to_owned());
        listed(&session).await;
        let forest = session.layer_forest(|_, _| {}).await.expect("the layers are read");
        let usage = session.disk_usage().await.expect("the usage is measured");
        let choice = random_choice(&session, world.random());
        let plan = session.plan(&choice).await.unwrap();
        let before = world.storage().files();
        let (job, done) = execute(&session, &plan).await;

        let refused: Vec<_> = done.items.iter().filter(|item| item.state != JobState::Done).collect();
        assert_eq!(refused, Vec::<&_>::new(), "{context}: the engine executes all steps: {plan:#?} {:?}", job.error);
        assert_eq!(job.state, JobState::Done, "{context}: the job is done");

        let (deleted, kept) = deleted_and_kept(&plan);
        let left = docker.run(&["images", "-aq", "--no-trunc"]).await.unwrap();
        let left: Vec<&str> = left.lines().collect();
        for id in deleted {
            assert!(!left.contains(&id), "{context}: {id} is deleted: {plan:#?}");
        }
        for id in kept {
            assert!(left.contains(&id), "{context}: {id} is kept: {plan:#?}");
        }

        // The containerd store has containers and the build cache in the same folders, the other two elsewhere.
        let is_elsewhere = !matches!(world.storage(), Storage::Containerd(_));
        let written = usage.containers.iter().filter(|container| choice.containers.contains(&container.id));
        let written: u64 = written.filter(|_| is_elsewhere).map(|container| container.bytes).sum();
        let cache = plan.items.iter().filter(|item| is_elsewhere && item.subject == PlanSubject::BuildCache);
        let cache: ByteRange = cache.map(|item| item.freed).sum();
        let without_cache =
            |range: ByteRange| ByteRange { least: range.least - cache.least, most: range.most - cache.most };
        let predicted = without_cache(plan.freed);
        let after = world.stored_once(|after| freed(&before, after, written) >= predicted.least).await;
        let truth = freed(&before, &after, written);
        let gone: BTreeMap<_, _> = before.iter().filter(|(file, _)| !after.contains_key(*file)).collect();
        let may_be_more = plan.uncertain.contains(&Uncertainty::HiddenLayers);
        for (what, range) in [("predicted", predicted), ("reported", without_cache(done.freed))] {
            assert!(
                range.least <= truth && (truth <= range.most || may_be_more),
                "{context}: {truth} bytes freed, {what} {range:?}; gone: {gone:#?}; {usage:#?}; {plan:#?}",
            );
        }
        assert!(width(done.freed) <= width(plan.freed), "{context}: what is reported is no wider: {done:#?} {plan:#?}");
        if plan.uncertain.is_empty() {
            assert_eq!(predicted, ByteRange::exactly(truth), "{context}: an exact prediction: {gone:#?} {plan:#?}");
            assert_eq!(done.freed, plan.freed, "{context}: the engine reports the same");
            if matches!(world.storage(), Storage::Classic(_)) {
                let layers: BTreeSet<&str> =
                    plan.layers.iter().map(|place| forest.layers[*place as usize].id.as_str()).collect();
                let unpredicted: Vec<_> = gone.keys().filter(|layer| !layers.contains(layer.as_str())).collect();
                assert!(unpredicted.is_empty(), "{context}: only predicted layers are deleted: {unpredicted:#?}");
            }
            tally.exact += 1;
        } else {
            *tally.reasons.entry(format!("{:?}", plan.uncertain)).or_default() += 1;
        }
        tally.widths.push(width(predicted) * 1000 / truth.max(1));
        tally.sets += 1;
        tally.bytes += truth;
    }
    println!("{tally:#?}, median width {}", tally.median_width());
    tally
}

#[tokio::test]
async fn predictions_come_true() {
    let lab = lab().await;
    let seed = number("SLIPWAY_CLEANUP_SEED", 20_261_124);
    let data = lab.folder().join("data");
    let storage = match lab.store() {
        Store::Classic => Storage::Classic(data),
        Store::Containerd => Storage::Containerd(data),
    };
    let mut world = World::new(lab.docker(), storage, &lab.folder(), seed);
    let tally = predict_and_execute(&lab.docker_host(), &lab.docker(), &mut world, seed).await;
    assert!(tally.exact > 0 && !tally.reasons.is_empty(), "both kinds occurred");
    assert!(tally.median_width() < 100, "half of the ranges are narrower than a tenth of the bytes freed");
}

/// Creates images that share a layer, two without a name, containers that use some, and volumes: always the same.
async fn populate(docker: &Cli) {
    data::many(docker, 6).await.unwrap();
    data::many_dangling(docker, 2).await.unwrap();
    for command in [
        "pull -q ubuntu:16.04",
        "tag slipway-lab/many-00001:v1 slipway-lab/again:1",
        "volume create data",
        "create --name old slipway-lab/many-00002:v2",
        "create --name idle -v /data slipway-lab/many-00003:v3",
        "run -d --name web ubuntu:16.04 sleep 1000",
    ] {
        docker.run(&command.split(' ').collect::<Vec<_>>()).await.unwrap();
    }
}

/// What docker lists of an engine.
async fn listing(docker: &Cli) -> Vec<String> {
    let mut listing = Vec::new();
    for command in [
        "images -a --no-trunc --format {{.ID}},{{.Repository}}:{{.Tag}}",
        "ps -a --format {{.Names}},{{.State}}",
        "volume ls --format {{.Name}}",
    ] {
        let printed = docker.run(&command.split(' ').collect::<Vec<_>>()).await.unwrap();
        let mut lines: Vec<String> = printed.lines().map(str::to_owned).collect();
        // The engine generates the names of anonymous volumes.
        lines.retain(|line| line.len() != 64);
        lines.sort();
        listing.extend(lines);
    }
    listing
}

async fn scanned_session(lab: &Lab) -> Arc<Session> {
    let session = session(lab.docker_host());
    listed(&session).await;
    session.layer_forest(|_, _| {}).await.expect("the layers are read");
    session.disk_usage().await.expect("the usage is measured");
    session
}

fn images(targets: &[&str]) -> CleanupChoice {
    CleanupChoice { images: targets.iter().map(|target| (*target).to_owned()).collect(), ..CleanupChoice::default() }
}

/// The choice with the loss of all images that exist only here accepted.
fn accepted(session: &Session, choice: CleanupChoice) -> CleanupChoice {
    let only_here = session.inventory().with(|contents| contents.images.keys().cloned().collect());
    CleanupChoice { only_here, ..choice }
}

#[tokio::test]
async fn the_commands_of_a_plan_do_the_same() {
    let (ours, theirs) = (lab().await, lab().await);
    populate(&ours.docker()).await;
    populate(&theirs.docker()).await;
    assert_eq!(listing(&ours.docker()).await, listing(&theirs.docker()).await, "both engines start alike");

    let session = scanned_session(&ours).await;
    let choice = session.inventory().with(|contents| {
        let dangling = contents.images.values().filter(|image| image.tags.is_empty()).map(|image| image.id.clone());
        let named =
            ["slipway-lab/many-00001:v1", "slipway-lab/many-00002:v2", "ubuntu:16.04", "slipway-lab/many-00003:v3"];
        CleanupChoice {
            images: dangling.chain(named.map(str::to_owned)).collect(),
            containers: ["old", "web"].iter().map(|name| contents.container(name).unwrap().id.clone()).collect(),
            volumes: vec!["data".to_owned()],
            build_cache: true,
            ..CleanupChoice::default()
        }
    });
    let plan = session.plan(&accepted(&session, choice)).await.unwrap();
    let action = Action::CleanUp { steps: plan.steps.clone(), predicted: plan.freed };
    let text = command_line::render(&action).text;
    let (job, _) = execute(&session, &plan).await;
    assert_eq!(job.state, JobState::Done, "all steps are done: {:?}", job.error);
    assert_eq!(job.command, text, "the job has the command");

    let shell = theirs.docker().shell(&text).await.unwrap();
    assert_eq!(shell.code, 0, "the commands succeed in a shell: {}", shell.err);
    assert_eq!(listing(&ours.docker()).await, listing(&theirs.docker()).await, "both engines end alike");
    let left = listing(&ours.docker()).await.join("\n");
    assert!(left.contains("slipway-lab/many-00003:v3"), "an image in use is kept: {left}");
    assert!(!left.contains("many-00002") && !left.contains("data"), "the rest is removed: {left}");
}

#[tokio::test]
async fn changes_after_the_plan_are_reported() {
    let lab = lab().await;
    data::many(&lab.docker(), 4).await.unwrap();
    let session = scanned_session(&lab).await;
    let choice = images(&["slipway-lab/many-00000:v0", "slipway-lab/many-00001:v1", "slipway-lab/many-00002:v2"]);
    let plan = session.plan(&accepted(&session, choice)).await.unwrap();
    lab.docker().run(&["create", "--name", "quick", "slipway-lab/many-00001:v1"]).await.unwrap();
    let pins = vec!["slipway-lab/many-00002".to_owned()];
    session.save_settings(&Settings { pins, ..Settings::default() }).unwrap();
    let (job, done) = execute(&session, &plan).await;

    let result = |index: usize| (done.items[index].state, done.items[index].error.as_ref().map(|error| error.code));
    let of = |name: &str| {
        let step = CleanupStep::RemoveImage { target: name.to_owned() };
        done.items.iter().position(|item| item.step == step).expect("it is one of the steps")
    };
    assert_eq!(result(of("slipway-lab/many-00000:v0")), (JobState::Done, None), "nothing changed");
    let used = of("slipway-lab/many-00001:v1");
    assert_eq!(result(used), (JobState::Failed, Some(ErrorCode::ImageInUse)), "a container was created");
    assert_eq!(done.items[used].error.as_ref().unwrap().details["containers"], "quick", "the container is named");
    let pinned = of("slipway-lab/many-00002:v2");
    assert_eq!(result(pinned), (JobState::Failed, Some(ErrorCode::ImagePinned)), "a pin counts even after the plan");
    assert_eq!(job.state, JobState::Failed, "not all steps are done");
    let error = job.error.unwrap();
    assert_eq!(
        (error.code, error.details["failed"].as_str(), error.details["total"].as_str()),
        (ErrorCode::SomeFailed, "2", "3"),
        "two of three failed"
    );
}

#[tokio::test]
async fn a_name_that_moved_since_the_plan_is_not_removed() {
    let lab = lab().await;
    let docker = lab.docker();
    for image in ["ubuntu:16.04", "redis"] {
        docker.run(&["pull", "-q", image]).await.unwrap();
    }
    docker.run(&["tag", "ubuntu:16.04", "moving:1"]).await.unwrap();
    // It ignores the stop signal, so that stopping it takes time.
    docker.run(&["run", "-d", "--name", "slow", "--stop-timeout", "3", "ubuntu:16.04", "sleep", "1000"]).await.unwrap();
    let session = scanned_session(&lab).await;
    let slow = docker.run(&["inspect", "-f", "{{.Id}}", "slow"]).await.unwrap();
    let plan = session.plan(&CleanupChoice { containers: vec![slow], ..images(&["moving:1"]) }).await.unwrap();
    let job = session.perform(Action::CleanUp { steps: plan.steps.clone(), predicted: plan.freed });
    let stops = |job: &Job| match &job.progress {
        Some(Progress::Cleanup(progress)) => progress.items[0].state == JobState::Running,
        _ => false,
    };
    let mut updates = session.updates();
    let waiting = async {
        while let Some(update) = updates.next().await {
            if matches!(&update, Update::Job { job } if stops(job)) {
                break;
            }
        }
    };
    tokio::time::timeout(TIMEOUT, waiting).await.expect("it starts");
    docker.run(&["tag", "redis", "moving:1"]).await.unwrap();
    let job = tokio::time::timeout(TIMEOUT, session.jobs().wait(job)).await.expect("it ends").unwrap();
    let Some(Progress::Cleanup(progress)) = job.progress else { panic!("progress of a clean-up") };
    let results: Vec<_> =
        progress.items.iter().map(|item| (item.state, item.error.as_ref().map(|error| error.code))).collect();
    assert_eq!(
        results,
        [(JobState::Done, None), (JobState::Done, None), (JobState::Failed, Some(ErrorCode::NameMoved))],
        "stopped, removed, and skipped"
    );
    let id = async |name: &str| docker.run(&["inspect", "-f", "{{.Id}}", name]).await.unwrap();
    assert_eq!(id("moving:1").await, id("redis").await, "the new image keeps the name");
}

/// Performs a removal that was confirmed, and waits for its end.
async fn perform_previewed(session: &Arc<Session>, action: Action, preview: Preview) -> Job {
    let job = session.perform_previewed(action, Some(preview));
    tokio::time::timeout(TIMEOUT, session.jobs().wait(job)).await.expect("it ends").unwrap()
}

fn code(job: &Job) -> Option<ErrorCode> {
    job.error.as_ref().map(|error| error.code)
}

fn remove_images(targets: &[&str]) -> Action {
    Action::RemoveImages { targets: targets.iter().map(|target| (*target).to_owned()).collect() }
}

/// A build by somebody else's legacy builder, without a tag. Copying a file takes no container, so that no event tells.
async fn build_without_a_tag(docker: &Cli, base: &str) {
    let mut archive = tar::Builder::new(Vec::new());
    let dockerfile = format!("FROM {base}\nCOPY file /\n");
    for (path, content) in [("Dockerfile", dockerfile.as_bytes()), ("file", b"new".as_slice())] {
        let mut header = tar::Header::new_gnu();
        header.set_mode(0o644);
        header.set_size(content.len() as u64);
        archive.append_data(&mut header, path, content).expect("a write to memory");
    }
    docker.run_with(&["build", "-q", "--network", "none", "-"], &archive.into_inner().unwrap()).await.unwrap();
}

#[tokio::test]
async fn an_image_that_no_event_announced_changes_the_plan_before_anything_is_removed() {
    let lab = lab().await;
    let docker = lab.docker();
    let (solo, other) = ("solo:1", "other:1");
    let layer = |created_by, bytes| data::LayerSpec { created_by, bytes };
    let (of_solo, of_other) = ([layer("COPY solo /", 40_000)], [layer("COPY other /", 20_000)]);
    data::load_images(&docker, &[(solo, &of_solo), (other, &of_other)]).await.unwrap();
    let session = scanned_session(&lab).await;
    let choice = accepted(&session, images(&[solo]));
    let plan = session.plan(&choice).await.unwrap();
    assert!(plan.freed.is_exact() && plan.freed.most > 0, "exact, as long as nothing changes: {plan:#?}");
    build_without_a_tag(&docker, solo).await;
    let action = Action::CleanUp { steps: plan.steps.clone(), predicted: plan.freed };
    let job = perform_previewed(&session, action, Preview::Plan { plan: plan.clone() }).await;
    assert_eq!(code(&job), Some(ErrorCode::PreviewOutdated), "something else would be freed: {job:#?}");
    assert_eq!(job.error.unwrap().details["names"], solo, "the image is named");
    docker.run(&["inspect", solo]).await.expect("nothing was removed");
    let now = session.plan(&choice).await.unwrap();
    assert!(now.freed.most < plan.freed.most, "the new plan counts the image built on it: {now:#?}");

    // The same plan again is confirmed, and carried out.
    let action = Action::CleanUp { steps: now.steps.clone(), predicted: now.freed };
    let job = perform_previewed(&session, action, Preview::Plan { plan: now }).await;
    assert_eq!(job.state, JobState::Done, "as it was shown: {job:#?}");
    docker.run(&["inspect", solo]).await.expect_err("its name is removed");

    // Measuring lists everything again, too.
    let choice = accepted(&session, images(&[other]));
    let before = session.plan(&choice).await.unwrap();
    build_without_a_tag(&docker, other).await;
    session.disk_usage().await.expect("the usage is measured");
    let after = session.plan(&choice).await.unwrap();
    assert!(after.freed.most < before.freed.most, "the image is in the list: {after:#?}");
}

#[tokio::test]
async fn only_what_was_previewed_is_removed() {
    let lab = lab().await;
    let docker = lab.docker();
    docker.run(&["pull", "-q", "redis"]).await.unwrap();
    data::many(&docker, 3).await.unwrap();
    let (first, second) = ("slipway-lab/many-00000:v0", "slipway-lab/many-00001:v1");
    docker.run(&["create", "--name", "box", "redis"]).await.unwrap();
    // Once the first is deleted, the second name is given to another image.
    let tag = format!("docker --host {} tag redis {second}", lab.docker_host());
    let proxy = EngineProxy::before(lab.socket(), move |path| {
        if path.contains("many-00000") && path.contains("noprune") {
            let tagged = std::process::Command::new("sh").args(["-c", &tag]).status().expect("a shell runs");
            assert!(tagged.success(), "the name moves");
        }
        None
    });
    let proxy = proxy.expect("the proxy starts");
    let session = session(proxy.docker_host());
    listed(&session).await;
    let id = async |name: &str| docker.run(&["inspect", "-f", "{{.Id}}", name]).await.unwrap();

    let targets = [first.to_owned(), second.to_owned()];
    let removal = session.removal(&targets).unwrap();
    let foreign = Removal { engine: "unix:///elsewhere.sock /var/lib/docker".to_owned(), ..removal.clone() };
    let job = perform_previewed(&session, remove_images(&[first]), Preview::Removal { removal: foreign }).await;
    assert_eq!(code(&job), Some(ErrorCode::EngineReplaced), "it was previewed on another engine");
    id(first).await;

    let job = perform_previewed(&session, remove_images(&[first, second]), Preview::Removal { removal }).await;
    let Some(Progress::Removal(progress)) = job.progress else { panic!("progress of a removal: {:?}", job.error) };
    let results: Vec<_> =
        progress.items.iter().map(|item| (item.state, item.error.as_ref().map(|error| error.code))).collect();
    assert_eq!(results, [(JobState::Done, None), (JobState::Failed, Some(ErrorCode::NameMoved))], "it moved");
    assert_eq!(id(second).await, id("redis").await, "the other image keeps the name");

    let previewed = docker.run(&["inspect", "-f", "{{.Id}}", "box"]).await.unwrap();
    docker.run(&["rm", "box"]).await.unwrap();
    docker.run(&["create", "--name", "box", "redis"]).await.unwrap();
    let remove = |name: &str| Action::RemoveContainer { container: name.to_owned(), force: true, volumes: true };
    let job = perform_previewed(&session, remove("box"), Preview::Container { id: previewed }).await;
    assert_eq!(code(&job), Some(ErrorCode::NameMoved), "the container was created again");
    let job = perform_previewed(&session, remove("box"), Preview::Container { id: id("box").await }).await;
    assert_eq!(job.state, JobState::Done, "the one that was shown is removed: {:?}", job.error);

    let pins = vec!["slipway-lab/*".to_owned()];
    session.save_settings(&Settings { pins, ..Settings::default() }).unwrap();
    let tag = Action::TagImage { image: "redis".to_owned(), reference: "slipway-lab/many-00002:v2".to_owned() };
    let job = session.perform(tag);
    let job = tokio::time::timeout(TIMEOUT, session.jobs().wait(job)).await.expect("it ends").unwrap();
    assert_eq!(code(&job), Some(ErrorCode::NamePinned), "a pinned name stays with its image");
}

#[tokio::test]
async fn a_crashed_engine_leaves_true_results() {
    const COUNT: usize = 120;
    let mut lab = lab().await;
    data::many(&lab.docker(), COUNT).await.unwrap();
    let session = scanned_session(&lab).await;
    let names: Vec<String> =
        (0..COUNT).map(|number| format!("slipway-lab/many-{number:05}:v{}", number % 10)).collect();
    let choice = CleanupChoice { images: names, ..CleanupChoice::default() };
    let plan = session.plan(&accepted(&session, choice)).await.unwrap();
    let job = session.perform(Action::CleanUp { steps: plan.steps.clone(), predicted: plan.freed });
    let is_started = |job: &Job| match &job.progress {
        Some(Progress::Cleanup(progress)) => progress.items.iter().any(|item| item.state == JobState::Done),
        _ => false,
    };
    let mut updates = session.updates();
    let waiting = async {
        while let Some(update) = updates.next().await {
            if matches!(&update, Update::Job { job } if is_started(job)) {
                break;
            }
        }
    };
    tokio::time::timeout(TIMEOUT, waiting).await.expect("it starts");
    lab.kill_engine().unwrap();
    let job = tokio::time::timeout(TIMEOUT, session.jobs().wait(job)).await.expect("it ends").unwrap();
    let Some(Progress::Cleanup(progress)) = job.progress else { panic!("progress of a clean-up") };
    let in_state = |state: JobState| progress.items.iter().filter(|item| item.state == state).count();
    assert_eq!(job.error.map(|error| error.code), Some(ErrorCode::EngineLost), "the reason");
    assert_eq!(in_state(JobState::Failed), 1, "the running step failed");
    assert!(in_state(JobState::Done) > 0 && in_state(JobState::Cancelled) > 0, "some steps are done, some cancelled");

    lab.start_engine().await.unwrap();
    let left = lab.docker().run(&["images", "--format", "{{.Repository}}:{{.Tag}}"]).await.unwrap();
    for item in &progress.items {
        let CleanupStep::RemoveImage { target } = &item.step else { panic!("only images are removed") };
        let exists = left.lines().any(|line| line == target);
        match item.state {
            JobState::Done => assert!(!exists, "{target} is removed"),
            JobState::Cancelled => assert!(exists, "{target} is kept"),
            _ => {}
        }
    }
}

#[tokio::test]
async fn suggestions_match_the_engine() {
    let lab = lab().await;
    populate(&lab.docker()).await;
    let session = scanned_session(&lab).await;
    let suggestions = session.suggestions(SuggestionRules::default()).unwrap();
    let of = |reason: SuggestionReason| {
        suggestions.iter().find(|suggestion| suggestion.reason == reason).map(|suggestion| suggestion.count)
    };
    assert_eq!(of(SuggestionReason::Dangling), Some(2), "two images without a name");
    assert_eq!(of(SuggestionReason::Unused), Some(5), "six images, one with two tags, two used by containers");
    assert_eq!(of(SuggestionReason::StoppedContainers), Some(2), "two containers that never ran");
    assert_eq!(of(SuggestionReason::AnonymousVolumes), None, "a container uses the only one");
    assert_eq!(of(SuggestionReason::BuildCache), None, "nothing was built");
    lab.docker().run(&["rm", "idle"]).await.unwrap();
    let session = scanned_session(&lab).await;
    let suggestions = session.suggestions(SuggestionRules::default()).unwrap();
    let volumes = suggestions.iter().find(|suggestion| suggestion.reason == SuggestionReason::AnonymousVolumes);
    assert_eq!(volumes.map(|suggestion| suggestion.count), Some(1), "the volume is unused");
}

#[tokio::test]
async fn an_engine_that_measures_for_another_client_is_asked_again() {
    let lab = lab().await;
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let gate = EngineProxy::before(lab.socket(), move |path| {
        let busy = path.contains("/system/df") && counted.fetch_add(1, Ordering::Relaxed) == 0;
        // Docker 20.10's message (moby `daemon/disk_usage.go`).
        let message = json!({ "message": "a disk usage operation is already running" });
        busy.then_some((StatusCode::INTERNAL_SERVER_ERROR, message))
    });
    let gate = gate.expect("the proxy starts");
    let session = session(gate.docker_host());
    listed(&session).await;
    session.disk_usage().await.expect("the measurement of another client is not an error");
    assert_eq!(asked.load(Ordering::Relaxed), 2, "two requests");
}
