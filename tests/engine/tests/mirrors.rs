//! Registry mirrors on live engines: an image comes through one when Docker Hub does not answer, and is what Docker Hub
//! would have given; a mirror is tested for what it is; an engine takes the lines that it is to be told of mirrors by.
#![allow(clippy::unwrap_used)] // In a test's own functions, too.

use std::net::TcpListener;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use slipway_engine::mirrors::EngineFacts;
use slipway_engine_tests::prelude::*;
use tokio::io::{AsyncBufReadExt, BufReader};

const UBUNTU: &str = "ubuntu:14.04";
const PLATFORM: (&str, &str) = ("linux", if cfg!(target_arch = "aarch64") { "arm64" } else { "amd64" });

/// An engine that does not reach Docker Hub.
async fn walled_off() -> Lab {
    Lab::start(LabOptions { walled_off: true, ..LabOptions::default() }).await.expect("the lab starts")
}

async fn engine(address: String) -> Engine {
    let endpoint = Endpoint { address, source: EndpointSource::DockerHost, name: String::new(), tls: None };
    Engine::connect(endpoint).await.expect("the lab's engine answers")
}

async fn session(lab: &Lab, address: String) -> Arc<Session> {
    let environment = Environment {
        docker_host: Some(address),
        docker_config: lab.folder().join("no-login"),
        data_folder: Some(lab.folder().join("data")),
        ..Environment::default()
    };
    let session = Arc::new(Session::start(environment));
    until(&session, |session| session.engine().is_ok()).await;
    session
}

/// Waits until the session is so far.
async fn until(session: &Session, so_far: impl Fn(&Session) -> bool) {
    let mut updates = std::pin::pin!(session.updates());
    while !so_far(session) {
        updates.next().await.expect("a session goes on telling");
    }
}

fn through(reference: &str, mirror: &str) -> Action {
    Action::PullThrough { reference: reference.into(), platform: String::new(), mirror: format!("http://{mirror}") }
}

async fn perform(session: &Arc<Session>, action: Action) -> Job {
    let id = session.perform(action);
    session.jobs().wait(id).await.expect("the job is known")
}

async fn done(session: &Arc<Session>, action: Action) -> Job {
    let job = perform(session, action).await;
    assert_eq!(job.state, JobState::Done, "{} is done: {:?}", job.command, job.error);
    job
}

async fn failure(session: &Arc<Session>, action: Action) -> Error {
    let job = perform(session, action).await;
    job.error.unwrap_or_else(|| panic!("{} fails, but is {:?}", job.command, job.state))
}

async fn inspected(docker: &Cli, name: &str) -> Value {
    let text = docker.run(&["image", "inspect", name]).await.unwrap();
    serde_json::from_str::<Value>(&text).unwrap()[0].take()
}

/// All names that the engine has for images.
async fn names(docker: &Cli) -> Vec<String> {
    let printed = docker.run(&["images", "--format", "{{.Repository}}:{{.Tag}}"]).await.unwrap();
    printed.lines().map(str::to_owned).collect()
}

async fn nothing_is_left(docker: &Cli, after: &str) {
    assert_eq!(docker.run(&["images", "-aq"]).await.unwrap(), "", "nothing is left after {after}");
}

/// What Docker Hub gives, on an engine that reaches it.
async fn from_hub() -> (Value, String) {
    let lab = Lab::start(LabOptions::default()).await.expect("the lab starts");
    let docker = lab.docker();
    docker.run(&["pull", "-q", UBUNTU]).await.unwrap();
    let image = inspected(&docker, UBUNTU).await;
    let digest = image["RepoDigests"][0].as_str().unwrap().split_once('@').unwrap().1.to_owned();
    (image, digest)
}

