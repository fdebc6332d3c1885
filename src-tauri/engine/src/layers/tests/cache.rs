//! The cache, and the job that reads a file.

use std::{
    fs,
    path::Path,
    sync::{Arc, Mutex},
    time::SystemTime,
};

use tokio_util::sync::CancellationToken;

use super::{
    ALL, Archive, Cache,
    archives::{bytes, gzip, tar_of, whiteout},
    read_layers,
};
use crate::{
    error::ErrorCode,
    inventory::LayerColours,
    jobs::{JobEvent, Report},
    layers::{Layers, archive_problems},
    wire::{LayerView, LayersPhase, LayersProgress, Outcome, Progress},
};

fn count_entries(folder: &Path) -> usize {
    fs::read_dir(folder).map(Iterator::count).unwrap_or_default()
}

#[test]
fn the_least_recently_used_is_removed_first() {
    let read = read_layers(&[vec![bytes("a", 1, 10)], vec![bytes("b", 1, 10)]]);
    let layers = read.folder.path().join("1/layers");
    let [old, new] = [0, 1].map(|layer| read.cache.layer(&read.images[0].layers[layer]).expect("it has a diff ID"));
    let long_ago = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    fs::File::open(old.join("used")).unwrap().set_modified(long_ago).unwrap();
    read.cache.trim(u64::MAX, SystemTime::now()).unwrap();
    assert_eq!(count_entries(&layers), 2, "nothing is removed below the limit");
    read.cache.trim(0, long_ago + std::time::Duration::from_secs(1)).unwrap();
    assert!(!old.exists() && new.exists(), "recently used folders are kept, whatever their size");
    assert_eq!(super::query::summary(&read.cache, read.id()).map(drop), Ok(()), "the figures need no layer");
    let view = read.view(Some(0));
    let found = super::query::ancestors(&read.cache, &view, 0).map_err(|error| error.code);
    assert_eq!(found, Err(ErrorCode::LayersNotRead), "a removed layer must be read again");
    read.cache.trim(0, SystemTime::now() + std::time::Duration::from_secs(60)).unwrap();
    assert_eq!(count_entries(&layers), 0, "all are removed");
    let found = super::query::summary(&read.cache, read.id()).map_err(|error| error.code);
    assert_eq!(found, Err(ErrorCode::LayersNotRead), "with the image");
}

#[test]
fn obsolete_folders_are_removed() {
    let read = read_layers(&[vec![bytes("a", 1, 10)]]);
    let (old_form, left, being_written) =
        (read.folder.path().join("0/layers"), read.folder.path().join("1/new-left"), read.cache.new_folder().unwrap());
    for folder in [&old_form, &left] {
        fs::create_dir_all(folder).unwrap();
    }
    fs::File::create(left.join("used")).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
    read.cache.trim(u64::MAX, SystemTime::now()).unwrap();
    assert!(!old_form.exists() && !left.exists(), "those of another version, and those of a run that was killed");
    assert!(being_written.path().exists(), "a folder that is being written is kept");
}

#[test]
fn damaged_files_yield_a_code() {
    for (file, length) in [("records", 100), ("records", 0), ("text", 0), ("figures.json", 3)] {
        let read = read_layers(&[vec![bytes("d/a", 1, 10), bytes("d/b", 1, 10)]]);
        let path = read.cache.stack(&read.images[0].layers).join(file);
        let content = fs::read(&path).unwrap();
        fs::write(&path, &content[..length]).unwrap();
        let view = read.view(None);
        let codes = [
            super::query::summary(&read.cache, read.id()).err(),
            super::query::children(&read.cache, &view, 1, super::LayerOrder::Name, ALL).err(),
            super::query::search(&read.cache, &view, "a", 0, 10).err(),
            super::query::largest(&read.cache, read.id(), ALL).err(),
        ];
        let codes: Vec<_> = codes.into_iter().flatten().map(|error| error.code).collect();
        assert!(!codes.is_empty(), "{file} of {length} bytes is detected");
        assert!(codes.iter().all(|code| *code == ErrorCode::LayersNotRead), "{file} of {length} bytes: {codes:?}");
        assert!(!path.exists(), "{file}: the damaged file is removed, so that it can be read again");
    }
    // Bytes that are not a tree: whatever they are, nothing is read out of bounds and every query ends.
    for byte in [0x00, 0x01, 0x7f, 0xff] {
        let read = read_layers(&[vec![bytes("d/a", 1, 10), bytes("d/b", 1, 10)]]);
        let path = read.cache.stack(&read.images[0].layers).join("records");
        let mut content = fs::read(&path).unwrap();
        content[96..].fill(byte);
        fs::write(&path, content).unwrap();
        let found = super::query::children(&read.cache, &read.view(None), 0, super::LayerOrder::Name, ALL);
        assert_eq!(found.map_err(|error| error.code).err(), Some(ErrorCode::LayersNotRead), "filled with {byte:x}");
    }
}

