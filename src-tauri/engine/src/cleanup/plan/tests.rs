use std::sync::Arc;

use super::*;
use crate::{
    api::content::Content,
    cleanup::{Forest, LayerHistory, disk_scan::StorageUsage, forest::tests::layer_history},
    grammar::Pins,
    images::fixtures::{container, contents, id, image},
    wire::{
        BuildCacheUsage, ByteRange, ContainerState, ContainerUsage, DiskUsage, Image, ImageOrigin, ImageStore,
        Uncertainty, VolumeUsage,
    },
};

/// An engine with images, each of layers with names and bytes.
struct Fixture {
    contents: Contents,
    usage: StorageUsage,
    pins: Pins,
}

impl Fixture {
    fn new(images: Vec<(Image, LayerHistory)>, containers: Vec<Container>) -> Self {
        Self::in_store(ImageStore::Classic, images, containers)
    }

    fn in_store(store: ImageStore, images: Vec<(Image, LayerHistory)>, containers: Vec<Container>) -> Self {
        let sized = |(image, history): &(Image, LayerHistory)| Image {
            size: history.steps.iter().map(|step| step.size).sum(),
            ..image.clone()
        };
        let mut contents = contents(images.iter().map(sized).collect(), containers);
        contents.store = store;
        let by_id: std::collections::HashMap<String, LayerHistory> =
            images.into_iter().map(|(image, history)| (image.id, history)).collect();
        let histories: Vec<(&Image, Option<&LayerHistory>)> =
            contents.images.values().map(|image| (image, by_id.get(&image.id))).collect();
        let forest = Arc::new(Forest::new(&histories, store, 1));
        let measured = Arc::new(contents.images.keys().cloned().collect());
        let usage = StorageUsage { forest, disk: Some(Arc::default()), measured, ..StorageUsage::default() };
        Self { contents, usage, pins: Pins::default() }
    }

    fn with_disk(mut self, disk: DiskUsage) -> Self {
        self.usage.disk = Some(Arc::new(disk));
        self
    }

    fn input(&self) -> PlanInput<'_> {
        PlanInput { contents: &self.contents, usage: &self.usage, pins: &self.pins }
    }

    /// The plan if the loss of all images that exist only here is accepted.
    fn plan(&self, choice: &CleanupChoice) -> Plan {
        build_plan(&self.input(), choice, &Accepted::All)
    }
}

fn images(targets: &[&str]) -> CleanupChoice {
    CleanupChoice { images: targets.iter().map(|target| (*target).to_owned()).collect(), ..CleanupChoice::default() }
}

fn summary(plan: &Plan) -> Vec<(&str, PlanEffect, u64)> {
    plan.items
        .iter()
        .map(|item| {
            let name = match &item.subject {
                PlanSubject::Container { name, .. } | PlanSubject::Volume { name } => name,
                PlanSubject::Image { target, .. } => target.as_str(),
                PlanSubject::BuildCache => "build cache",
            };
            assert!(item.freed.is_exact(), "{name} is exact to the byte");
            (name, item.effect, item.freed.most)
        })
        .collect()
}

/// Two images on one base, the base itself without a tag of its own.
fn siblings() -> Vec<(Image, LayerHistory)> {
    vec![
        (image("a", &["a:1"], None), layer_history(&[("base", 100), ("x", 10)])),
        (image("b", &["b:1"], None), layer_history(&[("base", 100), ("y", 5)])),
    ]
}

#[test]
fn shared_layers_are_not_freed() {
    let fixture = Fixture::new(siblings(), vec![]);
    let plan = fixture.plan(&images(&["a:1"]));
    assert_eq!(summary(&plan), [("a:1", PlanEffect::Delete, 10)], "the other image keeps the base");
    assert_eq!(plan.freed, ByteRange::exactly(10), "so nothing else is freed");
    assert_eq!(plan.uncertain, [], "and that is certain");
}

#[test]
fn shared_layers_are_freed_with_the_last_image() {
    let fixture = Fixture::new(siblings(), vec![]);
    let plan = fixture.plan(&images(&["a:1", "b:1"]));
    assert_eq!(
        summary(&plan),
        [("a:1", PlanEffect::Delete, 10), ("b:1", PlanEffect::Delete, 105)],
        "the last one frees the base"
    );
    assert_eq!(plan.items[1].together, ByteRange::exactly(100), "freed only because both are deleted");
    assert_eq!(plan.items[0].together, ByteRange::exactly(0), "the bytes of the first are freed in any case");
    assert_eq!(plan.layers.len(), 3, "all layers are freed");
}

