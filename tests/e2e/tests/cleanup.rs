//! Clean-up: choose images in the picture, preview the freed space, run the plan and check the result.

use slipway_e2e::{Environment, Result, Window};
use slipway_lab::{
    Cli, Lab, LabOptions,
    data::{self, LayerSpec},
};

const MB: usize = 1_000_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_clean_up_in_chinese() -> Result {
    a_clean_up("zh-CN").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clean_up_in_english() -> Result {
    a_clean_up("en").await
}

/// Loads images as they accumulate over months of work, with layers of known sizes.
async fn fill_disk(docker: &Cli) -> Result {
    const fn layer(created_by: &str, bytes: usize) -> LayerSpec<'_> {
        LayerSpec { created_by, bytes }
    }
    const BASE: LayerSpec<'static> = layer("ADD rootfs.tar.xz / # buildkit", 9 * MB);
    const PACKAGES: LayerSpec<'static> =
        layer("RUN /bin/sh -c apt-get update && apt-get install -y ca-certificates curl # buildkit", 4 * MB);
    const NODE: LayerSpec<'static> = layer("COPY node-v22 /usr/local # buildkit", 7 * MB);
    const PYTHON: LayerSpec<'static> = layer("COPY python-3.13 /usr/local # buildkit", 5 * MB);
    const FOLDER: LayerSpec<'static> = layer("WORKDIR /srv", 0);
    const MODULES: LayerSpec<'static> = layer("RUN /bin/sh -c npm ci --omit=dev # buildkit", 6 * MB);
    const OLD_MODULES: LayerSpec<'static> = layer("RUN /bin/sh -c npm install # buildkit", 5 * MB);
    data::load_images(
        docker,
        &[
            ("harbour/base:12", &[BASE, PACKAGES]),
            ("harbour/node:22", &[BASE, PACKAGES, NODE]),
            ("harbour/web:1.0", &[BASE, PACKAGES, NODE, FOLDER, OLD_MODULES, layer("COPY dist-1.0 /srv", 2 * MB)]),
            ("harbour/web:1.1", &[BASE, PACKAGES, NODE, FOLDER, OLD_MODULES, layer("COPY dist-1.1 /srv", 2 * MB + 7)]),
            ("harbour/web:1.2", &[BASE, PACKAGES, NODE, FOLDER, MODULES, layer("COPY dist-1.2 /srv", 3 * MB)]),
            ("harbour/web:1.3", &[BASE, PACKAGES, NODE, FOLDER, MODULES, layer("COPY dist-1.3 /srv", 3 * MB + 500)]),
            (
                "harbour/api:2.0",
                &[BASE, PACKAGES, PYTHON, layer("RUN /bin/sh -c pip install -r requirements.txt", 8 * MB)],
            ),
            ("", &[BASE, PACKAGES, PYTHON, layer("RUN /bin/sh -c pip install flask", 4 * MB)]),
            ("lighthouse/tool:nightly", &[layer("COPY lighthouse /", 6 * MB), layer("COPY rules /etc/lighthouse", MB)]),
        ],
    )
    .await?;
    for reference in ["ubuntu:14.04", "nginx:latest", "redis:latest"] {
        docker.run(&["pull", "-q", reference]).await?;
    }
    docker.run(&["run", "-d", "--name", "shop", "nginx:latest"]).await?;
    docker.run(&["create", "--name", "yesterday", "harbour/api:2.0"]).await?;
    Ok(())
}

async fn a_clean_up(language: &'static str) -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    fill_disk(&docker).await?;
    let window = Window::open(Environment { docker_host: lab.docker_host(), language }).await?;
    window.find_with("engine-status", "[data-state=connected]").await?;
    window.click("nav-cleanup").await?;
    window.find("cleanup-picture").await?;
    window.find_with("cleanup-suggestion", "[data-reason=dangling][data-bytes='4000000']").await?;
    window.find_with("cleanup-part", "[data-kind=images]").await?;
    window.screenshot(&format!("cleanup-{language}")).await?;

    let web = id_of(&docker, "harbour/web:1.0").await?;
    choose_in_the_picture(&window, &web).await?;
    window.find_with("cleanup-item", &format!("[data-image-id='{web}'][data-reason=onlyHere]")).await?;
    until_predicted(&window, 0).await?;
    window.click("cleanup-accept").await?;
    until_predicted(&window, 2 * MB).await?;
    window.click_with("cleanup-suggestion", "[data-reason=dangling] input").await?;
    window.click("cleanup-accept-all").await?;
    until_predicted(&window, 6 * MB).await?;
    window.screenshot(&format!("cleanup-plan-{language}")).await?;

    an_image_in_use_names_its_container(&window, &docker).await?;
    screenshots(&window, language).await?;
    run(&window, &docker, &web, language).await?;
    window.close().await
}

