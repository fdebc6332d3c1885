//! What is worth a look, each with its reason and its bytes.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
};

use super::{
    Ground,
    plan::{Accepted, draw_up, must_stop},
};
use crate::{
    grammar::Reference,
    wire::{
        ByteRange, CleanupChoice, Container, Image, ImageKind, Plan, PlanEffect, PlanSubject, Suggestion,
        SuggestionReason, SuggestionRules,
    },
};

/// Seconds.
const DAY: i64 = 24 * 60 * 60;

/// Everything that may well go, by reason; `now` in seconds since 1970. What is pinned or would stay anyway is in none.
pub fn suggestions(ground: &Ground<'_>, rules: SuggestionRules, now: i64) -> Vec<Suggestion> {
    let images = |targets: Vec<String>| CleanupChoice { images: targets, ..CleanupChoice::default() };
    let by_id = |chosen: Vec<&Image>| images(chosen.into_iter().map(|image| image.id.clone()).collect());
    [
        (SuggestionReason::Dangling, by_id(nameless(ground))),
        (SuggestionReason::Unused, by_id(unused(ground))),
        (SuggestionReason::Old, by_id(old(ground, now - i64::from(rules.days) * DAY))),
        (SuggestionReason::OlderTags, images(older_tags(ground, rules.keep_tags as usize))),
        (SuggestionReason::StoppedContainers, stopped(ground)),
        (SuggestionReason::BuildCache, build_cache(ground)),
        (SuggestionReason::AnonymousVolumes, anonymous_volumes(ground)),
    ]
    .into_iter()
    .filter_map(|(reason, choice)| suggestion(ground, reason, &choice))
    .collect()
}

/// Reduces a choice to what would really go; `None` when nothing would.
fn suggestion(ground: &Ground<'_>, reason: SuggestionReason, choice: &CleanupChoice) -> Option<Suggestion> {
    let going = going(&draw_up(ground, choice, &Accepted::Everything));
    let plan = draw_up(ground, &going, &Accepted::Everything);
    let count = u32::try_from(plan.items.len()).unwrap_or(u32::MAX);
    let unlocks = match reason {
        SuggestionReason::StoppedContainers => unlocked(ground, &going, plan.freed),
        _ => ByteRange::default(),
    };
    (count > 0).then_some(Suggestion {
        reason,
        choice: going,
        count,
        freed: plan.freed,
        uncertain: plan.uncertain,
        unlocks,
    })
}

/// What a plan takes away for good: names that an image loses without going itself are no clean-up.
fn going(plan: &Plan) -> CleanupChoice {
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

/// What images that only these containers use could free beyond what the containers do.
fn unlocked(ground: &Ground<'_>, choice: &CleanupChoice, alone: ByteRange) -> ByteRange {
    let leaving: HashSet<&str> = choice.containers.iter().map(String::as_str).collect();
    let containers = || ground.contents.containers.values();
    let still_used: HashSet<&str> = containers()
        .filter(|container| !leaving.contains(container.id.as_str()))
        .map(|container| container.image_id.as_str())
        .collect();
    let held: HashSet<&str> = containers().map(|container| container.image_id.as_str()).collect();
    let images = held.into_iter().filter(|image| !still_used.contains(image)).map(str::to_owned).collect();
    let with_images = CleanupChoice { images, ..choice.clone() };
    let freed = draw_up(ground, &with_images, &Accepted::Everything).freed;
    ByteRange { least: freed.least.saturating_sub(alone.least), most: freed.most.saturating_sub(alone.most) }
}

/// Dangling images that nothing leads to. Somebody may want the very version that a digest names: such an image is only
/// one that nothing uses.
fn nameless<'a>(ground: &Ground<'a>) -> Vec<&'a Image> {
    let images = ground.contents.images.values();
    images.filter(|image| image.kind == ImageKind::Dangling && image.digests.is_empty()).collect()
}

