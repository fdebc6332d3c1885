//! The phrases that identify engines' messages. A new phrase is a row here, with its source and a real message as an
//! example.

use crate::error::ErrorCode::{self, *};

/// What identifies a message.
pub(super) enum Pattern {
    /// It contains this.
    Has(&'static str),
    /// It contains all of these.
    HasAll(&'static [&'static str]),
    /// It contains the first and not the second.
    HasWithout(&'static str, &'static str),
    /// It contains the first and ends with the second.
    HasAndEnds(&'static str, &'static str),
    /// An error in it starts with this word and a colon; elsewhere the word may be part of a name.
    Starts(&'static str),
}

use Pattern::{Has, HasAll, HasAndEnds, HasWithout, Starts};

/// Where the value of a detail is in a message.
enum Capture {
    /// Between these two; an empty end means the end of the line.
    Between(&'static str, &'static str),
    /// The port of the host's address.
    HostPort,
}

use Capture::{Between, HostPort};

/// A phrase and its meaning.
pub(super) struct Phrase {
    /// What identifies it, in lower case.
    pattern: Pattern,
    /// The code.
    pub(super) code: ErrorCode,
    /// A detail that the message names, and where.
    detail: Option<(&'static str, Capture)>,
    /// The program it comes from, and the file.
    #[cfg_attr(not(test), expect(dead_code, reason = "the source of the rule, for readers"))]
    source: &'static str,
    /// A message that contains it.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the test"))]
    example: &'static str,
}

const fn phrase(code: ErrorCode, pattern: Pattern, source: &'static str, example: &'static str) -> Phrase {
    Phrase { pattern, code, detail: None, source, example }
}

/// A phrase whose message names a detail.
const fn naming(detail: &'static str, capture: Capture, phrase: Phrase) -> Phrase {
    Phrase { detail: Some((detail, capture)), ..phrase }
}

/// Something does not exist. Checked first if the status is 404.
pub(super) const NOT_FOUND: &[Phrase] = &[
    naming(
        "volume",
        Between("get ", ": no such volume"),
        phrase(VolumeNotFound, Has("no such volume"), "moby volume/service/errors.go", "get data: no such volume"),
    ),
    naming(
        "volume",
        Between("name \"", "\""),
        phrase(
            VolumeNotFound,
            Has("no volume with name"),
            "podman libpod/runtime_volume.go",
            "no volume with name \"data\" found",
        ),
    ),
    naming(
        "container",
        Between("container: ", ""),
        phrase(ContainerNotFound, Has("no such container"), "moby daemon/errors.go", "No such container: abc"),
    ),
    naming(
        "container",
        Between("ID \"", "\""),
        phrase(
            ContainerNotFound,
            Has("no container with name or id"),
            "podman libpod/runtime_ctr.go",
            "no container with name or ID \"web\" found",
        ),
    ),
    naming(
        "reference",
        Between("image: ", ""),
        phrase(ImageNotFound, Has("no such image"), "moby daemon/images/image.go", "No such image: nope:latest"),
    ),
    phrase(ImageNotFound, Has("image not known"), "containers/storage errors.go", "nope: image not known"),
    naming(
        "reference",
        Between("image ", ""),
        phrase(
            ImageNotFound,
            HasAll(&["no such object", "image"]),
            "podman pkg/api/handlers/compat",
            "no such object: image nope",
        ),
    ),
];

/// Refusals, in the order in which they are checked: phrases about a registry or a path come before general ones.
pub(super) const REFUSED: &[Phrase] = &[
    phrase(
        NoSpace,
        Has("no space left on device"),
        "Linux ENOSPC",
        "write /var/lib/docker/tmp/GetImageBlob1: no space left on device",
    ),
    phrase(
        PullRateLimited,
        Starts("toomanyrequests"),
        "distribution registry/api/errcode",
        "toomanyrequests: You have reached your pull rate limit.",
    ),
    phrase(
        PullRateLimited,
        Has("too many requests"),
        "HTTP 429, as containerd and podman print it",
        "unexpected status code 429 Too Many Requests",
    ),
    phrase(PullRateLimited, Has("rate limit"), "Docker Hub", "You have reached your pull rate limit"),
    phrase(
        PullUnauthorized,
        Has("no basic auth credentials"),
        "moby registry/auth.go",
        "Get \"http://127.0.0.1:5002/v2/a/manifests/1\": no basic auth credentials",
    ),
    phrase(
        PullUnauthorized,
        Has("authentication required"),
        "distribution registry/api/errcode",
        "unauthorized: authentication required",
    ),
    phrase(
        PullUnauthorized,
        Starts("unauthorized"),
        "distribution registry/api/errcode",
        "Get \"https://quay.io/v2/a/b/manifests/1\": unauthorized: access to the requested resource is not authorized",
    ),
    phrase(
        PullUnauthorized,
        Has("401 unauthorized"),
        "HTTP 401, as containerd prints it",
        "failed to fetch oauth token: unexpected status from GET request to https://auth.docker.io/token: 401 Unauthorized",
    ),
    phrase(
        PullUnauthorized,
        Has("(unauthorized)"),
        "HTTP 401, as containers/image prints it",
        "received unexpected HTTP status: 401 (Unauthorized)",
    ),
    phrase(
        PullUnauthorized,
        Has("incorrect username or password"),
        "Docker Hub",
        "unauthorized: incorrect username or password",
    ),
    phrase(
        PullUnauthorized,
        HasWithout("denied: requested access", "repository does not exist"),
        "distribution registry/api/errcode",
        "denied: requested access to the resource is denied",
    ),
    phrase(
        PlatformNotFound,
        Has("no matching manifest for"),
        "moby distribution/pull_v2.go",
        "no matching manifest for linux/s390x in the manifest list entries",
    ),
    phrase(
        PlatformNotFound,
        Has("does not match the specified platform"),
        "moby daemon/images/image.go",
        "image with reference a was found but its platform (linux/amd64) does not match the specified platform (linux/arm64)",
    ),
    phrase(
        PlatformNotFound,
        Has("does not provide the specified platform"),
        "moby daemon/containerd",
        "image with reference a was found but does not provide the specified platform (linux/arm64)",
    ),
    phrase(
        PlatformNotFound,
        Has("does not provide any platform"),
        "moby daemon/containerd",
        "image with reference a was found but does not provide any platform",
    ),
    phrase(
        PlatformNotFound,
        Has("no match for platform in manifest"),
        "containerd images/image.go",
        "no match for platform in manifest sha256:1: not found",
    ),
    phrase(
        PlatformNotFound,
        Has("no image found in manifest list for architecture"),
        "containers/image docker_list.go",
        "no image found in manifest list for architecture \"s390x\"",
    ),
    phrase(
        PlatformNotFound,
        Has("no image found in image index for architecture"),
        "containers/image oci_index.go",
        "no image found in image index for architecture \"s390x\"",
    ),
    phrase(
        PlatformNotFound,
        Has("choosing an image from manifest list"),
        "containers/image copy/copy.go",
        "choosing an image from manifest list docker://a: no image",
    ),
    phrase(
        PullNotFound,
        Has("manifest unknown"),
        "distribution registry/api/errcode",
        "manifest unknown: manifest unknown",
    ),
    phrase(PullNotFound, Has("manifest for "), "moby distribution/errors.go", "manifest for ubuntu:1 not found"),
    phrase(
        PullNotFound,
        Has("repository does not exist"),
        "moby distribution/errors.go",
        "pull access denied for nope, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    ),
    phrase(PullNotFound, Has("pull access denied"), "moby distribution/errors.go", "pull access denied for nope"),
    phrase(
        PullNotFound,
        Has("name unknown"),
        "distribution registry/api/errcode",
        "name unknown: repository name not known to registry",
    ),
    phrase(
        PullNotFound,
        HasAndEnds("failed to resolve reference", ": not found"),
        "containerd core/remotes/docker `Resolve`",
        "failed to resolve reference \"docker.io/library/x:latest\": docker.io/library/x:latest: not found",
    ),
    phrase(
        RegistryCertificate,
        Has("x509:"),
        "Go crypto/x509",
        "Get \"https://localhost:5443/v2/\": x509: certificate signed by unknown authority",
    ),
    phrase(RegistryCertificate, Has("tls: failed to verify"), "Go crypto/tls", "tls: failed to verify certificate"),
    phrase(
        DigestMismatch,
        Has("filesystem layer verification failed"),
        "moby distribution/pull_v2.go",
        "filesystem layer verification failed for digest sha256:1",
    ),
    phrase(
        DigestMismatch,
        Has("manifest verification failed for digest"),
        "moby distribution/pull_v2.go",
        "manifest verification failed for digest sha256:1",
    ),
    phrase(DigestMismatch, Has("failed to verify digest"), "moby distribution", "failed to verify digest sha256:1"),
    phrase(
        DigestMismatch,
        Has("digest mismatch"),
        "containers/image",
        "Digest mismatch, expected sha256:1, got sha256:2",
    ),
    phrase(
        DigestMismatch,
        Has("unexpected commit digest"),
        "containerd content/local/writer.go",
        "unexpected commit digest sha256:1, expected sha256:2",
    ),
    phrase(
        DigestMismatch,
        Has("does not match provided manifest digest"),
        "containers/image",
        "Manifest does not match provided manifest digest sha256:1",
    ),
    naming(
        "port",
        HostPort,
        phrase(
            PortTaken,
            Has("port is already allocated"),
            "moby libnetwork/portallocator",
            "Bind for 0.0.0.0:8080 failed: port is already allocated",
        ),
    ),
    naming(
        "port",
        HostPort,
        phrase(
            PortTaken,
            Has("address already in use"),
            "Linux EADDRINUSE",
            "listen tcp4 0.0.0.0:8080: bind: address already in use",
        ),
    ),
    phrase(
        RegistryInsecure,
        Has("server gave http response to https client"),
        "Go net/http",
        "Get \"https://10.0.0.1:5000/v2/\": http: server gave HTTP response to HTTPS client",
    ),
    phrase(
        RegistryUnreachable,
        Has("dial tcp"),
        "Go net",
        "Get \"https://registry-1.docker.io/v2/\": dial tcp 127.0.0.1:443: connect: connection refused",
    ),
    phrase(RegistryUnreachable, Has("no such host"), "Go net", "lookup nowhere.invalid: no such host"),
    phrase(
        RegistryUnreachable,
        Has("server misbehaving"),
        "Go net",
        "lookup registry-1.docker.io on 127.0.0.1:53: server misbehaving",
    ),
    phrase(
        RegistryUnreachable,
        Has("pinging container registry"),
        "containers/image",
        "pinging container registry localhost:5000: connection refused",
    ),
    phrase(
        RegistryUnreachable,
        Has("client.timeout exceeded"),
        "Go net/http",
        "Get \"https://registry-1.docker.io/v2/\": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)",
    ),
    phrase(
        RegistryUnreachable,
        HasAll(&["get \"http", "context deadline exceeded"]),
        "Go net/http",
        "Get \"https://registry-1.docker.io/v2/\": context deadline exceeded",
    ),
    phrase(
        ConnectionLost,
        Has("connection reset by peer"),
        "Linux ECONNRESET",
        "read tcp 10.0.0.1:443: read: connection reset by peer",
    ),
    phrase(ConnectionLost, Has("unexpected eof"), "Go io", "unexpected EOF"),
    phrase(
        ConnectionLost,
        HasAndEnds("get \"http", ": eof"),
        "Go net/http",
        "Get \"https://registry-1.docker.io/v2/\": EOF",
    ),
    phrase(
        ConnectionLost,
        Has("tls handshake timeout"),
        "Go net/http",
        "Get \"https://registry-1.docker.io/v2/\": net/http: TLS handshake timeout",
    ),
    naming(
        "name",
        Between("name \"/", "\""),
        phrase(
            NameTaken,
            Has("is already in use by container"),
            "moby daemon/names.go",
            "Conflict. The container name \"/web\" is already in use by container \"7dc\".",
        ),
    ),
    phrase(
        NameTaken,
        Has("name is already in use"),
        "podman libpod/runtime_ctr.go",
        "the container name is already in use",
    ),
    naming(
        "name",
        Between("name \"", "\""),
        phrase(
            NameTaken,
            Has("already in use by"),
            "containers/storage containers.go",
            "the container name \"web\" is already in use by 7dc",
        ),
    ),
    phrase(
        ImageHasChildren,
        Has("has dependent child images"),
        "moby daemon/images/image_delete.go",
        "conflict: unable to delete 157 (cannot be forced) - image has dependent child images",
    ),
    phrase(
        ImageHasChildren,
        Has("image has dependent children"),
        "podman libpod/image",
        "image has dependent children",
    ),
    phrase(
        ImageInSeveralRepositories,
        Has("referenced in multiple repositories"),
        "moby daemon/images/image_delete.go",
        "conflict: unable to delete e82 (must be forced) - image is referenced in multiple repositories",
    ),
    phrase(
        ImageInSeveralRepositories,
        Has("referred to in multiple"),
        "podman libimage/image.go",
        "unable to delete image \"e82\" by ID with more than one tag: it is referred to in multiple tags",
    ),
    naming(
        "volume",
        Between("remove ", ": volume is in use"),
        phrase(
            VolumeInUse,
            Has("volume is in use"),
            "moby volume/service/errors.go",
            "remove data: volume is in use - [7dc]",
        ),
    ),
    naming(
        "volume",
        Between("volume ", " is being used"),
        phrase(
            VolumeInUse,
            Has("volume is being used"),
            "podman libpod/define/errors.go",
            "volume data is being used by the following container(s): 7dc: volume is being used",
        ),
    ),
    naming(
        "containers",
        Between("container ", " is using"),
        phrase(
            ImageInUse,
            Has("is using its referenced image"),
            "moby daemon/images/image_delete.go",
            "conflict: unable to remove repository reference \"b:1\" (must force) - container 7dc is using its referenced image e82",
        ),
    ),
    naming(
        "containers",
        Between("container ", ""),
        phrase(
            ImageInUse,
            Has("image is being used by"),
            "moby daemon/images/image_delete.go",
            "conflict: unable to delete e82 (must be forced) - image is being used by stopped container 7dc",
        ),
    ),
    phrase(
        ImageInUse,
        Has("image used by"),
        "containers/storage errors.go",
        "image used by 4f: image is in use by a container",
    ),
    phrase(
        ImageInUse,
        HasAll(&["is in use", "image"]),
        "podman libpod/runtime_img.go",
        "image is in use by a container",
    ),
    phrase(
        AlreadyInProgress,
        Has("already in progress"),
        "moby daemon",
        "removal of container 7dc is already in progress",
    ),
    phrase(
        AlreadyInProgress,
        Has("operation is already running"),
        "moby daemon/disk_usage.go, daemon/prune.go",
        "a prune operation is already running",
    ),
    naming(
        "path",
        Between("not exist: ", ""),
        phrase(
            MountSourceMissing,
            Has("bind source path does not exist"),
            "moby volume/mounts/validate.go",
            "invalid mount config for type \"bind\": bind source path does not exist: /nope",
        ),
    ),
    naming(
        "path",
        Between("statfs ", ": "),
        phrase(
            MountSourceMissing,
            HasAll(&["statfs", "no such file"]),
            "podman pkg/specgen",
            "statfs /nope: no such file or directory",
        ),
    ),
    naming(
        "path",
        Between("the file ", " in container"),
        phrase(
            PathNotFound,
            Has("could not find the file"),
            "moby daemon/archive.go",
            "Could not find the file /nope in container web",
        ),
    ),
    naming(
        "container",
        Between("ontainer ", " is not running"),
        phrase(ContainerNotRunning, Has("is not running"), "moby daemon/errors.go", "Container 7dc is not running"),
    ),
    phrase(
        ContainerNotRunning,
        Has("container state improper"),
        "podman libpod/define/errors.go",
        "can only kill running containers: container state improper",
    ),
    phrase(
        ContainerNotRunning,
        Has("can only create exec sessions on running"),
        "podman libpod/container_exec.go",
        "can only create exec sessions on running containers",
    ),
    naming(
        "container",
        Between("ontainer ", " is paused"),
        phrase(
            ContainerPaused,
            Has("is paused"),
            "moby daemon/errors.go",
            "Container 7dc is paused, unpause the container before exec",
        ),
    ),
    phrase(
        ContainerRunning,
        Has("cannot remove a running container"),
        "moby daemon/delete.go",
        "You cannot remove a running container 7dc. Stop the container before attempting removal or force remove",
    ),
    phrase(
        ContainerRunning,
        HasAll(&["cannot remove container", "running"]),
        "moby daemon/delete.go since 25",
        "cannot remove container \"web\": container is running: stop the container before removing or force remove",
    ),
    naming(
        "value",
        Between("", " is not a valid"),
        phrase(
            ChangeNotAllowed,
            Has("is not a valid change command"),
            "moby builder/dockerfile",
            "run is not a valid change command",
        ),
    ),
    naming(
        "user",
        Between("find user ", ": "),
        phrase(
            UserNotFound,
            Has("unable to find user"),
            "moby/sys user, runc libcontainer",
            "unable to find user nobody1: no matching entries in passwd file",
        ),
    ),
    phrase(UserNotFound, Has("no matching entries in passwd"), "moby/sys user", "no matching entries in passwd file"),
    phrase(
        GroupNotFound,
        Has("unable to find group"),
        "moby/sys user, runc libcontainer",
        "unable to find group nosuchgroup: no matching entries in group file",
    ),
    phrase(GroupNotFound, Has("no matching entries in group"), "moby/sys user", "no matching entries in group file"),
    phrase(
        UserIdInvalid,
        Has("uids and gids must be in range"),
        "moby/sys user `ErrRange`",
        "uids and gids must be in range 0-2147483647",
    ),
    phrase(CommandMissing, Has("no command specified"), "moby daemon/create.go", "No command specified"),
];

/// The first phrase that matches a message in lower case.
pub(super) fn find(phrases: &'static [Phrase], text: &str) -> Option<&'static Phrase> {
    phrases.iter().find(|phrase| phrase.pattern.matches(text))
}

impl Phrase {
    /// The detail that a message names, with its value there.
    pub(super) fn detail(&self, message: &str) -> Option<(&'static str, String)> {
        let (name, capture) = self.detail.as_ref()?;
        let value = capture.value(message).filter(|value| !value.is_empty())?;
        Some((*name, value))
    }
}

impl Capture {
    fn value(&self, message: &str) -> Option<String> {
        match self {
            Between(start, end) => {
                let rest = message.split_once(start)?.1.lines().next()?;
                let value = if end.is_empty() { rest } else { rest.split_once(end)?.0 };
                Some(value.trim().to_owned())
            }
            HostPort => message.split_whitespace().find_map(host_port).map(|port| port.to_string()),
        }
    }
}

/// The port in `0.0.0.0:8080:`, `[::]:8080`, `:::8080`, `:8080`, and, since Docker 27, `0.0.0.0:8080:172.17.0.2:80/tcp`.
fn host_port(word: &str) -> Option<u16> {
    let address = word.trim_end_matches([':', ',', ')']).split('/').next()?;
    let host = address.strip_prefix("[::]").or_else(|| address.strip_prefix("::").filter(|rest| rest.starts_with(':')));
    let after = match host.or_else(|| address.starts_with(':').then_some(address)) {
        Some(rest) => rest.strip_prefix(':')?,
        None => {
            let (host, rest) = match address.strip_prefix('[') {
                Some(inside) => inside.split_once("]:")?,
                None => address.split_once(':')?,
            };
            host.parse::<std::net::IpAddr>().ok()?;
            rest
        }
    };
    after.split(':').next()?.parse().ok()
}

impl Pattern {
    fn matches(&self, text: &str) -> bool {
        match self {
            Has(part) => text.contains(part),
            HasAll(parts) => parts.iter().all(|part| text.contains(part)),
            HasWithout(part, other) => text.contains(part) && !text.contains(other),
            HasAndEnds(part, end) => text.contains(part) && text.trim_end().ends_with(end),
            Starts(word) => starts_an_error(text, word),
        }
    }
}

/// Whether an error in a text starts with this word (`unauthorized: …`).
fn starts_an_error(text: &str, word: &str) -> bool {
    let in_name = |letter: char| letter.is_ascii_alphanumeric() || "/._-".contains(letter);
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (text[..at].chars().next_back(), &text[at + word.len()..]);
        !before.is_some_and(in_name) && after.starts_with(": ")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_matches_its_example() {
        for phrases in [NOT_FOUND, REFUSED] {
            for phrase @ Phrase { pattern, code, source, example, .. } in phrases {
                let text = example.to_lowercase();
                assert!(pattern.matches(&text), "{example:?} of {source} contains its phrase");
                let found = find(phrases, &text).map(|phrase| phrase.code);
                assert_eq!(found, Some(*code), "no earlier phrase matches {example:?} of {source}");
                let named = phrase.detail.is_none() || phrase.detail(example).is_some();
                assert!(named, "{example:?} of {source} names its detail");
            }
        }
    }

    #[test]
    fn the_port_is_the_hosts() {
        for (message, port) in [
            (
                "driver failed programming external connectivity on endpoint web (7dc): Bind for 0.0.0.0:8080 failed: port is already allocated",
                8080,
            ),
            ("Bind for :::8080 failed: port is already allocated", 8080),
            ("Error starting userland proxy: listen tcp4 0.0.0.0:80: bind: address already in use", 80),
            ("listen tcp6 [::]:8080: bind: address already in use", 8080),
            ("failed to bind host port for 0.0.0.0:8080:172.17.0.2:80/tcp: address already in use", 8080),
            ("failed to bind host port 127.0.0.1:8080/tcp: address already in use", 8080),
            ("failed to bind host port [::1]:8080/tcp: address already in use", 8080),
            ("rootlessport listen tcp 0.0.0.0:8080: bind: address already in use", 8080),
            ("cannot listen on the TCP port: listen tcp4 :8080: bind: address already in use", 8080),
        ] {
            assert_eq!(HostPort.value(message), Some(port.to_string()), "the port in {message:?}");
        }
        assert_eq!(HostPort.value("port is already allocated at 12:30 by 0.0.0.0:x"), None, "no port is named");
    }

    #[test]
    fn a_word_in_a_name_is_not_an_error() {
        assert!(starts_an_error("get x: unauthorized: no", "unauthorized"), "an error starts with the word");
        for name in ["unauthorized-proxy: gone", "team/unauthorized: gone", "unauthorized"] {
            assert!(!starts_an_error(name, "unauthorized"), "{name:?} only has the word in a name");
        }
    }
}
