//! Compares the requests that Slipway sends for a form with those that the docker CLI sends for the form's command, using
//! an engine that only records: each flag of `docker run` alone, random forms, and the fields of other actions.
//!
//! Differences that have no effect on an engine are ignored:
//! - whether a value is absent, null, empty, `0` or `false`, unless the API distinguishes them (`Init`, `StopTimeout`, and
//!   the paths of `systempaths=unconfined` are compared as they are);
//! - the network `default`, the restart policy `no` and a swappiness of -1, which are the defaults;
//! - the spelling of `CapAdd` and `CapDrop`, which newer commands write in full; engines accept both;
//! - the size of the terminal, which is that of the window that a command is typed in;
//! - the order of sets: binds, extra hosts, capabilities, variables, limits (the docker CLI's own order differs from run to
//!   run).

use base64::{Engine as _, engine::general_purpose::URL_SAFE};
use slipway_engine::flags::other_flags;
use slipway_engine_tests::prelude::*;

/// The number of random run forms.
const RANDOM_RUNS: usize = 500;

/// The number of random forms of each other action.
const RANDOM_OTHERS: usize = 60;

/// Texts of the corpus that a POSIX shell would not interpret as intended, and one that the docker CLI rejects, as the form
/// does.
const EXCLUDED: [&str; 5] = [
    "a Windows path",
    "lines without backslash",
    "a backslash with space behind it",
    "a backtick of PowerShell",
    "old names",
];

/// Sets of flags that can be combined; together they contain every flag. `FOLDER` is replaced by a folder with files.
const FLAGS: [&[&str]; 109] = [
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

/// Values that docker commands before version 25 don't support, although they have the flag: they send something else.
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
async fn a_run_form_sends_what_its_command_sends() {
    let fixture = Fixture::start().await;
    let named: BTreeSet<&str> = FLAGS.iter().flat_map(|flags| flags.iter()).filter_map(|flag| name_of(flag)).collect();
    assert_eq!(named, other_flags().into_iter().collect(), "each flag is compared");

    let flag_sets = FLAGS.iter().map(|flags| fixture.with_folder(flags));
    let flag_sets: Vec<Vec<String>> = flag_sets.filter(|flags| fixture.supports(flags)).collect();
    assert!(flag_sets.len() > 80, "this docker command supports most flags: {}", flag_sets.len());
    for other in &flag_sets {
        let alone = RunForm { image: "alpine".into(), detach: true, other: other.clone(), ..RunForm::default() };
        fixture.compare(&alone).await;
    }
    let mut random = fastrand::Rng::with_seed(7);
    for number in 0..RANDOM_RUNS {
        let form = random_run(&mut random, &flag_sets);
        fixture.compare(&form).await;
        if number % 50 == 0 {
            println!("{number}: {}", render(&Action::Run(form)).text);
        }
    }
}

/// Fills in one field at a time, so that its effect doesn't depend on another field.
#[tokio::test(flavor = "multi_thread")]
async fn each_field_alone_sends_what_its_command_sends() {
    let fixture = Fixture::start().await;
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
        fixture.compare(&form).await;
    }
}

/// For every text of the corpus that a shell accepts and the form represents completely, the same is sent by the typed
/// text, by the command of its form, and by the form.
#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_command_sends_what_the_typed_command_sends() {
    let fixture = Fixture::start().await;
    let (mut compared, mut differing) = (0, Vec::new());
    for (title, text) in corpus().filter(|(title, text)| is_shell_command(text) && !EXCLUDED.contains(title)) {
        let Ok(reading) = parse(text) else { continue };
        let Action::Run(form) = &reading.action else { continue };
        if !reading.remarks.iter().all(has_no_effect) || !fixture.supports(&form.other) {
            continue;
        }
        let terminal = form.interactive && form.tty && !form.detach;
        let written = render(&reading.action).text;
        let typed = match fixture.try_typed(text, terminal).await {
            Ok(typed) => created(&typed),
            Err(error) => {
                differing.push(format!("{title}: {error}"));
                continue;
            }
        };
        let rewritten = created(&fixture.typed(&written, terminal).await);
        let ours = created(&fixture.performed(reading.action).await);
        if ours != typed || rewritten != typed {
            differing.push(format!("{title}: {typed:?} by {text}, {rewritten:?} by {written}, {ours:?} by its form"));
        }
        compared += 1;
    }
    assert!(differing.is_empty(), "these send different requests: {differing:#?}");
    assert!(compared > 60, "many texts are compared: {compared}");
}

