//! Start and memory: the app beside an empty window.

use std::{path::PathBuf, time::Duration};

use slipway_e2e::Result;

use crate::{
    figures::{Row, Series},
    process::Family,
    screen::{Screen, Shown, alike},
};

/// How long a window is left alone before its memory is taken.
const REST: Duration = Duration::from_secs(3);

/// The two programs.
pub struct Programs {
    /// Slipway.
    pub app: PathBuf,
    /// The empty window.
    pub empty: PathBuf,
}

impl Programs {
    /// Beside this one, as cargo built them; `SLIPWAY_BINARY` may name another app.
    ///
    /// # Errors
    /// When they have not been built.
    pub fn find() -> Result<Self> {
        let bench = std::env::current_exe()?;
        let app = std::env::var_os("SLIPWAY_BINARY").map_or_else(|| bench.with_file_name("slipway"), PathBuf::from);
        let empty = bench.with_file_name("slipway-empty-window");
        for program in [&app, &empty] {
            if !program.exists() {
                return Err(format!("{} has not been built", program.display()).into());
            }
        }
        Ok(Self { app, empty })
    }
}

/// How many images the engine holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// A handful.
    Few,
    /// Ten thousand.
    Many,
}

impl Amount {
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Few => ("start to table painted ÷ empty window", "memory after start ÷ empty window"),
            Self::Many => ("start with 10,000 images ÷ empty window", "memory with 10,000 images ÷ empty window"),
        }
    }

    fn aims(self) -> (&'static str, &'static str) {
        match self {
            Self::Few => ("1.2", "1.3"),
            Self::Many => ("", "1.3"),
        }
    }

    fn repetitions(self) -> usize {
        match self {
            Self::Few => 7,
            Self::Many => 5,
        }
    }
}

/// Starts both by turns.
///
/// # Errors
/// When one does not start, or does not always show the same.
pub async fn start(screen: &Screen, programs: &Programs, docker_host: &str, amount: Amount) -> Result<[Row; 2]> {
    let mut times = (Series::new("app", "ms"), Series::new("empty", "ms"));
    let mut memory = (Series::new("app", "MB"), Series::new("empty", "MB"));
    let mut picture = None;
    // Once before, so that what is on the disk is in memory.
    screen.show(&programs.empty, docker_host).await?;
    for _ in 0..amount.repetitions() {
        let empty = screen.show(&programs.empty, docker_host).await?;
        times.1.values.push(milliseconds(empty.after));
        memory.1.values.push(memory_at_rest(&empty).await?);
        drop(empty);

        let app = screen.show(&programs.app, docker_host).await?;
        times.0.values.push(milliseconds(app.after));
        memory.0.values.push(memory_at_rest(&app).await?);
        let first = picture.get_or_insert_with(|| app.picture.clone());
        if !alike(first, &app.picture) {
            return Err("the app did not show the same as the time before".into());
        }
    }
    let ((start, held), (start_aim, held_aim)) = (amount.names(), amount.aims());
    Ok([Row::ratio(start, start_aim, times.0, times.1), Row::ratio(held, held_aim, memory.0, memory.1)])
}

async fn memory_at_rest(shown: &Shown) -> Result<f64> {
    tokio::time::sleep(REST).await;
    let family = Family::of(shown.pid())?;
    if family.size() < 2 {
        return Err("WebKit's processes are not among the window's".into());
    }
    family.memory()
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
