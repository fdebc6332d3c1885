//! Clean-up on live engines: what a plan foretells is what goes.
#![allow(clippy::unwrap_used)] // In a test's own functions, too.

#[path = "cleanup/world.rs"]
mod world;

use slipway_engine_tests::prelude::*;
use world::World;

/// How many sets of deletions are tried; `SLIPWAY_CLEANUP_SETS` says otherwise.
const SETS: u64 = 200;
const PATIENCE: Duration = Duration::from_secs(60);

async fn lab() -> Lab {
    Lab::start(LabOptions::default()).await.expect("the lab starts")
}

fn session(docker_host: String) -> Arc<Session> {
    let environment = Environment { docker_host: Some(docker_host), ..Environment::default() };
    Arc::new(Session::start(environment))
}

/// Waits until the inventory is newly listed.
async fn listed(session: &Session) {
    let mut updates = session.updates();
    let waiting = async {
        while let Some(update) = updates.next().await {
            if matches!(update, Update::Inventory { inventory } if inventory.loaded) {
                break;
            }
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.expect("the inventory is listed");
}

async fn carried_out(session: &Arc<Session>, plan: &Plan) -> (Job, CleanupProgress) {
    let job = session.perform(Action::CleanUp { steps: plan.steps.clone(), predicted: plan.freed });
    let job = tokio::time::timeout(PATIENCE, session.jobs().wait(job)).await.expect("it ends").unwrap();
    match job.progress.clone() {
        Some(Progress::Cleanup(progress)) => (job, progress),
        other => panic!("a clean-up tells how far it is, not {other:?}"),
    }
}

/// A choice by chance among what there is, with everything that exists only here accepted.
fn some(session: &Session, chance: &mut fastrand::Rng) -> CleanupChoice {
    let one_in = |chance: &mut fastrand::Rng, among: u8| chance.u8(0..among) == 0;
    session.inventory().with(|contents| {
        let mut images: Vec<_> = contents.images.values().collect();
        images.sort_by(|one, other| one.id.cmp(&other.id));
        let mut containers: Vec<_> = contents.containers.values().collect();
        containers.sort_by(|one, other| one.name.cmp(&other.name));
        let mut choice = CleanupChoice {
            only_here: images.iter().map(|image| image.id.clone()).collect(),
            build_cache: one_in(chance, 3),
            ..CleanupChoice::default()
        };
        for image in images {
            let names = image.tags.iter().chain(&image.digests);
            if one_in(chance, 4) {
                choice.images.push(image.id.clone());
            } else {
                choice.images.extend(names.filter(|_| one_in(chance, 4)).cloned());
            }
        }
        let ticked = containers.into_iter().filter(|_| one_in(chance, 3));
        choice.containers = ticked.map(|container| container.id.clone()).collect();
        choice
    })
}

/// What really went: the layers by the engine's own folder, and what the removed containers had written.
fn gone(before: &BTreeMap<String, u64>, after: &BTreeMap<String, u64>, written: u64) -> u64 {
    before.iter().filter(|(layer, _)| !after.contains_key(*layer)).map(|(_, bytes)| bytes).sum::<u64>() + written
}

/// What a plan foretells about images: those that go, and those of its images that stay.
fn fates(plan: &Plan) -> (Vec<&str>, Vec<&str>) {
    let mut deleted: Vec<&str> = Vec::new();
    let mut named: Vec<&str> = Vec::new();
    for item in &plan.items {
        if let PlanSubject::Image { id, .. } = &item.subject {
            named.push(id);
            if item.effect == PlanEffect::Delete {
                deleted.push(id);
                deleted.extend(item.cascade.iter().map(String::as_str));
            }
        }
    }
    named.retain(|id| !deleted.contains(id) && !id.is_empty());
    (deleted, named)
}

fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).map_or(otherwise, |value| value.parse().expect("it is a number"))
}