async fn id_of(docker: &Cli, reference: &str) -> Result<String> {
    Ok(docker.run(&["image", "inspect", "-f", "{{.Id}}", reference]).await?)
}

async fn until_predicted(window: &Window, bytes: usize) -> Result {
    let exact = format!("[data-bytes='{bytes}'][data-most='{bytes}'][data-current=true]");
    window.find_with("cleanup-predicted", &exact).await.map(drop)
}

/// Moves to the image in the picture's sixth row with the arrow keys, then presses the pointer on it.
async fn choose_in_the_picture(window: &Window, image: &str) -> Result {
    const UP: &str = "\u{e013}";
    const RIGHT: &str = "\u{e014}";
    const HOME: &str = "\u{e011}";
    window.script("document.querySelector('[data-testid=cleanup-picture]').focus()", vec![]).await?;
    window.type_keys(&UP.repeat(5)).await?;
    window.type_keys(HOME).await?;
    let block = format!("[data-image-id='{image}']");
    for _ in 0..6 {
        if !window.all("cleanup-block", &block).await?.is_empty() {
            break;
        }
        window.type_keys(RIGHT).await?;
    }
    window.press_at("cleanup-block", &block).await
}

async fn an_image_in_use_names_its_container(window: &Window, docker: &Cli) -> Result {
    let nginx = id_of(docker, "nginx:latest").await?;
    window.click("cleanup-view-list").await?;
    window.fill("cleanup-filter", "repo:nginx").await?;
    window.until_count("cleanup-row", "", 1).await?;
    window.click_with("cleanup-row", " [data-testid=cleanup-tick]").await?;
    let item = window.find_with("cleanup-item", &format!("[data-image-id='{nginx}'][data-reason=inUse]")).await?;
    assert!(item.text().await?.contains("shop"), "the container that uses it is named: {}", item.text().await?);
    window.fill("cleanup-filter", "").await?;
    until_predicted(window, 6 * MB).await
}

/// Takes screenshots of the list, a narrow window and the dark theme.
async fn screenshots(window: &Window, language: &str) -> Result {
    window.screenshot(&format!("cleanup-list-{language}")).await?;
    window.click("cleanup-view-picture").await?;
    theme(window, "dark").await?;
    window.screenshot(&format!("cleanup-dark-{language}")).await?;
    window.resize(800, 900).await?;
    window.screenshot(&format!("cleanup-narrow-{language}")).await?;
    window.resize(1400, 1000).await?;
    theme(window, "light").await
}

async fn theme(window: &Window, name: &str) -> Result {
    let script = "const field = document.querySelector('[data-testid=settings-theme]');
        field.value = arguments[0];
        field.dispatchEvent(new Event('change', { bubbles: true }))";
    window.script(script, vec![name.into()]).await?;
    window
        .until(format!("the theme is {name}"), || async {
            let now = window.script("return document.documentElement.dataset.theme ?? null", vec![]).await?;
            Ok((now == name).then_some(()))
        })
        .await
}

async fn run(window: &Window, docker: &Cli, web: &str, language: &str) -> Result {
    let before = docker.run(&["images", "-q", "--no-trunc"]).await?.lines().count();
    window.click("cleanup-run").await?;
    window.find("cleanup-confirm-dialog").await?;
    window.screenshot(&format!("cleanup-confirm-{language}")).await?;
    window.click("cleanup-confirm").await?;
    let result = window.find("cleanup-result").await?;
    for attribute in ["data-bytes", "data-most", "data-predicted"] {
        assert_eq!(result.attr(attribute).await?, Some((6 * MB).to_string()), "{attribute}: as predicted");
    }
    window.screenshot(&format!("cleanup-result-{language}")).await?;
    let after = docker.run(&["images", "-q", "--no-trunc"]).await?;
    assert_eq!(after.lines().count(), before - 2, "the engine has two images fewer");
    assert!(!after.contains(web), "the chosen image is gone");
    window.click("cleanup-finish").await?;
    window.until_count("cleanup-item", "", 1).await?;
    window.find_with("cleanup-item", "[data-reason=inUse]").await?;
    window.until_count("cleanup-suggestion", "[data-reason=dangling]", 0).await?;
    window.click("nav-activity").await?;
    window.find_with("job", "[data-state=done] [data-testid=cleanup-step]").await.map(drop)
}

