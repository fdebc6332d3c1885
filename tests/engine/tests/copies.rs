//! A way back, on live engines: what was kept, removed and restored is what it was, and nothing else is ever loaded.
#![allow(clippy::unwrap_used)] // In a test's own functions, too.

use std::{
    fs::{self, OpenOptions},
    io::{Read, Seek, SeekFrom, Write},
};

use slipway_engine::{command_line::render_in, inventory::PulledThrough, practice::registry::Registry};
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

/// A session that has listed what the engine has, with a data folder of its own.
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

/// Waits until the inventory is so far.
async fn until(session: &Session, so_far: impl Fn(&Session) -> bool) {
    let mut updates = std::pin::pin!(session.updates());
    while !so_far(session) {
        let update = updates.next().await.expect("a session goes on telling");
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
    job.outcome.expect("work that is done has an outcome")
}

async fn failure(session: &Arc<Session>, action: Action) -> ErrorCode {
    let job = perform(session, action).await;
    job.error.unwrap_or_else(|| panic!("{:?} fails, but is {:?}", job.action, job.state)).code
}

fn copy_of(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Copy { id, .. } => id.clone(),
        other => panic!("keeping a copy ends with a copy, not {other:?}"),
    }
}

async fn inspected(docker: &Cli, name: &str) -> Value {
    let text = docker.run(&["image", "inspect", name]).await.unwrap();
    serde_json::from_str::<Value>(&text).unwrap()[0].take()
}

async fn is_there(docker: &Cli, name: &str) -> bool {
    docker.output(&["image", "inspect", name]).await.unwrap().code == 0
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries.map(|entry| entry.unwrap().path()).collect()
}

/// What an image is, without what belongs to the engine that happens to have it. (Podman's `Size` differs by some bytes
/// from one storage of the same layers to the next.)
fn essence(image: &Value) -> Value {
    let keys = ["Id", "RepoTags", "Created", "Architecture", "Os", "Config", "RootFS"];
    keys.iter().map(|key| ((*key).to_owned(), image[key].clone())).collect::<serde_json::Map<_, _>>().into()
}

/// An image that exists only here, under two names.
async fn only_here(docker: &Cli) -> String {
    data::built_with_intermediates(docker, "team/built:1").await.unwrap();
    docker.run(&["tag", "team/built:1", "team/built:2"]).await.unwrap();
    docker.run(&["inspect", "-f", "{{.Id}}", "team/built:1"]).await.unwrap()
}

async fn kept_removed_and_restored(lab: &Lab, address: String, docker: &Cli, image: &str, tags: &[&str]) {
    let folder = lab.folder().join("data");
    let session = session(lab, address, &folder).await;
    let before = inspected(docker, image).await;
    let id = before["Id"].as_str().unwrap().trim_start_matches("sha256:");
    let id = format!("sha256:{id}");

    let keep = Action::KeepCopy { image: id.clone(), tags: words(tags) };
    let copy = copy_of(&done(&session, keep).await);
    let listed = session.kept_copies().await.unwrap();
    let [kept] = listed.as_slice() else { panic!("one copy is listed, not {listed:?}") };
    let note = kept.note.as_ref().expect("it is known what it holds");
    assert_eq!((&kept.id, kept.state), (&copy, CopyState::Whole), "the copy is listed as whole");
    assert_eq!((&note.image, &note.tags), (&id, &words(tags)), "the note names the image and its tags");
    assert_eq!(kept.bytes, fs::metadata(&kept.path).unwrap().len(), "its size is the file's");
    assert!(kept.bytes < note.archive_bytes, "it is compressed: {kept:?}");
    assert_eq!(files(&folder.join("copies")).len(), 2, "an archive and its note, and nothing else");

    let targets = if tags.is_empty() { vec![id.clone()] } else { words(tags) };
    done(&session, Action::RemoveImages { targets }).await;
    assert!(!is_there(docker, &id).await, "the image is gone");
    let records = session.records().await.unwrap();
    assert_eq!(records[0].image, id, "what went is recorded");
    assert_eq!(records[0].copy.as_ref(), Some(&copy), "with the copy that was kept of it");

    let outcome = done(&session, Action::RestoreCopy { copy: copy.clone() }).await;
    assert!(matches!(&outcome, Outcome::Image { id: restored, .. } if *restored == id), "{outcome:?} is the image");
    assert_eq!(essence(&inspected(docker, &id).await), essence(&before), "it is the same image with the same tags");

    done(&session, Action::DeleteCopy { copy: copy.clone() }).await;
    assert_eq!(session.kept_copies().await.unwrap(), [], "a deleted copy is not listed");
    assert_eq!(files(&folder.join("copies")), [] as [PathBuf; 0], "nothing is left of it");
    assert_eq!(failure(&session, Action::RestoreCopy { copy }).await, ErrorCode::CopyNotFound, "nor is it restored");
}

