//! What may be the matter with an engine, each produced for real, and told by the function that the window asks.

use std::os::unix::{fs::PermissionsExt, net::UnixListener};

use slipway_engine::doctor::examine;
use slipway_engine_tests::prelude::*;

/// The program that examines as another user.
const PROGRAM: &str = env!("CARGO_BIN_EXE_slipway-headless");

/// Environment in which nothing of this machine's user is found.
fn nowhere(folder: &Path) -> Environment {
    Environment {
        home: folder.to_owned(),
        runtime_folder: Some(folder.join("run")),
        docker_config: folder.join("docker"),
        ..Environment::default()
    }
}

/// The one thing that is the matter when `DOCKER_HOST` says this.
async fn finding(docker_host: &str) -> Finding {
    let folder = tempfile::tempdir().expect("a folder");
    only(Environment { docker_host: Some(docker_host.to_owned()), ..nowhere(folder.path()) }).await
}

async fn only(environment: Environment) -> Finding {
    one(examine(&environment, None).await)
}

fn one(mut examination: Examination) -> Finding {
    assert!(!examination.answers, "nothing that was asked for answers: {examination:?}");
    assert_eq!(examination.findings.len(), 1, "one thing is the matter: {examination:?}");
    examination.findings.remove(0)
}

fn code(finding: &Finding) -> ErrorCode {
    finding.attempts[0].error.code
}

fn command(finding: &Finding, wanted: CommandPurpose) -> Option<&str> {
    finding.remedies.iter().find_map(|remedy| match remedy {
        Remedy::Command { purpose, text } if *purpose == wanted => Some(text.as_str()),
        _ => None,
    })
}

#[tokio::test]
async fn no_socket_or_one_with_nothing_behind_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let socket = folder.path().join("docker.sock");
    let address = format!("unix://{}", socket.display());
    let found = finding(&address).await;
    assert_eq!((found.case, code(&found)), (FindingCase::WrongDockerHost, ErrorCode::SocketNotFound), "{found:?}");
    assert_eq!(found.values["address"], address, "the place is named");
    assert_eq!(command(&found, CommandPurpose::UnsetDockerHost), Some("unset DOCKER_HOST"), "what to do");

    drop(UnixListener::bind(&socket).expect("a socket, which stays when nobody listens any more"));
    let found = finding(&address).await;
    assert_eq!((found.case, code(&found)), (FindingCase::WrongDockerHost, ErrorCode::ConnectionRefused), "{found:?}");
}

#[tokio::test]
async fn a_docker_host_that_is_wrong() {
    for (docker_host, expected) in [
        ("ftp://nonsense", ErrorCode::AddressInvalid),
        ("tcp://slipway.invalid:2375", ErrorCode::EngineUnreachable),
        ("tcp://127.0.0.1:1", ErrorCode::ConnectionRefused),
    ] {
        let found = finding(docker_host).await;
        assert_eq!((found.case, code(&found)), (FindingCase::WrongDockerHost, expected), "{docker_host}: {found:?}");
    }
}

#[tokio::test]
async fn a_context_that_is_dead_or_not_there_at_all() {
    let lab = Lab::start(LabOptions::default()).await.expect("the lab starts");
    let folder = tempfile::tempdir().expect("a folder");
    let client = Cli::new(String::new(), folder.path().join("docker"));
    let dead = format!("host=unix://{}", folder.path().join("dead.sock").display());
    client.run(&["context", "create", "dead", "--docker", &dead]).await.expect("docker writes it");
    client.run(&["context", "create", "alive", "--docker", &format!("host={}", lab.docker_host())]).await.expect("so");
    client.run(&["context", "use", "dead"]).await.expect("docker chooses it");

    let found = only(nowhere(folder.path())).await;
    assert_eq!((found.case, code(&found)), (FindingCase::WrongContext, ErrorCode::SocketNotFound), "{found:?}");
    assert_eq!(found.values["context"], "dead", "the context is named");
    let alive = |remedy: &Remedy| matches!(remedy, Remedy::UseEngine { endpoint } if endpoint.name == "alive");
    assert!(found.remedies.iter().any(alive), "the engine that answers by another is offered: {found:?}");
    let default = command(&found, CommandPurpose::DefaultContext);
    assert_eq!(default, Some("docker context use default"), "the way back is told");

    let gone = Environment { docker_context: Some("gone".into()), ..nowhere(folder.path()) };
    let found = only(gone).await;
    assert_eq!((found.case, code(&found)), (FindingCase::WrongContext, ErrorCode::ContextNotFound), "{found:?}");
    assert_eq!(found.values["context"], "gone", "the context is named");
    let default = command(&found, CommandPurpose::DefaultContext);
    assert_eq!(default, Some("unset DOCKER_CONTEXT"), "the environment chose it");
}

#[tokio::test]
async fn certificates_that_do_not_fit_and_tls_on_one_side_only() {
    let guarded = TlsEngine::start().await.expect("it starts");
    Authority::new().and_then(|other| other.write_client(&guarded.folder.join("other"), false)).expect("a certificate");
    guarded.authority.write_client(&guarded.folder.join("expired"), true).expect("a certificate");
    for certificates in ["other", "expired"] {
        let found = only(guarded.environment(certificates)).await;
        assert_eq!(found.case, FindingCase::WrongCertificate, "with the certificates of {certificates:?}: {found:?}");
        let shown = command(&found, CommandPurpose::ShowCertificate).unwrap_or_default();
        assert!(shown.contains(guarded.address.trim_start_matches("tcp://")), "the engine's can be seen: {shown}");
    }
    let found = finding(&guarded.address).await;
    assert_eq!(found.case, FindingCase::TlsNeeded, "plain HTTP to an engine with TLS: {found:?}");

    // The other way round: an engine without TLS.
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port");
    let address = format!("tcp://{port}");
    let flags = vec!["-H".into(), address.clone().into(), "--tls=false".into()];
    let _open = Lab::start(LabOptions { daemon_flags: flags, ..LabOptions::default() }).await.expect("it starts");
    let secure = Environment { docker_host: Some(address), ..guarded.environment("other") };
    let found = only(secure).await;
    assert_eq!(found.case, FindingCase::TlsNotSpoken, "TLS to an engine without: {found:?}");
}

