//! Undoing removals: an image is restored from a saved copy, and one from a registry is pulled again.

use slipway_e2e::{Environment, Result, Window};
use slipway_lab::{Cli, Lab, LabOptions, data};

#[tokio::test(flavor = "multi_thread")]
async fn removed_images_are_restored_or_pulled_again() -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    data::built_with_intermediates(&docker, "team/built:1").await?;
    docker.run(&["tag", "team/built:1", "team/built:2"]).await?;
    docker.run(&["pull", "-q", "ubuntu:14.04"]).await?;
    let (built, ubuntu) = (id(&docker, "team/built:1").await?, id(&docker, "ubuntu:14.04").await?);
    let window = Window::open(Environment { docker_host: lab.docker_host(), language: "en" }).await?;

    window.click_with("image-row", "[data-reference='team/built:1']").await?;
    window.click_with("image-detail", " [data-testid=image-ask-origin]").await?;
    window.find_with("image-origin", "[data-verdict=onlyHere]").await?;
    window.click_with("image-detail", " [data-testid=image-keep-copy]").await?;
    window.find_with("image-detail", " [data-testid=image-kept]").await?;
    window.screenshot("copies-kept").await?;
    remove(&window, &docker, &built).await?;

    window.click("nav-activity").await?;
    window.click("activity-copies").await?;
    let copy = format!("[data-image-id='{built}']");
    window.find_with("copy-row", &copy).await?;
    window.screenshot("copies-panel").await?;
    window.click_with("copy-row", &format!("{copy} [data-testid=copy-restore]")).await?;
    window.until_text("copies-confirm", "docker load").await?;
    window.screenshot("copies-restore").await?;
    window.click("copies-confirm-start").await?;
    window.click("nav-images").await?;
    for tag in ["team/built:1", "team/built:2"] {
        window.find_with("image-row", &format!("[data-reference='{tag}'][data-image-id='{built}']")).await?;
        assert_eq!(id(&docker, tag).await?, built, "{tag} is the same image on the engine too");
    }

    window.click_with("image-row", "[data-reference='ubuntu:14.04']").await?;
    remove(&window, &docker, &ubuntu).await?;
    window.click("nav-activity").await?;
    window.click("activity-removed").await?;
    let record = format!("[data-image-id='{ubuntu}']");
    window.find_with("record-row", &record).await?;
    window.screenshot("copies-records").await?;
    window.click_with("record-row", &format!("{record} [data-testid=record-again]")).await?;
    window.click("copies-confirm-start").await?;
    window.click("nav-images").await?;
    window.find_with("image-row", &format!("[data-reference='ubuntu:14.04'][data-image-id='{ubuntu}']")).await?;
    assert_eq!(id(&docker, "ubuntu:14.04").await?, ubuntu, "the same image has its name again");
    window.close().await
}

async fn id(docker: &Cli, name: &str) -> Result<String> {
    Ok(docker.run(&["inspect", "-f", "{{.Id}}", name]).await?)
}

/// Removes the image in the drawer and checks that it is gone.
async fn remove(window: &Window, docker: &Cli, image: &str) -> Result {
    window.click_with("image-detail", " [data-testid=image-remove]").await?;
    window.click("removal-start").await?;
    window.until_count("image-row", &format!("[data-image-id='{image}']"), 0).await?;
    let inspected = docker.output(&["image", "inspect", image]).await?;
    assert_ne!(inspected.code, 0, "the engine no longer has it");
    Ok(())
}
