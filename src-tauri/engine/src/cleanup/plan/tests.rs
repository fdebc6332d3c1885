use std::sync::Arc;

use super::*;
use crate::{
    cleanup::{Described, Forest, forest::tests::described},
    grammar::Pins,
    images::fixtures::{container, contents, id, image},
    wire::{BuildCacheUsage, ContainerUsage, Image, VolumeUsage},
};

/// An engine with images, each of layers with names and bytes.
struct Stage {
    contents: Contents,
    known: Known,
    pins: Pins,
}

impl Stage {
    fn new(images: Vec<(Image, Described)>, containers: Vec<Container>) -> Self {
        let sized = |(image, described): &(Image, Described)| Image {
            size: described.steps.iter().map(|step| step.size).sum(),
            ..image.clone()
        };
        let contents = contents(images.iter().map(sized).collect(), containers);
        let by_id: std::collections::HashMap<String, Described> =
            images.into_iter().map(|(image, described)| (image.id, described)).collect();
        let here: Vec<(&Image, Option<&Described>)> =
            contents.images.values().map(|image| (image, by_id.get(&image.id))).collect();
        let forest = Arc::new(Forest::new(&here, ImageStore::Classic, 1));
        let known = Known { forest, usage: Some(Arc::default()), ..Known::default() };
        Self { contents, known, pins: Pins::default() }
    }

    fn using(mut self, usage: DiskUsage) -> Self {
        self.known.usage = Some(Arc::new(usage));
        self
    }

    fn ground(&self) -> Ground<'_> {
        Ground { contents: &self.contents, known: &self.known, pins: &self.pins }
    }

    /// The plan where everything that exists only here is accepted.
    fn plan(&self, choice: &CleanupChoice) -> Plan {
        draw_up(&self.ground(), choice, &Accepted::Everything)
    }
}

fn images(targets: &[&str]) -> CleanupChoice {
    CleanupChoice { images: targets.iter().map(|target| (*target).to_owned()).collect(), ..CleanupChoice::default() }
}

fn told(plan: &Plan) -> Vec<(&str, PlanEffect, u64)> {
    plan.items
        .iter()
        .map(|item| {
            let name = match &item.subject {
                PlanSubject::Container { name, .. } | PlanSubject::Volume { name } => name,
                PlanSubject::Image { target, .. } => target.as_str(),
                PlanSubject::BuildCache => "build cache",
            };
            assert!(item.freed.is_exact(), "{name} is known to the byte");
            (name, item.effect, item.freed.most)
        })
        .collect()
}

/// Two images on one base, the base itself without a tag of its own.
fn siblings() -> Vec<(Image, Described)> {
    vec![
        (image("a", &["a:1"], None), described(&[("base", 100), ("x", 10)])),
        (image("b", &["b:1"], None), described(&[("base", 100), ("y", 5)])),
    ]
}

#[test]
fn what_others_hold_is_not_freed() {
    let stage = Stage::new(siblings(), vec![]);
    let plan = stage.plan(&images(&["a:1"]));
    assert_eq!(told(&plan), [("a:1", PlanEffect::Delete, 10)], "the base stays for the other");
    assert_eq!(plan.freed, ByteRange::exactly(10), "so that is all");
    assert_eq!(plan.uncertain, [], "and it is certain");
}

#[test]
fn what_several_hold_together_is_freed_by_the_last() {
    let stage = Stage::new(siblings(), vec![]);
    let plan = stage.plan(&images(&["a:1", "b:1"]));
    assert_eq!(
        told(&plan),
        [("a:1", PlanEffect::Delete, 10), ("b:1", PlanEffect::Delete, 105)],
        "the last takes the base with it"
    );
    assert_eq!(plan.items[1].together, ByteRange::exactly(100), "which comes free only because both go");
    assert_eq!(plan.items[0].together, ByteRange::exactly(0), "the first's own bytes come free in any case");
    assert_eq!(plan.layers.len(), 3, "all layers light up");
}

