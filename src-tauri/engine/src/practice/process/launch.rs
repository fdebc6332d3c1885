use std::{ffi::OsString, path::PathBuf};

use crate::host::find_program;

/// What to run, and how.
#[derive(Debug, Clone)]
pub struct Launch {
    /// The program and its arguments.
    pub command: Vec<OsString>,
    /// Environment variables in addition to the inherited ones.
    pub env: Vec<(OsString, OsString)>,
    /// The file for the program's output.
    pub log: PathBuf,
    /// Mounts and processes of the program's own, if any.
    pub isolation: Option<Isolation>,
    /// A shell script that runs when the program has ended, for whatever reason.
    pub cleanup: String,
    /// A folder that is deleted when the program has ended, unless it then contains a file named [`KEEP`](super::KEEP).
    pub temporary: Option<PathBuf>,
}

/// Namespaces for a program's mounts and processes: what it mounts and starts ends with it. It shares the machine's
/// network and files. Needs root.
#[derive(Debug, Clone, Default)]
pub struct Isolation {
    /// A system that the program sees as `/`, with its own programs. Changes to its files are discarded.
    pub root: Option<PathBuf>,
    /// Folders of the machine that are mounted at the same path in `root`.
    pub shared: Vec<PathBuf>,
    /// Folders that the program sees as empty.
    pub hidden: Vec<PathBuf>,
    /// Files or folders (first) that the program sees in place of others (second).
    pub replaced: Vec<(PathBuf, PathBuf)>,
}

impl Launch {
    /// A program in the machine's environment, without isolation.
    pub fn new(program: impl Into<OsString>, log: impl Into<PathBuf>) -> Self {
        Self {
            command: vec![program.into()],
            env: Vec::new(),
            log: log.into(),
            isolation: None,
            cleanup: String::new(),
            temporary: None,
        }
    }

    /// Adds arguments.
    #[must_use]
    pub fn args<S: Into<OsString>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.command.extend(args.into_iter().map(Into::into));
        self
    }

    /// Adds an environment variable.
    #[must_use]
    pub fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.env.push((name.into(), value.into()));
        self
    }

    /// The path of the program. In a root of its own, it is searched for only after that has been entered.
    pub(super) fn program(&self) -> Option<PathBuf> {
        match &self.isolation {
            Some(Isolation { root: Some(_), .. }) => Some(PathBuf::from(&self.command[0])),
            _ => find_program(&self.command[0]),
        }
    }
}
