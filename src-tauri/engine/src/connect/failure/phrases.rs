//! The phrases that identify engines' messages. A new phrase is a row here, with its source and a real message as an
//! example.

mod capture;
mod pattern;
mod phrase;
mod registry;

use capture::Capture::{Between, HostPort};
use pattern::Pattern::{Has, HasAll, HasAny};
use phrase::{Phrase, naming, phrase};
pub(super) use phrase::{code_of, find};
pub(super) use registry::REGISTRY;

use crate::error::ErrorCode::*;

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

/// Other refusals, in the order in which they are checked: phrases about a path come before general ones.
pub(super) const REFUSED: &[Phrase] = &[
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

/// What only builders report: a failed step, whose message has the step's command, and faults of a Dockerfile.
pub(super) const BUILD: &[Phrase] = &[
    phrase(
        BuildFailed,
        HasAll(&["the command '", "returned a non-zero code"]),
        "moby builder/dockerfile/dispatchers.go",
        "The command '/bin/sh -c false' returned a non-zero code: 1",
    ),
    phrase(
        BuildFailed,
        Has("building at step \"run"),
        "buildah imagebuildah/stage_executor.go",
        "building at STEP \"RUN false\": while running runtime: exit status 1",
    ),
    phrase(
        DockerfileInvalid,
        HasAny(&["dockerfile parse error", "unknown instruction"]),
        "moby builder/dockerfile/parser, instructions",
        "dockerfile parse error line 1: unknown instruction: FORM",
    ),
    phrase(
        DockerfileInvalid,
        HasAny(&["cannot be empty", "file with no instructions"]),
        "moby builder/dockerfile/parser",
        "the Dockerfile (Dockerfile) cannot be empty",
    ),
    phrase(
        DockerfileInvalid,
        Has("no build stage"),
        "moby builder/dockerfile/dispatchers.go",
        "no build stage in current context",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Each list, after those that are checked before it.
    const LISTS: [(&[Phrase], &[&[Phrase]]); 4] =
        [(NOT_FOUND, &[]), (REGISTRY, &[]), (REFUSED, &[REGISTRY]), (BUILD, &[])];

    #[test]
    fn every_example_is_recognised_by_its_own_row_and_by_no_earlier_one() {
        for (phrases, earlier) in LISTS {
            for (place, phrase @ Phrase { pattern, source, example, .. }) in phrases.iter().enumerate() {
                let text = example.to_lowercase();
                assert!(phrase.names_its_detail(), "{example:?} of {source} names its detail");
                assert!(pattern.matches(&text), "{example:?} of {source} contains its phrase");
                let before = earlier.iter().copied().flatten().chain(&phrases[..place]);
                let taken = before.filter(|phrase| phrase.pattern.matches(&text)).map(|phrase| phrase.example);
                assert_eq!(taken.collect::<Vec<_>>(), [""; 0], "no earlier row takes {example:?} of {source}");
            }
        }
    }

    #[test]
    fn patterns_are_in_lower_case() {
        for Phrase { pattern, example, .. } in LISTS.iter().flat_map(|(phrases, _)| *phrases) {
            let parts = pattern.parts();
            assert!(parts.iter().all(|part| **part == part.to_lowercase()), "{parts:?} of {example:?} can match");
        }
    }
}
