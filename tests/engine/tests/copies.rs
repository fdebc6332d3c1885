//! Undoing removals on live engines: an image that was kept, removed and restored is the same, and nothing else is ever
//! loaded.
#![allow(clippy::unwrap_used)] // In a test's own functions, too.

use std::{
    fs::{self, OpenOptions},
    io::{Read, Seek, SeekFrom, Write},
};

use slipway_engine::{command_line::render_in, inventory::MirrorProvenance, practice::registry::Registry};
use slipway_engine_tests::prelude::*;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    process::Command,
};

async fn lab() -> Lab {
    Lab::start(LabOptions::default()).await.expect("the lab starts")
}

async fn engine(address: &str) -> Engine {
    let endpoint =
        Endpoint { address: address.to_owned(), source: EndpointSource::DockerHost, name: String::new(), tls: None };
    Engine::connect(endpoint).await.expect("the lab's engine answers")
}

/// A session with a data folder of its own that has listed the engine.
async fn session(lab: &Lab, address: String, data: &Path) -> Arc<Session> {
    let environment = Environment {
        docker_host: Some(address),
        docker_config: lab.folder().join("no-login"),
        data_folder: Some(data.to_owned()),
        ..Environment::default()
    };
    let session = Arc::new(Session::start(environment));
    until(&session, |session| session.inventory().with(|contents| !contents.images.is_empty())).await;
    session
}

/// Waits until a condition holds.
async fn until(session: &Session, holds: impl Fn(&Session) -> bool) {
    let mut updates = std::pin::pin!(session.updates());
    while !holds(session) {
        let update = updates.next().await.expect("a session keeps sending updates");
        assert!(!matches!(update, Update::Engine { status: slipway_engine::wire::EngineStatus::Unreachable { .. } }));
    }
}

async fn perform(session: &Arc<Session>, action: Action) -> Job {
    let id = session.perform(action);
    session.jobs().wait(id).await.expect("the job is known")
}

async fn done(session: &Arc<Session>, action: Action) -> Outcome {
    let job = perform(session, action).await;
    assert_eq!(job.state, JobState::Done, "{:?} is done: {:?}", job.action, job.error);
    job.outcome.expect("a job that is done has an outcome")
}

async fn failure(session: &Arc<Session>, action: Action) -> ErrorCode {
    let job = perform(session, action).await;
    job.error.unwrap_or_else(|| panic!("{:?} fails, but is {:?}", job.action, job.state)).code
}

fn copy_of(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Copy { id, .. } => id.clone(),
        other => panic!("the outcome is a copy, not {other:?}"),
    }
}

async fn inspected(docker: &Cli, name: &str) -> Value {
    let text = docker.run(&["image", "inspect", name]).await.unwrap();
    serde_json::from_str::<Value>(&text).unwrap()[0].take()
}

async fn exists(docker: &Cli, name: &str) -> bool {
    docker.output(&["image", "inspect", name]).await.unwrap().code == 0
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries.map(|entry| entry.unwrap().path()).collect()
}

/// The content of an image, without what depends on the engine. (Podman's `Size` of the same layers differs by some bytes
/// each time they are stored.)
fn content(image: &Value) -> Value {
    let keys = ["Id", "RepoTags", "Created", "Architecture", "Os", "Config", "RootFS"];
    keys.iter().map(|key| ((*key).to_owned(), image[key].clone())).collect::<serde_json::Map<_, _>>().into()
}

/// Builds an image that exists only here, with two tags.
async fn build_local(docker: &Cli) -> String {
    data::built_with_intermediates(docker, "team/built:1").await.unwrap();
    docker.run(&["tag", "team/built:1", "team/built:2"]).await.unwrap();
    docker.run(&["inspect", "-f", "{{.Id}}", "team/built:1"]).await.unwrap()
}

