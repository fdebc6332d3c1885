//! Lessons by mouse: each step is done where the spotlight is.

use serde_json::json;
use slipway_e2e::{
    Environment, Result, Window,
    lesson::{answer, answer_by_trying, until_step},
};
use slipway_lab::{Cli, Lab, LabOptions};

const IMAGE: &str = "ubuntu:latest";
const ROW: &str = "[data-reference='ubuntu:latest']";

#[tokio::test(flavor = "multi_thread")]
async fn two_lessons_in_chinese() -> Result {
    two_lessons("zh-CN").await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_lessons_in_english() -> Result {
    two_lessons("en").await
}

async fn two_lessons(language: &'static str) -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    let window = Window::open(Environment { docker_host: lab.docker_host(), language }).await?;
    window.find_with("engine-status", "[data-state=connected]").await?;
    window.click("nav-learn").await?;
    window.until_count("lesson-card", "", 7).await?;
    screenshots(&window, "learn", language).await?;
    // The lab's engine is the learner's own; the lessons are done there.
    window.click("ground-real").await?;

    window.click_with("lesson-card", "[data-lesson=pull] [data-testid=lesson-open]").await?;
    pull(&window, &docker, language).await?;
    window.click("lesson-next").await?;
    shell(&window, &docker, language).await?;
    reset(&window, &docker).await?;
    window.close().await
}

async fn pull(window: &Window, docker: &Cli, language: &str) -> Result {
    window.find_with("lesson", "[data-lesson=pull][data-state=started]").await?;
    until_step(window, "pull", "open").await?;
    press_spotlit(window, "nav-images", "").await?;
    screenshots(window, "lesson", language).await?;
    press_spotlit(window, "pull-open", "").await?;
    until_spotlit(window, "pull-reference", "").await?;
    window.fill("pull-reference", IMAGE).await?;
    screenshots(window, "lesson-dialog", language).await?;
    press_spotlit(window, "pull-start", "").await?;
    until_step(window, "pull", "done").await?;
    window.press_escape().await?;
    window.until_count("pull-dialog", "", 0).await?;

    press_spotlit(window, "image-row", ROW).await?;
    until_spotlit(window, "image-detail", "").await?;
    screenshots(window, "lesson-question", language).await?;
    let layers = docker.run(&["image", "inspect", "-f", "{{len .RootFS.Layers}}", IMAGE]).await?;
    let layers: u32 = layers.trim().parse()?;
    answer(window, "layer-count", &[&(layers + 1).to_string()], "wrong").await?;
    answer(window, "layer-count", &[&layers.to_string()], "right").await?;
    until_step(window, "look", "done").await?;
    window.screenshot(&format!("lesson-quiz-{language}")).await?;
    quiz(window).await?;
    answer(window, "digest", &["tag"], "wrong").await?;
    answer(window, "digest", &["digest"], "right").await?;
    window.find_with("lesson", "[data-lesson=pull][data-state=done]").await?;
    window.find("lesson-finished").await?;
    window.screenshot(&format!("lesson-finished-{language}")).await
}

/// Answers the questions that depend on the engine's images.
async fn quiz(window: &Window) -> Result {
    for question in ["shares", "layer-size"] {
        if !window.all("lesson-question", &format!("[data-question={question}]")).await?.is_empty() {
            answer_by_trying(window, question).await?;
        }
    }
    Ok(())
}

async fn shell(window: &Window, docker: &Cli, language: &str) -> Result {
    window.find_with("lesson", "[data-lesson=shell][data-state=started]").await?;
    until_step(window, "run", "open").await?;
    window.click("image-detail").await?;
    run_shell(window, true).await?;
    until_step(window, "run", "done").await?;
    window.until_text("console-terminal", "root@").await?;
    until_spotlit(window, "console-terminal", "").await?;
    screenshots(window, "lesson-console", language).await?;
    window.type_in_terminal("echo hello > /root/hello\n").await?;
    until_step(window, "file", "done").await?;
    window.type_in_terminal("exit\n").await?;
    until_step(window, "leave", "done").await?;
    let left = docker.run(&["ps", "-aq"]).await?;
    assert_eq!(left.trim(), "", "--rm has removed the container");

    run_shell(window, false).await?;
    window.find_with("lesson-hint", "[data-hint=running]").await?;
    window.until_text("console-terminal", "root@").await?;
    window.type_in_terminal("exit\n").await?;
    until_step(window, "keep", "done").await?;
    let name = docker.run(&["ps", "-a", "--format", "{{.Names}}"]).await?;
    press_spotlit(window, "nav-containers", "").await?;
    press_spotlit(window, "container-row", &format!("[data-name='{}'] [data-testid=container-remove]", name.trim()))
        .await?;
    window.click("container-remove-start").await?;
    until_step(window, "remove", "done").await?;

    answer(window, "flags", &["--rm"], "wrong").await?;
    answer(window, "flags", &["-t"], "right").await?;
    answer(window, "remains", &["container"], "right").await?;
    window.find_with("lesson", "[data-lesson=shell][data-state=done]").await?;
    Ok(())
}

async fn run_shell(window: &Window, remove: bool) -> Result {
    window.click("nav-images").await?;
    window.click_with("image-row", &format!("{ROW} [data-testid=image-run]")).await?;
    window.fill("run-command", "bash").await?;
    if !remove {
        press_spotlit(window, "run-remove", "").await?;
    }
    press_spotlit(window, "run-start", "").await?;
    window.until_count("run-dialog", "", 0).await
}

/// Resets a lesson, which removes what the lesson created and nothing else.
async fn reset(window: &Window, docker: &Cli) -> Result {
    docker.run(&["pull", "-q", "redis:latest"]).await?;
    window.click("nav-learn").await?;
    window.click_with("lesson-card", "[data-lesson=pull] [data-testid=lesson-open]").await?;
    window.click("lesson-reset").await?;
    window.find_with("put-back-item", &format!("[data-name='{IMAGE}']")).await?;
    window.screenshot("lesson-reset").await?;
    window.click("reset-lesson-start").await?;
    window.until_count("lesson-reset-dialog", "", 0).await?;
    let left = docker.run(&["images", "--format", "{{.Repository}}:{{.Tag}}"]).await?;
    assert_eq!(left.trim(), "redis:latest", "what the lesson did not create is kept");
    Ok(())
}

/// Waits until the spotlight is around this element.
async fn until_spotlit(window: &Window, testid: &str, rest: &str) -> Result {
    let script = "const box = (css) => document.querySelector(css)?.getBoundingClientRect();
        const [spotlight, target] = [box('[data-testid=lesson-spotlight]'), box(arguments[0])];
        return Boolean(spotlight && target) && spotlight.left <= target.left && spotlight.top <= target.top &&
            Math.abs(spotlight.width - target.width) < 12 && Math.abs(spotlight.height - target.height) < 12";
    let css = format!("[data-testid=\"{testid}\"]{rest}");
    window
        .until(format!("the spotlight is around {css}"), || async {
            Ok((window.script(script, vec![json!(css)]).await? == true).then_some(()))
        })
        .await
}

async fn press_spotlit(window: &Window, testid: &str, rest: &str) -> Result {
    until_spotlit(window, testid, rest).await?;
    window.press_at(testid, rest).await
}

/// Takes screenshots, wide and narrow, light and dark.
async fn screenshots(window: &Window, name: &str, language: &str) -> Result {
    for (width, suffix) in [(1440, ""), (800, "-narrow")] {
        resize(window, width).await?;
        for theme in ["light", "dark"] {
            let script = "document.documentElement.dataset.theme = arguments[0]";
            window.script(script, vec![json!(theme)]).await?;
            window.screenshot(&format!("{name}-{language}-{theme}{suffix}")).await?;
        }
    }
    resize(window, 1440).await
}

/// Resizes the window and waits until the page has followed, so that the next press finds its target.
async fn resize(window: &Window, width: u32) -> Result {
    window.resize(width, 860).await?;
    window
        .until(format!("the window is {width} wide"), || async {
            Ok((window.script("return innerWidth", vec![]).await? == width).then_some(()))
        })
        .await
}
