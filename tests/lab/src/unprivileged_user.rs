//! A user without root privileges, who exists only for the programs that a test runs as them.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};

use slipway_engine::Result;
use tokio::process::Command;

use crate::failed;

/// A UID and GID that no distribution assigns.
const UID: u32 = 51_234;
const NAME: &str = "learner";
/// The user's subordinate IDs (subuid(5)): the first, and how many.
const FIRST_SUBID: u32 = 600_100_000;
const SUBIDS: u32 = 65_536;

/// Runs a program as the user, in a mount namespace with their entries in `/etc` and the devices that desktop users may
/// open.
const RUN_AS_USER: &str = r#"set -e
for file in passwd group subuid subgid; do mount --bind "$FOLDER/$file" "/etc/$file"; done
for device in fuse:229 net/tun:200; do
    path=/dev/${device%:*} node=$FOLDER/${device##*:}
    [ -e "$path" ] || continue
    [ -e "$node" ] || mknod --mode 666 "$node" c 10 "${device##*:}"
    mount --bind "$node" "$path"
done
for folder in $HIDDEN; do mount -t tmpfs none "$folder"; done
exec setpriv --reuid "$RUN_UID" --regid "$RUN_UID" --clear-groups "$@"
"#;

/// A user, until it is dropped.
#[derive(Debug)]
pub struct UnprivilegedUser {
    folder: PathBuf,
}

impl UnprivilegedUser {
    /// Creates a user with a home and a runtime folder in `folder`; needs root.
    pub fn new(folder: impl Into<PathBuf>) -> Result<Self> {
        let folder = folder.into();
        let user = Self { folder };
        user.create().map_err(|error| failed("unprivileged user", &error))?;
        Ok(user)
    }

    fn create(&self) -> std::io::Result<()> {
        for folder in [self.home(), self.runtime_folder()] {
            fs::create_dir_all(&folder)?;
            chown(&folder, Some(UID), Some(UID))?;
        }
        fs::set_permissions(self.runtime_folder(), fs::Permissions::from_mode(0o700))?;
        let system = |file: &str| fs::read_to_string(Path::new("/etc").join(file)).unwrap_or_default();
        let home = self.home();
        let passwd = format!("{}{NAME}:x:{UID}:{UID}::{}:/bin/bash\n", system("passwd"), home.display());
        let group = format!("{}{NAME}:x:{UID}:\n", system("group"));
        let subids = format!("{NAME}:{FIRST_SUBID}:{SUBIDS}\n");
        for (file, text) in [("passwd", &passwd), ("group", &group), ("subuid", &subids), ("subgid", &subids)] {
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

    /// Adds the user to a group, as `usermod -aG` does. Programs get the group after the next login, which
    /// [`UnprivilegedUser::command`] isn't.
    pub fn join_group(&self, group: &str, gid: u32) -> Result<()> {
        let file = self.folder.join("group");
        let others = fs::read_to_string(&file).unwrap_or_default();
        let others = others.lines().filter(|line| !line.starts_with(&format!("{group}:")));
        let lines = others.map(str::to_owned).chain([format!("{group}:x:{gid}:{NAME}\n")]);
        fs::write(&file, lines.collect::<Vec<_>>().join("\n")).map_err(|error| failed("unprivileged user", &error))
    }

    /// Removes the user's subordinate IDs.
    pub fn remove_subids(&self) -> Result<()> {
        let removed = ["subuid", "subgid"].map(|file| fs::write(self.folder.join(file), ""));
        removed.into_iter().collect::<std::io::Result<()>>().map_err(|error| failed("unprivileged user", &error))
    }

    /// The user's name.
    pub fn name(&self) -> &str {
        NAME
    }

    /// Whether a UID is the user's own or one of their subordinate IDs.
    pub fn owns(&self, uid: u32) -> bool {
        uid == UID || (FIRST_SUBID..FIRST_SUBID + SUBIDS).contains(&uid)
    }

    /// A command that runs the program as the user. It runs a copy, since the user may not be able to read what root built.
    pub fn command(&self, program: &Path) -> Result<Command> {
        self.command_without(program, &[])
    }

    /// A command that runs the program as the user, for whom the `hidden` folders of the machine are empty.
    pub fn command_without(&self, program: &Path, hidden: &[&str]) -> Result<Command> {
        let copy = self.folder.join(program.file_name().unwrap_or_default());
        if !copy.exists() {
            fs::copy(program, &copy).map_err(|error| failed("unprivileged user", &error))?;
        }
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut command = Command::new("unshare");
        command
            .args(["--mount", "--propagation", "private", "bash", "-c", RUN_AS_USER, "run-as-user"])
            .arg(copy)
            .current_dir(self.home())
            .env_clear()
            .env("PATH", path)
            .env("HOME", self.home())
            .env("XDG_RUNTIME_DIR", self.runtime_folder())
            .env("FOLDER", &self.folder)
            .env("HIDDEN", hidden.join(" "))
            .env("RUN_UID", UID.to_string());
        Ok(command)
    }
}

impl Drop for UnprivilegedUser {
    fn drop(&mut self) {
        // A leftover folder affects no test.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
