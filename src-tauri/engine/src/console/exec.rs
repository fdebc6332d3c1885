use std::time::Duration;

use bollard::models::ExecConfig;
use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{
    Consoles, Opening, Process,
    process::{GRACE, INTERRUPT_KEYS, Kind, POLL_INTERVAL, Signals},
    shells,
    wrapper::{MAX_BEFORE, Report, Wrapper},
};
use crate::{
    api, command_line,
    connect::{ByteStream, Engine, is_runtime_message, refusal},
    error::{Error, ErrorCode, Result},
    grammar::words,
    wire::{Action, Console, ConsoleKind, ConsoleState, ExecForm, Outcome},
};

/// How long a start may take, and then the wrapper's line: a busy machine is slow at times.
const TIMEOUT: Duration = Duration::from_secs(15);

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
/// Closing the console ends the command where the container has a shell; without one, it can only be interrupted.
///
/// # Errors
/// [`ErrorCode::ContainerNotFound`], [`ErrorCode::ContainerNotRunning`], [`ErrorCode::ContainerPaused`],
/// [`ErrorCode::CommandMissing`], [`ErrorCode::CommandNotFound`], [`ErrorCode::CommandNotExecutable`],
/// [`ErrorCode::UserNotFound`], [`ErrorCode::GroupNotFound`], [`ErrorCode::UserIdInvalid`],
/// [`ErrorCode::QuotesUnbalanced`].
pub async fn exec(engine: &Engine, form: &ExecForm, consoles: &Consoles, size: (u16, u16)) -> Result<Outcome> {
    let command = words::split(&form.command)?;
    let program = command.first().cloned().ok_or_else(|| Error::new(ErrorCode::CommandMissing))?;
    let inspected = api::containers::inspect(engine, &form.container).await?;
    let container_name = inspected.name().to_owned();
    let container = inspected.id;
    let about = |error: Error| match error.code {
        ErrorCode::CommandNotFound | ErrorCode::CommandNotExecutable => error.with("command", &program),
        ErrorCode::UserNotFound | ErrorCode::GroupNotFound | ErrorCode::UserIdInvalid => about_user(error, &form.user),
        _ => error.with("container", &form.container),
    };
    let shell = shells::posix_shell(engine, &container).await?;
    let wrapper = shell.map(|shell| Wrapper::new(shell, &inspected.config.env));
    let request = Request { engine, container: &container, user: &form.user, command: &command, size };
    let started = start(&request, wrapper.as_ref()).await.map_err(about)?;
    let signals = started.pid.zip(wrapper).map(|(pid, wrapper)| Signals { pid, shell: wrapper.shell });
    let process = Process {
        docker: engine.docker().clone(),
        kind: Kind::Exec { id: started.id, container: container.clone(), user: form.user.clone(), signals },
    };
    let console = Console {
        id: String::new(),
        container: container.clone(),
        container_name,
        command: form.command.clone(),
        command_line: command_line::render(&Action::Exec(form.clone())).text,
        user: form.user.clone(),
        tty: true,
        kind: ConsoleKind::Exec,
        closing: process.closing(),
        state: ConsoleState::Open,
        exit_code: None,
    };
    let opening = Opening { console, stream: started.stream, first: started.first, process, wait: None };
    Ok(Outcome::Console { id: consoles.open(opening), container })
}

/// The error with the user or group that it is about, as [`ExecForm::user`] has them. Where containerd resolves them
/// (Docker 26), IDs that are out of range are not found.
pub(crate) fn about_user(error: Error, user: &str) -> Error {
    let (name, group) = user.split_once(':').unwrap_or((user, ""));
    let is_out_of_range = |id: &str| id.parse::<i128>().is_ok_and(|id| !(0..=i32::MAX.into()).contains(&id));
    match error.code {
        _ if is_out_of_range(name) || is_out_of_range(group) => {
            Error::new(ErrorCode::UserIdInvalid).with_message(error.message).with("user", user)
        }
        ErrorCode::UserNotFound => error.with("user", name),
        ErrorCode::GroupNotFound => error.with("group", group),
        _ => error.with("user", user),
    }
}

/// What is to be started, and where.
struct Request<'a> {
    engine: &'a Engine,
    container: &'a str,
    user: &'a str,
    command: &'a [String],
    size: (u16, u16),
}

/// A command that runs, or has run already.
struct Started {
    id: String,
    stream: ByteStream,
    /// Output that was read already.
    first: Bytes,
    /// Its process ID in the container; `None` without a shell that reports it.
    pid: Option<u32>,
}

/// Starts the command, in the wrapper if its shell can be used.
async fn start(request: &Request<'_>, wrapper: Option<&Wrapper>) -> Result<Started> {
    let started = start_either_way(request, wrapper).await?;
    let (columns, rows) = request.size;
    // Podman ignores `ConsoleSize` in both places.
    resize_once_known(request.engine, &started.id, columns, rows).await;
    Ok(started)
}

async fn start_either_way(request: &Request<'_>, wrapper: Option<&Wrapper>) -> Result<Started> {
    let wrapped = wrapper.and_then(|wrapper| Some((wrapper, wrapper.words(request.command)?)));
    if let Some((wrapper, words)) = wrapped
        && let Some(started) = start_wrapped(request, wrapper, words).await?
    {
        return Ok(started);
    }
    let (id, mut stream) = launch(request, request.command.to_vec()).await?;
    match bounded(begun(request.engine, &id, &mut stream)).await {
        Ok(first) => Ok(Started { id, stream, first, pid: None }),
        Err(error) => {
            // Ended already, unless it has not started within the time.
            interrupt(&mut stream).await;
            Err(error)
        }
    }
}