async fn keep_remove_and_restore(lab: &Lab, address: String, docker: &Cli, image: &str, tags: &[&str]) {
    let folder = lab.folder().join("data");
    let session = session(lab, address, &folder).await;
    let before = inspected(docker, image).await;
    let id = before["Id"].as_str().unwrap().trim_start_matches("sha256:");
    let id = format!("sha256:{id}");

    let keep = Action::KeepCopy { image: id.clone(), tags: strings(tags) };
    let copy = copy_of(&done(&session, keep).await);
    let listed = session.kept_copies().await.unwrap();
    let [kept] = listed.as_slice() else { panic!("one copy is listed, not {listed:?}") };
    let metadata = kept.metadata.as_ref().expect("the copy has metadata");
    assert_eq!((&kept.id, kept.state), (&copy, CopyState::Complete), "the copy is complete");
    assert_eq!((&metadata.image, &metadata.tags), (&id, &strings(tags)), "the metadata names the image and its tags");
    assert_eq!(kept.bytes, fs::metadata(&kept.path).unwrap().len(), "its size is the file's");
    assert!(kept.bytes < metadata.archive_bytes, "it is compressed: {kept:?}");
    assert_eq!(files(&folder.join("copies")).len(), 2, "only an archive and its metadata");

    let targets = if tags.is_empty() { vec![id.clone()] } else { strings(tags) };
    done(&session, Action::RemoveImages { targets }).await;
    assert!(!exists(docker, &id).await, "the image is removed");
    let records = session.records().await.unwrap();
    assert_eq!(records[0].image, id, "the removal is recorded");
    assert_eq!(records[0].copy.as_ref(), Some(&copy), "with its copy");

    let outcome = done(&session, Action::RestoreCopy { copy: copy.clone() }).await;
    assert!(matches!(&outcome, Outcome::Image { id: restored, .. } if *restored == id), "{outcome:?} is the image");
    assert_eq!(content(&inspected(docker, &id).await), content(&before), "the same image with the same tags");

    done(&session, Action::DeleteCopy { copy: copy.clone() }).await;
    assert_eq!(session.kept_copies().await.unwrap(), [], "a deleted copy is not listed");
    assert_eq!(files(&folder.join("copies")), [] as [PathBuf; 0], "no file is left");
    assert_eq!(failure(&session, Action::RestoreCopy { copy }).await, ErrorCode::CopyNotFound, "it cannot be restored");
}

#[tokio::test]
async fn a_restored_image_has_its_id_and_tags() {
    let lab = lab().await;
    let docker = lab.docker();
    let id = build_local(&docker).await;
    keep_remove_and_restore(&lab, lab.docker_host(), &docker, &id, &["team/built:1", "team/built:2"]).await;
}

#[tokio::test]
async fn an_untagged_image_is_restored_by_id() {
    let lab = lab().await;
    let docker = lab.docker();
    let id = data::dangling(&docker).await.unwrap();
    keep_remove_and_restore(&lab, lab.docker_host(), &docker, &id, &[]).await;
}

#[tokio::test]
async fn podman_restores_the_same_image() {
    let lab = lab().await;
    let podman = lab.podman().await.unwrap();
    let docker = podman.docker();
    docker.run(&["pull", "ubuntu:14.04"]).await.unwrap();
    docker.run(&["tag", "ubuntu:14.04", "localhost/mine:1"]).await.unwrap();
    let tags = ["localhost/mine:1", "ubuntu:14.04"];
    keep_remove_and_restore(&lab, podman.docker_host(), &docker, "ubuntu:14.04", &tags).await;
}

#[tokio::test]
async fn a_cancelled_copy_leaves_nothing() {
    let lab = lab().await;
    lab.docker().run(&["pull", "-q", "ubuntu:14.04"]).await.unwrap();
    let engine = engine(&lab.docker_host()).await;
    for stage in [CopyStage::Preparing, CopyStage::Saving, CopyStage::Checking] {
        let copies = Copies::new(lab.folder().join(format!("{stage:?}")));
        let cancellation = CancellationToken::new();
        let cancel = cancellation.clone();
        let listen = move |event: JobEvent| {
            if matches!(&event, JobEvent::Progress(Progress::Copy(progress)) if progress.stage == stage) {
                cancel.cancel();
            }
        };
        let report = Report::new(listen, cancellation.clone());
        let kept = copies::keep(&engine, "ubuntu:14.04", &strings(&["ubuntu:14.04"]), &copies, &report).await;
        assert_eq!(kept.map_err(|error| error.code), Err(ErrorCode::Cancelled), "cancelled while {stage:?}");
        assert!(cancellation.is_cancelled() && copies.folder().is_dir(), "it reached {stage:?}");
        assert_eq!(files(copies.folder()), [] as [PathBuf; 0], "no file is left after {stage:?}");
    }
}