/// Two thousand images with three hundred layers on five bases; every twentieth has a name.
///
/// Prints how long frames take; no time is asserted, since times depend on the machine.
#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_images_are_drawn_and_planned() -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    data::many_sharing(&docker, 2_000).await?;
    let window = Window::open(Environment { docker_host: lab.docker_host(), language: "en" }).await?;
    window.click("nav-cleanup").await?;
    window.find("cleanup-picture").await?;
    window.find_with("cleanup-suggestion", "[data-reason=dangling]").await?;
    window.screenshot("cleanup-many").await?;
    let zooming = "const done = arguments[0];
        const canvas = document.querySelector('[data-testid=cleanup-picture] canvas');
        const box = canvas.getBoundingClientRect();
        const times = [];
        let last = performance.now();
        function step(now) {
            times.push(now - last);
            last = now;
            if (times.length > 80) return done(times.slice(1).sort((a, b) => a - b));
            const deltaY = times.length < 40 ? -60 : 60;
            const at = { clientX: box.left + box.width * 0.4, clientY: box.bottom - 20, bubbles: true, cancelable: true };
            canvas.dispatchEvent(new MouseEvent('mousemove', at));
            canvas.dispatchEvent(new WheelEvent('wheel', { ...at, deltaY, ctrlKey: true }));
            requestAnimationFrame(step);
        }
        requestAnimationFrame(step)";
    let times: Vec<f64> = serde_json::from_value(window.script_async(zooming, vec![]).await?)?;
    let (median, slow) = (times[times.len() / 2], times[times.len() * 95 / 100]);
    println!("frames while zooming: median {median:.1} ms, 95 of 100 within {slow:.1} ms");
    assert_eq!(times.len(), 80, "every frame was painted");

    let ticking = "const done = arguments[0];
        const predicted = document.querySelector('[data-testid=cleanup-predicted]');
        const began = performance.now();
        document.querySelector('[data-testid=cleanup-suggestion][data-reason=dangling] input').click();
        const look = () => document.querySelector('[data-testid=cleanup-item]') && predicted.dataset.current === 'true'
            ? done(performance.now() - began) : requestAnimationFrame(look);
        requestAnimationFrame(look)";
    let took = window.script_async(ticking, vec![]).await?;
    println!("from selecting 1,900 images to their plan: {took} ms");
    window.find_with("cleanup-item", "[data-reason=onlyHere]").await?;
    window.screenshot("cleanup-many-plan").await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_dies_during_a_clean_up_leaves_a_correct_tally() -> Result {
    const COUNT: usize = 1_000;
    let mut lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    data::many_dangling(&docker, COUNT).await?;
    let window = Window::open(Environment { docker_host: lab.docker_host(), language: "zh-CN" }).await?;
    window.click("nav-cleanup").await?;
    window.click_with("cleanup-suggestion", "[data-reason=dangling] input").await?;
    window.click("cleanup-accept-all").await?;
    window.click("cleanup-run").await?;
    window.click("cleanup-confirm").await?;
    window.find_with("cleanup-step", "[data-state=done]").await?;
    lab.kill_engine()?;

    let tally = window.find("cleanup-tally").await?;
    let count =
        async |attribute: &str| -> Result<usize> { Ok(tally.attr(attribute).await?.unwrap_or_default().parse()?) };
    let (done, failed, left) = (count("data-done").await?, count("data-failed").await?, count("data-left").await?);
    assert!(done > 0 && left > 0, "some steps are done, some not started: {done}, {failed}, {left}");
    assert_eq!((failed, done + failed + left), (1, COUNT), "the running step failed, and the tally covers all steps");
    window.find_with("error", "[data-code=engineLost]").await?;
    window.screenshot("cleanup-engine-died").await?;

    lab.start_engine().await?;
    window.find_with("engine-status", "[data-state=connected]").await?;
    let here = docker.run(&["images", "-q", "--no-trunc"]).await?.lines().count();
    assert!(here == left || here == left + 1, "{left} images remain, and perhaps the one whose step failed: {here}");
    window.close().await
}
