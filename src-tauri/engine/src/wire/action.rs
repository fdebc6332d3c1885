use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ByteRange;

/// What a person asks for, as data, with its text as typed.
///
/// An action is drafted (its command and its problems, while a form is filled in), performed (as a job), kept in
/// Activity, and rendered as a `docker` command by [`crate::command_line`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export, export_to = "action.ts")]
pub enum Action {
    /// `docker pull [--platform P] REFERENCE`
    Pull {
        /// As typed; without a tag it means `latest`.
        reference: String,
        /// `os[/arch[/variant]]`; empty for the engine's own.
        platform: String,
    },
    /// `docker images [-a] [-f FILTER…] [REPOSITORY]`; changes nothing.
    ListImages {
        /// Intermediate images too (`-a`).
        all: bool,
        /// Only dangling ones (`-f dangling=true`).
        dangling: bool,
        /// More filters as Docker writes them (`-f`): `label=team=blue`, `reference=ubuntu`.
        filters: Vec<String>,
        /// A repository, or empty for all.
        repository: String,
    },
    /// `docker history IMAGE`; changes nothing.
    ImageHistory {
        /// A reference or an ID.
        image: String,
    },
    /// `docker rmi TARGET…`, never forced.
    RemoveImages {
        /// References or IDs, in the order in which they will be removed.
        targets: Vec<String>,
    },
    /// `docker tag IMAGE REFERENCE`
    TagImage {
        /// A reference or an ID.
        image: String,
        /// The name to give it.
        reference: String,
    },
    /// `printf 'DOCKERFILE' | DOCKER_BUILDKIT=0 docker build -t TAG -`: by the legacy builder, without a build context.
    Build {
        /// The Dockerfile's text.
        dockerfile: String,
        /// The name to give it.
        tag: String,
    },
    /// `docker save TAG… | zstd -o FILE`, into the folder of kept copies.
    KeepCopy {
        /// Its ID.
        image: String,
        /// The tags to save: all of the image's. Without any it is saved by its ID.
        tags: Vec<String>,
    },
    /// `zstd -dc FILE | docker load`
    RestoreCopy {
        /// [`KeptCopy::id`](super::KeptCopy::id)
        copy: String,
    },
    /// `rm FILE…`
    DeleteCopy {
        /// [`KeptCopy::id`](super::KeptCopy::id)
        copy: String,
    },
    /// `docker pull REPOSITORY@DIGEST && docker tag …`
    PullAgain {
        /// `repository@sha256:…`
        reference: String,
        /// The tags to give it.
        tags: Vec<String>,
    },
    /// `docker pull MIRROR/REPOSITORY:TAG && docker tag … && docker rmi …`: an image of Docker Hub through a registry mirror,
    /// under its usual name.
    PullThrough {
        /// As typed; without a tag it means `latest`.
        reference: String,
        /// `os[/arch[/variant]]`; empty for the engine's own.
        platform: String,
        /// The mirror's address, as in [`Settings::mirrors`](super::Settings::mirrors).
        mirror: String,
    },
    /// `docker save IMAGE | tar -tv`: reads what is in its layers; changes nothing.
    ReadLayers {
        /// A reference or an ID.
        image: String,
    },
    /// `tar -tvf FILE`: reads the layers of the images in an archive (`docker save`, OCI layout), plain, gzip or zstd;
    /// changes nothing.
    ReadArchive {
        /// A file on this machine.
        path: String,
    },
    /// `docker run …`
    Run(RunForm),
    /// `docker ps [-a]`; changes nothing.
    ListContainers {
        /// Stopped ones too.
        all: bool,
    },
    /// `docker start CONTAINER`
    StartContainer {
        /// A name or an ID.
        container: String,
    },
    /// `docker stop CONTAINER`
    StopContainer {
        /// A name or an ID.
        container: String,
    },
    /// `docker kill CONTAINER`
    KillContainer {
        /// A name or an ID.
        container: String,
    },
    /// `docker restart CONTAINER`
    RestartContainer {
        /// A name or an ID.
        container: String,
    },
    /// `docker rename CONTAINER NEW_NAME`
    RenameContainer {
        /// A name or an ID.
        container: String,
        /// The new name.
        name: String,
    },
    /// `docker rm [-f] [-v] CONTAINER`
    RemoveContainer {
        /// A name or an ID.
        container: String,
        /// Kill it first if it runs (`-f`).
        force: bool,
        /// Its anonymous volumes too (`-v`).
        volumes: bool,
    },
    /// `docker exec -it [-u USER] CONTAINER COMMAND`, in a console.
    Exec(ExecForm),
    /// `docker attach CONTAINER`, in a console.
    Attach {
        /// A name or an ID.
        container: String,
    },
    /// `docker diff CONTAINER`; changes nothing.
    Diff {
        /// A name or an ID.
        container: String,
    },
    /// `docker commit …`
    Commit(CommitForm),
    /// Several removals, one after the other, going on after a failure.
    CleanUp {
        /// The steps, in order: see [`super::Plan::steps`].
        steps: Vec<CleanupStep>,
        /// What the plan predicted it frees.
        predicted: ByteRange,
    },
}

