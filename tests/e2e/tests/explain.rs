//! Explained commands: fields and parts of the command highlight each other, by pointer and by keyboard; explanations
//! contain the actual values; the setting for long flag names applies everywhere and is kept.

use slipway_e2e::{Environment, Result, Window};
use slipway_lab::{Cli, Lab, LabOptions, data};

const TAB: &str = "\u{e004}";
const LEFT: &str = "\u{e012}";

#[tokio::test(flavor = "multi_thread")]
async fn a_command_is_explained() -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    create_objects(&docker).await?;
    let window = Window::open(Environment { docker_host: lab.docker_host(), language: "en" }).await?;
    window.find_with("image-row", "[data-reference='nginx:latest']").await?;

    fields_and_parts(&window).await?;
    by_keyboard(&window).await?;
    explanations(&window).await?;
    long_names(&window).await?;
    other_dialogs(&window).await?;
    window.close().await
}

async fn create_objects(docker: &Cli) -> Result {
    for reference in ["nginx", "ubuntu:14.04"] {
        docker.run(&["pull", "-q", reference]).await?;
    }
    data::dangling(docker).await?;
    docker.run(&["run", "-d", "--name", "shop", "nginx"]).await?;
    Ok(())
}

/// The part of the run dialog's command with this term.
fn part(term: &str) -> String {
    format!(" [data-testid=command-line] [data-part='{term}']")
}

async fn fields_and_parts(window: &Window) -> Result {
    window.click("nav-containers").await?;
    window.click("run-open").await?;
    window.fill("run-image", "nginx").await?;
    window.click("run-preset-server").await?;
    window.fill("run-name", "web").await?;
    window.fill_first_row("run-ports", "8080:80").await?;
    window.fill_first_row("run-volumes", "pages:/usr/share/nginx/html:ro").await?;
    let line = "docker run -d --name web -p 8080:80 -v pages:/usr/share/nginx/html:ro nginx";
    window.until_command("run-dialog", line).await?;

    for (field, term) in [("run-name", "run-name"), ("run-ports", "run-publish"), ("run-image", "run-image")] {
        let control = if field == "run-ports" { " input" } else { "" };
        window.point_at(field, control).await?;
        window.find_with("run-dialog", &format!("{}[data-lit]", part(term))).await?;
        window.until_count("run-dialog", " [data-testid=command-line] [data-lit]", 1).await?;
    }
    // By then the volumes are scrolled out of view.
    window.click("run-image").await?;
    for (term, field) in [("run-publish", "ports"), ("run-volume", "volumes"), ("run-detach", "detach")] {
        window.point_at("run-dialog", &part(term)).await?;
        let lit = format!(" [data-field={field}][data-lit]");
        window.find_with("run-dialog", &lit).await?;
        assert!(is_visible(window, &lit).await?, "the field {field} is scrolled into view");
    }
    window.point_at("run-dialog", &part("run-volume")).await?;
    window.find_with("run-dialog", " [data-field=volumes][data-lit]").await?;
    window.screenshot("explain-part").await?;
    window.click_with("run-dialog", &part("run-name")).await?;
    window.find_with("run-name", ":focus").await.map(drop)
}

/// Whether an element in the run dialog is visible in the scrolling part, above the command at the bottom.
async fn is_visible(window: &Window, css: &str) -> Result<bool> {
    let script = "const dialog = document.querySelector('[data-testid=run-dialog]');
        const box = dialog.querySelector(arguments[0].trim()).getBoundingClientRect();
        const visible = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        return dialog.querySelector(arguments[0].trim()).contains(visible)";
    Ok(window.script(script, vec![css.into()]).await? == true)
}

/// The command is one tab stop, the arrow keys move between its parts, and Enter moves to the field.
async fn by_keyboard(window: &Window) -> Result {
    window.script("document.querySelector('[data-testid=run-other] > button').focus()", vec![]).await?;
    window.type_keys(TAB).await?;
    let focused = format!("{}:focus", part("run-name"));
    window.find_with("run-dialog", &focused).await?;
    window.find_with("run-dialog", " [data-field=name][data-lit]").await?;
    window.type_keys(LEFT).await?;
    window.find_with("run-dialog", &format!("{}:focus", part("run-detach"))).await?;
    window.find_with("run-dialog", " [data-field=detach][data-lit]").await?;
    window.screenshot("explain-keyboard").await?;
    window.type_keys("\n").await?;
    window.find_with("run-detach", ":focus").await.map(drop)
}

