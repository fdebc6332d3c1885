//! Engines that stop, start again, deny access, or don't exist.

use std::os::unix::fs::{PermissionsExt, chown};

use slipway_e2e::{Environment, FileAccess, Result, Window, free_port};
use slipway_lab::{Cli, Lab, LabOptions};

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_stops_and_starts_while_the_window_is_open() -> Result {
    let mut lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    docker.run(&["pull", "-q", "ubuntu:14.04"]).await?;
    let window = Window::open(Environment { docker_host: lab.docker_host(), language: "zh-CN" }).await?;
    window.find_with("image-row", "[data-reference='ubuntu:14.04']").await?;
    window.script("window.sameWindow = true", vec![]).await?;

    lab.pause_engine().await?;
    // A click is enough to notice it.
    window.click("nav-containers").await?;
    window.find_with("engine-status", "[data-state=unresponsive]").await?;
    window.screenshot("engine-unresponsive").await?;
    window.until_contains("engine-status", "没有响应").await?;
    lab.resume_engine().await?;
    window.find_with("engine-status", "[data-state=connected]").await?;
    window.click("nav-images").await?;
    window.find_with("image-row", "[data-reference='ubuntu:14.04']").await?;

    lab.stop_engine().await?;
    window.find_with("engine-status", "[data-state=unreachable]").await?;
    window.find_with("error", ":is([data-code=socketNotFound], [data-code=connectionRefused])").await?;
    let wrong = window.all("error", "[data-code=internal]").await?;
    assert!(wrong.is_empty(), "a stopped engine is not an internal error");
    window.screenshot("engine-lost").await?;

    lab.start_engine().await?;
    window.find_with("engine-status", "[data-state=connected]").await?;
    window.find_with("image-row", "[data-reference='ubuntu:14.04']").await?;
    docker.run(&["tag", "ubuntu:14.04", "after/restart:v1"]).await?;
    window.find_with("image-row", "[data-reference='after/restart:v1']").await?;
    let same = window.script("return window.sameWindow === true", vec![]).await?;
    assert_eq!(same, true, "the page was not reloaded");
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_without_permission() -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let nobody = Some(65534);
    chown(lab.socket(), nobody, nobody)?;
    std::fs::set_permissions(lab.socket(), std::fs::Permissions::from_mode(0o600))?;
    let environment = Environment { docker_host: lab.docker_host(), language: "en" };
    let window = Window::open_with_access(environment, FileAccess::ByMode).await?;
    window.find_with("engine-status", "[data-state=unreachable]").await?;
    let error = window.find_with("error", "[data-code=socketPermissionDenied]").await?.text().await?;
    assert!(error.contains(&lab.socket().display().to_string()), "the socket is named: {error}");
    let finding = window.find_with("finding", "[data-case=noPermission]").await?.text().await?;
    assert!(finding.contains("usermod -aG docker"), "the next step is named: {finding}");
    window.screenshot("engine-permission").await?;

    std::fs::set_permissions(lab.socket(), std::fs::Permissions::from_mode(0o666))?;
    window.find_with("engine-status", "[data-state=connected]").await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_engine_at_all() -> Result {
    let folder = tempfile::tempdir()?;
    let socket = folder.path().join("docker.sock");
    let endpoints = [
        (format!("unix://{}", socket.display()), "socketNotFound"),
        (format!("tcp://127.0.0.1:{}", free_port()?), "connectionRefused"),
    ];
    for (docker_host, code) in endpoints {
        let window = Window::open(Environment { docker_host: docker_host.clone(), language: "zh-CN" }).await?;
        window.find_with("engine-status", "[data-state=unreachable]").await?;
        window.find_with("error", &format!("[data-code={code}]")).await?;
        let screen = window.script("return document.querySelector('main').innerText", vec![]).await?;
        assert!(screen.as_str().is_some_and(|text| text.contains(&docker_host)), "the endpoint is named: {screen}");
        window.screenshot(&format!("engine-{code}")).await?;
        window.close().await?;
    }
    Ok(())
}

/// A configuration that cannot be read chooses no other engine; once it can, what it adds is said beside the commands.
#[tokio::test(flavor = "multi_thread")]
async fn the_docker_commands_settings() -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    lab.docker().run(&["pull", "-q", "ubuntu:14.04"]).await?;
    let folder = tempfile::tempdir()?;
    let client = Cli::new(String::new(), folder.path().to_owned());
    let endpoint = format!("host={}", lab.docker_host());
    client.run(&["context", "create", "harbour", "--docker", &endpoint]).await?;
    let file = folder.path().join("config.json");
    let config =
        r#"{ "currentContext": "harbour", "proxies": { "default": { "httpProxy": "http://127.0.0.1:3128" } } }"#;
    std::fs::write(&file, format!("\u{feff}{config}"))?;
    let configuration = folder.path().display().to_string();
    let variables = [("DOCKER_CONFIG", configuration.as_str()), ("DOCKER_DEFAULT_PLATFORM", "linux/arm64")];
    let environment = Environment { docker_host: String::new(), language: "en" };
    let window = Window::open_with_variables(environment, &variables).await?;
    let finding = window.find_with("finding", "[data-case=wrongConfiguration]").await?.text().await?;
    assert!(finding.contains(&file.display().to_string()), "the file is named: {finding}");
    window.screenshot("engine-configuration").await?;

    std::fs::write(&file, config)?;
    window.find_with("engine-status", "[data-state=connected]").await?;
    window.click("nav-images").await?;
    window.find_with("image-row", "[data-reference='ubuntu:14.04']").await?;
    window.click("pull-open").await?;
    window.find_with("pull-platform", "[placeholder='linux/arm64']").await?;
    window.find_with("command-notes", " [data-note=platform]").await?;
    window.screenshot("pull-settings").await?;
    window.press_escape().await?;
    window.until_count("pull-dialog", "", 0).await?;
    window.click("nav-containers").await?;
    window.click("run-open").await?;
    window.fill("run-image", "ubuntu:14.04").await?;
    let notes = window.until_text("command-notes", "HTTP_PROXY").await?;
    assert!(notes.contains("http://127.0.0.1:3128"), "the proxy is named: {notes}");
    window.screenshot("run-settings").await?;
    window.close().await
}
