//! Registry mirrors on live engines: without Docker Hub the same image is pulled through a mirror; a mirror is tested; an
//! engine accepts the configuration for mirrors.
#![allow(clippy::unwrap_used)] // In a test's own functions, too.

use std::net::TcpListener;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use slipway_engine::mirrors::EngineFacts;
use slipway_engine_tests::prelude::*;
use tokio::io::{AsyncBufReadExt, BufReader};

const UBUNTU: &str = "ubuntu:14.04";
const PLATFORM: (&str, &str) = ("linux", if cfg!(target_arch = "aarch64") { "arm64" } else { "amd64" });

/// A lab whose engine cannot reach Docker Hub.
async fn without_hub() -> Lab {
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

/// Waits until a condition holds.
async fn until(session: &Session, holds: impl Fn(&Session) -> bool) {
    let mut updates = std::pin::pin!(session.updates());
    while !holds(session) {
        updates.next().await.expect("a session keeps sending updates");
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

/// The names of all images.
async fn names(docker: &Cli) -> Vec<String> {
    let printed = docker.run(&["images", "--format", "{{.Repository}}:{{.Tag}}"]).await.unwrap();
    printed.lines().map(str::to_owned).collect()
}

async fn assert_no_images(docker: &Cli, after: &str) {
    assert_eq!(docker.run(&["images", "-aq"]).await.unwrap(), "", "no image is left after {after}");
}

/// The image and digest from Docker Hub, on an engine that can reach it.
async fn from_hub() -> (Value, String) {
    let lab = Lab::start(LabOptions::default()).await.expect("the lab starts");
    let docker = lab.docker();
    docker.run(&["pull", "-q", UBUNTU]).await.unwrap();
    let image = inspected(&docker, UBUNTU).await;
    let digest = image["RepoDigests"][0].as_str().unwrap().split_once('@').unwrap().1.to_owned();
    (image, digest)
}

#[tokio::test]
async fn an_image_is_pulled_through_a_mirror_without_docker_hub() {
    let (by_hub, _) = from_hub().await;
    let lab = without_hub().await;
    let docker = lab.docker();
    let session = session(&lab, lab.docker_host()).await;
    let pull = Action::Pull { reference: UBUNTU.into(), platform: String::new() };
    assert_eq!(failure(&session, pull).await.code, ErrorCode::RegistryUnreachable, "Docker Hub is unreachable");
    assert_no_images(&docker, "a failed pull").await;

    let mirror = lab.mirror().address();
    let action = through(UBUNTU, mirror);
    let job = done(&session, action.clone()).await;
    let id = by_hub["Id"].as_str().unwrap().to_owned();
    assert_eq!(
        job.outcome,
        Some(Outcome::Image { id: id.clone(), reference: Some(UBUNTU.into()) }),
        "the image of Docker Hub, with its usual name"
    );
    assert_eq!(names(&docker).await, [UBUNTU], "the mirror's name is removed");
    match job.progress {
        Some(Progress::Pull(pull)) => {
            assert_eq!((pull.layers.len(), pull.percent), (5, Some(100.0)), "the progress of each layer")
        }
        other => panic!("progress of a pull, not {other:?}"),
    }
    let untagged = format!("Untagged: {mirror}/library/{UBUNTU}");
    assert!(job.log.contains(&untagged), "the log has the output of docker rmi: {:?}", job.log);
    // Layers that are unpacked again are stored in other folders.
    let facts = async || {
        let mut facts = twins::image(&docker, UBUNTU).await.unwrap();
        facts.retain(|path, _| !path.starts_with(".GraphDriver.Data"));
        facts
    };
    let ours = facts().await;

    docker.run(&["rmi", UBUNTU]).await.unwrap();
    until(&session, |session| session.inventory().with(|contents| contents.images.is_empty())).await;
    let draft = session.draft(&action);
    assert_eq!(draft.problems, [], "no problem");
    assert_eq!(
        draft.command.text,
        format!(
            "docker pull {mirror}/library/{UBUNTU} && docker tag {mirror}/library/{UBUNTU} {UBUNTU} && \
             docker rmi {mirror}/library/{UBUNTU}"
        ),
        "the equivalent command"
    );
    let typed = docker.shell(&draft.command.text).await.unwrap();
    assert_eq!(typed.code, 0, "the command succeeds: {}", typed.err);
    assert_eq!(names(&docker).await, [UBUNTU], "the same name is left");
    let differing = twins::differing(&ours, &facts().await);
    assert!(differing.is_empty(), "the same as by the command, except {differing:#?}");
}

/// Waits until a registry is the origin of the image in the inventory.
async fn until_from_registry(session: &Session) {
    let is_known = |session: &Session| {
        session
            .inventory()
            .with(|contents| contents.image(UBUNTU).is_some_and(|image| image.origin == ImageOrigin::Registry))
    };
    until(session, is_known).await;
}

#[tokio::test]
async fn an_image_from_a_mirror_can_be_pulled_again() {
    let lab = without_hub().await;
    let docker = lab.docker();
    let session = session(&lab, lab.docker_host()).await;
    done(&session, through(UBUNTU, lab.mirror().address())).await;
    let id = inspected(&docker, UBUNTU).await["Id"].clone();
    until_from_registry(&session).await;
    let choice = CleanupChoice { images: vec![UBUNTU.to_owned()], ..CleanupChoice::default() };
    let plan = session.plan(&choice).await.unwrap();
    assert_eq!((plan.items.len(), plan.items[0].only_here), (1, false), "nothing has to be accepted: {plan:?}");
    let origin = session.origin(UBUNTU).await.unwrap();
    assert_eq!(origin.verdict, OriginVerdict::Available, "the mirror has it: {origin:?}");

    drop(session);
    let session = self::session(&lab, lab.docker_host()).await;
    until_from_registry(&session).await;
    done(&session, Action::RemoveImages { targets: vec![UBUNTU.to_owned()] }).await;
    let gone = session.records().await.unwrap().remove(0);
    let prefix = format!("{}/library/ubuntu@sha256:", lab.mirror().address());
    let reference = gone.digests.iter().find(|digest| digest.starts_with(&prefix)).unwrap_or_else(|| {
        panic!("the record has the mirror's digest, which the engine has forgotten: {gone:?}");
    });
    done(&session, Action::PullAgain { reference: reference.clone(), tags: gone.tags.clone() }).await;
    assert_eq!(inspected(&docker, UBUNTU).await["Id"], id, "the same image has its name again");
}

#[tokio::test]
async fn a_taken_name_is_a_warning_and_moves() {
    let lab = without_hub().await;
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
    let codes: Vec<_> = problems.iter().map(|problem| (problem.code(), problem.warning)).collect();
    assert_eq!(codes, [(ErrorCode::TagTaken, true)], "only a warning");
    done(&session, action).await;
    assert_ne!(inspected(&docker, UBUNTU).await["Id"], redis.as_str(), "the new image has the name");
    let loser = inspected(&docker, &format!("{mirror}/library/redis")).await;
    assert_eq!(loser["Id"], redis.as_str(), "the image that lost the name still exists");
}

#[tokio::test]
async fn a_digest_is_verified() {
    let (by_hub, digest) = from_hub().await;
    let lab = without_hub().await;
    let docker = lab.docker();
    let session = session(&lab, lab.docker_host()).await;
    let mirror = lab.mirror().address();

    let tagged = format!("{UBUNTU}@{digest}");
    let bare = format!("ubuntu@{digest}");
    // Tested first: an engine may use content that it has stored before.
    let lying = lab.lying().unwrap();
    for reference in [&bare, &tagged] {
        let error = failure(&session, through(reference, &lying.address())).await;
        let why = format!("a mirror that serves another image for {reference} is detected: {}", error.message);
        assert_eq!(error.code, ErrorCode::DigestMismatch, "{why}");
        assert_no_images(&docker, "a digest that does not match").await;
    }

    done(&session, through(&tagged, mirror)).await;
    let image = inspected(&docker, UBUNTU).await;
    assert_eq!(image["Id"], by_hub["Id"], "the image of the digest, with its usual name");
    let known = format!("{mirror}/library/ubuntu@{digest}");
    assert_eq!(inspected(&docker, &known).await["Id"], by_hub["Id"], "and with its digest");
    docker.run(&["rmi", UBUNTU, &known]).await.unwrap();

    let action = through(&bare, mirror);
    let job = done(&session, action.clone()).await;
    assert_eq!(job.command, format!("docker pull {known}"), "a digest alone gives no name");
    assert_eq!(inspected(&docker, &known).await["Id"], by_hub["Id"], "the image has its digest");
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
    assert_eq!(names(&docker).await, [UBUNTU], "only its usual name");
    if lab.store() == Store::Classic {
        assert_eq!(inspected(&docker, UBUNTU).await["Id"], by_hub["Id"], "the image of Docker Hub");
    }
    docker.run(&["rmi", UBUNTU]).await.unwrap();

    done(&session, through(&format!("{UBUNTU}@{digest}"), mirror)).await;
    assert!(names(&docker).await.contains(&UBUNTU.to_owned()), "its usual name and its digest");
    let id = inspected(&docker, UBUNTU).await["Id"].as_str().unwrap().to_owned();
    docker.run(&["rmi", "-f", &id]).await.unwrap();
    assert_no_images(&docker, "its removal by ID").await;
    let lying = lab.lying().unwrap();
    let error = failure(&session, through(&format!("ubuntu@{digest}"), &lying.address())).await;
    assert_eq!(error.code, ErrorCode::DigestMismatch, "another image is detected: {}", error.message);
    assert_no_images(&docker, "a digest that does not match").await;
}

#[tokio::test]
async fn each_failure_of_a_pull_through_a_mirror_has_its_code() {
    let lab = without_hub().await;
    let docker = lab.docker();
    let session = session(&lab, lab.docker_host()).await;
    let (plain, password, limited, untrusted) =
        (lab.plain().unwrap(), lab.password().await.unwrap(), lab.limited().unwrap(), lab.untrusted().unwrap());
    for (mirror, code, why) in [
        (plain.address(), ErrorCode::RegistryInsecure, "plain HTTP, but not on this machine"),
        (password.address(), ErrorCode::PullUnauthorized, "it requires a login"),
        (limited.address(), ErrorCode::PullRateLimited, "the rate limit"),
        (untrusted.address(), ErrorCode::RegistryCertificate, "its certificate is not trusted"),
        (format!("127.0.0.1:{}", free_port()), ErrorCode::RegistryUnreachable, "nothing listens"),
    ] {
        assert_eq!(failure(&session, through("redis", &mirror)).await.code, code, "{why}");
    }
    assert_no_images(&docker, "failed pulls").await;
    let elsewhere = through("ghcr.io/team/app:1", lab.mirror().address());
    assert_eq!(failure(&session, elsewhere).await.code, ErrorCode::MirrorHubOnly, "an image of another registry");
}

#[tokio::test]
async fn a_cancelled_pull_through_a_mirror_leaves_nothing() {
    let lab = without_hub().await;
    let docker = lab.docker();
    let session = session(&lab, lab.docker_host()).await;
    let slow = lab.slow(200_000).unwrap();
    let id = session.perform(through(UBUNTU, &slow.address()));
    let mut updates = std::pin::pin!(session.updates());
    loop {
        let update = updates.next().await.expect("a session keeps sending updates");
        let Update::Job { job } = update else { continue };
        if matches!(&job.progress, Some(Progress::Pull(pull)) if pull.layers.iter().any(|layer| layer.downloaded > 0)) {
            break;
        }
    }
    session.jobs().cancel(id).unwrap();
    assert_eq!(session.jobs().wait(id).await.unwrap().state, JobState::Cancelled, "it is cancelled");
    assert_no_images(&docker, "a cancelled pull").await;
}

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

/// Tests a mirror; returns the result and the number of steps reported.
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
async fn a_mirror_is_tested() {
    let lab = Lab::start(LabOptions::default()).await.unwrap();
    let docker = lab.docker();
    let nobody = Credentials::from_folder(lab.folder().join("no-login"));
    docker.run(&["pull", "-q", UBUNTU]).await.unwrap();
    let digests = inspected(&docker, UBUNTU).await["RepoDigests"].clone();
    let digest = digests[0].as_str().unwrap().split_once('@').unwrap().1.to_owned();

    let mirror = format!("http://{}", lab.mirror().address());
    let (test, steps) = tested(&mirror, UBUNTU, &nobody).await;
    assert_eq!(test.failed, None, "the mirror has the image");
    assert_eq!(steps, 4, "each step is reported");
    assert_eq!(
        test.reached.as_ref().map(|reached| reached.address.as_str()),
        Some(lab.mirror().address()),
        "its address"
    );
    let found = test.found.expect("the image is found");
    assert_eq!(found.digest, digest, "the digest on the engine");
    assert!(!found.token, "no token was required");
    let speed = test.speed.expect("the speed is measured");
    assert!(
        speed.bytes > 0 && speed.bytes <= 2_000_000 && speed.bytes < found.bytes,
        "only a part is downloaded: {speed:?}"
    );
    assert!(speed.per_second > 0, "the speed: {speed:?}");

    let token = lab.token().unwrap();
    let (test, _) = tested(&format!("http://{}", token.address()), UBUNTU, &nobody).await;
    assert_eq!(test.failed, None, "a token is fetched and sent");
    assert_eq!(
        test.found.map(|found| (found.token, found.digest)),
        Some((true, digest.clone())),
        "the token is reported"
    );

    const PACE: u32 = 100_000;
    let slow = lab.slow(PACE).unwrap();
    let (test, _) = tested(&format!("http://{}", slow.address()), UBUNTU, &nobody).await;
    let speed = test.speed.expect("a slow mirror is reachable");
    assert!(speed.bytes < 2_000_000, "the download is limited in time: {speed:?}");
    assert!(speed.per_second <= u64::from(2 * PACE), "as slow as the proxy: {speed:?}");

    let several = tested(&mirror, "multiarch", &nobody).await.0;
    assert_eq!(several.failed, None, "an image for several platforms");
    assert!(several.found.is_some_and(|found| found.bytes > 0), "the bytes for one platform");

    let by_digest = tested(&mirror, &format!("ubuntu@{digest}"), &nobody).await.0;
    assert_eq!(by_digest.failed, None, "a digest is found, too");

    let password = lab.password().await.unwrap();
    let with_login = login(&lab, &password.address());
    // It has redis at its root, not in `library`.
    let test = tested(&format!("http://{}", password.address()), "redis", &with_login).await.0;
    let failed = test.failed.expect("library/redis is missing");
    assert_eq!(
        (failed.step, failed.error.code),
        (MirrorStep::Image, ErrorCode::PullNotFound),
        "the login was accepted"
    );
}

#[tokio::test]
async fn each_failure_of_a_test_has_its_step_and_code() {
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
        (
            format!("https://{}", untrusted.address()),
            UBUNTU,
            MirrorStep::Reach,
            MirrorCertificate,
            "an untrusted certificate",
        ),
        (format!("https://{}", lab.mirror().address()), UBUNTU, MirrorStep::Reach, MirrorPlainHttp, "no TLS"),
        (http(&page.address()), UBUNTU, MirrorStep::Registry, MirrorNotRegistry, "a web page"),
        (http(&password.address()), UBUNTU, MirrorStep::Image, PullUnauthorized, "a login is required"),
        (http(&limited.address()), UBUNTU, MirrorStep::Image, PullRateLimited, "the rate limit"),
        (http(lab.mirror().address()), "nosuch/image", MirrorStep::Image, PullNotFound, "no such image"),
        (http(&token.address()), "nosuch/image", MirrorStep::Image, PullNotFound, "no such image behind a token"),
        (http(&lying.address()), by_digest.as_str(), MirrorStep::Image, DigestMismatch, "another image"),
    ] {
        let failed = tested(&mirror, image, &nobody).await.0.failed;
        let failed = failed.unwrap_or_else(|| panic!("the test of {mirror} fails: {why}"));
        assert_eq!((failed.step, failed.error.code), (step, code), "{why}: {}", failed.error.message);
    }
    let wrong = registry::test_mirror("not an address", UBUNTU, PLATFORM, &nobody, |_| {}).await;
    assert_eq!(wrong.map_err(|error| error.code), Err(MirrorInvalid), "an invalid address");
}

#[tokio::test]
async fn a_dropped_test_closes_its_connection() {
    let lab = Lab::start(LabOptions::default()).await.unwrap();
    let nobody = Credentials::from_folder(lab.folder().join("no-login"));
    // It accepts connections and never responds.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mirror = format!("http://{}", silent.local_addr().unwrap());
    let testing = tokio::spawn(async move { registry::test_mirror(&mirror, UBUNTU, PLATFORM, &nobody, |_| {}).await });
    let (_reach, _) = silent.accept().await.unwrap();
    let (connection, _) = silent.accept().await.unwrap();
    let mut lines = BufReader::new(connection).lines();
    let line = lines.next_line().await.unwrap();
    assert_eq!(line.as_deref(), Some("GET /v2/ HTTP/1.1"), "the first request");
    testing.abort();
    // Reads until the other side closes the connection.
    while let Ok(Some(_)) = lines.next_line().await {}
    assert!(testing.await.is_err_and(|error| error.is_cancelled()), "the test was aborted");
}

#[tokio::test]
async fn dockerd_accepts_the_configuration_on_reload_and_start() {
    let mut lab = without_hub().await;
    let docker = lab.docker();
    let mirror = format!("http://{}", lab.mirror().address());
    let engine = engine(lab.docker_host()).await;
    let mut facts = EngineFacts::gather(&engine).await.unwrap();
    // The lab's engine gets its file by a flag; here it is treated as the system's engine.
    facts.info.root_folder = "/var/lib/docker".into();
    let before = std::fs::read_to_string(lab.configuration()).unwrap();
    let configuration =
        mirrors::configuration_for(&facts, Ok(Some(before)), &[mirror.clone(), "mirror.example/hub".into()]);
    assert_eq!(configuration.file, MirrorFile::Read, "the file is parsed");
    let codes: Vec<_> = configuration.rejected.iter().map(|error| error.code).collect();
    assert_eq!(codes, [ErrorCode::MirrorPathNotAllowed], "what dockerd would reject is left out");
    let text: String = configuration.lines.iter().map(|line| format!("{}\n", line.text)).collect();
    assert!(text.contains("containerd-snapshotter"), "existing entries are kept: {text}");
    std::fs::write(lab.configuration(), &text).unwrap();

    lab.reload_engine().await.unwrap();
    let mirrors = async || docker.run(&["info", "--format", "{{json .RegistryConfig.Mirrors}}"]).await.unwrap();
    while !mirrors().await.contains(&mirror) {
        assert!(!lab.engine_log().contains("error reloading"), "dockerd accepts the lines: {}", lab.engine_log());
        tokio::task::yield_now().await;
    }
    docker.run(&["pull", "-q", UBUNTU]).await.expect("the image is pulled from the mirror, without a restart");

    lab.stop_engine().await.unwrap();
    lab.start_engine().await.expect("the engine starts with these lines");
    assert!(mirrors().await.contains(&mirror), "and uses the mirror");
    docker.run(&["pull", "-q", "redis"]).await.expect("another image is pulled from it");
}

#[tokio::test]
async fn podman_accepts_the_configuration() {
    let lab = without_hub().await;
    let probe = lab.podman_with("").await.unwrap();
    let engine = engine(probe.docker_host()).await;
    let facts = EngineFacts::gather(&engine).await.unwrap();
    drop((engine, probe));
    let configuration =
        mirrors::configuration_for(&facts, Ok(Some(String::new())), &[format!("http://{}", lab.mirror().address())]);
    assert_eq!(configuration.file, MirrorFile::Missing, "a drop-in that does not exist");
    let lines: String = configuration.lines.iter().map(|line| format!("{}\n", line.text)).collect();
    let podman = lab.podman_with(&format!("unqualified-search-registries = [\"docker.io\"]\n{lines}")).await.unwrap();
    podman.docker().run(&["pull", "-q", UBUNTU]).await.expect("the image is pulled from the mirror");
}
