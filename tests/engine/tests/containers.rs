//! Running and controlling containers on live engines, and that each action does what its docker command does.

use slipway_engine_tests::prelude::*;

const SIZE: (u16, u16) = (80, 24);

/// Why a stop is not offered to be cancelled.
#[tokio::test]
async fn a_stop_goes_on_when_nobody_waits_for_it() {
    let lab = Lab::start(LabOptions::default()).await.expect("the lab starts");
    let podman = lab.podman().await.expect("podman starts");
    for (host, docker) in [(lab.docker_host(), lab.docker()), (podman.docker_host(), podman.docker())] {
        let bench = Bench::at(host, docker).await;
        let deaf = "trap '' TERM; echo deaf; while :; do sleep 1; done";
        let args = ["run", "-d", "--name", "web", "--stop-timeout", "10", "ubuntu:14.04", "bash", "-c", deaf];
        bench.docker.run(&args).await.expect("it runs");
        while !bench.docker.output(&["logs", "web"]).await.expect("asked").out.contains("deaf") {}
        let report = Report::discard();
        let stop = containers::stop(&bench.engine, "web", &report);
        let waited = tokio::time::timeout(Duration::from_secs(1), stop).await;
        assert!(waited.is_err(), "a deaf one is given ten seconds: {waited:?}");
        let ended = bench.docker.run(&["wait", "web"]);
        let code = tokio::time::timeout(Duration::from_secs(30), ended).await.expect("the engine goes on stopping it");
        assert_eq!(code.expect("it ended"), "137", "killed in the end");
    }
}

struct Bench {
    docker: Cli,
    engine: Engine,
    consoles: Consoles,
}

