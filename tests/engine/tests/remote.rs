//! Engines that are far away, by ssh and by TLS: what works on a socket works there, and what does not is told by code.

use slipway_engine::connect::candidates;
use slipway_engine_tests::prelude::*;

const PATIENCE: Duration = Duration::from_secs(30);

async fn connect(environment: &Environment) -> Result<Engine, Error> {
    Engine::connect(candidates(environment)?.swap_remove(0)).await
}

/// Images are listed, a container is changed by a console, many look at once, and all is ended: each kind of connection.
async fn works(engine: &Engine, docker: &Cli) {
    docker.run(&["pull", "-q", "ubuntu:14.04"]).await.expect("the image is there");
    docker.run(&["run", "-d", "--init", "--name", "far", "ubuntu:14.04", "sleep", "1000"]).await.expect("it runs");
    let listed = api::images::list(engine).await.expect("its images are listed");
    assert!(listed.iter().any(|image| image.tags.contains(&"ubuntu:14.04".to_owned())), "as they are: {listed:?}");

    let consoles = Consoles::new();
    let form = ExecForm { container: "far".into(), command: "bash".into(), user: String::new() };
    let outcome = console::exec(engine, &form, &consoles, (100, 30)).await.expect("a console opens");
    let Outcome::Console { id, .. } = outcome else { panic!("a console is opened, not {outcome:?}") };
    consoles.write(&id, Bytes::from_static(b"stty size; echo 4$((1+1)) > /made; cat /made\r")).await.expect("typed");
    let (mut seen, mut from) = (String::new(), 0);
    while !seen.contains("\r\n42\r\n") {
        let read = tokio::time::timeout(PATIENCE, consoles.read(&id, from)).await;
        let printed = read.unwrap_or_else(|_| panic!("nothing more is printed after {seen:?}")).expect("it is open");
        assert!(!printed.bytes.is_empty(), "it ended before the answer: {seen:?}");
        seen.push_str(&String::from_utf8_lossy(&printed.bytes));
        from = printed.next;
    }
    assert!(seen.contains("30 100"), "the terminal has its size: {seen}");
    assert_eq!(
        docker.run(&["exec", "far", "cat", "/made"]).await.expect("it is there"),
        "42",
        "the engine has it done"
    );
    consoles.close(&id).await.expect("it closes");

    let looks = (0..8).map(|_| api::containers::list(engine));
    for listed in futures_util::future::join_all(looks).await {
        assert_eq!(listed.expect("they are listed").len(), 1, "every look succeeds");
    }
    containers::remove(engine, "far", true, false, &Report::discard()).await.expect("it is removed");
}

mod by_ssh {
    use slipway_engine::wire::Endpoint;

    use super::*;

    /// Set for the test that is run anew, with an ssh of its own in its `PATH`: the address of the engine.
    const ADDRESS: &str = "SLIPWAY_LAB_SSH_ADDRESS";
    /// What it shall fail with, in ssh's words; empty when it shall succeed.
    const COMPLAINT: &str = "SLIPWAY_LAB_SSH_COMPLAINT";

    /// ssh takes its settings from the user's own folder, whatever the environment says. So that it is told of others, the
    /// test runs itself with another `ssh` in front.
    #[tokio::test]
    async fn an_engine_is_worked_with_or_the_failure_told() {
        if let Ok(address) = std::env::var(ADDRESS) {
            there(address).await;
            return;
        }
        let lab = Lab::start(LabOptions::default()).await.expect("the lab starts");
        let far = lab.ssh().await.expect("sshd starts");
        let address = far.docker_host(lab.socket());
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = [far.programs()].into_iter().chain(std::env::split_paths(&path));
        let path = std::env::join_paths(path).expect("a PATH");
        let again = async |address: &str, complaint: &str| {
            let output = tokio::process::Command::new(std::env::current_exe().expect("this test"))
                .args(["--exact", "by_ssh::an_engine_is_worked_with_or_the_failure_told", "--nocapture"])
                .env("PATH", &path)
                .env("DOCKER_HOST", lab.docker_host())
                .envs([(ADDRESS, address), (COMPLAINT, complaint)])
                .output();
            let output = output.await.expect("it runs");
            let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{address}: {said}");
            assert!(said.contains("1 passed"), "the test was run: {said}");
        };
        again(&address, "").await;
        // Nobody listens there; the far machine has no such engine; it lets nobody in without the key.
        again(&address.replace(":2222", ":2223"), "Connection refused").await;
        again(&address.replace("docker.sock", "nothing.sock"), "nothing.sock").await;
        std::fs::remove_file(far.key()).expect("the key is taken away");
        again(&address, "Permission denied (publickey)").await;
    }

