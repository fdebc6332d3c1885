//! Every way in which work can fail, as a code.
//!
//! An [`Error`] is sent to the page as it is. The page chooses a message in the reader's language by its [`ErrorCode`]
//! and fills in [`Error::details`]. No code decides anything by an error's text.
//!
//! Why: `docs/decisions/006-errors-are-codes.md`.

use std::{collections::BTreeMap, io, path::Path};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What went wrong.
///
/// The page has a message for each code in `ui/src/messages/<language>/errors.ftl`; a test fails if one is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "error.ts")]
pub enum ErrorCode {
    // --- reaching an engine ---
    /// No endpoint answered. Details: none.
    EngineUnreachable,
    /// The socket does not exist. Details: `address`.
    SocketNotFound,
    /// The socket exists, but this user has no permission to open it. Details: `address`.
    SocketPermissionDenied,
    /// The socket exists, but nothing listens on it. Details: `address`.
    ConnectionRefused,
    /// The endpoint's address is invalid. Details: `address`.
    AddressInvalid,
    /// The chosen Docker context does not exist. Details: `context`.
    ContextNotFound,
    /// The docker CLI's `config.json`, which may name the context, cannot be read; [`Error::message`] says why. Details:
    /// `path`.
    DockerConfigInvalid,
    /// TLS failed: a certificate was not accepted, or cannot be read. Details: `address`.
    TlsFailed,
    /// The engine requires TLS, and the connection was without. Details: `address`.
    TlsNeeded,
    /// The connection was with TLS, which the engine does not use. Details: `address`.
    TlsNotSpoken,
    /// The ssh command that carries the connection failed. Details: `address`.
    SshFailed,
    /// The engine's API version is too old. Details: `found`, `needed`.
    EngineTooOld,
    /// The server that answered is not a Docker-compatible engine. Details: `address`.
    NotAnEngine,
    /// The connection to the engine was lost.
    EngineLost,
    /// The engine did not answer in time.
    TimedOut,

    /// The practice engine cannot be started here. Details: `missing` (the program or privilege that it needs: `dockerd`,
    /// `subuid`, `authorisation` …), or none if something it started failed; the end of its log is then in
    /// [`Error::message`].
    PracticeUnavailable,
    /// The system did not start an installed engine; its message is in [`Error::message`]. Details: `name`.
    ServiceFailed,

    // --- references, as they are typed ---
    /// An image reference is required, and nothing was typed.
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
    /// 64 hex digits are an image ID, which cannot be pulled, nor be a tag. Details: `reference`.
    ReferenceIsId,
    /// A digest where only a name and a tag are allowed. Details: `reference`.
    DigestNotAllowed,
    /// Not `os[/arch[/variant]]`. Details: `platform`.
    PlatformInvalid,

