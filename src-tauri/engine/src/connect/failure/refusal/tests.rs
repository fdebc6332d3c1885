use super::*;

#[test]
fn refusals_become_codes() {
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
        (409, "conflict: unable to delete 157 (cannot be forced) - image has dependent child images", ImageHasChildren),
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
            RegistryNameUnknown,
        ),
        (
            500,
            "Get \"https://registry-1.docker.io/v2/\": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)",
            RegistryUnreachable,
        ),
        (500, "Get \"https://registry-1.docker.io/v2/\": context deadline exceeded", RegistryUnreachable),
        (500, "Get \"https://registry-1.docker.io/v2/\": EOF", ConnectionLost),
        (500, "Get \"https://registry-1.docker.io/v2/\": net/http: TLS handshake timeout", ConnectionLost),
        (500, "Get \"https://10.0.0.1:5000/v2/\": http: server gave HTTP response to HTTPS client", RegistryInsecure),
        (500, "Get \"https://localhost:5443/v2/\": x509: certificate signed by unknown authority", RegistryCertificate),
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
        // A name is not part of the engine's message.
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
        (200, "no groups found", GroupNotFound),
        (500, "an unknown message", EngineFailed),
        (400, "an unknown message", EngineRefused),
    ] {
        assert_eq!(refusal(status, message).code, expected, "the meaning of {message:?}");
    }
}
