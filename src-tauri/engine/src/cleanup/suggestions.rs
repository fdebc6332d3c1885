//! Sets of things that can probably be removed, each with its reason and bytes.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
};

use super::{
    PlanInput,
    input::must_stop,
    plan::{Accepted, build_plan},
};
use crate::{
    grammar::Reference,
    wire::{
        ByteRange, CleanupChoice, Container, Image, ImageKind, Plan, PlanEffect, PlanSubject, Suggestion,
        SuggestionReason, SuggestionRules,
    },
};

/// A day in seconds.
const DAY: i64 = 24 * 60 * 60;

/// The suggestions by reason; `now` is in seconds since 1970. What is pinned or would be kept anyway is not suggested.
pub fn suggestions(input: &PlanInput<'_>, rules: SuggestionRules, now: i64) -> Vec<Suggestion> {
    let images = |targets: Vec<String>| CleanupChoice { images: targets, ..CleanupChoice::default() };
    let by_id = |chosen: Vec<&Image>| images(chosen.into_iter().map(|image| image.id.clone()).collect());
    [
        (SuggestionReason::Dangling, by_id(dangling(input))),
        (SuggestionReason::Unused, by_id(unused(input))),
        (SuggestionReason::Old, by_id(old(input, now - i64::from(rules.days) * DAY))),
        (SuggestionReason::OlderTags, images(older_tags(input, rules.keep_tags as usize))),
        (SuggestionReason::StoppedContainers, stopped_containers(input)),
        (SuggestionReason::BuildCache, build_cache(input)),
        (SuggestionReason::AnonymousVolumes, anonymous_volumes(input)),
    ]
    .into_iter()
    .filter_map(|(reason, choice)| suggestion(input, reason, &choice))
    .collect()
}

/// Reduces a choice to what would really be removed; `None` if nothing would be.
fn suggestion(input: &PlanInput<'_>, reason: SuggestionReason, choice: &CleanupChoice) -> Option<Suggestion> {
    let choice = deletions(&build_plan(input, choice, &Accepted::All));
    let plan = build_plan(input, &choice, &Accepted::All);
    let count = u32::try_from(plan.items.len()).unwrap_or(u32::MAX);
    let unlocks = match reason {
        SuggestionReason::StoppedContainers => unlocked_bytes(input, &choice, plan.freed),
        _ => ByteRange::default(),
    };
    let arrival_known = reason == SuggestionReason::Old && Dates::new(input).know_arrival_of(&plan);
    (count > 0).then_some(Suggestion {
        reason,
        choice,
        count,
        freed: plan.freed,
        uncertain: plan.uncertain,
        unlocks,
        arrival_known,
    })
}

/// What a plan deletes: names of images that are kept are not worth a suggestion.
fn deletions(plan: &Plan) -> CleanupChoice {
    let deleted: HashSet<&str> = plan
        .items
        .iter()
        .filter(|item| item.effect == PlanEffect::Delete)
        .filter_map(|item| match &item.subject {
            PlanSubject::Image { id, .. } => Some(id.as_str()),
            _ => None,
        })
        .collect();
    let mut choice = CleanupChoice::default();
    for item in &plan.items {
        match (&item.subject, item.effect) {
            (PlanSubject::Image { target, id }, PlanEffect::Delete | PlanEffect::Untag)
                if deleted.contains(id.as_str()) =>
            {
                choice.images.push(target.clone());
            }
            (PlanSubject::Container { id, .. }, PlanEffect::Delete) => choice.containers.push(id.clone()),
            (PlanSubject::Volume { name }, PlanEffect::Delete) => choice.volumes.push(name.clone()),
            (PlanSubject::BuildCache, PlanEffect::Delete) => choice.build_cache = true,
            _ => {}
        }
    }
    choice
}

/// The bytes that images used only by these containers could free beyond the containers' own.
fn unlocked_bytes(input: &PlanInput<'_>, choice: &CleanupChoice, alone: ByteRange) -> ByteRange {
    let removed: HashSet<&str> = choice.containers.iter().map(String::as_str).collect();
    let containers = || input.contents.containers.values();
    let still_used: HashSet<&str> = containers()
        .filter(|container| !removed.contains(container.id.as_str()))
        .map(|container| container.image_id.as_str())
        .collect();
    let used: HashSet<&str> = containers().map(|container| container.image_id.as_str()).collect();
    let images = used.into_iter().filter(|image| !still_used.contains(image)).map(str::to_owned).collect();
    let with_images = CleanupChoice { images, ..choice.clone() };
    let freed = build_plan(input, &with_images, &Accepted::All).freed;
    ByteRange { least: freed.least.saturating_sub(alone.least), most: freed.most.saturating_sub(alone.most) }
}

