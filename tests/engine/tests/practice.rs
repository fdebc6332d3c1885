//! The practice engine as a person without Docker gets it.

use std::process::Stdio;

use slipway_engine::{
    connect::{PracticeLocation, SOCKET_VARIABLE},
    practice::{PracticeEngine, daemon::answers},
};
use slipway_engine_tests::prelude::*;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout},
};

const PATIENCE: Duration = Duration::from_secs(60);

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
    assert!(engine.is_ours(), "nobody else had started it");
    let docker = Cli::new(format!("unix://{}", socket.display()), folder.join("client"));
    let printed = docker.run(&["pull", "practice/shell:1.0"]).await.unwrap();
    assert_eq!(printed.matches(": Pull complete").count(), 5, "a practice pull shows five layers: {printed}");
    for reference in ["practice/shell:1.1", "practice/shell:latest", "practice/web", "practice/tools:1.0"] {
        docker.run(&["pull", "-q", reference]).await.expect("every practice image is there");
    }
    let id = async |reference: &str| docker.run(&["inspect", "-f", "{{.Id}}", reference]).await.unwrap();
    assert_eq!(id("practice/shell:1.1").await, id("practice/shell:latest").await, "one image under two tags");

    let release =
        docker.run(&["run", "--rm", "practice/shell:1.0", "bash", "-c", "cat /etc/os-release"]).await.unwrap();
    assert!(release.contains("NAME=\"Slipway Practice\""), "it says what it is: {release}");
    docker.run(&["run", "-d", "--name", "webserver", "practice/web"]).await.unwrap();
    let page = docker.run(&["exec", "webserver", "bash", "-c", "wget -qO- http://127.0.0.1/"]).await.unwrap();
    assert_eq!(page, "<h1>Slipway practice web server</h1>", "the web server serves its page");

    let second = PracticeEngine::start_at(&folder, &socket).await.expect("a second start finds the first");
    assert!(!second.is_ours(), "what runs already is used as it is");
    second.stop().await;
    assert!(answers(&socket).await, "who did not start it does not end it");

    engine.stop().await;
    assert!(!answers(&socket).await, "who started it ends it");
    let configuration = folder.join("engine/daemon.json");
    std::fs::write(configuration, r#"{"debug":true}"#).expect("its configuration is a file of its own");
    let engine = PracticeEngine::start_at(&folder, &socket).await.expect("it starts again on its storage");
    let debug = docker.run(&["info", "-f", "{{.Debug}}"]).await.unwrap();
    assert_eq!(debug, "true", "that file is read, not the machine's, which may say what its flags say otherwise");
    docker.run(&["inspect", "practice/shell:1.0"]).await.expect("pulled images stay");
    engine.stop().await;
    std::fs::remove_dir_all(&folder).expect("nothing is mounted in the folder any more");
}

/// A session whose practice engine lives in the folder, and that finds no other.
fn session(folder: &Path) -> Session {
    let practice = PracticeLocation {
        socket: Some(folder.join("practice.sock")),
        folder: Some(folder.to_owned()),
        program: Some(PROGRAM.into()),
    };
    // No other engine: what is tested is which one is used.
    let docker_config = folder.join("docker");
    Session::start(Environment { practice, docker_config, ..Environment::default() })
}

