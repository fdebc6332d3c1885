//! A page that is loaded anew finds everything as it was.

use slipway_e2e::{Result, Surroundings, Window};
use slipway_lab::{Lab, LabOptions};

/// What xterm.js says that it is, without the escape before it.
const ANSWER: &str = "[?1;2c";

#[tokio::test(flavor = "multi_thread")]
async fn a_console_comes_back_with_what_it_had_printed() -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    docker.run(&["run", "-d", "--init", "--name", "box", "ubuntu:14.04", "sleep", "1000"]).await?;
    let window = Window::open(Surroundings { docker_host: lab.docker_host(), language: "en" }).await?;
    window.click("nav-containers").await?;
    window.click_with("container-row", "[data-name=box] [data-testid=container-console]").await?;
    window.find_with("console-shell", ":enabled").await?;
    window.click("console-open").await?;
    window.until_text("console-terminal", "root@").await?;
    // This asks the terminal what it is. Its answer is typed, and echoed; given twice, it would end up on the command line.
    window.type_in_terminal("echo before $((6 * 7)); printf '\\033[c'; cat > /dev/null\n").await?;
    window.until_text("console-terminal", ANSWER).await?;
    window.press_with_control('c').await?;
    let shown = window.until_text("console-terminal", "^C").await?;
    assert!(shown.contains("before 42"), "what was printed is shown: {shown}");
    window.script("window.before = true", vec![]).await?;

    window.reload().await?;
    let same = window.script("return window.before === true", vec![]).await?;
    assert_eq!(same, false, "the page is a new one");
    window.find_with("console-tab", "[data-state=open]").await?;
    window.until_text("console-terminal", "before 42").await?;
    window.type_in_terminal("echo after $((7 * 7))\n").await?;
    let shown = window.until_text("console-terminal", "after 49").await?;
    assert_eq!(shown.matches(ANSWER).count(), 1, "the terminal has answered once only: {shown}");
    window.picture("reload-console").await?;
    window.close().await
}
