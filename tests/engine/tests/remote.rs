//! Remote engines, by SSH and by TLS: what works on a socket works there, and failures have error codes.

use slipway_engine::connect::candidates;
use slipway_engine_tests::prelude::*;

async fn connect(environment: &Environment) -> Result<Engine, Error> {
    Engine::connect(candidates(environment)?.swap_remove(0)).await
}

/// Asserts that every kind of connection works: requests, a console, concurrent requests.
async fn assert_works(engine: &Engine, docker: &Cli) {
    docker.run(&["pull", "-q", "ubuntu:14.04"]).await.expect("the image is pulled");
    docker
        .run(&["run", "-d", "--init", "--name", "far", "ubuntu:14.04", "sleep", "1000"])
        .await
        .expect("the container runs");
    let listed = api::images::list(engine).await.expect("images are listed");
    assert!(
        listed.iter().any(|image| image.tags.contains(&"ubuntu:14.04".to_owned())),
        "the image is listed: {listed:?}"
    );

    let consoles = Consoles::new();
    let form = ExecForm { container: "far".into(), command: "bash".into(), user: String::new() };
    let outcome = console::exec(engine, &form, &consoles, (100, 30)).await.expect("a console opens");
    let Outcome::Console { id, .. } = outcome else { panic!("a console is opened, not {outcome:?}") };
    consoles
        .write(&id, Bytes::from_static(b"stty size; echo 4$((1+1)) > /made; cat /made\r"))
        .await
        .expect("the console takes input");
    let (mut output, mut from) = (String::new(), 0);
    while !output.contains("\r\n42\r\n") {
        let read = within(&format!("output after {output:?}"), consoles.read(&id, from)).await;
        let read = read.expect("the console is open");
        assert!(!read.bytes.is_empty(), "the console ended before the output: {output:?}");
        output.push_str(&String::from_utf8_lossy(&read.bytes));
        from = read.next;
    }
    assert!(output.contains("30 100"), "the terminal has its size: {output}");
    assert_eq!(
        docker.run(&["exec", "far", "cat", "/made"]).await.expect("the file exists"),
        "42",
        "the command ran in the container"
    );
    consoles.close(&id).await.expect("the console closes");

    let requests = (0..8).map(|_| api::containers::list(engine));
    for listed in futures_util::future::join_all(requests).await {
        assert_eq!(listed.expect("containers are listed").len(), 1, "every concurrent request succeeds");
    }
    containers::remove(engine, "far", true, false, &Report::discard()).await.expect("the container is removed");
}

mod by_ssh {
    use super::*;

    /// The engine's address, set when the test runs itself with another `ssh` in its `PATH`.
    const ADDRESS: &str = "SLIPWAY_LAB_SSH_ADDRESS";
    /// The expected error message of ssh, empty for success.
    const EXPECTED_ERROR: &str = "SLIPWAY_LAB_SSH_EXPECTED_ERROR";

    /// Runs one of these tests in a process of its own, with the server's `ssh` first in `PATH`.
    async fn run_itself(lab: &Lab, ssh: &SshServer, test: &str, address: &str, expected_error: &str) {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = [ssh.programs()].into_iter().chain(std::env::split_paths(&path));
        let output = tokio::process::Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", &format!("by_ssh::{test}"), "--nocapture"])
            .env("PATH", std::env::join_paths(path).expect("a PATH"))
            .env("DOCKER_HOST", lab.docker_host())
            .envs([(ADDRESS, address), (EXPECTED_ERROR, expected_error)])
            .output();
        let output = output.await.expect("it runs");
        let printed = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{address}: {printed}");
        assert!(printed.contains("1 passed"), "the test ran: {printed}");
    }