    // --- pulling ---
    /// The registry has no such repository or tag, or hides it without a login. Details: `reference`.
    PullNotFound,
    /// The registry requires a login. Details: `reference`, `registry`.
    PullUnauthorized,
    /// The registry refused the stored login, or the login has no access to the image. Details: `reference`, `registry`.
    PullLoginRejected,
    /// The registry's pull rate limit is reached. Details: `registry`.
    PullRateLimited,
    /// A quota of the registry is used up. Details: `registry`.
    RegistryQuotaExceeded,
    /// The registry's name does not resolve on the engine's host. Details: `registry`.
    RegistryNameUnknown,
    /// The registry cannot be reached: it refuses or drops connections, or does not respond. Details: `registry`.
    RegistryUnreachable,
    /// The registry, or a gateway in front of it, fails (HTTP 5xx). Details: `registry`.
    RegistryFailed,
    /// The registry, or something in front of it, answers 403 without requiring a login. Details: `reference`, `registry`.
    RegistryForbidden,
    /// The registry rejects the request (any other HTTP 4xx). Details: `registry`.
    RegistryRefused,
    /// The registry's redirects never end. Details: `registry`.
    RegistryRedirects,
    /// What answers is not a registry: a web page, or another protocol. Details: `registry`.
    NotARegistry,
    /// The registry has the image, but lacks some of its content. Details: `reference`, `registry`.
    RegistryBlobMissing,
    /// The engine and the registry cannot agree on TLS. Details: `registry`.
    RegistryTlsFailed,
    /// The registry's certificate is not trusted. Details: `registry`.
    RegistryCertificate,
    /// The registry's certificate has expired. Details: `registry`, `until`, `now` (as text: `2026-11-30 12:00 UTC`; `until`
    /// is `unknown` if the engine does not report it).
    RegistryCertificateExpired,
    /// The registry's certificate is not valid yet. Details: `registry`, `from`, `now`.
    RegistryCertificateNotYetValid,
    /// The registry's certificate was issued for another name. Details: `registry`.
    RegistryCertificateName,
    /// By the clock of the engine's host a certificate is out of date, by this machine's clock it is valid. Details:
    /// `registry`, `clock` (the engine's), `now` (this machine's).
    EngineClockWrong,
    /// The engine's proxy cannot be reached.
    ProxyUnreachable,
    /// The engine's proxy requires a login.
    ProxyLoginRequired,
    /// The engine's proxy does not connect to the registry. Details: `registry`.
    ProxyRefused,
    /// The registry uses plain HTTP, which the engine allows only for the insecure registries in its configuration.
    /// Details: `registry`.
    RegistryInsecure,
    /// The connection to the registry broke, and the engine gave up retrying. Details: `registry`.
    ConnectionLost,
    /// The image has no variant for this platform. Details: `reference`, `platform`.
    PlatformNotFound,
    /// The credential helper in Docker's configuration failed. Details: `program`.
    CredentialsFailed,
    /// The disk with the engine's images is full.
    NoSpace,
    /// Content does not match its digest.
    DigestMismatch,
    /// The image is in a format that the engine no longer supports (manifest schema 1). Details: `reference`.
    ImageFormatTooOld,
    /// What the registry has is not an image, but an artifact such as a Helm chart. Details: `reference`.
    NotAnImage,

    // --- registry mirrors ---
    /// Not a valid address of a mirror. Details: `mirror`.
    MirrorInvalid,
    /// The image is not from Docker Hub, the only registry that is mirrored. Details: `reference`, `registry`.
    MirrorHubOnly,
    /// The mirror's name does not resolve on this machine. Details: `host`.
    MirrorNameUnknown,
    /// The mirror refuses or drops this machine's connections, does not respond in time, or fails. Details: `mirror`.
    MirrorUnreachable,
    /// This machine does not trust the mirror's certificate. Details: `mirror`.
    MirrorCertificate,
    /// The request to the mirror was over HTTPS, and it uses HTTP. Details: `mirror`.
    MirrorPlainHttp,
    /// The server that responds is not a registry. Details: `mirror`.
    MirrorNotRegistry,
    /// The engine's configuration does not allow a mirror with a path. Details: `mirror`.
    MirrorPathNotAllowed,
    /// The engine's configuration file is invalid; [`Error::message`] says why. Details: `path`.
    ConfigurationInvalid,

    // --- images ---
    /// The engine has no such image. Details: `reference`.
    ImageNotFound,
    /// A container uses the image. Details: `reference`, `containers` (names, separated by `, `).
    ImageInUse,
    /// The image has dependent child images. Details: `reference`.
    ImageHasChildren,
    /// Removal by ID of an image that is referenced in several repositories. Details: `reference`.
    ImageInSeveralRepositories,
    /// A warning: another image has the tag, and would lose it. Details: `reference`, `image` (12 digits).
    TagTaken,

    /// The Dockerfile is empty or invalid; the builder's message is in [`Error::message`]. Details: `reference`.
    DockerfileInvalid,
    /// A step of a build failed; the builder's message is in [`Error::message`]. Details: `reference`.
    BuildFailed,

    // --- copies ---
    /// There is no such copy. Details: `copy`.
    CopyNotFound,
    /// The copy differs from what was saved; [`Error::message`] says how. Details: `copy`.
    CopyDamaged,
    /// The disk with the copies has too little free space. Details: `path`, `needed`, `found` (as text: `12.3 MB`).
    CopyNoSpace,
    /// A file on this machine cannot be read or written. Details: `path`.
    FileFailed,
    /// A removal is missing in the records, which could not be written. Details: `path`.
    RemovalNotRecorded,
    /// Not a regular file, but a folder, a device or a pipe. Details: `path`.
    FileNotRegular,
    /// A file is too large for its use. Details: `path`, `limit` (as text: `4 MiB`).
    FileTooLarge,
    /// The disk of this machine that a file is on is full. Details: `path`.
    DiskFull,
    /// The resulting image is not the expected one. Details: `image`, `found` (12 digits).
    ImageDiffers,
    /// A warning: a restore does not bring these digests back. Details: `names`.
    DigestsLost,
    /// A warning: the copy is from an engine with another image store, which counts IDs otherwise. Details: `image` (12
    /// digits).
    CopyOfOtherStore,

