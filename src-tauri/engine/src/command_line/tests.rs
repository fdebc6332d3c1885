use std::{collections::BTreeSet, process::Command};

use proptest::prelude::*;

use super::*;
use crate::wire::ByteRange;

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
        (Action::RemoveContainer { container: container(), force: true, volumes: true }, "docker rm -f -v web"),
        (
            Action::Exec(ExecForm { container: container(), command: "bash".to_owned(), user: "root".to_owned() }),
            "docker exec -it -u root web bash",
        ),
        (Action::Attach { container: container() }, "docker attach web"),
        (Action::Diff { container: container() }, "docker diff web"),
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

#[test]
fn every_action_has_its_command() {
    for (action, text) in all() {
        let line = render(&action);
        assert_eq!(line.text, text, "the command for {action:?}");
        let parts: Vec<_> = line.parts.iter().map(|part| part.text.as_str()).collect();
        assert_eq!(parts.join(" "), text, "the parts are the whole");
    }
}

#[test]
fn every_term_is_listed_and_used() {
    let used = all().into_iter().flat_map(|(action, _)| render(&action).parts).map(|part| part.term);
    let used: BTreeSet<String> = used.filter(|term| !term.starts_with("run-flag-")).collect();
    let listed: BTreeSet<String> = terms().into_iter().map(str::to_owned).collect();
    assert_eq!(used, listed, "an explanation is needed for exactly these");
}

/// The form's field names are those that the action has on the page.
#[test]
fn fields_are_the_actions_own() {
    for (action, _) in all() {
        let json = serde_json::to_value(&action).unwrap();
        for part in render(&action).parts.iter().filter(|part| !part.field.is_empty()) {
            assert!(json.get(&part.field).is_some(), "{} is a field of {json}", part.field);
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

/// Text that may stand in a form: no field holds a NUL.
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

/// What docker is meant to get.
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
        prop_assert_eq!(shell_words::split(&line.text), Ok(arguments(&form)), "the words of {}", line.text);
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
        prop_assert_eq!(shell_words::split(&render(&Action::Commit(form)).text), Ok(expected), "each value is one word");
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
        let reading = read(&text);
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
        let action = read(&text).map(|reading| reading.action);
        prop_assert_eq!(action, Ok(Action::Commit(form)), "the form of {}", text);
    }

    #[test]
    fn what_was_read_is_written_so_that_it_reads_the_same(text in "docker run( -[itd]{1,3}| --rm| -p 80:80| -e A=b| --net host| -m 1g| -v a:/b| --name x){0,6} img( -?[a-z]{1,3}){0,3}") {
        if let Ok(first) = read(&text) {
            let written = render(&first.action).text;
            let again = read(&written).map(|reading| reading.action);
            prop_assert_eq!(again, Ok(first.action), "{} and {}", text, written);
        }
    }
}

/// Every other action comes back from its own text, but for those whose command is of several programs.
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
                | Action::ReadLayers { .. }
                | Action::ReadArchive { .. }
                | Action::Run(_)
        )
    };
    let mut tried = 0;
    for (action, text) in all().into_iter().filter(|(action, _)| of_docker_alone(action)) {
        let reading = read(text).unwrap_or_else(|error| panic!("{text} can be read: {error}"));
        assert_eq!((reading.action, reading.remarks), (action, Vec::new()), "{text} says all of it");
        tried += 1;
    }
    assert!(tried > 15, "most actions are tried: {tried}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// The system's own shell, in place of the crate that might share a mistake with us.
    #[cfg(unix)]
    #[test]
    fn the_systems_shell_agrees(form in run_form()) {
        let text = render(&Action::Run(form.clone())).text;
        let script = format!("docker() {{ printf 'docker\\0'; [ $# -eq 0 ] || printf '%s\\0' \"$@\"; }}\n{text}");
        let output = Command::new("sh").arg("-c").arg(script).output().unwrap();
        let expected: String = arguments(&form).iter().map(|argument| format!("{argument}\0")).collect();
        prop_assert_eq!(String::from_utf8_lossy(&output.stdout), expected, "what sh makes of {}", text);
    }
}
