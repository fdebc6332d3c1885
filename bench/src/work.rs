//! What the app does in its window, beside what the docker command and the engine take for the same.

use std::{
    path::Path,
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use serde_json::{Value, json};
use slipway_e2e::{Environment, Result, Window};
use slipway_engine::practice::{
    images::Recipe,
    recipes::{architecture, busybox, cargo},
};
use slipway_lab::{Cli, Lab};

use crate::{
    engine::{answer_time, milliseconds},
    figures::{Row, Series},
    tell,
};

const EVENTS: usize = 20;
const FLOODS: usize = 10;
const THROUGHPUTS: usize = 5;
const PULLS: usize = 7;
const LISTS: usize = 10;

const CONTAINER: &str = "bench";
/// A prompt that nothing else prints.
const PROMPT: &str = "BENCH>";
/// One line of the text that terminals are fed with, and how many there are: 10 MB.
const LINE: &str = "The quick brown fox jumps over the lazy dog, 0123456789 times, and again.";
const LINES: usize = 140_000;

const PULLED: &str = "bench:latest";
/// Three layers that do not compress.
const LAYER: usize = 12_000_000;

/// What is measured in one window on the lab with a handful of images.
///
/// # Errors
/// When something does not come about.
pub async fn console_event_and_pull(lab: &Lab, wants: &impl Fn(&str) -> bool) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    if ["event", "console", "pull"].into_iter().any(wants) {
        let window = open(lab).await?;
        if wants("event") {
            tell("event");
            rows.push(event(&window, lab).await?);
        }
        if wants("pull") {
            tell("pull");
            rows.push(pull(&window, lab).await?);
        }
        if wants("console") {
            tell("console");
            rows.extend(console(&window, &lab.docker()).await?);
        }
        window.close().await?;
    }
    Ok(rows)
}

/// A window on the lab's images.
///
/// # Errors
/// When it does not come up.
pub async fn open(lab: &Lab) -> Result<Window> {
    let window = Window::open(Environment { docker_host: lab.docker_host(), language: "en" }).await?;
    window.find_with("engine-status", "[data-state=connected]").await?;
    window.click("nav-images").await?;
    window.find("image-row").await?;
    Ok(window)
}

/// From the moment that the engine gives an event until the row it is about is drawn.
async fn event(window: &Window, lab: &Lab) -> Result<Row> {
    let docker = lab.docker();
    let mut value = Series::new("app", "ms");
    let mut engine = Series::new("engine's own answer about the image", "ms");
    for number in 0..EVENTS {
        let reference = format!("redis:bench-{number}");
        let since = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        begin(window, include_str!("page/row.js"), vec![json!(reference)]).await?;
        docker.run(&["tag", "redis:latest", &reference]).await?;
        let drawn = measured(window).await?;
        value.values.push(drawn - told_at(&docker, since, &reference).await?);
        let filters = format!("%7B%22reference%22%3A%5B%22{reference}%22%5D%7D");
        engine.values.push(answer_time(lab.socket(), &format!("/images/json?filters={filters}")).await?);
        docker.run(&["rmi", &reference]).await?;
        until_gone(window, &reference).await?;
    }
    let name = "from an engine's event to the page's update";
    Ok(Row { name, aim: "50 ms and the engine's own time", value, parts: vec![engine] })
}

/// When the engine gave the event of this tag, in milliseconds since 1970.
async fn told_at(docker: &Cli, since: u64, reference: &str) -> Result<f64> {
    let since = since.to_string();
    let until = (SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() + 1).to_string();
    let format = "{{.TimeNano}} {{index .Actor.Attributes \"name\"}}";
    let told = docker
        .run(&["events", "--since", &since, "--until", &until, "--filter", "event=tag", "--format", format])
        .await?;
    let nanoseconds = told
        .lines()
        .filter_map(|line| line.split_once(' '))
        .find_map(|(time, name)| (name == reference).then_some(time))
        .ok_or_else(|| format!("no event about {reference}: {told}"))?;
    Ok(nanoseconds.parse::<f64>()? / 1e6)
}

