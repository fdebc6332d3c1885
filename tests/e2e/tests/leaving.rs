//! The app ends while consoles are open: containers they started end, containers they only entered keep running, and no
//! process that the app started is left.

use std::time::Duration;

use slipway_e2e::{Environment, Result, Signal, Window};
use slipway_lab::{Lab, LabOptions};

const TIMEOUT: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread")]
async fn sigint_ends_what_the_consoles_started() -> Result {
    ended_by(Signal::INT).await
}

#[tokio::test(flavor = "multi_thread")]
async fn sigterm_ends_what_the_consoles_started() -> Result {
    ended_by(Signal::TERM).await
}

async fn ended_by(signal: Signal) -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    docker.run(&["run", "-d", "--init", "--name", "box", "ubuntu:14.04", "sleep", "1000"]).await?;
    let window = Window::open(Environment { docker_host: lab.docker_host(), language: "en" }).await?;

    run_a_shell(&window).await?;
    enter_the_box(&window).await?;
    window.type_in_terminal("sleep 987\n").await?;
    window
        .until("the command runs", || async {
            Ok(docker.run(&["top", "box"]).await?.contains("sleep 987").then_some(()))
        })
        .await?;
    assert_eq!(docker.run(&["ps", "-aq"]).await?.lines().count(), 2, "two containers run");

    window.end_by(signal).await?;
    // The app ends once it has sent its requests to the engine; what they end takes a moment longer.
    let ending = async {
        loop {
            let execs = docker.run(&["inspect", "-f", "{{len .ExecIDs}}", "box"]).await?;
            let containers = docker.run(&["ps", "-a", "--format", "{{.Names}}"]).await?;
            if (execs.as_str(), containers.as_str()) == ("0", "box") {
                return Result::Ok(());
            }
        }
    };
    tokio::time::timeout(TIMEOUT, ending).await.map_err(|_| "a container or process of the consoles is left")??;
    let top = docker.run(&["top", "box"]).await?;
    assert!(!top.contains("bash") && !top.contains("sleep 987"), "no process of the console is left: {top}");
    assert!(top.contains("sleep 1000"), "the container that was entered keeps running: {top}");
    Ok(())
}

/// Runs a container that ends with its console.
async fn run_a_shell(window: &Window) -> Result {
    window.click("nav-images").await?;
    window.click_with("image-row", "[data-reference='ubuntu:14.04'] [data-testid=image-run]").await?;
    window.click("run-preset-shell").await?;
    window.fill("run-command", "bash").await?;
    window.until_command("run-dialog", "docker run -it --rm ubuntu:14.04 bash").await?;
    window.click("run-start").await?;
    window.until_text("console-terminal", "root@").await?;
    Ok(())
}

async fn enter_the_box(window: &Window) -> Result {
    window.click("nav-containers").await?;
    window.click_with("container-row", "[data-name=box] [data-testid=container-console]").await?;
    window.find_with("console-shell", ":enabled").await?;
    window.click("console-open").await?;
    window.until_count("console-tab", "[data-state=open]", 2).await?;
    window.until_text("console-terminal", "root@").await?;
    Ok(())
}
