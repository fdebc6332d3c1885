//! Consoles: no output is lost, nothing stalls, and closing a console ends its process.

use slipway_engine::console::{BUFFER, CHUNK};
use slipway_engine_tests::prelude::*;

/// Columns and rows of the page's terminal.
const SIZE: (u16, u16) = (100, 30);

/// An engine with `ubuntu:14.04`, and consoles on it.
struct Fixture {
    docker: Cli,
    engine: Engine,
    consoles: Consoles,
    /// The offset up to which each console was read.
    offsets: Mutex<HashMap<String, u64>>,
}

impl Fixture {
    async fn at(host: String, docker: Cli) -> Self {
        let engine = engine_at(host).await;
        docker.run(&["pull", "-q", "ubuntu:14.04"]).await.expect("the image is pulled");
        Self { docker, engine, consoles: Consoles::new(), offsets: Mutex::default() }
    }

    async fn run(&self, form: RunForm) -> String {
        let pull = |reference, _| async move { panic!("{reference} is not pulled again") };
        let outcome = run::run(&self.engine, &form, pull, &self.consoles, SIZE, &Report::discard()).await;
        console_of(outcome.expect("the container runs"))
    }

    async fn exec(&self, container: &str, command: &str) -> String {
        let form = ExecForm { container: container.to_owned(), command: command.to_owned(), user: String::new() };
        console_of(console::exec(&self.engine, &form, &self.consoles, SIZE).await.expect("the command starts"))
    }

    async fn exec_fails(&self, container: &str, command: &str, user: &str) -> Error {
        let form = ExecForm { container: container.to_owned(), command: command.to_owned(), user: user.to_owned() };
        console::exec(&self.engine, &form, &self.consoles, SIZE).await.expect_err("the command does not start")
    }

    /// Starts a container that does nothing.
    async fn idle(&self, name: &str) {
        let args = ["run", "-d", "--init", "--name", name, "ubuntu:14.04", "sleep", "1000"];
        self.docker.run(&args).await.expect("the container runs");
    }

    async fn type_in(&self, console: &str, text: &str) {
        let text = Bytes::copy_from_slice(text.as_bytes());
        within("typing", self.consoles.write(console, text)).await.expect("the console takes input");
    }

    /// Reads from where the last read of this console ended.
    async fn read(&self, console: &str) -> Bytes {
        let from = self.offset(console);
        let output = self.consoles.read(console, from).await.expect("the console is open");
        self.set_offset(console, output.next);
        output.bytes
    }

    fn offset(&self, console: &str) -> u64 {
        self.offsets.lock().expect("no panic").get(console).copied().unwrap_or_default()
    }

    fn set_offset(&self, console: &str, offset: u64) {
        self.offsets.lock().expect("no panic").insert(console.to_owned(), offset);
    }

    /// Reads until the condition holds for the output so far, and returns that output.
    async fn read_until(&self, console: &str, holds: impl Fn(&str) -> bool) -> String {
        let mut output = Vec::new();
        loop {
            let text = String::from_utf8_lossy(&output).into_owned();
            if holds(&text) {
                return text;
            }
            let bytes = within(&format!("output after {text:?}"), self.read(console)).await;
            assert!(!bytes.is_empty(), "the console ended before the expected output: {text:?}");
            assert!(bytes.len() <= CHUNK, "one read returns at most {CHUNK} bytes");
            output.extend_from_slice(&bytes);
        }
    }

    async fn read_to_end(&self, console: &str) -> Vec<u8> {
        let mut output = Vec::new();
        loop {
            let bytes = within("output", self.read(console)).await;
            if bytes.is_empty() {
                return output;
            }
            output.extend_from_slice(&bytes);
        }
    }

    /// What closing the console does.
    fn closing(&self, console: &str) -> ConsoleClosing {
        self.consoles.list().into_iter().find(|found| found.id == console).expect("it is listed").closing
    }

