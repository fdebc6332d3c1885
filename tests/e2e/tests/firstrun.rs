//! The first start: the language, the engine that was found, and what Slipway will be used for.

use slipway_e2e::{Environment, Result, Window};
use slipway_lab::{Lab, LabOptions};

#[tokio::test(flavor = "multi_thread")]
async fn from_the_first_start_to_a_shell_in_three_clicks_and_to_an_image_in_six() -> Result {
    // At the first start the engine has no image, at the second it has what the first left.
    let lab = Lab::start(LabOptions::default()).await?;
    for (language, shell) in [("zh-CN", "images-none-shell"), ("en", "image-run")] {
        let window = Window::open_first_run(Environment { docker_host: lab.docker_host(), language }).await?;
        window.find("firstrun").await?;
        window.find_with("firstrun-language", &format!("[value='{language}']:checked")).await?;
        window.find_with("engine-status", "[data-state=connected]").await?;
        window.until_text("engine-status", &lab.docker_host()).await?;
        window.screenshot(&format!("firstrun-{language}")).await?;
        window.script("document.documentElement.dataset.theme = 'dark'", vec![]).await?;
        window.resize(640, 760).await?;
        window.screenshot(&format!("firstrun-{language}-dark-narrow")).await?;
        window.script("delete document.documentElement.dataset.theme", vec![]).await?;
        window.resize(1280, 860).await?;

        // Clicks one to three; typing is no click.
        window.click("firstrun-work").await?;
        window.click_with(shell, "").await?;
        window.find("run-dialog").await?;
        window.click("run-start").await?;
        window.find_with("console-tab", "[data-state=open]").await?;
        window.type_keys("echo $((6 * 7))\n").await?;
        window
            .until("the shell responds", || async {
                let text =
                    window.script("return document.querySelector('[data-testid=console-terminal]').innerText", vec![]);
                Ok(text.await?.as_str().is_some_and(|text| text.contains("42")).then_some(()))
            })
            .await?;
        window.screenshot(&format!("firstrun-{language}-shell")).await?;

        // Clicks four to six.
        let kept = format!("kept-{}", language.to_lowercase());
        window.click("nav-containers").await?;
        window.click_with("container-row", " [data-testid=container-commit]").await?;
        window.fill("commit-repository", &kept).await?;
        window.click("commit-start").await?;
        window.find_with("image-row", &format!("[data-reference='{kept}:latest']")).await?;
        window.reload().await?;
        assert!(window.all("firstrun", "").await?.is_empty(), "the question is asked only once");
        window.close().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn learning_starts_the_practice_engine() -> Result {
    let folder = tempfile::tempdir()?;
    let docker_host = format!("unix://{}", folder.path().join("none.sock").display());
    let window = Window::open_first_run(Environment { docker_host, language: "zh-CN" }).await?;
    window.find_with("engine-status", "[data-state=unreachable]").await?;
    window.find_with("firstrun-finding", "[data-case=wrongDockerHost]").await?;
    // A change of the language applies immediately.
    window.click_with("firstrun-language", "[value=en]").await?;
    window.until_text("firstrun-learn", "Learn").await?;
    window.screenshot("firstrun-no-engine").await?;
    window.click("firstrun-learn").await?;
    window.find_with("engine-status", "[data-state=connected]").await?;
    window.screenshot("firstrun-learn").await?;
    window.close().await
}