#[tokio::test]
async fn what_was_kept_and_removed_comes_back_with_its_id_and_tags() {
    let lab = lab().await;
    let docker = lab.docker();
    let id = only_here(&docker).await;
    kept_removed_and_restored(&lab, lab.docker_host(), &docker, &id, &["team/built:1", "team/built:2"]).await;
}

#[tokio::test]
async fn an_image_without_a_name_comes_back_by_its_id() {
    let lab = lab().await;
    let docker = lab.docker();
    let id = data::dangling(&docker).await.unwrap();
    kept_removed_and_restored(&lab, lab.docker_host(), &docker, &id, &[]).await;
}

#[tokio::test]
async fn podman_gives_back_the_same() {
    let lab = lab().await;
    let podman = lab.podman().await.unwrap();
    let docker = podman.docker();
    docker.run(&["pull", "ubuntu:14.04"]).await.unwrap();
    docker.run(&["tag", "ubuntu:14.04", "localhost/mine:1"]).await.unwrap();
    let tags = ["localhost/mine:1", "ubuntu:14.04"];
    kept_removed_and_restored(&lab, podman.docker_host(), &docker, "ubuntu:14.04", &tags).await;
}

#[tokio::test]
async fn a_copy_cancelled_midway_leaves_nothing() {
    let lab = lab().await;
    lab.docker().run(&["pull", "-q", "ubuntu:14.04"]).await.unwrap();
    let engine = engine(&lab.docker_host()).await;
    for stage in [CopyStage::Preparing, CopyStage::Saving, CopyStage::Checking] {
        let copies = Copies::new(lab.folder().join(format!("{stage:?}")));
        let cancellation = CancellationToken::new();
        let cancel = cancellation.clone();
        let listen = move |told: JobEvent| {
            if matches!(&told, JobEvent::Progress(Progress::Copy(progress)) if progress.stage == stage) {
                cancel.cancel();
            }
        };
        let report = Report::new(listen, cancellation.clone());
        let kept = copies::keep(&engine, "ubuntu:14.04", &words(&["ubuntu:14.04"]), &copies, &report).await;
        assert_eq!(kept.map_err(|error| error.code), Err(ErrorCode::Cancelled), "cancelled while {stage:?}");
        assert!(cancellation.is_cancelled() && copies.folder().is_dir(), "it had come as far as {stage:?}");
        assert_eq!(files(copies.folder()), [] as [PathBuf; 0], "no file is left after {stage:?}");
    }
}

#[tokio::test]
async fn what_an_earlier_run_left_unfinished_goes_at_the_next_start() {
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
    assert!(listed.iter().all(|copy| copy.state == CopyState::Unfinished), "both are listed as they are: {listed:?}");
    assert_eq!(listed.len(), 2, "neither is hidden");
    Copies::new(&copies).sweep().unwrap();
    assert_eq!(files(&copies), std::slice::from_ref(&writing), "what another process is writing stays");
    drop(lock);
    let _session = session(&lab, lab.docker_host(), &folder).await;
    let gone = async {
        let mut look = tokio::time::interval(Duration::from_millis(10));
        while writing.exists() {
            look.tick().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), gone).await.expect("what nobody writes any more goes at the start");
}

/// A disk of a megabyte.
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
async fn a_disk_too_small_is_told_before_the_engine_is_asked() {
    let lab = lab().await;
    lab.docker().run(&["pull", "-q", "ubuntu:14.04"]).await.unwrap();
    let engine = engine(&lab.docker_host()).await;
    let disk = SmallDisk::mount(lab.folder().join("small")).await;
    let copies = Copies::new(disk.0.join("copies"));
    let error = copies::keep(&engine, "ubuntu:14.04", &[], &copies, &Report::discard()).await.expect_err("no room");
    assert_eq!(error.code, ErrorCode::CopyNoSpace, "by its code: {error}");
    assert_eq!(error.details["path"], copies.folder().display().to_string(), "the folder is named");
    assert!(error.details.contains_key("needed") && error.details.contains_key("found"), "with figures: {error:?}");
    assert_eq!(files(copies.folder()), [] as [PathBuf; 0], "nothing was begun");
}