    /// Waits until the console is no longer open, and returns it.
    async fn ended(&self, console: &str) -> Console {
        let mut consoles = self.consoles.watch();
        let find = |list: &Vec<Console>| list.iter().find(|found| found.id == console).cloned();
        let ended = |list: &Vec<Console>| find(list).is_some_and(|found| found.state != ConsoleState::Open);
        let list = within("the end of the console", consoles.wait_for(ended)).await.expect("consoles are listed");
        find(&list).expect("an ended console is listed until it is closed")
    }

    /// Waits until no process in the container has this text in its command.
    async fn until_ended(&self, container: &str, command: &str) {
        let polling = async {
            let mut ticks = tokio::time::interval(Duration::from_millis(20));
            while self.docker.run(&["top", container]).await.expect("the container runs").contains(command) {
                ticks.tick().await;
            }
        };
        within(&format!("the end of {command}"), polling).await;
    }
}

fn console_of(outcome: Outcome) -> String {
    match outcome {
        Outcome::Console { id, .. } => id,
        other => panic!("a console is opened, not {other:?}"),
    }
}

fn shell(name: &str) -> RunForm {
    RunForm {
        image: "ubuntu:14.04".to_owned(),
        command: "bash".to_owned(),
        name: name.to_owned(),
        interactive: true,
        tty: true,
        remove: true,
        ..RunForm::default()
    }
}

#[tokio::test]
async fn run_it_rm_shows_its_first_line_and_its_exit_code_and_leaves_no_container() {
    let lab = lab().await;
    let fixture = Fixture::at(lab.docker_host(), lab.docker()).await;
    run_it_rm(&fixture, true).await;

    let podman = lab.podman().await.expect("podman starts");
    let fixture = Fixture::at(podman.docker_host(), podman.docker()).await;
    // Podman 4.3 reports 0 for every container that is removed when it ends.
    run_it_rm(&fixture, false).await;
}

async fn run_it_rm(fixture: &Fixture, reports_code: bool) {
    let mut form = shell("first");
    form.command = "bash -c 'echo the first line; exec bash'".to_owned();
    let console = fixture.run(form).await;
    let printed = fixture.read_until(&console, |text| text.contains("first line")).await;
    assert!(printed.starts_with("the first line\r\n"), "output printed immediately is not lost: {printed:?}");

    fixture.type_in(&console, "stty size; echo 船台 | cat\r").await;
    let printed = fixture.read_until(&console, |text| text.contains("\r\n船台\r\n")).await;
    assert!(printed.contains("30 100"), "the terminal has the page's size from the start: {printed}");
    fixture.consoles.resize(&console, 132, 50).await.expect("the terminal is resized");
    fixture.type_in(&console, "stty size\r").await;
    fixture.read_until(&console, |text| text.contains("50 132")).await;

    fixture.type_in(&console, "exit 7\r").await;
    fixture.read_to_end(&console).await;
    let ended = fixture.ended(&console).await;
    assert_eq!(ended.state, ConsoleState::Exited, "the shell has ended");
    if reports_code {
        assert_eq!(ended.exit_code, Some(7), "its exit code is reported");
    }
    let left = fixture.docker.run(&["ps", "-aq"]).await.expect("the containers are listed");
    assert_eq!(left, "", "the container is removed by the time its console has ended");
    let console = fixture.run(shell("first")).await;
    fixture.read_until(&console, |text| text.contains('#')).await;
    fixture.consoles.close(&console).await.expect("the console closes");
    let left = fixture.docker.run(&["ps", "-q"]).await.expect("the containers are listed");
    assert_eq!(left, "", "closing a run's console ends the container");
    let error = fixture.consoles.read(&console, 0).await.expect_err("the console is closed");
    assert_eq!(error.code, ErrorCode::ConsoleClosed, "a closed console no longer exists");
}