/// `None` if the wrapper's shell cannot be executed or does not get to its line: that says nothing about the command.
async fn start_wrapped(request: &Request<'_>, wrapper: &Wrapper, words: Vec<String>) -> Result<Option<Started>> {
    let (id, mut stream) = match launch(request, words).await {
        Err(error) if is_about_program(&error) => return Ok(None),
        launched => launched?,
    };
    let mut first = BytesMut::new();
    let reading = read_report(&mut stream, wrapper, &mut first);
    match tokio::time::timeout(TIMEOUT, reading).await.unwrap_or(Ok(Reading::Silent)) {
        Ok(Reading::Report(Report::Running(pid))) => {
            Ok(Some(Started { id, stream, first: first.freeze(), pid: Some(pid) }))
        }
        Ok(Reading::Report(Report::Missing)) => Err(Error::new(ErrorCode::CommandNotFound)),
        Ok(Reading::Report(Report::Forbidden)) => Err(Error::new(ErrorCode::CommandNotExecutable)),
        Ok(Reading::Report(Report::Unable)) => Ok(None),
        Ok(Reading::End) => match failure(&first) {
            error if is_about_program(&error) || error.code == ErrorCode::EngineRefused => Ok(None),
            error => Err(error),
        },
        Ok(Reading::Silent) => {
            interrupt(&mut stream).await;
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// How far the output of a wrapper was read.
enum Reading {
    Report(Report),
    /// To its end.
    End,
    /// To a limit.
    Silent,
}

/// Reads until the wrapper's line, which is taken out; what else was printed is left in `output`.
async fn read_report(stream: &mut ByteStream, wrapper: &Wrapper, output: &mut BytesMut) -> Result<Reading> {
    while output.len() < MAX_BEFORE {
        if stream.read_buf(output).await.map_err(lost)? == 0 {
            return Ok(Reading::End);
        }
        if let Some(report) = wrapper.take_report(output) {
            return Ok(Reading::Report(report));
        }
    }
    Ok(Reading::Silent)
}

/// Creates an exec and starts it. Returns its ID and its stream.
async fn launch(request: &Request<'_>, words: Vec<String>) -> Result<(String, ByteStream)> {
    let Request { engine, container, user, size: (columns, rows), .. } = *request;
    let knows_size = engine.supports_api(42);
    let config = ExecConfig {
        attach_stdin: Some(true),
        attach_stdout: Some(true),
        attach_stderr: Some(true),
        tty: Some(true),
        console_size: knows_size.then(|| vec![rows.into(), columns.into()]),
        detach_keys: Some(UNLIKELY_KEYS.to_owned()),
        cmd: Some(words),
        user: (!user.is_empty()).then(|| user.to_owned()),
        ..Default::default()
    };
    let id = engine.docker().create_exec(container, config).await?.id;
    let body = match knows_size {
        true => serde_json::json!({ "Detach": false, "Tty": true, "ConsoleSize": [rows, columns] }),
        false => serde_json::json!({ "Detach": false, "Tty": true }),
    };
    let path = format!("/exec/{id}/start");
    let stream = bounded(engine.hijack(&path, body.to_string().into())).await?;
    Ok((id, stream))
}

/// Waits until the engine reports the command as running or exited. Returns output that was read for that.
async fn begun(engine: &Engine, id: &str, stream: &mut ByteStream) -> Result<Bytes> {
    loop {
        let exec = engine.docker().inspect_exec(id).await?;
        match (exec.running, exec.exit_code) {
            // Not started, in which case the reason is in the stream (engines before 23), or exited like this itself.
            (_, Some(126 | 127)) => {
                let output = rest(stream).await?;
                let error = failure(&output);
                let is_engines = error.code != ErrorCode::EngineRefused || is_runtime_message(&error.message);
                return if is_engines { Err(error) } else { Ok(output.freeze()) };
            }
            // Reported as running even before it is started (moby `ContainerExecStart`); the process ID appears with the start.
            (Some(true), _) if exec.pid.is_none_or(|pid| pid == 0) => tokio::time::sleep(POLL_INTERVAL).await,
            (Some(true), _) | (_, Some(_)) => return Ok(Bytes::new()),
            _ => tokio::time::sleep(POLL_INTERVAL).await,
        }
    }
}

/// All that is left of a stream, as far as it is worth reading.
async fn rest(stream: &mut ByteStream) -> Result<BytesMut> {
    let mut read = BytesMut::new();
    while read.len() < MAX_FAILURE {
        if stream.read_buf(&mut read).await.map_err(lost)? == 0 {
            break;
        }
    }
    Ok(read)
}

/// Ends what has not started as it should, as its terminal's keys do, so that it is not left behind.
async fn interrupt(stream: &mut ByteStream) {
    let typing = async {
        stream.write_all(INTERRUPT_KEYS).await.map_err(lost)?;
        while !rest(stream).await?.is_empty() {}
        Ok::<_, Error>(())
    };
    if !matches!(tokio::time::timeout(GRACE, typing).await, Ok(Ok(()))) {
        tracing::debug!("a process that has not started in time may still run");
    }
}

/// The failure that an engine printed instead of the command's output.
fn failure(output: &[u8]) -> Error {
    refusal(400, String::from_utf8_lossy(output).trim())
}

fn is_about_program(error: &Error) -> bool {
    matches!(error.code, ErrorCode::CommandNotFound | ErrorCode::CommandNotExecutable)
}

/// The work's result, or [`ErrorCode::TimedOut`].
async fn bounded<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::time::timeout(TIMEOUT, work).await.unwrap_or_else(|_| Err(Error::new(ErrorCode::TimedOut)))
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