/// Turns one bit in the middle of a file.
fn flip(path: &str) {
    let mut file = OpenOptions::new().read(true).write(true).open(path).unwrap();
    let middle = file.metadata().unwrap().len() / 2;
    let mut byte = [0];
    file.seek(SeekFrom::Start(middle)).unwrap();
    file.read_exact(&mut byte).unwrap();
    file.seek(SeekFrom::Start(middle)).unwrap();
    file.write_all(&[byte[0] ^ 1]).unwrap();
}

#[tokio::test]
async fn a_damaged_copy_is_found_before_it_is_loaded() {
    let lab = lab().await;
    let docker = lab.docker();
    let id = only_here(&docker).await;
    let session = session(&lab, lab.docker_host(), &lab.folder().join("data")).await;
    let tags = words(&["team/built:1", "team/built:2"]);
    let copy = copy_of(&done(&session, Action::KeepCopy { image: id.clone(), tags: tags.clone() }).await);
    done(&session, Action::RemoveImages { targets: tags }).await;
    let listed = async || -> KeptCopy { session.kept_copies().await.unwrap().remove(0) };
    let path = listed().await.path;
    let whole = fs::read(&path).unwrap();
    let restore = || Action::RestoreCopy { copy: copy.clone() };

    flip(&path);
    assert_eq!(listed().await.state, CopyState::Whole, "a look does not tell");
    assert_eq!(failure(&session, restore()).await, ErrorCode::CopyDamaged, "one wrong bit is found");
    assert!(!is_there(&docker, &id).await, "and the engine was given nothing");

    fs::write(&path, &whole[..whole.len() - 1]).unwrap();
    assert_eq!(listed().await.state, CopyState::Damaged, "a file that is too short is seen at once");
    assert_eq!(failure(&session, restore()).await, ErrorCode::CopyDamaged, "a missing byte is found");
    assert!(!is_there(&docker, &id).await, "and the engine was given nothing");

    fs::write(&path, &whole).unwrap();
    let note = Path::new(&path).with_file_name(format!("{copy}.json"));
    let written = fs::read(&note).unwrap();
    fs::write(&note, "{").unwrap();
    assert_eq!(listed().await.state, CopyState::Unknown, "without its note it is listed as half-known");
    assert_eq!(failure(&session, restore()).await, ErrorCode::CopyDamaged, "and cannot be restored");
    fs::write(&note, written).unwrap();
    done(&session, restore()).await;
    assert!(is_there(&docker, &id).await, "made whole again it is restored");
}

#[tokio::test]
async fn a_restore_takes_a_tag_from_another_image_only_with_a_warning() {
    let lab = lab().await;
    let docker = lab.docker();
    let id = only_here(&docker).await;
    docker.run(&["pull", "-q", "redis"]).await.unwrap();
    let session = session(&lab, lab.docker_host(), &lab.folder().join("data")).await;
    let tags = words(&["team/built:1"]);
    let copy = copy_of(&done(&session, Action::KeepCopy { image: id.clone(), tags }).await);
    let restore = Action::RestoreCopy { copy };
    assert_eq!(session.draft(&restore).problems, [], "its own tag is nobody else's");
    docker.run(&["tag", "redis", "team/built:1"]).await.unwrap();
    let redis = docker.run(&["inspect", "-f", "{{.Id}}", "redis"]).await.unwrap();
    let named = |session: &Session, id: &str| {
        session.inventory().with(|contents| contents.images.get(id).is_some_and(|image| image.tags.len() > 1))
    };
    until(&session, |session| named(session, &redis)).await;
    let problems = session.draft(&restore).problems;
    assert_eq!(problems.len(), 1, "one thing to know: {problems:?}");
    assert!(problems[0].warning && problems[0].code() == ErrorCode::TagTaken, "redis would lose a name: {problems:?}");
    done(&session, restore).await;
    let holder = docker.run(&["inspect", "-f", "{{.Id}}", "team/built:1"]).await.unwrap();
    assert_eq!(holder, id, "as docker load does, the tag goes back to its image");
    assert!(is_there(&docker, "redis:latest").await, "the other keeps its other names");
}

