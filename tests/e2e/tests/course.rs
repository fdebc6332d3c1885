//! The rest of the course: by mouse in both languages, with commands typed in a terminal, and by keyboard alone.

use serde_json::json;
use slipway_e2e::{
    Environment, Result, Window,
    lesson::{answer, answer_by_trying, click_offer, command, open, until_state, until_step},
};
use slipway_lab::{Cli, Lab, LabOptions};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const SHELL: &str = "ubuntu:latest";
const WEB: &str = "nginx:latest";
const PAGE: &str = "/usr/share/nginx/html/index.html";

#[tokio::test(flavor = "multi_thread")]
async fn five_lessons_by_mouse_in_chinese() -> Result {
    by_mouse("zh-CN").await
}

#[tokio::test(flavor = "multi_thread")]
async fn five_lessons_by_mouse_in_english() -> Result {
    by_mouse("en").await
}

async fn by_mouse(language: &'static str) -> Result {
    let (lab, window) = begin(language).await?;
    let docker = lab.docker();
    // An image of the learner's own, which the lessons keep.
    docker.run(&["pull", "-q", "redis:latest"]).await?;
    list(&window, &docker).await?;
    window.screenshot(&format!("course-list-{language}")).await?;
    dangling(&window, language).await?;
    intermediate(&window, language).await?;
    change(&window, language).await?;
    commit(&window, &docker, language).await?;

    window.click("nav-learn").await?;
    window.find_with("lesson-card", "[data-lesson=commit][data-state=done]").await?;
    window.screenshot(&format!("course-done-{language}")).await?;
    for lesson in ["commit", "change", "intermediate", "dangling", "list"] {
        reset(&window, lesson).await?;
    }
    let left = docker.run(&["images", "-a", "--format", "{{.Repository}}:{{.Tag}}"]).await?;
    let mut left: Vec<&str> = left.lines().collect();
    left.sort_unstable();
    assert_eq!(left, [WEB, "redis:latest", SHELL], "what the lessons created is gone, and nothing else");
    assert_eq!(docker.run(&["ps", "-aq"]).await?, "", "its containers are gone too");
    window.close().await
}

/// Opens the window on an engine with the two images and chooses that engine for the lessons.
async fn begin(language: &'static str) -> Result<(Lab, Window)> {
    let lab = Lab::start(LabOptions::default()).await?;
    for image in [SHELL, WEB] {
        lab.docker().run(&["pull", "-q", image]).await?;
    }
    let window = Window::open(Environment { docker_host: lab.docker_host(), language }).await?;
    window.find_with("engine-status", "[data-state=connected]").await?;
    window.click("nav-learn").await?;
    window.click("ground-real").await?;
    Ok((lab, window))
}

async fn list(window: &Window, docker: &Cli) -> Result {
    open(window, "list").await?;
    click_offer(window, "tag", "form").await?;
    window.click("tag-start").await?;
    until_step(window, "tag", "done").await?;
    same_id(window, docker).await?;
    answer_by_trying(window, "filter").await?;
    click_offer(window, "untag", "form").await?;
    remove(window).await?;
    until_step(window, "untag", "done").await?;
    answer(window, "untag-frees", &["0"], "right").await?;
    answer(window, "unique", &["id"], "right").await?;
    until_state(window, "list", "done").await
}

/// Answers which names belong to the image, as the engine reports it.
async fn same_id(window: &Window, docker: &Cli) -> Result {
    let choices = "[data-question=same-id] [data-testid=lesson-choice]";
    window.find_with("lesson-question", choices).await?;
    let id = docker.run(&["inspect", "-f", "{{.Id}}", SHELL]).await?;
    let mut right = Vec::new();
    for choice in window.all("lesson-question", choices).await? {
        let name = choice.attr("data-choice").await?.ok_or("a choice has an id")?;
        if docker.run(&["inspect", "-f", "{{.Id}}", &name]).await? == id {
            right.push(name);
        }
    }
    assert!(right.len() > 1, "several names belong to one image: {right:?}");
    let right: Vec<&str> = right.iter().map(String::as_str).collect();
    answer(window, "same-id", &right, "right").await
}