#[test]
fn a_container_in_the_way_is_named_until_it_goes_too() {
    let stage = Stage::new(siblings(), vec![container("web", "a")]).using(DiskUsage {
        containers: vec![ContainerUsage { id: id("web")[7..].to_owned(), bytes: 3 }],
        ..DiskUsage::default()
    });
    let plan = stage.plan(&images(&["a:1"]));
    assert_eq!(told(&plan), [("a:1", PlanEffect::InUse, 0)], "a container uses it");
    assert_eq!(plan.items[0].containers, [id("web")[7..].to_owned()], "this one");
    assert_eq!(plan.steps, [], "so nothing is done");
    let both = CleanupChoice { containers: vec![id("web")[7..].to_owned()], ..images(&["a:1"]) };
    let plan = stage.plan(&both);
    assert_eq!(
        told(&plan),
        [("web", PlanEffect::Delete, 3), ("a:1", PlanEffect::Delete, 10)],
        "the container first, with what it wrote"
    );
}

#[test]
fn a_running_container_is_stopped_first() {
    let running = Container { state: ContainerState::Running, ..container("web", "a") };
    let stage = Stage::new(siblings(), vec![running, container("old", "b")]);
    let containers = vec![id("web")[7..].to_owned(), id("old")[7..].to_owned()];
    let plan = stage.plan(&CleanupChoice { containers, ..CleanupChoice::default() });
    let step = |container: &str| CleanupStep::RemoveContainer { container: container.to_owned() };
    assert_eq!(
        plan.steps,
        [CleanupStep::StopContainer { container: "web".to_owned() }, step("old"), step("web")],
        "without force a running one cannot be removed"
    );
}

#[test]
fn a_container_whose_image_is_gone_holds_its_layers() {
    let orphan = container("web", "gone");
    let mut stage = Stage::new(siblings(), vec![orphan.clone()]);
    stage.known.lost = [(orphan.id.clone(), Some(vec!["/init".to_owned(), "/x/diff".to_owned()]))].into();
    let plan = stage.plan(&images(&["a:1"]));
    assert_eq!(told(&plan), [("a:1", PlanEffect::Delete, 0)], "the container still stands on the layer");
    stage.known.lost = [(orphan.id, None)].into();
    let plan = stage.plan(&images(&["a:1"]));
    assert_eq!(plan.freed, ByteRange { least: 0, most: 10 }, "it may be that it holds it");
    assert_eq!(plan.uncertain, [Uncertainty::LostImage], "that is why");
}

#[test]
fn pinned_images_stay() {
    let mut stage = Stage::new(siblings(), vec![]);
    stage.pins = Pins::new(&["a".to_owned()]).unwrap();
    let plan = stage.plan(&images(&["a:1", "b:1"]));
    assert_eq!(
        told(&plan),
        [("b:1", PlanEffect::Delete, 5), ("a:1", PlanEffect::Pinned, 0)],
        "and what they share with others"
    );
    let by_id = stage.plan(&images(&[&id("a")]));
    assert_eq!(told(&by_id), [("a:1", PlanEffect::Pinned, 0)], "an ID is no way round");
}

#[test]
fn what_exists_only_here_needs_a_word_more() {
    let mut images_here = siblings();
    images_here[0].0.origin = ImageOrigin::Registry;
    let stage = Stage::new(images_here, vec![]);
    let choice = images(&["a:1", "b:1"]);
    let careful = plan(&stage.ground(), &choice);
    assert_eq!(
        told(&careful),
        [("a:1", PlanEffect::Delete, 10), ("b:1", PlanEffect::OnlyHere, 0)],
        "a registry has the first; the second is nowhere else"
    );
    assert!(careful.items[1].only_here, "which it says of itself");
    let accepted = CleanupChoice { only_here: vec![id("b")], ..choice };
    assert_eq!(plan(&stage.ground(), &accepted).freed, ByteRange::exactly(115), "accepted, both go");
}

#[test]
fn what_stays_keeps_its_parents() {
    let stage = Stage::new(
        vec![
            (image("base", &["base:1"], None), described(&[("base", 100)])),
            (image("top", &["top:1"], Some("base")), described(&[("base", 100), ("x", 10)])),
        ],
        vec![],
    );
    let choice = CleanupChoice { only_here: vec![id("base")], ..images(&["base:1", "top:1"]) };
    let plan = plan(&stage.ground(), &choice);
    assert_eq!(
        told(&plan),
        [("base:1", PlanEffect::Untag, 0), ("top:1", PlanEffect::OnlyHere, 0)],
        "the base only loses its name, since the other was not accepted"
    );
}

