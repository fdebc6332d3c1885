//! What the docker command sends for the text of a form, and what Slipway sends for the form itself, both to an engine
//! that only writes down: each flag of `docker run` by itself, forms made by chance, and the other actions' fields.
//!
//! JobEvent alike is what an engine takes alike:
//! - a value that is absent, null, empty, `0` or `false`, where the API gives none of them a meaning of its own
//!   (`Init`, `StopTimeout`, and the paths of `systempaths=unconfined` are compared as they stand);
//! - the network `default`, the restart policy `no`, a swappiness of -1, which say what holds anyway;
//! - `CapAdd` and `CapDrop`, which newer commands write out and engines read in both ways;
//! - the size of the terminal, which is the window's that a command is typed into;
//! - the order of what is a set: binds, extra hosts, rights, variables, limits (the docker command's own order of them
//!   differs from run to run).

use slipway_engine::flags::other_flags;
use slipway_engine_tests::prelude::*;

const PATIENCE: Duration = Duration::from_secs(30);

/// How many forms are made by chance.
const FORMS: usize = 500;

/// How many of the other actions each.
const OTHER_FORMS: usize = 60;

/// Texts of the corpus of which a POSIX shell would make something else than their writer meant, and one that the docker
/// command refuses, as the form does.
const OTHERWISE: [&str; 4] =
    ["a Windows path", "lines without backslash", "a backslash with space behind it", "old names"];

