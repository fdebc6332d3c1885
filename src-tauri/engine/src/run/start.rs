use bollard::query_parameters::StartContainerOptions;
use bytes::Bytes;

use super::{create::create_or_pull, failure::at_field, request::create_request};
use crate::{
    api, command_line,
    connect::{ByteStream, CliDefaults, Engine},
    console::{self, Consoles, Kind, Opening, Process, Until, Wait},
    error::{Error, ErrorCode, Result},
    grammar::words,
    jobs::Report,
    wire::{Action, Console, ConsoleKind, ConsoleState, Outcome, RunForm},
};

/// `docker run …`: creates a container from an image and starts it; without `-d` its process is in a console.
///
/// What the docker command adds, a default platform and proxies, is in `cli`.
///
/// A missing image is pulled first by `pull`, which is given the reference and the platform; `--pull` may ask for it always,
/// or never.
///
/// As the docker command does, it attaches before the start, so that no output is lost, and waits before the start, so
/// that no exit code is lost. One thing differs: a container that could not be started is removed, where the
/// docker command leaves it behind without `--rm`. The form is still open then, and its name must be free to try again.
///
/// Cancelled before the start, it leaves nothing behind.
///
/// # Errors
/// [`ErrorCode::ImageNotFound`], [`ErrorCode::NameTaken`], [`ErrorCode::PortTaken`], [`ErrorCode::CommandNotFound`],
/// [`ErrorCode::CommandNotExecutable`], [`ErrorCode::CommandMissing`], [`ErrorCode::MountSourceMissing`], …, each with
/// the form's own value; those of [`pull`](crate::images::pull) as it tells them; [`ErrorCode::Cancelled`].
pub async fn run<Pulling: Future<Output = Result<()>>>(
    engine: &Engine,
    form: &RunForm,
    cli: &CliDefaults,
    pull: impl Fn(String, String) -> Pulling,
    consoles: &Consoles,
    size: (u16, u16),
    report: &Report,
) -> Result<Outcome> {
    let request = create_request(form, cli, size).await?;
    let created = create_or_pull(engine, form, &request, pull, report).await?;
    let id = created.id().to_owned();
    let work = async {
        if form.detach {
            start(engine, &id).await?;
            return Ok(None);
        }
        let stream = console::attach_stream(engine, &id, form.interactive, consoles.detach_keys()).await?;
        let until = if form.remove { Until::Removed } else { Until::Exit };
        let wait = Wait::register(engine, &id, until).await?;
        start(engine, &id).await?;
        Ok(Some((stream, wait)))
    };
    let started = tokio::select! {
        biased;
        () = report.cancelled() => Err(Error::new(ErrorCode::Cancelled)),
        started = work => started,
    };
    match started {
        Ok(None) => {
            created.keep();
            report.line(&id);
            Ok(Outcome::Container { id })
        }
        Ok(Some((stream, wait))) => {
            created.keep();
            let console = open(engine, form, consoles, size, &id, stream, wait).await;
            Ok(Outcome::Console { id: console, container: id })
        }
        Err(error) => {
            created.remove().await;
            Err(at_field(form, error))
        }
    }
}

async fn open(
    engine: &Engine,
    form: &RunForm,
    consoles: &Consoles,
    size: (u16, u16),
    id: &str,
    stream: ByteStream,
    wait: Wait,
) -> String {
    let process = Process { docker: engine.docker().clone(), kind: Kind::Container { id: id.to_owned(), ours: true } };
    if form.tty
        && let Err(error) = process.resize(size.0, size.1).await
    {
        // It may have ended already, which its console will tell.
        tracing::debug!(%error, "the terminal keeps the engine's size");
    }
    // Made up by the engine where the form has none; and a short-lived container may be gone by now.
    let inspected = api::containers::inspect(engine, id).await.unwrap_or_default();
    let told = |text: String, form: &String| if text.is_empty() { form.clone() } else { text };
    let console = Console {
        id: String::new(),
        container: id.to_owned(),
        container_name: told(inspected.name().to_owned(), &form.name),
        command: told(words::join(&inspected.command()), &form.command),
        command_line: command_line::render(&Action::Run(form.clone())).text,
        user: String::new(),
        tty: form.tty,
        kind: ConsoleKind::Run,
        closing: process.closing(),
        state: ConsoleState::Open,
        exit_code: None,
    };
    consoles.open(Opening { console, stream, first: Bytes::new(), process, wait: Some(wait) })
}

async fn start(engine: &Engine, id: &str) -> Result<()> {
    Ok(engine.docker().start_container(id, None::<StartContainerOptions>).await?)
}
