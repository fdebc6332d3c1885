//! Windows as one sees them: the screen is watched until its picture no longer changes. No page takes part in it.

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

/// How often it is looked at.
const GLANCE: Duration = Duration::from_millis(5);
/// How long a picture must stand to be the last.
const STANDS: Duration = Duration::from_secs(2);
/// How long one may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// A strip through the window, from top to bottom, where the table has its names.
const STRIP: (i16, u16) = (420, 160);

/// The screen.
pub struct Screen {
    connection: RustConnection,
    root: Window,
    height: u16,
}

/// A program whose window is on the screen. It ends with this.
pub struct Shown {
    process: Child,
    /// From the program's start until its window's picture was there.
    pub after: Duration,
    /// The picture, to be held against others.
    pub picture: Vec<u8>,
    /// Settings and data of this program alone.
    _home: TempDir,
}

impl Screen {
    /// The one that `DISPLAY` names.
    ///
    /// # Errors
    /// When there is none.
    pub fn open() -> Result<Self> {
        let (connection, number) = x11rb::connect(None)?;
        let screen = &connection.setup().roots[number];
        let (root, height) = (screen.root, screen.height_in_pixels);
        Ok(Self { connection, root, height })
    }

    /// Starts the program and waits until its window stands.
    ///
    /// # Errors
    /// When it ends, or its picture does not come to rest.
    pub async fn show(&self, program: &Path, docker_host: &str) -> Result<Shown> {
        let home = tempfile::tempdir()?;
        let folder = |name: &str| home.path().join(name);
        // Not its first start: that one asks what somebody came for, and shows no list.
        std::fs::create_dir_all(folder("data/app.slipway.desktop"))?;
        let settings = r#"{ "settings": { "purpose": "work" } }"#;
        std::fs::write(folder("data/app.slipway.desktop/settings.json"), settings)?;
        let before = self.look()?;
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
        let standing = self.standing(&mut process, before, start).await;
        let (after, picture) = match standing {
            Ok(found) => found,
            Err(error) => {
                end(&mut process);
                return Err(format!("{}: {error}", program.display()).into());
            }
        };
        Ok(Shown { process, after, picture, _home: home })
    }

    async fn standing(&self, process: &mut Child, before: Vec<u8>, start: Instant) -> Result<(Duration, Vec<u8>)> {
        let (mut picture, mut changed) = (before, None);
        let mut again = tokio::time::interval(GLANCE);
        while start.elapsed() < PATIENCE {
            again.tick().await;
            let now = self.look()?;
            if now != picture {
                picture = now;
                changed = Some(start.elapsed());
            }
            match changed {
                Some(after) if start.elapsed() - after > STANDS => return Ok((after, picture)),
                _ => {}
            }
            if let Some(status) = process.try_wait()? {
                return Err(format!("it ended ({status})").into());
            }
        }
        Err("its picture does not come to rest".into())
    }

    fn look(&self) -> Result<Vec<u8>> {
        let (left, width) = STRIP;
        let image = self.connection.get_image(ImageFormat::Z_PIXMAP, self.root, left, 0, width, self.height, !0)?;
        Ok(image.reply()?.data)
    }
}

impl Shown {
    /// The program's process.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        end(&mut self.process);
    }
}

/// Whether two pictures show the same. The edges of letters are not always drawn alike, letters that are missing are far
/// more than that.
pub fn alike(one: &[u8], other: &[u8]) -> bool {
    let far = one.iter().zip(other).filter(|(one, other)| one.abs_diff(**other) > 96).count();
    one.len() == other.len() && far * 500 < one.len()
}

fn end(process: &mut Child) {
    // That it has ended by itself is no failure.
    let _ = process.kill();
    let _ = process.wait();
}
