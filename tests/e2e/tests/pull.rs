//! Pulls that do not go through: cancelled, left alone, refused.

use std::net::Ipv4Addr;

use slipway_e2e::{Result, Surroundings, Window, free_port};
use slipway_lab::{Cli, Cut, Lab, LabOptions};

/// Slow enough to act in the midst of it, fast enough to see it end.
const SLOW: u32 = 1_000_000;
/// So often dockerd tries again before it gives up (moby `distribution/xfer`, `max-download-attempts`).
const RETRIES: u32 = 4;

#[tokio::test(flavor = "multi_thread")]
async fn a_pull_is_cancelled_or_left_alone() -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    let window = Window::open(Surroundings { docker_host: lab.docker_host(), language: "en" }).await?;
    window.find_with("engine-status", "[data-state=connected]").await?;

    let slow = lab.slow(SLOW)?;
    let image = format!("{}/library/ubuntu:14.04", slow.address());
    cancel(&window, &docker, &image).await?;
    leave_alone(&window, &docker, &image).await?;
    window.close().await
}

async fn cancel(window: &Window, docker: &Cli, image: &str) -> Result {
    begin(window, image).await?;
    window.find_with("pull-layer", "[data-state=downloading]").await?;
    window.picture("pull-slow").await?;
    window.click("job-cancel").await?;
    window.find_with("pull-dialog", " [data-testid=job][data-state=cancelled]").await?;
    let told = window.find_with("pull-dialog", " [data-testid=error][data-code=cancelled]").await?.text().await?;
    assert!(told.contains("Everything this pull downloaded was discarded"), "what remains is said: {told}");
    assert_eq!(docker.run(&["images", "-aq"]).await?, "", "the engine has no image of it");
    window.picture("pull-cancelled").await?;
    window.click("pull-back").await?;
    assert_eq!(window.value("pull-reference").await?, image, "what was typed is kept");
    window.press_escape().await?;
    window.until_count("pull-dialog", "", 0).await?;
    window.click("nav-activity").await?;
    window.find_with("job", "[data-state=cancelled]").await?;
    Ok(())
}

async fn leave_alone(window: &Window, docker: &Cli, image: &str) -> Result {
    begin(window, image).await?;
    let job = window.find_with("job", "[data-state=running][data-job-id]").await?.attr("data-job-id").await?;
    let job = job.ok_or("a job has its number")?;
    window.press_escape().await?;
    window.until_count("pull-dialog", "", 0).await?;

    window.click("nav-activity").await?;
    window.find_with("job", &format!("[data-job-id='{job}'][data-state=running] [data-testid=pull-overall]")).await?;

    window.click("nav-images").await?;
    window.click("pull-open").await?;
    window.click_with("pull-other", &format!("[data-job-id='{job}']")).await?;
    window.find_with("pull-dialog", &format!(" [data-testid=job][data-job-id='{job}']")).await?;
    window.until_text("pull-status", "Downloaded newer image").await?;
    window.press_escape().await?;
    let row = window.find_with("image-row", &format!("[data-reference='{image}']")).await?;
    let id = docker.run(&["image", "inspect", "-f", "{{.Id}}", image]).await?;
    assert_eq!(row.attr("data-image-id").await?, Some(id), "the window lists the image that the engine has");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_pull_says_why() -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    let (password, limited, untrusted) = (lab.password().await?, lab.limited()?, lab.untrusted()?);
    let gone = (Ipv4Addr::LOCALHOST, free_port()?);
    let window = Window::open(Surroundings { docker_host: lab.docker_host(), language: "zh-CN" }).await?;
    window.find_with("engine-status", "[data-state=connected]").await?;

    let refused = [
        ("pullNotFound", "nosuch/image:latest".to_owned(), "docker login"),
        ("pullUnauthorized", format!("{}/redis:latest", password.address()), "docker login"),
        ("pullRateLimited", format!("{}/library/ubuntu:14.04", limited.address()), "镜像加速器"),
        ("registryCertificate", format!("{}/redis:latest", untrusted.address()), "/etc/docker/certs.d"),
        ("registryUnreachable", format!("{}:{}/redis:latest", gone.0, gone.1), "registry-mirrors"),
    ];
    for (code, image, next) in refused {
        begin(&window, &image).await?;
        window.find_with("pull-dialog", " [data-testid=job][data-state=failed]").await?;
        let told = window.find_with("pull-dialog", &format!(" [data-testid=error][data-code={code}]")).await?;
        let told = told.text().await?;
        assert!(told.contains(next), "{code} says what to do next: {told}");
        window.picture(&format!("pull-{code}")).await?;
        window.click("pull-back").await?;
        assert_eq!(window.value("pull-reference").await?, image, "what was typed is kept after {code}");
        window.press_escape().await?;
        window.until_count("pull-dialog", "", 0).await?;
    }
    assert_eq!(docker.run(&["images", "-aq"]).await?, "", "the engine has nothing of what was refused");
    window.close().await
}

/// dockerd waits 5 s longer each time before it tries again, so this takes most of a minute.
#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_breaks_for_good_is_told_with_its_retries() -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    // Enough for what describes the image and for its small layers. Its large ones are never had in all those tries.
    let broken = lab.cut(Cut { after: 200_000, times: None })?;
    let window = Window::open(Surroundings { docker_host: lab.docker_host(), language: "en" }).await?;
    window.find_with("engine-status", "[data-state=connected]").await?;

    let image = format!("{}/library/ubuntu:14.04", broken.address());
    begin(&window, &image).await?;
    for retry in 1..=RETRIES {
        let told = if retry == 1 { "1 retry".to_owned() } else { format!("{retry} retries") };
        window.until(format!("{told} is shown"), || waiting_layer(&window, &told)).await?;
    }
    window.picture("pull-retrying").await?;
    window.find_with("pull-dialog", " [data-testid=job][data-state=failed]").await?;
    let told = window.find_with("pull-dialog", " [data-testid=error][data-code=connectionLost]").await?.text().await?;
    assert!(told.contains(&broken.address()), "the registry is named: {told}");
    assert!(told.contains("Check the network of the engine’s host, then pull again."), "what to do next: {told}");
    window.picture("pull-connectionLost").await?;
    assert_eq!(docker.run(&["images", "-aq"]).await?, "", "the engine has no image of it");

    window.click("pull-back").await?;
    assert_eq!(window.value("pull-reference").await?, image, "what was typed is kept");
    window.press_escape().await?;
    window.click("nav-activity").await?;
    window.find_with("job", "[data-state=failed]").await?;
    window.close().await
}

/// Whether a layer that waits to be tried again says how often it has been.
async fn waiting_layer(window: &Window, told: &str) -> Result<Option<()>> {
    let script = "return [...document.querySelectorAll('[data-testid=pull-layer][data-state=retrying]')]
        .some((layer) => /Retrying in \\d+ s/.test(layer.textContent) && layer.textContent.includes(arguments[0]))";
    let shown = window.script(script, vec![told.into()]).await?;
    Ok((shown == true).then_some(()))
}

async fn begin(window: &Window, image: &str) -> Result {
    window.click("nav-images").await?;
    window.click("pull-open").await?;
    window.fill("pull-reference", image).await?;
    window.until_command("pull-dialog", &format!("docker pull {image}")).await?;
    window.click("pull-start").await
}