#[tokio::test]
async fn unfinished_copies_are_removed_at_the_next_start() {
    let lab = lab().await;
    lab.docker().run(&["pull", "-q", "ubuntu:14.04"]).await.unwrap();
    let folder = lab.folder().join("data");
    let copies = folder.join("copies");
    fs::create_dir_all(&copies).unwrap();
    let left = copies.join("0123456789ab-1.tar.zst.part");
    fs::write(&left, "half").unwrap();
    let writing = copies.join("0123456789ab-2.tar.zst.part");
    let lock = OpenOptions::new().write(true).create_new(true).open(&writing).unwrap();
    lock.lock().unwrap();
    let listed = Copies::new(&copies).list().unwrap();
    assert!(listed.iter().all(|copy| copy.state == CopyState::Unfinished), "both are listed as unfinished: {listed:?}");
    assert_eq!(listed.len(), 2, "both are listed");
    Copies::new(&copies).sweep().unwrap();
    assert_eq!(files(&copies), std::slice::from_ref(&writing), "a copy that another process is writing is kept");
    drop(lock);
    let _session = session(&lab, lab.docker_host(), &folder).await;
    let removed = async {
        let mut interval = tokio::time::interval(Duration::from_millis(10));
        while writing.exists() {
            interval.tick().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), removed).await.expect("an abandoned copy is removed at the start");
}

/// A disk of one megabyte.
struct SmallDisk(PathBuf);

impl SmallDisk {
    async fn mount(folder: PathBuf) -> Self {
        fs::create_dir_all(&folder).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"]).arg(&folder).status();
        assert!(mounted.await.unwrap().success(), "a small disk is mounted");
        Self(folder)
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let unmounted = std::process::Command::new("umount").arg(&self.0).status();
        assert!(unmounted.is_ok_and(|status| status.success()), "the small disk is unmounted");
    }
}

#[tokio::test]
async fn too_little_space_is_reported_before_the_engine_is_asked() {
    let lab = lab().await;
    lab.docker().run(&["pull", "-q", "ubuntu:14.04"]).await.unwrap();
    let engine = engine(&lab.docker_host()).await;
    let disk = SmallDisk::mount(lab.folder().join("small")).await;
    let copies = Copies::new(disk.0.join("copies"));
    let error = copies::keep(&engine, "ubuntu:14.04", &[], &copies, &Report::discard()).await.expect_err("no space");
    assert_eq!(error.code, ErrorCode::CopyNoSpace, "its code: {error}");
    assert_eq!(error.details["path"], copies.folder().display().to_string(), "the path");
    assert!(error.details.contains_key("needed") && error.details.contains_key("found"), "with both sizes: {error:?}");
    assert_eq!(files(copies.folder()), [] as [PathBuf; 0], "nothing was written");
}

/// Flips one bit in the middle of a file.
fn flip_bit(path: &str) {
    let mut file = OpenOptions::new().read(true).write(true).open(path).unwrap();
    let middle = file.metadata().unwrap().len() / 2;
    let mut byte = [0];
    file.seek(SeekFrom::Start(middle)).unwrap();
    file.read_exact(&mut byte).unwrap();
    file.seek(SeekFrom::Start(middle)).unwrap();
    file.write_all(&[byte[0] ^ 1]).unwrap();
}

#[tokio::test]
async fn a_damaged_copy_is_detected_before_it_is_loaded() {
    let lab = lab().await;
    let docker = lab.docker();
    let id = build_local(&docker).await;
    let session = session(&lab, lab.docker_host(), &lab.folder().join("data")).await;
    let tags = strings(&["team/built:1", "team/built:2"]);
    let copy = copy_of(&done(&session, Action::KeepCopy { image: id.clone(), tags: tags.clone() }).await);
    done(&session, Action::RemoveImages { targets: tags }).await;
    let listed = async || -> KeptCopy { session.kept_copies().await.unwrap().remove(0) };
    let path = listed().await.path;
    let original = fs::read(&path).unwrap();
    let restore = || Action::RestoreCopy { copy: copy.clone() };

    flip_bit(&path);
    assert_eq!(listed().await.state, CopyState::Complete, "not detected in a listing");
    assert_eq!(failure(&session, restore()).await, ErrorCode::CopyDamaged, "one wrong bit is detected");
    assert!(!exists(&docker, &id).await, "nothing was loaded");

    fs::write(&path, &original[..original.len() - 1]).unwrap();
    assert_eq!(listed().await.state, CopyState::Damaged, "a wrong size is detected in a listing");
    assert_eq!(failure(&session, restore()).await, ErrorCode::CopyDamaged, "a missing byte is detected");
    assert!(!exists(&docker, &id).await, "nothing was loaded");

    fs::write(&path, &original).unwrap();
    let metadata = Path::new(&path).with_file_name(format!("{copy}.json"));
    let written = fs::read(&metadata).unwrap();
    fs::write(&metadata, "{").unwrap();
    assert_eq!(listed().await.state, CopyState::Unknown, "unknown without its metadata");
    assert_eq!(failure(&session, restore()).await, ErrorCode::CopyDamaged, "it cannot be restored");
    fs::write(&metadata, written).unwrap();
    done(&session, restore()).await;
    assert!(exists(&docker, &id).await, "the original can be restored");
}