/// Rows of other flags that may stand together, so that each flag is among them; `FOLDER` is one with files.
const ROWS: [&[&str]; 109] = [
    &["--add-host db:10.0.0.2"],
    &["--add-host 'six:[2001:db8::1]'", "--add-host host.docker.internal:host-gateway"],
    &["--annotation io.example.note='a b'"],
    &["--blkio-weight 300"],
    &["--blkio-weight-device /dev/sda:100"],
    &["--cap-add NET_ADMIN"],
    &["--cap-add CAP_SYS_TIME", "--cap-drop ALL"],
    &["--cgroup-parent /shop"],
    &["--cgroupns host"],
    &["--cgroupns private"],
    &["--cpu-period 100000", "--cpu-quota 50000"],
    &["--cpu-rt-period 1000000", "--cpu-rt-runtime 950000"],
    &["--cpu-shares 512"],
    &["--cpus 1.5"],
    &["--cpus .25"],
    &["--cpuset-cpus 0-1", "--cpuset-mems 0"],
    &["--device /dev/null"],
    &["--device /dev/zero:/dev/nothing:r", "--device /dev/fuse:rw"],
    &["--device nvidia.com/gpu=all"],
    &["--device-cgroup-rule 'c 42:* rmw'"],
    &["--device-read-bps /dev/sda:1mb", "--device-read-iops /dev/sda:100"],
    &["--device-write-bps /dev/sda:2m", "--device-write-iops /dev/sda:200"],
    &["--dns 10.0.0.53", "--dns 2001:db8::53"],
    &["--dns-option ndots:1", "--dns-search example.com"],
    &["--domainname example.com"],
    &["--entrypoint /bin/sh"],
    &["--entrypoint ''"],
    &["--env-file FOLDER/variables"],
    &["--expose 8080", "--expose 9000-9002/udp"],
    &["--gpus all"],
    &["--gpus '\"device=0,1\"'"],
    &["--gpus 'count=2,driver=nvidia,\"capabilities=compute,utility\"'"],
    &["--group-add 50", "--group-add audio"],
    &["--health-cmd 'test -e /ready || exit 1'", "--health-interval 1m30s", "--health-retries 3"],
    &["--health-start-period 500ms", "--health-timeout 10s"],
    &["--health-start-interval 5s"],
    &["--hostname web"],
    &["--init"],
    &["--init=false"],
    &["--ipc shareable"],
    &["--ipc container:db"],
    &["--isolation default"],
    &["--label a=b", "--label 'c=d e=f'", "--label bare"],
    &["--label-file FOLDER/labels", "--label a=later"],
    &["--link db", "--link cache:redis"],
    &["--log-driver json-file", "--log-opt max-size=10m", "--log-opt max-file=3"],
    &["--log-driver none"],
    &["--log-opt max-size=1m"],
    &["--memory 512m"],
    &["--memory 1.5g", "--memory-reservation 1g", "--memory-swap -1"],
    &["--memory-swap 2g"],
    &["--memory-swappiness 60"],
    &["--memory-swappiness 0"],
    &["--mount type=bind,source=/srv,target=/srv,readonly,bind-propagation=rslave"],
    &["--mount source=data,target=/data,volume-nocopy,volume-label=a=b,volume-driver=local,volume-opt=type=nfs"],
    &["--mount type=tmpfs,target=/scratch,tmpfs-size=64m,tmpfs-mode=1770"],
    &["--mount type=bind,source=/srv,target=/ro,readonly,bind-recursive=readonly,bind-propagation=rprivate"],
    &["--mount type=volume,source=data,target=/data,volume-subpath=inner"],
    &["--mount type=image,source=alpine,target=/alpine,image-subpath=etc"],
    &["--network host"],
    &["--network none"],
    &["--network bridge", "--link db"],
    &["--network shop"],
    &["--network shop", "--network-alias web", "--network-alias www", "--link db:sql"],
    &["--network shop", "--ip 172.30.0.5", "--ip6 2001:db8::5", "--link-local-ip 169.254.0.7"],
    &["--network name=shop,alias=web,ip=172.30.0.5,driver-opt=a=b"],
    &["--network shop", "--network name=back,gw-priority=3"],
    &["--network shop", "--mac-address 92:d0:c6:0a:29:33"],
    &["--mac-address 92:d0:c6:0a:29:33"],
    &["--no-healthcheck"],
    &["--oom-kill-disable"],
    &["--oom-score-adj 500"],
    &["--oom-score-adj -500"],
    &["--pid host"],
    &["--pid container:db"],
    &["--pids-limit 100"],
    &["--pids-limit -1"],
    &["--platform linux/amd64"],
    &["--privileged"],
    &["--publish-all"],
    &["--pull always"],
    &["--pull missing"],
    &["--pull never"],
    &["--read-only"],
    &["--restart always"],
    &["--restart on-failure:3"],
    &["--restart unless-stopped"],
    &["--restart no"],
    &["--runtime runc"],
    &["--security-opt no-new-privileges", "--security-opt apparmor=unconfined"],
    &["--security-opt systempaths=unconfined", "--security-opt label:disable"],
    &["--security-opt seccomp=FOLDER/seccomp.json"],
    &["--shm-size 256m"],
    &["--stop-signal SIGQUIT"],
    &["--stop-timeout 30"],
    &["--stop-timeout 0"],
    &["--storage-opt size=10G"],
    &["--sysctl net.core.somaxconn=1024", "--sysctl kernel.msgmax=65536"],
    &["--tmpfs /run", "--tmpfs /tmp:rw,size=64m"],
    &["--ulimit nofile=1024:2048", "--ulimit nproc=512"],
    &["--ulimit core=-1"],
    &["--user 1000:50"],
    &["--userns host"],
    &["--uts host"],
    &["--volume-driver local"],
    &["--volumes-from db:ro", "--volumes-from cache"],
    &["--workdir /srv"],
    &["--privileged=false"],
    &["--read-only=false"],
];