#[tokio::test]
async fn an_engine_too_old_something_else_and_a_machine_out_of_reach() {
    let old = OldEngine::start().expect("it starts");
    let found = finding(&old.docker_host()).await;
    assert_eq!(found.case, FindingCase::TooOld, "{found:?}");
    assert_eq!((found.values["found"].as_str(), found.values["needed"].as_str()), ("1.20", "1.40"), "the versions");

    let lab = Lab::start(LabOptions::default()).await.expect("the lab starts");
    let found = finding(&format!("tcp://{}", lab.mirror().address())).await;
    assert_eq!(found.case, FindingCase::NotAnEngine, "a registry answers: {found:?}");

    let found = finding("ssh://nobody@127.0.0.1:1").await;
    assert_eq!(found.case, FindingCase::SshFailed, "nothing listens for ssh: {found:?}");
    let shown = command(&found, CommandPurpose::TrySsh);
    assert_eq!(shown, Some("ssh -p 1 nobody@127.0.0.1 docker version"), "what to try");
    assert!(found.attempts[0].error.message.contains("refused"), "ssh's own words: {found:?}");
}

/// What another user's doctor says.
async fn as_user(user: &UnprivilegedUser, docker_host: Option<&str>, hidden: &[&str]) -> Examination {
    let mut command = user.command_without(Path::new(PROGRAM), hidden).expect("the program");
    command.arg("doctor");
    if let Some(docker_host) = docker_host {
        command.env("DOCKER_HOST", docker_host);
    }
    let output = command.output().await.expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {said}"))
}

fn user(name: &str) -> UnprivilegedUser {
    let folder: PathBuf = std::env::temp_dir().join(format!("slipway-{name}-{}", std::process::id()));
    UnprivilegedUser::new(folder).expect("a user")
}

#[tokio::test]
async fn a_socket_that_keeps_one_out() {
    let lab = Lab::start(LabOptions::default()).await.expect("the lab starts");
    std::fs::set_permissions(lab.socket(), std::fs::Permissions::from_mode(0o660)).expect("root's alone");
    let user = user("kept-out");
    let found = one(as_user(&user, Some(&lab.docker_host()), &[]).await);
    assert_eq!(found.case, FindingCase::NoPermission, "{found:?}");
    assert_eq!(found.values["user"], user.name(), "the user is named");
    let join = command(&found, CommandPurpose::JoinGroup);
    assert_eq!(join, Some("sudo usermod -aG docker learner"), "how to get in");

    user.join_group("docker", 59_999).expect("the user joins");
    let found = one(as_user(&user, Some(&lab.docker_host()), &[]).await);
    assert_eq!(found.case, FindingCase::NotLoggedInAnew, "who has joined since the login is told so: {found:?}");
    assert_eq!(command(&found, CommandPurpose::JoinGroup), None, "and not told to join again");
}

#[tokio::test]
async fn a_machine_whose_engine_is_not_running_or_not_there() {
    let user = user("alone");
    let examination = as_user(&user, None, &["/run"]).await;
    assert_eq!(examination.practice, None, "the practice engine can be started: {examination:?}");
    let found = one(examination);
    assert_eq!(found.case, FindingCase::NotRunning, "Docker is installed, and no socket is there: {found:?}");
    assert!(found.attempts.len() > 5, "every place that was tried is told: {found:?}");
    let start = command(&found, CommandPurpose::Start);
    assert_eq!(start, Some("sudo service docker start"), "how to start it where there is no systemd");

    let found = one(as_user(&user, None, &["/run", "/etc/init.d"]).await);
    assert_eq!(found.case, FindingCase::NotInstalled, "without its service there is none: {found:?}");
    let install = command(&found, CommandPurpose::Install).unwrap_or_default();
    assert!(install.contains("apt-get install docker.io"), "how to install it on Debian: {install:?}");
}

#[tokio::test]
async fn what_the_practice_engine_misses_is_named() {
    let user = user("without");
    // Numbers of their own are what this user has not.
    user.remove_subids().expect("they are taken");
    let error = as_user(&user, None, &["/run"]).await.practice.expect("it cannot be started");
    assert_eq!(error.code, ErrorCode::PracticeUnavailable, "{error:?}");
    assert_eq!(error.details["missing"], "subuid", "what is missing is named: {error:?}");
}

#[tokio::test]
async fn an_engine_that_answers_is_no_finding() {
    let lab = Lab::start(LabOptions::default()).await.expect("the lab starts");
    let folder = tempfile::tempdir().expect("a folder");
    let environment = Environment { docker_host: Some(lab.docker_host()), ..nowhere(folder.path()) };
    let examination = examine(&environment, None).await;
    assert!(examination.answers && examination.chosen, "it answers, and was chosen: {examination:?}");
    assert_eq!(examination.findings, [], "nothing is the matter");
}
