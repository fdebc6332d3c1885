//! Trees and waste, against a naive model and by hand.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{
    ALL, Read,
    archives::{Item, What, bytes, file, folder, hard_link, opaque, pipe, symlink, whiteout},
    model::{Model, names},
    query, read_layers,
};
use crate::wire::{ChangeKind, LayerNode, LayerNodeKind, LayerOrder, LayerPage};

fn paths(nodes: &[LayerNode]) -> Vec<&str> {
    nodes.iter().map(|node| node.path.as_str()).collect()
}

/// A layer's paths with what it does to them.
fn changes(read: &Read, layer: u32) -> Vec<(String, Option<ChangeKind>)> {
    read.tree(Some(layer)).into_iter().map(|node| (node.path, node.change)).collect()
}

fn told(changes: &[(&str, Option<ChangeKind>)]) -> Vec<(String, Option<ChangeKind>)> {
    changes.iter().map(|(path, change)| ((*path).to_owned(), *change)).collect()
}

#[test]
fn a_layer_adds_changes_and_deletes() {
    use ChangeKind::{Added, Changed, Deleted};
    let read = read_layers(&[
        vec![folder("etc"), bytes("etc/kept", 1, 10), bytes("etc/gone", 2, 20), bytes("etc/new", 3, 30), folder("var")],
        vec![
            folder("etc"),
            bytes("etc/new", 4, 5),
            whiteout("etc/gone"),
            folder("var").mode(0o700),
            bytes("opt/x", 5, 1),
        ],
    ]);
    let expected = told(&[
        ("/etc", None),
        ("/etc/gone", Some(Deleted)),
        ("/etc/new", Some(Changed)),
        ("/opt", Some(Added)),
        ("/opt/x", Some(Added)),
        ("/var", Some(Changed)),
    ]);
    assert_eq!(changes(&read, 1), expected, "what the second layer does; a folder that only holds a change is none");
    assert!(changes(&read, 0).iter().all(|(_, change)| *change == Some(Added)), "the first layer adds all it has");
    assert_eq!(
        paths(&read.tree(None)),
        ["/etc", "/etc/kept", "/etc/new", "/opt", "/opt/x", "/var"],
        "the final tree, by name"
    );
    let whole = read.whole();
    assert_eq!((whole.size, whole.visible, whole.wasted), (66, 16, 50), "30 bytes overwritten, 20 deleted");
    let layers: Vec<_> = whole.steps.iter().filter_map(|step| step.layer.clone()).collect();
    let counts: Vec<_> = layers.iter().map(|layer| (layer.added, layer.changed, layer.deleted)).collect();
    assert_eq!(counts, [(5, 0, 0), (2, 2, 1)], "how many paths each layer adds, changes and deletes");
    assert_eq!(layers.iter().map(|layer| layer.wasted).collect::<Vec<_>>(), [50, 0], "whose bytes are wasted");
    let wasted: Vec<_> =
        read.wasted().into_iter().map(|path| (path.path, path.bytes, path.pieces[0].hidden_by)).collect();
    assert_eq!(wasted, [("/etc/new".to_owned(), 30, 1), ("/etc/gone".to_owned(), 20, 1)], "most bytes first");
}

