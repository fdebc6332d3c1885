use super::{
    fixtures::{container, contents, id, image},
    *,
};
use crate::wire::Container;

fn digest(repository: &str) -> String {
    format!("{repository}@sha256:{}", "d".repeat(64))
}

fn unpinned(contents: &Contents, targets: &[String]) -> Removal {
    removal(contents, targets, &[], &Pins::default())
}

fn foretell(contents: &Contents, targets: &[&str]) -> Vec<(String, RemovalEffect)> {
    let targets: Vec<String> = targets.iter().map(|target| (*target).to_owned()).collect();
    unpinned(contents, &targets).items.into_iter().map(|item| (item.target, item.effect)).collect()
}

fn effects(items: &[(&str, RemovalEffect)]) -> Vec<(String, RemovalEffect)> {
    items.iter().map(|(target, effect)| ((*target).to_owned(), *effect)).collect()
}

#[test]
fn the_last_tag_deletes() {
    let contents = contents(vec![image("a", &["web:1", "web:2"], None)], vec![]);
    let one = unpinned(&contents, &["web:1".to_owned()]);
    assert_eq!(one.items[0].effect, RemovalEffect::Untag, "another tag is left");
    assert_eq!(one.items[0].keeps, ["web:2"], "and named");
    assert_eq!(
        foretell(&contents, &["web:1", "docker.io/library/web:2"]),
        effects(&[("web:1", RemovalEffect::Untag), ("docker.io/library/web:2", RemovalEffect::Delete)]),
        "both together leave nothing"
    );
}

#[test]
fn an_id_with_several_names_stands_for_them() {
    let contents =
        contents(vec![image("a", &["web:1", "shop:1", &digest("web"), &digest("mirror.io/web")], None)], vec![]);
    assert_eq!(
        foretell(&contents, &[&id("a")]),
        effects(&[
            ("web:1", RemovalEffect::Untag),
            ("shop:1", RemovalEffect::Untag),
            (&digest("mirror.io/web"), RemovalEffect::Delete),
        ]),
        "the engine would refuse the ID; the digest beside a tag goes with it"
    );
}

#[test]
fn a_digest_in_the_tags_repository_goes_with_the_tag() {
    let contents = contents(vec![image("a", &["web:1", &digest("web")], None)], vec![container("c", "a")]);
    assert_eq!(foretell(&contents, &["web:1"]), effects(&[("web:1", RemovalEffect::InUse)]), "they count as one name");
    let contents = self::contents(vec![image("a", &["web:1", "mirror.io/web:1", &digest("web")], None)], vec![]);
    assert_eq!(
        foretell(&contents, &["web:1", &digest("web")]),
        effects(&[("web:1", RemovalEffect::Untag)]),
        "nor is it asked for once it went along: the engine would not find it"
    );
}

#[test]
fn a_used_image_keeps_its_last_name() {
    let contents = contents(
        vec![image("a", &["web:1", "web:2"], None), image("b", &["db:1"], None), image("c", &[], None)],
        vec![container("one", "a"), container("two", "b"), container("three", "b"), container("four", "c")],
    );
    assert_eq!(
        foretell(&contents, &["web:1", "web:2"]),
        effects(&[("web:1", RemovalEffect::Untag), ("web:2", RemovalEffect::InUse)]),
        "a second name may go, the last may not"
    );
    let used = unpinned(&contents, &["db:1".to_owned()]);
    assert_eq!(used.items[0].containers, ["three", "two"], "the containers are named in order");
    assert_eq!(foretell(&contents, &[&id("c")]), effects(&[(&id("c"), RemovalEffect::InUse)]), "an ID in use");
}

#[test]
fn parents_without_a_name_go_along() {
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
    assert_eq!(items[0].effect, RemovalEffect::Delete, "nothing needs it");
    assert_eq!(items[0].cascade, [id("c"), id("b")], "up to the first that has a name");
    assert_eq!(
        foretell(&contents, &[&id("c"), "top:1"]),
        effects(&[("top:1", RemovalEffect::Delete)]),
        "what goes along is no item of its own, in whatever order it was asked for"
    );
}

#[test]
fn parents_stay_while_they_are_needed() {
    let images = vec![
        image("a", &["base:1"], None),
        image("b", &[], Some("a")),
        image("c", &["one:1"], Some("b")),
        image("d", &["two:1"], Some("b")),
    ];
    let shared = contents(images.clone(), vec![]);
    assert_eq!(unpinned(&shared, &["one:1".to_owned()]).items[0].cascade, [] as [&str; 0], "another child is left");
    let both = unpinned(&shared, &["one:1".to_owned(), "two:1".to_owned()]).items;
    assert_eq!(both[1].cascade, [id("b")], "with the last child it goes");
    let used = contents(images, vec![container("box", "b")]);
    let both = unpinned(&used, &["one:1".to_owned(), "two:1".to_owned()]).items;
    assert_eq!(both[1].cascade, [] as [&str; 0], "a container uses it");
}

