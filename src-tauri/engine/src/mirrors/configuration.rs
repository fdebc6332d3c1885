//! The configuration that makes an engine use mirrors permanently.

mod daemon_json;
mod facts;
mod podman;

pub use facts::EngineFacts;

use self::daemon_json::DaemonJson;
use crate::{
    connect::Engine,
    error::{Error, ErrorCode, Result},
    grammar::mirror::{Mirror, is_same_mirror},
    wire::{MirrorConfiguration, MirrorFile, MirrorLine, MirrorPlace},
};

/// How to configure these mirrors for the engine, considering its configuration file if that is on this machine.
///
/// # Errors
/// [`ErrorCode::EngineLost`]
pub async fn configuration(engine: &Engine, mirrors: &[String]) -> Result<MirrorConfiguration> {
    let facts = EngineFacts::gather(engine).await?;
    let path = facts.path();
    let is_local = facts.info.local || facts.place() == MirrorPlace::Desktop;
    let text = if is_local { tokio::fs::read_to_string(&path).await.map(Some) } else { Ok(None) };
    let text = match text {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Some(String::new())),
        Err(error) => Err(Error::new(ErrorCode::FileFailed)
            .with("path", path.display().to_string())
            .with_message(error.to_string())),
        Ok(text) => Ok(text),
    };
    Ok(configuration_for(&facts, text, mirrors))
}

/// The same from plain data: `text` is that of the file, empty if it does not exist, `None` if it is elsewhere.
pub fn configuration_for(facts: &EngineFacts, text: Result<Option<String>>, mirrors: &[String]) -> MirrorConfiguration {
    let place = facts.place();
    let (reload, restart) = facts.commands();
    let mut configuration = MirrorConfiguration {
        place,
        path: facts.path().display().to_string(),
        file: MirrorFile::Unknown,
        error: None,
        lines: Vec::new(),
        reload,
        restart,
        rejected: Vec::new(),
        by_flags: false,
    };
    let mut accepted = Vec::new();
    for text in mirrors {
        match Mirror::parse(text) {
            Ok(mirror) if is_podman(place) || mirror.prefix().is_empty() => accepted.push(mirror),
            // dockerd rejects a path (moby `registry/config.go`, `ValidateMirror`), or ignores it.
            Ok(mirror) => configuration
                .rejected
                .push(Error::new(ErrorCode::MirrorPathNotAllowed).with("mirror", mirror.to_string())),
            Err(error) => configuration.rejected.push(error),
        }
    }
    match text {
        Err(error) => {
            configuration.error = Some(error);
            configuration.lines = snippet(facts, &accepted);
        }
        Ok(None) => configuration.lines = snippet(facts, &accepted),
        Ok(Some(text)) if is_podman(place) => {
            (configuration.file, configuration.lines) = podman::file(&text, &accepted);
        }
        Ok(Some(_)) if place == MirrorPlace::Colima => configuration.lines = snippet(facts, &accepted),
        Ok(Some(text)) => add_to_daemon_json(facts, &text, &accepted, &mut configuration),
    }
    configuration
}

fn is_podman(place: MirrorPlace) -> bool {
    matches!(place, MirrorPlace::Podman | MirrorPlace::PodmanRootless)
}

/// The lines to add to a file that is not known, without mirrors that the engine already uses.
fn snippet(facts: &EngineFacts, mirrors: &[Mirror]) -> Vec<MirrorLine> {
    let is_new = |mirror: &&Mirror| !facts.info.mirrors.iter().any(|own| is_same_mirror(own, &mirror.to_string()));
    let mirrors: &[Mirror] = &mirrors.iter().filter(is_new).cloned().collect::<Vec<_>>();
    if mirrors.is_empty() {
        return Vec::new();
    }
    match facts.place() {
        MirrorPlace::Podman | MirrorPlace::PodmanRootless => podman::lines(mirrors).into_iter().map(added).collect(),
        MirrorPlace::Colima => {
            let list = mirrors.iter().map(|mirror| format!("    - {mirror}"));
            let head = ["docker:".to_owned(), format!("  {}:", daemon_json::DIRECTIVE)];
            head.into_iter().chain(list).map(added).collect()
        }
        // The braces exist in the file.
        _ => {
            let mut lines = DaemonJson::default().with(mirrors);
            lines
                .iter_mut()
                .filter(|line| ["{", "}"].contains(&line.text.as_str()))
                .for_each(|line| line.added = false);
            lines
        }
    }
}

fn added(text: String) -> MirrorLine {
    MirrorLine { text, added: true }
}

fn add_to_daemon_json(facts: &EngineFacts, text: &str, mirrors: &[Mirror], configuration: &mut MirrorConfiguration) {
    let file = match DaemonJson::parse(text) {
        Ok(file) => file,
        Err(why) => {
            let error = Error::new(ErrorCode::ConfigurationInvalid).with("path", &configuration.path).with_message(why);
            configuration.error = Some(error);
            configuration.lines = snippet(facts, mirrors);
            return;
        }
    };
    if !facts.stores_in(file.text("data-root")) {
        configuration.file = MirrorFile::Other;
        configuration.lines = snippet(facts, mirrors);
        // The commands are those of the system's engine, which this one is not.
        (configuration.reload, configuration.restart) = (String::new(), String::new());
        return;
    }
    configuration.file = if text.trim().is_empty() { MirrorFile::Missing } else { MirrorFile::Read };
    let is_in_file = |mirror: &String| file.mirrors().iter().any(|own| is_same_mirror(own, mirror));
    // Docker Desktop and OrbStack generate files of their own.
    configuration.by_flags = matches!(configuration.place, MirrorPlace::Daemon | MirrorPlace::Rootless)
        && facts.info.mirrors.iter().any(|mirror| !is_in_file(mirror));
    configuration.lines = file.with(mirrors);
}

#[cfg(test)]
mod tests;
