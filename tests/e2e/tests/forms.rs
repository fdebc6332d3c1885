//! Invalid input in each form is reported at its field, and nothing that was typed is lost.

use slipway_e2e::{Environment, Result, Window, free_port};
use slipway_lab::{Cli, Lab, LabOptions};

#[tokio::test(flavor = "multi_thread")]
async fn invalid_input_is_reported_at_its_field() -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    let port = free_port()?.to_string();
    docker.run(&["run", "-d", "--name", "taken", "-p", &format!("{port}:80"), "nginx"]).await?;
    let window = Window::open(Environment { docker_host: lab.docker_host(), language: "en" }).await?;
    window.find_with("image-row", "[data-reference='nginx:latest']").await?;

    pull(&window).await?;
    run_before_submitting(&window).await?;
    run_after_submitting(&window, &docker, &port).await?;
    commit(&window, &docker).await?;
    exec(&window).await?;
    window.press_escape().await?;
    rename(&window, &docker).await?;
    typing_is_not_disturbed(&window, &docker).await?;
    notices_cover_nothing(&window, &docker, &port).await?;
    window.close().await
}

async fn pull(window: &Window) -> Result {
    window.click("nav-images").await?;
    window.click("pull-open").await?;
    window.click("pull-start").await?;
    problem(window, "pull-reference", "referenceEmpty", "ubuntu:14.04").await?;
    for (reference, code, words) in [
        ("Ubuntu", "referenceUppercase", "ubuntu"),
        ("ubuntu:14.04!", "tagInvalid", "14.04!"),
        ("ubuntu@sha256:1", "digestInvalid", "sha256:1"),
        ("a//b", "referenceInvalid", "a//b"),
    ] {
        window.fill("pull-reference", reference).await?;
        problem(window, "pull-reference", code, words).await?;
        window.find_with("pull-start", ":disabled").await?;
    }
    window.screenshot("forms-pull").await?;
    window.fill("pull-reference", "ubuntu:14.04").await?;
    window.find_with("pull-start", ":enabled").await?;
    close_dialog(window, "pull-dialog").await
}

async fn run_before_submitting(window: &Window) -> Result {
    open_run(window, "nginx:latest").await?;
    for (field, wrong, code) in [
        ("run-image", "Nginx", "referenceUppercase"),
        ("run-name", "-", "nameInvalid"),
        ("run-command", "echo 'open", "quotesUnbalanced"),
    ] {
        let right = window.value(field).await?;
        window.fill(field, wrong).await?;
        problem(window, field, code, wrong.trim_start_matches("echo ")).await?;
        window.find_with("run-start", ":disabled").await?;
        window.fill(field, &right).await?;
        window.find_with("run-start", ":enabled").await?;
    }
    for (field, wrong, code) in [
        ("run-ports", "80:http", "portInvalid"),
        ("run-env", "=value", "envInvalid"),
        ("run-volumes", "data:relative", "volumeInvalid"),
    ] {
        window.fill_first_row(field, wrong).await?;
        problem_at(window, &format!("[data-testid={field}] input"), code, wrong).await?;
        window.find_with("run-start", ":disabled").await?;
        window.fill_first_row(field, "").await?;
        window.find_with("run-start", ":enabled").await?;
    }
    close_dialog(window, "run-dialog").await
}

async fn run_after_submitting(window: &Window, docker: &Cli, port: &str) -> Result {
    let before = docker.run(&["ps", "-aq"]).await?;
    open_run(window, "nginx:latest").await?;
    window.fill("run-name", "taken").await?;
    problem_when_submitted(window, "[data-testid=run-name]", "nameTaken").await?;
    assert_eq!(window.value("run-name").await?, "taken", "the name is kept for correction");
    window.screenshot("forms-name-taken").await?;

    window.fill("run-name", "other").await?;
    window.click("run-preset-server").await?;
    window.fill_first_row("run-ports", &format!("{port}:80")).await?;
    problem_when_submitted(window, "[data-testid=run-ports] input", "portTaken").await?;
    assert_eq!(window.value("run-name").await?, "other", "the form is kept after the engine rejected a port");
    window.screenshot("forms-port-taken").await?;

    window.fill_first_row("run-ports", "").await?;
    window.click("run-preset-shell").await?;
    window.fill("run-command", "nosuchprogram --flag").await?;
    problem_when_submitted(window, "[data-testid=run-command]", "commandNotFound").await?;
    assert_eq!(window.value("run-command").await?, "nosuchprogram --flag", "the command is kept for correction");
    window.screenshot("forms-command").await?;
    close_dialog(window, "run-dialog").await?;
    assert_eq!(docker.run(&["ps", "-aq"]).await?, before, "rejected forms leave nothing behind");
    Ok(())
}

