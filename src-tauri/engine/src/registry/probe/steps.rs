use std::time::{Duration, Instant};

use hyper::{StatusCode, header::WWW_AUTHENTICATE};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tokio::time::timeout;

use super::{
    client::{MAX_JSON, MirrorClient},
    reach::{reach, tls_config},
};
use crate::{
    error::{Error, ErrorCode, Result},
    grammar::mirror::{Mirror, MirrorPull},
    registry::{Credentials, failure},
    wire::{MirrorFailure, MirrorImage, MirrorSpeed, MirrorStep, MirrorTest},
};

/// How many bytes of a layer are downloaded to measure the speed, and for how long at most.
const MAX_SAMPLE: u64 = 2_000_000;
const MAX_SAMPLE_TIME: Duration = Duration::from_secs(6);
/// The longest manifest (distribution's own limit).
const MAX_MANIFEST: usize = 4 << 20;
/// The statuses by which a registry may refuse even the version check.
const REFUSALS: [StatusCode; 2] = [StatusCode::FORBIDDEN, StatusCode::TOO_MANY_REQUESTS];
/// The header that registries send with every response.
const API_VERSION: &str = "docker-distribution-api-version";

/// Tests a mirror: whether it can be reached, is a registry and has the image, and how fast it is. `platform` is the OS and
/// architecture of the image; `progress` is called after each step that succeeds. No proxy is used; if the mirror requires a
/// login, that of Docker's configuration is. Dropping the future ends the test.
///
/// # Errors
/// As [`MirrorPull::new`]. A failure of the mirror is [`MirrorTest::failed`].
pub async fn test(
    mirror: &str,
    image: &str,
    platform: (&str, &str),
    credentials: &Credentials,
    progress: impl FnMut(&MirrorTest),
) -> Result<MirrorTest> {
    let pull = MirrorPull::new(image, mirror)?;
    let mut test = MirrorTest {
        mirror: mirror.to_owned(),
        image: pull.name.as_ref().map_or_else(|| image.trim().to_owned(), |name| name.familiar()),
        reached: None,
        registry: None,
        found: None,
        speed: None,
        failed: None,
    };
    let tls = tls_config()?;
    let mirror = Mirror::parse(mirror)?;
    let client = MirrorClient::new(mirror, pull, credentials, tls.clone())?;
    test.failed = run(client, tls, platform, &mut test, progress).await.err();
    Ok(test)
}

async fn run(
    mut client: MirrorClient<'_>,
    tls: rustls::ClientConfig,
    platform: (&str, &str),
    test: &mut MirrorTest,
    mut progress: impl FnMut(&MirrorTest),
) -> std::result::Result<(), MirrorFailure> {
    let at = |step| move |error| MirrorFailure { step, error };
    test.reached = Some(reach(&client.mirror, tls).await.map_err(at(MirrorStep::Reach))?);
    progress(test);
    test.registry = Some(check_api(&client).await.map_err(at(MirrorStep::Registry))?);
    progress(test);
    let (found, layer) = find_image(&mut client, platform).await.map_err(at(MirrorStep::Image))?;
    test.found = Some(found);
    progress(test);
    test.speed = Some(measure_speed(&mut client, &layer).await.map_err(at(MirrorStep::Speed))?);
    progress(test);
    Ok(())
}

/// Requests `/v2/`, to which every registry responds, if only by requiring a login. Returns the milliseconds that it took.
async fn check_api(client: &MirrorClient<'_>) -> Result<u32> {
    let started = Instant::now();
    let response = client.get(client.mirror.url("/v2/")?).await?;
    let (status, headers) = (response.status(), response.headers().clone());
    let is_registry = match status {
        StatusCode::UNAUTHORIZED => headers.contains_key(WWW_AUTHENTICATE),
        status if status.is_success() => {
            let body = client.body(response, MAX_JSON).await?;
            headers.contains_key(API_VERSION) || serde_json::from_slice::<serde_json::Value>(&body).is_ok()
        }
        status if status.is_server_error() || REFUSALS.contains(&status) => {
            return Err(failure::rejected(status, &client.mirror, &client.pull, false));
        }
        _ => false,
    };
    if is_registry { Ok(milliseconds_since(started)) } else { Err(failure::not_a_registry(&client.mirror, status)) }
}

