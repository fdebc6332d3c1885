//! Failed connections, by the kind of the system's, hyper's or rustls's error, never by its text.

use std::{error::Error as StdError, io};

use super::refusal;
use crate::{
    connect::Address,
    error::{Error, ErrorCode},
    wire::Endpoint,
};

/// The error for an endpoint that could not be opened.
pub fn connection_failure(endpoint: &Endpoint, address: &Address, error: &io::Error) -> Error {
    let code = match (error.kind(), address) {
        (io::ErrorKind::NotFound, Address::Unix(_) | Address::Pipe(_)) => ErrorCode::SocketNotFound,
        (io::ErrorKind::PermissionDenied, Address::Unix(_) | Address::Pipe(_)) => ErrorCode::SocketPermissionDenied,
        (io::ErrorKind::ConnectionRefused, _) => ErrorCode::ConnectionRefused,
        (io::ErrorKind::TimedOut, _) => ErrorCode::TimedOut,
        (_, Address::Ssh { .. }) => ErrorCode::SshFailed,
        _ if is_tls(error) => tls_failure(error),
        _ => ErrorCode::EngineUnreachable,
    };
    Error::new(code).with("address", &endpoint.address).with_message(error.to_string())
}

/// An error and its causes. An I/O error displays as the error inside it, whose source it returns as its own.
pub(crate) fn causes<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    let cause = |error: &&'a (dyn StdError + 'static)| {
        let error = *error;
        let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        inner.map(|inner| inner as &(dyn StdError + 'static)).or_else(|| error.source())
    };
    std::iter::successors(Some(error), cause)
}

/// The error for a connection that broke.
pub fn connection_lost(error: &(dyn StdError + 'static)) -> Error {
    Error::new(ErrorCode::EngineLost).with_message(error.to_string())
}

fn is_tls(error: &(dyn StdError + 'static)) -> bool {
    causes(error).any(|error| error.is::<rustls::Error>())
}

/// Whether a response is that of a Go server that requires TLS (net/http `server.go`, `badRequestError` for plain HTTP).
pub fn requires_tls(error: &Error) -> bool {
    error.message.to_lowercase().contains("client sent an http request to an https server")
}

/// Tells a failed handshake from a server without TLS, which responds with bytes that are not a TLS record.
fn tls_failure(error: &(dyn StdError + 'static)) -> ErrorCode {
    let is_record = |error: &rustls::Error| !matches!(error, rustls::Error::InvalidMessage(_));
    let speaks_tls = causes(error).all(|error| match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(inner) => inner.downcast_ref().is_none_or(is_record),
        None => error.downcast_ref().is_none_or(is_record),
    });
    if speaks_tls { ErrorCode::TlsFailed } else { ErrorCode::TlsNotSpoken }
}

impl From<bollard::errors::Error> for Error {
    fn from(error: bollard::errors::Error) -> Self {
        use bollard::errors::Error as Bollard;
        match error {
            Bollard::DockerResponseServerError { status_code, message } => refusal(status_code, &message),
            Bollard::DockerStreamError { error } => refusal(200, &error),
            Bollard::DockerContainerWaitError { error, .. } => refusal(500, &error),
            Bollard::RequestTimeoutError => Error::new(ErrorCode::TimedOut),
            other => {
                let error = inner(&other);
                let code = if is_tls(error) { tls_failure(error) } else { lost_or_internal(error) };
                Error::new(code).with_message(error_chain(error))
            }
        }
    }
}

/// The error inside a bollard error, which displays as it and returns its source, but not the error itself.
fn inner(error: &bollard::errors::Error) -> &(dyn StdError + 'static) {
    use bollard::errors::Error as Bollard;
    match error {
        Bollard::IOError { err } => err,
        Bollard::HyperResponseError { err } => err,
        other => other,
    }
}

fn lost_or_internal(error: &(dyn StdError + 'static)) -> ErrorCode {
    let transport = causes(error).any(|error| {
        error.is::<io::Error>() || error.is::<hyper::Error>() || error.is::<hyper_util::client::legacy::Error>()
    });
    if transport { ErrorCode::EngineLost } else { ErrorCode::Internal }
}

/// The messages of an error and its causes, without repetitions.
pub(crate) fn error_chain(error: &(dyn StdError + 'static)) -> String {
    let mut texts: Vec<String> = causes(error).map(ToString::to_string).collect();
    texts.dedup();
    texts.join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_connection_is_a_loss() {
        let broken = io::Error::from(io::ErrorKind::UnexpectedEof);
        let error = Error::from(bollard::errors::Error::IOError { err: broken });
        assert_eq!(error.code, ErrorCode::EngineLost, "an engine that stops in the middle of a response: {error:?}");
    }
}