    /// A shell that prints a greeting, a login that is slower than a handshake may otherwise be, and a server that drops
    /// parallel logins.
    #[tokio::test(flavor = "multi_thread")]
    async fn a_slow_talkative_and_strict_server_works() {
        const CONTAINERS: usize = 40;
        if let Ok(address) = std::env::var(ADDRESS) {
            let engine = engine_at(address).await;
            let listed = api::containers::list(&engine).await.expect("containers are listed");
            assert_eq!(listed.len(), CONTAINERS, "all are listed");
            assert!(listed.iter().all(|container| container.tty), "each is inspected: {listed:?}");
            return;
        }
        let lab = lab().await;
        let docker = lab.docker();
        docker.run(&["pull", "-q", "redis"]).await.expect("an image is pulled");
        let creating = "for i in $(seq CONTAINERS); do docker create -t redis >/dev/null || exit 1; done";
        let created = docker.shell(&creating.replace("CONTAINERS", &CONTAINERS.to_string())).await.expect("a shell");
        assert_eq!(created.code, 0, "the containers are created: {}", created.err);
        let settings = "MaxStartups 3:50:6\nForceCommand echo hi; sleep 11; eval \"exec $SSH_ORIGINAL_COMMAND\"";
        let ssh = lab.ssh_with(settings).await.expect("sshd starts");
        let address = ssh.docker_host(lab.socket());
        run_itself(&lab, &ssh, "a_slow_talkative_and_strict_server_works", &address, "").await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_host_with_podman_only_works() {
        if let Ok(address) = std::env::var(ADDRESS) {
            let engine = engine_at(address).await;
            assert_eq!(engine.info().product, EngineProduct::Podman, "its Podman answers");
            api::images::list(&engine).await.expect("images are listed");
            return;
        }
        let lab = lab().await;
        let podman = lab.podman().await.expect("podman starts");
        let programs = lab.folder().join("podman-only");
        std::fs::create_dir_all(&programs).expect("a folder");
        for program in ["podman", "sh"] {
            let path = slipway_engine::host::find_program(program).expect("it is installed");
            std::os::unix::fs::symlink(path, programs.join(program)).expect("a link");
        }
        let settings = format!("ForceCommand PATH={}; eval \"$SSH_ORIGINAL_COMMAND\"", programs.display());
        let ssh = lab.ssh_with(&settings).await.expect("sshd starts");
        let socket = podman.docker_host();
        let address = ssh.docker_host(Path::new(socket.trim_start_matches("unix://")));
        run_itself(&lab, &ssh, "a_host_with_podman_only_works", &address, "").await;
    }

    /// ssh reads its settings from the user's home, whatever the environment says. To use other settings, the test runs
    /// itself with another `ssh` first in `PATH`.
    #[tokio::test]
    async fn a_remote_engine_works_or_its_failure_is_reported() {
        if let Ok(address) = std::env::var(ADDRESS) {
            connect_over_ssh(address).await;
            return;
        }
        let lab = lab().await;
        let ssh = lab.ssh().await.expect("sshd starts");
        let address = ssh.docker_host(lab.socket());
        let run_itself = async |address: &str, expected_error: &str| {
            let test = "a_remote_engine_works_or_its_failure_is_reported";
            run_itself(&lab, &ssh, test, address, expected_error).await;
        };
        run_itself(&address, "").await;
        // A closed port, a missing engine on the remote machine, and a missing key.
        run_itself(&address.replace(":2222", ":2223"), "Connection refused").await;
        run_itself(&address.replace("docker.sock", "nothing.sock"), "nothing.sock").await;
        std::fs::remove_file(ssh.key()).expect("the key is deleted");
        run_itself(&address, "Permission denied (publickey)").await;
    }

    async fn connect_over_ssh(address: String) {
        let local = std::env::var("DOCKER_HOST").expect("the local address");
        let expected_error = std::env::var(EXPECTED_ERROR).expect("the expected error");
        match (Engine::connect(docker_host(address.clone())).await, expected_error.as_str()) {
            (Ok(engine), "") => {
                assert!(!engine.info().local, "the engine is remote");
                assert_works(&engine, &Cli::new(local, std::env::temp_dir().join("no-docker-settings"))).await;
            }
            (Ok(_), _) => panic!("{address} responds, but {expected_error:?} was expected"),
            (Err(error), "") => panic!("{address} does not respond: {error:?}"),
            (Err(error), _) => {
                assert_eq!(error.code, ErrorCode::SshFailed, "a failure of ssh: {error:?}");
                assert_eq!(error.details["address"], address, "the error names the address: {error:?}");
                assert!(error.message.contains(&expected_error), "the error has ssh's message: {error:?}");
            }
        }
    }
}

async fn refusal(tls: &TlsEngine, environment: Environment) -> Error {
    let Err(error) = connect(&environment).await else { panic!("the engine accepts {environment:?}") };
    assert_eq!(error.details["address"], tls.address, "the error names the engine: {error:?}");
    error
}

#[tokio::test]
async fn tls_accepts_the_right_certificates_and_refuses_others_with_a_reason() {
    let tls = TlsEngine::start().await.expect("the engine starts");
    let (folder, docker) = (&tls.folder, tls.lab.docker());
    tls.authority.write_client(&folder.join("good"), false).expect("a certificate");
    tls.authority.write_client(&folder.join("expired"), true).expect("a certificate");
    Authority::new().and_then(|other| other.write_client(&folder.join("other"), false)).expect("a certificate");
    std::fs::create_dir(folder.join("anonymous")).expect("a folder");
    std::fs::copy(folder.join("good/ca.pem"), folder.join("anonymous/ca.pem")).expect("the authority alone");
    std::fs::create_dir(folder.join("broken")).expect("a folder");
    std::fs::write(folder.join("broken/ca.pem"), "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----")
        .expect("an invalid certificate");

    let engine = connect(&tls.environment("good")).await.expect("the right certificate is accepted");
    assert_works(&engine, &docker).await;

    for certificates in ["other", "expired", "anonymous", "broken"] {
        let error = refusal(&tls, tls.environment(certificates)).await;
        assert_eq!(error.code, ErrorCode::TlsFailed, "with the certificates of {certificates:?}: {error:?}");
        assert!(!error.message.is_empty(), "the reason is kept: {error:?}");
    }
    // A client can skip verifying the engine's certificate; the engine verifies the client's all the same.
    let unverified =
        |certificates| Environment { docker_tls_verify: false, docker_tls: true, ..tls.environment(certificates) };
    std::fs::remove_file(folder.join("good/ca.pem")).expect("the authority is deleted");
    connect(&unverified("good")).await.expect("without verification, any engine is accepted");
    assert_eq!(
        refusal(&tls, unverified("other")).await.code,
        ErrorCode::TlsFailed,
        "the engine refuses another authority's key"
    );
    let plain = Environment { docker_tls_verify: false, ..tls.environment("good") };
    assert_eq!(
        refusal(&tls, plain).await.code,
        ErrorCode::TlsNeeded,
        "without TLS, the error says that the engine needs it"
    );
}

#[tokio::test]
async fn a_context_with_certificates_is_read_as_docker_writes_it() {
    let tls = TlsEngine::start().await.expect("the engine starts");
    let (folder, docker) = (&tls.folder, tls.lab.docker());
    tls.authority.write_client(&folder.join("good"), false).expect("a certificate");
    let part = |name: &str| folder.join("good").join(name).display().to_string();
    let config = folder.join("docker");
    let client = Cli::new(String::new(), config.clone());
    let endpoint = |more: &str| {
        let (ca, cert, key) = (part("ca.pem"), part("cert.pem"), part("key.pem"));
        format!("host={},ca={ca},cert={cert},key={key}{more}", tls.address)
    };
    client.run(&["context", "create", "far", "--docker", &endpoint("")]).await.expect("docker writes the context");
    client
        .run(&["context", "create", "unverified", "--docker", &endpoint(",skip-tls-verify=true")])
        .await
        .expect("docker writes the context");
    // docker has copied the certificates, so the originals are no longer needed.
    std::fs::remove_dir_all(folder.join("good")).expect("the originals are deleted");

    let named = |name: &str| Environment {
        docker_context: Some(name.to_owned()),
        docker_config: config.clone(),
        ..Environment::default()
    };
    let engine = connect(&named("far")).await.expect("the named context connects");
    assert_eq!(engine.info().endpoint.source, EndpointSource::Context, "the endpoint comes from the context");
    assert_works(&engine, &docker).await;
    connect(&named("unverified")).await.expect("the context without verification connects too");

    client.run(&["context", "use", "far"]).await.expect("docker writes the context");
    let current = Environment { docker_config: config.clone(), ..Environment::default() };
    let engine = connect(&current).await.expect("the current context connects");
    assert_eq!(engine.info().endpoint.name, "far", "it is the current context");
}