    // --- layers ---
    /// Not an archive of images, or a damaged one; [`Error::message`] says why.
    ArchiveInvalid,
    /// A file in a format that is not read. Details: `format`, `command` (which unpacks it).
    ArchiveFormat,
    /// An OCI layout without images, only with other artifacts. Details: `types` (separated by `, `).
    ArchiveWithoutImages,
    /// The archive exceeds a limit. Details: `limit` (`entries`, `layers`, `path`, `depth`, `headers`,
    /// `documents`, `names`, `stored`), `most`.
    ArchiveTooLarge,
    /// The disk with the layer cache has hardly any free space. Details: `path`, `needed`, `found` (as text: `12.3 MB`).
    CacheNoSpace,
    /// An image's layer is not in the archive. Details: `layer`.
    LayerMissing,
    /// The image's layers have not been read, or are no longer cached. Details: `image`.
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
    /// A container's name must not be empty.
    NameEmpty,
    /// A container's name is `[a-zA-Z0-9][a-zA-Z0-9_.-]+`. Details: `name`.
    NameInvalid,
    /// The host's port is already in use. Details: `port`.
    PortTaken,
    /// Not a valid `-p` value. Details: `value`.
    PortInvalid,
    /// Not a valid `-v` value. Details: `value`.
    VolumeInvalid,
    /// A bind mount's source does not exist. Details: `path`.
    MountSourceMissing,
    /// Not a valid `-e` value. Details: `value`.
    EnvInvalid,
    /// The command line's quotes do not match. Details: `value`.
    QuotesUnbalanced,
    /// The program to run does not exist in the image or container. Details: `command`.
    CommandNotFound,
    /// The program to run exists, but cannot be executed. Details: `command`.
    CommandNotExecutable,
    /// No command was given, and the image has none. Details: `reference`.
    CommandMissing,
    /// The user does not exist in the container. Details: `user`.
    UserNotFound,
    /// The group does not exist in the container. Details: `group`.
    GroupNotFound,
    /// A user or group ID is out of range. Details: `user`, as typed, with the group.
    UserIdInvalid,

    // --- commands, as they are pasted, and flags ---
    /// The text is not a docker command.
    NoDockerCommand,
    /// docker has no such command. Details: `command`, `suggestion` (may be empty).
    DockerCommandUnknown,
    /// A docker command that Slipway has no form for. Details: `command`.
    DockerCommandNotOffered,
    /// The command has no such flag. Details: `flag`, `suggestion` (may be empty).
    FlagUnknown,
    /// A flag lacks its value. Details: `flag`.
    FlagValueMissing,
    /// The flag does not accept the value. Details: `flag`, `value`.
    FlagValueInvalid,
    /// The form has a field for the flag. Details: `flag`.
    FlagIsField,
    /// A shell would have put something in place of a part of the value. Details: `value` (as typed).
    ValueUnresolved,
    /// The flag is not supported. Details: `flag`.
    FlagUnsupported,
    /// Flags that cannot be combined. Details: `flags` (separated by `, `).
    FlagsConflict,
    /// The command lacks a required argument. Details: `command`, `argument` (as Docker names it: `IMAGE`).
    ArgumentMissing,
    /// The command has too many arguments. Details: `command`, `value` (the first unexpected one).
    ArgumentUnexpected,

    // --- consoles ---
    /// There is no such console, or it has been closed.
    ConsoleClosed,
    /// The console is closed, but its process did not exit. Details: `container`.
    ProcessLeft,

    // --- changes and commit ---
    /// No such path in the container. Details: `path`.
    PathNotFound,
    /// The engine lists a name that is not UTF-8, and its bytes could not be found out. Details: `path`.
    NameUnknown,
    /// Not a Dockerfile instruction that a commit on this engine can include. Details: `value`, `allowed`.
    ChangeNotAllowed,
    /// The Dockerfile instruction's arguments are wrong. Details: `value`, `instruction` (`CMD`, `ENV` …).
    ChangeInvalid,
    /// A warning: the data in these volumes is not part of the image. Details: `paths`.
    VolumesLeftOut,
    /// A warning: environment variables set at run time become part of the image. Details: `names`.
    EnvBakedIn,

