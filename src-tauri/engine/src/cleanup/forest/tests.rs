use super::*;
use crate::images::{
    alignment::CreatesLayer,
    fixtures::{id, image},
};

/// The history of an image of layers with these names and bytes.
pub(in crate::cleanup) fn layer_history(layers: &[(&str, u64)]) -> LayerHistory {
    LayerHistory {
        digests: layers.iter().map(|(name, _)| id(name)).collect(),
        steps: layers.iter().map(|(_, size)| Step { creates_layer: CreatesLayer::Yes, size: *size }).collect(),
        created_by: layers.iter().map(|(name, _)| format!("ADD {name}")).collect(),
        folders: layers.iter().map(|(name, _)| format!("/{name}/diff")).collect(),
        ..LayerHistory::default()
    }
}

fn sized(name: &str, size: u64, kind: ImageKind) -> Image {
    Image { size, kind, ..image(name, &[], None) }
}

#[test]
fn chain_ids_follow_the_image_specification() {
    // OCI image-spec v1.1: the chain ID of a base is its digest, that of others the digest of both names.
    let base = id("base");
    assert_eq!(chain_id("", &base), base, "a base");
    let expected: String =
        Sha256::digest(format!("{base} {}", id("next"))).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(chain_id(&base, &id("next")), format!("sha256:{expected}"), "a layer on it");
}

#[test]
fn shared_layers_occur_once() {
    let (one, other) = (sized("one", 30, ImageKind::Tagged), sized("other", 15, ImageKind::Tagged));
    let (first, second) = (layer_history(&[("base", 10), ("a", 20)]), layer_history(&[("base", 10), ("b", 5)]));
    let forest = Forest::new(&[(&one, Some(&first)), (&other, Some(&second))], ImageStore::Classic, 7);
    assert_eq!(forest.view.revision, 7, "the given revision");
    let layers: Vec<(&str, u64, u32)> =
        forest.view.layers.iter().map(|layer| (layer.created_by.as_str(), layer.size.most, layer.images)).collect();
    assert_eq!(layers, [("ADD base", 10, 2), ("ADD a", 20, 1), ("ADD b", 5, 1)], "instruction, bytes and images");
    assert_eq!(forest.view.layers[2].parent, Some(0), "the second layer lies on the same base");
    let of_one = forest.view.images.iter().find(|image| image.id == one.id).unwrap();
    assert_eq!(
        (of_one.own, of_one.shared),
        (ByteRange::exactly(20), ByteRange::exactly(10)),
        "its own bytes and the shared ones"
    );
}

#[test]
fn the_same_layer_on_different_parents_is_two_layers() {
    let (one, other) = (sized("one", 3, ImageKind::Tagged), sized("other", 3, ImageKind::Tagged));
    let (first, second) = (layer_history(&[("a", 1), ("c", 2)]), layer_history(&[("b", 1), ("c", 2)]));
    let forest = Forest::new(&[(&one, Some(&first)), (&other, Some(&second))], ImageStore::Classic, 1);
    assert_eq!(forest.view.layers.len(), 4, "as in the classic store");
}

#[test]
fn intermediate_images_own_no_layers() {
    let (step, top) = (sized("step", 10, ImageKind::Intermediate), sized("top", 30, ImageKind::Tagged));
    let (first, second) = (layer_history(&[("base", 10)]), layer_history(&[("base", 10), ("a", 20)]));
    let forest = Forest::new(&[(&step, Some(&first)), (&top, Some(&second))], ImageStore::Classic, 1);
    let of_top = forest.view.images.iter().find(|image| image.id == top.id).unwrap();
    assert_eq!(of_top.own, ByteRange::exactly(30), "its intermediate image does not count as another");
    assert_eq!(forest.image_counts, [2, 1], "both images contain the base");
}

#[test]
fn another_images_size_narrows_an_ambiguous_history() {
    let (base, top) = (sized("base", 10, ImageKind::Tagged), sized("top", 10, ImageKind::Tagged));
    let open = |name: &str| LayerHistory {
        digests: vec![id("a"), id(name)],
        steps: [(CreatesLayer::Unknown, 0), (CreatesLayer::Yes, 10), (CreatesLayer::Unknown, 0)]
            .map(|(creates_layer, size)| Step { creates_layer, size })
            .to_vec(),
        created_by: vec![String::new(); 3],
        ..LayerHistory::default()
    };
    let (of_base, of_top) = (layer_history(&[("a", 10)]), open("b"));
    let alone = Forest::new(&[(&top, Some(&of_top))], ImageStore::Classic, 1);
    assert_eq!(alone.bytes([0, 1]), ByteRange::exactly(10), "together they are exact");
    assert_eq!(alone.bytes([1]), ByteRange { least: 0, most: 10 }, "one alone is not");
    assert_eq!(alone.view.layers[0].size, ByteRange { least: 0, most: 10 }, "either layer may have the bytes");
    let both = Forest::new(&[(&base, Some(&of_base)), (&top, Some(&of_top))], ImageStore::Classic, 1);
    let sizes: Vec<ByteRange> = both.view.layers.iter().map(|layer| layer.size).collect();
    assert_eq!(
        sizes,
        [ByteRange::exactly(10), ByteRange::exactly(0)],
        "the image of the first layer alone has all bytes"
    );
}

#[test]
fn an_image_without_a_history_is_listed_as_unread() {
    let one = sized("one", 1, ImageKind::Tagged);
    let forest = Forest::new(&[(&one, None)], ImageStore::Classic, 1);
    assert_eq!(forest.view.unread, [one.id], "by its ID");
    assert_eq!(forest.view.images, [], "and has no known layers");
}

#[test]
fn the_order_of_images_does_not_matter() {
    let (one, other) = (sized("one", 30, ImageKind::Tagged), sized("other", 15, ImageKind::Tagged));
    let (first, second) = (layer_history(&[("base", 10), ("a", 20)]), layer_history(&[("base", 10), ("b", 5)]));
    let (first, second) = ((&one, Some(&first)), (&other, Some(&second)));
    let forest = |images: &[(&Image, Option<&LayerHistory>)]| Forest::new(images, ImageStore::Classic, 1);
    assert_eq!(forest(&[first, second]), forest(&[second, first]), "an unchanged forest is equal");
}

#[test]
fn what_an_image_has_beside_its_layers_depends_on_the_store() {
    let one = sized("one", 100, ImageKind::Tagged);
    let blobs = |store| {
        let forest = Forest::new(&[(&one, Some(&layer_history(&[("a", 70)])))], store, 1);
        let own: Vec<u64> = forest.blobs.all.iter().map(|blob| blob.size).collect();
        (own, forest.blobs.unknown.get(&one.id).copied())
    };
    assert_eq!(blobs(ImageStore::Classic), (vec![], None), "nothing that it counts");
    assert_eq!(blobs(ImageStore::Podman), (vec![30], None), "its own manifest and configuration");
    assert_eq!(blobs(ImageStore::Containerd), (vec![], Some(30)), "compressed layers, perhaps shared");
}
