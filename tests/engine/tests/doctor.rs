//! The doctor's findings, each for a real problem.

use std::os::unix::{fs::PermissionsExt, net::UnixListener};

use slipway_engine::doctor::examine;
use slipway_engine_tests::prelude::*;

/// The program that runs the doctor as another user.
const PROGRAM: &str = env!("CARGO_BIN_EXE_slipway-headless");

/// An environment without any settings of the machine's user.
fn empty_environment(folder: &Path) -> Environment {
    Environment {
        home: folder.to_owned(),
        runtime_folder: Some(folder.join("run")),
        docker_config: folder.join("docker"),
        ..Environment::default()
    }
}

/// The only finding for this `DOCKER_HOST`.
async fn finding(docker_host: &str) -> Finding {
    let folder = tempfile::tempdir().expect("a folder");
    only_finding(Environment { docker_host: Some(docker_host.to_owned()), ..empty_environment(folder.path()) }).await
}

async fn only_finding(environment: Environment) -> Finding {
    the_finding(examine(&environment, None).await)
}

fn the_finding(mut examination: Examination) -> Finding {
    assert!(!examination.answers, "no chosen engine responds: {examination:?}");
    assert_eq!(examination.findings.len(), 1, "there is one finding: {examination:?}");
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
async fn a_socket_that_is_missing_or_that_nothing_listens_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let socket = folder.path().join("docker.sock");
    let address = format!("unix://{}", socket.display());
    let found = finding(&address).await;
    assert_eq!((found.case, code(&found)), (FindingCase::WrongDockerHost, ErrorCode::SocketNotFound), "{found:?}");
    assert_eq!(found.values["address"], address, "the address is named");
    assert_eq!(command(&found, CommandPurpose::UnsetDockerHost), Some("unset DOCKER_HOST"), "the remedy");

    drop(UnixListener::bind(&socket).expect("a socket, which still exists when nothing listens"));
    let found = finding(&address).await;
    assert_eq!((found.case, code(&found)), (FindingCase::WrongDockerHost, ErrorCode::ConnectionRefused), "{found:?}");
}

#[tokio::test]
async fn a_wrong_docker_host() {
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
async fn a_context_without_an_engine_or_that_is_missing() {
    let lab = lab().await;
    let folder = tempfile::tempdir().expect("a folder");
    let client = Cli::new(String::new(), folder.path().join("docker"));
    let dead = format!("host=unix://{}", folder.path().join("dead.sock").display());
    client.run(&["context", "create", "dead", "--docker", &dead]).await.expect("docker writes the context");
    client
        .run(&["context", "create", "alive", "--docker", &format!("host={}", lab.docker_host())])
        .await
        .expect("docker writes the context");
    client.run(&["context", "use", "dead"]).await.expect("docker selects the context");

    let found = only_finding(empty_environment(folder.path())).await;
    assert_eq!((found.case, code(&found)), (FindingCase::WrongContext, ErrorCode::SocketNotFound), "{found:?}");
    assert_eq!(found.values["context"], "dead", "the context is named");
    let alive = |remedy: &Remedy| matches!(remedy, Remedy::UseEngine { endpoint } if endpoint.name == "alive");
    assert!(found.remedies.iter().any(alive), "the engine of another context, which responds, is offered: {found:?}");
    let default = command(&found, CommandPurpose::DefaultContext);
    assert_eq!(default, Some("docker context use default"), "the remedy is to use the default context");

    let missing = Environment { docker_context: Some("missing".into()), ..empty_environment(folder.path()) };
    let found = only_finding(missing).await;
    assert_eq!((found.case, code(&found)), (FindingCase::WrongContext, ErrorCode::ContextNotFound), "{found:?}");
    assert_eq!(found.values["context"], "missing", "the context is named");
    let default = command(&found, CommandPurpose::DefaultContext);
    assert_eq!(default, Some("unset DOCKER_CONTEXT"), "the environment chose the context");
}

#[tokio::test]
async fn wrong_certificates_and_tls_on_one_side_only() {
    let tls = TlsEngine::start().await.expect("the engine starts");
    Authority::new().and_then(|other| other.write_client(&tls.folder.join("other"), false)).expect("a certificate");
    tls.authority.write_client(&tls.folder.join("expired"), true).expect("a certificate");
    for certificates in ["other", "expired"] {
        let found = only_finding(tls.environment(certificates)).await;
        assert_eq!(found.case, FindingCase::WrongCertificate, "with the certificates of {certificates:?}: {found:?}");
        let shown = command(&found, CommandPurpose::ShowCertificate).unwrap_or_default();
        assert!(
            shown.contains(tls.address.trim_start_matches("tcp://")),
            "a command shows the engine's certificate: {shown}"
        );
    }
    let found = finding(&tls.address).await;
    assert_eq!(found.case, FindingCase::TlsNeeded, "plain HTTP to an engine with TLS: {found:?}");

    // The reverse: TLS to an engine without it.
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port");
    let address = format!("tcp://{port}");
    let flags = vec!["-H".into(), address.clone().into(), "--tls=false".into()];
    let _lab = Lab::start(LabOptions { daemon_flags: flags, ..LabOptions::default() }).await.expect("the lab starts");
    let secure = Environment { docker_host: Some(address), ..tls.environment("other") };
    let found = only_finding(secure).await;
    assert_eq!(found.case, FindingCase::TlsNotSpoken, "TLS to an engine without: {found:?}");
}

#[tokio::test]
async fn an_old_engine_another_server_and_an_unreachable_machine() {
    let old = OldEngine::start().expect("the server starts");
    let found = finding(&old.docker_host()).await;
    assert_eq!(found.case, FindingCase::TooOld, "{found:?}");
    assert_eq!((found.values["found"].as_str(), found.values["needed"].as_str()), ("1.20", "1.40"), "the versions");

    let lab = lab().await;
    let found = finding(&format!("tcp://{}", lab.mirror().address())).await;
    assert_eq!(found.case, FindingCase::NotAnEngine, "a registry responds: {found:?}");

    let found = finding("ssh://nobody@127.0.0.1:1").await;
    assert_eq!(found.case, FindingCase::SshFailed, "nothing listens on the SSH port: {found:?}");
    let shown = command(&found, CommandPurpose::TrySsh);
    assert_eq!(shown, Some("ssh -p 1 -- nobody@127.0.0.1 docker version"), "the command to try");
    assert!(found.attempts[0].error.message.contains("refused"), "ssh's message: {found:?}");
}

/// The examination of the doctor run by another user, for whom the `hidden` folders are empty.
async fn examine_as(user: &UnprivilegedUser, docker_host: Option<&str>, hidden: &[&str]) -> Examination {
    let mut command = user.command_without(Path::new(PROGRAM), hidden).expect("the program");
    command.arg("doctor");
    if let Some(docker_host) = docker_host {
        command.env("DOCKER_HOST", docker_host);
    }
    let output = command.output().await.expect("it runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {stderr}"))
}

