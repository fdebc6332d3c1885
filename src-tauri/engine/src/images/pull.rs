//! Pulling an image: the engine's messages become progress and the lines that the CLI prints.

mod progress;

use std::time::Duration;

use bollard::auth::DockerCredentials;
use futures_util::StreamExt;
use hyper::Method;
use tokio::time::{Instant, MissedTickBehavior};
use url::form_urlencoded;

pub use progress::{PullDetail, PullEvent, PullFailure, PullFold};

use crate::{
    api::images::{ImageInspect, inspect},
    connect::{Engine, lines, refusal},
    error::{Error, ErrorCode, Result},
    grammar::Reference,
    inventory::LayerColours,
    jobs::Report,
    registry::{Credentials, denied_with_login, login_header},
    wire::{Outcome, Progress},
};

/// How often the speed is updated while the engine sends nothing.
const TICK: Duration = Duration::from_secs(1);

/// `docker pull [--platform PLATFORM] REFERENCE`. An empty platform is that of the engine.
///
/// # Errors
/// An invalid reference; failures of the engine or the registry, by code; [`ErrorCode::Cancelled`] with `kept`, the number
/// of this image's layers that are on the engine nevertheless, where that is known.
pub async fn pull(
    engine: &Engine,
    reference: &str,
    platform: &str,
    credentials: &Credentials,
    colours: &LayerColours,
    report: &Report,
) -> Result<Outcome> {
    let requested = Reference::parse(reference)?;
    let reference = requested.clone().with_default_tag();
    let platform = platform.trim();
    if requested != reference {
        report.line("Using default tag: latest");
    }
    let mut fold = PullFold::new(engine.info().store);
    let path = path(&reference, platform);
    let started = Instant::now();
    let publish = |fold: &PullFold| {
        let mut progress = fold.progress(started.elapsed());
        for layer in &mut progress.layers {
            layer.colour_key = colours.key(&layer.id);
        }
        report.progress(Progress::Pull(progress));
    };
    let mut before = None;
    let work = async {
        // A failing credential helper matters only if the registry requires a login: like the CLI, continue without one.
        let (login, login_error) = match credentials.for_registry(reference.registry()).await {
            Ok(login) => (login, None),
            Err(error) => (None, Some(error)),
        };
        let has_login = login.is_some();
        before = inspect(engine, &reference.canonical()).await?.map(|image| image.id());
        follow(engine, &path, login, &mut fold, started, &publish, report)
            .await
            .map_err(|error| if has_login { denied_with_login(error) } else { error })
            .map_err(|error| explain(error, login_error, engine, &reference, platform))
    };
    let finished = tokio::select! {
        biased;
        () = report.cancelled() => None,
        result = work => Some(result),
    };
    match finished {
        // Cancelled too late: the image is pulled.
        None if fold.has_status() => {}
        None => return Err(cancelled(&reference, &fold)),
        Some(result) => result?,
    }
    let image = inspect(engine, &reference.canonical())
        .await?
        .ok_or_else(|| Error::new(ErrorCode::PullNotFound).with("reference", reference.familiar()))?;
    if !fold.has_status() {
        for line in missing_lines(&image, before.as_deref(), &reference, &mut fold) {
            report.line(line);
        }
    }
    if let Some(pulled) = fold.in_order() {
        colours.learn(&pulled, image.layers());
    }
    publish(&fold);
    report.line(reference.canonical());
    Ok(Outcome::Image { id: image.id(), reference: Some(reference.familiar()) })
}

/// Reads the engine's messages until the stream ends.
async fn follow(
    engine: &Engine,
    path: &str,
    login: Option<DockerCredentials>,
    fold: &mut PullFold,
    started: Instant,
    publish: &(impl Fn(&PullFold) + Sync),
    report: &Report,
) -> Result<()> {
    let body = engine.body(Method::POST, path, &login_header(login)?).await?;
    let mut lines = lines(body);
    let mut tick = tokio::time::interval(TICK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            line = lines.next() => {
                let Some(line) = line.transpose()? else { return Ok(()) };
                if line.trim().is_empty() {
                    continue;
                }
                let event: PullEvent =
                    serde_json::from_str(&line).map_err(|error| Error::internal(format!("{error} in {line:?}")))?;
                if let Some(message) = event.failure() {
                    return Err(refusal(200, message));
                }
                if let Some(line) = fold.apply(&event, started.elapsed()) {
                    report.line(line);
                }
            }
            _ = tick.tick() => {}
        }
        publish(fold);
    }
}

fn path(reference: &Reference, platform: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("fromImage", &reference.repository());
    if let Some(version) = reference.digest().or(reference.tag()) {
        query.append_pair("tag", version);
    }
    if !platform.is_empty() {
        query.append_pair("platform", platform);
    }
    format!("/images/create?{}", query.finish())
}

/// The last lines that the CLI prints, if the engine does not send them itself (Podman).
fn missing_lines(
    image: &ImageInspect,
    before: Option<&str>,
    reference: &Reference,
    fold: &mut PullFold,
) -> Vec<String> {
    let digest = fold.digest().map(str::to_owned).or_else(|| image.digest_in(reference));
    let is_new = before != Some(image.id().as_str());
    let what = if is_new { "Downloaded newer image for" } else { "Image is up to date for" };
    let status = format!("{what} {}", reference.familiar());
    let mut lines = Vec::new();
    if let (None, Some(digest)) = (fold.digest(), &digest) {
        lines.push(format!("Digest: {digest}"));
    }
    lines.push(format!("Status: {status}"));
    fold.finish(&image.id(), digest, status);
    lines
}

fn cancelled(reference: &Reference, fold: &PullFold) -> Error {
    let error = Error::new(ErrorCode::Cancelled).with("reference", reference.familiar());
    match fold.kept() {
        Some(kept) => error.with("kept", kept.to_string()),
        None => error,
    }
}

/// The error with all details of its sentence; if the registry requires a login, the reason why none was sent.
fn explain(error: Error, login_error: Option<Error>, engine: &Engine, reference: &Reference, platform: &str) -> Error {
    let is_denial =
        matches!(error.code, ErrorCode::PullUnauthorized | ErrorCode::PullNotFound | ErrorCode::RegistryForbidden);
    if let (true, Some(login_error)) = (is_denial, login_error) {
        return login_error;
    }
    let info = engine.info();
    let platform = if platform.is_empty() { format!("{}/{}", info.os, info.architecture) } else { platform.to_owned() };
    error.with("reference", reference.familiar()).with("registry", reference.registry()).with("platform", platform)
}