impl Action {
    /// Whether cancelling it changes its outcome.
    ///
    /// A pull, a build or a copy ends when its request is dropped, a removal or clean-up between two items, a run before the
    /// container is started. Everything else is one request that the engine completes whether or not anybody waits for the
    /// answer: dropping a `stop` does not stop the stopping (moby `daemon/stop.go`), nor a commit the committing.
    pub fn can_be_cancelled(&self) -> bool {
        matches!(
            self,
            Self::Pull { .. }
                | Self::PullAgain { .. }
                | Self::PullThrough { .. }
                | Self::Build { .. }
                | Self::KeepCopy { .. }
                | Self::RestoreCopy { .. }
                | Self::RemoveImages { .. }
                | Self::CleanUp { .. }
                | Self::ReadLayers { .. }
                | Self::ReadArchive { .. }
                | Self::Run(_)
        )
    }
}

/// The fields of the run form, each as the docker command takes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "action.ts")]
pub struct RunForm {
    /// A reference or an ID.
    pub image: String,
    /// The command and its arguments as a shell would read them; empty for the image's own.
    pub command: String,
    /// `--name`; empty for one that the engine generates.
    pub name: String,
    /// `-i`: keep standard input open.
    pub interactive: bool,
    /// `-t`: allocate a terminal.
    pub tty: bool,
    /// `--rm`: remove the container when it exits.
    pub remove: bool,
    /// `-d`: run in the background, without a console.
    pub detach: bool,
    /// `-p` values: `[[IP:]HOST:]CONTAINER[/PROTOCOL]`, with ranges.
    pub ports: Vec<String>,
    /// `-e` values: `NAME=VALUE`.
    pub env: Vec<String>,
    /// `-v` values: `[SOURCE:]PATH[:OPTIONS]`.
    pub volumes: Vec<String>,
    /// Any other flags of `docker run`, each with its value as typed: `--memory 512m`, `--privileged`.
    pub other: Vec<String>,
}

/// The fields of a new console in a running container.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "action.ts")]
pub struct ExecForm {
    /// A name or an ID.
    pub container: String,
    /// The command and its arguments as a shell would read them.
    pub command: String,
    /// `-u`: `NAME|UID[:GROUP|GID]`; empty for the container's own.
    pub user: String,
}

/// The fields of the commit form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "action.ts")]
pub struct CommitForm {
    /// A name or an ID.
    pub container: String,
    /// The repository, with its registry; empty for an image without a name.
    pub repository: String,
    /// The tag; empty means `latest`.
    pub tag: String,
    /// `-a`
    pub author: String,
    /// `-m`
    pub message: String,
    /// Pause the container during the commit, as the docker command does without `--pause=false`.
    pub pause: bool,
    /// `-c` values: Dockerfile instructions, such as `CMD ["nginx"]`.
    pub changes: Vec<String>,
}

/// One step of a clean-up, as one docker command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export, export_to = "action.ts")]
pub enum CleanupStep {
    /// `docker stop CONTAINER`
    StopContainer {
        /// Its name.
        container: String,
    },
    /// `docker rm CONTAINER`
    RemoveContainer {
        /// Its name.
        container: String,
    },
    /// `docker rmi TARGET`
    RemoveImage {
        /// A reference, or the ID of an image without one.
        target: String,
    },
    /// `docker volume rm VOLUME`
    RemoveVolume {
        /// Its name.
        volume: String,
    },
    /// `docker builder prune -a`
    PruneBuildCache,
}