async fn dangling(window: &Window, language: &str) -> Result {
    open(window, "dangling").await?;
    click_offer(window, "build", "do").await?;
    until_step(window, "build", "done").await?;
    click_offer(window, "rebuild", "do").await?;
    until_step(window, "rebuild", "done").await?;
    window.screenshot(&format!("course-dangling-{language}")).await?;
    answer_by_trying(window, "find").await?;
    click_offer(window, "remove", "form").await?;
    remove(window).await?;
    until_step(window, "remove", "done").await?;
    answer(window, "how", &["name-moved"], "right").await?;
    answer(window, "needed", &["yes"], "right").await?;
    answer_by_trying(window, "count").await?;
    until_state(window, "dangling", "done").await
}

async fn intermediate(window: &Window, language: &str) -> Result {
    open(window, "intermediate").await?;
    click_offer(window, "build", "do").await?;
    until_step(window, "build", "done").await?;
    window.click("nav-images").await?;
    window.click("images-show-intermediate").await?;
    window.find_with("image-row", "[data-kind=intermediate]").await?;
    window.screenshot(&format!("course-intermediate-{language}")).await?;
    answer_by_trying(window, "show-all").await?;
    answer(window, "refused", &["removed"], "wrong").await?;
    answer(window, "refused", &["refused"], "right").await?;
    click_offer(window, "remove", "form").await?;
    remove(window).await?;
    until_step(window, "remove", "done").await?;
    window.click("images-show-intermediate").await?;
    answer(window, "difference", &["built-on"], "right").await?;
    answer(window, "bytes", &["no"], "right").await?;
    answer_by_trying(window, "left").await?;
    until_state(window, "intermediate", "done").await
}

async fn change(window: &Window, language: &str) -> Result {
    open(window, "change").await?;
    click_offer(window, "run", "form").await?;
    window.click("run-start").await?;
    until_step(window, "run", "done").await?;
    click_offer(window, "enter", "form").await?;
    window.click("console-open").await?;
    until_step(window, "enter", "done").await?;
    window.until_text("console-terminal", "root@").await?;
    window.type_in_terminal(&format!("echo '<h1>Hello, Docker!</h1>' > {PAGE}\n")).await?;
    until_step(window, "edit", "done").await?;
    window.screenshot(&format!("course-change-{language}")).await?;
    answer(window, "diff", &[PAGE], "right").await?;
    answer(window, "where", &["container"], "right").await?;
    answer(window, "lost", &["gone"], "right").await?;
    answer_by_trying(window, "image").await?;
    until_state(window, "change", "done").await
}

async fn commit(window: &Window, docker: &Cli, language: &str) -> Result {
    open(window, "commit").await?;
    click_offer(window, "commit", "form").await?;
    window.screenshot(&format!("course-commit-{language}")).await?;
    window.click("commit-start").await?;
    until_step(window, "commit", "done").await?;
    window.until_count("commit-dialog", "", 0).await?;
    answer_by_trying(window, "history").await?;
    click_offer(window, "run", "form").await?;
    window.click("run-start").await?;
    until_step(window, "run", "done").await?;
    let port =
        docker.run(&["inspect", "-f", "{{(index (index .NetworkSettings.Ports \"80/tcp\") 0).HostPort}}", "web2"]);
    until_served(window, &port.await?, "<h1>Hello, Docker!</h1>").await?;
    click_offer(window, "dockerfile", "do").await?;
    until_step(window, "dockerfile", "done").await?;
    answer(window, "why-not", &["unknown"], "right").await?;
    answer_by_trying(window, "shares").await?;
    until_state(window, "commit", "done").await?;
    window.screenshot(&format!("course-finished-{language}")).await
}

async fn until_served(window: &Window, port: &str, page: &str) -> Result {
    let served = async || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).await?;
        stream.write_all(b"GET / HTTP/1.0\r\n\r\n").await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        Ok(answer)
    };
    window
        .until(format!("port {port} serves {page}"), || async {
            Ok(served().await.is_ok_and(|answer| answer.contains(page)).then_some(()))
        })
        .await
}

async fn remove(window: &Window) -> Result {
    window.find("removal-dialog").await?;
    window.click("removal-start").await?;
    window.until_count("removal-dialog", "", 0).await
}

