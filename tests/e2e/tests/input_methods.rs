//! Text from an input method arrives once: in a console, where keys work as before, and in a field.

use slipway_e2e::{Environment, InputMethod, Result, Window};
use slipway_lab::{Lab, LabOptions};

/// WebDriver's code of the Backspace key.
const BACKSPACE: char = '\u{e003}';

#[tokio::test(flavor = "multi_thread")]
async fn committed_text_arrives_once() -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    docker.run(&["run", "-d", "--init", "--name", "box", "ubuntu:14.04", "sleep", "1000"]).await?;
    let _input_method = InputMethod::start().await?;
    let environment = Environment { docker_host: lab.docker_host(), language: "zh-CN" };
    let window = Window::open_with_variables(environment, &InputMethod::VARIABLES).await?;

    window.click("nav-containers").await?;
    window.click_with("container-row", "[data-name=box] [data-testid=container-console]").await?;
    window.find_with("console-shell", ":enabled").await?;
    window.click("console-open").await?;
    window.until_text("console-terminal", "root@").await?;
    window.type_in_terminal("cat > /typed\n").await?;
    // GTK commits these itself, each as fcitx5 does.
    window.type_keys("😀😁😂").await?;
    toggle_input_method(&window).await?;
    window.type_keys("su3cl3\n").await?; // 你好
    window.type_keys("g4ru,4\n").await?; // 世界
    window.type_keys(&format!("su3{BACKSPACE}cl3\n")).await?; // 你, removed again, and 好
    window.type_keys("\n").await?;
    toggle_input_method(&window).await?;
    window.type_keys("Latin again\n").await?;
    let arrived = window.until("the last line arrives in the program", || async {
        let typed = docker.run(&["exec", "box", "cat", "/typed"]).await?;
        Ok(typed.contains("again").then_some(typed))
    });
    let expected = ["😀😁😂你好世界好", "Latin again"];
    assert_eq!(arrived.await?.lines().collect::<Vec<_>>(), expected, "each text arrives once, as it was committed");
    window.screenshot("input-method").await?;

    window.press_with_control('c').await?;
    window.until_text("console-terminal", "^C").await?;
    window.type_keys("echo $((6 * 7))\n").await?;
    window.until_text("console-terminal", "42").await?;

    window.click("containers-filter").await?;
    toggle_input_method(&window).await?;
    window.type_keys("su3cl3\n").await?;
    assert_eq!(window.value("containers-filter").await?, "你好", "a field holds it once");
    window.close().await
}

/// Switches between Latin letters and Chinese, as a person does.
async fn toggle_input_method(window: &Window) -> Result {
    window.press_with_control(' ').await
}
