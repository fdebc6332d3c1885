//! The practice engine, as root's dockerd and as another user's Podman.

use std::{os::unix::fs::MetadataExt, process::Stdio};

use slipway_engine::{
    connect::{PracticeLocation, SOCKET_VARIABLE},
    practice::{PracticeEngine, daemon::answers},
};
use slipway_engine_tests::prelude::*;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout},
};

/// The program that serves the practice engine, as `slipway` does.
const PROGRAM: &str = env!("CARGO_BIN_EXE_slipway-headless");

fn temporary(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("slipway-{name}-{}", std::process::id()))
}

#[tokio::test]
async fn the_practice_engine_serves_its_images_is_shared_and_keeps_its_storage() {
    let folder = temporary("practice");
    let socket = folder.join("practice.sock");

    let engine = PracticeEngine::start_at(&folder, &socket).await.expect("the practice engine starts");
    assert!(engine.is_ours(), "this test started it");
    let docker = Cli::new(format!("unix://{}", socket.display()), folder.join("client"));
    let printed = docker.run(&["pull", "practice/shell:1.0"]).await.unwrap();
    assert_eq!(printed.matches(": Pull complete").count(), 5, "a practice pull shows five layers: {printed}");
    for reference in ["practice/shell:1.1", "practice/shell:latest", "practice/web", "practice/tools:1.0"] {
        docker.run(&["pull", "-q", reference]).await.expect("every practice image is pulled");
    }
    let id = async |reference: &str| docker.run(&["inspect", "-f", "{{.Id}}", reference]).await.unwrap();
    assert_eq!(id("practice/shell:1.1").await, id("practice/shell:latest").await, "one image under two tags");

    let release =
        docker.run(&["run", "--rm", "practice/shell:1.0", "bash", "-c", "cat /etc/os-release"]).await.unwrap();
    assert!(release.contains("NAME=\"Slipway Practice\""), "the system identifies itself: {release}");
    docker.run(&["run", "-d", "--name", "webserver", "practice/web"]).await.unwrap();
    let page = docker.run(&["exec", "webserver", "bash", "-c", "wget -qO- http://127.0.0.1/"]).await.unwrap();
    assert_eq!(page, "<h1>Slipway practice web server</h1>", "the web server serves its page");

    let second = PracticeEngine::start_at(&folder, &socket).await.expect("a second start finds the first");
    assert!(!second.is_ours(), "a running practice engine is reused");
    second.stop().await;
    assert!(answers(&socket).await, "only the one that started it ends it");

    engine.stop().await;
    assert!(!answers(&socket).await, "the one that started it ends it");
    let configuration = folder.join("engine/daemon.json");
    std::fs::write(configuration, r#"{"debug":true}"#).expect("it has a configuration file of its own");
    let engine = PracticeEngine::start_at(&folder, &socket).await.expect("it starts again on its storage");
    let debug = docker.run(&["info", "-f", "{{.Debug}}"]).await.unwrap();
    assert_eq!(debug, "true", "it reads that file, not the machine's, which could conflict with its flags");
    docker.run(&["inspect", "practice/shell:1.0"]).await.expect("pulled images are kept");
    engine.stop().await;
    std::fs::remove_dir_all(&folder).expect("nothing is mounted in the folder");
}

/// Starts a session whose practice engine is in this folder, and that finds no other engine.
fn session(folder: &Path) -> Session {
    let practice = PracticeLocation {
        socket: Some(folder.join("practice.sock")),
        folder: Some(folder.to_owned()),
        program: Some(PROGRAM.into()),
    };
    let docker_config = folder.join("docker");
    Session::start(Environment { practice, docker_config, ..Environment::default() })
}

async fn until_practice(session: &Session, what: &str, holds: impl Fn(&PracticeStatus) -> bool) -> PracticeStatus {
    find_update(session, what, |update| match update {
        Update::Practice { status } => Some(status).filter(|status| holds(status)),
        _ => None,
    })
    .await
}

async fn until_connected(session: &Session) {
    find_update(session, "a connection to the practice engine", |update| match update {
        Update::Engine { status: EngineStatus::Connected { engine } } => engine.practice.then_some(()),
        _ => None,
    })
    .await;
}

async fn until_images(session: &Session, count: usize) {
    find_update(session, &format!("{count} images"), |update| match update {
        Update::Inventory { .. } | Update::Patch { .. } => {
            session.inventory().with(|contents| (contents.images.len() == count).then_some(()))
        }
        _ => None,
    })
    .await;
}

/// Creates an object of every kind.
async fn create_objects(docker: &Cli) {
    docker.run(&["pull", "-q", "practice/shell:1.0"]).await.expect("an image");
    docker.run(&["tag", "practice/shell:1.0", "mine:v1"]).await.expect("a second name");
    docker.run(&["volume", "create", "kept"]).await.expect("a volume");
    docker.run(&["network", "create", "--internal", "apart"]).await.expect("a network");
    docker
        .run(&["run", "-d", "--name", "busy", "-v", "kept:/data", "mine:v1", "sleep", "1000"])
        .await
        .expect("a container");
}

async fn assert_empty(docker: &Cli) {
    for list in [vec!["images", "-aq"], vec!["ps", "-aq"], vec!["volume", "ls", "-q"]] {
        let left = docker.run(&list).await.expect("the command succeeds");
        assert!(left.is_empty(), "docker {} lists nothing: {left}", list.join(" "));
    }
    let networks = docker.run(&["network", "ls", "--format", "{{.Name}}"]).await.expect("networks are listed");
    assert!(!networks.contains("apart"), "the learner's network is removed: {networks}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_starts_resets_and_stops_the_practice_engine() {
    let folder = temporary("window");
    let socket = folder.join("practice.sock");
    let docker = Cli::new(format!("unix://{}", socket.display()), folder.join("client"));
    let session = session(&folder);
    until_practice(&session, "the initial state", |status| *status == PracticeStatus::Off).await;
    let refused = session.reset_practice().await.expect_err("a stopped engine cannot be reset");
    assert_eq!(refused.code, ErrorCode::PracticeUnavailable, "the error has a code: {refused:?}");

    session.start_practice().await.expect("it starts");
    let status = until_practice(&session, "the start", |status| matches!(status, PracticeStatus::Running { .. })).await;
    let address = format!("unix://{}", socket.display());
    assert_eq!(status, PracticeStatus::Running { address, ours: true }, "this session started it");
    until_connected(&session).await;
    session.start_practice().await.expect("a second start finds the first");

    create_objects(&docker).await;
    until_images(&session, 1).await;
    session.reset_practice().await.expect("it is reset");
    assert_empty(&docker).await;
    until_connected(&session).await;
    until_images(&session, 0).await;
    docker.run(&["pull", "-q", "practice/shell:1.0"]).await.expect("the practice images can be pulled again");

    // Another session finds it, can reset it, and leaves it running.
    let other = self::session(&folder);
    let found = |status: &PracticeStatus| matches!(status, PracticeStatus::Running { ours: false, .. });
    until_practice(&other, "the running engine", found).await;
    create_objects(&docker).await;
    other.start_practice().await.expect("the running engine is used");
    other.reset_practice().await.expect("it is reset through its API");
    assert_empty(&docker).await;
    other.stop_practice().await;
    assert!(answers(&socket).await, "only the one that started it ends it");
    drop(other);

    session.stop_practice().await;
    assert!(!answers(&socket).await, "the one that started it ends it");
    until_practice(&session, "the stop", |status| *status == PracticeStatus::Off).await;

    session.start_practice().await.expect("it starts again");
    drop(session);
    let ending = async {
        let mut ticks = tokio::time::interval(Duration::from_millis(50));
        while answers(&socket).await || socket.exists() {
            ticks.tick().await;
        }
    };
    within("ending with its session", ending).await;
    std::fs::remove_dir_all(&folder).expect("nothing is mounted in the folder");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_engine_at_its_socket_is_never_reset() {
    let lab = lab().await;
    lab.docker().run(&["pull", "-q", "ubuntu:14.04"]).await.expect("an image");
    let practice = PracticeLocation { socket: Some(lab.socket().to_owned()), ..PracticeLocation::default() };
    let session = Session::start(Environment { practice, docker_config: lab.folder(), ..Environment::default() });
    let refused = session.reset_practice().await.expect_err("it is not the practice engine");
    assert_eq!(refused.code, ErrorCode::NotSupported, "the reason: {refused:?}");
    lab.docker().run(&["inspect", "ubuntu:14.04"]).await.expect("nothing was removed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_program_is_named() {
    let practice = PracticeLocation { socket: Some(temporary("missing.sock")), ..PracticeLocation::default() };
    let session = Session::start(Environment { practice, ..Environment::default() });
    let refused = session.start_practice().await.expect_err("there is no program to start");
    assert_eq!(refused.details.get("missing").map(String::as_str), Some("program"), "the reason: {refused:?}");
    let status = until_practice(&session, "the failure", |status| !matches!(status, PracticeStatus::Off)).await;
    assert_eq!(status, PracticeStatus::Failed { error: refused }, "the status has the same reason");
}

/// A session of another user.
struct UserSession {
    requests: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
    child: Child,
}

impl UserSession {
    fn start(user: &UnprivilegedUser, program: &Path) -> Self {
        let mut command = user.command(program).expect("the user's program");
        let mut child = command
            .args(["practice", "hold"])
            .env(SOCKET_VARIABLE, user.runtime_folder().join("practice.sock"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let (requests, output) = (child.stdin.take().expect("a pipe"), child.stdout.take().expect("a pipe"));
        Self { requests, lines: BufReader::new(output).lines(), child }
    }

    /// Sends a request; returns its error and the updates before its end.
    async fn request(&mut self, request: &str) -> (Value, Vec<Value>) {
        self.requests.write_all(format!("{request}\n").as_bytes()).await.expect("it reads");
        let mut updates = Vec::new();
        let reading = async {
            loop {
                let line = self.lines.next_line().await.expect("a line").expect("it does not end");
                let value: Value = serde_json::from_str(&line).expect("JSON");
                if value["kind"] == "done" {
                    return value["error"].clone();
                }
                updates.push(value);
            }
        };
        let error = within(request, reading).await;
        (error, updates)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_root_podman_is_the_practice_engine() {
    let user = UnprivilegedUser::new(temporary("plain")).expect("a user");
    let socket = user.runtime_folder().join("practice.sock");
    let mut session = UserSession::start(&user, Path::new(PROGRAM));
    let (error, updates) = session.request("start").await;
    assert_eq!(error, Value::Null, "it starts without root: {updates:?}");
    let docker = Cli::new(format!("unix://{}", socket.display()), user.home().join("client"));
    let version =
        docker.run(&["version", "--format", "{{(index .Server.Components 0).Name}}"]).await.expect("it responds");
    assert_eq!(version, format!("{:?} Engine", EngineProduct::Podman), "it is Podman");
    let owner = std::fs::metadata(&socket).map(|socket| socket.uid());
    assert_ne!(owner.expect("the socket"), 0, "the socket is not root's");

    create_objects(&docker).await;
    let release = docker.run(&["run", "--rm", "mine:v1", "bash", "-c", "cat /etc/os-release"]).await.expect("it runs");
    assert!(release.contains("Slipway Practice"), "a container runs: {release}");
    let (error, updates) = session.request("reset").await;
    assert_eq!(error, Value::Null, "it is reset: {updates:?}");
    assert_empty(&docker).await;
    docker.run(&["pull", "-q", "practice/web"]).await.expect("the practice images can be pulled again");
    docker.run(&["run", "-d", "practice/web"]).await.expect("it runs");

    let (error, _) = session.request("stop").await;
    assert_eq!(error, Value::Null, "it ends");
    assert!(!answers(&socket).await, "it no longer responds");
    until_no_process_is_left(&user).await;

    let (error, _) = session.request("start").await;
    assert_eq!(error, Value::Null, "it starts on its storage");
    docker.run(&["inspect", "practice/web"]).await.expect("pulled images are kept");
    docker.run(&["run", "-d", "practice/web"]).await.expect("it runs");
    drop(session.requests);
    within("ending with its session", session.child.wait()).await.expect("it ends");
    until_no_process_is_left(&user).await;
}

/// Waits until the user has no processes: what containers leave behind ends after the engine.
async fn until_no_process_is_left(user: &UnprivilegedUser) {
    let ending = async {
        let mut ticks = tokio::time::interval(Duration::from_millis(50));
        while !commands_of(user).is_empty() {
            ticks.tick().await;
        }
    };
    tokio::time::timeout(TIMEOUT, ending).await.unwrap_or_else(|_| panic!("these do not end: {:?}", commands_of(user)));
}

/// The command lines of the user's processes.
fn commands_of(user: &UnprivilegedUser) -> Vec<String> {
    let folders = std::fs::read_dir("/proc").expect("/proc").flatten();
    let users = folders.filter(|entry| std::fs::metadata(entry.path()).is_ok_and(|process| user.owns(process.uid())));
    let lines = users.filter_map(|entry| std::fs::read_to_string(entry.path().join("cmdline")).ok());
    let lines = lines.filter(|line| !line.is_empty() && !line.contains("practice\0hold"));
    lines.map(|line| line.replace('\0', " ")).collect()
}