#[tokio::test]
async fn a_restore_takes_a_tag_from_another_image_only_with_a_warning() {
    let lab = lab().await;
    let docker = lab.docker();
    let id = build_local(&docker).await;
    docker.run(&["pull", "-q", "redis"]).await.unwrap();
    let session = session(&lab, lab.docker_host(), &lab.folder().join("data")).await;
    let tags = strings(&["team/built:1"]);
    let copy = copy_of(&done(&session, Action::KeepCopy { image: id.clone(), tags }).await);
    let restore = Action::RestoreCopy { copy };
    assert_eq!(session.draft(&restore).problems, [], "its own tag");
    docker.run(&["tag", "redis", "team/built:1"]).await.unwrap();
    let redis = docker.run(&["inspect", "-f", "{{.Id}}", "redis"]).await.unwrap();
    let named = |session: &Session, id: &str| {
        session.inventory().with(|contents| contents.images.get(id).is_some_and(|image| image.tags.len() > 1))
    };
    until(&session, |session| named(session, &redis)).await;
    let problems = session.draft(&restore).problems;
    assert_eq!(problems.len(), 1, "one problem: {problems:?}");
    assert!(problems[0].warning && problems[0].code() == ErrorCode::TagTaken, "redis would lose a tag: {problems:?}");
    done(&session, restore).await;
    let holder = docker.run(&["inspect", "-f", "{{.Id}}", "team/built:1"]).await.unwrap();
    assert_eq!(holder, id, "as with docker load, the tag moves back to its image");
    assert!(exists(&docker, "redis:latest").await, "the other image keeps its other tags");
}