#[tokio::test]
async fn an_image_comes_through_a_mirror_when_docker_hub_does_not_answer() {
    let (by_hub, _) = from_hub().await;
    let lab = walled_off().await;
    let docker = lab.docker();
    let session = session(&lab, lab.docker_host()).await;
    let pull = Action::Pull { reference: UBUNTU.into(), platform: String::new() };
    assert_eq!(failure(&session, pull).await.code, ErrorCode::RegistryUnreachable, "Docker Hub is not to be had");
    nothing_is_left(&docker, "a pull that failed").await;

    let mirror = lab.mirror().address();
    let action = through(UBUNTU, mirror);
    let job = done(&session, action.clone()).await;
    let id = by_hub["Id"].as_str().unwrap().to_owned();
    assert_eq!(
        job.outcome,
        Some(Outcome::Image { id: id.clone(), reference: Some(UBUNTU.into()) }),
        "it is the image that Docker Hub has, under its usual name"
    );
    assert_eq!(names(&docker).await, [UBUNTU], "the mirror's name is gone again");
    match job.progress {
        Some(Progress::Pull(pull)) => assert_eq!((pull.layers.len(), pull.percent), (5, Some(100.0)), "layer by layer"),
        other => panic!("it is told as a pull: {other:?}"),
    }
    let untagged = format!("Untagged: {mirror}/library/{UBUNTU}");
    assert!(job.log.contains(&untagged), "what docker rmi prints is in the log: {:?}", job.log);
    // Layers that are unpacked anew lie in folders of other names.
    let said = async || {
        let mut facts = twins::image(&docker, UBUNTU).await.unwrap();
        facts.retain(|path, _| !path.starts_with(".GraphDriver.Data"));
        facts
    };
    let ours = said().await;

    docker.run(&["rmi", UBUNTU]).await.unwrap();
    until(&session, |session| session.inventory().with(|contents| contents.images.is_empty())).await;
    let draft = session.draft(&action);
    assert_eq!(draft.problems, [], "nothing stands in the way");
    assert_eq!(
        draft.command.text,
        format!(
            "docker pull {mirror}/library/{UBUNTU} && docker tag {mirror}/library/{UBUNTU} {UBUNTU} && \
             docker rmi {mirror}/library/{UBUNTU}"
        ),
        "the command beside it"
    );
    let typed = docker.shell(&draft.command.text).await.unwrap();
    assert_eq!(typed.code, 0, "the command does it, too: {}", typed.err);
    assert_eq!(names(&docker).await, [UBUNTU], "it leaves the same name");
    let differing = twins::differing(&ours, &said().await);
    assert!(differing.is_empty(), "as the command leaves it, but for {differing:#?}");
}

/// Waits until the inventory has the image as one that a registry has.
async fn known_to_a_registry(session: &Session) {
    let is_known = |session: &Session| {
        session
            .inventory()
            .with(|contents| contents.image(UBUNTU).is_some_and(|image| image.origin == ImageOrigin::Registry))
    };
    until(session, is_known).await;
}

#[tokio::test]
async fn what_came_through_a_mirror_can_be_had_again() {
    let lab = walled_off().await;
    let docker = lab.docker();
    let session = session(&lab, lab.docker_host()).await;
    done(&session, through(UBUNTU, lab.mirror().address())).await;
    let id = inspected(&docker, UBUNTU).await["Id"].clone();
    known_to_a_registry(&session).await;
    let choice = CleanupChoice { images: vec![UBUNTU.to_owned()], ..CleanupChoice::default() };
    let plan = session.plan(&choice).unwrap();
    assert_eq!((plan.items.len(), plan.items[0].only_here), (1, false), "nothing more needs to be accepted: {plan:?}");
    let origin = session.origin(UBUNTU).await.unwrap();
    assert_eq!(origin.verdict, OriginVerdict::Available, "the mirror is asked, and has it: {origin:?}");

    drop(session);
    let session = self::session(&lab, lab.docker_host()).await;
    known_to_a_registry(&session).await;
    done(&session, Action::RemoveImages { targets: vec![UBUNTU.to_owned()] }).await;
    let gone = session.records().await.unwrap().remove(0);
    let known_as = format!("{}/library/ubuntu@sha256:", lab.mirror().address());
    let reference = gone.digests.iter().find(|digest| digest.starts_with(&known_as)).unwrap_or_else(|| {
        panic!("the record tells where it came from, though the engine had forgotten: {gone:?}");
    });
    done(&session, Action::PullAgain { reference: reference.clone(), tags: gone.tags.clone() }).await;
    assert_eq!(inspected(&docker, UBUNTU).await["Id"], id, "the same image is back under its name");
}

