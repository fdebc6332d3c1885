//! Start time and memory of the app, compared with an empty window.

use std::{path::PathBuf, time::Duration};

use slipway_e2e::Result;

use crate::{
    figures::{Row, Series},
    process::ProcessTree,
    screen::{Screen, ShownProgram, are_similar},
};

/// How long to wait before a window's memory is read.
const SETTLE: Duration = Duration::from_secs(3);

/// The two programs.
pub struct Programs {
    /// Slipway.
    pub app: PathBuf,
    /// The empty window.
    pub empty: PathBuf,
}

impl Programs {
    /// Finds the programs that cargo built beside this one; `SLIPWAY_BINARY` names another app.
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

/// How many images the engine has.
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

/// Starts both in turns. Fails if the app doesn't always show the same.
pub async fn start(screen: &Screen, programs: &Programs, docker_host: &str, amount: Amount) -> Result<[Row; 2]> {
    let mut times = (Series::new("app", "ms"), Series::new("empty", "ms"));
    let mut memory = (Series::new("app", "MB"), Series::new("empty", "MB"));
    let mut picture = None;
    // A first start, not measured, reads the files into memory.
    screen.show(&programs.empty, docker_host).await?;
    for _ in 0..amount.repetitions() {
        let empty = screen.show(&programs.empty, docker_host).await?;
        times.1.values.push(milliseconds(empty.after));
        memory.1.values.push(settled_memory(&empty).await?);
        drop(empty);

        let app = screen.show(&programs.app, docker_host).await?;
        times.0.values.push(milliseconds(app.after));
        memory.0.values.push(settled_memory(&app).await?);
        let first = picture.get_or_insert_with(|| app.picture.clone());
        if !are_similar(first, &app.picture) {
            return Err("the app did not show the same as at its first start".into());
        }
    }
    let ((start, held), (start_aim, held_aim)) = (amount.names(), amount.aims());
    Ok([Row::ratio(start, start_aim, times.0, times.1), Row::ratio(held, held_aim, memory.0, memory.1)])
}

async fn settled_memory(shown: &ShownProgram) -> Result<f64> {
    tokio::time::sleep(SETTLE).await;
    let tree = ProcessTree::of(shown.pid())?;
    if tree.size() < 2 {
        return Err("WebKit's processes are not among the window's processes".into());
    }
    tree.memory()
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