/// What commands before 25 have not, though they have the flag: they send something else for it.
const SINCE_25: [&str; 8] = [
    "[2001",
    "--network bridge",
    "nvidia.com/gpu",
    "bind-recursive",
    "volume-subpath",
    "type=image",
    "gw-priority",
    "--mac-address",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_form_asks_for_what_its_command_asks_for() {
    let bench = Bench::start().await;
    let named: BTreeSet<&str> = ROWS.iter().flat_map(|rows| rows.iter()).filter_map(|row| name_of(row)).collect();
    assert_eq!(named, other_flags().into_iter().collect(), "each flag is among the rows");

    let rows: Vec<Vec<String>> = ROWS.iter().map(|rows| bench.placed(rows)).filter(|rows| bench.knows(rows)).collect();
    assert!(rows.len() > 80, "most flags can be compared with this command: {}", rows.len());
    for other in &rows {
        let alone = RunForm { image: "alpine".into(), detach: true, other: other.clone(), ..RunForm::default() };
        bench.compare(&alone).await;
    }
    let mut chance = fastrand::Rng::with_seed(7);
    for number in 0..FORMS {
        let form = random(&mut chance, &rows);
        bench.compare(&form).await;
        if number % 50 == 0 {
            println!("{number}: {}", render(&Action::Run(form)).text);
        }
    }
}

/// One field of the form filled in, and nothing else, so that what it says does not hang on another.
#[tokio::test(flavor = "multi_thread")]
async fn each_field_alone_asks_for_what_its_command_asks_for() {
    let bench = Bench::start().await;
    let empty = || RunForm { image: "alpine".into(), ..RunForm::default() };
    let with = |value: &str| vec![value.to_owned()];
    let mut forms = vec![
        empty(),
        RunForm { name: "web-1".into(), ..empty() },
        RunForm { interactive: true, ..empty() },
        RunForm { tty: true, ..empty() },
        RunForm { interactive: true, tty: true, ..empty() },
        RunForm { remove: true, ..empty() },
        RunForm { detach: true, ..empty() },
        RunForm { image: "alpine:latest".into(), ..empty() },
        RunForm { image: "localhost:5000/shop/web:v1".into(), ..empty() },
    ];
    let commands =
        ["true", "sh -c 'echo \"$HOME\"'", "echo 船台 'a  b' ''", "-c x=1 --flag", "echo '*' '~' '#' '!' '\\'"];
    forms.extend(commands.map(|command| RunForm { command: command.into(), ..empty() }));
    let ports =
        ["80", "8080:80", "53:53/udp", "127.0.0.1::80", "127.0.0.1:9000:90", "[::1]:81:80", "7000-7002:7000-7002"];
    forms.extend(ports.map(|value| RunForm { ports: with(value), ..empty() }));
    let env = ["A=1", "B=b c", "C=", "D=a=b", "E='\"", "HOME", "UNSET_ANYWHERE"];
    forms.extend(env.map(|value| RunForm { env: with(value), ..empty() }));
    let volumes = ["data:/data", "/srv:/srv:ro", "/anonymous", "/etc/hosts:/etc/hosts:ro,z", "/with space:/x"];
    forms.extend(volumes.map(|value| RunForm { volumes: with(value), ..empty() }));
    for form in forms {
        bench.compare(&form).await;
    }
}

/// Every text of the corpus that a shell here takes, and that is taken over whole: the docker command asks for the same
/// when the text is typed, and when the text of its form is; and so does the form.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_pasted_asks_for_what_was_typed() {
    let bench = Bench::start().await;
    let (mut compared, mut differing) = (0, Vec::new());
    for (title, text) in corpus().filter(|(title, text)| is_for_a_shell(text) && !OTHERWISE.contains(title)) {
        let Ok(reading) = parse(text) else { continue };
        let Action::Run(form) = &reading.action else { continue };
        if !reading.remarks.iter().all(taken_over) || !bench.knows(&form.other) {
            continue;
        }
        let terminal = form.interactive && form.tty && !form.detach;
        let written = render(&reading.action).text;
        let typed = match bench.try_typed(text, terminal).await {
            Ok(typed) => created(&typed),
            Err(why) => {
                differing.push(format!("{title}: {why}"));
                continue;
            }
        };
        let again = created(&bench.typed(&written, terminal).await);
        let ours = created(&bench.performed(reading.action).await);
        if ours != typed || again != typed {
            differing.push(format!("{title}: {typed:?} by {text}, {again:?} by {written}, {ours:?} by its form"));
        }
        compared += 1;
    }
    assert!(differing.is_empty(), "the same is asked for, but for {differing:#?}");
    assert!(compared > 60, "many texts are compared: {compared}");
}

/// Whether a text begins with the docker command, and goes on as a POSIX shell has it.
fn is_for_a_shell(text: &str) -> bool {
    let goes_on = |line: &str| line.trim_end().ends_with(['^', '`']);
    text.starts_with("docker ") && !text.lines().any(goes_on)
}

/// Each text of the corpus, with its title.
fn corpus() -> impl Iterator<Item = (&'static str, &'static str)> {
    let parts = include_str!("../../../src-tauri/engine/src/command_line/parse/corpus.txt").split("=== ").skip(1);
    parts
        .filter_map(|part| part.split_once('\n'))
        .filter_map(|(title, rest)| Some((title, rest.split_once("\n---\n")?.0)))
}

