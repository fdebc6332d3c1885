//! Pasted commands: the run dialog completes and runs one, and the palette opens the dialog that a command belongs to.

use slipway_e2e::{Environment, Result, Window, free_port};
use slipway_lab::{Cli, Lab, LabOptions};

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_command_becomes_a_form() -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    docker.run(&["pull", "-q", "ubuntu:14.04"]).await?;
    docker.run(&["run", "-d", "--name", "webserver", "nginx"]).await?;
    let window = Window::open(Environment { docker_host: lab.docker_host(), language: "en" }).await?;
    window.find_with("image-row", "[data-reference='nginx:latest']").await?;

    run(&window, &docker).await?;
    several_commands(&window, &docker).await?;
    invalid_and_other_commands(&window).await?;
    palette(&window).await?;
    screenshots(&window).await?;
    window.close().await
}

async fn run(window: &Window, docker: &Cli) -> Result {
    window.click("nav-containers").await?;
    window.click("run-open").await?;
    window.fill("run-name", "typed-before").await?;
    let port = free_port()?;
    let text = format!(
        "$ sudo docker run -d \\\n  --name pasted -p {port}:80 -e GREETING='你好 世界' \\\n  -v $(pwd)/html:/srv/html:ro \
         --restart=on-failure:3 -m 64m --label team=blue --cidfile /tmp/pasted.cid \\\n  nginx"
    );
    paste(window, &text).await?;
    window.find_with("paste-remark", "[data-kind=needsValue]").await?;
    window.until_count("paste-remark", "[data-kind=otherFlag]", 3).await?;
    window.until_count("paste-remark", "[data-kind=clientOnly]", 1).await?;
    assert_eq!(window.value("run-name").await?, "pasted", "the form is filled");
    window.until_problem("[data-testid=run-volumes] input", "valueUnresolved").await?;
    window.find_with("run-start", ":disabled").await?;
    window.screenshot("paste-run").await?;

    window.click("paste-undo").await?;
    assert_eq!(window.value("run-name").await?, "typed-before", "undo restores what was typed before");
    paste(window, &text).await?;
    window.find_with("paste-remark", "[data-kind=needsValue]").await?;

    window.click_with("paste-remark", "[data-kind=needsValue] button").await?;
    window.fill_first_row("run-volumes", "pasted-data:/srv/html:ro").await?;
    window.until_command("run-dialog", &format!(
        "docker run -d --name pasted -p {port}:80 -e 'GREETING=你好 世界' -v pasted-data:/srv/html:ro --restart on-failure:3 \
         --memory 64m --label team=blue nginx"
    )).await?;
    window.click("run-start").await?;
    window.find_with("container-row", "[data-name=pasted][data-state=running]").await?;

    let inspect = async |format: &str| docker.run(&["inspect", "-f", format, "pasted"]).await;
    let restart = "{{.HostConfig.RestartPolicy.Name}} {{.HostConfig.RestartPolicy.MaximumRetryCount}}";
    assert_eq!(inspect(restart).await?, "on-failure 3", "the restart policy");
    assert_eq!(inspect("{{.HostConfig.Memory}}").await?, "67108864", "the memory");
    assert_eq!(inspect("{{.Config.Labels.team}}").await?, "blue", "the label");
    assert_eq!(inspect("{{index .HostConfig.Binds 0}}").await?, "pasted-data:/srv/html:ro", "the completed volume");
    assert!(inspect("{{.Config.Env}}").await?.contains("GREETING=你好 世界"), "the variable");
    let bound = inspect("{{(index (index .HostConfig.PortBindings \"80/tcp\") 0).HostPort}}").await?;
    assert_eq!(bound, port.to_string(), "the port");
    Ok(())
}

