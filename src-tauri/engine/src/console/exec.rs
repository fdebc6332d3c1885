use bollard::models::ExecConfig;
use bytes::{Bytes, BytesMut};
use tokio::io::AsyncReadExt;

use super::{
    Consoles, Opening, Process,
    process::{Kind, POLL_INTERVAL},
};
use crate::{
    api::{self, archive},
    command_line,
    connect::{ByteStream, Engine, is_runtime_message, refusal},
    error::{Error, ErrorCode, Result},
    grammar::words,
    wire::{Action, Console, ConsoleKind, ConsoleState, ExecForm, Outcome},
};

/// Prints its own process ID on a first line, then executes the command, so that closing the console can signal it. A
/// command that is not there, or that cannot be executed, ends it before that line, with a shell's exit code for it. What
/// the shell has put into its environment, the command is not given.
const TELL_PID: &str = r#"
case $1 in
*/*) [ -e "$1" ] || exit 127; [ -x "$1" ] || exit 126 ;;
*) command -v "$1" >/dev/null 2>&1 || exit 127 ;;
esac
echo $$
unset PWD OLDPWD SHLVL
exec "$@""#;

/// Keys that are practically never typed in this order: engines read them from JSON, which cannot contain byte 0xFF.
/// Only the first is held back, until the next key.
const UNLIKELY_KEYS: &str = "ctrl-@,ctrl-^,ctrl-@,ctrl-^,ctrl-@";

/// How often a terminal is resized that the engine does not know yet, and how long between. The docker command does
/// the same (docker/cli `tty.go`).
const RESIZE_TRIES: u32 = 10;

/// The most that an exec that could not be started prints, in bytes.
const MAX_FAILURE: usize = 64 * 1024;

/// `docker exec -it [-u USER] CONTAINER COMMAND`, in a console.
///
/// Closing the console ends the command where the container has a shell; without one, engines have no way to.
///
/// # Errors
/// [`ErrorCode::ContainerNotFound`], [`ErrorCode::ContainerNotRunning`], [`ErrorCode::ContainerPaused`],
/// [`ErrorCode::CommandMissing`], [`ErrorCode::CommandNotFound`], [`ErrorCode::CommandNotExecutable`],
/// [`ErrorCode::UserNotFound`], [`ErrorCode::QuotesUnbalanced`].
pub async fn exec(engine: &Engine, form: &ExecForm, consoles: &Consoles, size: (u16, u16)) -> Result<Outcome> {
    let command = words::split(&form.command)?;
    let program = command.first().cloned().ok_or_else(|| Error::new(ErrorCode::CommandMissing))?;
    let inspected = api::containers::inspect(engine, &form.container).await?;
    let container_name = inspected.name().to_owned();
    let container = inspected.id;
    let about = |error: Error| match error.code {
        ErrorCode::CommandNotFound | ErrorCode::CommandNotExecutable => error.with("command", &program),
        ErrorCode::UserNotFound => error.with("user", &form.user),
        _ => error.with("container", &form.container),
    };
    let tells_pid = archive::stat(engine, &container, "/bin/sh").await?.is_some();
    let started = start(engine, &container, &form.user, &command, tells_pid, size).await.map_err(about)?;
    let console = Console {
        id: String::new(),
        container: container.clone(),
        container_name,
        command: form.command.clone(),
        command_line: command_line::render(&Action::Exec(form.clone())).text,
        user: form.user.clone(),
        tty: true,
        kind: ConsoleKind::Exec,
        state: ConsoleState::Open,
        exit_code: None,
    };
    let process = Process {
        docker: engine.docker().clone(),
        kind: Kind::Exec { id: started.id, container: container.clone(), user: form.user.clone(), pid: started.pid },
    };
    let opening = Opening { console, stream: started.stream, first: started.first, process, wait: None };
    Ok(Outcome::Console { id: consoles.open(opening), container })
}

struct Started {
    id: String,
    stream: ByteStream,
    first: Bytes,
    pid: Option<u32>,
}

async fn start(
    engine: &Engine,
    container: &str,
    user: &str,
    command: &[String],
    tells_pid: bool,
    (columns, rows): (u16, u16),
) -> Result<Started> {
    let wrapped = ["sh", "-c", TELL_PID, "sh"].map(str::to_owned);
    let cmd = if tells_pid { [&wrapped, command].concat() } else { command.to_vec() };
    let knows_size = engine.supports_api(42);
    let config = ExecConfig {
        attach_stdin: Some(true),
        attach_stdout: Some(true),
        attach_stderr: Some(true),
        tty: Some(true),
        console_size: knows_size.then(|| vec![rows.into(), columns.into()]),
        detach_keys: Some(UNLIKELY_KEYS.to_owned()),
        cmd: Some(cmd),
        user: (!user.is_empty()).then(|| user.to_owned()),
        ..Default::default()
    };
    let id = engine.docker().create_exec(container, config).await?.id;
    let body = serde_json::json!({ "Detach": false, "Tty": true });
    let body = match knows_size {
        true => serde_json::json!({ "Detach": false, "Tty": true, "ConsoleSize": [rows, columns] }),
        false => body,
    };
    let mut stream = engine.hijack(&format!("/exec/{id}/start"), body.to_string().into()).await?;
    let (pid, first) = if tells_pid {
        let (pid, first) = first_line(engine, &id, &mut stream).await?;
        (Some(pid), first)
    } else {
        (None, begun(engine, &id, &mut stream).await?)
    };
    // Podman ignores `ConsoleSize` in both places.
    resize_once_known(engine, &id, columns, rows).await;
    Ok(Started { id, stream, first, pid })
}

/// Takes the line with the process ID off the stream. Where there is none, the start has failed, and why is in the
/// stream (engines before 23 answer so) and in the exit code.
async fn first_line(engine: &Engine, id: &str, stream: &mut ByteStream) -> Result<(u32, Bytes)> {
    let mut read = BytesMut::new();
    loop {
        match take_pid(&mut read) {
            FirstLine::Pid(pid) => return Ok((pid, read.freeze())),
            FirstLine::Unfinished => {
                if stream.read_buf(&mut read).await.map_err(lost)? == 0 {
                    return Err(start_failure(engine, id, &read).await);
                }
            }
            FirstLine::Other => return Err(start_failure(engine, id, &rest(stream, read).await?).await),
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum FirstLine {
    Pid(u32),
    Unfinished,
    Other,
}

/// Takes `digits CR LF` off the beginning.
fn take_pid(read: &mut BytesMut) -> FirstLine {
    let digits = read.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let after = match read.get(digits..) {
        None | Some([] | [b'\r']) if digits <= 10 => return FirstLine::Unfinished,
        Some([b'\r', b'\n', ..]) => 2,
        Some([b'\n', ..]) => 1,
        _ => return FirstLine::Other,
    };
    match std::str::from_utf8(&read[..digits]).ok().and_then(|digits| digits.parse().ok()) {
        Some(pid) => {
            let _ = read.split_to(digits + after);
            FirstLine::Pid(pid)
        }
        None => FirstLine::Other,
    }
}

/// Waits until the engine reports the command as running or exited, for a container without a shell.
async fn begun(engine: &Engine, id: &str, stream: &mut ByteStream) -> Result<Bytes> {
    loop {
        let exec = engine.docker().inspect_exec(id).await?;
        match (exec.running, exec.exit_code) {
            (_, Some(126 | 127)) => return Err(start_failure(engine, id, &rest(stream, BytesMut::new()).await?).await),
            // Reported as running even before it is started (moby `ContainerExecStart`); the process ID appears with the start.
            (Some(true), _) if exec.pid.is_none_or(|pid| pid == 0) => tokio::time::sleep(POLL_INTERVAL).await,
            (Some(true), _) | (_, Some(_)) => return Ok(Bytes::new()),
            _ => tokio::time::sleep(POLL_INTERVAL).await,
        }
    }
}

/// All that is left of a stream, as far as it is worth reading.
async fn rest(stream: &mut ByteStream, mut read: BytesMut) -> Result<BytesMut> {
    while read.len() < MAX_FAILURE {
        if stream.read_buf(&mut read).await.map_err(lost)? == 0 {
            break;
        }
    }
    Ok(read)
}

/// Why an exec did not start.
async fn start_failure(engine: &Engine, id: &str, output: &[u8]) -> Error {
    let message = String::from_utf8_lossy(output);
    let message = message.trim();
    let error = refusal(400, message);
    // The runtime's message is not about the program then, whatever the exit code is.
    if error.code != ErrorCode::EngineRefused || is_runtime_message(message) {
        return error;
    }
    match engine.docker().inspect_exec(id).await.map(|exec| exec.exit_code) {
        Ok(Some(127)) => Error::new(ErrorCode::CommandNotFound).with_message(message),
        Ok(Some(126)) => Error::new(ErrorCode::CommandNotExecutable).with_message(message),
        Ok(_) => error,
        Err(error) => error.into(),
    }
}

async fn resize_once_known(engine: &Engine, id: &str, columns: u16, rows: u16) {
    let size = bollard::exec::ResizeExecOptions { width: columns, height: rows };
    for tried in 1..=RESIZE_TRIES {
        match engine.docker().resize_exec(id, size).await {
            Ok(()) => return,
            Err(error) if tried == RESIZE_TRIES => tracing::debug!(%error, "the terminal keeps the engine's size"),
            Err(_) => tokio::time::sleep(POLL_INTERVAL).await,
        }
    }
}

fn lost(error: std::io::Error) -> Error {
    Error::new(ErrorCode::EngineLost).with_message(error.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_line_with_the_process_id_is_told_from_a_failure() {
        for (text, expected, left) in [
            ("42\r\nroot@web:/# ", FirstLine::Pid(42), "root@web:/# "),
            ("42\n", FirstLine::Pid(42), ""),
            ("", FirstLine::Unfinished, ""),
            ("4", FirstLine::Unfinished, "4"),
            ("42\r", FirstLine::Unfinished, "42\r"),
            ("OCI runtime exec failed", FirstLine::Other, "OCI runtime exec failed"),
            ("42 is the answer", FirstLine::Other, "42 is the answer"),
            ("\r\n", FirstLine::Other, "\r\n"),
            ("99999999999\r\n", FirstLine::Other, "99999999999\r\n"),
        ] {
            let mut read = BytesMut::from(text);
            assert_eq!(take_pid(&mut read), expected, "what {text:?} begins with");
            assert_eq!(&read[..], left.as_bytes(), "what is left of {text:?}");
        }
    }

    proptest! {
        #[test]
        fn output_after_the_process_id_is_kept_byte_by_byte(pid in 1u32.., output in prop::collection::vec(any::<u8>(), 0..64), cut in 0usize..80) {
            let whole = [format!("{pid}\r\n").as_bytes(), &output].concat();
            let (one, two) = whole.split_at(cut.min(whole.len()));
            let mut read = BytesMut::from(one);
            let mut found = take_pid(&mut read);
            read.extend_from_slice(two);
            if found == FirstLine::Unfinished {
                found = take_pid(&mut read);
            }
            prop_assert_eq!(found, FirstLine::Pid(pid), "the line may come in two pieces");
            prop_assert_eq!(&read[..], &output[..], "and nothing after it is lost");
        }
    }
}
