//! Running, controlling and listing containers, and that each action does what its docker command does.

use slipway_engine_tests::prelude::*;

/// Columns and rows of the page's terminal.
const SIZE: (u16, u16) = (80, 24);

/// This is why a stop cannot be cancelled.
#[tokio::test]
async fn a_stop_continues_when_its_request_is_dropped() {
    let lab = lab().await;
    let podman = lab.podman().await.expect("podman starts");
    for (host, docker) in [(lab.docker_host(), lab.docker()), (podman.docker_host(), podman.docker())] {
        let fixture = Fixture::at(host, docker).await;
        let ignore_sigterm = "trap '' TERM; echo ready; while :; do sleep 1; done";
        let args = ["run", "-d", "--name", "web", "--stop-timeout", "10", "ubuntu:14.04", "bash", "-c", ignore_sigterm];
        fixture.docker.run(&args).await.expect("it runs");
        while !fixture.docker.output(&["logs", "web"]).await.expect("docker runs").out.contains("ready") {}
        let report = Report::discard();
        let stop = containers::stop(&fixture.engine, "web", &report);
        let stopped = tokio::time::timeout(Duration::from_secs(1), stop).await;
        assert!(stopped.is_err(), "a container that ignores SIGTERM gets ten seconds: {stopped:?}");
        let code = within("the end", fixture.docker.run(&["wait", "web"])).await.expect("the container has ended");
        assert_eq!(code, "137", "then the engine kills it");
    }
}

struct Fixture {
    docker: Cli,
    engine: Engine,
    consoles: Consoles,
}

impl Fixture {
    async fn at(host: String, docker: Cli) -> Self {
        let engine = engine_at(host).await;
        for image in ["ubuntu:14.04", "nginx"] {
            docker.run(&["pull", "-q", image]).await.expect("the image is pulled");
        }
        Self { docker, engine, consoles: Consoles::new() }
    }

    async fn run(&self, form: &RunForm) -> Result<Outcome, Error> {
        self.run_reporting(form, &Report::discard()).await
    }

    async fn run_reporting(&self, form: &RunForm, report: &Report) -> Result<Outcome, Error> {
        let (no_login, colours) = (&Credentials::from_folder("/nowhere"), &LayerColours::default());
        let pull = |reference: String, platform: String| async move {
            images::pull(&self.engine, &reference, &platform, no_login, colours, report).await.map(|_| ())
        };
        run::run(&self.engine, form, &CliDefaults::default(), pull, &self.consoles, SIZE, report).await
    }

    async fn run_fails(&self, form: RunForm) -> Error {
        self.run(&form).await.expect_err("the container does not run")
    }

    async fn container(&self, name: &str) -> Container {
        let all = api::containers::list(&self.engine).await.expect("containers are listed");
        let found = all.into_iter().find(|container| container.name == name).expect("it is listed");
        let single = api::containers::one(&self.engine, &found.id).await.expect("it exists");
        assert_eq!(single.as_ref(), Some(&found), "a single container is reported as in the list");
        found
    }

    /// Runs a docker command as it would be typed.
    async fn shell(&self, line: &str) {
        let words = shell_words::split(line).expect("a shell can read it");
        let args: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
        self.docker.run(&args).await.unwrap_or_else(|error| panic!("{line}: {error}"));
    }

    /// Asserts that the engine reports the same about both containers.
    async fn assert_twins(&self, line: &str) {
        let facts = async |name| twins::container(&self.docker, name).await.expect("it exists");
        let (ours, twin) = (facts("ours").await, facts("twin").await);
        let differing = twins::differing(&ours, &twin);
        assert!(differing.is_empty(), "{line} creates another container: {differing:#?}");
        assert!(ours.len() > 50, "there are fields to compare: {ours:?}");
    }
}

fn idle(name: &str) -> RunForm {
    RunForm {
        image: "ubuntu:14.04".to_owned(),
        command: "sleep 1000".to_owned(),
        name: name.to_owned(),
        detach: true,
        ..RunForm::default()
    }
}

