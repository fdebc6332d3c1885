//! Malicious and damaged archives: each yields a result or an error code.

use std::collections::BTreeSet;

use proptest::prelude::*;
use tar::{Builder, EntryType, Header};

use super::{
    Cache, ReadArchive,
    archives::{
        self, Archive, append, append_raw, bytes, digest, file, folder, gzip, hard_link, symlink, tar_of, whiteout,
        zstd,
    },
    read, read_layers,
};
use crate::{
    error::{Error, ErrorCode, Result},
    layers::{layer, tree::TreeWriter},
    wire::LayerNodeKind,
};

/// Reads an image of one layer with these bytes.
fn read_raw(layer: Vec<u8>) -> Result<ReadArchive> {
    read(&Archive::of_raw(vec![layer]).docker())
}

fn built(build: impl FnOnce(&mut Builder<Vec<u8>>)) -> Vec<u8> {
    let mut archive = Builder::new(Vec::new());
    build(&mut archive);
    archive.into_inner().unwrap()
}

fn code(result: Result<ReadArchive>) -> Option<ErrorCode> {
    result.err().map(|error| error.code)
}

fn limit(result: Result<ReadArchive>) -> Option<String> {
    let error: Error = result.err()?;
    assert_eq!(error.code, ErrorCode::ArchiveTooLarge, "a limit is exceeded: {error}");
    error.details.get("limit").cloned()
}

fn paths(read: &ReadArchive) -> Vec<String> {
    read.tree(None).into_iter().map(|node| node.path).collect()
}

/// A number too large for octal digits, as GNU tar writes it.
fn base_256(number: u64) -> [u8; 12] {
    let mut field = [0; 12];
    field[0] = 0x80;
    field[4..].copy_from_slice(&number.to_be_bytes());
    field
}