#[tokio::test]
async fn what_a_removal_took_away_is_recorded_and_pulled_again() {
    let lab = lab().await;
    let docker = lab.docker();
    docker.run(&["pull", "-q", "ubuntu:14.04"]).await.unwrap();
    docker.run(&["tag", "ubuntu:14.04", "mine:1"]).await.unwrap();
    let built = only_here(&docker).await;
    let before = inspected(&docker, "ubuntu:14.04").await;
    let folder = lab.folder().join("data");
    let session = session(&lab, lab.docker_host(), &folder).await;

    let targets = words(&["mine:1", "ubuntu:14.04", "team/built:2", "nosuch:1"]);
    let job = perform(&session, Action::RemoveImages { targets }).await;
    assert_eq!(job.state, JobState::Failed, "one of them was not there");
    let records = session.records().await.unwrap();
    assert_eq!(records.len(), 2, "one record for each image: {records:#?}");
    let gone = records.iter().find(|record| record.deleted).expect("one image was deleted");
    assert_eq!(gone.image, before["Id"].as_str().unwrap(), "it is named by its ID");
    assert_eq!(gone.tags, ["mine:1", "ubuntu:14.04"], "both its names went, one after the other");
    let digests: Vec<&str> = before["RepoDigests"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(gone.digests, digests, "and its digests");
    assert_eq!(gone.size, before["Size"].as_u64().unwrap(), "its size is known");
    assert_eq!(gone.command, job.command, "as is the command");
    assert_eq!(gone.engine.address, lab.docker_host(), "and the engine");
    let untagged = records.iter().find(|record| !record.deleted).expect("one only lost a name");
    assert_eq!((untagged.image.as_str(), untagged.tags.as_slice()), (built.as_str(), &words(&["team/built:2"])[..]));

    let json = session.exported_records(RecordForm::Json).await.unwrap();
    let read: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(read[0]["image"], Value::from(records[0].image.clone()), "the JSON is the list");
    let text = session.exported_records(RecordForm::Text).await.unwrap();
    assert!(text.contains(&format!("digest: {}", digests[0])), "the text tells the digest: {text}");

    let again = Action::PullAgain { reference: gone.digests[0].clone(), tags: gone.tags.clone() };
    done(&session, again).await;
    let after = inspected(&docker, "mine:1").await;
    assert_eq!(after["Id"], before["Id"], "the same image is back");
    assert_eq!(after["RepoDigests"], before["RepoDigests"], "under the same digest");
    let tags =
        |image: &Value| image["RepoTags"].as_array().unwrap().iter().map(Value::to_string).collect::<BTreeSet<_>>();
    assert_eq!(tags(&after), tags(&before), "with the same names");

    drop(session);
    let session = self::session(&lab, lab.docker_host(), &folder).await;
    assert_eq!(session.records().await.unwrap(), records, "the records outlive the session");
}

#[tokio::test]
async fn podman_pulls_again_by_digest_but_cannot_ask_for_one() {
    let lab = lab().await;
    let podman = lab.podman().await.unwrap();
    let docker = podman.docker();
    docker.run(&["pull", "-q", "ubuntu:14.04"]).await.unwrap();
    let before = inspected(&docker, "ubuntu:14.04").await;
    let session = session(&lab, podman.docker_host(), &lab.folder().join("data")).await;
    let origin = session.origin("ubuntu:14.04").await.unwrap();
    let codes: BTreeSet<_> =
        origin.answers.iter().map(|answer| answer.error.as_ref().map(|error| error.code)).collect();
    assert_eq!(codes, BTreeSet::from([Some(ErrorCode::NotSupported)]), "Podman has no such question: {origin:?}");
    assert_eq!(origin.verdict, OriginVerdict::Unknown, "so nothing is said of the image");

    done(&session, Action::RemoveImages { targets: words(&["ubuntu:14.04"]) }).await;
    let gone = session.records().await.unwrap().remove(0);
    assert!(gone.deleted, "the image is recorded as gone: {gone:?}");
    assert_eq!(gone.tags, ["ubuntu:14.04"], "with its name");
    done(&session, Action::PullAgain { reference: gone.digests[0].clone(), tags: gone.tags }).await;
    let after = inspected(&docker, "ubuntu:14.04").await;
    assert_eq!(after["Id"], before["Id"], "the same image is back under its name");
    let names = after["RepoDigests"].as_array().unwrap();
    assert!(names.contains(&before["RepoDigests"][0]), "and under the same digest: {names:?}");
}

#[tokio::test]
async fn parents_that_went_along_stand_in_the_images_record() {
    let lab = lab().await;
    let docker = lab.docker();
    only_here(&docker).await;
    let session = session(&lab, lab.docker_host(), &lab.folder().join("data")).await;
    done(&session, Action::RemoveImages { targets: words(&["team/built:1", "team/built:2"]) }).await;
    let records = session.records().await.unwrap();
    assert_eq!(records.len(), 1, "steps of a build have no records of their own: {records:#?}");
    assert_eq!(records[0].parents.len(), 2, "two steps went along: {records:#?}");
    assert_eq!(records[0].labels["step"], "three", "its labels are kept");
}

#[tokio::test]
async fn whether_an_image_can_be_had_again_is_the_registrys_answer() {
    let lab = lab().await;
    let docker = lab.docker();
    let engine = engine(&lab.docker_host()).await;
    let no_login = Credentials::from_folder(lab.folder().join("no-login"));
    let built = only_here(&docker).await;
    let origin = registry::origin(&engine, &built, &PulledThrough::default(), &no_login).await.unwrap();
    assert_eq!((origin.verdict, origin.answers.len()), (OriginVerdict::OnlyHere, 0), "it was built here: {origin:?}");

    let registry = Registry::new(lab.folder().join("own")).start().await.unwrap();
    let name = format!("{}/team/own:1", registry.address());
    docker.run(&["tag", "team/built:1", &name]).await.unwrap();
    docker.run(&["push", "-q", &name]).await.unwrap();
    let ask = async || registry::origin(&engine, &built, &PulledThrough::default(), &no_login).await.unwrap();
    let available = ask().await;
    assert_eq!(available.verdict, OriginVerdict::Available, "its registry has it: {available:?}");
    let reference = available.answers[0].reference.clone();

    delete_manifest(registry.address(), &reference).await;
    let gone = ask().await;
    assert_eq!(gone.verdict, OriginVerdict::Gone, "its registry has it no longer: {gone:?}");
    drop(registry);
    let unreachable = ask().await;
    let code = unreachable.answers[0].error.as_ref().map(|error| error.code);
    assert_eq!(code, Some(ErrorCode::RegistryUnreachable), "nobody answers: {unreachable:?}");
    assert_eq!(unreachable.verdict, OriginVerdict::Unknown, "that says nothing about the image");

    let guarded = lab.password().await.unwrap();
    docker.run_with(&["login", "-u", USER, "--password-stdin", &guarded.address()], PASSWORD.as_bytes()).await.unwrap();
    let redis = format!("{}/redis:latest", guarded.address());
    docker.run(&["pull", "-q", &redis]).await.unwrap();
    let refused = registry::origin(&engine, &redis, &PulledThrough::default(), &no_login).await.unwrap();
    let code = refused.answers[0].error.as_ref().map(|error| error.code);
    assert_eq!(code, Some(ErrorCode::PullUnauthorized), "without a login it is refused: {refused:?}");
    let login = Credentials::from_folder(lab.folder().join("client"));
    let allowed = registry::origin(&engine, &redis, &PulledThrough::default(), &login).await.unwrap();
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
async fn each_command_shown_does_what_its_action_does() {
    let lab = lab().await;
    let docker = lab.docker();
    docker.run(&["pull", "-q", "ubuntu:14.04"]).await.unwrap();
    docker.run(&["tag", "ubuntu:14.04", "mine:1"]).await.unwrap();
    let session = session(&lab, lab.docker_host(), &lab.folder().join("data")).await;
    let before = inspected(&docker, "ubuntu:14.04").await;
    let id = before["Id"].as_str().unwrap().to_owned();
    let tags = words(&["mine:1", "ubuntu:14.04"]);
    let keep = Action::KeepCopy { image: id.clone(), tags: tags.clone() };
    let copy = copy_of(&done(&session, keep.clone()).await);
    let kept = session.kept_copies().await.unwrap().remove(0);

    let folder = lab.folder().join("typed");
    fs::create_dir(&folder).unwrap();
    let type_in = async |text: &str| {
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
    let there = Path::new("");
    type_in(&render_in(there, &keep).text).await;
    let typed = files(&folder).into_iter().find(|file| file.extension().is_some_and(|end| end == "zst")).unwrap();
    let archive = |path: &Path| zstd::decode_all(fs::File::open(path).unwrap()).unwrap();
    copies::check(archive(&typed).as_slice(), &id, &tags).expect("the command keeps the same image and tags");
    assert_eq!(archive(&typed).len(), archive(Path::new(&kept.path)).len(), "in an archive as large");

    let remove = Action::RemoveImages { targets: tags.clone() };
    done(&session, remove.clone()).await;
    let restore = Action::RestoreCopy { copy: copy.clone() };
    type_in(&session.draft(&restore).command.text).await;
    assert_eq!(essence(&inspected(&docker, &id).await), essence(&before), "the command restores the same");

    done(&session, remove).await;
    let digest = before["RepoDigests"][0].as_str().unwrap().to_owned();
    type_in(&render_in(there, &Action::PullAgain { reference: digest, tags }).text).await;
    let again = inspected(&docker, "mine:1").await;
    assert_eq!((&again["Id"], &again["RepoDigests"]), (&before["Id"], &before["RepoDigests"]), "the command pulls it");

    type_in(&session.draft(&Action::DeleteCopy { copy }).command.text).await;
    assert_eq!(session.kept_copies().await.unwrap(), [], "the command deletes the copy");
}
