//! The shell line around a console's command: it reports the command's process ID, which engines do not (moby#35703).
//!
//! Why: `docs/decisions/020-closing-a-console-ends-its-process.md`.

use std::{
    process,
    sync::atomic::{AtomicU64, Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

use bytes::BytesMut;

/// Where POSIX shells are. By path: the container's PATH may lead anywhere.
pub const SHELLS: [&str; 6] = ["/bin/sh", "/bin/bash", "/usr/bin/bash", "/bin/ash", "/bin/dash", "/busybox/sh"];

/// Prints one line, the mark and the process ID, and then becomes the command. Arguments: the mark, the program, how many
/// words to skip where there is no `env` (none: `env` is indispensable), the words for `env`, the command.
///
/// The program is looked up first, as the engine does (Go's `exec.LookPath`): if it does not exist or cannot be
/// executed, the line says so. `unset`: what the shell itself has put into the environment. bash adds `_` and `SHLVL` for
/// a command, which only `env` removes.
const SCRIPT: &str = r#"case $2 in
*/*)
  if [ ! -e "$2" ]; then echo "$1 missing"; exit 127; fi
  if [ -d "$2" ] || [ ! -x "$2" ]; then echo "$1 forbidden"; exit 126; fi ;;
*)
  if ! (IFS=:; set -f; for dir in $PATH; do [ ! -d "${dir:-.}/$2" ] && [ -x "${dir:-.}/$2" ] && exit 0; done; exit 1)
  then echo "$1 missing"; exit 127; fi ;;
esac
for slipway_env in /usr/bin/env /bin/env /busybox/env; do
  if [ -x "$slipway_env" ]; then
    echo "$1 $$"
    unset PWD OLDPWD
    shift 3
    exec "$slipway_env" "$@"
  fi
done
if [ ! "$3" ]; then echo "$1 unable"; exit 126; fi
echo "$1 $$"
unset PWD OLDPWD SHLVL
shift $((3 + $3))
exec "$@""#;

/// What an engine sets for each exec, whatever the container was created with. No shell changes these.
const SET_BY_ENGINES: [&str; 5] = ["HOME", "HOSTNAME", "PATH", "TERM", "container"];

/// The most that may precede the mark, in bytes.
pub const MAX_BEFORE: usize = 64 * 1024;

static WRAPPED: AtomicU64 = AtomicU64::new(0);

/// A command's wrapper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrapper {
    /// The shell's path.
    pub shell: String,
    mark: String,
    /// `NAME=VALUE`.
    restored: Vec<String>,
}

/// What the wrapper's line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report {
    /// The command runs, with this process ID in the container.
    Running(u32),
    /// The program does not exist.
    Missing,
    /// The program cannot be executed.
    Forbidden,
    /// The container's environment cannot be restored for the command.
    Unable,
}

impl Wrapper {
    /// A wrapper for a container whose environment was created as `env`.
    pub fn new(shell: &str, env: &[String]) -> Self {
        let number = WRAPPED.fetch_add(1, Ordering::Relaxed);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        let mark = format!("slipway-{:x}-{now:x}-{number}", process::id());
        let is_restored = |variable: &&String| {
            let name = variable.split_once('=').map_or("", |(name, _)| name);
            !name.is_empty() && !SET_BY_ENGINES.contains(&name)
        };
        Self { shell: shell.to_owned(), mark, restored: env.iter().filter(is_restored).cloned().collect() }
    }

    /// The words to execute for `command`; `None` where `env` would take the program for a variable.
    ///
    /// Shells drop variables whose names are not theirs (dash and ash: `my.env`, moby#33582) and change others (`IFS`,
    /// `SHLVL`), so `env` sets all of them again.
    pub fn words(&self, command: &[String]) -> Option<Vec<String>> {
        let program = command.first().filter(|program| !program.contains('='))?;
        let options = ["-u", "_", "-u", "SHLVL", "--"].map(str::to_owned);
        let env = [&options[..], &self.restored].concat();
        let survives = self.restored.iter().all(|variable| survives_shells(variable));
        let skip = if survives { env.len().to_string() } else { String::new() };
        let start = [&self.shell, "-c", SCRIPT, "sh", &self.mark, program, &skip].map(str::to_owned);
        Some([&start[..], &env, command].concat())
    }

    /// Takes the wrapper's line off the output, wherever it is: a shell may print something before it, such as bash
    /// a warning about the locale.
    pub fn take_report(&self, output: &mut BytesMut) -> Option<Report> {
        let (start, end, report) = self.find_report(output)?;
        let after = output.split_off(end);
        output.truncate(start);
        output.extend_from_slice(&after);
        Some(report)
    }

    fn find_report(&self, output: &[u8]) -> Option<(usize, usize, Report)> {
        let mark = self.mark.as_bytes();
        let starts = output.windows(mark.len()).enumerate().filter(|(_, window)| *window == mark);
        starts.map(|(start, _)| start).find_map(|start| {
            let said = &output[start + mark.len()..];
            let line = said.iter().position(|byte| *byte == b'\n')?;
            // bash repeats the command with its quotes where SHELLOPTS has xtrace: that is not the line.
            let text = std::str::from_utf8(&said[..line]).ok()?.strip_prefix(' ')?;
            let report = match text.strip_suffix('\r').unwrap_or(text) {
                "missing" => Report::Missing,
                "forbidden" => Report::Forbidden,
                "unable" => Report::Unable,
                pid => Report::Running(pid.parse().ok()?),
            };
            Some((start, start + mark.len() + line + 1, report))
        })
    }
}

/// Whether every shell passes a variable on as it is.
fn survives_shells(variable: &str) -> bool {
    const CHANGED: [&str; 14] = [
        "_",
        "BASHOPTS",
        "COLUMNS",
        "EUID",
        "IFS",
        "LINENO",
        "LINES",
        "OLDPWD",
        "OPTIND",
        "PPID",
        "PWD",
        "SHELLOPTS",
        "SHLVL",
        "UID",
    ];
    let name = variable.split('=').next().unwrap_or_default();
    let is_identifier = !name.starts_with(|first: char| first.is_ascii_digit())
        && name.chars().all(|one| one.is_ascii_alphanumeric() || one == '_');
    is_identifier && !CHANGED.contains(&name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wrapper(env: &[&str]) -> Wrapper {
        Wrapper::new("/bin/sh", &env.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn the_line_is_found_after_other_text_and_is_told_from_a_trace_of_itself() {
        let wrapper = wrapper(&[]);
        let warning = "sh: warning: setlocale: LC_ALL: cannot change locale (zh_CN.UTF-8)\r\n";
        let prompt = "root@web:/# ";
        for (text, expected, left) in [
            (format!("MARK 42\r\n{prompt}"), Some(Report::Running(42)), prompt.to_owned()),
            (format!("{warning}MARK 42\r\n{prompt}"), Some(Report::Running(42)), format!("{warning}{prompt}")),
            ("no line end MARK 7\n".to_owned(), Some(Report::Running(7)), "no line end ".to_owned()),
            ("+ echo 'MARK 7'\r\nMARK 7\r\n".to_owned(), Some(Report::Running(7)), "+ echo 'MARK 7'\r\n".to_owned()),
            ("MARK missing\r\n".to_owned(), Some(Report::Missing), String::new()),
            ("MARK forbidden\r\n".to_owned(), Some(Report::Forbidden), String::new()),
            ("MARK unable\r\n".to_owned(), Some(Report::Unable), String::new()),
            ("MARK 4".to_owned(), None, "MARK 4".to_owned()),
            ("42\r\n".to_owned(), None, "42\r\n".to_owned()),
            ("MARK 99999999999\r\n".to_owned(), None, "MARK 99999999999\r\n".to_owned()),
            (String::new(), None, String::new()),
        ] {
            let marked = |text: &str| text.replace("MARK", &wrapper.mark);
            let mut output = BytesMut::from(marked(&text).as_bytes());
            assert_eq!(wrapper.take_report(&mut output), expected, "what {text:?} says");
            assert_eq!(&output[..], marked(&left).as_bytes(), "what is left of {text:?}");
        }
    }

    #[test]
    fn variables_that_a_shell_drops_or_changes_need_env() {
        let command = ["printenv".to_owned(), "my.env".to_owned()];
        let words = wrapper(&["A=1", "HOME=/x", "TERM=dumb", "REMOVED"]).words(&command).expect("words");
        assert_eq!(
            words[5..],
            ["printenv", "6", "-u", "_", "-u", "SHLVL", "--", "A=1", "printenv", "my.env"],
            "what engines set stays"
        );
        for variable in ["my.env=1", "a-b=2", "1A=3", "SHLVL=5", "IFS=:", "变量=1"] {
            let words = wrapper(&["A=1", variable]).words(&command).expect("words");
            assert_eq!(words[6], "", "{variable} is lost without env");
            assert!(words.contains(&variable.to_owned()), "{variable} is restored: {words:?}");
        }
        let program = ["a=b".to_owned()];
        assert_eq!(wrapper(&[]).words(&program), None, "env would take the program for a variable");
        assert_ne!(wrapper(&[]).mark, wrapper(&[]).mark, "each console has its own mark");
    }

    proptest! {
        #[test]
        fn output_around_the_line_is_kept_byte_by_byte(
            before in prop::collection::vec(any::<u8>(), 0..64),
            pid in 1u32..,
            after in prop::collection::vec(any::<u8>(), 0..64),
            cut in 0usize..200,
        ) {
            let wrapper = wrapper(&[]);
            let whole = [&before[..], format!("{} {pid}\r\n", wrapper.mark).as_bytes(), &after].concat();
            let (one, two) = whole.split_at(cut.min(whole.len()));
            let mut output = BytesMut::from(one);
            let mut report = wrapper.take_report(&mut output);
            output.extend_from_slice(two);
            report = report.or_else(|| wrapper.take_report(&mut output));
            prop_assert_eq!(report, Some(Report::Running(pid)), "the line may come in two pieces");
            prop_assert_eq!(&output[..], [before, after].concat(), "and nothing around it is lost");
        }
    }
}
