//! Watching the screen until a window no longer changes, without the page's help.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use slipway_e2e::Result;
use tempfile::TempDir;
use x11rb::{
    connection::Connection,
    protocol::xproto::{ConnectionExt, ImageFormat, Window},
    rust_connection::RustConnection,
};

/// How often the screen is read.
const POLL_INTERVAL: Duration = Duration::from_millis(5);
/// How long the picture must not change to be final.
const STABLE_FOR: Duration = Duration::from_secs(2);
/// How long a window may take to be final.
const TIMEOUT: Duration = Duration::from_secs(60);
/// The strip of the screen that is watched: left edge and width, through the names in the table.
const STRIP: (i16, u16) = (420, 160);

/// The X screen.
pub struct Screen {
    connection: RustConnection,
    root: Window,
    height: u16,
}

/// A program whose window is on the screen. It is killed when this is dropped.
pub struct ShownProgram {
    process: Child,
    /// The time from the program's start until its window had its final picture.
    pub after: Duration,
    /// The final picture.
    pub picture: Vec<u8>,
    /// Settings and data of this program alone.
    _home: TempDir,
}

impl Screen {
    /// Opens the screen that `DISPLAY` names.
    pub fn open() -> Result<Self> {
        let (connection, number) = x11rb::connect(None)?;
        let screen = &connection.setup().roots[number];
        let (root, height) = (screen.root, screen.height_in_pixels);
        Ok(Self { connection, root, height })
    }

    /// Starts the program and waits until its window no longer changes.
    pub async fn show(&self, program: &Path, docker_host: &str) -> Result<ShownProgram> {
        let home = tempfile::tempdir()?;
        let folder = |name: &str| home.path().join(name);
        // At a first start the app would ask what it will be used for and show no list.
        std::fs::create_dir_all(folder("data/app.slipway.desktop"))?;
        let settings = r#"{ "settings": { "purpose": "work" } }"#;
        std::fs::write(folder("data/app.slipway.desktop/settings.json"), settings)?;
        let before = self.capture()?;
        let start = Instant::now();
        let mut process = Command::new(program)
            .env("DOCKER_HOST", docker_host)
            .env("DOCKER_CONFIG", folder("docker"))
            .env("SLIPWAY_LANG", "en")
            .env("HOME", home.path())
            .env("XDG_CONFIG_HOME", folder("config"))
            .env("XDG_DATA_HOME", folder("data"))
            .env("XDG_CACHE_HOME", folder("cache"))
            .env_remove("DOCKER_CONTEXT")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()?;
        let final_picture = self.final_picture(&mut process, before, start).await;
        let (after, picture) = match final_picture {
            Ok(found) => found,
            Err(error) => {
                kill(&mut process);
                return Err(format!("{}: {error}", program.display()).into());
            }
        };
        Ok(ShownProgram { process, after, picture, _home: home })
    }

    async fn final_picture(&self, process: &mut Child, before: Vec<u8>, start: Instant) -> Result<(Duration, Vec<u8>)> {
        let (mut picture, mut changed) = (before, None);
        let mut ticks = tokio::time::interval(POLL_INTERVAL);
        while start.elapsed() < TIMEOUT {
            ticks.tick().await;
            let now = self.capture()?;
            if now != picture {
                picture = now;
                changed = Some(start.elapsed());
            }
            match changed {
                Some(after) if start.elapsed() - after > STABLE_FOR => return Ok((after, picture)),
                _ => {}
            }
            if let Some(status) = process.try_wait()? {
                return Err(format!("the program ended ({status})").into());
            }
        }
        Err("the picture keeps changing".into())
    }

    fn capture(&self) -> Result<Vec<u8>> {
        let (left, width) = STRIP;
        let image = self.connection.get_image(ImageFormat::Z_PIXMAP, self.root, left, 0, width, self.height, !0)?;
        Ok(image.reply()?.data)
    }
}

impl ShownProgram {
    /// The program's process.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for ShownProgram {
    fn drop(&mut self) {
        kill(&mut self.process);
    }
}

/// Whether two pictures show the same. The edges of letters are not always painted the same; missing letters are a far
/// larger difference.
pub fn are_similar(one: &[u8], other: &[u8]) -> bool {
    let different = one.iter().zip(other).filter(|(one, other)| one.abs_diff(**other) > 96).count();
    one.len() == other.len() && different * 500 < one.len()
}

fn kill(process: &mut Child) {
    // It may have ended by itself.
    let _ = process.kill();
    let _ = process.wait();
}
