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
    // Names that somebody chose are told, too, and may hold any of the words below.
    let absent = if status == 404 { code_of_absence(&text) } else { None };
    let code = if let Some(code) = absent.or_else(|| code_of_exec_failure(&text)) {
        code
    } else if has("no space left on device") {
        ErrorCode::NoSpace
    } else if says(&text, "toomanyrequests") || has("too many requests") || has("rate limit") || status == 429 {
        ErrorCode::PullRateLimited
    } else if has("no basic auth credentials")
        || has("authentication required")
        || says(&text, "unauthorized")
        || has("401 unauthorized")
        || has("(unauthorized)")
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
    } else if has("is using its referenced image")
        || has("image is being used by")
        || has("image used by")
        || (has("is in use") && has("image"))
    {
        ErrorCode::ImageInUse
    } else if has("already in progress") || has("operation is already running") {
        ErrorCode::AlreadyInProgress
    } else if has("bind source path does not exist") || has("statfs") && has("no such file") {
        ErrorCode::MountSourceMissing
    } else if let Some(code) = code_of_absence(&text) {
        code
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

/// What is missing, where a text says that something is. `text` is lowercase.
fn code_of_absence(text: &str) -> Option<ErrorCode> {
    let has = |part: &str| text.contains(part);
    if has("no such volume") || has("no volume with name") {
        Some(ErrorCode::VolumeNotFound)
    } else if has("no such container") || has("no container with name or id") {
        Some(ErrorCode::ContainerNotFound)
    } else if has("no such image") || has("image not known") || has("no such object") && has("image") {
        Some(ErrorCode::ImageNotFound)
    } else {
        None
    }
}

/// Whether an error begins with this word (`unauthorized: …`), which may as well be a part of a name that somebody chose.
fn says(text: &str, word: &str) -> bool {
    let in_name = |letter: char| letter.is_ascii_alphanumeric() || "/._-".contains(letter);
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (text[..at].chars().next_back(), &text[at + word.len()..]);
        !before.is_some_and(in_name) && after.starts_with(": ")
    })
}

/// Whether a text is an OCI runtime's way to say that a program cannot be started. `text` is lowercase.
///
/// runc and crun answer inside a 400, or inside the stream of an exec on engines before 23. They speak of much else that
/// is missing or forbidden, such as mounts, control groups and profiles: only what they say of the program counts.
pub fn code_of_exec_failure(text: &str) -> Option<ErrorCode> {
    // containerd says so where it makes the user's entry itself (containerd pkg/oci `WithUser`), Docker 26 passes it on bare.
    if text.contains("no users found") {
        return Some(ErrorCode::UserNotFound);
    }
    if !text.contains("oci ") && !text.contains("container process") {
        return None;
    }
    reasons(text).find_map(|reason| {
        // Of a path rather than a name, runc tells what it asked the system for.
        let reason = match reason.strip_prefix("stat ") {
            Some(asked) => asked.split_once(": ")?.1,
            None => reason,
        };
        let begins = |words: &[&str]| words.iter().any(|word| reason.starts_with(word));
        if begins(&["executable file not found", "no such file or directory", "not a directory", "not found"]) {
            Some(ErrorCode::CommandNotFound)
        } else if begins(&["permission denied", "exec format error", "is a directory"]) {
            Some(ErrorCode::CommandNotExecutable)
        } else {
            None
        }
    })
}