#[tokio::test]
async fn a_name_that_another_image_has_is_warned_of_and_taken() {
    let lab = walled_off().await;
    let docker = lab.docker();
    let session = session(&lab, lab.docker_host()).await;
    let mirror = lab.mirror().address();
    docker.run(&["pull", "-q", &format!("{mirror}/library/redis")]).await.unwrap();
    docker.run(&["tag", &format!("{mirror}/library/redis"), UBUNTU]).await.unwrap();
    let redis = inspected(&docker, UBUNTU).await["Id"].as_str().unwrap().to_owned();
    let is_known = |session: &Session| {
        session.inventory().with(|contents| contents.images.values().any(|image| image.tags.contains(&UBUNTU.into())))
    };
    until(&session, is_known).await;

    let action = through(UBUNTU, mirror);
    let problems = session.draft(&action).problems;
    let told: Vec<_> = problems.iter().map(|problem| (problem.code(), problem.warning)).collect();
    assert_eq!(told, [(ErrorCode::TagTaken, true)], "it is told beforehand, and may be passed over");
    done(&session, action).await;
    assert_ne!(inspected(&docker, UBUNTU).await["Id"], redis.as_str(), "the name is the new image's");
    let loser = inspected(&docker, &format!("{mirror}/library/redis")).await;
    assert_eq!(loser["Id"], redis.as_str(), "the image that lost it is there all the same");
}

#[tokio::test]
async fn a_digest_is_verified() {
    let (by_hub, digest) = from_hub().await;
    let lab = walled_off().await;
    let docker = lab.docker();
    let session = session(&lab, lab.docker_host()).await;
    let mirror = lab.mirror().address();

    let tagged = format!("{UBUNTU}@{digest}");
    let bare = format!("ubuntu@{digest}");
    // First of all: what an engine has had once, it may take from its own store.
    let lying = lab.lying().unwrap();
    for reference in [&bare, &tagged] {
        let error = failure(&session, through(reference, &lying.address())).await;
        let why = format!("a mirror that gives something else for {reference} is found out: {}", error.message);
        assert_eq!(error.code, ErrorCode::DigestMismatch, "{why}");
        nothing_is_left(&docker, "a digest that does not match").await;
    }

    done(&session, through(&tagged, mirror)).await;
    let image = inspected(&docker, UBUNTU).await;
    assert_eq!(image["Id"], by_hub["Id"], "it is the image of the digest, under its usual name");
    let known = format!("{mirror}/library/ubuntu@{digest}");
    assert_eq!(inspected(&docker, &known).await["Id"], by_hub["Id"], "and known by its digest");
    docker.run(&["rmi", UBUNTU, &known]).await.unwrap();

    let action = through(&bare, mirror);
    let job = done(&session, action.clone()).await;
    assert_eq!(job.command, format!("docker pull {known}"), "a digest alone has no name to give");
    assert_eq!(inspected(&docker, &known).await["Id"], by_hub["Id"], "it is known by its digest");
    docker.run(&["rmi", &known]).await.unwrap();
}

#[tokio::test]
async fn podman_pulls_through_a_mirror_and_verifies_digests_too() {
    let (by_hub, digest) = from_hub().await;
    let lab = Lab::start(LabOptions::default()).await.unwrap();
    let podman = lab.podman().await.unwrap();
    let docker = podman.docker();
    let session = session(&lab, podman.docker_host()).await;
    let mirror = lab.mirror().address();
    done(&session, through(UBUNTU, mirror)).await;
    assert_eq!(names(&docker).await, [UBUNTU], "under its usual name alone");
    if lab.store() == Store::Classic {
        assert_eq!(inspected(&docker, UBUNTU).await["Id"], by_hub["Id"], "the image that Docker Hub has");
    }
    docker.run(&["rmi", UBUNTU]).await.unwrap();

    done(&session, through(&format!("{UBUNTU}@{digest}"), mirror)).await;
    assert!(names(&docker).await.contains(&UBUNTU.to_owned()), "named, by its digest");
    let id = inspected(&docker, UBUNTU).await["Id"].as_str().unwrap().to_owned();
    docker.run(&["rmi", "-f", &id]).await.unwrap();
    nothing_is_left(&docker, "its removal by ID").await;
    let lying = lab.lying().unwrap();
    let error = failure(&session, through(&format!("ubuntu@{digest}"), &lying.address())).await;
    assert_eq!(error.code, ErrorCode::DigestMismatch, "something else is found out: {}", error.message);
    nothing_is_left(&docker, "a digest that does not match").await;
}