fn strings(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

#[tokio::test]
async fn a_run_creates_what_its_docker_command_creates() {
    let lab = lab().await;
    let fixture = Fixture::at(lab.docker_host(), lab.docker()).await;
    let plain = idle("x");
    let image = RunForm { image: "nginx".to_owned(), command: String::new(), ..idle("x") };
    let full = RunForm {
        command: "sh -c 'sleep 1000 # 船台'".to_owned(),
        interactive: true,
        tty: true,
        ports: strings(&["127.0.0.1::80", "53/udp", "127.0.0.1::8000-8002"]),
        env: strings(&["A=1", "PATH", "NOT_SET_ANYWHERE", "EMPTY="]),
        volumes: strings(&["/anonymous", "named:/named:ro", "/tmp:/host"]),
        ..idle("x")
    };
    let removed = RunForm { interactive: true, remove: true, ..idle("x") };
    for form in [plain, image, full, removed] {
        let (ours, twin) = (RunForm { name: "ours".into(), ..form.clone() }, RunForm { name: "twin".into(), ..form });
        fixture.run(&ours).await.expect("it runs");
        let line = command_line::render(&Action::Run(twin)).text;
        fixture.shell(&line).await;
        fixture.assert_twins(&line).await;
        fixture.docker.run(&["rm", "-fv", "ours", "twin"]).await.expect("they are removed");
    }
}

#[tokio::test]
async fn a_run_in_a_console_creates_what_its_docker_command_creates() {
    let lab = lab().await;
    let fixture = Fixture::at(lab.docker_host(), lab.docker()).await;
    let ours = RunForm { command: "sh".into(), interactive: true, detach: false, ..idle("ours") };
    let outcome = fixture.run(&ours).await.expect("it runs");
    let Outcome::Console { id, .. } = outcome else { panic!("without -d there is a console, not {outcome:?}") };
    fixture.consoles.write(&id, "\u{4}".into()).await.expect("the input ends");
    let mut listing = fixture.consoles.watch();
    let exited = listing.wait_for(|list| list.iter().all(|one| one.exit_code == Some(0)));
    tokio::time::timeout(Duration::from_secs(10), exited).await.expect("the shell ends").expect("it is listed");
    let line = command_line::render(&Action::Run(RunForm { name: "twin".into(), ..ours })).text;
    assert_eq!(line, "docker run -i --name twin ubuntu:14.04 sh", "the shown command");
    fixture.shell(&line).await;
    fixture.assert_twins(&line).await;
    assert_eq!(
        fixture.consoles.list()[0].command_line,
        "docker run -i --name ours ubuntu:14.04 sh",
        "the command in the console's tab"
    );
}

#[tokio::test]
async fn each_action_on_a_container_does_what_its_docker_command_does() {
    let lab = lab().await;
    control(&Fixture::at(lab.docker_host(), lab.docker()).await).await;
}

async fn control(fixture: &Fixture) {
    let (engine, report) = (&fixture.engine, &Report::discard());
    let form = |name: &str| RunForm { image: "nginx".into(), command: String::new(), ..idle(name) };
    fixture.run(&form("ours")).await.expect("it runs");
    fixture.run(&form("twin")).await.expect("it runs");
    let assert_same = async |action: Action, state: ContainerState| {
        let line = command_line::render(&action).text;
        fixture.shell(&line).await;
        fixture.assert_twins(&line).await;
        assert_eq!(fixture.container("ours").await.state, state, "its state after {line}");
    };
    let container = "twin".to_owned();
    containers::stop(engine, "ours", report).await.expect("it stops");
    assert_same(Action::StopContainer { container: container.clone() }, ContainerState::Exited).await;
    assert!(fixture.container("ours").await.exit_code.is_some(), "an exited container has an exit code");
    containers::start(engine, "ours", report).await.expect("it starts");
    assert_same(Action::StartContainer { container: container.clone() }, ContainerState::Running).await;
    containers::start(engine, "ours", report).await.expect("starting a running container succeeds, as with docker");
    assert_same(Action::StartContainer { container: container.clone() }, ContainerState::Running).await;
    containers::restart(engine, "ours", report).await.expect("it restarts");
    assert_same(Action::RestartContainer { container: container.clone() }, ContainerState::Running).await;

    let error = containers::remove(engine, "ours", false, false, report).await.expect_err("it runs");
    assert_eq!(error.code, ErrorCode::ContainerRunning, "a running container is not removed without force: {error}");
    containers::kill(engine, "ours", report).await.expect("it is killed");
    fixture.docker.run(&["wait", "ours"]).await.expect("it has ended");
    let line = command_line::render(&Action::KillContainer { container: container.clone() }).text;
    fixture.shell(&line).await;
    fixture.docker.run(&["wait", "twin"]).await.expect("it has ended");
    fixture.assert_twins(&line).await;
    let error = containers::kill(engine, "ours", report).await.expect_err("it has ended");
    assert_eq!(error.code, ErrorCode::ContainerNotRunning, "an exited container cannot be killed: {error}");
    containers::stop(engine, "ours", report).await.expect("stopping an exited container succeeds, as with docker");

    assert_eq!(containers::remove(engine, "ours", false, true, report).await, Ok(Outcome::Removed), "it is removed");
    fixture
        .shell(&command_line::render(&Action::RemoveContainer { container, force: false, volumes: true }).text)
        .await;
    assert_eq!(api::containers::list(engine).await, Ok(Vec::new()), "no container is left");
    let error = containers::start(engine, "ours", report).await.expect_err("it was removed");
    assert_eq!(error.code, ErrorCode::ContainerNotFound, "a removed container cannot be started: {error}");
    assert_eq!(error.details["container"], "ours", "the error names it");
}

#[tokio::test]
async fn a_failed_run_has_an_error_code_and_leaves_nothing_behind() {
    let lab = lab().await;
    failures(&Fixture::at(lab.docker_host(), lab.docker()).await, true).await;
    let podman = lab.podman().await.expect("podman starts");
    failures(&Fixture::at(podman.docker_host(), podman.docker()).await, false).await;
}

async fn failures(fixture: &Fixture, publishes: bool) {
    fixture.run(&idle("taken")).await.expect("it runs");
    let error = fixture.run_fails(idle("taken")).await;
    assert_eq!((error.code, error.details["name"].as_str()), (ErrorCode::NameTaken, "taken"), "a name in use: {error}");

    for remove in [false, true] {
        let error = fixture.run_fails(RunForm { command: "nope --x".into(), remove, ..idle("again") }).await;
        assert_eq!(error.code, ErrorCode::CommandNotFound, "a missing program: {error}");
        assert_eq!(error.details["command"], "nope", "the error names the program");
        let error = fixture.run_fails(RunForm { command: "/etc/os-release".into(), remove, ..idle("again") }).await;
        assert_eq!(error.code, ErrorCode::CommandNotExecutable, "a file that is not executable: {error}");
    }
    let console = RunForm { command: "nope".into(), detach: false, tty: true, interactive: true, ..idle("again") };
    let error = fixture.run_fails(console).await;
    assert_eq!(error.code, ErrorCode::CommandNotFound, "the same in a console: {error}");
    assert!(fixture.consoles.list().is_empty(), "no console is opened");

    let error = fixture.run_fails(RunForm { image: "nosuch:1".into(), ..idle("again") }).await;
    assert_eq!(error.code, ErrorCode::PullNotFound, "an image that neither the engine nor the registry has: {error}");
    assert_eq!(error.details["reference"], "nosuch:1", "the error names it");
    let never = RunForm { image: "redis".into(), other: strings(&["--pull never"]), ..idle("again") };
    let error = fixture.run_fails(never).await;
    assert_eq!(error.code, ErrorCode::ImageNotFound, "a missing image with --pull never: {error}");
    assert_eq!(error.details["reference"], "redis", "the error names it as it was typed");

    if publishes {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port of this machine");
        let port = listener.local_addr().expect("it has an address").port();
        let ports = vec!["127.0.0.1::81".to_owned(), format!("127.0.0.1:{port}:80")];
        let error = fixture.run_fails(RunForm { ports, ..idle("again") }).await;
        assert_eq!(error.code, ErrorCode::PortTaken, "a port in use: {error}");
        assert_eq!(error.details["port"], port.to_string(), "the error names the right one of several ports");
    }
    let names = fixture.docker.run(&["ps", "-a", "--format", "{{.Names}}"]).await.expect("they are listed");
    assert_eq!(names, "taken", "a container that did not start is removed, which frees its name");
    if publishes {
        failed_starts(fixture).await;
        clashing_ports(fixture).await;
    }
    committed_changes(fixture).await;
}

/// A container that exists is started by its name alone: what is wrong is known from the engine's message only.
async fn failed_starts(fixture: &Fixture) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port of this machine");
    let port = listener.local_addr().expect("it has an address").port().to_string();
    // A folder that an engine in a system of its own has, too.
    let source = format!("{}/source", fixture.engine.info().root_folder);
    std::fs::create_dir(&source).expect("it is created");
    let publish = format!("127.0.0.1:{port}:80");
    let mount = format!("type=bind,source={source},target=/data");
    let create = async |name: &str, flags: &[&str], program: &str| {
        let args = [&["create", "--name", name], flags, &["ubuntu:14.04", program]].concat();
        fixture.docker.run(&args).await.expect("it is created");
    };
    create("port", &["-p", &publish], "true").await;
    create("program", &[], "nosuchprogram").await;
    create("user", &["-u", "nosuchuser"], "true").await;
    create("mount", &["--mount", &mount], "true").await;
    std::fs::remove_dir(&source).expect("it is removed");
    for (name, code, detail, value) in [
        ("port", ErrorCode::PortTaken, "port", port.as_str()),
        ("program", ErrorCode::CommandNotFound, "command", "nosuchprogram"),
        ("user", ErrorCode::UserNotFound, "user", "nosuchuser"),
        ("mount", ErrorCode::MountSourceMissing, "path", &source),
    ] {
        let error = containers::start(&fixture.engine, name, &Report::discard()).await.expect_err("it cannot start");
        assert_eq!(error.code, code, "why {name} does not start: {error}");
        assert_eq!(error.details.get(detail).map(String::as_str), Some(value), "what it is about: {error:?}");
        assert!(error.by_engine, "the message is the engine's");
        fixture.docker.run(&["rm", name]).await.expect("it is removed");
    }
}