async fn commit(window: &Window, docker: &Cli) -> Result {
    let before = docker.run(&["images", "-aq"]).await?;
    window.click("nav-containers").await?;
    window.click_with("container-row", "[data-name=taken] [data-testid=container-commit]").await?;
    window.find("commit-preview").await?;
    for (field, wrong, right, code) in
        [("commit-repository", "My/Image", "my/image", "referenceUppercase"), ("commit-tag", "v 2", "v2", "tagInvalid")]
    {
        window.fill(field, wrong).await?;
        window.until_problem(&format!("[data-testid={field}]"), code).await?;
        window.find_with("commit-start", ":disabled").await?;
        window.fill(field, right).await?;
        window.find_with("commit-start", ":enabled").await?;
    }
    window.click_with("commit-changes", " > button").await?;
    for (instruction, wrong) in [("EXPOSE", "http"), ("CMD", "[\"open"), ("ONBUILD", "FROM scratch")] {
        window.find_with("commit-changes", " select").await?.select_by_label(instruction).await?;
        window.fill_first_row("commit-changes", wrong).await?;
        window.find_with("commit-changes", " [data-testid=error][data-code]").await?;
        window.find_with("commit-start", ":disabled").await?;
    }
    window.screenshot("forms-commit").await?;
    close_dialog(window, "commit-dialog").await?;
    assert_eq!(docker.run(&["images", "-aq"]).await?, before, "nothing was committed");
    Ok(())
}

async fn exec(window: &Window) -> Result {
    window.click("nav-containers").await?;
    window.click_with("container-row", "[data-name=taken] [data-testid=container-console]").await?;
    window.find_with("console-shell", ":enabled").await?;
    window.fill("console-user", "nosuchuser").await?;
    window.click("console-open").await?;
    problem(window, "console-user", "userNotFound", "nosuchuser").await?;
    assert_eq!(window.value("console-user").await?, "nosuchuser", "the user is kept for correction");
    window.screenshot("forms-console-user").await?;
    window.fill("console-user", "").await?;
    window.find("console-shell").await?.select_by_label("Custom command").await?;
    window.fill("console-command", "nosuchprogram").await?;
    window.click("console-open").await?;
    problem(window, "console-command", "commandNotFound", "nosuchprogram").await?;
    assert_eq!(window.value("console-command").await?, "nosuchprogram", "the command is kept for correction");
    window.screenshot("forms-console-command").await?;
    window.fill("console-command", "echo \"open").await?;
    problem(window, "console-command", "quotesUnbalanced", "open").await?;
    window.find_with("console-open", ":disabled").await?;
    assert!(window.all("console-tab", "").await?.is_empty(), "rejected forms open no console");
    Ok(())
}

async fn rename(window: &Window, docker: &Cli) -> Result {
    docker.run(&["create", "--name", "other", "nginx"]).await?;
    window.click("nav-containers").await?;
    window.find_with("container-row", "[data-name=other]").await?;
    window.click_with("container-row", "[data-name=taken] [data-testid=row-menu]").await?;
    window.click("container-rename").await?;
    for (wrong, code) in [("my shop", "nameInvalid"), ("other", "nameTaken")] {
        window.fill("rename-name", wrong).await?;
        problem(window, "rename-name", code, wrong).await?;
        window.find_with("rename-start", ":disabled").await?;
    }
    window.screenshot("forms-rename").await?;
    window.fill("rename-name", "shop").await?;
    window.until_command("rename-dialog", "docker rename taken shop").await?;
    window.click("rename-start").await?;
    window.until_count("rename-dialog", "", 0).await?;
    window.find_with("container-row", "[data-name=shop]").await?;
    let names = docker.run(&["ps", "-a", "--format", "{{.Names}}"]).await?;
    assert!(names.lines().any(|name| name == "shop"), "the engine has the new name: {names}");
    Ok(())
}

/// Types a command key by key, each after the engine's answer to the one before; no answer takes the focus away.
async fn typing_is_not_disturbed(window: &Window, docker: &Cli) -> Result {
    const COMMAND: &str = "/busybox-tool echo a b";
    const COMMAND_FIELD: &str = "[data-testid=console-command]";
    const USER_FIELD: &str = "[data-testid=console-user]";
    docker.run(&["pull", "-q", "ubuntu:14.04"]).await?;
    let recipe = "FROM ubuntu:14.04 AS tools\nFROM scratch\nCOPY --from=tools /bin/busybox /busybox-tool\n";
    docker.run_with(&["build", "-q", "-t", "shell-less", "-"], recipe.as_bytes()).await?;
    docker.run(&["run", "-d", "--name", "bare", "shell-less", "/busybox-tool", "sleep", "1000"]).await?;

    window.click_with("container-row", "[data-name=shop] [data-testid=container-console]").await?;
    window.click("console-user").await?;
    window.type_keys("ro").await?;
    window.find_with("console-shell", ":enabled").await?;
    window.find_with("console-open", ":enabled").await?;
    window.type_keys("ot").await?;
    assert!(window.has_focus(USER_FIELD).await?, "the focus stays in the user's field when the shells are known");
    assert_eq!(window.value("console-user").await?, "root", "every key arrives there");

    window.click_with("container-row", "[data-name=bare] [data-testid=container-console]").await?;
    window.click("console-command").await?;
    for end in 1..=COMMAND.len() {
        let typed = &COMMAND[..end];
        window.type_keys(&typed[end - 1..]).await?;
        window.until_command("console-dock", &format!("docker exec -it bare {}", typed.trim_end())).await?;
        assert!(window.has_focus(COMMAND_FIELD).await?, "the focus stays in the command's field after {typed:?}");
    }
    assert_eq!(window.value("console-command").await?, COMMAND, "every key arrives there");
    assert!(window.all("console-tab", "").await?.is_empty(), "nothing was opened by a space");
    window.type_keys("\n").await?;
    window.until_text("console-terminal", "a b").await?;
    window.click("console-close").await?;
    window.until_count("console-tab", "", 0).await
}