#[test]
fn ids_from_outside_do_not_name_files() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::new(folder.path());
    for id in ["", "sha256:", "sha256:../../etc", "../x", &format!("sha256:{}", "A".repeat(64))] {
        assert_eq!(cache.read_image(id).map_err(|error| error.code), Err(ErrorCode::LayersNotRead), "not an ID: {id}");
        assert_eq!(cache.layer(id), None, "not a diff ID: {id}");
    }
}

fn listening() -> (Report, Arc<Mutex<Vec<LayersProgress>>>, CancellationToken) {
    let progress = Arc::new(Mutex::new(Vec::new()));
    let cancellation = CancellationToken::new();
    let received = Arc::clone(&progress);
    let listen = move |event| {
        if let JobEvent::Progress(Progress::Layers(progress)) = event {
            received.lock().unwrap().push(progress);
        }
    };
    (Report::new(listen, cancellation.clone()), progress, cancellation)
}

#[tokio::test]
async fn a_dropped_file_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("my image.tar");
    let image = Archive::of(&[vec![bytes("a", 1, 100_000)], vec![whiteout("a")]]);
    let archive = gzip(&image.docker());
    fs::write(&path, &archive).unwrap();
    let layers = Layers::new(Some(&folder.path().join("cache")));
    let (report, progress, _) = listening();
    let colours = LayerColours::default();
    let outcome = layers.read_archive(&path, &report).await.expect("the archive is valid");
    let Outcome::Archive { images } = outcome else { panic!("an archive was read, not {outcome:?}") };
    let summary = layers.image(&images[0], &colours).await.expect("the cache can be read").expect("it was read");
    assert_eq!(
        (summary.wasted, summary.references),
        (100_000, vec!["test/image:1".to_owned()]),
        "its figures and names"
    );
    let view = LayerView { image: images[0].clone(), layer: Some(1) };
    let found = layers.search(view, "a".to_owned(), 0, 10).await.expect("it was read");
    assert_eq!(found.nodes.len(), 1, "the whiteout is found in its layer");
    let progress = progress.lock().unwrap().clone();
    let phases: Vec<_> = progress.iter().map(|progress| progress.phase).collect();
    assert_eq!(phases.first(), Some(&LayersPhase::Preparing), "preparing comes first");
    assert_eq!(phases.last(), Some(&LayersPhase::Comparing), "comparing comes last");
    let read: Vec<_> = progress.iter().filter(|progress| progress.phase == LayersPhase::Reading).collect();
    let size = Some(archive.len() as u64);
    assert!(read.iter().all(|progress| progress.expected == size), "a file's size is known");
    assert_eq!(read.last().map(|progress| Some(progress.read)), Some(size), "all of it was read");
}

#[tokio::test]
async fn reading_a_file_fails_by_code() {
    let folder = tempfile::tempdir().unwrap();
    let layers = Layers::new(Some(&folder.path().join("cache")));
    let code = async |path: &Path, report: &Report| {
        layers.read_archive(path, report).await.map(drop).map_err(|error| error.code)
    };
    let missing = folder.path().join("missing");
    assert_eq!(code(&missing, &Report::discard()).await, Err(ErrorCode::FileFailed), "no file");
    assert_eq!(code(folder.path(), &Report::discard()).await, Err(ErrorCode::ArchiveInvalid), "a folder");
    assert_eq!(archive_problems(&missing)[0].error.code, ErrorCode::FileFailed, "no file, told while it is typed");
    assert_eq!(archive_problems(folder.path())[0].error.code, ErrorCode::ArchiveInvalid, "a folder, likewise");
    let path = folder.path().join("archive");
    fs::write(&path, tar_of(&Archive::of(&[vec![]]).docker_files(gzip))).unwrap();
    let (report, _, cancellation) = listening();
    cancellation.cancel();
    assert_eq!(code(&path, &report).await, Err(ErrorCode::Cancelled), "a cancelled job");
    fs::write(folder.path().join("file"), "").unwrap();
    let without_cache = Layers::new(Some(&folder.path().join("file")));
    let found = without_cache.read_archive(&path, &Report::discard()).await.map_err(|error| error.code);
    assert_eq!(found, Err(ErrorCode::FileFailed), "the cache cannot be written");
    let found = Layers::new(None).read_archive(&path, &Report::discard()).await.map_err(|error| error.code);
    assert_eq!(found, Err(ErrorCode::NotSupported), "without a folder, nothing is read");
}
