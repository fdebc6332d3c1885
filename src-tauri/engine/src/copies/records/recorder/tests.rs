use super::{
    fixtures::{context, result},
    *,
};
use crate::images::fixtures::id;

#[test]
fn names_and_parents_belong_to_the_images_record() {
    let context = context();
    let records = removal_records(&context, &result(&["docker.io/library/web:1"], &[]));
    assert_eq!(records.len(), 1, "one image is affected");
    assert_eq!((records[0].deleted, &records[0].tags), (false, &vec!["web:1".to_owned()]), "it lost a tag");
    assert_eq!(records[0].digests, [] as [String; 0], "but no digest");

    let layer = id("layer");
    let records = removal_records(&context, &result(&["web:2"], &[id("a"), layer, id("b")]));
    assert_eq!(records.len(), 1, "layers and parents have no records of their own: {records:?}");
    assert!(records[0].deleted, "the image was deleted");
    assert_eq!(records[0].digests, [format!("web@{}", id("d"))], "with its digest, which the engine did not report");
    assert_eq!(records[0].parents, [id("b")], "and its parent");
    assert_eq!(records[0].copy.as_deref(), Some("copy-1"), "its kept copy is named");
    assert_eq!(removal_records(&context, &result(&[], &[])), [], "nothing removed, nothing recorded");
}

#[test]
fn the_mirror_of_a_deleted_image_is_recorded() {
    let reference = "mirror.example/library/other@sha256:1".to_owned();
    let context = RemovalContext { mirrored: HashMap::from([(id("c"), reference.clone())]), ..context() };
    let records = removal_records(&context, &result(&["other:1"], &[id("c")]));
    assert_eq!(records[0].digests, [reference], "it can be pulled again by this digest");
    let records = removal_records(&context, &result(&["other:1"], &[]));
    assert_eq!(records[0].digests, [] as [String; 0], "an image that is kept has not lost it");
}