/// The manifest of an image, or the index of several for different platforms.
#[derive(Deserialize)]
struct Manifest {
    #[serde(default)]
    manifests: Vec<Descriptor>,
    #[serde(default)]
    layers: Vec<Descriptor>,
}

#[derive(Deserialize)]
struct Descriptor {
    digest: String,
    #[serde(default)]
    size: u64,
    platform: Option<Platform>,
}

#[derive(Deserialize)]
struct Platform {
    os: String,
    architecture: String,
}

/// Finds the image, and the digest of its largest layer.
async fn find_image(client: &mut MirrorClient<'_>, (os, architecture): (&str, &str)) -> Result<(MirrorImage, String)> {
    let started = Instant::now();
    let version = client.pull.from.digest().or(client.pull.from.tag()).unwrap_or("latest").to_owned();
    let (digest, mut manifest) = fetch_manifest(client, &version).await?;
    if client.pull.from.digest().is_some_and(|expected| expected.starts_with("sha256:") && expected != digest) {
        return Err(Error::new(ErrorCode::DigestMismatch).with("digest", version));
    }
    if !manifest.manifests.is_empty() {
        let matches_platform = |descriptor: &&Descriptor| {
            descriptor
                .platform
                .as_ref()
                .is_some_and(|platform| platform.os == os && platform.architecture == architecture)
        };
        let chosen = manifest.manifests.iter().find(matches_platform).ok_or_else(|| {
            Error::new(ErrorCode::PlatformNotFound)
                .with("reference", client.pull.from.familiar())
                .with("platform", format!("{os}/{architecture}"))
        })?;
        let chosen = chosen.digest.clone();
        manifest = fetch_manifest(client, &chosen).await?.1;
    }
    let bytes = manifest.layers.iter().map(|layer| layer.size).sum();
    let found = MirrorImage { took: milliseconds_since(started), digest, bytes, token: client.has_token() };
    let largest = manifest.layers.into_iter().max_by_key(|layer| layer.size);
    largest.map(|layer| (found, layer.digest)).ok_or_else(|| failure::invalid_reply(&client.mirror, "no layers"))
}

/// Fetches a manifest, with the digest of what was received.
async fn fetch_manifest(client: &mut MirrorClient<'_>, version: &str) -> Result<(String, Manifest)> {
    let response = client.request(&format!("manifests/{version}")).await?;
    let body = client.body(response, MAX_MANIFEST).await?;
    let digest = format!("sha256:{:x}", Sha256::digest(&body));
    let manifest =
        serde_json::from_slice(&body).map_err(|error| failure::invalid_reply(&client.mirror, &error.to_string()))?;
    Ok((digest, manifest))
}

/// Measures how fast a part of a layer is downloaded, from its first byte on.
async fn measure_speed(client: &mut MirrorClient<'_>, layer: &str) -> Result<MirrorSpeed> {
    let mut response = client.request(&format!("blobs/{layer}")).await?;
    let started = Instant::now();
    let mut bytes = 0;
    while bytes < MAX_SAMPLE {
        let time_left = MAX_SAMPLE_TIME.saturating_sub(started.elapsed());
        match timeout(time_left, response.chunk()).await {
            Ok(Ok(Some(chunk))) => bytes += chunk.len() as u64,
            Ok(Ok(None)) | Err(_) => break,
            Ok(Err(error)) => return Err(failure::connection_failed(&client.mirror, &error)),
        }
    }
    let (bytes, took) = (bytes.min(MAX_SAMPLE), milliseconds_since(started).max(1));
    Ok(MirrorSpeed { bytes, took, per_second: bytes * 1000 / u64::from(took) })
}

fn milliseconds_since(started: Instant) -> u32 {
    u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX)
}
