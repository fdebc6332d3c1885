//! An image's layers in the window: read once, browsed, and shown immediately the next time.

use slipway_e2e::{Environment, Result, Window};
use slipway_lab::{Cli, Lab, LabOptions};

const DOCKERFILE: &str = "
FROM nginx
RUN mkdir -p /data/sub && head -c 3000000 /dev/zero > /data/big && head -c 40000 /dev/zero > /data/sub/small
ENV A=1
RUN rm /data/big && head -c 40000 /dev/zero > /data/sub/again
RUN chmod 600 /data/sub/small
";

#[tokio::test(flavor = "multi_thread")]
async fn layers_are_browsed() -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    docker.run(&["pull", "-q", "nginx"]).await?;
    docker.run_with(&["build", "-q", "-t", "wasteful", "-"], DOCKERFILE.as_bytes()).await?;
    for language in ["en", "zh-CN"] {
        journey(&lab, language).await?;
    }
    Ok(())
}

async fn journey(lab: &Lab, language: &'static str) -> Result {
    let window = Window::open(Environment { docker_host: lab.docker_host(), language }).await?;
    window.find_with("engine-status", "[data-state=connected]").await?;
    open(&window).await?;
    // The layers were never read, so they are read now. The sums are those of the Dockerfile.
    let wasted = 3_000_000 + 40_000;
    let panel = window.find_with("layers-panel", &format!("[data-wasted='{wasted}']")).await?;
    let size: u64 = panel.attr("data-bytes").await?.ok_or("the panel has its size")?.parse()?;
    window.until_count("layers-layer", "", layers(&lab.docker()).await?).await?;
    window.find_with("layers-node", "[data-path='/data'][data-bytes='80000']").await?;
    window.screenshot(&format!("layers-files-{language}")).await?;

    // The layer that deletes a file.
    window.click_with("layers-layer", "[title*='rm /data/big']").await?;
    window.click_with("layers-node", "[data-path='/data']").await?;
    window.find_with("layers-node", "[data-path='/data/big'][data-change=deleted]").await?;
    window.click_with("layers-node", "[data-path='/data/sub']").await?;
    window.find_with("layers-node", "[data-path='/data/sub/again'][data-change=added]").await?;
    window.screenshot(&format!("layers-layer-{language}")).await?;

    window.click("layers-final").await?;
    window.fill("layers-search", "sub/sm").await?;
    window.click_with("layers-node", "[data-path='/data/sub/small']").await?;
    window.find_with("layers-node", "[data-path='/data/sub/small'][aria-selected=true][aria-level='3']").await?;

    window.click("layers-tab-waste").await?;
    window.find_with("layers-waste", " [data-path='/data/big'][data-bytes='3000000']").await?;
    window.find_with("layers-waste", " [data-path='/data/sub/small'][data-bytes='40000']").await?;
    window.screenshot(&format!("layers-waste-{language}")).await?;
    window.click("layers-tab-duplicates").await?;
    window.find_with("layers-duplicates", " [data-bytes='40000'][data-count='2']").await?;
    window.click("layers-tab-largest").await?;
    window.find_with("layers-largest", " [data-path='/data/sub/again']").await?;
    window.screenshot(&format!("layers-largest-{language}")).await?;

    window.click("layers-back").await?;
    window.until_count("layers-panel", "", 0).await?;
    // The second time, nothing is read.
    window.click("image-layers").await?;
    window.find_with("layers-panel", &format!("[data-bytes='{size}']")).await?;
    window.click("nav-activity").await?;
    window.until_count("job", "", 1).await?;
    window.find_with("job", "[data-state=done]").await?;
    window.until_command("job", "docker save wasteful:latest | tar -tv").await?;
    from_an_archive(&window, lab, wasted, language).await?;
    window.close().await
}

/// Reads the same image from a file; an invalid path is reported at its field.
async fn from_an_archive(window: &Window, lab: &Lab, wasted: usize, language: &str) -> Result {
    let file = lab.folder().join("wasteful.tar");
    let file = file.to_str().ok_or("a UTF-8 path")?;
    lab.docker().run(&["save", "-o", file, "wasteful"]).await?;
    window.click("nav-images").await?;
    window.click("layers-back").await?;
    window.click("archive-open").await?;
    window.fill("archive-path", &format!("{file}.gone")).await?;
    window.until_problem("[data-testid=archive-path]", "fileFailed").await?;
    window.fill("archive-path", file).await?;
    window.until_command("archive-dialog", &format!("tar -tvf {file}")).await?;
    window.screenshot(&format!("archive-{language}")).await?;
    window.click("archive-read").await?;
    window.find_with("layers-panel", &format!("[data-wasted='{wasted}']")).await.map(drop)
}

/// Opens the image's drawer and its layers.
async fn open(window: &Window) -> Result {
    window.click_with("image-row", "[data-reference='wasteful:latest']").await?;
    window.click("image-layers").await
}

/// The number of layers of the image.
async fn layers(docker: &Cli) -> Result<usize> {
    Ok(docker.run(&["inspect", "-f", "{{len .RootFS.Layers}}", "wasteful"]).await?.parse()?)
}
