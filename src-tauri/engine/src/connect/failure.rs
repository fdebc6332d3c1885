//! The one place where what an engine or a system says becomes an [`ErrorCode`].

use std::{error::Error as StdError, io};

use super::Address;
use crate::{
    error::{Error, ErrorCode},
    wire::Endpoint,
};

/// Why an endpoint could not be opened.
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
    Error::new(code).with("address", &endpoint.address).saying(error.to_string())
}

/// An error and what lies beneath it. An I/O error speaks for the one within, and names that one's cause as its own.
pub(crate) fn causes<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    let beneath = |error: &&'a (dyn StdError + 'static)| {
        let error = *error;
        let within = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        within.map(|within| within as &(dyn StdError + 'static)).or_else(|| error.source())
    };
    std::iter::successors(Some(error), beneath)
}

fn is_tls(error: &(dyn StdError + 'static)) -> bool {
    causes(error).any(|error| error.is::<rustls::Error>())
}

/// Whether an answer is that of a server of Go's that wants TLS (net/http `server.go`, `badRequestError` for plain HTTP).
pub fn wants_tls(error: &Error) -> bool {
    error.message.to_lowercase().contains("client sent an http request to an https server")
}

/// What does not speak TLS answers with something that no record of TLS begins with.
fn tls_failure(error: &(dyn StdError + 'static)) -> ErrorCode {
    let spoken = |error: &rustls::Error| !matches!(error, rustls::Error::InvalidMessage(_));
    let spoken = causes(error).all(|error| match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(inner) => inner.downcast_ref().is_none_or(spoken),
        None => error.downcast_ref().is_none_or(spoken),
    });
    if spoken { ErrorCode::TlsFailed } else { ErrorCode::TlsNotSpoken }
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
                let error = within(&other);
                let code = if is_tls(error) { tls_failure(error) } else { lost_or_internal(error) };
                Error::new(code).saying(whole_text(error))
            }
        }
    }
}