#[tokio::test]
async fn a_new_reader_gets_what_was_shown_as_replayed() {
    let lab = lab().await;
    let fixture = Fixture::at(lab.docker_host(), lab.docker()).await;
    fixture.idle("reload").await;
    let console = fixture.exec("reload", "bash").await;
    fixture.read_until(&console, |text| text.contains('#')).await;
    fixture.type_in(&console, "echo $((40 + 2))\r").await;
    fixture.read_until(&console, |text| text.contains("\n42")).await;

    // The page that waits for output is reloaded before the output arrives; its read continues.
    let from = fixture.offset(&console);
    let (consoles, id) = (fixture.consoles.clone(), console.clone());
    let reloaded = tokio::spawn(async move { consoles.read(&id, from).await });
    fixture.type_in(&console, "echo $((50 + 3))\r").await;
    let read = within("the reloaded page's read", reloaded).await.expect("no panic").expect("the console is open");
    assert!(!read.bytes.is_empty(), "it read output that it never showed");

    let first =
        within("a new page's first read", fixture.consoles.read(&console, 0)).await.expect("the console is open");
    assert!(first.replayed, "what the previous page showed is marked, so that no terminal query is answered twice");
    assert_eq!(first.next, from, "the replay ends where that page had read to");
    fixture.set_offset(&console, 0);
    let whole = fixture.read_until(&console, |text| text.contains("\n53")).await;
    assert!(whole.contains("\n42"), "the output contains what was shown and what was not: {whole:?}");
    fixture.type_in(&console, "exit\r").await;
    fixture.read_to_end(&console).await;
    fixture.ended(&console).await;
}

#[tokio::test]
async fn closing_ends_even_a_first_process_that_ignores_sighup() {
    let lab = lab().await;
    let fixture = Fixture::at(lab.docker_host(), lab.docker()).await;
    let form = RunForm { command: "sleep 1000".to_owned(), remove: false, ..shell("ignoring") };
    let console = fixture.run(form).await;
    within("closing", fixture.consoles.close(&console)).await.expect("the console closes");
    let code = within("the end", fixture.docker.run(&["wait", "ignoring"])).await.expect("the container exists");
    assert_eq!(code, "137", "it was killed, and without --rm it still exists");
}

#[tokio::test]
async fn without_a_terminal_both_streams_are_shown_and_ctrl_d_ends_the_input() {
    let lab = lab().await;
    let fixture = Fixture::at(lab.docker_host(), lab.docker()).await;
    let form = RunForm { command: "sh -c 'echo out; echo err >&2'".to_owned(), tty: false, ..shell("") };
    let form = RunForm { interactive: false, ..form };
    let console = fixture.run(form).await;
    let printed = String::from_utf8(fixture.read_to_end(&console).await).expect("UTF-8");
    let mut lines: Vec<&str> = printed.lines().collect();
    lines.sort_unstable();
    assert_eq!(lines, ["err", "out"], "both streams are shown, without frame headers");

    let console = fixture.run(RunForm { command: "wc -l".to_owned(), tty: false, ..shell("") }).await;
    fixture.type_in(&console, "one\rtwo\r\u{4}").await;
    let printed = String::from_utf8(fixture.read_to_end(&console).await).expect("UTF-8");
    assert_eq!(printed.trim(), "2", "Enter ends lines and Ctrl-D ends the input");

    let trap = "sh -c 'trap \"exit 9\" INT; echo ready; while :; do sleep 0.1; done'";
    let console = fixture.run(RunForm { command: trap.to_owned(), tty: false, ..shell("") }).await;
    fixture.read_until(&console, |text| text.contains("ready")).await;
    fixture.type_in(&console, "\u{3}").await;
    fixture.read_to_end(&console).await;
    assert_eq!(fixture.ended(&console).await.exit_code, Some(9), "Ctrl-C interrupts");
}

#[tokio::test]
async fn exec_is_a_full_terminal() {
    let lab = lab().await;
    let fixture = Fixture::at(lab.docker_host(), lab.docker()).await;
    exec_terminal(&fixture).await;
    let podman = lab.podman().await.expect("podman starts");
    exec_terminal(&Fixture::at(podman.docker_host(), podman.docker()).await).await;
}