#[test]
fn no_path_leads_outside() {
    let read = read_layers(&[vec![file("/etc/passwd", "x"), file("a/../b", "x"), file("./c//d", "x")]]);
    assert_eq!(paths(&read), ["/b", "/c", "/c/d", "/etc", "/etc/passwd"], "absolute paths start at the layer's root");
    for item in [
        file("../x", "x"),
        file("a/../../x", "x"),
        whiteout("../x"),
        whiteout("a/.."),
        hard_link("x", "../../etc/passwd"),
        folder(".."),
    ] {
        let layer = archives::layer(std::slice::from_ref(&item));
        assert_eq!(code(read_raw(layer)), Some(ErrorCode::ArchiveInvalid), "a path that leads outside: {item:?}");
    }
    let outer = tar_of(&[("../../manifest.json".to_owned(), b"[]".to_vec())]);
    assert_eq!(code(super::read(&outer)), Some(ErrorCode::ArchiveInvalid), "the archive's own entries, too");
    let written: Vec<_> =
        std::fs::read_dir(read.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(written, ["1"], "nothing is written outside the cache");
}

#[test]
fn long_names_are_read_up_to_a_limit() {
    let long = format!("{}/{}", "n".repeat(200), "m".repeat(250));
    assert_eq!(paths(&read_layers(&[vec![file(&long, "x")]]))[1], format!("/{long}"), "a GNU long name");
    let pax = built(|archive| {
        archive.append_pax_extensions([("path", long.as_bytes()), ("mtime", b"1600000000.9".as_slice())]).unwrap();
        append(archive, EntryType::Regular, "short", "", b"x", 0o644);
    });
    let read = read_raw(pax).expect("the archive is valid");
    let node = read.node(None, &format!("/{long}"));
    assert_eq!(node.modified, 1_600_000_000, "a PAX name, and a PAX time");

    let endless = "n/".repeat(2100);
    assert_eq!(
        limit(read_raw(archives::layer(&[file(&endless, "x")]))).as_deref(),
        Some("path"),
        "longer than PATH_MAX"
    );
    let deep = "n/".repeat(300);
    assert_eq!(limit(read_raw(archives::layer(&[file(&deep, "x")]))).as_deref(), Some("depth"), "too many folders");
    let target = "t".repeat(5000);
    assert_eq!(limit(read_raw(archives::layer(&[symlink("l", &target)]))).as_deref(), Some("path"), "a link's target");
    let headers = built(|archive| {
        append(archive, EntryType::Regular, "before", "", &[7; 4_000_000], 0o644);
        append(archive, EntryType::GNULongName, "x", "", &vec![b'n'; 3_000_000], 0o644);
        append(archive, EntryType::Regular, "x", "", b"", 0o644);
    });
    assert_eq!(limit(read_raw(headers)).as_deref(), Some("headers"), "a name that would use up the memory");
}

#[test]
fn absurd_sizes_are_detected() {
    let huge = built(|archive| {
        let mut header = Header::new_gnu();
        header.set_path("huge").unwrap();
        header.as_old_mut().size = base_256(1 << 63);
        header.set_cksum();
        archive.append(&header, &b"little"[..]).unwrap();
    });
    assert_eq!(code(read_raw(huge)), Some(ErrorCode::ArchiveInvalid), "a size beyond the end of the archive");

    // Holes of 4 EiB: none of them is read, and their sum does not overflow.
    let sparse = built(|archive| {
        for name in ["one", "two", "three", "four", "five"] {
            let mut header = Header::new_gnu();
            header.set_entry_type(EntryType::GNUSparse);
            header.set_path(name).unwrap();
            header.set_size(512);
            let gnu = header.as_gnu_mut().unwrap();
            gnu.realsize = base_256((1 << 62) + 512);
            gnu.sparse[0].offset = base_256(1 << 62);
            gnu.sparse[0].numbytes = *b"00000001000\0";
            header.set_cksum();
            archive.append(&header, &[1; 512][..]).unwrap();
        }
    });
    let read = read_raw(sparse).expect("the archive is valid");
    assert_eq!(read.node(None, "/one").size, (1 << 62) + 512, "a sparse file has the size in its header");
    assert_eq!(read.summary().size, u64::MAX, "a sum beyond the maximum saturates");
}

#[test]
fn cycles_of_links_are_read() {
    let read = read_layers(&[vec![
        hard_link("a", "b"),
        hard_link("b", "a"),
        hard_link("self", "self"),
        hard_link("nowhere", "no/such"),
        hard_link("folder", "d"),
        symlink("s", "t"),
        symlink("t", "s"),
        bytes("d/f", 1, 5),
    ]]);
    assert_eq!(read.summary().visible, 5, "links to anything but a file have no bytes");
    let node = read.node(None, "/nowhere");
    assert_eq!((node.kind, node.link_target.as_str()), (LayerNodeKind::HardLink, "/no/such"), "a link with its target");

    let image = Archive::of(&[vec![]]);
    let mut archive = Builder::new(Vec::new());
    append(&mut archive, EntryType::Symlink, "one", "two", b"", 0o777);
    append(&mut archive, EntryType::Symlink, "two", "one", b"", 0o777);
    append(&mut archive, EntryType::Regular, "config", "", &image.config, 0o644);
    let manifest = br#"[{"Config":"config","RepoTags":null,"Layers":["one"]}]"#;
    append(&mut archive, EntryType::Regular, "manifest.json", "", manifest, 0o644);
    assert_eq!(
        code(super::read(&archive.into_inner().unwrap())),
        Some(ErrorCode::LayerMissing),
        "a cycle of links to layers"
    );
}

#[test]
fn contradictory_entries_are_read_in_one_way() {
    let read = read_layers(&[vec![bytes("a", 1, 10), bytes("a", 2, 20), folder("b"), file("b", "x"), folder("b")]]);
    assert_eq!(read.node(None, "/a").size, 20, "the last of several entries counts");
    assert_eq!(read.node(None, "/b").kind, LayerNodeKind::Folder, "whatever its kind");
    // Engines refuse such a layer, but reading it must not fail.
    let read = read_layers(&[vec![file("f", "x"), file("f/g", "y"), symlink("l", "f"), file("l/g", "z")]]);
    assert_eq!(paths(&read), ["/f", "/f/g", "/l", "/l/g"], "paths in something that is not a folder");
    let read = read_layers(&[vec![file("f/g", "y")], vec![file("f", "x"), file("f/h", "y")]]);
    assert_eq!(paths(&read), ["/f", "/f/h"], "the file hides what lower layers have in it");
    let root = read_layers(&[vec![symlink(".", "x"), file("a", "x")]]);
    assert_eq!(paths(&root), ["/a"], "the root is a folder, whatever its entry");
}

#[test]
fn names_of_any_bytes_are_distinguished() {
    let layer = built(|archive| {
        for name in [&b"\xc4\xe3\xba\xc3"[..], b"\xff", b"a", b"A", b"new\nline", b"b\\c"] {
            append_raw(archive, EntryType::Regular, name, b"", name, 0o644);
        }
    });
    let read = read_raw(layer).expect("the archive is valid");
    let nodes = read.children(None, 0);
    let ids: BTreeSet<u32> = nodes.iter().map(|node| node.id).collect();
    assert_eq!(ids.len(), 6, "each is a separate path: {nodes:?}");
    let names: BTreeSet<&str> = nodes.iter().map(|node| &node.name[..]).collect();
    assert_eq!(names.len(), 6, "each has another name to read: {names:?}");
    assert!(names.contains("你好") && names.contains("\\xff"), "decoded, or byte by byte: {names:?}");
    assert!(nodes.iter().any(|node| node.path == "/b\\c"), "a backslash does not separate folders");
}

#[test]
fn very_many_whiteouts_are_read() {
    let base: Vec<_> = (0..20_000).map(|n| bytes(&format!("d{}/f{n}", n % 100), 1, 1)).collect();
    let gone: Vec<_> = (0..60_000).map(|n| whiteout(&format!("d{}/f{n}", n % 100))).collect();
    let read = read_layers(&[base, gone]);
    let summary = read.summary();
    assert_eq!((summary.visible, summary.wasted, summary.wasted_paths), (0, 20_000, 20_000), "all of it is deleted");
    let deleted = summary.steps.iter().filter_map(|step| step.layer.as_ref()).map(|layer| layer.deleted).max();
    assert_eq!(deleted, Some(60_000), "with those of paths that never existed");
    assert_eq!(
        super::query::wasted(&read.cache, read.id(), super::ALL).expect("it was read").total,
        10_000,
        "the list is limited"
    );
}

#[test]
fn a_zip_bomb_is_only_counted() {
    let layer = archives::layer(&[bytes("zeros", 0, 150_000_000)]);
    let files = Archive::of_raw(vec![layer]).docker_files(gzip);
    let archive = gzip(&tar_of(&files));
    assert!(archive.len() < 1_000_000, "compressed twice, it is small: {}", archive.len());
    assert_eq!(
        read(&archive).expect("the archive is valid").summary().visible,
        150_000_000,
        "its bytes are counted, not stored"
    );
}

#[test]
fn names_have_a_budget() {
    let long = |number: usize| format!("{number}/{}", vec!["n".repeat(250); 12].join("/"));
    // Entries of the archive itself: links whose names and targets memory would hold.
    let mut archive = Builder::new(Vec::new());
    for number in 0..6000 {
        append(&mut archive, EntryType::Link, &long(number), &long(number), b"", 0o644);
    }
    assert_eq!(
        limit(super::read(&archive.into_inner().unwrap())).as_deref(),
        Some("documents"),
        "links in the archive"
    );
}

#[test]
fn the_names_of_a_tree_have_a_budget() {
    let folder = tempfile::tempdir().unwrap();
    let mut tree = TreeWriter::create(folder.path(), 1_000_000).unwrap();
    let record = crate::layers::record::Record::implied_folder;
    tree.open(record(), b"", b"").expect("the root");
    let name = [b'n'; 65_000];
    let mut add = || tree.open(record(), &name, b"").and_then(|_| tree.close());
    let refused = (0..3000).find_map(|count| Some((count, add().err()?.code)));
    assert_eq!(refused, Some((2064, ErrorCode::ArchiveTooLarge)), "128 MiB of names at most");
}

#[test]
fn a_small_file_leaves_little_in_the_cache() {
    // Long names that are alike compress to next to nothing.
    let names = built(|layer| {
        for number in 0..40 {
            append(layer, EntryType::Regular, &format!("{number}/{}", "n".repeat(4000)), "", b"", 0o644);
        }
    });
    let image = Archive::of_raw(vec![zstd(&names)]).docker();
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::new(folder.path());
    let contents = crate::layers::archive::read(&image[..], &cache, &|_| false).expect("it is valid");
    assert!(contents.stored > 160_000, "what it adds to the cache is counted: {}", contents.stored);
}

#[test]
fn a_folders_children_are_paged() {
    let names = |count: usize| (0..count).map(|n| bytes(&format!("d/{n:05}"), 1, n)).collect::<Vec<_>>();
    let read = read_layers(&[names(3000)]);
    let folder = read.node(None, "/d").id;
    let page = |order, offset| {
        let page = crate::wire::LayerPage { offset, limit: 3 };
        let found = super::query::children(&read.cache, &read.view(None), folder, order, page).expect("it was read");
        (found.total, found.nodes.iter().map(|node| node.name.clone()).collect::<Vec<_>>())
    };
    let texts = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    use crate::wire::LayerOrder::{Name, Size};
    assert_eq!(page(Name, 1000), (3000, texts(&["01000", "01001", "01002"])), "by name");
    assert_eq!(page(Size, 1000), (3000, texts(&["01999", "01998", "01997"])), "largest first");
    assert_eq!(page(Size, 2999), (3000, texts(&["00000"])), "the last page");
    assert_eq!(page(Name, 5000), (3000, Vec::new()), "beyond the end");
}

#[test]
fn too_many_entries_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut tree = TreeWriter::create(folder.path(), 3).unwrap();
    let record = crate::layers::record::Record::implied_folder;
    for name in ["", "a", "b"] {
        tree.open(record(), name.as_bytes(), b"").expect("the limit is not exceeded");
    }
    let refused = tree.open(record(), b"c", b"").map_err(|error| error.code);
    assert_eq!(refused, Err(ErrorCode::ArchiveTooLarge), "one more exceeds the limit");
}