#[tokio::test]
async fn what_an_engine_refuses_of_a_mirror_has_its_code() {
    let lab = walled_off().await;
    let docker = lab.docker();
    let session = session(&lab, lab.docker_host()).await;
    let (plain, password, limited, untrusted) =
        (lab.plain().unwrap(), lab.password().await.unwrap(), lab.limited().unwrap(), lab.untrusted().unwrap());
    for (mirror, code, why) in [
        (plain.address(), ErrorCode::RegistryInsecure, "plain HTTP, but not on this machine"),
        (password.address(), ErrorCode::PullUnauthorized, "it wants a login"),
        (limited.address(), ErrorCode::PullRateLimited, "it has given enough"),
        (untrusted.address(), ErrorCode::RegistryCertificate, "its certificate is not trusted"),
        (format!("127.0.0.1:{}", free_port()), ErrorCode::RegistryUnreachable, "nothing listens"),
    ] {
        assert_eq!(failure(&session, through("redis", &mirror)).await.code, code, "{why}");
    }
    nothing_is_left(&docker, "mirrors that give nothing").await;
    let elsewhere = through("ghcr.io/team/app:1", lab.mirror().address());
    assert_eq!(failure(&session, elsewhere).await.code, ErrorCode::MirrorHubOnly, "it is not Docker Hub's");
}

#[tokio::test]
async fn a_pull_through_a_mirror_that_is_cancelled_leaves_nothing() {
    let lab = walled_off().await;
    let docker = lab.docker();
    let session = session(&lab, lab.docker_host()).await;
    let slow = lab.slow(200_000).unwrap();
    let id = session.perform(through(UBUNTU, &slow.address()));
    let mut updates = std::pin::pin!(session.updates());
    loop {
        let update = updates.next().await.expect("a session goes on telling");
        let Update::Job { job } = update else { continue };
        if matches!(&job.progress, Some(Progress::Pull(pull)) if pull.layers.iter().any(|layer| layer.downloaded > 0)) {
            break;
        }
    }
    session.jobs().cancel(id).unwrap();
    assert_eq!(session.jobs().wait(id).await.unwrap().state, JobState::Cancelled, "it stops");
    nothing_is_left(&docker, "a cancelled pull").await;
}

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

/// A mirror's test, and how many steps were told meanwhile.
async fn tested(mirror: &str, image: &str, logins: &Credentials) -> (MirrorTest, usize) {
    let mut steps = 0;
    let test =
        registry::test_mirror(mirror, image, PLATFORM, logins, |_| steps += 1).await.expect("the names are right");
    (test, steps)
}

/// A configuration folder with a login for the registry.
fn login(lab: &Lab, registry: &str) -> Credentials {
    let folder: PathBuf = lab.folder().join("login");
    std::fs::create_dir_all(&folder).unwrap();
    let auth = STANDARD.encode(format!("{USER}:{PASSWORD}"));
    std::fs::write(folder.join("config.json"), json!({ "auths": { registry: { "auth": auth } } }).to_string()).unwrap();
    Credentials::from_folder(folder)
}