    // --- clean-up ---
    /// Not a valid pattern for references. Details: `value`.
    PinInvalid,
    /// The image is pinned. Details: `reference`.
    ImagePinned,
    /// The name is pinned, and would be taken from its image. Details: `reference`.
    NamePinned,
    /// The name now refers to another container or image than when the work started. Details: `name`.
    NameMoved,
    /// Something else would be removed, or kept, than what was shown. Details: `names` (some of them).
    PreviewOutdated,
    /// Another engine is used by now than the one that was shown.
    EngineReplaced,
    /// The engine has no such volume. Details: `volume`.
    VolumeNotFound,
    /// A container uses the volume. Details: `volume`.
    VolumeInUse,

    // --- the course ---
    /// The question is not being asked, or its choices have changed.
    QuestionChanged,

    /// The settings are not valid; the file was moved aside. Details: `path`.
    SettingsDamaged,
    /// The settings file cannot be read, so that the pins are unknown: no image is removed. Details: `path`.
    SettingsUnreadable,

    // --- jobs ---
    /// There is no such job.
    JobNotFound,
    /// The work was cancelled. Details: `kept` (how many layers of a pulled image existed before and are kept), or `done`
    /// and `total` (items of a removal).
    Cancelled,
    /// The engine is already doing the same work (a prune, a removal).
    AlreadyInProgress,
    /// Some items of the work failed, each with its own error in the job's items. Details: `failed`, `total`.
    SomeFailed,

    // --- the rest ---
    /// The engine does not support this (an old API, Podman). Details: `feature`.
    NotSupported,
    /// The engine refused; its message is in [`Error::message`].
    EngineRefused,
    /// The engine failed; its message is in [`Error::message`].
    EngineFailed,
    /// An internal error of Slipway.
    Internal,
}

/// A failure, with what the page needs to describe it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[serde(rename_all = "camelCase")]
#[error("{code:?}: {message}")]
#[ts(export, export_to = "error.ts")]
pub struct Error {
    /// What went wrong.
    pub code: ErrorCode,
    /// The message of whatever failed, to be shown below the page's own; empty if there is none.
    pub message: String,
    /// Whether that is the engine's; otherwise it comes from this machine, a registry or a mirror.
    #[serde(default)]
    pub by_engine: bool,
    /// The values in the page's message, by the names that [`ErrorCode`] lists.
    pub details: BTreeMap<String, String>,
}

/// The result of engine work.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error without a message of the engine.
    pub fn new(code: ErrorCode) -> Self {
        Self { code, message: String::new(), by_engine: false, details: BTreeMap::new() }
    }

    /// Sets the message of whatever failed on this machine, or of a server that is no engine.
    #[must_use]
    pub fn with_message(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    /// Sets the engine's message.
    #[must_use]
    pub fn quoting_engine(self, message: impl Into<String>) -> Self {
        Self { by_engine: true, ..self.with_message(message) }
    }

    /// Adds a detail. An empty one, which no sentence can be filled with, replaces none that is known.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        if value.is_empty() {
            self.details.entry(name.to_owned()).or_default();
        } else {
            self.details.insert(name.to_owned(), value);
        }
        self
    }

    /// A file or folder of this machine that cannot be read or written.
    pub fn file(path: &Path, error: &io::Error) -> Self {
        let code = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ErrorCode::DiskFull,
            _ => ErrorCode::FileFailed,
        };
        Self::new(code).with("path", path.display().to_string()).with_message(error.to_string())
    }

    /// A disk that has `free` bytes where `needed` are to be written.
    pub fn no_space(code: ErrorCode, path: &Path, needed: u64, free: u64) -> Self {
        let megabytes = |bytes: u64| format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000);
        let error = Self::new(code).with("path", path.display().to_string());
        error.with("needed", megabytes(needed)).with("found", megabytes(free))
    }

    /// Whether the connection to the engine was lost, as opposed to a refusal.
    pub fn is_loss(&self) -> bool {
        matches!(self.code, ErrorCode::EngineLost | ErrorCode::TimedOut | ErrorCode::EngineUnreachable)
    }

    /// An internal error.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Internal).with_message(message)
    }
}