/// Whether the docker command is asked for nothing else by these words, and a shell does nothing besides.
fn taken_over(remark: &Remark) -> bool {
    // These write a file, attach to less, and read a file that is not here.
    const ELSE: [&str; 4] = ["--cidfile", "--attach", "--env-file", "--label-file"];
    match remark.kind {
        _ if ELSE.contains(&remark.flag.as_str()) => false,
        RemarkKind::OtherFlag
        | RemarkKind::ClientOnly
        | RemarkKind::Default
        | RemarkKind::Replaced
        | RemarkKind::BehindImage
        | RemarkKind::Comment => true,
        // A `--mount` is asked for in other words; typographic marks are none to a shell.
        RemarkKind::Rewritten => remark.flag != "--mount" && remark.words.is_ascii(),
        _ => false,
    }
}

/// What was read from a text means the same as the text.
#[tokio::test(flavor = "multi_thread")]
async fn a_text_asks_for_what_its_form_asks_for() {
    let bench = Bench::start().await;
    for text in [
        "docker run -dp 8080:80 nginx",
        "docker run -d -p8080:80 --name=web -e A=b -eC=d nginx",
        "docker container run --detach --publish published=8080,target=80 --net host nginx",
        "docker run -d -h web --dns-opt ndots:1 -m 1g -c 512 -u 1000 -w /srv -l a=b -P alpine sh -c 'echo \"$A\"'",
        "docker run -d --rm=true --tty=false -i=false -- alpine true",
        "docker run -d --name one --name two -m 1g --memory 2g alpine",
        "docker run -d \\\n  -v data:/data \\\n  --net shop --net-alias web \\\n  alpine",
        "docker run -d -e \"A=b c\" -e 'D=$e' --label x=a\\ y alpine echo \"it's\"",
        "docker run -d --pull=missing --sig-proxy=false --disable-content-trust alpine",
        "docker run -d --entrypoint= alpine",
    ] {
        let typed = bench.typed(text, false).await;
        let reading = parse(text).unwrap_or_else(|error| panic!("{text} can be read: {error}"));
        let ours = bench.performed(reading.action).await;
        assert_eq!(created(&typed), created(&ours), "what {text} asks for");
        let written = render(&parse(text).expect("it was read before").action).text;
        assert_eq!(created(&bench.typed(&written, false).await), created(&typed), "{text} and {written}");
    }
}

/// The other actions that ask an engine for something, each with each of its fields.
#[tokio::test(flavor = "multi_thread")]
async fn the_other_actions_ask_for_what_their_commands_ask_for() {
    let bench = Bench::start().await;
    let container = || "standing".to_owned();
    let commit = CommitForm { container: container(), pause: true, ..CommitForm::default() };
    let text = |text: &str| text.to_owned();
    for action in [
        Action::Pull { reference: text("alpine"), platform: String::new() },
        Action::Pull { reference: text("localhost:5000/shop/web:v1"), platform: String::new() },
        Action::Pull { reference: text("alpine"), platform: text("linux/arm64") },
        Action::RemoveImages { targets: vec![text("alpine")] },
        Action::RemoveImages { targets: vec![text("alpine"), text("alpine:latest")] },
        Action::TagImage { image: text("alpine"), reference: text("localhost:5000/mine:v2") },
        Action::StartContainer { container: container() },
        Action::StopContainer { container: container() },
        Action::KillContainer { container: container() },
        Action::RestartContainer { container: container() },
        Action::RemoveContainer { container: container(), force: false, volumes: false },
        Action::RemoveContainer { container: container(), force: true, volumes: false },
        Action::RemoveContainer { container: container(), force: false, volumes: true },
        Action::Commit(commit.clone()),
        Action::Commit(CommitForm { repository: text("mine"), ..commit.clone() }),
        Action::Commit(CommitForm { repository: text("mine"), tag: text("v2"), ..commit.clone() }),
        Action::Commit(CommitForm { author: text("Li Lei <li@example.com>"), ..commit.clone() }),
        Action::Commit(CommitForm { message: text("修改了 & 100%"), ..commit.clone() }),
        Action::Commit(CommitForm { pause: false, ..commit.clone() }),
        Action::Commit(CommitForm { changes: vec![text("ENV A=b"), text("CMD [\"sh\"]")], ..commit }),
    ] {
        let command = render(&action).text;
        let typed = asked(&bench.typed(&command, false).await);
        let ours = asked(&bench.performed(action).await);
        assert_eq!(ours, typed, "what {command} asks for");
    }
}

