use super::*;
use crate::{
    images::fixtures::{container, contents, id, image},
    wire::{Container, ImageStore, RemovalEffect},
};

fn digest(repository: &str) -> String {
    format!("{repository}@sha256:{}", "d".repeat(64))
}

fn unpinned(contents: &Contents, targets: &[String]) -> Removal {
    predict_removal(contents, targets, &[], &Pins::default())
}

fn predict(contents: &Contents, targets: &[&str]) -> Vec<(String, RemovalEffect)> {
    let targets: Vec<String> = targets.iter().map(|target| (*target).to_owned()).collect();
    unpinned(contents, &targets).items.into_iter().map(|item| (item.target, item.effect)).collect()
}

fn effects(items: &[(&str, RemovalEffect)]) -> Vec<(String, RemovalEffect)> {
    items.iter().map(|(target, effect)| ((*target).to_owned(), *effect)).collect()
}

#[test]
fn removing_the_last_tag_deletes_the_image() {
    let contents = contents(vec![image("a", &["web:1", "web:2"], None)], vec![]);
    let one = unpinned(&contents, &["web:1".to_owned()]);
    assert_eq!(one.items[0].effect, RemovalEffect::Untag, "another tag is left");
    assert_eq!(one.items[0].keeps, ["web:2"], "and listed");
    assert_eq!(
        predict(&contents, &["web:1", "docker.io/library/web:2"]),
        effects(&[("web:1", RemovalEffect::Untag), ("docker.io/library/web:2", RemovalEffect::Delete)]),
        "without both no tag is left"
    );
}

#[test]
fn the_id_of_an_image_with_several_names_stands_for_all_of_them() {
    let contents =
        contents(vec![image("a", &["web:1", "shop:1", &digest("web"), &digest("mirror.io/web")], None)], vec![]);
    assert_eq!(
        predict(&contents, &[&id("a")]),
        effects(&[
            ("web:1", RemovalEffect::Untag),
            ("shop:1", RemovalEffect::Untag),
            (&digest("mirror.io/web"), RemovalEffect::Delete),
        ]),
        "the engine would refuse the ID; a digest beside a tag is removed with it"
    );
}

#[test]
fn a_digest_is_removed_with_the_last_tag_of_its_repository() {
    let contents = contents(vec![image("a", &["web:1", &digest("web")], None)], vec![container("c", "a")]);
    assert_eq!(
        predict(&contents, &["web:1"]),
        effects(&[("web:1", RemovalEffect::InUse)]),
        "tag and digest count as one name"
    );
    let contents = self::contents(vec![image("a", &["web:1", "mirror.io/web:1", &digest("web")], None)], vec![]);
    assert_eq!(
        predict(&contents, &["web:1", &digest("web")]),
        effects(&[("web:1", RemovalEffect::Untag)]),
        "once removed, the digest is no item: the engine would not find it"
    );
}

#[test]
fn an_image_in_use_keeps_its_last_name() {
    let contents = contents(
        vec![image("a", &["web:1", "web:2"], None), image("b", &["db:1"], None), image("c", &[], None)],
        vec![container("one", "a"), container("two", "b"), container("three", "b"), container("four", "c")],
    );
    assert_eq!(
        predict(&contents, &["web:1", "web:2"]),
        effects(&[("web:1", RemovalEffect::Untag), ("web:2", RemovalEffect::InUse)]),
        "a second name can be removed, the last cannot"
    );
    let used = unpinned(&contents, &["db:1".to_owned()]);
    assert_eq!(used.items[0].containers, ["three", "two"], "the containers by name");
    assert_eq!(predict(&contents, &[&id("c")]), effects(&[(&id("c"), RemovalEffect::InUse)]), "by ID, too");
}

#[test]
fn unnamed_parents_are_deleted_with_their_child() {
    let contents = contents(
        vec![
            image("a", &["base:1"], None),
            image("b", &[], Some("a")),
            image("c", &[], Some("b")),
            image("d", &["top:1"], Some("c")),
        ],
        vec![],
    );
    let items = unpinned(&contents, &["top:1".to_owned()]).items;
    assert_eq!(items[0].effect, RemovalEffect::Delete, "it has no children");
    assert_eq!(items[0].cascade, [id("c"), id("b")], "up to the first parent with a name");
    assert_eq!(
        predict(&contents, &[&id("c"), "top:1"]),
        effects(&[("top:1", RemovalEffect::Delete)]),
        "a parent that is deleted with its child is no item, in any order"
    );
}

#[test]
fn parents_are_kept_while_they_are_needed() {
    let images = vec![
        image("a", &["base:1"], None),
        image("b", &[], Some("a")),
        image("c", &["one:1"], Some("b")),
        image("d", &["two:1"], Some("b")),
    ];
    let shared = contents(images.clone(), vec![]);
    assert_eq!(unpinned(&shared, &["one:1".to_owned()]).items[0].cascade, [] as [&str; 0], "another child is left");
    let both = unpinned(&shared, &["one:1".to_owned(), "two:1".to_owned()]).items;
    assert_eq!(both[1].cascade, [id("b")], "deleted with the last child");
    let used = contents(images, vec![container("box", "b")]);
    let both = unpinned(&used, &["one:1".to_owned(), "two:1".to_owned()]).items;
    assert_eq!(both[1].cascade, [] as [&str; 0], "a container uses it");
}

