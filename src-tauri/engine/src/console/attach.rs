use bytes::Bytes;
use url::form_urlencoded;

use super::{Consoles, NO_DETACH_KEYS, Opening, Process, Until, Wait, process::Kind};
use crate::{
    api, command_line,
    connect::{ByteStream, Engine},
    error::{Error, ErrorCode, Result},
    grammar::words,
    wire::{Action, Console, ConsoleKind, ConsoleState, Outcome},
};

/// `docker attach CONTAINER`: the container's own process, in a console. Closing it leaves the process running.
///
/// # Errors
/// [`ErrorCode::ContainerNotFound`], [`ErrorCode::ContainerNotRunning`], [`ErrorCode::ContainerPaused`].
pub async fn attach(engine: &Engine, container: &str, consoles: &Consoles, size: (u16, u16)) -> Result<Outcome> {
    let inspected = api::containers::inspect(engine, container).await?;
    let refuse = |code| Err(Error::new(code).with("container", container));
    if inspected.state.paused {
        return refuse(ErrorCode::ContainerPaused);
    }
    if !inspected.state.running {
        return refuse(ErrorCode::ContainerNotRunning);
    }
    let (tty, id) = (inspected.config.tty, inspected.id.clone());
    let wait = Wait::register(engine, &id, Until::Exit).await?;
    let stream = stream(engine, &id, inspected.config.open_stdin, consoles.detach_keys()).await?;
    let process = Process { docker: engine.docker().clone(), kind: Kind::Container { id: id.clone(), ours: false } };
    if tty {
        // A full-screen program redraws when the terminal's size changes, and so appears at once.
        process.resize(size.0, size.1).await?;
    }
    let console = Console {
        id: String::new(),
        container: id.clone(),
        container_name: inspected.name().to_owned(),
        command: words::join(&inspected.command()),
        command_line: command_line::render(&Action::Attach { container: container.to_owned() }).text,
        user: inspected.config.user,
        tty,
        kind: ConsoleKind::Attach,
        closing: process.closing(),
        state: ConsoleState::Open,
        exit_code: None,
    };
    let opened = consoles.open(Opening { console, stream, first: Bytes::new(), process, wait: Some(wait) });
    Ok(Outcome::Console { id: opened, container: id })
}

/// The hijacked stream of a container's own process, from now on.
pub(crate) async fn stream(engine: &Engine, id: &str, stdin: bool, detach_keys: &str) -> Result<ByteStream> {
    let keys: String = match detach_keys {
        "" => NO_DETACH_KEYS.to_owned(),
        keys => form_urlencoded::byte_serialize(keys.as_bytes()).collect(),
    };
    let path =
        format!("/containers/{id}/attach?stream=1&stdin={}&stdout=1&stderr=1&detachKeys={keys}", u8::from(stdin));
    engine.hijack(&path, Bytes::new()).await
}
