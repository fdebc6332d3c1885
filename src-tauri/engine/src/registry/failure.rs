//! The errors of a mirror, derived from what failed rather than from messages.

use std::{error::Error as StdError, time::Duration};

use hyper::StatusCode;
use rustls::CertificateError;
use rustls_pki_types::UnixTime;
use time::OffsetDateTime;

use crate::{
    connect::{causes, error_chain, time_text},
    error::{Error, ErrorCode},
    grammar::mirror::{Mirror, MirrorPull},
};

/// A connection that cannot be established, or breaks.
pub(super) fn connection_failed(mirror: &Mirror, error: &(dyn StdError + 'static)) -> Error {
    let failure = match tls_error(error) {
        Some(rustls::Error::InvalidCertificate(reason)) => certificate_rejected(reason),
        Some(rustls::Error::NoCertificatesPresented) => Error::new(ErrorCode::MirrorCertificate),
        // The reply is not TLS at all.
        Some(rustls::Error::InvalidMessage(_)) => Error::new(ErrorCode::MirrorPlainHttp),
        _ if redirects_endlessly(error) => Error::new(ErrorCode::RegistryRedirects),
        _ => Error::new(ErrorCode::MirrorUnreachable),
    };
    failure.with("mirror", mirror.to_string()).with("registry", mirror.host()).with_message(error_chain(error))
}

/// The error for a certificate, as for the engine's (`connect/failure/certificate.rs`).
fn certificate_rejected(reason: &CertificateError) -> Error {
    let text = |time: &UnixTime| {
        let seconds = i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
        OffsetDateTime::from_unix_timestamp(seconds).map_or_else(|_| "unknown".to_owned(), time_text)
    };
    match reason {
        CertificateError::ExpiredContext { time, not_after } => {
            Error::new(ErrorCode::RegistryCertificateExpired).with("now", text(time)).with("until", text(not_after))
        }
        CertificateError::NotValidYetContext { time, not_before } => {
            Error::new(ErrorCode::RegistryCertificateNotYetValid).with("now", text(time)).with("from", text(not_before))
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            Error::new(ErrorCode::RegistryCertificateName)
        }
        _ => Error::new(ErrorCode::MirrorCertificate),
    }
}

fn redirects_endlessly(error: &(dyn StdError + 'static)) -> bool {
    causes(error).any(|error| error.downcast_ref::<reqwest::Error>().is_some_and(reqwest::Error::is_redirect))
}

/// No reply within the timeout.
pub(super) fn timed_out(mirror: &Mirror, timeout: Duration) -> Error {
    let error = Error::new(ErrorCode::MirrorUnreachable).with("mirror", mirror.to_string());
    error.with_message(format!("no answer within {} s", timeout.as_secs()))
}

/// A server that is not a registry.
pub(super) fn not_a_registry(mirror: &Mirror, status: StatusCode) -> Error {
    invalid_reply(mirror, &status.to_string())
}

/// A reply that no registry sends.
pub(super) fn invalid_reply(mirror: &Mirror, why: &str) -> Error {
    Error::new(ErrorCode::MirrorNotRegistry).with("mirror", mirror.to_string()).with_message(why)
}

/// A registry's status for an image. With a token that the registry issued, a denial hides that the image may not exist
/// (Docker Hub responds so).
pub(super) fn rejected(status: StatusCode, mirror: &Mirror, pull: &MirrorPull, has_token: bool) -> Error {
    let code = match status {
        StatusCode::NOT_FOUND => ErrorCode::PullNotFound,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN if has_token => ErrorCode::PullNotFound,
        StatusCode::UNAUTHORIZED => ErrorCode::PullUnauthorized,
        StatusCode::FORBIDDEN => ErrorCode::RegistryForbidden,
        StatusCode::TOO_MANY_REQUESTS => ErrorCode::PullRateLimited,
        StatusCode::NETWORK_AUTHENTICATION_REQUIRED => ErrorCode::MirrorNotRegistry,
        status if status.is_server_error() => ErrorCode::RegistryFailed,
        _ => ErrorCode::RegistryRefused,
    };
    Error::new(code)
        .with("reference", pull.from.familiar())
        .with("registry", mirror.host())
        .with("mirror", mirror.to_string())
        .with_message(status.to_string())
}

fn tls_error<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a rustls::Error> {
    causes(error).find_map(|error| error.downcast_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_s_fault_is_named() {
        let at = |seconds| UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        let expired = CertificateError::ExpiredContext { time: at(1_796_040_000), not_after: at(1_609_459_200) };
        let error = certificate_rejected(&expired);
        assert_eq!(error.code, ErrorCode::RegistryCertificateExpired, "expired");
        assert_eq!(error.details["until"], "2021-01-01 00:00 UTC", "when it expired");
        assert_eq!(error.details["now"], "2026-11-30 12:00 UTC", "by this machine's clock");
        let early = CertificateError::NotValidYetContext { time: at(1_796_040_000), not_before: at(2_051_222_400) };
        assert_eq!(certificate_rejected(&early).details["from"], "2035-01-01 00:00 UTC", "not valid yet");
        for (reason, code) in [
            (CertificateError::NotValidForName, ErrorCode::RegistryCertificateName),
            (CertificateError::UnknownIssuer, ErrorCode::MirrorCertificate),
        ] {
            assert_eq!(certificate_rejected(&reason).code, code, "{reason:?}");
        }
    }
}