#[tokio::test]
async fn a_removed_image_is_recorded_and_pulled_again() {
    let lab = lab().await;
    let docker = lab.docker();
    docker.run(&["pull", "-q", "ubuntu:14.04"]).await.unwrap();
    docker.run(&["tag", "ubuntu:14.04", "mine:1"]).await.unwrap();
    let built = build_local(&docker).await;
    let before = inspected(&docker, "ubuntu:14.04").await;
    let folder = lab.folder().join("data");
    let session = session(&lab, lab.docker_host(), &folder).await;

    let targets = strings(&["mine:1", "ubuntu:14.04", "team/built:2", "nosuch:1"]);
    let job = perform(&session, Action::RemoveImages { targets }).await;
    assert_eq!(job.state, JobState::Failed, "one target does not exist");
    let records = session.records().await.unwrap();
    assert_eq!(records.len(), 2, "one record for each image: {records:#?}");
    let gone = records.iter().find(|record| record.deleted).expect("one image was deleted");
    assert_eq!(gone.image, before["Id"].as_str().unwrap(), "its ID");
    assert_eq!(gone.tags, ["mine:1", "ubuntu:14.04"], "both its tags, removed one after the other");
    let digests: Vec<&str> = before["RepoDigests"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(gone.digests, digests, "and its digests");
    assert_eq!(gone.size, before["Size"].as_u64().unwrap(), "its size");
    assert_eq!(gone.command, job.command, "the command");
    assert_eq!(gone.engine.address, lab.docker_host(), "the engine");
    let untagged = records.iter().find(|record| !record.deleted).expect("one image only lost a tag");
    assert_eq!((untagged.image.as_str(), untagged.tags.as_slice()), (built.as_str(), &strings(&["team/built:2"])[..]));

    let json = session.exported_records(RecordForm::Json).await.unwrap();
    let read: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(read[0]["image"], Value::from(records[0].image.clone()), "the JSON is the list");
    let text = session.exported_records(RecordForm::Text).await.unwrap();
    assert!(text.contains(&format!("digest: {}", digests[0])), "the text contains the digest: {text}");

    let again = Action::PullAgain { reference: gone.digests[0].clone(), tags: gone.tags.clone() };
    done(&session, again).await;
    let after = inspected(&docker, "mine:1").await;
    assert_eq!(after["Id"], before["Id"], "the same image");
    assert_eq!(after["RepoDigests"], before["RepoDigests"], "with the same digest");
    let tags =
        |image: &Value| image["RepoTags"].as_array().unwrap().iter().map(Value::to_string).collect::<BTreeSet<_>>();
    assert_eq!(tags(&after), tags(&before), "with the same tags");

    drop(session);
    let session = self::session(&lab, lab.docker_host(), &folder).await;
    assert_eq!(session.records().await.unwrap(), records, "the records outlive the session");
}

#[tokio::test]
async fn podman_pulls_again_by_digest_but_cannot_query_registries() {
    let lab = lab().await;
    let podman = lab.podman().await.unwrap();
    let docker = podman.docker();
    docker.run(&["pull", "-q", "ubuntu:14.04"]).await.unwrap();
    let before = inspected(&docker, "ubuntu:14.04").await;
    let session = session(&lab, podman.docker_host(), &lab.folder().join("data")).await;
    let origin = session.origin("ubuntu:14.04").await.unwrap();
    let codes: BTreeSet<_> =
        origin.answers.iter().map(|answer| answer.error.as_ref().map(|error| error.code)).collect();
    assert_eq!(codes, BTreeSet::from([Some(ErrorCode::NotSupported)]), "Podman has no such request: {origin:?}");
    assert_eq!(origin.verdict, OriginVerdict::Unknown, "so the verdict is unknown");

    done(&session, Action::RemoveImages { targets: strings(&["ubuntu:14.04"]) }).await;
    let gone = session.records().await.unwrap().remove(0);
    assert!(gone.deleted, "the image is recorded as deleted: {gone:?}");
    assert_eq!(gone.tags, ["ubuntu:14.04"], "with its tag");
    done(&session, Action::PullAgain { reference: gone.digests[0].clone(), tags: gone.tags }).await;
    let after = inspected(&docker, "ubuntu:14.04").await;
    assert_eq!(after["Id"], before["Id"], "the same image with its tag");
    let names = after["RepoDigests"].as_array().unwrap();
    assert!(names.contains(&before["RepoDigests"][0]), "and the same digest: {names:?}");
}

#[tokio::test]
async fn deleted_parents_are_in_the_images_record() {
    let lab = lab().await;
    let docker = lab.docker();
    build_local(&docker).await;
    let session = session(&lab, lab.docker_host(), &lab.folder().join("data")).await;
    done(&session, Action::RemoveImages { targets: strings(&["team/built:1", "team/built:2"]) }).await;
    let records = session.records().await.unwrap();
    assert_eq!(records.len(), 1, "build steps have no records of their own: {records:#?}");
    assert_eq!(records[0].parents.len(), 2, "two steps were deleted: {records:#?}");
    assert_eq!(records[0].labels["step"], "three", "its labels");
}

#[tokio::test]
async fn the_origin_is_the_registrys_answer() {
    let lab = lab().await;
    let docker = lab.docker();
    let engine = engine(&lab.docker_host()).await;
    let no_login = Credentials::from_folder(lab.folder().join("no-login"));
    let built = build_local(&docker).await;
    let origin = registry::origin(&engine, &built, &MirrorProvenance::default(), &no_login).await.unwrap();
    assert_eq!((origin.verdict, origin.answers.len()), (OriginVerdict::OnlyHere, 0), "it was built here: {origin:?}");

    let registry = Registry::new(lab.folder().join("own")).start().await.unwrap();
    let name = format!("{}/team/own:1", registry.address());
    docker.run(&["tag", "team/built:1", &name]).await.unwrap();
    docker.run(&["push", "-q", &name]).await.unwrap();
    let ask = async || registry::origin(&engine, &built, &MirrorProvenance::default(), &no_login).await.unwrap();
    let available = ask().await;
    assert_eq!(available.verdict, OriginVerdict::Available, "the registry has it: {available:?}");
    let reference = available.answers[0].reference.clone();

    delete_manifest(registry.address(), &reference).await;
    let gone = ask().await;
    assert_eq!(gone.verdict, OriginVerdict::Missing, "the registry no longer has it: {gone:?}");
    drop(registry);
    let unreachable = ask().await;
    let code = unreachable.answers[0].error.as_ref().map(|error| error.code);
    assert_eq!(code, Some(ErrorCode::RegistryUnreachable), "no registry responds: {unreachable:?}");
    assert_eq!(unreachable.verdict, OriginVerdict::Unknown, "so the verdict is unknown");

    let guarded = lab.password().await.unwrap();
    docker.run_with(&["login", "-u", USER, "--password-stdin", &guarded.address()], PASSWORD.as_bytes()).await.unwrap();
    let redis = format!("{}/redis:latest", guarded.address());
    docker.run(&["pull", "-q", &redis]).await.unwrap();
    let refused = registry::origin(&engine, &redis, &MirrorProvenance::default(), &no_login).await.unwrap();
    let code = refused.answers[0].error.as_ref().map(|error| error.code);
    assert_eq!(code, Some(ErrorCode::PullUnauthorized), "without a login it is refused: {refused:?}");
    let login = Credentials::from_folder(lab.folder().join("client"));
    let allowed = registry::origin(&engine, &redis, &MirrorProvenance::default(), &login).await.unwrap();
    assert_eq!(allowed.verdict, OriginVerdict::Available, "with Docker's login it is answered: {allowed:?}");
}

/// `DELETE /v2/…/manifests/…` for a `registry/repository@digest`.
async fn delete_manifest(registry: &str, reference: &str) {
    let (name, digest) = reference.split_once('@').unwrap();
    let path = name.trim_start_matches(registry);
    let mut stream = TcpStream::connect(registry).await.unwrap();
    let request = format!("DELETE /v2{path}/manifests/{digest} HTTP/1.0\r\nHost: {registry}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.contains(" 202 "), "the registry deletes the manifest: {answer}");
}

#[tokio::test]
async fn each_rendered_command_does_what_its_action_does() {
    let lab = lab().await;
    let docker = lab.docker();
    docker.run(&["pull", "-q", "ubuntu:14.04"]).await.unwrap();
    docker.run(&["tag", "ubuntu:14.04", "mine:1"]).await.unwrap();
    let session = session(&lab, lab.docker_host(), &lab.folder().join("data")).await;
    let before = inspected(&docker, "ubuntu:14.04").await;
    let id = before["Id"].as_str().unwrap().to_owned();
    let tags = strings(&["mine:1", "ubuntu:14.04"]);
    let keep = Action::KeepCopy { image: id.clone(), tags: tags.clone() };
    let copy = copy_of(&done(&session, keep.clone()).await);
    let kept = session.kept_copies().await.unwrap().remove(0);

    let folder = lab.folder().join("typed");
    fs::create_dir(&folder).unwrap();
    let run = async |text: &str| {
        let output = Command::new("sh")
            .args(["-c", text])
            .current_dir(&folder)
            .env("DOCKER_HOST", lab.docker_host())
            .env("DOCKER_CONFIG", folder.join("config"))
            .env_remove("DOCKER_CONTEXT")
            .output()
            .await
            .unwrap();
        assert!(output.status.success(), "{text} succeeds: {}", String::from_utf8_lossy(&output.stderr));
    };
    let here = Path::new("");
    run(&render_in(here, &keep).text).await;
    let typed = files(&folder).into_iter().find(|file| file.extension().is_some_and(|end| end == "zst")).unwrap();
    let archive = |path: &Path| zstd::decode_all(fs::File::open(path).unwrap()).unwrap();
    copies::check(archive(&typed).as_slice(), &id, &tags).expect("the command keeps the same image and tags");
    assert_eq!(archive(&typed).len(), archive(Path::new(&kept.path)).len(), "in an archive of the same size");

    let remove = Action::RemoveImages { targets: tags.clone() };
    done(&session, remove.clone()).await;
    let restore = Action::RestoreCopy { copy: copy.clone() };
    run(&session.draft(&restore).command.text).await;
    assert_eq!(content(&inspected(&docker, &id).await), content(&before), "the command restores the same image");

    done(&session, remove).await;
    let digest = before["RepoDigests"][0].as_str().unwrap().to_owned();
    run(&render_in(here, &Action::PullAgain { reference: digest, tags }).text).await;
    let again = inspected(&docker, "mine:1").await;
    assert_eq!(
        (&again["Id"], &again["RepoDigests"]),
        (&before["Id"], &before["RepoDigests"]),
        "the command pulls the same image"
    );

    run(&session.draft(&Action::DeleteCopy { copy }).command.text).await;
    assert_eq!(session.kept_copies().await.unwrap(), [], "the command deletes the copy");
}