/// Whether a text starts with `docker` and has no line continuations of other shells.
fn is_shell_command(text: &str) -> bool {
    let continues = |line: &str| line.trim_end().ends_with(['^', '`']);
    text.starts_with("docker ") && !text.lines().any(continues)
}

/// The titles and texts of the corpus.
fn corpus() -> impl Iterator<Item = (&'static str, &'static str)> {
    let parts = include_str!("../../../src-tauri/engine/src/command_line/parse/corpus.txt").split("=== ").skip(1);
    parts
        .filter_map(|part| part.split_once('\n'))
        .filter_map(|(title, rest)| Some((title, rest.split_once("\n---\n")?.0)))
}

/// Whether the words of the remark have no effect on the requests and the shell has no other effect.
fn has_no_effect(remark: &Remark) -> bool {
    // These write a file, attach fewer streams, and read a file that doesn't exist.
    const WITH_EFFECT: [&str; 4] = ["--cidfile", "--attach", "--env-file", "--label-file"];
    match remark.kind {
        _ if WITH_EFFECT.contains(&remark.flag.as_str()) => false,
        RemarkKind::OtherFlag
        | RemarkKind::ClientOnly
        | RemarkKind::Default
        | RemarkKind::Replaced
        | RemarkKind::BehindImage
        | RemarkKind::Comment => true,
        // A `--mount` is sent differently; typographic quotes and dashes mean nothing to a shell.
        RemarkKind::Rewritten => remark.flag != "--mount" && remark.words.is_ascii(),
        _ => false,
    }
}

/// A parsed command has the same meaning as its text.
#[tokio::test(flavor = "multi_thread")]
async fn a_command_sends_what_its_form_sends() {
    let fixture = Fixture::start().await;
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
        let typed = fixture.typed(text, false).await;
        let reading = parse(text).unwrap_or_else(|error| panic!("{text} can be read: {error}"));
        let ours = fixture.performed(reading.action).await;
        assert_eq!(created(&typed), created(&ours), "what {text} sends");
        let written = render(&parse(text).expect("it was read before").action).text;
        assert_eq!(created(&fixture.typed(&written, false).await), created(&typed), "{text} and {written}");
    }
}

/// The other actions that send requests, with each of their fields.
#[tokio::test(flavor = "multi_thread")]
async fn the_other_actions_send_what_their_commands_send() {
    let fixture = Fixture::start().await;
    let container = || "existing".to_owned();
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
        Action::RenameContainer { container: container(), name: text("shop") },
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
        let typed = requests(&fixture.typed(&command, false).await);
        let ours = requests(&fixture.performed(action).await);
        assert_eq!(ours, typed, "what {command} sends");
    }
}