#[tokio::test]
async fn a_mirror_is_tested_for_what_it_is() {
    let lab = Lab::start(LabOptions::default()).await.unwrap();
    let docker = lab.docker();
    let nobody = Credentials::from_folder(lab.folder().join("no-login"));
    docker.run(&["pull", "-q", UBUNTU]).await.unwrap();
    let digests = inspected(&docker, UBUNTU).await["RepoDigests"].clone();
    let digest = digests[0].as_str().unwrap().split_once('@').unwrap().1.to_owned();

    let mirror = format!("http://{}", lab.mirror().address());
    let (test, steps) = tested(&mirror, UBUNTU, &nobody).await;
    assert_eq!(test.failed, None, "the mirror has it");
    assert_eq!(steps, 4, "each step is told as it succeeds");
    assert_eq!(test.reached.as_ref().map(|reached| reached.address.as_str()), Some(lab.mirror().address()), "where");
    let found = test.found.expect("it has the image");
    assert_eq!(found.digest, digest, "the digest that an engine knows");
    assert!(!found.token, "nobody asked for a token");
    let speed = test.speed.expect("it has been measured");
    assert!(speed.bytes > 0 && speed.bytes <= 2_000_000 && speed.bytes < found.bytes, "a part, not all: {speed:?}");
    assert!(speed.per_second > 0, "so fast: {speed:?}");

    let token = lab.token().unwrap();
    let (test, _) = tested(&format!("http://{}", token.address()), UBUNTU, &nobody).await;
    assert_eq!(test.failed, None, "a token is fetched and shown");
    assert_eq!(test.found.map(|found| (found.token, found.digest)), Some((true, digest.clone())), "it is told");

    const PACE: u32 = 100_000;
    let slow = lab.slow(PACE).unwrap();
    let (test, _) = tested(&format!("http://{}", slow.address()), UBUNTU, &nobody).await;
    let speed = test.speed.expect("slow is not unreachable");
    assert!(speed.bytes < 2_000_000, "it is not waited for: {speed:?}");
    assert!(speed.per_second <= u64::from(2 * PACE), "as slow as the line: {speed:?}");

    let several = tested(&mirror, "multiarch", &nobody).await.0;
    assert_eq!(several.failed, None, "an image for several platforms is measured for one");
    assert!(several.found.is_some_and(|found| found.bytes > 0), "with that one's bytes");

    let by_digest = tested(&mirror, &format!("ubuntu@{digest}"), &nobody).await.0;
    assert_eq!(by_digest.failed, None, "a digest is there, too");

    let password = lab.password().await.unwrap();
    let with_login = login(&lab, &password.address());
    // It holds redis at its root, not where Docker Hub's would be.
    let test = tested(&format!("http://{}", password.address()), "redis", &with_login).await.0;
    let failed = test.failed.expect("it has no library/redis");
    assert_eq!((failed.step, failed.error.code), (MirrorStep::Image, ErrorCode::PullNotFound), "the login was taken");
}

#[tokio::test]
async fn what_is_wrong_with_a_mirror_is_told_by_step_and_code() {
    let lab = Lab::start(LabOptions::default()).await.unwrap();
    let nobody = Credentials::from_folder(lab.folder().join("no-login"));
    let (password, limited, untrusted, page, lying, token) = (
        lab.password().await.unwrap(),
        lab.limited().unwrap(),
        lab.untrusted().unwrap(),
        lab.page().unwrap(),
        lab.lying().unwrap(),
        lab.token().unwrap(),
    );
    let digest = tested(&format!("http://{}", lab.mirror().address()), UBUNTU, &nobody).await.0.found.unwrap().digest;
    let by_digest = format!("ubuntu@{digest}");
    let http = |address: &str| format!("http://{address}");
    use ErrorCode::*;
    for (mirror, image, step, code, why) in [
        ("https://nowhere.invalid".to_owned(), UBUNTU, MirrorStep::Reach, MirrorNameUnknown, "no such host"),
        (http(&format!("127.0.0.1:{}", free_port())), UBUNTU, MirrorStep::Reach, MirrorUnreachable, "nothing listens"),
        (format!("https://{}", untrusted.address()), UBUNTU, MirrorStep::Reach, MirrorCertificate, "not trusted"),
        (format!("https://{}", lab.mirror().address()), UBUNTU, MirrorStep::Reach, MirrorPlainHttp, "no TLS there"),
        (http(&page.address()), UBUNTU, MirrorStep::Registry, MirrorNotRegistry, "a page"),
        (http(&password.address()), UBUNTU, MirrorStep::Image, PullUnauthorized, "a login is wanted"),
        (http(&limited.address()), UBUNTU, MirrorStep::Image, PullRateLimited, "enough"),
        (http(lab.mirror().address()), "nosuch/image", MirrorStep::Image, PullNotFound, "no such image"),
        (http(&token.address()), "nosuch/image", MirrorStep::Image, PullNotFound, "no such image behind a token"),
        (http(&lying.address()), by_digest.as_str(), MirrorStep::Image, DigestMismatch, "something else"),
    ] {
        let failed = tested(&mirror, image, &nobody).await.0.failed;
        let failed = failed.unwrap_or_else(|| panic!("{mirror} is told from a good one: {why}"));
        assert_eq!((failed.step, failed.error.code), (step, code), "{why}: {}", failed.error.message);
    }
    let wrong = registry::test_mirror("not an address", UBUNTU, PLATFORM, &nobody, |_| {}).await;
    assert_eq!(wrong.map_err(|error| error.code), Err(MirrorInvalid), "an address comes first");
}