/// Forms of the other actions, made by chance. Not of an exec: ours is wrapped and waits for a process to tell of itself,
/// which `twins.rs` compares on a live engine.
#[tokio::test(flavor = "multi_thread")]
async fn forms_made_by_chance_ask_for_what_their_commands_ask_for() {
    let bench = Bench::start().await;
    let mut chance = fastrand::Rng::with_seed(11);
    for _ in 0..OTHER_FORMS {
        let mut one = |values: &[&str]| values[chance.usize(..values.len())].to_owned();
        let repository = one(&["", "mine", "shop/web", "localhost:5000/shop/web"]);
        let tag = if repository.is_empty() { String::new() } else { one(&["", "v2", "1.0-rc.1"]) };
        let commit = CommitForm {
            container: "standing".into(),
            repository,
            tag,
            author: one(&["", "Li Lei <li@example.com>", "船台"]),
            message: one(&["", "a 'quoted' \"line\"", "修改了 & 100%", "$HOME `id` \\"]),
            pause: one(&["", "yes"]).is_empty(),
            changes: [one(&["", "ENV A=\"b c\""]), one(&["", "CMD [\"sh\", \"-c\"]"]), one(&["", "EXPOSE 80/udp"])]
                .into_iter()
                .filter(|change| !change.is_empty())
                .collect(),
        };
        let digest = format!("alpine@sha256:{}", "a1".repeat(32));
        let pull = Action::Pull {
            reference: one(&[
                "alpine",
                "alpine:3.19",
                "shop/web",
                "localhost:5000/shop/web:v1",
                "quay.io/a/b.c_d",
                &digest,
            ]),
            platform: one(&["", "linux/arm64", "linux/arm/v7", "linux/amd64"]),
        };
        for action in [Action::Commit(commit), pull] {
            let command = render(&action).text;
            let typed = asked(&bench.typed(&command, false).await);
            assert_eq!(asked(&bench.performed(action).await), typed, "what {command} asks for");
        }
    }
}

/// Method, path and query, as far as an engine is told something by them.
fn asked(recorded: &[RecordedRequest]) -> Vec<String> {
    let told = |one: &RecordedRequest| {
        let said = one.query.iter().filter(|(name, value)| {
            // What holds anyway.
            !matches!(
                (name.as_str(), value.as_str()),
                ("tag", "latest") | ("signal", "KILL") | ("pause", "1" | "true") | (_, "0" | "false")
            ) || name == "pause" && matches!(value.as_str(), "0" | "false")
        });
        let said: Vec<String> = said.map(|(name, value)| format!("{name}={}", plain(value))).collect();
        format!("{} {} {}", one.method, one.path, said.join(" "))
    };
    recorded.iter().map(told).collect()
}

/// Both are said of a switch, and newer commands write Docker Hub's names in full.
fn plain(value: &str) -> &str {
    match value {
        "1" => "true",
        "0" => "false",
        other => {
            let familiar = |prefix| other.strip_prefix(prefix);
            familiar("docker.io/library/").or_else(|| familiar("docker.io/")).unwrap_or(other)
        }
    }
}

fn name_of(row: &str) -> Option<&str> {
    row.trim_start_matches('-').split([' ', '=']).next()
}