/// Random forms of the other actions, without exec: Slipway wraps its command and waits until the process reports its PID,
/// which `twins.rs` compares on a live engine.
#[tokio::test(flavor = "multi_thread")]
async fn random_forms_send_what_their_commands_send() {
    let fixture = Fixture::start().await;
    let mut random = fastrand::Rng::with_seed(11);
    for _ in 0..RANDOM_OTHERS {
        let mut pick = |values: &[&str]| values[random.usize(..values.len())].to_owned();
        let repository = pick(&["", "mine", "shop/web", "localhost:5000/shop/web"]);
        let tag = if repository.is_empty() { String::new() } else { pick(&["", "v2", "1.0-rc.1"]) };
        let commit = CommitForm {
            container: "existing".into(),
            repository,
            tag,
            author: pick(&["", "Li Lei <li@example.com>", "船台"]),
            message: pick(&["", "a 'quoted' \"line\"", "修改了 & 100%", "$HOME `id` \\"]),
            pause: pick(&["", "yes"]).is_empty(),
            changes: [pick(&["", "ENV A=\"b c\""]), pick(&["", "CMD [\"sh\", \"-c\"]"]), pick(&["", "EXPOSE 80/udp"])]
                .into_iter()
                .filter(|change| !change.is_empty())
                .collect(),
        };
        let digest = format!("alpine@sha256:{}", "a1".repeat(32));
        let pull = Action::Pull {
            reference: pick(&[
                "alpine",
                "alpine:3.19",
                "shop/web",
                "localhost:5000/shop/web:v1",
                "quay.io/a/b.c_d",
                &digest,
            ]),
            platform: pick(&["", "linux/arm64", "linux/arm/v7", "linux/amd64"]),
        };
        for action in [Action::Commit(commit), pull] {
            let command = render(&action).text;
            let typed = requests(&fixture.typed(&command, false).await);
            assert_eq!(requests(&fixture.performed(action).await), typed, "what {command} sends");
        }
    }
}

const SETTINGS: &str = r#"{
    "auths": {
        "https://index.docker.io/v1/": { "auth": "aHViOm9uZT8+fg==" },
        "localhost:5000": { "auth": "bGFiOnR3bw==" },
        "token.example": { "identitytoken": "three" }
    },
    "HttpHeaders": { "X-Team": "harbour" },
    "detachKeys": "ctrl-x,x",
    "proxies": {
        "default": { "httpProxy": "http://127.0.0.1:3128", "noProxy": "localhost" },
        "tcp://elsewhere:2375": { "httpsProxy": "http://elsewhere:3128" }
    }
}"#;

/// What the docker CLI's configuration and environment add, Slipway adds.
#[tokio::test(flavor = "multi_thread")]
async fn a_configured_docker_command_is_followed() {
    let fixture = Fixture::with_settings(SETTINGS, &[("DOCKER_DEFAULT_PLATFORM", "linux/arm64")]).await;
    let run = |env: &[&str], other: &[&str]| RunForm {
        image: "alpine".into(),
        detach: true,
        env: env.iter().map(|value| (*value).to_owned()).collect(),
        other: fixture.with_folder(other),
        ..RunForm::default()
    };
    for form in [
        run(&[], &[]),
        run(&["HTTP_PROXY=mine", "no_proxy", "A=1"], &[]),
        run(&[], &["--env-file FOLDER/variables"]),
        run(&[], &["--platform linux/amd64"]),
        RunForm { detach: false, tty: true, interactive: true, ..run(&[], &[]) },
    ] {
        fixture.compare(&form).await;
    }
    let attached = |recorded: &[RecordedRequest]| {
        let attach = recorded.iter().find(|request| request.path.ends_with("/attach")).expect("it attaches");
        attach.query.iter().find(|(name, _)| name == "detachKeys").map(|(_, keys)| keys.clone())
    };
    let terminal = RunForm { detach: false, tty: true, interactive: true, ..run(&[], &[]) };
    let typed = fixture.typed(&render(&Action::Run(terminal.clone())).text, true).await;
    let ours = fixture.performed(Action::Run(terminal)).await;
    assert_eq!(attached(&ours), attached(&typed), "the keys that detach");
    assert_eq!(attached(&ours).as_deref(), Some("ctrl-x,x"), "are those of the configuration");
    for (reference, platform) in
        [("alpine", ""), ("localhost:5000/shop/web:v1", "linux/amd64"), ("other.example/a", "")]
    {
        let pull = Action::Pull { reference: reference.into(), platform: platform.into() };
        let command = render(&pull).text;
        let typed = fixture.typed(&command, false).await;
        let ours = fixture.performed(pull).await;
        assert_eq!(requests(&ours), requests(&typed), "what {command} sends");
        assert_eq!(
            ours.iter().map(headers).collect::<Vec<_>>(),
            typed.iter().map(headers).collect::<Vec<_>>(),
            "{command}"
        );
        assert_eq!(ours[0].headers["x-team"], "harbour", "with the headers of the configuration");
    }

    let build = Action::Build { dockerfile: "FROM alpine\n".into(), tag: "notes:1".into() };
    let typed = build_of(&fixture.typed(&render(&build).text, false).await);
    assert_eq!(build_of(&fixture.performed(build).await), typed, "a build's arguments, platform, logins and headers");
    assert!(typed.0["buildargs"].contains("http_proxy"), "the proxies are arguments of a build: {typed:?}");

    let own = SETTINGS.replace("tcp://elsewhere:2375", &fixture.recorder.docker_host());
    std::fs::write(fixture.folder.path().join("docker/config.json"), own).expect("a file");
    fixture.compare(&run(&[], &[])).await;
    let ours = fixture.performed(Action::Run(run(&[], &[]))).await;
    assert!(
        created(&ours).values().any(|value| value.contains("elsewhere")),
        "an engine's own proxies count: {ours:?}"
    );
}

