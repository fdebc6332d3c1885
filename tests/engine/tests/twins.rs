//! Each command that is shown is true: an action is performed on one fresh thing by a session, as the window does it, and
//! the command beside it is typed into a terminal for another; the engine must have seen the same, and say the same of
//! both. Every kind of action is among them.

use std::time::{SystemTime, UNIX_EPOCH};

use http_body_util::BodyExt;
use hyper::Method;
use slipway_engine_tests::prelude::*;

const PATIENCE: Duration = Duration::from_secs(30);

/// What Slipway works on, and what the docker command works on. Names hold them, and are compared without.
const OURS: &str = "by-slipway";
const TWIN: &str = "by-docker";

/// Has a shell tell of itself: its terminal, where and as whom it is, what it was given, and what the kernel says of its
/// rights, signals, session, arguments and limits. The docker command may tell the size a moment after the start.
const ASK_A_SHELL: &str = "PS1=; until [ \"$(stty size 2> /dev/null)\" = '24 80' ]; do :; done; tty; stty -a; pwd; id; umask; env | sort; \
    grep -E '^(Name|Uid|Gid|Groups|SigBlk|SigIgn|Cap|NoNewPrivs|Seccomp)' /proc/$$/status; \
    for field in 5 6; do [ $(cut -d' ' -f$field /proc/$$/stat) = $$ ] && echo leads; done; \
    tr '\\0' ' ' < /proc/$$/cmdline; echo; cat /proc/$$/limits; echo 4$((1+1))";

/// What is not there when it is to be run.
const ABSENT: &str = "redis";

/// Some of the other flags of a run; `recording.rs` compares all of them by what is asked for.
const OTHER: [&str; 7] = [
    "--add-host db:10.0.0.2",
    "--cap-drop NET_RAW",
    "--label 'team=blue and green'",
    "--memory 64m",
    "--restart on-failure:2",
    "--tmpfs /scratch:size=1m",
    "--workdir /tmp",
];

/// One action of each kind on the thing of that name; of those with several ways, each.
fn actions(name: &str) -> Vec<Action> {
    let container = name.to_owned();
    let image = "ubuntu:14.04".to_owned();
    let exec = |command: &str, user: &str| {
        Action::Exec(ExecForm { container: name.into(), command: command.into(), user: user.into() })
    };
    let run = RunForm {
        image: image.clone(),
        command: "sleep 1000".into(),
        name: format!("{name}-run"),
        detach: true,
        env: vec!["A=1".into()],
        other: OTHER.map(str::to_owned).to_vec(),
        ..RunForm::default()
    };
    let commit = CommitForm {
        container: container.clone(),
        repository: format!("made/{name}"),
        tag: "v2".into(),
        author: "Tao Wang <twang2218@gmail.com>".into(),
        message: "修改了默认网页".into(),
        pause: true,
        changes: vec!["ENV A=1".into()],
    };
    vec![
        Action::Pull { reference: "redis".into(), platform: String::new() },
        Action::ListImages { all: true, dangling: false, repository: String::new(), filters: Vec::new() },
        Action::ImageHistory { image: image.clone() },
        Action::TagImage { image, reference: format!("named/{name}:1") },
        Action::RemoveImages { targets: vec![format!("extra/{name}:1"), format!("extra/{name}:2")] },
        Action::Build {
            dockerfile: format!("FROM ubuntu:14.04\nRUN : {name}; echo '100%' > /made\nLABEL made=by\n"),
            tag: format!("built/{name}:1"),
        },
        Action::Run(run.clone()),
        Action::Run(RunForm { image: ABSENT.into(), other: Vec::new(), ..run.clone() }),
        Action::Run(RunForm { image: ABSENT.into(), other: vec!["--pull always".into()], ..run }),
        Action::ListContainers { all: true },
        Action::StopContainer { container: container.clone() },
        Action::StartContainer { container: format!("{name}-stopped") },
        Action::KillContainer { container: container.clone() },
        Action::RestartContainer { container: container.clone() },
        Action::RemoveContainer { container: format!("{name}-stopped"), force: false, volumes: false },
        Action::RemoveContainer { container: container.clone(), force: true, volumes: true },
        exec("bash", ""),
        exec("sh -c 'exec bash --norc' '船 台'", "1000"),
        exec("bash", "1000:50"),
        Action::Attach { container: container.clone() },
        Action::Diff { container },
        Action::Commit(commit),
    ]
}