#[test]
fn an_image_is_in_use_unless_its_container_is_chosen_too() {
    let fixture = Fixture::new(siblings(), vec![container("web", "a")]).with_disk(DiskUsage {
        containers: vec![ContainerUsage { id: id("web")[7..].to_owned(), bytes: 3 }],
        ..DiskUsage::default()
    });
    let plan = fixture.plan(&images(&["a:1"]));
    assert_eq!(summary(&plan), [("a:1", PlanEffect::InUse, 0)], "a container uses it");
    assert_eq!(plan.items[0].containers, [id("web")[7..].to_owned()], "named by its ID");
    assert_eq!(plan.steps, [], "so there are no steps");
    let both = CleanupChoice { containers: vec![id("web")[7..].to_owned()], ..images(&["a:1"]) };
    let plan = fixture.plan(&both);
    assert_eq!(
        summary(&plan),
        [("web", PlanEffect::Delete, 3), ("a:1", PlanEffect::Delete, 10)],
        "the container first, with what it has written"
    );
}

#[test]
fn a_running_container_is_stopped_first() {
    let running = Container { state: ContainerState::Running, ..container("web", "a") };
    let fixture = Fixture::new(siblings(), vec![running, container("old", "b")]);
    let containers = vec![id("web")[7..].to_owned(), id("old")[7..].to_owned()];
    let plan = fixture.plan(&CleanupChoice { containers, ..CleanupChoice::default() });
    let step = |container: &str| CleanupStep::RemoveContainer { container: container.to_owned() };
    assert_eq!(
        plan.steps,
        [CleanupStep::StopContainer { container: "web".to_owned() }, step("old"), step("web")],
        "a running container cannot be removed without force"
    );
}

#[test]
fn a_container_whose_image_is_gone_holds_its_layers() {
    let orphan = container("web", "gone");
    let mut fixture = Fixture::new(siblings(), vec![orphan.clone()]);
    fixture.usage.orphans = [(orphan.id.clone(), Some(vec!["/init".to_owned(), "/x/diff".to_owned()]))].into();
    let plan = fixture.plan(&images(&["a:1"]));
    assert_eq!(summary(&plan), [("a:1", PlanEffect::Delete, 0)], "the container still holds the layer");
    fixture.usage.orphans = [(orphan.id, None)].into();
    let plan = fixture.plan(&images(&["a:1"]));
    assert_eq!(plan.freed, ByteRange { least: 0, most: 10 }, "it may hold the layer");
    assert_eq!(plan.uncertain, [Uncertainty::LostImage], "the reason");
}

#[test]
fn pinned_images_are_kept() {
    let mut fixture = Fixture::new(siblings(), vec![]);
    fixture.pins = Pins::new(&["a".to_owned()]).unwrap();
    let plan = fixture.plan(&images(&["a:1", "b:1"]));
    assert_eq!(
        summary(&plan),
        [("b:1", PlanEffect::Delete, 5), ("a:1", PlanEffect::Pinned, 0)],
        "with the layers they share"
    );
    let by_id = fixture.plan(&images(&[&id("a")]));
    assert_eq!(summary(&by_id), [("a:1", PlanEffect::Pinned, 0)], "by ID, too");
}

#[test]
fn images_that_exist_only_here_need_to_be_accepted() {
    let mut images_here = siblings();
    images_here[0].0.origin = ImageOrigin::Registry;
    let fixture = Fixture::new(images_here, vec![]);
    let choice = images(&["a:1", "b:1"]);
    let unaccepted = plan(&fixture.input(), &choice);
    assert_eq!(
        summary(&unaccepted),
        [("a:1", PlanEffect::Delete, 10), ("b:1", PlanEffect::OnlyHere, 0)],
        "a registry has the first; the second exists only here"
    );
    assert!(unaccepted.items[1].only_here, "the item says so");
    let accepted = CleanupChoice { only_here: vec![id("b")], ..choice };
    assert_eq!(plan(&fixture.input(), &accepted).freed, ByteRange::exactly(115), "accepted, both are deleted");
}

#[test]
fn a_kept_image_keeps_its_parents() {
    let fixture = Fixture::new(
        vec![
            (image("base", &["base:1"], None), layer_history(&[("base", 100)])),
            (image("top", &["top:1"], Some("base")), layer_history(&[("base", 100), ("x", 10)])),
        ],
        vec![],
    );
    let choice = CleanupChoice { only_here: vec![id("base")], ..images(&["base:1", "top:1"]) };
    let plan = plan(&fixture.input(), &choice);
    assert_eq!(
        summary(&plan),
        [("base:1", PlanEffect::Untag, 0), ("top:1", PlanEffect::OnlyHere, 0)],
        "the base only loses its name, since its child is kept"
    );
}