#[test]
fn a_parent_loses_its_tag_but_stays() {
    let contents = contents(vec![image("a", &["base:1"], None), image("b", &["top:1"], Some("a"))], vec![]);
    assert_eq!(foretell(&contents, &["base:1"]), effects(&[("base:1", RemovalEffect::Untag)]), "it is needed");
    assert_eq!(
        foretell(&contents, &["base:1", "top:1"]),
        effects(&[("top:1", RemovalEffect::Delete), ("base:1", RemovalEffect::Delete)]),
        "children go first, so both go"
    );
    let untagged = super::fixtures::contents(vec![image("a", &[], None), image("b", &["top:1"], Some("a"))], vec![]);
    assert_eq!(foretell(&untagged, &[&id("a")]), effects(&[(&id("a"), RemovalEffect::HasChildren)]), "refused by ID");
}

/// The same in the containerd store, as measured on Docker 26 and 28.
fn in_containerd(images: Vec<Image>, containers: Vec<Container>) -> Contents {
    Contents { store: ImageStore::Containerd, ..contents(images, containers) }
}

/// A base, two steps without a name, and what was built by them.
fn built() -> Vec<Image> {
    vec![
        image("a", &["base:1", &digest("base")], None),
        image("b", &[], Some("a")),
        image("c", &[], Some("b")),
        image("d", &["top:1", &digest("top")], Some("c")),
    ]
}

#[test]
fn the_containerd_store_deletes_a_parent_asked_for_by_id() {
    let contents = in_containerd(built(), vec![]);
    let items = unpinned(&contents, &[id("c")]).items;
    assert_eq!(items[0].effect, RemovalEffect::Delete, "its child has the layers of its own");
    assert_eq!(items[0].cascade, [id("b")], "and its parent without a name goes along");
    let used = in_containerd(built(), vec![container("box", "c")]);
    assert_eq!(foretell(&used, &[&id("c")]), effects(&[(&id("c"), RemovalEffect::InUse)]), "but not from a container");
}

#[test]
fn the_containerd_store_keeps_a_parent_that_loses_its_only_name() {
    let contents = in_containerd(built(), vec![]);
    assert_eq!(
        foretell(&contents, &["base:1"]),
        effects(&[("base:1", RemovalEffect::Untag)]),
        "without a name it stays"
    );
    assert_eq!(
        foretell(&contents, &[&digest("base")]),
        effects(&[(&digest("base"), RemovalEffect::Delete)]),
        "its digest is not the name that it has"
    );
    let mut images = built();
    images[2].tags = vec!["step:1".to_owned()];
    let items = unpinned(&in_containerd(images, vec![]), &["step:1".to_owned()]).items;
    assert_eq!(items[0].effect, RemovalEffect::Untag, "a child needs it");
    assert_eq!(items[0].cascade, [id("b")], "its parent goes all the same");
}

#[test]
fn the_containerd_store_takes_parents_from_other_children() {
    let mut images = built();
    images.push(image("e", &["other:1"], Some("b")));
    let contents = in_containerd(images.clone(), vec![]);
    let items = unpinned(&contents, &["top:1".to_owned(), "other:1".to_owned()]).items;
    assert_eq!(items[0].cascade, [id("c"), id("b")], "whoever else is built on them");
    assert_eq!(
        (items[1].effect, items[1].cascade.len()),
        (RemovalEffect::Delete, 0),
        "so that nothing is left for later"
    );
    let used = in_containerd(images.clone(), vec![container("box", "c")]);
    assert_eq!(unpinned(&used, &["top:1".to_owned()]).items[0].cascade, [] as [&str; 0], "a container stops it");
    images.remove(1);
    let broken = in_containerd(images, vec![]);
    assert_eq!(
        unpinned(&broken, &["top:1".to_owned()]).items[0].cascade,
        [] as [&str; 0],
        "as does a missing ancestor"
    );
}