async fn pull(window: &Window, lab: &Lab) -> Result<Row> {
    let layers = [busybox()?, cargo("one", 101, LAYER), cargo("two", 102, LAYER), cargo("three", 103, LAYER)];
    let recipe = Recipe::new(architecture(), "2026-09-01T12:00:00Z", "Slipway's bench").layers(layers);
    lab.mirror().push("library/bench", &["latest"], &recipe.build()?).await?;

    let docker = lab.docker();
    let mut app = Series::new("app", "ms");
    let mut command = Series::new("docker pull", "ms");
    for number in 0..PULLS {
        // Neither is always the first.
        for by_app in [number % 2 == 0, number % 2 == 1] {
            if by_app {
                window.click("pull-open").await?;
                window.fill("pull-reference", PULLED).await?;
                window.until_command("pull-dialog", &format!("docker pull {PULLED}")).await?;
                app.values.push(run(window, include_str!("page/pull.js"), vec![]).await?);
                window.press_escape().await?;
            } else {
                command.values.push(time(&docker, &["pull", PULLED]).await?);
            }
            docker.run(&["rmi", PULLED]).await?;
            until_gone(window, PULLED).await?;
        }
    }
    Ok(Row::ratio("pull of 36 MB ÷ `docker pull`", "1.02", app, command))
}

async fn console(window: &Window, docker: &Cli) -> Result<[Row; 2]> {
    let sleeping = ["run", "-d", "--name", CONTAINER, "ubuntu:14.04", "sh", "-c", "while :; do sleep 3600; done"];
    docker.run(&sleeping).await?;
    let text = format!("yes '{LINE}' | head -n {LINES} > /tmp/text");
    docker.run(&["exec", CONTAINER, "sh", "-c", &text]).await?;

    window.click("nav-containers").await?;
    window.click_with("container-row", &format!("[data-name={CONTAINER}] [data-testid=container-console]")).await?;
    window.find("console-shell").await?;
    window.click("console-open").await?;
    window.find_with("console-tab", "[data-state=open]").await?;
    window.until_text("console-terminal", "root@").await?;
    window.type_in_terminal(&format!("PS1='{PROMPT}'\n")).await?;
    for library in ["xterm/lib/xterm.js", "addon-fit/lib/addon-fit.js", "addon-unicode11/lib/addon-unicode11.js"] {
        let modules = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/node_modules/@xterm"));
        window.script(&std::fs::read_to_string(modules.join(library))?, vec![]).await?;
    }

    let throughput = throughput(window).await?;
    Ok([throughput, interrupt(window).await?])
}

async fn throughput(window: &Window) -> Result<Row> {
    let typed = "return [...document.querySelectorAll('[data-testid=console-terminal] .xterm-rows > div')] \
                 .some((row) => row.textContent.trimEnd() === arguments[0])";
    let megabytes = ((LINE.len() + 2) * LINES) as f64 / 1e6;
    let mut app = Series::new("app", "MB/s");
    let mut memory = Series::new("from memory", "MB/s");
    for number in 0..THROUGHPUTS {
        for by_app in [number % 2 == 0, number % 2 == 1] {
            if by_app {
                window.type_in_terminal("cat /tmp/text").await?;
                // Without it, the prompt would be taken for the one that comes at the end.
                until_true(
                    window,
                    "the command is there".to_owned(),
                    typed,
                    vec![json!(format!("{PROMPT}cat /tmp/text"))],
                )
                .await?;
                begin(window, include_str!("page/key.js"), vec![json!("Enter"), json!(PROMPT)]).await?;
                window.type_keys("\n").await?;
                app.values.push(megabytes / measured(window).await? * 1000.0);
            } else {
                let arguments = vec![json!(LINE), json!(LINES), json!(PROMPT)];
                let taken = run(window, include_str!("page/terminal.js"), arguments).await?;
                memory.values.push(megabytes / taken * 1000.0);
            }
        }
    }
    Ok(Row::ratio("console throughput ÷ xterm.js fed from memory", "0.9", app, memory))
}

