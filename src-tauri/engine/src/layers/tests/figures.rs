//! Trees and waste, against a naive model and by hand.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{
    ALL, ReadArchive,
    archives::{Item, ItemKind, bytes, file, folder, hard_link, opaque, pipe, symlink, whiteout},
    model::{Model, names},
    query, read_layers,
};
use crate::wire::{ChangeKind, LayerNode, LayerNodeKind, LayerOrder, LayerPage};

fn paths(nodes: &[LayerNode]) -> Vec<&str> {
    nodes.iter().map(|node| node.path.as_str()).collect()
}

/// A layer's paths with their changes.
fn changes(read: &ReadArchive, layer: u32) -> Vec<(String, Option<ChangeKind>)> {
    read.tree(Some(layer)).into_iter().map(|node| (node.path, node.change)).collect()
}

fn owned(changes: &[(&str, Option<ChangeKind>)]) -> Vec<(String, Option<ChangeKind>)> {
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
    let expected = owned(&[
        ("/etc", None),
        ("/etc/gone", Some(Deleted)),
        ("/etc/new", Some(Changed)),
        ("/opt", Some(Added)),
        ("/opt/x", Some(Added)),
        ("/var", Some(Changed)),
    ]);
    assert_eq!(
        changes(&read, 1),
        expected,
        "the changes of the second layer; a folder that only contains a change has none"
    );
    assert!(
        changes(&read, 0).iter().all(|(_, change)| *change == Some(Added)),
        "the first layer adds all of its paths"
    );
    assert_eq!(
        paths(&read.tree(None)),
        ["/etc", "/etc/kept", "/etc/new", "/opt", "/opt/x", "/var"],
        "the merged tree, by name"
    );
    let summary = read.summary();
    assert_eq!((summary.size, summary.visible, summary.wasted), (66, 16, 50), "30 bytes overwritten, 20 deleted");
    let layers: Vec<_> = summary.steps.iter().filter_map(|step| step.layer.clone()).collect();
    let counts: Vec<_> = layers.iter().map(|layer| (layer.added, layer.changed, layer.deleted)).collect();
    assert_eq!(counts, [(5, 0, 0), (2, 2, 1)], "the numbers of added, changed and deleted paths");
    assert_eq!(layers.iter().map(|layer| layer.wasted).collect::<Vec<_>>(), [50, 0], "the wasted bytes of each layer");
    let wasted: Vec<_> =
        read.wasted().into_iter().map(|path| (path.path, path.bytes, path.pieces[0].hidden_by)).collect();
    assert_eq!(wasted, [("/etc/new".to_owned(), 30, 1), ("/etc/gone".to_owned(), 20, 1)], "most bytes first");
}

#[test]
fn entries_keep_their_metadata() {
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
    assert_eq!((sh.kind, sh.link_target.as_str()), (LayerNodeKind::Symlink, "../lib/\u{8239}"), "a link as written");
    let linked = read.node(None, "/bin/su2");
    assert_eq!(
        (linked.kind, linked.link_target.as_str(), linked.size),
        (LayerNodeKind::HardLink, "/bin/su", 1),
        "a hard link"
    );
    assert_eq!(read.node(None, "/run/p").mode, "prw-r--r--", "a pipe");
    let bin = read.node(None, "/bin");
    assert_eq!(
        (bin.size, bin.children, bin.mode.as_str()),
        (1, 3, "drwxr-xr-x"),
        "a folder without an entry; bytes once"
    );
}

#[test]
fn hard_links_are_wasted_only_when_no_name_is_left() {
    let base = || vec![bytes("a/one", 1, 100), hard_link("b/two", "a/one"), hard_link("c/three", "b/two")];
    let read = read_layers(&[base(), vec![whiteout("a"), whiteout("c/three")]]);
    let summary = read.summary();
    assert_eq!((summary.visible, summary.wasted), (100, 0), "one name is left and shows the bytes");
    assert_eq!(read.node(None, "/b/two").size, 100, "the name that is left has the bytes");
    let read = read_layers(&[base(), vec![whiteout("a"), whiteout("b"), bytes("c/three", 2, 1)]]);
    let summary = read.summary();
    assert_eq!(
        (summary.size, summary.visible, summary.wasted),
        (101, 1, 100),
        "no name is left: the bytes are wasted once"
    );
    assert_eq!(read.wasted().len(), 1, "at one path");
}

