//! A program that ends with the one who started it.
//!
//! Each runs under a guard (`guard.sh`) that holds one end of a pipe. The other end is ours: dropping it, or dying by
//! whatever cause, ends the program.

use std::ffi::OsString;
use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, kill_process_group, pidfd_open};
use tokio::time::{Instant, sleep};

use crate::{
    error::{Error, ErrorCode, Result},
    host::find_program,
};

const GUARD: &str = include_str!("process/guard.sh");

/// Runs the guard as a process group of its own, which can be killed, and what is to be done when it has ended.
const AFTERWARDS: &str = r#"set -m; trap : TERM INT; "$@" & wait $!; status=$?; eval "$AFTERWARDS"; exit $status"#;

/// Lays something to write on over the system's files in the current folder, which many may use at once, and gives it
/// the machine's devices.
const LAY_ROOT: &str = r"mount -t tmpfs none mnt
mkdir mnt/upper mnt/work mnt/root
mount -t overlay -o lowerdir=.,upperdir=mnt/upper,workdir=mnt/work none mnt/root
cd mnt/root
for folder in proc sys dev; do mount --rbind /$folder $folder; done
";

/// Makes the current folder the root. Not by `chroot`: runc then refuses to make the root of its containers private.
const ENTER_ROOT: &str = r"mkdir run/machine
pivot_root . run/machine
cd /
umount --lazy run/machine
";

/// How long a program may take to end after it was asked to, before it is killed.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often a condition is looked at that nobody announces.
const GLANCE: Duration = Duration::from_millis(20);

/// The name of the file that saves a temporary folder.
pub const KEEP: &str = "keep";

/// What to start, and how.
#[derive(Debug, Clone)]
pub struct Launch {
    /// The program and its arguments.
    pub command: Vec<OsString>,
    /// Environment variables beside the inherited ones.
    pub env: Vec<(OsString, OsString)>,
    /// The file that takes what the program prints.
    pub log: PathBuf,
    /// Its own mounts and processes, when given.
    pub isolation: Option<Isolation>,
    /// Shell text that runs when the program has ended, whatever way that came.
    pub afterwards: String,
    /// A folder that goes when the program has ended, unless it holds a file [`KEEP`] by then.
    pub temporary: Option<PathBuf>,
}

/// A program with mounts and processes of its own: what it mounts and what it starts goes when it goes. The network and
/// the files stay the machine's. Needs root.
#[derive(Debug, Clone, Default)]
pub struct Isolation {
    /// A system's files that the program sees as `/`, with its own programs. What it changes in them is gone with it.
    pub root: Option<PathBuf>,
    /// Folders of the machine that a program with a root of its own sees at their places all the same.
    pub shared: Vec<PathBuf>,
    /// Folders that the program sees as empty.
    pub hidden: Vec<PathBuf>,
    /// Files or folders (first) that the program sees in the place of others (second).
    pub replaced: Vec<(PathBuf, PathBuf)>,
}

impl Launch {
    /// A program with the machine's own environment, mounts and processes.
    pub fn new(program: impl Into<OsString>, log: impl Into<PathBuf>) -> Self {
        Self {
            command: vec![program.into()],
            env: Vec::new(),
            log: log.into(),
            isolation: None,
            afterwards: String::new(),
            temporary: None,
        }
    }

    /// The same with further arguments.
    #[must_use]
    pub fn args<S: Into<OsString>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.command.extend(args.into_iter().map(Into::into));
        self
    }

    /// The same with one more environment variable.
    #[must_use]
    pub fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.env.push((name.into(), value.into()));
        self
    }

    /// Where the program is. A root of its own has its own programs, and is searched when it has been entered.
    fn program(&self) -> Option<PathBuf> {
        match &self.isolation {
            Some(Isolation { root: Some(_), .. }) => Some(PathBuf::from(&self.command[0])),
            _ => find_program(&self.command[0]),
        }
    }

    fn afterwards(&self) -> String {
        let mut script = self.afterwards.clone();
        if let Some(folder) = &self.temporary {
            let (folder, keep) = (quoted(folder), quoted(&folder.join(KEEP)));
            // The folder around it goes with the last folder in it.
            script += &format!(
                "[ -e {keep} ] || {{ rm -rf {folder}; rmdir --ignore-fail-on-non-empty \"$(dirname {folder})\"; }}\n"
            );
        }
        script
    }

    /// The argument vector of the guard around the program, which was found at the path.
    fn guarded(&self, program: PathBuf) -> Vec<OsString> {
        let mut words: Vec<OsString> = Vec::new();
        if let Some(isolation) = &self.isolation {
            let unshare = ["unshare", "--mount", "--propagation", "slave", "--pid", "--fork", "--kill-child"];
            words.extend(unshare.map(OsString::from));
            words.extend(["--mount-proc", "bash", "-c"].map(OsString::from));
            words.push(isolation.script().into());
            words.push("isolated".into());
        }
        words.extend(["bash", "-c", GUARD, "guard"].map(OsString::from));
        words.push(program.into_os_string());
        words.extend(self.command.iter().skip(1).cloned());
        words
    }
}

