//! Pulling an image: the engine's stream of messages, told on as progress and as the CLI's lines.

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
    registry::{Credentials, login_header},
    wire::{Outcome, Progress},
};

/// How often the speed is told anew while the engine says nothing.
const TICK: Duration = Duration::from_secs(1);

/// `docker pull [--platform PLATFORM] REFERENCE`. An empty platform is the engine's own.
///
/// # Errors
/// What is wrong with the reference, what the engine or the registry says, by code; [`ErrorCode::Cancelled`] with
/// `kept`, the number of this image's layers that are on the engine all the same, where that is known.
pub async fn pull(
    engine: &Engine,
    reference: &str,
    platform: &str,
    credentials: &Credentials,
    colours: &LayerColours,
    report: &Report,
) -> Result<Outcome> {
    let asked = Reference::parse(reference)?;
    let reference = asked.clone().with_default_tag();
    let platform = platform.trim();
    if asked != reference {
        report.line("Using default tag: latest");
    }
    let mut fold = PullFold::new(engine.info().store);
    let path = path(&reference, platform);
    let begun = Instant::now();
    let tell = |fold: &PullFold| {
        let mut progress = fold.progress(begun.elapsed());
        for layer in &mut progress.layers {
            layer.colour_key = colours.key(&layer.id);
        }
        report.progress(Progress::Pull(progress));
    };
    let mut before = None;
    let work = async {
        // A broken credential program matters only when the registry wants a login: the CLI goes on without, too.
        let (login, broken) = match credentials.for_registry(reference.registry()).await {
            Ok(login) => (login, None),
            Err(error) => (None, Some(error)),
        };
        before = inspect(engine, &reference.canonical()).await?.map(|image| image.id());
        follow(engine, &path, login, &mut fold, begun, &tell, report)
            .await
            .map_err(|error| explain(error, broken, engine, &reference, platform))
    };
    let followed = tokio::select! {
        biased;
        () = report.cancelled() => None,
        followed = work => Some(followed),
    };
    match followed {
        // Cancelled too late, it is there.
        None if fold.has_status() => {}
        None => return Err(cancelled(&reference, &fold)),
        Some(followed) => followed?,
    }
    let image = inspect(engine, &reference.canonical())
        .await?
        .ok_or_else(|| Error::new(ErrorCode::PullNotFound).with("reference", reference.familiar()))?;
    if !fold.has_status() {
        for line in untold(&image, before.as_deref(), &reference, &mut fold) {
            report.line(line);
        }
    }
    if let Some(pulled) = fold.in_order() {
        colours.learn(&pulled, image.layers());
    }
    tell(&fold);
    report.line(reference.canonical());
    Ok(Outcome::Image { id: image.id(), reference: Some(reference.familiar()) })
}

/// Reads the engine's messages to their end.
async fn follow(
    engine: &Engine,
    path: &str,
    login: Option<DockerCredentials>,
    fold: &mut PullFold,
    begun: Instant,
    tell: &(impl Fn(&PullFold) + Sync),
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
                if let Some(words) = event.failure() {
                    return Err(refusal(200, words));
                }
                if let Some(line) = fold.apply(&event, begun.elapsed()) {
                    report.line(line);
                }
            }
            _ = tick.tick() => {}
        }
        tell(fold);
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

/// What the CLI prints at the end, where the engine does not say it itself (Podman).
fn untold(image: &ImageInspect, before: Option<&str>, reference: &Reference, fold: &mut PullFold) -> Vec<String> {
    let digest = fold.digest().map(str::to_owned).or_else(|| image.digest_in(reference));
    let fresh = before != Some(image.id().as_str());
    let what = if fresh { "Downloaded newer image for" } else { "Image is up to date for" };
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

/// The error with all that its sentence may speak of; when the registry wants a login, the reason why none was sent.
fn explain(error: Error, broken: Option<Error>, engine: &Engine, reference: &Reference, platform: &str) -> Error {
    if let (ErrorCode::PullUnauthorized | ErrorCode::PullNotFound, Some(broken)) = (error.code, broken) {
        return broken;
    }
    let info = engine.info();
    let platform = if platform.is_empty() { format!("{}/{}", info.os, info.architecture) } else { platform.to_owned() };
    error.with("reference", reference.familiar()).with("registry", reference.registry()).with("platform", platform)
}
