//! An image's layers in the window: read once, browsed, and shown immediately the next time.

use std::path::{Path, PathBuf};

use slipway_e2e::{DragEnd, Dragged, Environment, Result, Window};
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
    dropped(&window, &lab.folder(), wasted, language).await?;
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
    window.find_with("layers-panel", &format!("[data-wasted='{wasted}']")).await?;
    window.click("layers-back").await?;
    window.until_count("layers-panel", "", 0).await
}

/// Drops what other programs drag onto a window: an archive opens, anything else is explained or refused, and nothing
/// replaces the page.
async fn dropped(window: &Window, folder: &Path, wasted: usize, language: &str) -> Result {
    let file = |name: &str, text: &str| -> Result<PathBuf> {
        let path = folder.join(name);
        std::fs::write(&path, text)?;
        Ok(path)
    };
    let (archive, page) = (folder.join("wasteful.tar"), file("a page.html", "<title>gone</title>")?);
    window.script("window.same = true", vec![]).await?;

    let end = window.drag_to("nav-images", "", &Dragged::files(&[&archive])).await?;
    assert_eq!(end, DragEnd::Dropped, "an archive is taken wherever it is dropped");
    window.find_with("layers-panel", &format!("[data-wasted='{wasted}']")).await?;
    for (path, name) in [(page.as_path(), "page"), (folder, "folder")] {
        window.drag_to("nav-images", "", &Dragged::files(&[path])).await?;
        window.find_with("layers-panel", " [data-testid=error][data-code=archiveInvalid]").await?;
        window.screenshot(&format!("drop-{name}-{language}")).await?;
        window.click("layers-back").await?;
    }

    window.drag_to("images-table", "", &Dragged::files(&[&page, &archive])).await?;
    window.find("archive-dropped").await?;
    window.click_with("archive-dropped", " label:last-of-type input").await?;
    window.screenshot(&format!("drop-several-{language}")).await?;
    window.drag_to("archive-dialog", "", &Dragged::files(&[&archive])).await?;
    window.until_count("archive-dropped", "", 0).await?;
    window.click("archive-read").await?;
    window.find_with("layers-panel", &format!("[data-wasted='{wasted}']")).await?;
    window.click("layers-back").await?;

    let address = "http://127.0.0.1:9/page.html";
    window.drag_to("images-table", "", &Dragged::link(address)).await?;
    let end = window.drag_to("images-table", "", &Dragged::text(address)).await?;
    assert_eq!(end, DragEnd::Refused, "text has no place in a table");
    // Text goes into fields, as in every program.
    window.drag_to("images-filter", "", &Dragged::text("wasteful")).await?;
    window
        .until("the text is in the filter", || async {
            Ok((window.value("images-filter").await? == "wasteful").then_some(()))
        })
        .await?;
    window.fill("images-filter", "").await?;

    // Nor does anything in the page lead away.
    for foreign in [address, "file:///etc/hostname", "data:text/html,gone", "about:blank"] {
        window.script("location.href = arguments[0]", vec![foreign.into()]).await.ok();
    }
    assert_eq!(window.script("return window.same", vec![]).await?, true, "the page is the same as before");
    assert_eq!(window.script("return location.protocol", vec![]).await?, "tauri:", "and the app's own");
    Ok(())
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