impl Isolation {
    fn script(&self) -> String {
        let mut script = String::from("set -e\n");
        if let Some(root) = &self.root {
            script += &format!("cd {}\n{LAY_ROOT}", quoted(root));
        }
        // Before the new root is entered, its files are below the current folder.
        let inside = |path: &Path| match &self.root {
            Some(_) => format!(".{}", quoted(path)),
            None => quoted(path),
        };
        for folder in &self.shared {
            let place = inside(folder);
            script += &format!("mkdir -p {place}\nmount --bind {} {place}\n", quoted(folder));
        }
        for folder in &self.hidden {
            let place = inside(folder);
            script += &format!("mkdir -p {place}\nmount -t tmpfs none {place}\n");
        }
        for (ours, theirs) in &self.replaced {
            script += &format!("mount --bind {} {}\n", quoted(ours), inside(theirs));
        }
        if self.root.is_some() {
            script += ENTER_ROOT;
        }
        script + "exec \"$@\""
    }
}

/// A running program. Dropping it ends it, and waits for that.
#[derive(Debug)]
pub struct Process {
    name: String,
    log: PathBuf,
    isolated: bool,
    child: Child,
    lifeline: Option<ChildStdin>,
}

impl Process {
    /// Starts the program; see [`Process::ready`] for when it can be used.
    pub fn start(launch: &Launch) -> Result<Self> {
        let name = launch.command[0].to_string_lossy().into_owned();
        let Some(program) = launch.program() else {
            return Err(Error::new(ErrorCode::PracticeUnavailable).with("missing", name));
        };
        let log = File::create(&launch.log).map_err(|error| failed(&name, &error))?;
        let errors = log.try_clone().map_err(|error| failed(&name, &error))?;
        // The terminal's Ctrl-C is for us alone: we end what we started in our order.
        let mut child = Command::new("bash")
            .args(["-c", AFTERWARDS, "afterwards"])
            .args(launch.guarded(program))
            .envs(launch.env.iter().map(|(name, value)| (name, value)))
            .env("AFTERWARDS", launch.afterwards())
            .stdin(Stdio::piped())
            .stdout(log)
            .stderr(errors)
            .process_group(0)
            .spawn()
            .map_err(|error| failed(&name, &error))?;
        let lifeline = child.stdin.take();
        Ok(Self { name, log: launch.log.clone(), isolated: launch.isolation.is_some(), child, lifeline })
    }

    /// Waits until `probe` gives something; fails when the program ends before, or when `patience` is over.
    pub async fn ready<T>(&mut self, patience: Duration, mut probe: impl AsyncFnMut() -> Option<T>) -> Result<T> {
        let deadline = Instant::now() + patience;
        loop {
            if let Some(found) = probe().await {
                return Ok(found);
            }
            if self.has_ended() || Instant::now() > deadline {
                return Err(failed(&self.name, &self.last_words()));
            }
            sleep(GLANCE).await;
        }
    }

    /// Whether the program is no more.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// What the program printed last.
    pub fn last_words(&self) -> String {
        let log = std::fs::read(&self.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&log);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(8)..].join("\n")
    }

    /// The file with what the program printed.
    pub fn log(&self) -> &Path {
        &self.log
    }

    /// Ends the program and waits for that without holding up other tasks.
    pub async fn stop(self) {
        // The task can only fail by a panic, and then the drop inside it has run all the same.
        let _ = tokio::task::spawn_blocking(move || drop(self)).await;
    }

    /// Kills the program at once, as when the machine fails: it puts nothing in order. An isolated one takes all that it
    /// started along, and is waited for until the last of that is gone.
    pub fn kill(&mut self) {
        for guard in children(self.child.id()) {
            // An error means that it is gone already.
            let _ = match children(guard.as_raw_pid().cast_unsigned()).as_slice() {
                // `unshare` stays to see the first process of its namespace go, and with that all others.
                [first] if self.isolated => kill_process(*first, Signal::KILL),
                _ => kill_process_group(guard, Signal::KILL),
            };
        }
        let _ = self.child.wait();
    }

    fn ended_within(&mut self, patience: Duration) -> bool {
        if self.has_ended() {
            return true;
        }
        let Some(handle) =
            Pid::from_raw(self.child.id().cast_signed()).and_then(|pid| pidfd_open(pid, PidfdFlags::empty()).ok())
        else {
            return false;
        };
        let patience = Timespec { tv_sec: patience.as_secs().cast_signed(), tv_nsec: 0 };
        // Interrupted or not, what counts is whether it has ended.
        let _ = poll(&mut [PollFd::new(&handle, PollFlags::IN)], Some(&patience));
        self.has_ended()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.lifeline.take();
        if !self.ended_within(PATIENCE) {
            self.kill();
        }
    }
}

/// The processes that the process started.
fn children(process: u32) -> Vec<Pid> {
    let list = std::fs::read_to_string(format!("/proc/{process}/task/{process}/children")).unwrap_or_default();
    list.split_whitespace().filter_map(|pid| Pid::from_raw(pid.parse().ok()?)).collect()
}

/// The path as a word of shell text.
pub(super) fn quoted(path: &Path) -> String {
    shell_words::quote(&path.to_string_lossy()).into_owned()
}

/// Something that was started, or something it needs, failed.
pub(super) fn failed(what: &str, why: &dyn std::fmt::Display) -> Error {
    Error::new(ErrorCode::PracticeUnavailable).saying(format!("{what}: {why}"))
}