#[test]
fn a_parent_is_only_untagged() {
    let contents = contents(vec![image("a", &["base:1"], None), image("b", &["top:1"], Some("a"))], vec![]);
    assert_eq!(predict(&contents, &["base:1"]), effects(&[("base:1", RemovalEffect::Untag)]), "its child needs it");
    assert_eq!(
        predict(&contents, &["base:1", "top:1"]),
        effects(&[("top:1", RemovalEffect::Delete), ("base:1", RemovalEffect::Delete)]),
        "children come first, so both are deleted"
    );
    let untagged = self::contents(vec![image("a", &[], None), image("b", &["top:1"], Some("a"))], vec![]);
    assert_eq!(
        predict(&untagged, &[&id("a")]),
        effects(&[(&id("a"), RemovalEffect::HasChildren)]),
        "by ID it is refused"
    );
}

/// An engine with the containerd store; expectations were measured on Docker 26 and 28.
fn in_containerd(images: Vec<Image>, containers: Vec<Container>) -> Contents {
    Contents { store: ImageStore::Containerd, ..contents(images, containers) }
}

/// A base, two unnamed steps of a build, and the image that it created.
fn built() -> Vec<Image> {
    vec![
        image("a", &["base:1", &digest("base")], None),
        image("b", &[], Some("a")),
        image("c", &[], Some("b")),
        image("d", &["top:1", &digest("top")], Some("c")),
    ]
}

#[test]
fn the_containerd_store_deletes_a_parent_by_id() {
    let contents = in_containerd(built(), vec![]);
    let items = unpinned(&contents, &[id("c")]).items;
    assert_eq!(items[0].effect, RemovalEffect::Delete, "its child has layers of its own");
    assert_eq!(items[0].cascade, [id("b")], "with its unnamed parent");
    let used = in_containerd(built(), vec![container("box", "c")]);
    assert_eq!(predict(&used, &[&id("c")]), effects(&[(&id("c"), RemovalEffect::InUse)]), "unless a container uses it");
}

#[test]
fn the_containerd_store_keeps_a_parent_that_loses_its_only_name() {
    let contents = in_containerd(built(), vec![]);
    assert_eq!(predict(&contents, &["base:1"]), effects(&[("base:1", RemovalEffect::Untag)]), "kept without a name");
    assert_eq!(
        predict(&contents, &[&digest("base")]),
        effects(&[(&digest("base"), RemovalEffect::Delete)]),
        "its digest is not its name there"
    );
    let mut images = built();
    images[2].tags = vec!["step:1".to_owned()];
    let items = unpinned(&in_containerd(images, vec![]), &["step:1".to_owned()]).items;
    assert_eq!(items[0].effect, RemovalEffect::Untag, "a child needs it");
    assert_eq!(items[0].cascade, [id("b")], "its parent is deleted nevertheless");
}

#[test]
fn the_containerd_store_deletes_parents_of_other_children() {
    let mut images = built();
    images.push(image("e", &["other:1"], Some("b")));
    let contents = in_containerd(images.clone(), vec![]);
    let items = unpinned(&contents, &["top:1".to_owned(), "other:1".to_owned()]).items;
    assert_eq!(items[0].cascade, [id("c"), id("b")], "even if other images are built on them");
    assert_eq!((items[1].effect, items[1].cascade.len()), (RemovalEffect::Delete, 0), "no parent is left");
    let used = in_containerd(images.clone(), vec![container("box", "c")]);
    assert_eq!(
        unpinned(&used, &["top:1".to_owned()]).items[0].cascade,
        [] as [&str; 0],
        "unless a container uses them"
    );
    images.remove(1);
    let broken = in_containerd(images, vec![]);
    assert_eq!(unpinned(&broken, &["top:1".to_owned()]).items[0].cascade, [] as [&str; 0], "or an ancestor is missing");
}

#[test]
fn a_digest_stands_for_its_repository_in_the_containerd_store() {
    let mut images = built();
    images[3] = image("d", &["top:1", "top:2", "mirror.io/top:1", &digest("top"), &digest("mirror.io/top")], Some("c"));
    let several = unpinned(&in_containerd(images.clone(), vec![]), &[digest("top")]).items;
    assert_eq!(several[0].effect, RemovalEffect::Untag, "a name in another repository is left");
    assert_eq!(several[0].keeps, ["mirror.io/top:1"], "and listed");
    images[3] = image("d", &["top:1", "top:2", &digest("top")], Some("c"));
    let all = unpinned(&in_containerd(images.clone(), vec![]), &[digest("top")]).items;
    assert_eq!(
        (all[0].effect, all[0].cascade.len()),
        (RemovalEffect::Delete, 0),
        "both names are removed, but no parent"
    );
    let used = in_containerd(images, vec![container("box", "d")]);
    assert_eq!(
        predict(&used, &[&digest("top")]),
        effects(&[(&digest("top"), RemovalEffect::InUse)]),
        "unless a container uses it"
    );
}

