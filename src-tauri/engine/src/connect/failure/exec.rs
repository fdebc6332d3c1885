//! The messages of OCI runtimes for a program that cannot be started.

use crate::error::ErrorCode;

/// Whether a message names the OCI runtime that it is from, as runc's and crun's in the stream of an exec do.
pub fn is_runtime_message(message: &str) -> bool {
    message.contains("OCI runtime")
}

/// The code for an OCI runtime's message that a program cannot be started; `None` for other messages. `text` is
/// lowercase.
///
/// The messages of runc and crun arrive in a 400, or in the stream of an exec on engines before 23. Other things can be
/// missing or forbidden too, such as mounts, control groups and profiles: only what concerns the program counts.
pub fn code_of_exec_failure(text: &str) -> Option<ErrorCode> {
    // From containerd, where it resolves the user itself (containerd pkg/oci `WithUser`); Docker 26 adds nothing to it.
    if text.contains("no users found") {
        return Some(ErrorCode::UserNotFound);
    }
    if text.contains("no groups found") {
        return Some(ErrorCode::GroupNotFound);
    }
    if !text.contains("oci ") && !text.contains("container process") {
        return None;
    }
    reasons(text).find_map(|reason| {
        // For a path rather than a name, runc names the system call.
        let reason = match reason.strip_prefix("stat ") {
            Some(call) => call.split_once(": ")?.1,
            None => reason,
        };
        let starts_with = |reasons: &[&str]| reasons.iter().any(|start| reason.starts_with(start));
        if starts_with(&["executable file not found", "no such file or directory", "not a directory", "not found"]) {
            Some(ErrorCode::CommandNotFound)
        } else if starts_with(&["permission denied", "exec format error", "is a directory"]) {
            Some(ErrorCode::CommandNotExecutable)
        } else {
            None
        }
    })
}

/// What such a message is about: the program, or the user.
pub(super) fn exec_detail(code: ErrorCode, message: &str) -> Option<(&'static str, String)> {
    if code == ErrorCode::UserNotFound {
        return None;
    }
    // Quoted by runc (`exec: "NAME"`, with a backslash for each level of quoting) and by crun (`NAME`, 'NAME').
    let quoted = |start: &str| {
        let rest = message.split_once(start)?.1.trim_start_matches('\\');
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '`' | '\''))?;
        rest[1..].split([quote, '\\']).next()
    };
    let by_path = || message.split_once("exec /").and_then(|(_, rest)| rest.split(':').next());
    let program =
        ["exec: ", "executable file ", "exec container process (missing dynamic library?) ", "exec container process "]
            .iter()
            .find_map(|start| quoted(start))
            .map(str::to_owned)
            .or_else(|| by_path().map(|path| format!("/{path}")))?;
    Some(("command", program))
}