/// A configuration that cannot be read is ignored and reported, as the docker command does; variables count all the same.
#[tokio::test(flavor = "multi_thread")]
async fn an_unreadable_configuration_is_reported() {
    let variables = [("DOCKER_API_VERSION", "1.45"), ("DOCKER_CUSTOM_HEADERS", "X-Team=harbour")];
    for text in [format!("\u{feff}{SETTINGS}"), SETTINGS.replacen("},", "},,", 1)] {
        let fixture = Fixture::with_settings(&text, &variables).await;
        let form = RunForm { image: "alpine".into(), detach: true, ..RunForm::default() };
        fixture.compare(&form).await;
        let id = fixture.session.perform(Action::Run(form.clone()));
        let job = within("the run", fixture.session.jobs().wait(id)).await.expect("the job is kept");
        assert!(job.log.iter().any(|line| line.starts_with("WARNING: Error")), "it is reported: {:?}", job.log);
        let notes: Vec<String> =
            fixture.session.draft(&Action::Run(form)).notes.into_iter().map(|note| note.term).collect();
        assert_eq!(notes, ["config"], "the form says it before");
        assert_eq!(fixture.recorder.take_requests()[0].headers["x-team"], "harbour", "the headers of the variable");
        let engine = fixture.session.engine().expect("the engine answers");
        assert_eq!(engine.info().api_version, "1.45", "the version of the variable");
    }
}

/// A request's headers; logins are decoded, without what is empty.
fn headers(request: &RecordedRequest) -> BTreeMap<String, Value> {
    let logins = request.headers.iter().map(|(name, value)| (name.clone(), login(value)));
    // The docker CLI sends an empty login for none.
    logins.filter(|(_, value)| value.as_object().is_none_or(|fields| !fields.is_empty())).collect()
}

fn login(value: &str) -> Value {
    match URL_SAFE.decode(value).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()) {
        Some(login) => filled(login),
        None => Value::from(value),
    }
}

/// A value without nulls and empty strings.
fn filled(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let given = fields.into_iter().filter(|(_, value)| !value.is_null() && value != "");
            Value::Object(given.map(|(name, value)| (name, filled(value))).collect())
        }
        other => other,
    }
}

/// What the settings add to a build.
fn build_of(recorded: &[RecordedRequest]) -> (BTreeMap<String, String>, BTreeMap<String, Value>) {
    let build = recorded.iter().find(|request| request.path == "/build").expect("it builds");
    let settings = build.query.iter().filter(|(name, _)| name == "platform" || name == "buildargs");
    let sorted = |value: &str| serde_json::from_str::<BTreeMap<String, String>>(value).map(|args| format!("{args:?}"));
    let settings = settings.map(|(name, value)| (name.clone(), sorted(value).unwrap_or_else(|_| value.clone())));
    (settings.collect(), headers(build))
}

