//! Clean-up on live engines: what a plan foretells is what goes.
#![allow(clippy::unwrap_used)] // In a test's own functions, too.

#[path = "cleanup/world.rs"]
mod world;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use futures_util::StreamExt;
use slipway_engine::{
    Session,
    connect::Surroundings,
    wire::{
        Action, ByteRange, CleanupChoice, CleanupProgress, Job, JobState, Plan, PlanEffect, PlanSubject, Progress,
        Update,
    },
};
use slipway_lab::{Lab, LabOptions};
use world::World;

/// How many sets of deletions are tried; `SLIPWAY_CLEANUP_SETS` says otherwise.
const SETS: u64 = 200;
const PATIENCE: Duration = Duration::from_secs(60);

async fn lab() -> Lab {
    Lab::start(LabOptions::default()).await.expect("the lab starts")
}

fn session(docker_host: String) -> Arc<Session> {
    let surroundings = Surroundings { docker_host: Some(docker_host), ..Surroundings::default() };
    Arc::new(Session::start(surroundings))
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
    let job = tokio::time::timeout(PATIENCE, session.jobs().ended(job)).await.expect("it ends").unwrap();
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
        assert!(
            (foretold.least..=foretold.most).contains(&truth),
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
    assert!(exact > ranges.values().sum::<usize>(), "most sets are known to the byte");
}
