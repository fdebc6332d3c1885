//! The shell scripts around a program: the guard that ends it, its namespaces, and the clean-up after it.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use super::launch::{Isolation, Launch};

/// The name of the file that preserves a temporary folder.
pub const KEEP: &str = "keep";

const GUARD: &str = include_str!("guard.sh");

/// Runs the guard in a process group of its own, which can be killed, and then the script in the environment variable
/// [`CLEANUP_VARIABLE`].
pub(super) const RUN_THEN_CLEAN_UP: &str =
    r#"set -m; trap : TERM INT; "$@" & wait $!; status=$?; eval "$SLIPWAY_CLEANUP"; exit $status"#;

/// Passes the clean-up script to [`RUN_THEN_CLEAN_UP`].
pub(super) const CLEANUP_VARIABLE: &str = "SLIPWAY_CLEANUP";

/// Mounts a writable overlay over the system in the current folder, which several programs may use at once, and mounts
/// the machine's devices in it.
const MOUNT_ROOT: &str = r"mount -t tmpfs none mnt
mkdir mnt/upper mnt/work mnt/root
mount -t overlay -o lowerdir=.,upperdir=mnt/upper,workdir=mnt/work none mnt/root
cd mnt/root
for folder in proc sys dev; do mount --rbind /$folder $folder; done
";

/// Makes the current folder the root. `chroot` does not suffice: runc then refuses to make the root of its containers
/// private.
const ENTER_ROOT: &str = r"mkdir run/machine
pivot_root . run/machine
cd /
umount --lazy run/machine
";

/// The command line of the guard around the program, which was found at `program`.
pub(super) fn guarded_command(launch: &Launch, program: PathBuf) -> Vec<OsString> {
    let mut words: Vec<OsString> = Vec::new();
    if let Some(isolation) = &launch.isolation {
        let unshare = ["unshare", "--mount", "--propagation", "slave", "--pid", "--fork", "--kill-child"];
        words.extend(unshare.map(OsString::from));
        words.extend(["--mount-proc", "bash", "-c"].map(OsString::from));
        words.push(isolation_script(isolation).into());
        words.push("isolated".into());
    }
    words.extend(["bash", "-c", GUARD, "guard"].map(OsString::from));
    words.push(program.into_os_string());
    words.extend(launch.command.iter().skip(1).cloned());
    words
}

/// The script that runs when the program has ended.
pub(super) fn cleanup_script(launch: &Launch) -> String {
    let mut script = launch.cleanup.clone();
    if let Some(folder) = &launch.temporary {
        let (folder, keep) = (quoted(folder), quoted(&folder.join(KEEP)));
        // The parent folder is deleted with the last folder in it.
        script += &format!(
            "[ -e {keep} ] || {{ rm -rf {folder}; rmdir --ignore-fail-on-non-empty \"$(dirname {folder})\"; }}\n"
        );
    }
    script
}

/// The script that sets up the mounts of an isolated program, and executes it.
fn isolation_script(isolation: &Isolation) -> String {
    let mut script = String::from("set -e\n");
    if let Some(root) = &isolation.root {
        script += &format!("cd {}\n{MOUNT_ROOT}", quoted(root));
    }
    // Before the new root is entered, its files are below the current folder.
    let inside = |path: &Path| match &isolation.root {
        Some(_) => format!(".{}", quoted(path)),
        None => quoted(path),
    };
    for folder in &isolation.shared {
        let target = inside(folder);
        script += &format!("mkdir -p {target}\nmount --bind {} {target}\n", quoted(folder));
    }
    for folder in &isolation.hidden {
        let target = inside(folder);
        script += &format!("mkdir -p {target}\nmount -t tmpfs none {target}\n");
    }
    for (source, target) in &isolation.replaced {
        script += &format!("mount --bind {} {}\n", quoted(source), inside(target));
    }
    if isolation.root.is_some() {
        script += ENTER_ROOT;
    }
    script + "exec \"$@\""
}

/// A path as a word of a shell script.
pub(in crate::practice) fn quoted(path: &Path) -> String {
    shell_words::quote(&path.to_string_lossy()).into_owned()
}
