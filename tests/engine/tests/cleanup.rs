//! Clean-up on live engines: what a plan predicts is what is removed.
#![allow(clippy::unwrap_used)] // In a test's own functions, too.

#[path = "cleanup/world.rs"]
mod world;

use slipway_engine_tests::prelude::*;
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

/// The bytes really freed: layers missing from the engine's folder, and what the removed containers had written.
fn freed(before: &BTreeMap<String, u64>, after: &BTreeSet<String>, written: u64) -> u64 {
    before.iter().filter(|(layer, _)| !after.contains(*layer)).map(|(_, bytes)| bytes).sum::<u64>() + written
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

/// Random sets of deletions from random layer trees on a live engine, each predicted and then executed.
#[tokio::test]
async fn predictions_come_true() {
    let lab = lab().await;
    lab.docker().run(&["pull", "-q", "ubuntu:16.04"]).await.unwrap();
    let seed = number("SLIPWAY_CLEANUP_SEED", 20_261_124);
    let mut world = World::new(&lab, seed);
    let (mut exact, mut bytes) = (0, 0);
    let mut ranges: BTreeMap<String, usize> = BTreeMap::new();
    for set in 0..number("SLIPWAY_CLEANUP_SETS", SETS) {
        let context = format!("set {set} of seed {seed}");
        for _ in 0..world.random().usize(3..9) {
            world.step().await;
        }
        let session = session(lab.docker_host());
        listed(&session).await;
        let forest = session.layer_forest(|_, _| {}).await.expect("the layers are read");
        let usage = session.disk_usage().await.expect("the usage is measured");
        let choice = random_choice(&session, world.random());
        let plan = session.plan(&choice).await.unwrap();
        let before = world.stored_layers();
        let (job, done) = execute(&session, &plan).await;

        let refused: Vec<_> = done.items.iter().filter(|item| item.state != JobState::Done).collect();
        assert_eq!(refused, Vec::<&_>::new(), "{context}: the engine executes all steps: {plan:#?}");
        assert_eq!(job.state, JobState::Done, "{context}: the job is done");

        let (deleted, kept) = deleted_and_kept(&plan);
        let left = lab.docker().run(&["images", "-aq", "--no-trunc"]).await.unwrap();
        let left: Vec<&str> = left.lines().collect();
        for id in deleted {
            assert!(!left.contains(&id), "{context}: {id} is deleted: {plan:#?}");
        }
        for id in kept {
            assert!(left.contains(&id), "{context}: {id} is kept: {plan:#?}");
        }

        if lab.store() == Store::Containerd {
            // It stores layers elsewhere, compressed, too, and reports the bytes of neither.
            continue;
        }
        let written = usage.containers.iter().filter(|container| choice.containers.contains(&container.id));
        let written: u64 = written.map(|container| container.bytes).sum();
        let cache: ByteRange =
            plan.items.iter().filter(|item| item.subject == PlanSubject::BuildCache).map(|item| item.freed).sum();
        // The cache's own bytes are not in the folder of layers.
        let predicted = ByteRange { least: plan.freed.least - cache.least, most: plan.freed.most };
        let after = world.layers_once(|after| freed(&before, after, written) >= predicted.least).await;
        let truth = freed(&before, &after, written);
        let predicted_layers: BTreeMap<&str, ByteRange> = plan
            .layers
            .iter()
            .map(|place| &forest.layers[*place as usize])
            .map(|layer| (layer.id.as_str(), layer.size))
            .collect();
        let remaining: Vec<_> = predicted_layers.iter().filter(|(layer, _)| after.contains(**layer)).collect();
        let unpredicted: Vec<_> = before
            .iter()
            .filter(|(layer, _)| !after.contains(*layer) && !predicted_layers.contains_key(layer.as_str()))
            .collect();
        if plan.uncertain.is_empty() && !choice.build_cache {
            assert!(unpredicted.is_empty(), "{context}: only predicted layers are deleted: {unpredicted:#?}");
        }
        let may_be_more = plan.uncertain.contains(&Uncertainty::HiddenLayers);
        assert!(
            predicted.least <= truth && (truth <= predicted.most || may_be_more),
            "{context}: {truth} bytes freed, predicted {predicted:?}; remaining: {remaining:#?}; {:#?}; {plan:#?}",
            usage.build_cache
        );
        if plan.uncertain.is_empty() && !choice.build_cache {
            assert_eq!(plan.freed, ByteRange::exactly(truth), "{context}: an exact prediction");
            assert_eq!(done.freed, plan.freed, "{context}: the engine reports the same");
            exact += 1;
        } else {
            *ranges.entry(format!("{:?}", plan.uncertain)).or_default() += 1;
        }
        bytes += truth;
    }
    println!("{exact} sets exact, {bytes} bytes freed; within their range: {ranges:#?}");
    if lab.store() == Store::Classic {
        assert!(exact > 0 && !ranges.is_empty(), "both kinds occurred");
    }
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
    session.pin(&["slipway-lab/many-00002".to_owned()]).unwrap();
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