/// The error that bollard passes on as its own: it speaks for it, and names its causes, but not itself.
fn within(error: &bollard::errors::Error) -> &(dyn StdError + 'static) {
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

/// What an error and all beneath it say, each once.
pub(crate) fn whole_text(error: &(dyn StdError + 'static)) -> String {
    let mut texts: Vec<String> = causes(error).map(ToString::to_string).collect();
    texts.dedup();
    texts.join(": ")
}

/// What an engine's refusal means. `status` is the HTTP status, or 200 for an error inside a stream.
///
/// The texts are moby's (daemon/images, daemon/names, distribution/errors), the OCI runtime's and Podman's.
pub fn refusal(status: u16, message: &str) -> Error {
    let text = message.to_lowercase();
    let has = |part: &str| text.contains(part);
    let code = if let Some(code) = code_of_exec_failure(&text) {
        code
    } else if has("no space left on device") {
        ErrorCode::NoSpace
    } else if has("toomanyrequests") || has("too many requests") || has("rate limit") || status == 429 {
        ErrorCode::PullRateLimited
    } else if has("no basic auth credentials")
        || has("authentication required")
        || has("unauthorized")
        || has("incorrect username or password")
        || has("denied: requested access") && !has("repository does not exist")
    {
        ErrorCode::PullUnauthorized
    } else if has("no matching manifest for")
        || has("does not match the specified platform")
        || has("does not provide the specified platform")
        || has("does not provide any platform")
        || has("no match for platform in manifest")
        || has("no image found in manifest list for architecture")
        || has("no image found in image index for architecture")
        || has("choosing an image from manifest list")
    {
        ErrorCode::PlatformNotFound
    } else if has("manifest unknown")
        || has("manifest for ")
        || has("repository does not exist")
        || has("pull access denied")
        || has("name unknown")
        // The containerd store's way to say it (containerd core/remotes/docker `Resolve`).
        || has("failed to resolve reference") && text.trim_end().ends_with(": not found")
    {
        ErrorCode::PullNotFound
    } else if has("x509:") || has("tls: failed to verify") {
        ErrorCode::RegistryCertificate
    } else if has("filesystem layer verification failed")
        || has("manifest verification failed for digest")
        || has("failed to verify digest")
        || has("digest mismatch")
        || has("unexpected commit digest")
        || has("does not match provided manifest digest")
    {
        ErrorCode::DigestMismatch
    } else if has("port is already allocated") || has("address already in use") {
        ErrorCode::PortTaken
    } else if has("server gave http response to https client") {
        ErrorCode::RegistryInsecure
    } else if has("dial tcp") || has("no such host") || has("server misbehaving") || has("pinging container registry") {
        ErrorCode::RegistryUnreachable
    } else if has("client.timeout exceeded") || has("get \"http") && has("context deadline exceeded") {
        // Go's net/http: nothing came in the time that the engine gives a registry.
        ErrorCode::RegistryUnreachable
    } else if has("connection reset by peer")
        || has("unexpected eof")
        || has("get \"http") && text.trim_end().ends_with(": eof")
        || has("tls handshake timeout")
    {
        ErrorCode::ConnectionLost
    } else if has("is already in use by container") || has("name is already in use") || has("already in use by") {
        ErrorCode::NameTaken
    } else if has("has dependent child images") || has("image has dependent children") {
        ErrorCode::ImageHasChildren
    } else if has("referenced in multiple repositories") || has("referred to in multiple") {
        ErrorCode::ImageInSeveralRepositories
    } else if has("volume is in use") || has("volume is being used") {
        ErrorCode::VolumeInUse
    } else if has("no such volume") || has("no volume with name") {
        ErrorCode::VolumeNotFound
    } else if has("is using its referenced image")
        || has("image is being used by")
        || has("image used by")
        || (has("is in use") && has("image"))
    {
        ErrorCode::ImageInUse
    } else if has("already in progress") || has("prune operation is already running") {
        ErrorCode::AlreadyInProgress
    } else if has("bind source path does not exist") || has("statfs") && has("no such file") {
        ErrorCode::MountSourceMissing
    } else if has("no such container") || has("no container with name or id") {
        ErrorCode::ContainerNotFound
    } else if has("no such image") || has("image not known") || has("no such object") && has("image") {
        ErrorCode::ImageNotFound
    } else if has("could not find the file") || has("no such file or directory") && status == 404 {
        ErrorCode::PathNotFound
    } else if has("is not running")
        || has("container state improper")
        || has("can only create exec sessions on running")
    {
        ErrorCode::ContainerNotRunning
    } else if has("is paused") {
        ErrorCode::ContainerPaused
    } else if has("cannot remove a running container") || has("cannot remove container") && has("running") {
        ErrorCode::ContainerRunning
    } else if has("is not a valid change command") {
        ErrorCode::ChangeNotAllowed
    } else if has("unable to find user") || has("no matching entries in passwd") {
        ErrorCode::UserNotFound
    } else if has("no command specified") {
        ErrorCode::CommandMissing
    } else if status >= 500 || status == 200 {
        ErrorCode::EngineFailed
    } else {
        ErrorCode::EngineRefused
    };
    Error::new(code).saying(message)
}

/// Whether a text is an OCI runtime's way to say that a program cannot be started. `text` is lowercase.
///
/// runc and crun answer inside a 400, or inside the stream of an exec on engines before 23.
pub fn code_of_exec_failure(text: &str) -> Option<ErrorCode> {
    // containerd says so where it makes the user's entry itself (containerd pkg/oci `WithUser`), Docker 26 passes it on bare.
    if text.contains("no users found") {
        return Some(ErrorCode::UserNotFound);
    }
    let starts = text.contains("exec: ") || text.contains("oci runtime") || text.contains("starting container process");
    if !starts {
        return None;
    }
    if text.contains("executable file not found")
        || text.contains("no such file or directory") && text.contains("exec")
        || text.contains("command was not found")
    {
        Some(ErrorCode::CommandNotFound)
    } else if text.contains("permission denied") || text.contains("exec format error") {
        Some(ErrorCode::CommandNotExecutable)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_breaks_is_a_loss() {
        let broken = io::Error::from(io::ErrorKind::UnexpectedEof);
        let error = Error::from(bollard::errors::Error::IOError { err: broken });
        assert_eq!(error.code, ErrorCode::EngineLost, "an engine that ends in the middle of an answer: {error:?}");
    }

    #[test]
    fn engines_words_become_codes() {
        use ErrorCode::*;
        for (status, message, expected) in [
            (
                409,
                "conflict: unable to remove repository reference \"b:1\" (must force) - container 7dc is using its referenced image e82",
                ImageInUse,
            ),
            (
                409,
                "conflict: unable to delete e82 (must be forced) - image is being used by stopped container 7dc",
                ImageInUse,
            ),
            (
                409,
                "conflict: unable to delete e82 (must be forced) - image is referenced in multiple repositories",
                ImageInSeveralRepositories,
            ),
            (
                409,
                "conflict: unable to delete 157 (cannot be forced) - image has dependent child images",
                ImageHasChildren,
            ),
            (409, "image used by 4f: image is in use by a container", ImageInUse),
            (404, "No such image: nope:latest", ImageNotFound),
            (404, "No such container: abc", ContainerNotFound),
            (
                404,
                "pull access denied for nope, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
                PullNotFound,
            ),
            (404, "manifest for ubuntu:1 not found: manifest unknown: manifest unknown", PullNotFound),
            (
                404,
                "failed to resolve reference \"docker.io/library/x:latest\": docker.io/library/x:latest: not found",
                PullNotFound,
            ),
            (500, "Get \"http://127.0.0.1:5002/v2/a/manifests/1\": no basic auth credentials", PullUnauthorized),
            (500, "unauthorized: authentication required", PullUnauthorized),
            (500, "toomanyrequests: You have reached your pull rate limit.", PullRateLimited),
            (
                500,
                "Get \"https://registry-1.docker.io/v2/\": dial tcp 127.0.0.1:443: connect: connection refused",
                RegistryUnreachable,
            ),
            (
                500,
                "Get \"https://nowhere.invalid/v2/\": dial tcp: lookup nowhere.invalid: no such host",
                RegistryUnreachable,
            ),
            (
                500,
                "Get \"https://registry-1.docker.io/v2/\": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)",
                RegistryUnreachable,
            ),
            (500, "Get \"https://registry-1.docker.io/v2/\": context deadline exceeded", RegistryUnreachable),
            (500, "Get \"https://registry-1.docker.io/v2/\": EOF", ConnectionLost),
            (500, "Get \"https://registry-1.docker.io/v2/\": net/http: TLS handshake timeout", ConnectionLost),
            (
                500,
                "Get \"https://10.0.0.1:5000/v2/\": http: server gave HTTP response to HTTPS client",
                RegistryInsecure,
            ),
            (
                500,
                "Get \"https://localhost:5443/v2/\": x509: certificate signed by unknown authority",
                RegistryCertificate,
            ),
            (200, "write /var/lib/docker/tmp/GetImageBlob1: no space left on device", NoSpace),
            (200, "no matching manifest for linux/s390x in the manifest list entries", PlatformNotFound),
            (
                409,
                "Conflict. The container name \"/web\" is already in use by container \"7dc\". You have to remove (or rename) that container to be able to reuse that name.",
                NameTaken,
            ),
            (
                500,
                "driver failed programming external connectivity on endpoint web: Bind for 0.0.0.0:8080 failed: port is already allocated",
                PortTaken,
            ),
            (
                400,
                "failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: \"nope\": executable file not found in $PATH: unknown",
                CommandNotFound,
            ),
            (400, "OCI runtime create failed: exec: \"/etc/hosts\": permission denied: unknown", CommandNotExecutable),
            (409, "remove data: volume is in use - [7dc]", VolumeInUse),
            (404, "get data: no such volume", VolumeNotFound),
            (409, "volume data is being used by the following container(s): 7dc: volume is being used", VolumeInUse),
            (404, "no volume with name \"data\" found: no such volume", VolumeNotFound),
            (409, "Container 7dc is not running", ContainerNotRunning),
            (400, "run is not a valid change command", ChangeNotAllowed),
            (400, "invalid mount config for type \"bind\": bind source path does not exist: /nope", MountSourceMissing),
            (404, "Could not find the file /nope in container web", PathNotFound),
            (200, "no users found", UserNotFound),
            (500, "something nobody has seen", EngineFailed),
            (400, "something nobody has seen", EngineRefused),
        ] {
            assert_eq!(refusal(status, message).code, expected, "the meaning of {message:?}");
        }
    }
}