/// The reasons why a program was not started, in every form that runtimes use.
fn reasons(text: &str) -> impl Iterator<Item = &str> {
    let after_each = |form: &'static str| text.match_indices(form).map(move |(at, _)| &text[at + form.len()..]);
    // Go's os/exec, in runc: `exec: "NAME": REASON`, with a backslash for each level of quoting.
    let by_name = after_each("exec: ").filter_map(|rest| {
        let name = rest.trim_start_matches('\\').strip_prefix('"')?;
        name.split_once('"')?.1.strip_prefix(": ")
    });
    // runc's last step (libcontainer `standard_init_linux.go`), before and since 1.1.
    let caused = after_each("exec user process caused").map(|rest| rest.trim_start_matches([':', ' ', '\\', '"']));
    let by_path = text.match_indices("exec /").filter(|(at, _)| !text[..*at].ends_with('/'));
    let by_path = by_path.filter_map(|(at, _)| Some(text[at..].split_once(": ")?.1));
    // crun (`container.c`): "executable file `NAME` not found", "exec container process `PATH`: REASON".
    let crun = after_each("executable file ").chain(after_each("exec container process")).filter_map(|rest| {
        let after = rest.split(['`', '\'']).nth(2)?;
        Some(after.trim_start_matches([':', ' ']))
    });
    by_name.chain(caused).chain(by_path).chain(crun).chain(after_each("open executable: "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_messages_about_the_program_are_exec_failures() {
        use ErrorCode::*;
        let created = |cause: &str| format!("failed to create shim task: OCI runtime create failed: {cause}: unknown");
        let runc = |cause: &str| created(&format!("runc create failed: unable to start container process: {cause}"));
        for (text, expected) in [
            // runc, as quoted by each generation of engines.
            (runc(r#"exec: "nope": executable file not found in $PATH"#), Some(CommandNotFound)),
            (runc(r#"error during container init: exec: "/nope": stat /nope: no such file or directory"#), Some(CommandNotFound)),
            (runc(r#"exec: "/etc/passwd/x": stat /etc/passwd/x: not a directory"#), Some(CommandNotFound)),
            (runc(r#"exec: "/etc/hosts": permission denied"#), Some(CommandNotExecutable)),
            (runc(r#"exec: "/root/x": stat /root/x: permission denied"#), Some(CommandNotExecutable)),
            (runc(r#"exec: "/tmp": is a directory"#), Some(CommandNotExecutable)),
            (runc("error during container init: exec /run.sh: exec format error"), Some(CommandNotExecutable)),
            (runc("exec /run.sh: no such file or directory"), Some(CommandNotFound)),
            (
                created(r#"container_linux.go:349: starting container process caused "exec: \"nope\": executable file not found in $PATH""#),
                Some(CommandNotFound),
            ),
            (
                "OCI runtime exec failed: exec failed: container_linux.go:380: starting container process caused: exec: \"nope\": executable file not found in $PATH: unknown".to_owned(),
                Some(CommandNotFound),
            ),
            (
                created(r#"container_linux.go:265: starting container process caused "exec user process caused \"exec format error\"""#),
                Some(CommandNotExecutable),
            ),
            // crun, by Docker and by Podman.
            (created("executable file `nope` not found in $PATH: No such file or directory"), Some(CommandNotFound)),
            (
                "crun: executable file 'nope' not found in $PATH: No such file or directory: OCI runtime attempted to invoke a command that was not found".to_owned(),
                Some(CommandNotFound),
            ),
            ("crun: open executable: Permission denied: OCI permission denied".to_owned(), Some(CommandNotExecutable)),
            (
                created("exec container process (missing dynamic library?) `/run`: No such file or directory"),
                Some(CommandNotFound),
            ),
            (created("exec container process `/run`: Exec format error"), Some(CommandNotExecutable)),
            // Something else is missing or forbidden.
            (
                runc("error during container init: unable to apply apparmor profile: apparmor failed to apply profile: write /proc/self/attr/apparmor/exec: no such file or directory"),
                None,
            ),
            (
                created(r#"container_linux.go:349: starting container process caused "process_linux.go:449: container init caused \"apply apparmor profile: apparmor failed to apply profile: write /proc/self/attr/exec: permission denied\"""#),
                None,
            ),
            (
                runc(r#"error during container init: error mounting "proc" to rootfs at "/proc": mount proc:/proc (via /proc/self/fd/6), flags: 0xe: permission denied"#),
                None,
            ),
            (
                runc("error during container init: error setting cgroup config for procHooks process: load program: permission denied"),
                None,
            ),
            (runc(r#"chdir to cwd ("/work") set in config.json failed: permission denied"#), None),
            (created("unable to retrieve OCI runtime error (open /run/log.json: no such file or directory): fork/exec /usr/bin/nvidia-container-runtime: no such file or directory"), None),
            (
                "crun: open /sys/fs/cgroup/machine.slice/container/cgroup.freeze: No such file or directory: OCI runtime attempted to invoke a command that was not found".to_owned(),
                None,
            ),
            // A program of the engine.
            (
                "exec: \"docker-init\": executable file not found in $PATH".to_owned(),
                None,
            ),
        ] {
            assert_eq!(code_of_exec_failure(&text.to_lowercase()), expected, "what {text:?} says about the program");
        }
    }
}