/// Method, path and query of each request, without default values.
fn requests(recorded: &[RecordedRequest]) -> Vec<String> {
    let describe = |request: &RecordedRequest| {
        let set = request.query.iter().filter(|(name, value)| {
            // Defaults.
            !matches!(
                (name.as_str(), value.as_str()),
                ("tag", "latest") | ("signal", "KILL") | ("pause", "1" | "true") | (_, "0" | "false")
            ) || name == "pause" && matches!(value.as_str(), "0" | "false")
        });
        let set: Vec<String> = set.map(|(name, value)| format!("{name}={}", normalized(value))).collect();
        format!("{} {} {}", request.method, request.path, set.join(" "))
    };
    recorded.iter().map(describe).collect()
}

/// A value in one spelling: booleans have two, and newer commands write Docker Hub's names in full.
fn normalized(value: &str) -> &str {
    match value {
        "1" => "true",
        "0" => "false",
        other => {
            let without = |prefix| other.strip_prefix(prefix);
            without("docker.io/library/").or_else(|| without("docker.io/")).unwrap_or(other)
        }
    }
}

/// The name of a flag with its value.
fn name_of(flag: &str) -> Option<&str> {
    flag.trim_start_matches('-').split([' ', '=']).next()
}

/// A form with random values in every field.
fn random_run(random: &mut fastrand::Rng, flag_sets: &[Vec<String>]) -> RunForm {
    let some = |random: &mut fastrand::Rng, values: &[&str]| -> Vec<String> {
        values.iter().filter(|_| random.u8(..4) == 0).map(|value| (*value).to_owned()).collect()
    };
    let mut other: Vec<String> = Vec::new();
    for _ in 0..random.usize(..6) {
        let more = &flag_sets[random.usize(..flag_sets.len())];
        let is_present = |flag: &String| other.iter().any(|present| name_of(present) == name_of(flag));
        let health = |flag: &String| flag.starts_with("--no-healthcheck") || flag.starts_with("--health");
        let twice = more.iter().any(is_present) || more.iter().any(health) && other.iter().any(health);
        let logs = |flag: &String| flag.starts_with("--log-");
        // Links belong to the first network, and aliases only to a user-defined network.
        let network =
            |flag: &String| ["--network", "--link", "--ip", "--mac"].iter().any(|name| flag.starts_with(name));
        let clashes =
            more.iter().any(logs) && other.iter().any(logs) || more.iter().any(network) && other.iter().any(network);
        if !twice && !clashes {
            other.extend(more.iter().cloned());
        }
    }
    let restarts = other.iter().any(|flag| flag.starts_with("--restart") && flag != "--restart no");
    let commands = ["", "true", "sh -c 'echo \"$HOME\" && true'", "echo 船台 'a  b' ''", "-c x=1 --flag"];
    let detach = random.u8(..4) != 0;
    RunForm {
        image: ["alpine", "ubuntu:14.04", "localhost:5000/shop/web:v1"][random.usize(..3)].to_owned(),
        command: commands[random.usize(..commands.len())].to_owned(),
        name: if random.bool() { "web-1".to_owned() } else { String::new() },
        interactive: random.bool(),
        tty: random.bool(),
        remove: random.bool() && !restarts,
        detach,
        ports: some(random, &["8080:80", "53:53/udp", "127.0.0.1:9000:90", "7000-7002:7000-7002", "443"]),
        env: some(random, &["A=1", "B=b c", "C=", "D=a=b", "HOME", "UNSET_ANYWHERE"]),
        volumes: some(random, &["data:/data", "/srv:/srv:ro", "/anonymous", "/etc/hosts:/etc/hosts:ro,z"]),
        other,
    }
}