async fn reset(window: &Window, lesson: &str) -> Result {
    window.click("nav-learn").await?;
    window.click_with("lesson-card", &format!("[data-lesson={lesson}] [data-testid=lesson-open]")).await?;
    window.find_with("lesson", &format!("[data-lesson={lesson}]")).await?;
    if window.all("lesson-reset", "").await?.is_empty() {
        return Ok(());
    }
    window.click("lesson-reset").await?;
    window.click("reset-lesson-start").await?;
    window.until_count("lesson-reset-dialog", "", 0).await?;
    window.until_count("lesson-reset", "", 0).await
}

/// Runs the command that each step shows in a shell, unchanged.
#[tokio::test(flavor = "multi_thread")]
async fn a_lesson_typed_in_a_terminal() -> Result {
    let (lab, window) = begin("zh-CN").await?;
    let docker = lab.docker();
    let run = async |id: &str| -> Result {
        let line = command(&window, id).await?;
        let printed = docker.shell(&line).await?;
        assert_eq!(printed.code, 0, "{line} succeeds: {}{}", printed.out, printed.err);
        until_step(&window, id, "done").await
    };
    open(&window, "list").await?;
    run("tag").await?;
    same_id(&window, &docker).await?;
    answer_by_trying(&window, "filter").await?;
    run("untag").await?;
    open(&window, "dangling").await?;
    run("build").await?;
    run("rebuild").await?;
    answer_by_trying(&window, "find").await?;
    run("remove").await?;
    window.close().await
}

/// Uses Tab, Enter, Space, the arrow keys and letters only.
#[tokio::test(flavor = "multi_thread")]
async fn a_lesson_by_keyboard_alone() -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let window = Window::open(Environment { docker_host: lab.docker_host(), language: "en" }).await?;
    window.find_with("engine-status", "[data-state=connected]").await?;
    press(&window, "[data-testid=nav-learn]", "\n").await?;
    press(&window, "[data-testid=ground-real]", "\n").await?;
    press(&window, "[data-lesson=pull] [data-testid=lesson-open]", "\n").await?;
    until_state(&window, "pull", "started").await?;
    press(&window, "[data-step=pull] [data-testid=lesson-form]", "\n").await?;
    window.find("pull-dialog").await?;
    press(&window, "[data-testid=pull-start]", "\n").await?;
    until_step(&window, "pull", "done").await?;
    window.press_escape().await?;
    window.until_count("pull-dialog", "", 0).await?;
    let layers = lab.docker().run(&["image", "inspect", "-f", "{{len .RootFS.Layers}}", SHELL]).await?;
    choose(&window, "layer-count", &layers).await?;
    until_step(&window, "look", "done").await?;
    choose(&window, "digest", "digest").await?;
    window.find_with("lesson-question", "[data-question=digest][data-verdict=right]").await?;
    window.screenshot("course-by-keyboard").await?;
    window.close().await
}

/// Selects a choice and presses "Answer". A group of radio buttons is one tab stop; the arrow keys move within it.
async fn choose(window: &Window, question: &str, choice: &str) -> Result {
    const DOWN: &str = "\u{e015}";
    let group = format!("[data-question={question}] [data-testid=lesson-choice]");
    tab_to(window, &group).await?;
    window.type_keys(" ").await?;
    let target = format!("{group}[data-choice='{choice}']");
    for _ in 0..10 {
        if is_focused(window, &target).await? {
            break;
        }
        window.type_keys(DOWN).await?;
    }
    assert!(is_focused(window, &target).await?, "the arrow keys reach {choice}");
    press(window, &format!("[data-question={question}] [data-testid=lesson-answer]"), "\n").await
}

async fn press(window: &Window, css: &str, key: &str) -> Result {
    tab_to(window, css).await?;
    window.type_keys(key).await
}

/// Presses Tab until this element has the focus.
async fn tab_to(window: &Window, css: &str) -> Result {
    const TAB: &str = "\u{e004}";
    window
        .until(format!("Tab reaches {css}"), || async {
            if is_focused(window, css).await? {
                return Ok(Some(()));
            }
            window.type_keys(TAB).await?;
            Ok(None)
        })
        .await
}

async fn is_focused(window: &Window, css: &str) -> Result<bool> {
    let script = "return document.activeElement?.matches(arguments[0]) ?? false";
    Ok(window.script(script, vec![json!(css)]).await? == true)
}