/// Why a program was not started, in each of the forms that runtimes have for that.
fn reasons(text: &str) -> impl Iterator<Item = &str> {
    let after_each = |form: &'static str| text.match_indices(form).map(move |(at, _)| &text[at + form.len()..]);
    // Go's os/exec, in runc: `exec: "NAME": REASON`, with as many backslashes as it was quoted.
    let by_name = after_each("exec: ").filter_map(|rest| {
        let name = rest.trim_start_matches('\\').strip_prefix('"')?;
        name.split_once('"')?.1.strip_prefix(": ")
    });
    // runc's last step (libcontainer `standard_init_linux.go`), before and since 1.1.
    let caused = after_each("exec user process caused").map(|rest| rest.trim_start_matches([':', ' ', '\\', '"']));
    let by_path = text.match_indices("exec /").filter(|(at, _)| !text[..*at].ends_with('/'));
    let by_path = by_path.filter_map(|(at, _)| Some(text[at..].split_once(": ")?.1));
    // crun (`container.c`): "executable file `NAME` not found", "exec container process `PATH`: REASON".
    let crun = after_each("executable file ").chain(after_each("exec container process")).filter_map(|rest| {
        let after = rest.split(['`', '\'']).nth(2)?;
        Some(after.trim_start_matches([':', ' ']))
    });
    by_name.chain(caused).chain(by_path).chain(crun).chain(after_each("open executable: "))
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
            // What somebody called something is no word of the engine's.
            (404, "No such container: unauthorized-proxy", ContainerNotFound),
            (404, "No such container: unauthorized", ContainerNotFound),
            (404, "No such image: toomanyrequests:latest", ImageNotFound),
            (404, "get unauthorized: no such volume", VolumeNotFound),
            (404, "no container with name or ID \"unauthorized\" found: no such container", ContainerNotFound),
            (404, "unauthorized: image not known", ImageNotFound),
            (404, "manifest for unauthorized:latest not found: manifest unknown: manifest unknown", PullNotFound),
            (409, "Conflict. The container name \"/unauthorized\" is already in use by container \"7dc\".", NameTaken),
            (
                500,
                "failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://auth.docker.io/token?scope=a: 401 Unauthorized",
                PullUnauthorized,
            ),
            (
                500,
                "Get \"https://quay.io/v2/a/b/manifests/1\": unauthorized: access to the requested resource is not authorized",
                PullUnauthorized,
            ),
            (500, "a disk usage operation is already running", AlreadyInProgress),
            (409, "a prune operation is already running", AlreadyInProgress),
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

    #[test]
    fn only_what_a_runtime_says_of_the_program_is_about_the_program() {
        use ErrorCode::*;
        let created = |cause: &str| format!("failed to create shim task: OCI runtime create failed: {cause}: unknown");
        let runc = |cause: &str| created(&format!("runc create failed: unable to start container process: {cause}"));
        for (text, expected) in [
            // runc, as quoted by each generation of engines.
            (runc(r#"exec: "nope": executable file not found in $PATH"#), Some(CommandNotFound)),
            (runc(r#"error during container init: exec: "/nope": stat /nope: no such file or directory"#), Some(CommandNotFound)),
            (runc(r#"exec: "/etc/passwd/x": stat /etc/passwd/x: not a directory"#), Some(CommandNotFound)),
            (runc(r#"exec: "/etc/hosts": permission denied"#), Some(CommandNotExecutable)),
            (runc(r#"exec: "/root/x": stat /root/x: permission denied"#), Some(CommandNotExecutable)),
            (runc(r#"exec: "/tmp": is a directory"#), Some(CommandNotExecutable)),
            (runc("error during container init: exec /run.sh: exec format error"), Some(CommandNotExecutable)),
            (runc("exec /run.sh: no such file or directory"), Some(CommandNotFound)),
            (
                created(r#"container_linux.go:349: starting container process caused "exec: \"nope\": executable file not found in $PATH""#),
                Some(CommandNotFound),
            ),
            (
                "OCI runtime exec failed: exec failed: container_linux.go:380: starting container process caused: exec: \"nope\": executable file not found in $PATH: unknown".to_owned(),
                Some(CommandNotFound),
            ),
            (
                created(r#"container_linux.go:265: starting container process caused "exec user process caused \"exec format error\"""#),
                Some(CommandNotExecutable),
            ),
            // crun, by Docker and by Podman.
            (created("executable file `nope` not found in $PATH: No such file or directory"), Some(CommandNotFound)),
            (
                "crun: executable file 'nope' not found in $PATH: No such file or directory: OCI runtime attempted to invoke a command that was not found".to_owned(),
                Some(CommandNotFound),
            ),
            ("crun: open executable: Permission denied: OCI permission denied".to_owned(), Some(CommandNotExecutable)),
            (
                created("exec container process (missing dynamic library?) `/run`: No such file or directory"),
                Some(CommandNotFound),
            ),
            (created("exec container process `/run`: Exec format error"), Some(CommandNotExecutable)),
            // Something else is missing or forbidden.
            (
                runc("error during container init: unable to apply apparmor profile: apparmor failed to apply profile: write /proc/self/attr/apparmor/exec: no such file or directory"),
                None,
            ),
            (
                created(r#"container_linux.go:349: starting container process caused "process_linux.go:449: container init caused \"apply apparmor profile: apparmor failed to apply profile: write /proc/self/attr/exec: permission denied\"""#),
                None,
            ),
            (
                runc(r#"error during container init: error mounting "proc" to rootfs at "/proc": mount proc:/proc (via /proc/self/fd/6), flags: 0xe: permission denied"#),
                None,
            ),
            (
                runc("error during container init: error setting cgroup config for procHooks process: load program: permission denied"),
                None,
            ),
            (runc(r#"chdir to cwd ("/work") set in config.json failed: permission denied"#), None),
            (created("unable to retrieve OCI runtime error (open /run/log.json: no such file or directory): fork/exec /usr/bin/nvidia-container-runtime: no such file or directory"), None),
            (
                "crun: open /sys/fs/cgroup/machine.slice/container/cgroup.freeze: No such file or directory: OCI runtime attempted to invoke a command that was not found".to_owned(),
                None,
            ),
            // The engine's own programs.
            (
                "exec: \"docker-init\": executable file not found in $PATH".to_owned(),
                None,
            ),
        ] {
            assert_eq!(code_of_exec_failure(&text.to_lowercase()), expected, "what {text:?} says of the program");
        }
    }
}
