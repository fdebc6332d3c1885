//! Why a mirror does not give, by what failed rather than by words.

use std::{error::Error as StdError, time::Duration};

use hyper::StatusCode;

use crate::{
    connect::{causes, error_chain},
    error::{Error, ErrorCode},
    grammar::mirror::{Mirror, Through},
};

/// A line that cannot be laid, or breaks.
pub(super) fn of_line(mirror: &Mirror, error: &(dyn StdError + 'static)) -> Error {
    let code = match tls_failure(error) {
        Some(rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented) => {
            ErrorCode::MirrorCertificate
        }
        // What came is no TLS at all.
        Some(rustls::Error::InvalidMessage(_)) => ErrorCode::MirrorPlainHttp,
        _ => ErrorCode::MirrorUnreachable,
    };
    Error::new(code).with("mirror", mirror.to_string()).saying(error_chain(error))
}

/// Nothing came for too long.
pub(super) fn of_silence(mirror: &Mirror, patience: Duration) -> Error {
    let error = Error::new(ErrorCode::MirrorUnreachable).with("mirror", mirror.to_string());
    error.saying(format!("no answer within {} s", patience.as_secs()))
}

/// Something answers, but it is no registry.
pub(super) fn of_stranger(mirror: &Mirror, status: StatusCode) -> Error {
    Error::new(ErrorCode::MirrorNotRegistry).with("mirror", mirror.to_string()).saying(status.to_string())
}

/// What a registry's status says about an image. `welcome` is whether the registry gave a token to whoever asked: then a
/// denial hides what may well not be there (Docker Hub answers so).
pub(super) fn of_status(status: StatusCode, mirror: &Mirror, through: &Through, welcome: bool) -> Error {
    let code = match status {
        StatusCode::NOT_FOUND => ErrorCode::PullNotFound,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN if welcome => ErrorCode::PullNotFound,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => ErrorCode::PullUnauthorized,
        StatusCode::TOO_MANY_REQUESTS => ErrorCode::PullRateLimited,
        _ => ErrorCode::MirrorUnreachable,
    };
    Error::new(code)
        .with("reference", through.from.familiar())
        .with("registry", mirror.host())
        .with("mirror", mirror.to_string())
        .saying(status.to_string())
}

fn tls_failure<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a rustls::Error> {
    causes(error).find_map(|error| error.downcast_ref())
}