#[test]
fn parents_without_a_name_go_along() {
    let stage = Stage::new(
        vec![
            (image("step", &[], None), described(&[("base", 100)])),
            (image("top", &["top:1"], Some("step")), described(&[("base", 100), ("x", 10)])),
        ],
        vec![],
    );
    let plan = stage.plan(&images(&["top:1"]));
    assert_eq!(told(&plan), [("top:1", PlanEffect::Delete, 110)], "with their bytes");
    assert_eq!(plan.items[0].cascade, [id("step")], "they are named");
    assert_eq!(plan.items[0].together, ByteRange::exactly(0), "they are part of it, not something else that goes");
}

#[test]
fn records_of_the_build_cache_may_hold_layers() {
    let record = |bytes, shared| BuildCacheUsage {
        id: "r".to_owned(),
        description: String::new(),
        bytes,
        in_use: false,
        shared,
    };
    let with = |records: &[BuildCacheUsage]| {
        Stage::new(siblings(), vec![]).using(DiskUsage { build_cache: records.to_vec(), ..DiskUsage::default() })
    };
    let stage = with(&[record(7, false), record(10, true)]);
    let plan = stage.plan(&images(&["a:1"]));
    assert_eq!(plan.freed, ByteRange { least: 0, most: 10 }, "one has as many bytes as the layer");
    assert_eq!(plan.uncertain, [Uncertainty::BuildCache], "that is why");
    assert_eq!(stage.plan(&images(&["b:1"])).freed, ByteRange::exactly(5), "none has as many as this layer");
    let cache = stage.plan(&CleanupChoice { build_cache: true, ..CleanupChoice::default() });
    assert_eq!(cache.freed, ByteRange { least: 7, most: 17 }, "its own records, and perhaps those that images share");
    let hidden = with(&[record(7, false), record(0, false)]);
    let cache = hidden.plan(&CleanupChoice { build_cache: true, ..CleanupChoice::default() });
    assert_eq!(cache.freed, ByteRange::exactly(7), "what is told");
    assert_eq!(cache.uncertain, [Uncertainty::HiddenLayers], "and layers that no image has any more");
    let base = with(&[record(0, true)]).plan(&images(&["b:1"]));
    assert_eq!(base.freed, ByteRange { least: 0, most: 5 }, "a base image's record does not say what it holds");
}

#[test]
fn volumes_go_only_when_nothing_uses_them() {
    let volume =
        |name: &str, containers| VolumeUsage { name: name.to_owned(), anonymous: true, bytes: Some(4), containers };
    let stage = Stage::new(siblings(), vec![])
        .using(DiskUsage { volumes: vec![volume("free", 0), volume("used", 1)], ..DiskUsage::default() });
    let volumes = ["free", "used", "none"].map(str::to_owned).to_vec();
    let plan = stage.plan(&CleanupChoice { volumes, ..CleanupChoice::default() });
    assert_eq!(
        told(&plan),
        [("free", PlanEffect::Delete, 4), ("used", PlanEffect::InUse, 0), ("none", PlanEffect::Missing, 0)],
        "one of three"
    );
}

#[test]
fn the_containerd_store_is_certain_of_unpacked_layers_only() {
    let mut stage = Stage::new(siblings(), vec![]);
    Arc::make_mut(&mut stage.known.forest).sizes.insert(id("a"), 150);
    stage.contents.store = ImageStore::Containerd;
    let plan = stage.plan(&images(&["a:1"]));
    assert_eq!(plan.freed, ByteRange { least: 10, most: 50 }, "forty more are compressed, perhaps of others, too");
    assert_eq!(plan.uncertain, [Uncertainty::CompressedContent], "that is why");
}

#[test]
fn nothing_ticked_is_nothing_done() {
    let stage = Stage::new(siblings(), vec![]);
    let plan = stage.plan(&CleanupChoice::default());
    assert_eq!((plan.items.len(), plan.steps.len(), plan.freed), (0, 0, ByteRange::default()), "an empty plan");
}