    async fn there(address: String) {
        let near = std::env::var("DOCKER_HOST").expect("the near address");
        let endpoint = Endpoint { address, source: EndpointSource::DockerHost, name: String::new(), tls: None };
        let address = endpoint.address.clone();
        let complaint = std::env::var(COMPLAINT).expect("what shall come of it");
        match (Engine::connect(endpoint).await, complaint.as_str()) {
            (Ok(engine), "") => {
                assert!(!engine.info().local, "it is not this machine's");
                works(&engine, &Cli::new(near, std::env::temp_dir().join("no-docker-settings"))).await;
            }
            (Ok(_), _) => panic!("{address} answers, though {complaint} was to be expected"),
            (Err(error), "") => panic!("{address} does not answer: {error:?}"),
            (Err(error), _) => {
                assert_eq!(error.code, ErrorCode::SshFailed, "why it does not answer: {error:?}");
                assert_eq!(error.details["address"], address, "it is named: {error:?}");
                assert!(error.message.contains(&complaint), "what ssh says is kept: {error:?}");
            }
        }
    }
}

async fn refused(guarded: &TlsEngine, environment: Environment) -> Error {
    let Err(error) = connect(&environment).await else { panic!("it lets in {environment:?}") };
    assert_eq!(error.details["address"], guarded.address, "the engine is named: {error:?}");
    error
}

#[tokio::test]
async fn tls_lets_in_who_may_and_tells_the_others_why_not() {
    let guarded = TlsEngine::start().await.expect("it starts");
    let (folder, docker) = (&guarded.folder, guarded.lab.docker());
    guarded.authority.write_client(&folder.join("good"), false).expect("a certificate");
    guarded.authority.write_client(&folder.join("expired"), true).expect("a certificate");
    Authority::new().and_then(|other| other.write_client(&folder.join("other"), false)).expect("a certificate");
    std::fs::create_dir(folder.join("anonymous")).expect("a folder");
    std::fs::copy(folder.join("good/ca.pem"), folder.join("anonymous/ca.pem")).expect("the authority alone");
    std::fs::create_dir(folder.join("broken")).expect("a folder");
    std::fs::write(folder.join("broken/ca.pem"), "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----")
        .expect("junk");

    let engine = connect(&guarded.environment("good")).await.expect("the right certificate is let in");
    works(&engine, &docker).await;

    for certificates in ["other", "expired", "anonymous", "broken"] {
        let error = refused(&guarded, guarded.environment(certificates)).await;
        assert_eq!(error.code, ErrorCode::TlsFailed, "with the certificates of {certificates:?}: {error:?}");
        assert!(!error.message.is_empty(), "why is kept: {error:?}");
    }
    // Somebody may choose not to look at the engine's certificate; the engine looks at theirs all the same.
    let blind =
        |certificates| Environment { docker_tls_verify: false, docker_tls: true, ..guarded.environment(certificates) };
    std::fs::remove_file(folder.join("good/ca.pem")).expect("what it is not looked at with");
    connect(&blind("good")).await.expect("without a look, the engine is taken for what it says");
    assert_eq!(refused(&guarded, blind("other")).await.code, ErrorCode::TlsFailed, "it is not let in by another's key");
    let plain = Environment { docker_tls_verify: false, ..guarded.environment("good") };
    assert_eq!(refused(&guarded, plain).await.code, ErrorCode::TlsNeeded, "without TLS, it says that it wants it");
}

#[tokio::test]
async fn a_context_with_certificates_is_read_as_docker_writes_it() {
    let guarded = TlsEngine::start().await.expect("it starts");
    let (folder, docker) = (&guarded.folder, guarded.lab.docker());
    guarded.authority.write_client(&folder.join("good"), false).expect("a certificate");
    let part = |name: &str| folder.join("good").join(name).display().to_string();
    let config = folder.join("docker");
    let client = Cli::new(String::new(), config.clone());
    let about = |also: &str| {
        let (ca, cert, key) = (part("ca.pem"), part("cert.pem"), part("key.pem"));
        format!("host={},ca={ca},cert={cert},key={key}{also}", guarded.address)
    };
    client.run(&["context", "create", "far", "--docker", &about("")]).await.expect("docker writes it");
    client.run(&["context", "create", "blind", "--docker", &about(",skip-tls-verify=true")]).await.expect("written");
    // What docker has read stays, wherever it was.
    std::fs::remove_dir_all(folder.join("good")).expect("the originals are taken away");

    let named = |name: &str| Environment {
        docker_context: Some(name.to_owned()),
        docker_config: config.clone(),
        ..Environment::default()
    };
    let engine = connect(&named("far")).await.expect("the named context is let in");
    assert_eq!(engine.info().endpoint.source, EndpointSource::Context, "it comes from there");
    works(&engine, &docker).await;
    connect(&named("blind")).await.expect("the one that does not look is let in, too");

    client.run(&["context", "use", "far"]).await.expect("docker writes it");
    let current = Environment { docker_config: config.clone(), ..Environment::default() };
    let engine = connect(&current).await.expect("the current context is let in");
    assert_eq!(engine.info().endpoint.name, "far", "it is that one");
}