#[test]
fn a_hidden_folder_hides_its_contents() {
    let base = || vec![folder("d"), bytes("d/x/one", 1, 10), bytes("d/two", 2, 20)];
    for (name, upper, visible, shown) in [
        ("a whiteout", vec![whiteout("d")], 0, vec![]),
        ("an opaque folder", vec![folder("d"), opaque("d"), bytes("d/new", 3, 1)], 1, vec!["/d", "/d/new"]),
        ("an opaque folder, its whiteout last", vec![bytes("d/new", 3, 1), opaque("d")], 1, vec!["/d", "/d/new"]),
        ("a file with its name", vec![bytes("d", 3, 1)], 1, vec!["/d"]),
        ("a whiteout and a new folder", vec![whiteout("d"), folder("d"), bytes("d/n", 3, 1)], 1, vec!["/d", "/d/n"]),
        ("the same in the other order", vec![bytes("d/n", 3, 1), whiteout("d")], 1, vec!["/d", "/d/n"]),
        ("an opaque root", vec![opaque(""), bytes("n", 3, 1)], 1, vec!["/n"]),
    ] {
        let read = read_layers(&[base(), upper]);
        assert_eq!(paths(&read.tree(None)), shown, "the paths after {name}");
        let summary = read.summary();
        assert_eq!((summary.visible, summary.wasted), (visible, 30), "the bytes after {name}");
    }
}

#[test]
fn copies_and_duplicates_are_distinguished() {
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
    assert_eq!(found.files.len(), 1, "hard links and empty files are not duplicates: {found:?}");
    assert_eq!((found.files[0].bytes, found.files[0].count), (1000, 2), "two copies");
    assert_eq!(found.files[0].paths, ["/a", "/b"], "their paths");
    assert_eq!(read.summary().duplicated, 1000, "one of them is superfluous");
}

/// The figures are those of dive 0.13.1 for an archive of these layers (`dive --source docker-archive … --json`).
#[test]
fn efficiency_equals_that_of_dive() {
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
    let summary = read.summary();
    assert_eq!(summary.size, 7210, "dive's sizeBytes");
    assert!((summary.efficiency - 0.590_762_620_837_808_8).abs() < 1e-12, "efficiencyScore: {}", summary.efficiency);
}

#[test]
fn answers_are_paged() {
    let mut items: Vec<Item> = (0..2500).map(|n| bytes(&format!("d/file-{n:04}"), 1, n)).collect();
    items.push(file("e/READ-me", "x"));
    let read = read_layers(&[items]);
    let d = read.node(None, "/d").id;
    let view = read.view(None);
    let page = |order, offset, limit| {
        query::children(&read.cache, &view, d, order, LayerPage { offset, limit }).expect("it was read")
    };
    let last = page(LayerOrder::Name, 2400, 1000);
    assert_eq!((last.total, last.nodes.len()), (2500, 100), "the rest after the offset");
    assert_eq!(last.nodes[0].name, "file-2400", "in order");
    assert_eq!(page(LayerOrder::Name, 0, u32::MAX).nodes.len(), 1000, "never more in one page");
    let largest = page(LayerOrder::Size, 1, 2);
    assert_eq!(paths(&largest.nodes), ["/d/file-2498", "/d/file-2497"], "by size, largest first");
    let largest = query::largest(&read.cache, read.id(), LayerPage { offset: 0, limit: 2 }).expect("it was read");
    assert_eq!(paths(&largest.nodes), ["/d/file-2499", "/d/file-2498"], "the largest of the whole tree");
    assert_eq!(largest.total, 2500, "empty files are not listed, the one in e is");

    let search = |text: &str, from| query::search(&read.cache, &view, text, from, 15).expect("it was read");
    let found = search("read-ME", 0);
    assert_eq!(paths(&found.nodes), ["/e/READ-me"], "case is ignored");
    assert_eq!(found.next, None, "there are no more matches");
    let (mut from, mut all) = (0, 0);
    loop {
        let found = search("e-12", from);
        all += found.nodes.len();
        match found.next {
            Some(next) => from = next,
            None => break,
        }
    }
    assert_eq!(all, 100, "page by page, each match once");
    assert_eq!(paths(&search("d/file-0001", 0).nodes), ["/d/file-0001"], "a text with a slash is searched in paths");
    assert_eq!(search("/e/", 0).nodes.len(), 1, "a folder's name and a slash match the path in it");
    assert!(search(" ", 0).nodes.is_empty(), "an empty text matches nothing");
    let ancestors = query::ancestors(&read.cache, &view, search("READ", 0).nodes[0].id).expect("it exists");
    assert_eq!(paths(&ancestors), ["/", "/e", "/e/READ-me"], "the folders that contain it, and the path itself");
}