/// A form with some of everything.
fn random(chance: &mut fastrand::Rng, rows: &[Vec<String>]) -> RunForm {
    let some = |chance: &mut fastrand::Rng, values: &[&str]| -> Vec<String> {
        values.iter().filter(|_| chance.u8(..4) == 0).map(|value| (*value).to_owned()).collect()
    };
    let mut other: Vec<String> = Vec::new();
    for _ in 0..chance.usize(..6) {
        let more = &rows[chance.usize(..rows.len())];
        let taken = |row: &String| other.iter().any(|before| name_of(before) == name_of(row));
        let health = |row: &String| row.starts_with("--no-healthcheck") || row.starts_with("--health");
        let twice = more.iter().any(taken) || more.iter().any(health) && other.iter().any(health);
        let logs = |row: &String| row.starts_with("--log-");
        // Links are of the first network, aliases only of a network of one's own.
        let network = |row: &String| ["--network", "--link", "--ip", "--mac"].iter().any(|flag| row.starts_with(flag));
        let clashes =
            more.iter().any(logs) && other.iter().any(logs) || more.iter().any(network) && other.iter().any(network);
        if !twice && !clashes {
            other.extend(more.iter().cloned());
        }
    }
    let restarts = other.iter().any(|row| row.starts_with("--restart") && row != "--restart no");
    let commands = ["", "true", "sh -c 'echo \"$HOME\" && true'", "echo 船台 'a  b' ''", "-c x=1 --flag"];
    let detach = chance.u8(..4) != 0;
    RunForm {
        image: ["alpine", "ubuntu:14.04", "localhost:5000/shop/web:v1"][chance.usize(..3)].to_owned(),
        command: commands[chance.usize(..commands.len())].to_owned(),
        name: if chance.bool() { "web-1".to_owned() } else { String::new() },
        interactive: chance.bool(),
        tty: chance.bool(),
        remove: chance.bool() && !restarts,
        detach,
        ports: some(chance, &["8080:80", "53:53/udp", "127.0.0.1:9000:90", "7000-7002:7000-7002", "443"]),
        env: some(chance, &["A=1", "B=b c", "C=", "D=a=b", "HOME", "UNSET_ANYWHERE"]),
        volumes: some(chance, &["data:/data", "/srv:/srv:ro", "/anonymous", "/etc/hosts:/etc/hosts:ro,z"]),
        other,
    }
}

struct Bench {
    recorder: RecordingEngine,
    docker: Cli,
    session: Arc<Session>,
    /// What the docker command here has.
    help: String,
    major: u32,
    folder: tempfile::TempDir,
}

impl Bench {
    async fn start() -> Self {
        let recorder = RecordingEngine::start().expect("it can listen");
        let folder = tempfile::tempdir().expect("a folder");
        let files = [
            ("variables", "# of the shop\nFROM_FILE=1\nB=from the file\nHOME\n"),
            ("labels", "of.file=yes\na=first\n"),
            ("seccomp.json", "{ \"defaultAction\": \"SCMP_ACT_ALLOW\",\n  \"syscalls\": [] }\n"),
        ];
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).expect("a file");
        }
        let docker = Cli::new(recorder.docker_host(), folder.path().join("no-login"));
        let help = docker.run(&["run", "--help"]).await.expect("docker tells of itself");
        let version = docker.run(&["--version"]).await.expect("docker tells of itself");
        let major = version.split_whitespace().nth(2).and_then(|version| version.split('.').next()?.parse().ok());
        let environment = Environment {
            docker_host: Some(recorder.docker_host()),
            docker_config: folder.path().join("no-login"),
            ..Environment::default()
        };
        let session = Arc::new(Session::start(environment));
        let mut engines = session.link().engines();
        within("the engine", engines.wait_for(Option::is_some)).await.expect("the session goes on");
        let known = async {
            while !session
                .inventory()
                .with(|contents| contents.container("standing").is_some() && !contents.images.is_empty())
            {
                tokio::task::yield_now().await;
            }
        };
        within("the inventory", known).await;
        recorder.take_requests();
        Self { recorder, docker, session, help, major: major.expect("a version"), folder }
    }

    fn placed(&self, rows: &[&str]) -> Vec<String> {
        let folder = self.folder.path().display().to_string();
        rows.iter().map(|row| row.replace("FOLDER", &folder)).collect()
    }

    /// Whether the docker command here has these flags, and sends for them what newer ones do.
    fn knows(&self, rows: &[String]) -> bool {
        let has = |row: &String| name_of(row).is_some_and(|name| self.help.contains(&format!("--{name} ")));
        let newer = |row: &String| SINCE_25.iter().any(|one| row.contains(one));
        rows.iter().all(has) && (self.major >= 25 || !rows.iter().any(newer))
    }

    async fn compare(&self, form: &RunForm) {
        let action = Action::Run(form.clone());
        let text = render(&action).text;
        let terminal = form.interactive && form.tty && !form.detach;
        let typed = self.typed(&text, terminal).await;
        let ours = self.performed(action).await;
        assert_eq!(created(&ours), created(&typed), "what {text} asks for");
        let steps = |recorded: &[RecordedRequest]| -> Vec<String> {
            // When the window's size is told depends on who is faster; and waiting changes nothing.
            let told = recorded.iter().filter(|one| !one.path.ends_with("/resize") && !one.path.ends_with("/wait"));
            told.map(|one| format!("{} {}", one.method, one.path)).collect()
        };
        assert_eq!(steps(&ours), steps(&typed), "how {text} goes");
    }

    /// Types the command, and tells what was asked for.
    async fn typed(&self, text: &str, terminal: bool) -> Vec<RecordedRequest> {
        self.try_typed(text, terminal).await.unwrap_or_else(|printed| panic!("{text}: {printed}"))
    }

    /// The same; what was printed where the command does not succeed.
    async fn try_typed(&self, text: &str, terminal: bool) -> Result<Vec<RecordedRequest>, String> {
        let (printed, code) = if terminal {
            let terminal = self.docker.terminal(text).expect("a terminal");
            within(text, terminal.ended()).await.expect("it ends")
        } else {
            let printed = within(text, self.docker.shell(text)).await.expect("a shell");
            (printed.err, printed.code)
        };
        let recorded = self.recorder.take_requests();
        if code == 0 { Ok(recorded) } else { Err(printed) }
    }

    async fn performed(&self, action: Action) -> Vec<RecordedRequest> {
        let told = format!("{action:?}");
        let id = self.session.perform(action);
        let job = within(&told, self.session.jobs().wait(id)).await.expect("it is kept");
        assert_eq!(job.state, JobState::Done, "{told}: {:?}", job.error);
        self.recorder.take_requests()
    }
}