async fn explanations(window: &Window) -> Result {
    window.click_with("run-dialog", " [data-testid=command-explain]").await?;
    let whole = "Creates a container from nginx and starts it in the background.";
    window.until_text("command-whole", whole).await?;
    for sentence in [
        "Names the container web.",
        "Maps port 8080 of the host, the machine that Docker runs on, to port 80 of the container.",
        "Mounts the volume pages at /usr/share/nginx/html in the container.",
        "The container can’t write to it.",
        "nginx with the tag latest, the default.",
    ] {
        window.until_text("command-explained", sentence).await?;
    }
    assert_eq!(window.axe().await?, [""; 0], "the explanation has no accessibility violations");
    for (language, theme) in [("zh-CN", "dark"), ("en", "light")] {
        window.press_escape().await?;
        window.until_count("command-explained", "", 0).await?;
        set_appearance(window, language, theme).await?;
        window.click_with("run-dialog", " [data-testid=command-explain]").await?;
        window.find("command-whole").await?;
        window.screenshot(&format!("explain-{language}-{theme}")).await?;
    }
    Ok(())
}

/// Chooses language and theme by script, since a dialog covers the controls.
async fn set_appearance(window: &Window, language: &str, theme: &str) -> Result {
    let script = "for (const [name, value] of Object.entries(arguments[0])) {
            const select = document.querySelector(`[data-testid=settings-${name}]`);
            select.value = value;
            select.dispatchEvent(new Event('change', { bubbles: true }));
        }";
    window.script(script, vec![serde_json::json!({ "language": language, "theme": theme })]).await?;
    window
        .until(format!("the page is in {language}"), || async {
            Ok((window.script("return document.documentElement.lang", vec![]).await? == language).then_some(()))
        })
        .await
}

async fn long_names(window: &Window) -> Result {
    window.click("command-long-flags").await?;
    let line = "docker run --detach --name web --publish 8080:80 \
                --volume pages:/usr/share/nginx/html:ro nginx";
    window.until_command("run-dialog", line).await?;
    window.screenshot("explain-long").await?;
    window.press_escape().await?;
    window.until_count("command-explained", "", 0).await?;
    window.press_escape().await?;
    window.until_count("run-dialog", "", 0).await?;
    // The setting is kept: the reloaded page has it, for the command bar too.
    window.reload().await?;
    window.click("nav-containers").await?;
    window.until_command("", "docker ps --all").await?;
    window.click_with("container-row", "[data-name=shop] [data-testid=container-remove]").await?;
    window.click("container-remove-force").await?;
    window.until_command("container-remove-dialog", "docker rm --force shop").await?;
    window.click_with("container-remove-dialog", " [data-testid=command-explain]").await?;
    window.click("command-long-flags").await?;
    window.until_command("container-remove-dialog", "docker rm -f shop").await?;
    window.press_escape().await?;
    window.until_count("command-explained", "", 0).await?;
    window.point_at("container-remove-dialog", &part("rm-force")).await?;
    window.find_with("container-remove-dialog", " [data-field=force][data-lit]").await?;
    window.screenshot("explain-container-remove").await?;
    window.press_escape().await?;
    window.until_count("container-remove-dialog", "", 0).await
}

async fn other_dialogs(window: &Window) -> Result {
    window.click("nav-images").await?;
    window.click("pull-open").await?;
    window.fill("pull-reference", "localhost:5000/team/shop").await?;
    window.fill("pull-platform", "linux/arm64").await?;
    window.point_at("pull-dialog", &part("pull-platform")).await?;
    window.find_with("pull-dialog", " [data-field=platform][data-lit]").await?;
    window.click_with("pull-dialog", " [data-testid=command-explain]").await?;
    window.until_text("command-explained", "It comes from the registry localhost:5000.").await?;
    window.until_text("command-explained", "arm64 means 64-bit ARM processors").await?;
    window.screenshot("explain-pull").await?;
    window.press_escape().await?;
    window.until_count("command-explained", "", 0).await?;
    window.press_escape().await?;
    window.until_count("pull-dialog", "", 0).await?;

    window.click("images-remove-dangling").await?;
    window.find("removal-start").await?;
    window.point_at("removal-dialog", &part("rmi-target")).await?;
    window.find_with("removal-item", "[data-lit]").await?;
    window.screenshot("explain-removal").await?;
    window.press_escape().await?;
    window.until_count("removal-dialog", "", 0).await?;

    window.click("nav-containers").await?;
    window.click_with("container-row", "[data-name=shop] [data-testid=container-commit]").await?;
    window.fill("commit-repository", "shop").await?;
    window.fill("commit-tag", "v2").await?;
    window.fill("commit-message", "a new page").await?;
    for field in ["commit-tag", "commit-repository"] {
        window.point_at(field, "").await?;
        window.find_with("commit-dialog", &format!("{}[data-lit]", part("commit-reference"))).await?;
    }
    window.screenshot("explain-commit").await?;
    window.press_escape().await?;
    window.until_count("commit-dialog", "", 0).await?;

    window.click("nav-cleanup").await?;
    window.click_with("cleanup-suggestion", "[data-reason=dangling] input").await?;
    window.click("cleanup-accept-all").await?;
    window.find_with("cleanup-run", ":enabled").await?;
    window.point_at("cleanup-item", "[data-field=steps]").await?;
    window.find_with("command-line", " [data-part='rmi-target'][data-lit]").await?;
    window.screenshot("explain-plan").await
}