/// Layer trees by chance on a live engine, sets of deletions by chance, each foretold and then carried out.
#[tokio::test]
async fn what_is_foretold_is_what_goes() {
    let lab = lab().await;
    lab.docker().run(&["pull", "-q", "ubuntu:16.04"]).await.unwrap();
    let seed = number("SLIPWAY_CLEANUP_SEED", 20_261_124);
    let mut world = World::new(&lab, seed);
    let (mut exact, mut bytes) = (0, 0);
    let mut ranges: BTreeMap<String, usize> = BTreeMap::new();
    for set in 0..number("SLIPWAY_CLEANUP_SETS", SETS) {
        let where_we_are = format!("set {set} of seed {seed}");
        for _ in 0..world.chance().usize(3..9) {
            world.happen().await;
        }
        let session = session(lab.docker_host());
        listed(&session).await;
        let forest = session.layer_forest(|_, _| {}).await.expect("the layers are told");
        let usage = session.disk_usage().await.expect("the usage is told");
        let choice = some(&session, world.chance());
        let plan = session.plan(&choice).unwrap();
        let before = world.stored();
        let (job, done) = carried_out(&session, &plan).await;
        let after = world.stored();

        let refused: Vec<_> = done.items.iter().filter(|item| item.state != JobState::Done).collect();
        assert_eq!(refused, Vec::<&_>::new(), "{where_we_are}: the engine does all that was foretold: {plan:#?}");
        assert_eq!(job.state, JobState::Done, "{where_we_are}: so the job is done");

        let (deleted, stays) = fates(&plan);
        let left = lab.docker().run(&["images", "-aq", "--no-trunc"]).await.unwrap();
        let left: Vec<&str> = left.lines().collect();
        for id in deleted {
            assert!(!left.contains(&id), "{where_we_are}: {id} was to go: {plan:#?}");
        }
        for id in stays {
            assert!(left.contains(&id), "{where_we_are}: {id} was to stay: {plan:#?}");
        }

        if lab.store() == Store::Containerd {
            // It keeps layers elsewhere, compressed as well, and tells the bytes of neither.
            continue;
        }
        let written = usage.containers.iter().filter(|container| choice.containers.contains(&container.id));
        let truth = gone(&before, &after, written.map(|container| container.bytes).sum());
        let cache: ByteRange =
            plan.items.iter().filter(|item| item.subject == PlanSubject::BuildCache).map(|item| item.freed).sum();
        // The cache's own bytes are not in the folder of layers.
        let foretold = ByteRange { least: plan.freed.least - cache.least, most: plan.freed.most };
        let lit: BTreeMap<&str, ByteRange> = plan
            .layers
            .iter()
            .map(|place| &forest.layers[*place as usize])
            .map(|layer| (layer.id.as_str(), layer.size))
            .collect();
        let stayed: Vec<_> = lit.iter().filter(|(layer, _)| after.contains_key(**layer)).collect();
        let surprising: Vec<_> = before
            .iter()
            .filter(|(layer, _)| !after.contains_key(*layer) && !lit.contains_key(layer.as_str()))
            .collect();
        if plan.uncertain.is_empty() && !choice.build_cache {
            assert!(surprising.is_empty(), "{where_we_are}: no other layers go than were lit: {surprising:#?}");
        }
        let may_be_more = plan.uncertain.contains(&Uncertainty::HiddenLayers);
        assert!(
            foretold.least <= truth && (truth <= foretold.most || may_be_more),
            "{where_we_are}: {truth} bytes went, foretold were {foretold:?}; stayed: {stayed:#?}; {:#?}; {plan:#?}",
            usage.build_cache
        );
        if plan.uncertain.is_empty() && !choice.build_cache {
            assert_eq!(plan.freed, ByteRange::exactly(truth), "{where_we_are}: it was called exact");
            assert_eq!(done.freed, plan.freed, "{where_we_are}: the engine's own answers say the same");
            exact += 1;
        } else {
            *ranges.entry(format!("{:?}", plan.uncertain)).or_default() += 1;
        }
        bytes += truth;
    }
    println!("{exact} sets exact, {bytes} bytes gone; within their range: {ranges:#?}");
    if lab.store() == Store::Classic {
        assert!(exact > 0 && !ranges.is_empty(), "both kinds were tried");
    }
}