fn unused<'a>(ground: &Ground<'a>) -> Vec<&'a Image> {
    let used: HashSet<&str> =
        ground.contents.containers.values().map(|container| container.image_id.as_str()).collect();
    let named = |image: &&Image| match image.kind {
        ImageKind::Tagged => true,
        ImageKind::Dangling => !image.digests.is_empty(),
        ImageKind::Intermediate => false,
    };
    ground.contents.images.values().filter(named).filter(|image| !used.contains(image.id.as_str())).collect()
}

/// Unused images that came here before an instant, or of which it is not known when but which are older than that.
fn old<'a>(ground: &Ground<'a>, before: i64) -> Vec<&'a Image> {
    let dates = Dates::new(ground);
    let mut images = unused(ground);
    images.retain(|image| dates.of(image).is_some_and(|date| date < before));
    images
}

/// Docker's first public showing, in seconds since 1970. What claims to have been made before was given a fixed instant
/// lest two builds differ: 1970 by Jib, ko, Bazel and Nix, 1980 by Buildpacks.
const FIRST_IMAGES: i64 = 1_363_305_600;

/// Since when there are images, as far as that is told.
struct Dates<'a> {
    arrived: HashMap<&'a str, i64>,
}

impl<'a> Dates<'a> {
    fn new(ground: &Ground<'a>) -> Self {
        let images = ground.known.forest.shown.images.iter();
        Self { arrived: images.filter_map(|image| Some((image.id.as_str(), image.arrived?))).collect() }
    }

    /// When it was made, or came here, whichever is later; `None` when neither is told.
    fn of(&self, image: &Image) -> Option<i64> {
        let made = Some(image.created).filter(|created| *created >= FIRST_IMAGES);
        made.max(self.arrived.get(image.id.as_str()).copied())
    }
}

/// Tags of images that are not among the newest few of their repository.
fn older_tags(ground: &Ground<'_>, keep: usize) -> Vec<String> {
    let dates = Dates::new(ground);
    let mut repositories: BTreeMap<String, Vec<(&Image, &String)>> = BTreeMap::new();
    for image in ground.contents.images.values() {
        for tag in &image.tags {
            if let Ok(reference) = Reference::parse(tag) {
                repositories.entry(reference.familiar_repository()).or_default().push((image, tag));
            }
        }
    }
    repositories.into_values().flat_map(|tags| beyond_newest(&dates, tags, keep)).collect()
}

/// Those than which at least `keep` others are newer for certain: what no date tells apart stays together.
fn beyond_newest(dates: &Dates<'_>, mut tags: Vec<(&Image, &String)>, keep: usize) -> Vec<String> {
    let dated: HashMap<&str, i64> =
        tags.iter().filter_map(|(image, _)| Some((image.id.as_str(), dates.of(image)?))).collect();
    let is_older = |image: &Image| {
        let date = dated.get(image.id.as_str());
        date.is_some_and(|date| dated.values().filter(|other| *other > date).count() >= keep)
    };
    tags.retain(|(image, _)| is_older(image));
    tags.sort_by_key(|(image, tag)| (Reverse(dated.get(image.id.as_str())), *tag));
    tags.into_iter().map(|(_, tag)| tag.clone()).collect()
}

fn stopped(ground: &Ground<'_>) -> CleanupChoice {
    let stopped = |container: &&Container| !must_stop(container.state);
    let containers = ground.contents.containers.values().filter(stopped).map(|container| container.id.clone());
    CleanupChoice { containers: containers.collect(), ..CleanupChoice::default() }
}

fn build_cache(ground: &Ground<'_>) -> CleanupChoice {
    let usage = ground.known.usage.as_ref();
    let any = usage.is_some_and(|usage| usage.build_cache.iter().any(|record| !record.in_use));
    CleanupChoice { build_cache: any, ..CleanupChoice::default() }
}

fn anonymous_volumes(ground: &Ground<'_>) -> CleanupChoice {
    let volumes = ground.known.usage.iter().flat_map(|usage| &usage.volumes);
    let free = volumes.filter(|volume| volume.anonymous && volume.containers == 0);
    CleanupChoice { volumes: free.map(|volume| volume.name.clone()).collect(), ..CleanupChoice::default() }
}

#[cfg(test)]
mod tests;
