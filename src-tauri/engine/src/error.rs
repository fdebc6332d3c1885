//! Every way a piece of work can fail, by code.
//!
//! An [`Error`] crosses to the page as it is. The page chooses its sentence, in the reader's language, by
//! [`ErrorCode`] and fills it with [`Error::details`]; nobody, there or here, decides anything by an error's text.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What went wrong, as one word that programs may compare.
///
/// The page has a sentence for each in `ui/src/messages/<language>/errors.ftl`, and a test fails when one is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "error.ts")]
pub enum ErrorCode {
    // --- reaching an engine ---
    /// No endpoint answered. Details: none.
    EngineUnreachable,
    /// The socket's file is not there. Details: `address`.
    SocketNotFound,
    /// The socket is there, but this user may not open it. Details: `address`.
    SocketPermissionDenied,
    /// The socket is there, but nothing listens behind it. Details: `address`.
    ConnectionRefused,
    /// The endpoint's address is not one we understand. Details: `address`.
    AddressInvalid,
    /// The Docker context named by the configuration does not exist. Details: `context`.
    ContextNotFound,
    /// TLS failed: a certificate that the other side does not accept, or that cannot be read. Details: `address`.
    TlsFailed,
    /// The engine wants TLS, and was spoken to without. Details: `address`.
    TlsNeeded,
    /// The engine was spoken to by TLS, and does not speak it. Details: `address`.
    TlsNotSpoken,
    /// The ssh command that carries the connection failed. Details: `address`.
    SshFailed,
    /// The engine speaks an API older than we can work with. Details: `found`, `needed`.
    EngineTooOld,
    /// What answered is no Docker-compatible engine. Details: `address`.
    NotAnEngine,
    /// The engine went away in the middle of the work.
    EngineLost,
    /// The engine did not answer in time.
    TimedOut,

    /// The practice engine cannot be started here. Details: `missing` (the program or right that it needs: `dockerd`,
    /// `subuid`, `authorisation` …), or none when something it started failed; its last words are in [`Error::message`]
    /// then.
    PracticeUnavailable,
    /// The system did not start an engine that is installed; what it said is in [`Error::message`]. Details: `name`.
    ServiceFailed,

    // --- references, as they are typed ---
    /// Nothing was typed where an image reference is needed.
    ReferenceEmpty,
    /// Not a valid image reference. Details: `reference`.
    ReferenceInvalid,
    /// A repository name must be lowercase. Details: `reference`, `suggestion`.
    ReferenceUppercase,
    /// A repository name longer than 255 characters. Details: `reference`.
    ReferenceTooLong,
    /// The part after `:` is not a valid tag. Details: `tag`.
    TagInvalid,
    /// The part after `@` is not a valid digest. Details: `digest`.
    DigestInvalid,
    /// 64 hex digits are an image ID, which cannot name something to pull or to tag. Details: `reference`.
    ReferenceIsId,
    /// A digest where only a name and a tag can stand. Details: `reference`.
    DigestNotAllowed,
    /// Not `os[/arch[/variant]]`. Details: `platform`.
    PlatformInvalid,

    // --- pulling ---
    /// The registry has no such repository or tag, or hides it from those who are not logged in. Details: `reference`.
    PullNotFound,
    /// The registry wants a login, or refused the one it got. Details: `reference`, `registry`.
    PullUnauthorized,
    /// The registry's limit on pulls is reached. Details: `registry`.
    PullRateLimited,
    /// The registry cannot be reached: its name does not resolve, or it refuses or drops connections. Details: `registry`.
    RegistryUnreachable,
    /// The registry's certificate is not trusted. Details: `registry`.
    RegistryCertificate,
    /// The registry speaks plain HTTP, which the engine uses only with registries that its configuration calls insecure.
    /// Details: `registry`.
    RegistryInsecure,
    /// The connection to the registry broke and the engine gave up trying again. Details: `registry`.
    ConnectionLost,
    /// The image has no variant for this platform. Details: `reference`, `platform`.
    PlatformNotFound,
    /// The credential program from Docker's configuration failed. Details: `program`.
    CredentialsFailed,
    /// The disk that the engine stores images on is full.
    NoSpace,
    /// Content did not match its digest.
    DigestMismatch,