#[test]
fn entries_are_told_as_they_are() {
    let read = read_layers(&[vec![
        folder("tmp").mode(0o1777),
        file("bin/su", "x").mode(0o4755),
        symlink("bin/sh", "../lib/\u{8239}"),
        hard_link("bin/su2", "bin/su"),
        pipe("run/p"),
    ]]);
    let tmp = read.node(None, "/tmp");
    assert_eq!(
        (tmp.mode.as_str(), tmp.kind, tmp.uid, tmp.gid),
        ("drwxrwxrwt", LayerNodeKind::Folder, 1000, 1001),
        "tmp"
    );
    let su = read.node(None, "/bin/su");
    assert_eq!((su.mode.as_str(), su.size, su.modified), ("-rwsr-xr-x", 1, 1_700_000_000), "a file");
    let sh = read.node(None, "/bin/sh");
    assert_eq!(
        (sh.kind, sh.link_target.as_str()),
        (LayerNodeKind::Symlink, "../lib/\u{8239}"),
        "a link as it is written"
    );
    let linked = read.node(None, "/bin/su2");
    assert_eq!(
        (linked.kind, linked.link_target.as_str(), linked.size),
        (LayerNodeKind::HardLink, "/bin/su", 1),
        "a name"
    );
    assert_eq!(read.node(None, "/run/p").mode, "prw-r--r--", "a pipe");
    let bin = read.node(None, "/bin");
    assert_eq!(
        (bin.size, bin.children, bin.mode.as_str()),
        (1, 3, "drwxr-xr-x"),
        "a folder that had no entry; bytes once"
    );
}

#[test]
fn hard_links_waste_only_when_all_names_are_gone() {
    let base = || vec![bytes("a/one", 1, 100), hard_link("b/two", "a/one"), hard_link("c/three", "b/two")];
    let read = read_layers(&[base(), vec![whiteout("a"), whiteout("c/three")]]);
    let whole = read.whole();
    assert_eq!((whole.visible, whole.wasted), (100, 0), "one name is left, and shows the bytes");
    assert_eq!(read.node(None, "/b/two").size, 100, "the name that is left has them");
    let read = read_layers(&[base(), vec![whiteout("a"), whiteout("b"), bytes("c/three", 2, 1)]]);
    let whole = read.whole();
    assert_eq!((whole.size, whole.visible, whole.wasted), (101, 1, 100), "no name is left: the bytes are wasted once");
    assert_eq!(read.wasted().len(), 1, "at one path");
}

#[test]
fn folders_are_hidden_whole() {
    let base = || vec![folder("d"), bytes("d/x/one", 1, 10), bytes("d/two", 2, 20)];
    for (what, upper, visible, shown) in [
        ("a whiteout", vec![whiteout("d")], 0, vec![]),
        ("an opaque folder", vec![folder("d"), opaque("d"), bytes("d/new", 3, 1)], 1, vec!["/d", "/d/new"]),
        ("an opaque folder, its mark last", vec![bytes("d/new", 3, 1), opaque("d")], 1, vec!["/d", "/d/new"]),
        ("a file in its place", vec![bytes("d", 3, 1)], 1, vec!["/d"]),
        ("a whiteout and a new folder", vec![whiteout("d"), folder("d"), bytes("d/n", 3, 1)], 1, vec!["/d", "/d/n"]),
        ("the same in the other order", vec![bytes("d/n", 3, 1), whiteout("d")], 1, vec!["/d", "/d/n"]),
        ("an opaque root", vec![opaque(""), bytes("n", 3, 1)], 1, vec!["/n"]),
    ] {
        let read = read_layers(&[base(), upper]);
        assert_eq!(paths(&read.tree(None)), shown, "what is left by {what}");
        let whole = read.whole();
        assert_eq!((whole.visible, whole.wasted), (visible, 30), "bytes hidden by {what}");
    }
}

#[test]
fn copies_and_duplicates_are_told_apart() {
    let read = read_layers(&[
        vec![
            bytes("a", 1, 1000),
            bytes("b", 1, 1000),
            hard_link("c", "b"),
            bytes("d", 2, 500),
            file("e", ""),
            file("f", ""),
        ],
        vec![bytes("a", 1, 1000).mode(0o755), bytes("d", 3, 500)],
    ]);
    let pieces: Vec<_> = read.wasted().into_iter().map(|path| (path.path, path.pieces[0].identical)).collect();
    let expected = [("/a".to_owned(), true), ("/d".to_owned(), false)];
    assert_eq!(pieces, expected, "a copy with another mode is the same content, an edited file is not");
    let found = query::duplicates(&read.cache, read.id(), ALL).expect("it was read");
    assert_eq!(found.files.len(), 1, "hard links and empty files are no duplicates: {found:?}");
    assert_eq!((found.files[0].bytes, found.files[0].count), (1000, 2), "two copies");
    assert_eq!(found.files[0].paths, ["/a", "/b"], "where they are");
    assert_eq!(read.whole().duplicated, 1000, "one of them is too much");
}