struct Fixture {
    recorder: RecordingEngine,
    docker: Cli,
    session: Arc<Session>,
    /// The output of `docker run --help`.
    help: String,
    /// The major version of the docker CLI.
    major: u32,
    folder: tempfile::TempDir,
}

impl Fixture {
    async fn start() -> Self {
        Self::with_settings("", &[]).await
    }

    /// A docker CLI and a session with this `config.json`, if it is not empty, and these variables.
    async fn with_settings(config: &str, variables: &[(&str, &str)]) -> Self {
        let recorder = RecordingEngine::start().expect("the engine starts");
        let folder = tempfile::tempdir().expect("a folder");
        let files = [
            ("variables", "# of the shop\nFROM_FILE=1\nB=from the file\nHOME\n"),
            ("labels", "of.file=yes\na=first\n"),
            ("seccomp.json", "{ \"defaultAction\": \"SCMP_ACT_ALLOW\",\n  \"syscalls\": [] }\n"),
        ];
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).expect("a file");
        }
        let configuration = folder.path().join("docker");
        let docker = Cli::new(recorder.docker_host(), configuration.clone()).with_variables(variables);
        if !config.is_empty() {
            std::fs::create_dir(&configuration).expect("a folder");
            std::fs::write(configuration.join("config.json"), config).expect("a file");
        }
        let variable =
            |name: &str| variables.iter().find(|(set, _)| *set == name).map(|(_, value)| (*value).to_owned());
        let help = docker.run(&["run", "--help"]).await.expect("docker runs");
        let version = docker.run(&["--version"]).await.expect("docker runs");
        let major = version.split_whitespace().nth(2).and_then(|version| version.split('.').next()?.parse().ok());
        let environment = Environment {
            docker_host: Some(recorder.docker_host()),
            docker_config: configuration,
            docker_default_platform: variable("DOCKER_DEFAULT_PLATFORM"),
            docker_api_version: variable("DOCKER_API_VERSION"),
            docker_custom_headers: variable("DOCKER_CUSTOM_HEADERS"),
            ..Environment::default()
        };
        let session = Arc::new(Session::start(environment));
        let mut engines = session.link().engines();
        within("the engine", engines.wait_for(Option::is_some)).await.expect("the session runs");
        let loading = async {
            while !session
                .inventory()
                .with(|contents| contents.container("existing").is_some() && !contents.images.is_empty())
            {
                tokio::task::yield_now().await;
            }
        };
        within("the inventory", loading).await;
        recorder.take_requests();
        Self { recorder, docker, session, help, major: major.expect("a version"), folder }
    }

    /// Replaces `FOLDER` by the folder with files.
    fn with_folder(&self, flags: &[&str]) -> Vec<String> {
        let folder = self.folder.path().display().to_string();
        flags.iter().map(|flag| flag.replace("FOLDER", &folder)).collect()
    }

    /// Whether the docker CLI has these flags and sends for them what newer versions send.
    fn supports(&self, flags: &[String]) -> bool {
        let has = |flag: &String| name_of(flag).is_some_and(|name| self.help.contains(&format!("--{name} ")));
        let is_newer = |flag: &String| SINCE_25.iter().any(|value| flag.contains(value));
        flags.iter().all(has) && (self.major >= 25 || !flags.iter().any(is_newer))
    }

    /// Asserts that the form and its command send the same requests.
    async fn compare(&self, form: &RunForm) {
        let action = Action::Run(form.clone());
        let text = render(&action).text;
        let terminal = form.interactive && form.tty && !form.detach;
        let typed = self.typed(&text, terminal).await;
        let ours = self.performed(action).await;
        assert_eq!(created(&ours), created(&typed), "what {text} sends");
        let steps = |recorded: &[RecordedRequest]| -> Vec<String> {
            // When the terminal's size is sent depends on timing, and waiting changes nothing.
            let is_step = |path: &str| !path.ends_with("/resize") && !path.ends_with("/wait");
            let steps = recorded.iter().filter(|request| is_step(&request.path));
            steps.map(|request| format!("{} {}", request.method, request.path)).collect()
        };
        assert_eq!(steps(&ours), steps(&typed), "the requests of {text}");
    }

    /// Runs the command and returns its requests.
    async fn typed(&self, text: &str, terminal: bool) -> Vec<RecordedRequest> {
        self.try_typed(text, terminal).await.unwrap_or_else(|printed| panic!("{text}: {printed}"))
    }

    /// Runs the command and returns its requests, or its output if it fails.
    async fn try_typed(&self, text: &str, terminal: bool) -> Result<Vec<RecordedRequest>, String> {
        let (printed, code) = if terminal {
            let terminal = self.docker.terminal(text).expect("a terminal");
            within(text, terminal.ended()).await.expect("the command ends")
        } else {
            let output = within(text, self.docker.shell(text)).await.expect("a shell");
            (output.err, output.code)
        };
        let recorded = self.recorder.take_requests();
        if code == 0 { Ok(recorded) } else { Err(printed) }
    }

    /// Performs the action and returns its requests.
    async fn performed(&self, action: Action) -> Vec<RecordedRequest> {
        let description = format!("{action:?}");
        let id = self.session.perform(action);
        let job = within(&description, self.session.jobs().wait(id)).await.expect("the job is kept");
        assert_eq!(job.state, JobState::Done, "{description}: {:?}", job.error);
        self.recorder.take_requests()
    }
}

