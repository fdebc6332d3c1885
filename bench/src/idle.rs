//! The app's processor time while nothing happens.

use std::time::{Duration, Instant};

use slipway_e2e::Result;

use crate::{
    figures::{Row, Series},
    process::ProcessTree,
    screen::Screen,
    start::Programs,
};

const REPETITIONS: usize = 3;
/// How long a window works after its start, which doesn't count as idle.
const SETTLE: Duration = Duration::from_secs(5);
const IDLE: Duration = Duration::from_secs(30);

/// Measures the app's window and an empty one side by side, without touching them.
pub async fn idle(screen: &Screen, programs: &Programs, docker_host: &str) -> Result<Row> {
    let empty_window = screen.show(&programs.empty, docker_host).await?;
    let window = screen.show(&programs.app, docker_host).await?;
    tokio::time::sleep(SETTLE).await;
    let (app, empty) = (ProcessTree::of(window.pid())?, ProcessTree::of(empty_window.pid())?);
    let mut value = Series::new("app", "%");
    let mut beside = Series::new("empty window", "%");
    for _ in 0..REPETITIONS {
        let start = Instant::now();
        let before = (app.processor_seconds()?, empty.processor_seconds()?);
        tokio::time::sleep(IDLE).await;
        let percent = 100.0 / start.elapsed().as_secs_f64();
        value.values.push((app.processor_seconds()? - before.0) * percent);
        beside.values.push((empty.processor_seconds()? - before.1) * percent);
    }
    Ok(Row { name: "processor while idle for 30 s (of one core)", aim: "0 %", value, parts: vec![beside] })
}
