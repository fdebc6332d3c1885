//! The app's work in its window, compared with the docker CLI and the engine.

use std::{
    path::Path,
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use serde_json::{Value, json};
use slipway_e2e::{Environment, Result, Window};
use slipway_engine::practice::{
    images::Recipe,
    recipes::{architecture, busybox, padding},
};
use slipway_lab::{Cli, Lab};

use crate::{
    announce,
    engine::{milliseconds, response_time},
    figures::{Row, Series},
    report::Report,
};

const EVENTS: usize = 20;
const FLOODS: usize = 10;
const THROUGHPUTS: usize = 5;
const PULLS: usize = 7;
const LISTS: usize = 10;

const CONTAINER: &str = "bench";
/// A shell prompt that nothing else prints.
const PROMPT: &str = "BENCH>";
/// One line of the text that is written to terminals, and the number of lines: 10 MB.
const LINE: &str = "The quick brown fox jumps over the lazy dog, 0123456789 times, and again.";
const LINES: usize = 140_000;

const PULLED: &str = "bench:latest";
/// The size of each of three layers that don't compress.
const LAYER: usize = 12_000_000;

/// Measures console, events and pulls in one window, on an engine with a few images.
pub async fn console_event_and_pull(lab: &Lab, includes: &impl Fn(&str) -> bool, report: &mut Report) -> Result {
    if ["event", "console", "pull"].into_iter().any(includes) {
        let window = open(lab).await?;
        if includes("event") {
            announce("event");
            report.add([event(&window, lab).await?])?;
        }
        if includes("pull") {
            announce("pull");
            report.add([pull(&window, lab).await?])?;
        }
        if includes("console") {
            announce("console");
            console(&window, &lab.docker(), report).await?;
        }
        window.close().await?;
    }
    Ok(())
}

/// Opens a window that shows the lab's images.
pub async fn open(lab: &Lab) -> Result<Window> {
    let window = Window::open(Environment { docker_host: lab.docker_host(), language: "en" }).await?;
    window.find_with("engine-status", "[data-state=connected]").await?;
    window.click("nav-images").await?;
    window.find("image-row").await?;
    Ok(window)
}

/// Measures from the time of an engine's event until the row it is about is painted.
async fn event(window: &Window, lab: &Lab) -> Result<Row> {
    let docker = lab.docker();
    let mut value = Series::new("app", "ms");
    let mut engine = Series::new("engine's own answer about the image", "ms");
    for number in 0..EVENTS {
        let reference = format!("redis:bench-{number}");
        let since = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        start_measuring(window, include_str!("page/row.js"), vec![json!(reference)]).await?;
        docker.run(&["tag", "redis:latest", &reference]).await?;
        let painted = measured(window).await?;
        value.values.push(painted - tagged_at(&docker, since, &reference).await?);
        let filters = format!("%7B%22reference%22%3A%5B%22{reference}%22%5D%7D");
        engine.values.push(response_time(lab.socket(), &format!("/images/json?filters={filters}")).await?);
        docker.run(&["rmi", &reference]).await?;
        until_removed(window, &reference).await?;
    }
    let name = "from an engine's event to the page's update";
    Ok(Row { name, aim: "50 ms and the engine's own time", value, parts: vec![engine] })
}

/// The time of the engine's event about this tag, in milliseconds since 1970.
async fn tagged_at(docker: &Cli, since: u64, reference: &str) -> Result<f64> {
    let since = since.to_string();
    let until = (SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() + 1).to_string();
    let format = "{{.TimeNano}} {{index .Actor.Attributes \"name\"}}";
    let events = docker
        .run(&["events", "--since", &since, "--until", &until, "--filter", "event=tag", "--format", format])
        .await?;
    let nanoseconds = events
        .lines()
        .filter_map(|line| line.split_once(' '))
        .find_map(|(time, name)| (name == reference).then_some(time))
        .ok_or_else(|| format!("no event about {reference}: {events}"))?;
    Ok(nanoseconds.parse::<f64>()? / 1e6)
}

async fn pull(window: &Window, lab: &Lab) -> Result<Row> {
    let layers = [busybox()?, padding("one", 101, LAYER), padding("two", 102, LAYER), padding("three", 103, LAYER)];
    let recipe = Recipe::new(architecture(), "2026-09-01T12:00:00Z", "Slipway's bench").layers(layers);
    lab.mirror().push("library/bench", &["latest"], &recipe.build()?).await?;

    let docker = lab.docker();
    let mut app = Series::new("app", "ms");
    let mut command = Series::new("docker pull", "ms");
    for number in 0..PULLS {
        // The two take turns at being first.
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
            until_removed(window, PULLED).await?;
        }
    }
    Ok(Row::ratio("pull of 36 MB ÷ `docker pull`", "1.02", app, command))
}