/// dive 0.13.1 itself says this of an archive of these layers (`dive --source docker-archive … --json`).
#[test]
fn efficiency_is_what_dive_says() {
    let read = read_layers(&[
        vec![
            folder("etc"),
            bytes("etc/a", 1, 1000),
            bytes("etc/b", 1, 2000),
            folder("opt"),
            folder("opt/x"),
            bytes("opt/x/1", 1, 500),
            bytes("opt/x/2", 1, 700),
            bytes("h1", 1, 300),
            hard_link("h2", "h1"),
            folder("e"),
        ],
        vec![folder("etc"), bytes("etc/a", 1, 1500), whiteout("etc/b"), whiteout("opt/x")],
        vec![folder("opt"), folder("opt/x"), bytes("opt/x/3", 1, 900), bytes("etc/b", 1, 10), symlink("ln", "etc/a")],
        vec![whiteout("opt"), bytes("h1", 1, 300)],
    ]);
    let whole = read.whole();
    assert_eq!(whole.size, 7210, "dive's sizeBytes");
    assert!((whole.efficiency - 0.590_762_620_837_808_8).abs() < 1e-12, "efficiencyScore: {}", whole.efficiency);
}

#[test]
fn what_is_asked_for_comes_in_pieces() {
    let mut items: Vec<Item> = (0..2500).map(|n| bytes(&format!("d/file-{n:04}"), 1, n)).collect();
    items.push(file("e/READ-me", "x"));
    let read = read_layers(&[items]);
    let d = read.node(None, "/d").id;
    let view = read.view(None);
    let page = |order, offset, limit| {
        query::children(&read.cache, &view, d, order, LayerPage { offset, limit }).expect("it was read")
    };
    let last = page(LayerOrder::Name, 2400, 1000);
    assert_eq!((last.total, last.nodes.len()), (2500, 100), "what is left after the offset");
    assert_eq!(last.nodes[0].name, "file-2400", "in order");
    assert_eq!(page(LayerOrder::Name, 0, u32::MAX).nodes.len(), 1000, "never more at once");
    let largest = page(LayerOrder::Size, 1, 2);
    assert_eq!(paths(&largest.nodes), ["/d/file-2498", "/d/file-2497"], "by size, largest first");
    let largest = query::largest(&read.cache, read.id(), LayerPage { offset: 0, limit: 2 }).expect("it was read");
    assert_eq!(paths(&largest.nodes), ["/d/file-2499", "/d/file-2498"], "of the whole tree");
    assert_eq!(largest.total, 2500, "empty files are not among the largest, the one in e is");

    let search = |text: &str, from| query::search(&read.cache, &view, text, from, 15).expect("it was read");
    let found = search("read-ME", 0);
    assert_eq!(paths(&found.nodes), ["/e/READ-me"], "in either case");
    assert_eq!(found.next, None, "and nothing else");
    let (mut from, mut all) = (0, 0);
    loop {
        let found = search("e-12", from);
        all += found.nodes.len();
        match found.next {
            Some(next) => from = next,
            None => break,
        }
    }
    assert_eq!(all, 100, "piece by piece all are found, each once");
    assert_eq!(paths(&search("d/file-0001", 0).nodes), ["/d/file-0001"], "a text with a slash is looked for in paths");
    assert_eq!(search("/e/", 0).nodes.len(), 1, "a folder's name and the slash behind it lead into it");
    assert!(search(" ", 0).nodes.is_empty(), "nothing is looked for, nothing found");
    let way = query::way(&read.cache, &view, search("READ", 0).nodes[0].id).expect("it is there");
    assert_eq!(paths(&way), ["/", "/e", "/e/READ-me"], "the folders on the way");
}