#[test]
fn unnamed_parents_are_deleted_with_their_child() {
    let fixture = Fixture::new(
        vec![
            (image("step", &[], None), layer_history(&[("base", 100)])),
            (image("top", &["top:1"], Some("step")), layer_history(&[("base", 100), ("x", 10)])),
        ],
        vec![],
    );
    let plan = fixture.plan(&images(&["top:1"]));
    assert_eq!(summary(&plan), [("top:1", PlanEffect::Delete, 110)], "including their bytes");
    assert_eq!(plan.items[0].cascade, [id("step")], "they are listed");
    assert_eq!(plan.items[0].together, ByteRange::exactly(0), "they belong to the item itself");
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
        Fixture::new(siblings(), vec![]).with_disk(DiskUsage { build_cache: records.to_vec(), ..DiskUsage::default() })
    };
    let fixture = with(&[record(7, false), record(10, true)]);
    let plan = fixture.plan(&images(&["a:1"]));
    assert_eq!(plan.freed, ByteRange { least: 0, most: 10 }, "one record has as many bytes as the layer");
    assert_eq!(plan.uncertain, [Uncertainty::BuildCache], "the reason");
    assert_eq!(
        fixture.plan(&images(&["b:1"])).freed,
        ByteRange::exactly(5),
        "no record has as many bytes as this layer"
    );
    let cache = fixture.plan(&CleanupChoice { build_cache: true, ..CleanupChoice::default() });
    assert_eq!(cache.freed, ByteRange::exactly(7), "its own records: the image keeps the shared one");
    let both = fixture.plan(&CleanupChoice { build_cache: true, ..images(&["a:1"]) });
    assert_eq!(both.freed, ByteRange::exactly(17), "the shared record's bytes count once");
    assert_eq!(both.uncertain, [], "nothing is left that could hold the layer");
    let hidden = with(&[record(7, false), record(0, false)]);
    let cache = hidden.plan(&CleanupChoice { build_cache: true, ..CleanupChoice::default() });
    assert_eq!(cache.freed, ByteRange::exactly(7), "the reported bytes");
    assert_eq!(cache.uncertain, [Uncertainty::HiddenLayers], "and possibly layers that no image has any more");
    let base = with(&[record(0, true)]).plan(&images(&["b:1"]));
    assert_eq!(base.freed, ByteRange { least: 0, most: 5 }, "the record of a base image does not say what it holds");
}

#[test]
fn volumes_are_removed_only_when_unused() {
    let volume =
        |name: &str, containers| VolumeUsage { name: name.to_owned(), anonymous: true, bytes: Some(4), containers };
    let fixture = Fixture::new(siblings(), vec![])
        .with_disk(DiskUsage { volumes: vec![volume("free", 0), volume("used", 1)], ..DiskUsage::default() });
    let volumes = ["free", "used", "none"].map(str::to_owned).to_vec();
    let plan = fixture.plan(&CleanupChoice { volumes, ..CleanupChoice::default() });
    assert_eq!(
        summary(&plan),
        [("free", PlanEffect::Delete, 4), ("used", PlanEffect::InUse, 0), ("none", PlanEffect::Missing, 0)],
        "one of three is removed"
    );
}

/// The compressed content of an image: its manifest, and its layers with their names and bytes.
fn content(layers: &[(&str, u64)]) -> Content {
    let manifest = format!("manifest of {}", layers.last().map_or("", |(name, _)| name));
    let blobs = layers.iter().map(|(name, size)| ((*name).to_owned(), *size));
    Content {
        blobs: blobs.chain([(manifest, 3)]).collect(),
        layers: vec![layers.iter().map(|(name, _)| (*name).to_owned()).collect()],
        pulled: true,
    }
}

/// The same images in the containerd store: 80 bytes of the base are compressed, and 8 and 4 of the layers on it.
fn compressed_siblings(cache: Vec<BuildCacheUsage>) -> Fixture {
    let mut images = siblings();
    images[0].1.content = Some(content(&[("base", 80), ("x", 8)]));
    images[1].1.content = Some(content(&[("base", 80), ("y", 4)]));
    Fixture::in_store(ImageStore::Containerd, images, vec![])
        .with_disk(DiskUsage { build_cache: cache, ..DiskUsage::default() })
}

