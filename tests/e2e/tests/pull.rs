//! Pulls that are cancelled, left to run in the background, refused, or fail.

use std::net::Ipv4Addr;

use slipway_e2e::{Environment, Result, Window, free_port};
use slipway_lab::{Cli, Cut, Lab, LabOptions, RegistryFault};

/// Slow enough to act during a pull, fast enough to wait for its end.
const SLOW: u32 = 1_000_000;
/// How often dockerd retries before it gives up (moby `distribution/xfer`, `max-download-attempts`).
const RETRIES: u32 = 4;

#[tokio::test(flavor = "multi_thread")]
async fn a_pull_is_cancelled_or_continues_in_the_background() -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    let window = Window::open(Environment { docker_host: lab.docker_host(), language: "en" }).await?;
    window.find_with("engine-status", "[data-state=connected]").await?;

    let slow = lab.slow(SLOW)?;
    let image = format!("{}/library/ubuntu:14.04", slow.address());
    cancel(&window, &docker, &image).await?;
    continue_in_background(&window, &docker, &image).await?;
    window.close().await
}

async fn cancel(window: &Window, docker: &Cli, image: &str) -> Result {
    start_pull(window, image).await?;
    window.find_with("pull-layer", "[data-state=downloading]").await?;
    window.screenshot("pull-slow").await?;
    window.click("job-cancel").await?;
    window.find_with("pull-dialog", " [data-testid=job][data-state=cancelled]").await?;
    let error = window.find_with("pull-dialog", " [data-testid=error][data-code=cancelled]").await?.text().await?;
    assert!(error.contains("Everything this pull downloaded was discarded"), "what happens to the layers: {error}");
    assert_eq!(docker.run(&["images", "-aq"]).await?, "", "the engine has no image of it");
    window.screenshot("pull-cancelled").await?;
    window.click("pull-back").await?;
    assert_eq!(window.value("pull-reference").await?, image, "what was typed is kept");
    window.press_escape().await?;
    window.until_count("pull-dialog", "", 0).await?;
    window.click("nav-activity").await?;
    window.find_with("job", "[data-state=cancelled]").await?;
    Ok(())
}

async fn continue_in_background(window: &Window, docker: &Cli, image: &str) -> Result {
    start_pull(window, image).await?;
    let job = window.find_with("job", "[data-state=running][data-job-id]").await?.attr("data-job-id").await?;
    let job = job.ok_or("a job has its ID")?;
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
    let (page, failing) = (lab.faulty(RegistryFault::Page(200))?, lab.faulty(RegistryFault::Page(502))?);
    let expired = lab.faulty(RegistryFault::Expired)?;
    let gone = (Ipv4Addr::LOCALHOST, free_port()?);
    let window = Window::open(Environment { docker_host: lab.docker_host(), language: "zh-CN" }).await?;
    window.find_with("engine-status", "[data-state=connected]").await?;

    let refused = [
        ("pullNotFound", "nosuch/image:latest".to_owned(), "docker login"),
        ("pullUnauthorized", format!("{}/redis:latest", password.address()), "docker login"),
        ("pullRateLimited", format!("{}/library/ubuntu:14.04", limited.address()), "稍后再试"),
        ("registryCertificate", format!("{}/redis:latest", untrusted.address()), "/etc/docker/certs.d"),
        ("registryCertificateExpired", format!("{}/redis:latest", expired.address()), "2021-01-01 00:00 UTC"),
        ("registryUnreachable", format!("{}:{}/redis:latest", gone.0, gone.1), "地址和端口"),
        ("notARegistry", format!("{}/redis:latest", page.address()), "/v2/"),
        ("registryFailed", format!("{}/redis:latest", failing.address()), "稍后再试"),
    ];
    for (code, image, next) in refused {
        start_pull(&window, &image).await?;
        window.find_with("pull-dialog", " [data-testid=job][data-state=failed]").await?;
        let error = window.find_with("pull-dialog", &format!(" [data-testid=error][data-code={code}]")).await?;
        let error = error.text().await?;
        assert!(error.contains(next), "{code} names the next step: {error}");
        window.screenshot(&format!("pull-{code}")).await?;
        window.click("pull-back").await?;
        assert_eq!(window.value("pull-reference").await?, image, "what was typed is kept after {code}");
        window.press_escape().await?;
        window.until_count("pull-dialog", "", 0).await?;
    }
    assert_eq!(docker.run(&["images", "-aq"]).await?, "", "the engine has none of the refused images");
    window.close().await
}

/// Takes most of a minute: before each retry, dockerd waits 5 s longer than before the last.
#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_keeps_breaking_shows_its_retries_and_fails() -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    // Enough for the manifest and the small layers, but not for the large ones, however often they are retried.
    let broken = lab.cut(Cut { after: 200_000, times: None })?;
    let window = Window::open(Environment { docker_host: lab.docker_host(), language: "en" }).await?;
    window.find_with("engine-status", "[data-state=connected]").await?;

    let image = format!("{}/library/ubuntu:14.04", broken.address());
    start_pull(&window, &image).await?;
    for retry in 1..=RETRIES {
        let retries = if retry == 1 { "1 retry".to_owned() } else { format!("{retry} retries") };
        window.until(format!("{retries} is shown"), || layer_with_retries(&window, &retries)).await?;
    }
    window.screenshot("pull-retrying").await?;
    window.find_with("pull-dialog", " [data-testid=job][data-state=failed]").await?;
    let error = window.find_with("pull-dialog", " [data-testid=error][data-code=connectionLost]").await?.text().await?;
    assert!(error.contains(&broken.address()), "the registry is named: {error}");
    assert!(error.contains("Check the network of the engine’s host, then pull again."), "the next step: {error}");
    window.screenshot("pull-connectionLost").await?;
    assert_eq!(docker.run(&["images", "-aq"]).await?, "", "the engine has no image of it");

    window.click("pull-back").await?;
    assert_eq!(window.value("pull-reference").await?, image, "what was typed is kept");
    window.press_escape().await?;
    window.click("nav-activity").await?;
    window.find_with("job", "[data-state=failed]").await?;
    window.close().await
}

/// Whether a layer that waits for its next retry shows this number of retries.
async fn layer_with_retries(window: &Window, retries: &str) -> Result<Option<()>> {
    let script = "return [...document.querySelectorAll('[data-testid=pull-layer][data-state=retrying]')]
        .some((layer) => /Retrying in \\d+ s/.test(layer.textContent) && layer.textContent.includes(arguments[0]))";
    let shown = window.script(script, vec![retries.into()]).await?;
    Ok((shown == true).then_some(()))
}

async fn start_pull(window: &Window, image: &str) -> Result {
    window.click("nav-images").await?;
    window.click("pull-open").await?;
    window.fill("pull-reference", image).await?;
    window.until_command("pull-dialog", &format!("docker pull {image}")).await?;
    window.click("pull-start").await
}
