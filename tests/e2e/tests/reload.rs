//! A reloaded page shows everything as before.

use slipway_e2e::{Environment, Result, Window};
use slipway_lab::{Lab, LabOptions};

/// How xterm.js identifies itself, without the escape character.
const ANSWER: &str = "[?1;2c";

#[tokio::test(flavor = "multi_thread")]
async fn a_reloaded_page_shows_a_consoles_output_again() -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    docker.run(&["run", "-d", "--init", "--name", "box", "ubuntu:14.04", "sleep", "1000"]).await?;
    let window = Window::open(Environment { docker_host: lab.docker_host(), language: "en" }).await?;
    window.click("nav-containers").await?;
    window.click_with("container-row", "[data-name=box] [data-testid=container-console]").await?;
    window.find_with("console-shell", ":enabled").await?;
    window.click("console-open").await?;
    window.until_text("console-terminal", "root@").await?;
    // This asks the terminal to identify itself. The answer is typed and echoed; a second one would end up on the command
    // line.
    window.type_in_terminal("echo before $((6 * 7)); printf '\\033[c'; cat > /dev/null\n").await?;
    window.until_text("console-terminal", ANSWER).await?;
    window.press_with_control('c').await?;
    let shown = window.until_text("console-terminal", "^C").await?;
    assert!(shown.contains("before 42"), "what was printed is shown: {shown}");
    window.script("window.before = true", vec![]).await?;

    window.reload().await?;
    let same = window.script("return window.before === true", vec![]).await?;
    assert_eq!(same, false, "the page was reloaded");
    window.find_with("console-tab", "[data-state=open]").await?;
    window.until_text("console-terminal", "before 42").await?;
    window.type_in_terminal("echo after $((7 * 7))\n").await?;
    let shown = window.until_text("console-terminal", "after 49").await?;
    assert_eq!(shown.matches(ANSWER).count(), 1, "the terminal has answered only once: {shown}");
    window.screenshot("reload-console").await?;
    window.close().await
}