/// What the run form says of a port beside another container's is what the engine does.
async fn clashing_ports(fixture: &Fixture) {
    for (first, second) in [
        ("0.0.0.0:", "[::]:"),
        ("", "[::]:"),
        ("", "127.0.0.1:"),
        ("127.0.0.1:", "0.0.0.0:"),
        ("127.0.0.1:", "[::1]:"),
        ("127.0.0.1:", "127.0.0.2:"),
        ("[::]:", "[::1]:"),
    ] {
        let port =
            std::net::TcpListener::bind("[::]:0").and_then(|free| free.local_addr()).expect("a free port").port();
        let publishing = |address: &str| vec![format!("{address}{port}:80")];
        fixture.run(&RunForm { ports: publishing(first), ..idle("first") }).await.expect("it runs");
        let containers = api::containers::list(&fixture.engine).await.expect("containers are listed");
        let containers = containers.into_iter().map(|container| (container.id.clone(), container)).collect();
        let contents = Contents { containers, ..Contents::default() };
        let form = RunForm { ports: publishing(second), ..idle("second") };
        let predicted =
            run::run_problems(&form, &contents).iter().any(|problem| problem.code() == ErrorCode::PortTaken);
        let refused = match fixture.run(&form).await {
            Ok(_) => false,
            Err(error) if error.code == ErrorCode::PortTaken => true,
            Err(error) => panic!("{second:?} beside {first:?}: {error}"),
        };
        assert_eq!(predicted, refused, "whether {second:?} clashes with {first:?}");
        fixture.docker.output(&["rm", "-f", "first", "second"]).await.expect("docker runs");
    }
}

