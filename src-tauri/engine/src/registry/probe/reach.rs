use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::{Duration, Instant},
};

use rustls_pki_types::ServerName;
use tokio::{
    net::{TcpStream, lookup_host},
    time::timeout,
};
use tokio_rustls::TlsConnector;
use url::Host;

use crate::{
    connect::system_roots,
    error::{Error, ErrorCode, Result},
    grammar::mirror::Mirror,
    registry::failure,
    wire::MirrorReached,
};

/// How long a mirror may take to accept a connection, TLS included.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// TLS with the system's root certificates.
pub(super) fn tls_config() -> Result<rustls::ClientConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::internal(error.to_string()))?;
    Ok(versions.with_root_certificates(system_roots()).with_no_client_auth())
}

/// Resolves the name, connects and negotiates TLS, step by step: an HTTP client does not distinguish which of these failed.
pub(super) async fn reach(mirror: &Mirror, tls: rustls::ClientConfig) -> Result<MirrorReached> {
    let started = Instant::now();
    let address = timeout(CONNECT_TIMEOUT, connect(mirror, tls)).await;
    let address = address.map_err(|_| failure::timed_out(mirror, CONNECT_TIMEOUT))??;
    let took = u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX);
    Ok(MirrorReached { address: address.to_string(), took, tls: mirror.is_https() })
}

async fn connect(mirror: &Mirror, tls: rustls::ClientConfig) -> Result<SocketAddr> {
    let failed = |error: io::Error| failure::connection_failed(mirror, &error);
    let invalid = || Error::new(ErrorCode::MirrorInvalid).with("mirror", mirror.to_string());
    let url = mirror.url("/")?;
    let (host, port) = url.host().zip(url.port_or_known_default()).ok_or_else(invalid)?;
    let (addresses, name) = match host {
        Host::Domain(name) => {
            let unknown = |error: io::Error| {
                Error::new(ErrorCode::MirrorNameUnknown).with("host", name).with_message(error.to_string())
            };
            let addresses = lookup_host((name, port)).await.map_err(unknown)?.collect();
            (addresses, ServerName::try_from(name.to_owned()).map_err(|_| invalid())?)
        }
        Host::Ipv4(address) => (vec![(address, port).into()], IpAddr::from(address).into()),
        Host::Ipv6(address) => (vec![(address, port).into()], IpAddr::from(address).into()),
    };
    let stream = TcpStream::connect(addresses.as_slice()).await.map_err(failed)?;
    let address = stream.peer_addr().map_err(failed)?;
    if mirror.is_https() {
        TlsConnector::from(Arc::new(tls)).connect(name, stream).await.map_err(failed)?;
    }
    Ok(address)
}
