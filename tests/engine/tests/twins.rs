//! Proves that each shown command is true: a session performs an action on one new object, as the window does, and the
//! action's command is typed in a terminal for its twin. The engine must send the same events and report the same about
//! both. Every kind of action is covered.

use std::time::{SystemTime, UNIX_EPOCH};

use http_body_util::BodyExt;
use hyper::Method;
use slipway_engine_tests::prelude::*;

/// The names of the objects that Slipway and the docker CLI work on. They are ignored in comparisons.
const OURS: &str = "by-slipway";
const TWIN: &str = "by-docker";

/// Makes a shell print its terminal, working directory, user, environment, and what the kernel reports about its
/// capabilities, signals, session, arguments and limits. It first waits for the terminal's size, which the docker CLI may
/// send a moment after the start.
const DESCRIBE_SHELL: &str = "PS1=; until [ \"$(stty size 2> /dev/null)\" = '24 80' ]; do :; done; tty; stty -a; pwd; id; umask; env | sort; \
    grep -E '^(Name|Uid|Gid|Groups|SigBlk|SigIgn|Cap|NoNewPrivs|Seccomp)' /proc/$$/status; \
    for field in 5 6; do [ $(cut -d' ' -f$field /proc/$$/stat) = $$ ] && echo leads; done; \
    tr '\\0' ' ' < /proc/$$/cmdline; echo; cat /proc/$$/limits; echo 4$((1+1))";

/// An image that the engine doesn't have before it is run.
const MISSING: &str = "redis";

/// Some of the other flags of a run; `recording.rs` compares the requests of all of them.
const OTHER: [&str; 7] = [
    "--add-host db:10.0.0.2",
    "--cap-drop NET_RAW",
    "--label 'team=blue and green'",
    "--memory 64m",
    "--restart on-failure:2",
    "--tmpfs /scratch:size=1m",
    "--workdir /tmp",
];

/// Actions of each kind on the objects with this name, several for kinds with variants.
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
        message: "修改了\t默认\u{202e}网页\u{3}\n“它’s”".into(),
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
        Action::Run(RunForm { image: MISSING.into(), other: Vec::new(), ..run.clone() }),
        Action::Run(RunForm { image: MISSING.into(), other: vec!["--pull always".into()], ..run }),
        Action::ListContainers { all: true },
        Action::StopContainer { container: container.clone() },
        Action::StartContainer { container: format!("{name}-stopped") },
        Action::KillContainer { container: container.clone() },
        Action::RestartContainer { container: container.clone() },
        Action::RenameContainer { container: container.clone(), name: format!("{name}-renamed") },
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

/// Kinds that other tests compare: those that use files besides the engine, and those of several commands.
const ELSEWHERE: [&str; 8] =
    ["keepCopy", "restoreCopy", "deleteCopy", "pullAgain", "pullThrough", "cleanUp", "readLayers", "readArchive"];