#[test]
fn a_digest_takes_all_names_of_its_repository_in_the_containerd_store() {
    let mut images = built();
    images[3] = image("d", &["top:1", "top:2", "mirror.io/top:1", &digest("top"), &digest("mirror.io/top")], Some("c"));
    let several = unpinned(&in_containerd(images.clone(), vec![]), &[digest("top")]).items;
    assert_eq!(several[0].effect, RemovalEffect::Untag, "a name in another repository is left");
    assert_eq!(several[0].keeps, ["mirror.io/top:1"], "and told");
    images[3] = image("d", &["top:1", "top:2", &digest("top")], Some("c"));
    let all = unpinned(&in_containerd(images.clone(), vec![]), &[digest("top")]).items;
    assert_eq!((all[0].effect, all[0].cascade.len()), (RemovalEffect::Delete, 0), "both names go, but no parent");
    let used = in_containerd(images, vec![container("box", "d")]);
    assert_eq!(
        foretell(&used, &[&digest("top")]),
        effects(&[(&digest("top"), RemovalEffect::InUse)]),
        "unless it is used"
    );
}

#[test]
fn what_is_pinned_stays_however_it_is_asked_for() {
    let told = |contents: &Contents, pin: &str, target: &str| {
        let pins = Pins::new(&[pin.to_owned()]).unwrap();
        let items = removal(contents, &[target.to_owned()], &[], &pins).items;
        items.into_iter().map(|item| (item.target, item.effect)).collect::<Vec<_>>()
    };
    use RemovalEffect::*;
    let by_digest = contents(vec![image("a", &[&digest("ubuntu")], None)], vec![]);
    let bare = effects(&[(&id("a"), Pinned)]);
    assert_eq!(told(&by_digest, "ubuntu", &id("a")), bare, "the ID of an image that only a digest names");
    assert_eq!(
        told(&by_digest, "ubuntu", &digest("ubuntu")),
        effects(&[(&digest("ubuntu"), Pinned)]),
        "and the digest"
    );
    assert_eq!(told(&by_digest, "debian", &id("a")), effects(&[(&id("a"), Delete)]), "another's pin is none");

    let two = contents(vec![image("a", &["ubuntu:1", "mine:1"], None)], vec![]);
    assert_eq!(
        told(&two, "ubuntu", &id("a")),
        effects(&[("ubuntu:1", Pinned), ("mine:1", Untag)]),
        "the other name may go: the image keeps the pinned one"
    );
    let along = contents(vec![image("a", &["web:1", &digest("web")], None)], vec![]);
    assert_eq!(told(&along, &digest("web"), "web:1"), effects(&[("web:1", Pinned)]), "it would take the digest along");
    let stores = in_containerd(vec![image("a", &["web:1", &digest("web")], None)], vec![]);
    assert_eq!(
        told(&stores, "web:1", &digest("web")),
        effects(&[(&digest("web"), Pinned)]),
        "a digest takes all names of its repository along in the containerd store"
    );
    assert_eq!(
        told(&along, "web:1", &digest("web")),
        effects(&[(&digest("web"), Untag)]),
        "not so in the classic store: the tag is left"
    );
}

#[test]
fn what_is_built_on_by_something_pinned_is_needed() {
    let contents = contents(vec![image("a", &["base:1"], None), image("b", &["top:1"], Some("a"))], vec![]);
    let pins = Pins::new(&["top".to_owned()]).unwrap();
    let items = removal(&contents, &["base:1".to_owned(), "top:1".to_owned()], &[], &pins).items;
    let told: Vec<_> = items.iter().map(|item| (item.target.as_str(), item.effect)).collect();
    assert_eq!(
        told,
        [("top:1", RemovalEffect::Pinned), ("base:1", RemovalEffect::Untag)],
        "as if it was not asked for"
    );
}

#[test]
fn what_is_gone_is_missing() {
    let contents = contents(vec![image("a", &["web:1"], None)], vec![]);
    assert_eq!(
        foretell(&contents, &["nope", "web:1", "web:1"]),
        effects(&[("web:1", RemovalEffect::Delete), ("nope", RemovalEffect::Missing)]),
        "and the same target twice is one"
    );
}

#[test]
fn the_end_is_told_by_code() {
    let result = |error: Option<Error>| RemovalResult {
        target: "a".to_owned(),
        state: if error.is_some() { JobState::Failed } else { JobState::Done },
        untagged: Vec::new(),
        deleted: Vec::new(),
        error,
    };
    let error = Error::new(ErrorCode::ImageInUse);
    assert_eq!(conclude(&[result(None)], false), Ok(Outcome::Removed), "all is well");
    assert_eq!(conclude(&[result(Some(error.clone()))], false), Err(error.clone()), "a single target's own error");
    let some = conclude(&[result(None), result(Some(error))], false).expect_err("one of two failed");
    assert_eq!((some.code, some.details["failed"].as_str()), (ErrorCode::SomeFailed, "1"), "counted");
}