fn user(name: &str) -> UnprivilegedUser {
    let folder: PathBuf = std::env::temp_dir().join(format!("slipway-{name}-{}", std::process::id()));
    UnprivilegedUser::new(folder).expect("a user")
}

#[tokio::test]
async fn a_socket_without_permission() {
    let lab = lab().await;
    std::fs::set_permissions(lab.socket(), std::fs::Permissions::from_mode(0o660)).expect("only root may open it");
    let user = user("no-permission");
    let found = the_finding(examine_as(&user, Some(&lab.docker_host()), &[]).await);
    assert_eq!(found.case, FindingCase::NoPermission, "{found:?}");
    assert_eq!(found.values["user"], user.name(), "the user is named");
    let join = command(&found, CommandPurpose::JoinGroup);
    assert_eq!(join, Some("sudo usermod -aG docker learner"), "the command that grants permission");

    user.join_group("docker", 59_999).expect("the user joins the group");
    let found = the_finding(examine_as(&user, Some(&lab.docker_host()), &[]).await);
    assert_eq!(found.case, FindingCase::NotLoggedInAgain, "the user has joined since the last login: {found:?}");
    assert_eq!(command(&found, CommandPurpose::JoinGroup), None, "joining again is not proposed");
}

#[tokio::test]
async fn an_engine_that_is_not_running_or_not_installed() {
    let user = user("no-engine");
    let examination = examine_as(&user, None, &["/run"]).await;
    assert_eq!(examination.practice, None, "the practice engine can be started: {examination:?}");
    let found = the_finding(examination);
    assert_eq!(found.case, FindingCase::NotRunning, "Docker is installed, but there is no socket: {found:?}");
    assert!(found.attempts.len() > 5, "every attempt is reported: {found:?}");
    let start = command(&found, CommandPurpose::Start);
    assert_eq!(start, Some("sudo service docker start"), "the command that starts it without systemd");

    let found = the_finding(examine_as(&user, None, &["/run", "/etc/init.d"]).await);
    assert_eq!(found.case, FindingCase::NotInstalled, "without its service, Docker is not installed: {found:?}");
    let install = command(&found, CommandPurpose::Install).unwrap_or_default();
    assert!(install.contains("apt-get install docker.io"), "the command that installs it on Debian: {install:?}");
}

#[tokio::test]
async fn what_the_practice_engine_lacks_is_named() {
    let user = user("no-subids");
    user.remove_subids().expect("the files are written");
    let error = examine_as(&user, None, &["/run"]).await.practice.expect("the practice engine cannot be started");
    assert_eq!(error.code, ErrorCode::PracticeUnavailable, "{error:?}");
    assert_eq!(error.details["missing"], "subuid", "what is missing is named: {error:?}");
}

#[tokio::test]
async fn an_engine_that_responds_has_no_findings() {
    let lab = lab().await;
    let folder = tempfile::tempdir().expect("a folder");
    let environment = Environment { docker_host: Some(lab.docker_host()), ..empty_environment(folder.path()) };
    let examination = examine(&environment, None).await;
    assert!(examination.answers && examination.chosen, "the chosen engine responds: {examination:?}");
    assert_eq!(examination.findings, [], "there are no findings");
}