#[tokio::test]
async fn a_test_that_is_dropped_lets_go_of_the_mirror() {
    let lab = Lab::start(LabOptions::default()).await.unwrap();
    let nobody = Credentials::from_folder(lab.folder().join("no-login"));
    // It takes connections and never answers.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mirror = format!("http://{}", silent.local_addr().unwrap());
    let testing = tokio::spawn(async move { registry::test_mirror(&mirror, UBUNTU, PLATFORM, &nobody, |_| {}).await });
    let (_reach, _) = silent.accept().await.unwrap();
    let (asked, _) = silent.accept().await.unwrap();
    let mut lines = BufReader::new(asked).lines();
    let line = lines.next_line().await.unwrap();
    assert_eq!(line.as_deref(), Some("GET /v2/ HTTP/1.1"), "it is asked whether it is a registry");
    testing.abort();
    // The end comes when the other side lets go; until then this waits.
    while let Ok(Some(_)) = lines.next_line().await {}
    assert!(testing.await.is_err_and(|error| error.is_cancelled()), "nobody waits for it any more");
}

#[tokio::test]
async fn dockerd_takes_its_lines_while_it_runs_and_when_it_starts() {
    let mut lab = walled_off().await;
    let docker = lab.docker();
    let mirror = format!("http://{}", lab.mirror().address());
    let engine = engine(lab.docker_host()).await;
    let mut facts = EngineFacts::gather(&engine).await.unwrap();
    // The lab's engine is told of its file by a flag; it is treated as the system's own here.
    facts.info.root_folder = "/var/lib/docker".into();
    let before = std::fs::read_to_string(lab.configuration()).unwrap();
    let told = mirrors::configured(&facts, Ok(Some(before)), &[mirror.clone(), "mirror.example/hub".into()]);
    assert_eq!(told.file, MirrorFile::Read, "the file is understood");
    let codes: Vec<_> = told.left_out.iter().map(|error| error.code).collect();
    assert_eq!(codes, [ErrorCode::MirrorPathNotAllowed], "what dockerd would refuse is left out");
    let text: String = told.lines.iter().map(|line| format!("{}\n", line.text)).collect();
    assert!(text.contains("containerd-snapshotter"), "what stood there stays: {text}");
    std::fs::write(lab.configuration(), &text).unwrap();

    lab.reload_engine().await.unwrap();
    let mirrors = async || docker.run(&["info", "--format", "{{json .RegistryConfig.Mirrors}}"]).await.unwrap();
    while !mirrors().await.contains(&mirror) {
        assert!(!lab.engine_log().contains("error reloading"), "the lines are accepted: {}", lab.engine_log());
        tokio::task::yield_now().await;
    }
    docker.run(&["pull", "-q", UBUNTU]).await.expect("Docker Hub's image comes from the mirror, without a restart");

    lab.stop_engine().await.unwrap();
    lab.start_engine().await.expect("the engine starts with these lines");
    assert!(mirrors().await.contains(&mirror), "and knows the mirror");
    docker.run(&["pull", "-q", "redis"]).await.expect("another image comes from it");
}

#[tokio::test]
async fn podman_takes_its_lines() {
    let lab = walled_off().await;
    let probe = lab.podman_with("").await.unwrap();
    let engine = engine(probe.docker_host()).await;
    let facts = EngineFacts::gather(&engine).await.unwrap();
    drop((engine, probe));
    let told = mirrors::configured(&facts, Ok(Some(String::new())), &[format!("http://{}", lab.mirror().address())]);
    assert_eq!(told.file, MirrorFile::Missing, "a file of its own");
    let lines: String = told.lines.iter().map(|line| format!("{}\n", line.text)).collect();
    let podman = lab.podman_with(&format!("unqualified-search-registries = [\"docker.io\"]\n{lines}")).await.unwrap();
    podman.docker().run(&["pull", "-q", UBUNTU]).await.expect("Docker Hub's image comes from the mirror");
}
