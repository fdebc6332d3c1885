//! WebKitWebDriver and the app that it starts.

use std::{
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::{Result, display};

/// The environment that the app starts in.
pub struct Environment {
    /// `DOCKER_HOST`.
    pub docker_host: String,
    /// `SLIPWAY_LANG`: `zh-CN` or `en`.
    pub language: &'static str,
}

/// Which files the app may open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileAccess {
    /// Those that the test may open; for root, all.
    Inherited,
    /// Those that their modes permit, for root too.
    ByMode,
}

/// Whether the app was started before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Never: it asks what it will be used for.
    Fresh,
    /// Before, with "to work" as the answer.
    Used,
}

/// The identifier that names the app's folders (`tauri.conf.json`).
const IDENTIFIER: &str = "app.slipway.desktop";

/// A WebKitWebDriver, which starts the app; both end when it is dropped.
pub struct Driver {
    process: Child,
    port: u16,
    /// Settings and data of this app alone.
    _home: TempDir,
}

impl Driver {
    /// Starts WebKitWebDriver on a free loopback port.
    pub async fn start(
        environment: &Environment,
        access: FileAccess,
        profile: Profile,
        variables: &[(&str, &str)],
    ) -> Result<Self> {
        let home = tempfile::tempdir()?;
        let port = free_port()?;
        let folder = |name: &str| home.path().join(name);
        if profile == Profile::Used {
            let data = folder("data").join(IDENTIFIER);
            std::fs::create_dir_all(&data)?;
            std::fs::write(data.join("settings.json"), r#"{ "settings": { "purpose": "work" } }"#)?;
        }
        let process = command(access)
            .arg(format!("--port={port}"))
            .env("DOCKER_HOST", &environment.docker_host)
            .env("DOCKER_CONFIG", folder("docker"))
            .env("SLIPWAY_LANG", environment.language)
            .env("HOME", home.path())
            .env("XDG_CONFIG_HOME", folder("config"))
            .env("XDG_DATA_HOME", folder("data"))
            .env("XDG_CACHE_HOME", folder("cache"))
            .env("NO_AT_BRIDGE", "1")
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("SLIPWAY_PRACTICE_SOCKET", folder("practice.sock"))
            .env("SLIPWAY_PRACTICE_FOLDER", folder("practice"))
            .env_remove("DOCKER_CONTEXT")
            .envs(display::scale_variable())
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .map_err(|error| format!("WebKitWebDriver (package webkit2gtk-driver) does not start: {error}"))?;
        let driver = Self { process, port, _home: home };
        driver.wait_until_listening().await?;
        Ok(driver)
    }

    /// The URL that it listens on.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The app's process, while there is one.
    pub fn app(&self) -> Option<Pid> {
        let driver = self.process.id();
        let children = std::fs::read_to_string(format!("/proc/{driver}/task/{driver}/children")).ok()?;
        Pid::from_raw(children.split_whitespace().next()?.parse().ok()?)
    }

    /// The app's process and all its descendants.
    pub fn processes(&self) -> Vec<Process> {
        let mut found: Vec<Process> = self.app().and_then(Process::running).into_iter().collect();
        let mut next = 0;
        while let Some(parent) = found.get(next) {
            found.extend(parent.children());
            next += 1;
        }
        found
    }

    async fn wait_until_listening(&self) -> Result {
        let connecting = async {
            let mut ticks = tokio::time::interval(Duration::from_millis(20));
            while tokio::net::TcpStream::connect(("127.0.0.1", self.port)).await.is_err() {
                ticks.tick().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), connecting)
            .await
            .map_err(|_| "WebKitWebDriver does not listen".into())
    }
}

/// A process of this machine. Its start time distinguishes it from a later process with the same PID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    pid: Pid,
    /// In clock ticks since boot.
    started: String,
}

impl Process {
    fn running(pid: Pid) -> Option<Self> {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // After the name in parentheses comes the third field; the start time is the 22nd (proc(5)).
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        // A zombie has ended; only its parent has not waited for it yet.
        (fields[0] != "Z").then(|| Self { pid, started: fields[19].to_owned() })
    }

    fn children(&self) -> Vec<Self> {
        let Ok(threads) = std::fs::read_dir(format!("/proc/{}/task", self.pid)) else { return Vec::new() };
        let lists = threads.flatten().filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok());
        let numbers = lists.flat_map(|list| list.split_whitespace().flat_map(str::parse).collect::<Vec<i32>>());
        numbers.filter_map(Pid::from_raw).filter_map(Self::running).collect()
    }

    /// Whether the process is still running.
    pub fn is_running(&self) -> bool {
        Self::running(self.pid).as_ref() == Some(self)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // They may have ended by themselves.
        if let Some(app) = self.app() {
            let _ = kill_process(app, Signal::KILL);
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn command(access: FileAccess) -> Command {
    match access {
        FileAccess::Inherited => Command::new("WebKitWebDriver"),
        // Without these capabilities file modes apply to root too (capabilities(7)); display and session bus stay root's.
        FileAccess::ByMode => {
            let mut command = Command::new("setpriv");
            command.args(["--bounding-set=-dac_override,-dac_read_search", "WebKitWebDriver"]);
            command
        }
    }
}

/// The app's binary: the one `SLIPWAY_BINARY` names, else the one cargo built beside this test.
pub fn binary() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("SLIPWAY_BINARY") {
        return Ok(path.into());
    }
    // target/<profile>/deps/<test> → target/<profile>/slipway
    let test = std::env::current_exe()?;
    let binary = test.ancestors().nth(2).ok_or("the test is not in a target folder")?.join("slipway");
    if binary.exists() { Ok(binary) } else { Err(format!("{} has not been built", binary.display()).into()) }
}

/// A loopback port that nothing listens on.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
