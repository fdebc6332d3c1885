//! A console whatever the container's shell says first, what is pasted into it, and what a reloaded page shows of it.

use slipway_e2e::{Environment, Result, Window};
use slipway_lab::{Lab, LabOptions};

/// How xterm.js identifies itself, without the escape character.
const ANSWER: &str = "[?1;2c";

#[tokio::test(flavor = "multi_thread")]
async fn a_console_shows_what_its_shell_says_and_shows_it_again_on_a_reloaded_page() -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    // bash, also as sh, warns about a locale that does not exist, before anything else is printed.
    let locale = "LC_ALL=zh_CN.UTF-8";
    docker.run(&["run", "-d", "--init", "--name", "box", "-e", locale, "ubuntu:14.04", "sleep", "1000"]).await?;
    docker.run(&["exec", "box", "ln", "-sf", "bash", "/bin/sh"]).await?;
    let window = Window::open(Environment { docker_host: lab.docker_host(), language: "en" }).await?;
    window.click("nav-containers").await?;
    window.click_with("container-row", "[data-name=box] [data-testid=container-console]").await?;
    window.find_with("console-shell", ":enabled").await?;
    window.click("console-open").await?;
    window.until_text("console-terminal", "root@").await?;
    window.until_text("console-terminal", "sh: warning: setlocale").await?;
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
    paste(&window).await?;
    window.close().await
}

/// Pastes two lines, the first with the end of a bracketed paste, into a program that takes them for typed ones.
async fn paste(window: &Window) -> Result {
    window.type_in_terminal("echo $((6 * 70)); cat\n").await?;
    window.until_text("console-terminal", "420").await?;
    let paste = "const clipboardData = new DataTransfer(); clipboardData.setData('text/plain', arguments[0]); \
                 document.querySelector('[data-testid=console-terminal] textarea') \
                     .dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))";
    window.script(paste, vec!["safe\u{1b}[201~\nsecond\n".into()]).await?;
    window.until_text("console-paste", "safe[201~").await?;
    window.screenshot("console-paste").await?;
    window.click("console-paste-confirm").await?;
    // Echoed by the terminal, and printed by cat; rows are joined.
    window.until_text("console-terminal", "safe[201~secondsafe[201~second").await?;
    Ok(())
}
