use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::Command,
};

use proptest::prelude::*;

use super::*;
use crate::{
    grammar::{instruction, words::split},
    wire::{Action, ByteRange, CleanupStep, CommandLine, CommitForm, ExecForm, Meaning, RunForm},
};

fn words(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

fn list_images(all: bool, dangling: bool, filters: &[&str], repository: &str) -> Action {
    Action::ListImages { all, dangling, filters: words(filters), repository: repository.to_owned() }
}

/// One of each, with every field filled in, and of the run form also the pairs that exclude themselves.
fn all() -> Vec<(Action, &'static str)> {
    let container = || "web".to_owned();
    let run = RunForm {
        image: "ubuntu:14.04".to_owned(),
        command: "bash".to_owned(),
        interactive: true,
        tty: true,
        remove: true,
        ..RunForm::default()
    };
    vec![
        (
            Action::Pull { reference: "ubuntu:14.04".to_owned(), platform: "linux/arm64".to_owned() },
            "docker pull --platform linux/arm64 ubuntu:14.04",
        ),
        (list_images(true, false, &[], ""), "docker images -a"),
        (list_images(false, true, &[], ""), "docker images -f dangling=true"),
        (list_images(false, false, &[], "ubuntu"), "docker images ubuntu"),
        (
            list_images(false, true, &["label=a=b c", "reference=team/*"], ""),
            "docker images -f dangling=true -f 'label=a=b c' -f 'reference=team/*'",
        ),
        (Action::ImageHistory { image: "nginx".to_owned() }, "docker history nginx"),
        (Action::RemoveImages { targets: words(&["a:1", "b:2"]) }, "docker rmi a:1 b:2"),
        (
            Action::CleanUp {
                steps: vec![
                    CleanupStep::StopContainer { container: "web".to_owned() },
                    CleanupStep::RemoveContainer { container: "old".to_owned() },
                    CleanupStep::RemoveContainer { container: "web".to_owned() },
                    CleanupStep::RemoveImage { target: "a:1".to_owned() },
                    CleanupStep::RemoveVolume { volume: "data".to_owned() },
                    CleanupStep::PruneBuildCache,
                ],
                predicted: ByteRange::default(),
            },
            "docker stop web ; docker rm old web ; docker rmi a:1 ; docker volume rm data ; docker builder prune -a -f",
        ),
        (
            Action::TagImage { image: "nginx".to_owned(), reference: "localhost:5000/nginx:v2".to_owned() },
            "docker tag nginx localhost:5000/nginx:v2",
        ),
        (
            Action::KeepCopy { image: format!("sha256:{:0<64}", "ab"), tags: words(&["a:1", "a:2"]) },
            "docker save a:1 a:2 | zstd -o ab0000000000.tar.zst",
        ),
        (
            Action::KeepCopy { image: "ab0000000000".to_owned(), tags: Vec::new() },
            "docker save ab0000000000 | zstd -o ab0000000000.tar.zst",
        ),
        (Action::RestoreCopy { copy: "ab0000000000-17".to_owned() }, "zstd -dc ab0000000000-17.tar.zst | docker load"),
        (Action::DeleteCopy { copy: "ab0000000000-17".to_owned() }, "rm ab0000000000-17.tar.zst ab0000000000-17.json"),
        (
            Action::PullAgain { reference: "a@sha256:0".to_owned(), tags: words(&["a:1", "a:2"]) },
            "docker pull a@sha256:0 && docker tag a@sha256:0 a:1 && docker tag a@sha256:0 a:2",
        ),
        (
            Action::PullThrough {
                reference: "ubuntu:14.04".to_owned(),
                platform: "linux/arm64".to_owned(),
                mirror: "https://mirror.example/hub".to_owned(),
            },
            "docker pull --platform linux/arm64 mirror.example/hub/library/ubuntu:14.04 \
             && docker tag mirror.example/hub/library/ubuntu:14.04 ubuntu:14.04 \
             && docker rmi mirror.example/hub/library/ubuntu:14.04",
        ),
        (
            Action::PullThrough { reference: "ubuntu ".to_owned(), platform: String::new(), mirror: String::new() },
            "docker pull ubuntu",
        ),
        (Action::ReadLayers { image: "nginx".to_owned() }, "docker save nginx | tar -tv"),
        (Action::ReadArchive { path: "/home/me/my image.tar".to_owned() }, "tar -tvf '/home/me/my image.tar'"),
        (Action::Run(run.clone()), "docker run -it --rm ubuntu:14.04 bash"),
        (
            Action::Run(RunForm {
                image: "nginx".to_owned(),
                command: "sh -c 'echo \"$HOME\" > /tmp/a'".to_owned(),
                name: "web".to_owned(),
                detach: true,
                interactive: true,
                ports: words(&["8080:80", "127.0.0.1:53:53/udp"]),
                env: words(&["A=b c", "PLAIN=1", ""]),
                volumes: words(&["data:/data:ro"]),
                ..RunForm::default()
            }),
            "docker run -d -i --name web -p 8080:80 -p 127.0.0.1:53:53/udp -e 'A=b c' -e PLAIN=1 -v data:/data:ro \
             nginx sh -c 'echo \"$HOME\" > /tmp/a'",
        ),
        (Action::Run(RunForm { interactive: false, ..run.clone() }), "docker run -t --rm ubuntu:14.04 bash"),
        (
            Action::Run(RunForm {
                other: words(&[
                    "-m 512m",
                    "--net=host",
                    "--privileged",
                    "--init=false",
                    "",
                    "--label a='b c'",
                    "--no such",
                ]),
                ..run
            }),
            "docker run -it --rm --memory 512m --network host --privileged --init=false --label 'a=b c' --no such \
             ubuntu:14.04 bash",
        ),
        (Action::ListContainers { all: true }, "docker ps -a"),
        (Action::ListContainers { all: false }, "docker ps"),
        (Action::StartContainer { container: container() }, "docker start web"),
        (Action::StopContainer { container: container() }, "docker stop web"),
        (Action::KillContainer { container: container() }, "docker kill web"),
        (Action::RestartContainer { container: container() }, "docker restart web"),
        (Action::RenameContainer { container: container(), name: "shop".to_owned() }, "docker rename web shop"),
        (Action::RemoveContainer { container: container(), force: true, volumes: true }, "docker rm -f -v web"),
        (
            Action::Exec(ExecForm { container: container(), command: "bash".to_owned(), user: "root".to_owned() }),
            "docker exec -it -u root web bash",
        ),
        (Action::Attach { container: container() }, "docker attach web"),
        (Action::Diff { container: container() }, "docker diff web"),
        (
            Action::Build {
                dockerfile: "FROM ubuntu\nRUN echo 'a\\tb 100%' > /a\n".to_owned(),
                tag: "notes:1".to_owned(),
            },
            r"printf 'FROM ubuntu\nRUN echo '\''a\\tb 100%%'\'' > /a\n' | DOCKER_BUILDKIT=0 docker build -t notes:1 -",
        ),
        (
            Action::Commit(CommitForm {
                container: "webserver".to_owned(),
                repository: "nginx".to_owned(),
                tag: "v2".to_owned(),
                author: "Tao Wang <twang2218@gmail.com>".to_owned(),
                message: "it's 修改了默认网页".to_owned(),
                pause: false,
                changes: words(&["CMD [\"nginx\"]"]),
            }),
            r#"docker commit --author 'Tao Wang <twang2218@gmail.com>' --message 'it'\''s 修改了默认网页' --pause=false -c 'CMD ["nginx"]' webserver nginx:v2"#,
        ),
    ]
}

/// Values of the fields that mean several things, so that each of their sentences is among those that are written.
fn ways() -> Vec<Action> {
    let run = RunForm {
        image: format!("ghcr.io/a/b@sha256:{}", "0".repeat(64)),
        command: "/bin/bash".to_owned(),
        ports: words(&["80", "8000-8010:80", "80-81:80-81/udp", "10.0.0.1:53:53", "127.0.0.1::80", "http"]),
        env: words(&["HOME", "EMPTY=", "=1"]),
        volumes: words(&["/data", "/srv/a b:/data:ro", "data:/data", "a"]),
        ..RunForm::default()
    };
    let commit = CommitForm {
        container: format!("{:0<12}", "c0ffee"),
        changes: instruction::ALLOWED.iter().map(|name| format!("{name} x")).chain(words(&["RUN x"])).collect(),
        ..CommitForm::default()
    };
    let pull = |reference: &str, platform: &str| Action::Pull {
        reference: reference.to_owned(),
        platform: platform.to_owned(),
    };
    let exec = |command: &str, user: &str| {
        Action::Exec(ExecForm { container: "web".to_owned(), command: command.to_owned(), user: user.to_owned() })
    };
    let ends = ["a", "\"open"].map(|command| Action::Run(RunForm { command: command.to_owned(), ..run.clone() }));
    let mut all = vec![
        pull("nginx", "linux"),
        pull("localhost:5000/a/b:v1", "arm64"),
        pull("Nginx", "linux/arm/v7"),
        pull("", "?"),
        exec("sh -c 'echo $HOME'", "1000:50"),
        exec("ls -l /", "tao"),
        list_images(false, false, &["before=a", "since=b:1", "dangling=false", "nonsense"], "ubuntu"),
        Action::RemoveImages { targets: words(&["a", &format!("sha256:{}", "ab".repeat(32))]) },
        Action::RemoveImages { targets: vec!["ab".repeat(6)] },
        Action::RemoveImages { targets: words(&["a:1"]) },
        Action::RemoveContainer { container: "web".to_owned(), force: false, volumes: false },
        Action::Run(run.clone()),
        Action::Run(RunForm { detach: true, remove: true, ..run }),
        Action::Commit(commit),
    ];
    all.extend(ends);
    all
}

/// For the page's test of its sentences: each of these commands, as it crosses to the page.
#[test]
fn export_bindings_commands() {
    let actions = all().into_iter().map(|(action, _)| action).chain(ways());
    let lines: Vec<CommandLine> = actions.map(|action| render(&action)).collect();
    let json = serde_json::to_string_pretty(&lines).unwrap() + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/testing/commands.json");
    std::fs::write(path, json).unwrap();
}

#[test]
fn every_action_has_its_command() {
    for (action, text) in all() {
        let line = render(&action);
        assert_eq!(line.text, text, "the command for {action:?}");
        let parts: Vec<_> = line.parts.iter().map(|part| part.text.as_str()).collect();
        assert_eq!(parts.join(" "), text, "the parts are the whole");
    }
}

/// The kinds of action: serde lists them when another is deserialised.
fn kinds() -> BTreeSet<String> {
    let complaint = serde_json::from_str::<Action>(r#"{ "kind": "" }"#).expect_err("no action has this kind");
    complaint.to_string().split('`').skip(3).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_kind_has_its_whole_meaning() {
    let mut told = BTreeSet::new();
    for (action, _) in all() {
        let kind = serde_json::to_value(&action).unwrap()["kind"].as_str().unwrap().to_owned();
        assert_eq!(render(&action).whole.map(|whole| whole.term), Some(kind.clone()), "{action:?} is told as a whole");
        told.insert(kind);
    }
    assert_eq!(told, kinds(), "each kind of action is among the samples");
}

#[test]
fn flags_have_their_long_names() {
    let lines = [
        ("docker run -it --rm ubuntu:14.04 bash", "docker run --interactive --tty --rm ubuntu:14.04 bash"),
        (
            "docker run -d -i --name web -p 8080:80 -p 127.0.0.1:53:53/udp -e 'A=b c' -e PLAIN=1 -v data:/data:ro \
             nginx sh -c 'echo \"$HOME\" > /tmp/a'",
            "docker run --detach --interactive --name web --publish 8080:80 --publish 127.0.0.1:53:53/udp \
             --env 'A=b c' --env PLAIN=1 --volume data:/data:ro nginx sh -c 'echo \"$HOME\" > /tmp/a'",
        ),
        ("docker images -f dangling=true", "docker images --filter dangling=true"),
        ("docker rm -f -v web", "docker rm --force --volumes web"),
        ("docker exec -it -u root web bash", "docker exec --interactive --tty --user root web bash"),
        ("docker save nginx | tar -tv", "docker save nginx | tar --list --verbose"),
    ];
    for (text, long) in lines {
        let (action, _) = all().into_iter().find(|(_, line)| *line == text).unwrap();
        let parts: Vec<String> = render(&action).parts.into_iter().map(|part| part.long).collect();
        assert_eq!(parts.join(" "), long, "{text} in full");
    }
}

#[test]
fn a_part_tells_which_field_it_comes_from() {
    let sources = |action: &Action| {
        let parts = render(action).parts.into_iter().filter(|part| !part.fields.is_empty());
        parts.map(|part| (part.text, part.fields.join(" "), part.index)).collect::<Vec<_>>()
    };
    let told = |text: &str, fields: &str, index| (text.to_owned(), fields.to_owned(), index);
    let run = RunForm {
        image: "a".to_owned(),
        interactive: true,
        tty: true,
        ports: words(&["1:1", "", "2:2"]),
        ..RunForm::default()
    };
    let expected = [
        told("-it", "interactive tty", None),
        told("-p 1:1", "ports", Some(0)),
        told("-p 2:2", "ports", Some(2)),
        told("a", "image", None),
    ];
    assert_eq!(sources(&Action::Run(run)), expected, "a flag of two fields, and rows by their place");
    let commit = CommitForm { repository: "a".to_owned(), tag: "b".to_owned(), pause: true, ..CommitForm::default() };
    assert_eq!(sources(&Action::Commit(commit)), [told("a:b", "repository tag", None)], "one word of two fields");
}

/// The values of a part of an action's command.
fn said(action: &Action, term: &str) -> Vec<Vec<(String, String)>> {
    let parts = render(action).parts.into_iter().filter(|part| part.meaning.term == term);
    parts.map(|part| part.meaning.values.into_iter().filter(|(_, value)| !value.is_empty()).collect()).collect()
}

#[test]
fn values_are_told_as_docker_reads_them() {
    let told = |term: &str, action: &Action| -> Vec<String> {
        let parts = said(action, term).into_iter();
        let own = parts.map(|values| values.into_iter().filter(|(name, _)| name != "value"));
        own.map(|values| values.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")).collect()
    };
    let run = |form: RunForm| Action::Run(form);
    let ports =
        words(&["80", "8080:80", "8000-8010:80", "1-2:1-2/udp", "127.0.0.1:1:1", "[::1]::1", "10.0.0.1:1:1", "x"]);
    assert_eq!(
        told("run-publish", &run(RunForm { ports, ..RunForm::default() })),
        [
            "container=80 kind=any protocol=tcp reach=all",
            "container=80 host=8080 kind=fixed protocol=tcp reach=all",
            "container=80 host=8000-8010 kind=choice protocol=tcp reach=all",
            "container=1-2 host=1-2 kind=fixed protocol=udp reach=all",
            "address=127.0.0.1 container=1 host=1 kind=fixed protocol=tcp reach=local",
            "address=::1 container=1 kind=any protocol=tcp reach=local",
            "address=10.0.0.1 container=1 host=1 kind=fixed protocol=tcp reach=one",
            "kind=other reach=none",
        ],
        "ports"
    );
    let volumes = words(&["/data", "web:/data", "/srv:/data:ro,Z", "x"]);
    assert_eq!(
        told("run-volume", &run(RunForm { volumes, ..RunForm::default() })),
        [
            "access=rw kind=anonymous path=/data",
            "access=rw kind=named path=/data source=web",
            "access=ro kind=folder options=ro,Z path=/data source=/srv",
            "access=rw kind=other",
        ],
        "volumes"
    );
    let env = words(&["A=b=c", "A=", "HOME", "=1"]);
    assert_eq!(
        told("run-env", &run(RunForm { env, ..RunForm::default() })),
        ["content=b=c kind=given name=A", "kind=empty name=A", "kind=passed name=HOME", "kind=other"],
        "variables"
    );
    for (command, expected) in [
        ("bash", "kind=shell program=bash"),
        ("/bin/sh -c 'echo $A'", "arguments=echo $A kind=script program=/bin/sh"),
        ("top", "kind=alone program=top"),
        ("ls -l 'a b'", "arguments=-l 'a b' kind=arguments program=ls"),
        ("echo 'open", "kind=other"),
    ] {
        let form = RunForm { command: command.to_owned(), ..RunForm::default() };
        assert_eq!(told("run-command", &run(form)), [expected], "what {command:?} is");
    }
    for (image, expected) in [
        ("nginx", "kind=latest registry=hub repository=nginx".to_owned()),
        ("docker.io/library/nginx:1", "kind=tag registry=hub repository=nginx tag=1".to_owned()),
        ("localhost:5000/a:1", "kind=tag registry=localhost:5000 repository=localhost:5000/a tag=1".to_owned()),
        ("ab0000000000", "kind=id registry=none".to_owned()),
        ("Nginx", "kind=other registry=none".to_owned()),
        (
            &format!("a@sha256:{}", "0".repeat(64)),
            format!("digest=sha256:{} kind=digest registry=hub repository=a", "0".repeat(64)),
        ),
    ] {
        let form = RunForm { image: image.to_owned(), ..RunForm::default() };
        assert_eq!(told("run-image", &run(form)), [expected], "what {image:?} names");
    }
    for (platform, expected) in [
        ("linux/arm/v7", "architecture=arm kind=both os=linux variant=v7"),
        ("linux", "kind=system os=linux"),
        ("arm64", "architecture=arm64 kind=processor"),
        ("?", "kind=other"),
    ] {
        let pull = Action::Pull { reference: "a".to_owned(), platform: platform.to_owned() };
        assert_eq!(told("pull-platform", &pull), [expected], "what {platform:?} names");
    }
    for (user, expected) in
        [("0", "kind=root user=0"), ("tao:staff", "group=staff kind=name user=tao"), ("1000", "kind=number user=1000")]
    {
        let exec = Action::Exec(ExecForm { user: user.to_owned(), ..ExecForm::default() });
        assert_eq!(told("exec-user", &exec), [expected], "who {user:?} is");
    }
}

/// The names that a meaning has values for.
fn names(meaning: &Meaning) -> Vec<String> {
    meaning.values.keys().cloned().collect()
}

#[test]
fn a_term_always_has_the_same_names() {
    let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for action in all().into_iter().map(|(action, _)| action).chain(ways()) {
        let line = render(&action);
        let whole = line.whole.map(|whole| Meaning { term: format!("whole {}", whole.term), ..whole });
        for meaning in line.parts.into_iter().map(|part| part.meaning).chain(whole) {
            let names = names(&meaning);
            assert_eq!(
                known.entry(meaning.term.clone()).or_insert(names.clone()),
                &names,
                "{} has these",
                meaning.term
            );
        }
    }
}

#[test]
fn every_term_is_listed_and_used() {
    let parts = all().into_iter().flat_map(|(action, _)| render(&action).parts).chain(inside("exit").parts);
    let used: BTreeSet<String> =
        parts.map(|part| part.meaning.term).filter(|term| !term.starts_with("run-flag-")).collect();
    let listed: BTreeSet<String> = terms().into_iter().map(str::to_owned).collect();
    assert_eq!(used, listed, "an explanation is needed for exactly these");
}

/// The form's field names are those that the action has on the page.
#[test]
fn fields_are_the_actions_own() {
    for (action, _) in all() {
        let json = serde_json::to_value(&action).unwrap();
        for part in render(&action).parts {
            for field in &part.fields {
                let value = json.get(field).unwrap_or_else(|| panic!("{field} is a field of {json}"));
                let place = part.index.and_then(|index| usize::try_from(index).ok());
                assert_eq!(
                    value.as_array().map(|values| values.get(place.unwrap_or(usize::MAX)).is_some()),
                    place.map(|_| true),
                    "{field} is a list where a value has a place"
                );
            }
        }
    }
}

#[test]
fn copies_stand_in_their_folder() {
    let command = |action: &Action| render_in(Path::new("/home/a b/copies"), action).text;
    assert_eq!(
        command(&Action::RestoreCopy { copy: "ab-17".to_owned() }),
        "zstd -dc '/home/a b/copies/ab-17.tar.zst' | docker load",
        "the file, quoted"
    );
}

#[test]
fn half_typed_forms_render() {
    let empty = render(&Action::Run(RunForm::default()));
    assert_eq!(empty.text, "docker run", "an empty form");
    let open = RunForm { image: "a".to_owned(), command: "sh -c 'echo".to_owned(), ..RunForm::default() };
    assert_eq!(render(&Action::Run(open)).text, r"docker run a 'sh -c '\''echo'", "an open quote is one word");
    let commit = CommitForm { container: "web".to_owned(), tag: "v2".to_owned(), pause: true, ..CommitForm::default() };
    assert_eq!(render(&Action::Commit(commit)).text, "docker commit web", "a tag needs a repository");
    let pull = Action::Pull { reference: " ubuntu ".to_owned(), platform: String::new() };
    assert_eq!(render(&pull).text, "docker pull ubuntu", "space around a name is no part of it");
}

/// Text that a form may contain: no field holds a NUL.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[ -~]{0,20}", "[\\\\'\"$`{},! \n#~*=]{0,8}"]
        .prop_map(|text: String| text.replace('\0', ""))
}

/// Rows of other flags as they are written in a command, each of another flag.
const ROWS: [&str; 12] = [
    "--add-host db:10.0.0.2",
    "--cpus 1.5",
    "--entrypoint ''",
    "--env-file '/srv/a b.env'",
    "--gpus '\"device=0,1\"'",
    "--health-cmd 'curl -f http://localhost/ || exit 1'",
    "--init=false",
    "--label 'a=船 台'",
    "--memory 512m",
    "--mount type=bind,source=/srv,target=/srv",
    "--network name=shop,alias=web",
    "--privileged",
];

fn run_form() -> impl Strategy<Value = RunForm> {
    let texts = || prop::collection::vec(text(), 0..3);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    let other = prop::sample::subsequence(words(&ROWS), 0..4);
    ("[a-z]{1,5}", texts(), text(), flags, texts(), texts(), texts(), other).prop_map(
        |(image, command, name, (interactive, tty, remove, detach), ports, env, volumes, other)| RunForm {
            image,
            command: shell_words::join(command),
            name,
            interactive,
            tty,
            remove,
            detach,
            ports,
            env,
            volumes,
            other,
        },
    )
}

/// The arguments that docker must get.
fn arguments(form: &RunForm) -> Vec<String> {
    let mut arguments = words(&["docker", "run"]);
    let mut push = |values: &[&str]| arguments.extend(words(values));
    let flags: &[(&str, bool)] = &[
        ("-d", form.detach),
        ("-it", form.interactive && form.tty),
        ("-i", form.interactive && !form.tty),
        ("-t", form.tty && !form.interactive),
        ("--rm", form.remove),
    ];
    flags.iter().filter(|(_, set)| *set).for_each(|(flag, _)| push(&[flag]));
    if !form.name.is_empty() {
        push(&["--name", &form.name]);
    }
    for (flag, values) in [("-p", &form.ports), ("-e", &form.env), ("-v", &form.volumes)] {
        values.iter().filter(|value| !value.is_empty()).for_each(|value| push(&[flag, value]));
    }
    form.other.iter().for_each(|row| arguments.extend(shell_words::split(row).expect("each is whole")));
    arguments.push(form.image.clone());
    arguments.extend(shell_words::split(&form.command).expect("joined by the same crate"));
    arguments
}

proptest! {
    #[test]
    fn a_shell_reads_what_was_meant(form in run_form()) {
        let line = render(&Action::Run(form.clone()));
        prop_assert_eq!(split(&line.text), Ok(arguments(&form)), "the words of {}", line.text);
        let parts: Vec<_> = line.parts.iter().map(|part| part.text.as_str()).collect();
        prop_assert_eq!(parts.join(" "), line.text, "the parts are the whole");
    }

    /// Whatever is typed: a sentence is never without what it wants to say.
    #[test]
    fn any_text_has_the_same_names(text in text()) {
        let flags = || vec![text.clone()];
        let form = RunForm { image: "a".to_owned(), ports: flags(), env: flags(), volumes: flags(), ..RunForm::default() };
        let form = RunForm { command: shell_words::quote(&text).into_owned(), ..form };
        let usual = RunForm { image: "a".to_owned(), ports: words(&["1"]), env: words(&["A"]), volumes: words(&["/a"]), command: "a".to_owned(), ..RunForm::default() };
        let known: BTreeMap<String, Vec<String>> =
            render(&Action::Run(usual)).parts.iter().map(|part| (part.meaning.term.clone(), names(&part.meaning))).collect();
        for part in render(&Action::Run(form)).parts {
            prop_assert_eq!(&known[&part.meaning.term], &names(&part.meaning), "the names of {}", part.meaning.term);
        }
    }

    #[test]
    fn text_of_any_kind_is_one_word(author in text(), message in text(), change in text()) {
        let form = CommitForm {
            container: "web".to_owned(),
            author: author.clone(),
            message: message.clone(),
            changes: vec![change.clone()],
            pause: true,
            ..CommitForm::default()
        };
        let mut expected = words(&["docker", "commit"]);
        for (flag, value) in [("--author", author), ("--message", message), ("-c", change)] {
            if !value.is_empty() {
                expected.extend([flag.to_owned(), value]);
            }
        }
        expected.push("web".to_owned());
        prop_assert_eq!(split(&render(&Action::Commit(form)).text), Ok(expected), "each value is one word");
    }
}

/// A form as its command keeps it: rows without anything in them are not in the command.
fn kept(form: RunForm) -> RunForm {
    let filled = |rows: Vec<String>| rows.into_iter().filter(|row| !row.is_empty()).collect();
    let command = shell_words::split(&form.command).expect("joined by the same crate");
    RunForm {
        ports: filled(form.ports),
        env: filled(form.env),
        volumes: filled(form.volumes),
        command: line::join(&command),
        ..form
    }
}

proptest! {
    #[test]
    fn a_run_form_comes_back_from_its_text(form in run_form()) {
        let text = render(&Action::Run(form.clone())).text;
        let reading = parse(&text);
        let action = reading.map(|reading| reading.action);
        prop_assert_eq!(action, Ok(Action::Run(kept(form))), "the form of {}", text);
    }

    #[test]
    fn a_commit_form_comes_back_from_its_text(
        author in text(), message in text(), changes in prop::collection::vec("[ -~船]{1,9}", 0..3), pause in any::<bool>(),
        repository in "([a-z]{1,5}:5000/)?[a-z]{1,5}", tag in "[a-z0-9]{0,4}",
    ) {
        let container = "web".to_owned();
        let form = CommitForm { container, repository, tag, author, message, pause, changes };
        let text = render(&Action::Commit(form.clone())).text;
        let action = parse(&text).map(|reading| reading.action);
        prop_assert_eq!(action, Ok(Action::Commit(form)), "the form of {}", text);
    }

    #[test]
    fn what_was_read_is_written_so_that_it_reads_the_same(text in "docker run( -[itd]{1,3}| --rm| -p 80:80| -e A=b| --net host| -m 1g| -v a:/b| --name x){0,6} img( -?[a-z]{1,3}){0,3}") {
        if let Ok(first) = parse(&text) {
            let written = render(&first.action).text;
            let again = parse(&written).map(|reading| reading.action);
            prop_assert_eq!(again, Ok(first.action), "{} and {}", text, written);
        }
    }
}

/// Every other action is parsed back from its own text, except those whose command has several programs.
#[test]
fn actions_come_back_from_their_text() {
    let of_docker_alone = |action: &Action| {
        !matches!(
            action,
            Action::CleanUp { .. }
                | Action::KeepCopy { .. }
                | Action::RestoreCopy { .. }
                | Action::DeleteCopy { .. }
                | Action::PullAgain { .. }
                | Action::PullThrough { .. }
                | Action::Build { .. }
                | Action::ReadLayers { .. }
                | Action::ReadArchive { .. }
                | Action::Run(_)
        )
    };
    let mut tried = 0;
    for (action, text) in all().into_iter().filter(|(action, _)| of_docker_alone(action)) {
        let reading = parse(text).unwrap_or_else(|error| panic!("{text} can be read: {error}"));
        assert_eq!((reading.action, reading.remarks), (action, Vec::new()), "{text} says all of it");
        tried += 1;
    }
    assert!(tried > 15, "most actions are tried: {tried}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// A shell, in place of the crate that might share a mistake with us: one that reads `$'…'`, which dash does not.
    #[cfg(unix)]
    #[test]
    fn bash_agrees(form in run_form()) {
        let text = render(&Action::Run(form.clone())).text;
        let script = format!("docker() {{ printf 'docker\\0'; [ $# -eq 0 ] || printf '%s\\0' \"$@\"; }}\n{text}");
        let output = Command::new("bash").arg("-c").arg(script).output().unwrap();
        let expected: String = arguments(&form).iter().map(|argument| format!("{argument}\0")).collect();
        prop_assert_eq!(String::from_utf8_lossy(&output.stdout), expected, "what bash makes of {}", text);
    }
}