/// Each Dockerfile instruction that is offered for a commit is accepted.
async fn committed_changes(fixture: &Fixture) {
    let offered = commit::allowed_instructions(Some(fixture.engine.info()));
    let arguments = |instruction: &str| match instruction {
        "ENV" | "LABEL" => "a=b",
        "EXPOSE" => "80",
        "HEALTHCHECK" => "NONE",
        "ONBUILD" => "RUN true",
        "STOPSIGNAL" => "SIGTERM",
        "VOLUME" | "WORKDIR" => "/data",
        _ => "root",
    };
    let changes = offered.iter().map(|instruction| format!("{instruction} {}", arguments(instruction))).collect();
    let form = CommitForm { container: "taken".to_owned(), changes, ..CommitForm::default() };
    commit::commit(&fixture.engine, &form, &Report::discard()).await.expect("every instruction is accepted");
    let refused = CommitForm { changes: vec!["RUN true".to_owned()], ..form };
    let error = commit::commit(&fixture.engine, &refused, &Report::discard()).await.expect_err("RUN is refused");
    assert!(!error.message.is_empty(), "the engine says why: {error:?}");
}

#[tokio::test]
async fn a_missing_image_is_pulled_before_the_run() {
    let lab = lab().await;
    let podman = lab.podman().await.expect("podman starts");
    for (host, docker) in [(lab.docker_host(), lab.docker()), (podman.docker_host(), podman.docker())] {
        let fixture = Fixture::at(host, docker).await;
        let form = RunForm { image: "redis".into(), ..idle("cache") };
        let cancellation = CancellationToken::new();
        let cancel = {
            let cancellation = cancellation.clone();
            // At the first progress of the pull.
            move |event| {
                if matches!(event, JobEvent::Progress(_)) {
                    cancellation.cancel();
                }
            }
        };
        let cancelling = Report::new(cancel, cancellation);
        let error = fixture.run_reporting(&form, &cancelling).await.expect_err("it is cancelled");
        assert_eq!(error.code, ErrorCode::Cancelled, "the pull before a run can be cancelled: {error}");
        let images = fixture.docker.run(&["images", "-q", "redis"]).await.expect("they are listed");
        assert_eq!(images, "", "a cancelled pull leaves no image");
        assert_eq!(api::containers::list(&fixture.engine).await, Ok(Vec::new()), "and no container");

        let (pulled, lines) = (Arc::new(Mutex::new(None)), Arc::new(Mutex::new(Vec::new())));
        let listener = {
            let (pulled, lines) = (Arc::clone(&pulled), Arc::clone(&lines));
            move |event: JobEvent| match event {
                JobEvent::Progress(Progress::Pull(pull)) => *pulled.lock().expect("no panic") = Some(pull),
                JobEvent::Line(line) => lines.lock().expect("no panic").push(line),
                other => panic!("neither the progress of a pull nor a line: {other:?}"),
            }
        };
        let report = Report::new(listener, CancellationToken::new());
        let outcome = fixture.run_reporting(&form, &report).await.expect("it is pulled, and runs");
        let running = fixture.container("cache").await;
        assert_eq!(outcome, Outcome::Container { id: running.id }, "the outcome is the container");
        let pulled = pulled.lock().expect("no panic").clone().expect("the pull reports progress");
        assert_eq!(pulled.percent, Some(100.0), "the pull reports its end");
        assert!(!pulled.layers.is_empty(), "the pull reports its layers: {pulled:?}");
        let first = lines.lock().expect("no panic").first().cloned();
        assert_eq!(
            first.as_deref(),
            Some("Unable to find image 'redis:latest' locally"),
            "the first line is the docker CLI's"
        );
        let report =
            Report::new(|event| panic!("an existing image is not pulled: {event:?}"), CancellationToken::new());
        let again = RunForm { detach: false, command: "true".into(), ..form };
        fixture.run_reporting(&RunForm { name: "again".into(), ..again }, &report).await.expect("it runs again");
    }
}