/// The values of the request that creates the container, by path; see above for what is ignored.
fn created(recorded: &[RecordedRequest]) -> BTreeMap<String, String> {
    let create = recorded.iter().find(|request| request.path == "/containers/create").expect("a container is created");
    let mut facts = BTreeMap::new();
    gather("", &create.body, &mut facts);
    facts.extend(create.query.iter().map(|(name, value)| (format!("?{name}"), value.clone())));
    facts
}

fn gather(path: &str, value: &Value, facts: &mut BTreeMap<String, String>) {
    // It depends on the window.
    if path == ".HostConfig.ConsoleSize" {
        return;
    }
    const EMPTY_MATTERS: [&str; 2] = [".HostConfig.MaskedPaths", ".HostConfig.ReadonlyPaths"];
    const FALSE_MATTERS: [&str; 2] = [".HostConfig.Init", ".StopTimeout"];
    const NAMES: [&str; 2] = [".ExposedPorts", ".Volumes"];
    const MAPS: [&str; 5] = [".Tmpfs.", ".Labels.", ".LogConfig.Config.", ".Sysctls.", ".StorageOpt."];
    const SETS: [&str; 6] = [".Binds", ".ExtraHosts", ".CapAdd", ".CapDrop", ".Env", ".Ulimits"];
    let is_empty = match value {
        Value::Null => true,
        Value::Bool(set) => !set && !FALSE_MATTERS.contains(&path),
        Value::Number(number) => number.as_i64() == Some(0) && !FALSE_MATTERS.contains(&path),
        Value::String(text) => text.is_empty() && !path.ends_with(']') && !MAPS.iter().any(|map| path.contains(map)),
        Value::Array(_) | Value::Object(_) => false,
    };
    let defaults = [
        (".HostConfig.NetworkMode", "\"default\""),
        (".HostConfig.RestartPolicy.Name", "\"no\""),
        (".HostConfig.MemorySwappiness", "-1"),
    ];
    if is_empty || defaults.contains(&(path, value.to_string().as_str())) {
        return;
    }
    match value {
        Value::Object(fields) if NAMES.contains(&path) => {
            facts.extend(fields.keys().map(|name| (format!("{path}[{name}]"), String::new())));
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| gather(&format!("{path}.{name}"), value, facts))
        }
        Value::Array(items) if items.is_empty() && EMPTY_MATTERS.contains(&path) => {
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
