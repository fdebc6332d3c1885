//! The whole tutorial by mouse, once in each language.

use slipway_e2e::{Environment, Result, Window};
use slipway_lab::{Cli, Lab, LabOptions, data};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const PAGE: &str = "/usr/share/nginx/html/index.html";

#[tokio::test(flavor = "multi_thread")]
async fn the_tutorial_in_chinese() -> Result {
    the_tutorial("zh-CN").await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tutorial_in_english() -> Result {
    the_tutorial("en").await
}

async fn the_tutorial(language: &'static str) -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    let window = Window::open(Environment { docker_host: lab.docker_host(), language }).await?;
    window.find_with("engine-status", "[data-state=connected]").await?;

    pull(&window, &docker).await?;
    window.screenshot(&format!("pull-{language}")).await?;
    window.press_escape().await?;
    run_a_shell(&window, &docker, language).await?;
    list(&window, &docker, language).await?;
    dangling(&window, &docker, language).await?;
    intermediate(&window, &docker, language).await?;
    let port = run_a_server(&window, &docker, "nginx:latest", "webserver").await?;
    change_the_page(&window, port, language).await?;
    inspect_the_changes(&window, language).await?;
    commit(&window, &docker, language).await?;
    let port = run_a_server(&window, &docker, "nginx:v2", "web2").await?;
    until_served(&window, port, "<h1>Hello, Docker!</h1>").await?;
    window.close().await
}

async fn pull(window: &Window, docker: &Cli) -> Result {
    window.click("nav-images").await?;
    window.click("pull-open").await?;
    window.fill("pull-reference", "ubuntu:14.04").await?;
    window.until_command("pull-dialog", "docker pull ubuntu:14.04").await?;
    window.click("pull-start").await?;
    let digest = window.text("pull-digest").await?;
    let layers = window.all("pull-layer", "").await?.len();
    assert_eq!(layers, 5, "each layer of the image has its bar");
    window.until_text("pull-status", "ubuntu:14.04").await?;
    let known = docker.run(&["image", "inspect", "-f", "{{index .RepoDigests 0}}", "ubuntu:14.04"]).await?;
    let known = known.trim().rsplit('@').next().unwrap_or_default().to_owned();
    assert!(digest.contains(&known), "the window shows the engine's digest {known}: {digest}");
    Ok(())
}

async fn run_a_shell(window: &Window, docker: &Cli, language: &str) -> Result {
    window.click("nav-images").await?;
    window.click_with("image-row", "[data-reference='ubuntu:14.04'] [data-testid=image-run]").await?;
    window.click("run-preset-shell").await?;
    window.fill("run-command", "bash").await?;
    window.until_command("run-dialog", "docker run -it --rm ubuntu:14.04 bash").await?;
    window.screenshot(&format!("run-{language}")).await?;
    window.click("run-start").await?;
    window.find_with("console-tab", "[data-state=open]").await?;
    window.until_text("console-terminal", "root@").await?;
    window.type_in_terminal("cat /etc/os-release\n").await?;
    window.until_text("console-terminal", "Trusty Tahr").await?;
    window.screenshot(&format!("console-{language}")).await?;
    window.type_in_terminal("exit\n").await?;
    window.find_with("console-tab", "[data-state=exited]").await?;
    window
        .until("the container is gone", || async {
            Ok(docker.run(&["ps", "-aq"]).await?.trim().is_empty().then_some(()))
        })
        .await?;
    window.click("console-close").await
}

async fn list(window: &Window, docker: &Cli, language: &str) -> Result {
    for reference in ["ubuntu:16.04", "ubuntu:latest", "nginx:latest", "redis:latest"] {
        docker.run(&["pull", "-q", reference]).await?;
    }
    window.click("nav-images").await?;
    let id = |reference: &'static str| async move {
        let row = window.find_with("image-row", &format!("[data-reference='{reference}']")).await?;
        Ok::<_, slipway_e2e::Failure>(row.attr("data-image-id").await?)
    };
    let (one, other) = (id("ubuntu:16.04").await?, id("ubuntu:latest").await?);
    assert!(one.is_some(), "a row has its image ID");
    assert_eq!(one, other, "two tags of one image have one ID");
    window.screenshot(&format!("images-{language}")).await?;
    window.fill("images-filter", "ubuntu").await?;
    window.until_count("image-row", "", 3).await?;
    window.until_command("", "docker images ubuntu").await?;
    window.fill("images-filter", "").await
}

async fn dangling(window: &Window, docker: &Cli, language: &str) -> Result {
    data::dangling(docker).await?;
    window.find_with("image-row", "[data-kind=dangling]").await?;
    window.click("images-remove-dangling").await?;
    window.screenshot(&format!("remove-dangling-{language}")).await?;
    window.click("removal-start").await?;
    window.until_count("image-row", "[data-kind=dangling]", 0).await?;
    let left = docker.run(&["images", "-q", "-f", "dangling=true"]).await?;
    assert_eq!(left.trim(), "", "the engine has no dangling image left");
    window.press_escape().await
}

async fn intermediate(window: &Window, docker: &Cli, language: &str) -> Result {
    data::built_with_intermediates(docker, "tutorial/built:latest").await?;
    window.find_with("image-row", "[data-reference='tutorial/built:latest']").await?;
    assert!(
        window.all("image-row", "[data-kind=intermediate]").await?.is_empty(),
        "intermediate images are hidden by default"
    );
    window.click("images-show-intermediate").await?;
    window.find_with("image-row", "[data-kind=intermediate]").await?;
    window.until_command("", "docker images -a").await?;
    let removals = window.all("image-row", "[data-kind=intermediate] [data-testid=image-remove]").await?;
    assert!(removals.is_empty(), "an intermediate image offers no removal");
    window.screenshot(&format!("intermediate-{language}")).await?;
    window.click("images-show-intermediate").await
}