#[test]
fn images_of_1_20_and_127_layers() {
    for count in [1_usize, 20, 127] {
        // Each layer overwrites `log`, adds a file of its own and deletes that of the second layer below it.
        let layers: Vec<Vec<Item>> = (0..count)
            .map(|n| {
                let mut items = vec![bytes("var/log", 1, 100 + n), bytes(&format!("own/{n}"), 2, 10)];
                items.extend(n.checked_sub(2).map(|gone| whiteout(&format!("own/{gone}"))));
                items
            })
            .collect();
        let read = read_layers(&layers);
        let summary = read.summary();
        let logs: u64 = (0..count as u64 - 1).map(|n| 100 + n).sum();
        let deleted = 10 * count.saturating_sub(2) as u64;
        assert_eq!(summary.wasted, logs + deleted, "{count} layers: all logs but the last, and the deleted files");
        assert_eq!(
            summary.visible,
            100 + count as u64 - 1 + 10 * count.min(2) as u64,
            "{count} layers: the visible bytes"
        );
        assert_eq!(
            summary.wasted_paths,
            count as u64 - 1 - u64::from(count > 1) + u64::from(count > 1),
            "{count} paths"
        );
        let model = Model::of(&layers);
        assert!((summary.efficiency - model.efficiency()).abs() < 1e-12, "{count} layers: dive's figure");
        let steps: Vec<_> = summary.steps.iter().map(|step| step.layer.as_ref().map(|layer| layer.index)).collect();
        let expected: Vec<_> = (0..count as u32).flat_map(|n| [Some(n), None]).collect();
        assert_eq!(steps, expected, "{count} layers: each with the step that created it, and empty steps between");
        if let Some(log) = read.wasted().iter().find(|path| path.path == "/var/log") {
            assert_eq!(log.pieces.len(), count - 1, "{count} layers: one piece for each hidden log");
            assert!(log.pieces.iter().all(|piece| piece.hidden_by == piece.layer + 1), "each by the layer above it");
        }
    }
}

fn item() -> impl Strategy<Value = Item> {
    let name = || prop::sample::select(vec!["a", "b", "c", "a.x", "a-"]);
    let path = prop::collection::vec(name(), 1..4).prop_map(|names| names.join("/"));
    let kind = prop_oneof![
        4 => (0..3_u8, 0..5_usize).prop_map(|(kind, count)| ItemKind::File(vec![kind; count])),
        2 => Just(ItemKind::Folder),
        1 => Just(ItemKind::Symlink("a".to_owned())),
        2 => Just(ItemKind::HardLink(String::new())),
        1 => Just(ItemKind::Pipe),
        3 => Just(ItemKind::Whiteout),
        1 => Just(ItemKind::Opaque),
    ];
    (path, kind, prop::sample::select(vec![0o755, 0o700])).prop_map(|(path, kind, mode)| Item { path, kind, mode })
}