/// Images that share a layer, two without a name, containers that use some, volumes: the same each time.
async fn lived_in(docker: &Cli) {
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

/// What a person would see of an engine.
async fn looks(docker: &Cli) -> Vec<String> {
    let mut looks = Vec::new();
    for command in [
        "images -a --no-trunc --format {{.ID}},{{.Repository}}:{{.Tag}}",
        "ps -a --format {{.Names}},{{.State}}",
        "volume ls --format {{.Name}}",
    ] {
        let printed = docker.run(&command.split(' ').collect::<Vec<_>>()).await.unwrap();
        let mut lines: Vec<String> = printed.lines().map(str::to_owned).collect();
        // The engine makes up the names of anonymous volumes.
        lines.retain(|line| line.len() != 64);
        lines.sort();
        looks.extend(lines);
    }
    looks
}

async fn surveyed(lab: &Lab) -> Arc<Session> {
    let session = session(lab.docker_host());
    listed(&session).await;
    session.layer_forest(|_, _| {}).await.expect("the layers are told");
    session.disk_usage().await.expect("the usage is told");
    session
}

fn images(targets: &[&str]) -> CleanupChoice {
    CleanupChoice { images: targets.iter().map(|target| (*target).to_owned()).collect(), ..CleanupChoice::default() }
}

/// The choice with everything that exists only here accepted.
fn accepted(session: &Session, choice: CleanupChoice) -> CleanupChoice {
    let only_here = session.inventory().with(|contents| contents.images.keys().cloned().collect());
    CleanupChoice { only_here, ..choice }
}

#[tokio::test]
async fn the_commands_beside_a_plan_do_the_same() {
    let (ours, theirs) = (lab().await, lab().await);
    lived_in(&ours.docker()).await;
    lived_in(&theirs.docker()).await;
    assert_eq!(looks(&ours.docker()).await, looks(&theirs.docker()).await, "both engines begin alike");

    let session = surveyed(&ours).await;
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
    let plan = session.plan(&accepted(&session, choice)).unwrap();
    let action = Action::CleanUp { steps: plan.steps.clone(), predicted: plan.freed };
    let text = command_line::render(&action).text;
    let (job, _) = carried_out(&session, &plan).await;
    assert_eq!(job.state, JobState::Done, "all of it is done: {:?}", job.error);
    assert_eq!(job.command, text, "and Activity keeps the command");

    let shell = theirs.docker().shell(&text).await.unwrap();
    assert_eq!(shell.code, 0, "the commands are typed into a shell: {}", shell.err);
    assert_eq!(looks(&ours.docker()).await, looks(&theirs.docker()).await, "both engines end alike");
    let left = looks(&ours.docker()).await.join("\n");
    assert!(left.contains("slipway-lab/many-00003:v3"), "an image in use stays: {left}");
    assert!(!left.contains("many-00002") && !left.contains("data"), "the rest is gone: {left}");
}

#[tokio::test]
async fn what_came_between_is_a_result_in_words() {
    let lab = lab().await;
    data::many(&lab.docker(), 4).await.unwrap();
    let session = surveyed(&lab).await;
    let choice = images(&["slipway-lab/many-00000:v0", "slipway-lab/many-00001:v1", "slipway-lab/many-00002:v2"]);
    let plan = session.plan(&accepted(&session, choice)).unwrap();
    lab.docker().run(&["create", "--name", "quick", "slipway-lab/many-00001:v1"]).await.unwrap();
    session.pin(&["slipway-lab/many-00002".to_owned()]).unwrap();
    let (job, done) = carried_out(&session, &plan).await;

    let came = |index: usize| (done.items[index].state, done.items[index].error.as_ref().map(|error| error.code));
    let of = |name: &str| {
        let step = CleanupStep::RemoveImage { target: name.to_owned() };
        done.items.iter().position(|item| item.step == step).expect("it is one of the steps")
    };
    assert_eq!(came(of("slipway-lab/many-00000:v0")), (JobState::Done, None), "nothing stood in its way");
    let used = of("slipway-lab/many-00001:v1");
    assert_eq!(came(used), (JobState::Failed, Some(ErrorCode::ImageInUse)), "a container came");
    assert_eq!(done.items[used].error.as_ref().unwrap().details["containers"], "quick", "which is named");
    let pinned = of("slipway-lab/many-00002:v2");
    assert_eq!(came(pinned), (JobState::Failed, Some(ErrorCode::ImagePinned)), "a pin counts to the last");
    assert_eq!(job.state, JobState::Failed, "not all of it was done");
    let error = job.error.unwrap();
    assert_eq!(
        (error.code, error.details["failed"].as_str(), error.details["total"].as_str()),
        (ErrorCode::SomeFailed, "2", "3"),
        "two of three"
    );
}

#[tokio::test]
async fn a_name_that_moved_meanwhile_is_left_alone() {
    let lab = lab().await;
    let docker = lab.docker();
    for image in ["ubuntu:16.04", "redis"] {
        docker.run(&["pull", "-q", image]).await.unwrap();
    }
    docker.run(&["tag", "ubuntu:16.04", "moving:1"]).await.unwrap();
    // Deaf to the signal that asks it to end: there is time while it is stopped.
    docker.run(&["run", "-d", "--name", "slow", "--stop-timeout", "3", "ubuntu:16.04", "sleep", "1000"]).await.unwrap();
    let session = surveyed(&lab).await;
    let slow = docker.run(&["inspect", "-f", "{{.Id}}", "slow"]).await.unwrap();
    let plan = session.plan(&CleanupChoice { containers: vec![slow], ..images(&["moving:1"]) }).unwrap();
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
    tokio::time::timeout(PATIENCE, waiting).await.expect("it begins");
    docker.run(&["tag", "redis", "moving:1"]).await.unwrap();
    let job = tokio::time::timeout(PATIENCE, session.jobs().wait(job)).await.expect("it ends").unwrap();
    let Some(Progress::Cleanup(progress)) = job.progress else { panic!("it tells what it did") };
    let came: Vec<_> =
        progress.items.iter().map(|item| (item.state, item.error.as_ref().map(|error| error.code))).collect();
    assert_eq!(
        came,
        [(JobState::Done, None), (JobState::Done, None), (JobState::Failed, Some(ErrorCode::NameMoved))],
        "stopped, removed, and left alone"
    );
    let id = async |name: &str| docker.run(&["inspect", "-f", "{{.Id}}", name]).await.unwrap();
    assert_eq!(id("moving:1").await, id("redis").await, "what has the name now was never looked at");
}

#[tokio::test]
async fn an_engine_that_dies_midway_leaves_a_true_account() {
    const COUNT: usize = 120;
    let mut lab = lab().await;
    data::many(&lab.docker(), COUNT).await.unwrap();
    let session = surveyed(&lab).await;
    let names: Vec<String> =
        (0..COUNT).map(|number| format!("slipway-lab/many-{number:05}:v{}", number % 10)).collect();
    let choice = CleanupChoice { images: names, ..CleanupChoice::default() };
    let plan = session.plan(&accepted(&session, choice)).unwrap();
    let job = session.perform(Action::CleanUp { steps: plan.steps.clone(), predicted: plan.freed });
    let begun = |job: &Job| match &job.progress {
        Some(Progress::Cleanup(progress)) => progress.items.iter().any(|item| item.state == JobState::Done),
        _ => false,
    };
    let mut updates = session.updates();
    let waiting = async {
        while let Some(update) = updates.next().await {
            if matches!(&update, Update::Job { job } if begun(job)) {
                break;
            }
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.expect("it begins");
    lab.kill_engine().unwrap();
    let job = tokio::time::timeout(PATIENCE, session.jobs().wait(job)).await.expect("it ends").unwrap();
    let Some(Progress::Cleanup(progress)) = job.progress else { panic!("it tells how far it was") };
    let in_state = |state: JobState| progress.items.iter().filter(|item| item.state == state).count();
    assert_eq!(job.error.map(|error| error.code), Some(ErrorCode::EngineLost), "why it ended");
    assert_eq!(in_state(JobState::Failed), 1, "the one that was under way is not called done");
    assert!(in_state(JobState::Done) > 0 && in_state(JobState::Cancelled) > 0, "some were done, some not begun");

    lab.start_engine().await.unwrap();
    let left = lab.docker().run(&["images", "--format", "{{.Repository}}:{{.Tag}}"]).await.unwrap();
    for item in &progress.items {
        let CleanupStep::RemoveImage { target } = &item.step else { panic!("there are only images") };
        let here = left.lines().any(|line| line == target);
        match item.state {
            JobState::Done => assert!(!here, "{target} is said to be gone"),
            JobState::Cancelled => assert!(here, "{target} is said to be here"),
            _ => {}
        }
    }
}

#[tokio::test]
async fn suggestions_are_about_what_is_there() {
    let lab = lab().await;
    lived_in(&lab.docker()).await;
    let session = surveyed(&lab).await;
    let suggestions = session.suggestions(SuggestionRules::default()).unwrap();
    let of = |reason: SuggestionReason| {
        suggestions.iter().find(|suggestion| suggestion.reason == reason).map(|suggestion| suggestion.count)
    };
    assert_eq!(of(SuggestionReason::Dangling), Some(2), "two without a name");
    assert_eq!(of(SuggestionReason::Unused), Some(5), "six names, one of them twice, two in use by containers");
    assert_eq!(of(SuggestionReason::StoppedContainers), Some(2), "two that never ran");
    assert_eq!(of(SuggestionReason::AnonymousVolumes), None, "a container uses the one there is");
    assert_eq!(of(SuggestionReason::BuildCache), None, "nothing was built");
    lab.docker().run(&["rm", "idle"]).await.unwrap();
    let session = surveyed(&lab).await;
    let suggestions = session.suggestions(SuggestionRules::default()).unwrap();
    let volumes = suggestions.iter().find(|suggestion| suggestion.reason == SuggestionReason::AnonymousVolumes);
    assert_eq!(volumes.map(|suggestion| suggestion.count), Some(1), "now nothing uses it");
}

#[tokio::test]
async fn an_engine_that_measures_for_somebody_else_is_asked_again() {
    let lab = lab().await;
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let gate = EngineProxy::before(lab.socket(), move |path| {
        let busy = path.contains("/system/df") && counted.fetch_add(1, Ordering::Relaxed) == 0;
        // Docker 20.10's words (moby `daemon/disk_usage.go`).
        let words = json!({ "message": "a disk usage operation is already running" });
        busy.then_some((StatusCode::INTERNAL_SERVER_ERROR, words))
    });
    let gate = gate.expect("the gate stands");
    let session = session(gate.docker_host());
    listed(&session).await;
    session.disk_usage().await.expect("that another asks is no failure");
    assert_eq!(asked.load(Ordering::Relaxed), 2, "it was asked again");
}
