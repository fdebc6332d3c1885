use std::sync::Arc;

use super::*;
use crate::{
    cleanup::{Forest, disk_scan::StorageUsage, forest::tests::layer_history},
    grammar::Pins,
    images::fixtures::{container, contents, id, image},
    inventory::Contents,
    wire::{BuildCacheUsage, ContainerState, DiskUsage, ImageStore, VolumeUsage},
};

const NOW: i64 = FIRST_IMAGES + 4000 * DAY;

fn storage_usage(contents: &Contents, disk: DiskUsage) -> StorageUsage {
    let layers: Vec<(Image, _)> = contents
        .images
        .values()
        .map(|image| (image.clone(), layer_history(&[("base", 0), (&image.id[7..17], image.size)])))
        .collect();
    let histories: Vec<_> = layers.iter().map(|(image, history)| (image, Some(history))).collect();
    let forest = Arc::new(Forest::new(&histories, ImageStore::Classic, 1));
    StorageUsage { forest, disk: Some(Arc::new(disk)), ..StorageUsage::default() }
}

fn suggested(contents: &Contents, disk: DiskUsage, pins: &[&str]) -> Vec<Suggestion> {
    let usage = storage_usage(contents, disk);
    let pins = Pins::new(&pins.iter().map(|pin| (*pin).to_owned()).collect::<Vec<_>>()).unwrap();
    let input = PlanInput { contents, usage: &usage, pins: &pins };
    suggestions(&input, SuggestionRules { days: 30, keep_tags: 1 }, NOW)
}

fn aged(name: &str, names: &[&str], days: i64) -> Image {
    Image { created: NOW - days * DAY, size: 10, ..image(name, names, None) }
}

fn of(suggestions: &[Suggestion], reason: SuggestionReason) -> Vec<String> {
    let found = suggestions.iter().find(|suggestion| suggestion.reason == reason);
    let mut images = found.map(|suggestion| suggestion.choice.images.clone()).unwrap_or_default();
    images.sort();
    images
}

#[test]
fn each_reason_has_its_own_choice() {
    let replaced = format!("app@sha256:{}", "d".repeat(64));
    let contents = contents(
        vec![
            aged("new", &["app:3"], 1),
            aged("mid", &["app:2"], 10),
            aged("old", &["app:1"], 50),
            aged("used", &["web:1"], 50),
            aged("dangling", &[], 5),
            aged("replaced", &[&replaced], 5),
        ],
        vec![container("box", "used")],
    );
    let all = suggested(&contents, DiskUsage::default(), &[]);
    assert_eq!(of(&all, SuggestionReason::Dangling), [id("dangling")], "neither tag nor digest");
    let unused = ["app:1", "app:2", "app:3", &id("replaced")];
    assert_eq!(of(&all, SuggestionReason::Unused), unused, "no container uses them, whatever their names");
    assert_eq!(of(&all, SuggestionReason::Old), ["app:1"], "older than 30 days");
    assert_eq!(of(&all, SuggestionReason::OlderTags), ["app:1", "app:2"], "all but the newest of its repository");
    let dangling = all.iter().find(|suggestion| suggestion.reason == SuggestionReason::Dangling).unwrap();
    assert_eq!((dangling.count, dangling.freed), (1, ByteRange::exactly(10)), "one image and its bytes");
}

#[test]
fn pinned_images_are_never_suggested() {
    let digest = format!("db@sha256:{}", "d".repeat(64));
    let images = vec![aged("new", &["app:3"], 1), aged("old", &["app:1"], 50), aged("digest", &[&digest], 50)];
    let contents = contents(images, vec![]);
    let all = suggested(&contents, DiskUsage::default(), &["app:1", "db"]);
    assert!(!of(&all, SuggestionReason::Unused).contains(&id("digest")), "nor by ID if its digest is pinned");
    for reason in [SuggestionReason::Unused, SuggestionReason::Old, SuggestionReason::OlderTags] {
        assert!(!of(&all, reason).contains(&"app:1".to_owned()), "not for {reason:?}");
    }
}

#[test]
fn a_name_of_an_image_that_would_be_kept_is_not_suggested() {
    let child = Image { parent: Some(id("base")), ..aged("child", &["child:1"], 50) };
    let contents = contents(vec![aged("base", &["base:1"], 50), child], vec![container("box", "child")]);
    let all = suggested(&contents, DiskUsage::default(), &[]);
    assert_eq!(of(&all, SuggestionReason::Unused), [] as [&str; 0], "it would only become an intermediate image");
}