/// A text with a volume, a stop and a run: the run fills the form, the others are not lost.
async fn several_commands(window: &Window, docker: &Cli) -> Result {
    window.click("nav-containers").await?;
    window.click("run-open").await?;
    let text = "```bash\n$ docker volume create shop-data\n$ docker stop webserver\n\
                $ docker run -d --name several -e WHO=$USER -e $'TEXT=one\\ntwo' nginx\n```";
    paste(window, text).await?;
    window.until_count("paste-elsewhere", "", 1).await?;
    window.until_count("paste-remark", "[data-kind=otherCommand]", 1).await?;
    assert_eq!(window.value("run-name").await?, "several", "the run fills the form");
    let problem = window.until_problem("[data-testid=run-env] input", "valueUnresolved").await?;
    assert!(problem.contains("WHO=$USER"), "the problem names the value: {problem}");
    window.find_with("run-start", ":disabled").await?;
    window.screenshot("paste-several").await?;
    paste(window, "docker run --nmae several nginx").await?;
    window.until_problem("[data-testid=run-paste]", "flagUnknown").await?;
    assert_eq!(window.value("run-name").await?, "", "a text that cannot be read leaves no former command");
    paste(window, text).await?;
    window.until_problem("[data-testid=run-env] input", "valueUnresolved").await?;
    window.fill_first_row("run-env", "WHO=me").await?;
    window.until_command("run-dialog", "docker run -d --name several -e WHO=me -e $'TEXT=one\\ntwo' nginx").await?;
    window.click("run-start").await?;
    window.find_with("container-row", "[data-name=several][data-state=running]").await?;
    let env = docker.run(&["inspect", "-f", "{{json .Config.Env}}", "several"]).await?;
    assert!(env.contains(r#""TEXT=one\ntwo""#), "the value keeps its line's end: {env}");
    Ok(())
}

async fn invalid_and_other_commands(window: &Window) -> Result {
    window.click("run-open").await?;
    paste(window, "docker run --nmae web nginx").await?;
    let problem = window.until_problem("[data-testid=run-paste]", "flagUnknown").await?;
    assert!(problem.contains("--name"), "the problem suggests a flag: {problem}");
    window.screenshot("paste-wrong").await?;
    paste(window, "docker pull redis").await?;
    window.click("paste-elsewhere").await?;
    window.until_count("run-dialog", "", 0).await?;
    window.find("pull-dialog").await?;
    assert_eq!(window.value("pull-reference").await?, "redis", "the pull dialog is filled");
    close_dialog(window, "pull-dialog").await?;

    window.click("run-open").await?;
    window.fill("run-image", "nginx").await?;
    window.fill_first_row("run-other", "--memory lots").await?;
    window.until_problem("[data-testid=run-other] input", "flagValueInvalid").await?;
    window.fill_first_row("run-other", "-p 80:80").await?;
    window.until_problem("[data-testid=run-other] input", "flagIsField").await?;
    window.fill_first_row("run-other", "--hostname web").await?;
    window.find_with("run-start", ":enabled").await?;
    close_dialog(window, "run-dialog").await
}

async fn palette(window: &Window) -> Result {
    open_from_palette(window, "docker run -it --rm --network none ubuntu:14.04 bash").await?;
    window.find("run-dialog").await?;
    window.until_command("run-dialog", "docker run -it --rm --network none ubuntu:14.04 bash").await?;
    close_dialog(window, "run-dialog").await?;

    open_from_palette(window, "docker commit -m 'a new page' webserver nginx:v2").await?;
    window.find("commit-dialog").await?;
    assert_eq!(window.value("commit-repository").await?, "nginx", "the commit dialog is filled");
    assert_eq!(window.value("commit-message").await?, "a new page", "the message is filled in too");
    close_dialog(window, "commit-dialog").await?;

    open_from_palette(window, "docker rmi ubuntu:14.04").await?;
    window.find("removal-dialog").await?;
    window.until_command("removal-dialog", "docker rmi ubuntu:14.04").await?;
    close_dialog(window, "removal-dialog").await?;

    open_from_palette(window, "docker tag ubuntu:14.04 mine/ubuntu:1").await?;
    window.find("image-detail").await?;
    assert_eq!(window.value("tag-reference").await?, "mine/ubuntu:1", "the name is proposed");

    open_from_palette(window, "docker images nginx").await?;
    assert_eq!(window.value("images-filter").await?, "repo:nginx", "the table's filter is set");

    open_from_palette(window, "docker stop -t 3 webserver").await?;
    window.find("control-dialog").await?;
    window.until_command("control-dialog", "docker stop webserver").await?;
    window.find("opened-remarks").await?;
    close_dialog(window, "control-dialog").await?;

    open_from_palette(window, "docker exec -it -u root webserver bash").await?;
    window.find_with("console-shell", ":enabled").await?;
    assert_eq!(window.value("console-user").await?, "root", "the console form is filled");
    Ok(())
}

/// Takes screenshots of the dialog and the palette in both languages and themes.
async fn screenshots(window: &Window) -> Result {
    for (language, theme) in [("zh-CN", "light"), ("zh-CN", "dark"), ("en", "dark")] {
        window.find("settings-language").await?.select_by_value(language).await?;
        window.find("settings-theme").await?.select_by_value(theme).await?;
        window.press_with_control('k').await?;
        let text = "docker run -itd -v $(pwd):/data --net=host -m 1g --pull always nginx -p 80:80";
        window.fill("palette-search", text).await?;
        window.find("palette-command").await?;
        window.screenshot(&format!("paste-palette-{language}-{theme}")).await?;
        window.click("palette-command").await?;
        window.find("paste-remarks").await?;
        window.screenshot(&format!("paste-run-{language}-{theme}")).await?;
        close_dialog(window, "run-dialog").await?;
    }
    Ok(())
}

async fn open_from_palette(window: &Window, text: &str) -> Result {
    window.press_with_control('k').await?;
    window.fill("palette-search", text).await?;
    window.click("palette-command").await?;
    window.until_count("palette", "", 0).await
}

/// Replaces the text in the command field as a paste does: at once, with its line breaks.
async fn paste(window: &Window, text: &str) -> Result {
    window.click("run-paste").await?;
    let script = "document.activeElement.select(); return document.execCommand('insertText', false, arguments[0])";
    let done = window.script(script, vec![text.into()]).await?;
    assert_eq!(done, true, "the text is inserted");
    assert_eq!(window.value("run-paste").await?, text, "the text keeps its line breaks");
    Ok(())
}

async fn close_dialog(window: &Window, dialog: &str) -> Result {
    window.press_escape().await?;
    window.until_count(dialog, "", 0).await
}
