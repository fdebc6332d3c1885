//! The first exchange with an engine: which API version it supports, and what it is.

use bollard::{BollardRequest, Docker, models::SystemInfo};
use http_body_util::BodyExt;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{
    Address,
    dial::Dialer,
    failure::{connection_failure, requires_tls},
    pool::{self, PooledClient},
};
use crate::{
    error::{Error, ErrorCode, Result},
    wire::{Endpoint, EndpointSource, EngineInfo, EngineProduct, ImageStore},
};

/// The oldest API that Slipway works with: Docker 19.03. Podman reports 1.41.
pub const OLDEST_API: (usize, usize) = (1, 40);

/// How long an engine may take to start responding to a request after the handshake: a commit or a stop may take minutes.
const RESPONSE_TIMEOUT_SECONDS: u64 = 3600;

/// What a handshake yields.
pub struct Handshake {
    pub docker: Docker,
    pub info: EngineInfo,
    /// Seconds that the engine's clock is ahead of this computer's.
    pub clock_offset: i64,
}

/// Connects, agrees on an API version and asks the engine what it is.
pub async fn handshake(endpoint: &Endpoint, dialer: &Dialer, client: &PooledClient) -> Result<Handshake> {
    // Dialled directly first: only here does an I/O error still distinguish a missing socket from a forbidden one.
    dialer.dial().await.map_err(|error| connection_failure(endpoint, dialer.address(), &error))?;
    let client = client.clone();
    let docker = Docker::connect_with_custom_transport(
        move |request: BollardRequest| {
            let client = client.clone();
            let request = request.map(|body| body.map_err(Into::into).boxed_unsync());
            async move { pool::send(&client, request).await.map_err(bollard::errors::Error::from) }
        },
        Some("http://docker"),
        RESPONSE_TIMEOUT_SECONDS,
        bollard::API_DEFAULT_VERSION,
    )?;
    let docker = docker.negotiate_version().await.map_err(|error| not_an_engine(endpoint, dialer, error))?;
    let agreed = docker.client_version();
    if (agreed.major_version, agreed.minor_version) < OLDEST_API {
        return Err(Error::new(ErrorCode::EngineTooOld)
            .with("found", format!("{}.{}", agreed.major_version, agreed.minor_version))
            .with("needed", format!("{}.{}", OLDEST_API.0, OLDEST_API.1)));
    }
    // Each takes an engine some ten milliseconds: it runs other programs to ask for their versions.
    let (version, info) = tokio::try_join!(docker.version(), docker.info())?;
    let engine_time = info.system_time.as_deref().and_then(|time| OffsetDateTime::parse(time, &Rfc3339).ok());
    let clock_offset = engine_time.map_or(0, |time| time.unix_timestamp() - local_time());
    let podman =
        version.components.iter().flatten().any(|component| component.name.to_ascii_lowercase().contains("podman"));
    let api_version = format!("{}.{}", agreed.major_version, agreed.minor_version);
    let store = image_store(&info, podman);
    let info = EngineInfo {
        local: dialer.address().is_local(),
        practice: endpoint.source == EndpointSource::Practice,
        endpoint: endpoint.clone(),
        product: if podman { EngineProduct::Podman } else { EngineProduct::Docker },
        version: version.version.unwrap_or_default(),
        api_version,
        store,
        os: version.os.unwrap_or_default(),
        architecture: version.arch.unwrap_or_default(),
        host_name: info.name.unwrap_or_default(),
        operating_system: info.operating_system.unwrap_or_default(),
        root_folder: info.docker_root_dir.unwrap_or_default(),
        mirrors: info.registry_config.and_then(|registries| registries.mirrors).unwrap_or_default(),
    };
    Ok(Handshake { docker, info, clock_offset })
}

/// This computer's clock, in seconds since 1970.
pub fn local_time() -> i64 {
    OffsetDateTime::now_utc().unix_timestamp()
}

fn not_an_engine(endpoint: &Endpoint, dialer: &Dialer, error: bollard::errors::Error) -> Error {
    match (Error::from(error), dialer.address()) {
        (error, Address::Ssh { .. }) => {
            Error { code: ErrorCode::SshFailed, ..error }.with("address", &endpoint.address)
        }
        (error, _) if requires_tls(&error) => {
            Error { code: ErrorCode::TlsNeeded, ..error }.with("address", &endpoint.address)
        }
        (error, _) if error.code == ErrorCode::TlsFailed => error.with("address", &endpoint.address),
        (error, _) => Error { code: ErrorCode::NotAnEngine, ..error }.with("address", &endpoint.address),
    }
}

/// moby reports the containerd store by `driver-type` in `/info`'s `DriverStatus` (daemon/containerd `LayerStoreStatus`).
fn image_store(info: &SystemInfo, podman: bool) -> ImageStore {
    let containerd =
        info.driver_status.iter().flatten().any(|pair| pair.first().is_some_and(|name| name == "driver-type"));
    match (podman, containerd) {
        (true, _) => ImageStore::Podman,
        (false, true) => ImageStore::Containerd,
        (false, false) => ImageStore::Classic,
    }
}