/// From Ctrl-C in the middle of a flood until the prompt is drawn.
async fn interrupt(window: &Window) -> Result<Row> {
    let mut value = Series::new("app", "ms");
    for _ in 0..FLOODS {
        window.type_in_terminal("yes\n").await?;
        let flooded = "const rows = [...document.querySelectorAll('[data-testid=console-terminal] .xterm-rows > div')]; \
                       return rows.slice(0, -1).every((row) => row.textContent.trim() === 'y')";
        until_true(window, "the terminal is flooded".to_owned(), flooded, vec![]).await?;
        begin(window, include_str!("page/key.js"), vec![json!("c"), json!(PROMPT)]).await?;
        window.press_with_control('c').await?;
        value.values.push(measured(window).await?);
    }
    Ok(Row { name: "Ctrl-C in a flood to the prompt", aim: "100 ms", value, parts: Vec::new() })
}

/// The window goes over from the lab with a handful of images to the full one, and back.
///
/// # Errors
/// When something does not come about.
pub async fn list(few: &Lab, full: &Lab, count: usize) -> Result<Row> {
    let window = open(few).await?;
    let docker = full.docker();
    let mut app = Series::new("app, connecting included", "ms");
    let mut command = Series::new("docker images", "ms");
    let mut engine = Series::new("the engine's own answer", "ms");
    let choose = async |lab: &Lab, full: bool| {
        let arguments = vec![json!(lab.docker_host()), json!(count), json!(full)];
        run(&window, include_str!("page/connect.js"), arguments).await
    };
    for number in 0..LISTS {
        for by_app in [number % 2 == 0, number % 2 == 1] {
            if by_app {
                app.values.push(choose(full, true).await?);
                choose(few, false).await?;
            } else {
                command.values.push(time(&docker, &["images"]).await?);
                engine.values.push(answer_time(full.socket(), "/images/json").await?);
            }
        }
    }
    window.close().await?;
    let mut row = Row::ratio("list of 2,000 images ÷ `docker images`", "1.05", app, command);
    row.parts.push(engine);
    Ok(row)
}

/// Waits until no row has this reference.
async fn until_gone(window: &Window, reference: &str) -> Result {
    let gone = "return !document.querySelector(`[data-testid=image-row][data-reference=\"${arguments[0]}\"]`)";
    until_true(window, format!("{reference} is gone"), gone, vec![json!(reference)]).await
}

async fn until_true(window: &Window, what: String, script: &str, arguments: Vec<Value>) -> Result {
    window
        .until(what, || async {
            Ok((window.script(script, arguments.clone()).await? == Value::Bool(true)).then_some(()))
        })
        .await
}

/// How long the docker command takes.
async fn time(docker: &Cli, arguments: &[&str]) -> Result<f64> {
    let start = Instant::now();
    docker.run(arguments).await?;
    Ok(milliseconds(start))
}

/// Runs a script of this bench in the page, and gives what it measured.
async fn run(window: &Window, script: &str, arguments: Vec<Value>) -> Result<f64> {
    let told = tell_page(window, script, arguments).await?;
    told.as_f64().ok_or_else(|| format!("not measured: {told}").into())
}

/// The same for a script that only begins to measure; see [`measured`].
async fn begin(window: &Window, script: &str, arguments: Vec<Value>) -> Result {
    tell_page(window, script, arguments).await.map(drop)
}

/// Runs a script of this bench in the page, and gives what it tells.
///
/// # Errors
/// What it throws.
pub async fn tell_page(window: &Window, script: &str, arguments: Vec<Value>) -> Result<Value> {
    let whole = format!("{}\n{script}", include_str!("page/painted.js"));
    window.script_async(&whole, arguments).await
}

/// What an earlier script is measuring.
async fn measured(window: &Window) -> Result<f64> {
    run(window, include_str!("page/measured.js"), vec![]).await
}