    // --- registry mirrors ---
    /// Not a mirror's address. Details: `mirror`.
    MirrorInvalid,
    /// The image is in another registry than Docker Hub, whose images alone mirrors have. Details: `reference`, `registry`.
    MirrorHubOnly,
    /// This machine finds no such name. Details: `host`.
    MirrorNameUnknown,
    /// The mirror refuses or drops this machine's connections, does not answer in time, or fails. Details: `mirror`.
    MirrorUnreachable,
    /// This machine does not trust the mirror's certificate. Details: `mirror`.
    MirrorCertificate,
    /// The mirror was asked by https and speaks http. Details: `mirror`.
    MirrorPlainHttp,
    /// What answers is no registry. Details: `mirror`.
    MirrorNotRegistry,
    /// The engine's configuration takes no mirror with a path. Details: `mirror`.
    MirrorPathNotAllowed,
    /// The engine's configuration file is not what it should be; [`Error::message`] says what is wrong. Details: `path`.
    ConfigurationInvalid,

    // --- images ---
    /// The engine has no such image. Details: `reference`.
    ImageNotFound,
    /// A container uses the image. Details: `reference`, `containers` (names, separated by `, `).
    ImageInUse,
    /// Other images are built on the image. Details: `reference`.
    ImageHasChildren,
    /// Removal by ID of an image that several repositories name. Details: `reference`.
    ImageInSeveralRepositories,
    /// A warning: the tag already names another image, which would lose it. Details: `reference`, `image` (12 digits).
    TagTaken,

    /// The Dockerfile is empty, or not one; the builder's own words are in [`Error::message`]. Details: `reference`.
    DockerfileInvalid,
    /// A step of a build failed; the builder's own words are in [`Error::message`]. Details: `reference`.
    BuildFailed,

    // --- copies ---
    /// There is no such copy. Details: `copy`.
    CopyNotFound,
    /// The copy is not what was kept; [`Error::message`] says what is wrong with it. Details: `copy`.
    CopyDamaged,
    /// The disk that copies are kept on has too little room. Details: `path`, `needed`, `found` (in words: `12.3 MB`).
    CopyNoSpace,
    /// A file on this machine cannot be read or written. Details: `path`.
    FileFailed,
    /// What the engine has after the work is another image than was meant. Details: `image`, `found` (12 digits).
    ImageDiffers,
    /// A warning: an archive cannot carry these digests. Details: `names`.
    DigestsLost,

    // --- layers ---
    /// Not an archive of images, or a damaged one; [`Error::message`] says what is wrong with it.
    ArchiveInvalid,
    /// The archive goes beyond what is read. Details: `limit` (`entries`, `layers`, `path`, `depth`, `headers`,
    /// `documents`), `most`.
    ArchiveTooLarge,
    /// An image's layer is not in the archive. Details: `layer`.
    LayerMissing,
    /// The image's layers have not been read, or are no longer remembered. Details: `image`.
    LayersNotRead,

    // --- containers ---
    /// The engine has no such container. Details: `container`.
    ContainerNotFound,
    /// The container must be running for this. Details: `container`.
    ContainerNotRunning,
    /// The container must be stopped for this. Details: `container`.
    ContainerRunning,
    /// The container is paused. Details: `container`.
    ContainerPaused,
    /// Another container already has the name. Details: `name`.
    NameTaken,
    /// A container's name is `[a-zA-Z0-9][a-zA-Z0-9_.-]+`. Details: `name`.
    NameInvalid,
    /// Something already listens on the host's port. Details: `port`.
    PortTaken,
    /// Not a valid `-p` value. Details: `value`.
    PortInvalid,
    /// Not a valid `-v` value. Details: `value`.
    VolumeInvalid,
    /// A bind mount's source is not there. Details: `path`.
    MountSourceMissing,
    /// Not a valid `-e` value. Details: `value`.
    EnvInvalid,
    /// The command line's quotes do not match. Details: `value`.
    QuotesUnbalanced,
    /// The program to run is not in the image or container. Details: `command`.
    CommandNotFound,
    /// The program to run is there but cannot be executed. Details: `command`.
    CommandNotExecutable,
    /// No command was given, and the image names none. Details: `reference`.
    CommandMissing,
    /// The user is not known in the container. Details: `user`.
    UserNotFound,