#[test]
fn images_of_1_20_and_127_layers() {
    for count in [1_usize, 20, 127] {
        // Each layer writes `log` anew, adds a file of its own and deletes the one of the layer before the last.
        let layers: Vec<Vec<Item>> = (0..count)
            .map(|n| {
                let mut items = vec![bytes("var/log", 1, 100 + n), bytes(&format!("own/{n}"), 2, 10)];
                items.extend(n.checked_sub(2).map(|gone| whiteout(&format!("own/{gone}"))));
                items
            })
            .collect();
        let read = read_layers(&layers);
        let whole = read.whole();
        let logs: u64 = (0..count as u64 - 1).map(|n| 100 + n).sum();
        let deleted = 10 * count.saturating_sub(2) as u64;
        assert_eq!(whole.wasted, logs + deleted, "{count} layers: all logs but the last, and what was deleted");
        assert_eq!(whole.visible, 100 + count as u64 - 1 + 10 * count.min(2) as u64, "{count} layers: what is shown");
        assert_eq!(whole.wasted_paths, count as u64 - 1 - u64::from(count > 1) + u64::from(count > 1), "{count} paths");
        let model = Model::of(&layers);
        assert!((whole.efficiency - model.efficiency()).abs() < 1e-12, "{count} layers: dive's figure");
        let steps: Vec<_> = whole.steps.iter().map(|step| step.layer.as_ref().map(|layer| layer.index)).collect();
        let expected: Vec<_> = (0..count as u32).flat_map(|n| [Some(n), None]).collect();
        assert_eq!(steps, expected, "{count} layers: each with the step that made it, empty ones between");
        if let Some(log) = read.wasted().iter().find(|path| path.path == "/var/log") {
            assert_eq!(log.pieces.len(), count - 1, "{count} layers: one piece for each log that is hidden");
            assert!(log.pieces.iter().all(|piece| piece.hidden_by == piece.layer + 1), "each by the layer above it");
        }
    }
}

fn item() -> impl Strategy<Value = Item> {
    let name = || prop::sample::select(vec!["a", "b", "c", "a.x", "a-"]);
    let path = prop::collection::vec(name(), 1..4).prop_map(|names| names.join("/"));
    let what = prop_oneof![
        4 => (0..3_u8, 0..5_usize).prop_map(|(kind, count)| What::File(vec![kind; count])),
        2 => Just(What::Folder),
        1 => Just(What::Symlink("a".to_owned())),
        2 => Just(What::HardLink(String::new())),
        1 => Just(What::Pipe),
        3 => Just(What::Whiteout),
        1 => Just(What::Opaque),
    ];
    (path, what, prop::sample::select(vec![0o755, 0o700])).prop_map(|(path, what, mode)| Item { path, what, mode })
}

/// Items that can stand in one layer. Archives that contradict themselves are a test of their own.
fn sound(items: Vec<Item>) -> Vec<Item> {
    let holds_others = |what: &What| matches!(what, What::Folder | What::Whiteout | What::Opaque);
    let mut kept: Vec<Item> = Vec::new();
    for mut item in items {
        if let What::HardLink(target) = &mut item.what {
            let file = kept.iter().find(|item| matches!(item.what, What::File(_)));
            let Some(file) = file else { continue };
            target.clone_from(&file.path);
        }
        let is_within = |inner: &Item, outer: &Item| names(&inner.path).starts_with(&names(&outer.path));
        let agrees = |other: &Item| match other.path == item.path {
            true => match (&other.what, &item.what) {
                (What::Whiteout, new) | (new, What::Whiteout) => *new != What::Whiteout,
                (What::Opaque, What::Folder) | (What::Folder, What::Opaque) => true,
                _ => false,
            },
            false => {
                (!is_within(&item, other) || holds_others(&other.what))
                    && (!is_within(other, &item) || holds_others(&item.what))
            }
        };
        if kept.iter().all(agrees) {
            kept.push(item);
        }
    }
    kept
}

