//! A real input method: fcitx5 with Chewing, which turns the keys of Bopomofo into Chinese.

use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::{Result, window::wait::poll};

/// Latin letters at first; Ctrl-Space switches to Chewing and back.
const PROFILE: &str = "[Groups/0]\nName=Default\nDefault Layout=us\nDefaultIM=chewing\n\n\
                       [Groups/0/Items/0]\nName=keyboard-us\n\n[Groups/0/Items/1]\nName=chewing\n\n\
                       [GroupOrder]\n0=Default\n";

/// A running fcitx5 on this session bus, which ends when it is dropped.
pub struct InputMethod {
    process: Child,
    /// Settings of this fcitx5 alone.
    _home: TempDir,
}

impl InputMethod {
    /// What an app needs in its environment to use it.
    pub const VARIABLES: [(&'static str, &'static str); 1] = [("GTK_IM_MODULE", "fcitx")];

    /// Starts fcitx5 and waits until it responds.
    pub async fn start() -> Result<Self> {
        let home = tempfile::tempdir()?;
        let settings = home.path().join("fcitx5");
        std::fs::create_dir(&settings)?;
        std::fs::write(settings.join("profile"), PROFILE)?;
        let process = Command::new("fcitx5")
            .env("HOME", home.path())
            .env("XDG_CONFIG_HOME", home.path())
            .env("XDG_DATA_HOME", home.path().join("data"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("fcitx5 does not start: {error}"))?;
        let input_method = Self { process, _home: home };
        poll(responds).await.map_err(|_| "fcitx5 does not respond")?;
        Ok(input_method)
    }
}

impl Drop for InputMethod {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Whether fcitx5 has its name on the bus. Asking fcitx5 itself would start another one.
fn responds() -> bool {
    let bus = ["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"];
    let question = ["org.freedesktop.DBus.NameHasOwner", "string:org.fcitx.Fcitx5"];
    let reply = Command::new("dbus-send").args(bus).args(question).output();
    reply.is_ok_and(|reply| String::from_utf8_lossy(&reply.stdout).contains("boolean true"))
}
