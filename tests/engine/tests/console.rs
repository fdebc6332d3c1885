//! Consoles on live engines: nothing printed is lost, nothing stalls, and what is closed ends.

use std::sync::PoisonError;

use slipway_engine::console::{BUFFER, CHUNK};
use slipway_engine_tests::prelude::*;

/// How long anything here may take.
const PATIENCE: Duration = Duration::from_secs(30);
const SIZE: (u16, u16) = (100, 30);

/// An engine with `ubuntu:14.04`, and consoles on it.
struct Bench {
    docker: Cli,
    engine: Engine,
    consoles: Consoles,
    /// How far each console was read.
    read: Mutex<HashMap<String, u64>>,
}

impl Bench {
    async fn at(host: String, docker: Cli) -> Self {
        let endpoint = Endpoint { address: host, source: EndpointSource::DockerHost, name: String::new(), tls: None };
        let engine = Engine::connect(endpoint).await.expect("the engine answers");
        docker.run(&["pull", "-q", "ubuntu:14.04"]).await.expect("the image is there");
        Self { docker, engine, consoles: Consoles::new(), read: Mutex::default() }
    }

    async fn run(&self, form: RunForm) -> String {
        let pull = |reference, _| async move { panic!("{reference} is here") };
        let outcome = run::run(&self.engine, &form, pull, &self.consoles, SIZE, &Report::discard()).await;
        console_of(outcome.expect("the container runs"))
    }

    async fn exec(&self, container: &str, command: &str) -> String {
        let form = ExecForm { container: container.to_owned(), command: command.to_owned(), user: String::new() };
        console_of(console::exec(&self.engine, &form, &self.consoles, SIZE).await.expect("the command starts"))
    }

    async fn exec_fails(&self, container: &str, command: &str, user: &str) -> slipway_engine::Error {
        let form = ExecForm { container: container.to_owned(), command: command.to_owned(), user: user.to_owned() };
        console::exec(&self.engine, &form, &self.consoles, SIZE).await.expect_err("the command does not start")
    }

    /// A container that runs and does nothing.
    async fn idle(&self, name: &str) {
        let args = ["run", "-d", "--init", "--name", name, "ubuntu:14.04", "sleep", "1000"];
        self.docker.run(&args).await.expect("a container to work in");
    }

    async fn type_in(&self, console: &str, text: &str) {
        let text = Bytes::copy_from_slice(text.as_bytes());
        within("typing", self.consoles.write(console, text)).await.expect("the console takes input");
    }

    /// Reads on from where the last read of this console ended.
    async fn read(&self, console: &str) -> Bytes {
        let read = || self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let from = read().get(console).copied().unwrap_or_default();
        let printed = self.consoles.read(console, from).await.expect("the console is open");
        read().insert(console.to_owned(), printed.next);
        printed.bytes
    }

    /// Reads until the output so far ends the wait.
    async fn read_until(&self, console: &str, found: impl Fn(&str) -> bool) -> String {
        let mut seen = Vec::new();
        loop {
            let text = String::from_utf8_lossy(&seen).into_owned();
            if found(&text) {
                return text;
            }
            let read = tokio::time::timeout(PATIENCE, self.read(console)).await;
            let bytes = read.unwrap_or_else(|_| panic!("nothing more is printed after: {text:?}"));
            assert!(!bytes.is_empty(), "the console ended before what was waited for: {text:?}");
            assert!(bytes.len() <= CHUNK, "one read gives at most {CHUNK} bytes");
            seen.extend_from_slice(&bytes);
        }
    }

    async fn read_to_end(&self, console: &str) -> Vec<u8> {
        let mut seen = Vec::new();
        loop {
            let bytes = within("output", self.read(console)).await;
            if bytes.is_empty() {
                return seen;
            }
            seen.extend_from_slice(&bytes);
        }
    }

    /// The console once it is no longer open.
    async fn ended(&self, console: &str) -> Console {
        let mut listing = self.consoles.watch();
        let of = |list: &Vec<Console>| list.iter().find(|one| one.id == console).cloned();
        let over = |list: &Vec<Console>| of(list).is_some_and(|one| one.state != ConsoleState::Open);
        let list = within("the end of the console", listing.wait_for(over)).await.expect("the consoles are there");
        of(&list).expect("an ended console stays until it is closed")
    }