async fn exec_terminal(fixture: &Fixture) {
    fixture.idle("web").await;
    let console = fixture.exec("web", "bash").await;
    let printed = fixture.read_until(&console, |text| text.contains('#')).await;
    assert!(!printed.starts_with(|first: char| first.is_ascii_digit()), "no process ID is shown: {printed:?}");
    fixture.type_in(&console, "stty size; echo 船台 | cat\r").await;
    let printed = fixture.read_until(&console, |text| text.contains("\r\n船台\r\n")).await;
    assert!(printed.contains("30 100"), "the terminal has the page's size: {printed}");

    fixture.consoles.resize(&console, 132, 50).await.expect("the terminal is resized");
    fixture.type_in(&console, "stty size\r").await;
    fixture.read_until(&console, |text| text.contains("50 132")).await;

    // Ctrl-P recalls the previous line; the engine's default detach keys would hold it back.
    fixture.type_in(&console, "echo 4$((1+1))\r").await;
    fixture.read_until(&console, |text| text.contains("42")).await;
    fixture.type_in(&console, "\u{10}").await;
    fixture.read_until(&console, |text| text.contains("echo 4$((1+1))")).await;
    fixture.type_in(&console, "\r").await;
    fixture.read_until(&console, |text| text.contains("42")).await;

    fixture.type_in(&console, "exit 3\r").await;
    fixture.read_to_end(&console).await;
    let ended = fixture.ended(&console).await;
    assert_eq!((ended.state, ended.exit_code), (ConsoleState::Exited, Some(3)), "the exit code is reported");
    let late = fixture.consoles.write(&console, Bytes::from_static(b"x")).await.expect_err("the shell has ended");
    assert_eq!(late.code, ErrorCode::ConsoleClosed, "typing after the end fails with an error");

    let console = fixture.exec("web", "bash").await;
    fixture.type_in(&console, "sleep 987\r").await;
    fixture.read_until(&console, |text| text.contains("sleep 987")).await;
    fixture.consoles.close(&console).await.expect("the console closes");
    fixture.until_ended("web", "sleep 987").await;
    fixture.until_ended("web", "bash").await;
}

#[tokio::test]
async fn a_failed_exec_has_an_error_code() {
    let lab = lab().await;
    let fixture = Fixture::at(lab.docker_host(), lab.docker()).await;
    exec_failures(&fixture).await;
    let podman = lab.podman().await.expect("podman starts");
    exec_failures(&Fixture::at(podman.docker_host(), podman.docker()).await).await;
}

async fn exec_failures(fixture: &Fixture) {
    fixture.idle("web").await;
    let error = fixture.exec_fails("web", "nope --flag", "").await;
    assert_eq!(error.code, ErrorCode::CommandNotFound, "a missing program: {error}");
    assert_eq!(error.details["command"], "nope", "the program is named");
    let error = fixture.exec_fails("web", "/nowhere/nope", "").await;
    assert_eq!(error.code, ErrorCode::CommandNotFound, "a missing path: {error}");
    let error = fixture.exec_fails("web", "/etc/os-release", "").await;
    assert_eq!(error.code, ErrorCode::CommandNotExecutable, "a file that is not executable: {error}");
    let error = fixture.exec_fails("web", "bash", "nobody-at-all").await;
    assert_eq!(error.code, ErrorCode::UserNotFound, "a missing user: {error}");
    assert_eq!(error.details["user"], "nobody-at-all", "the user is named");
    let error = fixture.exec_fails("web", "bash", "0:nosuchgroup").await;
    assert_eq!(error.code, ErrorCode::GroupNotFound, "a missing group: {error}");
    assert_eq!(error.details["group"], "nosuchgroup", "the group is named");
    for user in ["-1", "0:99999999999"] {
        let error = fixture.exec_fails("web", "bash", user).await;
        assert_eq!(error.code, ErrorCode::UserIdInvalid, "{user} is out of range: {error}");
        assert_eq!(error.details["user"], user, "the IDs are named");
    }
    let error = fixture.exec_fails("web", "/tmp", "").await;
    assert_eq!(error.code, ErrorCode::CommandNotExecutable, "a directory: {error}");
    let error = fixture.exec_fails("web", "cd /tmp", "").await;
    assert_eq!(error.code, ErrorCode::CommandNotFound, "a builtin of shells is no program: {error}");
    let error = fixture.exec_fails("nowhere", "bash", "").await;
    assert_eq!(error.code, ErrorCode::ContainerNotFound, "a missing container: {error}");
    let error = fixture.exec_fails("web", "bash -c 'open", "").await;
    assert_eq!(error.code, ErrorCode::QuotesUnbalanced, "an unbalanced quote: {error}");
    let error = fixture.exec_fails("web", " ", "").await;
    assert_eq!(error.code, ErrorCode::CommandMissing, "an empty command: {error}");
    fixture.docker.run(&["kill", "web"]).await.expect("the container is killed");
    let error = fixture.exec_fails("web", "bash", "").await;
    assert_eq!(error.code, ErrorCode::ContainerNotRunning, "an exited container: {error}");
    assert!(fixture.consoles.list().is_empty(), "a failed exec leaves no console");
}