#[test]
fn compressed_layers_are_counted_once() {
    let fixture = compressed_siblings(vec![]);
    let plan = fixture.plan(&images(&["a:1"]));
    assert_eq!(plan.freed, ByteRange::exactly(21), "the layer, its compressed form, and the manifest");
    assert_eq!(plan.uncertain, [], "the engine reports each blob");
    let both = fixture.plan(&images(&["a:1", "b:1"]));
    assert_eq!(both.freed, ByteRange::exactly(213), "the base once");
}

#[test]
fn records_of_the_build_cache_hold_compressed_layers() {
    let record = |bytes, shared| BuildCacheUsage {
        id: "r".to_owned(),
        description: "RUN true".to_owned(),
        bytes,
        in_use: false,
        shared,
    };
    // A base image's record counts the compressed form alone, that of a step its own copy of the layer as well.
    let fixture = compressed_siblings(vec![record(80, true), record(18 + 4096, true), record(7, false)]);
    let both = fixture.plan(&images(&["a:1", "b:1"]));
    assert_eq!(both.freed, ByteRange { least: 19, most: 213 }, "the base and a compressed layer may stay");
    assert_eq!(both.uncertain, [Uncertainty::BuildCache], "the reason");
    let all = fixture.plan(&CleanupChoice { build_cache: true, ..images(&["a:1", "b:1"]) });
    let least = 213 + 7 + 10 + 4096;
    // Three records are described as steps.
    let most = least + 3 * 4096;
    assert_eq!(all.freed, ByteRange { least, most }, "the images, and the cache's own copies");
}

#[test]
fn without_the_blobs_a_range_is_left() {
    let mut images_of = siblings();
    images_of[0].0.size = 150;
    let mut fixture = Fixture::in_store(ImageStore::Containerd, images_of, vec![]);
    let forest = Arc::make_mut(&mut fixture.usage.forest);
    forest.blobs.unknown = [(id("a"), 40)].into();
    let plan = fixture.plan(&images(&["a:1"]));
    assert_eq!(plan.freed, ByteRange { least: 10, most: 50 }, "40 more bytes are compressed and perhaps shared");
    assert_eq!(plan.uncertain, [Uncertainty::CompressedContent], "the reason");
}

#[test]
fn podmans_figures_are_those_of_archives() {
    let fixture = Fixture::in_store(ImageStore::Podman, siblings(), vec![]);
    let plan = fixture.plan(&images(&["a:1"]));
    assert_eq!(plan.freed, ByteRange::exactly(10), "as Podman counts");
    assert_eq!(plan.uncertain, [Uncertainty::Podman], "which is not what the disk gains");
}

#[test]
fn a_build_after_the_measurement_may_have_changed_the_cache() {
    let mut images_of = siblings();
    images_of[0].1.by_buildkit = true;
    let mut fixture = Fixture::new(images_of, vec![]);
    fixture.usage.measured = Arc::default();
    let plan = fixture.plan(&images(&["b:1"]));
    assert_eq!(
        (plan.freed, plan.uncertain),
        (ByteRange { least: 0, most: 5 }, vec![Uncertainty::NotReported]),
        "unknown"
    );
}

#[test]
fn the_plan_of_its_steps_is_the_same() {
    let fixture = Fixture::new(siblings(), vec![container("web", "a")]);
    let choice = CleanupChoice { containers: vec![id("web")[7..].to_owned()], ..images(&["a:1", &id("b")]) };
    let plan = fixture.plan(&choice);
    assert_eq!(plan_of_steps(&fixture.input(), &plan.steps), plan, "as long as nothing changes");
    let child = (image("c", &[], Some("a")), layer_history(&[("base", 100), ("x", 10), ("z", 0)]));
    let changed = Fixture::new(siblings().into_iter().chain([child]).collect(), vec![container("web", "a")]);
    let now = plan_of_steps(&changed.input(), &plan.steps);
    assert_eq!(differences(&plan, &now), ["a:1", "b:1"], "an image was built on one, and keeps the base of the other");
    let gone = Fixture::new(siblings(), vec![]);
    assert_eq!(differences(&plan, &plan_of_steps(&gone.input(), &plan.steps)), ["web"], "somebody else removed it");
}

#[test]
fn an_empty_choice_is_an_empty_plan() {
    let fixture = Fixture::new(siblings(), vec![]);
    let plan = fixture.plan(&CleanupChoice::default());
    assert_eq!((plan.items.len(), plan.steps.len(), plan.freed), (0, 0, ByteRange::default()), "nothing to do");
}