#[test]
fn pinned_images_are_kept_whatever_the_target() {
    let effects_of = |contents: &Contents, pin: &str, target: &str| {
        let pins = Pins::new(&[pin.to_owned()]).unwrap();
        let items = predict_removal(contents, &[target.to_owned()], &[], &pins).items;
        items.into_iter().map(|item| (item.target, item.effect)).collect::<Vec<_>>()
    };
    use RemovalEffect::*;
    let by_digest = contents(vec![image("a", &[&digest("ubuntu")], None)], vec![]);
    let bare = effects(&[(&id("a"), Pinned)]);
    assert_eq!(effects_of(&by_digest, "ubuntu", &id("a")), bare, "the ID of an image with only a digest");
    assert_eq!(
        effects_of(&by_digest, "ubuntu", &digest("ubuntu")),
        effects(&[(&digest("ubuntu"), Pinned)]),
        "and the digest"
    );
    assert_eq!(
        effects_of(&by_digest, "debian", &id("a")),
        effects(&[(&id("a"), Delete)]),
        "a pin of another repository does not matter"
    );

    let two = contents(vec![image("a", &["ubuntu:1", "mine:1"], None)], vec![]);
    assert_eq!(
        effects_of(&two, "ubuntu", &id("a")),
        effects(&[("ubuntu:1", Pinned), ("mine:1", Untag)]),
        "the other name can be removed: the image keeps the pinned one"
    );
    let both = contents(vec![image("a", &["web:1", &digest("web")], None)], vec![]);
    assert_eq!(
        effects_of(&both, &digest("web"), "web:1"),
        effects(&[("web:1", Pinned)]),
        "the digest would be removed, too"
    );
    let stores = in_containerd(vec![image("a", &["web:1", &digest("web")], None)], vec![]);
    assert_eq!(
        effects_of(&stores, "web:1", &digest("web")),
        effects(&[(&digest("web"), Pinned)]),
        "in the containerd store a digest stands for all names of its repository"
    );
    assert_eq!(
        effects_of(&both, "web:1", &digest("web")),
        effects(&[(&digest("web"), Untag)]),
        "in the classic store the tag is kept"
    );
}

#[test]
fn a_digest_goes_with_the_last_tag_of_its_repository_in_the_containerd_store() {
    let names = ["a:1", "a:2", "b:1", &digest("a"), &digest("b")];
    let removed = |targets: &[&str]| predict(&in_containerd(vec![image("a", &names, None)], vec![]), targets);
    let untagged =
        |targets: &[&str]| effects(&targets.iter().map(|name| (*name, RemovalEffect::Untag)).collect::<Vec<_>>());
    let by_digest = digest("a");
    assert_eq!(removed(&["a:1", &by_digest]), untagged(&["a:1", &by_digest]), "another tag of it is left");
    assert_eq!(removed(&["a:1", "a:2", &by_digest]), untagged(&["a:1", "a:2"]), "none is left to be found by");
}

#[test]
fn a_digest_stands_for_its_repository_on_podman() {
    let removed = |names: &[&str]| {
        let mut contents = contents(vec![image("a", names, None)], vec![]);
        contents.store = ImageStore::Podman;
        predict(&contents, &[&digest("web")])
    };
    let by_digest = |effect| effects(&[(&digest("web"), effect)]);
    assert_eq!(removed(&["web:1", &digest("web")]), by_digest(RemovalEffect::Delete), "the tag goes with it");
    assert_eq!(
        removed(&["web:1", "db:1", &digest("web")]),
        by_digest(RemovalEffect::Untag),
        "another repository stays"
    );
}

#[test]
fn a_parent_of_a_pinned_image_is_needed() {
    let contents = contents(vec![image("a", &["base:1"], None), image("b", &["top:1"], Some("a"))], vec![]);
    let pins = Pins::new(&["top".to_owned()]).unwrap();
    let items = predict_removal(&contents, &["base:1".to_owned(), "top:1".to_owned()], &[], &pins).items;
    let found: Vec<_> = items.iter().map(|item| (item.target.as_str(), item.effect)).collect();
    assert_eq!(
        found,
        [("top:1", RemovalEffect::Pinned), ("base:1", RemovalEffect::Untag)],
        "as if the child were no target"
    );
}

#[test]
fn an_unknown_target_is_missing() {
    let contents = contents(vec![image("a", &["web:1"], None)], vec![]);
    assert_eq!(
        predict(&contents, &["nope", "web:1", "web:1"]),
        effects(&[("web:1", RemovalEffect::Delete), ("nope", RemovalEffect::Missing)]),
        "and a repeated target is one item"
    );
}