#[tokio::test]
async fn binary_floods_never_stall() {
    let lab = lab().await;
    let fixture = Fixture::at(lab.docker_host(), lab.docker()).await;
    fixture.idle("web").await;
    let console = fixture.exec("web", "sh -c 'stty raw; cat /bin/busybox'").await;
    let shown = fixture.read_to_end(&console).await;
    let size =
        fixture.docker.run(&["exec", "web", "stat", "-c", "%s", "/bin/busybox"]).await.expect("the program has a size");
    assert_eq!(shown.len().to_string(), size, "every byte of the program arrives");
    assert!(shown.starts_with(b"\x7fELF"), "from its first byte on");

    let console = fixture.exec("web", "sh -c 'stty raw; head -c 50000000 /dev/urandom'").await;
    assert_eq!(fixture.read_to_end(&console).await.len(), 50_000_000, "fifty megabytes of random data arrive");
    // The same without a terminal, where chunks contain frame headers at arbitrary offsets.
    let form = RunForm { command: "head -c 20000000 /dev/urandom".to_owned(), tty: false, ..shell("") };
    let console = fixture.run(form).await;
    assert_eq!(fixture.read_to_end(&console).await.len(), 20_000_000, "no header is in the output and no byte is lost");
}

/// The resident memory of this process, in bytes.
fn memory() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").expect("Linux has statm");
    let pages: usize = statm.split(' ').nth(1).and_then(|pages| pages.parse().ok()).expect("resident pages");
    pages * 4096
}

#[tokio::test]
async fn an_unread_flood_uses_little_memory_and_ctrl_c_ends_it() {
    let lab = lab().await;
    let fixture = Fixture::at(lab.docker_host(), lab.docker()).await;
    fixture.idle("web").await;
    let console = fixture.exec("web", "bash").await;
    fixture.read_until(&console, |text| text.contains('#')).await;
    fixture.type_in(&console, "yes slipway\r").await;
    fixture.read_until(&console, |text| text.matches("slipway\r\n").count() > 1000).await;

    // `yes` prints gigabytes a second. Other tests share this process, so the limit is far above the buffer.
    let before = memory();
    let blocking = async {
        // Once its output is blocked, `yes` uses no more processor time.
        let stat = async || fixture.docker.run(&["exec", "web", "sh", "-c", "cat /proc/$(pidof yes)/stat"]).await;
        let mut last = stat().await.expect("yes runs");
        loop {
            tokio::time::sleep(Duration::from_millis(300)).await;
            let now = stat().await.expect("yes runs");
            let ticks = |stat: &str| stat.split(' ').skip(13).take(2).map(str::to_owned).collect::<Vec<_>>();
            if ticks(&last) == ticks(&now) {
                return;
            }
            last = now;
        }
    };
    within("blocking the flood", blocking).await;
    let growth = memory().saturating_sub(before);
    assert!(growth < 512 * BUFFER, "an unread flood uses a bounded amount of memory, not {growth} bytes");

    fixture.type_in(&console, "\u{3}").await;
    fixture.until_ended("web", "yes slipway").await;
    let rest = fixture.read_until(&console, |text| text.contains("^C")).await;
    // Besides Slipway's own buffers there are those of sockets, pipes, dockerd and containerd, filled differently each
    // time: up to 2.6 MB in total were measured.
    assert!(rest.len() < 64 * BUFFER, "only buffered output is left to read: {} bytes", rest.len());
    fixture.type_in(&console, "echo 4$((1+1))\r").await;
    fixture.read_until(&console, |text| text.contains("42")).await;
}

