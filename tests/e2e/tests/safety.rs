//! Untrusted text is shown as text: it adds no elements to the page, runs no scripts and hides nothing.

use serde_json::{Value, json};
use slipway_e2e::{Environment, Result, Window};
use slipway_lab::{Lab, LabOptions, data};

/// The beginning of [`data::HOSTILE`], as it must be shown.
const AS_TEXT: &str = "<b>bold</b><script>document.title='owned'</script>";
/// The rest of it: escape sequences and direction characters, made visible.
const ESCAPED: [&str; 3] = ["␛[31mred", "␛]52;c;b3duZWQ=␇", "\\u202edesrever\\u202c"];

#[tokio::test(flavor = "multi_thread")]
async fn hostile_text_is_shown_as_text() -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    let reference = data::hostile(&docker).await?;
    docker.run(&["create", "--name", "hostile", reference]).await?;
    data::hostile_change(&docker, "hostile").await?;
    let window = Window::open(Environment { docker_host: lab.docker_host(), language: "en" }).await?;
    let title = window.script("return document.title", vec![]).await?;

    window.click_with("image-row", &format!("[data-reference='{reference}']")).await?;
    window.until_text("image-detail", AS_TEXT).await?;
    // Labels are at the end of the drawer.
    window.until_text("image-detail", "hostile=").await?;
    for part in ESCAPED {
        window.until_text("image-detail", part).await?;
    }
    assert_harmless(&window, "an image's details", &title).await?;
    window.screenshot("safety-image").await?;

    window.click_with("image-detail", " [data-testid=image-run]").await?;
    window.find("run-dialog").await?;
    assert_harmless(&window, "the run dialog", &title).await?;
    window.press_escape().await?;
    window.until_count("run-dialog", "", 0).await?;

    window.click("nav-containers").await?;
    window.click_with("container-row", "[data-name=hostile] [role=gridcell]").await?;
    window.until_text("container-detail", AS_TEXT).await?;
    assert_harmless(&window, "a container's details", &title).await?;
    window.screenshot("safety-container").await?;

    window.click_with("container-row", "[data-name=hostile] [data-testid=container-changes]").await?;
    until_name_contains(&window, "<b>bold<").await?;
    window.click_with("change-row", "[data-path*='bold'][data-kind=added]").await?;
    window.until_text("change-content", AS_TEXT).await?;
    for part in ESCAPED {
        until_name_contains(&window, part).await?;
        window.until_text("change-content", part).await?;
    }
    assert_harmless(&window, "a change", &title).await?;
    window.screenshot("safety-change").await?;

    window.click("changes-commit").await?;
    window.until_text("commit-preview", AS_TEXT).await?;
    assert_harmless(&window, "the commit dialog", &title).await?;
    window.screenshot("safety-commit").await?;
    window.close().await
}

/// Waits until the name of the change, which is too long to be visible as a whole, contains `part`.
async fn until_name_contains(window: &Window, part: &str) -> Result {
    let script = "return document.querySelector('[data-testid=change-row]')?.textContent ?? ''";
    window
        .until(format!("the change's name contains {part:?}"), || async {
            let name = window.script(script, vec![]).await?;
            Ok(name.as_str().is_some_and(|name| name.contains(part)).then_some(()))
        })
        .await
}

/// Asserts that no element comes from the hostile text, its script has not run, and no character hides or reverses text.
async fn assert_harmless(window: &Window, place: &str, title: &Value) -> Result {
    let script = r"
        const hidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
        const read = ['title', 'placeholder', 'alt', 'aria-label', 'aria-description', 'href', 'value'];
        const found = { title: document.title, elements: [], hidden: [] };
        for (const element of document.body.querySelectorAll('*')) {
            const scripted = element.localName === 'script' && element.textContent.includes('owned');
            if (element.localName === 'b' || scripted) found.elements.push(element.outerHTML);
            const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
            const texts = [...own.map((node) => node.data), ...read.map((name) => element.getAttribute(name) ?? '')];
            found.hidden.push(...texts.filter((text) => hidden.test(text)));
        }
        return found";
    let found = window.script(script, vec![]).await?;
    assert_eq!(&found["title"], title, "{place}: no script has run");
    assert_eq!(found["elements"], json!([]), "{place}: no element comes from untrusted text");
    assert_eq!(found["hidden"], json!([]), "{place}: control and direction characters are made visible");
    Ok(())
}
