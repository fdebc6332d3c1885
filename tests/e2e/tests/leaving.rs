//! The app is told to end while consoles are open: what runs in them ends, and nothing that it started is left.

use slipway_e2e::{Result, Signal, Surroundings, Window};
use slipway_lab::{Cli, Lab, LabOptions};

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupt_ends_what_runs_in_the_consoles() -> Result {
    ended_by(Signal::INT).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_termination_ends_what_runs_in_the_consoles() -> Result {
    ended_by(Signal::TERM).await
}

async fn ended_by(signal: Signal) -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    docker.run(&["run", "-d", "--init", "--name", "box", "ubuntu:14.04", "sleep", "1000"]).await?;
    let window = Window::open(Surroundings { docker_host: lab.docker_host(), language: "en" }).await?;

    window.click("nav-containers").await?;
    window.click_with("container-row", "[data-name=box] [data-testid=container-console]").await?;
    window.find_with("console-shell", ":enabled").await?;
    window.click("console-open").await?;
    window.find_with("console-tab", "[data-state=open]").await?;
    window.until_text("console-terminal", "root@").await?;
    window.type_in_terminal("sleep 987\n").await?;
    until_processes(&window, &docker, |top| top.contains("sleep 987")).await?;

    window.end_by(signal).await?;
    // The hang-up is on its way when the app has gone; what it ends takes a moment.
    let ending = async {
        loop {
            let top = docker.run(&["top", "box"]).await?;
            if !top.contains("sleep 987") && !top.contains("bash") {
                return Result::Ok(top);
            }
        }
    };
    let top = tokio::time::timeout(std::time::Duration::from_secs(20), ending).await??;
    assert!(top.contains("sleep 1000"), "the container itself goes on: {top}");
    let running = docker.run(&["inspect", "-f", "{{.State.Running}} {{len .ExecIDs}}", "box"]).await?;
    assert_eq!(running, "true 0", "the container runs, and the engine knows of nothing else in it");
    Ok(())
}

async fn until_processes(window: &Window, docker: &Cli, found: impl Fn(&str) -> bool) -> Result {
    window
        .until("the container's processes are as expected", || async {
            Ok(found(&docker.run(&["top", "box"]).await?).then_some(()))
        })
        .await
}
