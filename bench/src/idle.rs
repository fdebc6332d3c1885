//! What the app costs while nothing happens.

use std::time::{Duration, Instant};

use slipway_e2e::Result;

use crate::{
    figures::{Row, Series},
    process::Family,
    screen::Screen,
    start::Programs,
};

const REPETITIONS: usize = 3;
/// What a window does after its start is none of its idling.
const SETTLE: Duration = Duration::from_secs(5);
const IDLE: Duration = Duration::from_secs(30);

/// Both windows side by side, each left alone.
///
/// # Errors
/// When one does not start.
pub async fn idle(screen: &Screen, programs: &Programs, docker_host: &str) -> Result<Row> {
    let empty_window = screen.show(&programs.empty, docker_host).await?;
    let window = screen.show(&programs.app, docker_host).await?;
    tokio::time::sleep(SETTLE).await;
    let (app, empty) = (Family::of(window.pid())?, Family::of(empty_window.pid())?);
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
