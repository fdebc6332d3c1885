//! The practice engine, started, reset and stopped from the window.

use slipway_e2e::{Environment, Result, Window};

#[tokio::test(flavor = "multi_thread")]
async fn the_practice_engine_is_started_reset_and_stopped() -> Result {
    let folder = tempfile::tempdir()?;
    // No other engine is found: DOCKER_HOST names a socket that doesn't exist.
    let docker_host = format!("unix://{}", folder.path().join("none.sock").display());
    let window = Window::open(Environment { docker_host, language: "en" }).await?;
    window.find_with("engine-status", "[data-state=unreachable]").await?;
    window.find_with("practice", "[data-state=off]").await?;
    window.click("practice-start").await?;
    window.find_with("engine-status", "[data-state=connected]").await?;
    window.screenshot("practice-connected").await?;

    window.click("nav-engine").await?;
    window.find_with("practice", "[data-state=running]").await?;
    window.screenshot("practice-running").await?;

    window.click("nav-images").await?;
    window.until_count("image-row", "", 0).await?;
    window.click("pull-open").await?;
    window.fill("pull-reference", "practice/shell:1.0").await?;
    window.click("pull-start").await?;
    window.find_with("job", "[data-state=done]").await?;
    window.press_escape().await?;
    window.find_with("image-row", "[data-reference='practice/shell:1.0']").await?;

    window.click("nav-engine").await?;
    window.click("practice-reset").await?;
    window.find("practice-reset-dialog").await?;
    window.screenshot("practice-reset").await?;
    window.click("practice-reset-start").await?;
    window.click("nav-images").await?;
    window.find_with("engine-status", "[data-state=connected]").await?;
    window.until_count("image-row", "", 0).await?;

    window.click("nav-engine").await?;
    window.find_with("practice", "[data-state=running]").await?;
    window.click("practice-stop").await?;
    window.find_with("engine-status", "[data-state=unreachable]").await?;
    window.find_with("practice", "[data-state=off]").await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_practice_engine_ends_with_the_window() -> Result {
    let folder = tempfile::tempdir()?;
    let docker_host = format!("unix://{}", folder.path().join("none.sock").display());
    let window = Window::open(Environment { docker_host, language: "zh-CN" }).await?;
    window.find_with("engine-status", "[data-state=unreachable]").await?;
    window.click("practice-start").await?;
    window.find_with("engine-status", "[data-state=connected]").await?;
    window.end_by(slipway_e2e::Signal::TERM).await
}