/// All kinds of action: serde lists them when it rejects an unknown one.
fn kinds() -> BTreeSet<String> {
    let error = serde_json::from_value::<Action>(json!({ "kind": "" })).expect_err("no action has this kind");
    error.to_string().split('`').skip(3).step_by(2).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_shown_does_what_its_action_does() {
    let fixture = Fixture::start().await;
    let mut compared = BTreeSet::new();
    for (ours, twin) in actions(OURS).into_iter().zip(actions(TWIN)) {
        fixture.prepare(OURS).await;
        fixture.prepare(TWIN).await;
        fixture.compare(&ours, &twin).await;
        fixture.clear().await;
        compared.insert(serde_json::to_value(&ours).expect("JSON")["kind"].as_str().expect("a kind").to_owned());
    }
    compared.extend(ELSEWHERE.map(str::to_owned));
    assert_eq!(compared, kinds(), "each kind of action has its twin");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exec_gets_the_environment_that_docker_gives_it() {
    let fixture = Fixture::start().await;
    fixture.prepare(OURS).await;
    // Names that are not a shell's, values that shells change, and what engines set themselves.
    let odd =
        ["my.env=1", "a-b=2", "-u=3", "1ST=4", "变量=船 台", "IFS=:", "SHLVL=9", "PWD=/nowhere", "_=5", "OLDPWD=6"];
    let odd: Vec<&str> = odd.iter().flat_map(|variable| ["-e", variable]).collect();
    let run = [&["run", "-d", "--name", "odd", "-h", "odd"], &odd[..], &["ubuntu:14.04", "sleep", "1000"]].concat();
    fixture.run(&run).await;
    for (container, known) in [(OURS, "HOSTNAME=twin"), ("odd", "my.env=1")] {
        let env = Action::Exec(ExecForm { container: container.into(), command: "env".into(), user: String::new() });
        let line = render(&env).text;
        // Slipway's wrapper runs in the container's sh.
        for shell in ["/bin/busybox", "/bin/bash"] {
            fixture.run(&["exec", container, "/bin/busybox", "ln", "-sf", shell, "/bin/sh"]).await;
            let console = fixture.open_console(&env).await;
            let mut printed = Vec::new();
            loop {
                let bytes = fixture.read(&console).await;
                if bytes.is_empty() {
                    break;
                }
                printed.extend_from_slice(&bytes);
            }
            let printed = String::from_utf8(printed).expect("UTF-8").replace("\r\n", "\n");
            let environment: BTreeSet<&str> = printed.lines().collect();
            let typed = fixture.typed(&line).await;
            assert_eq!(environment, typed.lines().collect(), "the environment in {container} if sh is {shell}");
            assert!(environment.contains(known), "env printed something: {environment:?}");
        }
    }
}

struct Fixture {
    docker: Cli,
    session: Arc<Session>,
    engine: Arc<Engine>,
    /// The offset up to which each console was read.
    offsets: Mutex<HashMap<String, u64>>,
    _lab: Lab,
}

impl Fixture {
    async fn start() -> Self {
        let lab = lab().await;
        let docker = lab.docker();
        docker.run(&["pull", "-q", "ubuntu:14.04"]).await.expect("the image exists");
        let environment = Environment {
            docker_host: Some(lab.docker_host()),
            docker_config: lab.folder().join("no-login"),
            ..Environment::default()
        };
        let session = Arc::new(Session::start(environment));
        let mut engines = session.link().engines();
        let engine = within("the engine", engines.wait_for(Option::is_some)).await.expect("the session runs");
        let engine = Arc::clone(engine.as_ref().expect("it is connected"));
        Self { docker, session, engine, offsets: Mutex::default(), _lab: lab }
    }

    /// Creates a running container, an exited one and an image with two names, and waits until the session knows them.
    async fn prepare(&self, name: &str) {
        let ended = format!("{name}-stopped");
        for name in [name, &ended] {
            let run = ["run", "-dit", "--name", name, "--hostname", "twin", "--stop-timeout", "1", "-v", "/data"];
            self.run(&[run.as_slice(), &["ubuntu:14.04", "bash"]].concat()).await;
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

    /// Removes all containers and all images but `ubuntu:14.04`.
    async fn clear(&self) {
        let containers = self.run(&["ps", "-aq"]).await;
        let left: Vec<&str> = containers.lines().collect();
        self.run(&[&["rm", "-fv"], left.as_slice()].concat()).await;
        let images = self.run(&["images", "--format", "{{.Repository}}:{{.Tag}}"]).await;
        let created: Vec<&str> = images.lines().filter(|name| *name != "ubuntu:14.04").collect();
        if !created.is_empty() {
            self.run(&[&["rmi"], created.as_slice()].concat()).await;
        }
    }

    async fn run(&self, args: &[&str]) -> String {
        self.docker.run(args).await.unwrap_or_else(|error| panic!("{args:?}: {error}"))
    }

    /// Asserts that an action and its twin's command do the same. A new kind of action needs an arm here and an example in
    /// [`actions`].
    async fn compare(&self, ours: &Action, twin: &Action) {
        match ours {
            Action::ListImages { .. } => {
                let names = |image: &Image| {
                    let id = image.id.clone();
                    image.tags.iter().map(move |tag| vec![tag.replacen(':', " ", 1), id.clone()]).collect::<Vec<_>>()
                };
                let images =
                    self.session.inventory().with(|contents| contents.images.values().flat_map(names).collect());
                self.assert_prints(twin, images).await;
            }
            Action::ListContainers { .. } => {
                let columns = |one: &Container| vec![one.id.clone(), one.image.clone(), one.name.clone()];
                let containers =
                    self.session.inventory().with(|contents| contents.containers.values().map(columns).collect());
                self.assert_prints(twin, containers).await;
            }
            Action::ImageHistory { image } => {
                let detail = self.session.image_detail(image).await.expect("the image exists");
                let steps = detail.history.iter().map(|step| vec![step.created_by.clone()]).collect();
                self.assert_prints(twin, steps).await;
            }
            Action::Diff { container } => {
                for name in [OURS, TWIN] {
                    self.run(&["exec", name, "sh", "-c", "echo 1 > /made; rm /etc/os-release"]).await;
                }
                let changes = self.session.changes(container).await.expect("the container exists").changes;
                assert!(changes.len() >= 3, "there are changes: {changes:?}");
                let printed = self.typed(&render(twin).text).await;
                assert_eq!(printed.lines().count(), changes.len(), "each change is a line: {printed}");
                for change in &changes {
                    let letter = &format!("{:?}", change.kind)[..1];
                    let line = format!("{letter} {}", change.path);
                    assert!(printed.lines().any(|printed| printed == line), "{line} is printed: {printed}");
                }
            }
            // Both pull the same image, one after the other, since names cannot differ.
            Action::Pull { reference, .. } => {
                let pulled = async || {
                    let found = self.state_of(OURS).await;
                    self.run(&["rmi", reference]).await;
                    found
                };
                let (events, _) = self.performed(ours).await;
                let found = pulled().await;
                assert_eq!(self.typed_events(twin).await, events, "the events of {}", render(twin).text);
                assert_eq!(pulled().await, found, "{} pulls the same", render(twin).text);
            }
            Action::Run(form) if form.image == MISSING => {
                let created = async |name: &str| {
                    let found = self.state_of(name).await;
                    self.run(&["rm", "-f", &format!("{name}-run")]).await;
                    self.run(&["rmi", MISSING]).await;
                    found
                };
                let (events, _) = self.performed(ours).await;
                let found = created(OURS).await;
                let line = render(twin).text;
                assert_eq!(self.typed_events(twin).await, events, "the events of {line}");
                assert!(events.iter().any(|event| event.starts_with("image pull ")), "it was pulled: {events:?}");
                let differing = twins::differing(&found, &created(TWIN).await);
                assert!(differing.is_empty(), "{line} has another result: {differing:#?}");
            }
            // The engine generates the names of the containers of build steps.
            Action::Build { .. } => {
                let without_names = |events: Vec<String>| {
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
                let events = without_names(self.performed(ours).await.0);
                let line = render(twin).text;
                assert_eq!(events, without_names(self.typed_events(twin).await), "the events of {line}");
                assert!(events.iter().any(|event| event.starts_with("container die")), "a build step ran: {events:?}");
                self.assert_same_state(&line).await;
            }
            Action::TagImage { .. }
            | Action::RemoveImages { .. }
            | Action::Run(_)
            | Action::StartContainer { .. }
            | Action::StopContainer { .. }
            | Action::KillContainer { .. }
            | Action::RestartContainer { .. }
            | Action::RenameContainer { .. }
            | Action::RemoveContainer { .. }
            | Action::Commit(_) => {
                let (events, _) = self.performed(ours).await;
                assert_eq!(events, self.typed_events(twin).await, "the events of {}", render(twin).text);
                assert!(!events.is_empty(), "there are events: {ours:?}");
                self.assert_same_state(&render(twin).text).await;
            }
            Action::Exec(form) => self.compare_exec(ours, twin, form).await,
            Action::KeepCopy { .. }
            | Action::RestoreCopy { .. }
            | Action::DeleteCopy { .. }
            | Action::PullAgain { .. }
            | Action::PullThrough { .. }
            | Action::CleanUp { .. }
            | Action::ReadLayers { .. }
            | Action::ReadArchive { .. } => unreachable!("compared in another test: {ours:?}"),
            Action::Attach { .. } => self.compare_attach(ours, twin).await,
        }
    }

    /// Asserts that the command, untruncated, prints a line with each of these sets of texts below its header.
    async fn assert_prints(&self, action: &Action, expected: Vec<Vec<String>>) {
        assert!(!expected.is_empty(), "there is something to print: {action:?}");
        let line = render(action).text;
        let printed = self.typed(&format!("{line} --no-trunc")).await;
        let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        let printed: Vec<String> = printed.lines().skip(1).map(words).collect();
        assert_eq!(printed.len(), expected.len(), "{line} prints a line for each of {expected:?}: {printed:?}");
        for texts in expected {
            let is_printed = printed.iter().any(|line| texts.iter().all(|text| line.contains(&words(text))));
            assert!(is_printed, "{line} prints {texts:?}: {printed:?}");
        }
    }

    async fn assert_same_state(&self, line: &str) {
        let (ours, twin) = (self.state_of(OURS).await, self.state_of(TWIN).await);
        let differing = twins::differing(&ours, &twin);
        assert!(differing.is_empty(), "{line} has another result: {differing:#?}");
    }

    /// Everything that the engine reports about containers and images with this name.
    async fn state_of(&self, name: &str) -> twins::Facts {
        let mut facts = twins::Facts::new();
        let containers = self.run(&["ps", "-a", "--format", "{{.Names}}"]).await;
        let images = self.run(&["images", "--format", "{{.Repository}}:{{.Tag}}"]).await;
        let other = if name == OURS { TWIN } else { OURS };
        for container in containers.lines().filter(|container| container.starts_with(name)) {
            let container_facts = twins::container(&self.docker, container).await.expect("it exists");
            facts.extend(container_facts.into_iter().map(|(path, value)| (format!("{container}{path}"), value)));
        }
        for image in images.lines().filter(|image| !image.contains(other)) {
            let mut image_facts = twins::image(&self.docker, image).await.expect("it exists");
            // The top layers of two containers contain their own timestamps; `changes.rs` compares two commits of one.
            let top = image_facts.keys().rfind(|path| path.starts_with(".RootFS.Layers")).cloned();
            if let Some(top) = top.filter(|_| image.starts_with("made/") || image.starts_with("built/")) {
                image_facts.remove(&top);
            }
            // The parent image differs too.
            let of_steps = [".Parent", ".Config.Image", ".ContainerConfig"];
            let is_source = |path: &str| {
                path == ".Container"
                    || path.starts_with(".GraphDriver")
                    || image.starts_with("built/") && of_steps.iter().any(|field| path.starts_with(field))
            };
            let image_facts =
                image_facts.into_iter().filter(|(path, value)| !is_source(path) && !value.contains(other));
            // Tags are a set: the twin's tags on the same image shift the indexes of the others.
            facts.extend(image_facts.map(|(path, value)| match path.starts_with(".RepoTags") {
                true => (format!("{image}.RepoTags {value}"), value),
                false => (format!("{image}{path}"), value),
            }));
        }
        let anonymous = |text: &str| text.replace(name, "NAME");
        facts.into_iter().map(|(path, value)| (anonymous(&path), anonymous(&value))).collect()
    }

    /// Performs the action to its end; returns the engine's events and the job.
    async fn performed(&self, action: &Action) -> (Vec<String>, Job) {
        let since = now();
        let id = self.session.perform(action.clone());
        let job = within("the job", self.session.jobs().wait(id)).await.expect("the job is kept");
        assert_eq!(job.state, JobState::Done, "the job is done: {job:?}");
        assert_eq!(job.command, render(action).text, "the job keeps its command");
        self.wait_until_settled(action, OURS).await;
        (self.events(since, OURS).await, job)
    }

    /// Runs the command of an action; returns the engine's events.
    async fn typed_events(&self, action: &Action) -> Vec<String> {
        let since = now();
        self.typed(&render(action).text).await;
        self.wait_until_settled(action, TWIN).await;
        self.events(since, TWIN).await
    }

    async fn typed(&self, line: &str) -> String {
        let terminal = self.docker.terminal(line).expect("a terminal");
        let (printed, code) = terminal.ended().await.expect("the command ends");
        assert_eq!(code, 0, "{line} succeeds: {printed}");
        printed.replace("\r\n", "\n")
    }

    /// Waits until the engine is done: `docker kill` doesn't wait for the end, and only an inspection waits until all
    /// events of an end were sent.
    async fn wait_until_settled(&self, action: &Action, name: &str) {
        if let Action::KillContainer { container } = action {
            self.run(&["wait", container]).await;
        }
        // If the container was removed, there is nothing to wait for.
        self.docker.output(&["inspect", name]).await.expect("docker runs");
    }

    /// The engine's events since then, sorted, since the order of simultaneous events is random.
    async fn events(&self, since: Duration, name: &str) -> Vec<String> {
        let stamp = |instant: Duration| format!("{}.{:09}", instant.as_secs(), instant.subsec_nanos());
        let events =
            self.run(&["events", "--since", &stamp(since), "--until", &stamp(now()), "--format", "{{json .}}"]).await;
        let mut events: Vec<String> = events.lines().map(|line| event(line).replace(name, "NAME")).collect();
        events.sort_unstable();
        events
    }

    /// Performs an action and returns the console that it opens.
    async fn open_console(&self, action: &Action) -> String {
        let id = self.session.perform(action.clone());
        let job = within("the job", self.session.jobs().wait(id)).await.expect("the job is kept");
        match job.outcome {
            Some(Outcome::Console { id, .. }) => id,
            _ => panic!("a console is opened: {job:?}"),
        }
    }

    async fn type_in(&self, console: &str, text: &str) {
        let typed = self.session.consoles().write(console, Bytes::copy_from_slice(text.as_bytes()));
        within("typing", typed).await.expect("the console takes input");
    }

    /// Reads the console's output since the last read.
    async fn read(&self, console: &str) -> Bytes {
        let from = self.offsets.lock().expect("no panic").get(console).copied().unwrap_or_default();
        let output = within("output", self.session.consoles().read(console, from)).await.expect("the console is open");
        self.offsets.lock().expect("no panic").insert(console.to_owned(), output.next);
        output.bytes
    }

    async fn read_until(&self, console: &str, text: &str) -> String {
        let mut output = Vec::new();
        loop {
            let printed = String::from_utf8_lossy(&output).into_owned();
            if printed.contains(text) {
                return printed;
            }
            let bytes = self.read(console).await;
            assert!(!bytes.is_empty(), "the output ended without {text:?}: {printed:?}");
            output.extend_from_slice(&bytes);
        }
    }

    /// Waits until the console's process has ended, and returns the console.
    async fn ended(&self, console: &str) -> Console {
        while !self.read(console).await.is_empty() {}
        let mut consoles = self.session.consoles().watch();
        let has_ended = |one: &Console| one.id == console && one.state != ConsoleState::Open;
        let ended = consoles.wait_for(|list| list.iter().any(has_ended));
        let list = within("the end", ended).await.expect("consoles are listed");
        list.iter().find(|one| has_ended(one)).cloned().expect("it is listed")
    }

    async fn compare_exec(&self, ours: &Action, twin: &Action, form: &ExecForm) {
        let line = render(twin).text;
        let describe = format!("{DESCRIBE_SHELL}\r");
        let act = "echo made > /open/made; exit 3\r";

        let since = now();
        let console = self.open_console(ours).await;
        self.type_in(&console, &describe).await;
        let described = self.read_until(&console, "\n42\r\n").await;
        let exec = self.exec_of(OURS).await;
        self.type_in(&console, act).await;
        let code = self.ended(&console).await.exit_code;
        let events = self.events(since, OURS).await;

        let since = now();
        let mut terminal = self.docker.terminal(&line).expect("a terminal");
        terminal.type_in(&describe).await.expect("the terminal takes input");
        let described_twin = terminal.read_until("\n42\r\n").await.expect("the shell responds");
        let exec_twin = self.exec_of(TWIN).await;
        terminal.type_in(act).await.expect("the terminal takes input");
        let (_, code_twin) = terminal.ended().await.expect("the command ends");
        let events_twin = self.events(since, TWIN).await;

        let words = shell_words::split(&form.command).expect("words");
        assert_eq!(command_of(&exec_twin), words, "the command of {line}");
        let wrapped = command_of(&exec);
        assert_eq!(wrapped[..2], ["/bin/sh", "-c"], "Slipway's is wrapped, to learn its PID: {wrapped:?}");
        assert!(wrapped.ends_with(&words), "and runs the same command: {wrapped:?}");
        assert_eq!(without_command(exec), without_command(exec_twin), "the exec is the same as that of {line}");
        assert_eq!(output_of(&described), output_of(&described_twin), "the process is the same as that of {line}");
        assert!(output_of(&described).len() > 30, "the shell has printed something: {described}");
        assert_eq!((code, code_twin), (Some(3), 3), "both report the exit code");
        assert_eq!(actions_of(&events), actions_of(&events_twin), "the events are the same");
        self.assert_same_state(&line).await;
        self.assert_same_changes().await;
    }

    async fn compare_attach(&self, ours: &Action, twin: &Action) {
        let line = render(twin).text;
        let describe = "PS1=; tty; stty size; echo made > /made; echo 4$((1+1))\r";
        // Neither shows earlier output: attaching starts with what is printed from then on.
        for name in [OURS, TWIN] {
            self.run(&["exec", name, "true"]).await;
        }

        let since = now();
        let console = self.open_console(ours).await;
        self.type_in(&console, describe).await;
        let described = self.read_until(&console, "\n42\r\n").await;
        self.session.consoles().close(&console).await.expect("the console closes");
        assert_eq!(self.run(&["inspect", "-f", "{{.State.Running}}", OURS]).await, "true", "closing leaves it running");
        let console = self.open_console(ours).await;
        self.type_in(&console, "exit 5\r").await;
        let code = self.ended(&console).await.exit_code;
        let events = self.events(since, OURS).await;

        let since = now();
        let mut terminal = self.docker.terminal(&line).expect("a terminal");
        terminal.type_in(describe).await.expect("the terminal takes input");
        let described_twin = terminal.read_until("\n42\r\n").await.expect("the shell responds");
        terminal.type_in("\u{10}\u{11}").await.expect("the terminal takes the detach keys");
        // The exit code after detaching differs between versions of the docker CLI.
        let (last, _) = terminal.ended().await.expect("the command ends");
        assert!(last.contains("read escape sequence"), "the terminal has detached: {last}");
        assert_eq!(
            self.run(&["inspect", "-f", "{{.State.Running}}", TWIN]).await,
            "true",
            "detaching leaves it running"
        );
        let mut terminal = self.docker.terminal(&line).expect("a terminal");
        terminal.type_in("exit 5\r").await.expect("the terminal takes input");
        let (_, code_twin) = terminal.ended().await.expect("the command ends");
        let events_twin = self.events(since, TWIN).await;

        assert_eq!(output_of(&described), output_of(&described_twin), "{line} prints the same");
        assert_eq!((code, code_twin), (Some(5), 5), "both report the exit code");
        assert_eq!(actions_of(&events), actions_of(&events_twin), "the events are the same");
        self.assert_same_state(&line).await;
        self.assert_same_changes().await;
    }

    async fn assert_same_changes(&self) {
        let changes = self.run(&["diff", OURS]).await;
        assert!(changes.contains("made"), "the shell has changed something: {changes}");
        let sorted = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
        assert_eq!(sorted(&changes), sorted(&self.run(&["diff", TWIN]).await), "the changes are the same");
    }

    /// What the engine reports about the only exec in a container.
    async fn exec_of(&self, container: &str) -> Value {
        let ids = self.run(&["inspect", "-f", "{{json .ExecIDs}}", container]).await;
        let ids: Vec<String> = serde_json::from_str(&ids).expect("execs");
        assert_eq!(ids.len(), 1, "one exec runs in {container}: {ids:?}");
        let body =
            self.engine.body(Method::GET, &format!("/exec/{}/json", ids[0]), &[]).await.expect("the exec exists");
        serde_json::from_slice(&body.collect().await.expect("a response").to_bytes()).expect("JSON")
    }

    async fn until(&self, what: &str, holds: impl AsyncFn() -> bool) {
        let polling = async {
            let mut ticks = tokio::time::interval(Duration::from_millis(20));
            while !holds().await {
                ticks.tick().await;
            }
        };
        within(what, polling).await;
    }
}

/// The entrypoint and arguments of an exec.
fn command_of(exec: &Value) -> Vec<String> {
    let process = &exec["ProcessConfig"];
    let arguments = process["arguments"].as_array().into_iter().flatten();
    [&process["entrypoint"]].into_iter().chain(arguments).filter_map(Value::as_str).map(str::to_owned).collect()
}

/// An exec without its command, IDs and detach keys. Slipway sets other detach keys, since the page has a button for that
/// and leaves Ctrl-P to the shell.
fn without_command(mut exec: Value) -> Value {
    for own in ["ID", "ContainerID", "Pid", "DetachKeys"] {
        exec.as_object_mut().expect("an object").remove(own);
    }
    for own in ["entrypoint", "arguments"] {
        exec["ProcessConfig"].as_object_mut().expect("an object").remove(own);
    }
    exec
}

/// The output of a shell: its lines after the echoed input.
fn output_of(printed: &str) -> Vec<&str> {
    printed.lines().map(|line| line.trim_end_matches('\r')).skip_while(|line| !line.starts_with("/dev/")).collect()
}

/// An event in short: object, action, name and exit code, without the command that follows an exec's action.
fn event(line: &str) -> String {
    let event: Value = serde_json::from_str(line).expect("an event");
    let action = event["Action"].as_str().and_then(|action| action.split(':').next()).unwrap_or_default();
    let attributes = &event["Actor"]["Attributes"];
    let attribute = |name: &str| attributes[name].as_str().unwrap_or_default();
    let object = event["Type"].as_str().unwrap_or_default();
    format!("{object} {action} {} {}", attribute("name"), attribute("exitCode"))
}

/// Events without those of volumes and resizing: Slipway's search for a shell mounts the container's volumes for a moment,
/// and the docker CLI sends several sizes in a row, so that the program redraws itself.
fn actions_of(events: &[String]) -> Vec<&String> {
    events.iter().filter(|event| !event.contains(" resize ") && !event.starts_with("volume ")).collect()
}

fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970")
}