    // --- commands, as they are pasted, and flags ---
    /// The text is no docker command.
    NoDockerCommand,
    /// The docker command has no such command. Details: `command`, `suggestion` (may be empty).
    DockerCommandUnknown,
    /// A docker command that Slipway has no form for. Details: `command`.
    DockerCommandNotOffered,
    /// The command has no such flag. Details: `flag`, `suggestion` (may be empty).
    FlagUnknown,
    /// A flag stands without its value. Details: `flag`.
    FlagValueMissing,
    /// Not a value that the flag takes. Details: `flag`, `value`.
    FlagValueInvalid,
    /// The flag has a field of its own in the form. Details: `flag`.
    FlagIsField,
    /// A flag that is not applied. Details: `flag`.
    FlagUnsupported,
    /// Flags that exclude each other. Details: `flags` (separated by `, `).
    FlagsConflict,
    /// The command needs an argument that is not there. Details: `command`, `argument` (in Docker's words: `IMAGE`).
    ArgumentMissing,
    /// More arguments than the command takes. Details: `command`, `value` (the first that is too many).
    ArgumentUnexpected,

    // --- consoles ---
    /// There is no such console, or it has been closed.
    ConsoleClosed,

    // --- changes and commit ---
    /// No such path in the container. Details: `path`.
    PathNotFound,
    /// Not a Dockerfile instruction that a commit may carry. Details: `value`, `allowed`.
    ChangeNotAllowed,
    /// The Dockerfile instruction's arguments are wrong. Details: `value`.
    ChangeInvalid,
    /// A warning: what lies in these volumes is not part of the image. Details: `paths`.
    VolumesLeftOut,
    /// A warning: environment given at run time becomes part of the image. Details: `names`.
    EnvBakedIn,

    // --- clean-up ---
    /// Not a pattern of references. Details: `value`.
    PinInvalid,
    /// The image is pinned. Details: `reference`.
    ImagePinned,
    /// The name stands for another container or image by now than when the work was begun. Details: `name`.
    NameMoved,
    /// The engine has no such volume. Details: `volume`.
    VolumeNotFound,
    /// A container uses the volume. Details: `volume`.
    VolumeInUse,

    // --- the course ---
    /// The question is not asked, or its choices are others by now.
    QuestionChanged,

    /// The settings cannot be read; they were put aside. Details: `path`.
    SettingsDamaged,

    // --- jobs ---
    /// There is no such job.
    JobNotFound,
    /// Somebody cancelled the work. Details: `kept` (how many layers of a pull's image were here before and stay), or
    /// `done` and `total` (items of a removal).
    Cancelled,
    /// The engine is at the same work already (a prune, a removal).
    AlreadyInProgress,
    /// Some items of the work failed, each with an error of its own in the job's items. Details: `failed`, `total`.
    SomeFailed,

    // --- the rest ---
    /// The engine cannot do this (an API too old, Podman). Details: `feature`.
    NotSupported,
    /// The engine refused; its own words are in [`Error::message`].
    EngineRefused,
    /// The engine failed; its own words are in [`Error::message`].
    EngineFailed,
    /// A fault in Slipway itself.
    Internal,
}

/// A failure, with what the page needs to say it in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[serde(rename_all = "camelCase")]
#[error("{code:?}: {message}")]
#[ts(export, export_to = "error.ts")]
pub struct Error {
    /// What went wrong.
    pub code: ErrorCode,
    /// The engine's own words, to be shown beneath the sentence; empty when there are none.
    pub message: String,
    /// What the sentence speaks of, by the names that [`ErrorCode`] lists.
    pub details: BTreeMap<String, String>,
}

/// The result of a piece of engine work.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error that has no words of the engine to show.
    pub fn new(code: ErrorCode) -> Self {
        Self { code, message: String::new(), details: BTreeMap::new() }
    }

    /// The same error with the engine's own words.
    #[must_use]
    pub fn saying(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    /// The same error with one more detail.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.details.insert(name.to_owned(), value.into());
        self
    }

    /// Whether it says that the engine went away, rather than that it refused.
    pub fn is_loss(&self) -> bool {
        matches!(self.code, ErrorCode::EngineLost | ErrorCode::TimedOut | ErrorCode::EngineUnreachable)
    }

    /// A fault of ours.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Internal).saying(message)
    }
}