/// Dangling images without a digest. One with a digest may be wanted by it, and counts as unused at most.
fn dangling<'a>(input: &PlanInput<'a>) -> Vec<&'a Image> {
    let images = input.contents.images.values();
    images.filter(|image| image.kind == ImageKind::Dangling && image.digests.is_empty()).collect()
}

fn unused<'a>(input: &PlanInput<'a>) -> Vec<&'a Image> {
    let used: HashSet<&str> = input.contents.containers.values().map(|container| container.image_id.as_str()).collect();
    let has_name = |image: &&Image| match image.kind {
        ImageKind::Tagged => true,
        ImageKind::Dangling => !image.digests.is_empty(),
        ImageKind::Intermediate => false,
    };
    input.contents.images.values().filter(has_name).filter(|image| !used.contains(image.id.as_str())).collect()
}

/// Unused images that arrived before an instant, or, if their arrival is unknown, were created before it.
fn old<'a>(input: &PlanInput<'a>, before: i64) -> Vec<&'a Image> {
    let dates = Dates::new(input);
    let mut images = unused(input);
    images.retain(|image| dates.newest(image).is_some_and(|date| date < before));
    images
}

/// Docker's first public demo, in seconds since 1970. An earlier creation date is a constant that makes builds
/// reproducible: 1970 for Jib, ko, Bazel and Nix, 1980 for Buildpacks.
const FIRST_IMAGES: i64 = 1_363_305_600;

/// The dates of images, as far as they are known.
struct Dates<'a> {
    last_tagged: HashMap<&'a str, i64>,
}

impl<'a> Dates<'a> {
    fn new(input: &PlanInput<'a>) -> Self {
        let images = input.usage.forest.view.images.iter();
        Self { last_tagged: images.filter_map(|image| Some((image.id.as_str(), image.last_tagged?))).collect() }
    }

    /// Whether it is known when each image of a plan arrived.
    fn know_arrival_of(&self, plan: &Plan) -> bool {
        plan.items.iter().all(|item| match &item.subject {
            PlanSubject::Image { id, .. } => self.last_tagged.contains_key(id.as_str()),
            _ => true,
        })
    }

    /// When an image was created or arrived, whichever is later; `None` if both are unknown.
    fn newest(&self, image: &Image) -> Option<i64> {
        let created = Some(image.created).filter(|created| *created >= FIRST_IMAGES);
        created.max(self.last_tagged.get(image.id.as_str()).copied())
    }
}

/// Tags of images that are not among the newest `keep` of their repository.
fn older_tags(input: &PlanInput<'_>, keep: usize) -> Vec<String> {
    let dates = Dates::new(input);
    let mut repositories: BTreeMap<String, Vec<(&Image, &String)>> = BTreeMap::new();
    for image in input.contents.images.values() {
        for tag in &image.tags {
            if let Ok(reference) = Reference::parse(tag) {
                repositories.entry(reference.familiar_repository()).or_default().push((image, tag));
            }
        }
    }
    repositories.into_values().flat_map(|tags| all_but_newest(&dates, tags, keep)).collect()
}

/// The tags for which at least `keep` images are certainly newer. Images of the same date are not ranked.
fn all_but_newest(dates: &Dates<'_>, mut tags: Vec<(&Image, &String)>, keep: usize) -> Vec<String> {
    let dated: HashMap<&str, i64> =
        tags.iter().filter_map(|(image, _)| Some((image.id.as_str(), dates.newest(image)?))).collect();
    let is_older = |image: &Image| {
        let date = dated.get(image.id.as_str());
        date.is_some_and(|date| dated.values().filter(|other| *other > date).count() >= keep)
    };
    tags.retain(|(image, _)| is_older(image));
    tags.sort_by_key(|(image, tag)| (Reverse(dated.get(image.id.as_str())), *tag));
    tags.into_iter().map(|(_, tag)| tag.clone()).collect()
}

fn stopped_containers(input: &PlanInput<'_>) -> CleanupChoice {
    let stopped = |container: &&Container| !must_stop(container.state);
    let containers = input.contents.containers.values().filter(stopped).map(|container| container.id.clone());
    CleanupChoice { containers: containers.collect(), ..CleanupChoice::default() }
}

fn build_cache(input: &PlanInput<'_>) -> CleanupChoice {
    let usage = input.usage.disk.as_ref();
    let has_unused = usage.is_some_and(|usage| usage.build_cache.iter().any(|record| !record.in_use));
    CleanupChoice { build_cache: has_unused, ..CleanupChoice::default() }
}

fn anonymous_volumes(input: &PlanInput<'_>) -> CleanupChoice {
    let volumes = input.usage.disk.iter().flat_map(|usage| &usage.volumes);
    let unused = volumes.filter(|volume| volume.anonymous && volume.containers == 0);
    CleanupChoice { volumes: unused.map(|volume| volume.name.clone()).collect(), ..CleanupChoice::default() }
}

#[cfg(test)]
mod tests;
