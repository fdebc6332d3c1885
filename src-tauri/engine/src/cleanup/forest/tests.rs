use super::*;
use crate::images::{
    alignment::Made,
    fixtures::{id, image},
};

/// An image of layers with these names and bytes.
pub(in crate::cleanup) fn described(layers: &[(&str, u64)]) -> Described {
    Described {
        digests: layers.iter().map(|(name, _)| id(name)).collect(),
        steps: layers.iter().map(|(_, size)| Step { made: Made::Layer, size: *size }).collect(),
        created_by: layers.iter().map(|(name, _)| format!("ADD {name}")).collect(),
        folders: layers.iter().map(|(name, _)| format!("/{name}/diff")).collect(),
        ..Described::default()
    }
}

fn sized(name: &str, size: u64, kind: ImageKind) -> Image {
    Image { size, kind, ..image(name, &[], None) }
}

#[test]
fn chains_are_named_as_the_image_specification_says() {
    // Of OCI image-spec v1.1, identity: a base has its own digest, the rest that of both names.
    let base = id("base");
    assert_eq!(chain_id("", &base), base, "a base");
    let expected: String =
        Sha256::digest(format!("{base} {}", id("next"))).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(chain_id(&base, &id("next")), format!("sha256:{expected}"), "a layer upon it");
}

#[test]
fn layers_that_images_share_are_there_once() {
    let (one, other) = (sized("one", 30, ImageKind::Tagged), sized("other", 15, ImageKind::Tagged));
    let (first, second) = (described(&[("base", 10), ("a", 20)]), described(&[("base", 10), ("b", 5)]));
    let forest = Forest::new(&[(&one, Some(&first)), (&other, Some(&second))], ImageStore::Classic, 7);
    assert_eq!(forest.shown.revision, 7, "the revision it was given");
    let layers: Vec<(&str, u64, u32)> =
        forest.shown.layers.iter().map(|layer| (layer.created_by.as_str(), layer.size.most, layer.images)).collect();
    assert_eq!(layers, [("ADD base", 10, 2), ("ADD a", 20, 1), ("ADD b", 5, 1)], "instruction, bytes and images");
    assert_eq!(forest.shown.layers[2].parent, Some(0), "the second lies on the same base");
    let of_one = forest.shown.images.iter().find(|image| image.id == one.id).unwrap();
    assert_eq!((of_one.own, of_one.shared), (ByteRange::exactly(20), ByteRange::exactly(10)), "what only it holds");
}

#[test]
fn the_same_layer_upon_others_is_another() {
    let (one, other) = (sized("one", 3, ImageKind::Tagged), sized("other", 3, ImageKind::Tagged));
    let (first, second) = (described(&[("a", 1), ("c", 2)]), described(&[("b", 1), ("c", 2)]));
    let forest = Forest::new(&[(&one, Some(&first)), (&other, Some(&second))], ImageStore::Classic, 1);
    assert_eq!(forest.shown.layers.len(), 4, "classic stores keep them apart, too");
}

#[test]
fn intermediate_images_hold_nothing_for_themselves() {
    let (step, top) = (sized("step", 10, ImageKind::Intermediate), sized("top", 30, ImageKind::Tagged));
    let (first, second) = (described(&[("base", 10)]), described(&[("base", 10), ("a", 20)]));
    let forest = Forest::new(&[(&step, Some(&first)), (&top, Some(&second))], ImageStore::Classic, 1);
    let of_top = forest.shown.images.iter().find(|image| image.id == top.id).unwrap();
    assert_eq!(of_top.own, ByteRange::exactly(30), "its intermediate goes with it");
    assert_eq!(forest.images, [2, 1], "though both hold the base");
}

#[test]
fn another_image_s_size_narrows_what_a_history_leaves_open() {
    let (base, top) = (sized("base", 10, ImageKind::Tagged), sized("top", 10, ImageKind::Tagged));
    let open = |name: &str| Described {
        digests: vec![id("a"), id(name)],
        steps: [(Made::Unknown, 0), (Made::Layer, 10), (Made::Unknown, 0)]
            .map(|(made, size)| Step { made, size })
            .to_vec(),
        created_by: vec![String::new(); 3],
        ..Described::default()
    };
    let (of_base, of_top) = (described(&[("a", 10)]), open("b"));
    let alone = Forest::new(&[(&top, Some(&of_top))], ImageStore::Classic, 1);
    assert_eq!(alone.bytes([0, 1]), ByteRange::exactly(10), "together they are certain");
    assert_eq!(alone.bytes([1]), ByteRange { least: 0, most: 10 }, "one of them alone is not");
    assert_eq!(alone.shown.layers[0].size, ByteRange { least: 0, most: 10 }, "either layer may have the bytes");
    let both = Forest::new(&[(&base, Some(&of_base)), (&top, Some(&of_top))], ImageStore::Classic, 1);
    let sizes: Vec<ByteRange> = both.shown.layers.iter().map(|layer| layer.size).collect();
    assert_eq!(sizes, [ByteRange::exactly(10), ByteRange::exactly(0)], "the image of the first alone has them all");
}

#[test]
fn an_image_that_is_not_described_is_told() {
    let one = sized("one", 1, ImageKind::Tagged);
    let forest = Forest::new(&[(&one, None)], ImageStore::Classic, 1);
    assert_eq!(forest.shown.unread, [one.id], "by its ID");
    assert_eq!(forest.shown.images, [], "and it holds nothing that is known");
}

#[test]
fn the_order_of_images_makes_no_difference() {
    let (one, other) = (sized("one", 30, ImageKind::Tagged), sized("other", 15, ImageKind::Tagged));
    let (first, second) = (described(&[("base", 10), ("a", 20)]), described(&[("base", 10), ("b", 5)]));
    let (first, second) = ((&one, Some(&first)), (&other, Some(&second)));
    let forest = |images: &[(&Image, Option<&Described>)]| Forest::new(images, ImageStore::Classic, 1);
    assert_eq!(forest(&[first, second]), forest(&[second, first]), "so that nothing seems to have changed");
}

#[test]
fn bytes_beyond_the_unpacked_layers_are_told_by_the_whole() {
    let one = sized("one", 100, ImageKind::Tagged);
    let forest = Forest::new(&[(&one, Some(&described(&[("a", 70)])))], ImageStore::Containerd, 1);
    assert_eq!(forest.beyond(&one.id), 30, "compressed content");
    assert_eq!(forest.beyond("sha256:none"), 0, "nothing is known of others");
}
