use crate::{
    error::{Error, ErrorCode, Result},
    grammar::ports,
};

/// The Dockerfile instructions that a commit may include on some engine (moby `builder/dockerfile`, `validCommitCommands`;
/// Podman `libpod/container_commit.go`).
pub const ALLOWED: [&str; 11] = [
    "CMD",
    "ENTRYPOINT",
    "ENV",
    "EXPOSE",
    "HEALTHCHECK",
    "LABEL",
    "ONBUILD",
    "STOPSIGNAL",
    "USER",
    "VOLUME",
    "WORKDIR",
];

/// Names that `STOPSIGNAL` takes on Linux, with or without `SIG` (moby/sys `signal`).
const SIGNALS: [&str; 32] = [
    "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE", "POLL",
    "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1",
    "USR2", "WINCH", "XCPU",
];

/// Checks one `-c` value of a commit: a Dockerfile instruction that is `allowed`, and its arguments.
///
/// A command that starts with `[` but is not JSON is refused here, although engines take it for a shell command: the exec
/// form was meant.
///
/// # Errors
/// [`ErrorCode::ChangeNotAllowed`], [`ErrorCode::ChangeInvalid`].
pub fn check(value: &str, allowed: &[&str]) -> Result<()> {
    let (instruction, arguments) = split(value);
    if !allowed.contains(&instruction.as_str()) {
        return Err(Error::new(ErrorCode::ChangeNotAllowed).with("value", value).with("allowed", allowed.join(" ")));
    }
    let sound = !value.contains('\n')
        && match instruction.as_str() {
            "CMD" | "ENTRYPOINT" => is_command(arguments),
            "ENV" | "LABEL" => is_pairs(arguments),
            "EXPOSE" => is_ports(arguments),
            "HEALTHCHECK" => is_healthcheck(arguments),
            "ONBUILD" => is_trigger(arguments),
            "STOPSIGNAL" => is_signal(arguments),
            "VOLUME" => is_command(arguments),
            _ => !arguments.is_empty(),
        };
    let invalid = || Error::new(ErrorCode::ChangeInvalid).with("value", value).with("instruction", &instruction);
    if sound { Ok(()) } else { Err(invalid()) }
}

/// The instruction in capitals, and its arguments.
pub fn split(value: &str) -> (String, &str) {
    let value = value.trim();
    let (instruction, arguments) = value.split_once(char::is_whitespace).unwrap_or((value, ""));
    (instruction.to_uppercase(), arguments.trim())
}

fn is_command(arguments: &str) -> bool {
    match arguments.strip_prefix('[') {
        Some(_) => serde_json::from_str::<Vec<String>>(arguments).is_ok(),
        None => !arguments.is_empty(),
    }
}

/// `NAME=VALUE …`, or `NAME VALUE` with one name only.
fn is_pairs(arguments: &str) -> bool {
    let Ok(words) = shell_words::split(arguments) else { return false };
    match words.first() {
        None => false,
        Some(first) if first.contains('=') => {
            words.iter().all(|word| word.split_once('=').is_some_and(|(name, _)| !name.is_empty()))
        }
        Some(_) => words.len() > 1,
    }
}

fn is_ports(arguments: &str) -> bool {
    let mut words = arguments.split_whitespace().peekable();
    // A variable's value is known to the engine only.
    words.peek().is_some() && words.all(|word| word.contains('$') || !word.contains(':') && ports::parse(word).is_ok())
}

/// `NONE`, or `[--OPTION=VALUE …] CMD COMMAND`.
fn is_healthcheck(arguments: &str) -> bool {
    const OPTIONS: [&str; 5] = ["--interval=", "--timeout=", "--start-period=", "--start-interval=", "--retries="];
    let mut rest = arguments;
    while OPTIONS.iter().any(|option| rest.starts_with(option)) {
        rest = rest.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim_start());
    }
    match split(rest) {
        (kind, command) if kind == "CMD" => is_command(command),
        (kind, rest) => kind == "NONE" && rest.is_empty(),
    }
}

/// Any instruction but these three, kept for a later build; what it says is checked then.
fn is_trigger(arguments: &str) -> bool {
    let (instruction, rest) = split(arguments);
    !["ONBUILD", "FROM", "MAINTAINER"].contains(&instruction.as_str()) && !instruction.is_empty() && !rest.is_empty()
}

fn is_signal(arguments: &str) -> bool {
    let name = arguments.to_uppercase();
    let name = name.strip_prefix("SIG").unwrap_or(&name);
    match name.parse::<u8>() {
        Ok(number) => (1..=64).contains(&number),
        Err(_) => {
            let real_time = name.strip_prefix("RTMIN").or_else(|| name.strip_prefix("RTMAX"));
            real_time.is_some() || SIGNALS.contains(&name) || ["VTALRM", "XFSZ"].contains(&name)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_instructions_pass() {
        for value in [
            r#"CMD ["nginx", "-g", "daemon off;"]"#,
            "cmd nginx -g 'daemon off;'",
            "CMD []",
            r#"ENTRYPOINT ["/x"]"#,
            "ENV A=1 B=\"two words\"",
            "ENV A two words",
            "LABEL org.x=y",
            "EXPOSE 80",
            "EXPOSE 80/udp 8000-8010",
            "EXPOSE $PORT",
            "HEALTHCHECK NONE",
            "HEALTHCHECK --interval=5s --retries=3 CMD curl -f http://localhost/",
            "ONBUILD RUN make",
            "STOPSIGNAL SIGTERM",
            "STOPSIGNAL 9",
            "STOPSIGNAL quit",
            "USER www-data",
            r#"VOLUME ["/data"]"#,
            "VOLUME /data /logs",
            "WORKDIR /srv",
        ] {
            assert_eq!(check(value, &ALLOWED), Ok(()), "{value:?} is sound");
        }
    }

    #[test]
    fn what_a_commit_may_not_carry_is_named() {
        for value in ["RUN true", "FROM scratch", "COPY a b", "nonsense", ""] {
            let error = check(value, &ALLOWED).expect_err("not for a commit");
            assert_eq!(error.code, ErrorCode::ChangeNotAllowed, "{value:?} may not be in a commit");
            assert!(error.details["allowed"].contains("CMD"), "what may be is named with it");
        }
    }

    #[test]
    fn wrong_arguments_are_refused() {
        for value in [
            "CMD",
            "CMD [nginx]",
            r#"CMD ["nginx""#,
            "ENV",
            "ENV A",
            "ENV A=1 B",
            "ENV =1",
            "ENV A=\"open",
            "EXPOSE",
            "EXPOSE http",
            "EXPOSE 80:80",
            "EXPOSE 70000",
            "HEALTHCHECK",
            "HEALTHCHECK curl",
            "ONBUILD FROM x",
            "ONBUILD",
            "STOPSIGNAL",
            "STOPSIGNAL SIGNOPE",
            "STOPSIGNAL 0",
            "USER",
            "VOLUME",
            "WORKDIR",
            "ENV A=1\nRUN true",
        ] {
            let error = check(value, &ALLOWED).expect_err("its arguments are wrong");
            assert_eq!(error.code, ErrorCode::ChangeInvalid, "{value:?} has wrong arguments");
            assert_eq!(error.details["instruction"], split(value).0, "the instruction is named");
        }
    }
}