/// The items that do not contradict each other in one layer. Contradictory archives have a test of their own.
fn consistent(items: Vec<Item>) -> Vec<Item> {
    let can_contain = |kind: &ItemKind| matches!(kind, ItemKind::Folder | ItemKind::Whiteout | ItemKind::Opaque);
    let mut consistent: Vec<Item> = Vec::new();
    for mut item in items {
        if let ItemKind::HardLink(target) = &mut item.kind {
            let file = consistent.iter().find(|item| matches!(item.kind, ItemKind::File(_)));
            let Some(file) = file else { continue };
            target.clone_from(&file.path);
        }
        let is_within = |inner: &Item, outer: &Item| names(&inner.path).starts_with(&names(&outer.path));
        let agrees = |other: &Item| match other.path == item.path {
            true => match (&other.kind, &item.kind) {
                (ItemKind::Whiteout, new) | (new, ItemKind::Whiteout) => *new != ItemKind::Whiteout,
                (ItemKind::Opaque, ItemKind::Folder) | (ItemKind::Folder, ItemKind::Opaque) => true,
                _ => false,
            },
            false => {
                (!is_within(&item, other) || can_contain(&other.kind))
                    && (!is_within(other, &item) || can_contain(&item.kind))
            }
        };
        if consistent.iter().all(agrees) {
            consistent.push(item);
        }
    }
    consistent
}

fn layers() -> impl Strategy<Value = Vec<Vec<Item>>> {
    prop::collection::vec(prop::collection::vec(item(), 0..10).prop_map(consistent), 1..6)
}

/// Layers without what dive ignores: opaque folders, and whiteouts of paths that the same layer has again.
fn for_dive(layers: Vec<Vec<Item>>) -> Vec<Vec<Item>> {
    let plain = |items: Vec<Item>| {
        let all = items.clone();
        let is_replaced = |item: &Item| {
            let others = all.iter().filter(|other| *other != item);
            item.kind == ItemKind::Whiteout
                && others.clone().any(|other| names(&other.path).starts_with(&names(&item.path)))
        };
        items.into_iter().filter(|item| item.kind != ItemKind::Opaque && !is_replaced(item)).collect()
    };
    layers.into_iter().map(plain).collect()
}

fn node_kind(kind: &ItemKind) -> LayerNodeKind {
    match kind {
        ItemKind::File(_) => LayerNodeKind::File,
        ItemKind::Folder | ItemKind::Opaque => LayerNodeKind::Folder,
        ItemKind::Symlink(_) => LayerNodeKind::Symlink,
        ItemKind::HardLink(_) => LayerNodeKind::HardLink,
        ItemKind::Pipe => LayerNodeKind::Pipe,
        ItemKind::Whiteout => LayerNodeKind::Whiteout,
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
            let mode = if matches!(node.kind, ItemKind::Symlink(_)) { 0o777 } else { node.mode };
            let letters = crate::grammar::mode::letters(mode)[1..].to_owned();
            (format!("/{}", path.join("/")), node_kind(&node.kind), letters, node.layer)
        }).collect();
        prop_assert_eq!(found, expected, "the merged tree");

        let summary = read.summary();
        let sizes: Vec<u64> = summary.steps.iter().filter_map(|step| Some(step.layer.as_ref()?.size)).collect();
        prop_assert_eq!(sizes, model.sizes(), "the layers' sizes");
        prop_assert_eq!(summary.visible, model.visible(), "the visible bytes");
        prop_assert_eq!(summary.size, summary.visible + summary.wasted, "all bytes are visible or wasted");
        let wasted: BTreeMap<String, u64> =
            read.wasted().into_iter().map(|path| (path.path[1..].to_owned(), path.bytes)).collect();
        prop_assert_eq!(wasted, model.wasted(), "the wasted bytes, path by path");
        let root = query::ancestors(&read.cache, &read.view(None), 0).expect("it exists").remove(0);
        prop_assert_eq!(root.size, summary.visible, "folders count hard links once");

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
                prop_assert!(fits, "layer {} does {:?} to {}, which existed before: {}", index, node.change, node.path, was);
            }
        }
    }

    #[test]
    fn efficiency_agrees_with_dive(layers in layers().prop_map(for_dive)) {
        let (found, expected) = (read_layers(&layers).summary().efficiency, Model::of(&layers).efficiency());
        prop_assert!((found - expected).abs() < 1e-12, "{} is not dive's {}", found, expected);
    }
}