#[tokio::test]
async fn attach_leaves_the_process_running_and_reports_its_end() {
    let lab = lab().await;
    let fixture = Fixture::at(lab.docker_host(), lab.docker()).await;
    fixture.docker.run(&["run", "-dit", "--name", "shell", "ubuntu:14.04", "bash"]).await.expect("the shell runs");
    let attach = async || console::attach(&fixture.engine, "shell", &fixture.consoles, SIZE).await;
    let console = console_of(attach().await.expect("the console attaches"));
    fixture.type_in(&console, "echo 4$((1+1)); stty size\r").await;
    let printed = fixture.read_until(&console, |text| text.contains("42") && text.contains("30 100")).await;
    assert!(printed.contains("echo"), "the container's terminal echoes what is typed: {printed}");
    fixture.consoles.close(&console).await.expect("the console closes");
    let running =
        fixture.docker.run(&["inspect", "-f", "{{.State.Running}}", "shell"]).await.expect("the container exists");
    assert_eq!(running, "true", "closing an attached console leaves the process running");

    let console = console_of(attach().await.expect("the console attaches again"));
    fixture.type_in(&console, "exit 5\r").await;
    fixture.read_to_end(&console).await;
    assert_eq!(fixture.ended(&console).await.exit_code, Some(5), "the exit code is reported");
    let error = attach().await.expect_err("the container has exited");
    assert_eq!(error.code, ErrorCode::ContainerNotRunning, "an exited container cannot be attached to: {error}");
}

#[tokio::test]
async fn shells_are_found_without_starting_the_container() {
    let lab = lab().await;
    let fixture = Fixture::at(lab.docker_host(), lab.docker()).await;
    fixture.docker.run(&["create", "--name", "never", "ubuntu:14.04"]).await.expect("the container is created");
    let shells = console::shells(&fixture.engine, "never").await.expect("the container exists");
    assert_eq!(shells.paths.first().map(String::as_str), Some("/bin/bash"), "the best shell is listed first");
    assert!(shells.paths.contains(&"/bin/sh".to_owned()), "a link to a shell is listed too: {:?}", shells.paths);
    fixture.docker.run_with(&["import", "-", "empty"], &[0; 1024]).await.expect("an empty image");
    fixture.docker.run(&["create", "--name", "bare", "empty", "/x"]).await.expect("the container is created");
    let shells = console::shells(&fixture.engine, "bare").await.expect("the container exists");
    assert_eq!(shells.paths, Vec::<String>::new(), "an image without a shell has none");
    let error = console::shells(&fixture.engine, "nowhere").await.expect_err("no such container");
    assert_eq!(
        error.code,
        ErrorCode::ContainerNotFound,
        "a missing container is an error, not a container without shells"
    );
}

#[tokio::test]
async fn exec_works_whatever_the_containers_shell_says_and_where_its_path_leads() {
    let lab = lab().await;
    exec_beside_talk(&Fixture::at(lab.docker_host(), lab.docker()).await).await;
    let podman = lab.podman().await.expect("podman starts");
    exec_beside_talk(&Fixture::at(podman.docker_host(), podman.docker()).await).await;
}