impl Bench {
    async fn at(host: String, docker: Cli) -> Self {
        let endpoint = Endpoint { address: host, source: EndpointSource::DockerHost, name: String::new(), tls: None };
        let engine = Engine::connect(endpoint).await.expect("the engine answers");
        for image in ["ubuntu:14.04", "nginx"] {
            docker.run(&["pull", "-q", image]).await.expect("the image is there");
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
        run::run(&self.engine, form, pull, &self.consoles, SIZE, report).await
    }

    async fn run_fails(&self, form: RunForm) -> Error {
        self.run(&form).await.expect_err("the container does not run")
    }

    async fn container(&self, name: &str) -> Container {
        let all = api::containers::list(&self.engine).await.expect("they are listed");
        let found = all.into_iter().find(|container| container.name == name).expect("it is listed");
        let alone = api::containers::one(&self.engine, &found.id).await.expect("it is there");
        assert_eq!(alone.as_ref(), Some(&found), "one container is told of as the list tells of it");
        found
    }

    /// Types a docker command as a person would.
    async fn shell(&self, line: &str) {
        let words = shell_words::split(line).expect("a shell can read it");
        let args: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
        self.docker.run(&args).await.unwrap_or_else(|error| panic!("{line}: {error}"));
    }

    /// Fails where two containers differ in more than what any two differ in.
    async fn assert_twins(&self, line: &str) {
        let facts = async |name| twins::container(&self.docker, name).await.expect("it is there");
        let (ours, twin) = (facts("ours").await, facts("twin").await);
        let differing = twins::differing(&ours, &twin);
        assert!(differing.is_empty(), "the same container as by {line}, but for {differing:#?}");
        assert!(ours.len() > 50, "there was something to compare: {ours:?}");
    }
}

async fn lab() -> Lab {
    Lab::start(LabOptions::default()).await.expect("the lab starts")
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
async fn a_run_is_what_its_docker_command_runs() {
    let lab = lab().await;
    let bench = Bench::at(lab.docker_host(), lab.docker()).await;
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
    let passing = RunForm { interactive: true, remove: true, ..idle("x") };
    for form in [plain, image, full, passing] {
        let (ours, twin) = (RunForm { name: "ours".into(), ..form.clone() }, RunForm { name: "twin".into(), ..form });
        bench.run(&ours).await.expect("it runs");
        let line = command_line::render(&Action::Run(twin)).text;
        bench.shell(&line).await;
        bench.assert_twins(&line).await;
        bench.docker.run(&["rm", "-fv", "ours", "twin"]).await.expect("they are removed");
    }
}

#[tokio::test]
async fn a_run_in_a_console_is_what_its_docker_command_runs() {
    let lab = lab().await;
    let bench = Bench::at(lab.docker_host(), lab.docker()).await;
    let ours = RunForm { command: "sh".into(), interactive: true, detach: false, ..idle("ours") };
    let outcome = bench.run(&ours).await.expect("it runs");
    let Outcome::Console { id, .. } = outcome else { panic!("without -d there is a console, not {outcome:?}") };
    bench.consoles.write(&id, "\u{4}".into()).await.expect("the input ends");
    let mut listing = bench.consoles.watch();
    let exited = listing.wait_for(|list| list.iter().all(|one| one.exit_code == Some(0)));
    tokio::time::timeout(Duration::from_secs(10), exited).await.expect("the shell ends").expect("it is listed");
    let line = command_line::render(&Action::Run(RunForm { name: "twin".into(), ..ours })).text;
    assert_eq!(line, "docker run -i --name twin ubuntu:14.04 sh", "the command beside it");
    bench.shell(&line).await;
    bench.assert_twins(&line).await;
    assert_eq!(bench.consoles.list()[0].command_line, "docker run -i --name ours ubuntu:14.04 sh", "its console's tab");
}

#[tokio::test]
async fn what_is_done_to_a_container_is_what_its_docker_command_does() {
    let lab = lab().await;
    control(&Bench::at(lab.docker_host(), lab.docker()).await).await;
}

async fn control(bench: &Bench) {
    let (engine, report) = (&bench.engine, &Report::discard());
    let form = |name: &str| RunForm { image: "nginx".into(), command: String::new(), ..idle(name) };
    bench.run(&form("ours")).await.expect("it runs");
    bench.run(&form("twin")).await.expect("it runs");
    let same = async |action: Action, state: ContainerState| {
        let line = command_line::render(&action).text;
        bench.shell(&line).await;
        bench.assert_twins(&line).await;
        assert_eq!(bench.container("ours").await.state, state, "how it stands after {line}");
    };
    let container = "twin".to_owned();
    containers::stop(engine, "ours", report).await.expect("it stops");
    same(Action::StopContainer { container: container.clone() }, ContainerState::Exited).await;
    assert!(bench.container("ours").await.exit_code.is_some(), "an end has an exit code");
    containers::start(engine, "ours", report).await.expect("it starts");
    same(Action::StartContainer { container: container.clone() }, ContainerState::Running).await;
    containers::start(engine, "ours", report).await.expect("starting what runs is no failure, as with docker");
    same(Action::StartContainer { container: container.clone() }, ContainerState::Running).await;
    containers::restart(engine, "ours", report).await.expect("it restarts");
    same(Action::RestartContainer { container: container.clone() }, ContainerState::Running).await;

    let error = containers::remove(engine, "ours", false, false, report).await.expect_err("it runs");
    assert_eq!(error.code, ErrorCode::ContainerRunning, "what runs is not removed without force: {error}");
    containers::kill(engine, "ours", report).await.expect("it is killed");
    bench.docker.run(&["wait", "ours"]).await.expect("it has ended");
    let line = command_line::render(&Action::KillContainer { container: container.clone() }).text;
    bench.shell(&line).await;
    bench.docker.run(&["wait", "twin"]).await.expect("it has ended");
    bench.assert_twins(&line).await;
    let error = containers::kill(engine, "ours", report).await.expect_err("it has ended");
    assert_eq!(error.code, ErrorCode::ContainerNotRunning, "what has ended cannot be killed: {error}");
    containers::stop(engine, "ours", report).await.expect("stopping what has ended is no failure, as with docker");

    assert_eq!(containers::remove(engine, "ours", false, true, report).await, Ok(Outcome::Removed), "it is gone");
    bench.shell(&command_line::render(&Action::RemoveContainer { container, force: false, volumes: true }).text).await;
    assert_eq!(api::containers::list(engine).await, Ok(Vec::new()), "nothing is left");
    let error = containers::start(engine, "ours", report).await.expect_err("it is gone");
    assert_eq!(error.code, ErrorCode::ContainerNotFound, "what is gone cannot be started: {error}");
    assert_eq!(error.details["container"], "ours", "it is named");
}

#[tokio::test]
async fn what_cannot_run_says_why_by_code_and_leaves_nothing() {
    let lab = lab().await;
    failures(&Bench::at(lab.docker_host(), lab.docker()).await, true).await;
    let podman = lab.podman().await.expect("podman starts");
    failures(&Bench::at(podman.docker_host(), podman.docker()).await, false).await;
}

async fn failures(bench: &Bench, publishes: bool) {
    bench.run(&idle("taken")).await.expect("it runs");
    let error = bench.run_fails(idle("taken")).await;
    assert_eq!((error.code, error.details["name"].as_str()), (ErrorCode::NameTaken, "taken"), "the name: {error}");

    for remove in [false, true] {
        let error = bench.run_fails(RunForm { command: "nope --x".into(), remove, ..idle("again") }).await;
        assert_eq!(error.code, ErrorCode::CommandNotFound, "a program that is not there: {error}");
        assert_eq!(error.details["command"], "nope", "the program is named");
        let error = bench.run_fails(RunForm { command: "/etc/os-release".into(), remove, ..idle("again") }).await;
        assert_eq!(error.code, ErrorCode::CommandNotExecutable, "a file that is no program: {error}");
    }
    let console = RunForm { command: "nope".into(), detach: false, tty: true, interactive: true, ..idle("again") };
    let error = bench.run_fails(console).await;
    assert_eq!(error.code, ErrorCode::CommandNotFound, "the same in a console: {error}");
    assert!(bench.consoles.list().is_empty(), "which is not opened");

    let error = bench.run_fails(RunForm { image: "nosuch:1".into(), ..idle("again") }).await;
    assert_eq!(error.code, ErrorCode::PullNotFound, "an image that is neither here nor there: {error}");
    assert_eq!(error.details["reference"], "nosuch:1", "it is named");
    let never = RunForm { image: "redis".into(), other: strings(&["--pull never"]), ..idle("again") };
    let error = bench.run_fails(never).await;
    assert_eq!(error.code, ErrorCode::ImageNotFound, "one that is not to be pulled: {error}");
    assert_eq!(error.details["reference"], "redis", "it is named as it was typed");

    if publishes {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port of this machine");
        let port = listener.local_addr().expect("it has an address").port();
        let ports = vec!["127.0.0.1::81".to_owned(), format!("127.0.0.1:{port}:80")];
        let error = bench.run_fails(RunForm { ports, ..idle("again") }).await;
        assert_eq!(error.code, ErrorCode::PortTaken, "somebody listens there: {error}");
        assert_eq!(error.details["port"], port.to_string(), "the port is named, among several");
    }
    let names = bench.docker.run(&["ps", "-a", "--format", "{{.Names}}"]).await.expect("they are listed");
    assert_eq!(names, "taken", "what did not start is gone, and its name is free to try again");
}

#[tokio::test]
async fn an_image_that_is_not_there_is_pulled_before_it_runs() {
    let lab = lab().await;
    let podman = lab.podman().await.expect("podman starts");
    for (host, docker) in [(lab.docker_host(), lab.docker()), (podman.docker_host(), podman.docker())] {
        let bench = Bench::at(host, docker).await;
        let form = RunForm { image: "redis".into(), ..idle("cache") };
        let cancellation = CancellationToken::new();
        let cancel = {
            let cancellation = cancellation.clone();
            // As soon as the pull tells of itself.
            move |told| {
                if matches!(told, JobEvent::Progress(_)) {
                    cancellation.cancel();
                }
            }
        };
        let cancelling = Report::new(cancel, cancellation);
        let error = bench.run_reporting(&form, &cancelling).await.expect_err("it is cancelled");
        assert_eq!(error.code, ErrorCode::Cancelled, "a pull on the way to a container can be cancelled: {error}");
        let images = bench.docker.run(&["images", "-q", "redis"]).await.expect("they are listed");
        assert_eq!(images, "", "then the image is not here");
        assert_eq!(api::containers::list(&bench.engine).await, Ok(Vec::new()), "and nothing was made of it");

        let (pulled, lines) = (Arc::new(Mutex::new(None)), Arc::new(Mutex::new(Vec::new())));
        let listener = {
            let (pulled, lines) = (Arc::clone(&pulled), Arc::clone(&lines));
            move |told: JobEvent| match told {
                JobEvent::Progress(Progress::Pull(pull)) => *pulled.lock().expect("nobody panicked") = Some(pull),
                JobEvent::Line(line) => lines.lock().expect("nobody panicked").push(line),
                JobEvent::Progress(other) => panic!("this is no pull: {other:?}"),
            }
        };
        let report = Report::new(listener, CancellationToken::new());
        let outcome = bench.run_reporting(&form, &report).await.expect("it is pulled, and runs");
        let running = bench.container("cache").await;
        assert_eq!(outcome, Outcome::Container { id: running.id }, "the container is what came of it");
        let pulled = pulled.lock().expect("nobody panicked").clone().expect("the pull told how far it was");
        assert_eq!(pulled.percent, Some(100.0), "to its end");
        assert!(!pulled.layers.is_empty(), "layer by layer: {pulled:?}");
        let first = lines.lock().expect("nobody panicked").first().cloned();
        assert_eq!(
            first.as_deref(),
            Some("Unable to find image 'redis:latest' locally"),
            "as the docker command says before"
        );
        let report = Report::new(|told| panic!("what is here is not pulled: {told:?}"), CancellationToken::new());
        let again = RunForm { detach: false, command: "true".into(), ..form };
        bench.run_reporting(&RunForm { name: "again".into(), ..again }, &report).await.expect("it runs again");
    }
}

#[tokio::test]
async fn a_run_that_is_cancelled_before_its_start_leaves_nothing() {
    let lab = lab().await;
    let bench = Bench::at(lab.docker_host(), lab.docker()).await;
    let cancellation = CancellationToken::new();
    cancellation.cancel();
    let report = Report::new(|_| {}, cancellation);
    let done = bench.run_reporting(&idle("never"), &report).await;
    assert_eq!(done.map_err(|error| error.code), Err(ErrorCode::Cancelled), "it says so");
    assert_eq!(api::containers::list(&bench.engine).await, Ok(Vec::new()), "nothing is left");

    // Dropped while the engine is at it.
    let never = idle("dropped");
    let begun = bench.run(&never);
    tokio::time::timeout(Duration::from_millis(1), begun).await.expect_err("no engine is as quick");
    let gone = async {
        let events = ["events", "--since", "1", "--until", "0s", "--filter", "event=destroy", "--format", "{{.ID}}"];
        while bench.docker.run(&events).await.expect("events").lines().count() < 2 {}
    };
    tokio::time::timeout(Duration::from_secs(20), gone).await.expect("what was made is removed again");
    assert_eq!(api::containers::list(&bench.engine).await, Ok(Vec::new()), "nothing is left");
}

#[tokio::test]
async fn containers_are_listed_as_they_stand() {
    let lab = lab().await;
    listed(&Bench::at(lab.docker_host(), lab.docker()).await, true).await;
    let podman = lab.podman().await.expect("podman starts");
    listed(&Bench::at(podman.docker_host(), podman.docker()).await, false).await;
}

async fn listed(bench: &Bench, publishes: bool) {
    let now = || std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_secs();
    let before = i64::try_from(now()).expect("this century");
    bench.docker.run(&["create", "--name", "made", "--label", "a=b", "ubuntu:14.04"]).await.expect("made");
    let ports: &[&str] = if publishes { &["-p", "127.0.0.1::80"] } else { &[] };
    let args = ["run", "-dt", "--name", "runs", "-v", "named:/data:ro", "-v", "/tmp:/host"];
    bench.docker.run(&[&args, ports, &["nginx"]].concat()).await.expect("it runs");
    bench.docker.output(&["run", "--name", "ended", "ubuntu:14.04", "sh", "-c", "exit 3"]).await.expect("it ran");

    let made = bench.container("made").await;
    assert_eq!((made.state, made.tty, made.exit_code), (ContainerState::Created, false, None), "never started");
    assert_eq!(made.labels.get("a").map(String::as_str), Some("b"), "its labels");
    let ended = bench.container("ended").await;
    assert_eq!((ended.state, ended.exit_code), (ContainerState::Exited, Some(3)), "ended, with its exit code");
    assert!(ended.since.is_some_and(|since| since >= before - 1), "when it ended: {ended:?}");
    let runs = bench.container("runs").await;
    assert_eq!((runs.state, runs.tty, runs.exit_code), (ContainerState::Running, true, None), "it runs: {runs:?}");
    assert!(runs.since.is_some_and(|since| since >= before - 1), "since when: {runs:?}");
    assert!(runs.image.contains("nginx") && runs.image_id.starts_with("sha256:"), "its image: {runs:?}");
    assert!(runs.command.contains("nginx"), "what it runs: {runs:?}");
    let mut mounts: Vec<_> =
        runs.mounts.iter().map(|one| (one.path.as_str(), one.source.as_str(), one.writable)).collect();
    mounts.sort_unstable();
    assert_eq!(mounts, [("/data", "named", false), ("/host", "/tmp", true)], "what is mounted: {runs:?}");
    if publishes {
        let port = runs.ports.first().expect("a published port");
        assert_eq!((port.container, port.protocol.as_str()), (80, "tcp"), "its port: {port:?}");
        assert!(port.host.is_some() && port.address == "127.0.0.1", "where it is published: {port:?}");
    }
    assert_eq!(api::containers::one(&bench.engine, &"0".repeat(64)).await, Ok(None), "none of that ID");
}