/// Kinds with a twin in a test of their own: those with files beside the engine, and those of several commands.
const ELSEWHERE: [&str; 8] =
    ["keepCopy", "restoreCopy", "deleteCopy", "pullAgain", "pullThrough", "cleanUp", "readLayers", "readArchive"];

/// The kinds of action that there are: serde names them to whoever asks for another.
fn kinds() -> BTreeSet<String> {
    let complaint = serde_json::from_value::<Action>(json!({ "kind": "" })).expect_err("no action has this kind");
    complaint.to_string().split('`').skip(3).step_by(2).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_shown_does_what_its_action_does() {
    let bench = Bench::start().await;
    let mut proven = BTreeSet::new();
    for (ours, twin) in actions(OURS).into_iter().zip(actions(TWIN)) {
        bench.prepare(OURS).await;
        bench.prepare(TWIN).await;
        bench.prove(&ours, &twin).await;
        bench.clear().await;
        proven.insert(serde_json::to_value(&ours).expect("JSON")["kind"].as_str().expect("a kind").to_owned());
    }
    proven.extend(ELSEWHERE.map(str::to_owned));
    assert_eq!(proven, kinds(), "each kind of action has its twin");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_executed_is_given_what_docker_gives_it() {
    let bench = Bench::start().await;
    bench.prepare(OURS).await;
    let env = Action::Exec(ExecForm { container: OURS.into(), command: "env".into(), user: String::new() });
    let line = render(&env).text;
    // Slipway's wrapper is run by whatever the container's sh is. bash names a program to itself, and its own level.
    for (shell, its_own) in [("/bin/busybox", [].as_slice()), ("/bin/bash", &["_=/bin/env", "SHLVL=0"])] {
        bench.run(&["exec", OURS, "/bin/busybox", "ln", "-sf", shell, "/bin/sh"]).await;
        let console = bench.opened(&env).await;
        let mut given = Vec::new();
        loop {
            let bytes = bench.read(&console).await;
            if bytes.is_empty() {
                break;
            }
            given.extend_from_slice(&bytes);
        }
        let given = String::from_utf8(given).expect("text").replace("\r\n", "\n");
        let given: BTreeSet<&str> = given.lines().filter(|line| !its_own.contains(line)).collect();
        let typed = bench.typed(&line).await;
        assert_eq!(given, typed.lines().collect(), "what env is given where sh is {shell}");
        assert!(given.contains("HOSTNAME=twin"), "it was given something: {given:?}");
    }
}

struct Bench {
    docker: Cli,
    session: Arc<Session>,
    engine: Arc<Engine>,
    /// How far each console has been read.
    read: Mutex<HashMap<String, u64>>,
    _lab: Lab,
}

impl Bench {
    async fn start() -> Self {
        let lab = Lab::start(LabOptions::default()).await.expect("the lab starts");
        let docker = lab.docker();
        docker.run(&["pull", "-q", "ubuntu:14.04"]).await.expect("the image is there");
        let environment = Environment {
            docker_host: Some(lab.docker_host()),
            docker_config: lab.folder().join("no-login"),
            ..Environment::default()
        };
        let session = Arc::new(Session::start(environment));
        let mut engines = session.link().engines();
        let engine = within("the engine", engines.wait_for(Option::is_some)).await.expect("the session goes on");
        let engine = Arc::clone(engine.as_ref().expect("it has just been found"));
        Self { docker, session, engine, read: Mutex::default(), _lab: lab }
    }

    /// A container that runs a shell, one that has ended, and an image of two names, all fresh, and known to the session.
    async fn prepare(&self, name: &str) {
        let ended = format!("{name}-stopped");
        for name in [name, &ended] {
            let own = ["run", "-dit", "--name", name, "--hostname", "twin", "--stop-timeout", "1", "-v", "/data"];
            self.run(&[own.as_slice(), &["ubuntu:14.04", "bash"]].concat()).await;
        }
        self.run(&["exec", name, "mkdir", "-m", "777", "/open"]).await;
        self.run(&["kill", &ended]).await;
        self.run(&["wait", &ended]).await;
        for tag in [1, 2] {
            self.run(&["tag", "ubuntu:14.04", &format!("extra/{name}:{tag}")]).await;
        }
        self.until("the session knows them", async || {
            self.session.inventory().with(|contents| {
                let state = |name| contents.container(name).map(|container| container.state);
                let tagged = contents.images.values().any(|image| image.tags.contains(&format!("extra/{name}:2")));
                tagged && state(name) == Some(ContainerState::Running) && state(&ended) == Some(ContainerState::Exited)
            })
        })
        .await;
    }

    async fn clear(&self) {
        let containers = self.run(&["ps", "-aq"]).await;
        let left: Vec<&str> = containers.lines().collect();
        self.run(&[&["rm", "-fv"], left.as_slice()].concat()).await;
        let images = self.run(&["images", "--format", "{{.Repository}}:{{.Tag}}"]).await;
        let made: Vec<&str> = images.lines().filter(|name| *name != "ubuntu:14.04").collect();
        if !made.is_empty() {
            self.run(&[&["rmi"], made.as_slice()].concat()).await;
        }
    }

    async fn run(&self, args: &[&str]) -> String {
        self.docker.run(args).await.unwrap_or_else(|error| panic!("it can be prepared: {error}"))
    }

    /// Another kind of action needs another arm here, and an example in [`actions`].
    async fn prove(&self, ours: &Action, twin: &Action) {
        match ours {
            Action::ListImages { .. } => {
                let names = |image: &Image| {
                    let id = image.id.clone();
                    image.tags.iter().map(move |tag| vec![tag.replacen(':', " ", 1), id.clone()]).collect::<Vec<_>>()
                };
                let images =
                    self.session.inventory().with(|contents| contents.images.values().flat_map(names).collect());
                self.prints(twin, images).await;
            }
            Action::ListContainers { .. } => {
                let told = |one: &Container| vec![one.id.clone(), one.image.clone(), one.name.clone()];
                let containers =
                    self.session.inventory().with(|contents| contents.containers.values().map(told).collect());
                self.prints(twin, containers).await;
            }
            Action::ImageHistory { image } => {
                let detail = self.session.image_detail(image).await.expect("the image is there");
                let steps = detail.history.iter().map(|step| vec![step.created_by.clone()]).collect();
                self.prints(twin, steps).await;
            }
            Action::Diff { container } => {
                for name in [OURS, TWIN] {
                    self.run(&["exec", name, "sh", "-c", "echo 1 > /made; rm /etc/os-release"]).await;
                }
                let changes = self.session.changes(container).await.expect("the container is there").changes;
                assert!(changes.len() >= 3, "there is something to see: {changes:?}");
                let printed = self.typed(&render(twin).text).await;
                assert_eq!(printed.lines().count(), changes.len(), "each change is a line: {printed}");
                for change in &changes {
                    let letter = &format!("{:?}", change.kind)[..1];
                    let line = format!("{letter} {}", change.path);
                    assert!(printed.lines().any(|printed| printed == line), "{line} is printed: {printed}");
                }
            }
            // The same thing, once and once again: what it is called cannot differ.
            Action::Pull { reference, .. } => {
                let pulled = async || {
                    let found = self.standing(OURS).await;
                    self.run(&["rmi", reference]).await;
                    found
                };
                let (events, _) = self.performed(ours).await;
                let found = pulled().await;
                assert_eq!(self.typed_events(twin).await, events, "the engine saw the same of {}", render(twin).text);
                assert_eq!(pulled().await, found, "{} pulls the same", render(twin).text);
            }
            Action::Run(form) if form.image == ABSENT => {
                let made = async |name: &str| {
                    let found = self.standing(name).await;
                    self.run(&["rm", "-f", &format!("{name}-run")]).await;
                    self.run(&["rmi", ABSENT]).await;
                    found
                };
                let (events, _) = self.performed(ours).await;
                let found = made(OURS).await;
                let line = render(twin).text;
                assert_eq!(self.typed_events(twin).await, events, "the engine saw the same of {line}");
                assert!(events.iter().any(|event| event.starts_with("image pull ")), "it was pulled: {events:?}");
                let differing = twins::differing(&found, &made(TWIN).await);
                assert!(differing.is_empty(), "as {line} leaves it, but for {differing:#?}");
            }
            // The containers of its steps have names that the engine makes up.
            Action::Build { .. } => {
                let unnamed = |events: Vec<String>| {
                    let mut events: Vec<String> = events
                        .into_iter()
                        .map(|event| match event.split(' ').collect::<Vec<_>>().as_slice() {
                            ["container", action, _, code] => format!("container {action} {code}"),
                            _ => event,
                        })
                        .collect();
                    events.sort_unstable();
                    events
                };
                let events = unnamed(self.performed(ours).await.0);
                let line = render(twin).text;
                assert_eq!(events, unnamed(self.typed_events(twin).await), "the engine saw the same of {line}");
                assert!(events.iter().any(|event| event.starts_with("container die")), "a step was run: {events:?}");
                self.assert_alike(&line).await;
            }
            Action::TagImage { .. }
            | Action::RemoveImages { .. }
            | Action::Run(_)
            | Action::StartContainer { .. }
            | Action::StopContainer { .. }
            | Action::KillContainer { .. }
            | Action::RestartContainer { .. }
            | Action::RemoveContainer { .. }
            | Action::Commit(_) => {
                let (events, _) = self.performed(ours).await;
                assert_eq!(events, self.typed_events(twin).await, "the engine saw the same of {}", render(twin).text);
                assert!(!events.is_empty(), "something has happened: {ours:?}");
                self.assert_alike(&render(twin).text).await;
            }
            Action::Exec(form) => self.prove_exec(ours, twin, form).await,
            Action::KeepCopy { .. }
            | Action::RestoreCopy { .. }
            | Action::DeleteCopy { .. }
            | Action::PullAgain { .. }
            | Action::PullThrough { .. }
            | Action::CleanUp { .. }
            | Action::ReadLayers { .. }
            | Action::ReadArchive { .. } => unreachable!("its twin is elsewhere: {ours:?}"),
            Action::Attach { .. } => self.prove_attach(ours, twin).await,
        }
    }

    /// The command, in full length, prints a line about each of these, beneath its heading.
    async fn prints(&self, action: &Action, about: Vec<Vec<String>>) {
        assert!(!about.is_empty(), "there is something to see: {action:?}");
        let line = render(action).text;
        let printed = self.typed(&format!("{line} --no-trunc")).await;
        let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        let printed: Vec<String> = printed.lines().skip(1).map(words).collect();
        assert_eq!(printed.len(), about.len(), "{line} has a line for each of {about:?}: {printed:?}");
        for one in about {
            let told = printed.iter().any(|line| one.iter().all(|word| line.contains(&words(word))));
            assert!(told, "{line} tells of {one:?}: {printed:?}");
        }
    }

    async fn assert_alike(&self, line: &str) {
        let (ours, twin) = (self.standing(OURS).await, self.standing(TWIN).await);
        let differing = twins::differing(&ours, &twin);
        assert!(differing.is_empty(), "as {line} leaves it, but for {differing:#?}");
    }

    /// All that the engine says of what bears the name: containers and images.
    async fn standing(&self, name: &str) -> twins::Facts {
        let mut facts = twins::Facts::new();
        let containers = self.run(&["ps", "-a", "--format", "{{.Names}}"]).await;
        let images = self.run(&["images", "--format", "{{.Repository}}:{{.Tag}}"]).await;
        let other = if name == OURS { TWIN } else { OURS };
        for container in containers.lines().filter(|container| container.starts_with(name)) {
            let own = twins::container(&self.docker, container).await.expect("it is listed");
            facts.extend(own.into_iter().map(|(path, value)| (format!("{container}{path}"), value)));
        }
        for image in images.lines().filter(|image| !image.contains(other)) {
            let mut own = twins::image(&self.docker, image).await.expect("it is listed");
            // Two containers' own layers hold their own instants; `changes.rs` compares two commits of one.
            let top = own.keys().rfind(|path| path.starts_with(".RootFS.Layers")).cloned();
            if let Some(top) = top.filter(|_| image.starts_with("made/") || image.starts_with("built/")) {
                own.remove(&top);
            }
            // What it was built on is an image of its own, too.
            let of_steps = [".Parent", ".Config.Image", ".ContainerConfig"];
            let made_of = |path: &str| {
                path == ".Container"
                    || path.starts_with(".GraphDriver")
                    || image.starts_with("built/") && of_steps.iter().any(|own| path.starts_with(own))
            };
            let own = own.into_iter().filter(|(path, value)| !made_of(path) && !value.contains(other));
            // Names are a set: what the other bears, on the same image, moves the places of the rest.
            facts.extend(own.map(|(path, value)| match path.starts_with(".RepoTags") {
                true => (format!("{image}.RepoTags {value}"), value),
                false => (format!("{image}{path}"), value),
            }));
        }
        let anonymous = |text: &str| text.replace(name, "NAME");
        facts.into_iter().map(|(path, value)| (anonymous(&path), anonymous(&value))).collect()
    }

    /// Performs it to its end: what the engine saw of it, and the job.
    async fn performed(&self, action: &Action) -> (Vec<String>, Job) {
        let since = now();
        let id = self.session.perform(action.clone());
        let job = within("the job", self.session.jobs().wait(id)).await.expect("it is kept");
        assert_eq!(job.state, JobState::Done, "it is done: {job:?}");
        assert_eq!(job.command, render(action).text, "its command is kept with it");
        self.settled(action, OURS).await;
        (self.events(since, OURS).await, job)
    }

    /// Types the command of an action: what the engine saw of it.
    async fn typed_events(&self, action: &Action) -> Vec<String> {
        let since = now();
        self.typed(&render(action).text).await;
        self.settled(action, TWIN).await;
        self.events(since, TWIN).await
    }

    async fn typed(&self, line: &str) -> String {
        let terminal = self.docker.terminal(line).expect("a terminal");
        let (printed, code) = terminal.ended().await.expect("it ends");
        assert_eq!(code, 0, "{line} succeeds: {printed}");
        printed.replace("\r\n", "\n")
    }

    /// Waits until the engine is done: `docker kill` does not wait for the end, and only an inspection waits until all
    /// of an end has been told.
    async fn settled(&self, action: &Action, name: &str) {
        if let Action::KillContainer { container } = action {
            self.run(&["wait", container]).await;
        }
        // Where it has been removed, there is nothing to wait for.
        self.docker.output(&["inspect", name]).await.expect("the docker command runs");
    }

    /// What the engine told since, sorted: the order of what happens at once is chance.
    async fn events(&self, since: Duration, name: &str) -> Vec<String> {
        let stamp = |instant: Duration| format!("{}.{:09}", instant.as_secs(), instant.subsec_nanos());
        let told =
            self.run(&["events", "--since", &stamp(since), "--until", &stamp(now()), "--format", "{{json .}}"]).await;
        let mut told: Vec<String> = told.lines().map(|line| event(line).replace(name, "NAME")).collect();
        told.sort_unstable();
        told
    }

    /// Opens the console of an action.
    async fn opened(&self, action: &Action) -> String {
        let id = self.session.perform(action.clone());
        let job = within("the job", self.session.jobs().wait(id)).await.expect("it is kept");
        match job.outcome {
            Some(Outcome::Console { id, .. }) => id,
            _ => panic!("a console is opened: {job:?}"),
        }
    }

    async fn type_in(&self, console: &str, text: &str) {
        let typed = self.session.consoles().write(console, Bytes::copy_from_slice(text.as_bytes()));
        within("typing", typed).await.expect("the console takes input");
    }

    /// What the console printed since it was read last.
    async fn read(&self, console: &str) -> Bytes {
        let from = self.read.lock().expect("nobody panicked").get(console).copied().unwrap_or_default();
        let printed = within("output", self.session.consoles().read(console, from)).await.expect("the console is open");
        self.read.lock().expect("nobody panicked").insert(console.to_owned(), printed.next);
        printed.bytes
    }

    async fn read_until(&self, console: &str, text: &str) -> String {
        let mut seen = Vec::new();
        loop {
            let printed = String::from_utf8_lossy(&seen).into_owned();
            if printed.contains(text) {
                return printed;
            }
            let bytes = self.read(console).await;
            assert!(!bytes.is_empty(), "no {text:?} came before the end: {printed:?}");
            seen.extend_from_slice(&bytes);
        }
    }

    /// The console once its process has ended.
    async fn ended(&self, console: &str) -> Console {
        while !self.read(console).await.is_empty() {}
        let mut listing = self.session.consoles().watch();
        let over = |one: &Console| one.id == console && one.state != ConsoleState::Open;
        let list = within("the end", listing.wait_for(|list| list.iter().any(over))).await.expect("they are listed");
        list.iter().find(|one| over(one)).cloned().expect("it has just been seen")
    }

    async fn prove_exec(&self, ours: &Action, twin: &Action, form: &ExecForm) {
        let line = render(twin).text;
        let ask = format!("{ASK_A_SHELL}\r");
        let act = "echo made > /open/made; exit 3\r";

        let since = now();
        let console = self.opened(ours).await;
        self.type_in(&console, &ask).await;
        let told = self.read_until(&console, "\n42\r\n").await;
        let seen = self.exec_of(OURS).await;
        self.type_in(&console, act).await;
        let code = self.ended(&console).await.exit_code;
        let events = self.events(since, OURS).await;

        let since = now();
        let mut terminal = self.docker.terminal(&line).expect("a terminal");
        terminal.type_in(&ask).await.expect("it takes input");
        let told_twin = terminal.read_until("\n42\r\n").await.expect("it answers");
        let seen_twin = self.exec_of(TWIN).await;
        terminal.type_in(act).await.expect("it takes input");
        let (_, code_twin) = terminal.ended().await.expect("it ends");
        let events_twin = self.events(since, TWIN).await;

        let words = shell_words::split(&form.command).expect("words");
        assert_eq!(command_of(&seen_twin), words, "what {line} runs");
        let wrapped = command_of(&seen);
        assert_eq!(wrapped[..2], ["sh", "-c"], "ours is wrapped, to learn its process ID: {wrapped:?}");
        assert_eq!(wrapped[4..], words, "and runs the same within");
        assert_eq!(without_command(seen), without_command(seen_twin), "the engine was asked for the same as by {line}");
        assert_eq!(answers(&told), answers(&told_twin), "the process is the same as by {line}");
        assert!(answers(&told).len() > 30, "it has answered: {told}");
        assert_eq!((code, code_twin), (Some(3), 3), "both tell the exit code");
        assert_eq!(actions_of(&events), actions_of(&events_twin), "the engine saw the same");
        self.assert_alike(&line).await;
        self.assert_same_changes().await;
    }

    async fn prove_attach(&self, ours: &Action, twin: &Action) {
        let line = render(twin).text;
        let ask = "PS1=; tty; stty size; echo made > /made; echo 4$((1+1))\r";
        // What it prints beforehand is not shown by either: attaching is from now on.
        for name in [OURS, TWIN] {
            self.run(&["exec", name, "true"]).await;
        }

        let since = now();
        let console = self.opened(ours).await;
        self.type_in(&console, ask).await;
        let told = self.read_until(&console, "\n42\r\n").await;
        self.session.consoles().close(&console).await.expect("it closes");
        assert_eq!(self.run(&["inspect", "-f", "{{.State.Running}}", OURS]).await, "true", "closing leaves it running");
        let console = self.opened(ours).await;
        self.type_in(&console, "exit 5\r").await;
        let code = self.ended(&console).await.exit_code;
        let events = self.events(since, OURS).await;

        let since = now();
        let mut terminal = self.docker.terminal(&line).expect("a terminal");
        terminal.type_in(ask).await.expect("it takes input");
        let told_twin = terminal.read_until("\n42\r\n").await.expect("it answers");
        terminal.type_in("\u{10}\u{11}").await.expect("it takes the keys for detaching");
        // Its exit code for that differs between versions of the docker command.
        let (last, _) = terminal.ended().await.expect("it ends");
        assert!(last.contains("read escape sequence"), "detached: {last}");
        assert_eq!(
            self.run(&["inspect", "-f", "{{.State.Running}}", TWIN]).await,
            "true",
            "detaching leaves it running"
        );
        let mut terminal = self.docker.terminal(&line).expect("a terminal");
        terminal.type_in("exit 5\r").await.expect("it takes input");
        let (_, code_twin) = terminal.ended().await.expect("it ends");
        let events_twin = self.events(since, TWIN).await;

        assert_eq!(answers(&told), answers(&told_twin), "the same is printed as by {line}");
        assert_eq!((code, code_twin), (Some(5), 5), "both tell the exit code");
        assert_eq!(actions_of(&events), actions_of(&events_twin), "the engine saw the same");
        self.assert_alike(&line).await;
        self.assert_same_changes().await;
    }

    async fn assert_same_changes(&self) {
        let changes = self.run(&["diff", OURS]).await;
        assert!(changes.contains("made"), "the shell has done something: {changes}");
        let sorted = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
        assert_eq!(sorted(&changes), sorted(&self.run(&["diff", TWIN]).await), "both have the same done to them");
    }

    /// What the engine says of the only exec in a container.
    async fn exec_of(&self, container: &str) -> Value {
        let ids = self.run(&["inspect", "-f", "{{json .ExecIDs}}", container]).await;
        let ids: Vec<String> = serde_json::from_str(&ids).expect("execs");
        assert_eq!(ids.len(), 1, "one exec runs in {container}: {ids:?}");
        let body = self.engine.body(Method::GET, &format!("/exec/{}/json", ids[0]), &[]).await.expect("it is told of");
        serde_json::from_slice(&body.collect().await.expect("an answer").to_bytes()).expect("JSON")
    }

    async fn until(&self, what: &str, look: impl AsyncFn() -> bool) {
        let looking = async {
            let mut again = tokio::time::interval(Duration::from_millis(20));
            while !look().await {
                again.tick().await;
            }
        };
        within(what, looking).await;
    }
}

/// Entry point and arguments of an exec.
fn command_of(exec: &Value) -> Vec<String> {
    let process = &exec["ProcessConfig"];
    let arguments = process["arguments"].as_array().into_iter().flatten();
    [&process["entrypoint"]].into_iter().chain(arguments).filter_map(Value::as_str).map(str::to_owned).collect()
}

/// All else of an exec that is no mere identity. The keys for detaching are ours: the page has a button for that, and
/// leaves Ctrl-P to the shell.
fn without_command(mut exec: Value) -> Value {
    for own in ["ID", "ContainerID", "Pid", "DetachKeys"] {
        exec.as_object_mut().expect("an object").remove(own);
    }
    for own in ["entrypoint", "arguments"] {
        exec["ProcessConfig"].as_object_mut().expect("an object").remove(own);
    }
    exec
}

/// What a shell answered: its lines after the question's echo.
fn answers(told: &str) -> Vec<&str> {
    told.lines().map(|line| line.trim_end_matches('\r')).skip_while(|line| !line.starts_with("/dev/")).collect()
}

/// An event in short: what happened to what, and the exit code. An exec's has its command behind a colon.
fn event(line: &str) -> String {
    let event: Value = serde_json::from_str(line).expect("an event");
    let action = event["Action"].as_str().and_then(|action| action.split(':').next()).unwrap_or_default();
    let attributes = &event["Actor"]["Attributes"];
    let of = |name: &str| attributes[name].as_str().unwrap_or_default();
    format!("{} {action} {} {}", event["Type"].as_str().unwrap_or_default(), of("name"), of("exitCode"))
}

/// Events without what only looks and draws: a look for the container's shell has its volumes mounted for a moment; and
/// the docker command asks for several sizes in a row, so that what runs draws itself anew.
fn actions_of(events: &[String]) -> Vec<&String> {
    events.iter().filter(|event| !event.contains(" resize ") && !event.starts_with("volume ")).collect()
}

fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970")
}

async fn within<T>(what: &str, work: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, work).await.unwrap_or_else(|_| panic!("{what} takes longer than {PATIENCE:?}"))
}