    /// Waits until `ps` in the container shows no process with this word in its command.
    async fn gone(&self, container: &str, word: &str) {
        let look = async {
            loop {
                let top = self.docker.run(&["top", container]).await.expect("the container runs");
                if !top.contains(word) {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        within(&format!("the end of {word}"), look).await;
    }
}

fn console_of(outcome: Outcome) -> String {
    match outcome {
        Outcome::Console { id, .. } => id,
        other => panic!("a console is opened, not {other:?}"),
    }
}

async fn within<T>(what: &str, work: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, work).await.unwrap_or_else(|_| panic!("{what} takes longer than {PATIENCE:?}"))
}

async fn lab() -> Lab {
    Lab::start(LabOptions::default()).await.expect("the lab starts")
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
async fn run_it_rm_shows_its_first_line_and_its_exit_code_and_leaves_nothing() {
    let lab = lab().await;
    let bench = Bench::at(lab.docker_host(), lab.docker()).await;
    run_it_rm(&bench, true).await;

    let podman = lab.podman().await.expect("podman starts");
    let bench = Bench::at(podman.docker_host(), podman.docker()).await;
    // Podman 4.3 answers 0 for every container that is removed as it ends.
    run_it_rm(&bench, false).await;
}

async fn run_it_rm(bench: &Bench, tells_code: bool) {
    let mut form = shell("first");
    form.command = "bash -c 'echo the first line; exec bash'".to_owned();
    let console = bench.run(form).await;
    let printed = bench.read_until(&console, |text| text.contains("first line")).await;
    assert!(printed.starts_with("the first line\r\n"), "what is printed at once is not lost: {printed:?}");

    bench.type_in(&console, "stty size; echo 船台 | cat\r").await;
    let printed = bench.read_until(&console, |text| text.contains("\r\n船台\r\n")).await;
    assert!(printed.contains("30 100"), "the terminal has the page's size from the start: {printed}");
    bench.consoles.resize(&console, 132, 50).await.expect("it is resized");
    bench.type_in(&console, "stty size\r").await;
    bench.read_until(&console, |text| text.contains("50 132")).await;

    bench.type_in(&console, "exit 7\r").await;
    bench.read_to_end(&console).await;
    let ended = bench.ended(&console).await;
    assert_eq!(ended.state, ConsoleState::Exited, "the shell has ended");
    if tells_code {
        assert_eq!(ended.exit_code, Some(7), "its exit code is told");
    }
    let left = bench.docker.run(&["ps", "-aq"]).await.expect("the containers are listed");
    assert_eq!(left, "", "the container is gone when its console says that it has ended");
    let console = bench.run(shell("first")).await;
    bench.read_until(&console, |text| text.contains('#')).await;
    bench.consoles.close(&console).await.expect("it closes");
    let left = bench.docker.run(&["ps", "-q"]).await.expect("the containers are listed");
    assert_eq!(left, "", "closing the console of a run ends the container");
    let error = bench.consoles.read(&console, 0).await.expect_err("it is closed");
    assert_eq!(error.code, ErrorCode::ConsoleClosed, "a closed console is no longer there");
}

#[tokio::test]
async fn a_reader_that_begins_anew_is_told_again_what_was_shown() {
    let lab = lab().await;
    let bench = Bench::at(lab.docker_host(), lab.docker()).await;
    bench.idle("reload").await;
    let console = bench.exec("reload", "bash").await;
    bench.read_until(&console, |text| text.contains('#')).await;
    bench.type_in(&console, "echo $((40 + 2))\r").await;
    bench.read_until(&console, |text| text.contains("\n42")).await;

    // The page that waits for more is gone when it comes; its wait goes on.
    let from = bench.read.lock().expect("no test thread failed")[&console];
    let (consoles, id) = (bench.consoles.clone(), console.clone());
    let gone = tokio::spawn(async move { consoles.read(&id, from).await });
    bench.type_in(&console, "echo $((50 + 3))\r").await;
    let taken = within("the page that is gone", gone).await.expect("it reads").expect("the console is open");
    assert!(!taken.bytes.is_empty(), "it was given output that it never showed");

    let first = within("a new page's first read", bench.consoles.read(&console, 0)).await.expect("the console is open");
    assert!(first.replayed, "what the page before has shown is said to be so, that it answers no question twice");
    assert_eq!(first.next, from, "it ends where that page was");
    bench.read.lock().expect("no test thread failed").insert(console.clone(), 0);
    let whole = bench.read_until(&console, |text| text.contains("\n53")).await;
    assert!(whole.contains("\n42"), "what was shown and what was not are both there: {whole:?}");
    bench.type_in(&console, "exit\r").await;
    bench.read_to_end(&console).await;
    bench.ended(&console).await;
}

#[tokio::test]
async fn closing_ends_even_a_first_process_that_is_deaf_to_the_hangup() {
    let lab = lab().await;
    let bench = Bench::at(lab.docker_host(), lab.docker()).await;
    let form = RunForm { command: "sleep 1000".to_owned(), remove: false, ..shell("deaf") };
    let console = bench.run(form).await;
    within("closing", bench.consoles.close(&console)).await.expect("it closes");
    let state = ["wait", "deaf"];
    let code = within("the end", bench.docker.run(&state)).await.expect("the container is there");
    assert_eq!(code, "137", "it was killed, and stays without --rm");
}

#[tokio::test]
async fn without_a_terminal_both_streams_are_shown_and_input_has_an_end() {
    let lab = lab().await;
    let bench = Bench::at(lab.docker_host(), lab.docker()).await;
    let form = RunForm { command: "sh -c 'echo out; echo err >&2'".to_owned(), tty: false, ..shell("") };
    let form = RunForm { interactive: false, ..form };
    let console = bench.run(form).await;
    let printed = String::from_utf8(bench.read_to_end(&console).await).expect("it is text");
    let mut lines: Vec<&str> = printed.lines().collect();
    lines.sort_unstable();
    assert_eq!(lines, ["err", "out"], "both streams, and no frame header among them");

    let console = bench.run(RunForm { command: "wc -l".to_owned(), tty: false, ..shell("") }).await;
    bench.type_in(&console, "one\rtwo\r\u{4}").await;
    let printed = String::from_utf8(bench.read_to_end(&console).await).expect("it is text");
    assert_eq!(printed.trim(), "2", "Enter ends lines and Ctrl-D the input");

    let trap = "sh -c 'trap \"exit 9\" INT; echo ready; while :; do sleep 0.1; done'";
    let console = bench.run(RunForm { command: trap.to_owned(), tty: false, ..shell("") }).await;
    bench.read_until(&console, |text| text.contains("ready")).await;
    bench.type_in(&console, "\u{3}").await;
    bench.read_to_end(&console).await;
    assert_eq!(bench.ended(&console).await.exit_code, Some(9), "Ctrl-C interrupts");
}

#[tokio::test]
async fn exec_is_a_whole_terminal() {
    let lab = lab().await;
    let bench = Bench::at(lab.docker_host(), lab.docker()).await;
    exec_terminal(&bench).await;
    let podman = lab.podman().await.expect("podman starts");
    exec_terminal(&Bench::at(podman.docker_host(), podman.docker()).await).await;
}

async fn exec_terminal(bench: &Bench) {
    bench.idle("web").await;
    let console = bench.exec("web", "bash").await;
    let printed = bench.read_until(&console, |text| text.contains('#')).await;
    assert!(!printed.starts_with(|first: char| first.is_ascii_digit()), "no process ID is shown: {printed:?}");
    bench.type_in(&console, "stty size; echo 船台 | cat\r").await;
    let printed = bench.read_until(&console, |text| text.contains("\r\n船台\r\n")).await;
    assert!(printed.contains("30 100"), "the terminal has the page's size: {printed}");

    bench.consoles.resize(&console, 132, 50).await.expect("it is resized");
    bench.type_in(&console, "stty size\r").await;
    bench.read_until(&console, |text| text.contains("50 132")).await;

    // Ctrl-P: the line before, which the engine's default keys for detaching would hold back.
    bench.type_in(&console, "echo 4$((1+1))\r").await;
    bench.read_until(&console, |text| text.contains("42")).await;
    bench.type_in(&console, "\u{10}").await;
    bench.read_until(&console, |text| text.contains("echo 4$((1+1))")).await;
    bench.type_in(&console, "\r").await;
    bench.read_until(&console, |text| text.contains("42")).await;

    bench.type_in(&console, "exit 3\r").await;
    bench.read_to_end(&console).await;
    let ended = bench.ended(&console).await;
    assert_eq!((ended.state, ended.exit_code), (ConsoleState::Exited, Some(3)), "the exit code is told");
    let late = bench.consoles.write(&console, Bytes::from_static(b"x")).await.expect_err("the shell is gone");
    assert_eq!(late.code, ErrorCode::ConsoleClosed, "what is typed after the end goes nowhere, and says so");

    let console = bench.exec("web", "bash").await;
    bench.type_in(&console, "sleep 987\r").await;
    bench.read_until(&console, |text| text.contains("sleep 987")).await;
    bench.consoles.close(&console).await.expect("it closes");
    bench.gone("web", "sleep 987").await;
    bench.gone("web", "bash").await;
}

#[tokio::test]
async fn what_cannot_be_executed_says_why_by_code() {
    let lab = lab().await;
    let bench = Bench::at(lab.docker_host(), lab.docker()).await;
    exec_failures(&bench).await;
    let podman = lab.podman().await.expect("podman starts");
    exec_failures(&Bench::at(podman.docker_host(), podman.docker()).await).await;
}

async fn exec_failures(bench: &Bench) {
    bench.idle("web").await;
    let error = bench.exec_fails("web", "nope --flag", "").await;
    assert_eq!(error.code, ErrorCode::CommandNotFound, "a program that is not there: {error}");
    assert_eq!(error.details["command"], "nope", "the program is named");
    let error = bench.exec_fails("web", "/nowhere/nope", "").await;
    assert_eq!(error.code, ErrorCode::CommandNotFound, "a path that is not there: {error}");
    let error = bench.exec_fails("web", "/etc/os-release", "").await;
    assert_eq!(error.code, ErrorCode::CommandNotExecutable, "a file that is no program: {error}");
    let error = bench.exec_fails("web", "bash", "nobody-at-all").await;
    assert_eq!(error.code, ErrorCode::UserNotFound, "a user that is not there: {error}");
    assert_eq!(error.details["user"], "nobody-at-all", "the user is named");
    let error = bench.exec_fails("nowhere", "bash", "").await;
    assert_eq!(error.code, ErrorCode::ContainerNotFound, "a container that is not there: {error}");
    let error = bench.exec_fails("web", "bash -c 'open", "").await;
    assert_eq!(error.code, ErrorCode::QuotesUnbalanced, "quotes that do not match: {error}");
    let error = bench.exec_fails("web", " ", "").await;
    assert_eq!(error.code, ErrorCode::CommandMissing, "nothing to run: {error}");
    bench.docker.run(&["kill", "web"]).await.expect("it is killed");
    let error = bench.exec_fails("web", "bash", "").await;
    assert_eq!(error.code, ErrorCode::ContainerNotRunning, "a container that has ended: {error}");
    assert!(bench.consoles.list().is_empty(), "nothing that failed leaves a console");
}

#[tokio::test]
async fn binary_floods_never_stall() {
    let lab = lab().await;
    let bench = Bench::at(lab.docker_host(), lab.docker()).await;
    bench.idle("web").await;
    let console = bench.exec("web", "sh -c 'stty raw; cat /bin/busybox'").await;
    let shown = bench.read_to_end(&console).await;
    let size = bench.docker.run(&["exec", "web", "stat", "-c", "%s", "/bin/busybox"]).await.expect("it has a size");
    assert_eq!(shown.len().to_string(), size, "every byte of a program comes through");
    assert!(shown.starts_with(b"\x7fELF"), "from its first byte on");

    let console = bench.exec("web", "sh -c 'stty raw; head -c 50000000 /dev/urandom'").await;
    assert_eq!(bench.read_to_end(&console).await.len(), 50_000_000, "fifty megabytes of noise come through");
    // The same without a terminal, where every chunk holds frame headers at odd places.
    let form = RunForm { command: "head -c 20000000 /dev/urandom".to_owned(), tty: false, ..shell("") };
    let console = bench.run(form).await;
    assert_eq!(bench.read_to_end(&console).await.len(), 20_000_000, "no header among the payload, no byte lost");
}

/// This process's memory, in bytes.
fn memory() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").expect("Linux tells");
    let pages: usize = statm.split(' ').nth(1).and_then(|pages| pages.parse().ok()).expect("resident pages");
    pages * 4096
}

#[tokio::test]
async fn a_flood_nobody_reads_takes_no_memory_and_ctrl_c_ends_it() {
    let lab = lab().await;
    let bench = Bench::at(lab.docker_host(), lab.docker()).await;
    bench.idle("web").await;
    let console = bench.exec("web", "bash").await;
    bench.read_until(&console, |text| text.contains('#')).await;
    bench.type_in(&console, "yes slipway\r").await;
    bench.read_until(&console, |text| text.matches("slipway\r\n").count() > 1000).await;

    // `yes` prints gigabytes a second. Other tests share this process, so the bound is far above the buffer.
    let before = memory();
    let cpu_stops = async {
        // Held up, `yes` no longer gets processor time: the flood has come to rest at its source.
        let spent = async || bench.docker.run(&["exec", "web", "sh", "-c", "cat /proc/$(pidof yes)/stat"]).await;
        let mut last = spent().await.expect("yes runs");
        loop {
            tokio::time::sleep(Duration::from_millis(300)).await;
            let now = spent().await.expect("yes runs");
            let ticks = |stat: &str| stat.split(' ').skip(13).take(2).map(str::to_owned).collect::<Vec<_>>();
            if ticks(&last) == ticks(&now) {
                return;
            }
            last = now;
        }
    };
    within("the flood's coming to rest", cpu_stops).await;
    let grown = memory().saturating_sub(before);
    assert!(grown < 512 * BUFFER, "an unread flood takes a bounded amount of memory, not {grown} bytes");

    bench.type_in(&console, "\u{3}").await;
    bench.gone("web", "yes slipway").await;
    let rest = bench.read_until(&console, |text| text.contains("^C")).await;
    // Besides ours there are the sockets' and pipes' buffers and those of dockerd and containerd, full to different
    // degrees each time: up to 2.6 MB in all was seen.
    assert!(rest.len() < 64 * BUFFER, "only what was buffered on the way is left to read: {} bytes", rest.len());
    bench.type_in(&console, "echo 4$((1+1))\r").await;
    bench.read_until(&console, |text| text.contains("42")).await;
}

#[tokio::test]
async fn attach_joins_and_leaves_and_tells_the_end() {
    let lab = lab().await;
    let bench = Bench::at(lab.docker_host(), lab.docker()).await;
    bench.docker.run(&["run", "-dit", "--name", "shell", "ubuntu:14.04", "bash"]).await.expect("a shell runs");
    let attach = async || console::attach(&bench.engine, "shell", &bench.consoles, SIZE).await;
    let console = console_of(attach().await.expect("it is attached"));
    bench.type_in(&console, "echo 4$((1+1)); stty size\r").await;
    let printed = bench.read_until(&console, |text| text.contains("42") && text.contains("30 100")).await;
    assert!(printed.contains("echo"), "what is typed is echoed by the container's terminal: {printed}");
    bench.consoles.close(&console).await.expect("it closes");
    let running = bench.docker.run(&["inspect", "-f", "{{.State.Running}}", "shell"]).await.expect("it is there");
    assert_eq!(running, "true", "closing an attached console leaves the process alone");

    let console = console_of(attach().await.expect("it is attached again"));
    bench.type_in(&console, "exit 5\r").await;
    bench.read_to_end(&console).await;
    assert_eq!(bench.ended(&console).await.exit_code, Some(5), "the exit code is told");
    let error = attach().await.expect_err("it has ended");
    assert_eq!(error.code, ErrorCode::ContainerNotRunning, "there is nothing to attach to: {error}");
}

#[tokio::test]
async fn shells_are_found_without_starting_anything() {
    let lab = lab().await;
    let bench = Bench::at(lab.docker_host(), lab.docker()).await;
    bench.docker.run(&["create", "--name", "never", "ubuntu:14.04"]).await.expect("it is made");
    let shells = console::shells(&bench.engine, "never").await.expect("the container is there");
    assert_eq!(shells.paths.first().map(String::as_str), Some("/bin/bash"), "the best comes first");
    assert!(shells.paths.contains(&"/bin/sh".to_owned()), "a link to a shell counts: {:?}", shells.paths);
    bench.docker.run_with(&["import", "-", "empty"], &[0; 1024]).await.expect("an image without anything");
    bench.docker.run(&["create", "--name", "bare", "empty", "/x"]).await.expect("it is made");
    let shells = console::shells(&bench.engine, "bare").await.expect("the container is there");
    assert_eq!(shells.paths, Vec::<String>::new(), "an image without a shell has none");
    let error = console::shells(&bench.engine, "nowhere").await.expect_err("no such container");
    assert_eq!(error.code, ErrorCode::ContainerNotFound, "a missing container is no container without shells");
}

#[tokio::test]
async fn a_container_without_a_shell_can_be_worked_in_all_the_same() {
    let lab = lab().await;
    let bench = Bench::at(lab.docker_host(), lab.docker()).await;
    // busybox alone, without a link that would make a shell of it.
    bench.docker.run(&["create", "--name", "source", "ubuntu:14.04"]).await.expect("it is made");
    let folder = lab.folder().join("shell-less");
    let tool = folder.join("busybox-tool");
    std::fs::create_dir_all(&folder).expect("a folder");
    bench.docker.run(&["cp", "-L", "source:/bin/busybox", tool.to_str().expect("UTF-8")]).await.expect("copied");
    std::fs::write(folder.join("Dockerfile"), "FROM scratch\nCOPY busybox-tool /\n").expect("a Dockerfile");
    let context = folder.to_str().expect("UTF-8");
    bench.docker.run(&["build", "-t", "shell-less", context]).await.expect("it is built");
    let sleep = ["run", "-d", "--name", "bare", "shell-less", "/busybox-tool", "sleep", "1000"];
    bench.docker.run(&sleep).await.expect("it runs");
    let console = bench.exec("bare", "/busybox-tool echo hello").await;
    assert_eq!(bench.read_to_end(&console).await, b"hello\r\n", "its output, and nothing else");
    assert_eq!(bench.ended(&console).await.exit_code, Some(0), "its exit code is told");
    let error = bench.exec_fails("bare", "/nope", "").await;
    assert_eq!(error.code, ErrorCode::CommandNotFound, "a program that is not there: {error}");
}

#[tokio::test]
async fn an_engine_that_dies_loses_its_consoles() {
    let mut lab = lab().await;
    let bench = Bench::at(lab.docker_host(), lab.docker()).await;
    bench.idle("web").await;
    let exec = bench.exec("web", "bash").await;
    let run = bench.run(shell("")).await;
    bench.read_until(&exec, |text| text.contains('#')).await;
    bench.read_until(&run, |text| text.contains('#')).await;
    lab.kill_engine().expect("the engine is killed");
    for console in [exec, run] {
        bench.read_to_end(&console).await;
        let ended = bench.ended(&console).await;
        assert_eq!((ended.state, ended.exit_code), (ConsoleState::Lost, None), "no exit is made up: {ended:?}");
        // The engine is gone, so the process cannot be told; the console goes all the same.
        bench.consoles.close(&console).await.expect("a lost console closes");
    }
    assert!(bench.consoles.list().is_empty(), "nothing is left");
}