async fn exec_beside_talk(fixture: &Fixture) {
    let run = async |more: &[&str]| {
        let run = ["run", "-d", "--init", "-e", "LC_ALL=zh_CN.UTF-8", "--name"];
        let args = [&run[..], more, &["ubuntu:14.04", "/bin/sleep", "1000"]].concat();
        fixture.docker.run(&args).await.expect("the container runs");
    };
    run(&["talking"]).await;
    let link = ["exec", "talking", "/bin/busybox", "ln", "-sf", "/bin/bash", "/bin/sh"];
    fixture.docker.run(&link).await.expect("sh is bash, which warns about a missing locale");
    let console = fixture.exec("talking", "/bin/bash").await;
    let printed = fixture.read_until(&console, |text| text.contains('#')).await;
    assert!(printed.contains("cannot change locale"), "what the shell prints is shown: {printed}");
    assert!(!printed.contains("slipway-"), "the line with the process ID is not: {printed}");
    fixture.consoles.close(&console).await.expect("its process ends");
    fixture.until_ended("talking", "/bin/bash").await;

    run(&["lost", "-e", "PATH=/nowhere"]).await;
    let console = fixture.exec("lost", "/bin/bash").await;
    fixture.read_until(&console, |text| text.contains('#')).await;
    fixture.consoles.close(&console).await.expect("its process ends, without the container's PATH");
    let error = fixture.exec_fails("lost", "bash", "").await;
    assert_eq!(error.code, ErrorCode::CommandNotFound, "not in the container's PATH: {error}");

    // A shell that never gets to the line.
    let stuck = "printf '#!/bin/busybox sh\\nexec /bin/sleep 987\\n' > /stuck; \
                 /bin/busybox chmod +x /stuck; /bin/busybox mv /stuck /bin/sh";
    fixture.docker.run(&["exec", "talking", "/bin/bash", "-c", stuck]).await.expect("sh is replaced");
    let console = fixture.exec("talking", "/bin/busybox cat").await;
    fixture.until_ended("talking", "sleep 987").await;
    fixture.type_in(&console, "hello\r").await;
    fixture.read_until(&console, |text| text.contains("hello\r\nhello")).await;
    fixture.consoles.close(&console).await.expect("its process is interrupted");
    fixture.until_ended("talking", "busybox cat").await;

    // A shell that cannot be executed.
    let broken = ["exec", "talking", "/bin/busybox", "ln", "-sf", "/nowhere", "/bin/sh"];
    fixture.docker.run(&broken).await.expect("sh leads nowhere");
    let console = fixture.exec("talking", "/bin/echo hello").await;
    assert_eq!(fixture.read_to_end(&console).await, b"hello\r\n", "the command is started without it");
}

#[tokio::test]
async fn closing_ends_what_ignores_a_hangup() {
    let lab = lab().await;
    let fixture = Fixture::at(lab.docker_host(), lab.docker()).await;
    fixture.idle("web").await;
    for command in ["sh -c 'trap : HUP; while :; do sleep 0.1; done'", "sh -c 'trap : HUP INT QUIT; yes'"] {
        let console = fixture.exec("web", command).await;
        within("closing", fixture.consoles.close(&console)).await.expect("its process is killed");
        fixture.until_ended("web", "trap : HUP").await;
    }
}

#[tokio::test]
async fn a_failed_look_for_shells_is_unknown_and_exec_works_all_the_same() {
    let lab = lab().await;
    let fixture = Fixture::at(lab.docker_host(), lab.docker()).await;
    let file = lab.folder().join("mounted");
    std::fs::write(&file, "").expect("a file");
    let volume = format!("{}:/mounted", file.display());
    let run = ["run", "-d", "--init", "--name", "web", "-v", &volume, "ubuntu:14.04", "sleep", "1000"];
    fixture.docker.run(&run).await.expect("the container runs");
    std::fs::remove_file(&file).expect("the file is deleted");
    let shells = console::shells(&fixture.engine, "web").await.expect("the container exists");
    // Which engines fail then differs by version (moby#39641); none may be said to have found no shell.
    assert!(!shells.complete || !shells.paths.is_empty(), "a failed look is not an answer: {shells:?}");
    let console = fixture.exec("web", "bash").await;
    fixture.read_until(&console, |text| text.contains('#')).await;
    fixture.consoles.close(&console).await.expect("the console closes");
    fixture.until_ended("web", "bash").await;
}