/// Reads a session's updates until one is what is waited for.
async fn until<T>(session: &Session, what: &str, mut wanted: impl FnMut(Update) -> Option<T>) -> T {
    let mut updates = session.updates();
    let waiting = async {
        loop {
            let update = updates.next().await.expect("updates never end");
            if let Some(found) = wanted(update) {
                return found;
            }
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.unwrap_or_else(|_| panic!("did not come about: {what}"))
}

async fn until_practice(session: &Session, what: &str, wanted: impl Fn(&PracticeStatus) -> bool) -> PracticeStatus {
    until(session, what, |update| match update {
        Update::Practice { status } => Some(status).filter(|status| wanted(status)),
        _ => None,
    })
    .await
}

async fn until_practising(session: &Session) {
    until(session, "the practice engine is used", |update| match update {
        Update::Engine { status: EngineStatus::Connected { engine } } => engine.practice.then_some(()),
        _ => None,
    })
    .await;
}

async fn until_images(session: &Session, count: usize) {
    until(session, "so many images are listed", |update| match update {
        Update::Inventory { .. } | Update::Patch { .. } => {
            session.inventory().with(|contents| (contents.images.len() == count).then_some(()))
        }
        _ => None,
    })
    .await;
}

/// Something in every kind of storage.
async fn fill(docker: &Cli) {
    docker.run(&["pull", "-q", "practice/shell:1.0"]).await.expect("an image");
    docker.run(&["tag", "practice/shell:1.0", "mine:v1"]).await.expect("a second name");
    docker.run(&["volume", "create", "kept"]).await.expect("a volume");
    docker.run(&["network", "create", "--internal", "apart"]).await.expect("a network");
    docker.run(&["run", "-d", "--name", "busy", "-v", "kept:/data", "mine:v1", "sleep", "1000"]).await.expect("runs");
}

async fn is_empty(docker: &Cli) {
    for list in [vec!["images", "-aq"], vec!["ps", "-aq"], vec!["volume", "ls", "-q"]] {
        let left = docker.run(&list).await.expect("it is listed");
        assert!(left.is_empty(), "docker {} tells of nothing any more: {left}", list.join(" "));
    }
    let networks = docker.run(&["network", "ls", "--format", "{{.Name}}"]).await.expect("they are listed");
    assert!(!networks.contains("apart"), "the learner's network is gone: {networks}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_starts_empties_and_ends_the_practice_engine() {
    let folder = temporary("window");
    let socket = folder.join("practice.sock");
    let docker = Cli::new(format!("unix://{}", socket.display()), folder.join("client"));
    let session = session(&folder);
    until_practice(&session, "it is off at first", |status| *status == PracticeStatus::Off).await;
    let refused = session.reset_practice().await.expect_err("what does not run cannot be emptied");
    assert_eq!(refused.code, ErrorCode::PracticeUnavailable, "that is said: {refused:?}");

    session.start_practice().await.expect("it starts");
    let status = until_practice(&session, "it runs", |status| matches!(status, PracticeStatus::Running { .. })).await;
    let address = format!("unix://{}", socket.display());
    assert_eq!(status, PracticeStatus::Running { address, ours: true }, "this session started it");
    until_practising(&session).await;
    session.start_practice().await.expect("a second start finds the first");

    fill(&docker).await;
    until_images(&session, 1).await;
    session.reset_practice().await.expect("it is emptied");
    is_empty(&docker).await;
    until_practising(&session).await;
    until_images(&session, 0).await;
    docker.run(&["pull", "-q", "practice/shell:1.0"]).await.expect("the practice images are there again");

    // Another window finds it, may empty it, and leaves it running.
    let other = self::session(&folder);
    let found = |status: &PracticeStatus| matches!(status, PracticeStatus::Running { ours: false, .. });
    until_practice(&other, "it is found", found).await;
    fill(&docker).await;
    other.start_practice().await.expect("it is taken");
    other.reset_practice().await.expect("it is emptied by its API");
    is_empty(&docker).await;
    other.stop_practice().await;
    assert!(answers(&socket).await, "who did not start it does not end it");
    drop(other);

    session.stop_practice().await;
    assert!(!answers(&socket).await, "who started it ends it");
    until_practice(&session, "it is off again", |status| *status == PracticeStatus::Off).await;

    session.start_practice().await.expect("it starts again");
    drop(session);
    let gone = async {
        let mut again = tokio::time::interval(Duration::from_millis(50));
        while answers(&socket).await || socket.exists() {
            again.tick().await;
        }
    };
    tokio::time::timeout(PATIENCE, gone).await.expect("it ends with the window, whatever way that went");
    std::fs::remove_dir_all(&folder).expect("nothing is mounted in the folder any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_engine_at_its_place_is_never_emptied() {
    let lab = Lab::start(LabOptions::default()).await.expect("the lab starts");
    lab.docker().run(&["pull", "-q", "ubuntu:14.04"]).await.expect("an image");
    let practice = PracticeLocation { socket: Some(lab.socket().to_owned()), ..PracticeLocation::default() };
    let session = Session::start(Environment { practice, docker_config: lab.folder(), ..Environment::default() });
    let refused = session.reset_practice().await.expect_err("it is no practice engine");
    assert_eq!(refused.code, ErrorCode::NotSupported, "that is why: {refused:?}");
    lab.docker().run(&["inspect", "ubuntu:14.04"]).await.expect("nothing is gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_named() {
    let practice = PracticeLocation { socket: Some(temporary("nowhere.sock")), ..PracticeLocation::default() };
    let session = Session::start(Environment { practice, ..Environment::default() });
    let refused = session.start_practice().await.expect_err("there is no program to start");
    assert_eq!(refused.details.get("missing").map(String::as_str), Some("program"), "that is why: {refused:?}");
    let status = until_practice(&session, "it is told", |status| !matches!(status, PracticeStatus::Off)).await;
    assert_eq!(status, PracticeStatus::Failed { error: refused }, "with the same reason");
}

/// A session that another user has.
struct Held {
    requests: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
    child: Child,
}

impl Held {
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

    /// Asks for something, and gives the error that it ended with, and the updates before.
    async fn ask(&mut self, request: &str) -> (Value, Vec<Value>) {
        self.requests.write_all(format!("{request}\n").as_bytes()).await.expect("it listens");
        let mut before = Vec::new();
        let answer = async {
            loop {
                let line = self.lines.next_line().await.expect("a line").expect("it does not end");
                let value: Value = serde_json::from_str(&line).expect("JSON");
                if value["kind"] == "done" {
                    return value["error"].clone();
                }
                before.push(value);
            }
        };
        let error = tokio::time::timeout(PATIENCE, answer).await.unwrap_or_else(|_| panic!("no answer to {request}"));
        (error, before)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_root_podman_is_the_practice_engine() {
    let user = UnprivilegedUser::new(temporary("plain")).expect("a user");
    let socket = user.runtime_folder().join("practice.sock");
    let mut held = Held::start(&user, Path::new(PROGRAM));
    let (error, before) = held.ask("start").await;
    assert_eq!(error, Value::Null, "it starts without root: {before:?}");
    let docker = Cli::new(format!("unix://{}", socket.display()), user.home().join("client"));
    let version = docker.run(&["version", "--format", "{{(index .Server.Components 0).Name}}"]).await.expect("answers");
    assert_eq!(version, format!("{:?} Engine", EngineProduct::Podman), "it is Podman");
    let owner = std::fs::metadata(&socket).map(|socket| std::os::unix::fs::MetadataExt::uid(&socket));
    assert_ne!(owner.expect("the socket"), 0, "it is not root's");

    fill(&docker).await;
    let said = docker.run(&["run", "--rm", "mine:v1", "bash", "-c", "cat /etc/os-release"]).await.expect("it runs");
    assert!(said.contains("Slipway Practice"), "a container runs: {said}");
    let (error, before) = held.ask("reset").await;
    assert_eq!(error, Value::Null, "it is emptied: {before:?}");
    is_empty(&docker).await;
    docker.run(&["pull", "-q", "practice/web"]).await.expect("the practice images are there again");
    docker.run(&["run", "-d", "practice/web"]).await.expect("it runs");

    let (error, _) = held.ask("stop").await;
    assert_eq!(error, Value::Null, "it ends");
    assert!(!answers(&socket).await, "nothing answers any more");
    until_nothing_is_left_of(&user).await;

    let (error, _) = held.ask("start").await;
    assert_eq!(error, Value::Null, "it starts on its storage");
    docker.run(&["inspect", "practice/web"]).await.expect("pulled images stay");
    docker.run(&["run", "-d", "practice/web"]).await.expect("it runs");
    drop(held.requests);
    tokio::time::timeout(PATIENCE, held.child.wait()).await.expect("it ends with its window").expect("it ends");
    until_nothing_is_left_of(&user).await;
}

/// What a container leaves behind puts itself in order after the engine has ended.
async fn until_nothing_is_left_of(user: &UnprivilegedUser) {
    let gone = async {
        let mut again = tokio::time::interval(Duration::from_millis(50));
        while !left_of(user).is_empty() {
            again.tick().await;
        }
    };
    tokio::time::timeout(PATIENCE, gone).await.unwrap_or_else(|_| panic!("these stay: {:?}", left_of(user)));
}

/// The command lines of processes that the user still has.
fn left_of(user: &UnprivilegedUser) -> Vec<String> {
    let folders = std::fs::read_dir("/proc").expect("/proc").flatten();
    let users = folders.filter(|entry| {
        std::fs::metadata(entry.path()).is_ok_and(|it| user.owns(std::os::unix::fs::MetadataExt::uid(&it)))
    });
    let lines = users.filter_map(|entry| std::fs::read_to_string(entry.path().join("cmdline")).ok());
    let lines = lines.filter(|line| !line.is_empty() && !line.contains("practice\0hold"));
    lines.map(|line| line.replace('\0', " ")).collect()
}