/// Notices of failed jobs have a place of their own, and the same failure is counted.
async fn notices_cover_nothing(window: &Window, docker: &Cli, port: &str) -> Result {
    docker.run(&["create", "--name", "clash", "-p", &format!("{port}:80"), "nginx"]).await?;
    docker.run(&["create", "--name", "broken", "nginx", "nosuchprogram"]).await?;
    window.click_with("container-row", "[data-name=clash] [role=gridcell]").await?;
    window.find("container-detail").await?;
    window.click_with("container-row", "[data-name=bare] [data-testid=container-console]").await?;
    window.click("console-command").await?;
    window.type_keys("/busybox-tool").await?;
    window.find_with("console-open", ":enabled").await?;
    for (name, count) in [("clash", 1), ("broken", 2), ("clash", 2)] {
        window.click_with("container-row", &format!("[data-name={name}] [data-testid=container-start]")).await?;
        window.until_count("notice", "", count).await?;
    }
    window.until_text("notice-count", "2").await?;
    for (width, height) in [(1280, 820), (1024, 700), (640, 520)] {
        window.resize(width, height).await?;
        let overlapping = window.script(NOTICES_OVERLAP, vec![]).await?;
        assert_eq!(overlapping, serde_json::json!([]), "{width} × {height}: what the notices cover");
        window.screenshot(&format!("forms-notices-{width}")).await?;
    }
    window.resize(1280, 820).await?;
    assert_eq!(window.axe().await?, [""; 0], "the notices have no accessibility violations");
    window.click("notice-dismiss").await?;
    window.until_count("notice", "", 1).await?;
    assert!(window.has_focus("[data-testid=notices]").await?, "the focus stays among the notices");
    window.click("notice-dismiss").await?;
    window.until_count("notices", "", 0).await
}

/// The parts of the window that the notices overlap, and the controls that a pointer does not reach for them.
const NOTICES_OVERLAP: &str = "const notices = document.querySelector('[data-testid=notices]');
    const over = notices.getBoundingClientRect();
    const parts = ['header', 'nav', 'main', 'footer', '[data-testid=console-dock]'];
    const overlapped = parts.flatMap((css) => [...document.querySelectorAll(css)]).filter((part) => {
        if (notices.contains(part) || part.parentElement.closest('main')) return false;
        const box = part.getBoundingClientRect();
        return box.left < over.right - 1 && over.left < box.right - 1 && box.top < over.bottom - 1 && over.top < box.bottom - 1;
    });
    const controls = [...document.querySelectorAll('button, input, select')].filter((control) => {
        const { left, top, width, height } = control.getBoundingClientRect();
        const shown = document.elementFromPoint(left + width / 2, top + height / 2);
        return !notices.contains(control) && notices.contains(shown) && !control.closest('main, [data-testid=console-dock]');
    });
    return [...overlapped, ...controls].map((element) => element.outerHTML.slice(0, 120))";

async fn open_run(window: &Window, image: &str) -> Result {
    window.click("nav-containers").await?;
    window.click("run-open").await?;
    window.fill("run-image", image).await?;
    window.find_with("run-start", ":enabled").await.map(drop)
}

/// Waits for a problem that the page finds, or that the engine reports once the form is submitted.
async fn problem_when_submitted(window: &Window, field: &str, code: &str) -> Result {
    if window.find("run-start").await?.is_enabled().await? {
        window.click("run-start").await?;
    }
    window.until_problem(field, code).await.map(drop)
}

async fn problem(window: &Window, testid: &str, code: &str, part: &str) -> Result {
    problem_at(window, &format!("[data-testid={testid}]"), code, part).await
}

/// Waits for a problem whose text contains `part`: while the text is typed, its beginning is invalid too.
async fn problem_at(window: &Window, field: &str, code: &str, part: &str) -> Result {
    let says = || async { Ok(window.until_problem(field, code).await?.contains(part).then_some(())) };
    window.until(format!("{code} says {part:?}"), says).await
}

async fn close_dialog(window: &Window, dialog: &str) -> Result {
    window.press_escape().await?;
    window.until_count(dialog, "", 0).await
}