/// An image of two layers with its archive, in which one layer is compressed.
fn valid_archive() -> (Archive, Vec<u8>) {
    let image = Archive::of(&[
        vec![folder("d"), bytes("d/a", 1, 700), bytes("d/b", 2, 30), hard_link("c", "d/a")],
        vec![whiteout("d/b"), symlink("l", "d"), file(&"long/".repeat(30), "x")],
    ]);
    let mut files = image.docker_files(|layer| layer.to_vec());
    // The last layer is compressed, contrary to its name.
    files[1].1 = gzip(&files[1].1);
    let archive = tar_of(&files);
    (image, archive)
}

/// The codes of a damaged archive.
const DAMAGED: [ErrorCode; 4] =
    [ErrorCode::ArchiveInvalid, ErrorCode::ArchiveTooLarge, ErrorCode::LayerMissing, ErrorCode::DigestMismatch];

#[test]
fn a_truncated_archive_is_detected() {
    let (_, archive) = valid_archive();
    // An archive ends with two blocks of zeros, and is complete without them.
    for length in (0..archive.len() - 1024).step_by(97) {
        let found = code(read(&archive[..length]));
        assert!(found.is_some_and(|code| DAMAGED.contains(&code)), "truncated at {length}: {found:?}");
        let found = code(read(&gzip(&archive)[..length.min(400)]));
        assert!(found.is_some_and(|code| DAMAGED.contains(&code)), "compressed and truncated: {found:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// Whichever bit is flipped, an image that is read has its original layers.
    #[test]
    fn a_flipped_bit_changes_no_layer(place in any::<prop::sample::Index>(), bit in 0..8_u32) {
        let (image, mut archive) = valid_archive();
        let at = place.index(archive.len());
        archive[at] ^= 1_u8 << bit;
        match read(&archive) {
            Ok(read) => {
                let expected: Vec<_> = image.layers.iter().map(|layer| digest(layer)).collect();
                prop_assert_eq!(&read.images[0].layers, &expected, "bit {} of byte {}", bit, at);
                prop_assert_eq!(read.summary().wasted, 30, "their figures are the same");
            }
            Err(error) => prop_assert!(DAMAGED.contains(&error.code), "bit {} of byte {}: {}", bit, at, error),
        }
    }

    /// Layers of arbitrary headers with correct checksums, so that their entries are read.
    #[test]
    fn any_headers_yield_a_result_or_a_code(
        entries in prop::collection::vec(
            (
                prop::sample::select(b"0123456DLKxgS7\0".to_vec()),
                prop::sample::select(vec!["a", "a/b", ".wh.a", "a/.wh..wh..opq", "..", "/", ".wh.", ".wh..wh.plnk", ""]),
                prop::sample::select(vec!["", "a", "a/b", "/", "../x"]),
                prop::collection::vec((157..512_usize, any::<u8>()), 0..4),
                prop::sample::select(vec![0_u64, 3, 512, 600]),
                prop::collection::vec(any::<u8>(), 0..700),
            ),
            0..12,
        ),
    ) {
        let mut layer = Vec::new();
        for (kind, name, link, changed, size, content) in entries {
            let mut header = Header::new_gnu();
            header.set_entry_type(EntryType::new(kind));
            header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
            header.as_old_mut().linkname[..link.len()].copy_from_slice(link.as_bytes());
            header.set_size(size);
            for (place, byte) in changed {
                header.as_mut_bytes()[place] = byte;
            }
            header.set_cksum();
            layer.extend_from_slice(header.as_bytes());
            layer.extend_from_slice(&content);
            layer.resize(layer.len().next_multiple_of(512), 0);
        }
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path());
        if let Err(error) = layer::read(&layer[..], cache.new_folder().unwrap()) {
            prop_assert!(DAMAGED.contains(&error.code), "{}", error);
        }
        match read_raw(layer) {
            Ok(read) => drop(read.tree(None)),
            Err(error) => prop_assert!(DAMAGED.contains(&error.code), "{}", error),
        }
    }
}