fn layers() -> impl Strategy<Value = Vec<Vec<Item>>> {
    prop::collection::vec(prop::collection::vec(item(), 0..10).prop_map(sound), 1..6)
}

/// Without what dive does not know of: opaque folders, and whiteouts of what the same layer has anew.
fn for_dive(layers: Vec<Vec<Item>>) -> Vec<Vec<Item>> {
    let plain = |items: Vec<Item>| {
        let all = items.clone();
        let is_anew = |item: &Item| {
            let others = all.iter().filter(|other| *other != item);
            item.what == What::Whiteout
                && others.clone().any(|other| names(&other.path).starts_with(&names(&item.path)))
        };
        items.into_iter().filter(|item| item.what != What::Opaque && !is_anew(item)).collect()
    };
    layers.into_iter().map(plain).collect()
}

fn kind(what: &What) -> LayerNodeKind {
    match what {
        What::File(_) => LayerNodeKind::File,
        What::Folder | What::Opaque => LayerNodeKind::Folder,
        What::Symlink(_) => LayerNodeKind::Symlink,
        What::HardLink(_) => LayerNodeKind::HardLink,
        What::Pipe => LayerNodeKind::Pipe,
        What::Whiteout => LayerNodeKind::Whiteout,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn agrees_with_the_model(layers in layers()) {
        let read = read_layers(&layers);
        let model = Model::of(&layers);

        let found: Vec<_> = read
            .tree(None)
            .into_iter()
            .map(|node| (node.path, node.kind, node.mode[1..].to_owned(), node.layer as usize))
            .collect();
        let expected: Vec<_> = model.last().iter().map(|(path, node)| {
            let mode = if matches!(node.what, What::Symlink(_)) { 0o777 } else { node.mode };
            let letters = crate::grammar::mode::letters(mode)[1..].to_owned();
            (format!("/{}", path.join("/")), kind(&node.what), letters, node.layer)
        }).collect();
        prop_assert_eq!(found, expected, "the final tree");

        let whole = read.whole();
        let sizes: Vec<u64> = whole.steps.iter().filter_map(|step| Some(step.layer.as_ref()?.size)).collect();
        prop_assert_eq!(sizes, model.sizes(), "the layers' sizes");
        prop_assert_eq!(whole.visible, model.visible(), "what is shown");
        prop_assert_eq!(whole.size, whole.visible + whole.wasted, "what is shown and what is wasted is all there is");
        let wasted: BTreeMap<String, u64> =
            read.wasted().into_iter().map(|path| (path.path[1..].to_owned(), path.bytes)).collect();
        prop_assert_eq!(wasted, model.wasted(), "what is wasted, path by path");
        let root = query::way(&read.cache, &read.view(None), 0).expect("it is there").remove(0);
        prop_assert_eq!(root.size, whole.visible, "folders count hard links once");

        for (index, _) in layers.iter().enumerate() {
            let before = index.checked_sub(1).map(|below| &model.trees[below]);
            for node in read.tree(Some(index as u32)) {
                let path = names(&node.path[1..]);
                let was = before.is_some_and(|tree| tree.contains_key(&path));
                let fits = match node.change {
                    Some(ChangeKind::Added) => !was,
                    Some(ChangeKind::Changed) => was,
                    Some(ChangeKind::Deleted) => !model.trees[index].contains_key(&path),
                    None => was && node.kind == LayerNodeKind::Folder,
                };
                prop_assert!(fits, "layer {} does {:?} to {}, which was there before: {}", index, node.change, node.path, was);
            }
        }
    }

    #[test]
    fn efficiency_is_dives(layers in layers().prop_map(for_dive)) {
        let (found, expected) = (read_layers(&layers).whole().efficiency, Model::of(&layers).efficiency());
        prop_assert!((found - expected).abs() < 1e-12, "{} is dive's {}", found, expected);
    }
}
