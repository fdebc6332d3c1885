//! A person without root's rights, with a home of their own, on this machine and nowhere else.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};

use slipway_engine::Result;
use tokio::process::Command;

use crate::failed;

/// A number that no distribution gives anybody.
const NUMBER: u32 = 51_234;
const NAME: &str = "learner";
/// The numbers that the user may give away, and how many they are.
const FIRST_OWN: u32 = 600_100_000;
const OWN: u32 = 65_536;

/// Gives the user a name and numbers of their own (subuid(5)), and the devices that a desktop's users may open, in mounts
/// that end with the program; then runs that as the user.
const BECOME: &str = r#"set -e
for file in passwd group subuid subgid; do mount --bind "$FOLDER/$file" "/etc/$file"; done
for device in fuse:229 net/tun:200; do
    path=/dev/${device%:*} node=$FOLDER/${device##*:}
    [ -e "$path" ] || continue
    [ -e "$node" ] || mknod --mode 666 "$node" c 10 "${device##*:}"
    mount --bind "$node" "$path"
done
for folder in $HIDDEN; do mount -t tmpfs none "$folder"; done
exec setpriv --reuid "$USER_NUMBER" --regid "$USER_NUMBER" --clear-groups "$@"
"#;

/// A user until it is dropped.
#[derive(Debug)]
pub struct UnprivilegedUser {
    folder: PathBuf,
}

impl UnprivilegedUser {
    /// With folders below this one, which is made.
    ///
    /// # Errors
    /// When they cannot be made; root can.
    pub fn new(folder: impl Into<PathBuf>) -> Result<Self> {
        let folder = folder.into();
        let user = Self { folder };
        user.settle().map_err(|error| failed("plain user", &error))?;
        Ok(user)
    }

    fn settle(&self) -> std::io::Result<()> {
        for folder in [self.home(), self.runtime_folder()] {
            fs::create_dir_all(&folder)?;
            chown(&folder, Some(NUMBER), Some(NUMBER))?;
        }
        fs::set_permissions(self.runtime_folder(), fs::Permissions::from_mode(0o700))?;
        let system = |file: &str| fs::read_to_string(Path::new("/etc").join(file)).unwrap_or_default();
        let home = self.home();
        let passwd = format!("{}{NAME}:x:{NUMBER}:{NUMBER}::{}:/bin/bash\n", system("passwd"), home.display());
        let group = format!("{}{NAME}:x:{NUMBER}:\n", system("group"));
        let numbers = format!("{NAME}:{FIRST_OWN}:{OWN}\n");
        for (file, text) in [("passwd", &passwd), ("group", &group), ("subuid", &numbers), ("subgid", &numbers)] {
            fs::write(self.folder.join(file), text)?;
        }
        Ok(())
    }

    /// The user's home.
    pub fn home(&self) -> PathBuf {
        self.folder.join("home")
    }

    /// The user's `XDG_RUNTIME_DIR`.
    pub fn runtime_folder(&self) -> PathBuf {
        self.folder.join("run")
    }

    /// Puts the user into a group of the system's, as `usermod -aG` does: it counts for programs that the user starts
    /// after a new login, which [`UnprivilegedUser::command`] is not.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn join(&self, group: &str, number: u32) -> Result<()> {
        let file = self.folder.join("group");
        let others = fs::read_to_string(&file).unwrap_or_default();
        let others = others.lines().filter(|line| !line.starts_with(&format!("{group}:")));
        let lines = others.map(str::to_owned).chain([format!("{group}:x:{number}:{NAME}\n")]);
        fs::write(&file, lines.collect::<Vec<_>>().join("\n")).map_err(|error| failed("plain user", &error))
    }

    /// Leaves the user without numbers to give away.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn take_numbers(&self) -> Result<()> {
        let taken = ["subuid", "subgid"].map(|file| fs::write(self.folder.join(file), ""));
        taken.into_iter().collect::<std::io::Result<()>>().map_err(|error| failed("plain user", &error))
    }

    /// The user's name.
    pub fn name(&self) -> &str {
        NAME
    }

    /// Whether a number is the user's, or one of those that they may give away.
    pub fn owns(&self, number: u32) -> bool {
        number == NUMBER || (FIRST_OWN..FIRST_OWN + OWN).contains(&number)
    }

    /// A program as the user runs it: a copy, since not everybody may read what root has built.
    ///
    /// # Errors
    /// When it cannot be copied.
    pub fn command(&self, program: &Path) -> Result<Command> {
        self.command_without(program, &[])
    }

    /// The same, with folders of the machine that are empty for the user.
    ///
    /// # Errors
    /// When it cannot be copied.
    pub fn command_without(&self, program: &Path, hidden: &[&str]) -> Result<Command> {
        let copy = self.folder.join(program.file_name().unwrap_or_default());
        if !copy.exists() {
            fs::copy(program, &copy).map_err(|error| failed("plain user", &error))?;
        }
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut command = Command::new("unshare");
        command
            .args(["--mount", "--propagation", "private", "bash", "-c", BECOME, "become"])
            .arg(copy)
            .current_dir(self.home())
            .env_clear()
            .env("PATH", path)
            .env("HOME", self.home())
            .env("XDG_RUNTIME_DIR", self.runtime_folder())
            .env("FOLDER", &self.folder)
            .env("HIDDEN", hidden.join(" "))
            .env("USER_NUMBER", NUMBER.to_string());
        Ok(command)
    }
}

impl Drop for UnprivilegedUser {
    fn drop(&mut self) {
        // Whether it goes is of no consequence to what was tested.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