async fn console(window: &Window, docker: &Cli, report: &mut Report) -> Result {
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

    report.add([throughput(window).await?])?;
    report.add([interrupt(window).await?])
}

async fn throughput(window: &Window) -> Result<Row> {
    let is_typed = "return [...document.querySelectorAll('[data-testid=console-terminal] .xterm-rows > div')] \
                 .some((row) => row.textContent.trimEnd() === arguments[0])";
    let megabytes = ((LINE.len() + 2) * LINES) as f64 / 1e6;
    let mut app = Series::new("app", "MB/s");
    let mut memory = Series::new("from memory", "MB/s");
    for number in 0..THROUGHPUTS {
        for by_app in [number % 2 == 0, number % 2 == 1] {
            if by_app {
                window.type_in_terminal("cat /tmp/text").await?;
                // Until the command is shown, the prompt would be taken for the one after its output.
                until_true(
                    window,
                    "the command is shown".to_owned(),
                    is_typed,
                    vec![json!(format!("{PROMPT}cat /tmp/text"))],
                )
                .await?;
                start_measuring(window, include_str!("page/key.js"), vec![json!("Enter"), json!(PROMPT)]).await?;
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

/// Measures from Ctrl-C during a flood of output until the prompt is painted.
async fn interrupt(window: &Window) -> Result<Row> {
    let mut value = Series::new("app", "ms");
    for _ in 0..FLOODS {
        window.type_in_terminal("yes\n").await?;
        let is_flooded = "const rows = [...document.querySelectorAll('[data-testid=console-terminal] .xterm-rows > div')]; \
                       return rows.slice(0, -1).every((row) => row.textContent.trim() === 'y')";
        until_true(window, "the terminal is flooded".to_owned(), is_flooded, vec![]).await?;
        start_measuring(window, include_str!("page/key.js"), vec![json!("c"), json!(PROMPT)]).await?;
        window.press_with_control('c').await?;
        value.values.push(measured(window).await?);
    }
    Ok(Row { name: "Ctrl-C in a flood to the prompt", aim: "100 ms", value, parts: Vec::new() })
}

/// Measures switching from an engine with a few images to one with many.
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
                engine.values.push(response_time(full.socket(), "/images/json").await?);
            }
        }
    }
    window.close().await?;
    let mut row = Row::ratio("list of 2,000 images ÷ `docker images`", "1.05", app, command);
    row.parts.push(engine);
    Ok(row)
}

/// Waits until no row has this reference.
async fn until_removed(window: &Window, reference: &str) -> Result {
    let is_removed = "return !document.querySelector(`[data-testid=image-row][data-reference=\"${arguments[0]}\"]`)";
    until_true(window, format!("{reference} is removed"), is_removed, vec![json!(reference)]).await
}

async fn until_true(window: &Window, what: String, script: &str, arguments: Vec<Value>) -> Result {
    window
        .until(what, || async {
            Ok((window.script(script, arguments.clone()).await? == Value::Bool(true)).then_some(()))
        })
        .await
}

/// How long a docker command takes, in milliseconds.
async fn time(docker: &Cli, arguments: &[&str]) -> Result<f64> {
    let start = Instant::now();
    docker.run(arguments).await?;
    Ok(milliseconds(start))
}

/// Runs a script of this bench in the page and returns the milliseconds that it measured.
async fn run(window: &Window, script: &str, arguments: Vec<Value>) -> Result<f64> {
    let result = run_in_page(window, script, arguments).await?;
    result.as_f64().ok_or_else(|| format!("not measured: {result}").into())
}

/// Runs a script that starts measuring; [`measured`] returns the result.
async fn start_measuring(window: &Window, script: &str, arguments: Vec<Value>) -> Result {
    run_in_page(window, script, arguments).await.map(drop)
}

/// Runs a script of this bench in the page and returns its result.
pub async fn run_in_page(window: &Window, script: &str, arguments: Vec<Value>) -> Result<Value> {
    let whole = format!("{}\n{script}", include_str!("page/painted.js"));
    window.script_async(&whole, arguments).await
}

/// Waits for the result of a script that started measuring.
async fn measured(window: &Window) -> Result<f64> {
    run(window, include_str!("page/measured.js"), vec![]).await
}