#[tokio::test]
async fn exec_works_in_a_container_without_a_shell() {
    let lab = lab().await;
    let fixture = Fixture::at(lab.docker_host(), lab.docker()).await;
    // busybox under another name, so that no shell exists.
    build_from_scratch(&fixture, &lab, "shell-less", "busybox-tool", "/bin/busybox").await;
    let sleep = ["run", "-d", "--init", "--name", "bare", "shell-less", "/busybox-tool", "sleep", "1000"];
    fixture.docker.run(&sleep).await.expect("the container runs");
    let console = fixture.exec("bare", "/busybox-tool echo hello").await;
    assert_eq!(fixture.read_to_end(&console).await, b"hello\r\n", "only its output is shown");
    assert_eq!(fixture.ended(&console).await.exit_code, Some(0), "its exit code is reported");
    let error = fixture.exec_fails("bare", "/nope", "").await;
    assert_eq!(error.code, ErrorCode::CommandNotFound, "a missing program: {error}");
    let error = fixture.exec_fails("bare", "/busybox-tool", "0:nosuchgroup").await;
    assert_eq!(error.code, ErrorCode::GroupNotFound, "a missing group: {error}");

    let console = fixture.exec("bare", "/busybox-tool sleep 987").await;
    assert_eq!(fixture.closing(&console), ConsoleClosing::Interrupts, "it cannot be signalled");
    within("closing", fixture.consoles.close(&console)).await.expect("the terminal's keys end it");
    fixture.until_ended("bare", "sleep 987").await;

    // In raw mode, the terminal's keys are input like any other.
    let stubborn =
        "/busybox-tool sh -c '/busybox-tool stty raw; echo ready; while :; do /busybox-tool sleep 0.1; done'";
    let console = fixture.exec("bare", stubborn).await;
    fixture.read_until(&console, |text| text.contains("ready")).await;
    let error = within("closing", fixture.consoles.close(&console)).await.expect_err("it keeps running");
    assert_eq!(error.code, ErrorCode::ProcessLeft, "that is not hidden: {error}");
    assert_eq!(error.details["container"], "bare", "the container is named");
}

#[tokio::test]
async fn exec_is_ended_in_a_container_with_bash_alone() {
    let lab = lab().await;
    let fixture = Fixture::at(lab.docker_host(), lab.docker()).await;
    build_from_scratch(&fixture, &lab, "bash-only", "bin/bash", "/bin/bash").await;
    let run = ["run", "-dt", "--init", "--name", "bare", "-e", "A=1", "bash-only", "/bin/bash"];
    fixture.docker.run(&run).await.expect("the container runs");
    let console = fixture.exec("bare", "/bin/bash -c 'echo $A; while :; do read -t 987; done'").await;
    fixture.read_until(&console, |text| text.starts_with("1\r\n")).await;
    assert_eq!(fixture.closing(&console), ConsoleClosing::Ends, "bash can signal it");
    within("closing", fixture.consoles.close(&console)).await.expect("it ends");
    fixture.until_ended("bare", "read -t 987").await;
}

/// Builds an image of one program of `ubuntu:14.04`.
async fn build_from_scratch(fixture: &Fixture, lab: &Lab, image: &str, to: &str, program: &str) {
    fixture.docker.run(&["create", "--name", "source", "ubuntu:14.04"]).await.expect("the container is created");
    let folder = lab.folder().join(image);
    let copied = folder.join("program");
    std::fs::create_dir_all(&folder).expect("a folder");
    let source = format!("source:{program}");
    fixture.docker.run(&["cp", "-L", &source, copied.to_str().expect("UTF-8")]).await.expect("the program is copied");
    std::fs::write(folder.join("Dockerfile"), format!("FROM scratch\nCOPY program /{to}\n")).expect("a Dockerfile");
    fixture.docker.run(&["build", "-t", image, folder.to_str().expect("UTF-8")]).await.expect("the image is built");
}

#[tokio::test]
async fn consoles_are_lost_when_their_engine_dies() {
    let mut lab = lab().await;
    let fixture = Fixture::at(lab.docker_host(), lab.docker()).await;
    fixture.idle("web").await;
    let exec = fixture.exec("web", "bash").await;
    let run = fixture.run(shell("")).await;
    fixture.read_until(&exec, |text| text.contains('#')).await;
    fixture.read_until(&run, |text| text.contains('#')).await;
    lab.kill_engine().expect("the engine is killed");
    for console in [exec, run] {
        fixture.read_to_end(&console).await;
        let ended = fixture.ended(&console).await;
        assert_eq!((ended.state, ended.exit_code), (ConsoleState::Lost, None), "no exit code is invented: {ended:?}");
        // The engine can no longer end the process, but the console closes.
        fixture.consoles.close(&console).await.expect("a lost console closes");
    }
    assert!(fixture.consoles.list().is_empty(), "no console is left");
}