#[test]
fn stopped_containers_unlock_images() {
    let running = Container { state: ContainerState::Running, ..container("up", "b") };
    let contents = contents(
        vec![aged("a", &["a:1"], 1), aged("b", &["b:1"], 1)],
        vec![container("down", "a"), running, container("too", "b")],
    );
    let all = suggested(&contents, DiskUsage::default(), &[]);
    let stopped = all.iter().find(|suggestion| suggestion.reason == SuggestionReason::StoppedContainers).unwrap();
    assert_eq!(stopped.count, 2, "the running one is not suggested");
    assert_eq!(stopped.unlocks, ByteRange::exactly(10), "one image becomes unused, the other does not");
}

#[test]
fn build_cache_and_volumes_are_suggested_if_unused() {
    let record =
        |in_use| BuildCacheUsage { id: "r".to_owned(), description: String::new(), bytes: 5, in_use, shared: false };
    let volume = |name: &str, anonymous, containers| VolumeUsage {
        name: name.to_owned(),
        anonymous,
        bytes: Some(2),
        containers,
    };
    let usage = |in_use| DiskUsage {
        build_cache: vec![record(in_use)],
        volumes: vec![volume("a", true, 0), volume("b", true, 1), volume("named", false, 0)],
        ..DiskUsage::default()
    };
    let empty = contents(vec![], vec![]);
    let all = suggested(&empty, usage(false), &[]);
    assert!(all.iter().any(|suggestion| suggestion.choice.build_cache), "one record is unused");
    let volumes: Vec<&String> = all.iter().flat_map(|suggestion| &suggestion.choice.volumes).collect();
    assert_eq!(volumes, ["a"], "only the unused anonymous volume");
    let busy = suggested(&empty, usage(true), &[]);
    assert!(busy.iter().all(|suggestion| !suggestion.choice.build_cache), "its only record is in use");
}

#[test]
fn images_of_the_same_date_are_not_ranked() {
    let epoch = |name: &str, tag: &str| Image { created: 0, size: 10, ..image(name, &[tag], None) };
    // Nix writes 1970-01-01T00:00:01Z, Buildpacks 1980.
    let nix = Image { created: 1, ..epoch("nix", "app:4") };
    let contents = contents(vec![epoch("a", "app:1"), epoch("b", "app:2"), epoch("c", "app:3"), nix], vec![]);
    let ranked = |last_tagged: &[(&str, i64)], keep_tags: u32| {
        let mut usage = storage_usage(&contents, DiskUsage::default());
        for forest_image in &mut Arc::make_mut(&mut usage.forest).view.images {
            forest_image.last_tagged =
                last_tagged.iter().find(|(name, _)| forest_image.id == id(name)).map(|(_, days)| NOW - days * DAY);
        }
        let input = PlanInput { contents: &contents, usage: &usage, pins: &Pins::default() };
        let all = suggestions(&input, SuggestionRules { days: 30, keep_tags }, NOW);
        (of(&all, SuggestionReason::OlderTags), of(&all, SuggestionReason::Old))
    };
    let nothing = || (Vec::<String>::new(), Vec::<String>::new());
    assert_eq!(ranked(&[], 1), nothing(), "neither their order nor their age is known");
    let all = [("a", 1), ("b", 5), ("c", 50), ("nix", 60)];
    let tags = |tags: &[&str]| tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>();
    assert_eq!(ranked(&all, 1), (tags(&["app:2", "app:3", "app:4"]), tags(&["app:3", "app:4"])), "ranked by arrival");
    assert_eq!(
        ranked(&[("a", 1), ("b", 5), ("c", 5), ("nix", 5)], 2).0,
        tags(&[]),
        "three candidates for the second place"
    );
    assert_eq!(ranked(&[("a", 1), ("b", 2)], 1).0, tags(&["app:2"]), "an image without a date may be newer");
}

#[test]
fn an_old_image_that_arrived_recently_is_new() {
    let contents = contents(vec![aged("new", &["app:2"], 10), aged("old", &["app:1"], 500)], vec![]);
    let mut usage = storage_usage(&contents, DiskUsage::default());
    for forest_image in &mut Arc::make_mut(&mut usage.forest).view.images {
        forest_image.last_tagged = (forest_image.id == id("old")).then_some(NOW - DAY);
    }
    let input = PlanInput { contents: &contents, usage: &usage, pins: &Pins::default() };
    let all = suggestions(&input, SuggestionRules { days: 30, keep_tags: 1 }, NOW);
    assert_eq!(of(&all, SuggestionReason::OlderTags), ["app:2"], "the other one arrived yesterday");
}