#[tokio::test]
async fn a_run_that_is_cancelled_before_its_start_leaves_nothing_behind() {
    let lab = lab().await;
    let fixture = Fixture::at(lab.docker_host(), lab.docker()).await;
    let cancellation = CancellationToken::new();
    cancellation.cancel();
    let report = Report::new(|_| {}, cancellation);
    let result = fixture.run_reporting(&idle("never"), &report).await;
    assert_eq!(result.map_err(|error| error.code), Err(ErrorCode::Cancelled), "the run is cancelled");
    assert_eq!(api::containers::list(&fixture.engine).await, Ok(Vec::new()), "no container is left");

    // Dropped while the engine creates the container.
    let creating = Arc::new(tokio::sync::Notify::new());
    let requested = Arc::clone(&creating);
    let proxy = EngineProxy::before(lab.socket(), move |path| {
        if path.contains("/containers/create") {
            requested.notify_one();
        }
        None
    });
    let proxy = proxy.expect("the proxy starts");
    let engine = engine_at(proxy.docker_host()).await;
    let form = idle("dropped");
    let behind_proxy = Fixture { docker: lab.docker(), engine, consoles: Consoles::new() };
    tokio::select! {
        biased;
        () = creating.notified() => {}
        ended = behind_proxy.run(&form) => panic!("the run ends before it is dropped: {ended:?}"),
    }
    let removal = async {
        let events = ["events", "--since", "1", "--until", "0s", "--filter", "event=destroy", "--format", "{{.ID}}"];
        while fixture.docker.run(&events).await.expect("events").lines().count() < 2 {}
    };
    within("removing the created container", removal).await;
    assert_eq!(api::containers::list(&fixture.engine).await, Ok(Vec::new()), "no container is left");
}

