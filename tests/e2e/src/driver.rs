use std::{
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::Result;

/// What the app finds around it when it starts.
pub struct Surroundings {
    /// `DOCKER_HOST`
    pub docker_host: String,
    /// `zh-CN` or `en`
    pub language: &'static str,
}

/// What the app may do with other people's files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rights {
    /// All that the test itself may; as root, everything.
    Own,
    /// What the files' modes say, for root too.
    AsModesSay,
}

/// Whether the app has been started by this person before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Never: it asks what they came for.
    First,
    /// Before, and what they came for was said: to work.
    Later,
}

/// The identifier that the app's folders are named by (`tauri.conf.json`).
const IDENTIFIER: &str = "app.slipway.desktop";

/// A WebKitWebDriver of one's own; it starts the app, and ends with this.
pub struct Driver {
    process: Child,
    port: u16,
    /// Settings and data of this app alone.
    _home: TempDir,
}

impl Driver {
    /// Starts it on a free port of loopback.
    ///
    /// # Errors
    /// When the program is missing or does not answer.
    pub async fn start(
        surroundings: &Surroundings,
        rights: Rights,
        start: Start,
        environment: &[(&str, &str)],
    ) -> Result<Self> {
        let home = tempfile::tempdir()?;
        let port = free_port()?;
        let folder = |name: &str| home.path().join(name);
        if start == Start::Later {
            let own = folder("data").join(IDENTIFIER);
            std::fs::create_dir_all(&own)?;
            std::fs::write(own.join("settings.json"), r#"{ "settings": { "purpose": "work" } }"#)?;
        }
        let process = program(rights)
            .arg(format!("--port={port}"))
            .env("DOCKER_HOST", &surroundings.docker_host)
            .env("DOCKER_CONFIG", folder("docker"))
            .env("SLIPWAY_LANG", surroundings.language)
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
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .map_err(|error| format!("WebKitWebDriver (package webkit2gtk-driver) does not start: {error}"))?;
        let driver = Self { process, port, _home: home };
        driver.listening().await?;
        Ok(driver)
    }

    /// Where it listens.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The app's process, as long as there is one.
    pub fn app(&self) -> Option<Pid> {
        let driver = self.process.id();
        let children = std::fs::read_to_string(format!("/proc/{driver}/task/{driver}/children")).ok()?;
        Pid::from_raw(children.split_whitespace().next()?.parse().ok()?)
    }

    /// The app's process and all that it has started, each with the instant of its start: a number may be given again.
    pub fn processes(&self) -> Vec<Process> {
        let mut found: Vec<Process> = self.app().and_then(Process::running).into_iter().collect();
        let mut asked = 0;
        while let Some(parent) = found.get(asked) {
            found.extend(parent.children());
            asked += 1;
        }
        found
    }

    async fn listening(&self) -> Result {
        let connecting = async {
            let mut again = tokio::time::interval(Duration::from_millis(20));
            while tokio::net::TcpStream::connect(("127.0.0.1", self.port)).await.is_err() {
                again.tick().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), connecting)
            .await
            .map_err(|_| "WebKitWebDriver does not listen".into())
    }
}

/// A process of this machine, told from any later one of the same number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    pid: Pid,
    /// In clock ticks since the machine's start.
    started: String,
}

impl Process {
    fn running(pid: Pid) -> Option<Self> {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // What follows the name in parentheses begins with the third field; the start is the 22nd (proc(5)).
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        // What has ended and is only waited for by its parent is gone.
        (fields[0] != "Z").then(|| Self { pid, started: fields[19].to_owned() })
    }

    fn children(&self) -> Vec<Self> {
        let Ok(threads) = std::fs::read_dir(format!("/proc/{}/task", self.pid)) else { return Vec::new() };
        let lists = threads.flatten().filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok());
        let numbers = lists.flat_map(|list| list.split_whitespace().flat_map(str::parse).collect::<Vec<i32>>());
        numbers.filter_map(Pid::from_raw).filter_map(Self::running).collect()
    }

    /// Whether it is there still.
    pub fn is_running(&self) -> bool {
        Self::running(self.pid).as_ref() == Some(self)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // That they have ended by themselves is no failure.
        if let Some(app) = self.app() {
            let _ = kill_process(app, Signal::KILL);
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn program(rights: Rights) -> Command {
    match rights {
        Rights::Own => Command::new("WebKitWebDriver"),
        // Without these capabilities root is a user like others (capabilities(7)), display and session bus stay root's.
        Rights::AsModesSay => {
            let mut command = Command::new("setpriv");
            command.args(["--bounding-set=-dac_override,-dac_read_search", "WebKitWebDriver"]);
            command
        }
    }
}

/// The app's binary, as cargo built it beside this test's own; `SLIPWAY_BINARY` names another.
///
/// # Errors
/// When it has not been built.
pub fn binary() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("SLIPWAY_BINARY") {
        return Ok(path.into());
    }
    // target/<profile>/deps/<test> → target/<profile>/slipway
    let test = std::env::current_exe()?;
    let binary = test.ancestors().nth(2).ok_or("the test lies outside a target folder")?.join("slipway");
    if binary.exists() { Ok(binary) } else { Err(format!("{} has not been built", binary.display()).into()) }
}

/// A port of loopback that nothing listens on.
///
/// # Errors
/// When there is none.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
