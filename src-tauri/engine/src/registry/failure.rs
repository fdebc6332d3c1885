//! The errors of a mirror, derived from what failed rather than from messages.

use std::{error::Error as StdError, time::Duration};

use hyper::StatusCode;

use crate::{
    connect::{causes, error_chain},
    error::{Error, ErrorCode},
    grammar::mirror::{Mirror, MirrorPull},
};

/// A connection that cannot be established, or breaks.
pub(super) fn connection_failed(mirror: &Mirror, error: &(dyn StdError + 'static)) -> Error {
    let code = match tls_error(error) {
        Some(rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented) => {
            ErrorCode::MirrorCertificate
        }
        // The reply is not TLS at all.
        Some(rustls::Error::InvalidMessage(_)) => ErrorCode::MirrorPlainHttp,
        _ => ErrorCode::MirrorUnreachable,
    };
    Error::new(code).with("mirror", mirror.to_string()).with_message(error_chain(error))
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
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => ErrorCode::PullUnauthorized,
        StatusCode::TOO_MANY_REQUESTS => ErrorCode::PullRateLimited,
        _ => ErrorCode::MirrorUnreachable,
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