async fn run_a_server(window: &Window, docker: &Cli, image: &str, name: &str) -> Result<u16> {
    let port = slipway_e2e::free_port()?;
    window.click("nav-containers").await?;
    window.click("run-open").await?;
    window.fill("run-image", image).await?;
    window.click("run-preset-server").await?;
    window.fill("run-name", name).await?;
    window.fill_first_row("run-ports", &format!("{port}:80")).await?;
    window.until_command("run-dialog", &format!("docker run -d --name {name} -p {port}:80 {image}")).await?;
    window.click("run-start").await?;
    window.find_with("container-row", &format!("[data-name={name}][data-state=running]")).await?;
    let state = docker.run(&["inspect", "-f", "{{.State.Status}}", name]).await?;
    assert_eq!(state.trim(), "running", "the container runs on the engine");
    Ok(port)
}

async fn change_the_page(window: &Window, port: u16, language: &str) -> Result {
    window.click_with("container-row", "[data-name=webserver] [data-testid=container-console]").await?;
    window.find("console-shell").await?;
    window.click("console-open").await?;
    window.find_with("console-tab", "[data-state=open]").await?;
    window.until_text("console-terminal", "root@").await?;
    window.type_in_terminal(&format!("echo '<h1>Hello, Docker!</h1>' > {PAGE}\n")).await?;
    until_served(window, port, "<h1>Hello, Docker!</h1>").await?;
    // 你好 and 世界 in GBK, as a file of Chinese Windows has its name and its text.
    for text in [r"\304\343\272\303", r"\312\300\275\347"] {
        window.type_in_terminal(&format!("printf '{text}\\n' > \"$(printf '/tmp/{text}.txt')\"\n")).await?;
    }
    window.screenshot(&format!("exec-{language}")).await
}

/// Two names that engines list alike have a row each, in the tree and in the list, and open.
async fn names_in_gbk(window: &Window, language: &str) -> Result {
    window.click("changes-refresh").await?;
    window.until_contains("changes-list", "世界.txt").await?;
    window.click("changes-as-list").await?;
    window.until_contains("changes-list", "/tmp/世界.txt").await?;
    window.until_contains("changes-list", "/tmp/你好.txt").await?;
    // The row is known by the name's bytes.
    let hello = "[data-path='/tmp/\u{10f7c4}\u{10f7e3}\u{10f7ba}\u{10f7c3}.txt']";
    window.click_with("change-row", hello).await?;
    window.until_text("change-content", "\\xc4\\xe3\\xba\\xc3").await?;
    window.until_text("change-content", "GBK").await?;
    window.find_with("change-content", "[aria-busy=false]").await?;
    let content = window.text("change-content").await?;
    assert_eq!(content.matches("你好").count(), 2, "the name and the text are decoded: {content}");
    window.screenshot(&format!("changes-gbk-{language}")).await
}

async fn inspect_the_changes(window: &Window, language: &str) -> Result {
    window.click_with("container-row", "[data-name=webserver] [data-testid=container-changes]").await?;
    let row = format!("[data-path='{PAGE}'][data-kind=changed]");
    window.click_with("change-row", &row).await?;
    window.until_text("change-content", "Hello, Docker!").await?;
    let content = window.text("change-content").await?;
    assert!(content.to_lowercase().contains("welcome"), "the previous content is shown too: {content}");
    window.screenshot(&format!("changes-{language}")).await?;
    names_in_gbk(window, language).await
}

async fn commit(window: &Window, docker: &Cli, language: &str) -> Result {
    window.click("changes-commit").await?;
    window.fill("commit-repository", "nginx").await?;
    window.fill("commit-tag", "v2").await?;
    window.fill("commit-author", "Tao Wang <tao@example.org>").await?;
    window.fill("commit-message", "修改了默认网页").await?;
    window
        .until_command(
            "commit-dialog",
            "docker commit --author 'Tao Wang <tao@example.org>' --message '修改了默认网页' webserver nginx:v2",
        )
        .await?;
    window.screenshot(&format!("commit-{language}")).await?;
    window.click("commit-start").await?;
    let row = window.find_with("image-row", "[data-reference='nginx:v2']").await?;
    window.find("image-detail").await?;
    let inspected = docker.run(&["image", "inspect", "-f", "{{.Id}} {{.Author}} {{.Comment}}", "nginx:v2"]).await?;
    let id = row.attr("data-image-id").await?.unwrap_or_default();
    assert_eq!(
        inspected.trim(),
        format!("{id} Tao Wang <tao@example.org> 修改了默认网页"),
        "the image has the metadata"
    );
    window.screenshot(&format!("committed-{language}")).await
}

async fn until_served(window: &Window, port: u16, part: &str) -> Result {
    window
        .until(format!("port {port} serves {part:?}"), || async {
            Ok(fetch(port).await.is_ok_and(|page| page.contains(part)).then_some(()))
        })
        .await
}

async fn fetch(port: u16) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.write_all(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n").await?;
    let mut page = String::new();
    stream.read_to_string(&mut page).await?;
    Ok(page)
}
