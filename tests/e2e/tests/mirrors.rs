//! Docker Hub is unreachable: the error offers mirrors; one is added, tested and pulled through.

use slipway_e2e::{Environment, Result, Window};
use slipway_lab::{Lab, LabOptions};

const IMAGE: &str = "ubuntu:14.04";
/// Widths in pixels, and the suffix of a screenshot's name.
const WIDTHS: [(u32, &str); 2] = [(1280, ""), (640, "-narrow")];

#[tokio::test(flavor = "multi_thread")]
async fn an_image_is_pulled_through_a_mirror_in_english() -> Result {
    journey("en", "light", "The engine can’t reach docker.io.", "This mirror works.").await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_is_pulled_through_a_mirror_in_chinese() -> Result {
    journey("zh-CN", "dark", "引擎连不上 docker.io。", "这个加速器可用。").await
}

async fn journey(language: &'static str, theme: &str, unreachable: &str, works: &str) -> Result {
    let lab = Lab::start(LabOptions { walled_off: true, ..LabOptions::default() }).await?;
    let docker = lab.docker();
    let mirror = format!("http://{}", lab.mirror().address());
    let window = Window::open(Environment { docker_host: lab.docker_host(), language }).await?;
    window.find_with("engine-status", "[data-state=connected]").await?;
    window.find("settings-theme").await?.select_by_value(theme).await?;
    let screenshot = async |name: &str| -> Result {
        for (width, suffix) in WIDTHS {
            window.resize(width, 820).await?;
            window.screenshot(&format!("mirrors-{name}-{language}{suffix}")).await?;
        }
        window.resize(WIDTHS[0].0, 820).await
    };

    window.click("nav-images").await?;
    window.click("pull-open").await?;
    window.fill("pull-reference", IMAGE).await?;
    window.until_command("pull-dialog", &format!("docker pull {IMAGE}")).await?;
    window.click("pull-start").await?;
    let error = window.find_with("pull-dialog", " [data-testid=error][data-code=registryUnreachable]").await?;
    assert!(error.text().await?.contains(unreachable), "the error is explained: {}", error.text().await?);
    screenshot("unreachable").await?;

    // The list has no mirror yet. An invalid address is reported at its field.
    window.click("mirror-offer-add").await?;
    window.fill_first_row("mirrors-list", "not an address").await?;
    window.click("mirrors-save").await?;
    window.until_problem("[data-testid=mirror-address]", "mirrorInvalid").await?;
    screenshot("invalid").await?;
    window.fill_first_row("mirrors-list", &mirror).await?;
    assert_eq!(window.value("mirror-image").await?, IMAGE, "the test uses the requested image");
    window.click("mirror-test").await?;
    window.find_with("mirror-result", "[data-state=done]").await?;
    window.until_text("mirror-result", works).await?;
    let lines = window.until_text("mirror-lines", &mirror).await?;
    assert!(lines.contains("registry-mirrors"), "the lines for the engine's configuration: {lines}");
    screenshot("tested").await?;
    window.click("mirrors-save").await?;
    window.until_count("mirrors-dialog", "", 0).await?;

    // The failed pull is still shown, and now offers the mirror.
    let from = format!("{}/library/{IMAGE}", lab.mirror().address());
    let command = format!("docker pull {from} && docker tag {from} {IMAGE} && docker rmi {from}");
    window.until_command("mirror-offer", &command).await?;
    screenshot("offer").await?;
    window.click("mirror-offer-lines").await?;
    window.find("mirror-lines-copy").await?;
    screenshot("lines").await?;
    window.press_escape().await?;
    window.until_count("mirrors-dialog", "", 0).await?;
    window.click("mirror-offer-start").await?;
    window.find_with("pull-dialog", " [data-testid=job][data-state=done]").await?;
    window.until_text("pull-status", if language == "en" { "Downloaded newer image" } else { "已下载" }).await?;
    screenshot("done").await?;
    let names = docker.run(&["images", "--format", "{{.Repository}}:{{.Tag}}"]).await?;
    assert_eq!(names, IMAGE, "the engine has it only under its usual name");
    window.press_escape().await?;
    window.find_with("image-row", &format!("[data-reference='{IMAGE}']")).await?;

    // The next pull can use the mirror from the start.
    window.click("pull-open").await?;
    window.fill("pull-reference", "redis").await?;
    window.find("pull-mirror").await?.select_by_value(&mirror).await?;
    let from = format!("{}/library/redis:latest", lab.mirror().address());
    let command = format!("docker pull {from} && docker tag {from} redis:latest && docker rmi {from}");
    window.until_command("pull-dialog", &command).await?;
    screenshot("form").await?;
    window.press_escape().await?;
    window.until_count("pull-dialog", "", 0).await?;

    window.click("nav-engine").await?;
    window.until_text("mirrors", &mirror).await?;
    screenshot("engine").await?;
    window.close().await
}