async fn within<T>(what: &str, work: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, work).await.unwrap_or_else(|_| panic!("{what} takes too long"))
}

/// What a container was to be made of, by paths; see above for what is told alike.
fn created(recorded: &[RecordedRequest]) -> BTreeMap<String, String> {
    let create = recorded.iter().find(|one| one.path == "/containers/create").expect("a container is made");
    let mut facts = BTreeMap::new();
    gather("", &create.body, &mut facts);
    facts.extend(create.query.iter().map(|(name, value)| (format!("?{name}"), value.clone())));
    facts
}

fn gather(path: &str, value: &Value, facts: &mut BTreeMap<String, String>) {
    // Whose window it is shown in decides it.
    if path == ".HostConfig.ConsoleSize" {
        return;
    }
    const MEANT_EMPTY: [&str; 2] = [".HostConfig.MaskedPaths", ".HostConfig.ReadonlyPaths"];
    const MEANT_FALSE: [&str; 2] = [".HostConfig.Init", ".StopTimeout"];
    const NAMES: [&str; 2] = [".ExposedPorts", ".Volumes"];
    const MAPS: [&str; 5] = [".Tmpfs.", ".Labels.", ".LogConfig.Config.", ".Sysctls.", ".StorageOpt."];
    const SETS: [&str; 6] = [".Binds", ".ExtraHosts", ".CapAdd", ".CapDrop", ".Env", ".Ulimits"];
    let nothing = match value {
        Value::Null => true,
        Value::Bool(set) => !set && !MEANT_FALSE.contains(&path),
        Value::Number(number) => number.as_i64() == Some(0) && !MEANT_FALSE.contains(&path),
        Value::String(text) => text.is_empty() && !path.ends_with(']') && !MAPS.iter().any(|map| path.contains(map)),
        Value::Array(_) | Value::Object(_) => false,
    };
    let anyway = [
        (".HostConfig.NetworkMode", "\"default\""),
        (".HostConfig.RestartPolicy.Name", "\"no\""),
        (".HostConfig.MemorySwappiness", "-1"),
    ];
    if nothing || anyway.contains(&(path, value.to_string().as_str())) {
        return;
    }
    match value {
        Value::Object(fields) if NAMES.contains(&path) => {
            facts.extend(fields.keys().map(|name| (format!("{path}[{name}]"), String::new())));
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| gather(&format!("{path}.{name}"), value, facts))
        }
        Value::Array(items) if items.is_empty() && MEANT_EMPTY.contains(&path) => {
            facts.insert(path.to_owned(), "none".to_owned());
        }
        Value::Array(items) => {
            let mut items = items.clone();
            if SETS.iter().any(|set| path.ends_with(set)) {
                items.sort_by_key(ToString::to_string);
            }
            for (index, item) in items.iter().enumerate() {
                gather(&format!("{path}[{index}]"), item, facts);
            }
        }
        plain => {
            facts.insert(path.to_owned(), plain.to_string());
        }
    }
}