#[tokio::test]
async fn containers_are_listed_with_their_state() {
    let lab = lab().await;
    listed(&Fixture::at(lab.docker_host(), lab.docker()).await, true).await;
    let podman = lab.podman().await.expect("podman starts");
    listed(&Fixture::at(podman.docker_host(), podman.docker()).await, false).await;
}

async fn listed(fixture: &Fixture, publishes: bool) {
    let now = || std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_secs();
    let before = i64::try_from(now()).expect("this century");
    fixture
        .docker
        .run(&["create", "--name", "created", "--label", "a=b", "ubuntu:14.04"])
        .await
        .expect("it is created");
    let ports: &[&str] = if publishes { &["-p", "127.0.0.1::80"] } else { &[] };
    let args = ["run", "-dt", "--name", "runs", "-v", "named:/data:ro", "-v", "/tmp:/host"];
    fixture.docker.run(&[&args, ports, &["nginx"]].concat()).await.expect("it runs");
    fixture.docker.output(&["run", "--name", "ended", "ubuntu:14.04", "sh", "-c", "exit 3"]).await.expect("it ran");

    let created = fixture.container("created").await;
    assert_eq!(
        (created.state, created.tty, created.exit_code),
        (ContainerState::Created, false, None),
        "a container that was never started"
    );
    assert_eq!(created.labels.get("a").map(String::as_str), Some("b"), "its labels");
    let ended = fixture.container("ended").await;
    assert_eq!(
        (ended.state, ended.exit_code),
        (ContainerState::Exited, Some(3)),
        "an exited container has its exit code"
    );
    assert!(ended.since.is_some_and(|since| since >= before - 1), "when it exited: {ended:?}");
    let runs = fixture.container("runs").await;
    assert_eq!(
        (runs.state, runs.tty, runs.exit_code),
        (ContainerState::Running, true, None),
        "a running container: {runs:?}"
    );
    assert!(runs.since.is_some_and(|since| since >= before - 1), "when it started: {runs:?}");
    assert!(runs.image.contains("nginx") && runs.image_id.starts_with("sha256:"), "its image: {runs:?}");
    assert!(runs.command.contains("nginx"), "its command: {runs:?}");
    let mounts = runs.mounts.iter();
    let mut mounts: Vec<_> = mounts.map(|mount| (mount.path.as_str(), mount.source.as_str(), mount.writable)).collect();
    mounts.sort_unstable();
    assert_eq!(mounts, [("/data", "named", false), ("/host", "/tmp", true)], "its mounts: {runs:?}");
    if publishes {
        let port = runs.ports.first().expect("a published port");
        assert_eq!((port.container, port.protocol.as_str()), (80, "tcp"), "its port: {port:?}");
        assert!(port.host.is_some() && port.address == "127.0.0.1", "where the port is published: {port:?}");
    }
    assert_eq!(api::containers::one(&fixture.engine, &"0".repeat(64)).await, Ok(None), "an unknown ID");
}
