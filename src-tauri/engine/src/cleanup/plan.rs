//! What a set of deletions does, item by item in the order that works.

pub(super) mod accounting;

use std::collections::HashSet;

use self::accounting::Accounting;
use super::PlanInput;
use crate::{
    images,
    inventory::Contents,
    wire::{
        CleanupChoice, CleanupStep, Container, Plan, PlanEffect, PlanItem, PlanSubject, Removal, RemovalEffect,
        RemovalItem,
    },
};

/// The plan for a choice. Pure: the engine is not asked.
///
/// Containers are removed first, then images (children before their parents), tag by tag, then volumes and the build
/// cache. What the engine would refuse without force is kept, and so is what is pinned, and what exists only here unless
/// that was accepted.
pub fn plan(input: &PlanInput<'_>, choice: &CleanupChoice) -> Plan {
    build_plan(input, choice, &Accepted::Images(choice.only_here.iter().map(String::as_str).collect()))
}

/// The plan for steps that were confirmed: their images may be deleted, wherever else they exist.
pub fn plan_of_steps(input: &PlanInput<'_>, steps: &[CleanupStep]) -> Plan {
    let mut choice = CleanupChoice::default();
    for step in steps {
        match step {
            CleanupStep::RemoveContainer { container } => {
                choice.containers.extend(input.contents.container(container).map(|container| container.id.clone()));
            }
            CleanupStep::RemoveImage { target } => choice.images.push(target.clone()),
            CleanupStep::RemoveVolume { volume } => choice.volumes.push(volume.clone()),
            CleanupStep::PruneBuildCache => choice.build_cache = true,
            CleanupStep::StopContainer { .. } => {}
        }
    }
    build_plan(input, &choice, &Accepted::All)
}

/// The names of what another plan does otherwise than this one, of what this one removes.
pub fn differences(plan: &Plan, other: &Plan) -> Vec<String> {
    let is_removed = |item: &&PlanItem| matches!(item.effect, PlanEffect::Delete | PlanEffect::Untag);
    let does_the_same = |one: &PlanItem, other: &PlanItem| {
        (one.effect, one.freed, &one.cascade) == (other.effect, other.freed, &other.cascade)
    };
    let differs = |item: &&PlanItem| {
        let same = other.items.iter().find(|other| other.subject == item.subject);
        same.is_none_or(|same| !does_the_same(item, same))
    };
    plan.items.iter().filter(is_removed).filter(differs).map(|item| name(&item.subject)).collect()
}

fn name(subject: &PlanSubject) -> String {
    match subject {
        PlanSubject::Container { name, .. } | PlanSubject::Volume { name } => name.clone(),
        PlanSubject::Image { target, .. } => target.clone(),
        PlanSubject::BuildCache => String::new(),
    }
}

/// The images that exist only here and may be deleted.
pub(super) enum Accepted<'a> {
    All,
    /// By ID.
    Images(HashSet<&'a str>),
}

impl Accepted<'_> {
    fn contains(&self, image: &str) -> bool {
        match self {
            Self::All => true,
            Self::Images(images) => images.contains(image),
        }
    }
}

/// See [`plan()`].
pub(super) fn build_plan(input: &PlanInput<'_>, choice: &CleanupChoice, accepted: &Accepted<'_>) -> Plan {
    let mut accounting = Accounting::new(input, choice.build_cache);
    let containers = chosen_containers(input.contents, choice);
    let mut items: Vec<PlanItem> = containers.iter().map(|container| accounting.container(container)).collect();
    let (removal, kept) = predict_removal(input, choice, accepted);
    items.extend(removal.items.iter().map(|item| accounting.image(item, plan_effect(item.effect))));
    items.extend(kept.iter().map(|item| accounting.image(item, kept_effect(item))));
    items.extend(choice.volumes.iter().map(|name| accounting.volume(name)));
    items.extend(choice.build_cache.then(|| accounting.build_cache()));
    let freed = accounting.total();
    Plan {
        engine: String::new(),
        forest: input.usage.forest.view.revision,
        steps: steps(&items),
        freed,
        uncertain: accounting.uncertain.into_iter().collect(),
        layers: accounting.freed_layers,
        items,
    }
}

/// The chosen containers that still exist, by name.
fn chosen_containers<'a>(contents: &'a Contents, choice: &CleanupChoice) -> Vec<&'a Container> {
    let ids: HashSet<&str> = choice.containers.iter().map(String::as_str).collect();
    let mut containers: Vec<&Container> = ids.into_iter().filter_map(|id| contents.containers.get(id)).collect();
    containers.sort_by(|one, other| one.name.cmp(&other.name));
    containers
}

/// What the engine would do with the chosen images, and the items that are kept from it.
fn predict_removal(
    input: &PlanInput<'_>,
    choice: &CleanupChoice,
    accepted: &Accepted<'_>,
) -> (Removal, Vec<RemovalItem>) {
    let predict = |targets: &[String]| images::predict_removal(input.contents, targets, &choice.containers, input.pins);
    let items = predict(&choice.images).items;
    let (mut kept, removed): (Vec<RemovalItem>, Vec<RemovalItem>) =
        items.into_iter().partition(|item| item.effect == RemovalEffect::Pinned);
    let mut targets: Vec<String> = removed.into_iter().map(|item| item.target).collect();
    // Keeping one item changes what happens to the others, so predict again until no more are kept.
    loop {
        let removal = predict(&targets);
        let is_lost = |item: &&RemovalItem| {
            item.effect == RemovalEffect::Delete && input.is_only_here(item) && !accepted.contains(&item.image)
        };
        let lost: Vec<RemovalItem> = removal.items.iter().filter(is_lost).cloned().collect();
        if lost.is_empty() {
            return (removal, kept);
        }
        targets.retain(|target| lost.iter().all(|item| item.target != *target));
        kept.extend(lost);
    }
}

fn kept_effect(item: &RemovalItem) -> PlanEffect {
    if item.effect == RemovalEffect::Pinned { PlanEffect::Pinned } else { PlanEffect::OnlyHere }
}

fn plan_effect(effect: RemovalEffect) -> PlanEffect {
    match effect {
        RemovalEffect::Untag => PlanEffect::Untag,
        RemovalEffect::Delete => PlanEffect::Delete,
        RemovalEffect::InUse => PlanEffect::InUse,
        RemovalEffect::HasChildren => PlanEffect::HasChildren,
        RemovalEffect::Pinned => PlanEffect::Pinned,
        RemovalEffect::Missing => PlanEffect::Missing,
    }
}

/// The steps of the items that are removed; all stops come first, since the rest is quick.
fn steps(items: &[PlanItem]) -> Vec<CleanupStep> {
    let removed = || items.iter().filter(|item| matches!(item.effect, PlanEffect::Delete | PlanEffect::Untag));
    let stops = removed().filter_map(|item| match &item.subject {
        PlanSubject::Container { name, running: true, .. } => {
            Some(CleanupStep::StopContainer { container: name.clone() })
        }
        _ => None,
    });
    let removals = removed().map(|item| match &item.subject {
        PlanSubject::Container { name, .. } => CleanupStep::RemoveContainer { container: name.clone() },
        PlanSubject::Image { target, .. } => CleanupStep::RemoveImage { target: target.clone() },
        PlanSubject::Volume { name } => CleanupStep::RemoveVolume { volume: name.clone() },
        PlanSubject::BuildCache => CleanupStep::PruneBuildCache,
    });
    stops.chain(removals).collect()
}

#[cfg(test)]
mod tests;
